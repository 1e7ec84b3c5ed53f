//! What keeps entries: one file on a device, a file or a PostgreSQL database on a server, all by the same rules.
//!
//! A log numbers the entries of a space 1, 2, 3… in the order in which it took them. Numbers are given and committed under a
//! lock of the space, so that whoever has seen number 7 never misses a 6 that was committed later.
//!
//! What catches people out:
//! - a number is this log's own: another log numbers the same entries otherwise. So a cursor counts only together with the
//!   log's name ([`Head::log`]), and that name changes when a backup is put back;
//! - a document is its scope **and** its id: who writes under another village's id touches nothing of that village's;
//! - an entry that a snapshot contains is kept for a while but no longer handed on. Should the snapshot turn out to be made by a
//!   removed device, the entry is handed on again under a **new** number, or cursors would miss it;
//! - a hole in the numbers is an entry erased or dropped; it means nothing.

use super::entry::Entry;
use super::id::{DeviceId, DocId, EntryId, ScopeId, SpaceId};
use super::outcome::{Outcome, Refusal};
use super::signed::Signed;

/// A document of a village (or, with [`SpaceId::commune_scope`], of the commune).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Document {
    /// The village.
    pub scope: ScopeId,
    /// The document or circle.
    pub doc: DocId,
}

impl Document {
    /// The document an entry belongs to.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self { scope: entry.header().scope, doc: entry.header().doc }
    }
}

/// How an entry stands that may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counts,
    /// Kept to be looked at, but not applied: written by a removed device after what still counts of it.
    Quarantined,
}

/// Who knows the members of a space, and so what may be kept. Told every order (join, revoke, erase) once, in the log's order.
pub trait Judge {
    /// The number of the last order it was told; 0 before the first.
    fn told(&self) -> u64;
    /// Takes in orders that the log holds, the last one under this number.
    fn learn(&mut self, orders: &[&Entry], last: u64);
    /// May this entry be kept, and does it count?
    ///
    /// # Errors
    ///
    /// Why not.
    fn judge(&self, entry: &Signed) -> Result<Standing, Refusal>;
    /// How an entry that is kept already stands, by the orders told since.
    fn standing(&self, entry: &Entry) -> Standing;
    /// Is this document erased, by the orders told so far?
    fn is_erased(&self, document: Document) -> bool;
}

/// Entries to be taken together.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The commune.
    pub space: SpaceId,
    /// In the order in which they were made, as far as one knows.
    pub entries: &'a [Signed],
    /// The peer that handed them over, so that they are not handed back: see [`super::SqliteStore::unsent`].
    pub from: Option<&'a str>,
    /// Seconds since 1970, for the retention of what snapshots supersede.
    pub now: u64,
}

/// Which entries are asked for, after which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Of what.
    pub wanted: Wanted,
    /// Only those with a higher number.
    pub after: u64,
}

/// What a lane brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// Everything of the commune.
    All,
    /// The orders: who joined, who was removed, what was erased.
    Orders,
    /// Everything of a village.
    Scope(ScopeId),
    /// One document.
    Document(Document),
}

/// How much at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// At most so many entries.
    pub entries: usize,
    /// At most so many bytes of entries, but always one entry.
    pub bytes: usize,
}

/// An entry with its number in this log.
pub type Numbered = (u64, Entry);

/// Entries of some lanes, in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What was asked for.
    pub entries: Vec<Numbered>,
    /// Lane by lane: the number after which to go on.
    pub after: Vec<u64>,
    /// There is more.
    pub more: bool,
}

/// The name of one log of one space: random, and new whenever the log may have forgotten something.
pub type LogName = [u8; 16];

/// Where a log of a space stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub log: LogName,
    /// The last number given.
    pub last: u64,
}

/// How much a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Communes.
    pub spaces: u64,
    /// Entries, superseded ones too.
    pub entries: u64,
    /// Of these, superseded.
    pub superseded: u64,
    /// Bytes of entries.
    pub bytes: u64,
}

/// Why a store could not do it. What was asked was then not done at all.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// The file is not one, or not whole.
    #[error("the record file is damaged")]
    Damaged,
    /// The file was written by a newer program.
    #[error("the record file was written by a newer program (form {found}, this program reads up to {known})")]
    Newer {
        /// What the file says.
        found: u32,
        /// What this program knows.
        known: u32,
    },
    /// Another program has the file open.
    #[error("another program has the record file open")]
    InUse,
    /// The file may not be written.
    #[error("the record file may not be written")]
    ReadOnly,
    /// The database did not answer; it may later.
    #[error("the database did not answer: {0}")]
    Away(String),
    /// Anything else the file or the database complains of.
    #[error("{0}")]
    Other(String),
}

/// A log of sealed entries. Every method is one transaction: all of it, durably, or nothing.
pub trait EntryStore: Send + Sync {
    /// Takes entries, in order; one outcome for each. Orders among them are taken first.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: then nothing was taken, and the judge may know orders that are not kept: begin with a new one.
    fn append(&self, batch: &Batch<'_>, judge: &mut dyn Judge) -> Result<Vec<Outcome>, StoreError>;

    /// Entries of these lanes after their numbers; what a snapshot supersedes is left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn since(&self, space: SpaceId, lanes: &[Lane], bound: Bound) -> Result<Page, StoreError>;

    /// Where this log stands; it gets its name at the first call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn head(&self, space: SpaceId) -> Result<Head, StoreError>;

    /// Orders (join, revoke, erase) after a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn orders(&self, space: SpaceId, after: u64) -> Result<Vec<Numbered>, StoreError>;

    /// One entry.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn entry(&self, space: SpaceId, id: EntryId) -> Result<Option<Numbered>, StoreError>;

    /// Notes a request's counter: `Err` with the highest one seen when this one is not higher.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn count(&self, space: SpaceId, device: DeviceId, counter: u64) -> Result<Result<(), u64>, StoreError>;

    /// Drops what was superseded before this time (seconds since 1970) and says how many entries that were.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn drop_superseded(&self, before: u64) -> Result<u64, StoreError>;

    /// Gives the log of every space a new name, so that whoever synced with it looks through all of it again: after a backup was
    /// put back, it may lack what it once confirmed.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn rename(&self) -> Result<(), StoreError>;

    /// How much is held.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn holdings(&self) -> Result<Holdings, StoreError>;

    /// How much is held of one space.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn holdings_of(&self, space: SpaceId) -> Result<Holdings, StoreError>;
}
