//! `/own/dishes/ID`: one dish of the household, and what a serving of it gives.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Meal, Region};
use nep_core::menu::{DayMenu, MealMenu, Serving, Table, served};

use super::danger;
use crate::food_words;
use crate::icons;
use crate::notebook::{KeptDish, KeptPart, Notebook};
use crate::pages::shopping::{food_name, no_notebook, remove_or_put_back};
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// The page.
pub async fn page(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let noted = app.note(move |notebook| Ok((notebook.dish(&id)?, notebook.table()?))).await;
    let (dish, table) = match noted {
        Ok((Some(dish), table)) => (dish, table),
        Ok((None, _)) => return Problem::NotFound.page(&view),
        Err(error) => return no_notebook(&view, &error),
    };
    let words = view.words;
    let address = format!("/own/dishes/{}", dish.id);
    let dangers = danger::dangers(&dish).unwrap_or_default();
    let body = html! {
        div.list-page {
            @if !dangers.is_empty() { (danger::note(&view, &dangers, "own-unsafe-kept")) }
            @if dish.removed {
                form.note.undo method="post" action={ (address) "/remove" } {
                    span.grow { (words.with("own-dish-removed", &[("name", &dish.name)])) }
                    input type="hidden" name="on" value="0";
                    button.btn.sm { (icons::UNDO_2) (words.get("shopping-undo")) }
                }
            }
            (gives(&view, &dish, &table))
            section {
                h2.stall { (words.with("own-dish-for", &[("servings", &number(&view, dish.servings))])) }
                ul.card.list {
                    @for part in &dish.parts {
                        li.buy-row { span.grow.nm { (food_name(&view, part.food)) } span.t-s.i2 { (amount(&view, part)) } }
                    }
                }
            }
            @if !dish.steps.is_empty() {
                section {
                    h2.stall { (words.get("dish-recipe")) }
                    ol.card.p.steps { @for step in dish.steps.lines() { li { span { (step) } } } }
                }
            }
            form method="post" action={ (address) "/remove" } {
                input type="hidden" name="on" value="1";
                button.btn.sec { (icons::TRASH_2) (words.get("own-dish-remove")) }
            }
        }
    };
    let dock = html! { a.btn.pri href={ (address) "/edit" } { (icons::PENCIL) (words.get("own-dish-edit")) } };
    Page {
        title: dish.name.clone(),
        subtitle: Some(words.get(&format!("own-kind-{}", dish.kind.code()))),
        back: Some("/own/dishes".into()),
        tab: Some(Tab::Menus),
        sheets: &["shopping.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

fn number(view: &View, value: f64) -> String {
    view.language().decimal(value, usize::from((value - value.round()).abs() > 1e-9))
}

fn amount(view: &View, part: &KeptPart) -> String {
    let weight = food_words::weight(view.language(), part.grams);
    if part.measure.is_empty() {
        return weight;
    }
    let known = nep_core::foods::Database::bundled().measures(part.food).iter().find(|known| known.vi == part.measure);
    let said = known.map_or_else(
        || format!("{} {}", number(view, part.amount), part.measure),
        |known| food_words::units(view.words, known, part.amount),
    );
    format!("{said} · {weight}")
}

/// Energy, protein and price of one serving, as the core reads them.
fn gives(view: &View, dish: &KeptDish, table: &Table<'_>) -> Markup {
    let words = view.words;
    let meal = MealMenu { meal: Meal::Lunch, dishes: vec![Serving::whole(&dish.id, 1.0)], ingredients: Vec::new() };
    let read = served(table, Region::North, &DayMenu { meals: vec![meal] }).ok();
    let read = read.and_then(|meals| meals.into_iter().next());
    let costs =
        dish.for_the_table().ingredients.into_iter().map(|part| table.cost(part.food, part.grams, Region::North));
    let cost: Option<f64> = costs.map(|cost| cost.ok().map(|cost| cost.vnd)).sum();
    html! {
        @if let Some(read) = read {
            p.row.wrap.sp {
                span.i2 { (words.get("own-dish-serving")) }
                b.so {
                    (view.language().decimal(read.energy.amount, 0)) " kcal · "
                    (words.with("own-dish-protein", &[("grams", &view.language().decimal(read.protein.amount, 1))]))
                    @if let Some(vnd) = cost { " · " (food_words::money(view.language(), vnd)) }
                }
            }
        }
    }
}

/// Removes the dish, or puts it back.
pub async fn remove(
    State(app): State<App>,
    Path(id): Path<String>,
    view: View,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    remove_or_put_back(&app, &view, ("/own/dishes", id), &form, Notebook::remove_dish).await
}
