//! `/dishes/ID`: one dish. Its picture, what goes in with its price, how to cook it, what it gives, for whom it is.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Confidence, Database, Dish, Flag, Ingredient, Region};
use nep_core::nutrition::Nutrient;

use super::{dish_name, food_name, grams, lower_first, model, money, need, vessel};
use crate::i18n::Language;
use crate::icons;
use crate::pages::{Page, Problem, Tab, View};
use crate::tray;

/// Nutrients a dish page shows first.
const FIRST: [Nutrient; 8] = [
    Nutrient::Energy,
    Nutrient::Protein,
    Nutrient::Fat,
    Nutrient::Carbohydrate,
    Nutrient::Iron,
    Nutrient::Calcium,
    Nutrient::Zinc,
    Nutrient::VitaminA,
];

/// The page.
pub async fn page(Path(id): Path<String>, view: View) -> Response {
    let Some(dish) = Database::bundled().dish(&id) else { return Problem::NotFound.page(&view) };
    let words = view.words;
    let menu = view.query("menu").and_then(model::menu);
    let region = menu.map_or(Region::North, |menu| menu.region);
    let kcal = model::kcal(dish);
    let drawn = vessel(&view, dish, kcal, "");
    let milk = dish.ingredients.iter().all(is_breast_milk);
    let body = html! {
        (tray::symbols(std::iter::once(&drawn)))
        div.cols {
            div {
                section.sec.first.stack {
                    div.hero { (tray::vessel(&words.with("dish-picture", &[("name", drawn.name)]), &drawn)) }
                    p.row.sp.wrap {
                        span.i2 { (for_whom(&view, dish)) }
                        span.b.so { (view.language().decimal(kcal, 0)) " kcal" }
                    }
                    @if milk { p.note.leafc { (icons::HEART_PULSE) span { (words.get("dish-safe-breast-milk")) } } }
                    @if !dish.note_vi.is_empty() { (care(&view, &dish.note_vi)) }
                    @if !dish.flags_reason.is_empty() { (care(&view, &dish.flags_reason)) }
                }
                (ingredients(&view, dish, region))
            }
            div {
                @if !milk { (recipe(&view, dish)) }
                (nutrition(&view, dish))
                (menus(&view, dish))
            }
        }
    };
    let back = menu.map_or_else(|| "/menus".to_owned(), |menu| format!("/menus/{}", menu.id));
    let dock = html! { a.btn.pri href="/menus/search" { (icons::SEARCH) (words.get("dish-all")) } };
    Page {
        title: dish_name(&view, dish),
        back: Some(back),
        tab: Some(Tab::Menus),
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

fn is_breast_milk(part: &Ingredient) -> bool {
    Database::bundled().food(part.food).is_some_and(|food| food.is(Flag::BreastMilk))
}

/// For whom a dish is made, with the children's ages.
pub(super) fn for_whom(view: &View, dish: &Dish) -> String {
    let words = view.words;
    let whom = dish.audiences.iter().map(|audience| match (audience.code(), dish.child_months) {
        ("child", Some((from, to))) => words.with("dish-age", &[("from", &from.to_string()), ("to", &to.to_string())]),
        (code, _) => words.get(&format!("audience-{code}")),
    });
    let whom: Vec<String> = whom.enumerate().map(|(n, who)| if n == 0 { who } else { lower_first(&who) }).collect();
    whom.join(", ")
}

fn care(view: &View, note: &str) -> Markup {
    html! { div.note.turm { (icons::TRIANGLE_ALERT) div { span.b { (view.words.get("dish-note")) ": " } span lang="vi" { (note) } } } }
}

/// What one serving is made of, with prices of the region.
fn ingredients(view: &View, dish: &Dish, region: Region) -> Markup {
    let words = view.words;
    let database = Database::bundled();
    let whole = database.dish_cost(dish, 1.0, region).ok();
    let vietnamese = view.language() == Language::Vietnamese;
    html! {
        section.sec {
            h2 { (words.get("dish-ingredients")) }
            p.t-s.i2.under { (words.get("dish-ingredients-line")) " · " (words.get(&format!("region-{}", region.code()))) }
            div.card.p.scroll {
                table.tbl.all {
                    @for part in &dish.ingredients {
                        @if let Some(food) = database.food(part.food) {
                            tr {
                                td {
                                    @if vietnamese && !part.local_name_vi.is_empty() { (part.local_name_vi) } @else { (food_name(view, food)) }
                                    @if part.optional { " " span.t-xs.i3 { "(" (words.get("dish-optional")) ")" } }
                                }
                                td.num { (grams(view, part.grams)) }
                                td.num {
                                    @match database.cost(part.food, part.grams, region) {
                                        Ok(cost) => {
                                            a href=(need::address(cost.place)) {
                                                @if cost.confidence >= Confidence::Low { "~" } (money(view, cost.vnd))
                                            }
                                        }
                                        Err(_) if is_breast_milk(part) => "–",
                                        Err(_) => { (words.get("dish-no-price")) }
                                    }
                                }
                            }
                        }
                    }
                    @if let Some(whole) = &whole {
                        tr { td.b { (words.get("dish-price")) } td {} td.num.b { (money(view, whole.vnd)) } }
                    }
                }
                @if whole.as_ref().is_some_and(|whole| whole.confidence >= Confidence::Low) {
                    p.t-xs.i3 { "~ " (words.get("menus-estimate")) }
                }
            }
        }
    }
}

fn recipe(view: &View, dish: &Dish) -> Markup {
    let words = view.words;
    html! {
        section.sec {
            h2 { (words.get("dish-recipe")) }
            @if dish.recipe.is_empty() {
                p.i2 { (words.get("dish-no-recipe")) }
            } @else {
                @if view.language() != Language::Vietnamese { p.t-s.i2.under { (words.get("dish-recipe-vi")) } }
                ol.card.p.steps lang="vi" { @for step in &dish.recipe { li { span { (step) } } } }
            }
        }
    }
}

/// One nutrient of one serving.
struct Given {
    nutrient: Nutrient,
    amount: f64,
    /// Share of the weight for which it is known.
    known: f64,
    /// The food that gives most of it, with its printed cell.
    most: Option<(String, String)>,
}

fn given(view: &View, dish: &Dish, nutrient: Nutrient) -> Given {
    let database = Database::bundled();
    let (mut amount, mut known, mut weight, mut largest) = (0.0, 0.0, 0.0, 0.0);
    let mut most = None;
    for part in &dish.ingredients {
        weight += part.grams;
        let Some(food) = database.food(part.food) else { continue };
        let Some(value) = food.nutrient(nutrient) else { continue };
        let here = value.per_100g * part.grams / 100.0;
        amount += here;
        known += part.grams;
        if here > largest {
            largest = here;
            most = Some((food_name(view, food).to_owned(), need::address(value.place)));
        }
    }
    Given { nutrient, amount, known: if weight > 0.0 { known / weight } else { 0.0 }, most }
}

fn nutrition(view: &View, dish: &Dish) -> Markup {
    let words = view.words;
    let table = |nutrients: Vec<Nutrient>| {
        html! {
            table.tbl.all {
                tr { th { (words.get("dish-nutrient")) } th.num { (words.get("dish-amount")) } }
                @for given in nutrients.into_iter().map(|nutrient| given(view, dish, nutrient)) {
                    tr {
                        td {
                            (words.get(&nutrient_id(given.nutrient)))
                            @if let Some((food, address)) = &given.most {
                                br; span.t-xs.i3 { (words.get("dish-most-from")) " " a href=(address) { (lower_first(food)) } }
                            }
                        }
                        td.num { (amount(view, &given)) }
                    }
                }
            }
        }
    };
    let rest = Nutrient::ALL
        .iter()
        .copied()
        .filter(|nutrient| words.has(&nutrient_id(*nutrient)) && !FIRST.contains(nutrient));
    html! {
        section.sec {
            h2 { (words.get("dish-nutrition")) }
            div.card.p {
                div.scroll { (table(FIRST.to_vec())) }
                details.more {
                    summary { (words.get("dish-nutrition-all")) (icons::CHEVRON_DOWN) }
                    div.scroll { (table(rest.collect())) }
                }
                p.t-xs.i3 { (words.get("menu-loss")) }
            }
        }
    }
}

fn nutrient_id(nutrient: Nutrient) -> String {
    format!("nutrient-{}", nutrient.code())
}

/// An amount, said to be a lower bound where foods have no figure.
fn amount(view: &View, given: &Given) -> String {
    let words = view.words;
    if given.known < 0.005 {
        return words.get("value-unknown");
    }
    let unit = given.nutrient.unit().symbol();
    let value = need::figure(words, given.amount, unit);
    let id = if given.known > 0.995 { "value-is" } else { "value-at-least" };
    words.with(id, &[("value", &value), ("unit", unit)])
}

/// Menus with this dish.
fn menus(view: &View, dish: &Dish) -> Markup {
    let words = view.words;
    let with = Database::bundled().menus().iter().filter(|menu| menu.dishes.iter().any(|part| part.dish == dish.id));
    let with: Vec<_> = with.take(6).collect();
    html! {
        @if !with.is_empty() {
            section.sec.noprint {
                h2 { (words.get("dish-in-menus")) }
                ul.card.list {
                    @for menu in with {
                        li { a.item href={ "/menus/" (menu.id) } {
                            span.grow {
                                (words.get(&format!("stage-{}", menu.stage.code()))) " · "
                                (words.get(&format!("region-{}", menu.region.code())))
                            }
                            (icons::CHEVRON_RIGHT)
                        } }
                    }
                }
            }
        }
    }
}
