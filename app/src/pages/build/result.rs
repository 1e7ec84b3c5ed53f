//! `/build/result`: the proposals side by side, what the one looked at is short of, and what makes a wish impossible.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use nep_core::foods::{Allergen, Meal};
use nep_core::menu::build::{Aim, Certificate, Impossible, Missed, Refusal, Status, Wish};
use nep_core::menu::swap::Avoid;
use nep_core::menu::{Fix, FixStep, FoodFix, Plan, PlanMeal, Share, Shortfall, Table};
use nep_core::nutrition::balance::{Finding, Overall};

use super::answers::Answers;
use super::request::{Found, Laid, avoid, house, request, solve};
use super::steps::{SHEETS, grains, summary};
use super::{progress, see};
use crate::balance_words::gap;
use crate::build_words::{self, TELLING_GAP};
use crate::fix_words;
use crate::i18n::Language;
use crate::icons;
use crate::jobs::Asked;
use crate::pages::menu::{dish_name, lower_first, money, need};
use crate::pages::plan::Origin;
use crate::pages::week::household::{self, badge, cookings, drawn, kitchen, names};
use crate::pages::{Page, Problem, Tab, View};
use crate::plan_code::{self, House};
use crate::server::App;
use crate::tray;

/// How long a page waits before it shows how far the work is.
const PATIENCE: Duration = Duration::from_millis(300);
/// Days of "the whole week".
const WEEK: u32 = 7;
/// The last step, whose grains are all filled here.
const LAST_STEP: u8 = super::STEPS;

/// The page.
pub async fn page(State(app): State<App>, view: View, headers: HeaderMap) -> Response {
    let (table, own) = kitchen(&app).await;
    let answers = Answers::read(&view, table.clone());
    if let Some(step) = answers.unfinished() {
        return see(format!("{}&go=next", answers.address(&format!("/build/{step}"))));
    }
    let (asked, at_work) = (request(&answers), table.clone());
    let work = move |ticket: &_| solve(&at_work, &asked, ticket);
    match app.builds().ask(&progress::key(&answers, &own), PATIENCE, work).await {
        // The page that waits holds no place for the answer: it is loaded anew.
        Asked::Done(_) if headers.contains_key("hx-request") => {
            (StatusCode::OK, [("hx-refresh", "true")]).into_response()
        }
        Asked::Done(outcome) => match &outcome.answer {
            Ok(laid) => proposals(&view, &answers, &table, laid),
            Err(refusal) => refused(&view, &answers, refusal),
        },
        Asked::Running(progress) => progress::page(&view, &answers, progress),
        Asked::Cancelled => see(answers.address("/build/4")),
        Asked::Failed => Problem::Failed.page(&view),
    }
}

/// The plan as an address has it, with what its household avoids.
fn code(answers: &Answers, laid: &Laid) -> String {
    plan_code::write(&laid.plan, &house(answers))
}

/// Where one proposal is seen whole.
fn whole(answers: &Answers, laid: &Laid) -> String {
    whole_of(answers, &laid.plan, &code(answers, laid))
}

/// The plan's page, which knows the way back to the proposals.
fn whole_of(answers: &Answers, plan: &Plan, code: &str) -> String {
    let page = match (plan.days.len(), plan.eaters.len()) {
        (1, 1) => "/plan",
        (1, _) => "/pot",
        _ => "/week",
    };
    let mut asked = answers.clone();
    if asked.from.take().is_some() {
        // A week made of a day that was liked: back to that day.
        asked.days.typed = "1".to_owned();
    }
    Origin::of(asked.query()).address(&format!("{page}?p={code}"))
}

