//! The household: the mother, other carers, where they live, what they agreed to.
//!
//! ```text
//! households/<id>   village: hex?, hamlet: text?, address: text?, poor: bool?
//! mothers/<id>      name: text, birth: day?, height_mm: integer?, phone: text?, ethnicity: text?
//! carers/<id>       name: text, relation: code?, phone: text?
//! consents/<id>     whom: record?, what: code, given: bool, on: day, by: text?, text_version: text?
//! notes/<id>        whom: record?, on: day, text: text
//! ```
//!
//! Two phones: both records stand. Of two consents the one with the later day holds; on one day the withdrawal holds.

use serde::{Deserialize, Serialize};

use super::fact::Held;
use super::measure::LengthMm;
use super::record::record;
use super::{Day, RecordId};
use crate::log::ScopeId;

/// Where a family lives.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Household {
    /// The village, as the log names it.
    pub village: Option<ScopeId>,
    /// Hamlet or cluster.
    pub hamlet: Option<String>,
    /// Address in words.
    pub address: Option<String>,
    /// On the commune's list of poor households.
    pub poor: Option<bool>,
}

/// A mother.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mother {
    /// Name as told.
    pub name: String,
    /// Birth date.
    pub birth: Option<Day>,
    /// Height.
    pub height_mm: Option<LengthMm>,
    /// Telephone.
    pub phone: Option<String>,
    /// People (dân tộc), as told.
    pub ethnicity: Option<String>,
}

/// Somebody else who feeds the child.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Carer {
    /// Name as told.
    pub name: String,
    /// Grandmother, father, …: a code.
    pub relation: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// An agreement given or withdrawn.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// About whom; the family as a whole when absent.
    pub whom: Option<RecordId>,
    /// To what: a code.
    pub what: String,
    /// Given, or withdrawn.
    pub given: bool,
    /// The day it was said.
    pub on: Day,
    /// Who said it, as told.
    pub by: Option<String>,
    /// Which wording was shown.
    pub text_version: Option<String>,
}

/// A note in words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// About whom.
    pub whom: Option<RecordId>,
    /// The day.
    pub on: Day,
    /// The words.
    pub text: String,
}

record!(Household in "households");
record!(Mother in "mothers");
record!(Carer in "carers");
record!(Consent in "consents" by on);
record!(Note in "notes" by on);

/// Does a consent to `what` hold? `None`: nobody was asked, which is no consent.
#[must_use]
pub fn consent_to(consents: &[Held<Consent>], what: &str) -> Option<bool> {
    let about = consents.iter().map(|held| &held.value).filter(|consent| consent.what == what);
    about.max_by_key(|consent| (consent.on, !consent.given)).map(|consent| consent.given)
}
