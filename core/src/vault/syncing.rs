//! What a vault gives to whoever syncs its log: what is asked for, a judge of what comes, the TLS key of a station's own hub.
//!
//! The vault itself does no networking: [`crate::sync`] drives, over the log that [`Vault::store`] hands out. What arrived is then
//! read with [`Vault::digest`].

use std::collections::BTreeSet;

use super::{Vault, VaultError};
use crate::access::{Audience, Hub, MOST_HUBS, Membership, Role, ToldRoster};
use crate::log::{Document as Place, Wanted};
use crate::sync::Plan;

impl Vault {
    /// A sync with this hub: by whom, and for what its memberships let it ask.
    #[must_use]
    pub fn plan(&self, audience: Audience, repetitions: u32) -> Plan {
        let (space, device, join) = (self.space, self.device(), self.own.join.clone());
        Plan { space, device, audience, join, wanted: self.wanted(), repetitions }
    }

    /// What this device reads: everything at a station, villages, or one family. A former member asks as it did: the hub tells it
    /// why it gets nothing.
    fn wanted(&self) -> Vec<Wanted> {
        let standings = self.members.roster().standings(self.device());
        let wanted: BTreeSet<Wanted> = standings.iter().flat_map(|one| of_membership(&one.membership)).collect();
        if wanted.contains(&Wanted::All) { vec![Wanted::All] } else { wanted.into_iter().collect() }
    }

    /// Who judges what is taken into the log while the vault does other things.
    #[must_use]
    pub fn judge(&self) -> ToldRoster {
        self.members.clone()
    }

    /// Where to sync when nobody says where: as the invitation told, the one kept last first.
    #[must_use]
    pub fn hubs(&self) -> &[Hub] {
        &self.own.hubs
    }

    /// Keeps where to sync, before what was known so far; of one hub the last address holds.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn keep_hub(&mut self, hub: &Hub) -> Result<(), VaultError> {
        if self.own.hubs.first() == Some(hub) {
            return Ok(());
        }
        let same_key = |known: &Hub| hub.fingerprint.is_some() && known.fingerprint == hub.fingerprint;
        self.own.hubs.retain(|known| known.address != hub.address && !same_key(known));
        self.own.hubs.insert(0, hub.clone());
        self.own.hubs.truncate(MOST_HUBS);
        self.keep_own()
    }

    /// The secret key of the hub that this device is to others on its network, once [`Self::keep_hub_key`] was told one.
    #[must_use]
    pub fn hub_key(&self) -> Option<&[u8]> {
        (!self.own.hub_key.is_empty()).then_some(self.own.hub_key.as_slice())
    }

    /// Keeps the secret key of its hub, sealed: phones know the station by it.
    ///
    /// # Errors
    ///
    /// [`VaultError`]: then the former key stays.
    pub fn keep_hub_key(&mut self, key: &[u8]) -> Result<(), VaultError> {
        let former = std::mem::replace(&mut self.own.hub_key, key.to_vec());
        let kept = self.keep_own();
        if kept.is_err() {
            self.own.hub_key = former;
        }
        kept
    }
}

fn of_membership(membership: &Membership) -> Vec<Wanted> {
    match membership.role {
        Role::Station => vec![Wanted::All],
        Role::Collaborator => membership.scopes.iter().copied().map(Wanted::Scope).collect(),
        Role::Family => {
            let places = membership
                .scopes
                .iter()
                .flat_map(|scope| membership.docs.iter().map(|doc| Place { scope: *scope, doc: *doc }));
            places.map(Wanted::Document).collect()
        }
    }
}
