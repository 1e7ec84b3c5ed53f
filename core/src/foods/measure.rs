//! How foods are measured: the units they are sold by, and spoons, bowls and handfuls at home.
//!
//! A measure holds so many grams of the *edible* part, raw: the grams dishes count. They are defaults of this project
//! (`data/foods/nep-2026/PROVENANCE.md`), never surer than medium.

use serde::Serialize;

use super::{Confidence, Database, FoodCode, SourceRef};

/// A unit for one food.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Of which food.
    pub food: FoodCode,
    /// `quả`, `bó`, `thìa cà phê`
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// Edible grams, raw.
    pub grams: f64,
    /// The smallest part of it that one buys or measures out: 1, ½ or ¼.
    pub step: f64,
    /// Whether the food is sold by it; at most one unit of a food is.
    pub market: bool,
    /// Whether a cook measures by it.
    pub kitchen: bool,
    /// How far to trust its weight: medium or low.
    pub confidence: Confidence,
    line: u32,
}

include!(concat!(env!("OUT_DIR"), "/food_measures.rs"));

impl Measure {
    /// The row that gives its weight.
    #[must_use]
    pub const fn place(&self) -> SourceRef {
        SourceRef { file: "foods/nep-2026/food_measures.tsv", line: self.line, column: "grams_edible" }
    }
}

impl Database {
    /// Every measure of a food, in the order of the table; none when the food is only weighed.
    #[must_use]
    pub fn measures(&self, food: FoodCode) -> &'static [Measure] {
        let first = MEASURES.partition_point(|measure| measure.food < food);
        let rest = &MEASURES[first..];
        &rest[..rest.partition_point(|measure| measure.food == food)]
    }

    /// The unit a food is sold by.
    #[must_use]
    pub fn sold_by(&self, food: FoodCode) -> Option<&'static Measure> {
        self.measures(food).iter().find(|measure| measure.market)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_millilitres_of_oil_weigh_four_and_a_half_grams() {
        let oil = Database::bundled().measures(FoodCode(6002));
        let spoon = oil.iter().find(|measure| measure.vi == "thìa cà phê").expect("a teaspoon");
        assert!((spoon.grams - 4.5).abs() < 1e-9 && spoon.kitchen && !spoon.market);
    }

    #[test]
    fn every_measure_is_found_by_its_food() {
        let foods = Database::bundled();
        let found: usize = foods.foods().iter().map(|food| foods.measures(food.code).len()).sum();
        assert_eq!(found, MEASURES.len());
        assert!(foods.measures(FoodCode(0)).is_empty() && foods.measures(FoodCode(u32::MAX)).is_empty());
    }
}
