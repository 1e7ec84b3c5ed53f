//! `/menus/ID`: a day's menu. The tray by meal, its dishes, the whole day against the need, and what it costs.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Meal as MealKind, Menu};
use nep_core::nutrition::balance::{Finding, Overall, Verdict};

use super::model::{self, Day, Meal, Served};
use super::person::{self, Asked};
use super::{dish_name, money, need, percent, vessel, vessels};
use crate::icons;
use crate::pages::{Page, Problem, Tab, View};
use crate::tray;

/// The page.
pub async fn page(Path(id): Path<String>, view: View) -> Response {
    let Some(menu) = model::menu(&id) else { return Problem::NotFound.page(&view) };
    let Some(Asked { person, mut problems }) = person::asked(&view, menu) else {
        return Problem::NotFound.page(&view);
    };
    let day = model::day(menu, person);
    let words = view.words;
    let asked = view.query("meal").map(|typed| (typed, MealKind::from_code(typed)));
    let chosen = asked.and_then(|(_, kind)| day.meals.iter().find(|meal| Some(meal.kind) == kind));
    if let (Some((typed, _)), None) = (asked, chosen) {
        problems.push(words.with("menu-bad-value", &[("value", typed)]));
    }
    let fallback = || day.meals.iter().max_by(|a, b| a.kcal.total_cmp(&b.kcal));
    let Some(meal) = chosen.or_else(fallback) else { return Problem::NotFound.page(&view) };
    let described = person::describe(words, person);
    let kept: Vec<(&str, &str)> = view.query("meal").map(|meal| ("meal", meal)).into_iter().collect();
    let verdict =
        || need::verdict_note(&view, day.overall, &day.findings, &|finding| model::named(&view, &day, finding));
    let unsafe_here = day.overall == Overall::Unsafe;
    let body = html! {
        @for problem in &problems { div.sec.first { p.note.turm { (icons::INFO) span { (problem) } } } }
        @if unsafe_here { div.sec.first { (verdict()) } }
        div.cols {
            (tray_of_the_day(&view, menu, &day, meal))
            div {
                section.sec {
                    h2 { (words.get("menu-need-title")) }
                    div.stack {
                        @if !unsafe_here { (verdict()) }
                        (breast_milk(&view, &day))
                        (tablet(&view, &day))
                        (need::bars(&view, &day.findings))
                        p.t-xs.i3 {
                            (words.with("menu-need-for", &[("person", &described)])) " " (words.get("menu-loss")) " "
                            (words.get("menu-reviewed"))
                        }
                        details.more.noprint open[!problems.is_empty()] {
                            summary { (words.get("menu-change-person")) (icons::CHEVRON_DOWN) }
                            (person::form(&view, person, &kept))
                        }
                    }
                }
                (cost(&view, &day))
                div.sec { (need::documents(&view, &day.findings)) }
            }
        }
    };
    let dock = html! {
        a.btn.pri href={ "/shopping/new?menu=" (menu.id) } { (icons::SHOPPING_BASKET) (words.get("menu-shop")) }
        a.btn.sec.tool href={ "/take?menu=" (menu.id) } aria-label=(words.get("take-title")) { (icons::PRINTER) }
    };
    let subtitle = format!(
        "{} · {}",
        words.get(&format!("stage-{}", menu.stage.code())),
        words.get(&format!("region-{}", menu.region.code()))
    );
    Page {
        title: words.get("menu-title"),
        subtitle: Some(subtitle),
        back: Some(format!("/menus?for={}", menu.stage.code())),
        tab: Some(Tab::Menus),
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(&view)
}

/// Tabs of the meals, the tray of the chosen one and its dishes in words. Where scripts run, a tab swaps only this.
fn tray_of_the_day(view: &View, menu: &Menu, day: &Day, meal: &Meal) -> Markup {
    let words = view.words;
    let all = vessels(view, day.meals.iter(), &menu.id);
    let dishes = vessels(view, std::iter::once(meal), &menu.id);
    let most = day.meals.iter().map(|meal| meal.kcal).fold(1.0, f64::max);
    let meal_word = words.get(&format!("meal-long-{}", meal.kind.code()));
    let described: Vec<String> = meal
        .served
        .iter()
        .map(|served| {
            let kcal = view.language().decimal(served.kcal, 0);
            words.with("menu-tray-dish", &[("name", &dish_name(view, served.dish)), ("kcal", &kcal)])
        })
        .collect();
    html! {
        section.sec.first.stack id="meal" {
            (tray::symbols(&all))
            nav.meals aria-label=(words.get("menu-meals")) {
                @for other in &day.meals {
                    @let address = view.link(&[("meal", Some(other.kind.code()))]);
                    a.meal href=(address) aria-current=[(other.kind == meal.kind).then_some("page")]
                        hx-get=(address) hx-target="#meal" hx-select="#meal" hx-swap="outerHTML" hx-push-url="true" {
                        span class=(width(other.kcal / most)) {
                            (tray::thumbnail(&vessels(view, std::iter::once(other), &menu.id)))
                        }
                        (words.get(&format!("meal-{}", other.kind.code())))
                    }
                }
            }
            div.hero { (tray::hero(&words.with("menu-tray", &[("meal", &meal_word)]), &described.join(", "), &dishes)) }
            p.row.sp.wrap.t-s {
                span.i2 { (words.get("menu-caption")) }
                span.b.so { (view.language().decimal(meal.kcal, 0)) " kcal · " (money(view, meal.vnd)) }
            }
            ul.card.list {
                @for served in &meal.served { li { (row(view, menu, served)) } }
            }
        }
    }
}

/// The width of a tab's tray follows the meal's energy.
fn width(share: f64) -> &'static str {
    match share {
        share if share > 0.75 => "w4",
        share if share > 0.5 => "w3",
        share if share > 0.25 => "w2",
        _ => "w1",
    }
}

