//! The numbers a sentence is filled with.

use chrono::NaiveDate;
use serde::Serialize;

use super::reference::{Reference, Rule};

/// A figure for a sentence; whoever writes the sentence writes the number the language's way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// A number and how many decimals to show.
    Number {
        /// The value.
        value: f64,
        /// Decimals.
        decimals: usize,
    },
    /// A day.
    Date(NaiveDate),
}

impl Figure {
    /// A number.
    pub(super) const fn number(value: f64, decimals: usize) -> Self {
        Self::Number { value, decimals }
    }
}

/// Figures by the names under which the sentences use them.
pub type Figures = Vec<(&'static str, Figure)>;

/// `value` is past `limit`. Readings are in hundredths or thousandths: 8.3 − 8.2 is no more than 0.1.
pub(super) fn exceeds(value: f64, limit: f64) -> bool {
    value > limit + 1e-6
}

/// The reference of a rule, for a thing that is said because of it.
pub(super) const fn because(rule: &'static Rule) -> Option<&'static Reference> {
    Some(&rule.reference)
}
