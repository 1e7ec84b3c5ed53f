//! Who may read and write what: members and their rights.

mod membership;

pub use membership::{Membership, Role};
