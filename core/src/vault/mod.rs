//! What one device knows: its keys, its sealed record file, and the index in memory while it is unlocked.

pub mod bundle;
pub mod frames;
mod index;
mod summary;

pub use index::{Due, Found, Index};
pub use summary::Summary;
