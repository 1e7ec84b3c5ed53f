//! The sealed log: what every device and the server keep.

pub mod append;
mod entry;
mod id;
mod outcome;
mod packed;
pub mod page;
mod random;
pub mod seal;
mod signed;
mod sqlite;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod suite;

pub use entry::{Entry, Header, Kind, LARGEST, NotAnEntry, VERSION, associated_data};
pub use id::{DeviceId, DocId, EntryId, NotAnId, ScopeId, SpaceId, TokenId};
pub use outcome::{Outcome, Refusal};
pub use random::{Random, SeededRandom, SystemRandom, random_bytes};
pub(crate) use seal::NONCE;
pub use seal::{DocumentKey, NotSigned, Padding, SealError};
pub use signed::Signed;
pub(crate) use sqlite::lock;
pub use sqlite::{Gap, Loose, SqliteStore, back_up, migrate};
pub use store::{
    Batch, Bound, Document, EntryStore, Head, Holdings, Judge, Lane, LogName, Numbered, Page, Standing, StoreError,
    Wanted,
};
