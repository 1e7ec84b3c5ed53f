//! What a household does not eat, whatever it gives.

use crate::foods::{Allergen, Dish, Food, FoodCode, Tag};
use crate::menu::Table;

/// What no swap may bring to the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Avoid {
    /// No meat, fish, or what is made of them; eggs and milk are eaten.
    pub vegetarian: bool,
    /// What someone is allergic to. What only a label tells is not kept away, it is told.
    pub allergens: Vec<Allergen>,
    /// Foods that are disliked or not borne.
    pub foods: Vec<FoodCode>,
    /// Dishes that are disliked.
    pub dishes: Vec<String>,
}

/// Groups of the 2007 table whose animal protein a vegetarian eats: eggs, milk.
const EGGS: u8 = 9;
const MILK: u8 = 10;

impl Avoid {
    /// Whether the food may come to the table.
    #[must_use]
    pub fn allows_food(&self, food: &Food) -> bool {
        let eaten = !self.vegetarian || !food.animal_protein || matches!(food.group, EGGS | MILK);
        eaten && !self.foods.contains(&food.code) && !self.allergens.iter().any(|held| food.allergens.contains(held))
    }

    /// Whether the dish, as its recipe has it, may come to the table.
    #[must_use]
    pub fn allows_dish(&self, table: &Table<'_>, dish: &Dish) -> bool {
        let vegetarian =
            dish.tags.contains(&Tag::Vegetarian) || dish.tags.contains(&Tag::Vegan) || table.is_own(&dish.id);
        (!self.vegetarian || vegetarian)
            && !self.dishes.contains(&dish.id)
            && !table.foods().allergens(dish).iter().any(|held| self.allergens.contains(held))
            && dish
                .ingredients
                .iter()
                .all(|part| table.foods().food(part.food).is_some_and(|food| self.allows_food(food)))
    }

    /// Allergens that only the label of some product in it tells.
    #[must_use]
    pub fn on_labels(&self, table: &Table<'_>, dish: &Dish) -> Vec<Allergen> {
        let mut labels = table.foods().allergens_on_labels(dish);
        labels.retain(|allergen| self.allergens.contains(allergen));
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(avoid: &Avoid) -> Vec<&'static str> {
        let table = Table::bundled();
        let dishes = table.foods().dishes().iter();
        dishes.filter(|dish| avoid.allows_dish(&table, dish)).map(|dish| dish.id.as_str()).collect()
    }

    #[test]
    fn a_vegetarian_gets_neither_meat_nor_fish_sauce_but_eggs_and_milk() {
        let dishes = allowed(&Avoid { vegetarian: true, ..Avoid::default() });
        assert!(dishes.contains(&"com-trang") && dishes.contains(&"sua-tuoi"));
        let table = Table::bundled();
        for dish in dishes {
            let dish = table.dish(dish).expect("a dish");
            for part in &dish.ingredients {
                let group = table.foods().food(part.food).expect("a food").group;
                assert!(![7, 8].contains(&group) && part.food != FoodCode(13_017), "{} holds {}", dish.id, part.food);
            }
        }
    }

    #[test]
    fn what_is_named_never_comes() {
        let avoid = Avoid {
            foods: vec![FoodCode(7041)],
            dishes: vec!["com-trang".into()],
            allergens: vec![Allergen::Crustaceans],
            ..Avoid::default()
        };
        let (all, left) = (allowed(&Avoid::default()), allowed(&avoid));
        assert!(all.len() > left.len() && left.len() > 100);
        let table = Table::bundled();
        for dish in left {
            let dish = table.dish(dish).expect("a dish");
            assert!(dish.id != "com-trang" && dish.ingredients.iter().all(|part| part.food != FoodCode(7041)));
            assert!(!table.foods().allergens(dish).contains(&Allergen::Crustaceans), "{}", dish.id);
        }
    }
}