fn row(view: &View, menu: &Menu, served: &Served) -> Markup {
    html! {
        a.item href={ "/dishes/" (served.dish.id) "?menu=" (menu.id) } {
            span.lead.bowl { (tray::small(&vessel(view, served.dish, served.kcal, &menu.id))) }
            span.grow { span.b { (dish_name(view, served.dish)) } br; span.t-s.i2 { (served.measure(view)) } }
            span.end.t-s.so { (view.language().decimal(served.kcal, 0)) " kcal" }
            (icons::CHEVRON_RIGHT)
        }
    }
}

/// What part of the day is breast milk.
fn breast_milk(view: &View, day: &Day) -> Markup {
    let words = view.words;
    let number = |value| view.language().decimal(value, 0);
    html! {
        @match &day.breast_milk {
            model::BreastMilk::Counted { grams, kcal } => {
                p.note.leafc {
                    (icons::HEART_PULSE)
                    span { (words.with("menu-breast-milk", &[
                        ("grams", &number(*grams)),
                        ("kcal", &number(*kcal)),
                        ("share", &number(100.0 * kcal / day.kcal().max(1.0))),
                    ])) }
                }
            }
            model::BreastMilk::NotWritten => {
                p.note.leafc { (icons::HEART_PULSE) span { (words.get("menu-breast-milk-not-counted")) } }
            }
            model::BreastMilk::NotForThis => {
                p.note.turm { (icons::INFO) span { (words.get("menu-breast-milk-not-this")) } }
            }
            model::BreastMilk::None => {}
        }
        @if let Some(kcal) = day.need_from_food {
            p.t-s.i2 { (words.with("breast-milk-average", &[("food", &number(kcal))])) }
        }
    }
}

/// Iron that no food gives enough of: the tablet, not another menu.
fn tablet(view: &View, day: &Day) -> Markup {
    let needed = |finding: &Finding| finding.verdict == Verdict::NeedsSupplement;
    let id = if day.is_child { "menu-tablet-child" } else { "menu-tablet" };
    html! {
        @if day.findings.iter().any(needed) { p.note.ind { (icons::PILL) span { (view.words.get(id)) } } }
    }
}

/// What the day costs, meal by meal, and how sure that is.
fn cost(view: &View, day: &Day) -> Markup {
    let words = view.words;
    let vnd = day.vnd();
    let mut left = 0.0;
    let parts: Vec<(f64, f64, usize)> = day
        .meals
        .iter()
        .enumerate()
        .map(|(index, meal)| {
            let width = 100.0 * meal.vnd / vnd.max(1.0);
            let part = (left, width, index);
            left += width;
            part
        })
        .collect();
    html! {
        section.sec {
            div.row.sp.wrap.hd {
                h2 { (words.get("menu-cost-title")) }
                span.bb.so {
                    @if !day.unpriced.is_empty() { (words.get("menu-cost-partial")) " " }
                    (money(view, vnd))
                }
            }
            div.card.p.stack {
                svg.cost width="100%" height="14" aria-hidden="true" focusable="false" {
                    @for (x, width, index) in &parts {
                        rect class={ "c" (index) } x=(percent(*x)) width=(percent((width - 0.6).max(0.0))) height="14" rx="4" {}
                    }
                }
                ul.stack-s {
                    @for (index, meal) in day.meals.iter().enumerate() {
                        li.row {
                            svg class={ "dot c" (index) } viewBox="0 0 12 12" aria-hidden="true" { rect width="12" height="12" rx="4" {} }
                            span.grow { (words.get(&format!("meal-{}", meal.kind.code()))) }
                            span.so { (money(view, meal.vnd)) }
                        }
                    }
                }
                @if day.estimated_vnd > 0.0 {
                    @let share = view.language().decimal(100.0 * day.estimated_vnd / vnd.max(1.0), 0);
                    p.t-xs.i3 { (words.with("menu-cost-unsure", &[("share", &share)])) }
                }
                @if !day.unpriced.is_empty() {
                    p.t-xs.i3 { (words.with("menu-cost-missing", &[("foods", &day.unpriced.join(", "))])) }
                }
            }
        }
    }
}
