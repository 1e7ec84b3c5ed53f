//! Reading a ledger: what was taken back left out, merged records as one, every field resolved.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::about::About;
use super::correction::{Correction, Retraction, Settlement};
use super::fact::{Held, Later, Original, Roles, Says, resolve};
use super::ledger::{Ledger, Origin};
use super::merge::{self, Merge};
use super::record::Record;
use super::{Fields, RecordId};

/// A record this app cannot read: a newer app's, or hand-made. It stays in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Its name.
    pub id: RecordId,
    /// Its table.
    pub table: String,
    /// Who wrote it.
    pub origin: Origin,
}

/// A ledger being read.
pub(super) struct View<'a> {
    ledger: &'a Ledger,
    roles: &'a Roles,
    tables: BTreeMap<&'a str, Vec<(RecordId, &'a Fields, Origin)>>,
    later: BTreeMap<RecordId, Vec<Later>>,
    groups: BTreeMap<RecordId, Vec<RecordId>>,
    unread: Vec<Unread>,
}

impl<'a> View<'a> {
    pub(super) fn new(ledger: &'a Ledger, roles: &'a Roles) -> Self {
        let retracted = ledger.retracted(roles);
        let mut tables: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (id, raw) in ledger.iter().filter(|(id, _)| !retracted.contains(id)) {
            tables.entry(raw.table.as_str()).or_default().push((id, &raw.fields, raw.origin));
        }
        let mut view =
            Self { ledger, roles, tables, later: BTreeMap::new(), groups: BTreeMap::new(), unread: Vec::new() };
        for (by, one, origin) in view.take::<Correction>() {
            let later = Later { by, over: one.over, says: Says::Sets(one.set), origin };
            view.later.entry(one.of).or_default().push(later);
        }
        for (by, one, origin) in view.take::<Settlement>() {
            let says = Says::Chooses { field: one.field, chosen: one.chosen };
            view.later.entry(one.of).or_default().push(Later { by, over: one.over, says, origin });
        }
        view.groups = merge::groups(view.take::<Merge>().into_iter().map(|(_, merge, _)| merge));
        view
    }

    /// The records of a table as written, without corrections.
    fn take<T: Record>(&mut self) -> Vec<(RecordId, T, Origin)> {
        let mut read = Vec::new();
        for (id, fields, origin) in self.tables.get(T::TABLE).into_iter().flatten() {
            match T::from_fields((*fields).clone()) {
                Ok(record) => read.push((*id, record, *origin)),
                Err(_) => self.unread.push(Unread { id: *id, table: T::TABLE.to_owned(), origin: *origin }),
            }
        }
        read
    }

    /// The records of a table as held, by day and name.
    pub(super) fn table<T: Record>(&mut self) -> Vec<Held<T>> {
        let records = self.tables.remove(T::TABLE).unwrap_or_default();
        let mut held = Vec::with_capacity(records.len());
        let mut done = BTreeSet::new();
        let at: BTreeMap<RecordId, usize> = records.iter().enumerate().map(|(at, (id, ..))| (*id, at)).collect();
        for (id, _, origin) in &records {
            let ids: Vec<RecordId> = match self.groups.get(id) {
                Some(group) => group.iter().copied().filter(|id| at.contains_key(id)).collect(),
                None => vec![*id],
            };
            if !done.insert(ids[0]) {
                continue;
            }
            let group = ids.iter().map(|id| &records[at[id]]);
            let group: Vec<_> =
                group.map(|(id, fields, origin)| Original { id: *id, fields, origin: *origin }).collect();
            let later: Vec<&Later> = ids.iter().filter_map(|id| self.later.get(id)).flatten().collect();
            let (fields, told) = resolve(&group, &later, self.roles, &self.groups);
            match T::from_fields(fields) {
                Ok(value) => held.push(Held { id: ids[0], ids, value, origin: *origin, told }),
                Err(_) => self.unread.push(Unread { id: *id, table: T::TABLE.to_owned(), origin: *origin }),
            }
        }
        held.sort_by_key(|held| (held.value.on(), held.id));
        held
    }

    /// Retractions that have no effect, since a higher role wrote what they name.
    pub(super) fn objections(&mut self) -> Vec<Held<Retraction>> {
        let mut all = self.table::<Retraction>();
        all.retain(|held| !self.ledger.may_take_back(held.id, held.value.of, self.roles));
        all
    }

    /// What could not be read, tables nobody asked for included.
    pub(super) fn into_unread(mut self) -> Vec<Unread> {
        let known = [About::TABLE, super::change::AUTHORS, Correction::TABLE, Settlement::TABLE, Merge::TABLE];
        let known = known.into_iter().chain([Retraction::TABLE]).collect::<BTreeSet<_>>();
        for (table, records) in self.tables.iter().filter(|(table, _)| !known.contains(*table)) {
            let unread = |(id, _, origin): &(RecordId, &Fields, Origin)| Unread {
                id: *id,
                table: (*table).to_owned(),
                origin: *origin,
            };
            self.unread.extend(records.iter().map(unread));
        }
        self.unread
    }
}
