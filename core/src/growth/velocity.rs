//! How fast a child grows between two visits.
//!
//! Source: WHO Child Growth Standards: growth velocity based on weight, length and head circumference, 2009; tables under
//! `data/growth/who-2009`.
//!
//! What catches people out:
//! - for weight, a constant (delta) was added to every gain before the standard was made, and is added here;
//! - the tables have whole months of age and a few intervals only; a visit that is not near one has no answer, see
//!   [`rules::VELOCITY_START_TOLERANCE_DAYS`] and [`rules::VELOCITY_SPACING_TOLERANCE_PERCENT`] (ours, low confidence);
//!   the gain is compared as it is, not stretched to the interval;
//! - the first month of the monthly weight table is 4 weeks;
//! - past ±3 no score is shown: whether WHO straightens the tails there was not established;
//! - head circumference over 3, 4 and 6 months rests on one copy of the table.

use serde::Serialize;

use super::lms::Lms;
use super::posture::LYING_ADDS_CM;
use super::reference::{Confidence, Reference, rules};
use super::{DAYS_PER_MONTH, STANDING_FROM_DAY, Sex, Visit, ZScore, posture};

/// What grew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grown {
    /// Weight, in kilograms.
    Weight,
    /// Length, lying, in centimetres.
    Length,
    /// Head circumference, in centimetres.
    Head,
}

impl Grown {
    /// What a visit says about it: kilograms, or centimetres as if lying. No weight when both feet are swollen.
    pub(super) fn value(self, visit: &Visit) -> Option<f64> {
        match self {
            Self::Weight => visit.weight.filter(|_| !visit.oedema).map(|weight| weight.get()),
            Self::Length => lying_length(visit),
            Self::Head => visit.head.map(|head| head.get()),
        }
    }
}

/// Length as if lying at any age, so that two visits either side of 24 months can be compared.
pub(super) fn lying_length(visit: &Visit) -> Option<f64> {
    let length = posture::prepare(visit).length()?.get();
    let standing = visit.age.is_some_and(|age| age.table_day() >= STANDING_FROM_DAY);
    Some(if standing { length + LYING_ADDS_CM } else { length })
}

/// A velocity score, or on which side of the table it falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "z", content = "value", rename_all = "snake_case")]
pub enum VelocityZ {
    /// Within ±3.
    Within(ZScore),
    /// Slower than −3.
    Below,
    /// Faster than +3.
    Above,
}

/// Growth over one interval of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Velocity {
    /// What grew.
    pub grown: Grown,
    /// The interval, in months.
    pub interval_months: i64,
    /// Where it starts, in months of age.
    pub start_month: i64,
    /// Kilograms or centimetres gained; negative when lost.
    pub gain: f64,
    /// Days between the visits.
    pub days: f64,
    /// Against the standard.
    pub z: VelocityZ,
    /// The row used; its confidence counts the distance of the visits from whole months.
    pub reference: Reference,
}

impl Velocity {
    /// Slower than −2.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        match self.z {
            VelocityZ::Below => true,
            VelocityZ::Within(z) => z.get() < rules::VELOCITY_SLOW_Z.value,
            VelocityZ::Above => false,
        }
    }
}

/// Why there is no velocity. An ordinary answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoVelocity {
    /// Sex is unknown.
    #[error("sex is unknown")]
    SexUnknown,
    /// Age at one of the visits is unknown.
    #[error("age is unknown")]
    AgeUnknown,
    /// Not measured at both visits, or the feet were swollen.
    #[error("not measured at both visits")]
    NotMeasured,
    /// No interval of the standard lies between two such ages.
    #[error("no interval of the standard")]
    NoSuchInterval,
}

struct Row {
    sex: Sex,
    interval: i64,
    start: i64,
    lms: Lms,
    delta: f64,
    line: u32,
}

impl Row {
    /// The day a month stands for: the monthly weight table counts the first month as 4 weeks.
    #[expect(clippy::cast_precision_loss, reason = "months are small")]
    fn day(&self, grown: Grown, month: i64) -> f64 {
        if grown == Grown::Weight && self.interval == 1 && month == 1 { 28.0 } else { month as f64 * DAYS_PER_MONTH }
    }
}

