//! The sealed log: what every device and the server keep.

mod entry;
mod id;
mod random;
pub mod seal;

pub use entry::{Entry, Header, Kind, LARGEST, NotAnEntry, VERSION, associated_data};
pub use id::{DeviceId, DocId, EntryId, NotAnId, ScopeId, SpaceId};
pub use random::{Random, SeededRandom, SystemRandom, random_bytes};
pub use seal::{DocumentKey, NotSigned, Padding, SealError};
