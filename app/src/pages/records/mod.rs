//! `/families`, `/families/{id}`, `/handover`, `/devices`: what the station's vault holds, and what a health worker decides of it.
//! A page reads projections and the index, no document but those of families written down twice.
//!
//! Without a station these pages are not there.

mod decide;
mod devices;
mod families;
mod family;
mod handover;
mod told;
mod villages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::html;
use nep_core::log::{DocId, StoreError};
use nep_core::vault::{Vault, VaultError};

use super::shopping::go;
use super::{Page, Problem, Tab, View};
use crate::icons;
use crate::server::App;
use crate::station::Station;
use crate::vault_words;

/// The addresses of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/families", get(families))
        .route("/families/{id}", get(one))
        .route("/handover", get(handover))
        .merge(decide::routes())
        .merge(devices::routes())
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

/// Changes something in the station's vault, away from the threads that answer others, and goes on to the address that `work` gives;
/// else says why not, and that nothing was changed.
async fn act(
    app: &App,
    view: View,
    work: impl FnOnce(&mut Vault) -> Result<String, VaultError> + Send + 'static,
) -> Response {
    let Some(station) = app.station().map(Arc::clone) else { return Problem::NotFound.page(&view) };
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&mut station.vault());
        station.changed();
        done
    });
    match done.await {
        Ok(Ok(address)) => go(&address),
        Ok(Err(VaultError::NotFound(_) | VaultError::NoKey(_) | VaultError::NoRecord(_))) => {
            Problem::NotFound.page(&view)
        }
        Ok(Err(error)) => not_done(&view, &error),
        Err(fault) => std::panic::resume_unwind(fault.into_panic()),
    }
}

fn not_done(view: &View, error: &VaultError) -> Response {
    let words = view.words;
    let status = match error {
        VaultError::NotAllowed => StatusCode::FORBIDDEN,
        VaultError::Store(StoreError::Full) => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let body = html! {
        div.sec.first.stack.narrow {
            div.note.turm role="alert" { (icons::TRIANGLE_ALERT) div {
                p { (vault_words::why(error, words)) }
                p { (words.get("records-nothing-changed")) }
            } }
            a.btn.pri href="/families" { (icons::HOUSE) (words.get("records-families")) }
        }
    };
    let title = words.get("records-families");
    Page {
        title,
        body,
        tab: Some(Tab::Families),
        back: Some("/families".into()),
        status: Some(status),
        ..Page::default()
    }
    .respond(view)
}
