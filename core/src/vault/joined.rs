//! Families of several documents: registered twice, and found to be one by a health worker.
//!
//! The documents stay as they are, each with its own key and readers: a mother's phone that holds one of them goes on reading
//! that one. Whoever holds them all reads them together, and lists the family once, under the first of them. Nothing of it is
//! kept in the file: it is read anew at unlock and whenever one of the documents changes.

use super::{Vault, VaultError, circles};
use crate::log::DocId;
use crate::records::{Family, Ledger, Summary};

impl Vault {
    /// Lists families of several documents once. A family whose documents cannot be read together is listed document by
    /// document, as before it was joined.
    pub(super) fn join_again(&mut self, touched: impl Fn(DocId) -> bool) {
        let groups = self.index.tied();
        let known = |group: &Vec<DocId>| self.index.group(group[0]) == *group && !group.iter().any(|doc| touched(*doc));
        if groups.iter().all(known) && self.index.joined() == groups.len() {
            return;
        }
        let families: Vec<(Vec<DocId>, Summary)> = groups
            .into_iter()
            .filter_map(|group| Some((group.clone(), self.together(&group).ok()?.summary())))
            .collect();
        self.index.join(families);
    }

    /// A family read from all of its documents.
    pub(super) fn together(&self, group: &[DocId]) -> Result<Family, VaultError> {
        Ok(Family::of(&self.ledger_of(group)?, &self.roles))
    }

    /// Every record of these documents.
    pub(super) fn ledger_of(&self, group: &[DocId]) -> Result<Ledger, VaultError> {
        let mut all = Ledger::default();
        for doc in group {
            let place = self.place(*doc)?;
            if group.len() > 1 && !circles::is_family(place) {
                return Err(VaultError::NotFound(*doc));
            }
            all = all.joined(self.open_from_log(place)?.document.ledger());
        }
        Ok(all)
    }
}
