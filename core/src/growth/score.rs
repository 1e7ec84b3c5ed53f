//! The eight z-scores of one visit.
//!
//! Source: WHO Child Growth Standards 2006 and 2007; rules of WHO `anthro` 1.1.0.
//!
//! What catches people out:
//! - every score is rounded to two decimals **first**; flags and classes look only at the rounded score;
//! - oedema of both feet takes away weight-for-age, weight-for-length and BMI, not the others;
//! - with an age, weight-for-length also needs the child to be under 60 months; without one it is scored by posture
//!   or, posture unknown, by the length itself.

use std::fmt;

use serde::Serialize;

use super::lms::Lms;
use super::posture::{self, Prepared, STANDING_FROM_DAY};
use super::tables::{self, Standard};
use super::{Age, Indicator, Posture, Sex, Visit};

/// No score from this age on.
pub(super) const OLDEST_MONTHS: f64 = 60.0;

/// Age and posture unknown: from this length on a child is taken to stand.
const STANDING_FROM_CM: f64 = 87.0;

/// Hundredths this close to halfway are compared with care; a product of two doubles is off by far less.
const NEAR_A_TIE: f64 = 1e-6;

/// A z-score as WHO reports it: rounded to two decimals, to which every cut-off applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZScore(i64);

impl ZScore {
    /// The one place where a score is rounded: to the nearest hundredth, an exact tie to the even one.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "scores are far inside the range; a cast saturates")]
    pub fn rounded(exact: f64) -> Self {
        let scaled = exact.abs() * 100.0;
        let below = scaled.floor();
        let fraction = scaled - below;
        let up = if (fraction - 0.5).abs() > NEAR_A_TIE {
            fraction > 0.5
        } else {
            // `scaled` has itself been rounded: so close to a tie, ask which hundredth the score is really nearer to.
            let (to_below, to_above) = (exact.abs() - below / 100.0, (below + 1.0) / 100.0 - exact.abs());
            to_above < to_below || (to_above <= to_below && below % 2.0 > 0.5)
        };
        let hundredths = (below as i64).saturating_add(i64::from(up));
        Self(if exact < 0.0 { -hundredths } else { hundredths })
    }

    /// A cut-off, in hundredths: −2 SD is `from_hundredths(-200)`.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// Hundredths of a standard deviation.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Standard deviations, for drawing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "scores are small")]
    pub fn get(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for ZScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.get())
    }
}

impl Serialize for ZScore {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.get())
    }
}

/// A score and whether WHO's limits call it implausible (measure again; left out of statistics).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The rounded score.
    pub z: ZScore,
    /// Outside WHO's limits for this indicator.
    pub implausible: bool,
}

/// Why there is no score. An ordinary answer, not a failure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoScore {
    /// The measurement this indicator needs was not given.
    #[error("not measured")]
    NotMeasured,
    /// Sex is unknown.
    #[error("sex is unknown")]
    SexUnknown,
    /// Age is unknown.
    #[error("age is unknown")]
    AgeUnknown,
    /// Both feet are swollen: the weight means nothing.
    #[error("oedema of both feet")]
    Oedema,
    /// 60 months or more: the standard has ended.
    #[error("age {months} months is not under 60")]
    TooOld {
        /// Age in months, unrounded.
        months: f64,
    },
    /// The table begins later: MUAC and skinfolds at day 91.
    #[error("day {day} is before day {first}")]
    TooYoung {
        /// The child's table day.
        day: i64,
        /// First day of the table.
        first: i64,
    },
    /// Born early and not yet at term: the standard begins at term.
    #[error("{days} days before term")]
    BeforeTerm {
        /// Days until term.
        days: i64,
    },
    /// Length outside the weight-for-length table.
    #[error("{length_cm} cm is not within {min_cm}–{max_cm} cm")]
    LengthOutsideTable {
        /// Length after correction for posture.
        length_cm: f64,
        /// Shortest length of the table.
        min_cm: f64,
        /// Longest length of the table.
        max_cm: f64,
    },
}

/// All answers about one visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessment {
    prepared: Prepared,
    scores: [Result<Score, NoScore>; 8],
}

impl Assessment {
    /// Length and posture as used, and the body mass index.
    #[must_use]
    pub const fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// The score of one indicator.
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub const fn score(&self, indicator: Indicator) -> Result<Score, NoScore> {
        self.scores[indicator as usize]
    }
}

