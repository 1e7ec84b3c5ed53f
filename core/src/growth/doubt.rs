//! Doubts while the child is still on the scale: is this number what was meant?
//!
//! Source: WHO's limits of plausibility, and the entry warnings of `data/guidelines/growth-classes-2006/growth_rules.tsv`
//! (`doubt_…`, low confidence). A doubt asks to measure again and says why; it never blocks, and nothing is corrected by
//! guess: a suggested value is a question.
//!
//! What catches people out:
//! - heights are compared lying, so that the change from lying to standing at 24 months is no fall;
//! - a weight gained by swelling is no slip of the scale: swollen feet silence the rules on weight;
//! - weight-for-length out of limits with weight and length each possible means that one of the two is wrong.

use chrono::NaiveDate;
use serde::Serialize;

use super::corrected_age::{BirthGestation, Correction, at_corrected_age, correct_age};
use super::figure::{Figure, Figures, because, exceeds};
use super::posture::LYING_ADDS_CM;
use super::reference::{Reference, rules};
use super::velocity::{Grown, lying_length};
use super::{Assessment, Class, Indicator, Posture, Subject, Visit, ZScore, assess, slip};
use crate::units::Kilograms;

/// The tile a doubt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measurement {
    /// Weight, kg.
    Weight,
    /// Length or height, cm.
    Length,
    /// Head circumference, cm.
    Head,
    /// MUAC, cm.
    Arm,
    /// A skinfold, mm.
    Skinfold,
    /// A date.
    Date,
}

/// One doubt with its figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum Doubt {
    /// Weight and length look exchanged.
    Exchanged {
        /// What was typed as weight.
        weight_kg: f64,
        /// What was typed as length.
        length_cm: f64,
    },
    /// A slip of the unit or of the comma: another value fits.
    UnitSlip {
        /// Which measurement.
        measurement: Measurement,
        /// As typed.
        typed: f64,
        /// What would fit, in the same unit.
        suggested: f64,
    },
    /// The score is outside WHO's limits.
    Implausible {
        /// Which indicator.
        indicator: Indicator,
        /// Its score.
        z: ZScore,
    },
    /// Outside the range any child under 5 has; said when there is no score to tell it better.
    OutOfRange {
        /// Weight or length.
        measurement: Measurement,
        /// As typed.
        value: f64,
        /// Least accepted.
        low: f64,
        /// Most accepted.
        high: f64,
    },
    /// Weight and length are each possible, not together.
    Inconsistent {
        /// Weight-for-length.
        z: ZScore,
    },
    /// Shorter than before by more than 1 cm.
    HeightFell {
        /// Lying, then.
        from_cm: f64,
        /// Lying, now.
        to_cm: f64,
    },
    /// Weight changed by more than 25 % between monthly visits.
    WeightJump {
        /// Then.
        from_kg: f64,
        /// Now.
        to_kg: f64,
        /// Change in percent of the earlier weight; negative when lost.
        percent: f64,
    },
    /// Lighter than at birth after one month.
    BelowBirthWeight {
        /// At birth.
        birth_kg: f64,
        /// Now.
        now_kg: f64,
    },
    /// "Standing" under 9 months.
    StandingTooYoung,
    /// Measured standing under 24 months or lying from 24 months: right after a correction of 0.7 cm, if it is so.
    UnexpectedPosture {
        /// As recorded.
        posture: Posture,
    },
}

