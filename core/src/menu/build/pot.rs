//! The family pot: one cooking for several eaters.
//!
//! Grown-ups sit together. A child sits by itself, with dishes of its own, and may take a share of what the grown-ups have
//! at the same meal, as the table of sharing lets it; its meal may then lean on the pot altogether.
//!
//! What catches people out:
//! - a child under 24 months has its share before salt, fish sauce and sugar go in; from 24 months on it eats as the family
//!   does, where that is safe for it;
//! - a meal that leans on the pot needs grain or a bowl, and something beside the grain;
//! - no table knows the family's other grown-ups. They are served by the energy of the only grown-ups' rows printed, a
//!   woman of 30–49 years at moderate work; a man eats more, and may.

use super::problem::Problem;
use crate::foods::{Audience, Database, Dish, DishKind, RequirementKind, RequirementRow};
use crate::menu::{Share, Table};

/// A child's share is taken out before seasoning up to this completed month (design: salt comes late).
const UNSEASONED_BEFORE_MONTHS: u32 = 24;

/// How a child takes its share of a grown-ups' dish, and the amounts it may have, in servings. Empty: it has none.
pub(super) fn share(foods: &Database, dish: &Dish, months: u32) -> (Share, Vec<f64>) {
    let seasoned = dish.shared_at(months).is_some_and(|sharing| sharing.before_seasoning);
    let unseasoned = seasoned && months < UNSEASONED_BEFORE_MONTHS;
    (if unseasoned { Share::Unseasoned } else { Share::Whole }, foods.shared_choices(dish, months))
}

/// What a dish brings to a meal that leans on the pot: something filling, something beside it.
pub(super) const fn brings(kind: DishKind) -> [u8; 2] {
    match kind {
        DishKind::OneBowl | DishKind::Porridge => [1, 1],
        DishKind::Staple => [1, 0],
        DishKind::Main | DishKind::Soup => [0, 1],
        _ => [0, 0],
    }
}

/// Whether a dish is a cooking for children alone; fruit, milk and snacks are no cooking.
pub(super) fn is_cooked_for_children_alone(dish: &Dish) -> bool {
    let cooked = matches!(
        dish.kind,
        DishKind::Main | DishKind::Soup | DishKind::Vegetable | DishKind::OneBowl | DishKind::Porridge
    );
    cooked && dish.audiences.iter().all(|audience| *audience == Audience::Child)
}

/// kcal a day by which a grown-up of the family is served, whom no table knows: the row of a woman of 30–49 years at
/// moderate work (`guidelines/rni-2016/rni.tsv`).
pub(super) fn energy_of_an_adult(table: &Table<'_>) -> Option<f64> {
    let row = |row: &&RequirementRow| {
        row.group_id == "f_30_49y"
            && row.nutrient == "energy"
            && row.condition == "activity=moderate"
            && row.edition == "2016"
            && row.kind == RequirementKind::Rni
    };
    table.foods().requirements().iter().find(row).map(|row| row.value)
}

impl Problem {
    /// The servings a sharer has at that level of a candidate: none at level 0.
    pub fn shared(&self, candidate: u16, diner: usize, level: u8) -> f64 {
        match level {
            0 => 0.0,
            level => self.candidate(candidate).shared[diner][usize::from(level) - 1],
        }
    }
}
#[cfg(test)]
#[path = "pot_tests.rs"]
mod tests;
