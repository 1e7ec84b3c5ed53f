//! Who may read what: the commune's circle, the villages', the families'; making them, joining them, leaving them.
//!
//! ```text
//! commune's circle  ← the stations' devices, and the root of the recovery kit
//! village's circle  ← the commune's circle, and the collaborators' devices
//! family's circle   ← the family's devices
//! village's document ← its circle          family's document ← its village's circle and its own
//! ```
//!
//! What catches people out:
//! - circles and village documents are named by a digest of what they are of, so that nobody needs to be told their names;
//! - a new member is given the newest key and, for a family, that is enough; a collaborator is given the circle's key, which opens
//!   every document's;
//! - a new epoch of a circle opens the one before: who joins later reads what was written earlier;
//! - who leaves keeps what it had. A new epoch keeps from it what is written from now on.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::reading::Reading;
use super::{Vault, VaultError};
use crate::access::passphrase::{Cost, Opener};
use crate::access::{
    Circle, DeviceKeys, Holder, Join, Keyring, RecoveryKit, Rights, Role, SealingKey, SealingSecret, Secret, Token,
    seal_key,
};
use crate::log::{
    Batch, DocId, Document as Place, DocumentKey, Entry, Header, Kind, Outcome, Padding, Random, ScopeId, Signed,
    random_bytes,
};
use crate::records::village::Village;
use crate::records::{Actor, Clock, Document, Sitting};

/// For how long a hub serves a station: it renews its own.
pub const STATION_SECONDS: u64 = 10 * YEAR;
/// For how long a hub serves a collaborator or a family before the station has to say so again.
pub const MEMBER_SECONDS: u64 = 3 * YEAR;
const YEAR: u64 = 366 * 24 * 3600;

/// The circle of a village, or of the commune.
#[must_use]
pub fn of_scope(scope: ScopeId) -> Place {
    Place { scope, doc: named(b"nep circle 1", scope.as_bytes()) }
}

/// The circle of a family.
#[must_use]
pub fn of_family(place: Place) -> Place {
    Place { scope: place.scope, doc: named(b"nep family circle 1", place.doc.as_bytes()) }
}

/// The document of a village, or of the commune.
#[must_use]
pub fn village_document(scope: ScopeId) -> Place {
    Place { scope, doc: named(b"nep village document 1", scope.as_bytes()) }
}

/// Is it a family's document?
#[must_use]
pub fn is_family(place: Place) -> bool {
    place != village_document(place.scope)
}

fn named(what: &[u8], of: &[u8]) -> DocId {
    let digest = Sha256::new().chain_update(what).chain_update(of).finalize();
    DocId::new(std::array::from_fn(|at| digest[at]))
}

/// A random name.
fn random_doc(random: &mut dyn Random) -> DocId {
    DocId::new(random_bytes(random))
}

pub(super) fn later(clock: Clock, seconds: u64) -> u64 {
    u64::try_from(clock.0).unwrap_or(0).saturating_add(seconds)
}

