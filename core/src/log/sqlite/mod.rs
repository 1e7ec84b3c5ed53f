//! The record file: an SQLite database of sealed entries, on every device and on a small server.
//!
//! Confirmed means durable: write-ahead log with `synchronous = FULL`. One program opens the file at a time, see
//! [`SqliteStore::open`]. Other parts keep tables of their own in it through [`SqliteStore::write`] and [`migrate`].

mod peers;
mod read;
mod shape;
mod tables;
#[cfg(test)]
mod tests;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, params};

pub use read::{Gap, Loose};
pub use shape::migrate;

use super::append::append;
use super::outcome::Outcome;
use super::store::{Batch, Bound, Document, EntryStore, Head, Holdings, Judge, Lane, Numbered, Page, StoreError};
use super::{DeviceId, Entry, EntryId, SpaceId};
use tables::{Rows, key_of_space};

/// How many may read a file while another writes.
const READERS: usize = 3;
/// So often a lock is tried, with a [`MOMENT`] in between.
const PATIENCE: usize = 30;
const MOMENT: Duration = Duration::from_millis(10);

/// A log in one SQLite file, or in memory.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Mutex<Connection>,
    /// None in memory: then the writer reads.
    readers: Vec<Mutex<Connection>>,
    /// Held as long as the store is open.
    _lock: Option<File>,
}

/// The one who closes a file last empties its write-ahead log into it, and a reader cannot: so the readers go first, and whoever
/// copies the file of a closed program has all of it.
impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.readers.clear();
    }
}

impl SqliteStore {
    /// Opens a record file, or begins one. The file `<path>-lock` beside it is locked until the store is dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] when another program has it open, [`StoreError::Newer`] when a newer program wrote it,
    /// [`StoreError::Damaged`] when it is no record file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        migrate(&mut writer, "log", &shape::LOG)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = || {
            let reader = Connection::open_with_flags(path, flags)?;
            reader.busy_timeout(Duration::from_secs(10))?;
            reader.set_prepared_statement_cache_capacity(64);
            Ok(Mutex::new(reader))
        };
        let readers: Result<Vec<_>, StoreError> = (0..READERS).map(|_| reader()).collect();
        Ok(Self { writer: Mutex::new(writer), readers: readers?, _lock: Some(lock) })
    }

    /// A log that is gone when dropped.
    ///
    /// # Errors
    ///
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut writer = Connection::open_in_memory()?;
        prepare(&writer)?;
        migrate(&mut writer, "log", &shape::LOG)?;
        Ok(Self { writer: Mutex::new(writer), readers: Vec::new(), _lock: None })
    }

    /// Runs `work` in one transaction: all of it is durable when this returns, or nothing is.
    ///
    /// # Errors
    ///
    /// What `work` answers, or what the file complains of.
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = self.writer();
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let done = work(&tx)?;
        tx.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// Runs `work` on one state of the file, while others may write.
    ///
    /// # Errors
    ///
    /// What `work` answers, or what the file complains of.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let free = self.readers.iter().find_map(|reader| reader.try_lock().ok());
        let mut reader = free.unwrap_or_else(|| {
            self.readers
                .first()
                .map_or_else(|| self.writer(), |reader| reader.lock().unwrap_or_else(PoisonError::into_inner))
        });
        let tx = reader.transaction().map_err(StoreError::from)?;
        work(&tx)
    }

    /// Brings the tables of another part of the program up to date, see [`migrate`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn migrate(&self, part: &str, steps: &[&str]) -> Result<(), StoreError> {
        migrate(&mut self.writer(), part, steps)
    }

    /// As [`EntryStore::append`], inside a transaction of [`Self::write`]: so that a device's own tables change with its log.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn append_in(
        tx: &Transaction<'_>,
        batch: &Batch<'_>,
        judge: &mut dyn Judge,
    ) -> Result<Vec<Outcome>, StoreError> {
        append(&mut Rows::open(tx, batch.space, batch.from)?, batch, judge)
    }

    /// Everything kept of a document, superseded or not, in the order of the log.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn document(&self, space: SpaceId, document: Document) -> Result<Vec<Numbered>, StoreError> {
        self.read(|tx| read::document(tx, space, document))
    }

    /// Documents (and circles, and the roster) with entries after a number, each with the last number it has.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn documents(&self, space: SpaceId, after: u64) -> Result<Vec<(Document, u64)>, StoreError> {
        self.read(|tx| read::documents(tx, space, after))
    }

    /// The highest `seq` of an author in a document; 0 when there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn last_seq(&self, space: SpaceId, document: Document, author: DeviceId) -> Result<u64, StoreError> {
        self.read(|tx| read::last_seq(tx, space, document, author))
    }

    /// Snapshots kept of a document.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn snapshots(&self, space: SpaceId, document: Document) -> Result<Vec<Entry>, StoreError> {
        self.read(|tx| read::snapshots(tx, space, document))
    }

    /// Documents with at least so many changes that no snapshot contains.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn loose(&self, space: SpaceId, least: u64) -> Result<Vec<(Document, Loose)>, StoreError> {
        self.read(|tx| read::loose(tx, space, least))
    }

    /// Numbers that authors left out: whoever handed on the rest held them back, or they are still to come.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn gaps(&self, space: SpaceId) -> Result<Vec<Gap>, StoreError> {
        self.read(|tx| read::gaps(tx, space))
    }

    /// Entries after a number that this peer did not bring itself, and the number after which to go on.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn unsent(&self, space: SpaceId, peer: &str, after: u64, bound: Bound) -> Result<Page, StoreError> {
        self.read(|tx| peers::unsent(tx, space, peer, after, bound))
    }

    /// What [`Self::remember`] kept for a peer.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn remembered(&self, space: SpaceId, peer: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|tx| peers::remembered(tx, space, peer))
    }

    /// Keeps how far one is with a peer.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn remember(&self, space: SpaceId, peer: &str, what: &[u8]) -> Result<(), StoreError> {
        self.write(|tx| peers::remember(tx, space, peer, what))
    }

    /// Forgets what a peer brought, so that all of it is offered to it again: it may have lost it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn forget_origin(&self, space: SpaceId, peer: &str) -> Result<(), StoreError> {
        self.write(|tx| peers::forget_origin(tx, space, peer))
    }

    /// Puts everything from the write-ahead log into the file, and empties the log.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic in between rolled its transaction back: the connection is as good as before.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Copies a record file that another program may be writing to, in one consistent state. The copy's logs have new names: who
