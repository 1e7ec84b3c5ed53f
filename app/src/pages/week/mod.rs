//! `/week?p=PLAN`: the days of a plan at a glance; `/pot?p=PLAN&day=N`: one pot, and who eats what from it.
//!
//! The plan stands in the address. A week's text is long: on a page it stands in a hidden field once, and the days are
//! buttons of that form, so that the page stays small.

mod days;
pub(crate) mod household;
mod pot;

use axum::Router;
use axum::routing::get;

use crate::server::App;

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new().route("/week", get(days::page)).route("/pot", get(pot::page))
}
