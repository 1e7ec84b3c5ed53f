//! Gestational weight gain as a z-score, for women of normal body mass index: an extra beside the guideline.
//!
//! Source: INTERGROWTH-21st, Cheikh Ismail et al., BMJ 2016;352:i555; singleton, 14 to 40 weeks, body mass index of the
//! first trimester 18.5 to under 25. The printed chart stands in `growth/intergrowth21-2014/gestational_weight_gain.tsv`.

use super::gain::Missing;
use super::gestation::GestationalAge;

/// Added to the gain before its logarithm is taken, kilograms.
const SHIFT_KG: f64 = 8.75;

/// z-score of a gain in kilograms, unrounded.
///
/// # Errors
///
/// Outside 14w0d–40w0d; a loss of 8.75 kg or more, where the formula ends.
///
/// # Example
///
/// The median at 28w0d is 7.47 kg in the printed chart:
///
/// ```
/// use nep_core::pregnancy::{GestationalAge, intergrowth};
///
/// let age = GestationalAge::from_days(196).expect("an age");
/// assert!((intergrowth::gain_kg(age, 0.0).expect("in range") - 7.47).abs() < 0.011);
/// ```
pub fn z_score(age: GestationalAge, gain_kg: f64) -> Result<f64, Missing> {
    let (mean, sd) = mean_and_sd(age)?;
    let shifted = gain_kg + SHIFT_KG;
    if shifted <= 0.0 {
        return Err(Missing::GainOutsideFormula);
    }
    Ok((shifted.ln() - mean) / sd)
}

/// The gain in kilograms that stands `z` standard deviations from the median.
///
/// # Errors
///
/// Outside 14w0d–40w0d.
pub fn gain_kg(age: GestationalAge, z: f64) -> Result<f64, Missing> {
    let (mean, sd) = mean_and_sd(age)?;
    Ok((mean + z * sd).exp() - SHIFT_KG)
}

fn mean_and_sd(age: GestationalAge) -> Result<(f64, f64), Missing> {
    if !(14 * 7..=40 * 7).contains(&age.days()) {
        return Err(Missing::OutsideWeeks14To40);
    }
    let w = age.exact_weeks();
    let mean = 1.382_972 - 56.147_43 / (w * w) + 0.278_768_3 * w.sqrt();
    let sd = 0.250_199_373_1 + 142.429_787_9 / (w * w) - 61.453_45 * w.ln() / (w * w);
    Ok((mean, sd))
}
