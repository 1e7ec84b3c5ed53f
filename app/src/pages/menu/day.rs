//! `/menus/ID`: a day's menu of the bank. The tray by meal, its dishes, the whole day against the need, and what it costs;
//! a change of it leads to a plan of one's own.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use nep_core::foods::Theme;
use nep_core::menu::Plan;
use nep_core::menu::swap::Avoid;

use super::model;
use super::person::{self, Asked};
use crate::icons;
use crate::pages::plan::{self, Base};
use crate::pages::{Page, Problem, Tab, View};
use crate::plan_code::House;
use crate::server::App;

/// The page.
pub async fn page(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let Some(menu) = model::menu(&id) else { return Problem::NotFound.page(&view) };
    let Some(Asked { person, problems }) = person::asked(&view, menu) else {
        return Problem::NotFound.page(&view);
    };
    let Ok(table) = app.note(|notebook| notebook.table()).await else { return Problem::Failed.page(&view) };
    let words = view.words;
    let avoid = Avoid { vegetarian: menu.theme == Theme::Vegetarian, ..Avoid::default() };
    let mut asked = plan::Asked::made(&view, table, Plan::of_menu(menu, person), House { avoid, ..House::default() });
    let kept: Vec<(&str, &str)> = view.query("meal").map(|meal| ("meal", meal)).into_iter().collect();
    let below = html! {
        details.more.noprint id="for-us" open[!problems.is_empty()] {
            summary { (icons::UTENSILS) (words.get("plan-for-us")) (icons::CHEVRON_DOWN) }
            (person::form(&view, person, &kept))
        }
    };
    asked.problems.splice(0..0, problems);
    let body = match plan::body(&view, &asked, &Base::Bank { below }) {
        Ok(body) => body,
        Err(refused) => return *refused,
    };
    let dock = html! {
        (plan::shopping(&view, &asked))
        a.btn.sec.tool href={ "/take?menu=" (menu.id) } aria-label=(words.get("take-title")) { (icons::PRINTER) }
    };
    let subtitle = format!(
        "{} · {}",
        words.get(&format!("stage-{}", menu.stage.code())),
        words.get(&format!("region-{}", menu.region.code()))
    );
    Page {
        title: words.get("menu-title"),
        subtitle: Some(subtitle),
        back: Some(format!("/menus?for={}", menu.stage.code())),
        tab: Some(Tab::Menus),
        sheets: &["plan.css", "need.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}
