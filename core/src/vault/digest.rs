//! What arrived is taken in: orders to the roster, keys to the keyring, changes to the documents' projections.
//!
//! What catches people out:
//! - entries are kept before they are digested, so that a cut of the power in between loses nothing: the rest is digested at the
//!   next unlock;
//! - a key may come years after what it opens, and a revocation after what it takes back: the documents concerned are read
//!   again, wherever in the log they are.

use std::collections::BTreeSet;
use std::panic::resume_unwind;

use super::cells::{self, Cell};
use super::reading::Reading;
use super::{Vault, VaultError, circles, documents, members};
use crate::access::Learned;
use crate::log::{
    Batch, Bound, DeviceId, Document, Entry, EntryStore as _, Judge, Kind, Lane, NONCE, Numbered, Outcome, Random,
    Signed, SqliteStore, Standing, Wanted, random_bytes,
};

/// So many documents change the file in one transaction.
const AT_ONCE: usize = 64;
/// Reading fewer documents is not worth a thread.
const WORTH_A_THREAD: usize = 16;
/// So much of the log is looked through at once.
const PAGE: Bound = Bound { entries: 4096, bytes: 8 * 1024 * 1024 };

/// What digesting did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digested {
    /// Documents read again.
    pub documents: usize,
    /// Documents that are still to be read again.
    pub left: usize,
}

impl Vault {
    /// Takes in entries that came by sync or in a bundle: keeps what may be kept, then digests it.
    ///
    /// # Errors
    ///
    /// [`VaultError`]: nothing was kept then.
    pub fn receive(&mut self, entries: &[Signed], from: Option<&str>, now: u64) -> Result<Vec<Outcome>, VaultError> {
        let batch = Batch { space: self.space, entries, from, now };
        let outcomes = self.append(&batch)?;
        self.digest(usize::MAX)?;
        Ok(outcomes)
    }

    pub(super) fn append(&mut self, batch: &Batch<'_>) -> Result<Vec<Outcome>, VaultError> {
        // On a failure the members would know orders that are not kept.
        let mut members = self.members.clone();
        let outcomes = self.store.write(|tx| SqliteStore::append_in(tx, batch, &mut members))?;
        self.members = members;
        Ok(outcomes)
    }

    /// Digests what the log holds and the vault has not read, at most `most` documents of it.
    ///
    /// # Errors
    ///
    /// [`VaultError`]: what was digested so far stays.
    pub fn digest(&mut self, most: usize) -> Result<Digested, VaultError> {
        self.take_orders()?;
        self.take_keys()?;
        // A hub may have taken more meanwhile: no order is passed over by what was looked through.
        self.take_orders()?;
        // A key that waited for another to open it may be of what was erased in between.
        self.forget_erased()?;
        let mut done = Digested::default();
        while done.documents < most && !self.pending.is_empty() {
            let some: Vec<Document> = self.pending.iter().copied().take(AT_ONCE.min(most - done.documents)).collect();
            done.documents += some.len();
            self.read_again(&some)?;
            self.pending.retain(|place| !some.contains(place));
        }
        if self.pending.is_empty() && self.looked != self.digested {
            let looked = self.looked;
            self.store.write(|tx| cells::set_digested(tx, looked))?;
            self.digested = looked;
        }
        done.left = self.pending.len();
        if self.keys_due && done.left == 0 {
            self.mend_keys()?;
            self.keys_due = false;
        }
        Ok(done)
    }

    /// Learns the orders that came since.
    fn take_orders(&mut self) -> Result<(), VaultError> {
        let orders = self.store.orders(self.space, self.ordered)?;
        let new: Vec<&Entry> =
            orders.iter().filter(|(number, _)| *number > self.members.told()).map(|(_, order)| order).collect();
        let Some((last, _)) = orders.last() else { return Ok(()) };
        if !new.is_empty() {
            self.members.learn(&new, *last);
        }
        let revoked = orders.iter().any(|(_, order)| order.header().kind == Kind::Revoke);
        self.keys_due = true;
        self.roles = members::roles(self.members.roster());
        self.forget_erased()?;
        if revoked {
            // What a revoked device wrote after its last counting entry is taken back, wherever it is.
            let gone: BTreeSet<DeviceId> = members::ended(self.members.roster()).collect();
            let touched = self.index.documents().filter(|(_, summary)| summary.is_by_any(&gone));
            self.pending.extend(touched.map(|(place, _)| place));
            self.opened = None;
        }
        // Only now: what a full disk kept from being done is done the next time.
        self.ordered = *last;
        Ok(())
    }

