//! Menus: what is eaten at which meal, and what that means for the person who eats it.

pub mod build;
mod cost;
mod evaluate;
mod explain;
mod fix;
mod laid;
mod plan;
mod reading;
mod safety;
pub mod shopping;
pub mod swap;
mod table;
mod usual;

pub use cost::Cost;
pub use evaluate::{Fault, evaluate, evaluate_days, served};
pub use explain::{Given, foods_that_give, summed};
pub use fix::fill_fixes;
pub use laid::dish_energy;
pub use plan::{CookedApart, Eater, Plan, PlanDay, PlanDish, PlanFault, PlanMeal, Portion, Who, read_plan};
pub use reading::{
    BreastMilk, DishReading, Feeds, Fix, FixStep, FoodFix, IngredientReading, MealReading, NutrientLine, Reading,
    Shortfall,
};
pub use safety::{Danger, dangers};
pub use table::{NotTaken, OwnDish, OwnIngredient, Table};
pub use usual::{USUAL_YEARS, USUALLY_BREASTFED_BEFORE, person_of, usual_person};

use serde::Serialize;

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

/// A dish, so many servings of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    /// The dish's id.
    pub dish: String,
    /// What stands in it for what.
    pub changes: Vec<Change>,
    /// Whether it was taken out before seasoning.
    pub share: Share,
    /// Servings, above 0 and up to [`DayMenu::MOST_PORTIONS`]; 1 is one serving of the dish's own audience.
    pub portion: f64,
}

/// One ingredient of a dish replaced by another, or by another amount of itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The food of the recipe.
    pub out: FoodCode,
    /// What goes in instead, in the same role.
    pub into: FoodCode,
    /// Edible grams of it in one serving of the dish, raw; 0 leaves it out.
    pub grams: f64,
}

/// Which part of one cooking a person eats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// As it comes to the table.
    #[default]
    Whole,
    /// Taken out before salt, fish sauce, soy sauce and sugar go in; oil and herbs stay.
    Unseasoned,
}

impl Serving {
    /// So many servings of a dish as its recipe has it.
    #[must_use]
    pub fn whole(dish: impl Into<String>, portion: f64) -> Self {
        Self { dish: dish.into(), changes: Vec::new(), share: Share::Whole, portion }
    }
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
