//! Acute malnutrition: any one sign is enough.
//!
//! Source: WHO/UNICEF criteria of severe acute malnutrition, 2009–2013; classes in
//! `data/guidelines/growth-classes-2006/growth_classes.tsv`.
//!
//! What catches people out:
//! - swelling of both feet alone is severe, whatever the weight;
//! - MUAC counts from 6 months to under 60 months only;
//! - under 6 months a severe sign is always referred to hospital;
//! - a weight-for-length outside WHO's limits is no sign: measure again. An arm under the severe limit is a sign however
//!   thin it is: the criterion is in centimetres.

use serde::Serialize;

use super::classify::{Class, Classified, NoMuacClass, Severity, Subject};
use super::{Visit, ZScore};
use crate::units::Centimetres;

/// The signs found, those that gave the class and no others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Signs {
    /// Both feet are swollen.
    pub oedema: bool,
    /// Weight-for-length or -height.
    pub weight_for_length: Option<ZScore>,
    /// MUAC.
    pub muac: Option<Centimetres>,
}

impl Signs {
    const fn any(&self) -> bool {
        self.oedema || self.weight_for_length.is_some() || self.muac.is_some()
    }
}

/// Whether this child is acutely malnourished.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum AcuteMalnutrition {
    /// Severe: go to the station now.
    Severe {
        /// `sam`, or `sam_complicated` (hospital).
        class: &'static Class,
        /// What gave it.
        by: Signs,
    },
    /// Moderate.
    Moderate {
        /// `mam`.
        class: &'static Class,
        /// What gave it.
        by: Signs,
    },
    /// At least one of weight-for-length and MUAC was classified, and no sign was found.
    NotFound,
    /// Neither could be classified and no swelling was seen: nothing can be said.
    NotAssessed,
}

impl AcuteMalnutrition {
    /// The class, if any.
    #[must_use]
    pub const fn class(&self) -> Option<&'static Class> {
        match self {
            Self::Severe { class, .. } | Self::Moderate { class, .. } => Some(class),
            Self::NotFound | Self::NotAssessed => None,
        }
    }

    /// Severe, with complications or without.
    #[must_use]
    pub const fn is_severe(&self) -> bool {
        matches!(self, Self::Severe { .. })
    }

    /// For a column of a table: `sam`, `sam_complicated`, `mam`, or nothing.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.class() {
            Some(class) => class.id,
            None => "",
        }
    }

    /// The same child when a complication was seen: appetite test failed, vomiting, lethargy, convulsion, dehydration,
    /// low temperature, high fever, severe anaemia, or swelling beyond the feet.
    #[must_use]
    pub fn with_complications(self) -> Self {
        match self {
            Self::Severe { by, .. } => Self::Severe { class: class("sam_complicated"), by },
            other => other,
        }
    }
}

pub(super) fn decide(
    visit: &Visit,
    weight_for_length: Classified,
    muac: Result<&'static Class, NoMuacClass>,
) -> AcuteMalnutrition {
    let by = |severity: Severity| Signs {
        oedema: visit.oedema && severity == Severity::Severe,
        weight_for_length: weight_for_length.z().filter(|_| weight_for_length.severity() == Some(severity)),
        muac: visit.arm.filter(|_| muac.is_ok_and(|class| class.severity == severity)),
    };
    let severe = by(Severity::Severe);
    if severe.any() {
        let infant = visit.age.is_some_and(|age| age.table_day() <= class("infant_lt6m").to_day);
        let class = class(if infant { "sam_complicated" } else { "sam" });
        return AcuteMalnutrition::Severe { class, by: severe };
    }
    let moderate = by(Severity::Moderate);
    if moderate.any() {
        AcuteMalnutrition::Moderate { class: class("mam"), by: moderate }
    } else if weight_for_length.class().is_some() || muac.is_ok() {
        AcuteMalnutrition::NotFound
    } else {
        AcuteMalnutrition::NotAssessed
    }
}

