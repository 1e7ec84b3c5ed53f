//! What one device knows: its keys, its sealed record file, and the index in memory while it is unlocked.
//!
//! ```text
//! record file   log of sealed entries (core::log) · lock, keyring, projections, summaries: each sealed by the vault's key
//! vault key     256 random bits, locked by a passphrase, the platform's key store, or that and a PIN
//! in memory     keyring, roster, index; one document, the last that was edited
//! ```
//!
//! Nothing in the file, its write-ahead log included, says a name, a date or a figure of a person. Projections and summaries are
//! copies of what the entries say: lost or damaged, they are made again.
//!
//! What catches people out:
//! - one program has the file at a time; the others are told so;
//! - what arrives is kept first and digested then, see [`Vault::digest`]: a cut of the power in between loses nothing;
//! - a vault does no networking and knows no clock: what time it is, is told.

pub mod bundle;
mod carry;
mod cells;
pub mod circles;
mod compact;
mod decide;
mod digest;
mod documents;
mod edit;
mod enrol;
mod error;
mod file;
pub mod frames;
mod index;
mod joined;
mod leave;
mod members;
mod reading;
mod rekey;
mod summary;
mod syncing;
#[cfg(test)]
mod tests;
mod unlock;
mod verify;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::access::{Hub, Keyring, Role, Roster, State, ToldRoster};
use crate::log::{DeviceId, Document, Random, SpaceId, SqliteStore};
use crate::records::{self, Roles};
use cells::Cells;

pub use carry::{HandedIn, Imported};
pub use decide::Named;
pub use digest::Digested;
pub use error::VaultError;
pub use file::Salvaged;
pub use index::{Due, Found, Index};
pub use summary::Summary;
pub use unlock::{Locked, salvage};
pub use verify::Verified;

/// What the vault keeps of itself, sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Own {
    /// Random, drawn when the vault is made or restored: see [`records::Actor`].
    incarnation: u64,
    /// This device's own join, as an entry: without it nothing it wrote would count, and no peer may be near to give it back.
    #[serde(default)]
    join: Vec<u8>,
    /// At a station: the secret TLS key of its own hub.
    #[serde(default)]
    hub_key: Vec<u8>,
    /// Where to sync when nobody says where.
    #[serde(default)]
    hubs: Vec<Hub>,
}

/// An unlocked vault.
pub struct Vault {
    path: PathBuf,
    store: Arc<SqliteStore>,
    space: SpaceId,
    cells: Cells,
    own: Own,
    keyring: Keyring,
    members: ToldRoster,
    roles: Roles,
    index: Index,
    /// The document last edited.
    opened: Option<(Document, records::Document)>,
    /// Documents that are to be read again.
    pending: BTreeSet<Document>,
    /// Up to which order, entry looked through, and entry digested.
    ordered: u64,
    looked: u64,
    digested: u64,
    given: rekey::Given,
    /// Who holds which key is to be compared with who should.
    keys_due: bool,
    salvaged: Option<Salvaged>,
    random: Box<dyn Random + Send>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("space", &self.space).field("device", &self.device()).finish_non_exhaustive()
    }
}

impl Vault {
    /// The commune.
    #[must_use]
    pub const fn space(&self) -> SpaceId {
        self.space
    }

    /// This device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.keyring.device().id()
    }

    /// The record file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The log in the record file: for whoever syncs it, while the vault goes on.
    #[must_use]
    pub fn store(&self) -> Arc<SqliteStore> {
        Arc::clone(&self.store)
    }

    /// Everybody this device knows.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// Is this device a member still, as far as it knows?
    #[must_use]
    pub fn is_member(&self) -> bool {
        self.members.roster().standings(self.device()).iter().any(|one| one.state == State::Live)
    }

    /// The members, as far as they are digested.
    #[must_use]
    pub const fn roster(&self) -> &Roster {
        self.members.roster()
    }

    /// Who stands behind this device; `None`: it is no member.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.roles.get(&self.device()).copied()
    }

    /// Who stands behind each device, removed ones too.
    #[must_use]
    pub const fn roles(&self) -> &Roles {
        &self.roles
    }

    /// What was set aside when the file was opened, to be told to the user.
    #[must_use]
    pub const fn salvaged(&self) -> Option<&Salvaged> {
        self.salvaged.as_ref()
    }

    /// The keys: to sign a request for sync, to print the recovery kit.
    #[must_use]
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Locks it: keys and index are wiped from memory, the file is closed.
    pub fn lock(self) {}
}
