//! What food gives, what a person needs, and how the two compare.

pub mod balance;
mod condition;
mod intake;
mod person;
mod requirement;
mod source;
mod subject;

pub use crate::nutrient::{Nutrient, Unit};
pub use intake::{Amount, Eaten, Intake, Per100g, Traits};
pub use person::{Activity, Edition, IronAbsorption, NotInTables, Person, Stage, Trimester, ZincAbsorption};
pub use requirement::{Figure, Joined, Requirement, Requirements, UnreadableRow};
pub use source::Citation;
pub use subject::Subject;