fn proposals(view: &View, answers: &Answers, table: &Table<'_>, laid: &[Laid]) -> Response {
    let words = view.words;
    let Some(picked) = laid.get(answers.pick).or_else(|| laid.first()) else {
        return refused(view, answers, &Refusal::NoSafeMenu);
    };
    if answers.from.is_some() {
        return see(whole(answers, picked));
    }
    let at = laid.iter().position(|other| std::ptr::eq(other, picked)).unwrap_or_default();
    let days = answers.day_count();
    let title = if picked.impossible.is_some() { "build-nearest-title" } else { "build-result-title" };
    let trays: Vec<_> =
        laid.iter().map(|laid| drawn(view, table, laid.plan.days.iter().take(1).flat_map(cookings))).collect();
    let names = names(words, picked.plan.eaters.iter().map(|eater| eater.who));
    let mut another = answers.clone();
    another.seed += 1;
    another.pick = 0;
    let body = html! {
        div.sec.first.result {
            (grains(view, LAST_STEP))
            (asks(view, answers))
            @for infant in answers.infants() { p.note.leafc { (icons::HEART_PULSE) span { (infant.name(words)) ": " (words.get("build-breast-milk-only")) } } }
            (tray::symbols(trays.iter().flatten()))
            ul.proposals {
                @for (index, dishes) in trays.iter().enumerate() {
                    li { (card(view, answers, laid, index, at, &names, dishes)) }
                }
            }
        }
        div.sec.stack.narrow id="picked" {
            @if let Some(impossible) = &picked.impossible { (cannot(view, answers, impossible)) }
            (unmet(view, table, picked, &names))
            (on_labels(view, &avoid(answers), table, &picked.plan))
            @for apart in picked.plan.cooked_apart(table.foods()) {
                p.note.ind { (icons::BABY) span { b { (names[apart.eater]) ": " } (build_words::cooked_apart(&apart, words)) } }
            }
            @for (name, months) in shares(picked, &names) {
                p.note.ind {
                    (icons::BABY)
                    span {
                        b { (words.with("pot-child", &[("who", &lower_first(name))])) ": " }
                        (words.get("pot-take-first")) " " (words.get(household::texture(months)))
                    }
                }
            }
            div.row.wrap.ways {
                a.btn.sec href=(whole(answers, picked)) { (icons::EYE) (words.get("build-see")) }
                a.btn.sec href=(another.address("/build/result")) { (icons::ROTATE_CCW) (words.get("build-another")) }
            }
            p.t-xs.i3 { (certificate(view, picked.certificate)) " " (words.get("menu-reviewed")) }
            (missed(view, picked, &names))
        }
    };
    let dock = html! {
        @if days == 1 {
            @let mut week = answers.clone();
            @let () = begin_week(&mut week, picked);
            a.btn.pri href=(week.address("/build/result")) { (icons::CALENDAR_DAYS) (words.get("build-whole-week")) }
        } @else {
            a.btn.pri href=(whole(answers, picked)) { (icons::CALENDAR_DAYS) (words.get("build-see-days")) }
        }
    };
    Page {
        title: words.with(title, &[("count", &laid.len().to_string())]),
        back: Some(answers.address("/build/4")),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        dock: Some(dock),
        ..Page::default()
    }
    .respond(view)
}

/// Dishes of which only the label of what is bought tells whether they hold what somebody is allergic to.
fn on_labels(view: &View, avoid: &Avoid, table: &Table<'_>, plan: &Plan) -> Markup {
    let words = view.words;
    let mut told: BTreeMap<String, Vec<Allergen>> = BTreeMap::new();
    for cooked in plan.days.iter().flat_map(cookings) {
        let allergens = avoid.on_labels_of(table, cooked);
        if let Some(dish) = table.dish(&cooked.dish).filter(|_| !allergens.is_empty()) {
            told.insert(dish_name(view, dish), allergens);
        }
    }
    html! {
        @if !told.is_empty() {
            div.note.turm {
                (icons::TRIANGLE_ALERT)
                div {
                    b { (words.get("build-read-labels")) }
                    ul { @for (dish, allergens) in &told {
                        @let named: Vec<String> = allergens.iter().map(|one| lower_first(&words.get(&format!("allergen-{}", one.code())))).collect();
                        li { (dish) ": " (named.join(", ")) }
                    } }
                }
            }
        }
    }
}

/// The children whose share is taken out of the pot before it is seasoned, with their months: these decide its texture.
fn shares<'a>(laid: &Laid, names: &'a [String]) -> Vec<(&'a String, u8)> {
    let cooked = || laid.plan.days.iter().flat_map(cookings).flat_map(|cooked| &cooked.portions);
    let taken = |eater: usize| cooked().any(|portion| portion.eater == eater && portion.share == Share::Unseasoned);
    let months = |eater: usize| laid.plan.eaters[eater].who.person()?.child_months();
    let children = names.iter().enumerate().filter(|(eater, _)| taken(*eater));
    children.filter_map(|(eater, name)| Some((name, months(eater)?))).collect()
}