/// Scores one visit by all eight indicators.
///
/// # Example
///
/// A girl of 10 months weighing 10 kg:
///
/// ```
/// use nep_core::growth::{Age, Indicator, Sex, Visit, assess};
/// use nep_core::units::Kilograms;
///
/// let visit = Visit {
///     sex: Some(Sex::Girl),
///     age: Age::from_months(10.0).ok(),
///     weight: Kilograms::new(10.0).ok(),
///     ..Visit::default()
/// };
/// let score = assess(&visit).score(Indicator::WeightForAge).expect("age, sex and weight are known");
/// assert_eq!(score.z.to_string(), "1.33");
/// ```
#[must_use]
pub fn assess(visit: &Visit) -> Assessment {
    let prepared = posture::prepare(visit);
    let scores = match visit.sex {
        None => [Err(NoScore::SexUnknown); 8],
        Some(sex) => Indicator::ALL.map(|indicator| {
            let exact = match indicator {
                Indicator::WeightForLength => weight_for_length(visit, &prepared, sex),
                by_age => for_age(by_age, visit, &prepared, sex),
            }?;
            let z = ZScore::rounded(exact);
            Ok(Score { z, implausible: is_implausible(indicator, z) })
        }),
    };
    Assessment { prepared, scores }
}

fn for_age(indicator: Indicator, visit: &Visit, prepared: &Prepared, sex: Sex) -> Result<f64, NoScore> {
    let (standard, value) = match indicator {
        Indicator::LengthForAge => (&tables::LENGTH_FOR_AGE, prepared.length().map(|y| y.get())),
        Indicator::WeightForAge => (&tables::WEIGHT_FOR_AGE, visit.weight.map(|y| y.get())),
        Indicator::BmiForAge => (&tables::BMI_FOR_AGE, prepared.bmi()),
        Indicator::HeadForAge => (&tables::HEAD_FOR_AGE, visit.head.map(|y| y.get())),
        Indicator::ArmForAge => (&tables::ARM_FOR_AGE, visit.arm.map(|y| y.get())),
        Indicator::TricepsForAge => (&tables::TRICEPS_FOR_AGE, visit.triceps.map(|y| y.get())),
        Indicator::SubscapularForAge => (&tables::SUBSCAPULAR_FOR_AGE, visit.subscapular.map(|y| y.get())),
        Indicator::WeightForLength => unreachable!("scored by length, not by age"),
    };
    let value = value.ok_or(NoScore::NotMeasured)?;
    if visit.oedema && matches!(indicator, Indicator::WeightForAge | Indicator::BmiForAge) {
        return Err(NoScore::Oedema);
    }
    let age = visit.age.ok_or(NoScore::AgeUnknown)?;
    let lms = row_of_age(standard, sex, age)?;
    Ok(match indicator {
        Indicator::LengthForAge | Indicator::HeadForAge => lms.linear_z(value),
        _ => lms.restricted_z(value),
    })
}

fn row_of_age(standard: &Standard, sex: Sex, age: Age) -> Result<Lms, NoScore> {
    if age.months() >= OLDEST_MONTHS {
        return Err(NoScore::TooOld { months: age.months() });
    }
    standard.at_age(sex, age).ok_or(NoScore::TooYoung { day: age.table_day(), first: standard.first() })
}

#[expect(clippy::cast_precision_loss, reason = "table ends are small")]
fn weight_for_length(visit: &Visit, prepared: &Prepared, sex: Sex) -> Result<f64, NoScore> {
    let weight = visit.weight.ok_or(NoScore::NotMeasured)?;
    let length = prepared.length().ok_or(NoScore::NotMeasured)?.get();
    if visit.oedema {
        return Err(NoScore::Oedema);
    }
    let lying = match (visit.age, prepared.posture()) {
        (Some(age), _) if age.months() >= OLDEST_MONTHS => return Err(NoScore::TooOld { months: age.months() }),
        (Some(age), _) => age.table_day() < STANDING_FROM_DAY,
        (None, Some(posture)) => posture == Posture::Lying,
        (None, None) => length < STANDING_FROM_CM,
    };
    let standard = if lying { &tables::WEIGHT_FOR_LENGTH } else { &tables::WEIGHT_FOR_HEIGHT };
    let lms = standard.at_length(sex, length).ok_or(NoScore::LengthOutsideTable {
        length_cm: length,
        min_cm: standard.first() as f64 / 10.0,
        max_cm: standard.last() as f64 / 10.0,
    })?;
    Ok(lms.restricted_z(weight.get()))
}

/// WHO's limits of plausibility; a score exactly on a limit is plausible.
pub(super) fn is_implausible(indicator: Indicator, z: ZScore) -> bool {
    let (low, high) = match indicator {
        Indicator::LengthForAge => (-600, 600),
        Indicator::WeightForAge => (-600, 500),
        _ => (-500, 500),
    };
    z.hundredths() < low || z.hundredths() > high
}
