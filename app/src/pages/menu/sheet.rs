//! `/menus/ID/sheet`: the day on one sheet of A5, with what to buy.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Database, Flag, FoodCode, Menu};

use super::model::{self, Day};
use super::{dish_name, food_name, grams, money};
use crate::icons;
use crate::pages::{Page, Problem, Tab, View};

/// The page.
pub async fn page(Path(id): Path<String>, view: View) -> Response {
    let Some(menu) = model::menu(&id) else { return Problem::NotFound.page(&view) };
    let Some(person) = nep_core::menu::person_of(menu) else { return Problem::NotFound.page(&view) };
    let day = model::day(menu, person);
    let words = view.words;
    let body = html! {
        div.sheet {
            section.sec.first {
                p.row.t-s.i2.noprint { (icons::PRINTER.small()) (words.get("menu-print-hint")) }
                @for meal in &day.meals {
                    h2.t-l { (words.get(&format!("meal-{}", meal.kind.code()))) }
                    ul.lines {
                        @for served in &meal.served {
                            li { span.b { (dish_name(&view, served.dish)) } " " span.t-s.i2 { (served.measure(&view)) } }
                        }
                    }
                }
                p.t-xs.i3 {
                    (view.language().decimal(day.kcal(), 0)) " kcal · " (money(&view, day.vnd())) ". "
                    (words.get("menu-one-person")) " " (words.get("menu-reviewed"))
                }
            }
            (to_buy(&view, menu, &day))
        }
    };
    let subtitle = format!(
        "{} · {}",
        words.get(&format!("stage-{}", menu.stage.code())),
        words.get(&format!("region-{}", menu.region.code()))
    );
    Page {
        title: words.get("menu-title"),
        subtitle: Some(subtitle),
        back: Some(format!("/menus/{}", menu.id)),
        tab: Some(Tab::Menus),
        sheets: &["print-sheet.css"],
        body,
        ..Page::default()
    }
    .respond(&view)
}

/// Everything the day needs, summed by food, as bought.
fn to_buy(view: &View, menu: &Menu, day: &Day) -> Markup {
    let words = view.words;
    let database = Database::bundled();
    let mut foods: Vec<(FoodCode, f64)> = Vec::new();
    for served in day.meals.iter().flat_map(|meal| &meal.served) {
        for part in &served.dish.ingredients {
            let grams = part.grams * served.portion;
            match foods.iter_mut().find(|(code, _)| *code == part.food) {
                Some((_, sum)) => *sum += grams,
                None => foods.push((part.food, grams)),
            }
        }
    }
    foods.retain(|(code, _)| database.food(*code).is_some_and(|food| !food.is(Flag::BreastMilk)));
    foods.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    html! {
        section.sec {
            h2 { (words.get("menu-to-buy")) }
            ul.buy {
                @for (code, edible) in foods {
                    @if let (Some(food), Some(bought)) = (database.food(code), database.purchased_grams(code, edible)) {
                        li.row {
                            span.box aria-hidden="true" {}
                            span.grow { (food_name(view, food)) @if food.edible_percent.is_none() { "*" } }
                            span.so { (grams(view, bought)) }
                            @if let Ok(cost) = database.cost(code, edible, menu.region) {
                                span.so.i2 { (money(view, cost.vnd)) }
                            }
                        }
                    }
                }
            }
            p.t-xs.i3 { (words.get("menu-edible-note")) }
        }
    }
}
