//! `/families`, `/families/{id}`, `/handover`: what the station's vault holds. Read only; each page reads projections and the
//! index, never a document, but for who works in a village.
//!
//! Without a station these pages are not there.

mod families;
mod family;
mod handover;
mod told;
mod villages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use nep_core::log::DocId;
use nep_core::vault::VaultError;

use super::{Page, Problem, View};
use crate::server::App;
use crate::station::Station;

/// The addresses of these pages.
pub fn routes() -> Router<App> {
    Router::new().route("/families", get(families)).route("/families/{id}", get(one)).route("/handover", get(handover))
}

async fn families(State(app): State<App>, view: View) -> Response {
    read(&app, view, |station, view| Ok(Some(families::page(station, view)))).await
}

async fn one(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let Ok(doc) = id.parse::<DocId>() else { return Problem::NotFound.page(&view) };
    read(&app, view, move |station, view| match family::page(station, doc, view) {
        Err(VaultError::NotFound(_) | VaultError::NoKey(_)) => Ok(None),
        answered => answered.map(Some),
    })
    .await
}

async fn handover(State(app): State<App>, view: View) -> Response {
    read(&app, view, |station, view| handover::page(station, view).map(Some)).await
}

/// Answers from the station, away from the threads that answer others: the file is read.
async fn read(
    app: &App,
    view: View,
    page: impl FnOnce(&Station, &View) -> Result<Option<Page>, VaultError> + Send + 'static,
) -> Response {
    let Some(station) = app.station().map(Arc::clone) else { return Problem::NotFound.page(&view) };
    let answered = tokio::task::spawn_blocking(move || {
        let page = page(&station, &view);
        (page.map(|page| page.map(|page| page.respond(&view))), view)
    });
    match answered.await {
        Ok((Ok(Some(response)), _)) => response.into_response(),
        Ok((Ok(None), view)) => Problem::NotFound.page(&view),
        Ok((Err(_), view)) => Problem::Failed.page(&view),
        Err(fault) => std::panic::resume_unwind(fault.into_panic()),
    }
}
