//! `/pot`: one day's cooking for everybody. Who eats how much of what, the child's share before it is seasoned, and what
//! each gets from it.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Dish, Texture};
use nep_core::menu::{PlanDish, Portion, Share};
use nep_core::nutrition::Person;

use super::household::{self, Household, Met, cookings, drawn, measures, named, warning};
use crate::balance_words;
use crate::build_words;
use crate::icons;
use crate::menu_sources::MenuSources;
use crate::pages::menu::need::{self, Need};
use crate::pages::menu::{lower_first, money, origin};
use crate::pages::plan::{Spot, is_breast_milk};
use crate::pages::{Page, Tab, View};
use crate::server::App;
use crate::tray;

/// The page.
pub async fn page(State(app): State<App>, view: View) -> Response {
    let household = match Household::read(&view, &app).await {
        Ok(household) => household,
        Err(refused) => return refused,
    };
    let words = view.words;
    let days = household.plan.days.len();
    let typed = |name: &str| view.query(name).and_then(|typed| typed.parse::<usize>().ok());
    let day = typed("day").unwrap_or(1).clamp(1, days) - 1;
    let judged: Vec<usize> = household.judged().collect();
    let who = typed("who").and_then(|number| number.checked_sub(1)).filter(|eater| judged.contains(eater));
    let who = who.or_else(|| household.is_unsafe(day)).or_else(|| judged.first().copied());
    let today = &household.plan.days[day];
    let meals: Vec<_> = today.meals.iter().map(|meal| drawn(&view, &household.table, meal.dishes.iter())).collect();
    let spot = Spot { day, eater: who.unwrap_or_default(), ..Spot::default() };
    let all = drawn(&view, &household.table, cookings(today));
    let cost = household.cost(day);
    let body = html! {
        (tray::symbols(&all))
        form id="plan" method="get" action="/plan" { (household.fields()) }
        (warning(&view, &household, day))
        @if days > 1 { (day_buttons(&view, &household, day)) }
        div.cols {
            div {
                section.sec.first.stack {
                    @for (at, dishes) in meals.iter().enumerate() { (one_meal(&view, &household, spot.at_meal(at), dishes)) }
                    p.row.sp.wrap { span.b { (words.get("menu-cost-title")) } span.bb.so { (money(&view, cost.exact_vnd)) } }
                }
                @for eater in &judged {
                    @if let Some(person) = household.plan.eaters[*eater].who.person().filter(|person| person.child_months().is_some()) {
                        (childs_share(&view, &household, *eater, person, day))
                    }
                }
            }
            div {
                @if let Some(eater) = who { (person(&view, &household, &judged, day, eater)) }
            }
        }
    };
    let dock = html! {
        a.btn.pri href={ "/shopping/new?plan=" (household.code) } { (icons::SHOPPING_BASKET) (words.get("week-shopping")) }
    };
    let back = if days > 1 { household.address("/week") } else { household.origin.back() };
    Page {
        title: words.get("pot-title"),
        subtitle: (days > 1).then(|| words.with("week-day", &[("day", &(day + 1).to_string())])),
        back: Some(back),
        tab: Some(Tab::Menus),
        sheets: &["week.css", "need.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

/// The days of the plan, the text of the plan once for all.
fn day_buttons(view: &View, household: &Household, day: usize) -> Markup {
    html! {
        form.sec.first.noprint method="get" action="/pot" {
            (household.fields())
            div.chips role="group" aria-label=(view.words.get("week-days")) {
                @for number in 1..=household.plan.days.len() {
                    button.chip type="submit" name="day" value=(number) aria-current=[(number == day + 1).then_some("true")] {
                        (view.words.with("week-day", &[("day", &number.to_string())]))
                    }
                }
            }
        }
    }
}

/// A meal: its tray, and each dish with everybody's portion.
fn one_meal(view: &View, household: &Household, spot: Spot, dishes: &[tray::Dish<'_>]) -> Markup {
    let at = spot.meal.unwrap_or_default();
    let meal = &household.plan.days[spot.day].meals[at];
    html! {
        section.card.p.pot {
            div.row.gap3 {
                div.thumb { (tray::thumbnail(dishes)) }
                h2 { (view.words.get(&format!("build-meal-{}", meal.meal.code()))) }
            }
            ul {
                @for (index, cooked) in meal.dishes.iter().enumerate() {
                    li { (one_dish(view, household, spot.at_dish(at, index), cooked)) }
                }
            }
        }
    }
}

/// A dish as it is cooked there, and the ways to change it, which the plan's pages know for several eaters too.
fn one_dish(view: &View, household: &Household, spot: Spot, cooked: &PlanDish) -> Markup {
    let Some(dish) = household.table.dish(&cooked.dish) else { return html! {} };
    let words = view.words;
    let name = household.dish_name(view, cooked);
    let press = |class: &str, path: &str, label: Option<String>, inner: &Markup| {
        html! { button.(class) type="submit" form="plan" formaction=(path) name="at" value=(spot.text()) aria-label=[label] { (inner) } }
    };
    let swap = format!("{}: {}", words.get("plan-swap-dish"), lower_first(&name));
    let change = format!("{}: {}", words.get("pot-change"), lower_first(&name));
    html! {
            (press("b tap", &format!("/dishes/{}", dish.id), None, &html! { (name) }))
            ul.portions {
                @for portion in &cooked.portions {
                    li {
                        span.row { (household::icon(household.plan.eaters[portion.eater].who).small()) (household.names[portion.eater]) }
    span.so { (measures(view, &dish.portions, portion.servings)) }
                        @if let Some(made_ready) = made_ready(view, household, dish, portion) { span.b.ready { (made_ready) } }
                    }
                }
            }
            @if !is_breast_milk(&household.table, dish) {
                div.chips.noprint {
                    (press("chip", "/plan/swap", Some(swap), &html! { (icons::REPEAT_2.small()) (words.get("plan-swap-dish")) }))
                    (press("chip", "/plan", Some(change), &html! { (icons::PENCIL.small()) (words.get("pot-change")) }))
                }
            }
        }
}

/// How a child's share of a dish of the family is made ready: `múc trước khi nêm, băm nhỏ, gỡ xương`.
fn made_ready(view: &View, household: &Household, dish: &Dish, portion: &Portion) -> Option<String> {
    let words = view.words;
    let months = household.plan.eaters[portion.eater].who.person()?.child_months()?;
    let before = (portion.share == Share::Unseasoned).then(|| words.get("pot-before-seasoning"));
    // A dish made for children of that age is ready as it is.
    let own = dish.child_months.is_some();
    let sharing = dish.shared_at(u32::from(months)).filter(|_| !own);
    let texture = sharing.and_then(|sharing| match sharing.texture {
        Texture::Drink => None,
        texture => Some(words.get(&format!("texture-{}", texture.code()))),
    });
    let care =
        sharing.into_iter().flat_map(|sharing| &sharing.care).map(|care| words.get(&format!("care-{}", care.code())));
    let all: Vec<String> = before.into_iter().chain(texture).chain(care).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// How the child's share is taken, cut and cooked.
fn childs_share(view: &View, household: &Household, eater: usize, person: Person, day: usize) -> Markup {
    let words = view.words;
    let months = person.child_months().unwrap_or_default();
    let mine = |cooked: &&PlanDish| cooked.portion_of(eater).is_some_and(|portion| portion.share == Share::Unseasoned);
    let taken: Vec<String> = cookings(&household.plan.days[day])
        .filter(mine)
        .map(|cooked| lower_first(&household.dish_name(view, cooked)))
        .collect();
    html! {
        section.sec {
            div.note.ind {
                (icons::BABY)
                div.stack-s {
                    h2 { (words.with("pot-child", &[("who", &lower_first(&household.names[eater]))])) }
                    @if !taken.is_empty() {
                        p.b { (words.get("pot-take-first")) }
                        p { (words.with("pot-take-from", &[("dishes", &taken.join(", "))])) }
                    }
                    @if let Some(apart) = household.plan.cooked_apart(household.table.foods()).iter().find(|apart| apart.eater == eater) {
                        p.b { (build_words::cooked_apart(apart, words)) }
                    }
                    p { (words.get(household::texture(months))) }
                    @if let Some(feeds) = household.reading(day, eater).and_then(|reading| reading.feeds.as_ref()) {
                        p { (balance_words::feeds(feeds, words)) }
                    }
                    @if person.is_breastfed_child() { p { (words.get("pot-breast-milk")) } }
                }
            }
        }
    }
}

/// One person's day against the need, and the others to press.
fn person(view: &View, household: &Household, judged: &[usize], day: usize, eater: usize) -> Markup {
    let words = view.words;
    let Some(reading) = household.reading(day, eater) else { return html! {} };
    html! {
        section.sec.stack id="who" {
            h2 { (words.get("pot-each")) }
            form.card.list.people method="get" action="/pot#who" {
                (household.fields())
                input type="hidden" name="day" value=(day + 1);
                @for other in judged {
                    @if let Some(found) = household.reading(day, *other) {
                        button.item type="submit" name="who" value=(other + 1) aria-current=[(*other == eater).then_some("true")] {
                            (household::icon(household.plan.eaters[*other].who))
                            span.grow.b { (household.names[*other]) }
                            (Met::of(&found.rules).html(view))
                        }
                    }
                }
            }
            (need::verdict_note(view, reading.overall, &reading.rules, &|finding| named(view, &household.table, finding)))
            @if let Some(person) = household.plan.eaters[eater].who.person() {
                @let address = format!("/plan/rules?p={}&at={day}.-.-.{eater}", household.code);
                (need::bars(&Need { view, person, reading }, &address, &|_| html! {}))
            }
            @if household.plan.eaters.iter().any(|eater| eater.who.person().is_none()) { p.t-s.i2 { (words.get("build-adult-line")) } }
            p.t-xs.i3 { (words.get("menu-loss")) " " (words.get("menu-reviewed")) }
        }
        div.sec { (origin::section(view, &MenuSources::of(&household.table, household.plan.region, [reading]))) }
    }
}
