//! What was eaten gives how much of each nutrient, and for how much of the food that is known.
//!
//! What catches people out:
//! - a food without a figure adds nothing and is *not* counted as zero: every total carries its [`Amount::known_share`],
//!   the share of the food's weight (edible grams, breast milk included) for which the nutrient is known;
//! - a total is therefore a lower bound: it can prove that a need is met, or a limit passed, but not the contrary
//!   while much of the food is unknown;
//! - figures are those of raw food: losses in cooking are not taken off.

use serde::Serialize;

use super::{Nutrient, Subject};
use crate::foods::{Flag, FoodCode};

/// Amounts of every nutrient per 100 g of edible food, at `nutrient as usize`; `None`: not known.
pub type Per100g = [Option<f64>; Nutrient::ALL.len()];

/// A food of the day, as eaten at one meal.
#[derive(Clone, Copy, Debug)]
pub struct Eaten<'a> {
    /// The food's code.
    pub food: FoodCode,
    /// Which meal of the day, counted from 0.
    pub meal: usize,
    /// Edible grams, raw.
    pub grams: f64,
    /// Its composition.
    pub per_100g: &'a Per100g,
    /// What the rules must know of it.
    pub traits: Traits<'a>,
}

/// What the rules must know of a food beside its composition.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traits<'a> {
    /// Its protein is animal: meat, fish, egg, milk, breast milk.
    pub animal_protein: bool,
    /// Meat, poultry, fish or seafood: raises iron absorption.
    pub meat_or_fish: bool,
    /// Breast milk.
    pub breast_milk: bool,
    /// A seasoning here: too little to count as a food group.
    pub seasoning: bool,
    /// Its food group for diversity, when it counts for one.
    pub diversity_group: Option<&'static str>,
    /// What is unsafe about it for someone, as it is served here.
    pub hazards: &'a [Flag],
    /// The dish it is part of.
    pub dish: Option<&'a str>,
    /// What is unsafe about that dish, over its foods.
    pub dish_hazards: &'a [Flag],
}

/// How much of a nutrient, and for how much of the food that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Amount {
    /// In the nutrient's unit; a lower bound when `known_share` is below 1.
    pub amount: f64,
    /// Share of the food's weight for which the nutrient is known, 0–1; 0 when nothing was eaten.
    pub known_share: f64,
}

/// All that was eaten, summed as rules ask.
#[derive(Clone, Copy)]
pub struct Intake<'a> {
    eaten: &'a [Eaten<'a>],
}

