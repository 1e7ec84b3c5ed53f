//! Leaving: a device is revoked, a family is erased.
//!
//! What catches people out:
//! - revoking says up to which entry of each document the device still counts: what this vault holds of it now. Later entries of it are
//!   kept and not applied;
//! - mothers whom a lost phone had enrolled stay members: they are named in the order;
//! - what a revoked device could read it has read. The new epochs keep from it what is written from now on.

use super::{Vault, VaultError, circles, members};
use crate::access::{Erase, Holder, Revoke, State};
use crate::log::{DeviceId, DocId, Document as Place, Kind};
use crate::records::Clock;

impl Vault {
    /// Revokes a device and begins new epochs for all it could read.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] where the order would not be followed.
    pub fn revoke(&mut self, device: DeviceId, clock: Clock) -> Result<(), VaultError> {
        self.digest(usize::MAX)?;
        let roster = self.members.roster();
        let through = |one: &DeviceId| {
            let standings = roster.standings(*one).iter().filter(|standing| standing.state == State::Live);
            standings.flat_map(|standing| &standing.through).any(|holder| *holder == Holder::Device(device))
        };
        let keeps: Vec<DeviceId> = roster.devices().filter(|one| *one != device).filter(through).collect();
        let mut counts = Vec::new();
        for (place, _) in self.store.documents(self.space, 0)? {
            let last = self.last_held(place, device)?;
            if last > 0 {
                counts.push((place.doc, last));
            }
        }
        counts.sort_unstable();
        let order = Revoke { key: device, counts, tokens: Vec::new(), keeps };
        self.order(Kind::Revoke, &order.to_bytes(), clock)?;
        if !members::ended(self.members.roster()).any(|one| one == device) {
            return Err(VaultError::NotAllowed);
        }
        self.mend_keys()
    }

    /// Erases a family's documents here and, by the orders, everywhere they are held: keys, entries, projections. They do not come
    /// back.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] for a village's document, and to a family's device.
    pub fn erase(&mut self, doc: DocId, clock: Clock) -> Result<(), VaultError> {
        for doc in self.index.group(doc) {
            let place = self.place(doc)?;
            if !circles::is_family(place) {
                return Err(VaultError::NotAllowed);
            }
            self.order(Kind::Erase, &Erase { scope: place.scope, doc }.to_bytes(), clock)?;
        }
        // Nothing of it stays in the write-ahead log either.
        self.store.checkpoint()?;
        Ok(())
    }
}

impl Vault {
    /// The last entry of a device in a document that is held, by itself or within a snapshot.
    fn last_held(&self, place: Place, device: DeviceId) -> Result<u64, VaultError> {
        let last = self.store.last_seq(self.space, place, device)?;
        if self.claimed(place, device)? <= last {
            return Ok(last);
        }
        // A snapshot may say that it contains what is not there, and an accomplice's later entries would count.
        let there = self.open_from_log(place)?.document.last_entries();
        Ok(last.max(there.get(&device).copied().unwrap_or(0)))
    }
}

/// A header with its body: an entry that is yet to be signed.
pub(super) type Made = (crate::log::Header, Vec<u8>);
