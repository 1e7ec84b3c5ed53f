//! Another dish in the same place of a meal.
//!
//! The order: what leaves the day standing before what does not; what calls for no caution first; then the least that is
//! missed of all goals, what is in season, the fewest other portions changed, what does not repeat the day's lead food, the nearer kind of dish, the cheaper.
//! Ties are decided by the dish's id, so that the same question is answered alike on every device.
//!
//! What catches people out: a family's own dish is told wherever it fits, in its order, beside the bank's best; it would seldom
//! be among these.

use std::cmp::Ordering;

use super::effect::DayRead;
use super::{Effect, NoSwap, Place, Question, Standing, classes, fit};
use crate::foods::{Allergen, Dish, Flag, FoodCode, Role, Season};
use crate::menu::{Plan, PlanDish, Portion};

/// A dish that could stand there.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its id.
    pub dish: String,
    /// The plan with it, portions fitted anew.
    pub plan: Plan,
    /// What it changes.
    pub effect: Effect,
    /// Its lead food is out of season in the month asked for.
    pub out_of_season: bool,
    /// Allergens the household avoids that only a label tells.
    pub on_labels: Vec<Allergen>,
}

impl Alternative {
    /// Whether it is offered: the day still stands.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        self.effect.standing != Standing::Breaks
    }
}

/// Offered dishes told; more is no choice on a phone.
const MOST_OFFERED: usize = 9;
/// Dishes told that break the balance, with the reason.
const MOST_BREAKING: usize = 3;
/// Own dishes told beside them.
const MOST_OWN: usize = 6;
/// Dishes told of one lead food: five ways to fry eggs are one choice.
const MOST_OF_A_FOOD: usize = 2;

/// What can stand in the place of a dish, the best first: at most 9 that are offered and 3 that are not, and no more than 2
/// of one lead food; beside them at most 6 of the family's own. What is unsafe for someone who eats of it is not among them.
///
/// # Errors
///
/// When the plan cannot be read, has no such place, or breast milk stands there.
pub fn dishes(question: &Question<'_>) -> Result<Vec<Alternative>, NoSwap> {
    let (old, cooked) = question.cooked()?;
    let before = question.before()?;
    let mut found: Vec<Ranked> = Vec::new();
    for dish in question.table.dishes() {
        let Some(distance) = may_stand(question, old, cooked, dish) else { continue };
        let plan = put(question, &before, cooked, dish);
        let Some(effect) = question.effect(&before, &plan)? else { continue };
        let alternative = Alternative {
            dish: dish.id.clone(),
            plan,
            effect,
            out_of_season: is_out_of_season(question, dish),
            on_labels: question.avoid.on_labels(question.table, dish),
        };
        found.push((alternative, distance, repeats(question, dish)));
    }
    found.sort_by(in_order);
    refit_first(question, &before, &mut found)?;
    found.sort_by(in_order);
    Ok(told(question, found.into_iter().map(|(alternative, ..)| alternative)))
}

/// An alternative, how far it is in kind, and whether it repeats the day's lead food.
type Ranked = (Alternative, usize, bool);

fn in_order((a, a_distance, a_repeats): &Ranked, (b, b_distance, b_repeats): &Ranked) -> Ordering {
    super::by_effect(&a.effect, &b.effect, a.out_of_season, b.out_of_season)
        .then(a.effect.portions.len().cmp(&b.effect.portions.len()))
        .then(a_repeats.cmp(b_repeats))
        .then(a_distance.cmp(b_distance))
        .then_with(|| cheaper(a.effect.vnd, b.effect.vnd))
        .then_with(|| a.dish.cmp(&b.dish))
}

/// Refits the portions of the family's own dishes that break the day, and of the first others, unless enough leave it standing as
/// it is.
fn refit_first(question: &Question<'_>, before: &DayRead, found: &mut [Ranked]) -> Result<(), NoSwap> {
    let offered =
        told(question, found.iter().filter(|(other, ..)| other.is_offered()).map(|(other, ..)| other.clone()));
    let is_own = |other: &Alternative| question.table.is_own(&other.dish);
    let enough = offered.iter().filter(|other| !is_own(other)).count() == MOST_OFFERED;
    let breaking = found.iter_mut().map(|(other, ..)| other).filter(|other| !other.is_offered());
    let (own, others): (Vec<_>, Vec<_>) = breaking.partition(|other| is_own(other));
    let others = others.into_iter().take(if enough { 0 } else { super::MOST_REFITTED });
    for other in own.into_iter().take(MOST_OWN).chain(others) {
        if let Some((plan, effect)) = question.refitted(before, &other.plan)? {
            (other.plan, other.effect) = (plan, effect);
        }
    }
    Ok(())
}

