//! A pregnancy and its weighings.
//!
//! ```text
//! pregnancies/<id>   mother: record
//!                    last_period: day?, last_period_certain: bool
//!                    scan_on: day?, scan_gestation_days: integer?       first scan
//!                    due_told: day?                                     as told, when nothing else is known
//!                    weight_before_g: integer?, fetuses: integer?
//!                    ended_on: day?, outcome: code?
//! weighings/<id>     pregnancy: record, on: day
//!                    weight_g, arm_mm: integer?
//!                    signs: [code]                                      danger signs
//! ```
//!
//! Two phones: both records stand. A pregnancy that ends is completed by a correction.

use serde::{Deserialize, Serialize};

use super::measure::{GirthMm, WeightG};
use super::record::record;
use super::{Day, RecordId};

/// A pregnancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pregnancy {
    /// Whose.
    pub mother: RecordId,
    /// First day of the last period.
    pub last_period: Option<Day>,
    /// She is sure of that day.
    #[serde(default)]
    pub last_period_certain: bool,
    /// Day of the first scan.
    pub scan_on: Option<Day>,
    /// Gestational age the scan gave, in days.
    pub scan_gestation_days: Option<u16>,
    /// Day of birth as somebody worked it out.
    pub due_told: Option<Day>,
    /// Weight before pregnancy.
    pub weight_before_g: Option<WeightG>,
    /// Children carried.
    pub fetuses: Option<u8>,
    /// The day it ended.
    pub ended_on: Option<Day>,
    /// How: a code.
    pub outcome: Option<String>,
}

/// One weighing in pregnancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighing {
    /// Which pregnancy.
    pub pregnancy: RecordId,
    /// On which day.
    pub on: Day,
    /// Weight.
    pub weight_g: Option<WeightG>,
    /// Mid-upper-arm circumference.
    pub arm_mm: Option<GirthMm>,
    /// Codes of the danger signs she has.
    #[serde(default)]
    pub signs: Vec<String>,
}

record!(Pregnancy in "pregnancies");
record!(Weighing in "weighings" by on);

impl Pregnancy {
    /// A pregnancy of which nothing more is known yet.
    #[must_use]
    pub const fn new(mother: RecordId) -> Self {
        Self {
            mother,
            last_period: None,
            last_period_certain: false,
            scan_on: None,
            scan_gestation_days: None,
            due_told: None,
            weight_before_g: None,
            fetuses: None,
            ended_on: None,
            outcome: None,
        }
    }
}
