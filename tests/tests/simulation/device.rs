//! One device: its disk, its vault while the power is on, and what happens when it goes.

use std::sync::Arc;

use nep_core::access::passphrase::{Cost, Opener};
use nep_core::access::{Audience, Code, Role, ToldRoster};
use nep_core::log::{DeviceId, Document, ScopeId, SeededRandom, SpaceId, StoreError};
use nep_core::records::Clock;
use nep_core::vault::{Locked, Vault, VaultError};
use nep_sync_server::{Hub, Rules};

use super::dice::Dice;
use super::disk::Disk;

/// The least that Argon2 takes, so that a run is quick.
const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
/// What the platform's key store holds.
const KEY: [u8; 32] = [7; 32];

/// Who it was let in as.
#[derive(Clone, Debug)]
pub struct Let {
    /// The role.
    pub role: Role,
    /// A collaborator's villages, or a family's.
    pub villages: Vec<ScopeId>,
    /// A family's document.
    pub family: Option<Document>,
    /// Devices that passed its token on.
    pub through: Vec<DeviceId>,
    /// What was shown to it; `None` for the station that made the commune.
    pub invitation: Option<String>,
}

/// A device.
pub struct Device {
    /// What others call it, as a hub too.
    pub name: String,
    /// Who it is.
    pub was: Let,
    /// Its key, once it has one.
    pub id: Option<DeviceId>,
    /// Its disk.
    pub disk: Arc<Disk>,
    /// Its vault while the power is on.
    pub vault: Option<Vault>,
    /// It answers requests over its own log: a station's.
    pub hub: Option<Arc<Hub>>,
    /// The members as its sync knows them.
    pub judge: Option<ToldRoster>,
    /// How far its clock is off, in seconds.
    pub drift: i64,
    /// A newer app than the others: it writes what they do not know.
    pub newer: bool,
}

/// What came of something that was tried.
#[derive(Debug)]
pub enum Tried<T> {
    /// The screen confirmed it.
    Confirmed(T),
    /// The screen said that it did not work.
    Refused(VaultError),
    /// The power went.
    Gone,
}

impl<T> Tried<T> {
    /// What was confirmed.
    pub fn confirmed(self) -> Option<T> {
        match self {
            Self::Confirmed(given) => Some(given),
            Self::Refused(_) | Self::Gone => None,
        }
    }
}

impl Device {
    /// A device with an empty disk.
    pub fn new(name: String, was: Let, disk: Arc<Disk>) -> Self {
        let (id, vault, hub, judge) = (None, None, None, None);
        Self { name, was, id, disk, vault, hub, judge, drift: 0, newer: false }
    }

    /// What its clock shows.
    pub fn clock(&self, now: i64) -> Clock {
        Clock(now + self.drift)
    }

    /// Does something with the vault, which is open.
    pub fn tries<T>(&mut self, what: impl FnOnce(&mut Vault) -> Result<T, VaultError>) -> Tried<T> {
        let Some(vault) = self.vault.as_mut() else { return Tried::Gone };
        let tried = what(vault);
        self.came(tried)
    }

    /// Sorts what came of it; a fault that nobody made is a fault of ours.
    pub fn came<T>(&mut self, tried: Result<T, VaultError>) -> Tried<T> {
        let off = self.disk.is_off();
        if off {
            self.vanish();
        }
        match tried {
            Ok(given) => Tried::Confirmed(given),
            Err(_) if off => Tried::Gone,
            Err(VaultError::Store(StoreError::Full)) if self.disk.was_full() => {
                Tried::Refused(VaultError::Store(StoreError::Full))
            }
            Err(
                error @ (VaultError::NotAllowed
                | VaultError::NotFound(_)
                | VaultError::NoKey(_)
                | VaultError::Refused(_)
                | VaultError::Token(_)),
            ) => Tried::Refused(error),
            Err(error) => panic!("{}: {error:?}", self.name),
        }
    }

    /// The power is gone: all that was in memory too.
    pub fn vanish(&mut self) {
        (self.vault, self.hub, self.judge) = (None, None, None);
    }

    /// Turns it on: opens its vault, or makes it when there is none yet.
    pub fn turn_on(&mut self, now: i64, dice: &mut Dice) {
        if self.disk.is_off() {
            self.vanish();
            self.disk.power_on(dice);
        }
        if self.vault.is_some() {
            return;
        }
        let path = self.disk.file("records.nep");
        let random = Box::new(SeededRandom::new(dice.next()));
        let lock = Opener::Platform(&KEY);
        let clock = self.clock(now);
        let opened = match (Locked::open(&path), &self.was.invitation) {
            (Ok(locked), _) => locked.unlock(lock, random),
            (Err(VaultError::None), None) => Vault::create_station(&path, (lock, CHEAP), clock, random),
            (Err(VaultError::None), Some(text)) => {
                let Ok(Code::Invitation(invitation)) = Code::from_text(text) else { panic!("it was just shown") };
                Vault::create_device(&path, (lock, CHEAP), *invitation, clock, random)
            }
            (Err(error), _) => Err(error),
        };
        let opened = opened.and_then(|mut vault| {
            assert_eq!(vault.salvaged(), None, "{}: no cut of the power damages a file", self.name);
            vault.digest(usize::MAX)?;
            Ok(vault)
        });
        if let Tried::Confirmed(vault) = self.came(opened) {
            if self.disk.is_off() {
                return;
            }
            let id = *self.id.get_or_insert(vault.device());
            assert_eq!(id, vault.device(), "{}: it is who it was", self.name);
            if self.was.role == Role::Station {
                self.hub = Some(Arc::new(Hub::new(vault.store(), rules(&self.name))));
            }
            self.judge = Some(ToldRoster::new(vault.space()));
            self.vault = Some(vault);
        }
    }

    /// The vault, which is open.
    pub fn vault(&self) -> &Vault {
        self.vault.as_ref().expect("the power is on")
    }

    /// The commune.
    pub fn space(&self) -> SpaceId {
        self.vault().space()
    }
}

/// What a hub of this name allows.
pub fn rules(name: &str) -> Rules {
    Rules { names: vec![Audience::of_name(name)], spaces: None, quota: u64::MAX }
}
