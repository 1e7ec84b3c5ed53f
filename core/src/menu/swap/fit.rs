//! How much of a dish new to its place, and who may have it.

use crate::foods::Dish;
use crate::menu::{Plan, Portion, Share, Table, Who, dish_energy};

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
    use crate::foods::{Audience, Flag};
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
            let milk = |food| table.foods().food(food).is_some_and(|food| food.is(Flag::BreastMilk));
            dish.child_months.is_some_and(|(first, last)| (first..=last).contains(&months))
                && (person.is_breastfed_child() || !dish.ingredients.iter().any(|part| milk(part.food)))
        }
        Some(months) => {
            share == Share::Unseasoned && table.shared_from_months(&dish.id).is_some_and(|from| from <= months)
        }
    }
}
