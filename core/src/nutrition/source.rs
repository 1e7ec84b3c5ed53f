//! Where a figure comes from, and how sure it is.

use serde::Serialize;

/// How sure a figure is. Low only informs: it never fails a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Recalled or doubtful.
    Low,
    /// One good copy.
    Medium,
    /// An official document, or two agreeing copies.
    High,
}

impl Confidence {
    /// The confidence of that name in a data file.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "low" => Some(Self::Low),
            "medium" => Some(Self::Medium),
            "high" => Some(Self::High),
            _ => None,
        }
    }
}

/// A row of a data table, and the document it cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceRef {
    /// Document and place, as the row names it.
    pub text: String,
    /// File below `data/`.
    pub file: String,
    /// Line in it; the header is 1.
    pub line: u32,
}
