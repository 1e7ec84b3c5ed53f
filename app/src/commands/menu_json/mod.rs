//! The JSON that the commands on menus read and print: one reader, one writer, so that what one prints the other takes.

mod at;
mod file;
mod people;
mod strict;
mod write;

pub use at::{At, Fault, Kind, Read, Wrong};
pub use file::{parse, read, sentence};
pub use people::{REGIONS, Someone, people, whose};
pub use write::{PRINTED, Told, answer, cost_of_day, day_by_day};
