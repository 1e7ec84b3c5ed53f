//! `/plan/rules`: every rule of one person's day. Where scripts run, its list opens on the day's own page.

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::asked::Asked;
use super::show::{self, Today};
use crate::icons;
use crate::menu_sources::MenuSources;
use crate::pages::menu::need::{self, Need};
use crate::pages::menu::{origin, person, rules};
use crate::pages::{Page, Tab, View};
use crate::server::App;

/// The page.
pub(super) async fn page(State(app): State<App>, view: View) -> Response {
    let asked = match Asked::of(&view, &app).await {
        Ok(asked) => asked,
        Err(refused) => return *refused,
    };
    let today = match Today::read(&view, &asked) {
        Ok(today) => today,
        Err(refused) => return *refused,
    };
    let words = view.words;
    let eater = asked.spot.eater;
    let judged = asked.plan.eaters[eater].who.person().zip(today.readings[eater].as_ref());
    let body = html! {
        (asked.form())
        div.sec.first.stack {
            @match judged {
                Some((person, reading)) => {
                    @let need = Need { view: &view, person, reading };
                    p.t-s.i2 { (person::describe(words, person)) }
                    (need::verdict_note(&view, reading.overall, &reading.rules, &|_| Vec::new()))
                    div.card.p { (rules::list(&need, &|finding| show::why(&view, &asked, reading, finding))) }
                    (origin::section(&view, &MenuSources::of(&asked.table, asked.plan.region, [reading])))
                }
                None => { p.note.ash { (icons::INFO) span { (words.get("plan-adult")) } } }
            }
        }
    };
    Page {
        title: words.get("rules-title"),
        back: Some(asked.address("/plan", asked.spot)),
        tab: Some(Tab::Menus),
        sheets: &["need.css"],
        body,
        ..Page::default()
    }
    .respond(&view)
}
