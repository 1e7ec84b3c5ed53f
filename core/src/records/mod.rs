//! What is written down about a family: a document of records that are added and never altered.
//!
//! [`Document`] holds and merges them, [`Sitting`] adds them, [`Ledger`] has each as written with its author, and [`Family`] is
//! what pages read. Nobody's word is silently replaced: later truth names what it replaces, and values that disagree are both
//! shown until a health worker chooses.
//!
//! What catches people out:
//! - dates are entered; a device's clock is a hint and decides nothing;
//! - nothing assumes an order of arrival: a measurement may come before its child;
//! - what this app does not know is kept, and counted in [`Family::unread`].

mod about;
mod additive;
#[cfg(test)]
mod additive_tests;
pub mod care;
mod change;
pub mod child;
mod correction;
mod day;
pub mod diet;
mod document;
mod drift;
mod duplicate;
#[cfg(test)]
mod duplicate_tests;
mod fact;
#[cfg(test)]
mod fact_tests;
mod family;
#[cfg(test)]
mod family_tests;
mod id;
mod ledger;
mod likeness;
mod measure;
mod merge;
pub mod mother;
mod plain;
pub mod pregnancy;
mod record;
pub mod shopping;
mod summary;
#[cfg(test)]
mod tests;
mod view;
pub mod village;

pub use about::{About, FORM, Kind};
pub use additive::Refusal;
pub use change::{Chain, Sitting, Written};
pub use correction::{Correction, NotTold, Retraction, Settlement};
pub use day::{Clock, Day, NotADay};
pub use document::{Applied, Document};
pub use drift::{Drift, WrongClock, wrong_clocks};
pub use duplicate::{Likeness, Proposal, Reason, duplicates};
pub use fact::{Held, Roles, Statement, Told};
pub use family::Family;
pub use id::{Actor, NotARecord, RecordId};
pub use ledger::{Ledger, Origin, Raw};
pub use measure::{GirthMm, Impossible, LengthMm, SkinfoldTenthMm, WeightG};
pub use merge::{Distinct, Link, Merge};
pub use plain::Fields;
pub use record::Record;
pub use summary::{Person, Summary, Who};
pub use view::Unread;
