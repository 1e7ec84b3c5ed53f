//! A day of a plan on the page: the tray by meal, the need of who eats, what is short and what mends it, what it costs. The
//! bank's own days are shown the same way.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::foods::{Database, Dish, Flag};
use nep_core::menu::{
    self, BreastMilk, Cost, Fix, Given, MealReading, Plan, Reading, Shortfall, Who, fill_fixes, foods_that_give,
    read_plan, served, summed,
};
use nep_core::nutrition::balance::{Finding, Kind, Overall, Verdict};

use super::asked::{Asked, refused};
use super::{meals, whole};
use crate::balance_words::{self, gap};
use crate::fix_words;
use crate::icons;
use crate::menu_sources::MenuSources;
use crate::pages::menu::need::{self, Need};
use crate::pages::menu::{dish_name, food_name, lower_first, money, origin, person};
use crate::pages::week::household;
use crate::pages::{View, view};

/// Where the plan comes from.
pub(in crate::pages) enum Base {
    /// It is the household's own.
    Own,
    /// It is a menu of the bank; `below` its need stands how to make it one's own.
    Bank { below: Markup },
}

/// Foods told of a figure: of one that fails, of one of the first bars, of the others; the rest gives less.
const TOLD_OF_A_FAULT: usize = 4;
const TOLD_OF_A_BAR: usize = 3;
const TOLD: usize = 1;

/// A day as it was read.
pub(super) struct Today {
    pub readings: Vec<Option<Reading>>,
    /// What the chosen eater has, meal by meal.
    pub meals: Vec<MealReading>,
    /// By meal of the plan, for all who eat.
    pub costs: Vec<Cost>,
    pub cost: Cost,
}

impl Today {
    pub(super) fn read(view: &View, asked: &Asked) -> Result<Self, Box<Response>> {
        let bad = |_| Box::new(refused(view, &view.words.get("plan-not-read")));
        let plan = &asked.plan;
        let day = plan.days[asked.spot.day].clone();
        let today = Plan { days: vec![day], eaters: plan.eaters.clone(), region: plan.region };
        let mut readings = read_plan(&asked.table, &today).map_err(bad)?.swap_remove(0);
        let eater = asked.spot.eater;
        let menu = today.menu_of(0, eater).unwrap_or_default();
        if let (Who::Person(person), Some(reading)) = (plan.eaters[eater].who, readings[eater].as_mut()) {
            fill_fixes(&asked.table, person, plan.region, &menu, &asked.house.avoid, Some(month(view)), reading);
        }
        let meals = match &readings[eater] {
            Some(reading) => reading.meals.clone(),
            None => served(&asked.table, plan.region, &menu).unwrap_or_default(),
        };
        let foods = |dishes: &[menu::PlanDish]| -> Vec<_> {
            dishes.iter().filter_map(|dish| dish.cooked(&asked.table)).flatten().collect()
        };
        let costs =
            today.days[0].meals.iter().map(|meal| Cost::of_foods(&asked.table, foods(&meal.dishes), plan.region));
        Ok(Self { costs: costs.collect(), cost: today.cost_of_day(&asked.table, 0), readings, meals })
    }
}

/// The month of the reader's day.
pub(super) fn month(view: &View) -> u8 {
    use chrono::Datelike as _;
    u8::try_from(view.today.month()).expect("1 to 12")
}