impl Doubt {
    /// Its code: `growth-doubt-<code>-family` and `-worker` are its sentences.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Exchanged { .. } => "exchanged",
            Self::UnitSlip { measurement, .. } => match measurement {
                Measurement::Weight => "unit-slip-weight",
                Measurement::Length => "unit-slip-length",
                Measurement::Head => "unit-slip-head",
                _ => "unit-slip-arm",
            },
            Self::Implausible { indicator, .. } => match indicator {
                Indicator::LengthForAge => "implausible-length",
                Indicator::WeightForAge => "implausible-weight",
                Indicator::WeightForLength => "implausible-weight-for-length",
                Indicator::BmiForAge => "implausible-bmi",
                Indicator::HeadForAge => "implausible-head",
                Indicator::ArmForAge => "implausible-arm",
                Indicator::TricepsForAge | Indicator::SubscapularForAge => "implausible-skinfold",
            },
            Self::OutOfRange { measurement: Measurement::Weight, .. } => "out-of-range-weight",
            Self::OutOfRange { .. } => "out-of-range-length",
            Self::Inconsistent { .. } => "inconsistent",
            Self::HeightFell { .. } => "height-fell",
            Self::WeightJump { percent, .. } if *percent < 0.0 => "weight-dropped",
            Self::WeightJump { .. } => "weight-jumped",
            Self::BelowBirthWeight { .. } => "below-birth-weight",
            Self::StandingTooYoung => "standing-too-young",
            Self::UnexpectedPosture { posture: Posture::Standing } => "standing-under-two",
            Self::UnexpectedPosture { posture: Posture::Lying } => "lying-from-two",
        }
    }

    /// The tile to mark; weight for what two tiles are in doubt about.
    #[must_use]
    pub const fn measurement(&self) -> Measurement {
        match self {
            Self::UnitSlip { measurement, .. } | Self::OutOfRange { measurement, .. } => *measurement,
            Self::Implausible { indicator, .. } => match indicator {
                Indicator::LengthForAge => Measurement::Length,
                Indicator::HeadForAge => Measurement::Head,
                Indicator::ArmForAge => Measurement::Arm,
                Indicator::TricepsForAge | Indicator::SubscapularForAge => Measurement::Skinfold,
                Indicator::WeightForAge | Indicator::WeightForLength | Indicator::BmiForAge => Measurement::Weight,
            },
            Self::HeightFell { .. } | Self::StandingTooYoung | Self::UnexpectedPosture { .. } => Measurement::Length,
            Self::Exchanged { .. }
            | Self::Inconsistent { .. }
            | Self::WeightJump { .. }
            | Self::BelowBirthWeight { .. } => Measurement::Weight,
        }
    }

    /// The figures of its sentence.
    #[must_use]
    pub fn figures(&self) -> Figures {
        match *self {
            Self::Exchanged { weight_kg, length_cm } => {
                vec![("weight", Figure::number(weight_kg, 1)), ("length", Figure::number(length_cm, 1))]
            }
            // The pages ask for MUAC in millimetres.
            Self::UnitSlip { measurement: Measurement::Arm, typed, suggested } => vec![
                ("typed", Figure::number(typed * 10.0, decimals(typed * 10.0))),
                ("suggested", Figure::number(suggested * 10.0, 0)),
            ],
            Self::UnitSlip { typed, suggested, .. } => {
                vec![("typed", Figure::number(typed, decimals(typed))), ("suggested", Figure::number(suggested, 1))]
            }
            Self::Implausible { z, .. } | Self::Inconsistent { z } => vec![("z", Figure::number(z.get(), 2))],
            Self::OutOfRange { value, low, high, .. } => vec![
                ("value", Figure::number(value, 1)),
                ("low", Figure::number(low, 1)),
                ("high", Figure::number(high, 1)),
            ],
            Self::HeightFell { from_cm, to_cm } => vec![
                ("by", Figure::number(from_cm - to_cm, 1)),
                ("before", Figure::number(from_cm, 1)),
                ("now", Figure::number(to_cm, 1)),
            ],
            Self::WeightJump { from_kg, to_kg, percent } => vec![
                ("before", Figure::number(from_kg, 1)),
                ("now", Figure::number(to_kg, 1)),
                ("percent", Figure::number(percent.abs(), 0)),
            ],
            Self::BelowBirthWeight { birth_kg, now_kg } => {
                vec![("birth", Figure::number(birth_kg, 1)), ("now", Figure::number(now_kg, 1))]
            }
            Self::StandingTooYoung => Vec::new(),
            Self::UnexpectedPosture { .. } => vec![("cm", Figure::number(LYING_ADDS_CM, 1))],
        }
    }

    /// The rule behind it; `None` where it is arithmetic or a rule of the posture.
    #[must_use]
    pub fn reference(&self) -> Option<&'static Reference> {
        let limits = |subject| Class::plausible(subject).map(|class| &class.reference);
        match self {
            Self::Implausible { indicator, .. } => limits(match indicator {
                Indicator::LengthForAge => Subject::LengthForAge,
                Indicator::WeightForAge => Subject::WeightForAge,
                Indicator::WeightForLength => Subject::WeightForLength,
                Indicator::BmiForAge => Subject::BmiForAge,
                Indicator::HeadForAge => Subject::HeadForAge,
                Indicator::ArmForAge | Indicator::TricepsForAge | Indicator::SubscapularForAge => Subject::ArmForAge,
            }),
            Self::Inconsistent { .. } => limits(Subject::WeightForLength),
            Self::OutOfRange { measurement: Measurement::Weight, .. } => limits(Subject::WeightKg),
            Self::OutOfRange { .. } => limits(Subject::LengthCm),
            Self::HeightFell { .. } => because(&rules::DOUBT_HEIGHT_FALL_CM),
            Self::WeightJump { .. } => because(&rules::DOUBT_WEIGHT_CHANGE_PERCENT),
            Self::BelowBirthWeight { .. } => because(&rules::DOUBT_BELOW_BIRTH_WEIGHT_FROM_MONTHS),
            Self::Exchanged { .. }
            | Self::UnitSlip { .. }
            | Self::StandingTooYoung
            | Self::UnexpectedPosture { .. } => None,
        }
    }
}

