//! `/shopping/ID/share`: the list as words to copy, as tables to download, and for paper.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use nep_core::foods::FoodCode;
use nep_core::menu::Table;
use nep_core::menu::shopping::{self, AtHome, List, Need};

use super::list::subtitle;
use super::{SHEETS, Walked, kept, remarks, stall_head, walk};
use crate::exports::files::Kind;
use crate::exports::{Sheet, csv as csv_file, sheets, xlsx as workbook};
use crate::food_words;
use crate::icons;
use crate::notebook::KeptList;
use crate::pages::{Page, Problem, Tab, View};
use crate::server::App;

/// The page; printed, it is the list with boxes to tick.
pub async fn page(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    let (list, table) = match kept(&app, id, &view).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let walked = walk(&table, &list);
    let words = view.words;
    let address = format!("/shopping/{}", list.head.id);
    let body = html! {
        div.list-page {
            section.noprint.stack {
                div.f {
                    label for="text" { (words.get("shopping-share-text")) }
                    span.hint { (words.get("shopping-share-hint")) }
                    textarea.copy id="text" readonly rows="8" { (as_text(&view, &walked)) }
                }
                h2 { (words.get("shopping-share-files")) }
                div.row.wrap {
                    a.btn.sec.sm href={ (address) "/list.csv" } { (icons::DOWNLOAD.small()) (words.get("shopping-share-csv")) }
                    a.btn.sec.sm href={ (address) "/list.xlsx" } { (icons::TABLE_2.small()) (words.get("shopping-share-xlsx")) }
                }
                p.row.t-s.i2 { (icons::PRINTER.small()) (words.get("menu-print-hint")) }
            }
            section.paper {
                div.stalls {
                    @for (stall, lines) in &walked.stalls {
                        div.stall-part {
                            (stall_head(&view, *stall))
                            ul.buy {
                                @for (line, ticked) in lines {
                                    li.row {
                                        span.box.ticked[*ticked] aria-hidden="true" {}
                                        span.grow { (walked.name(&view, line.food)) }
                                        span.so { (food_words::asked(words, line)) } span.so.i2 { (food_words::price(words, line)) }
                                    }
                                }
                            }
                        }
                    }
                    @if !walked.home.is_empty() {
                        div.stall-part {
                            h2.stall { (icons::HOUSE.small()) (words.get("shopping-at-home")) }
                            p { (walked.home.iter().map(|need| walked.name(&view, need.food)).collect::<Vec<_>>().join(", ")) }
                        }
                    }
                }
                p.row.sp { span { (words.get("shopping-left")) } b.so { (left(&view, &walked)) } }
                (remarks(&view, &walked))
            }
        }
    };
    let dock = html! { a.btn.pri href=(address) { (icons::CHECK) (words.get("shopping-edit-done")) } };
    Page {
        title: words.get("shopping-share-title"),
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

#[expect(clippy::cast_precision_loss, reason = "a price of some weeks' food")]
fn left(view: &View, walked: &Walked) -> String {
    food_words::money(view.language(), walked.left.vnd as f64)
}

/// The list as a message: what is still to be bought, stall by stall.
fn as_text(view: &View, walked: &Walked) -> String {
    let words = view.words;
    let mut text = words.get("shopping-title");
    for (stall, lines) in &walked.stalls {
        let open: Vec<_> = lines.iter().filter(|(_, ticked)| !ticked).collect();
        if open.is_empty() {
            continue;
        }
        let _ = write!(text, "\n\n{}", words.get(&format!("stall-{}", stall.code())));
        for (line, _) in open {
            let _ = write!(text, "\n- {}: {}", walked.name(view, line.food), food_words::asked(words, line));
        }
    }
    let _ = write!(text, "\n\n{}: {}", words.get("shopping-left"), left(view, walked));
    text
}

/// The list as both files have it.
fn sheet(view: &View, table: &Table<'_>, list: &KeptList) -> Sheet {
    let known = list.needs.iter().filter(|need| !need.removed && table.foods().food(need.food).is_some());
    let needs: Vec<Need> = known.clone().map(|need| Need { food: need.food, grams: need.grams }).collect();
    let home: Vec<AtHome> =
        known.clone().filter(|need| need.at_home).map(|need| AtHome { food: need.food, grams: None }).collect();
    let made: List = shopping::list(table, list.head.region, &needs, &home).expect("only known foods were asked");
    let bought = |food: FoodCode| list.needs.iter().any(|need| need.food == food && need.bought);
    sheets::list(view.words, &made, &list.called, &bought)
}

fn title(view: &View, list: &KeptList) -> String {
    format!("{} {}", view.words.get("shopping-title"), view.day(list.head.made_on))
}

/// The list as CSV.
pub async fn csv(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    match kept(&app, id, &view).await {
        Ok((list, table)) => {
            let text = csv_file::write(&[sheet(&view, &table, &list)], view.language());
            Kind::Csv.send(&title(&view, &list), text.into_bytes())
        }
        Err(response) => response,
    }
}

/// The list as an Excel workbook.
pub async fn xlsx(State(app): State<App>, Path(id): Path<String>, view: View) -> Response {
    match kept(&app, id, &view).await {
        Ok((list, table)) => match workbook::write(&[sheet(&view, &table, &list)]) {
            Ok(bytes) => Kind::Xlsx.send(&title(&view, &list), bytes),
            Err(_) => Problem::Failed.page(&view),
        },
        Err(response) => response,
    }
}
