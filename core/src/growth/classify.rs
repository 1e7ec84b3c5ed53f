//! What a score is called: normal, stunted, wasted, overweight.
//!
//! Source: WHO Training Course on Child Growth Assessment, job aids, 2008; Vietnamese names of the register forms of 2026.
//! Table `data/guidelines/growth-classes-2006/growth_classes.tsv`, which also says where each name comes from.
//!
//! What catches people out:
//! - a cut-off looks at the **rounded** score: −2.00 is normal, −2.01 is not; 2.00 is a risk, 2.01 is overweight;
//! - a score outside WHO's limits has no class: measure again;
//! - weight-for-age above +1 does not mean overweight: weight-for-length or BMI decides;
//! - a child can be stunted and overweight at once: both are said;
//! - MUAC is classified by its centimetres, from 6 months (day 183) to under 60 months.

use serde::{Deserialize, Serialize};

use super::acute_malnutrition::{self, AcuteMalnutrition};
use super::reference::{Confidence, Reference};
use super::schedule::{Every, Weighing, Whom};
use super::{Age, Assessment, Indicator, NoScore, STANDING_FROM_DAY, Score, Visit, ZScore};
use crate::units::Centimetres;

/// How grave a class is; the first is the gravest. Matches the badges of the pages.
///
/// The order is that of lists: danger first, then what must be looked at again, then what is too much, then what is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Severe: refer.
    Severe,
    /// Moderate.
    Moderate,
    /// Obese: refer to a nutrition clinic.
    Obese,
    /// Watch.
    Watch,
    /// An implausible figure: measure again.
    Flag,
    /// Could not be assessed.
    Unknown,
    /// Overweight, or at risk of it.
    Over,
    /// Normal.
    Ok,
}

impl Severity {
    /// `ok`, `watch`, `moderate`, `severe`, `over`, `obese`, `unknown` or `flag`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Severe => "severe",
            Self::Moderate => "moderate",
            Self::Obese => "obese",
            Self::Watch => "watch",
            Self::Flag => "flag",
            Self::Unknown => "unknown",
            Self::Over => "over",
            Self::Ok => "ok",
        }
    }
}

/// Puts the gravest first; equals keep their order.
pub fn danger_first<T>(things: &mut [T], severity: impl Fn(&T) -> Severity) {
    things.sort_by_key(severity);
}

/// What a class is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Weight-for-age.
    WeightForAge,
    /// Length- or height-for-age.
    LengthForAge,
    /// Weight-for-length.
    WeightForLength,
    /// Weight-for-height, from day 731.
    WeightForHeight,
    /// BMI-for-age.
    BmiForAge,
    /// Head circumference for age.
    HeadForAge,
    /// MUAC-for-age: only its range of plausibility.
    ArmForAge,
    /// MUAC in centimetres.
    Muac,
    /// Acute malnutrition, by any of its signs.
    AcuteMalnutrition,
    /// Swelling of both feet.
    Oedema,
    /// Weight in kilograms, whatever the age: only its accepted range.
    WeightKg,
    /// Length or height in centimetres, whatever the age: only its accepted range.
    LengthCm,
}

/// A named class with its bounds and source.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Class {
    /// Its code: `haz_stunted`. Stable: tables and messages name it.
    pub id: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Lower bound (z, or cm for MUAC); `None`: no lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// The lower bound itself belongs to the class.
    pub low_included: bool,
    /// The upper bound itself belongs to the class.
    pub high_included: bool,
    /// Vietnamese name, as in registers.
    pub name_vi: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What to do, as a code.
    pub action: &'static str,
    /// First day of age it holds for.
    pub from_day: i64,
    /// Last day of age.
    pub to_day: i64,
    /// Where it comes from.
    pub reference: Reference,
}

impl Class {
    /// Whether `value` (z, or cm) lies within the bounds.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "bounds and scores are hundredths: −200/100 is −2 exactly")]
    pub fn contains(&self, value: f64) -> bool {
        let above = self.low.is_none_or(|low| value > low || (self.low_included && value == low));
        let below = self.high.is_none_or(|high| value < high || (self.high_included && value == high));
        above && below
    }

