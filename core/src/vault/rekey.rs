//! Who should hold which key: what members lack is given to them, and what removed devices knew is renewed.
//!
//! Not the steps of a removal but a comparison of what is with what should be, so that it is completed after a cut of the power, and
//! where two did something apart: one removed a device while another made a village's circle known to it, or both removed somebody.
//!
//! ```text
//! a circle's epoch        at least 1 + how many removed devices could open it
//! a circle's newest key   sealed to every member and to the circle above, unless the first one, which came with the invitation; to no
//!                         removed device
//! a document's newest key sealed to its circles' newest keys, and to none of their older ones
//! both                    sealed by members alone: who was removed and had sealed it knows it
//! ```
//!
//! What catches people out:
//! - a removed collaborator opened her families' circles too: they are renewed with the village's;
//! - epochs only grow, and only as far as removals ask: devices that mend the same apart from each other come to rest;
//! - a document's key, of whatever epoch, that only a removed device brought is brought again by whoever holds it, or what honest
//!   people wrote by it could not be read by those who come after;
//! - a removed device and an honest one may have begun the same epoch of a circle: who holds both seals to the honest one alone.

use std::collections::{BTreeMap, BTreeSet};

use super::leave::Made;
use super::{Vault, VaultError, circles};
use crate::access::{
    Circle, Hint, Keyring, MOST_RECIPIENTS, Membership, Role, Roster, SealingKey, SealingSecret, Secret, State,
    recipients,
};
use crate::log::{DeviceId, Document as Place, DocumentKey, Entry, Judge as _, ScopeId, Standing};
use crate::records::Clock;

/// So many documents are mended in one transaction.
const AT_ONCE: usize = 64;

/// Key entries of the log, looked up so far.
#[derive(Debug, Default)]
pub struct Given {
    upto: u64,
    entries: BTreeMap<Place, Vec<Entry>>,
}

