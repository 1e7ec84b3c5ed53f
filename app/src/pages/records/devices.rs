//! `/devices`: the devices of the commune, and the revoking of one that was lost or is used no longer.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::{Markup, html};
use nep_core::access::Role;
use nep_core::log::DeviceId;
use nep_core::vault::VaultError;

use super::{act, decide, read};
use crate::icons;
use crate::members::{self, Member};
use crate::pages::controls::tick;
use crate::pages::shopping::sent;
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/devices", get(list))
        .route("/devices/{id}", get(ask))
        .route("/devices/{id}/revoke", post(revoke))
}

async fn list(State(app): State<App>, view: View) -> Response {
    read(&app, view, |station, view| {
        let words = view.words;
        let all = members::all(&station.vault());
        let body = html! {
            div.sec.first.stack {
                @if view.query("revoked").is_some() {
                    div.note.leafc role="status" { (icons::CIRCLE_CHECK) div { (words.get("devices-revoked")) } }
                }
                @for role in [Role::Station, Role::Collaborator, Role::Family] {
                    @let of: Vec<&Member> = all.iter().filter(|one| one.role == role).collect();
                    @if let Some(first) = of.first() {
                        section.stack-s {
                            h2.t-l.b { (words.get(first.what())) }
                            ul.card.list { @for one in of { (row(one, view)) } }
                        }
                    }
                }
            }
        };
        let title = words.get("devices-title");
        Ok(Some(Page { title, back: Some("/handover".into()), tab: Some(Tab::Families), body, ..Page::default() }))
    })
    .await
}

/// What a device is called: its owner, or the beginning of its key.
fn name(one: &Member, view: &View) -> String {
    let key: String = one.device.to_string().chars().take(8).collect();
    one.name.clone().unwrap_or_else(|| view.words.with("devices-no-name", &[("key", &key)]))
}

fn row(one: &Member, view: &View) -> Markup {
    let words = view.words;
    let villages = one.villages.join(", ");
    let content = html! {
        span.grow {
            span.b { (name(one, view)) }
            @if !villages.is_empty() { br; span.t-s.i2 { (villages) } }
        }
        @if one.own { span.tag { (words.get("devices-own")) } }
        @else if !one.live { span.tag { (words.get("member-ended")) } }
    };
    html! {
        li {
            @if one.live && !one.own {
                a.item href={ "/devices/" (one.device) } { (content) span.end { (icons::CHEVRON_RIGHT) } }
            } @else { div.item { (content) } }
        }
    }
}

async fn ask(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    ask_about(app, id, view, false).await
}

/// `missed`: the tick was.
async fn ask_about(app: App, id: String, view: View, missed: bool) -> Response {
    let Ok(device) = id.parse::<DeviceId>() else { return Problem::NotFound.page(&view) };
    read(&app, view, move |station, view| {
        let all = members::all(&station.vault());
        let Some(one) = all.iter().find(|one| one.device == device && one.live && !one.own) else { return Ok(None) };
        let words = view.words;
        let body = html! {
            div.sec.first.stack.narrow {
                p.b.t-l { (name(one, view)) }
                p.i2 { (words.get(one.what())) @if !one.villages.is_empty() { " · " (one.villages.join(", ")) } }
                div.note.turm { (icons::TRIANGLE_ALERT) div.stack-s {
                    p { (words.get("devices-revoke-what")) }
                    p { (words.get("devices-revoke-kept")) }
                } }
                form.stack method="post" action={ "/devices/" (device) "/revoke" } {
                    (tick("sure", "1", &words.get("devices-revoke-sure"), false, true))
                    @if missed { (decide::not_ticked(view)) }
                    div.row.wrap {
                        button.btn.dan type="submit" { (words.get("devices-revoke-button")) }
                        a.btn.sec href="/devices" { (words.get("records-erase-not")) }
                    }
                }
            }
        };
        let title = words.get("devices-revoke-title");
        Ok(Some(Page { title, back: Some("/devices".into()), tab: Some(Tab::Families), body, ..Page::default() }))
    })
    .await
}

async fn revoke(
    State(app): State<App>,
    Path(id): Path<String>,
    view: View,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let Ok(device) = id.parse::<DeviceId>() else { return Problem::NotFound.page(&view) };
    if sent(&form, "sure") != "1" {
        return ask_about(app, id, view, true).await;
    }
    act(&app, view, move |vault| {
        if device == vault.device() {
            return Err(VaultError::NotAllowed);
        }
        vault.revoke(device, decide::now())?;
        Ok("/devices?revoked=1".to_owned())
    })
    .await
}
