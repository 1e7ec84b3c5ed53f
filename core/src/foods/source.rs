//! Where a figure was read, and how far to trust it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Mutex;

use serde::Serialize;

/// The printed cell a figure comes from: a table under `data/`, its line (the header is line 1) and its column.
///
/// Shown as `foods/vtn-2007/foods.tsv:4:iron_mg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SourceRef {
    /// The table, below `data/`.
    pub file: &'static str,
    /// Its line, counted from 1.
    pub line: u32,
    /// Its column; empty when the whole row is meant.
    pub column: &'static str,
}

impl SourceRef {
    /// The source the table belongs to, as `foods/vtn-2007`: the key of [`super::Database::source`].
    #[must_use]
    pub fn source(self) -> &'static str {
        self.file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl fmt::Display for SourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.column.is_empty() { Ok(()) } else { write!(f, ":{}", self.column) }
    }
}

/// One copy, for the life of the program, of a table or column name: there are about a hundred, and every figure
/// names two of them.
pub(super) fn shared_name(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}

/// One folder of tables: who published them and on what terms they are carried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// `foods/vtn-2007`
    pub id: String,
    /// Name of the work.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Year of the edition.
    pub year: String,
    /// How the figures came here.
    pub obtained: String,
    /// Terms of use.
    pub terms: String,
    /// What was changed on the way.
    pub changes: String,
    /// high, medium, low, or mixed when it differs by row.
    pub confidence: String,
}