impl<'a> Intake<'a> {
    /// What these foods give together.
    #[must_use]
    pub const fn of(eaten: &'a [Eaten<'a>]) -> Self {
        Self { eaten }
    }

    /// The foods.
    #[must_use]
    pub const fn eaten(self) -> &'a [Eaten<'a>] {
        self.eaten
    }

    /// The total of one nutrient.
    #[must_use]
    pub fn amount(self, nutrient: Nutrient) -> Amount {
        self.sum(|food| food.per_100g[nutrient as usize], |_| true)
    }

    /// The total of one nutrient from the foods that fit.
    #[must_use]
    pub fn amount_from(self, nutrient: Nutrient, fits: impl Fn(&Eaten<'_>) -> bool) -> Amount {
        self.sum(|food| food.per_100g[nutrient as usize], fits)
    }

    /// The amount of a subject; `None` when the subject is a share or a ratio.
    #[must_use]
    pub fn subject(self, subject: Subject) -> Option<Amount> {
        match subject {
            Subject::NiacinEquivalents => Some(self.niacin_equivalents()),
            Subject::EpaDha => Some(self.epa_dha()),
            Subject::Salt => Some(self.salt()),
            Subject::FreeSugars => Some(self.free_sugars()),
            _ => subject.nutrient().map(|nutrient| self.amount(nutrient)),
        }
    }

    /// Niacin equivalents in mg: niacin + tryptophan/60. Known where both are.
    ///
    /// Source: `guidelines/balance.md` §3 (recalled from the IOM's tables), used by the 2016 book's unit mg NE.
    #[must_use]
    pub fn niacin_equivalents(self) -> Amount {
        /// Milligrams of tryptophan that make one of niacin.
        const TRYPTOPHAN_PER_NIACIN: f64 = 60.0;
        let niacin = self.amount(Nutrient::Niacin);
        let tryptophan = self.amount(Nutrient::Tryptophan);
        let both = |food: &Eaten<'_>| {
            let known = |nutrient: Nutrient| food.per_100g[nutrient as usize];
            known(Nutrient::Niacin).and(known(Nutrient::Tryptophan))
        };
        Amount {
            amount: niacin.amount + tryptophan.amount / TRYPTOPHAN_PER_NIACIN,
            known_share: self.sum(both, |_| true).known_share,
        }
    }

    /// EPA and DHA together, in mg.
    #[must_use]
    pub fn epa_dha(self) -> Amount {
        let (epa, dha) = (self.amount(Nutrient::Epa), self.amount(Nutrient::Dha));
        Amount { amount: (epa.amount + dha.amount) * 1000.0, known_share: epa.known_share.min(dha.known_share) }
    }

    /// Salt in g: sodium in mg × 2.54/1000.
    ///
    /// Source: 2016 book, which prints sodium and salt side by side.
    #[must_use]
    pub fn salt(self) -> Amount {
        let sodium = self.amount(Nutrient::Sodium);
        Amount { amount: sodium.amount * 2.54 / 1000.0, ..sodium }
    }

    /// Free sugars, as WHO counts them (honey and juice too), in g: of the foods that are or hold added sugar, their sugars, or their carbohydrate where sugars are not known.
    #[must_use]
    pub fn free_sugars(self) -> Amount {
        let sugars = |food: &Eaten<'_>| {
            if !food.traits.hazards.iter().any(|hazard| matches!(hazard, Flag::AddedSugar | Flag::Honey | Flag::Juice))
            {
                return Some(0.0);
            }
            food.per_100g[Nutrient::Sugars as usize].or(food.per_100g[Nutrient::Carbohydrate as usize])
        };
        self.sum(sugars, |_| true)
    }

    /// Grams of the foods that fit.
    #[must_use]
    pub fn grams(self, fits: impl Fn(&Eaten<'_>) -> bool) -> f64 {
        self.eaten.iter().filter(|food| fits(food)).map(|food| food.grams).sum()
    }

    /// Whether breast milk stands in the menu with an amount.
    #[must_use]
    pub fn records_breast_milk(self) -> bool {
        self.grams(|food| food.traits.breast_milk) > 0.0
    }

    /// What each food gives of a nutrient, the largest first; foods without a figure are left out.
    #[must_use]
    pub fn by_food(self, nutrient: Nutrient) -> Vec<(FoodCode, f64)> {
        let mut found: Vec<(FoodCode, f64)> = Vec::new();
        for food in self.eaten {
            if let Some(per_100g) = food.per_100g[nutrient as usize] {
                let amount = per_100g * food.grams / 100.0;
                match found.iter_mut().find(|(code, _)| *code == food.food) {
                    Some((_, sum)) => *sum += amount,
                    None => found.push((food.food, amount)),
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    fn sum(self, per_100g: impl Fn(&Eaten<'_>) -> Option<f64>, fits: impl Fn(&Eaten<'_>) -> bool) -> Amount {
        let (mut amount, mut known, mut all) = (0.0, 0.0, 0.0);
        for food in self.eaten.iter().filter(|food| fits(food)) {
            all += food.grams;
            if let Some(per_100g) = per_100g(food) {
                amount += per_100g * food.grams / 100.0;
                known += food.grams;
            }
        }
        Amount { amount, known_share: if all > 0.0 { known / all } else { 0.0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composition(figures: &[(Nutrient, f64)]) -> Per100g {
        let mut per_100g = [None; Nutrient::ALL.len()];
        for (nutrient, value) in figures {
            per_100g[*nutrient as usize] = Some(*value);
        }
        per_100g
    }

    fn eaten(food: u32, grams: f64, per_100g: &Per100g) -> Eaten<'_> {
        Eaten { food: FoodCode(food), meal: 0, grams, per_100g, traits: Traits::default() }
    }

    #[test]
    fn a_food_without_a_figure_is_not_counted_as_zero() {
        let rice = composition(&[(Nutrient::Iron, 1.3)]);
        let unknown = composition(&[]);
        let day = [eaten(1, 150.0, &rice), eaten(2, 50.0, &unknown)];
        let iron = Intake::of(&day).amount(Nutrient::Iron);
        assert!((iron.amount - 1.95).abs() < 1e-12, "1.3 mg × 150 g / 100 g");
        assert!((iron.known_share - 0.75).abs() < 1e-12, "150 g of 200 g are known");
    }

    #[test]
    fn nothing_eaten_is_not_known() {
        assert_eq!(Intake::of(&[]).amount(Nutrient::Energy), Amount { amount: 0.0, known_share: 0.0 });
    }

    #[test]
    fn tryptophan_counts_a_sixtieth_as_niacin() {
        let pork = composition(&[(Nutrient::Niacin, 4.4), (Nutrient::Tryptophan, 240.0)]);
        let day = [eaten(1, 100.0, &pork)];
        assert!((Intake::of(&day).niacin_equivalents().amount - 8.4).abs() < 1e-12, "4.4 + 240/60");
    }

    #[test]
    fn salt_is_sodium_times_two_and_a_half() {
        let sauce = composition(&[(Nutrient::Sodium, 7720.0)]);
        let day = [eaten(13_017, 10.0, &sauce)];
        assert!((Intake::of(&day).salt().amount - 1.960_88).abs() < 1e-9, "772 mg × 2.54/1000");
    }

    #[test]
    fn foods_are_listed_by_what_they_give() {
        let (rich, poor) = (composition(&[(Nutrient::Iron, 3.0)]), composition(&[(Nutrient::Iron, 1.0)]));
        let day = [eaten(1, 100.0, &poor), eaten(2, 100.0, &rich), eaten(1, 50.0, &poor)];
        assert_eq!(Intake::of(&day).by_food(Nutrient::Iron), [(FoodCode(2), 3.0), (FoodCode(1), 1.5)]);
    }
}
