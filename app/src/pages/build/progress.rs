//! While a menu is being built: how far it is, and a way to stop.

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::answers::Answers;
use super::steps::SHEETS;
use super::{request, see};
use crate::icons;
use crate::jobs::Progress;
use crate::pages::week::household::kitchen;
use crate::pages::{Page, Tab, View};
use crate::server::App;

/// Grains of rice that fill as it goes.
const GRAINS: u32 = 10;
/// How often a page without scripts asks again, in seconds.
const REFRESH: u32 = 1;

/// The page to wait on. It asks again by itself; going elsewhere is no harm.
pub fn page(view: &View, answers: &Answers, progress: Progress) -> Response {
    let words = view.words;
    let grains = progress.done * GRAINS / progress.of.max(1);
    let (done, of) = (grains.min(GRAINS).to_string(), GRAINS.to_string());
    let body = html! {
        div.sec.first.stack.narrow id="progress" hx-get=(answers.address("/build/result")) hx-trigger="every 500ms"
            hx-select="#progress" hx-swap="outerHTML" {
            p.t-l { (words.get("build-working")) }
            svg.grains-wide viewBox="0 0 264 14" aria-hidden="true" {
                @for grain in 0..GRAINS { ellipse.on[grain < grains] cx=(grain * 26 + 15) cy="7" rx="11.5" ry="5" {} }
            }
            p role="progressbar" aria-label=(words.get("build-working")) aria-valuemin="0" aria-valuemax=(GRAINS) aria-valuenow=(grains.min(GRAINS)) {
                (words.with("build-progress", &[("done", &done), ("of", &of)]))
            }
            p.i2 { (words.get("build-working-line")) }
            form method="post" action=(answers.address("/build/cancel")) {
                button.btn.sec type="submit" { (icons::X) (words.get("build-cancel")) }
            }
        }
    };
    Page {
        title: words.get("build-working-title"),
        back: Some(answers.address("/build/4")),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        refresh: Some(REFRESH),
        ..Page::default()
    }
    .respond(view)
}

/// Stops building and goes back to the last question.
pub async fn cancel(State(app): State<App>, view: View) -> Response {
    let (table, own) = kitchen(&app).await;
    let answers = Answers::read(&view, table);
    app.builds().cancel(&key(&answers, &own));
    see(answers.address("/build/4"))
}

/// What makes two questions the same: what is asked, and what the household cooks and pays itself.
pub fn key(answers: &Answers, own: &str) -> String {
    format!("{:?}{own}", request::request(answers))
}