/// What was typed is shown as typed: whole numbers without a comma.
fn decimals(typed: f64) -> usize {
    if typed.fract().abs() < 1e-9 { 0 } else { 2 }
}

/// A new reading with what is known of the child.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The new visit; its age is since birth.
    pub visit: &'a Visit,
    /// Weight at birth.
    pub birth_weight: Option<Kilograms>,
    /// Earlier visits that were kept, in any order.
    pub history: &'a [Visit],
    /// How long the pregnancy had lasted at birth: a child born early is small for the age since birth, and truly so.
    pub gestation: Option<BirthGestation>,
}

/// All doubts about a new reading, the plainest first. Empty: nothing is odd.
#[must_use]
pub fn doubts(reading: &Reading<'_>) -> Vec<Doubt> {
    let visit = reading.visit;
    let scores = scores(visit, reading.gestation);
    if let Some(exchanged) = slip::exchanged(reading, &scores) {
        return vec![exchanged];
    }
    let mut found = slip::unit_slips(reading, &scores);
    let explained: Vec<Measurement> = found.iter().map(Doubt::measurement).collect();
    found.extend(implausible(visit, &scores, &explained));
    found.extend(against_history(reading, &explained));
    if assess(visit).prepared().standing_under_nine_months() {
        found.push(Doubt::StandingTooYoung);
    } else if let (Some(posture), Some(age), Some(_)) = (visit.posture, visit.age, visit.length) {
        let expected = if age.table_day() < super::STANDING_FROM_DAY { Posture::Lying } else { Posture::Standing };
        if posture != expected {
            found.push(Doubt::UnexpectedPosture { posture });
        }
    }
    found
}

/// Scores at the age that classifies. Before term there is none by age, and only the widest range speaks.
pub(super) fn scores(visit: &Visit, gestation: Option<BirthGestation>) -> Assessment {
    let since_birth = assess(visit);
    match correct_age(visit.age, gestation) {
        Correction::Corrected { age, .. } => assess(&at_corrected_age(visit, &since_birth, age)),
        Correction::BeforeTerm { .. } => assess(&Visit { age: None, ..*visit }),
        Correction::Unknown | Correction::NotPreterm | Correction::Ended => since_birth,
    }
}

pub(super) fn flagged(scores: &Assessment, indicator: Indicator) -> Option<ZScore> {
    scores.score(indicator).ok().filter(|score| score.implausible).map(|score| score.z)
}

/// What WHO's limits call implausible, each cause once.
fn implausible(visit: &Visit, scores: &Assessment, explained: &[Measurement]) -> Vec<Doubt> {
    let mut found = Vec::new();
    let mut body = false;
    for (indicator, measurement) in [
        (Indicator::WeightForAge, Measurement::Weight),
        (Indicator::LengthForAge, Measurement::Length),
        (Indicator::HeadForAge, Measurement::Head),
        (Indicator::ArmForAge, Measurement::Arm),
        (Indicator::TricepsForAge, Measurement::Skinfold),
        (Indicator::SubscapularForAge, Measurement::Skinfold),
    ] {
        let about_body = matches!(measurement, Measurement::Weight | Measurement::Length);
        if explained.contains(&measurement) {
            body |= about_body;
        } else if let Some(z) = flagged(scores, indicator) {
            body |= about_body;
            found.push(Doubt::Implausible { indicator, z });
        }
    }
    if !body {
        let both_possible =
            scores.score(Indicator::WeightForAge).is_ok() && scores.score(Indicator::LengthForAge).is_ok();
        if let Some(z) = flagged(scores, Indicator::WeightForLength) {
            let indicator = Indicator::WeightForLength;
            found.push(if both_possible { Doubt::Inconsistent { z } } else { Doubt::Implausible { indicator, z } });
        } else if let Some(z) = flagged(scores, Indicator::BmiForAge) {
            found.push(Doubt::Implausible { indicator: Indicator::BmiForAge, z });
        }
    }
    for (measurement, indicator, subject, value) in [
        (Measurement::Weight, Indicator::WeightForAge, Subject::WeightKg, visit.weight.map(|kg| kg.get())),
        (Measurement::Length, Indicator::LengthForAge, Subject::LengthCm, visit.length.map(|cm| cm.get())),
    ] {
        let range = Class::plausible(subject).and_then(|class| Some((class.low?, class.high?)));
        if let (Some(value), Some((low, high)), Err(_)) = (value, range, scores.score(indicator))
            && !(low..=high).contains(&value)
            && !explained.contains(&measurement)
        {
            found.push(Doubt::OutOfRange { measurement, value, low, high });
        }
    }
    found
}

