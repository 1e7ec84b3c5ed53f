//! What an instrument showed, as a whole number: grams and millimetres, so that two phones agree exactly.
//!
//! Only the impossible is refused here, wide enough for every mother and child. What is implausible for *this* child is kept,
//! and flagged by [`crate::growth`] whenever it is read.

use serde::{Deserialize, Serialize};

use crate::units::{Centimetres, Kilograms, Millimetres};

/// A number that no instrument showed of a living person.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{value} is not within {least} to {most}")]
pub struct Impossible {
    /// The number given, in the unit of the limits.
    pub value: f64,
    /// Least accepted.
    pub least: i64,
    /// Most accepted.
    pub most: i64,
}

macro_rules! measure {
    ($(#[$doc:meta])* $name:ident, $least:literal..=$most:literal, $unit:ident, $per_unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// The whole number nearest to a quantity.
            ///
            /// # Errors
            ///
            /// [`Impossible`].
            #[expect(clippy::cast_possible_truncation, reason = "a cast of a large float saturates, outside the limits")]
            pub fn new(quantity: $unit) -> Result<Self, Impossible> {
                Self::try_from((quantity.get() * $per_unit).round() as i64)
            }

            /// The whole number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }

            /// As the quantity formulas take.
            ///
            /// # Panics
            ///
            /// Never: the number is above zero.
            #[must_use]
            #[expect(clippy::cast_precision_loss, reason = "the limits are far below 2^52")]
            pub fn quantity(self) -> $unit {
                $unit::new(self.0 as f64 / $per_unit).expect("above zero by its limits")
            }
        }

        impl TryFrom<i64> for $name {
            type Error = Impossible;

            #[expect(clippy::cast_precision_loss, reason = "only shown")]
            fn try_from(number: i64) -> Result<Self, Impossible> {
                if ($least..=$most).contains(&number) {
                    Ok(Self(number))
                } else {
                    Err(Impossible { value: number as f64, least: $least, most: $most })
                }
            }
        }

        impl From<$name> for i64 {
            fn from(measure: $name) -> Self {
                measure.0
            }
        }
    };
}

measure! {
    /// Weight in grams: from the lightest newborn known to have lived (about 210 g) to far above every scale in a station.
    WeightG, 200..=300_000, Kilograms, 1000.0
}
measure! {
    /// Length or height in millimetres: from a newborn at 22 weeks to the tallest person known (2,720 mm).
    LengthMm, 150..=2_750, Centimetres, 10.0
}
measure! {
    /// Circumference of head or arm in millimetres.
    GirthMm, 30..=900, Centimetres, 10.0
}
measure! {
    /// Skinfold in tenths of a millimetre, as a caliper reads.
    SkinfoldTenthMm, 5..=1_000, Millimetres, 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_scale_showed_comes_back_exactly() {
        for grams in [200, 3_249, 8_400, 300_000] {
            let weight = WeightG::try_from(grams).expect("possible");
            assert_eq!(WeightG::new(weight.quantity()), Ok(weight));
        }
        assert_eq!(LengthMm::new(Centimetres::new(65.05).expect("a length")).map(LengthMm::get), Ok(651));
    }

    #[test]
    fn the_impossible_is_refused_on_both_sides() {
        for (grams, possible) in
            [(199, false), (200, true), (300_000, true), (300_001, false), (-8_400, false), (0, false)]
        {
            assert_eq!(WeightG::try_from(grams).is_ok(), possible, "{grams}");
        }
        for (mm, possible) in [(149, false), (150, true), (2_750, true), (2_751, false)] {
            assert_eq!(LengthMm::try_from(mm).is_ok(), possible, "{mm}");
        }
    }

    #[test]
    fn an_impossible_number_in_a_record_is_no_value() {
        assert!(serde_json::from_str::<WeightG>("8400").is_ok());
        assert!(serde_json::from_str::<WeightG>("84000000").is_err());
        assert!(serde_json::from_str::<WeightG>("\"8400\"").is_err());
    }
}
