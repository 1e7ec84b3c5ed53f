//! Letting somebody in, in a house with no signal: one shows a code, the other reads it.
//!
//! ```text
//! invitation = "NEPI1" ++ base-45(CBOR [token, seed (32), [[document or circle, epoch, kind, key (32)], …]])
//! ```
//!
//! The token names the public half of the seed as its holder. Whoever reads the code makes a device of its own and passes the token
//! on to it, signed by the seed; the keys are what the new member may read from now on.
//!
//! What catches people out:
//! - whoever photographs the code can use it too. It is used once: the second to join with it is shown to everybody and does not
//!   count, see [`crate::access::Roster::used_twice`];
//! - a family gets the keys of its own document and circle, and of nothing else.

use std::path::Path;

use minicbor::{Decode, Encode};
use zeroize::Zeroize;

use super::circles::{self, MEMBER_SECONDS, later};
use super::frames::{base45, unbase45};
use super::{Vault, VaultError};
use crate::access::passphrase::{Cost, Opener};
use crate::access::{
    DeviceKeys, Holder, Join, Keyring, Rights, Role, SealingSecret, Secret, SigningSecret, State, Token, TokenError,
};
use crate::log::{DocId, Document as Place, DocumentKey, EntryStore as _, Kind, Random, ScopeId, random_bytes};
use crate::records::Clock;

const MARK: &str = "NEPI1";

/// A code that lets its reader in, once.
#[derive(Debug)]
pub struct Invitation {
    token: Token,
    seed: SigningSecret,
    secrets: Vec<(DocId, u32, Secret)>,
}

/// A text that is no invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an invitation")]
pub struct NotAnInvitation;

#[derive(Encode, Decode)]
#[cbor(array)]
struct Written {
    #[n(0)]
    token: Token,
    #[cbor(n(1), with = "minicbor::bytes")]
    seed: [u8; 32],
    #[n(2)]
    secrets: Vec<Carried>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Carried {
    #[n(0)]
    doc: DocId,
    #[n(1)]
    epoch: u32,
    #[n(2)]
    circle: bool,
    #[cbor(n(3), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl Drop for Written {
    fn drop(&mut self) {
        self.seed.zeroize();
        self.secrets.iter_mut().for_each(|secret| secret.key.zeroize());
    }
}

impl Invitation {
    /// As the text of a QR code.
    ///
    /// # Panics
    ///
    /// Never: writing CBOR to memory cannot fail.
    #[must_use]
    pub fn to_text(&self) -> String {
        let carried = |(doc, epoch, secret): &(DocId, u32, Secret)| match secret {
            Secret::Circle(key) => Carried { doc: *doc, epoch: *epoch, circle: true, key: *key.as_bytes() },
            Secret::Document(key) => Carried { doc: *doc, epoch: *epoch, circle: false, key: *key.as_bytes() },
        };
        let written = Written {
            token: self.token.clone(),
            seed: *self.seed.seed(),
            secrets: self.secrets.iter().map(carried).collect(),
        };
        format!("{MARK}{}", base45(&minicbor::to_vec(&written).expect("memory takes every byte")))
    }

    /// Reads the text of a QR code.
    ///
    /// # Errors
    ///
    /// [`NotAnInvitation`]. Whether it is worth anything is found out by joining.
    pub fn from_text(text: &str) -> Result<Self, NotAnInvitation> {
        let bytes = text.trim().strip_prefix(MARK).and_then(unbase45).ok_or(NotAnInvitation)?;
        let written: Written = minicbor::decode(&bytes).map_err(|_| NotAnInvitation)?;
        let secret = |one: &Carried| {
            let secret = if one.circle {
                Secret::Circle(SealingSecret::new(one.key))
            } else {
                Secret::Document(DocumentKey::new(one.key))
            };
            (one.doc, one.epoch, secret)
        };
        let secrets = written.secrets.iter().map(secret).collect();
        Ok(Self { token: written.token.clone(), seed: SigningSecret::new(&written.seed), secrets })
    }

