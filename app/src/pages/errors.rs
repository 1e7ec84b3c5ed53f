//! What went wrong, that nothing is lost, and what to press.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{Page, View};
use crate::icons;

/// Why a page is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No such page.
    NotFound,
    /// The browser was not given this start's secret.
    Locked,
    /// The request was not for us or not from our own pages.
    NotOurAddress,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// A fault of ours.
    Failed,
}

impl Problem {
    const fn parts(self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::Locked => (StatusCode::FORBIDDEN, "locked"),
            Self::NotOurAddress => (StatusCode::FORBIDDEN, "not-ours"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "failed"),
        }
    }

    /// The page that says so.
    #[must_use]
    pub fn page(self, view: &View) -> Response {
        let (status, id) = self.parts();
        let home = !matches!(self, Self::Locked | Self::NotOurAddress);
        let body = html! {
            div.sec.first.stack.narrow {
                div.note.turm { (icons::INFO) div { (view.words.get(&format!("problem-{id}-what"))) } }
                p { (view.words.get(&format!("problem-{id}-do"))) }
                @if home { a.btn.pri href="/" { (icons::HOUSE) (view.words.get("problem-home")) } }
                p.t-xs.i3 { (view.words.with("problem-code", &[("code", status.as_str())])) }
            }
        };
        let title = view.words.get(&format!("problem-{id}-title"));
        Page { title, body, status: Some(status), bare: !home, ..Page::default() }.respond(view)
    }
}
