//! Quantities as the field measures them: a type each, made only by a constructor that checks.
//!
//! A quantity here is *possible* (a positive, finite number). Whether it is *plausible* for this child is another
//! question, answered by [`crate::growth`] with WHO's own limits and by the pages before a value is kept.

use std::fmt;

/// A number that is no quantity: zero, negative, infinite or not a number.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{value} is not a quantity above zero")]
pub struct NotAQuantity {
    /// What was given.
    pub value: f64,
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(f64);

        impl $name {
            /// A quantity above zero.
            ///
            /// # Errors
            ///
            /// When `value` is zero, negative, infinite or not a number.
            pub fn new(value: f64) -> Result<Self, NotAQuantity> {
                if value > 0.0 && value.is_finite() { Ok(Self(value)) } else { Err(NotAQuantity { value }) }
            }

            /// The bare number, for formulas.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)?;
                f.write_str(concat!(" ", $unit))
            }
        }
    };
}

quantity! {
    /// Body weight in kilograms.
    Kilograms, "kg"
}
quantity! {
    /// Length, height or circumference in centimetres.
    Centimetres, "cm"
}
quantity! {
    /// Skinfold or mid-upper-arm circumference in millimetres.
    Millimetres, "mm"
}
quantity! {
    /// Food as weighed, in grams.
    Grams, "g"
}

impl From<Millimetres> for Centimetres {
    fn from(value: Millimetres) -> Self {
        Self(value.0 / 10.0)
    }
}

impl From<Centimetres> for Millimetres {
    fn from(value: Centimetres) -> Self {
        Self(value.0 * 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_less_than_nothing_are_refused() {
        for value in [0.0, -0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Kilograms::new(value).is_err(), "{value}");
        }
        assert_eq!(Kilograms::new(9.6).map(|w| w.to_string()), Ok("9.6 kg".into()));
    }
}
