//! The age of a child born too early.
//!
//! Source: `data/guidelines/growth-classes-2006/growth_rules.tsv`, rules `preterm_before_days`, `term_days`,
//! `corrected_until_day`, `corrected_age_classifies`. The definition of preterm birth is WHO's; when correction ends and
//! which age gives the class are conventions, of medium and low confidence: no document of the reference says either.
//!
//! What catches people out:
//! - correction ends on day 731 **since birth** (24 months, when the standards change from lying to standing), not on
//!   day 731 of corrected age;
//! - before term there is no corrected age: the WHO standard begins at term, so the indicators by age have no score;
//! - weight-for-length, MUAC in centimetres, oedema and the posture rules go by what was measured and by the age since
//!   birth; correction does not touch them.

use serde::Serialize;

use super::classify::{self, Classified, Options, VisitClasses};
use super::reference::{Rule, rules};
use super::{Age, Assessment, Indicator, NoScore, Visit, assess};

/// The shortest pregnancy after which a child is known to have lived, 21 weeks.
const SHORTEST_DAYS: u16 = 147;

/// Longer than any pregnancy that is still dated right, 45 weeks.
const LONGEST_DAYS: u16 = 315;

/// How long the pregnancy had lasted at birth, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct BirthGestation(u16);

/// A length of pregnancy nobody is born after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{days} days is not between {SHORTEST_DAYS} and {LONGEST_DAYS}")]
pub struct NotAGestation {
    /// What was given.
    pub days: u16,
}

impl BirthGestation {
    /// From days: 34 weeks 2 days is 240.
    ///
    /// # Errors
    ///
    /// Under 21 weeks or over 45.
    pub const fn from_days(days: u16) -> Result<Self, NotAGestation> {
        if days < SHORTEST_DAYS || days > LONGEST_DAYS { Err(NotAGestation { days }) } else { Ok(Self(days)) }
    }

    /// Days.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.0
    }

    /// Born before 37 completed weeks.
    #[must_use]
    pub fn is_preterm(self) -> bool {
        f64::from(self.0) < rules::PRETERM_BEFORE_DAYS.value
    }
}

/// What becomes of the age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Correction {
    /// Gestation at birth or age is unknown: the age since birth stands.
    Unknown,
    /// Born at 37 weeks or later.
    NotPreterm,
    /// 24 months since birth have passed.
    Ended,
    /// Not yet at term: no corrected age.
    BeforeTerm {
        /// Days until term.
        days_to_term: i64,
    },
    /// Corrected.
    Corrected {
        /// The corrected age.
        age: Age,
        /// Days taken off.
        taken_off_days: f64,
    },
}

/// Corrects an age since birth.
///
/// # Example
///
/// Born at 32 weeks, 100 days old: 56 days are taken off.
///
/// ```
/// use nep_core::growth::{Age, BirthGestation, Correction, correct_age};
///
/// let age = Age::from_days(100.0).ok();
/// let gestation = BirthGestation::from_days(32 * 7).ok();
/// let Correction::Corrected { age, .. } = correct_age(age, gestation) else { panic!("preterm") };
/// assert_eq!(age.completed_days(), 44);
/// ```
#[must_use]
pub fn correct_age(age: Option<Age>, gestation: Option<BirthGestation>) -> Correction {
    let (Some(age), Some(gestation)) = (age, gestation) else {
        return Correction::Unknown;
    };
    if !gestation.is_preterm() {
        return Correction::NotPreterm;
    }
    #[expect(clippy::cast_precision_loss, reason = "days of a life are few")]
    if age.table_day() as f64 >= rules::CORRECTED_UNTIL_DAY.value {
        return Correction::Ended;
    }
    let taken_off_days = rules::TERM_DAYS.value - f64::from(gestation.0);
    match Age::from_days(age.days() - taken_off_days) {
        Ok(age) => Correction::Corrected { age, taken_off_days },
        Err(_) => Correction::BeforeTerm { days_to_term: days_left(taken_off_days - age.days()) },
    }
}

#[expect(clippy::cast_possible_truncation, reason = "under 20 weeks")]
fn days_left(days: f64) -> i64 {
    days.ceil() as i64
}

/// Which age gave the class of the indicators by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeUsed {
    /// Since birth.
    SinceBirth,
    /// Corrected for early birth.
    Corrected,
    /// Neither: not yet at term.
    NotYetAtTerm,
}

