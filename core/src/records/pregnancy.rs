//! A pregnancy, its scans and its weighings.
//!
//! ```text
//! pregnancies/<id>   mother: record
//!                    last_period: day?, last_period_lunar: bool, cycle_days: integer?
//!                    transfer_on: day?, embryo_days: integer?, insemination_on: day?
//!                    due_told: day?                   the day of birth as somebody worked it out
//!                    weight_before_g: integer?, fetuses: integer?
//!                    ended_on: day?, outcome: code?
//! scans/<id>         pregnancy: record, on: day, gestation_days: integer
//! weighings/<id>     pregnancy: record, on: day
//!                    weight_g, arm_mm: integer?
//!                    signs: [code]                    danger signs
//! ```
//!
//! Two phones: both records stand. A pregnancy that ends is completed by a correction.

use serde::{Deserialize, Serialize};

use super::fact::Held;
use super::family::Family;
use super::measure::{GirthMm, LengthMm, WeightG};
use super::record::record;
use super::{Day, RecordId};
use crate::pregnancy::{self, Case, Clues, LastPeriod, Transfer};

/// A pregnancy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pregnancy {
    /// Whose.
    pub mother: RecordId,
    /// First day of the last period, in the solar calendar.
    pub last_period: Option<Day>,
    /// It was told as a lunar date and converted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub last_period_lunar: bool,
    /// Days of a regular, known cycle, only when somebody chose to count from ovulation.
    pub cycle_days: Option<u8>,
    /// Day of an embryo transfer.
    pub transfer_on: Option<Day>,
    /// Age of the embryo then, in days.
    pub embryo_days: Option<u8>,
    /// Day of insemination, or of retrieval of the egg.
    pub insemination_on: Option<Day>,
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

/// An ultrasound that estimated gestational age.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// Which pregnancy.
    pub pregnancy: RecordId,
    /// On which day.
    pub on: Day,
    /// The age it found.
    pub gestation_days: u16,
}

/// One weighing in pregnancy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<String>,
}

record!(Pregnancy in "pregnancies");
record!(Scan in "scans" by on);
record!(Weighing in "weighings" by on);

impl Pregnancy {
    /// A pregnancy of which nothing more is known yet.
    #[must_use]
    pub const fn new(mother: RecordId) -> Self {
        Self {
            mother,
            last_period: None,
            last_period_lunar: false,
            cycle_days: None,
            transfer_on: None,
            embryo_days: None,
            insemination_on: None,
            due_told: None,
            weight_before_g: None,
            fetuses: None,
            ended_on: None,
            outcome: None,
        }
    }
}

impl Family {
    /// A pregnancy's weighings, by entered day.
    pub fn weighings_of<'a>(&'a self, pregnancy: &'a Held<Pregnancy>) -> impl Iterator<Item = &'a Held<Weighing>> {
        self.weighings.iter().filter(|held| pregnancy.is(held.value.pregnancy))
    }

    /// What is known of when a pregnancy began.
    #[must_use]
    pub fn clues_of(&self, pregnancy: &Held<Pregnancy>) -> Clues {
        let known = &pregnancy.value;
        let scans = self.scans.iter().map(|held| &held.value).filter(|scan| pregnancy.is(scan.pregnancy));
        Clues {
            last_period: known.last_period.map(|day| LastPeriod {
                date: day.date(),
                from_lunar: known.last_period_lunar,
                cycle_days: known.cycle_days.map(i64::from),
            }),
            due_date: known.due_told.map(Day::date),
            scans: scans
                .map(|scan| pregnancy::Scan { date: scan.on.date(), gestation_days: scan.gestation_days.into() })
                .collect(),
            transfer: known
                .transfer_on
                .zip(known.embryo_days)
                .map(|(day, days)| Transfer { date: day.date(), embryo_days: days.into() }),
            insemination: known.insemination_on.map(Day::date),
        }
    }

    /// What [`pregnancy::assess`] takes, as known on a day: the weighing of that day, and those before it.
    #[must_use]
    pub fn case_of(&self, pregnancy: &Held<Pregnancy>, on: Day) -> Case {
        let mother = self.mothers.iter().find(|mother| mother.is(pregnancy.value.mother)).map(|held| &held.value);
        let today = self.weighings_of(pregnancy).filter(|held| held.value.on == on).last().map(|held| &held.value);
        let earlier = self.weighings_of(pregnancy).map(|held| &held.value).filter(|weighing| weighing.on < on);
        let weighed = |weighing: &Weighing| {
            Some(pregnancy::Weighing { date: weighing.on.date(), weight: weighing.weight_g?.quantity() })
        };
        Case {
            on: on.date(),
            clues: self.clues_of(pregnancy),
            height: mother.and_then(|mother| mother.height_mm).map(LengthMm::quantity),
            weight_before: pregnancy.value.weight_before_g.map(WeightG::quantity),
            weight: today.and_then(|weighing| weighing.weight_g).map(WeightG::quantity),
            earlier: earlier.filter_map(weighed).collect(),
            fetuses: pregnancy.value.fetuses.unwrap_or(1),
            muac: today.and_then(|weighing| weighing.arm_mm).map(|arm| arm.quantity().into()),
            age_years: mother
                .and_then(|mother| mother.birth)
                .and_then(|birth| on.date().years_since(birth.date()))
                .map(i64::from),
            danger_signs: today.map(|weighing| weighing.signs.clone()).unwrap_or_default(),
        }
    }
}