/// The day.
pub(in crate::pages) fn body(view: &View, asked: &Asked, base: &Base) -> Result<Markup, Box<Response>> {
    let words = view.words;
    let today = Today::read(view, asked)?;
    let reading = today.readings[asked.spot.eater].as_ref();
    let is_unsafe = reading.is_some_and(|reading| reading.overall == Overall::Unsafe);
    let somebody_unsafe = today.readings.iter().flatten().any(|reading| reading.overall == Overall::Unsafe);
    Ok(html! {
        (asked.form())
        @for problem in &asked.problems { div.sec.first { p.note.turm { (icons::INFO) span { (problem) } } } }
        @if is_unsafe { @if let Some(reading) = reading { div.sec.first { (verdict(view, asked, reading)) } } }
        @else if somebody_unsafe { div.sec.first { (everyone(view, asked, &today)) } }
        div.cols {
            section.sec.first.stack id="meal" { (meals::tray(view, asked, &today, base)) }
            div {
                section.sec {
                    h2 id="need" { (words.get("menu-need-title")) }
                    div.stack {
                        @if matches!(base, Base::Own) { (whole::eater_tabs(view, asked)) }
                        @if today.readings.len() > 1 && !somebody_unsafe { (everyone(view, asked, &today)) }
                        @match reading {
                            Some(reading) => { (need_of(view, asked, reading, is_unsafe, base)) }
                            None => { p.note.ash { (icons::INFO) span { (words.get("plan-adult")) } } }
                        }
                    }
                }
                (cost(view, asked, &today))
                @if let Some(reading) = reading {
                    div.sec { (origin::section(view, &MenuSources::of(&asked.table, asked.plan.region, [reading]))) }
                }
            }
        }
        div id="sheet" {}
    })
}

/// What a person's day is against the need, and what would mend it.
fn need_of(view: &View, asked: &Asked, reading: &Reading, is_unsafe: bool, base: &Base) -> Markup {
    let words = view.words;
    let who = asked.plan.eaters[asked.spot.eater].who.person();
    html! {
        @if !is_unsafe { (verdict(view, asked, reading)) }
        (breast_milk(view, asked, reading))
        @if reading.rules.iter().any(|finding| finding.verdict == Verdict::NeedsSupplement) {
            @let child = who.is_some_and(|person| person.child_months().is_some());
            p.note.ind { (icons::PILL) span { (words.get(if child { "menu-tablet-child" } else { "menu-tablet" })) } }
        }
        (fixes(view, reading))
        @if let Some(person) = who {
            (need::bars(&Need { view, person, reading }, &asked.address("/plan/rules", asked.spot), &|finding| why(view, asked, reading, finding)))
        }
        p.t-xs.i3 {
            @if let Some(person) = who { (words.with("menu-need-for", &[("person", &person::describe(words, person))])) " " }
            (words.get("menu-loss")) " " (words.get("menu-reviewed"))
        }
        @if let Base::Bank { below } = base { (below) }
    }
}

/// The dishes and foods a rule of safety names, in the reader's language.
fn named(view: &View, asked: &Asked, finding: &Finding) -> Vec<String> {
    let flag = finding.rule.strip_prefix("unsafe_").and_then(Flag::from_code);
    let cooked = household::cookings(&asked.plan.days[asked.spot.day]);
    let mut names: Vec<String> = Vec::new();
    for dish in cooked.filter_map(|cooked| asked.table.dish(&cooked.dish)) {
        let itself = finding.dishes.contains(&dish.id) || flag.is_some_and(|flag| dish.flags.contains(&flag));
        names.extend(itself.then(|| dish_name(view, dish)));
    }
    for food in finding.foods.iter().filter_map(|code| asked.table.foods().food(*code)) {
        names.extend(flag.is_none_or(|flag| food.is(flag)).then(|| food_name(view, food).to_owned()));
    }
    let mut seen: Vec<String> = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    names
}

fn verdict(view: &View, asked: &Asked, reading: &Reading) -> Markup {
    need::verdict_note(view, reading.overall, &reading.rules, &|finding| named(view, asked, finding))
}

/// Everyone's day in one word.
fn everyone(view: &View, asked: &Asked, today: &Today) -> Markup {
    let names = household::names(view.words, asked.plan.eaters.iter().map(|eater| eater.who));
    html! {
        ul.card.p.stack-s {
            @for (index, reading) in today.readings.iter().enumerate() {
                @if let Some(reading) = reading {
                    li.row.sp.wrap { span.b { (names[index]) } (household::badge(view, reading.overall)) }
                }
            }
        }
    }
}