/// The same question for a week that begins with this day.
fn begin_week(answers: &mut Answers, first: &Laid) {
    answers.days.typed = WEEK.to_string();
    answers.pick = 0;
    answers.from = Some(plan_code::write(&first.plan, &House::default()));
}

/// What was asked, each leading back to its step.
fn asks(view: &View, answers: &Answers) -> Markup {
    html! {
        div.asks {
            @for (step, label, answer) in summary(view, answers) {
                a.ask href=(answers.address(&format!("/build/{step}"))) {
                    span.t-xs.i3 { (view.words.get(label)) }
                    span.b { (answer) }
                    (icons::CHEVRON_DOWN.small())
                }
            }
        }
    }
}

fn card(
    view: &View,
    answers: &Answers,
    all: &[Laid],
    index: usize,
    at: usize,
    names: &[String],
    dishes: &[tray::Dish<'_>],
) -> Markup {
    let laid = &all[index];
    let cheapest = |laid: &Laid| all.iter().all(|other| laid.vnd_a_day <= other.vnd_a_day);
    let mut looked_at = answers.clone();
    looked_at.pick = index;
    // Named the cheapest only when it is.
    let aim = |laid: &Laid| if laid.aim == Aim::Cheapest && !cheapest(laid) { Aim::Usual } else { laid.aim };
    let before = all[..index].iter().any(|other| aim(other) == aim(laid));
    let name = if before { "build-aim-other" } else { aim_id(aim(laid)) };
    let days = laid.plan.days.len();
    html! {
        a.card.proposal href={ (looked_at.address("/build/result")) "#picked" } aria-current=[(index == at).then_some("true")] {
            div.thumb { (tray::thumbnail(dishes)) }
            div.grow {
                div.row.sp.wrap { h2 { (view.words.get(name)) } span.bb.so { (money(view, laid.vnd_a_day)) } }
                @for line in told_by(view, &answers.table, &laid.plan) { p.t-s.i2 { (line) } }
                ul {
                    @for (((found, name), eater), part) in laid.people.iter().zip(names).zip(&laid.plan.eaters).zip(&laid.parts) {
                        li.row.sp {
                            span.row.t-s { (household::icon(eater.who).small()) (name) }
                            // Some meals of a day, read as a whole day, would be short of nearly everything.
                            @if let Some(found) = found.as_ref().filter(|_| *part >= 1.0) {
                                @if days > 1 { (days_met(view, found, days)) } @else { (found.met.html(view)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The dishes one tells the first day's lunch and dinner by; of a day without them, its first meal's.
fn told_by(view: &View, table: &Table<'_>, plan: &Plan) -> Vec<String> {
    let Some(day) = plan.days.first() else { return Vec::new() };
    let main = |meal: &&PlanMeal| matches!(meal.meal, Meal::Lunch | Meal::Dinner);
    let mut meals: Vec<&PlanMeal> = day.meals.iter().filter(main).collect();
    if meals.is_empty() {
        meals = day.meals.iter().take(1).collect();
    }
    let named = meals.into_iter().map(|meal| {
        let dishes = household::telling(table, &meal.dishes).into_iter().filter_map(|cooked| table.dish(&cooked.dish));
        let dishes: Vec<String> = dishes.map(|dish| lower_first(&dish_name(view, dish))).collect();
        format!("{}: {}", view.words.get(&format!("meal-{}", meal.meal.code())), dishes.join(", "))
    });
    named.collect()
}

fn days_met(view: &View, found: &Found, days: usize) -> Markup {
    let all = found.balanced_days == days;
    html! {
        span.nw.(if all { "ok" } else { "low" }) {
            @if all { (icons::CHECK) } @else { (icons::ARROW_DOWN) }
            span.so { (view.words.with("week-balanced", &[("days", &found.balanced_days.to_string()), ("of", &days.to_string())])) }
        }
    }
}

const fn aim_id(aim: Aim) -> &'static str {
    match aim {
        Aim::Usual => "build-aim-usual",
        Aim::Cheapest => "build-aim-cheapest",
        Aim::MostIron => "build-aim-iron",
        Aim::MostCalcium => "build-aim-calcium",
        Aim::Liked => "build-aim-liked",
    }
}

/// What the proposal's first day is short of or over, person by person, each with what sets it right.
///
/// Of several days the first is named: what is said here holds for no other.
fn unmet(view: &View, table: &Table<'_>, laid: &Laid, names: &[String]) -> Markup {
    let first = (laid.plan.days.len() > 1).then(|| view.words.with("week-day", &[("day", "1")]));
    let people = || {
        let all = laid.people.iter().zip(names).zip(&laid.parts);
        all.filter_map(|((found, name), part)| Some((found.as_ref()?, name, *part)))
    };
    html! {
        @for (_, name, part) in people().filter(|(.., part)| *part < 1.0) {
            @let percent = view.language().decimal(part * 100.0, 0);
            p.note.ind { (icons::INFO) span { (view.words.with("suggest-part", &[("who", name), ("percent", &percent)])) } }
        }
        @for (found, name, _) in people().filter(|(.., part)| *part >= 1.0) {
            div.card.p.stack-s {
                div.row.sp.wrap {
                    h2 { (name) @if let Some(first) = &first { " · " (first) } }
                    (badge(view, found.overall))
                }
                @match found.overall {
                    Overall::CannotSay => { p { (view.words.get("badge-cannot_say-line")) } }
                    _ if found.short.is_empty() && found.over.is_empty() => { p { (view.words.get("build-nothing-short")) } }
                    _ => {}
                }
                @for over in &found.over { p.row.top { (icons::ARROW_UP.small()) span { (over_line(view, over)) } } }
                @for short in &found.short { (short_line(view, table, short)) }
                (need::outside(view, &found.outside))
            }
        }
    }
}

fn over_line(view: &View, over: &Finding) -> String {
    let words = view.words;
    let by = over.value.zip(over.high).map_or(0.0, |(value, high)| value - high);
    let by = gap(by, over.unit, words);
    words.with(
        "over-by",
        &[("name", &lower_first(&need::name(words, over.rule))), ("by", &by), ("unit", &need::unit(words, over.unit))],
    )
}

fn short_line(view: &View, table: &Table<'_>, short: &Shortfall) -> Markup {
    let words = view.words;
    let by = gap(short.by, short.unit, words);
    let name = lower_first(&need::name(words, short.nutrient));
    let told = words.with("short-by", &[("name", &name), ("by", &by), ("unit", &need::unit(words, short.unit))]);
    let fix = match &short.fix {
        Some(Fix::IronFolicTablet) => Some(words.get("menu-tablet")),
        Some(Fix::HealthStation) => Some(words.get("menu-tablet-child")),
        Some(Fix::Food(food)) => Some(food_fix(view, table, food)),
        Some(Fix::NoFood) => Some(words.get("build-fix-none")),
        None => None,
    };
    html! {
        p.row.top { (icons::ARROW_DOWN.small()) span { b { (told) } @if let Some(fix) = fix { " " (fix) } @if let Some(food) = &short.beside { " " (food_fix(view, table, food)) } } }
    }
}

/// `bữa trưa thêm canh rau đay (1 bát con) là đủ (+4.000 đ)`; a household's own dishes by their names too.
fn food_fix(view: &View, table: &Table<'_>, fix: &FoodFix) -> String {
    let words = view.words;
    let step = |step: &FixStep| {
        let named = |id: &str| table.dish(id).map_or_else(|| id.to_owned(), |dish| lower_first(&dish_name(view, dish)));
        let amount = fix_words::measures(step.measures, words);
        let measure = match view.language() {
            Language::Vietnamese => format!("{amount} {}", step.measure_vi),
            Language::English => format!("{amount} × {}", step.measure_en),
        };
        let meal = words.get(&format!("meal-long-{}", step.meal.code()));
        let dish = named(&step.dish_id);
        let dish = fix_words::added(&dish).to_owned();
        match &step.instead_of {
            Some(out) => words.with(
                "build-fix-instead",
                &[("measure", &measure), ("dish", &dish), ("meal", &meal), ("out", &named(out))],
            ),
            None => words.with("build-fix-add", &[("measure", &measure), ("dish", &dish), ("meal", &meal)]),
        }
    };
    let steps: Vec<String> = fix.steps.iter().map(step).collect();
    #[expect(clippy::cast_precision_loss, reason = "a few thousand đồng")]
    let cost = fix.cost_vnd as f64;
    let sum = money(view, cost.abs());
    let sum = if cost < 0.0 { format!("−{sum}") } else { format!("+{sum}") };
    let id = if fix.left > 0.0 { "build-fix-nearer" } else { "build-fix-enough" };
    words.with(id, &[("steps", &steps.join("; ")), ("cost", &sum)])
}

/// A wish that cannot be met together with the goals, why, and the nearest that can.
fn cannot(view: &View, answers: &Answers, impossible: &Impossible) -> Markup {
    let words = view.words;
    let goals: Vec<String> = impossible.goals.iter().map(|rule| lower_first(&need::name(words, rule))).collect();
    let goals = goals.join(", ");
    let vnd = |vnd: u32| view.language().decimal(f64::from(vnd), 0);
    html! {
        div.note.turm.impossible {
            (icons::INFO)
            div.stack-s {
                @if answers.day_count() > 1 { p.t-s.b { (words.with("week-day", &[("day", &(impossible.day + 1).to_string())])) } }
                @match (impossible.wish, answers.budget.get()) {
                    (Wish::Budget, Some(budget)) if impossible.cheapest_vnd.is_some_and(|nearest| nearest <= budget) => {
                        h2 { (words.get("build-budget-past")) }
                        @if let Some(nearest) = impossible.cheapest_vnd { p { (words.with("build-budget-other", &[("vnd", &vnd(nearest))])) } }
                    }
                    (Wish::Budget, Some(budget)) => {
                        @if impossible.proven { h2 { (words.get("build-budget-short")) } }
                        @else { h2 { (words.with("build-budget-not-found", &[("vnd", &vnd(budget))])) } }
                        p {
                            @if impossible.proven { (words.with("build-budget-why", &[("vnd", &vnd(budget))])) }
                            @else { (words.get("build-budget-maybe")) }
                            @if !goals.is_empty() { " " (words.with("build-budget-goals", &[("goals", &goals)])) }
                        }
                        @if let Some(least) = impossible.at_least_vnd { p.t-s { (words.with("build-budget-least", &[("vnd", &vnd(least))])) } }
                        @if let Some(least) = impossible.balanced_at_least_vnd { p.t-s { (words.with("build-budget-balanced", &[("vnd", &vnd(least))])) } }
                        @if let Some(nearest) = impossible.cheapest_vnd {
                            @let mut other = answers.clone();
                            @let () = { other.budget = super::answers::budget_of(up(nearest)); other.pick = 0; };
                            p { a.btn.sec href=(other.address("/build/result")) { (words.with("build-budget-nearest", &[("vnd", &vnd(up(nearest)))])) } }
                        }
                    }
                    (wish, _) => {
                        h2 { (words.get(wish_id(wish))) }
                        @if !goals.is_empty() { p { (words.with("build-wish-goals", &[("goals", &goals)])) } }
                        p { a href=(answers.address(wish_step(wish))) { (words.get("build-wish-change")) } }
                        @if let Some(nearest) = &impossible.nearest {
                            p { a href=(whole_of(answers, nearest, &plan_code::write(nearest, &house(answers)))) { (words.get("build-wish-nearest")) } }
                        }
                    }
                }
            }
        }
    }
}

/// To the next thousand: a market does not give change for less.
const fn up(vnd: u32) -> u32 {
    vnd.div_ceil(1_000) * 1_000
}

const fn wish_id(wish: Wish) -> &'static str {
    match wish {
        Wish::Budget => "build-wish-budget",
        Wish::Dislikes => "build-wish-dislikes",
        Wish::Allergens => "build-wish-allergens",
        Wish::Vegetarian => "build-wish-vegetarian",
        Wish::Fixed => "build-wish-fixed",
    }
}

const fn wish_step(wish: Wish) -> &'static str {
    match wish {
        Wish::Budget => "/build/2",
        Wish::Dislikes | Wish::Allergens | Wish::Vegetarian | Wish::Fixed => "/build/3",
    }
}

/// How near the best possible, in a sentence.
fn certificate(view: &View, certificate: Certificate) -> String {
    let words = view.words;
    match certificate.status {
        Status::Optimal => words.get("build-proven"),
        Status::Bounded if certificate.gap < TELLING_GAP => {
            words.with("build-gap", &[("share", &view.language().decimal((certificate.gap * 100.0).max(0.1), 1))])
        }
        Status::Bounded => words.get("build-not-proven"),
    }
}

/// What the certificate's objective is made of, part by part.
fn missed(view: &View, laid: &Laid, names: &[String]) -> Markup {
    let words = view.words;
    let days = laid.plan.days.len();
    let part = |one: &Missed| {
        let who = one.eater.filter(|_| names.len() > 1).and_then(|eater| names.get(eater)).map(String::as_str);
        build_words::missed(one, who, days, words)
    };
    html! {
        @if !laid.missed.is_empty() {
            details.more {
                summary { (words.get("build-missed")) (icons::CHEVRON_DOWN) }
                p.t-s { (build_words::objective(&laid.certificate, words)) }
                ul.t-s { @for one in &laid.missed { li { (part(one)) } } }
                p.t-xs.i3 { (words.get("build-missed-line")) }
            }
        }
    }
}

/// Which wishes leave nothing for a meal, and which of them may be loosened: never an allergy.
fn no_dish(view: &View, answers: &Answers, meal: Meal, because: &[Wish]) -> String {
    let words = view.words;
    let meal = words.get(&format!("meal-long-{}", meal.code()));
    if because.is_empty() {
        return words.with("build-no-dish-fits", &[("meal", &meal)]);
    }
    let named = |wish: Wish| match wish {
        Wish::Allergens => {
            let named = answers.free_of.iter().map(|one| lower_first(&words.get(&format!("allergen-{}", one.code()))));
            words.with("build-keeps-allergens", &[("allergens", &named.collect::<Vec<_>>().join(", "))])
        }
        Wish::Vegetarian => words.get("build-keeps-vegetarian"),
        Wish::Dislikes => words.get("build-keeps-dislikes"),
        Wish::Budget => words.get("build-keeps-budget"),
        Wish::Fixed => words.get("build-keeps-fixed"),
    };
    let all: Vec<String> = because.iter().map(|wish| named(*wish)).collect();
    let loose: Vec<String> = because.iter().filter(|wish| **wish != Wish::Allergens).map(|wish| named(*wish)).collect();
    let why = words.with("build-no-dish-together", &[("meal", &meal), ("wishes", &all.join("; "))]);
    let mend = if loose.is_empty() {
        words.get("build-loosen-meal")
    } else {
        words.with("build-loosen", &[("wishes", &loose.join("; "))])
    };
    format!("{why} {mend}")
}

/// No menu at all: why, and which answer to change.
fn refused(view: &View, answers: &Answers, refusal: &Refusal) -> Response {
    let words = view.words;
    let dish =
        |id: &str| answers.table.dish(id).map_or_else(|| id.to_owned(), |dish| lower_first(&dish_name(view, dish)));
    let (why, step) = match refusal {
        Refusal::UnderSixMonths { .. } => (words.get("build-breast-milk-only"), "/build/1"),
        Refusal::FirstFoods { .. } => (build_words::refusal(refusal, words), "/build/1"),
        Refusal::Eaters { .. } => (words.get("build-nobody"), "/build/1"),
        Refusal::UnsafeDish { dish: id, eater, rule } => {
            let eaters = request(answers).eaters;
            let names = names(words, eaters.iter().map(|eater| eater.who));
            let who = names.get(*eater).cloned().unwrap_or_default();
            (
                words.with(
                    "build-unsafe-dish",
                    &[
                        ("dish", &dish(id)),
                        ("who", &lower_first(&who)),
                        ("rule", &lower_first(&need::name(words, rule))),
                    ],
                ),
                "/build/3",
            )
        }
        Refusal::FixedNotEaten { .. } => (build_words::refusal(refusal, words), "/build/3"),
        Refusal::NoDish { meal, because } => {
            let loosened = because.iter().copied().find(|wish| *wish != Wish::Allergens);
            (no_dish(view, answers, *meal, because), loosened.map_or("/build/4", wish_step))
        }
        Refusal::Days { .. } | Refusal::Meals => (words.get("build-no-menu"), "/build/4"),
        _ => (words.get("build-no-menu"), "/build/3"),
    };
    let body = html! {
        div.sec.first.stack.narrow {
            (grains(view, LAST_STEP))
            p.note.turm { (icons::INFO) span { (why) } }
            (asks(view, answers))
            a.btn.pri href=(answers.address(step)) { (icons::PENCIL) (words.get("build-change")) }
        }
    };
    Page {
        title: words.get("build-refused-title"),
        back: Some(answers.address("/build/4")),
        tab: Some(Tab::Menus),
        sheets: SHEETS,
        body,
        ..Page::default()
    }
    .respond(view)
}
