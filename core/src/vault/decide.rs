//! What a health worker decides: which of two told values holds, who is one person and who is not. Nothing is lost by it, and
//! each decision can be taken back.

use super::{Vault, VaultError};
use crate::access::Role;
use crate::log::DocId;
use crate::records::{Clock, Distinct, Family, Link, Merge, Record as _, RecordId, Settlement};

/// A person of a family, by the family's document and her record.
pub type Named = (DocId, RecordId);

impl Vault {
    /// Settles a field on what `chosen` tells of it.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] to a family's device, [`VaultError::NoRecord`] when nothing of the kind was told.
    pub fn settle(
        &mut self,
        doc: DocId,
        (record, field): (RecordId, &str),
        chosen: RecordId,
        clock: Clock,
    ) -> Result<RecordId, VaultError> {
        self.only_workers()?;
        let family = self.family(doc)?;
        let settled = self.record(doc, clock, |sitting| family.settle(sitting, (record, field), chosen))?;
        settled.map_err(|_| VaultError::NoRecord(chosen))
    }

    /// Says that two records are of one person. When they stand in two documents, these are one family's from now on.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] to a family's device, [`VaultError::NoRecord`] unless both are children, both mothers or both
    /// carers, and two.
    pub fn merge(&mut self, one: Named, other: Named, clock: Clock) -> Result<RecordId, VaultError> {
        self.of_a_kind(one, other)?;
        let apart = !self.index.group(one.0).contains(&other.0);
        self.record(one.0, clock, |sitting| {
            if apart {
                sitting.add(&Link { doc: other.0 });
            }
            sitting.add(&Merge { of: vec![one.1, other.1] })
        })
    }

    /// Says that two records are of different people: they are not proposed again.
    ///
    /// # Errors
    ///
    /// As [`Self::merge`].
    pub fn keep_apart(&mut self, one: Named, other: Named, clock: Clock) -> Result<RecordId, VaultError> {
        self.of_a_kind(one, other)?;
        self.record(one.0, clock, |sitting| sitting.add(&Distinct { of: vec![one.1, other.1] }))
    }

    /// Takes back every merge that made this person one, and parts the documents again when nobody is one in both. What was
    /// written since stands at the record it named.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] to a family's device and where a higher role merged, [`VaultError::NoRecord`] when nobody
    /// merged her.
    pub fn unmerge(&mut self, doc: DocId, person: RecordId, clock: Clock) -> Result<(), VaultError> {
        self.only_workers()?;
        let group = self.index.group(doc);
        let ledger = self.ledger_of(&group)?;
        let family = Family::of(&ledger, &self.roles);
        let ids = same_people(&family).find(|(_, ids)| ids.contains(&person)).map(|(_, ids)| ids.to_vec());
        let ids = ids.ok_or(VaultError::NoRecord(person))?;
        let (hers, others): (Vec<_>, Vec<_>) =
            ledger.merges(&self.roles).into_iter().partition(|(_, merge)| merge.of.iter().any(|id| ids.contains(id)));
        if hers.is_empty() {
            return Err(VaultError::NoRecord(person));
        }
        let mut back: Vec<RecordId> = hers.into_iter().map(|(id, _)| id).collect();
        if others.is_empty() {
            back.extend(family.links.iter().map(|held| held.id));
        }
        let own = self.role();
        let theirs =
            back.iter().filter_map(|id| ledger.get(*id)).map(|raw| self.roles.get(&raw.origin.device).copied());
        if theirs.max().is_some_and(|role| role > own) {
            return Err(VaultError::NotAllowed);
        }
        self.retract(&group, &back, clock)
    }

    /// Takes back that a value was settled, or that people are two.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] to a family's device and where a higher role decided, [`VaultError::NoRecord`] for anything
    /// that is no such decision.
    pub fn take_back(&mut self, doc: DocId, decision: RecordId, clock: Clock) -> Result<(), VaultError> {
        self.only_workers()?;
        let group = self.index.group(doc);
        let ledger = self.ledger_of(&group)?;
        let raw = ledger.get(decision).filter(|raw| [Settlement::TABLE, Distinct::TABLE].contains(&raw.table.as_str()));
        let raw = raw.ok_or(VaultError::NoRecord(decision))?;
        if self.roles.get(&raw.origin.device).copied() > self.role() {
            return Err(VaultError::NotAllowed);
        }
        self.retract(&group, &[decision], clock)
    }

    /// Takes records back, each in the document it stands in: whoever holds only that one must know.
    fn retract(&mut self, group: &[DocId], gone: &[RecordId], clock: Clock) -> Result<(), VaultError> {
        for doc in group {
            let ledger = self.ledger_of(&[*doc])?;
            self.record(*doc, clock, |sitting| {
                for id in gone.iter().filter(|id| ledger.get(**id).is_some()) {
                    sitting.retract(*id, None);
                }
            })?;
        }
        Ok(())
    }

    fn only_workers(&self) -> Result<(), VaultError> {
        if self.role().is_some_and(|role| role >= Role::Collaborator) { Ok(()) } else { Err(VaultError::NotAllowed) }
    }

    fn of_a_kind(&self, one: Named, other: Named) -> Result<(), VaultError> {
        self.only_workers()?;
        let kind = |(doc, id): Named| {
            let family = self.family(doc)?;
            let found = same_people(&family).find(|(_, ids)| ids.contains(&id)).map(|(kind, _)| kind);
            found.ok_or(VaultError::NoRecord(id))
        };
        if one.1 == other.1 || kind(one)? != kind(other)? { Err(VaultError::NoRecord(other.1)) } else { Ok(()) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Child,
    Mother,
    Carer,
}

/// Everybody, with the records that are of her.
fn same_people(family: &Family) -> impl Iterator<Item = (Kind, &[RecordId])> {
    let children = family.children.iter().map(|held| (Kind::Child, held.ids.as_slice()));
    let mothers = family.mothers.iter().map(|held| (Kind::Mother, held.ids.as_slice()));
    let carers = family.carers.iter().map(|held| (Kind::Carer, held.ids.as_slice()));
    children.chain(mothers).chain(carers)
}
