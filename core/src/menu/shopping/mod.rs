//! What to buy: foods summed over dishes, as they are sold, stall by stall, with what they cost.
//!
//! Dishes count edible raw grams; a market sells with skin and bone: what is bought is the edible grams divided by the edible
//! share of the food tables. What catches people out:
//! - sums come first and are rounded once, at the end: seven days with 3 g of garlic are 21 g, not seven bulbs;
//! - the price is that of the grams that are used, so that a list costs what its menu costs; the unit (a bunch, a carton) is
//!   what one asks for at the stall, rounded up, and may leave some over;
//! - breast milk is a food of the tables and never on a list;
//! - what the market sells ready to cook (shelled clams, minced fish) is priced so, and asked for in edible grams;
//! - where the tables have no edible share a food is counted as wholly edible, and its price is of low confidence.

mod called;
mod list;
mod quantity;

pub use called::Called;
pub use list::{HomeLine, Line, LinePrice, List, StallLines, list, total};
pub use quantity::Quantity;

use super::{Plan, Table};
use crate::foods::FoodCode;

/// A food that dishes need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// Which.
    pub food: FoodCode,
    /// Edible grams, raw.
    pub grams: f64,
}

/// A food that the kitchen holds already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtHome {
    /// Which.
    pub food: FoodCode,
    /// Edible grams of it; `None`: as much as is needed.
    pub grams: Option<f64>,
}

/// Why there is no list.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoList {
    /// The table holds no such dish.
    #[error("there is no dish {0}")]
    UnknownDish(String),
    /// The food table holds no such food.
    #[error("there is no food {0}")]
    UnknownFood(FoodCode),
    /// Not an amount: below zero, or no number.
    #[error("{grams} g of food {food} is no amount")]
    NotAnAmount {
        /// Which food.
        food: FoodCode,
        /// What was given.
        grams: f64,
    },
}

/// What every cooking of a plan takes, for all who eat of it; not yet summed.
///
/// # Errors
///
/// When the plan names a dish that the table does not hold.
pub fn needs(table: &Table<'_>, plan: &Plan) -> Result<Vec<Need>, NoList> {
    let mut needs = Vec::new();
    for dish in plan.days.iter().flat_map(|day| &day.meals).flat_map(|meal| &meal.dishes) {
        let cooked = dish.cooked(table).ok_or_else(|| NoList::UnknownDish(dish.dish.clone()))?;
        needs.extend(cooked.into_iter().map(|(food, grams)| Need { food, grams }));
    }
    Ok(needs)
}