/// goes on with the copy has forgotten what came after it.
///
/// # Errors
///
/// [`StoreError::InUse`] when `to` exists already.
pub fn back_up(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::InUse);
    }
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(Duration::from_secs(30))?;
    let target = to.to_str().ok_or_else(|| StoreError::Other("the name of the copy is not Unicode".into()))?;
    source.execute("VACUUM INTO ?1", [target])?;
    let copy = Connection::open(to)?;
    copy.execute("UPDATE space SET log = randomblob(16)", [])?;
    copy.close().map_err(|(_, error)| error)?;
    File::open(to).and_then(|file| file.sync_all()).map_err(|error| StoreError::Other(error.to_string()))
}

/// Keeps every other program from a record file, as long as it is held.
///
/// # Errors
///
/// [`StoreError::InUse`] when another program has it, after a moment of patience: a program that this one is just starting holds all
/// that this one has open until it runs.
pub fn lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lock");
    let file = File::options().create(true).truncate(false).write(true).open(PathBuf::from(name));
    let file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Other(error.to_string()),
    })?;
    for _ in 0..PATIENCE {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(MOMENT),
            Err(TryLockError::Error(error)) => return Err(StoreError::Other(error.to_string())),
        }
    }
    Err(StoreError::InUse)
}

fn prepare(db: &Connection) -> Result<(), StoreError> {
    db.busy_timeout(Duration::from_secs(10))?;
    db.set_prepared_statement_cache_capacity(64);
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    // What was erased must not be found in the free pages of the file.
    db.pragma_update(None, "secure_delete", "ON")?;
    Ok(())
}

impl EntryStore for SqliteStore {
    fn append(&self, batch: &Batch<'_>, judge: &mut dyn Judge) -> Result<Vec<Outcome>, StoreError> {
        self.write(|tx| Self::append_in(tx, batch, judge))
    }

    fn since(&self, space: SpaceId, lanes: &[Lane], bound: Bound) -> Result<Page, StoreError> {
        self.read(|tx| read::since(tx, space, lanes, bound))
    }

    fn head(&self, space: SpaceId) -> Result<Head, StoreError> {
        let found = |db: &Connection| {
            let mut query = db.prepare_cached("SELECT log, last FROM space WHERE id = ?1")?;
            let mut rows = query.query([space.as_bytes()])?;
            let head = rows.next()?.map(|row| Ok::<_, StoreError>(Head { log: row.get(0)?, last: row.get(1)? }));
            head.transpose()
        };
        if let Some(head) = self.read(|tx| found(tx))? {
            return Ok(head);
        }
        self.write(|tx| {
            tx.execute("INSERT OR IGNORE INTO space (id) VALUES (?1)", [space.as_bytes()]).map_err(StoreError::from)?;
            found(tx)?.ok_or(StoreError::Damaged)
        })
    }

    fn orders(&self, space: SpaceId, after: u64) -> Result<Vec<Numbered>, StoreError> {
        self.read(|tx| match key_of_space(tx, space)? {
            Some(key) => tables::orders(tx, key, after),
            None => Ok(Vec::new()),
        })
    }

    fn entry(&self, space: SpaceId, id: EntryId) -> Result<Option<Numbered>, StoreError> {
        let found = self.read(|tx| read::by_id(tx, id.as_bytes()))?;
        Ok(found.filter(|(_, entry)| entry.header().space == space))
    }

    fn count(&self, space: SpaceId, device: DeviceId, counter: u64) -> Result<Result<(), u64>, StoreError> {
        let counter = i64::try_from(counter).unwrap_or(i64::MAX);
        self.write(|tx| {
            let mut rows = Rows::open(tx, space, None)?;
            let device = rows.device(device)?;
            let grown = tx
                .prepare_cached(
                    "INSERT INTO counter (space, device, highest) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET highest = excluded.highest WHERE excluded.highest > highest",
                )?
                .execute(params![rows.space, device, counter])?;
            if grown == 1 {
                return Ok(Ok(()));
            }
            let highest: u64 = tx
                .prepare_cached("SELECT highest FROM counter WHERE space = ?1 AND device = ?2")?
                .query_row([rows.space, device], |row| row.get(0))?;
            Ok::<_, StoreError>(Err(highest))
        })
    }

    fn drop_superseded(&self, before: u64) -> Result<u64, StoreError> {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        self.write(|tx| {
            let dropped = tx.execute("DELETE FROM entry WHERE superseded < ?1", [before])?;
            Ok(dropped as u64)
        })
    }

    fn rename(&self) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute("UPDATE space SET log = randomblob(16)", [])?;
            Ok(())
        })
    }

    fn holdings(&self) -> Result<Holdings, StoreError> {
        self.read(|tx| read::holdings(tx, None))
    }

    fn holdings_of(&self, space: SpaceId) -> Result<Holdings, StoreError> {
        self.read(|tx| read::holdings(tx, Some(space)))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Other(error.to_string()),
        }
    }
}
