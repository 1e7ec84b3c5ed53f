//! Snapshots: a document whole, so that its many small entries need not be kept and sent for ever.
//!
//! The rule, in one place: a snapshot is written when at least [`FEWEST`] changes would be contained in it that no snapshot contains
//! yet, and they weigh at least as much as the snapshots it takes the place of. So what is written again and again is never more than
//! what was written once, and an entry is sent to a newcomer either by itself or in a document that is at most twice as large.
//!
//! Stations do it by themselves, in turn: the first in the order of their names at [`FEWEST`], the second at twice as many, and so
//! on. So one does it as long as it works, and when it does not another will. Anybody else who may does it when told to.
//!
//! What catches people out:
//! - a snapshot contains what is read here and nothing else: what lacks its key, or comes after something missing, stays an entry;
//! - what it contains is superseded, and dropped after a time only; until then it comes back should the author be removed;
//! - doing it again does nothing.

use super::{Vault, VaultError, circles};
use crate::access::{Role, State};
use crate::log::{Bound, DeviceId, Document as Place, EntryStore as _, Header, Kind, Lane, Padding, SpaceId, Wanted};
use crate::records::Clock;

/// A document of fewer new changes is left as it is: a year of a child who is weighed every month.
pub const FEWEST: u64 = 12;
/// So many snapshots are kept in one transaction.
const AT_ONCE: usize = 16;

impl Vault {
    /// Writes snapshots of documents for which it pays, at most `most` of them; says how many. Nothing in a log to which nothing came.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] for a family's device, which may not write snapshots, and for one that is no member.
    pub fn compact(&mut self, most: usize, clock: Clock) -> Result<usize, VaultError> {
        if !self.is_member() || self.role().is_none_or(|role| role == Role::Family) {
            return Err(VaultError::NotAllowed);
        }
        self.digest(usize::MAX)?;
        let fewest = FEWEST * (1 + self.stations_before());
        let loose = self.store.loose(self.space, fewest)?;
        let pays = loose
            .into_iter()
            .filter(|(place, loose)| self.index.summary(place.doc).is_some() && loose.bytes >= loose.snapshots);
        let places: Vec<Place> = pays.map(|(place, _)| place).collect();
        let (mut done, mut made) = (0, Vec::new());
        for place in places {
            if done == most {
                break;
            }
            let Some(snapshot) = self.snapshot(place, fewest)? else { continue };
            made.push(snapshot);
            done += 1;
            if made.len() == AT_ONCE {
                self.commit(&std::mem::take(&mut made), None, clock)?;
            }
        }
        if !made.is_empty() {
            self.commit(&made, None, clock)?;
        }
        Ok(done)
    }

    /// As [`Self::compact`] at a station, which does it unasked; elsewhere nothing.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn compact_in_turn(&mut self, most: usize, clock: Clock) -> Result<usize, VaultError> {
        if self.is_member() && self.role() == Some(Role::Station) { self.compact(most, clock) } else { Ok(0) }
    }

    /// Working stations whose turn is earlier than this one's; a device that is no station does it when told to.
    fn stations_before(&self) -> u64 {
        let roster = self.members.roster();
        let is_station = |device: &DeviceId| {
            let mut standings = roster.standings(*device).iter();
            standings.any(|one| one.state == State::Live && one.membership.role == Role::Station)
        };
        if !is_station(&self.device()) {
            return 0;
        }
        // The root is a station by name only: it lies in a safe.
        let is_root = |device: &DeviceId| SpaceId::of_root(device.as_bytes()) == self.space;
        let others = roster.devices().filter(|one| *one < self.device() && !is_root(one));
        others.filter(is_station).count() as u64
    }

    /// A snapshot of one document that contains at least so many changes that no other does; `None` when it would not.
    fn snapshot(&mut self, place: Place, fewest: u64) -> Result<Option<(Header, Vec<u8>)>, VaultError> {
        let epoch = self.keyring.epoch(place).ok_or(VaultError::NoKey(place.doc))?;
        let opened = self.open_from_log(place)?;
        if circles::is_family(place) && !opened.unopened.is_empty() {
            return Ok(None);
        }
        let contains = opened.contains();
        let lane = [Lane { wanted: Wanted::Document(place), after: 0 }];
        let page = self.store.since(self.space, &lane, Bound { entries: usize::MAX, bytes: usize::MAX })?;
        let contained = page.entries.iter().map(|(_, entry)| entry.header()).filter(|header| {
            header.kind == Kind::Changes && contains.get(&header.author).is_some_and(|upto| header.seq <= *upto)
        });
        if (contained.count() as u64) < fewest {
            return Ok(None);
        }
        let mut header = self.header(Kind::Snapshot, place, self.last_own(place)? + 1, epoch);
        header.contains = contains.into_iter().collect();
        let body = self.keyring.seal(&header, &opened.document.save(), Padding::Padme, &mut *self.random)?;
        Ok(Some((header, body)))
    }
}
