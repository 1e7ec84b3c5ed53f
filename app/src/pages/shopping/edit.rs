//! `/shopping/ID/edit`: what is at home after all, what is not wanted, and the end of the list.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::list::{fields, subtitle};
use super::{SHEETS, is_bought_food, no_notebook, stall_head};
use crate::food_words;
use crate::icons;
use crate::notebook::{KeptList, KeptNeed};
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;
use nep_core::foods::{Database, Stall};
use nep_core::menu::Table;
use nep_core::menu::shopping::{self, Called, Line, Need};

/// The page.
pub async fn page(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let (list, table) = match app.note(move |notebook| Ok((notebook.list(&id)?, notebook.table()?))).await {
        Ok((Some(list), table)) => (list, table),
        Ok((None, _)) => return Problem::NotFound.page(&view),
        Err(error) => return no_notebook(&view, &error),
    };
    let lines = lines(&list, &table);
    let words = view.words;
    let address = format!("/shopping/{}", list.head.id);
    let body = html! {
        div.list-page {
            div.stalls {
                @for stall in Stall::ALL {
                    @let needs = of(&list, stall);
                    @if !needs.is_empty() {
                        section.stall-part {
                            (stall_head(&view, stall))
                            ul.card.list { @for need in needs { li { (row(&view, &address, need, &lines, &list.called)) } } }
                        }
                    }
                }
            }
            form method="post" action={ (address) "/remove" } {
                input type="hidden" name="on" value="1";
                button.btn.sec { (icons::TRASH_2) (words.get("shopping-remove-list")) }
            }
        }
    };
    let dock = html! { a.btn.pri href=(address) { (icons::CHECK) (words.get("shopping-edit-done")) } };
    Page {
        title: words.get("shopping-edit-title"),
        subtitle: Some(subtitle(&view, &list)),
        back: Some(address.clone()),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

fn of(list: &KeptList, stall: Stall) -> Vec<&KeptNeed> {
    let database = Database::bundled();
    let stands = |need: &&KeptNeed| database.food(need.food).is_some_and(|food| Stall::of(food) == stall);
    list.needs.iter().filter(|need| !need.removed && is_bought_food(need.food)).filter(stands).collect()
}

/// Everything as it is asked for at the market, what is at home too: the same amounts as on the list.
fn lines(list: &KeptList, table: &Table<'_>) -> Vec<Line> {
    let needs = list.needs.iter().map(|need| Need { food: need.food, grams: need.grams });
    let all = shopping::list(table, list.head.region, &needs.collect::<Vec<_>>(), &[]);
    all.map(|all| all.stalls.into_iter().flat_map(|stall| stall.lines).collect()).unwrap_or_default()
}

fn row(view: &View, address: &str, need: &KeptNeed, lines: &[Line], called: &Called) -> Markup {
    let words = view.words;
    let line = lines.iter().find(|line| line.food == need.food);
    let name = food_words::bought(view.language(), called, need.food);
    let press = |what: &str, on: bool, word: &str, icon: icons::Icon| {
        html! {
            form method="post" action={ (address) "/mark" } {
                (fields(need.food, what, on))
                button.btn.sec.sm aria-label={ (words.get(word)) ": " (name) } { (icon.small()) (words.get(word)) }
            }
        }
    };
    html! {
        div.edit-row id={ "food-" (need.food) } {
            span.grow { span.b { (name) } br; @if let Some(line) = line { span.t-s.i2 { (food_words::asked(words, line)) } } }
            @if need.at_home { (press("home", false, "shopping-buy", icons::SHOPPING_BASKET)) }
            @else { (press("home", true, "shopping-have", icons::HOUSE)) }
            (press("removed", true, "shopping-take-off", icons::X))
        }
    }
}
