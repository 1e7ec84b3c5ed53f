//! What a health worker decides of a family: the value that holds, who is one person, and that a record is erased. After each, the
//! family's page offers to take it back; erasing asks first.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::{Markup, html};
use nep_core::log::DocId;
use nep_core::records::{Clock, RecordId};
use nep_core::vault::{Named, Vault, VaultError};

use super::{act, families, read};
use crate::icons;
use crate::pages::controls::tick;
use crate::pages::shopping::sent;
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

type Sent = Form<Vec<(String, String)>>;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/families/{id}/settle", post(settle))
        .route("/families/{id}/merge", post(merge))
        .route("/families/{id}/keep-apart", post(keep_apart))
        .route("/families/{id}/unmerge", post(unmerge))
        .route("/families/{id}/take-back", post(take_back))
        .route("/families/{id}/erase", get(ask).post(erase))
}

pub(super) fn now() -> Clock {
    Clock(chrono::Utc::now().timestamp())
}

/// What was done, with a way to take it back: the page is shown after it with `?done=` and the decision's name.
pub(super) fn done(doc: DocId, view: &View) -> Markup {
    let decision = view.query("decision").and_then(|text| text.parse::<RecordId>().ok());
    let said = match view.query("done") {
        Some("settled") => "records-done-settled",
        Some("merged") => "records-done-merged",
        Some("apart") => "records-done-apart",
        Some("parted") => "records-done-parted",
        Some("open") => "records-done-open",
        _ => return html! {},
    };
    html! {
        form.note.undo.leafc method="post" action={ "/families/" (doc) "/take-back" } role="status" {
            span.grow { (view.words.get(said)) }
            @if let Some(decision) = decision {
                input type="hidden" name="record" value=(decision);
                button.btn.sm type="submit" { (icons::UNDO_2) (view.words.get("shopping-undo")) }
            }
        }
    }
}

async fn settle(State(app): State<App>, Path(id): Path<String>, view: View, Form(form): Sent) -> Response {
    let (of, chosen) = (sent(&form, "record").parse(), sent(&form, "chosen").parse());
    let field = sent(&form, "field").to_owned();
    let (Ok(doc), Ok(of), Ok(chosen)) = (id.parse::<DocId>(), of, chosen) else {
        return Problem::NotFound.page(&view);
    };
    act(&app, view, move |vault| {
        let by = vault.settle(doc, (of, &field), chosen, now())?;
        Ok(format!("/families/{doc}?done=settled&decision={by}"))
    })
    .await
}

/// The two whom a form names.
fn two(id: &str, form: &[(String, String)]) -> Option<(Named, Named)> {
    let one = (id.parse().ok()?, sent(form, "person").parse().ok()?);
    Some((one, (sent(form, "other_family").parse().ok()?, sent(form, "other_person").parse().ok()?)))
}

async fn merge(State(app): State<App>, Path(id): Path<String>, view: View, Form(form): Sent) -> Response {
    let Some((one, other)) = two(&id, &form) else { return Problem::NotFound.page(&view) };
    act(&app, view, move |vault| {
        vault.merge(one, other, now())?;
        Ok(format!("/families/{}?done=merged", one.0))
    })
    .await
}

async fn keep_apart(State(app): State<App>, Path(id): Path<String>, view: View, Form(form): Sent) -> Response {
    let Some((one, other)) = two(&id, &form) else { return Problem::NotFound.page(&view) };
    act(&app, view, move |vault| {
        let by = vault.keep_apart(one, other, now())?;
        Ok(format!("/families/{}?done=apart&decision={by}", one.0))
    })
    .await
}

async fn unmerge(State(app): State<App>, Path(id): Path<String>, view: View, Form(form): Sent) -> Response {
    let (Ok(doc), Ok(person)) = (id.parse::<DocId>(), sent(&form, "person").parse::<RecordId>()) else {
        return Problem::NotFound.page(&view);
    };
    back(&app, view, doc, "parted", move |vault| vault.unmerge(doc, person, now())).await
}

async fn take_back(State(app): State<App>, Path(id): Path<String>, view: View, Form(form): Sent) -> Response {
    let (Ok(doc), Ok(decision)) = (id.parse::<DocId>(), sent(&form, "record").parse::<RecordId>()) else {
        return Problem::NotFound.page(&view);
    };
    back(&app, view, doc, "open", move |vault| vault.take_back(doc, decision, now())).await
}

async fn back(
    app: &App,
    view: View,
    doc: DocId,
    done: &'static str,
    work: impl FnOnce(&mut Vault) -> Result<(), VaultError> + Send + 'static,
) -> Response {
    act(app, view, move |vault| work(vault).map(|()| format!("/families/{doc}?done={done}"))).await
}

async fn ask(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    ask_about(app, id, view, false).await
}

/// `missed`: the tick was.
async fn ask_about(app: App, id: String, view: View, missed: bool) -> Response {
    let Ok(doc) = id.parse::<DocId>() else { return Problem::NotFound.page(&view) };
    read(&app, view, move |station, view| {
        let family = match station.vault().family(doc) {
            Err(VaultError::NotFound(_) | VaultError::NoKey(_)) => return Ok(None),
            read => read?,
        };
        let words = view.words;
        let who = families::title(view, &family.summary());
        let back = format!("/families/{doc}");
        let body = html! {
            div.sec.first.stack.narrow {
                div.note.turm { (icons::TRIANGLE_ALERT) div.stack-s {
                    p.b { (words.with("records-erase-who", &[("who", &who)])) }
                    p { (words.get("records-erase-what")) }
                    p { (words.get("records-erase-when")) }
                } }
                form.stack method="post" action={ "/families/" (doc) "/erase" } {
                    (tick("sure", "1", &words.get("records-erase-sure"), false, true))
                    @if missed { (not_ticked(view)) }
                    div.row.wrap {
                        button.btn.dan type="submit" { (words.get("records-erase-button")) }
                        a.btn.sec href=(back) { (words.get("records-erase-not")) }
                    }
                }
            }
        };
        let title = words.get("records-erase-title");
        Ok(Some(Page { title, back: Some(back.clone()), tab: Some(Tab::Families), body, ..Page::default() }))
    })
    .await
}

/// What a form without its tick is answered.
pub(super) fn not_ticked(view: &View) -> Markup {
    html! { p.err role="alert" { (icons::TRIANGLE_ALERT) span { (view.words.get("records-tick-first")) } } }
}

async fn erase(State(app): State<App>, Path(id): Path<String>, view: View, Form(form): Sent) -> Response {
    let Ok(doc) = id.parse::<DocId>() else { return Problem::NotFound.page(&view) };
    if sent(&form, "sure") != "1" {
        return ask_about(app, id, view, true).await;
    }
    act(&app, view, move |vault| {
        let village = vault.index().place(doc).ok_or(VaultError::NotFound(doc))?.scope;
        vault.erase(doc, now())?;
        Ok(format!("/families?village={village}&erased=1"))
    })
    .await
}
