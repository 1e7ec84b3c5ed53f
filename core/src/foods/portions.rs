//! Household measures: a dish is served in bowls, plates, pieces or cups, by quarters, halves or wholes of them.
//!
//! From `data/dishes/nep-2026/dish_portions.tsv`; our own household defaults, of low confidence: they round what is
//! served, they judge no one. Words for an amount ("1½ bát con") belong to the pages.

use serde::Serialize;

use super::source::SourceRef;
use super::words::{Confidence, DishKind};

/// From this completed month on a child may have [`PortionGrid::most`].
const GROWN_MONTHS: u32 = 36;

/// A sum of quarters is exact in binary; a division by servings of 5 or 20 measures is off by less.
const NEAR: f64 = 1e-6;

/// The household measure of a dish, and which amounts of it are served at a meal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PortionGrid {
    /// `bát con`
    pub measure_vi: String,
    /// `small bowl`
    pub measure_en: String,
    /// Measures in one serving, the amount its ingredients are written for.
    pub per_serving: f64,
    /// Smallest difference between two amounts, in measures: ¼, ½ or a whole number.
    pub step: f64,
    /// Least served at a meal, in measures.
    pub least: f64,
    /// Most served at a meal, in measures.
    pub most: f64,
    /// Most for a child under 36 completed months, when that is less.
    pub most_under_36_months: Option<f64>,
    /// How far to trust it.
    pub confidence: Confidence,
    /// Its row.
    pub place: SourceRef,
}

impl PortionGrid {
    /// So many measures, in servings.
    #[must_use]
    pub fn servings(&self, measures: f64) -> f64 {
        measures / self.per_serving
    }

    /// So many servings, in measures.
    #[must_use]
    pub fn measures(&self, servings: f64) -> f64 {
        servings * self.per_serving
    }

    /// Most measures at a meal for a child of so many completed months, or for a grown eater.
    #[must_use]
    pub fn most_for(&self, child_months: Option<u32>) -> f64 {
        match (self.most_under_36_months, child_months) {
            (Some(most), Some(months)) if months < GROWN_MONTHS => most,
            _ => self.most,
        }
    }

    /// Every amount served at a meal to that eater, in servings, rising.
    pub fn choices(&self, child_months: Option<u32>) -> impl Iterator<Item = f64> + use<'_> {
        let (first, last) = (self.steps(self.least), self.steps(self.most_for(child_months)));
        (first..=last).map(|steps| self.servings(f64::from(steps) * self.step))
    }

    /// Whether that amount, in servings, is made of whole steps. It may be outside what is served at a meal.
    #[must_use]
    pub fn on_grid(&self, servings: f64) -> bool {
        let steps = self.measures(servings) / self.step;
        (steps - steps.round()).abs() < NEAR
    }

    /// The amount served that is nearest to so many servings, in servings; between two, the smaller. What is not a number
    /// is taken as the least.
    #[must_use]
    pub fn nearest(&self, servings: f64, child_months: Option<u32>) -> f64 {
        let mut best = (f64::INFINITY, self.servings(self.least));
        for choice in self.choices(child_months) {
            let away = (choice - servings).abs();
            if away < best.0 - NEAR {
                best = (away, choice);
            }
        }
        best.1
    }

    /// Whole steps in so many measures; the build checked that limits are made of steps, and they are small.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen steps at most")]
    fn steps(&self, measures: f64) -> u32 {
        (measures / self.step).round() as u32
    }
}

/// A row of the table: of one dish, or of a kind of dish.
#[derive(Clone, Debug)]
pub(super) struct PortionRule {
    pub line: u32,
    /// `None`: the row of one dish.
    pub kind: Option<DishKind>,
    /// Months of the youngest eater; `None` for women's dishes.
    pub child_months: Option<(u32, u32)>,
    pub grid: PortionGrid,
}

impl PortionRule {
    pub(super) fn holds_for(&self, kind: DishKind, youngest: Option<u32>) -> bool {
        self.kind == Some(kind)
            && match (self.child_months, youngest) {
                (Some((from, to)), Some(months)) => (from..=to).contains(&months),
                (rule, eater) => rule.is_none() && eater.is_none(),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::Database;

    fn of(dish: &str) -> &'static PortionGrid {
        &Database::bundled().dish(dish).expect("a dish of the bank").portions
    }

    fn near(value: f64, expected: f64) -> bool {
        (value - expected).abs() < 1e-9 // sums of quarters
    }

    #[test]
    fn rice_is_served_by_the_quarter_bowl_two_to_a_serving() {
        let rice = of("com-trang");
        assert_eq!((rice.measure_vi.as_str(), rice.measure_en.as_str()), ("bát con", "small bowl"));
        let choices: Vec<f64> = rice.choices(None).collect();
        assert_eq!(choices.len(), 11, "½, ¾ … 3 bowls");
        assert!(near(choices[0], 0.25) && near(choices[10], 1.5));
        assert!(near(rice.measures(1.0), 2.0) && near(rice.servings(0.5), 0.25));
        assert!(rice.on_grid(0.625) && !rice.on_grid(0.7));
        assert!(near(rice.nearest(0.7, None), 0.75) && near(rice.nearest(9.0, None), 1.5));
        assert!(near(rice.nearest(f64::NAN, None), 0.25));
    }

    #[test]
    fn the_smaller_of_two_equally_near_amounts_is_served() {
        let yogurt = of("sua-chua");
        assert!(near(yogurt.nearest(0.75, None), 0.5));
    }

    #[test]
    fn a_child_under_36_months_has_less_at_most() {
        let rice = of("com-trang-be");
        assert!(near(rice.most_for(Some(35)), 1.0) && near(rice.most_for(Some(36)), 1.5));
        assert!(near(rice.nearest(2.0, Some(35)), 1.0) && near(rice.nearest(2.0, Some(36)), 1.5));
    }

    #[test]
    fn every_dish_can_be_served_as_it_is_written_at_any_age_of_its_eaters() {
        for dish in Database::bundled().dishes() {
            let grid = &dish.portions;
            assert!(grid.on_grid(1.0), "{}", dish.id);
            let ages = dish.child_months.map_or(vec![None], |(from, to)| vec![Some(from), Some(to)]);
            for age in ages {
                assert!(grid.choices(age).any(|servings| near(servings, 1.0)), "{} at {age:?}", dish.id);
            }
        }
    }

    #[test]
    fn every_kind_of_own_dish_has_a_measure_at_every_age() {
        for &kind in DishKind::ALL {
            for youngest in [None].into_iter().chain((6..=60).map(Some)) {
                assert!(Database::bundled().usual_portions(kind, youngest).is_some(), "{kind:?} {youngest:?}");
            }
            assert!(Database::bundled().usual_portions(kind, Some(5)).is_none(), "no menu under six months");
        }
    }
}
