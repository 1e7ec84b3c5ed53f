//! Where a class or a threshold comes from, and how sure its source is.
//!
//! A threshold of low confidence informs; it never sends anybody to the station by itself.

use serde::Serialize;

/// How far the source of a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Recalled, doubtful, or decided here.
    Low,
    /// One credible copy, or recalled with certainty.
    Medium,
    /// Official text, or two agreeing copies.
    High,
}

impl Confidence {
    /// `low`, `medium` or `high`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The row of `data/` a figure was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// Document, year, form.
    pub source: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// The file, from the root of the repository.
    pub file: &'static str,
    /// The line in it; the header is 1.
    pub line: u32,
}

/// A threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Its name in the table.
    pub id: &'static str,
    /// Its figure, in the unit its documentation names.
    pub value: f64,
    /// Where it comes from.
    pub reference: Reference,
}

/// The thresholds, from `data/guidelines/growth-classes-2006/growth_rules.tsv`.
pub mod rules {
    use super::{Confidence, Reference, Rule};

    include!(concat!(env!("OUT_DIR"), "/growth_rules.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_names_its_source_and_row() {
        for rule in rules::RULES {
            assert!(rule.reference.line > 1 && !rule.reference.source.is_empty(), "{}", rule.id);
            assert!(rule.reference.file.starts_with("data/guidelines/"), "{}", rule.id);
        }
        assert_eq!(rules::RULES.len(), 25);
    }

    #[test]
    fn what_was_decided_here_is_not_called_certain() {
        for rule in rules::RULES.iter().filter(|rule| rule.reference.source.starts_with("ours")) {
            assert_eq!(rule.reference.confidence, Confidence::Low, "{}", rule.id);
        }
    }
}
