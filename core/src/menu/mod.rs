//! Menus: what is eaten at which meal, and what that means for the person who eats it.

mod cost;
mod evaluate;
mod reading;

pub use cost::Cost;
pub use evaluate::{Fault, evaluate};
pub use reading::{BreastMilk, DishReading, Fix, IngredientReading, MealReading, NutrientLine, Reading, Shortfall};

use crate::foods::{FoodCode, Meal};

/// One day's meals for one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayMenu {
    /// In the order of the day.
    pub meals: Vec<MealMenu>,
}

impl DayMenu {
    /// Servings of one dish past which an amount is a slip: one pot feeds no more.
    pub const MOST_PORTIONS: f64 = 100.0;
    /// Grams of one food past which an amount is a slip of the unit.
    pub const MOST_GRAMS: f64 = 10_000.0;
}

/// One meal.
#[derive(Clone, Debug, PartialEq)]
pub struct MealMenu {
    /// Which meal.
    pub meal: Meal,
    /// Dishes of the bank.
    pub dishes: Vec<Serving>,
    /// Foods by weight, beside the dishes.
    pub ingredients: Vec<Ingredient>,
}

/// A dish of the bank, so many servings of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    /// The dish's id.
    pub dish: String,
    /// Servings, above 0 and up to [`DayMenu::MOST_PORTIONS`]; 1 is one serving of the dish's own audience.
    pub portion: f64,
}

/// A food by weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ingredient {
    /// The food's code.
    pub food: FoodCode,
    /// Edible grams, raw, above 0 and up to [`DayMenu::MOST_GRAMS`].
    pub grams: f64,
}

impl MealMenu {
    /// Whether nothing is served.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.dishes.is_empty() && self.ingredients.is_empty()
    }
}
