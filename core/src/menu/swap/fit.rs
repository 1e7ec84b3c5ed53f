//! Portions after a swap.

use crate::foods::Dish;
use crate::menu::{Plan, Share, Table, Who};
use crate::nutrition::Nutrient;

/// Completed months of a child who eats; `None` for the grown.
pub(super) fn months(plan: &Plan, eater: usize) -> Option<u32> {
    plan.eaters[eater].who.person().and_then(|person| person.child_months()).map(u32::from)
}

/// Servings of `new` that give each eater the energy he had, on the steps in which it is served.
pub(super) fn by_energy(table: &Table<'_>, plan: &Plan, new: &Dish, eater: usize, kcal: f64) -> f64 {
    let of_one = kcal_of(table, new);
    let wanted = if of_one > 0.0 { kcal / of_one } else { 1.0 };
    new.portions.nearest(wanted, months(plan, eater))
}

/// Energy of one serving as the recipe has it, kcal, as far as it is known.
pub(super) fn kcal_of(table: &Table<'_>, dish: &Dish) -> f64 {
    let energy = |food, grams: f64| table.composition(food)?[Nutrient::Energy as usize].map(|per| per * grams / 100.0);
    dish.ingredients.iter().filter_map(|part| energy(part.food, part.grams)).sum()
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
