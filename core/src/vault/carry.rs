//! Handing in without a network: bundles that somebody carries, and receipts that come back.
//!
//! A receipt is a record in the village's document: how many of a device's entries of a month the station holds. The device counts
//! the same in its own vault: when both agree, the month is confirmed.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::{self, BadBundle, Bundle};
use super::circles::village_document;
use super::{Vault, VaultError};
use crate::access::Role;
use crate::log::{Bound, DeviceId, Entry, EntryStore as _, Kind, Lane, Outcome, Refusal, ScopeId, Wanted};
use crate::records::village::Receipt;
use crate::records::{Clock, Day};

const PAGE: Bound = Bound { entries: 4096, bytes: 8 * 1024 * 1024 };

/// What came of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Who carried it, as its maker wrote.
    pub label: String,
    /// New entries.
    pub new: usize,
    /// Entries that were held already.
    pub known: usize,
    /// Entries that were not taken, by reason.
    pub refused: Vec<Refusal>,
    /// Entries of a newer app.
    pub newer: usize,
    /// Receipts written.
    pub receipts: usize,
}

/// A month of this device's work in a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedIn {
    /// As `2026-05`.
    pub month: String,
    /// Entries written here.
    pub written: u64,
    /// Entries the station has confirmed; `None`: it has not said.
    pub confirmed: Option<u64>,
}

impl HandedIn {
    /// Everything of the month has arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.confirmed.is_some_and(|confirmed| confirmed >= self.written)
    }
}

impl Vault {
    /// A bundle of what this vault holds after a number of its log (0: everything), and the number to go on from next time.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn export(&self, after: u64, label: &str, clock: Clock) -> Result<(Vec<u8>, u64), VaultError> {
        let mut lane = [Lane { wanted: Wanted::All, after }];
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let page = self.store.since(self.space, &lane, PAGE)?;
            entries.extend(page.entries.into_iter().map(|(_, entry)| entry));
            lane[0].after = page.after[0];
            if !page.more {
                break;
            }
        }
        let joins = self.joins_of(&entries, after)?;
        let entries: Vec<Entry> = joins.into_iter().chain(entries).collect();
        Ok((bundle::write(self.keyring.device(), self.space, label, clock, &entries), lane[0].after))
    }

    /// The joins of those who wrote entries, as far as they stand before a number: an earlier bundle brings them too, and may come
    /// later.
    fn joins_of(&self, entries: &[Entry], before: u64) -> Result<Vec<Entry>, VaultError> {
        if before == 0 || entries.is_empty() {
            return Ok(Vec::new());
        }
        let authors: BTreeSet<DeviceId> = entries.iter().map(|entry| entry.header().author).collect();
        let orders = self.store.orders(self.space, 0)?.into_iter().filter(|(number, _)| *number <= before);
        let joins = orders.map(|(_, order)| order).filter(|order| order.header().kind == Kind::Join);
        Ok(joins.filter(|join| authors.contains(&join.header().author)).collect())
    }

    /// Takes a bundle in and, at a station, writes receipts for what it confirms.
    ///
    /// # Errors
    ///
    /// The reason why the file is refused, then nothing of it is taken; or [`VaultError`].
    pub fn import(&mut self, file: &[u8], clock: Clock) -> Result<Result<Imported, BadBundle>, VaultError> {
        let Bundle { label, entries, newer, .. } = match bundle::read(file, self.space) {
            Ok(bundle) => bundle,
            Err(refused) => return Ok(Err(refused)),
        };
        let now = u64::try_from(clock.0).unwrap_or(0);
        let mut imported = Imported { newer, ..Imported::default() };
        for outcome in self.receive(&entries, None, now)? {
            match outcome {
                Outcome::Stored(_) => imported.new += 1,
                Outcome::Known(_) => imported.known += 1,
                Outcome::Refused(refusal) => imported.refused.push(refusal),
            }
        }
        imported.receipts = self.confirm(&label, clock)?;
        imported.label = label;
        Ok(Ok(imported))
    }

    /// Writes receipts for the work of others that has arrived since the last ones; says how many. Nothing except at a station.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn confirm(&mut self, via: &str, clock: Clock) -> Result<usize, VaultError> {
        if !self.is_member() || self.role() != Some(Role::Station) {
            return Ok(0);
        }
        let Ok(on) = Day::try_from(clock.day_number()) else { return Ok(0) };
        let mut written = 0;
        for (scope, work) in self.work() {
            let place = village_document(scope);
            if self.index.summary(place.doc).is_none() || scope == self.space.commune_scope() {
                continue;
            }
            let village = self.village(place)?;
            let news: Vec<Receipt> = work
                .into_iter()
                .filter(|((device, _), _)| self.roles.get(device).is_some_and(|role| *role != Role::Station))
                .filter(|((device, month), count)| village.received(*device, month).is_none_or(|held| held < *count))
                .map(|((device, month), up_to)| Receipt { device, month, up_to, on, via: Some(via.to_owned()) })
                .collect();
            if !news.is_empty() {
                written += news.len();
                self.record(place.doc, clock, |sitting| {
                    for receipt in &news {
                        sitting.add(receipt);
                    }
                })?;
            }
        }
        Ok(written)
    }

    /// This device's months in a village, the latest first, and what the station has confirmed of each.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotFound`] when the village is not this device's.
    pub fn handed_in(&self, scope: ScopeId) -> Result<Vec<HandedIn>, VaultError> {
        let village = self.village(village_document(scope))?;
        let own = self.device();
        let work = self.work().remove(&scope).unwrap_or_default();
        let months = work.into_iter().rev().filter(|((device, _), _)| *device == own);
        Ok(months
            .map(|((_, month), written)| HandedIn { confirmed: village.received(own, &month), month, written })
            .collect())
    }

    /// Entries by village, device and month.
    fn work(&self) -> BTreeMap<ScopeId, BTreeMap<(DeviceId, String), u64>> {
        let mut work: BTreeMap<ScopeId, BTreeMap<(DeviceId, String), u64>> = BTreeMap::new();
        for (place, summary) in self.index.documents() {
            for (month, devices) in &summary.written {
                for (device, count) in devices {
                    *work.entry(place.scope).or_default().entry((*device, month.clone())).or_default() += count;
                }
            }
        }
        work
    }
}