/// A visit scored at both ages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChildAssessment {
    /// Scores at the age since birth.
    pub since_birth: Assessment,
    /// Classes at the age since birth.
    pub classes_since_birth: VisitClasses,
    /// What became of the age.
    pub correction: Correction,
    /// Scores at the corrected age.
    pub corrected: Option<Assessment>,
    /// The classes that count.
    pub classes: VisitClasses,
    /// Which age gave them.
    pub age_used: AgeUsed,
}

impl ChildAssessment {
    /// The rule that says which age classifies.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        &rules::CORRECTED_AGE_CLASSIFIES
    }

    /// The scores that were classified by age; none before term.
    #[must_use]
    pub const fn classified(&self) -> Option<&Assessment> {
        match self.age_used {
            AgeUsed::SinceBirth => Some(&self.since_birth),
            AgeUsed::Corrected => self.corrected.as_ref(),
            AgeUsed::NotYetAtTerm => None,
        }
    }
}

/// Scores and classifies one visit of a child whose gestation at birth may be known.
#[must_use]
pub fn assess_child(visit: &Visit, gestation: Option<BirthGestation>, options: Options) -> ChildAssessment {
    let since_birth = assess(visit);
    let classes_since_birth = classify::classify_visit(visit, &since_birth, options);
    let correction = correct_age(visit.age, gestation);
    let by_length = *classes_since_birth.of(Indicator::WeightForLength);
    let (corrected, classes, age_used) = match correction {
        Correction::Unknown | Correction::NotPreterm | Correction::Ended => {
            (None, classes_since_birth, AgeUsed::SinceBirth)
        }
        Correction::Corrected { age, .. } => {
            let assessment = assess(&at_corrected_age(visit, &since_birth, age));
            let answers = Indicator::ALL.map(|indicator| match indicator {
                Indicator::WeightForLength => by_length,
                by_age => classify::classify(by_age, assessment.score(by_age), Some(age)),
            });
            let classes = classify::with_muac(visit, answers, &since_birth, options);
            (Some(assessment), classes, AgeUsed::Corrected)
        }
        Correction::BeforeTerm { days_to_term } => {
            let answers = Indicator::ALL.map(|indicator| match (indicator, since_birth.score(indicator)) {
                (Indicator::WeightForLength, _) => by_length,
                (_, Ok(_)) => Classified::NotScored(NoScore::BeforeTerm { days: days_to_term }),
                (_, Err(reason)) => Classified::NotScored(reason),
            });
            (None, classify::with_muac(visit, answers, &since_birth, options), AgeUsed::NotYetAtTerm)
        }
    };
    ChildAssessment { since_birth, classes_since_birth, correction, corrected, classes, age_used }
}

/// The same child at the corrected age. The length is the one the posture rules gave at the age since birth.
pub(super) fn at_corrected_age(visit: &Visit, since_birth: &Assessment, age: Age) -> Visit {
    Visit { age: Some(age), length: since_birth.prepared().length(), posture: None, ..*visit }
}

