//! From a z-score back to the measurement: what a child of this age would weigh or measure. For charts read the other way, for
//! invented children and for tests; a measured child is scored by [`super::assess`].

use super::posture::STANDING_FROM_DAY;
use super::tables::{self, Standard};
use super::{Age, Indicator, OLDEST_MONTHS, Sex};
use crate::units::Centimetres;

/// The measurement that stands `z` standard deviations from the median, unrounded: kilograms, centimetres, kg/m² or millimetres as
/// the indicator's. Weight-for-length needs the length as the standard expects it at this age (lying under 731 days).
///
/// `None` outside the tables.
///
/// # Example
///
/// The median girl of 10 months weighs 8.5 kg (WHO, weight-for-age girls):
///
/// ```
/// use nep_core::growth::{Age, Indicator, Sex, measurement_at};
///
/// let age = Age::from_months(10.0).expect("an age");
/// let kg = measurement_at(Indicator::WeightForAge, Sex::Girl, age, None, 0.0).expect("within the table");
/// assert_eq!(format!("{kg:.1}"), "8.5");
/// ```
#[must_use]
pub fn measurement_at(indicator: Indicator, sex: Sex, age: Age, length: Option<Centimetres>, z: f64) -> Option<f64> {
    if age.months() >= OLDEST_MONTHS {
        return None;
    }
    let day = age.table_day();
    let of_age = |standard: &Standard| standard.at_step(sex, day);
    let lms = match indicator {
        Indicator::LengthForAge => return of_age(&tables::LENGTH_FOR_AGE).map(|lms| lms.value_at(z)),
        Indicator::HeadForAge => return of_age(&tables::HEAD_FOR_AGE).map(|lms| lms.value_at(z)),
        Indicator::WeightForLength if day < STANDING_FROM_DAY => {
            tables::WEIGHT_FOR_LENGTH.at_length(sex, length?.get())
        }
        Indicator::WeightForLength => tables::WEIGHT_FOR_HEIGHT.at_length(sex, length?.get()),
        Indicator::WeightForAge => of_age(&tables::WEIGHT_FOR_AGE),
        Indicator::BmiForAge => of_age(&tables::BMI_FOR_AGE),
        Indicator::ArmForAge => of_age(&tables::ARM_FOR_AGE),
        Indicator::TricepsForAge => of_age(&tables::TRICEPS_FOR_AGE),
        Indicator::SubscapularForAge => of_age(&tables::SUBSCAPULAR_FOR_AGE),
    };
    lms.map(|lms| lms.restricted_value_at(z))
}

#[cfg(test)]
mod tests {
    use super::super::{Posture, Visit, assess};
    use super::*;
    use crate::units::Kilograms;

    #[test]
    fn what_stands_at_a_score_is_scored_so() {
        for day in (0..1826).step_by(37) {
            let age = Age::from_days(f64::from(day)).expect("an age");
            let posture = Some(if day < 731 { Posture::Lying } else { Posture::Standing });
            for sex in [Sex::Boy, Sex::Girl] {
                for z in [-3.9, -3.0, -2.0, -0.4, 0.0, 1.7, 3.0, 3.6] {
                    let at = |indicator, length| measurement_at(indicator, sex, age, length, z).expect("in the table");
                    let length = Centimetres::new(at(Indicator::LengthForAge, None)).ok();
                    let head = Centimetres::new(at(Indicator::HeadForAge, None)).ok();
                    let weight = Kilograms::new(at(Indicator::WeightForAge, None)).ok();
                    let visit =
                        Visit { sex: Some(sex), age: Some(age), weight, length, posture, head, ..Visit::default() };
                    let scored = assess(&visit);
                    let score = |indicator| scored.score(indicator).expect("all given").z.get();
                    for indicator in [Indicator::LengthForAge, Indicator::WeightForAge, Indicator::HeadForAge] {
                        assert!((score(indicator) - z).abs() < 0.006, "{indicator:?} day {day} z {z}");
                    }
                    let prepared = scored.prepared().length();
                    if let Some(kg) = measurement_at(Indicator::WeightForLength, sex, age, prepared, z) {
                        let again = assess(&Visit { weight: Kilograms::new(kg).ok(), ..visit });
                        let score = again.score(Indicator::WeightForLength).expect("in the table").z.get();
                        assert!((score - z).abs() < 0.006, "weight-for-length day {day} z {z}: {score}");
                    }
                }
            }
        }
    }

    #[test]
    fn outside_the_tables_there_is_nothing() {
        let age = |days: f64| Age::from_days(days).expect("an age");
        let at = |indicator, days, cm: f64| {
            measurement_at(indicator, Sex::Girl, age(days), Centimetres::new(cm).ok(), 0.0).is_some()
        };
        assert!(at(Indicator::WeightForAge, 1826.0, 100.0) && !at(Indicator::WeightForAge, 1827.0, 100.0));
        assert!(at(Indicator::ArmForAge, 91.0, 60.0) && !at(Indicator::ArmForAge, 90.0, 60.0));
        assert!(at(Indicator::WeightForLength, 100.0, 45.0) && !at(Indicator::WeightForLength, 100.0, 44.9));
        assert!(at(Indicator::WeightForLength, 731.0, 65.0) && !at(Indicator::WeightForLength, 731.0, 64.9));
    }
}
