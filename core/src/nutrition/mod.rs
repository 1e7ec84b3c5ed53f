//! What food gives, what a person needs, and how the two compare.

mod condition;
mod nutrient;
mod person;
mod requirement;
mod source;
mod subject;

pub use nutrient::{Nutrient, Unit};
pub use person::{Activity, Edition, IronAbsorption, NotInTables, Person, Stage, Trimester, ZincAbsorption};
pub use requirement::{Figure, Requirement, RequirementRow, Requirements, UnreadableRow};
pub use source::{Confidence, SourceRef};
pub use subject::Subject;
