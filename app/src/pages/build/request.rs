//! From the answers to the builder's question, and from its answer to what a page shows.

use std::ops::ControlFlow;

use nep_core::foods::{Database, Dish, FoodCode, Meal};
use nep_core::menu::build::{
    self, Aim, AtHome, Certificate, Fixed, Impossible, Missed, Progress, Refusal, Request, Wish,
};
use nep_core::menu::swap::Avoid;
use nep_core::menu::{Eater, Plan, Reading, Shortfall, Table, Who, fill_fixes, read_plan};
use nep_core::nutrition::balance::{Finding, Overall, Verdict};

use super::answers::Answers;
use super::people::Row;
use super::wish::Dislike;
use crate::jobs::Ticket;
use crate::pages::week::household::Met;
use crate::plan_code::{self, House};
use crate::rule_words;

/// Proposals side by side.
const PROPOSALS: u8 = 3;

/// What was built, as the page shows it.
#[derive(Debug)]
pub struct Outcome {
    pub answer: Result<Vec<Laid>, Refusal>,
}

/// One proposal with what was found in it.
#[derive(Debug)]
pub struct Laid {
    pub aim: Aim,
    pub plan: Plan,
    pub certificate: Certificate,
    /// What its objective is made of.
    pub missed: Vec<Missed>,
    pub impossible: Option<Impossible>,
    /// Đồng a day for all, on average.
    pub vnd_a_day: f64,
    /// By eater; `None` for whom no table knows.
    pub people: Vec<Option<Found>>,
    /// By eater: which part of a day's need these meals are made for, 0–1.
    pub parts: Vec<f64>,
}

/// What was found for one person.
#[derive(Debug)]
pub struct Found {
    /// Of the first day.
    pub met: Met,
    /// Days called balanced.
    pub balanced_days: usize,
    /// Days on which a rule of safety is broken: such a plan is never shown.
    pub unsafe_days: usize,
    /// The first day in one word.
    pub overall: Overall,
    /// What is short on the first day, with what sets it right.
    pub short: Vec<Shortfall>,
    /// What is over on the first day.
    pub over: Vec<Finding>,
    /// What only informs and lies outside of its limits on the first day.
    pub outside: Vec<Finding>,
}

/// The builder's question.
pub fn request(answers: &Answers) -> Request {
    let avoid = avoid(answers);
    let mut request = Request {
        eaters: answers.eaters().enumerate().map(|(index, row)| eater(index, row)).collect(),
        region: answers.region,
        days: answers.day_count(),
        meals: answers.meals.clone(),
        month: answers.month,
        vegetarian: answers.vegetarian,
        allergens: avoid.allergens,
        disliked_foods: avoid.foods,
        disliked_dishes: avoid.dishes,
        fixed: Vec::new(),
        favourites: Vec::new(),
        at_home: answers.home.iter().map(|food| AtHome { food: *food, grams: None }).collect(),
        budget_vnd_per_day: answers.budget.get(),
        seed: answers.seed,
        proposals: if answers.from.is_some() { 1 } else { PROPOSALS },
    };
    for favourite in &answers.favourites {
        match favourite.meal.filter(|meal| answers.meals.contains(meal)) {
            Some(meal) => request.fixed.push(Fixed { day: None, meal, dish: favourite.dish.clone() }),
            None => request.favourites.push(favourite.dish.clone()),
        }
    }
    if let Some(first) = first_day(answers) {
        // What the day that was liked does not hold stands on the next.
        let next = (request.days > 1).then_some(1);
        let holds = |wish: &Fixed| first.iter().any(|there| (there.meal, &there.dish) == (wish.meal, &wish.dish));
        let others = std::mem::take(&mut request.fixed).into_iter().filter(|wish| !holds(wish));
        let others: Vec<Fixed> = others.map(|wish| Fixed { day: next, ..wish }).collect();
        request.fixed = first.into_iter().chain(others).collect();
    }
    request
}

/// The dishes that were wished for and cannot stand, each with the other wish that keeps it away.
pub fn against(answers: &Answers) -> Vec<(&Dish, Wish)> {
    let asked = request(answers);
    let wished = answers.favourites.iter().filter_map(|favourite| favourite.dish(&answers.table));
    let mut found: Vec<(&Dish, Wish)> = Vec::new();
    for dish in wished {
        if let Some(wish) = asked.not_eaten(Database::bundled(), dish)
            && found.iter().all(|(known, _)| known.id != dish.id)
        {
            found.push((dish, wish));
        }
    }
    found
}

