//! Is everything as it should be? Every signature, every sum, every document read anew and compared with what is kept of it.

use serde::Serialize;

use super::reading::Reading;
use super::{Vault, VaultError};
use crate::log::{Bound, DocId, EntryId, EntryStore as _, Lane, Signed, Wanted};

const PAGE: Bound = Bound { entries: 4096, bytes: 8 * 1024 * 1024 };

/// What was found. Empty lists: all is well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Entries looked at.
    pub entries: usize,
    /// Documents read anew.
    pub documents: usize,
    /// Entries whose bytes or signature are not what their author made.
    pub forged: Vec<EntryId>,
    /// Entries kept but not applied: their author was removed before.
    pub quarantined: Vec<EntryId>,
    /// Entries of which no key is held here.
    pub unopened: Vec<EntryId>,
    /// Entries that open and are no records.
    pub refused: Vec<EntryId>,
    /// Documents whose kept summary was not what their entries say; it was made again.
    pub corrected: Vec<DocId>,
}

impl Verified {
    /// Nothing is forged, nothing was wrong. Quarantined and unopened entries are no fault of this device.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.forged.is_empty() && self.refused.is_empty() && self.corrected.is_empty()
    }
}

impl Vault {
    /// Looks through the whole vault. What is kept of a document and differs from its entries is made again.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; damage of the file is told as [`VaultError::is_damage`], to be followed by [`super::salvage`].
    pub fn verify(&mut self) -> Result<Verified, VaultError> {
        self.digest(usize::MAX)?;
        let mut found = Verified::default();
        let mut lane = [Lane { wanted: Wanted::All, after: 0 }];
        loop {
            let page = self.store.since(self.space, &lane, PAGE)?;
            for (_, entry) in page.entries {
                found.entries += 1;
                let id = entry.id();
                // Its name was worked out from its bytes when it was read; asked for by that name it must be found.
                let named = self.store.entry(self.space, id)?.is_some();
                if !named || Signed::check(entry).is_err() {
                    found.forged.push(id);
                }
            }
            lane[0].after = page.after[0];
            if !page.more {
                break;
            }
        }
        let places: Vec<_> = self.index.documents().map(|(place, _)| place).collect();
        for place in places {
            found.documents += 1;
            let opened = self.open_from_log(place)?;
            found.quarantined.extend(&opened.quarantined);
            found.unopened.extend(&opened.unopened);
            found.refused.extend(&opened.refused);
            let anew = Reading::of(place, &opened.document, &self.roles);
            let kept = self.store.read(|tx| anew.is_kept(tx, &self.cells, place));
            if !matches!(kept, Ok(true)) || self.index.summary(place.doc) != Some(anew.summary()) {
                found.corrected.push(place.doc);
                self.read_again(&[place])?;
            }
        }
        Ok(found)
    }
}
