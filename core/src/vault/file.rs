//! The record file: opened by one program at a time; when damaged, set aside and what still reads of it copied.
//!
//! What catches people out:
//! - the damaged file may be the only copy of somebody's records: it is renamed with its write-ahead log, never deleted or altered;
//! - the new file is whole before the damaged one is renamed, so that a cut of the power in between loses neither;
//! - the pages that name the tables, and the one that leads to all entries, are pages too: without them only a peer, or the file
//!   that is kept, has what was in them;
//! - entries keep their names but get new numbers, and the log a new name: every peer is asked again for what is missing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::VaultError;
use super::cells::{Row, STEPS};
use crate::log::{Refusal, Signed, SqliteStore, StoreError, lock};

/// A damaged file was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvaged {
    /// Where the damaged file is kept.
    pub set_aside: PathBuf,
    /// Entries that still read and are what their authors signed.
    pub entries: usize,
    /// Entries known to have been there that do not.
    pub lost: usize,
}

/// Beside a record file: what SQLite appended and has not yet put in its place.
const BESIDE: [&str; 2] = ["-wal", "-shm"];
/// So many rows in a row that do not read end a search for readable ones.
const GIVE_UP_AFTER: i64 = 4096;

/// Opens a record file that must be there, or begins one.
pub fn open(path: &Path, must_exist: bool) -> Result<SqliteStore, VaultError> {
    if named(path, WHOLE).exists() {
        let _lock = lock(path)?;
        finish_salvage(path)?;
    }
    if must_exist && !path.exists() {
        return Err(VaultError::None);
    }
    let store = SqliteStore::open(path)?;
    store.migrate("vault", &STEPS)?;
    private(path)?;
    Ok(store)
}

/// Only this user may read the file.
fn private(path: &Path) -> Result<(), VaultError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = fs::Permissions::from_mode(0o600);
        match fs::set_permissions(path, permissions) {
            // A file of somebody else's that one may write to stays as it is.
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// What still reads of a damaged file.
pub struct Remains {
    /// The vault's row.
    pub row: Row,
    /// Entries, verified.
    pub entries: Vec<Signed>,
    /// Entries that are lost.
    pub lost: usize,
}

/// Reads what still reads of a damaged file, from a copy: the file itself is not touched.
///
/// # Errors
///
/// [`StoreError::Damaged`] when not even the keys can be read.
pub fn remains(path: &Path) -> Result<Remains, VaultError> {
    let copy = named(path, ".salvage");
    copy_with_log(path, &copy)?;
    let found = read_remains(&copy);
    remove_with_log(&copy);
    found
}

fn read_remains(copy: &Path) -> Result<Remains, VaultError> {
    let db = Connection::open(copy)?;
    let row = Row::read(&db)?.ok_or(StoreError::Damaged)?;
    let (bytes, mut lost) = readable_entries(&db);
    let mut entries = Vec::with_capacity(bytes.len());
    for bytes in bytes {
        match Signed::read(&bytes) {
            Ok(entry) => entries.push(entry),
            Err(Refusal::Newer) => return Err(StoreError::Newer { found: 0, known: 0 }.into()),
            Err(_) => lost += 1,
        }
    }
    Ok(Remains { row, entries, lost })
}

/// Bytes of entries from the front until damage, from the back until damage, and row by row in between.
fn readable_entries(db: &Connection) -> (Vec<Vec<u8>>, usize) {
    let run = |sql: &str| -> (Vec<(i64, Vec<u8>)>, bool) {
        let mut found = Vec::new();
        let Ok(mut query) = db.prepare(sql) else { return (found, true) };
        let Ok(rows) = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))) else { return (found, true) };
        for row in rows {
            match row {
                Ok(row) => found.push(row),
                Err(_) => return (found, true),
            }
        }
        (found, false)
    };
    let (mut found, damaged) = run("SELECT rowid, bytes FROM entry NOT INDEXED ORDER BY rowid");
    if !damaged {
        return (found.into_iter().map(|(_, bytes)| bytes).collect(), 0);
    }
    let front = found.last().map_or(0, |(row, _)| *row);
    let (mut back, _) = run("SELECT rowid, bytes FROM entry NOT INDEXED ORDER BY rowid DESC");
    back.retain(|(row, _)| *row > front);
    let end = back.last().map(|(row, _)| *row);
    let (mut lost, mut missed) = (0, 0);
    let mut row = front + 1;
    while end.is_none_or(|end| row < end) && (end.is_some() || missed < GIVE_UP_AFTER) {
        let read = db.query_row("SELECT bytes FROM entry NOT INDEXED WHERE rowid = ?1", [row], |found| found.get(0));
        match read {
            Ok(bytes) => {
                found.push((row, bytes));
                missed = 0;
            }
            Err(error) => {
                missed += 1;
                lost += usize::from(!matches!(error, rusqlite::Error::QueryReturnedNoRows));
            }
        }
        row += 1;
    }
    found.extend(back.into_iter().rev());
    (found.into_iter().map(|(_, bytes)| bytes).collect(), lost)
}

