//! What a figure is cited from.

use serde::Serialize;

use crate::foods::SourceRef;

/// A row of a data table, and the document it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Document and page, as the row names them.
    pub document: String,
    /// The row.
    #[serde(flatten)]
    pub place: SourceRef,
}
