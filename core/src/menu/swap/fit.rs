//! Portions after a swap, and for another person.

use super::effect::{is_less_safe, missed};
use crate::foods::{Dish, Flag};
use crate::menu::{Plan, PlanFault, Portion, Reading, Share, Table, Who, dish_energy, evaluate};

/// Rounds of [`fit_portions`]: each moves one portion by one step.
const MOST_ROUNDS: usize = 16;
/// A move must bring the goals nearer by this much, as a share of their limits.
const WORTH_A_MOVE: f64 = 0.002;

/// The same dishes on one day with portions nearer to what each eater needs: one household step at a time, always the move
/// that helps most, until none helps. Nothing becomes less safe. Of equal moves the first in the order of the day is taken,
/// more before less.
///
/// # Errors
///
/// When the plan cannot be read.
pub fn fit_portions(table: &Table<'_>, plan: &Plan, day: usize) -> Result<Plan, PlanFault> {
    plan.check()?;
    let mut plan = plan.clone();
    for eater in 0..plan.eaters.len() {
        let Who::Person(person) = plan.eaters[eater].who else { continue };
        let read = |plan: &Plan| {
            let menu = plan.menu_of(day, eater).unwrap_or_default();
            evaluate(table, person, plan.region, &menu).map_err(|fault| PlanFault::Menu { day, eater, fault })
        };
        let mut now = read(&plan)?;
        for _ in 0..MOST_ROUNDS {
            let mut best: Option<(f64, Plan, Reading)> = None;
            for next in steps(table, &plan, day, eater) {
                let reading = read(&next)?;
                let helps = miss(&now) - miss(&reading);
                let better = helps > best.as_ref().map_or(WORTH_A_MOVE, |(best, ..)| *best);
                if better && !is_less_safe(&now, &reading) {
                    best = Some((helps, next, reading));
                }
            }
            let Some((_, next, reading)) = best else { break };
            (plan, now) = (next, reading);
        }
    }
    Ok(plan)
}

fn miss(reading: &Reading) -> f64 {
    reading.rules.iter().map(missed).sum()
}

/// Every plan with one portion of the eater one step larger or smaller, breast milk aside: feeds are on demand.
fn steps(table: &Table<'_>, plan: &Plan, day: usize, eater: usize) -> Vec<Plan> {
    let mut found = Vec::new();
    let Some(meals) = plan.days.get(day).map(|day| &day.meals) else { return found };
    for (meal, served) in meals.iter().enumerate() {
        for (index, cooked) in served.dishes.iter().enumerate() {
            let (Some(portion), Some(dish)) = (cooked.portion_of(eater), table.dish(&cooked.dish)) else { continue };
            let milk = |food| table.foods().food(food).is_some_and(|food| food.is(Flag::BreastMilk));
            if portion.share == Share::Unseasoned || dish.ingredients.iter().any(|part| milk(part.food)) {
                continue;
            }
            let grid = &dish.portions;
            for by in [1.0, -1.0] {
                let servings = grid.nearest(portion.servings + by * grid.servings(grid.step), months(plan, eater));
                if (servings - portion.servings) * by <= 0.0 {
                    continue;
                }
                let mut next = plan.clone();
                let portions = &mut next.days[day].meals[meal].dishes[index].portions;
                if let Some(portion) = portions.iter_mut().find(|portion| portion.eater == eater) {
                    portion.servings = servings;
                    found.push(next);
                }
            }
        }
    }
    found
}

/// Completed months of a child who eats; `None` for the grown.
pub(super) fn months(plan: &Plan, eater: usize) -> Option<u32> {
    plan.eaters[eater].who.person().and_then(|person| person.child_months()).map(u32::from)
}

/// Servings of `new` that give the eater the energy he had, on the steps in which it is served; of a share before
/// seasoning no more than a child may have.
pub(super) fn by_energy(table: &Table<'_>, plan: &Plan, new: &Dish, portion: &Portion, kcal: f64) -> f64 {
    let of_one = dish_energy(table, new).amount;
    let wanted = if of_one > 0.0 { kcal / of_one } else { 1.0 };
    let months = months(plan, portion.eater);
    let shared = match (portion.share, months) {
        (Share::Unseasoned, Some(months)) => table.foods().shared_choices(new, months),
        _ => Vec::new(),
    };
    let nearest = |a: &&f64, b: &&f64| (**a - wanted).abs().total_cmp(&(**b - wanted).abs());
    shared.iter().min_by(nearest).copied().unwrap_or_else(|| new.portions.nearest(wanted, months))
}

/// Whether the eater may have the dish: made for him, or shared with him as the pot now is.
pub(super) fn is_for(table: &Table<'_>, plan: &Plan, eater: usize, dish: &Dish, share: Share) -> bool {
    use crate::foods::Audience;
    let person = match plan.eaters[eater].who {
        Who::Adult => return dish.audiences.iter().any(|audience| *audience != Audience::Child),
        Who::Person(person) => person,
    };
    match person.child_months().map(u32::from) {
        None => {
            let own =
                if person.stage_code().starts_with("pregnant") { Audience::Pregnant } else { Audience::Lactating };
            dish.audiences.contains(&own)
        }
        Some(months) if dish.audiences.contains(&Audience::Child) => {
            dish.child_months.is_some_and(|(first, last)| (first..=last).contains(&months))
        }
        Some(months) => {
            share == Share::Unseasoned && table.shared_from_months(&dish.id).is_some_and(|from| from <= months)
        }
    }
}
