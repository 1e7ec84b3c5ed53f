//! The limits of the rules: `data/guidelines/balance-2026/balance.tsv`, built into the library.

use serde::Serialize;

use crate::foods::{Confidence, SourceRef};
use crate::nutrition::{Citation, Person};

/// What a broken rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Shown; never fails a menu.
    Inform,
    /// A menu that misses it is not called balanced.
    Goal,
    /// Safety: such a menu is not offered.
    Hard,
}

/// One row: the limits of a rule for a group of people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The rule.
    pub rule: &'static str,
    /// For whom.
    pub group: &'static str,
    /// The least allowed, when the limit stands in this table.
    pub low: Option<f64>,
    /// The most allowed, when the limit stands in this table.
    pub high: Option<f64>,
    /// Unit of the limits.
    pub unit: &'static str,
    /// Whether the limits stand here; otherwise they are the person's requirement.
    pub own: bool,
    /// What breaking it means.
    pub kind: Kind,
    /// Document.
    pub source: &'static str,
    /// How sure the limit is.
    pub confidence: Confidence,
    /// What a reader must know.
    pub note: &'static str,
    /// Line in the table.
    pub line: u32,
}

impl Limit {
    /// Table and line of the limit.
    #[must_use]
    pub fn citation(&self) -> Citation {
        Citation { document: self.source.to_owned(), place: SourceRef { file: FILE, line: self.line, column: "" } }
    }
}

const FILE: &str = "guidelines/balance-2026/balance.tsv";

/// The first row of `rule` that means this person; `None`: the rule is not for her.
pub(in crate::nutrition) fn limit(rule: &str, person: Person, milk_recorded: bool) -> Option<&'static Limit> {
    LIMITS.iter().find(|limit| limit.rule == rule && person.is_of(limit.group, milk_recorded))
}

/// Every row, for the rules that are made of rows.
pub(in crate::nutrition) const fn all() -> &'static [Limit] {
    LIMITS
}

include!(concat!(env!("OUT_DIR"), "/balance_tables.rs"));