/// The earlier visit nearest before this one that has a value.
pub(super) fn before(reading: &Reading<'_>, grown: Grown) -> Option<(f64, f64)> {
    let now = reading.visit.age?.days();
    let values = reading.history.iter().filter_map(|visit| Some((visit.age?.days(), grown.value(visit)?)));
    values.filter(|(days, _)| *days <= now).max_by(|a, b| a.0.total_cmp(&b.0))
}

fn against_history(reading: &Reading<'_>, explained: &[Measurement]) -> Vec<Doubt> {
    let mut found = Vec::new();
    let visit = reading.visit;
    if !explained.contains(&Measurement::Length)
        && let (Some((_, from_cm)), Some(to_cm)) = (before(reading, Grown::Length), lying_length(visit))
        && exceeds(from_cm - to_cm, rules::DOUBT_HEIGHT_FALL_CM.value)
    {
        found.push(Doubt::HeightFell { from_cm, to_cm });
    }
    let (Some(to_kg), Some(age)) = (Grown::Weight.value(visit), visit.age) else {
        return found;
    };
    if explained.contains(&Measurement::Weight) {
        return found;
    }
    if let Some((days, from_kg)) = before(reading, Grown::Weight) {
        let percent = (to_kg - from_kg) / from_kg * 100.0;
        let from_months = days / super::DAYS_PER_MONTH;
        if from_months >= rules::DOUBT_WEIGHT_CHANGE_FROM_MONTHS.value
            && age.days() - days <= rules::DOUBT_MONTHLY_VISIT_DAYS.value
            && exceeds(percent.abs(), rules::DOUBT_WEIGHT_CHANGE_PERCENT.value)
        {
            found.push(Doubt::WeightJump { from_kg, to_kg, percent });
        }
    }
    if let Some(birth_kg) = reading.birth_weight.map(Kilograms::get)
        && age.months() > rules::DOUBT_BELOW_BIRTH_WEIGHT_FROM_MONTHS.value
        && to_kg < birth_kg
    {
        found.push(Doubt::BelowBirthWeight { birth_kg, now_kg: to_kg });
    }
    found
}

/// A doubt about a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateDoubt {
    /// The birth date has not come yet.
    BirthInFuture,
    /// The visit date has not come yet.
    VisitInFuture,
    /// The visit is before the birth.
    VisitBeforeBirth,
}

impl DateDoubt {
    /// Its code, as for [`Doubt::code`].
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BirthInFuture => "birth-in-future",
            Self::VisitInFuture => "visit-in-future",
            Self::VisitBeforeBirth => "visit-before-birth",
        }
    }
}

/// Doubts about the dates of a visit. `today` is the day on the wall.
#[must_use]
pub fn date_doubts(birth: NaiveDate, visit: NaiveDate, today: NaiveDate) -> Vec<DateDoubt> {
    [
        (birth > today, DateDoubt::BirthInFuture),
        (visit > today, DateDoubt::VisitInFuture),
        (visit < birth, DateDoubt::VisitBeforeBirth),
    ]
    .into_iter()
    .filter_map(|(holds, doubt)| holds.then_some(doubt))
    .collect()
}

/// Readings that end in .0 or .5 too often to be read off the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DigitPreference {
    /// How many readings there are.
    pub readings: usize,
    /// How many end in .0 or .5.
    pub round: usize,
}

/// Whether a series of readings with one decimal (a sitting's weights, or lengths) shows a habit of rounding.
#[must_use]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "readings are few and small")]
pub fn digit_preference(readings: &[f64]) -> Option<DigitPreference> {
    let round = readings.iter().filter(|value| (*value * 10.0).round() as i64 % 5 == 0).count();
    let enough = readings.len() as f64 >= rules::DOUBT_DIGIT_READINGS.value;
    let often = round as f64 * 100.0 >= rules::DOUBT_DIGIT_SHARE_PERCENT.value * readings.len() as f64;
    (enough && often).then_some(DigitPreference { readings: readings.len(), round })
}

#[cfg(test)]
#[path = "doubt_tests.rs"]
mod tests;