    /// Every class that can be given, in the order of the table.
    #[must_use]
    pub fn all() -> &'static [Self] {
        CLASSES
    }

    /// The class with this code about this subject.
    #[must_use]
    pub fn find(subject: Subject, id: &str) -> Option<&'static Self> {
        CLASSES.iter().find(|class| class.subject == subject && class.id == id)
    }

    /// WHO's range of plausibility for `subject`; outside it there is no class.
    #[must_use]
    pub fn plausible(subject: Subject) -> Option<&'static Self> {
        PLAUSIBLE.iter().find(|class| class.subject == subject)
    }
}

/// The answer for one indicator.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Classified {
    /// A class.
    Class {
        /// Its score.
        z: ZScore,
        /// The class.
        class: &'static Class,
    },
    /// Outside WHO's limits: no class, measure again.
    MeasureAgain {
        /// The implausible score.
        z: ZScore,
        /// WHO's limits.
        limits: &'static Class,
    },
    /// No score, for this reason.
    NotScored(NoScore),
    /// Scored, but no document of the reference names classes for it (MUAC-for-age, skinfolds).
    Unnamed {
        /// The score.
        z: ZScore,
    },
}

impl Classified {
    /// How grave; `None` where there are no classes.
    #[must_use]
    pub const fn severity(&self) -> Option<Severity> {
        match self {
            Self::Class { class, .. } => Some(class.severity),
            Self::MeasureAgain { .. } => Some(Severity::Flag),
            Self::NotScored(_) => Some(Severity::Unknown),
            Self::Unnamed { .. } => None,
        }
    }

    /// The class, if there is one.
    #[must_use]
    pub const fn class(&self) -> Option<&'static Class> {
        match self {
            Self::Class { class, .. } => Some(class),
            _ => None,
        }
    }

    /// The score, plausible or not.
    #[must_use]
    pub const fn z(&self) -> Option<ZScore> {
        match self {
            Self::Class { z, .. } | Self::MeasureAgain { z, .. } | Self::Unnamed { z } => Some(*z),
            Self::NotScored(_) => None,
        }
    }

    /// For a column of a table: the class code, `flag_implausible`, or nothing.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Class { class, .. } => class.id,
            Self::MeasureAgain { limits, .. } => limits.id,
            Self::NotScored(_) | Self::Unnamed { .. } => "",
        }
    }
}

/// Gives one indicator's answer its class.
///
/// The age chooses between the weight-for-length and the weight-for-height rows, whose limits are the same.
///
/// # Example
///
/// ```
/// use nep_core::growth::{Indicator, Score, ZScore, classify};
///
/// let score = Score { z: ZScore::from_hundredths(-201), implausible: false };
/// let answer = classify(Indicator::LengthForAge, Ok(score), None);
/// assert_eq!(answer.code(), "haz_stunted");
/// ```
#[must_use]
pub fn classify(indicator: Indicator, answer: Result<Score, NoScore>, age: Option<Age>) -> Classified {
    let score = match answer {
        Ok(score) => score,
        Err(reason) => return Classified::NotScored(reason),
    };
    let z = score.z;
    let subject = match indicator {
        Indicator::LengthForAge => Subject::LengthForAge,
        Indicator::WeightForAge => Subject::WeightForAge,
        Indicator::WeightForLength if age.is_some_and(|age| age.table_day() >= STANDING_FROM_DAY) => {
            Subject::WeightForHeight
        }
        Indicator::WeightForLength => Subject::WeightForLength,
        Indicator::BmiForAge => Subject::BmiForAge,
        Indicator::HeadForAge => Subject::HeadForAge,
        Indicator::ArmForAge | Indicator::TricepsForAge | Indicator::SubscapularForAge => Subject::ArmForAge,
    };
    if score.implausible {
        // The skinfolds have the limits of MUAC (−5 to 5) and no row of their own.
        let limits = Class::plausible(subject).expect("every indicator has a range of plausibility (tested)");
        return Classified::MeasureAgain { z, limits };
    }
    let mut bands = CLASSES.iter().filter(|class| class.subject == subject);
    match bands.find(|class| class.contains(z.get())) {
        Some(class) => Classified::Class { z, class },
        None => Classified::Unnamed { z },
    }
}

/// Why MUAC has no class. An ordinary answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoMuacClass {
    /// Not measured.
    #[error("not measured")]
    NotMeasured,
    /// Age is unknown.
    #[error("age is unknown")]
    AgeUnknown,
    /// Under 6 months MUAC is not used.
    #[error("under 6 months")]
    UnderSixMonths,
    /// 60 months or more.
    #[error("60 months or more")]
    TooOld,
    /// The score for age is outside WHO's limits: measure again.
    #[error("implausible for the age")]
    MeasureAgain,
}

