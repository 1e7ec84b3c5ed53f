//! How an amount is asked for at a stall.

use serde::Serialize;

use crate::foods::{Measure, Stall};

/// An amount as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// So many of the unit it is sold by, rounded up to the unit's step.
    Units {
        /// The unit.
        measure: &'static Measure,
        /// How many.
        amount: f64,
    },
    /// So many lạng of 100 g, rounded up to the half.
    Lang(f64),
    /// Kilograms, rounded up to the tenth.
    Kilograms(f64),
    /// Too little for a scale at the market, or poured: its grams.
    Grams,
}

/// So much of a step may be missing: two eggs do for 2.1.
const SLACK: f64 = 0.1;
/// A lạng, in grams.
const LANG: f64 = 100.0;

impl Quantity {
    /// How `purchased` grams, of which `edible` are eaten, are asked for.
    pub(super) fn of(stall: Stall, unit: Option<&'static Measure>, purchased: f64, edible: f64) -> Self {
        if let Some(measure) = unit {
            return Self::Units { measure, amount: up(edible / measure.grams, measure.step) };
        }
        if purchased >= 10.0 * LANG {
            return Self::Kilograms(up(purchased / (10.0 * LANG), 0.1));
        }
        match stall {
            Stall::Seasoning | Stall::Dairy => Self::Grams,
            _ if purchased >= LANG => Self::Lang(up(purchased / LANG, 0.5)),
            _ => Self::Grams,
        }
    }
}

/// `amount` rounded up to whole steps, at least one.
fn up(amount: f64, step: f64) -> f64 {
    (amount / step - SLACK).ceil().max(1.0) * step
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::{Database, FoodCode};

    fn eggs(edible: f64) -> f64 {
        let unit = Database::bundled().sold_by(FoodCode(9001));
        match Quantity::of(Stall::EggsTofu, unit, edible, edible) {
            Quantity::Units { amount, .. } => amount,
            other => panic!("eggs are sold by the piece, not {other:?}"),
        }
    }

    fn is(amount: f64, expected: f64) -> bool {
        (amount - expected).abs() < 1e-9
    }

    #[test]
    fn a_tenth_of_a_unit_may_be_missing_and_no_more() {
        let one = Database::bundled().sold_by(FoodCode(9001)).expect("eggs have a unit").grams;
        assert!(is(eggs(0.01 * one), 1.0), "never less than one");
        assert!(is(eggs(one), 1.0));
        assert!(is(eggs(1.09 * one), 1.0));
        assert!(is(eggs(1.11 * one), 2.0));
        assert!(is(eggs(2.0 * one), 2.0));
    }

    #[test]
    fn what_has_no_unit_is_weighed() {
        let weighed = |grams| Quantity::of(Stall::Meat, None, grams, grams);
        assert_eq!(weighed(99.9), Quantity::Grams);
        assert!(matches!(weighed(100.0), Quantity::Lang(lang) if is(lang, 1.0)));
        assert!(matches!(weighed(350.0), Quantity::Lang(lang) if is(lang, 3.5)));
        assert!(matches!(weighed(356.0), Quantity::Lang(lang) if is(lang, 4.0)));
        assert!(matches!(weighed(999.0), Quantity::Lang(lang) if is(lang, 10.0)));
        assert!(matches!(weighed(1000.0), Quantity::Kilograms(kg) if is(kg, 1.0)));
        assert!(matches!(weighed(1320.0), Quantity::Kilograms(kg) if is(kg, 1.4)));
        assert_eq!(Quantity::of(Stall::Seasoning, None, 250.0, 250.0), Quantity::Grams);
    }

    #[test]
    fn half_a_papaya_can_be_bought() {
        let unit = Database::bundled().sold_by(FoodCode(5017)).expect("papayas have a unit");
        let half = Quantity::of(Stall::Fruit, Some(unit), 170.0, 150.0);
        assert!(matches!(half, Quantity::Units { amount, .. } if is(amount, 0.5)));
    }
}
