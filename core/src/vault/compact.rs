//! Snapshots: a document whole, so that its many small entries need not be kept and sent for ever.

use super::{Vault, VaultError, circles};
use crate::log::{Bound, Document as Place, EntryStore as _, Kind, Lane, Padding, Wanted};
use crate::records::Clock;

/// A document of fewer entries is left as it is: a snapshot would save little.
const FEWEST: usize = 24;

impl Vault {
    /// Writes snapshots of documents that have many entries, at most `most` of them; says how many.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; a family's device may not write snapshots.
    pub fn compact(&mut self, most: usize, clock: Clock) -> Result<usize, VaultError> {
        self.digest(usize::MAX)?;
        let places: Vec<Place> = self.index.documents().map(|(place, _)| place).collect();
        let mut done = 0;
        for place in places {
            if done == most {
                break;
            }
            let lane = [Lane { wanted: Wanted::Document(place), after: 0 }];
            let page = self.store.since(self.space, &lane, Bound { entries: FEWEST + 1, bytes: usize::MAX })?;
            let changes = page.entries.iter().filter(|(_, entry)| entry.header().kind == Kind::Changes).count();
            if changes >= FEWEST && self.snapshot(place, clock)? {
                done += 1;
            }
        }
        Ok(done)
    }

    /// Writes a snapshot of one document. False when there is nothing in it that it could contain.
    pub(super) fn snapshot(&mut self, place: Place, clock: Clock) -> Result<bool, VaultError> {
        let epoch = self.keyring.epoch(place).ok_or(VaultError::NoKey(place.doc))?;
        let opened = self.open_from_log(place)?;
        if opened.contains.is_empty() || (circles::is_family(place) && !opened.unopened.is_empty()) {
            return Ok(false);
        }
        let seq = self.store.last_seq(self.space, place, self.device())? + 1;
        let mut header = self.header(Kind::Snapshot, place, seq, epoch);
        header.contains = opened.contains.into_iter().collect();
        let body = self.keyring.seal(&header, &opened.document.save(), Padding::Padme, &mut *self.random)?;
        self.commit(&[(header, body)], None, clock)?;
        Ok(true)
    }
}
