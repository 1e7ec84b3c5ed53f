//! Which dishes may stand on the table of these eaters, and what each serving of them brings.
//!
//! What catches people out:
//! - safety is no weight: a dish that breaks a rule of safety for an eater, alone and in its smallest portion, is no
//!   candidate, whoever wished for it;
//! - a dislike or an allergen strikes every ingredient, also those the dish may go without;
//! - a dish of one region is not offered in another unless it was asked for by name.

use super::answer::Wish;
use super::request::Request;
use crate::foods::{
    Audience, Database, Dish, DishKind, Flag, Food, FoodCode, Ingredient, MddwGroup, Region, Role, Season, Tag,
};
use crate::nutrition::{Person, Stage};

/// The household portions of a dish, in servings, rising, for each diner; one that begins with 0 may go without.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Portions(Vec<Vec<f64>>);

impl Portions {
    pub const fn new(of_diner: Vec<Vec<f64>>) -> Self {
        Self(of_diner)
    }

    pub fn at(&self, diner: usize, level: u8) -> f64 {
        self.0[diner][usize::from(level)]
    }

    pub fn count(&self, diner: usize) -> u8 {
        u8::try_from(self.0[diner].len()).unwrap_or(u8::MAX)
    }

    pub fn least(&self, diner: usize) -> f64 {
        self.at(diner, 0)
    }

    pub fn most(&self, diner: usize) -> f64 {
        self.at(diner, self.count(diner) - 1)
    }

    /// The portion nearest to so many servings, the smaller of two.
    pub fn nearest(&self, diner: usize, servings: f64) -> u8 {
        let mut best = 0;
        for level in 1..self.count(diner) {
            if (self.at(diner, level) - servings).abs() < (self.at(diner, best) - servings).abs() - 1e-9 {
                best = level;
            }
        }
        best
    }
}

/// What the dish is known by at table, by the first two words of its name, so that two cuts of pork are one: its heaviest
/// food of protein (meat, fish, egg, beans, nuts), and its heaviest vegetable.
pub(super) fn leads<'a>(foods: &'a Database, dish: &Dish) -> Vec<&'a str> {
    let kinds: [fn(&Food) -> bool; 2] = [|food| PROTEIN_GROUPS.contains(&food.group), is_vegetable];
    let heaviest =
        kinds.iter().filter_map(|kind| parts(foods, dish).filter(|(_, food)| kind(food)).fold(None, heavier));
    heaviest.filter(|(grams, _)| *grams >= least_grams(dish)).map(|(_, food)| first_two_words(&food.name_vi)).collect()
}

/// Groups of the 2007 table: beans and nuts, meat, fish, egg.
const PROTEIN_GROUPS: [u8; 4] = [3, 7, 8, 9];
/// Of these, meat and fish.
const FLESH_GROUPS: [u8; 2] = [7, 8];
const FISH_GROUP: u8 = 8;
const VEGETABLE_GROUP: u8 = 4;

/// Grams from which a food makes part of a dish: 15 g is what MDD-W counts (FAO 2021); a small child's bowl is smaller.
fn least_grams(dish: &Dish) -> f64 {
    if dish.child_months.is_some() { 8.0 } else { 15.0 }
}

/// What makes up the dish, seasoning and oil left out.
fn parts<'a>(foods: &'a Database, dish: &Dish) -> impl Iterator<Item = (f64, &'a Food)> {
    let counted = |part: &&Ingredient| !matches!(part.role, Role::Seasoning | Role::Oil);
    dish.ingredients.iter().filter(counted).filter_map(|part| Some((part.grams, foods.food(part.food)?)))
}

fn holds(foods: &Database, dish: &Dish, fits: impl Fn(&Food) -> bool) -> bool {
    let grams: f64 = parts(foods, dish).filter(|(_, food)| fits(food)).map(|(grams, _)| grams).sum();
    grams >= least_grams(dish)
}

/// Whether the dish brings meat, fish, egg, tofu or beans to the table; nuts and milk do not make a meal.
pub(super) fn holds_protein(foods: &Database, dish: &Dish) -> bool {
    let nut = |food: &Food| food.mddw_group == Some(MddwGroup::NutsSeeds);
    holds(foods, dish, |food| PROTEIN_GROUPS.contains(&food.group) && !nut(food))
}

/// Whether it brings meat or fish.
pub(super) fn holds_flesh(foods: &Database, dish: &Dish) -> bool {
    holds(foods, dish, |food| FLESH_GROUPS.contains(&food.group))
}

/// Whether it brings vegetables.
pub(super) fn holds_vegetables(foods: &Database, dish: &Dish) -> bool {
    holds(foods, dish, is_vegetable)
}

