//! What the household notes itself: its own prices, its own dishes, its shopping lists with their ticks.
//!
//! One SQLite file, `notebook.sqlite`, in the device's data folder. It holds foods, grams and days, and no person: neither
//! name nor stage nor figure of health. Every change is one transaction on the disk before the page answers
//! (`synchronous = FULL`), so that what was ticked stays ticked when the phone dies. What catches people out:
//! - a form that is sent twice says the same thing twice: ids come with the form, ticks say their state and do not toggle;
//! - a damaged file is set aside under another name and never deleted: it may be the only copy;
//! - a file of a newer program is left alone, and the pages say so.

mod dishes;
mod lists;
mod open;
mod prices;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nep_core::menu::Table;
use rusqlite::{Connection, ErrorCode};

pub use dishes::{KeptDish, KeptPart};
pub use lists::{KeptList, KeptNeed, ListHead, Mark};
pub use prices::OwnPrice;

/// Why the notebook cannot be read or written. None of these loses what stood in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The disk is full: the change was not made.
    #[error("the disk is full")]
    Full,
    /// A newer program wrote it.
    #[error("a newer version of the program wrote the notebook")]
    Newer,
    /// It cannot be opened or written; the reason is the system's.
    #[error("the notebook cannot be used: {0}")]
    Unusable(String),
}

impl From<rusqlite::Error> for NoteError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Unusable(error.to_string()),
        }
    }
}

/// An answer of the notebook.
pub type Noted<T> = Result<T, NoteError>;

/// The notebook of one device.
#[derive(Debug)]
pub struct Notebook {
    /// What every call gets: the open file, or why there is none.
    file: Mutex<Noted<Connection>>,
    set_aside: Vec<PathBuf>,
}

impl Notebook {
    /// The notebook of a data folder, made if there is none. It always opens: one that cannot be used says so at each use.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        let (file, set_aside) = open::open(folder);
        Self { file: Mutex::new(file), set_aside }
    }

    /// A notebook that is forgotten at the end.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { file: Mutex::new(open::in_memory()), set_aside: Vec::new() }
    }

    /// Damaged notebooks that lie beside this one, to be told and to be saved by someone who can.
    #[must_use]
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }

    /// The bundled table with the household's dishes and prices. What a newer food table no longer knows is left out.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be read.
    pub fn table(&self) -> Noted<Table<'static>> {
        let mut table = Table::bundled();
        for price in self.prices()? {
            table = table.clone().with_price(price.food, price.vnd_per_kg).unwrap_or(table);
        }
        for dish in self.dishes()? {
            table = table.clone().with_dish(&dish.for_the_table()).unwrap_or(table);
        }
        Ok(table)
    }

    fn lock(&self) -> MutexGuard<'_, Noted<Connection>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads with the open file.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Noted<T> {
        let file = self.lock();
        let db = file.as_ref().map_err(Clone::clone)?;
        Ok(read(db)?)
    }

    /// Changes in one transaction: all of it, or nothing.
    fn write<T>(&self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Noted<T> {
        let mut file = self.lock();
        let db = file.as_mut().map_err(|error| error.clone())?;
        let transaction = db.transaction()?;
        let answer = change(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    }
}
