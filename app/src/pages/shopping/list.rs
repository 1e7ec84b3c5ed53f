//! `/shopping/ID`: the list, stall by stall. The whole row is what one presses.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::FoodCode;
use nep_core::menu::shopping::Line;

use super::{SHEETS, Walked, go, kept, no_notebook, remarks, remove_or_put_back, sent, stall_head, walk};
use crate::food_words;
use crate::icons;
use crate::notebook::{KeptList, Mark, Notebook};
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// The page.
pub async fn page(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let (list, table) = match kept(&app, id, &view).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let walked = walk(&table, &list);
    let words = view.words;
    let address = format!("/shopping/{}", list.head.id);
    let body = html! {
        div.list-page id="list" { (whole(&view, &list, &walked)) }
    };
    let dock = html! {
        div.left-to-buy {
            span.t-s.i2 { (words.get("shopping-left")) }
            b.t-xl.so id="left" { (food_words::money(view.language(), vnd(&walked))) }
        }
        a.btn.pri href={ (address) "/share" } { (icons::SHARE_2) (words.get("shopping-share")) }
    };
    Page {
        title: words.get("shopping-title"),
        subtitle: Some(subtitle(&view, &list)),
        back: Some("/shopping".into()),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

#[expect(clippy::cast_precision_loss, reason = "a price of some weeks' food")]
fn vnd(walked: &Walked) -> f64 {
    walked.left.vnd as f64
}

pub(super) fn subtitle(view: &View, list: &KeptList) -> String {
    let line = [("days", list.head.days.to_string()), ("people", list.head.people.to_string())];
    let line: Vec<(&str, &str)> = line.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{} · {}", view.day(list.head.made_on), view.words.with("shopping-list-line", &line))
}

fn whole(view: &View, list: &KeptList, walked: &Walked) -> Markup {
    let words = view.words;
    let address = format!("/shopping/{}", list.head.id);
    let taken_off = view.query("off").and_then(|code| code.parse().ok()).map(FoodCode);
    let taken_off = taken_off.filter(|food| list.needs.iter().any(|need| need.food == *food && need.removed));
    let done = walked.stalls.iter().flat_map(|(_, lines)| lines).all(|(_, ticked)| *ticked);
    html! {
        @if list.head.removed {
            form.note.undo method="post" action={ (address) "/remove" } {
                span.grow { (words.with("shopping-list-removed", &[("day", &view.day(list.head.made_on))])) }
                input type="hidden" name="on" value="0";
                button.btn.sm { (icons::UNDO_2) (words.get("shopping-undo")) }
            }
        }
        @if let Some(food) = taken_off {
            form.note.undo method="post" action={ (address) "/mark" } role="status" {
                span.grow { (words.with("shopping-taken-off", &[("food", &walked.name(view, food))])) }
                (fields(food, "removed", false))
                button.btn.sm { (icons::UNDO_2) (words.get("shopping-undo")) }
            }
        }
        @if done && !walked.stalls.is_empty() {
            p.note.leafc role="status" { (icons::CIRCLE_CHECK) span { (words.get("shopping-all-bought")) } }
        }
        div.row.wrap.tools.noprint {
            a.btn.sec.sm href={ (address) "/edit" } { (icons::PENCIL.small()) (words.get("shopping-edit")) }
            a.btn.sec.sm href={ (address) "/add" } { (icons::PLUS.small()) (words.get("shopping-add")) }
        }
        div.stalls {
            @for (stall, lines) in &walked.stalls {
                section.stall-part {
                    (stall_head(view, *stall))
                    ul.card.list { @for (line, ticked) in lines { li { (row(view, &address, line, &walked.name(view, line.food), *ticked)) } } }
                }
            }
            @if !walked.home.is_empty() {
                section.stall-part {
                    h2.stall { (icons::HOUSE.small()) (words.get("shopping-at-home")) }
                    ul.card.list {
                        @for need in &walked.home {
                            li.buy-row.on {
                                span.ck { (icons::CHECK) }
                                span.grow.nm { (walked.name(view, need.food)) }
                                span.t-s.i2.amount { (food_words::weight(view.language(), need.grams)) }
                            }
                        }
                    }
                }
            }
        }
        (remarks(view, walked))
    }
}

/// One food: pressing the row ticks it, pressing again takes the tick away.
fn row(view: &View, address: &str, line: &Line, name: &str, ticked: bool) -> Markup {
    let words = view.words;
    html! {
        form method="post" action={ (address) "/mark" } hx-post={ (address) "/mark" } hx-target="#list" hx-select="#list"
            hx-select-oob="#left" hx-swap="outerHTML" {
            (fields(line.food, "bought", !ticked))
            button.buy-row.on[ticked] id={ "food-" (line.food) } aria-pressed=(ticked) {
                span.ck { (icons::CHECK) }
                span.grow.nm { (name) }
                span.t-s.i2.amount { span { (food_words::asked(words, line)) } span.i3 { (food_words::price(words, line)) } }
            }
        }
    }
}

/// What a press says of a food.
pub(super) fn fields(food: FoodCode, what: &str, on: bool) -> Markup {
    html! {
        input type="hidden" name="food" value=(food);
        input type="hidden" name="what" value=(what);
        input type="hidden" name="on" value=(u8::from(on));
    }
}

/// Ticks a food, says it is at home, or takes it off; or the other way round.
pub async fn mark(
    State(app): State<App>,
    Path(id): Path<String>,
    view: View,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let mark = match sent(&form, "what") {
        "bought" => Mark::Bought,
        "home" => Mark::AtHome,
        "removed" => Mark::Removed,
        _ => return Problem::NotFound.page(&view),
    };
    let Ok(food) = sent(&form, "food").parse().map(FoodCode) else { return Problem::NotFound.page(&view) };
    let on = sent(&form, "on") == "1";
    let list = id.clone();
    match app.note(move |notebook| notebook.mark(&list, food, mark, on)).await {
        Ok(true) => go(&match (mark, on) {
            (Mark::Bought, _) => format!("/shopping/{id}#food-{food}"),
            (Mark::AtHome, _) => format!("/shopping/{id}/edit#food-{food}"),
            (Mark::Removed, true) => format!("/shopping/{id}?off={food}"),
            (Mark::Removed, false) => format!("/shopping/{id}#food-{food}"),
        }),
        Ok(false) => Problem::NotFound.page(&view),
        Err(error) => no_notebook(&view, &error),
    }
}

/// Removes the list, or puts it back.
pub async fn remove(
    State(app): State<App>,
    Path(id): Path<String>,
    view: View,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    remove_or_put_back(&app, &view, ("/shopping", id), &form, Notebook::remove_list).await
}
