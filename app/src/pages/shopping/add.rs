//! `/shopping/ID/add`: a food the menu did not ask for.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use nep_core::foods::{Database, FoodCode};
use nep_core::menu::shopping::Need;

use super::{SHEETS, food_name, go, is_bought_food, no_notebook, sent};
use crate::icons;
use crate::pages::own::measured;
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// Foods a search shows.
const SHOWN: usize = 12;

/// The page: `?q=` finds foods, each with how much of it.
pub async fn page(Path(id): Path<String>, view: View) -> Response {
    found(&view, &id, None)
}

/// An amount that was typed and could not be read.
struct Refused<'a> {
    food: FoodCode,
    amount: &'a str,
    measure: &'a str,
    said: String,
}

fn found(view: &View, id: &str, wrong: Option<Refused<'_>>) -> Response {
    let words = view.words;
    let query = view.query("q").unwrap_or_default();
    let foods: Vec<FoodCode> =
        measured::search(query, SHOWN).into_iter().filter(|food| is_bought_food(*food)).collect();
    let body = html! {
        div.list-page {
            form.stack method="get" action={ "/shopping/" (id) "/add" } role="search" {
                div.f {
                    label for="q" { (words.get("shopping-add-find")) }
                    input id="q" name="q" type="search" value=(query) maxlength="60" autocomplete="off";
                }
                button.btn.sec { (icons::SEARCH) (words.get("shopping-add-find")) }
            }
            @if !query.is_empty() && foods.is_empty() {
                p.note { (words.with("shopping-add-none", &[("query", query)])) }
            }
            @if !foods.is_empty() {
                ul.card.list {
                    @for food in &foods {
                        @let fault = wrong.as_ref().filter(|refused| refused.food == *food);
                        @let (amount, measure) = fault.map_or_else(|| measured::usual(*food), |refused| (refused.amount, refused.measure));
                        li { form.add-row method="post" action={ "/shopping/" (id) "/add" } {
                            input type="hidden" name="food" value=(food);
                            input type="hidden" name="q" value=(query);
                            span.b.nm { (food_name(view, *food)) }
                            (measured::fields(view, *food, amount, measure, fault.map(|refused| refused.said.as_str())))
                            button.btn.sec.sm aria-label={ (words.get("shopping-add")) ": " (food_name(view, *food)) } { (icons::PLUS) }
                        } }
                    }
                }
            }
        }
    };
    let status = wrong.map(|_| axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    Page {
        title: words.get("shopping-add"),
        back: Some(format!("/shopping/{id}")),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        entry: true,
        status,
        ..Page::default()
    }
    .respond(view)
}

/// Puts the food on the list.
pub async fn keep(
    State(app): State<App>,
    Path(id): Path<String>,
    mut view: View,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let food = sent(&form, "food").parse().map(FoodCode).ok();
    let Some(food) = food.filter(|food| is_bought_food(*food) && Database::bundled().food(*food).is_some()) else {
        return Problem::NotFound.page(&view);
    };
    let typed = sent(&form, "amount");
    let grams = match measured::grams(food, typed, sent(&form, "measure")) {
        Ok(grams) => grams,
        Err(wrong) => {
            let said = wrong.say(view.words);
            view.pairs.push(("q".into(), sent(&form, "q").into()));
            let refused = Refused { food, amount: typed, measure: sent(&form, "measure"), said };
            return found(&view, &id, Some(refused));
        }
    };
    let list = id.clone();
    match app.note(move |notebook| notebook.add_need(&list, Need { food, grams })).await {
        Ok(true) => go(&format!("/shopping/{id}#food-{food}")),
        Ok(false) => Problem::NotFound.page(&view),
        Err(error) => no_notebook(&view, &error),
    }
}
