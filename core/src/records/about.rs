//! What a document is about: its first record says.
//!
//! ```text
//! about/<id>   kind: "family" | "village" | "commune", form: integer (1)
//! ```
//!
//! Two phones: both records stand; the one with the smallest name counts, which is the same one on every phone.

use serde::{Deserialize, Serialize};

use super::RecordId;
use super::change::Sitting;
use super::ledger::Ledger;
use super::record::record;

/// What a document is about; its first record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Family, village or commune.
    pub kind: Kind,
    /// The form of its records: [`FORM`].
    pub form: u32,
}

/// The form of records described in these modules.
pub const FORM: u32 = 1;

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A family.
    Family,
    /// A village.
    Village,
    /// The commune.
    Commune,
}

record!(About in "about");

impl Sitting {
    /// Says what a new document is about.
    pub fn begin(&mut self, kind: Kind) -> RecordId {
        self.add(&About { kind, form: FORM })
    }
}

impl Ledger {
    /// What the document is about; `None` when nobody said, or only a newer app knows.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.written::<About>().next().map(|(_, about)| about.kind)
    }

    /// Somebody wrote in this document with an app whose records have a newer form: what is read may lack something.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        self.table("about")
            .any(|(_, raw)| raw.fields.get("form").and_then(serde_json::Value::as_u64) > Some(FORM.into()))
    }
}
