//! `/pregnancy`: how a pregnancy's weight gain goes. The address carries everything, as on the growth page.

mod form;
mod result;

use axum::response::Response;
use maud::html;

use self::form::Form;
use super::controls::faults_note;
use super::{Page, Tab, View};

/// The page: the form alone, or the result with the form under it.
pub async fn page(view: View) -> Response {
    let words = view.words;
    let mut form = Form::read(&view);
    // "Add a row" shows the form again; nothing is judged before it is filled in.
    let asked = form.as_mut().filter(|_| view.query("more").is_none());
    let answered = asked.and_then(|form| form.assess(&view));
    let base = Page { tab: Some(Tab::Pregnancy), danger_row: true, ..Page::default() };
    let page = match (&form, answered) {
        (Some(form), Some((case, seen))) => result::page(&view, form, &case, &seen, base),
        (form, _) => {
            let empty = Form::default();
            let body = html! {
                div.sec.first.stack.narrow {
                    (faults_note(&view, form.as_ref().map_or(0, Form::faults)))
                    (form.as_ref().unwrap_or(&empty).html(&view))
                    p.src { (words.get("pregnancy-page-standard")) " " a href="/sources" { (words.get("sources-title")) } }
                }
            };
            let subtitle = Some(words.get("pregnancy-page-lead"));
            Page { title: words.get("pregnancy-page-title"), subtitle, body, entry: true, ..base }
        }
    };
    page.respond(&view)
}
