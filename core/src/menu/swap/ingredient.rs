//! Another ingredient in the same dish.
//!
//! A substitute is of the same class of foods, does the same in the dish, and is known to the bank in such a dish for
//! everyone who eats of it: where no dish for a child of that age has the food, the child does not get it. It brings no
//! hazard that was not there. Amounts are equal in what the class is used for: energy of staples and fat, protein of meat
//! and its like, edible weight of vegetables and fruit, rounded to what a kitchen scale shows.

use std::cmp::Ordering;

use serde::Serialize;

use super::classes::{Class, Member};
use super::{Basis, Effect, NoSwap, Place, Question, Standing, by_effect, dish, fit, recipe};
use crate::foods::{Allergen, Dish, Food, FoodCode, Ingredient, Role, Season, SourceRef};
use crate::menu::{Change, Plan};
use crate::nutrition::Nutrient;

/// A food that could take another's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Substitute {
    /// The food.
    pub food: FoodCode,
    /// It is the recipe's own, taken back.
    pub own: bool,
    /// Edible grams of it in one serving, raw.
    pub grams: f64,
    /// Edible grams of what stands there now.
    pub grams_now: f64,
    /// What the two are equal in.
    pub basis: Basis,
    /// The row that says so.
    pub place: SourceRef,
    /// Whether the recipe's steps can be told with its name.
    pub reworded: bool,
    /// The plan with it.
    pub plan: Plan,
    /// What it changes.
    pub effect: Effect,
    /// It is out of season in the month asked for.
    pub out_of_season: bool,
    /// Allergens the household avoids that only its label tells.
    pub on_labels: Vec<Allergen>,
}

impl Substitute {
    /// Whether it is offered: the day still stands. The way back to the recipe is always open.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        self.own || self.effect.standing != Standing::Breaks
    }
}

/// What a kitchen scale shows, g; under [`LIGHT`] a spoon tells single grams.
const STEP: f64 = 5.0;
const LIGHT: f64 = 20.0;
/// Further apart than this, equal energy or protein would be another dish.
const MOST_TIMES: f64 = 4.0;
/// From this completed month on, children eat what they are given in more than one kind of dish.
const EATS_ALONG_MONTHS: u32 = 24;

/// An ingredient of a dish that can be exchanged, and what stands there now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Exchangeable {
    /// The food of the recipe.
    pub recipe: FoodCode,
    /// The food that stands there now.
    pub now: FoodCode,
    /// Its grams in one serving.
    pub grams: f64,
}

/// The ingredients of a dish that have a class: which of them can be exchanged for whom is told by [`ingredients`].
///
/// # Errors
///
/// When the plan has no such place, or breast milk stands there.
pub fn exchangeable(question: &Question<'_>) -> Result<Vec<Exchangeable>, NoSwap> {
    let (dish, cooked) = question.cooked()?;
    let parts = dish.ingredients.iter().filter(|part| part.role != Role::Seasoning && Member::of(part.food).is_some());
    Ok(parts.map(|part| now(part, &cooked.changes)).collect())
}

fn now(part: &Ingredient, changes: &[Change]) -> Exchangeable {
    match changes.iter().find(|change| change.out == part.food) {
        Some(change) => Exchangeable { recipe: part.food, now: change.into, grams: change.grams },
        None => Exchangeable { recipe: part.food, now: part.food, grams: part.grams },
    }
}

/// What can take the place of the food `out` of the recipe, the best first, in the order of dishes; ties by code. The
/// recipe's own food is among them when another stands there now.
///
/// # Errors
///
/// When the plan cannot be read, has no such place, the dish holds no such food, or nothing is of its class.
pub fn ingredients(question: &Question<'_>, out: FoodCode) -> Result<Vec<Substitute>, NoSwap> {
    let (dish, cooked) = question.cooked()?;
    let part = dish.ingredients.iter().find(|part| part.food == out).ok_or(NoSwap::NotInTheDish(out))?;
    let member = Member::of(out).filter(|_| part.role != Role::Seasoning).ok_or(NoSwap::NotExchanged(out))?;
    let class = member.class();
    let before = question.before()?;
    let now = now(part, &cooked.changes);
    let mut found = Vec::new();
    for candidate in std::iter::once(member).chain(member.others()).filter(|other| other.food != now.now) {
        let Some(food) = question.table.foods().food(candidate.food) else { continue };
        if candidate.food != out && !may_stand(question, dish, part, food) || !question.avoid.allows_food(food) {
            continue;
        }
        let Some(grams) = equal(question, class, part, candidate.food) else { continue };
        let plan = put(question, part, candidate.food, grams);
        let Some(effect) = question.effect(&before, &plan)? else { continue };
        let Place { day, meal, dish: index } = question.place;
        let changes = &plan.days[day].meals[meal].dishes[index].changes;
        let wording = recipe(question.table.foods(), dish, changes);
        let mut on_labels = food.read_label.clone();
        on_labels.retain(|allergen| question.avoid.allergens.contains(allergen));
        found.push(Substitute {
            food: candidate.food,
            own: candidate.food == out,
            grams,
            grams_now: now.grams,
            basis: class.basis,
            place: class.place(),
            reworded: !wording.told_above.iter().any(|(told, _)| *told == out),
            effect,
            out_of_season: question
                .month
                .is_some_and(|month| food.season(plan.region, month) == Some(Season::OutOfSeason)),
            on_labels,
            plan,
        });
    }
    found.sort_by(in_order);
    for other in found.iter_mut().filter(|other| !other.is_offered()).take(super::MOST_REFITTED) {
        if let Some((plan, effect)) = question.refitted(&before, &other.plan)? {
            (other.plan, other.effect) = (plan, effect);
        }
    }
    found.sort_by(in_order);
    Ok(found)
}

