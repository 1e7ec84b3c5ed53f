//! Leaving: a device is revoked, a family is erased.
//!
//! What catches people out:
//! - revoking says up to which entry of each document the device still counts: what this vault holds of it now. Later entries of it are
//!   kept and not applied;
//! - mothers whom a lost phone had enrolled stay members: they are named in the order;
//! - what a revoked device could read it has read. The new epochs keep from it what is written from now on.

use std::collections::BTreeSet;

use super::{Vault, VaultError, circles, members};
use crate::access::{Circle, Erase, Holder, Membership, Revoke, Role, SealingKey, SealingSecret, Secret, State};
use crate::log::{DeviceId, DocId, Document as Place, DocumentKey, Kind, ScopeId};
use crate::records::Clock;

/// So many new keys are kept in one transaction.
const AT_ONCE: usize = 256;

impl Vault {
    /// Revokes a device and begins new epochs for all it could read.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] where the order would not be followed.
    pub fn revoke(&mut self, device: DeviceId, clock: Clock) -> Result<(), VaultError> {
        self.digest(usize::MAX)?;
        let roster = self.members.roster();
        let memberships: Vec<Membership> = roster.standings(device).iter().map(|one| one.membership.clone()).collect();
        let through = |one: &DeviceId| {
            let standings = roster.standings(*one).iter().filter(|standing| standing.state == State::Live);
            standings.flat_map(|standing| &standing.through).any(|holder| *holder == Holder::Device(device))
        };
        let keeps: Vec<DeviceId> = roster.devices().filter(|one| *one != device).filter(through).collect();
        let mut counts = Vec::new();
        for (place, _) in self.store.documents(self.space, 0)? {
            let last = self.store.last_seq(self.space, place, device)?;
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
        for membership in &memberships {
            self.renew(membership, clock)?;
        }
        Ok(())
    }

    /// New epochs for all that a former member could read and this device may give keys of.
    fn renew(&mut self, former: &Membership, clock: Clock) -> Result<(), VaultError> {
        let commune = self.space.commune_scope();
        let scopes: BTreeSet<ScopeId> = match former.role {
            Role::Station => self.index.documents().map(|(place, _)| place.scope).chain([commune]).collect(),
            Role::Collaborator | Role::Family => former.scopes.iter().copied().collect(),
        };
        let docs: BTreeSet<DocId> = former.docs.iter().copied().collect();
        let mut made = Vec::new();
        // The commune's circle first: the villages' are sealed to its new epoch.
        for scope in [commune].into_iter().chain(scopes.iter().copied().filter(|scope| *scope != commune)) {
            if former.role != Role::Family && scopes.contains(&scope) {
                made.extend(self.renewed_circle(scope)?);
            }
        }
        let places: Vec<Place> = self.index.documents().map(|(place, _)| place).collect();
        for place in places.into_iter().filter(|place| scopes.contains(&place.scope)) {
            if former.role != Role::Family || docs.contains(&place.doc) {
                made.extend(self.renewed_document(place, former.role == Role::Family)?);
            }
        }
        for some in made.chunks(AT_ONCE) {
            self.commit(some, None, clock)?;
        }
        Ok(())
    }

    /// A new epoch of a village's or the commune's circle; nothing where its members cannot be given it from here.
    fn renewed_circle(&mut self, scope: ScopeId) -> Result<Vec<Made>, VaultError> {
        let commune = self.space.commune_scope();
        let circle = circles::of_scope(scope);
        let held = (self.keyring.circle(circle), self.keyring.circle(circles::of_scope(commune)));
        let (Some((epoch, _)), Some((_, to_commune))) = held else { return Ok(Vec::new()) };
        let roster = self.members.roster();
        let mut to: Vec<SealingKey> = if scope == commune {
            roster
                .recipients(Circle::Commune)
                .into_iter()
                .chain(self.keyring.root().map(|root| root.sealing.public()))
                .collect()
        } else {
            roster.recipients(Circle::Village(scope)).into_iter().chain([to_commune]).collect()
        };
        to.sort_unstable();
        to.dedup();
        self.next_circle(circle, epoch, &to)
    }

    /// The next epoch of a circle for its members, and the last one sealed to it: who joins later reads what was written earlier.
    fn next_circle(&mut self, circle: Place, epoch: u32, to: &[SealingKey]) -> Result<Vec<Made>, VaultError> {
        let secret = SealingSecret::random(&mut *self.random);
        let next = secret.public();
        let mut made = vec![self.key_entry(circle, (epoch + 1, 0), &Secret::Circle(secret.clone()), to)?];
        if let Some((last, old)) = self.keyring.newest(circle) {
            made.push(self.key_entry(circle, (last, 1), &old, &[next])?);
        }
        self.keyring.keep(circle, epoch + 1, Secret::Circle(secret));
        Ok(made)
    }

    /// A new epoch of a document, and of the family's circle when it is the family that lost a member.
    fn renewed_document(&mut self, place: Place, family_too: bool) -> Result<Vec<Made>, VaultError> {
        let mut made = Vec::new();
        let held = (self.keyring.epoch(place), self.keyring.circle(circles::of_scope(place.scope)));
        let (Some(epoch), Some((_, village))) = held else { return Ok(made) };
        let circle = circles::of_family(place);
        if let Some((of_circle, _)) = self.keyring.circle(circle).filter(|_| family_too) {
            let mut to = self.members.roster().recipients(Circle::Family(place.doc));
            to.push(village);
            made.extend(self.next_circle(circle, of_circle, &to)?);
        }
        let to: Vec<SealingKey> = [village].into_iter().chain(self.keyring.circle(circle).map(|held| held.1)).collect();
        let secret = Secret::Document(DocumentKey::random(&mut *self.random));
        made.push(self.key_entry(place, (epoch + 1, 0), &secret, &to)?);
        self.keyring.keep(place, epoch + 1, secret);
        Ok(made)
    }

    /// Erases a family's document here and, by the order, everywhere it is held: keys, entries, projections. It does not come back.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] for a village's document, and to a family's device.
    pub fn erase(&mut self, doc: DocId, clock: Clock) -> Result<(), VaultError> {
        let place = self.place(doc)?;
        if !circles::is_family(place) {
            return Err(VaultError::NotAllowed);
        }
        self.order(Kind::Erase, &Erase { scope: place.scope, doc }.to_bytes(), clock)?;
        // Nothing of it stays in the write-ahead log either.
        self.store.checkpoint()?;
        Ok(())
    }
}

type Made = (crate::log::Header, Vec<u8>);