/// Where a new file is written, until it is whole.
pub fn rebuilt(path: &Path) -> PathBuf {
    named(path, ".rebuilt")
}

/// Removes the beginnings of a new file: it holds nothing that the damaged one does not, or nothing that anybody was told of.
pub fn remove_unfinished(path: &Path) {
    remove_with_log(&rebuilt(path));
}

/// Puts the new file, now whole, in the place of the damaged one, which is renamed.
pub fn replace(path: &Path) -> Result<PathBuf, VaultError> {
    make_one(&rebuilt(path))?;
    rename(&rebuilt(path), &named(path, WHOLE))?;
    finish_salvage(path)
}

/// Puts the new file, now whole, where there was none.
pub fn put_in_place(path: &Path) -> Result<(), VaultError> {
    make_one(&rebuilt(path))?;
    rename(&rebuilt(path), path)?;
    remove_unfinished(path);
    Ok(())
}

/// Everything into the one file: two cannot be renamed at once.
fn make_one(path: &Path) -> Result<(), VaultError> {
    let db = Connection::open(path)?;
    db.pragma_update(None, "journal_mode", "DELETE")?;
    db.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Renames a damaged file of which nothing reads.
pub fn set_aside(path: &Path) -> Result<PathBuf, VaultError> {
    let aside = (1..).map(|nth| named(path, &format!(".damaged-{nth}"))).find(|name| !name.exists());
    let aside = aside.expect("some number is free");
    // Should the power be cut in between, the same number is still free.
    for beside in BESIDE {
        if named(path, beside).exists() {
            rename(&named(path, beside), &named(&aside, beside))?;
        }
    }
    rename(path, &aside)?;
    Ok(aside)
}

/// From when a new file has this name, it is whole, and what is left to do is done at the next start.
const WHOLE: &str = ".whole";

fn finish_salvage(path: &Path) -> Result<PathBuf, VaultError> {
    let aside = if path.exists() { set_aside(path)? } else { path.to_owned() };
    rename(&named(path, WHOLE), path)?;
    Ok(aside)
}

fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn copy_with_log(from: &Path, to: &Path) -> Result<(), VaultError> {
    remove_with_log(to);
    fs::copy(from, to).map_err(|error| failed(&error))?;
    let log = named(from, "-wal");
    if log.exists() {
        fs::copy(log, named(to, "-wal")).map_err(|error| failed(&error))?;
    }
    Ok(())
}

fn rename(from: &Path, to: &Path) -> Result<(), VaultError> {
    fs::rename(from, to).map_err(|error| failed(&error))?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // Not every system lets a folder be synced; the rename itself is done.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn remove_with_log(path: &Path) {
    for name in [path.to_owned(), named(path, "-wal"), named(path, "-shm"), named(path, "-lock")] {
        // A copy of ours that stays behind does no harm, and the next salvage removes it.
        let _ = fs::remove_file(name);
    }
}

fn failed(error: &io::Error) -> VaultError {
    VaultError::Store(match error.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::Other(error.to_string()),
    })
}
