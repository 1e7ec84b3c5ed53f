//! Family pot: what a small child may share of a grown-up's dish, in what texture, and how much.
//!
//! From `data/dishes/nep-2026/dish_sharing.tsv` and `dish_sharing_amounts.tsv`: few dishes, those that are safe once the share is
//! taken out before salt, fish sauce and sugar go in. A dish without a row is not shared.

use serde::Serialize;

use super::{Care, Confidence, Database, Dish, SourceRef, Texture};

/// How a child shares a dish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// First completed month.
    pub from_months: u32,
    /// How its share is made ready.
    pub texture: Texture,
    /// Whether its share is taken out before the dish is seasoned; false where nothing seasons it.
    pub before_seasoning: bool,
    /// What is taken away first.
    pub care: Vec<Care>,
    /// Its row.
    pub place: SourceRef,
}

/// Most of a grown serving that a child shares at a meal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SharedAmount {
    /// First and last completed month.
    pub months: (u32, u32),
    /// In servings of the grown-up's dish.
    pub most_servings: f64,
    /// How far to trust it.
    pub confidence: Confidence,
    /// Its row.
    pub place: SourceRef,
}

/// A sum of quarters is exact in binary; a division by servings of 5 or 20 measures is off by less.
const NEAR: f64 = 1e-6;

impl Dish {
    /// How a child of so many completed months shares it; `None`: not at that age, or not at all.
    #[must_use]
    pub fn shared_at(&self, child_months: u32) -> Option<&Sharing> {
        self.sharing.as_ref().filter(|sharing| sharing.from_months <= child_months)
    }
}

impl Database {
    /// How much a child of so many completed months shares, of any dish; `None` under 9 and over 60 months.
    #[must_use]
    pub fn shared_amount(&self, child_months: u32) -> Option<&SharedAmount> {
        self.rows.shared_amounts.iter().find(|row| (row.months.0..=row.months.1).contains(&child_months))
    }

    /// The amounts from the youngest age on at which a child shares anything at all.
    #[must_use]
    pub fn first_shared_amount(&self) -> Option<&SharedAmount> {
        self.rows.shared_amounts.iter().min_by_key(|row| row.months.0)
    }

    /// The amounts of a dish that such a child may be served of it, in its servings, rising: whole household steps, from one
    /// step on. Empty when it may not share the dish at that age.
    #[must_use]
    pub fn shared_choices(&self, dish: &Dish, child_months: u32) -> Vec<f64> {
        let (Some(_), Some(amount)) = (dish.shared_at(child_months), self.shared_amount(child_months)) else {
            return Vec::new();
        };
        let step = dish.portions.servings(dish.portions.step);
        let at = |steps: u32| f64::from(steps) * step;
        (1..).map(at).take_while(|servings| *servings <= amount.most_servings + NEAR).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::{Flag, Role};

    #[test]
    fn soup_of_minced_meat_is_shared_from_nine_months_before_fish_sauce() {
        let db = Database::bundled();
        let soup = db.dish("canh-rau-ngot-thit-nac").expect("a dish of the bank");
        assert!(soup.shared_at(8).is_none());
        let sharing = soup.shared_at(9).expect("from nine months");
        assert!(sharing.before_seasoning && sharing.texture == Texture::Minced);
        assert!(db.shared_choices(soup, 8).is_empty());
        assert_eq!(db.shared_choices(soup, 9), [0.25, 0.5], "½ and 1 of its two bowls");
        assert_eq!(db.shared_choices(soup, 60), [0.25, 0.5, 0.75, 1.0]);
        assert!(db.shared_choices(soup, 61).is_empty());
    }

    #[test]
    fn a_braise_that_is_salted_from_the_start_is_not_shared() {
        let db = Database::bundled();
        for dish in ["thit-kho-tau", "ca-kho-to", "com-rang-dua-bo", "bun-bo-hue", "rau-song"] {
            assert!(db.dish(dish).expect("a dish of the bank").sharing.is_none(), "{dish}");
        }
    }

    #[test]
    fn at_least_sixty_dishes_are_shared_and_each_has_an_amount_at_every_age() {
        let db = Database::bundled();
        let shared: Vec<&Dish> = db.dishes().iter().filter(|dish| dish.sharing.is_some()).collect();
        assert!(shared.len() >= 60, "{}", shared.len());
        for dish in shared {
            let from = dish.sharing.as_ref().map_or(60, |sharing| sharing.from_months);
            for months in from..=60 {
                assert!(!db.shared_choices(dish, months).is_empty(), "{} at {months} months", dish.id);
            }
        }
    }

    #[test]
    fn nothing_salted_or_sweetened_is_left_in_a_share_of_the_first_year() {
        let db = Database::bundled();
        for dish in db.dishes().iter().filter(|dish| dish.shared_at(11).is_some()) {
            for part in dish.ingredients.iter().filter(|part| part.role != Role::Seasoning) {
                let food = db.food(part.food).expect("a food of the bank");
                for flag in [Flag::AddedSalt, Flag::Salty, Flag::AddedSugar, Flag::Honey, Flag::AnimalMilk] {
                    assert!(!food.is(flag), "{}: {}", dish.id, food.name_vi);
                }
            }
        }
    }
}
