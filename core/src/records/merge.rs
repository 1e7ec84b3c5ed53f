//! One person written down twice: merged, and un-merged.
//!
//! ```text
//! merges/<id>     of: [record]    children, mothers or pregnancies that are one
//! distinct/<id>   of: [record]    looked at, and not one: not proposed again
//! links/<id>      doc: hex        another document that is this family's too
//! ```
//!
//! A merge changes no record. What was told of either is told of the one; values that disagree are a dispute. Taking the merge
//! back ([`Sitting::retract`]) restores both as they were, with what was written since standing at the record it named.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::RecordId;
use super::change::Sitting;
use super::fact::Held;
use super::record::record;
use crate::log::DocId;

/// Records that are one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Which.
    pub of: Vec<RecordId>,
}

/// Records that were looked at and are not one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distinct {
    /// Which.
    pub of: Vec<RecordId>,
}

/// Another document of the same family.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which.
    pub doc: DocId,
}

record!(Merge in "merges");
record!(Distinct in "distinct");
record!(Link in "links");

impl Sitting {
    /// Merges records of one table.
    pub fn merge<T>(&mut self, held: &[&Held<T>]) -> RecordId {
        self.add(&Merge { of: held.iter().map(|one| one.id).collect() })
    }

    /// Says that records are of different people.
    pub fn keep_apart<T>(&mut self, held: &[&Held<T>]) -> RecordId {
        self.add(&Distinct { of: held.iter().map(|one| one.id).collect() })
    }
}

/// The groups that merges make: every merged record with all that are one with it, itself included, sorted.
pub(super) fn groups(merges: impl Iterator<Item = Merge>) -> BTreeMap<RecordId, Vec<RecordId>> {
    let mut group_of: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    for merge in merges {
        let mut all: BTreeSet<RecordId> = merge.of.iter().copied().collect();
        for id in &merge.of {
            all.extend(group_of.get(id).into_iter().flatten());
        }
        for id in &all {
            group_of.insert(*id, all.clone());
        }
    }
    group_of.into_iter().map(|(id, all)| (id, all.into_iter().collect())).collect()
}
