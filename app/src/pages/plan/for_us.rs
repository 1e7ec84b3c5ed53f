//! `/plan/for?menu=ID`: a menu of the bank for one's own person, portions fitted to that person's need.

use axum::response::Response;
use nep_core::foods::Theme;
use nep_core::menu::build::refit;
use nep_core::menu::swap::Avoid;
use nep_core::menu::{Plan, Table};

use super::asked::none_yet;
use super::change::see;
use crate::pages::menu::model;
use crate::pages::menu::person::{self, Asked};
use crate::pages::{Problem, View};
use crate::plan_code::{self, House};

/// Makes the plan and goes on to it; an age that cannot be used is told on the menu's own page.
pub(super) async fn make(view: View) -> Response {
    let Some(named) = view.query("menu") else { return none_yet(&view) };
    let Some(menu) = model::menu(named) else { return Problem::NotFound.page(&view) };
    let Some(Asked { person, problems }) = person::asked(&view, menu) else {
        return Problem::NotFound.page(&view);
    };
    if !problems.is_empty() {
        let query: Vec<(&str, Option<&str>)> = vec![("menu", None)];
        let address = view.link(&query);
        let query = address.split_once('?').map_or("", |(_, query)| query);
        return see(format!("/menus/{}?{query}", menu.id));
    }
    let avoid = Avoid { vegetarian: menu.theme == Theme::Vegetarian, ..Avoid::default() };
    let plan = Plan::of_menu(menu, person);
    let Ok(fitted) = refit(&Table::bundled(), &plan, 0, &[0]) else { return Problem::Failed.page(&view) };
    see(plan_code::address(&fitted, &House { avoid, ..House::default() }))
}