/// What part of the day is breast milk.
fn breast_milk(view: &View, asked: &Asked, reading: &Reading) -> Markup {
    let words = view.words;
    let number = |value| view.language().decimal(value, 0);
    let is_milk = |dish: &Dish| {
        let mut foods = dish.ingredients.iter().filter_map(|part| asked.table.foods().food(part.food));
        foods.any(|food| food.is(Flag::BreastMilk))
    };
    let mut dishes = household::cookings(&asked.plan.days[asked.spot.day])
        .filter(|cooked| cooked.portion_of(asked.spot.eater).is_some())
        .filter_map(|cooked| asked.table.dish(&cooked.dish));
    let kcal: f64 = reading.meals.iter().map(|meal| meal.energy.amount).sum();
    html! {
        @match &reading.breast_milk {
            None if dishes.any(is_milk) => {
                p.note.turm { (icons::INFO) span { (words.get("menu-breast-milk-not-this")) } }
            }
            None => {}
            Some(milk @ BreastMilk { counted: true, .. }) => {
                p.note.leafc {
                    (icons::HEART_PULSE)
                    span { (words.with("menu-breast-milk", &[
                        ("grams", &number(milk.recorded_grams)),
                        ("kcal", &number(milk.recorded_kcal)),
                        ("share", &number(100.0 * milk.recorded_kcal / kcal.max(1.0))),
                    ])) }
                }
            }
            Some(_) => {
                p.note.leafc { (icons::HEART_PULSE) span { (words.get("menu-breast-milk-not-counted")) } }
            }
        }
        @if let Some(feeds) = &reading.feeds {
            p.note.ind { (icons::INFO) span { (balance_words::feeds(feeds, words)) " " a.t-xs href=(need::address(feeds.citation.place)) { (words.get("source-row")) } } }
        }
        @if let Some(need) = reading.breast_milk.as_ref().and_then(|milk| milk.need_from_food.as_ref()) {
            p.t-s.i2 { (words.with("breast-milk-average", &[("food", &number(need.kcal))])) }
        }
    }
}

/// Each shortfall with the cheapest food that mends it.
fn fixes(view: &View, reading: &Reading) -> Markup {
    let words = view.words;
    let by_food = |short: &&Shortfall| matches!(short.fix, Some(Fix::Food(_) | Fix::NoFood)) || short.beside.is_some();
    let told: Vec<_> = reading.shortfalls.iter().filter(by_food).collect();
    html! {
        @if !told.is_empty() {
            div.card.p {
                h3 { (words.get("plan-fixes")) }
                ul.fixes {
                    @for short in told {
                        @let what = lower_first(&need::name(words, short.nutrient));
                        @let amount = format!("{} {}", gap(short.by, short.unit, words), need::unit(words, short.unit));
                        li {
                            span.b { (words.with("plan-short", &[("what", &what), ("by", &amount)])) }
                            @if let Some(fix) = fix_words::told(short, words) { br; (fix) "." }
                        }
                    }
                }
            }
        }
    }
}