    /// What it gives: who is invited, to which villages and documents.
    ///
    /// # Errors
    ///
    /// [`TokenError`] when it is worth nothing.
    pub fn rights(&self) -> Result<Rights, TokenError> {
        let membership = self.token.read()?.membership;
        let (role, expires) = (membership.role, membership.expires);
        Ok(Rights { role, scopes: membership.scopes, docs: membership.docs, expires })
    }
}

impl Vault {
    /// Invites a collaborator to villages.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] where a village's circle is not held.
    pub fn invite_collaborator(&mut self, villages: &[ScopeId], clock: Clock) -> Result<Invitation, VaultError> {
        let circles: Vec<DocId> = villages.iter().map(|scope| circles::of_scope(*scope)).collect();
        self.invite(Role::Collaborator, villages.to_vec(), Vec::new(), &circles, clock)
    }

    /// Invites a further device of the station.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] except at a station.
    pub fn invite_station(&mut self, clock: Clock) -> Result<Invitation, VaultError> {
        let circle = circles::of_scope(self.space.commune_scope());
        self.invite(Role::Station, Vec::new(), Vec::new(), &[circle], clock)
    }

    /// Invites a family to its own document. The family's circle is made when it is the first time.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotFound`] and [`VaultError::NotAllowed`].
    pub fn invite_family(&mut self, doc: DocId, clock: Clock) -> Result<Invitation, VaultError> {
        let place = self.place(doc)?;
        let circle = circles::of_family(doc);
        if self.keyring.circle(circle).is_none() {
            self.make_family_circle(place, clock)?;
        }
        self.invite(Role::Family, vec![place.scope], vec![doc, circle], &[circle, doc], clock)
    }

    fn make_family_circle(&mut self, place: Place, clock: Clock) -> Result<(), VaultError> {
        let (_, village) = self.keyring.circle(circles::of_scope(place.scope)).ok_or(VaultError::NotAllowed)?;
        let (epoch, key) = self.keyring.newest(place.doc).ok_or(VaultError::NoKey(place.doc))?;
        let circle = SealingSecret::random(&mut *self.random);
        let family = circle.public();
        self.give(place.scope, circles::of_family(place.doc), 1, Secret::Circle(circle), &[village], clock)?;
        // Whoever holds the circle finds the document's key, now and in every later epoch.
        self.give(place.scope, place.doc, epoch, key, &[family], clock)
    }

    fn invite(
        &mut self,
        role: Role,
        scopes: Vec<ScopeId>,
        docs: Vec<DocId>,
        keys: &[DocId],
        clock: Clock,
    ) -> Result<Invitation, VaultError> {
        let secret = |doc: &DocId| self.keyring.newest(*doc).map(|(epoch, secret)| (*doc, epoch, secret));
        let secrets = keys.iter().map(secret).collect::<Option<Vec<_>>>().ok_or(VaultError::NotAllowed)?;
        let seed = SigningSecret::new(&random_bytes(&mut *self.random));
        let to = Holder::Invitation(seed.id());
        let expires = later(clock, MEMBER_SECONDS);
        let token = if let Some(root) = self.keyring.root() {
            let rights = Rights { role, scopes, docs, expires };
            Token::issue(&root.signing, to, &rights, &mut *self.random)?
        } else {
            let own = self.own_token()?;
            let expires = expires.min(own.read()?.membership.expires);
            let rights = Rights { role, scopes, docs, expires };
            own.pass_on(&self.keyring.device().signing, to, &rights, &mut *self.random)?
        };
        Ok(Invitation { token, seed, secrets })
    }

    /// The token by which this device is a member.
    fn own_token(&self) -> Result<Token, VaultError> {
        let live = self.members.roster().standings(self.device()).iter().any(|one| one.state == State::Live);
        let orders = self.store.orders(self.space, 0)?;
        let own =
            |entry: &crate::log::Entry| entry.header().author == self.device() && entry.header().kind == Kind::Join;
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
        let rights = invitation.rights()?;
        let mut keyring = Keyring::new(DeviceKeys::random(&mut *random));
        let to = Holder::Device(keyring.device().id());
        let token = invitation.token.pass_on(&invitation.seed, to, &rights, &mut *random)?;
        for (doc, epoch, secret) in invitation.secrets {
            keyring.keep(doc, epoch, secret);
        }
        let mut vault = Self::make(path, token.space(), keyring, lock, random)?;
        vault.join(token, clock)?;
        // A family may write before anything has arrived.
        let own = rights.docs.iter().filter(|doc| vault.keyring.epoch(**doc).is_some());
        let places: Vec<Place> =
            own.flat_map(|doc| rights.scopes.first().map(|scope| Place { scope: *scope, doc: *doc })).collect();
        vault.read_again(&places)?;
        Ok(vault)
    }
}
