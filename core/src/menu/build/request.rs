//! What is asked of the builder.

use super::answer::Wish;
use super::candidates;
use crate::foods::{Allergen, Database, Dish, FoodCode, Meal, Region};
use crate::menu::{Eater, Who};

/// A dish that must stand in a meal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// On which day, from 0; `None`: the first.
    pub day: Option<u8>,
    /// At which meal.
    pub meal: Meal,
    /// The dish's id.
    pub dish: String,
}

/// A food that is in the house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtHome {
    /// Which.
    pub food: FoodCode,
    /// Edible grams; `None` when nobody weighed it.
    pub grams: Option<f64>,
}

/// Who eats, for how long, and what they wish.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// One person, or all who eat from one pot.
    pub eaters: Vec<Eater>,
    /// Dishes and prices of that region.
    pub region: Region,
    /// 1–14.
    pub days: u8,
    /// In the order of the day, each once; [`usual_meals`](Self::usual_meals) when nobody said.
    pub meals: Vec<Meal>,
    /// 1–12: foods of that season come first.
    pub month: Option<u8>,
    /// No meat, no fish, no fish sauce.
    pub vegetarian: bool,
    /// What someone is allergic to. What may be in a product is to be read on its label and strikes no dish.
    pub allergens: Vec<Allergen>,
    /// Foods that must not stand in any dish, seasonings too.
    pub disliked_foods: Vec<FoodCode>,
    /// Dishes not to propose.
    pub disliked_dishes: Vec<String>,
    /// Dishes that must stand.
    pub fixed: Vec<Fixed>,
    /// Dishes to serve on one of the days, if the goals allow.
    pub favourites: Vec<String>,
    /// What is to be used up, if the goals allow.
    pub at_home: Vec<AtHome>,
    /// Đồng a day for all eaters.
    pub budget_vnd_per_day: Option<u32>,
    /// Another seed, another menu.
    pub seed: u64,
    /// How many proposals, 1–5.
    pub proposals: u8,
}

impl Request {
    /// Most days asked at once.
    pub const MOST_DAYS: u8 = 14;
    /// Most proposals asked at once.
    pub const MOST_PROPOSALS: u8 = 5;
    /// Most eaters of one pot.
    pub const MOST_EATERS: usize = 8;

    /// The wish that keeps a dish from this table, an allergy first: such a dish is not offered, and not taken as fixed.
    #[must_use]
    pub fn not_eaten(&self, foods: &Database, dish: &Dish) -> Option<Wish> {
        candidates::not_eaten(foods, dish, self)
    }

    /// One day, one proposal, no wishes.
    #[must_use]
    pub fn plain(eaters: Vec<Eater>, region: Region) -> Self {
        let meals = Self::usual_meals(&eaters);
        Self {
            eaters,
            region,
            days: 1,
            meals,
            month: None,
            vegetarian: false,
            allergens: Vec::new(),
            disliked_foods: Vec::new(),
            disliked_dishes: Vec::new(),
            fixed: Vec::new(),
            favourites: Vec::new(),
            at_home: Vec::new(),
            budget_vnd_per_day: None,
            seed: 0,
            proposals: 1,
        }
    }

    /// Three meals and three snacks, as the bank's own menus have them; for adults alone three meals.
    #[must_use]
    pub fn usual_meals(eaters: &[Eater]) -> Vec<Meal> {
        let only_adults = eaters.iter().all(|eater| matches!(eater.who, Who::Adult));
        let snack = |meal: &Meal| !matches!(meal, Meal::Breakfast | Meal::Lunch | Meal::Dinner);
        Meal::ALL.iter().copied().filter(|meal| !(only_adults && snack(meal))).collect()
    }
}