fn is_vegetable(food: &Food) -> bool {
    food.group == VEGETABLE_GROUP
}

/// Whether milk, yoghurt or cheese makes part of it; breast milk is not meant.
pub(super) fn is_of_milk(foods: &Database, dish: &Dish) -> bool {
    holds(foods, dish, |food| food.mddw_group == Some(MddwGroup::Dairy) && !food.is(Flag::BreastMilk))
}

/// Whether it brings fish or seafood; fish sauce does not.
pub(super) fn is_of_fish(foods: &Database, dish: &Dish) -> bool {
    holds(foods, dish, |food| food.group == FISH_GROUP)
}

/// Whether there is liver in it.
pub(super) fn holds_liver(foods: &Database, dish: &Dish) -> bool {
    dish.flags.contains(&Flag::Liver) || parts(foods, dish).any(|(_, food)| food.is(Flag::Liver))
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

/// Whether the dish is made for this person, by audience and age; a mash with breast milk only for a child who is nursed.
pub(super) fn is_made_for(foods: &Database, dish: &Dish, person: Person) -> bool {
    match person.stage {
        Stage::Pregnant { .. } => dish.audiences.contains(&Audience::Pregnant),
        Stage::Lactating { .. } => dish.audiences.contains(&Audience::Lactating),
        Stage::Child { age_months, .. } => {
            let fits = |(first, last): (u32, u32)| (first..=last).contains(&u32::from(age_months));
            let milk = || dish.ingredients.iter().any(|part| is_milk_of_the_breast(foods, part));
            dish.audiences.contains(&Audience::Child)
                && dish.child_months.is_none_or(fits)
                && (person.is_breastfed_child() || !milk())
        }
    }
}

/// Whether the dish is one feed of breast milk.
pub(super) fn is_breast_milk(foods: &Database, dish: &Dish) -> bool {
    dish.ingredients.iter().all(|part| is_milk_of_the_breast(foods, part))
}

fn is_milk_of_the_breast(foods: &Database, part: &Ingredient) -> bool {
    foods.food(part.food).is_some_and(|food| food.is(Flag::BreastMilk))
}

/// Whether the dish is one food to drink and nothing else: fresh milk may stand on the table twice a day, a banana shake not.
pub(super) fn is_plain_drink(dish: &Dish) -> bool {
    dish.kind == DishKind::Drink && dish.ingredients.len() == 1
}

/// Whether the dish may be offered where it was not asked for by name.
pub(super) fn is_wished(foods: &Database, dish: &Dish, request: &Request) -> bool {
    dish.regions.contains(&request.region) && not_eaten(foods, dish, request).is_none()
}

/// The wish that keeps the dish from this table, an allergy first.
pub(super) fn not_eaten(foods: &Database, dish: &Dish, request: &Request) -> Option<Wish> {
    let holds = |allergen| request.allergens.contains(allergen);
    if !request.allergens.is_empty() && foods.allergens(dish).iter().any(holds) {
        return Some(Wish::Allergens);
    }
    if request.disliked_dishes.contains(&dish.id) || holds_any(dish, &request.disliked_foods) {
        return Some(Wish::Dislikes);
    }
    (request.vegetarian && !is_vegetarian(dish)).then_some(Wish::Vegetarian)
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
    fn the_heaviest_protein_food_leads_and_rice_does_not() {
        let foods = Database::bundled();
        let of = |id: &str| leads(foods, foods.dish(id).expect("a dish of the bank"));
        assert_eq!(of("ca-chep-om-dua")[0], "Cá chép");
        assert!(of("com-trang").is_empty());
        assert!(holds_liver(foods, foods.dishes().iter().find(|d| d.id.contains("gan-lon")).expect("a liver dish")));
    }

    #[test]
    fn two_cuts_of_pork_are_one_lead_food() {
        assert_eq!(first_two_words("Thịt lợn nửa nạc, nửa mỡ"), "Thịt lợn");
        assert_eq!(first_two_words("Tôm"), "Tôm");
        assert_eq!(first_two_words("Đậu phụ"), "Đậu phụ");
        assert_eq!(first_two_words("Bún (gạo)"), "Bún");
    }

    #[test]
    fn the_smaller_of_two_equally_near_portions_is_served() {
        let portions = Portions::new(vec![vec![0.5, 1.0, 1.5], vec![0.0]]);
        assert_eq!((portions.nearest(0, 0.75), portions.nearest(0, 9.0), portions.nearest(1, 1.0)), (0, 2, 0));
        assert!((portions.most(0) - 1.5).abs() < 1e-12 && portions.most(1) <= 0.0);
    }
}