/// The dishes of the day to begin a week with.
fn first_day(answers: &Answers) -> Option<Vec<Fixed>> {
    let (plan, _) = plan_code::read(answers.from.as_deref()?).ok()?;
    let meals = &plan.days.first()?.meals;
    let of = |meal: Meal, dish: &str| Fixed { day: Some(0), meal, dish: dish.to_owned() };
    let meals = meals.iter().filter(|meal| answers.meals.contains(&meal.meal));
    Some(meals.flat_map(|meal| meal.dishes.iter().map(|dish| of(meal.meal, &dish.dish))).collect())
}

fn eater(index: usize, row: &Row) -> Eater {
    Eater { id: (index + 1).to_string(), who: row.person().map_or(Who::Adult, Who::Person) }
}

/// What the plan keeps of the house.
pub fn house(answers: &Answers) -> House {
    House { avoid: avoid(answers), home: answers.home.clone() }
}

/// What must not come to the table, for whoever swaps dishes later: dislikes as foods, and the dishes that only their name
/// tells; allergies as such.
pub fn avoid(answers: &Answers) -> Avoid {
    let mut foods: Vec<FoodCode> = answers.dislikes.iter().flat_map(Dislike::foods).collect();
    let mut dishes: Vec<&Dish> = answers.dislikes.iter().flat_map(Dislike::dishes).collect();
    foods.sort_unstable();
    foods.dedup();
    dishes.retain(|dish| !dish.ingredients.iter().any(|part| foods.binary_search(&part.food).is_ok()));
    let mut dishes: Vec<String> = dishes.into_iter().map(|dish| dish.id.clone()).collect();
    dishes.sort_unstable();
    dishes.dedup();
    Avoid { vegetarian: answers.vegetarian, allergens: answers.free_of.clone(), foods, dishes }
}

/// Builds, reads what was built, and finds what sets it right. `None`: told to stop.
pub fn solve(table: &Table<'_>, request: &Request, ticket: &Ticket<Outcome>) -> Option<Outcome> {
    let mut report = |progress: Progress| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 to 100")]
        let percent = (progress.done.clamp(0.0, 1.0) * 100.0).round() as u32;
        ticket.report(percent, 100)
    };
    let answer = match build::build(table, request, &mut report) {
        Ok(proposals) => {
            let mut laid = Vec::new();
            for proposal in proposals {
                if ticket.report(100, 100) == ControlFlow::Break(()) {
                    return None;
                }
                // What two aims come to alike is one proposal.
                if laid.iter().any(|other: &Laid| other.plan == proposal.plan) {
                    continue;
                }
                let people = found(table, request, &proposal.plan);
                if people.iter().flatten().any(|person| person.unsafe_days > 0) {
                    continue;
                }
                let days = proposal.plan.days.len();
                let vnd: f64 = (0..days).map(|day| proposal.plan.cost_of_day(table, day).exact_vnd).sum();
                #[expect(clippy::cast_precision_loss, reason = "at most 14 days")]
                let vnd_a_day = vnd / days.max(1) as f64;
                let build::Proposal { aim, plan, parts, certificate, missed, impossible, .. } = proposal;
                laid.push(Laid { aim, plan, certificate, missed, impossible, vnd_a_day, people, parts });
            }
            Ok(laid)
        }
        Err(Refusal::Stopped) => return None,
        Err(refusal) => Err(refusal),
    };
    Some(Outcome { answer })
}

