//! The tables behind this module, as built from `data/guidelines`.

use serde::Serialize;

use crate::growth::{Confidence, Reference};

/// One figure with its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure<T> {
    /// The figure, in the unit of its row.
    pub value: T,
    /// Where it stands.
    pub source: Reference,
}

/// A row of the weight-gain table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GainRule {
    /// Name of the row.
    pub id: &'static str,
    /// Guideline or standard.
    pub standard: &'static str,
    /// Body mass index from which it holds, kg/m², itself included.
    pub bmi_from: Option<f64>,
    /// Body mass index below which it holds, kg/m², itself excluded.
    pub bmi_below: Option<f64>,
    /// Lower figure.
    pub low: Option<f64>,
    /// Upper figure.
    pub high: Option<f64>,
    /// Unit of both figures.
    pub unit: &'static str,
    /// Where it stands.
    pub source: Reference,
}

impl GainRule {
    /// Whether an unrounded body mass index falls under this row.
    #[must_use]
    pub fn holds_for(&self, bmi: f64) -> bool {
        self.bmi_from.is_none_or(|from| bmi >= from) && self.bmi_below.is_none_or(|below| bmi < below)
    }
}

/// How far last period and scan may differ, by gestational age at the scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Redating {
    /// First day of the row, by last period.
    pub from_day: i64,
    /// Last day of the row.
    pub to_day: i64,
    /// What is measured at this age.
    pub method: &'static str,
    /// A larger difference, in days, moves the due date to the scan.
    pub over_days: i64,
    /// Where it stands.
    pub source: Reference,
}

/// A corner of a chart band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Knot {
    pub(super) week: f64,
    /// The weight-gain row behind this corner; empty at the start, `total` for the printed total of the class.
    pub(super) built_from: &'static str,
    pub(super) source: Reference,
}

/// A sign with which a pregnant woman goes to the station or hospital now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DangerSign {
    /// Code of its sentence.
    pub code: &'static str,
    /// Where it stands.
    pub source: Reference,
}

/// What is to be done about a supplement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplementKind {
    /// For every pregnant woman.
    Take,
    /// When health staff say so.
    AskFirst,
    /// Not now.
    Avoid,
    /// How tablets and food go together.
    Interaction,
}

/// A row of the supplement schedule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Supplement {
    /// Code of its sentence.
    pub code: &'static str,
    /// Take, ask, avoid or combine.
    pub kind: SupplementKind,
    /// First gestational day.
    pub from_day: i64,
    /// Last gestational day.
    pub to_day: i64,
    /// Days it goes on after birth.
    pub after_birth_days: i64,
    /// Where it stands.
    pub source: Reference,
}

/// Whose schedule a visit belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// At least four visits.
    Vietnam,
    /// Three ultrasounds.
    VietnamScan,
    /// Tests with a window.
    VietnamTest,
    /// At least eight contacts.
    Who,
}

/// A visit, scan or test with its window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AntenatalVisit {
    /// Code of its sentence.
    pub code: &'static str,
    /// Whose schedule.
    pub schedule: Schedule,
    /// First gestational day.
    pub from_day: i64,
    /// Last gestational day.
    pub to_day: i64,
    /// Where it stands.
    pub source: Reference,
}

include!(concat!(env!("OUT_DIR"), "/pregnancy_tables.rs"));
