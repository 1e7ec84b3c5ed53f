//! `/own/dishes`: the dishes the household wrote itself.

use axum::extract::State;
use axum::response::Response;
use maud::html;
use nep_core::nutrition::balance::Overall;

use super::danger::dangers;
use crate::icons;
use crate::notebook::KeptDish;
use crate::pages::shopping::no_notebook;
use crate::pages::week::household::badge;
use crate::pages::{Page, Tab, View};
use crate::server::App;

/// The page; `?removed=ID` offers to put that dish back.
pub async fn page(State(app): State<App>, view: View) -> Response {
    let removed = view.query("removed").map(str::to_owned);
    let noted = app
        .note(move |notebook| {
            let gone = removed.map(|id| notebook.dish(&id)).transpose()?.flatten().filter(|dish| dish.removed);
            Ok((notebook.dishes()?, gone))
        })
        .await;
    let (dishes, gone) = match noted {
        Ok(noted) => noted,
        Err(error) => return no_notebook(&view, &error),
    };
    let words = view.words;
    let body = html! {
        div.sec.first.stack.narrow {
            @if let Some(gone) = &gone {
                form.note.undo method="post" action={ "/own/dishes/" (gone.id) "/remove" } role="status" {
                    span.grow { (words.with("own-dish-removed", &[("name", &gone.name)])) }
                    input type="hidden" name="on" value="0";
                    button.btn.sm { (icons::UNDO_2) (words.get("shopping-undo")) }
                }
            }
            @if dishes.is_empty() {
                div.empty { span.lead.leafc { (icons::UTENSILS) } p { (words.get("own-dishes-empty")) } }
            } @else {
                ul.card.list {
                    // What must not be served is seen first.
                    @for dish in dishes.iter().filter(|dish| is_unsafe(dish)).chain(dishes.iter().filter(|dish| !is_unsafe(dish))) {
                        li { a.item href={ "/own/dishes/" (dish.id) } {
                            span.lead.leafc { (icons::BOWL) }
                            span.grow {
                                span.b { (dish.name) } br;
                                span.t-s.i2 { (words.get(&format!("own-kind-{}", dish.kind.code()))) }
                                @if is_unsafe(dish) { br; (badge(&view, Overall::Unsafe)) }
                            }
                            (icons::CHEVRON_RIGHT)
                        } }
                    }
                }
            }
        }
    };
    let dock = html! { a.btn.pri href="/own/dishes/new" { (icons::PLUS) (words.get("own-dish-new")) } };
    Page {
        title: words.get("own-dishes-title"),
        back: Some("/shopping".into()),
        tab: Some(Tab::Menus),
        sheets: &["shopping.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

fn is_unsafe(dish: &KeptDish) -> bool {
    dangers(dish).is_some_and(|dangers| !dangers.is_empty())
}
