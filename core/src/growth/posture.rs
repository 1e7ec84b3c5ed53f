//! Lying or standing: the length the standard expects.
//!
//! Source: WHO `anthro` 1.1.0, rules restated in `data/growth/who-2006/PROVENANCE.md`.
//!
//! What catches people out:
//! - a child under 9 months cannot stand: "standing" is then taken as a slip, the number is used as it is, and the
//!   visit is flagged;
//! - the correction is 0.7 cm: added to a height taken before day 731, taken off a length from day 731 on;
//! - body mass index and weight-for-length use the corrected value.

use super::{Posture, Visit};
use crate::units::Centimetres;

/// From this day (24 months) the standards expect standing height.
pub const STANDING_FROM_DAY: i64 = 731;

/// A child stands taller lying down, by this much.
pub(super) const LYING_ADDS_CM: f64 = 0.7;

/// Under this age "standing" is not believed.
const STANDING_BELIEVED_FROM_MONTHS: f64 = 9.0;

/// A visit made ready for the tables. Only this module makes one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prepared {
    length: Option<Centimetres>,
    posture: Option<Posture>,
    standing_under_nine_months: bool,
    bmi: Option<f64>,
}

impl Prepared {
    /// Length or height as the standard expects it at this age (WHO: `clenhei`).
    #[must_use]
    pub const fn length(&self) -> Option<Centimetres> {
        self.length
    }

    /// The posture believed (WHO: `cmeasure`).
    #[must_use]
    pub const fn posture(&self) -> Option<Posture> {
        self.posture
    }

    /// Standing was recorded under 9 months and not believed (WHO: `c9mo_flag`).
    #[must_use]
    pub const fn standing_under_nine_months(&self) -> bool {
        self.standing_under_nine_months
    }

    /// Body mass index, kg/m², unrounded (WHO: `cbmi`); given even with oedema.
    #[must_use]
    pub const fn bmi(&self) -> Option<f64> {
        self.bmi
    }
}

pub(super) fn prepare(visit: &Visit) -> Prepared {
    let standing_under_nine_months = visit.posture == Some(Posture::Standing)
        && visit.age.is_some_and(|age| age.months() < STANDING_BELIEVED_FROM_MONTHS);
    let posture = if standing_under_nine_months { None } else { visit.posture };
    let length = visit.length.and_then(|measured| {
        let correction = match (posture, visit.age.map(|age| age.table_day() < STANDING_FROM_DAY)) {
            (Some(Posture::Standing), Some(true)) => LYING_ADDS_CM,
            (Some(Posture::Lying), Some(false)) => -LYING_ADDS_CM,
            _ => 0.0,
        };
        Centimetres::new(measured.get() + correction).ok()
    });
    let bmi = visit.weight.zip(length).map(|(weight, length)| {
        let metres = length.get() / 100.0;
        weight.get() / (metres * metres)
    });
    // A weight or length no creature has can leave the range of doubles.
    let bmi = bmi.filter(|bmi| bmi.is_finite() && *bmi > 0.0);
    Prepared { length, posture, standing_under_nine_months, bmi }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::Age;

    fn prepared(days: f64, posture: Posture) -> (f64, bool) {
        let visit = Visit {
            age: Age::from_days(days).ok(),
            length: Centimetres::new(80.0).ok(),
            posture: Some(posture),
            ..Visit::default()
        };
        let prepared = prepare(&visit);
        (prepared.length().expect("a length").get(), prepared.standing_under_nine_months())
    }

    #[test]
    fn the_handover_from_lying_to_standing_is_at_day_731() {
        assert_eq!(prepared(730.0, Posture::Lying), (80.0, false));
        assert_eq!(prepared(730.49, Posture::Standing), (80.7, false));
        assert_eq!(prepared(730.5, Posture::Standing), (80.0, false));
        assert_eq!(prepared(731.0, Posture::Lying), (80.0 - 0.7, false));
    }

    #[test]
    fn standing_is_believed_from_nine_months() {
        assert_eq!(prepared(273.93, Posture::Standing), (80.0, true));
        assert_eq!(prepared(273.9375, Posture::Standing), (80.7, false));
        assert_eq!(prepared(100.0, Posture::Lying), (80.0, false));
    }
}