fn class(id: &str) -> &'static Class {
    Class::find(Subject::AcuteMalnutrition, id).expect("the classes of acute malnutrition are in the table (tested)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{Age, Options, Posture, Sex, assess, classify_visit};
    use crate::units::Kilograms;

    /// A boy; lying 70.0 cm has weight-for-length −2 at 7.2 kg or so and −3 at 6.6 kg.
    fn boy(days: f64, kg: f64, arm_cm: Option<f64>, oedema: bool) -> AcuteMalnutrition {
        let visit = Visit {
            sex: Some(Sex::Boy),
            age: Age::from_days(days).ok(),
            weight: Kilograms::new(kg).ok(),
            length: Centimetres::new(70.0).ok(),
            posture: Some(Posture::Lying),
            arm: arm_cm.and_then(|cm| Centimetres::new(cm).ok()),
            oedema,
            ..Visit::default()
        };
        *classify_visit(&visit, &assess(&visit), Options::default()).acute()
    }

    #[test]
    fn any_one_sign_is_enough() {
        assert_eq!(boy(300.0, 8.5, Some(13.0), false), AcuteMalnutrition::NotFound);
        assert_eq!(boy(300.0, 8.5, Some(13.0), true).code(), "sam");
        assert_eq!(boy(300.0, 8.5, Some(11.4), false).code(), "sam");
        assert_eq!(boy(300.0, 8.5, Some(11.5), false).code(), "mam");
        assert_eq!(boy(300.0, 8.5, Some(12.4), false).code(), "mam");
        assert_eq!(boy(300.0, 8.5, Some(12.5), false).code(), "");
        assert_eq!(boy(300.0, 6.4, Some(13.0), false).code(), "sam");
        assert_eq!(boy(300.0, 6.9, Some(13.0), false).code(), "mam");
    }

    #[test]
    fn the_signs_that_gave_the_class_are_named() {
        let AcuteMalnutrition::Severe { by, .. } = boy(300.0, 6.9, Some(11.2), false) else {
            panic!("MUAC under 11.5 cm is severe");
        };
        assert_eq!((by.oedema, by.weight_for_length), (false, None));
        assert_eq!(by.muac.map(Centimetres::get), Some(11.2));
    }

    #[test]
    fn under_six_months_a_severe_sign_goes_to_hospital_and_muac_does_not_count() {
        assert_eq!(boy(182.0, 6.4, None, false).code(), "sam_complicated");
        assert_eq!(boy(183.0, 6.4, None, false).code(), "sam");
        assert_eq!(boy(182.0, 8.5, Some(11.4), false).code(), "");
        assert_eq!(boy(183.0, 8.5, Some(11.4), false).code(), "sam");
        assert_eq!(boy(30.0, 8.5, None, true).code(), "sam_complicated");
    }

    #[test]
    fn an_implausible_score_is_no_sign() {
        assert_eq!(boy(300.0, 3.0, None, false), AcuteMalnutrition::NotAssessed);
        assert_eq!(boy(300.0, 3.0, None, true).code(), "sam");
        assert_eq!(boy(300.0, 3.0, Some(13.0), false), AcuteMalnutrition::NotFound);
        assert_eq!(boy(300.0, 8.5, Some(25.0), false), AcuteMalnutrition::NotFound, "an arm far too thick");
    }

    #[test]
    fn an_arm_however_thin_is_severe() {
        for cm in [6.0, 8.5, 9.5, 10.5, 11.4] {
            assert_eq!(boy(300.0, 8.5, Some(cm), false).code(), "sam", "{cm} cm");
        }
    }

    #[test]
    fn a_complication_changes_only_the_severe() {
        assert_eq!(boy(300.0, 6.4, None, false).with_complications().code(), "sam_complicated");
        assert_eq!(boy(300.0, 6.9, None, false).with_complications().code(), "mam");
    }
}
