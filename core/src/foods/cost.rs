//! What an amount of food costs at the market.
//!
//! Dishes count edible grams; markets sell with skin and bone. The edible share of the 2007 table turns one into the
//! other. Where it has no figure the food is priced as if wholly edible and the answer says so.

use serde::Serialize;

use super::{Confidence, Database, Dish, FoodCode, Price, PriceBasis, Region, SourceRef};

/// The price of an amount of food.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// Đồng, not rounded.
    pub vnd: f64,
    /// The weakest confidence that went in.
    pub confidence: Confidence,
    /// The price used; of the dearest ingredient when there are several.
    pub place: SourceRef,
}

/// Why there is no cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum NoCost {
    /// There is no such food.
    #[error("there is no food {0}")]
    UnknownFood(FoodCode),
    /// The food has no price.
    #[error("food {0} has no price")]
    NoPrice(FoodCode),
}

impl Database {
    /// The price of a food in a region: its own there, else the one for everywhere.
    #[must_use]
    pub fn price(&self, food: FoodCode, region: Region) -> Option<&Price> {
        let first = self.prices().partition_point(|price| price.food < food);
        let of_food = || self.prices()[first..].iter().take_while(|price| price.food == food);
        of_food().find(|price| price.region == Some(region)).or_else(|| of_food().find(|price| price.region.is_none()))
    }

    /// Grams to buy for so many grams of the edible part; the same grams when the edible share is not known.
    #[must_use]
    pub fn purchased_grams(&self, food: FoodCode, edible_grams: f64) -> Option<f64> {
        let food = self.food(food)?;
        Some(food.edible_percent.map_or(edible_grams, |percent| edible_grams / percent * 100.0))
    }

    /// What `edible_grams` of a food cost in a region.
    ///
    /// # Errors
    ///
    /// When there is no such food or it has no price.
    pub fn cost(&self, food: FoodCode, edible_grams: f64, region: Region) -> Result<Cost, NoCost> {
        let known = self.food(food).ok_or(NoCost::UnknownFood(food))?;
        let price = self.price(food, region).ok_or(NoCost::NoPrice(food))?;
        let (grams, share_known) = match price.basis {
            PriceBasis::Edible => (edible_grams, true),
            PriceBasis::AsPurchased => match known.edible_percent {
                Some(percent) => (edible_grams / percent * 100.0, true),
                None => (edible_grams, false),
            },
        };
        let confidence = if share_known { price.confidence } else { price.confidence.max(Confidence::Low) };
        Ok(Cost { vnd: grams / 1000.0 * f64::from(price.vnd_per_kg), confidence, place: price.place })
    }

    /// What so many servings of a dish cost in a region, with all that may go in.
    ///
    /// # Errors
    ///
    /// When an ingredient has no price: a sum without it would mislead.
    pub fn dish_cost(&self, dish: &Dish, servings: f64, region: Region) -> Result<Cost, NoCost> {
        let mut total = Cost { vnd: 0.0, confidence: Confidence::High, place: dish.place };
        let mut dearest = 0.0;
        for ingredient in &dish.ingredients {
            let cost = self.cost(ingredient.food, ingredient.grams * servings, region)?;
            if cost.vnd > dearest {
                dearest = cost.vnd;
                total.place = cost.place;
            }
            total.vnd += cost.vnd;
            total.confidence = total.confidence.max(cost.confidence);
        }
        Ok(total)
    }
}
