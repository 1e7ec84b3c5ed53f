//! What the household itself knows: its own dishes, and what it pays at its own market.

mod danger;
mod dish;
mod dishes;
mod form;
pub(super) mod measured;
mod prices;

use axum::Router;
use axum::routing::{get, post};

use crate::server::App;

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/own/prices", get(prices::page).post(prices::keep))
        .route("/own/dishes", get(dishes::page).post(form::keep))
        .route("/own/dishes/new", get(form::new))
        .route("/own/dishes/{id}", get(dish::page))
        .route("/own/dishes/{id}/edit", get(form::edit))
        .route("/own/dishes/{id}/remove", post(dish::remove))
}
