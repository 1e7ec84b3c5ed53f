//! Writing: one sitting is one entry, and what the screen confirms is durable.
//!
//! The entry, the projection and the summary change in one transaction. So a program that is killed at any moment leaves either
//! all of a sitting or nothing of it, and what it read from the projection is always what the entries say.

use super::cells::Cell;
use super::reading::{Reading, Sealed};
use super::{Vault, VaultError, cells, circles, documents};
use crate::log::{
    Batch, DeviceId, DocId, Document as Place, Header, Judge as _, Kind, Outcome, Padding, Refusal, Signed,
    SqliteStore, Standing, VERSION,
};
use crate::records::village::VillageRecords;
use crate::records::{Actor, Clock, Document, Family, Ledger, Sitting};

/// Nobody writes so many entries in a document: who says so lies, and must not use up the numbers.
const FURTHEST: u64 = 1 << 40;

impl Vault {
    /// One sitting in a document: everything `write` adds becomes one entry, durable when this returns. `clock` is what the
    /// device's clock shows: a hint.
    ///
    /// # Errors
    ///
    /// [`VaultError`]: nothing is written then. [`VaultError::NoKey`] for a document that is not readable here.
    pub fn record<T>(
        &mut self,
        doc: DocId,
        clock: Clock,
        write: impl FnOnce(&mut Sitting) -> T,
    ) -> Result<T, VaultError> {
        let place = self.place(doc)?;
        let epoch = self.keyring.epoch(place).ok_or(VaultError::NoKey(doc))?;
        let mut document = self.open_document(place)?;
        let device = self.device();
        let seq = self.last_own(place)? + 1;
        let actor = Actor::new(device, doc, self.own.incarnation);
        let (given, bytes) = document.edit((device, actor), seq, clock, write)?;
        let Some(bytes) = bytes else {
            self.opened = Some((place, document));
            return Ok(given);
        };
        let header = self.header(Kind::Changes, place, seq, epoch);
        let body = self.keyring.seal(&header, &bytes, Padding::Padme, &mut *self.random)?;
        let reading = Reading::of(place, &document, &self.roles).seal(&self.cells, place, &mut *self.random)?;
        self.commit(&[(header, body)], Some(&reading), clock)?;
        let (place, summary) = reading.into_summary();
        self.index.put(place, summary);
        self.join_again(|doc| doc == place.doc);
        self.opened = Some((place, document));
        Ok(given)
    }

    /// Several sittings of this device in one document, an entry each, in one transaction: what is brought in from elsewhere.
    ///
    /// # Errors
    ///
    /// As [`Self::record`]; nothing of all of them is written then.
    pub fn record_several(
        &mut self,
        doc: DocId,
        sittings: impl IntoIterator<Item = (Clock, impl FnOnce(&mut Sitting))>,
    ) -> Result<(), VaultError> {
        let place = self.place(doc)?;
        let epoch = self.keyring.epoch(place).ok_or(VaultError::NoKey(doc))?;
        let mut document = self.open_document(place)?;
        let device = self.device();
        let actor = Actor::new(device, doc, self.own.incarnation);
        let (mut seq, mut last, mut made) = (self.last_own(place)?, Clock(0), Vec::new());
        for (clock, write) in sittings {
            let ((), bytes) = document.edit((device, actor), seq + 1, clock, write)?;
            let Some(bytes) = bytes else { continue };
            (seq, last) = (seq + 1, clock);
            let header = self.header(Kind::Changes, place, seq, epoch);
            let body = self.keyring.seal(&header, &bytes, Padding::Padme, &mut *self.random)?;
            made.push((header, body));
        }
        let reading = Reading::of(place, &document, &self.roles).seal(&self.cells, place, &mut *self.random)?;
        self.commit(&made, Some(&reading), last)?;
        let (place, summary) = reading.into_summary();
        self.index.put(place, summary);
        self.join_again(|doc| doc == place.doc);
        self.opened = Some((place, document));
        Ok(())
    }