/// What a health service may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Name MUAC of 12.5–13.4 cm "at risk". Off by default: the class is not WHO's and rests on one study.
    pub muac_grey_zone: bool,
}

/// Class of a MUAC by its centimetres.
///
/// # Errors
///
/// The reason why there is none. Plausibility is not looked at here, see [`classify_visit`].
pub fn classify_muac(arm: Centimetres, age: Option<Age>, options: Options) -> Result<&'static Class, NoMuacClass> {
    let age = age.ok_or(NoMuacClass::AgeUnknown)?;
    let mut bands = CLASSES.iter().filter(|class| class.subject == Subject::Muac);
    let class = bands.clone().find(|class| class.contains(arm.get())).expect("the bands cover every length (built so)");
    if age.table_day() < class.from_day {
        return Err(NoMuacClass::UnderSixMonths);
    }
    if age.table_day() > class.to_day || age.months() >= super::score::OLDEST_MONTHS {
        return Err(NoMuacClass::TooOld);
    }
    if class.id == "muac_risk" && !options.muac_grey_zone {
        return Ok(bands.find(|class| class.severity == Severity::Ok).expect("MUAC has a normal class (tested)"));
    }
    Ok(class)
}

/// All classes of one visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisitClasses {
    pub(super) by_indicator: [Classified; 8],
    pub(super) muac: Result<&'static Class, NoMuacClass>,
    pub(super) acute: AcuteMalnutrition,
}

impl VisitClasses {
    /// The answer for one indicator.
    #[must_use]
    pub const fn of(&self, indicator: Indicator) -> &Classified {
        &self.by_indicator[indicator as usize]
    }

    /// The class of MUAC in centimetres.
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub const fn muac(&self) -> Result<&'static Class, NoMuacClass> {
        self.muac
    }

    /// Acute malnutrition by any of its signs.
    #[must_use]
    pub const fn acute(&self) -> &AcuteMalnutrition {
        &self.acute
    }

    /// For a column of a table: the MUAC class code, `flag_implausible`, or nothing.
    #[must_use]
    pub const fn muac_code(&self) -> &'static str {
        match self.muac {
            Ok(class) => class.id,
            Err(NoMuacClass::MeasureAgain) => "flag_implausible",
            Err(_) => "",
        }
    }

    /// The gravest of all answers.
    #[must_use]
    pub fn gravest(&self) -> Severity {
        let muac = self.muac.ok().map(|class| class.severity);
        let acute = self.acute.class().map(|class| class.severity);
        let scored = self.by_indicator.iter().filter_map(Classified::severity);
        // What was not measured does not hide that all that was measured is well.
        let known = scored.chain(muac).chain(acute).filter(|severity| *severity != Severity::Unknown);
        known.min().unwrap_or(Severity::Unknown)
    }
}

/// Gives a scored visit its classes.
#[must_use]
pub fn classify_visit(visit: &Visit, assessment: &Assessment, options: Options) -> VisitClasses {
    let by_indicator = Indicator::ALL.map(|indicator| classify(indicator, assessment.score(indicator), visit.age));
    with_muac(visit, by_indicator, assessment, options)
}

pub(super) fn with_muac(
    visit: &Visit,
    by_indicator: [Classified; 8],
    by_birth: &Assessment,
    options: Options,
) -> VisitClasses {
    let implausible = by_birth.score(Indicator::ArmForAge).is_ok_and(|score| score.implausible);
    let muac = visit.arm.ok_or(NoMuacClass::NotMeasured).and_then(|arm| classify_muac(arm, visit.age, options));
    // The criterion of severe malnutrition is in centimetres: an arm so thin that its score is outside WHO's limits is
    // severe all the more, and waits for no second reading.
    let muac = match muac {
        Ok(class) if implausible && class.severity != Severity::Severe => Err(NoMuacClass::MeasureAgain),
        answer => answer,
    };
    let weight_for_length = by_indicator[Indicator::WeightForLength as usize];
    let acute = acute_malnutrition::decide(visit, weight_for_length, muac);
    VisitClasses { by_indicator, muac, acute }
}

include!(concat!(env!("OUT_DIR"), "/growth_classes.rs"));

pub(super) fn schedule() -> &'static [Weighing] {
    SCHEDULE
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