fn found(table: &Table<'_>, request: &Request, plan: &Plan) -> Vec<Option<Found>> {
    let Ok(mut readings) = read_plan(table, plan) else { return plan.eaters.iter().map(|_| None).collect() };
    let days = |eater: usize, overall: Overall| {
        let is = |day: &&Vec<Option<Reading>>| day[eater].as_ref().is_some_and(|found| found.overall == overall);
        readings.iter().filter(is).count()
    };
    let counted = |eater| (days(eater, Overall::Balanced), days(eater, Overall::Unsafe));
    let counted: Vec<(usize, usize)> = (0..plan.eaters.len()).map(counted).collect();
    let first = readings.swap_remove(0);
    let people = first.into_iter().zip(&plan.eaters).zip(counted).enumerate();
    let found = people.map(|(index, ((reading, eater), (balanced_days, unsafe_days)))| {
        let (mut reading, person) = (reading?, eater.who.person()?);
        if let (1, Some(menu)) = (plan.days.len(), plan.menu_of(0, index)) {
            let avoid = Avoid {
                vegetarian: request.vegetarian,
                allergens: request.allergens.clone(),
                foods: request.disliked_foods.clone(),
                dishes: request.disliked_dishes.clone(),
            };
            fill_fixes(table, person, plan.region, &menu, &avoid, request.month, &mut reading);
        }
        let over = reading.rules.iter().filter(|rule| rule.fails() && rule.verdict == Verdict::Over).cloned().collect();
        Some(Found {
            met: Met::of(&reading.rules),
            balanced_days,
            unsafe_days,
            overall: reading.overall,
            short: reading.shortfalls,
            over,
            outside: reading.rules.iter().filter(|rule| rule_words::is_outside(rule)).cloned().collect(),
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use nep_core::foods::{Allergen, Region};

    use super::super::wish::COMMON_DISLIKES;
    use super::*;
    use crate::pages::View;
    use crate::pages::view::escape;
    use crate::server::App;

    fn answers(query: &str) -> Answers {
        let app = App::new(8080, "secret", chrono::NaiveDate::default);
        let address = format!("/build/result?{query}").parse().expect("an address");
        Answers::read(&View::read(&address, &HeaderMap::new(), &app), Table::bundled())
    }

    #[test]
    fn a_week_that_begins_with_a_liked_day_keeps_the_dishes_fixed_besides() {
        let liked =
            "k0=pregnant&n0=20&from=1~north~p2.25.m~l,com-trang:1~z&fav=com-trang@lunch&fav=thit-kho-tau@dinner";
        let of = |day, meal, dish: &str| Fixed { day, meal, dish: dish.into() };
        let rice = of(Some(0), Meal::Lunch, "com-trang");
        let asked = request(&answers(&format!("{liked}&days=7")));
        assert_eq!(asked.fixed, [rice.clone(), of(Some(1), Meal::Dinner, "thit-kho-tau")]);
        assert_eq!((asked.region, asked.days), (Region::North, 7));
        let day = request(&answers(&format!("{liked}&days=1"))).fixed;
        assert_eq!(day, [rice, of(None, Meal::Dinner, "thit-kho-tau")]);
        // A meal that is no longer asked for is not laid.
        let without = request(&answers(&format!("{liked}&days=7&meal=breakfast&meal=dinner"))).fixed;
        assert_eq!(without, [of(Some(1), Meal::Dinner, "thit-kho-tau")]);
    }

    #[test]
    fn whatever_the_wizard_offers_to_leave_out_a_plan_can_carry_together() {
        let words: String = COMMON_DISLIKES.iter().map(|word| format!("&no={}", escape(word))).collect();
        let free: String = Allergen::ALL.iter().map(|one| format!("&free={}", one.code())).collect();
        let house = house(&answers(&format!("k0=pregnant&n0=20&veg=1{words}{free}")));
        assert!(house.avoid.foods.len() > 64, "groups stand for many foods");
        let (plan, _) = plan_code::read("1~north~p2.25.m~l,com-trang:1~z").expect("a plan");
        let code = plan_code::write(&plan, &house);
        assert_eq!(plan_code::read(&code), Ok((plan, house)));
        let known = Database::bundled();
        assert!(known.foods().len() + known.dishes().len() + Allergen::ALL.len() < 2048, "the limit holds everything");
    }

    #[test]
    fn a_wish_that_another_keeps_away_is_told_once() {
        let told = |query: &str| against(&answers(&format!("k0=pregnant&n0=20&{query}"))).len();
        assert_eq!(told("fav=thit-kho-tau@dinner&fav=thit-kho-tau@lunch"), 0);
        assert_eq!(told("fav=thit-kho-tau@dinner&fav=thit-kho-tau@lunch&veg=1"), 1);
        assert_eq!(told("fav=thit-kho-tau@dinner&free=eggs"), 1);
        assert_eq!(told("fav=thit-kho-tau@dinner&free=milk"), 0);
    }
}
