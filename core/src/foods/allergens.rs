//! What a food or a dish holds that someone may be allergic to.
//!
//! From `data/foods/nep-2026/food_allergens.tsv`. Certain and usual ingredients are held; what depends on the maker or the
//! bottle bought is "read the label", and a mixed cooking oil is only that. A food without a row holds none.

use super::{Allergen, Database, Dish};

impl Database {
    /// What the dish holds, its optional ingredients included, in order of [`Allergen::ALL`]. A food that the database
    /// lacks adds nothing: an own dish is made of foods it has.
    #[must_use]
    pub fn allergens(&self, dish: &Dish) -> Vec<Allergen> {
        self.of_ingredients(dish, |food| &food.allergens, |ingredient| &ingredient.local_allergens)
    }

    /// What the dish holds or not, by the product bought: to be read on its label. Without what it holds anyway.
    #[must_use]
    pub fn allergens_on_labels(&self, dish: &Dish) -> Vec<Allergen> {
        let held = self.allergens(dish);
        let mut labels = self.of_ingredients(dish, |food| &food.read_label, |ingredient| &ingredient.local_read_label);
        labels.retain(|allergen| !held.contains(allergen));
        labels
    }

    fn of_ingredients(
        &self,
        dish: &Dish,
        of_food: fn(&super::Food) -> &[Allergen],
        of_product: fn(&super::Ingredient) -> &[Allergen],
    ) -> Vec<Allergen> {
        let has = |allergen: &Allergen| {
            dish.ingredients.iter().any(|ingredient| {
                of_product(ingredient).contains(allergen)
                    || self.food(ingredient.food).is_some_and(|food| of_food(food).contains(allergen))
            })
        };
        Allergen::ALL.iter().copied().filter(|allergen| has(allergen)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::FoodCode;

    fn of(dish: &str) -> Vec<Allergen> {
        let db = Database::bundled();
        db.allergens(db.dish(dish).expect("a dish of the bank"))
    }

    #[test]
    fn sauces_carry_what_they_are_brewed_from() {
        let db = Database::bundled();
        let food = |code| db.food(FoodCode(code)).expect("a sauce");
        assert_eq!(food(13_017).allergens, [Allergen::Fish], "nước mắm");
        assert_eq!(food(13_022).allergens, [Allergen::Gluten, Allergen::Soy], "xì dầu");
        assert_eq!(food(13_011).allergens, [Allergen::Crustaceans], "mắm tôm");
        assert_eq!(food(3020).allergens, [Allergen::Sesame], "vừng");
        assert!(food(6002).allergens.is_empty(), "a household oil is a matter of its label");
        assert_eq!(food(6002).read_label, [Allergen::Peanuts, Allergen::Soy, Allergen::Sesame]);
    }

    #[test]
    fn a_dish_holds_what_any_of_its_foods_holds() {
        assert_eq!(of("com-trang"), []);
        assert_eq!(of("chao-hau"), [Allergen::Molluscs, Allergen::Fish], "oysters and fish sauce");
        assert_eq!(of("canh-ngao-nau-chua"), [Allergen::Molluscs, Allergen::Fish], "clams under another food's name");
        assert!(of("banh-flan").contains(&Allergen::Eggs) && of("banh-flan").contains(&Allergen::Milk));
    }

    #[test]
    fn a_product_under_a_local_name_adds_its_own() {
        let db = Database::bundled();
        let labels = db.allergens_on_labels(db.dish("banh-canh-ca-loc").expect("a dish of the bank"));
        assert!(labels.contains(&Allergen::Gluten), "some are made of wheat: {labels:?}");
        assert!(!labels.contains(&Allergen::Fish), "held anyway");
    }

    #[test]
    fn every_egg_milk_and_seafood_is_counted() {
        for food in Database::bundled().foods() {
            match food.code.0 / 1000 {
                8 if ![8036, 8047].contains(&food.code.0) => assert!(!food.allergens.is_empty(), "{}", food.name_vi),
                10 if food.code.0 != 10_003 => assert!(food.allergens.contains(&Allergen::Milk), "{}", food.name_vi),
                _ => {}
            }
        }
    }
}
