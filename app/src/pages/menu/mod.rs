//! The bank of menus, a day's menu and its sheet, dishes and their search.

mod bank;
mod bar;
mod day;
mod dish;
mod filter;
pub(in crate::pages) mod model;
pub(in crate::pages) mod need;
pub(in crate::pages) mod origin;
pub(in crate::pages) mod person;
pub(in crate::pages) mod rules;
mod search;

use axum::Router;
use axum::routing::get;
use nep_core::foods::{Dish, Food, Picture};

use crate::food_words;
pub(in crate::pages) use crate::food_words::lower_first;
use crate::i18n::Language;
use crate::pages::View;
use crate::server::App;
use crate::tray::{self, Bit, Vessel};

/// The addresses of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/menus", get(bank::page))
        .route("/menus/search", get(search::page))
        .route("/menus/{id}", get(day::page))
        .route("/dishes/{id}", get(dish::page))
}

/// Reads the bank's menus, so that the first page does not wait for it.
pub(in crate::pages) fn warm() {
    let _ = filter::entries();
}

/// A dish's name in the reader's language, without the age that the menu already says.
pub(in crate::pages) fn dish_name(view: &View, dish: &Dish) -> String {
    let name = match view.language() {
        Language::Vietnamese => &dish.name_vi,
        Language::English => &dish.name_en,
    };
    match name.rsplit_once(" (") {
        Some((plain, age)) if ["tháng)", "months)", "mo)", "y)", "years)"].iter().any(|end| age.ends_with(end)) => {
            plain.to_owned()
        }
        _ => name.clone(),
    }
}

/// A food's name without what the table adds in brackets: `Cà rốt`, not `Cà rốt (củ đỏ, vàng)`.
pub(in crate::pages) fn food_name<'a>(view: &View, food: &'a Food) -> &'a str {
    food_words::name(view.language(), food)
}

/// `61.000 đ`: to the thousand, small sums to the hundred; what costs something never reads as nothing.
pub(in crate::pages) fn money(view: &View, vnd: f64) -> String {
    food_words::money(view.language(), vnd)
}

/// `75 g`; small amounts keep a decimal.
pub(in crate::pages) fn grams(view: &View, grams: f64) -> String {
    let decimals = usize::from(grams < 10.0 && (grams - grams.round()).abs() > 0.05);
    format!("{} g", view.language().decimal(grams, decimals))
}

/// A dish to be drawn; a press leads to its page, which knows the menu it came from.
pub(in crate::pages) fn vessel<'a>(view: &View, dish: &'a Dish, kcal: f64, menu: &str) -> tray::Dish<'a> {
    let picture = Picture::of(&dish.id).expect("every bundled dish has a picture (tested)");
    let bits = picture.bits.iter().filter_map(|(code, count)| Some((Bit::from_code(code)?, *count))).collect();
    let menu = if menu.is_empty() { String::new() } else { format!("?menu={menu}") };
    let name = if view.language() == Language::English { &dish.name_en } else { &dish.name_vi };
    tray::Dish {
        id: &dish.id,
        name,
        short_name: if view.language() == Language::English {
            tray::english(&dish.name_en)
        } else {
            picture.short_name
        },
        vessel: Vessel::from_code(picture.vessel).unwrap_or(Vessel::Bowl),
        group: picture.group,
        bits,
        kcal,
        link: format!("/dishes/{}{menu}", dish.id),
    }
}

/// The dishes of meals, to be drawn together.
fn vessels<'a>(view: &View, meals: impl Iterator<Item = &'a model::Meal>, menu: &str) -> Vec<tray::Dish<'static>> {
    meals.flat_map(|meal| &meal.served).map(|served| vessel(view, served.dish, served.kcal, menu)).collect()
}
