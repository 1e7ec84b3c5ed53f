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
use crate::units::{Centimetres, Kilograms, Millimetres};

/// No score from this age on.
pub const OLDEST_MONTHS: f64 = 60.0;

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
    #[expect(clippy::cast_precision_loss, reason = "scores are small")]
    pub fn rounded(exact: f64) -> Self {
        let scaled = exact.abs() * 100.0;
        // A cast cuts off what follows the point, and is cheaper than `floor`.
        let whole = scaled as i64;
        let below = whole as f64;
        let fraction = scaled - below;
        let up = if (fraction - 0.5).abs() > NEAR_A_TIE {
            fraction > 0.5
        } else {
            // `scaled` has itself been rounded: so close to a tie, ask which hundredth the score is really nearer to.
            let (to_below, to_above) = (exact.abs() - below / 100.0, (below + 1.0) / 100.0 - exact.abs());
            to_above < to_below || (to_above <= to_below && whole % 2 == 1)
        };
        let hundredths = whole.saturating_add(i64::from(up));
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

impl Score {
    fn of(indicator: Indicator, exact: f64) -> Self {
        let z = ZScore::rounded(exact);
        Self { z, implausible: is_implausible(indicator, z) }
    }
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
    let Some(sex) = visit.sex else {
        return Assessment { prepared, scores: [Err(NoScore::SexUnknown); 8] };
    };
    let child = Child { sex, age: visit.age, day: table_day(visit.age), oedema: visit.oedema };
    let length = prepared.length().map(Centimetres::get);
    let weight = visit.weight.map(Kilograms::get);
    let scores = [
        child.on_the_curve(Indicator::LengthForAge, &tables::LENGTH_FOR_AGE, length),
        child.of_weight(Indicator::WeightForAge, &tables::WEIGHT_FOR_AGE, weight),
        child.weight_for_length(weight, length, prepared.posture()),
        child.of_weight(Indicator::BmiForAge, &tables::BMI_FOR_AGE, prepared.bmi()),
        child.on_the_curve(Indicator::HeadForAge, &tables::HEAD_FOR_AGE, visit.head.map(Centimetres::get)),
        child.restricted(Indicator::ArmForAge, &tables::ARM_FOR_AGE, visit.arm.map(Centimetres::get)),
        child.restricted(Indicator::TricepsForAge, &tables::TRICEPS_FOR_AGE, visit.triceps.map(Millimetres::get)),
        child.restricted(
            Indicator::SubscapularForAge,
            &tables::SUBSCAPULAR_FOR_AGE,
            visit.subscapular.map(Millimetres::get),
        ),
    ];
    Assessment { prepared, scores }
}

/// The day at which the tables are entered.
fn table_day(age: Option<Age>) -> Result<i64, NoScore> {
    match age {
        None => Err(NoScore::AgeUnknown),
        Some(age) if age.months() >= OLDEST_MONTHS => Err(NoScore::TooOld { months: age.months() }),
        Some(age) => Ok(age.table_day()),
    }
}

/// What every indicator asks about a child.
struct Child {
    sex: Sex,
    age: Option<Age>,
    day: Result<i64, NoScore>,
    oedema: bool,
}

impl Child {
    /// Length and head circumference follow the curve at any distance; their L is 1.
    #[inline]
    fn on_the_curve(&self, indicator: Indicator, standard: &Standard, value: Option<f64>) -> Result<Score, NoScore> {
        let value = value.ok_or(NoScore::NotMeasured)?;
        Ok(Score::of(indicator, self.row(standard)?.linear_z(value)))
    }

    /// Scores that oedema takes away.
    #[inline]
    fn of_weight(&self, indicator: Indicator, standard: &Standard, value: Option<f64>) -> Result<Score, NoScore> {
        if value.is_some() && self.oedema {
            return Err(NoScore::Oedema);
        }
        self.restricted(indicator, standard, value)
    }

    #[inline]
    fn restricted(&self, indicator: Indicator, standard: &Standard, value: Option<f64>) -> Result<Score, NoScore> {
        let value = value.ok_or(NoScore::NotMeasured)?;
        Ok(Score::of(indicator, self.row(standard)?.restricted_z(value)))
    }

    fn row(&self, standard: &Standard) -> Result<Lms, NoScore> {
        let day = self.day?;
        standard.at_step(self.sex, day).ok_or(NoScore::TooYoung { day, first: standard.first() })
    }

    #[expect(clippy::cast_precision_loss, reason = "table ends are small")]
    fn weight_for_length(
        &self,
        weight: Option<f64>,
        length: Option<f64>,
        posture: Option<Posture>,
    ) -> Result<Score, NoScore> {
        let weight = weight.ok_or(NoScore::NotMeasured)?;
        let length = length.ok_or(NoScore::NotMeasured)?;
        if self.oedema {
            return Err(NoScore::Oedema);
        }
        let lying = match (self.age, posture) {
            (Some(_), _) => self.day? < STANDING_FROM_DAY,
            (None, Some(posture)) => posture == Posture::Lying,
            (None, None) => length < STANDING_FROM_CM,
        };
        let standard = if lying { &tables::WEIGHT_FOR_LENGTH } else { &tables::WEIGHT_FOR_HEIGHT };
        let lms = standard.at_length(self.sex, length).ok_or_else(|| NoScore::LengthOutsideTable {
            length_cm: length,
            min_cm: standard.first() as f64 / 10.0,
            max_cm: standard.last() as f64 / 10.0,
        })?;
        Ok(Score::of(Indicator::WeightForLength, lms.restricted_z(weight)))
    }
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
