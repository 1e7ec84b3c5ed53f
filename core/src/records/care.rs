//! Care given: visits, referrals, supplements and doses.
//!
//! ```text
//! visits/<id>        whom: record, on: day, place: code?, advice: [code], text_version: text?, next_on: day?
//! referrals/<id>     whom: record, on: day, reasons: [code], to: text?, urgent: bool
//!                    came_on: day?, outcome: code?                      completed by a correction
//! supplements/<id>   whom: record, what: code, from: day, until: day?   what she should take
//! doses/<id>         whom: record, what: code, on: day, amount: integer?, round: text?, lot: text?
//! ```
//!
//! Two phones: both records stand. The same dose at two posts is two doses, shown as such: see [`doubled`].

use serde::{Deserialize, Serialize};

use super::fact::Held;
use super::record::record;
use super::{Day, RecordId};

/// A day somebody was seen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Mother or child.
    pub whom: RecordId,
    /// The day.
    pub on: Day,
    /// Home, station, weighing day: a code.
    pub place: Option<String>,
    /// Codes of the advice given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<String>,
    /// Which wording of it.
    pub text_version: Option<String>,
    /// The day to come again.
    pub next_on: Option<Day>,
}

/// Somebody sent on to the station or the hospital.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Mother or child.
    pub whom: RecordId,
    /// The day.
    pub on: Day,
    /// Codes of the reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Where to.
    pub to: Option<String>,
    /// Now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// The day she came there.
    pub came_on: Option<Day>,
    /// What came of it: a code.
    pub outcome: Option<String>,
}

/// Something to be taken over a time.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// Mother or child.
    pub whom: RecordId,
    /// What: a code.
    pub what: String,
    /// From this day.
    pub from: Day,
    /// To this day, included.
    pub until: Option<Day>,
}

/// Something given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dose {
    /// Mother or child.
    pub whom: RecordId,
    /// What: a code.
    pub what: String,
    /// The day.
    pub on: Day,
    /// How much, in the unit of the code.
    pub amount: Option<u32>,
    /// The round or campaign.
    pub round: Option<String>,
    /// Lot.
    pub lot: Option<String>,
}

record!(Visit in "visits" by on);
record!(Referral in "referrals" by on);
record!(Supplement in "supplements" by from);
record!(Dose in "doses" by on);

/// Pairs of doses of one thing to one person fewer than `days` apart: given twice by people who had not met.
#[must_use]
pub fn doubled(
    doses: &[Held<Dose>],
    same_person: impl Fn(RecordId, RecordId) -> bool,
    days: i64,
) -> Vec<(&Held<Dose>, &Held<Dose>)> {
    let mut pairs = Vec::new();
    for (at, one) in doses.iter().enumerate() {
        for other in &doses[at + 1..] {
            let same = one.value.what == other.value.what && same_person(one.value.whom, other.value.whom);
            if same && one.value.on.days_since(other.value.on).abs() < days {
                pairs.push((one, other));
            }
        }
    }
    pairs
}