impl Vault {
    /// Makes a commune and its first station. The root's 128 bits stay in the keyring, for the recovery kit.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] when the file is there already.
    pub fn create_station(
        path: &Path,
        lock: (Opener<'_>, Cost),
        clock: Clock,
        mut random: Box<dyn Random + Send>,
    ) -> Result<Self, VaultError> {
        let kit = RecoveryKit::random(&mut *random);
        let root = kit.root();
        Self::make_station(path, lock, &kit, (clock, random), |vault| {
            let commune = vault.space.commune_scope();
            let own = vault.keyring.device().sealing.public();
            let circle = SealingSecret::random(&mut *vault.random);
            let to = circle.public();
            vault.give(of_scope(commune), 1, Secret::Circle(circle), &[own, root.sealing.public()], clock)?;
            vault.begin_document(village_document(commune), &[to], clock, |_| ())?;
            vault.digest(usize::MAX).map(|_| ())
        })
    }

    /// A station of a commune from its recovery kit alone, when no other is left. It reads the commune's records as soon as a hub or
    /// a bundle brings them: the root opens the commune's circle.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] when the file is there already.
    pub fn restore_station(
        path: &Path,
        lock: (Opener<'_>, Cost),
        kit: &RecoveryKit,
        clock: Clock,
        random: Box<dyn Random + Send>,
    ) -> Result<Self, VaultError> {
        Self::make_station(path, lock, kit, (clock, random), |_| Ok(()))
    }

    fn make_station(
        path: &Path,
        lock: (Opener<'_>, Cost),
        kit: &RecoveryKit,
        (clock, mut random): (Clock, Box<dyn Random + Send>),
        first: impl FnOnce(&mut Self) -> Result<(), VaultError>,
    ) -> Result<Self, VaultError> {
        let root = kit.root();
        let mut keyring = Keyring::new(DeviceKeys::random(&mut *random));
        keyring.keep_root(kit.bits());
        let rights = Rights {
            role: Role::Station,
            scopes: Vec::new(),
            docs: Vec::new(),
            expires: later(clock, STATION_SECONDS),
        };
        let device = keyring.device().id();
        let token = Token::issue(&root.signing, Holder::Device(device), &rights, &mut *random)?;
        Self::make(path, kit.space(), keyring, lock, random, |vault| {
            vault.join(token, clock)?;
            first(vault)
        })
    }

    /// The recovery kit, at the station that keeps the commune's root.
    #[must_use]
    pub fn recovery_kit(&self) -> Option<RecoveryKit> {
        self.keyring.root_bits().map(RecoveryKit::new)
    }

    /// Says to the commune that this device is a member.
    pub(super) fn join(&mut self, token: Token, clock: Clock) -> Result<(), VaultError> {
        let sealing = self.keyring.device().sealing.public();
        let entry = self.order(Kind::Join, &Join { token, sealing }.to_bytes(), clock)?;
        self.own.join = entry.as_bytes().to_vec();
        self.keep_own()
    }

    /// Gives an order, and follows it.
    pub(super) fn order(&mut self, kind: Kind, body: &[u8], clock: Clock) -> Result<Entry, VaultError> {
        let place = Place { scope: self.space.commune_scope(), doc: self.space.roster() };
        let seq = self.last_own(place)? + 1;
        let header = self.header(kind, place, seq, 0);
        let entry = self.keyring.device().entry(header, body);
        let entries = [Signed::check(entry.clone()).map_err(VaultError::Refused)?];
        let now = u64::try_from(clock.0).unwrap_or(0);
        match self.append(&Batch { space: self.space, entries: &entries, from: None, now })?.first() {
            Some(Outcome::Refused(refusal)) => Err(VaultError::Refused(*refusal)),
            _ => self.digest(usize::MAX).map(|_| entry),
        }
    }

    /// Keeps a key and seals it to others.
    pub(super) fn give(
        &mut self,
        place: Place,
        epoch: u32,
        secret: Secret,
        to: &[SealingKey],
        clock: Clock,
    ) -> Result<(), VaultError> {
        self.or_keyring_as_before(|vault| {
            let made = vault.key_entry(place, (epoch, 0), &secret, to)?;
            vault.keyring.keep(place, epoch, secret);
            vault.commit(&[made], None, clock)
        })
    }

    /// A key entry; `ahead` others of this place are about to be kept before it.
    pub(super) fn key_entry(
        &mut self,
        place: Place,
        (epoch, ahead): (u32, u64),
        secret: &Secret,
        to: &[SealingKey],
    ) -> Result<(Header, Vec<u8>), VaultError> {
        let seq = self.last_own(place)? + 1 + ahead;
        let header = self.header(Kind::Key, place, seq, epoch);
        let body = seal_key(&header, secret, to, &mut *self.random)?;
        Ok((header, body))
    }

    /// Makes a village, with its circle and its document.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] except at a station.
    pub fn add_village(&mut self, name: &str, clock: Clock) -> Result<ScopeId, VaultError> {
        let commune = self.space.commune_scope();
        let (_, to_commune) = self.keyring.circle(of_scope(commune)).ok_or(VaultError::NotAllowed)?;
        let scope = ScopeId::new(random_bytes(&mut *self.random));
        let circle = SealingSecret::random(&mut *self.random);
        let to = circle.public();
        let epoch = self.first_epoch(Circle::Village(scope), scope);
        self.give(of_scope(scope), epoch, Secret::Circle(circle), &[to_commune], clock)?;
        let named = Village { scope, name: name.to_owned(), hamlets: Vec::new() };
        self.begin_document(village_document(scope), &[to], clock, |sitting| sitting.add(&named))?;
        Ok(scope)
    }

    /// Makes a family's document in a village; `write` is its first sitting.
    ///
    /// # Errors
    ///
    /// [`VaultError::NotAllowed`] where the village's circle is not held.
    pub fn add_family<T>(
        &mut self,
        village: ScopeId,
        clock: Clock,
        write: impl FnOnce(&mut Sitting) -> T,
    ) -> Result<(DocId, T), VaultError> {
        let (_, to) = self.keyring.circle(of_scope(village)).ok_or(VaultError::NotAllowed)?;
        let doc = random_doc(&mut *self.random);
        let given = self.begin_document(Place { scope: village, doc }, &[to], clock, write)?;
        Ok((doc, given))
    }

    /// A document with its key and first sitting, in one transaction.
    fn begin_document<T>(
        &mut self,
        place: Place,
        to: &[SealingKey],
        clock: Clock,
        write: impl FnOnce(&mut Sitting) -> T,
    ) -> Result<T, VaultError> {
        let secret = Secret::Document(DocumentKey::random(&mut *self.random));
        let key = self.key_entry(place, (1, 0), &secret, to)?;
        self.keyring.keep(place, 1, secret);
        let kept = self.first_sitting(place, key, clock, write);
        if kept.is_err() {
            // Its key entry was not kept: nobody else will ever hold this key.
            self.keyring.forget(place);
        }
        kept
    }

    fn first_sitting<T>(
        &mut self,
        place: Place,
        key: (Header, Vec<u8>),
        clock: Clock,
        write: impl FnOnce(&mut Sitting) -> T,
    ) -> Result<T, VaultError> {
        let mut document = Document::new();
        let device = self.device();
        let seq = key.0.seq + 1;
        let actor = Actor::new(device, place.doc, self.own.incarnation);
        let (given, bytes) = document.edit((device, actor), seq, clock, write)?;
        let mut made = vec![key];
        if let Some(bytes) = bytes {
            let header = self.header(Kind::Changes, place, seq, 1);
            let body = self.keyring.seal(&header, &bytes, Padding::Padme, &mut *self.random)?;
            made.push((header, body));
        }
        let reading = Reading::of(place, &document, &self.roles).seal(&self.cells, place, &mut *self.random)?;
        self.commit(&made, Some(&reading), clock)?;
        let (place, summary) = reading.into_summary();
        self.index.put(place, summary);
        self.opened = Some((place, document));
        Ok(given)
    }
}
