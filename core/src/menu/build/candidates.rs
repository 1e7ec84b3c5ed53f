//! Which dishes may stand on the table of these eaters, and what each serving of them brings.
//!
//! What catches people out:
//! - safety is no weight: a dish that breaks a rule of safety for an eater, alone and in its smallest portion, is no
//!   candidate, whoever wished for it;
//! - a dislike or an allergen strikes every ingredient, also those the dish may go without;
//! - a dish of one region is not offered in another unless it was asked for by name.

use super::request::Request;
use crate::foods::{Audience, Database, Dish, Flag, Food, FoodCode, Ingredient, Region, Role, Season, Tag};
use crate::nutrition::{Person, Stage};

/// Group of the 2007 table: grain.
const GRAIN_GROUP: u8 = 1;

/// The household portions of a dish for the eaters of one table, in servings, rising.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Portions {
    pub servings: Vec<f64>,
    /// How many of them each diner may have.
    pub of_diner: Vec<u8>,
}

impl Portions {
    /// `months`: of each diner, when it is a child.
    pub fn new(dish: &Dish, months: &[Option<u32>]) -> Self {
        let choices: Vec<Vec<f64>> = months.iter().map(|months| dish.portions.choices(*months).collect()).collect();
        let count = |choices: &Vec<f64>| u8::try_from(choices.len()).unwrap_or(u8::MAX);
        let of_diner = choices.iter().map(count).collect();
        // Every list begins with the least and goes up by the same step.
        let servings = choices.into_iter().fold(Vec::new(), |a, b| if b.len() > a.len() { b } else { a });
        Self { servings, of_diner }
    }

    pub fn at(&self, level: u8) -> f64 {
        self.servings[usize::from(level)]
    }

    #[cfg(test)]
    pub fn most(&self, diner: usize) -> f64 {
        self.at(self.of_diner[diner] - 1)
    }

    /// The portion nearest to so many servings, the smaller of two.
    pub fn nearest(&self, servings: f64, diner: usize) -> u8 {
        let mut best = 0;
        for level in 1..self.of_diner[diner] {
            if (self.at(level) - servings).abs() < (self.at(best) - servings).abs() - 1e-9 {
                best = level;
            }
        }
        best
    }
}

/// What the dish is known by at table: its heaviest ingredient that is neither grain nor seasoning, by the first two
/// words of its name, so that two cuts of pork are one.
pub(super) fn lead<'a>(foods: &'a Database, dish: &Dish) -> Option<&'a str> {
    let counted = |ingredient: &&Ingredient| !matches!(ingredient.role, Role::Seasoning | Role::Oil);
    let foods = dish.ingredients.iter().filter(counted).filter_map(|i| Some((i.grams, foods.food(i.food)?)));
    let heaviest = foods.filter(|(_, food)| food.group != GRAIN_GROUP).fold(None, heavier)?;
    Some(first_two_words(&heaviest.1.name_vi))
}

fn heavier<'a>(best: Option<(f64, &'a Food)>, next: (f64, &'a Food)) -> Option<(f64, &'a Food)> {
    match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    }
}

fn first_two_words(name: &str) -> &str {
    let second_gap = name.match_indices([' ', ',', '(']).map(|(at, _)| at).nth(1);
    name[..second_gap.unwrap_or(name.len())].trim_end_matches([' ', ',', '('])
}

/// Whether the dish is made for this person, by audience and age.
pub(super) fn is_made_for(dish: &Dish, person: Person) -> bool {
    match person.stage {
        Stage::Pregnant { .. } => dish.audiences.contains(&Audience::Pregnant),
        Stage::Lactating { .. } => dish.audiences.contains(&Audience::Lactating),
        Stage::Child { age_months, .. } => {
            let fits = |(first, last): (u32, u32)| (first..=last).contains(&u32::from(age_months));
            dish.audiences.contains(&Audience::Child) && dish.child_months.is_none_or(fits)
        }
    }
}

/// Whether the dish is one feed of breast milk.
pub(super) fn is_breast_milk(foods: &Database, dish: &Dish) -> bool {
    let milk = |ingredient: &Ingredient| foods.food(ingredient.food).is_some_and(|food| food.is(Flag::BreastMilk));
    dish.ingredients.iter().any(milk)
}

/// Whether the dish may be offered where it was not asked for by name.
pub(super) fn is_wished(foods: &Database, dish: &Dish, request: &Request) -> bool {
    let refused = request.vegetarian && !is_vegetarian(dish)
        || request.disliked_dishes.contains(&dish.id)
        || holds_any(dish, &request.disliked_foods)
        || !request.allergens.is_empty()
            && foods.allergens(dish).iter().any(|allergen| request.allergens.contains(allergen));
    dish.regions.contains(&request.region) && !refused
}

pub(super) fn is_vegetarian(dish: &Dish) -> bool {
    dish.tags.iter().any(|tag| matches!(tag, Tag::Vegetarian | Tag::Vegan))
}

pub(super) fn holds_any(dish: &Dish, foods: &[FoodCode]) -> bool {
    dish.ingredients.iter().any(|ingredient| foods.contains(&ingredient.food))
}

/// Whether a food that makes up the dish is out of season that month.
pub(super) fn is_out_of_season(foods: &Database, dish: &Dish, region: Region, month: u8) -> bool {
    let out = |food| foods.food(food).and_then(|food| food.season(region, month)) == Some(Season::OutOfSeason);
    dish.ingredients.iter().any(|part| matches!(part.role, Role::Main | Role::Secondary) && out(part.food))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cuts_of_pork_are_one_lead_food() {
        assert_eq!(first_two_words("Thịt lợn nửa nạc, nửa mỡ"), "Thịt lợn");
        assert_eq!(first_two_words("Tôm"), "Tôm");
        assert_eq!(first_two_words("Đậu phụ"), "Đậu phụ");
        assert_eq!(first_two_words("Bún (gạo)"), "Bún");
    }

    #[test]
    fn a_child_has_less_of_the_same_portions() {
        let rice = Database::bundled().dish("com-trang-be").expect("a dish of the bank");
        let portions = Portions::new(rice, &[Some(30), Some(40)]);
        assert!((portions.most(0) - 1.0).abs() < 1e-9 && (portions.most(1) - 1.5).abs() < 1e-9);
        assert_eq!((portions.nearest(9.0, 0), portions.nearest(0.0, 0)), (portions.of_diner[0] - 1, 0));
    }
}
