//! Slips of the finger: grams typed as kilograms, a lost comma, weight and length exchanged.
//!
//! A slip is looked for only where the typed value is impossible for the child, and a value is suggested only when it is
//! possible: by WHO's limits, and by the last reading when there is one.

use super::doubt::{self, Doubt, Measurement, Reading, before, flagged};
use super::reference::rules;
use super::velocity::Grown;
use super::{Assessment, Class, Indicator, NoScore, Subject, Visit};
use crate::units::{Centimetres, Kilograms};

/// What a slip multiplied the number by: grams for kilograms, millimetres or a lost comma, metres, a comma too early.
const WEIGHT_SLIPS: [f64; 4] = [1000.0, 100.0, 10.0, 0.1];
const LENGTH_SLIPS: [f64; 4] = [100.0, 10.0, 0.1, 0.01];
const GIRTH_SLIPS: [f64; 2] = [10.0, 0.1];

/// Weight and length each impossible, and possible when exchanged.
pub(super) fn exchanged(reading: &Reading<'_>, scores: &Assessment) -> Option<Doubt> {
    let visit = reading.visit;
    let (weight, length) = visit.weight.zip(visit.length)?;
    let suspect = is_suspect(visit, scores, Measurement::Weight) && is_suspect(visit, scores, Measurement::Length);
    let other =
        Visit { weight: Kilograms::new(length.get()).ok(), length: Centimetres::new(weight.get()).ok(), ..*visit };
    let other_scores = doubt::scores(&other, reading.gestation);
    let fits = [Measurement::Weight, Measurement::Length]
        .into_iter()
        .all(|one| scores.score(indicator(one)).is_ok() && !is_suspect(&other, &other_scores, one));
    (suspect && fits).then(|| Doubt::Exchanged { weight_kg: weight.get(), length_cm: length.get() })
}

/// The slips of each measurement, where one explains an impossible value.
pub(super) fn unit_slips(reading: &Reading<'_>, scores: &Assessment) -> Vec<Doubt> {
    let mut found = Vec::new();
    for measurement in [Measurement::Weight, Measurement::Length, Measurement::Head, Measurement::Arm] {
        let Some(typed) = value(reading.visit, measurement) else { continue };
        if is_suspect(reading.visit, scores, measurement)
            && let Some(suggested) = suggestion(reading, measurement, typed)
        {
            found.push(Doubt::UnitSlip { measurement, typed, suggested });
        }
    }
    found
}

const fn indicator(measurement: Measurement) -> Indicator {
    match measurement {
        Measurement::Length => Indicator::LengthForAge,
        Measurement::Head => Indicator::HeadForAge,
        Measurement::Arm => Indicator::ArmForAge,
        Measurement::Weight | Measurement::Skinfold | Measurement::Date => Indicator::WeightForAge,
    }
}

fn value(visit: &Visit, measurement: Measurement) -> Option<f64> {
    match measurement {
        Measurement::Weight => visit.weight.map(Kilograms::get),
        Measurement::Length => visit.length.map(Centimetres::get),
        Measurement::Head => visit.head.map(Centimetres::get),
        Measurement::Arm => visit.arm.map(Centimetres::get),
        Measurement::Skinfold | Measurement::Date => None,
    }
}

fn with(visit: &Visit, measurement: Measurement, value: f64) -> Option<Visit> {
    let mut changed = *visit;
    let cm = Centimetres::new(value).ok();
    match measurement {
        Measurement::Weight => changed.weight = Some(Kilograms::new(value).ok()?),
        Measurement::Length => changed.length = cm,
        Measurement::Head => changed.head = cm,
        Measurement::Arm => changed.arm = cm,
        Measurement::Skinfold | Measurement::Date => return None,
    }
    Some(changed)
}

/// Impossible for the child by WHO's limits or, without a score, outside the range of any child under 5.
fn is_suspect(visit: &Visit, scores: &Assessment, measurement: Measurement) -> bool {
    match scores.score(indicator(measurement)) {
        Ok(score) => score.implausible,
        Err(NoScore::TooOld { .. } | NoScore::TooYoung { .. }) => false,
        Err(_) => {
            let subject = match measurement {
                Measurement::Weight => Subject::WeightKg,
                Measurement::Length => Subject::LengthCm,
                _ => return false,
            };
            let limits = Class::plausible(subject);
            value(visit, measurement).zip(limits).is_some_and(|(value, limits)| !limits.contains(value))
        }
    }
}

/// The one value a slip could have been made from; the nearest to the median when several are possible.
fn suggestion(reading: &Reading<'_>, measurement: Measurement, typed: f64) -> Option<f64> {
    let slips: &[f64] = match measurement {
        Measurement::Weight => &WEIGHT_SLIPS,
        Measurement::Length => &LENGTH_SLIPS,
        _ => &GIRTH_SLIPS,
    };
    let mut fitting: Vec<(i64, f64)> = Vec::new();
    let mut unscored = Vec::new();
    for meant in slips.iter().map(|slip| typed / slip) {
        let Some(other) = with(reading.visit, measurement, meant) else { continue };
        let scores = doubt::scores(&other, reading.gestation);
        if is_suspect(&other, &scores, measurement)
            || flagged(&scores, Indicator::WeightForLength).is_some()
            || !near_last(reading, measurement, meant)
        {
            continue;
        }
        match scores.score(indicator(measurement)) {
            Ok(score) => fitting.push((score.z.hundredths().abs(), meant)),
            Err(_) => unscored.push(meant),
        }
    }
    match (fitting.into_iter().min_by_key(|(distance, _)| *distance), unscored.as_slice()) {
        (Some((_, meant)), _) => Some(meant),
        // Without a score, only a value that no other slip competes with.
        (None, [meant]) => Some(*meant),
        (None, _) => None,
    }
}

fn near_last(reading: &Reading<'_>, measurement: Measurement, meant: f64) -> bool {
    let grown = match measurement {
        Measurement::Weight => Grown::Weight,
        Measurement::Length => Grown::Length,
        _ => return true,
    };
    before(reading, grown)
        .is_none_or(|(_, last)| ((meant - last) / last * 100.0).abs() <= rules::DOUBT_WEIGHT_CHANGE_PERCENT.value)
}
