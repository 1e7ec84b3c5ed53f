//! `/plan?p=CODE`: a household's own day, read live; swaps, portions and undo.
//!
//! The plan stands in the address, see [`crate::plan_code`]; a change is a request that answers with the address of the
//! changed plan, so that the former address undoes it. A day of one person is short and its links hold it; a long plan
//! stands once on the page, in a hidden field of the form that every button sends.

mod asked;
mod change;
mod for_us;
mod meals;
mod origin;
mod rules;
mod sheet;
mod show;
mod whole;

use axum::Router;
use axum::routing::get;

pub(in crate::pages) use asked::{Asked, Look, Spot, none_yet};
pub(in crate::pages) use meals::is_breast_milk;
pub(crate) use origin::Origin;
pub(in crate::pages) use show::{Base, body, shopping};

use crate::server::App;

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/plan", get(whole::page))
        .route("/plan/for", get(for_us::make))
        .route("/plan/swap", get(sheet::dishes))
        .route("/plan/rules", get(rules::page))
        .route("/plan/parts", get(sheet::parts))
        .route("/plan/part", get(sheet::ingredients))
        .route("/plan/take", get(change::take))
        .route("/plan/exchange", get(change::exchange))
        .route("/plan/more", get(change::more))
        .route("/plan/less", get(change::less))
}
