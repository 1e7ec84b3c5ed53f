//! Opening a record file, unlocking it, and what is done about a damaged one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::cells::{self, Cell, Cells, Row};
use super::{Index, Own, Salvaged, Summary, Vault, VaultError, file, members, rekey};
use crate::access::passphrase::{self, Cost, LockError, Opener};
use crate::access::{Keyring, ToldRoster};
use crate::log::{
    Batch, Document, DocumentKey, Entry, EntryStore as _, Judge, Random, Refusal, Signed, SpaceId, SqliteStore,
    Standing, lock as keep_others_out, random_bytes,
};

/// How many salvaged entries are kept in one transaction.
const AT_ONCE: usize = 1024;

/// A record file that is open and whose vault is still locked.
#[derive(Debug)]
pub struct Locked {
    path: PathBuf,
    store: SqliteStore,
    row: Row,
    salvaged: Option<Salvaged>,
}

impl Locked {
    /// Opens a record file. A damaged one is set aside and what still reads of it is copied, see [`Vault::salvaged`].
    ///
    /// # Errors
    ///
    /// [`VaultError::None`] when there is none, [`VaultError::Lost`] when nothing of it reads, and what the file complains of: in
    /// use by another program, newer than this one, not to be written, no room.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        match Self::open_whole(path) {
            Err(error) if error.is_damage() => {
                let salvaged = salvage(path)?;
                Ok(Self { salvaged: Some(salvaged), ..Self::open_whole(path)? })
            }
            opened => opened,
        }
    }

    fn open_whole(path: &Path) -> Result<Self, VaultError> {
        let store = file::open(path, true)?;
        let row = store.read(|tx| Row::read(tx))?.ok_or(VaultError::None)?;
        Ok(Self { path: path.to_owned(), store, row, salvaged: None })
    }

    /// Unlocks the vault and fills the index from the sealed summaries.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongSecret`]; the vault stays locked and is closed.
    pub fn unlock(self, opener: Opener<'_>, random: Box<dyn Random + Send>) -> Result<Vault, VaultError> {
        let key = passphrase::unlock(&self.row.lock, opener).map_err(wrong)?;
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| VaultError::Damaged)?;
        let Self { path, store, row, mut salvaged } = self;
        let mut unlocked = begin(path.clone(), store, &row, &key);
        if salvaged.is_none() && unlocked.as_ref().is_err_and(VaultError::is_damage) {
            salvaged = Some(salvage(&path)?);
            let again = Self::open_whole(&path)?;
            unlocked = begin(path, again.store, &again.row, &key);
        }
        unlocked.and_then(|begun| Vault::with(begun, salvaged, random))
    }
}

fn wrong(error: LockError) -> VaultError {
    match error {
        LockError::Malformed => VaultError::Damaged,
        LockError::TooShort(shortest) => VaultError::TooShort(shortest),
        LockError::Wrong | LockError::AnotherWay(_) | LockError::TooCostly => VaultError::WrongSecret,
    }
}

/// A vault that is read and has no source of randomness yet.
struct Begun {
    path: PathBuf,
    store: SqliteStore,
    space: SpaceId,
    cells: Cells,
    own: Own,
    keyring: Keyring,
    members: ToldRoster,
    digested: u64,
    index: Index,
    pending: BTreeSet<Document>,
}

fn begin(path: PathBuf, store: SqliteStore, row: &Row, key: &[u8; 32]) -> Result<Begun, VaultError> {
    let space = row.space;
    let cells = Cells::new(DocumentKey::new(*key), space);
    let own = serde_json::from_slice(&cells.open(Cell::Own, &row.own)?).map_err(|_| VaultError::Damaged)?;
    let keyring = Keyring::from_bytes(&cells.open(Cell::Keyring, &row.keyring)?)?;
    let mut members = ToldRoster::new(space);
    let orders = store.orders(space, 0)?;
    if let Some((last, _)) = orders.last() {
        members.learn(&orders.iter().map(|(_, order)| order).collect::<Vec<_>>(), *last);
    }
    let (digested, summaries) =
        store.read(|tx| Ok::<_, VaultError>((cells::digested(tx)?, cells.summaries::<Summary>(tx)?)))?;
    let (mut index, mut pending) = (Index::default(), BTreeSet::new());
    for (place, summary) in summaries {
        match summary {
            Some(summary) => index.put(place, summary),
            None => {
                pending.insert(place);
            }
        }
    }
    Ok(Begun { path, store, space, cells, own, keyring, members, digested, index, pending })
}