    /// Drops what was erased: keys, projections, summaries. The log dropped the entries.
    pub(super) fn forget_erased(&mut self) -> Result<(), VaultError> {
        let roster = self.members.roster();
        let held =
            |place: &Document| self.index.place(place.doc) == Some(*place) || self.keyring.epoch(*place).is_some();
        let erased: Vec<Document> = roster.erased().filter(held).collect();
        if erased.is_empty() {
            return Ok(());
        }
        for place in &erased {
            self.keyring.forget(*place);
            self.keyring.forget(circles::of_family(*place));
            self.index.remove(place.doc);
            self.pending.remove(place);
        }
        self.opened = None;
        let keyring = self.cells.seal(Cell::Keyring, &self.keyring.to_bytes(), &mut *self.random);
        self.store.write(|tx| {
            erased.iter().try_for_each(|place| cells::forget(tx, *place))?;
            cells::write_keyring(tx, &keyring)
        })
    }

    /// Looks through what the log took since for keys, and notes which documents changed.
    fn take_keys(&mut self) -> Result<(), VaultError> {
        let changed = self.store.documents(self.space, self.looked)?;
        let Some(last) = changed.iter().map(|(_, number)| *number).max() else { return Ok(()) };
        let (mut learnt, mut waits) = (Vec::new(), false);
        let mut lane = [Lane { wanted: Wanted::All, after: self.looked }];
        loop {
            let page = self.store.since(self.space, &lane, PAGE)?;
            for (_, entry) in &page.entries {
                match self.learn_key(entry) {
                    Learned::New(new) => learnt.extend(new.into_iter().map(|(place, _)| place)),
                    Learned::Waiting => waits = true,
                    Learned::Known => {}
                }
            }
            lane[0].after = page.after[0];
            if !page.more {
                break;
            }
        }
        let mut places: BTreeSet<Document> = changed.into_iter().map(|(place, _)| place).collect();
        // What waits is not looked for a second time: it must outlive the power too.
        if waits || !learnt.is_empty() {
            self.keys_due |= !learnt.is_empty();
            let keyring = self.cells.seal(Cell::Keyring, &self.keyring.to_bytes(), &mut *self.random);
            self.store.write(|tx| cells::write_keyring(tx, &keyring))?;
            places.extend(learnt);
        }
        if self.opened.as_ref().is_some_and(|(place, _)| places.contains(place)) {
            self.opened = None;
        }
        self.pending.extend(places.into_iter().filter(|place| self.keyring.epoch(*place).is_some()));
        self.looked = last;
        Ok(())
    }

    fn learn_key(&mut self, entry: &Entry) -> Learned {
        if entry.header().kind != Kind::Key || self.members.standing(entry) != Standing::Counts {
            return Learned::Known;
        }
        // Nonsense signed by a member: nothing to learn from it, and no reason to stop.
        self.keyring.learn(entry).unwrap_or(Learned::Known)
    }

    /// Reads documents from their entries and keeps projection and summary, in one transaction.
    pub(super) fn read_again(&mut self, places: &[Document]) -> Result<(), VaultError> {
        let mut gathered = Vec::with_capacity(places.len());
        for place in places {
            let entries = self.store.document(self.space, *place)?;
            gathered.push((*place, entries, Drawn::from(&mut *self.random)));
        }
        let (keyring, members, roles, cells) = (&self.keyring, &self.members, &self.roles, &self.cells);
        let read = |(place, entries, mut random): (Document, Vec<Numbered>, Drawn)| {
            let opened = documents::open(place, entries.iter().map(|(_, entry)| entry), keyring, members);
            Reading::of(place, &opened.document, roles).seal(cells, place, &mut random)
        };
        let readings = in_threads(gathered, read).into_iter().collect::<Result<Vec<_>, VaultError>>()?;
        self.store.write(|tx| readings.iter().try_for_each(|reading| reading.write(tx)))?;
        for reading in readings {
            let (place, summary) = reading.into_summary();
            self.index.put(place, summary);
        }
        self.join_again(|doc| places.iter().any(|place| place.doc == doc));
        Ok(())
    }
}

/// Randomness drawn before, for a thread that has no source of its own: enough to seal two cells.
struct Drawn(std::vec::IntoIter<u8>);

impl Drawn {
    fn from(random: &mut dyn Random) -> Self {
        Self(random_bytes::<{ 2 * NONCE }>(random).to_vec().into_iter())
    }
}

impl Random for Drawn {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.next().expect("a nonce for each of two cells was drawn");
        }
    }
}

/// Does the same with each, in order; with many at once, in as many threads as there are processors for.
fn in_threads<T: Send, U: Send>(mut of: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(of.len() / WORTH_A_THREAD);
    if threads < 2 {
        return of.into_iter().map(work).collect();
    }
    let share = of.len().div_ceil(threads);
    let work = &work;
    std::thread::scope(|scope| {
        let mut working = Vec::with_capacity(threads);
        while !of.is_empty() {
            let rest = of.split_off(share.min(of.len()));
            let some = std::mem::replace(&mut of, rest);
            working.push(scope.spawn(move || some.into_iter().map(work).collect::<Vec<U>>()));
        }
        let done = working.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    })
}