impl Vault {
    /// Gives members the keys they lack and renews those that removed devices knew, as far as this device may. Nothing in a commune
    /// from which nobody was removed.
    pub(super) fn mend_keys(&mut self) -> Result<(), VaultError> {
        let roster = self.members.roster();
        let live = roster.standings(self.device()).iter().filter(|one| one.state == State::Live);
        let rights: Vec<Membership> =
            live.map(|one| one.membership.clone()).filter(|one| one.role != Role::Family).collect();
        if rights.is_empty() || (ended(roster).next().is_none() && !self.keyring.is_forked()) {
            return Ok(());
        }
        self.look_up_keys()?;
        let station = rights.iter().any(|one| one.role == Role::Station);
        let commune = self.space.commune_scope();
        let documents: Vec<Place> = self.index.documents().map(|(place, _)| place).collect();
        let mine = |scope: &ScopeId| station || rights.iter().any(|one| one.scopes.contains(scope));
        let scopes: BTreeSet<ScopeId> =
            documents.iter().map(|place| place.scope).filter(|scope| *scope != commune && mine(scope)).collect();
        if station {
            self.mend(|vault, made| vault.mend_circle(circles::of_scope(commune), Circle::Commune, made))?;
        }
        for scope in scopes {
            self.mend(|vault, made| vault.mend_circle(circles::of_scope(scope), Circle::Village(scope), made))?;
        }
        let documents: Vec<Place> = documents.into_iter().filter(|place| mine(&place.scope)).collect();
        for some in documents.chunks(AT_ONCE) {
            self.mend(|vault, made| {
                for place in some {
                    if circles::is_family(*place) {
                        vault.adopt_family(*place, made)?;
                        vault.mend_circle(circles::of_family(*place), Circle::Family(place.doc), made)?;
                    }
                    vault.mend_document(*place, made)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// One transaction of it: when it fails, the keyring is as before.
    fn mend(
        &mut self,
        work: impl FnOnce(&mut Self, &mut Vec<Made>) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.or_keyring_as_before(|vault| {
            let mut made = Vec::new();
            work(vault, &mut made)?;
            if made.is_empty() { Ok(()) } else { vault.commit(&made, None, Clock(0)) }
        })
    }

    /// Does something that takes keys into the keyring and keeps them; when that fails, the keyring is as before.
    pub(super) fn or_keyring_as_before<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let before = self.keyring.to_bytes();
        let done = work(self);
        if done.is_err() {
            self.keyring = Keyring::from_bytes(&before)?;
        }
        done
    }

    /// The epoch with which a circle begins: one that a removed device could have opened begins later.
    pub(super) fn first_epoch(&self, circle: Circle, scope: ScopeId) -> u32 {
        1 + removed_from(self.members.roster(), circle, scope)
    }

    fn look_up_keys(&mut self) -> Result<(), VaultError> {
        let new = self.store.keys(self.space, self.given.upto)?;
        for (number, entry) in new {
            self.given.upto = number;
            self.given.entries.entry(Place::of(&entry)).or_default().push(entry);
        }
        Ok(())
    }

    /// Key entries of this epoch that count.
    fn given(&self, place: Place, epoch: u32) -> impl Iterator<Item = &Entry> {
        let all = self.given.entries.get(&place).into_iter().flatten();
        all.filter(move |entry| entry.header().epoch == epoch && self.members.standing(entry) == Standing::Counts)
    }

    fn mend_circle(&mut self, circle: Place, of: Circle, made: &mut Vec<Made>) -> Result<(), VaultError> {
        let Some((epoch, secrets)) = self.keyring.newest_all(circle) else { return Ok(()) };
        let roster = self.members.roster();
        let mut to = roster.recipients(of);
        let above = match of {
            Circle::Commune => self.keyring.root().map(|root| vec![root.sealing.public()]).or(Some(Vec::new())),
            Circle::Village(_) => self.newest_of(circles::of_scope(self.space.commune_scope())),
            Circle::Family(_) => self.newest_of(circles::of_scope(circle.scope)),
        };
        // Who does not hold the circle above, as it is now, could only make it unreadable for those in it, or readable for others.
        let Some(above) = above else { return Ok(()) };
        if matches!(of, Circle::Family(_)) && !self.is_renewed(circle.scope) {
            return Ok(());
        }
        to.extend(above);
        let older = match of {
            Circle::Commune => Vec::new(),
            Circle::Village(_) => self.keyring.older_circles(circles::of_scope(self.space.commune_scope())),
            Circle::Family(_) => self.keyring.older_circles(circles::of_scope(circle.scope)),
        };
        let removed = removed_from(roster, of, circle.scope);
        // An epoch may have been begun for another reason than a removal, and sealed to who was removed since: its number says nothing.
        let gone: Vec<SealingKey> =
            self.gone().into_iter().filter(|key| !to.iter().any(|member| member.hint() == key.hint())).collect();
        let nothing_came_yet = of == Circle::Commune && self.given(circle, epoch).next().is_none();
        let fit = self.is_ours(circle, epoch, &secrets)
            && !self.is_sealed_to(circle, epoch, &older)
            && !self.is_sealed_to(circle, epoch, &gone);
        if epoch > removed && (nothing_came_yet || fit) {
            let first = epoch == 1 && secrets.len() == 1;
            return if first { Ok(()) } else { self.give_missing(circle, epoch, &secrets, &to, made) };
        }
        let next = SealingSecret::random(&mut *self.random);
        let opens = next.public();
        let renewed = (epoch + 1).max(removed + 1);
        self.add_key(circle, renewed, &Secret::Circle(next.clone()), &to, made)?;
        // Who joins later reads what was written earlier.
        for old in &secrets {
            self.add_key(circle, epoch, old, &[opens], made)?;
        }
        self.keyring.keep(circle, renewed, Secret::Circle(next));
        Ok(())
    }

    /// A family whose circle only a removed device made: its members hold another's, or none, and are given one that counts.
    fn adopt_family(&mut self, place: Place, made: &mut Vec<Made>) -> Result<(), VaultError> {
        let (circle, of) = (circles::of_family(place), Circle::Family(place.doc));
        let mut to = self.members.roster().recipients(of);
        let village = self.newest_of(circles::of_scope(place.scope)).filter(|_| self.is_renewed(place.scope));
        let Some(village) = village.filter(|_| !to.is_empty() && self.keyring.circle(circle).is_none()) else {
            return Ok(());
        };
        to.extend(village);
        let secret = SealingSecret::random(&mut *self.random);
        let (opens, secret, epoch) = (secret.public(), Secret::Circle(secret), self.first_epoch(of, place.scope));
        self.add_key(circle, epoch, &secret, &to, made)?;
        for (epoch, key) in self.keyring.all_keys(place) {
            self.add_key(place, epoch, &key, &[opens], made)?;
        }
        self.keyring.keep(circle, epoch, secret);
        Ok(())
    }

    fn mend_document(&mut self, place: Place, made: &mut Vec<Made>) -> Result<(), VaultError> {
        let village = circles::of_scope(place.scope);
        let held = (self.keyring.newest_all(place), self.newest_of(village));
        let (Some((epoch, keys)), Some(mut to)) = held else { return Ok(()) };
        if !self.is_renewed(place.scope) {
            return Ok(());
        }
        let mut older = self.keyring.older_circles(village);
        if circles::is_family(place) {
            let family = circles::of_family(place);
            to.extend(self.newest_of(family).unwrap_or_default());
            older.extend(self.keyring.older_circles(family));
        }
        for (earlier, key) in self.keyring.all_keys(place) {
            if earlier < epoch && !self.is_brought(place, earlier, &key) {
                self.add_key(place, earlier, &key, &to, made)?;
            }
        }
        let outdated = self.is_sealed_to(place, epoch, &older);
        let ours = self.is_ours(place, epoch, &keys);
        if !ours || !outdated {
            self.give_missing(place, epoch, &keys, &to, made)?;
        }
        if ours && !outdated {
            return Ok(());
        }
        let next = Secret::Document(DocumentKey::random(&mut *self.random));
        self.add_key(place, epoch + 1, &next, &to, made)?;
        self.keyring.keep(place, epoch + 1, next);
        Ok(())
    }

    /// Is the circle held of a village, or of the commune, one that no removed device could open?
    fn is_renewed(&self, scope: ScopeId) -> bool {
        let commune = scope == self.space.commune_scope();
        let of = if commune { Circle::Commune } else { Circle::Village(scope) };
        let removed = removed_from(self.members.roster(), of, scope);
        self.keyring.circle(circles::of_scope(scope)).is_some_and(|(epoch, _)| epoch > removed)
    }

    fn is_sealed_to(&self, place: Place, epoch: u32, keys: &[SealingKey]) -> bool {
        let mut hints = self.given(place, epoch).flat_map(|entry| recipients(entry.body()));
        hints.any(|hint| keys.iter().any(|key| key.hint() == hint))
    }

    /// Does every one of the newest keys come from members alone? Whoever sealed one knows it.
    fn is_ours(&self, place: Place, epoch: u32, keys: &[Secret]) -> bool {
        self.given(place, epoch).all(|entry| self.is_working(entry.header().author))
            && keys.iter().all(|key| self.given(place, epoch).any(|entry| self.brings(entry, key, keys.len() == 1)))
    }

    /// Does an entry that counts bring this key of a document? What a removed device alone brought, others cannot learn from it.
    fn is_brought(&self, place: Place, epoch: u32, key: &Secret) -> bool {
        let only = self.keyring.all_keys(place).iter().filter(|(of, _)| *of == epoch).count() == 1;
        self.given(place, epoch).any(|entry| self.brings(entry, key, only))
    }

    /// Two keys of one epoch: only what is inside an entry says which one it brings.
    fn brings(&self, entry: &Entry, key: &Secret, only: bool) -> bool {
        only || self.keyring.reveals(entry).is_some_and(|one| one.as_bytes() == key.as_bytes())
    }

    /// Does somebody who was removed know this key of a circle: did she make it, or was it sealed to her?
    fn is_known_outside(&self, circle: Place, epoch: u32, key: &Secret) -> bool {
        let gone = self.gone();
        let all = self.given.entries.get(&circle).into_iter().flatten();
        let mut tell = all.filter(|entry| entry.header().epoch == epoch).filter(|entry| {
            let told = |hint: Hint| gone.iter().any(|one| one.hint() == hint);
            !self.is_working(entry.header().author) || recipients(entry.body()).into_iter().any(told)
        });
        tell.any(|entry| self.brings(entry, key, false))
    }

    fn is_working(&self, device: DeviceId) -> bool {
        self.members.roster().standings(device).iter().any(|one| one.state == State::Live)
    }

    /// Where it was sealed to devices that were removed and are no members otherwise.
    fn gone(&self) -> Vec<SealingKey> {
        let roster = self.members.roster();
        let gone = ended(roster).map(|one| one.device).filter(|device| !self.is_working(*device));
        gone.filter_map(|device| roster.sealing_key(device)).collect()
    }

    /// Gives each of the newest keys to those it was not sealed to yet.
    fn give_missing(
        &mut self,
        place: Place,
        epoch: u32,
        keys: &[Secret],
        to: &[SealingKey],
        made: &mut Vec<Made>,
    ) -> Result<(), VaultError> {
        for key in keys {
            let brings = |entry: &&Entry| self.brings(entry, key, keys.len() == 1);
            let has: BTreeSet<Hint> =
                self.given(place, epoch).filter(brings).flat_map(|entry| recipients(entry.body())).collect();
            let missing: Vec<SealingKey> = to.iter().filter(|one| !has.contains(&one.hint())).copied().collect();
            self.add_key(place, epoch, key, &missing, made)?;
        }
        Ok(())
    }

    fn add_key(
        &mut self,
        place: Place,
        epoch: u32,
        key: &Secret,
        to: &[SealingKey],
        made: &mut Vec<Made>,
    ) -> Result<(), VaultError> {
        let mut to = to.to_vec();
        to.sort_unstable();
        to.dedup();
        for some in to.chunks(MOST_RECIPIENTS) {
            let ahead =
                made.iter().filter(|(header, _)| header.scope == place.scope && header.doc == place.doc).count();
            let entry = self.key_entry(place, (epoch, ahead as u64), key, some)?;
            made.push(entry);
        }
        Ok(())
    }

    /// Where to seal to a circle's newest keys, without those that a removed device knows; `None` when no other is held.
    fn newest_of(&self, circle: Place) -> Option<Vec<SealingKey>> {
        let (epoch, mut secrets) = self.keyring.newest_all(circle)?;
        secrets.retain(|one| !self.is_known_outside(circle, epoch, one));
        let opens: Vec<SealingKey> = secrets.iter().filter_map(Secret::opens).collect();
        (!opens.is_empty()).then_some(opens)
    }
}

/// Memberships that were ended.
fn ended(roster: &Roster) -> impl Iterator<Item = &Membership> {
    let standings = roster.devices().flat_map(|device| roster.standings(device));
    standings.filter(|one| matches!(one.state, State::Revoked(_))).map(|one| &one.membership)
}

/// How many devices that were removed could open a circle.
fn removed_from(roster: &Roster, circle: Circle, scope: ScopeId) -> u32 {
    let opened = |one: &&Membership| match (one.role, circle) {
        (Role::Station, _) => true,
        (Role::Collaborator, Circle::Village(_) | Circle::Family(_)) => one.scopes.contains(&scope),
        (Role::Family, Circle::Family(doc)) => one.scopes.contains(&scope) && one.docs.contains(&doc),
        _ => false,
    };
    let devices: BTreeSet<_> = ended(roster).filter(opened).map(|one| one.device).collect();
    u32::try_from(devices.len()).unwrap_or(u32::MAX - 1)
}
