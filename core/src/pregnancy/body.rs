//! Height, weight and arm: what is refused, what is asked about again, and body mass index before pregnancy.
//!
//! Source: QĐ 776/QĐ-BYT 2017 (classes 18.5 and 25), IOM/NRC 2009 (30 as well), IDI/WPRO 2000 (23, a note only).
//! Limits: `guidelines/weight-gain-2017/figures.tsv`.
//!
//! What catches people out:
//! - classes look at the **unrounded** index: 24.95 is under 25 though it prints as 25.0;
//! - a weight taken after 12 weeks is no weight before pregnancy; up to 12w0d it may stand for it, marked;
//! - 47.36 kg and 160 cm are exactly 18.5: the index is worked out from whole grams and tenths of a millimetre, so that
//!   binary fractions do not move anyone across a cut-off.

use serde::Serialize;

use super::tables::{
    AT_RISK_BMI, Figure, GainRule, HEIGHT_LEAST, HEIGHT_MOST, MUAC_LEAST, MUAC_MOST, WEIGHT_LEAST, WEIGHT_MOST, rules,
};
use crate::units::{Centimetres, Kilograms, Millimetres};

/// Which measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Height.
    Height,
    /// Weight before pregnancy.
    WeightBefore,
    /// Weight on the day asked about.
    Weight,
    /// Weight at an earlier visit.
    EarlierWeight,
    /// Mid-upper-arm circumference.
    Muac,
}

/// The unit a number was probably meant in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meant {
    /// Metres instead of centimetres.
    Metres,
    /// Millimetres instead of centimetres.
    Millimetres,
    /// Centimetres instead of millimetres.
    Centimetres,
    /// Grams instead of kilograms.
    Grams,
}

/// A measurement no woman has; nothing is worked out with it.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{measure:?} {value} is not within {least} to {most}")]
pub struct Impossible {
    /// Which.
    pub measure: Measure,
    /// The value given.
    pub value: f64,
    /// Least accepted.
    pub least: f64,
    /// Most accepted.
    pub most: f64,
    /// The unit it was probably meant in.
    pub meant: Option<Meant>,
}

fn within(
    measure: Measure,
    value: f64,
    limits: (&Figure<f64>, &Figure<f64>),
    units: &[(f64, Meant)],
) -> Result<(), Impossible> {
    let (least, most) = (limits.0.value, limits.1.value);
    let fits = |value: f64| (least..=most).contains(&value);
    if fits(value) {
        return Ok(());
    }
    let meant = units.iter().find(|(factor, _)| fits(value * factor)).map(|(_, meant)| *meant);
    Err(Impossible { measure, value, least, most, meant })
}

pub(super) fn check_height(height: Centimetres) -> Result<(), Impossible> {
    let units = [(100.0, Meant::Metres), (0.1, Meant::Millimetres)];
    within(Measure::Height, height.get(), (&HEIGHT_LEAST, &HEIGHT_MOST), &units)
}

pub(super) fn check_weight(measure: Measure, weight: Kilograms) -> Result<(), Impossible> {
    within(measure, weight.get(), (&WEIGHT_LEAST, &WEIGHT_MOST), &[(0.001, Meant::Grams)])
}

pub(super) fn check_muac(muac: Millimetres) -> Result<(), Impossible> {
    within(Measure::Muac, muac.get(), (&MUAC_LEAST, &MUAC_MOST), &[(10.0, Meant::Centimetres)])
}

/// Class of body mass index before pregnancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BmiClass {
    /// Under 18.5.
    Underweight,
    /// 18.5 to under 25.
    Normal,
    /// From 25; to under 30 in the IOM's classes.
    Overweight,
    /// From 30, in the IOM's classes only: the Vietnamese guideline has no separate class.
    Obese,
}

/// Body mass index before pregnancy.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bmi {
    value: f64,
    proxy: bool,
}

impl Bmi {
    /// Weight over height squared; `proxy` when the weight is one of the first 12 weeks.
    #[must_use]
    pub fn new(weight: Kilograms, height: Centimetres, proxy: bool) -> Self {
        let grams = (weight.get() * 1000.0).round();
        let tenths_of_mm = (height.get() * 100.0).round();
        Self { value: grams * 1e5 / (tenths_of_mm * tenths_of_mm), proxy }
    }

