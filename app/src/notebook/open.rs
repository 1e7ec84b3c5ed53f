//! Opening the file: made, brought up to date, or set aside.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use super::{NoteError, Noted};

/// Its name in the data folder.
pub(super) const NAME: &str = "notebook.sqlite";
/// How the name of a damaged one begins.
const DAMAGED: &str = "notebook-damaged-";

/// Each step from one form of the file to the next; the number of steps taken stands in the file (`user_version`). A step
/// that was released is never changed.
const MIGRATIONS: &[&str] = &[include_str!("1.sql"), include_str!("2.sql"), include_str!("3.sql")];

/// Why a file could not be opened.
enum Refused {
    /// It is no database, or a broken one.
    Damaged,
    Other(NoteError),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Other(error.into()),
        }
    }
}

pub(super) fn open(folder: &Path) -> (Noted<Connection>, Vec<PathBuf>) {
    let path = folder.join(NAME);
    let file = match connect(&path) {
        Ok(db) => Ok(db),
        Err(Refused::Other(error)) => Err(error),
        Err(Refused::Damaged) => put_aside(folder)
            .map_err(|error| NoteError::Unusable(error.to_string()))
            .and_then(|()| connect(&path).map_err(Refused::told)),
    };
    (file, damaged(folder))
}

pub(super) fn in_memory() -> Noted<Connection> {
    Connection::open_in_memory().map_err(Refused::from).and_then(prepare).map_err(Refused::told)
}

impl Refused {
    fn told(self) -> NoteError {
        match self {
            Self::Damaged => NoteError::Unusable("a new notebook is damaged at once".into()),
            Self::Other(error) => error,
        }
    }
}

fn connect(path: &Path) -> Result<Connection, Refused> {
    let db = Connection::open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))
            .map_err(|error| Refused::Other(NoteError::Unusable(error.to_string())))?;
    }
    prepare(db)
}

fn prepare(mut db: Connection) -> Result<Connection, Refused> {
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", "ON")?;
    let found: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(Refused::Damaged);
    }
    let written: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let missing: Vec<(u32, &str)> = (1..).zip(MIGRATIONS.iter().copied()).filter(|(step, _)| *step > written).collect();
    if missing.len() + written as usize > MIGRATIONS.len() {
        return Err(Refused::Other(NoteError::Newer));
    }
    let transaction = db.transaction()?;
    for (step, change) in missing {
        transaction.execute_batch(change)?;
        transaction.pragma_update(None, "user_version", step)?;
    }
    transaction.commit()?;
    Ok(db)
}

/// Renames the file and its journal to the next free damaged name.
fn put_aside(folder: &Path) -> io::Result<()> {
    let free = (1..)
        .map(|number| format!("{DAMAGED}{number}.sqlite"))
        .find(|name| !folder.join(name).exists())
        .expect("there is always a next number");
    let journal = format!("{NAME}-journal");
    if folder.join(&journal).exists() {
        fs::rename(folder.join(&journal), folder.join(format!("{free}-journal")))?;
    }
    fs::rename(folder.join(NAME), folder.join(free))
}

/// Damaged notebooks in the folder, in order of name.
fn damaged(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sqlite"))
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(DAMAGED)))
        .collect();
    found.sort();
    found
}
