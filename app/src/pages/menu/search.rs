//! `/menus/search`: dishes by their name or by what they are made of, without marks, from the first letters.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Database, Dish, Found};
use nep_core::menu::Table;

use super::{dish_name, model, vessel};
use crate::icons;
use crate::pages::build::wish::own_called;
use crate::pages::week::household::kitchen;
use crate::pages::{Page, Tab, View};
use crate::server::App;
use crate::tray;

/// Dishes shown for one search.
const SHOWN: usize = 12;
/// Names looked through for it.
const LOOKED: usize = 60;

/// The page.
pub async fn page(State(app): State<App>, view: View) -> Response {
    let words = view.words;
    let typed = view.query("q").unwrap_or_default();
    let table = kitchen(&app).await.0;
    let body = html! {
        div.sec.first.narrow {
            form.stack role="search" method="get" action="/menus/search" {
                label.f {
                    span.lb { (words.get("search-label")) }
                    input type="search" name="q" value=(typed) maxlength="80" autocomplete="off" autofocus
                        hx-get="/menus/search" hx-trigger="input changed delay:200ms" hx-target="#result"
                        hx-select="#result" hx-swap="outerHTML" hx-push-url="false";
                    span.hint { (words.get("search-hint")) }
                }
                button.btn.pri { (icons::SEARCH) (words.get("search-go")) }
            }
        }
        div.sec.narrow.stack id="result" { (own(&view, &table, typed)) (result(&view, typed)) }
    };
    Page {
        title: words.get("search-title"),
        back: Some("/menus".into()),
        tab: Some(Tab::Menus),
        body,
        ..Page::default()
    }
    .respond(&view)
}

/// The family's own dishes of that name.
fn own(view: &View, table: &Table<'_>, typed: &str) -> Markup {
    let found = if typed.is_empty() { Vec::new() } else { own_called(typed, table) };
    html! {
        @if !found.is_empty() {
            h2 { (view.words.get("own-dishes-title")) }
            ul.card.list {
                @for dish in found {
                    li { a.item href={ "/own/dishes/" (dish.id) } {
                        span.lead.leafc { (icons::BOWL) }
                        span.grow.b { (dish_name(view, dish)) }
                        (icons::CHEVRON_RIGHT)
                    } }
                }
            }
        }
    }
}

/// Dishes of that name, then dishes with a food of that name among what they are made of.
fn found(typed: &str) -> Vec<&'static Dish> {
    let database = Database::bundled();
    let hits = database.search(typed, LOOKED);
    let mut dishes: Vec<&Dish> = Vec::new();
    let mut add = |dish: &'static Dish| {
        if dishes.iter().all(|known| known.id != dish.id) {
            dishes.push(dish);
        }
    };
    for hit in &hits {
        if let Found::Dish(dish) = hit.found {
            add(dish);
        }
    }
    for hit in &hits {
        if let Found::Food(food) = hit.found {
            let made_of_it = |dish: &&'static Dish| {
                dish.ingredients.iter().any(|ingredient| ingredient.food == food.code && ingredient.grams >= 10.0)
            };
            database.dishes().iter().filter(made_of_it).take(LOOKED).for_each(&mut add);
        }
    }
    dishes
}

fn result(view: &View, typed: &str) -> Markup {
    let words = view.words;
    if typed.is_empty() {
        return html! { p.i2 { (words.get("search-start")) } };
    }
    let dishes = found(typed);
    if dishes.is_empty() {
        return html! {
            div.note.turm {
                (icons::INFO)
                div {
                    p { (words.with("search-none", &[("text", typed)])) }
                    p { (words.get("search-none-way")) }
                    p { a href="/menus" { (words.get("menu-back-bank")) } }
                }
            }
        };
    }
    let pages = dishes.len().div_ceil(SHOWN);
    let page = view.query("page").and_then(|typed| typed.parse::<usize>().ok()).unwrap_or(1).clamp(1, pages);
    let shown: Vec<&Dish> = dishes.iter().skip((page - 1) * SHOWN).take(SHOWN).copied().collect();
    let seen = ((page - 1) * SHOWN + shown.len()).to_string();
    let drawn: Vec<tray::Dish<'_>> = shown.iter().map(|dish| vessel(view, dish, model::kcal(dish), "")).collect();
    html! {
        h2 { (words.with("search-count", &[("shown", &seen), ("count", &dishes.len().to_string())])) }
        (tray::symbols(&drawn))
        ul.card.list {
            @for (dish, drawn) in shown.iter().zip(&drawn) {
                li { a.item href=(drawn.link) {
                    span.lead.bowl { (tray::small(drawn)) }
                    span.grow { span.b { (dish_name(view, dish)) } br; span.t-s.i2 { (super::dish::for_whom(view, dish)) } }
                    span.end.t-s.so { (view.language().decimal(drawn.kcal, 0)) " kcal" }
                } }
            }
        }
        @if page < pages {
            a.btn.sec href=(view.link(&[("page", Some(&(page + 1).to_string()))])) {
                (words.get("search-more")) (icons::CHEVRON_RIGHT)
            }
        }
    }
}