/// Which foods give a figure, each leading to the cell it was printed in.
pub(super) fn why(view: &View, asked: &Asked, reading: &Reading, finding: &Finding) -> Markup {
    let words = view.words;
    let given = match summed(finding.rule) {
        Some(subject) if finding.kind != Kind::Inform => foods_that_give(&asked.table, reading, subject),
        _ => Vec::new(),
    };
    // Food beside breast milk is judged without the milk.
    let is_milk = |part: &Given| asked.table.foods().food(part.food).is_some_and(|food| food.is(Flag::BreastMilk));
    let given: Vec<Given> = given.into_iter().filter(|part| !need::is_from_food(finding) || !is_milk(part)).collect();
    let Some(subject) = summed(finding.rule).filter(|_| !given.is_empty()) else { return html! {} };
    let most = match finding.verdict {
        Verdict::Ok if need::is_first(finding.rule) => TOLD_OF_A_BAR,
        Verdict::Ok => TOLD,
        _ => TOLD_OF_A_FAULT,
    };
    let rest = given.len().saturating_sub(most);
    html! {
        p.why {
            (words.get("plan-given-by")) " "
            @for (index, part) in given.iter().take(most).enumerate() {
                @if index > 0 { " · " }
                @if let Some(food) = asked.table.foods().food(part.food) { (lower_first(food_name(view, food))) " " }
                a href=(need::address(part.place)) { (need::figure(words, part.amount, subject.unit())) " " (need::unit(words, subject.unit())) }
            }
            @if rest > 0 { " · " (words.with("plan-given-rest", &[("count", &rest.to_string())])) }
        }
    }
}

/// What the day costs, meal by meal, and how sure that is.
fn cost(view: &View, asked: &Asked, today: &Today) -> Markup {
    let words = view.words;
    let whole = &today.cost;
    let of = |vnd: f64| 100.0 * vnd / whole.exact_vnd.max(1.0);
    let mut left = 0.0;
    let parts: Vec<(f64, f64)> = today
        .costs
        .iter()
        .map(|cost| {
            let part = (left, of(cost.exact_vnd));
            left += part.1;
            part
        })
        .collect();
    let meals = &asked.plan.days[asked.spot.day].meals;
    let unpriced: Vec<String> = whole
        .unpriced
        .iter()
        .filter_map(|code| Database::bundled().food(*code))
        .map(|food| food_name(view, food).to_owned())
        .collect();
    html! {
        section.sec {
            div.row.sp.wrap.hd {
                h2 { (words.get("menu-cost-title")) }
                span.bb.so {
                    @if !unpriced.is_empty() { (words.get("menu-cost-partial")) " " }
                    (money(view, whole.exact_vnd))
                }
            }
            div.card.p.stack {
                svg.cost width="100%" height="14" aria-hidden="true" focusable="false" {
                    @for (index, (x, width)) in parts.iter().enumerate() {
                        rect class={ "c" (index) } x={ (format!("{x:.1}")) "%" } width={ (format!("{:.1}", (width - 0.6).max(0.0))) "%" } height="14" rx="4" {}
                    }
                }
                ul.stack-s {
                    @for (index, meal) in meals.iter().enumerate() {
                        li.row {
                            svg class={ "dot c" (index) } viewBox="0 0 12 12" aria-hidden="true" { rect width="12" height="12" rx="4" {} }
                            span.grow { (words.get(&format!("meal-{}", meal.meal.code()))) }
                            span.so { (money(view, today.costs[index].exact_vnd)) }
                        }
                    }
                }
                @if asked.plan.eaters.len() > 1 {
                    p.t-xs.i3 { (words.with("plan-cost-for", &[("count", &asked.plan.eaters.len().to_string())])) }
                }
                @if whole.estimated_vnd > 0.0 {
                    p.t-xs.i3 { (words.with("menu-cost-unsure", &[("share", &view.language().decimal(of(whole.estimated_vnd), 0))])) }
                }
                @if !unpriced.is_empty() {
                    p.t-xs.i3 { (words.with("menu-cost-missing", &[("foods", &unpriced.join(", "))])) }
                }
            }
        }
    }
}

/// The leaf: what to buy for this plan.
pub(in crate::pages) fn shopping(view: &View, asked: &Asked) -> Markup {
    html! {
        @if asked.is_short() {
            a.btn.pri href={ "/shopping/new?plan=" (view::escape(&asked.code)) } { (icons::SHOPPING_BASKET) (view.words.get("plan-shopping")) }
        } @else {
            button.btn.pri type="submit" form="plan" formaction="/shopping/new" name="plan" value=(asked.code) {
                (icons::SHOPPING_BASKET) (view.words.get("plan-shopping"))
            }
        }
    }
}
