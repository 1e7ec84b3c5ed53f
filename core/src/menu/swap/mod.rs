//! Another dish in the same place, another ingredient in the same dish: what may stand there, and what it changes.
//!
//! What catches people out:
//! - what is unsafe for anyone who eats of the pot is not listed at all; what only breaks the balance is listed with the
//!   reason and not offered;
//! - a day that was not balanced need not become so: no rule may fare worse;
//! - what would break the day is tried once more with portions refitted ([`refit`]); which other portions
//!   changed is told ([`Effect::portions`]), and a swap that leaves the day standing changes none;
//! - one cooking feeds several: whoever eats of it, a child under 12 months too, decides what may stand there.

mod avoid;
mod classes;
mod dish;
mod effect;
mod fit;
mod ingredient;
mod recipe;

use std::cmp::Ordering;

pub use avoid::Avoid;
pub use classes::Basis;
pub use dish::{Alternative, dishes};
pub use effect::{Broken, Effect, Move, PortionMove, Standing};
pub use ingredient::{Exchangeable, Substitute, exchangeable, ingredients};
pub use recipe::{Wording, recipe};

use self::effect::{DayRead, effect};
use super::build::refit;
use super::{Plan, PlanDish, PlanFault, Portion, Table};
use crate::foods::{Dish, Flag, FoodCode};

/// A dish of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which day, from 0.
    pub day: usize,
    /// Which of its meals, from 0.
    pub meal: usize,
    /// Which of its dishes, from 0.
    pub dish: usize,
}

/// Where something else is wanted, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Foods, dishes and prices.
    pub table: &'a Table<'a>,
    /// What the household eats.
    pub plan: &'a Plan,
    /// The dish.
    pub place: Place,
    /// What must not come.
    pub avoid: &'a Avoid,
    /// The month, 1–12, when it is asked what is in season.
    pub month: Option<u8>,
}

/// Why nothing is proposed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoSwap {
    /// The plan has no dish there.
    #[error("day {}, meal {}: there is no dish {}", .0.day, .0.meal, .0.dish)]
    NoSuchPlace(Place),
    /// The plan cannot be read.
    #[error(transparent)]
    Plan(PlanFault),
    /// Breast milk: nothing takes its place.
    #[error("nothing takes the place of breast milk")]
    BreastMilk,
    /// The dish does not hold the food.
    #[error("the dish holds no food {0}")]
    NotInTheDish(FoodCode),
    /// A seasoning, or a food nothing stands in for.
    #[error("nothing is known that stands in for food {0}")]
    NotExchanged(FoodCode),
}

/// How many of those that break the day are refitted: more than a sheet tells.
const MOST_REFITTED: usize = 12;

impl<'a> Question<'a> {
    /// The dish of the place, as recipe and as it is cooked there.
    fn cooked(&self) -> Result<(&'a Dish, &'a PlanDish), NoSwap> {
        let Place { day, meal, dish } = self.place;
        let missing = NoSwap::NoSuchPlace(self.place);
        let meals = self.plan.days.get(day).map(|day| &day.meals);
        let cooked = meals.and_then(|meals| meals.get(meal)).and_then(|meal| meal.dishes.get(dish));
        let cooked = cooked.ok_or_else(|| missing.clone())?;
        let known = self.table.dish(&cooked.dish).ok_or(missing)?;
        let milk = |food| self.table.foods().food(food).is_some_and(|food| food.is(Flag::BreastMilk));
        if !known.ingredients.is_empty() && known.ingredients.iter().all(|part| milk(part.food)) {
            return Err(NoSwap::BreastMilk);
        }
        Ok((known, cooked))
    }

    /// The day as it is.
    fn before(&self) -> Result<DayRead, NoSwap> {
        self.plan.check().map_err(NoSwap::Plan)?;
        DayRead::of(self.table, self.plan, self.place.day, None).map_err(NoSwap::Plan)
    }

    /// The plan after a swap, and what it changes; `None` when it is unsafe for someone.
    fn effect(&self, before: &DayRead, plan: &Plan) -> Result<Option<Effect>, NoSwap> {
        let (_, cooked) = self.cooked()?;
        let eaters: Vec<usize> = cooked.portions.iter().map(|portion| portion.eater).collect();
        let after = DayRead::of(self.table, plan, self.place.day, Some((before, &eaters))).map_err(NoSwap::Plan)?;
        let portions = PortionMove::between(self.plan, plan, self.place.day);
        Ok(effect(before, &after).map(|effect| Effect { portions, ..effect }))
    }

    /// The same swap with portions refitted, where that leaves the day standing.
    fn refitted(&self, before: &DayRead, plan: &Plan) -> Result<Option<(Plan, Effect)>, NoSwap> {
        let (_, cooked) = self.cooked()?;
        let whole = |eater: &usize| before.is_whole(*eater);
        let eaters: Vec<usize> = cooked.portions.iter().map(|portion| portion.eater).filter(whole).collect();
        let fitted = refit(self.table, plan, self.place.day, &eaters).map_err(NoSwap::Plan)?;
        if fitted == *plan {
            return Ok(None);
        }
        let effect = self.effect(before, &fitted)?.filter(|effect| effect.standing != Standing::Breaks);
        Ok(effect.map(|effect| (fitted, effect)))
    }

    /// Energy the eater had of the dish, kcal.
    fn kcal_had(&self, before: &DayRead, cooked: &PlanDish, portion: &Portion) -> f64 {
        let meal = self.plan.days[self.place.day].meals[self.place.meal].meal;
        let read = before.readings[portion.eater].as_ref().and_then(|reading| {
            let meal = reading.meals.iter().find(|read| read.meal == meal)?;
            meal.dishes.iter().find(|read| read.dish_id.as_deref() == Some(&cooked.dish))
        });
        let recipe = || {
            self.table
                .dish(&cooked.dish)
                .map_or(0.0, |dish| super::dish_energy(self.table, dish).amount * portion.servings)
        };
        read.map_or_else(recipe, |read| read.energy.amount)
    }
}

/// The order of what leaves the day standing, of what needs no caution, of the least missed, of the season.
fn by_effect(a: &Effect, b: &Effect, a_out: bool, b_out: bool) -> Ordering {
    let breaks = |effect: &Effect| effect.standing == Standing::Breaks;
    // Thousandths: the last bits of a sum are no reason.
    let missed = |effect: &Effect| (effect.miss * 1000.0).round();
    breaks(a)
        .cmp(&breaks(b))
        .then(a.cautions.len().cmp(&b.cautions.len()))
        .then_with(|| missed(a).total_cmp(&missed(b)))
        .then(a_out.cmp(&b_out))
}

#[cfg(test)]
mod tests;
