//! The sealed log: what every device and the server keep.

mod entry;
mod id;

pub use entry::{Entry, Header, Kind, LARGEST, NotAnEntry, VERSION, associated_data};
pub use id::{DeviceId, DocId, EntryId, NotAnId, ScopeId, SpaceId};
