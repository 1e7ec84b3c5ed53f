//! What food costs: a dish, a meal, a day, a household.

use serde::Serialize;

use super::{Plan, Table};
use crate::foods::{Confidence, Flag, FoodCode, Region};
use crate::nutrition::Eaten;

/// What some food costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Đồng, rounded to 100 đ; without the foods that have no price.
    pub vnd: u64,
    /// The same, not rounded: to be summed.
    #[serde(skip)]
    pub exact_vnd: f64,
    /// The part of it that rests on prices of low confidence, not rounded.
    #[serde(skip)]
    pub estimated_vnd: f64,
    /// The least sure of the prices used; `None` when no food has a price.
    pub confidence: Option<Confidence>,
    /// Foods without a price. Breast milk is not bought and not listed.
    pub unpriced: Vec<FoodCode>,
}

impl Cost {
    /// What these edible grams of foods cost together. Sums first, rounds once: ten times 70 đ are 700 đ, not ten times
    /// 100 đ.
    #[must_use]
    pub fn of_foods(table: &Table<'_>, foods: impl IntoIterator<Item = (FoodCode, f64)>, region: Region) -> Self {
        let mut cost = Self::default();
        for (food, grams) in foods {
            if table.foods().food(food).is_some_and(|known| known.is(Flag::BreastMilk)) {
                continue;
            }
            match table.cost(food, grams, region) {
                Ok(part) => {
                    cost.exact_vnd += part.vnd;
                    if part.confidence >= Confidence::Low {
                        cost.estimated_vnd += part.vnd;
                    }
                    cost.confidence = Some(cost.confidence.map_or(part.confidence, |worst| worst.max(part.confidence)));
                }
                Err(_) if cost.unpriced.contains(&food) => {}
                Err(_) => cost.unpriced.push(food),
            }
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of a household's food")]
        {
            cost.vnd = (cost.exact_vnd / 100.0).round() as u64 * 100;
        }
        cost
    }

    pub(super) fn of(table: &Table<'_>, eaten: &[Eaten<'_>], region: Region) -> Self {
        Self::of_foods(table, eaten.iter().map(|food| (food.food, food.grams)), region)
    }
}

impl Plan {
    /// What one day costs for all who eat; nothing for a day the plan does not have.
    #[must_use]
    pub fn cost_of_day(&self, table: &Table<'_>, day: usize) -> Cost {
        let meals = self.days.get(day).into_iter().flat_map(|day| &day.meals);
        let foods = meals.flat_map(|meal| &meal.dishes).filter_map(|dish| dish.cooked(table)).flatten();
        Cost::of_foods(table, foods, self.region)
    }
}
