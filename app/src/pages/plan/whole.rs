//! `/plan?p=CODE`: the household's day.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::menu::PlanDay;

use super::asked::{Asked, Look, Spot};
use super::change;
use super::show::{self, Base};
use crate::icons;
use crate::pages::menu::person;
use crate::pages::view::escape;
use crate::pages::week::household;
use crate::pages::{Page, Tab, View};
use crate::server::App;

/// The page.
pub(super) async fn page(State(app): State<App>, view: View) -> Response {
    let asked = match Asked::of(&view, &app).await {
        Ok(asked) => asked,
        Err(refused) => return *refused,
    };
    let words = view.words;
    let content = match show::body(&view, &asked, &Base::Own) {
        Ok(content) => content,
        Err(refused) => return *refused,
    };
    let days = asked.plan.days.len();
    let body = html! {
        (change::done(&view, &asked))
        @if days > 1 { (day_tabs(&view, &asked)) }
        (content)
    };
    let names = household::names(words, asked.plan.eaters.iter().map(|eater| eater.who));
    let region = words.get(&format!("region-{}", asked.plan.region.code()));
    let subtitle = format!("{} · {region}", names.join(", "));
    let code = escape(&asked.code);
    let back = match (days, asked.plan.eaters.len()) {
        (1, 1) => asked.origin.back(),
        (1, _) => asked.origin.address(&format!("/pot?p={code}")),
        _ => asked.origin.address(&format!("/week?p={code}")),
    };
    Page {
        title: words.get(if asked.plan.eaters.len() > 1 { "plan-title-family" } else { "plan-title" }),
        subtitle: Some(subtitle),
        back: Some(back),
        tab: Some(Tab::Menus),
        sheets: &["plan.css", "need.css"],
        body,
        dock: Some(show::shopping(&view, &asked)),
        ..Page::default()
    }
    .respond(&view)
}

/// The days, and the way to all of them.
fn day_tabs(view: &View, asked: &Asked) -> Markup {
    let words = view.words;
    let of = |day: &PlanDay| day.meals.iter().map(|meal| meal.dishes.len()).sum::<usize>();
    html! {
        nav.sec.first.noprint aria-label=(words.get("week-days")) {
            div.chips {
                @for (index, day) in asked.plan.days.iter().enumerate() {
                    @if of(day) > 0 {
                        @let spot = Spot { day: index, meal: None, dish: None, eater: asked.spot.eater };
                        (asked.press("/plan", spot, &Look { class: "chip", current: index == asked.spot.day, ..Look::default() },
                            &html! { (words.with("week-day", &[("day", &(index + 1).to_string())])) }))
                    }
                }
                (asked.press("/week", Spot::default(), &Look { class: "chip", ..Look::default() },
                    &html! { (icons::CALENDAR_DAYS.small()) (words.get("plan-whole-week")) }))
            }
        }
    }
}

/// Who eats: a press shows that person's portions and need.
pub(super) fn eater_tabs(view: &View, asked: &Asked) -> Markup {
    let names = household::names(view.words, asked.plan.eaters.iter().map(|eater| eater.who));
    html! {
        @if names.len() > 1 {
            nav.chips.noprint aria-label=(view.words.get("plan-eaters")) {
                @for (index, name) in names.iter().enumerate() {
                    @let spot = Spot { eater: index, dish: None, ..asked.spot };
                    (asked.press("/plan", spot, &Look { class: "chip", current: index == asked.spot.eater, ..Look::default() },
                        &html! { (household::icon(asked.plan.eaters[index].who).small()) (name) }))
                }
            }
        } @else if let Some(person) = asked.plan.eaters[0].who.person() {
            p.t-s.i2 { (person::describe(view.words, person)) }
        }
    }
}
