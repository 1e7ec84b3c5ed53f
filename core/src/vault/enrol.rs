//! Letting somebody in, in a house with no signal: one shows a code, the other reads it. The code itself is [`Invitation`].
//!
//! What catches people out:
//! - a family gets the keys of its own document and circle, and of nothing else;
//! - the station issues tokens in the root's name, as long as it keeps the root: a chain that begins afresh is short enough for a code
//!   that the next one can pass on.

use std::path::Path;

use super::circles::{self, MEMBER_SECONDS, later};
use super::{Vault, VaultError};
use crate::access::passphrase::{Cost, Opener};
use crate::access::{
    Circle, DeviceKeys, Holder, Hub, Invitation, Join, Keyring, Purpose, Rights, Role, SealingSecret, Secret,
    SigningSecret, State, Token,
};
use crate::log::{DocId, Document as Place, Entry, EntryStore as _, Kind, Random, ScopeId};
use crate::records::Clock;

impl Vault {
    /// Invites a collaborator to villages.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] where a village's circle is not held.
    pub fn invite_collaborator(
        &mut self,
        villages: &[ScopeId],
        hubs: &[Hub],
        clock: Clock,
    ) -> Result<Invitation, VaultError> {
        let circles: Vec<Place> = villages.iter().map(|scope| circles::of_scope(*scope)).collect();
        self.invite(Role::Collaborator, villages.to_vec(), Vec::new(), &circles, (hubs, clock))
    }

    /// Invites a further device of the station.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] except at a station.
    pub fn invite_station(&mut self, hubs: &[Hub], clock: Clock) -> Result<Invitation, VaultError> {
        let circle = circles::of_scope(self.space.commune_scope());
        self.invite(Role::Station, Vec::new(), Vec::new(), &[circle], (hubs, clock))
    }

    /// Invites a family to its own document. The family's circle is made when it is the first time.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotFound`] and [`VaultError::NotAllowed`].
    pub fn invite_family(&mut self, doc: DocId, hubs: &[Hub], clock: Clock) -> Result<Invitation, VaultError> {
        let place = self.place(doc)?;
        let circle = circles::of_family(place);
        if self.keyring.circle(circle).is_none() {
            self.make_family_circle(place, clock)?;
        }
        self.invite(Role::Family, vec![place.scope], vec![doc, circle.doc], &[circle, place], (hubs, clock))
    }

    fn make_family_circle(&mut self, place: Place, clock: Clock) -> Result<(), VaultError> {
        let (_, village) = self.keyring.circle(circles::of_scope(place.scope)).ok_or(VaultError::NotAllowed)?;
        let keys = self.keyring.all_keys(place);
        if keys.is_empty() {
            return Err(VaultError::NoKey(place.doc));
        }
        let secret = SealingSecret::random(&mut *self.random);
        let (family, secret) = (secret.public(), Secret::Circle(secret));
        let (circle, first) = (circles::of_family(place), self.first_epoch(Circle::Family(place.doc), place.scope));
        self.or_keyring_as_before(|vault| {
            // Whoever holds the circle finds the document's keys, those of earlier epochs and of every later one.
            let mut made = vec![vault.key_entry(circle, (first, 0), &secret, &[village])?];
            for (ahead, (epoch, key)) in (0..).zip(&keys) {
                made.push(vault.key_entry(place, (*epoch, ahead), key, &[family])?);
            }
            vault.keyring.keep(circle, first, secret);
            vault.commit(&made, None, clock)
        })
    }

    fn invite(
        &mut self,
        role: Role,
        scopes: Vec<ScopeId>,
        docs: Vec<DocId>,
        keys: &[Place],
        (hubs, clock): (&[Hub], Clock),
    ) -> Result<Invitation, VaultError> {
        let key = |place: &Place| self.keyring.newest(*place).map(|(epoch, secret)| (*place, epoch, secret));
        let keys = keys.iter().map(key).collect::<Option<Vec<_>>>().ok_or(VaultError::NotAllowed)?;
        let (purpose, hubs) = (Purpose::Join, hubs.to_vec());
        let expires = later(clock, MEMBER_SECONDS);
        if let Some(root) = self.keyring.root() {
            let secret = SigningSecret::random(&mut *self.random);
            let rights = Rights { role, scopes, docs, expires };
            let to = Holder::Invitation(secret.id());
            let token = Token::issue(&root.signing, to, &rights, &mut *self.random)?;
            return Ok(Invitation { purpose, token, secret, hubs, keys });
        }
        let own = self.own_token()?;
        let expires = expires.min(own.read()?.membership.expires);
        let rights = Rights { role, scopes, docs, expires };
        let inviter = (&own, &self.keyring.device().signing.clone());
        Ok(Invitation::new(purpose, inviter, &rights, hubs, keys, &mut *self.random)?)
    }

    /// The token by which this device is a member.
    fn own_token(&self) -> Result<Token, VaultError> {
        let live = self.members.roster().standings(self.device()).iter().any(|one| one.state == State::Live);
        let orders = self.store.orders(self.space, 0)?;
        let own = |entry: &Entry| entry.header().author == self.device() && entry.header().kind == Kind::Join;
        let joined = orders.iter().rev().map(|(_, entry)| entry).find(|entry| own(entry));
        let token = joined.and_then(|entry| Join::from_bytes(entry.body())).map(|join| join.token);
        token.filter(|_| live).ok_or(VaultError::NotAllowed)
    }

    /// Makes a device of its own that joins by an invitation.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] when the file is there already, [`VaultError::Token`] when the invitation is worth nothing.
    pub fn create_device(
        path: &Path,
        lock: (Opener<'_>, Cost),
        invitation: Invitation,
        clock: Clock,
        mut random: Box<dyn Random + Send>,
    ) -> Result<Self, VaultError> {
        let given = invitation.grant()?.membership;
        let mut keyring = Keyring::new(DeviceKeys::random(&mut *random));
        let token = invitation.take_up(keyring.device(), &mut *random)?;
        for (doc, epoch, secret) in invitation.keys {
            keyring.keep(doc, epoch, secret);
        }
        let hubs = invitation.hubs;
        Self::make(path, token.space(), keyring, lock, random, |vault| {
            vault.own.hubs = hubs;
            vault.join(token, clock)?;
            // A family may write before anything has arrived.
            let own = given
                .scopes
                .first()
                .into_iter()
                .flat_map(|scope| given.docs.iter().map(|doc| Place { scope: *scope, doc: *doc }));
            let places: Vec<Place> = own.filter(|place| vault.keyring.epoch(*place).is_some()).collect();
            vault.read_again(&places)
        })
    }
}