/// Growth between two visits against the standard. Ages are those that classify (corrected for early birth).
///
/// # Errors
///
/// The reason why there is none.
///
/// # Example
///
/// A girl who weighed 6.4 kg at 4 months and 7.3 kg at 6 months gained 900 g:
///
/// ```
/// use nep_core::growth::{Age, Grown, Sex, VelocityZ, Visit, velocity};
/// use nep_core::units::Kilograms;
///
/// let at = |months, kg| Visit {
///     sex: Some(Sex::Girl),
///     age: Age::from_months(months).ok(),
///     weight: Kilograms::new(kg).ok(),
///     ..Visit::default()
/// };
/// let gain = velocity(Grown::Weight, &at(4.0, 6.4), &at(6.0, 7.3)).expect("two months apart");
/// assert_eq!((gain.interval_months, gain.start_month), (2, 4));
/// assert!(matches!(gain.z, VelocityZ::Within(_)));
/// ```
pub fn velocity(grown: Grown, earlier: &Visit, later: &Visit) -> Result<Velocity, NoVelocity> {
    let sex = later.sex.ok_or(NoVelocity::SexUnknown)?;
    let (from, to) = earlier.age.zip(later.age).ok_or(NoVelocity::AgeUnknown)?;
    let (before, after) = grown.value(earlier).zip(grown.value(later)).ok_or(NoVelocity::NotMeasured)?;
    let days = to.days() - from.days();
    let tolerance = rules::VELOCITY_SPACING_TOLERANCE_PERCENT.value / 100.0;
    let (rows, file) = match grown {
        Grown::Weight => (WEIGHT_VELOCITY, WEIGHT_VELOCITY_FILE),
        Grown::Length => (LENGTH_VELOCITY, LENGTH_VELOCITY_FILE),
        Grown::Head => (HEAD_VELOCITY, HEAD_VELOCITY_FILE),
    };
    let off = |row: &Row| (from.days() - row.day(grown, row.start)).abs();
    let spacing = |row: &Row| row.day(grown, row.start + row.interval) - row.day(grown, row.start);
    let row = rows
        .iter()
        .filter(|row| row.sex == sex && off(row) <= rules::VELOCITY_START_TOLERANCE_DAYS.value)
        .filter(|row| (days - spacing(row)).abs() <= spacing(row) * tolerance)
        .min_by(|a, b| off(a).total_cmp(&off(b)))
        .ok_or(NoVelocity::NoSuchInterval)?;
    let gain = after - before;
    let in_table_unit = if grown == Grown::Weight { gain * 1000.0 } else { gain };
    // Visits on the very day of the table need no tolerance of ours.
    let on_the_day = off(row) <= 1.0 && (days - spacing(row)).abs() <= 1.0;
    let one_copy = grown == Grown::Head && row.interval >= 3;
    let confidence = if on_the_day && !one_copy { Confidence::Medium } else { Confidence::Low };
    Ok(Velocity {
        grown,
        interval_months: row.interval,
        start_month: row.start,
        gain,
        days,
        z: score(row, in_table_unit),
        reference: Reference { source: "WHO growth velocity standards, 2009", confidence, file, line: row.line },
    })
}

fn score(row: &Row, gain: f64) -> VelocityZ {
    let shifted = gain + row.delta;
    if shifted <= 0.0 {
        return VelocityZ::Below;
    }
    let z = ZScore::rounded(row.lms.plain_z(shifted));
    if z.get() < -rules::VELOCITY_LAST_Z.value {
        VelocityZ::Below
    } else if z.get() > rules::VELOCITY_LAST_Z.value {
        VelocityZ::Above
    } else {
        VelocityZ::Within(z)
    }
}

/// The last visit against every earlier one that makes an interval of the standard, shortest interval first.
#[must_use]
pub fn velocities(grown: Grown, visits: &[Visit]) -> Vec<Velocity> {
    let Some((last, before)) = visits.split_last() else {
        return Vec::new();
    };
    let mut found: Vec<Velocity> = before.iter().rev().filter_map(|visit| velocity(grown, visit, last).ok()).collect();
    found.sort_by_key(|velocity| velocity.interval_months);
    found.dedup_by_key(|velocity| velocity.interval_months);
    found
}

include!(concat!(env!("OUT_DIR"), "/growth_velocity.rs"));

#[cfg(test)]
#[path = "velocity_tests.rs"]
mod tests;
