//! Later truth: corrections, settlements, retractions. Each names what it is about and alters nothing.
//!
//! ```text
//! corrections/<id>  of: record        which record (one of those merged into it)
//!                   over: [record]    what the writer had before her eyes and replaces
//!                   set: { field: value, … }     null takes a field out
//! settlements/<id>  of, over          as above
//!                   field: text       which field
//!                   chosen: record    the record or correction that tells the chosen value
//! retractions/<id>  of: record        a record, or a correction, settlement, merge or retraction
//!                   why: text?        a code
//! ```
//!
//! Two phones correct at once: neither names the other, so both values stand, which is a dispute. A correction in a dispute
//! replaces the value that was shown, not the other voices; a settlement names all that its maker saw. What she did not see,
//! and two settlements at once, are a dispute again. Nobody replaces or takes back what a higher role said, see
//! [`super::Told`] and [`super::Family::objections`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::change::Sitting;
use super::fact::Held;
use super::record::{Record, record};
use super::{Fields, RecordId};

/// New values for some fields of a record, or values it lacked so far.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The record.
    pub of: RecordId,
    /// The statements it replaces.
    pub over: Vec<RecordId>,
    /// The fields with their new values; null takes a field out.
    pub set: Fields,
}

/// A health worker's choice between values that disagree.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    /// The record.
    pub of: RecordId,
    /// The statements it decides between.
    pub over: Vec<RecordId>,
    /// The field.
    pub field: String,
    /// The statement whose value holds.
    pub chosen: RecordId,
}

/// A record taken back: written for the wrong child, or a merge that was none.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Retraction {
    /// The record.
    pub of: RecordId,
    /// Why, as a code.
    pub why: Option<String>,
}

record!(Correction in "corrections");
record!(Settlement in "settlements");
record!(Retraction in "retractions");

/// A choice that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chosen record says nothing of this field")]
pub struct NotTold;

impl Sitting {
    /// Corrects or completes a record: whatever differs from what is held is written, and named as replacing all that was
    /// told of it so far. `None` when nothing differs.
    pub fn correct<T: Record>(&mut self, held: &Held<T>, new: &T) -> Option<RecordId> {
        let (before, mut set) = (held.value.fields(), new.fields());
        let gone: Vec<String> = before.keys().filter(|name| !set.contains_key(*name)).cloned().collect();
        set.retain(|name, value| before.get(name) != Some(value));
        set.extend(gone.into_iter().map(|name| (name, Value::Null)));
        if set.is_empty() {
            return None;
        }
        let over: BTreeSet<RecordId> = set.keys().flat_map(|field| held.replaced_by_correction(field)).collect();
        Some(self.add(&Correction { of: held.id, over: over.into_iter().collect(), set }))
    }

    /// Settles a field on what `chosen` tells of it.
    ///
    /// # Errors
    ///
    /// [`NotTold`] when `chosen` is none of the statements.
    pub fn settle<T>(&mut self, held: &Held<T>, field: &str, chosen: RecordId) -> Result<RecordId, NotTold> {
        let over = held.statements_of(field);
        if !over.contains(&chosen) {
            return Err(NotTold);
        }
        let over = over.into_iter().collect();
        Ok(self.add(&Settlement { of: held.id, over, field: field.to_owned(), chosen }))
    }

    /// Takes a record back; a retraction taken back brings it again.
    pub fn retract(&mut self, of: RecordId, why: Option<&str>) -> RecordId {
        self.add(&Retraction { of, why: why.map(str::to_owned) })
    }
}
