//! Another dish in the same place, another ingredient in the same dish: what may stand there, and what it changes.

mod avoid;

pub use avoid::Avoid;