/// The first of each kind, in order.
fn told(question: &Question<'_>, found: impl Iterator<Item = Alternative>) -> Vec<Alternative> {
    let mut told: Vec<Alternative> = Vec::new();
    let food = |other: &Alternative| question.table.dish(&other.dish).and_then(lead);
    for other in found {
        let own = question.table.is_own(&other.dish);
        let most = match other.is_offered() {
            _ if own => MOST_OWN,
            true => MOST_OFFERED,
            false => MOST_BREAKING,
        };
        let alike = |known: &&Alternative| {
            let same = known.is_offered() == other.is_offered();
            question.table.is_own(&known.dish) == own && (own || same)
        };
        let lead = food(&other).filter(|_| !own);
        let repeated = told.iter().filter(alike).filter(|known| lead.is_some() && food(known) == lead).count();
        if told.iter().filter(alike).count() < most && repeated < MOST_OF_A_FOOD {
            told.push(other);
        }
    }
    told
}

/// Whole đồng: the last bits of a sum are no price.
pub(super) fn cheaper(a: f64, b: f64) -> Ordering {
    a.round().total_cmp(&b.round())
}

/// How near the dish is in kind, if it may stand there at all.
fn may_stand(question: &Question<'_>, old: &Dish, cooked: &PlanDish, dish: &Dish) -> Option<usize> {
    let (table, plan) = (question.table, question.plan);
    let meal = &plan.days[question.place.day].meals[question.place.meal];
    let distance = classes::distance(old.kind, dish.kind)?;
    let fits = meal.dishes.iter().all(|other| other.dish != dish.id)
        && dish.meals.contains(&meal.meal.kind())
        && dish.regions.contains(&plan.region)
        && !holds(question, dish, Flag::BreastMilk)
        && cooked.portions.iter().all(|portion| fit::is_for(table, plan, portion.eater, dish, portion.share))
        && question.avoid.allows_dish(table, dish);
    fits.then_some(distance)
}

fn holds(question: &Question<'_>, dish: &Dish, flag: Flag) -> bool {
    dish.ingredients.iter().any(|part| question.table.foods().food(part.food).is_some_and(|food| food.is(flag)))
}

/// The plan with the dish in the place, everyone's energy from it kept as the steps allow.
fn put(question: &Question<'_>, before: &DayRead, cooked: &PlanDish, dish: &Dish) -> Plan {
    let Place { day, meal, dish: index } = question.place;
    let portions = cooked.portions.iter().map(|portion| {
        let kcal = question.kcal_had(before, cooked, portion);
        Portion { servings: fit::by_energy(question.table, question.plan, dish, portion, kcal), ..*portion }
    });
    let new = PlanDish { dish: dish.id.clone(), changes: Vec::new(), portions: portions.collect() };
    let mut plan = question.plan.clone();
    plan.days[day].meals[meal].dishes[index] = new;
    plan
}

fn lead(dish: &Dish) -> Option<FoodCode> {
    dish.ingredients.iter().find(|part| part.role == Role::Main).map(|part| part.food)
}

/// Whether the day already has a dish of that lead food.
fn repeats(question: &Question<'_>, dish: &Dish) -> bool {
    let Place { day, meal, dish: index } = question.place;
    let food = lead(dish);
    question.plan.days[day].meals.iter().enumerate().any(|(m, served)| {
        served.dishes.iter().enumerate().any(|(d, other)| {
            (m, d) != (meal, index)
                && question.table.dish(&other.dish).is_some_and(|other| food.is_some() && lead(other) == food)
        })
    })
}

fn is_out_of_season(question: &Question<'_>, dish: &Dish) -> bool {
    let season = |food| question.table.foods().food(food)?.season(question.plan.region, question.month?);
    lead(dish).and_then(season) == Some(Season::OutOfSeason)
}