fn in_order(a: &Substitute, b: &Substitute) -> Ordering {
    by_effect(&a.effect, &b.effect, a.out_of_season, b.out_of_season)
        .then(a.effect.portions.len().cmp(&b.effect.portions.len()))
        .then_with(|| dish::cheaper(a.effect.vnd, b.effect.vnd))
        .then_with(|| a.food.cmp(&b.food))
}

/// Whether the food may stand in the dish for everyone who eats of it.
fn may_stand(question: &Question<'_>, dish: &Dish, part: &Ingredient, food: &Food) -> bool {
    let foods = question.table.foods();
    let Some(old) = foods.food(part.food) else { return false };
    let Ok((_, cooked)) = question.cooked() else { return false };
    let twice = dish.ingredients.iter().any(|other| other.food == food.code)
        || cooked.changes.iter().any(|change| change.into == food.code && change.out != part.food);
    let no_new_hazard = food.flags.iter().all(|flag| old.flags.contains(flag));
    !twice && no_new_hazard && cooked.portions.iter().all(|portion| is_known(question, dish, part, food, portion.eater))
}

/// Whether the bank cooks that food, in such a dish and role, for someone like the eater.
fn is_known(question: &Question<'_>, dish: &Dish, part: &Ingredient, food: &Food, eater: usize) -> bool {
    let months = fit::months(question.plan, eater);
    let any_kind = months.is_some_and(|months| months >= EATS_ALONG_MONTHS);
    let same_role = |role: Role| (role == Role::Oil) == (part.role == Role::Oil) && role != Role::Seasoning;
    question.table.foods().dishes().iter().any(|known| {
        let for_her = match months {
            Some(months) => known.child_months.is_some_and(|(first, _)| first <= months),
            None => known.child_months.is_none() || known.audiences.len() > 1,
        };
        for_her
            && (any_kind || known.kind == dish.kind)
            && known.ingredients.iter().any(|other| other.food == food.code && same_role(other.role))
    })
}

/// Grams that equal the recipe's amount in what the class is used for; `None` when that is not known, or far apart.
fn equal(question: &Question<'_>, class: &Class, part: &Ingredient, food: FoodCode) -> Option<f64> {
    if food == part.food {
        return Some(part.grams);
    }
    let times = match class.basis {
        Basis::Weight => 1.0,
        Basis::Energy | Basis::Protein => {
            let nutrient = if class.basis == Basis::Energy { Nutrient::Energy } else { Nutrient::Protein };
            let per_100g = |food| question.table.composition(food).and_then(|per| per[nutrient as usize]);
            per_100g(part.food)? / per_100g(food).filter(|per| *per > 0.0)?
        }
    };
    let grams = part.grams * times;
    let step = if grams < LIGHT { 1.0 } else { STEP };
    (1.0 / MOST_TIMES..=MOST_TIMES).contains(&times).then(|| ((grams / step).round() * step).max(1.0))
}

/// The plan with the change; the recipe's own food and amount are no change.
fn put(question: &Question<'_>, part: &Ingredient, food: FoodCode, grams: f64) -> Plan {
    let Place { day, meal, dish } = question.place;
    let mut plan = question.plan.clone();
    let changes = &mut plan.days[day].meals[meal].dishes[dish].changes;
    changes.retain(|change| change.out != part.food);
    if food != part.food {
        changes.push(Change { out: part.food, into: food, grams });
    }
    plan
}
