//! `/growth`: weigh and measure a child, and see what it means.
//!
//! Nothing is stored: the address carries the child and every visit. `as=worker` shows the wording for health workers,
//! `chart=` and `point=` choose what the chart shows, `keep=1` says that a doubtful reading was measured again.

mod chart;
mod form;
mod numbers;
mod result;
pub(super) mod words;

use axum::response::Response;
use maud::html;

use self::form::Form;
pub(super) use self::result::MAIN;
use super::controls::faults_note;
use super::{Page, Tab, View};

/// The page: the form alone, or the result with the form under it.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let form = Form::read(&view);
    let child = form.as_ref().and_then(|form| form.child(&view));
    // "Add a row" shows the form again whatever is already known.
    let child = child.filter(|_| view.query("more").is_none());
    let base = Page { tab: Some(Tab::Growth), danger_row: true, ..Page::default() };
    let page = match (&form, child) {
        (Some(form), Some(child)) => result::page(&view, form, &child, base),
        (form, _) => {
            let empty = Form::default();
            let faults = form.as_ref().map_or(0, Form::faults);
            let body = html! {
                div.sec.first.stack.narrow {
                    (faults_note(&view, faults))
                    (form.as_ref().unwrap_or(&empty).html(&view))
                    p.src { (words.get("growth-page-standard")) " " a href="/sources" { (words.get("sources-title")) } }
                }
            };
            let subtitle = Some(words.get("growth-page-lead"));
            Page { title: words.get("growth-page-title"), subtitle, body, entry: true, ..base }
        }
    };
    page.respond(&view)
}
