//! What a household does not eat, whatever it gives.

use crate::foods::{Allergen, Dish, Food, FoodCode, Tag};
use crate::menu::{PlanDish, Table};

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
        let vegetarian = dish.tags.contains(&Tag::Vegetarian) || dish.tags.contains(&Tag::Vegan);
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

    /// The same of a dish as it is planned, with what goes into it instead of foods of its recipe. Of an unknown dish nothing is
    /// told.
    #[must_use]
    pub fn on_labels_of(&self, table: &Table<'_>, cooked: &PlanDish) -> Vec<Allergen> {
        let Some(mut dish) = table.dish(&cooked.dish).cloned() else { return Vec::new() };
        for change in &cooked.changes {
            dish.ingredients.retain(|part| part.food != change.out || change.grams > 0.0);
            for part in dish.ingredients.iter_mut().filter(|part| part.food == change.out) {
                part.food = change.into;
                part.local_allergens.clear();
                part.local_read_label.clear();
            }
        }
        self.on_labels(table, &dish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::menu::Change;

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
    fn labels_are_those_of_what_goes_into_the_pot() {
        let table = Table::bundled();
        let avoid = Avoid { allergens: vec![Allergen::Peanuts, Allergen::Sesame], ..Avoid::default() };
        // A household oil may hold peanuts; lard does not.
        let (oil, lard) = (FoodCode(6002), FoodCode(6004));
        let fried = table.dishes().find(|dish| {
            dish.ingredients.iter().any(|part| part.food == oil) && avoid.on_labels(&table, dish) == avoid.allergens
        });
        let fried = fried.expect("something is fried in oil");
        let cooked = |changes| PlanDish { dish: fried.id.clone(), changes, portions: Vec::new() };
        let change = |grams| vec![Change { out: oil, into: lard, grams }];
        assert_eq!(avoid.on_labels_of(&table, &cooked(Vec::new())), [Allergen::Peanuts, Allergen::Sesame]);
        assert_eq!(avoid.on_labels_of(&table, &cooked(change(5.0))), []);
        assert_eq!(avoid.on_labels_of(&table, &cooked(change(0.0))), [], "left out");
        assert_eq!(Avoid::default().on_labels_of(&table, &cooked(Vec::new())), [], "nobody asked");
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
