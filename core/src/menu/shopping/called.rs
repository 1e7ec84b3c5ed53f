//! What the dishes of a list call a food: a food of the tables may stand for a near one, and what is bought is that one.

use std::collections::BTreeMap;

use crate::foods::FoodCode;
use crate::menu::{Change, Plan, Table};

/// Vietnamese names of foods that dishes call otherwise than the tables do: `Đậu đỏ` for the beans of chè đậu đỏ. Where some
/// dishes call the food by its own name, that name stands first: `Bún, bánh canh`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called(BTreeMap<FoodCode, String>);

impl Called {
    /// By the dishes of a plan, as they are cooked after what was swapped.
    #[must_use]
    pub fn of_plan(table: &Table<'_>, plan: &Plan) -> Self {
        let meals = plan.days.iter().flat_map(|day| &day.meals);
        Self::of_dishes(table, meals.flat_map(|meal| &meal.dishes).map(|dish| (dish.dish.as_str(), &dish.changes[..])))
    }

    /// By these dishes, each with what stands in it for what.
    pub fn of_dishes<'a>(table: &Table<'_>, dishes: impl IntoIterator<Item = (&'a str, &'a [Change])>) -> Self {
        let mut names: BTreeMap<FoodCode, Vec<String>> = BTreeMap::new();
        let mut put = |food: FoodCode, name: &str| {
            let known = names.entry(food).or_default();
            if known.iter().all(|other| !other.eq_ignore_ascii_case(name)) {
                known.push(name.to_owned());
            }
        };
        for (id, changes) in dishes {
            let Some(dish) = table.dish(id) else { continue };
            for part in dish.ingredients.iter().filter(|part| part.grams > 0.0) {
                match changes.iter().find(|change| change.out == part.food) {
                    Some(change) if change.into != part.food && change.grams > 0.0 => put(change.into, ""),
                    Some(change) if change.into != part.food => {}
                    _ => put(part.food, &part.local_name_vi),
                }
            }
        }
        let mut called = Self::default();
        for (food, mut names) in names {
            if names.iter().all(String::is_empty) {
                continue;
            }
            if let Some(plain) = names.iter().position(String::is_empty) {
                names.remove(plain);
                let own = table.foods().food(food).map_or("", |food| food.name_vi.split(" (").next().unwrap_or(""));
                names.insert(0, own.to_owned());
            }
            called.put(food, &names.join(", "));
        }
        called
    }

    /// The name of a food, noted before; an empty one is none.
    pub fn put(&mut self, food: FoodCode, name: &str) {
        let mut letters = name.chars();
        if let Some(first) = letters.next() {
            self.0.insert(food, first.to_uppercase().chain(letters).collect());
        }
    }

    /// What the food is called, where it is not called by its own name alone.
    #[must_use]
    pub fn name_vi(&self, food: FoodCode) -> Option<&str> {
        self.0.get(&food).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::{Database, Role};

    fn called(dishes: &[(&str, &[Change])]) -> Called {
        Called::of_dishes(&Table::bundled(), dishes.iter().copied())
    }

    #[test]
    fn the_beans_of_red_bean_soup_are_red_beans() {
        let beans = FoodCode(3005);
        assert_eq!(called(&[("che-dau-do", &[])]).name_vi(beans), Some("Đậu đỏ"));
        assert_eq!(called(&[("com-trang", &[])]).name_vi(beans), None);
        let green = FoodCode(3008);
        let change = [Change { out: beans, into: green, grams: 30.0 }];
        let swapped = called(&[("che-dau-do", &change)]);
        assert_eq!((swapped.name_vi(beans), swapped.name_vi(green)), (None, None), "what was swapped in is itself");
    }

    #[test]
    fn every_food_that_a_dish_of_the_bank_names_otherwise_is_called_so() {
        let mut named = 0;
        for dish in Database::bundled().dishes() {
            let called = called(&[(&dish.id, &[])]);
            for part in &dish.ingredients {
                let name = called.name_vi(part.food).map(str::to_lowercase);
                let local = part.local_name_vi.to_lowercase();
                assert!(local.is_empty() || name.is_some_and(|name| name.contains(&local)), "{}: {local}", dish.id);
                named += usize::from(!local.is_empty());
            }
        }
        assert!(named > 50, "{named}");
    }

    #[test]
    fn a_food_called_by_its_own_name_and_another_has_both() {
        let database = Database::bundled();
        let of = |local: bool| {
            let bun = |part: &crate::foods::Ingredient| {
                part.food == FoodCode(1020) && part.local_name_vi.is_empty() != local && part.role == Role::Main
            };
            let dish = database.dishes().iter().find(|dish| dish.ingredients.iter().any(bun)).expect("of the bank");
            dish.id.as_str()
        };
        let both = called(&[(of(true), &[]), (of(false), &[])]);
        assert!(both.name_vi(FoodCode(1020)).is_some_and(|name| name.starts_with("Bún, ")), "{both:?}");
        assert_eq!(called(&[(of(false), &[])]).name_vi(FoodCode(1020)), None);
    }
}