    /// kg/m², unrounded.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.value
    }

    /// Made with a weight of the first 12 weeks instead of one before pregnancy.
    #[must_use]
    pub const fn is_proxy(self) -> bool {
        self.proxy
    }

    /// Class of the Vietnamese guideline: 18.5 and 25.
    #[must_use]
    pub fn vietnamese_class(self) -> BmiClass {
        if rules::VN_UNDER_TOTAL.holds_for(self.value) {
            BmiClass::Underweight
        } else if rules::VN_OVER_TOTAL.holds_for(self.value) {
            BmiClass::Overweight
        } else {
            BmiClass::Normal
        }
    }

    /// Class of IOM 2009: 18.5, 25 and 30.
    #[must_use]
    pub fn iom_class(self) -> BmiClass {
        if rules::IOM_UNDER_TOTAL.holds_for(self.value) {
            BmiClass::Underweight
        } else if rules::IOM_OBESE_TOTAL.holds_for(self.value) {
            BmiClass::Obese
        } else if rules::IOM_OVER_TOTAL.holds_for(self.value) {
            BmiClass::Overweight
        } else {
            BmiClass::Normal
        }
    }

    /// 23 to under 25: at risk of overweight for an Asian adult. The gain rule stays the normal one.
    #[must_use]
    pub fn is_at_risk_of_overweight(self) -> bool {
        self.value >= AT_RISK_BMI.value && self.vietnamese_class() == BmiClass::Normal
    }

    /// Row and degree of chronic energy deficiency.
    pub(super) fn energy_deficiency(self) -> Option<(&'static GainRule, u8)> {
        let degrees = [(rules::CED_1, 1), (rules::CED_2, 2), (rules::CED_3, 3)];
        degrees.into_iter().find(|(rule, _)| rule.holds_for(self.value))
    }

    /// Degree of chronic energy deficiency, 1 to 3; `None` from 18.5.
    #[must_use]
    pub fn energy_deficiency_degree(self) -> Option<u8> {
        self.energy_deficiency().map(|(_, degree)| degree)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bmi(kg: f64, cm: f64) -> Bmi {
        Bmi::new(Kilograms::new(kg).expect("weight"), Centimetres::new(cm).expect("height"), false)
    }

    #[test]
    fn classes_look_at_the_unrounded_index() {
        use BmiClass::{Normal, Obese, Overweight, Underweight};
        for (kg, cm, vietnamese, iom) in [
            (47.359, 160.0, Underweight, Underweight), // 18.4996
            (47.36, 160.0, Normal, Normal),            // 18.5
            (63.999, 160.0, Normal, Normal),           // 24.9996
            (64.0, 160.0, Overweight, Overweight),     // 25
            (76.799, 160.0, Overweight, Overweight),   // 29.9996
            (76.8, 160.0, Overweight, Obese),          // 30
        ] {
            assert_eq!((bmi(kg, cm).vietnamese_class(), bmi(kg, cm).iom_class()), (vietnamese, iom), "{kg} kg");
        }
    }

    #[test]
    fn the_note_on_overweight_risk_is_from_23_to_under_25() {
        assert!(!bmi(58.879, 160.0).is_at_risk_of_overweight());
        assert!(bmi(58.88, 160.0).is_at_risk_of_overweight());
        assert!(bmi(63.999, 160.0).is_at_risk_of_overweight());
        assert!(!bmi(64.0, 160.0).is_at_risk_of_overweight());
    }

    #[test]
    fn energy_deficiency_has_three_degrees() {
        for (kg, degree) in [(40.959, Some(3)), (40.96, Some(2)), (43.519, Some(2)), (43.52, Some(1)), (47.36, None)] {
            assert_eq!(bmi(kg, 160.0).energy_deficiency_degree(), degree, "{kg} kg");
        }
    }

    #[test]
    fn a_height_in_metres_and_a_weight_in_grams_are_recognised() {
        let height = |cm| check_height(Centimetres::new(cm).expect("above zero")).map_err(|fault| fault.meant);
        assert_eq!(height(1.58), Err(Some(Meant::Metres)));
        assert_eq!(height(1580.0), Err(Some(Meant::Millimetres)));
        assert_eq!(height(99.9), Err(None));
        assert_eq!((height(100.0), height(220.0), height(220.1)), (Ok(()), Ok(()), Err(None)));
        let weight =
            |kg| check_weight(Measure::Weight, Kilograms::new(kg).expect("above zero")).map_err(|fault| fault.meant);
        assert_eq!(weight(52_000.0), Err(Some(Meant::Grams)));
        assert_eq!((weight(19.9), weight(20.0), weight(250.0), weight(250.1)), (Err(None), Ok(()), Ok(()), Err(None)));
        let muac = |mm| check_muac(Millimetres::new(mm).expect("above zero")).map_err(|fault| fault.meant);
        assert_eq!((muac(23.5), muac(235.0)), (Err(Some(Meant::Centimetres)), Ok(())));
    }
}
