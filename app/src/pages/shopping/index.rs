//! `/shopping`: the lists there are.

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::{SHEETS, no_notebook};
use crate::icons;
use crate::pages::{Page, Tab, View};
use crate::server::App;

/// The page; `?removed=ID` offers to put that list back.
pub async fn page(State(app): State<App>, view: View) -> Response {
    let removed = view.query("removed").map(str::to_owned);
    let noted = app
        .note(move |notebook| {
            let gone = removed.map(|id| notebook.list(&id)).transpose()?.flatten().filter(|list| list.head.removed);
            Ok((notebook.lists()?, gone, notebook.set_aside().to_vec()))
        })
        .await;
    let (lists, gone, set_aside) = match noted {
        Ok(noted) => noted,
        Err(error) => return no_notebook(&view, &error),
    };
    let words = view.words;
    let body = html! {
        div.sec.first.stack.narrow {
            @for file in &set_aside {
                @let name = file.file_name().unwrap_or_default().to_string_lossy();
                div.note.turm { (icons::TRIANGLE_ALERT) div { (words.with("note-set-aside", &[("file", &name)])) } }
            }
            @if let Some(gone) = &gone {
                form.note.undo method="post" action={ "/shopping/" (gone.head.id) "/remove" } role="status" {
                    span.grow { (words.with("shopping-list-removed", &[("day", &view.day(gone.head.made_on))])) }
                    input type="hidden" name="on" value="0";
                    button.btn.sm { (icons::UNDO_2) (words.get("shopping-undo")) }
                }
            }
            @if lists.is_empty() {
                div.empty {
                    span.lead.leafc { (icons::SHOPPING_BASKET) }
                    p { (words.get("shopping-empty")) }
                }
            } @else {
                ul.card.list {
                    @for list in &lists {
                        li { a.item href={ "/shopping/" (list.id) } {
                            span.lead.leafc { (icons::SHOPPING_BASKET) }
                            span.grow {
                                span.b { (words.with("shopping-list", &[("day", &view.day(list.made_on))])) } br;
                                span.t-s.i2 { (words.with("shopping-list-line", &[
                                    ("days", &list.days.to_string()), ("people", &list.people.to_string()),
                                ])) }
                            }
                            span.end.t-s {
                                @if list.bought == list.foods && list.foods > 0 { (words.get("shopping-all-bought")) } @else {
                                    (words.with("shopping-bought-of", &[
                                        ("bought", &list.bought.to_string()), ("of", &list.foods.to_string()),
                                    ]))
                                }
                            }
                            (icons::CHEVRON_RIGHT)
                        } }
                    }
                }
            }
            ul.card.list {
                @for (address, icon, id) in [
                    ("/own/prices", icons::TAG, "own-prices-title"),
                    ("/own/dishes", icons::UTENSILS, "own-dishes-title"),
                ] {
                    li { a.item href=(address) {
                        span.lead { (icon) } span.grow.b { (words.get(id)) } (icons::CHEVRON_RIGHT)
                    } }
                }
            }
        }
    };
    let dock = html! { a.btn.pri href="/menus" { (icons::BOWL) (words.get("shopping-choose-menu")) } };
    Page {
        title: words.get("shopping-title"),
        back: Some("/menus".into()),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}
