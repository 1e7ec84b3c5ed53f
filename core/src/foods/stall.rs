//! Where in a market a food is sold.

use serde::Serialize;

use super::Food;

/// A stall, in the order a market is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stall {
    /// Rice, flour, noodles, pulses, whatever is dry.
    Dry,
    /// Leaves, herbs, sprouts, fresh mushrooms.
    Leaves,
    /// Roots, and fruit eaten as vegetables.
    Roots,
    /// Fruit.
    Fruit,
    /// Meat.
    Meat,
    /// Fish, shrimps, shellfish.
    Fish,
    /// Eggs and tofu.
    EggsTofu,
    /// Milk and what is made of it.
    Dairy,
    /// Oil, salt, sugar, sauces.
    Seasoning,
}

impl Stall {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Dry,
        Self::Leaves,
        Self::Roots,
        Self::Fruit,
        Self::Meat,
        Self::Fish,
        Self::EggsTofu,
        Self::Dairy,
        Self::Seasoning,
    ];

    /// Its word in tables, JSON and messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dry => "dry",
            Self::Leaves => "leaves",
            Self::Roots => "roots",
            Self::Fruit => "fruit",
            Self::Meat => "meat",
            Self::Fish => "fish",
            Self::EggsTofu => "eggs_tofu",
            Self::Dairy => "dairy",
            Self::Seasoning => "seasoning",
        }
    }

    /// Where `food` is sold.
    #[must_use]
    pub fn of(food: &Food) -> Self {
        match OF_FOOD.binary_search_by_key(&food.code.0, |(code, _)| *code) {
            Ok(at) => OF_FOOD[at].1,
            Err(_) => OF_GROUP[usize::from(food.group) - 1],
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/food_stalls.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::{Database, FoodCode};

    #[test]
    fn foods_stand_where_a_market_has_them() {
        let foods = Database::bundled();
        for (code, stall) in [
            (1004, Stall::Dry),
            (4083, Stall::Leaves),
            (4007, Stall::Roots),
            (5002, Stall::Fruit),
            (7017, Stall::Meat),
            (8022, Stall::Fish),
            (8053, Stall::Dry),
            (9001, Stall::EggsTofu),
            (3025, Stall::EggsTofu),
            (10001, Stall::Dairy),
            (13017, Stall::Seasoning),
            (12014, Stall::Seasoning),
        ] {
            let food = foods.food(FoodCode(code)).expect("a food of the table");
            assert_eq!(Stall::of(food), stall, "{}", food.name_vi);
        }
        assert!(foods.foods().iter().all(|food| Stall::ALL.contains(&Stall::of(food))));
    }
}