/// Visits at the ages that classify the last of them, oldest first: corrected while it is, else since birth. Those before
/// term are left out; there are none while the last is.
#[must_use]
pub fn at_classifying_ages(visits: &[Visit], correction: Correction) -> Vec<Visit> {
    let taken_off = match correction {
        Correction::Corrected { taken_off_days, .. } => taken_off_days,
        Correction::BeforeTerm { .. } => return Vec::new(),
        _ => 0.0,
    };
    let shift = |visit: &Visit| {
        if taken_off <= 0.0 {
            return Some(*visit);
        }
        let age = Age::from_days(visit.age?.days() - taken_off).ok()?;
        Some(at_corrected_age(visit, &assess(visit), age))
    };
    let mut visits: Vec<Visit> = visits.iter().filter_map(shift).collect();
    visits.sort_by(|a, b| a.age.map_or(0.0, Age::days).total_cmp(&b.age.map_or(0.0, Age::days)));
    visits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{Posture, Sex};
    use crate::units::{Centimetres, Kilograms};

    fn correct(days: f64, gestation: u16) -> Correction {
        correct_age(Age::from_days(days).ok(), BirthGestation::from_days(gestation).ok())
    }

    #[test]
    fn preterm_is_before_37_weeks() {
        assert!(matches!(correct(100.0, 258), Correction::Corrected { .. }));
        assert_eq!(correct(100.0, 259), Correction::NotPreterm);
    }

    #[test]
    fn correction_ends_at_24_months_since_birth() {
        assert!(matches!(correct(730.0, 224), Correction::Corrected { .. }));
        assert!(matches!(correct(730.49, 224), Correction::Corrected { .. }));
        assert_eq!(correct(730.5, 224), Correction::Ended);
        assert_eq!(correct(731.0, 224), Correction::Ended);
    }

    #[test]
    fn before_term_there_is_no_corrected_age() {
        assert_eq!(correct(55.0, 224), Correction::BeforeTerm { days_to_term: 1 });
        let Correction::Corrected { age, .. } = correct(56.0, 224) else { panic!("at term") };
        assert_eq!(age.completed_days(), 0);
    }

    #[test]
    fn an_impossible_gestation_is_refused() {
        assert_eq!(BirthGestation::from_days(146), Err(NotAGestation { days: 146 }));
        assert!(BirthGestation::from_days(147).is_ok());
        assert!(BirthGestation::from_days(315).is_ok());
        assert!(BirthGestation::from_days(316).is_err());
    }

    fn girl(days: f64) -> Visit {
        Visit {
            sex: Some(Sex::Girl),
            age: Age::from_days(days).ok(),
            weight: Kilograms::new(4.2).ok(),
            length: Centimetres::new(53.0).ok(),
            posture: Some(Posture::Lying),
            ..Visit::default()
        }
    }

    #[test]
    fn both_ages_are_scored_and_the_corrected_one_classifies() {
        let child = assess_child(&girl(120.0), BirthGestation::from_days(210).ok(), Options::default());
        assert_eq!(child.age_used, AgeUsed::Corrected);
        assert_eq!(child.classes_since_birth.of(Indicator::WeightForAge).code(), "waz_severe");
        assert_eq!(child.classes.of(Indicator::WeightForAge).code(), "waz_normal");
        let expected = assess(&girl(50.0)).score(Indicator::WeightForAge);
        assert_eq!(child.corrected.map(|scores| scores.score(Indicator::WeightForAge)), Some(expected));
        let of_length = |classes: &VisitClasses| *classes.of(Indicator::WeightForLength);
        assert_eq!(of_length(&child.classes), of_length(&child.classes_since_birth));
    }

    #[test]
    fn before_term_only_weight_for_length_has_a_class() {
        let child = assess_child(&girl(20.0), BirthGestation::from_days(210).ok(), Options::default());
        let waz = child.classes.of(Indicator::WeightForAge);
        assert_eq!(*waz, Classified::NotScored(NoScore::BeforeTerm { days: 50 }));
        assert_eq!(child.classes.of(Indicator::WeightForLength).code(), "whz_normal");
        assert_eq!(*child.classes.of(Indicator::HeadForAge), Classified::NotScored(NoScore::NotMeasured));
    }

    #[test]
    fn the_posture_rule_goes_by_the_age_since_birth() {
        let standing = Visit {
            length: Centimetres::new(72.0).ok(),
            posture: Some(Posture::Standing),
            weight: Kilograms::new(8.5).ok(),
            ..girl(300.0)
        };
        let child = assess_child(&standing, BirthGestation::from_days(210).ok(), Options::default());
        let length = |scores: &Assessment| scores.prepared().length().map(Centimetres::get);
        assert_eq!(length(&child.since_birth), Some(72.7));
        assert_eq!(child.corrected.as_ref().map(length), Some(Some(72.7)));
    }

    #[test]
    fn visits_are_shifted_together_and_keep_the_length_the_posture_rules_gave() {
        let standing = |days: f64| Visit { posture: Some(Posture::Standing), ..girl(days) };
        let visits = [standing(300.0), girl(60.0), girl(120.0)];
        let shifted = at_classifying_ages(&visits, correct(300.0, 210));
        let ages: Vec<i64> = shifted.iter().filter_map(|visit| Some(visit.age?.completed_days())).collect();
        assert_eq!(ages, [50, 230], "70 days less; the visit before term is left out");
        assert_eq!(shifted[1].length.map(Centimetres::get), Some(53.7), "standing was believed at 300 days");
        let kept = at_classifying_ages(&visits, correct(300.0, 280));
        assert_eq!(kept.len(), 3);
        assert_eq!(at_classifying_ages(&visits, correct(20.0, 210)), []);
    }
}