impl Vault {
    /// Makes the record file of a new device; `first` is what must be in it before anybody may find it. A power cut leaves the whole
    /// file or none: then it is made once more, by the same invitation.
    pub(super) fn make(
        path: &Path,
        space: SpaceId,
        keyring: Keyring,
        (opener, cost): (Opener<'_>, Cost),
        mut random: Box<dyn Random + Send>,
        first: impl FnOnce(&mut Self) -> Result<(), VaultError>,
    ) -> Result<Self, VaultError> {
        let only_one = keep_others_out(path)?;
        if path.exists() {
            return Err(VaultError::Exists);
        }
        let key = Zeroizing::new(random_bytes::<32>(&mut *random));
        let lock = passphrase::lock(key.as_slice(), opener, cost, &mut *random).map_err(wrong)?;
        file::remove_unfinished(path);
        let unfinished = file::rebuilt(path);
        let store = file::open(&unfinished, false)?;
        let cells = Cells::new(DocumentKey::new(*key), space);
        let incarnation = u64::from_be_bytes(random_bytes(&mut *random));
        let own = Own { incarnation, join: Vec::new(), hub_key: Vec::new(), hubs: Vec::new() };
        let plain = serde_json::to_vec(&own).map_err(|_| VaultError::Damaged)?;
        let row = Row {
            space,
            lock,
            own: cells.seal(Cell::Own, &plain, &mut *random),
            keyring: cells.seal(Cell::Keyring, &keyring.to_bytes(), &mut *random),
        };
        store.write(|tx| row.write(tx))?;
        let begun = begin(unfinished, store, &row, &key)?;
        let mut vault = Self::with(begun, None, random)?;
        first(&mut vault)?;
        let Self { store, random, .. } = vault;
        drop(store);
        file::put_in_place(path)?;
        drop(only_one);
        let Locked { store, row, .. } = Locked::open_whole(path)?;
        Self::with(begin(path.to_owned(), store, &row, &key)?, None, random)
    }

    fn with(begun: Begun, salvaged: Option<Salvaged>, random: Box<dyn Random + Send>) -> Result<Self, VaultError> {
        let Begun { path, store, space, cells, own, keyring, members, digested, index, pending } = begun;
        let mut vault = Self {
            path,
            store: Arc::new(store),
            space,
            cells,
            own,
            roles: members::roles(members.roster()),
            keyring,
            members,
            index,
            opened: None,
            pending,
            ordered: digested,
            looked: digested,
            digested,
            given: rekey::Given::default(),
            keys_due: true,
            salvaged,
            random,
        };
        vault.rejoin()?;
        // The power may have been cut between an order to erase and its doing. Where there is no room to do it in the file, it is done
        // in memory, and in the file at the next unlock.
        let _ = vault.forget_erased();
        vault.find_unread()?;
        vault.join_again(|_| true);
        Ok(vault)
    }

    /// Puts this device's own join back into a log that lost it.
    fn rejoin(&mut self) -> Result<(), VaultError> {
        if self.own.join.is_empty() || !self.members.roster().standings(self.device()).is_empty() {
            return Ok(());
        }
        let entries = [Signed::read(&self.own.join).map_err(VaultError::Refused)?];
        self.append(&Batch { space: self.space, entries: &entries, from: None, now: 0 })?;
        self.roles = members::roles(self.members.roster());
        Ok(())
    }

    /// Keeps what the vault keeps of itself.
    pub(super) fn keep_own(&mut self) -> Result<(), VaultError> {
        let plain = serde_json::to_vec(&self.own).map_err(|_| VaultError::Damaged)?;
        let sealed = self.cells.seal(Cell::Own, &plain, &mut *self.random);
        self.store.write(|tx| cells::write_own(tx, &sealed))
    }

    /// Documents of which a key is held and no summary: the power was cut between learning the key and reading.
    fn find_unread(&mut self) -> Result<(), VaultError> {
        let unread: BTreeSet<_> =
            self.keyring.documents().filter(|doc| self.index.summary(doc.doc).is_none()).collect();
        if unread.is_empty() {
            return Ok(());
        }
        let all: Vec<(Document, u64)> = self.store.documents(self.space, 0)?;
        self.pending.extend(all.into_iter().map(|(place, _)| place).filter(|place| unread.contains(place)));
        Ok(())
    }

    /// Locks the vault by something else from now on.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongSecret`] when `old` does not open it; [`VaultError::TooShort`].
    pub fn change_lock(&mut self, old: Opener<'_>, (new, cost): (Opener<'_>, Cost)) -> Result<(), VaultError> {
        let row = self.store.read(|tx| Row::read(tx))?.ok_or(VaultError::Damaged)?;
        let key = passphrase::unlock(&row.lock, old).map_err(wrong)?;
        let lock = passphrase::lock(&key, new, cost, &mut *self.random).map_err(wrong)?;
        self.store.write(|tx| Row { lock, ..row }.write(tx))
    }
}

/// Sets a damaged file aside and begins a new one with what still reads. Opening and unlocking do this by themselves; it is for
/// damage that is met later, when the vault is closed again.
///
/// # Errors
///
/// [`VaultError::Lost`] when not even the keys read: the file is then set aside, and there is none.
pub fn salvage(path: &Path) -> Result<Salvaged, VaultError> {
    let _lock = keep_others_out(path)?;
    let remains = match file::remains(path) {
        Err(error) if error.is_damage() => return Err(VaultError::Lost { set_aside: file::set_aside(path)? }),
        remains => remains?,
    };
    file::remove_unfinished(path);
    let store = file::open(&file::rebuilt(path), false)?;
    store.write(|tx| remains.row.write(tx))?;
    let (orders, others): (Vec<_>, Vec<_>) =
        remains.entries.into_iter().partition(|signed| signed.entry().header().kind.is_public());
    for some in orders.chunks(AT_ONCE).chain(others.chunks(AT_ONCE)) {
        let batch = Batch { space: remains.row.space, entries: some, from: None, now: 0 };
        store.append(&batch, &mut TakenBefore)?;
    }
    drop(store);
    let set_aside = file::replace(path)?;
    Ok(Salvaged { set_aside, entries: orders.len() + others.len(), lost: remains.lost })
}

/// What a log took once it takes again: its author's join may be among what is lost. Whether it counts is asked when it is read.
struct TakenBefore;

impl Judge for TakenBefore {
    fn told(&self) -> u64 {
        u64::MAX >> 1
    }

    fn learn(&mut self, _: &[&Entry], _: u64) {}

    fn judge(&self, _: &Signed) -> Result<Standing, Refusal> {
        Ok(Standing::Quarantined)
    }

    fn standing(&self, _: &Entry) -> Standing {
        Standing::Counts
    }

    fn is_erased(&self, _: Document) -> bool {
        false
    }
}

impl From<LockError> for VaultError {
    fn from(error: LockError) -> Self {
        wrong(error)
    }
}
