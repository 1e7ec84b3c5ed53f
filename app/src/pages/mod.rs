//! The pages people see: each a function from what the core answers to HTML. No page holds a cut-off or a formula.
//!
//! A page takes a [`View`] (who reads it, and how) and answers with a [`Page`], which puts the frame around it. Every
//! form and link works as a plain request; htmx only swaps `#result` instead of the whole page.

pub(crate) mod build;
pub mod controls;
mod danger;
mod errors;
mod growth;
mod home;
pub mod input;
mod layout;
mod menu;
mod own;
mod plan;
mod pregnancy;
mod records;
mod settings;
mod shopping;
pub mod sources;
mod take;
mod view;
pub(crate) mod week;

use axum::Router;
use axum::routing::get;

pub use errors::Problem;
pub use layout::{Page, Tab, danger_row, leaf_veins};
pub use view::{TextSize, Theme, View};

use crate::server::App;

/// Works out what the first page of the bank would wait for.
pub fn warm() {
    menu::warm();
}

/// Every page's address.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::page))
        .route("/danger", get(danger::page))
        .route("/growth", get(growth::page))
        .route("/pregnancy", get(pregnancy::page))
        .route("/sources", get(sources::list))
        .route("/sources/folder", get(sources::folder))
        .route("/sources/row", get(sources::row))
        .merge(menu::routes())
        .merge(own::routes())
        .merge(shopping::routes())
        .merge(take::routes())
        .merge(build::routes())
        .merge(week::routes())
        .merge(plan::routes())
        .merge(records::routes())
        .route("/settings", get(settings::page).post(settings::save))
}
