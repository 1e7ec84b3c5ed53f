//! What a day's food costs.

use serde::Serialize;

use super::Table;
use crate::foods::{Confidence, FoodCode, Region};
use crate::nutrition::Eaten;

/// The cost of a day's food.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Đồng, rounded to 100 đ; without the foods that have no price.
    pub vnd: u64,
    /// The least sure of the prices used; `None` when no food has a price.
    pub confidence: Option<Confidence>,
    /// Foods without a price. Breast milk is not bought and not listed.
    pub unpriced: Vec<FoodCode>,
}

/// Sums first, rounds once: ten times 70 đ are 700 đ, not ten times 100 đ.
pub(super) fn of(table: &Table<'_>, eaten: &[Eaten<'_>], region: Region) -> Cost {
    let mut cost = Cost::default();
    let mut vnd = 0.0;
    for food in eaten.iter().filter(|food| !food.traits.breast_milk) {
        match table.cost(food.food, food.grams, region) {
            Ok(part) => {
                vnd += part.vnd;
                cost.confidence = Some(cost.confidence.map_or(part.confidence, |worst| worst.max(part.confidence)));
            }
            Err(_) if cost.unpriced.contains(&food.food) => {}
            Err(_) => cost.unpriced.push(food.food),
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of a day's food")]
    {
        cost.vnd = (vnd / 100.0).round() as u64 * 100;
    }
    cost
}
