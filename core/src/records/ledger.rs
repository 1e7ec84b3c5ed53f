//! All records of a document (or of several joined ones) as written, each with its author: what history and projection read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::correction::{Correction, Retraction, Settlement};
use super::fact::Roles;
use super::merge::Merge;
use super::record::Record;
use super::{Clock, Fields, RecordId};
use crate::log::DeviceId;

/// Who wrote a record, with which log entry, and what that device's clock showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The device that signed the entry.
    pub device: DeviceId,
    /// The device's how-many-th entry in this document.
    pub entry: u64,
    /// A hint, which may be wrong by years.
    pub clock: Clock,
}

/// A record as written.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Raw {
    /// Its table, perhaps one that only a newer app knows.
    pub table: String,
    /// Its fields, unknown ones too.
    pub fields: Fields,
    /// Who wrote it.
    pub origin: Origin,
}

/// Prints no value: what a person told is in no log.
impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ••• by {:?}", self.table, self.origin)
    }
}

/// Every record by its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger {
    records: BTreeMap<RecordId, Raw>,
}

impl Ledger {
    pub(super) fn insert(&mut self, table: &str, id: RecordId, fields: Fields, origin: Origin) {
        self.records.insert(id, Raw { table: table.to_owned(), fields, origin });
    }

    /// A record as written.
    #[must_use]
    pub fn get(&self, id: RecordId) -> Option<&Raw> {
        self.records.get(&id)
    }

    /// All records, by name.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Raw)> {
        self.records.iter().map(|(id, raw)| (*id, raw))
    }

    /// The records of a table as written, by name.
    pub fn table(&self, table: &'static str) -> impl Iterator<Item = (RecordId, &Raw)> {
        self.iter().filter(move |(_, raw)| raw.table == table)
    }

    /// The readable records of a table as written, corrected or not, by name.
    pub(super) fn written<T: Record>(&self) -> impl Iterator<Item = (RecordId, T)> {
        self.table(T::TABLE).filter_map(|(id, raw)| Some((id, T::from_fields(raw.fields.clone()).ok()?)))
    }

    /// The records of two documents that turned out to be one family's. No record is changed.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        self.records.extend(other.records);
        self
    }

    /// The merges that stand, and whom each makes one.
    #[must_use]
    pub fn merges(&self, roles: &Roles) -> Vec<(RecordId, Merge)> {
        let retracted = self.retracted(roles);
        self.written::<Merge>().filter(|(id, _)| !retracted.contains(id)).collect()
    }

    /// The records that somebody took back and nobody brought back. Nobody takes back what a higher role wrote: such a
    /// retraction is an objection, see [`super::Family::objections`].
    #[must_use]
    pub fn retracted(&self, roles: &Roles) -> BTreeSet<RecordId> {
        let mut named: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for (by, retraction) in self.written::<Retraction>() {
            if self.may_take_back(by, retraction.of, roles) {
                named.entry(retraction.of).or_default().push(by);
            }
        }
        let mut known = BTreeMap::new();
        named.keys().copied().filter(|id| is_retracted(*id, &named, &mut known)).collect()
    }

    /// Does the author of `by` rank no lower than the author of `of`? `of` may not have arrived yet.
    pub(super) fn may_take_back(&self, by: RecordId, of: RecordId, roles: &Roles) -> bool {
        let rank = |id| self.get(id).and_then(|raw| roles.get(&raw.origin.device));
        rank(by) >= rank(of)
    }

    /// What was done to a record: first itself, then what names it, then what names that. Clocks may be wrong, so it is what a
    /// record names that puts it after another.
    #[must_use]
    pub fn history(&self, of: &[RecordId]) -> Vec<(RecordId, &Raw)> {
        let corrections = self.written::<Correction>().map(|(id, what)| (id, what.of, what.over));
        let settlements = self.written::<Settlement>().map(|(id, what)| (id, what.of, what.over));
        let retractions = self.written::<Retraction>().map(|(id, what)| (id, what.of, Vec::new()));
        let about: Vec<(RecordId, RecordId, Vec<RecordId>)> =
            corrections.chain(settlements).chain(retractions).collect();
        let mut found: BTreeMap<RecordId, usize> = of.iter().map(|id| (*id, 0)).collect();
        // Each round puts a record one step after the last it names; hand-made circles end with the rounds.
        for _ in 0..=about.len() {
            let mut moved = false;
            for (id, of, over) in &about {
                if !found.contains_key(of) {
                    continue;
                }
                let named = over.iter().chain([of]).filter_map(|named| found.get(named));
                let step = named.max().map_or(1, |step| step + 1).min(about.len());
                moved |= found.insert(*id, step) != Some(step);
            }
            if !moved {
                break;
            }
        }
        let mut events: Vec<_> = found.into_iter().filter_map(|(id, step)| Some((step, id, self.get(id)?))).collect();
        events.sort_by_key(|(step, id, _)| (*step, *id));
        events.into_iter().map(|(_, id, raw)| (id, raw)).collect()
    }
}

/// A record is taken back when one retraction of it stands.
fn is_retracted(id: RecordId, named: &BTreeMap<RecordId, Vec<RecordId>>, known: &mut BTreeMap<RecordId, bool>) -> bool {
    if let Some(answer) = known.get(&id) {
        return *answer;
    }
    // Two retractions of one hand-made change could name each other: the first one looked at stands.
    known.insert(id, false);
    let answer = named.get(&id).is_some_and(|by| by.iter().any(|by| !is_retracted(*by, named, known)));
    known.insert(id, answer);
    answer
}