    /// Signs entries that are no orders and keeps them in one transaction, with the reading of their document. Keys among them
    /// are in the keyring already, which is kept too.
    pub(super) fn commit(
        &mut self,
        made: &[(Header, Vec<u8>)],
        reading: Option<&Sealed>,
        clock: Clock,
    ) -> Result<(), VaultError> {
        let sign = |(header, body): &(Header, Vec<u8>)| {
            let entry = self.keyring.device().entry(header.clone(), body);
            Signed::check(entry).map_err(VaultError::Refused)
        };
        let entries = made.iter().map(sign).collect::<Result<Vec<Signed>, VaultError>>()?;
        if !self.is_member() {
            // It would be kept and count nowhere: no screen may confirm it.
            return Err(VaultError::Refused(Refusal::Revoked));
        }
        let now = u64::try_from(clock.0).unwrap_or(0);
        let batch = Batch { space: self.space, entries: &entries, from: None, now };
        let keys = made.iter().any(|(header, _)| header.kind == Kind::Key);
        let keyring = keys.then(|| self.cells.seal(Cell::Keyring, &self.keyring.to_bytes(), &mut *self.random));
        let (members, digested) = (&mut self.members, self.digested);
        let reached = self.store.write(|tx| {
            let mut first = None;
            let mut last = digested;
            for outcome in SqliteStore::append_in(tx, &batch, members)? {
                match outcome {
                    Outcome::Stored(number) | Outcome::Known(number) => {
                        first = first.or(Some(number));
                        last = number;
                    }
                    Outcome::Refused(refusal) => return Err(VaultError::Refused(refusal)),
                }
            }
            if let Some(keyring) = &keyring {
                cells::write_keyring(tx, keyring)?;
            }
            if let Some(reading) = reading {
                reading.write(tx)?;
            }
            // Nothing came in between: there is nothing in these entries that is not digested.
            if first == Some(digested + 1) {
                cells::set_digested(tx, last)?;
                return Ok(last);
            }
            Ok(digested)
        })?;
        if reached != self.digested {
            (self.digested, self.looked) = (reached, reached);
        }
        Ok(())
    }

    pub(super) fn header(&self, kind: Kind, place: Place, seq: u64, epoch: u32) -> Header {
        Header {
            version: VERSION,
            kind,
            space: self.space,
            scope: place.scope,
            doc: place.doc,
            author: self.device(),
            seq,
            epoch,
            contains: Vec::new(),
        }
    }

    /// The number of this device's last entry in a document. A file that lost some entries got them back within a snapshot only:
    /// their numbers are taken all the same.
    pub(super) fn last_own(&self, place: Place) -> Result<u64, VaultError> {
        let device = self.device();
        Ok(self.store.last_seq(self.space, place, device)?.max(self.claimed(place, device)?))
    }

    /// Up to which entry of a device the snapshots of a document say that they contain it.
    pub(super) fn claimed(&self, place: Place, device: DeviceId) -> Result<u64, VaultError> {
        let snapshots = self.store.snapshots(self.space, place)?;
        let count = snapshots.iter().filter(|entry| self.members.standing(entry) == Standing::Counts);
        let claims = count.flat_map(|entry| &entry.header().contains).filter(|(of, _)| *of == device);
        Ok(claims.map(|(_, seq)| *seq).filter(|seq| *seq < FURTHEST).max().unwrap_or(0))
    }

    /// A document, open: the one last edited, or from its entries.
    pub(super) fn open_document(&mut self, place: Place) -> Result<Document, VaultError> {
        match self.opened.take() {
            Some((of, document)) if of == place => Ok(document),
            _ => Ok(self.open_from_log(place)?.document),
        }
    }

    pub(super) fn open_from_log(&self, place: Place) -> Result<documents::Opened, VaultError> {
        let entries = self.store.document(self.space, place)?;
        Ok(documents::open(place, entries.iter().map(|(_, entry)| entry), &self.keyring, &self.members))
    }

    /// A family as read, from all documents of it that are readable here.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotFound`] when it is not readable here.
    pub fn family(&self, doc: DocId) -> Result<Family, VaultError> {
        let (place, group) = (self.place(doc)?, self.index.group(doc));
        if group.len() > 1 {
            return self.together(&group);
        }
        let kept = self.store.read(|tx| self.cells.projection(tx, place));
        match kept {
            Ok(Some(family)) => Ok(family),
            // A projection is no more than a copy: it is read again from the entries.
            Ok(None) | Err(VaultError::Damaged) => {
                let opened = self.open_from_log(place)?;
                Reading::of(place, &opened.document, &self.roles).into_family().ok_or(VaultError::NotFound(doc))
            }
            Err(error) => Err(error),
        }
    }

    /// A village's document, or the commune's, as read.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotFound`] when it is not readable here.
    pub fn village(&self, place: Place) -> Result<VillageRecords, VaultError> {
        if circles::is_family(place) || self.keyring.epoch(place).is_none() {
            return Err(VaultError::NotFound(place.doc));
        }
        match self.store.read(|tx| self.cells.projection(tx, place)) {
            Ok(Some(village)) => Ok(village),
            // As with a family's.
            Ok(None) | Err(VaultError::Damaged) => {
                let opened = self.open_from_log(place)?;
                Reading::of(place, &opened.document, &self.roles).into_village().ok_or(VaultError::NotFound(place.doc))
            }
            Err(error) => Err(error),
        }
    }

    /// Every record of a document, and of the others of its family, with who wrote it and when.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotFound`] when it is not readable here.
    pub fn ledger(&self, doc: DocId) -> Result<Ledger, VaultError> {
        self.ledger_of(&self.index.group(doc))
    }

    /// Where a readable document belongs.
    pub(super) fn place(&self, doc: DocId) -> Result<Place, VaultError> {
        self.index.place(doc).ok_or(VaultError::NotFound(doc))
    }
}
