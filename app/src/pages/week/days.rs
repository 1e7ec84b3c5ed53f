//! `/week`: each day with its meals, its cost and a word for everybody; what the whole costs; what to buy.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::menu::{Plan, PlanDay};

use super::household::{self, Household, Variety, badge, cookings, drawn, telling, warning};
use crate::icons;
use crate::pages::menu::money;
use crate::pages::{Page, Tab, View};
use crate::server::App;
use crate::tray;

/// Days on one page: a tray each.
const SHOWN: usize = 7;

/// The page.
pub async fn page(State(app): State<App>, view: View) -> Response {
    let household = match Household::read(&view, &app).await {
        Ok(household) => household,
        Err(refused) => return refused,
    };
    let words = view.words;
    let plan = &household.plan;
    let days = plan.days.len();
    let weeks = days.div_ceil(SHOWN);
    let week = view.query("week").and_then(|typed| typed.parse::<usize>().ok()).unwrap_or(1).clamp(1, weeks);
    let shown = (week - 1) * SHOWN..(week * SHOWN).min(days);
    let total: f64 = (0..days).map(|day| household.cost(day).exact_vnd).sum();
    let trays: Vec<_> = shown.clone().map(|day| drawn(&view, &household.table, cookings(&plan.days[day]))).collect();
    let one = household.plan.eaters.len() == 1;
    let body = html! {
        (tray::symbols(trays.iter().flatten()))
        @for day in 0..days { (warning(&view, &household, day)) }
        div.sec.first.narrow { (summary(&view, &household, total)) }
        @if weeks > 1 {
            nav.sec.seg.narrow.noprint aria-label=(words.get("week-weeks")) {
                @for number in 1..=weeks {
                    a href=(view.link(&[("week", Some(&number.to_string()))])) aria-current=[(number == week).then_some("page")] {
                        (words.with("week-number", &[("number", &number.to_string())]))
                    }
                }
            }
        }
        form.sec.week method="get" action=(if one { "/plan" } else { "/pot" }) {
            (household.fields())
            @for (day, dishes) in shown.clone().zip(&trays) { (card(&view, &household, day, dishes)) }
            p.t-xs.i3 { (words.get("menu-loss")) " " (words.get("menu-reviewed")) }
        }
    };
    let dock = html! {
        a.btn.pri href={ "/shopping/new?plan=" (household.code) } { (icons::SHOPPING_BASKET) (words.get("week-shopping")) }
    };
    Page {
        title: words.with("week-title", &[("days", &days.to_string())]),
        subtitle: Some(words.get(&format!("region-{}", plan.region.code()))),
        back: Some(household.origin.back()),
        tab: Some(Tab::Menus),
        sheets: &["week.css"],
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

/// Money, fish, vegetables, and whom it balances on how many days.
fn summary(view: &View, household: &Household, total: f64) -> Markup {
    let words = view.words;
    let days = household.plan.days.len();
    let of = days.to_string();
    let variety = Variety::of(&household.table, &household.plan);
    #[expect(clippy::cast_precision_loss, reason = "at most 14 days")]
    let a_day = total / days as f64;
    html! {
        div.card.p.stack-s.totals {
            p.row.sp.wrap { span.b { (words.get("week-total")) } span.t-l.bb.so { (money(view, total)) } }
            p.row.sp.wrap.i2 { span { (words.get("week-a-day")) } span.so { (money(view, a_day)) } }
            p.row.sp.wrap.i2 { span { (words.get("week-fish")) } span.so { (words.with("week-of-days", &[("days", &variety.fish_days.to_string()), ("of", &of)])) } }
            p.row.sp.wrap.i2 { span { (words.get("week-vegetables")) } span.so { (words.with("week-kinds", &[("count", &variety.vegetables.to_string())])) } }
            p.row.sp.wrap.i2 { span { (words.get("week-dishes")) } span.so { (words.with("week-kinds", &[("count", &variety.dishes.to_string())])) } }
            @for eater in household.judged() {
                @let balanced = balanced_days(household, eater);
                p.row.sp.wrap {
                    span.row { (household::icon(household.plan.eaters[eater].who).small()) (household.names[eater]) }
                    span.nw.(if balanced == days { "ok" } else { "low" }) {
                        @if balanced == days { (icons::CHECK) } @else { (icons::ARROW_DOWN) }
                        span.so { (words.with("week-balanced", &[("days", &balanced.to_string()), ("of", &of)])) }
                    }
                }
            }
        }
    }
}

fn balanced_days(household: &Household, eater: usize) -> usize {
    use nep_core::nutrition::balance::Overall::Balanced;
    let is = |day: &usize| household.reading(*day, eater).is_some_and(|reading| reading.overall == Balanced);
    (0..household.plan.days.len()).filter(is).count()
}

/// A day: the whole card is the button that opens it.
fn card(view: &View, household: &Household, day: usize, dishes: &[tray::Dish<'_>]) -> Markup {
    let words = view.words;
    let plan: &Plan = &household.plan;
    let number = (day + 1).to_string();
    html! {
        section.card.day {
            div.row.sp.wrap {
                h2 { (words.with("week-day", &[("day", &number)])) }
                span.bb.so { (money(view, household.cost(day).exact_vnd)) }
            }
            div.hd { (tray::thumbnail(dishes)) (meals(view, household, &plan.days[day])) }
            ul.stack-s {
                @for eater in household.judged() {
                    @if let Some(reading) = household.reading(day, eater) {
                        li.row.sp.wrap {
                            @if plan.eaters.len() > 1 { span.t-s { (household.names[eater]) } }
                            (badge(view, reading.overall))
                        }
                    }
                }
            }
            button.btn.sec.sm.noprint type="submit" name="day" value=(number) {
                (words.with("week-open", &[("day", &number)])) (icons::CHEVRON_RIGHT)
            }
        }
    }
}

fn meals(view: &View, household: &Household, day: &PlanDay) -> Markup {
    html! {
        dl {
            @for meal in day.meals.iter().filter(|meal| !meal.dishes.is_empty()) {
                dt { (view.words.get(&format!("meal-{}", meal.meal.code()))) }
                dd {
                    @let told: Vec<String> = telling(&household.table, &meal.dishes).iter().enumerate()
                        .map(|(at, dish)| { let name = household.dish_name(view, dish); if at == 0 { name } else { crate::pages::menu::lower_first(&name) } })
                        .collect();
                    (told.join(", "))
                }
            }
        }
    }
}
