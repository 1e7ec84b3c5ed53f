//! What to act on.

use super::super::assess::{Assessment, Case};
use super::super::care::danger_sign;
use super::super::gain::Verdict;
use super::super::tables::{
    EARLY_LOSS_PERCENT, GAIN_ODD_OVER, GAIN_ODD_UNDER, HEIGHT_ODD_OVER, HEIGHT_ODD_UNDER, JUMP_ODD_PER_WEEK, POST_TERM,
    SECOND_TRIMESTER, SUDDEN_GAIN_PER_WEEK, WEIGHT_ODD_OVER, WEIGHT_ODD_UNDER, rules,
};
use super::codes::{Alert, AlertCode, Figures, Severity};
use super::count;
use crate::growth::Reference;

/// Alerts of an assessment, the gravest first.
pub(in super::super) fn alerts(case: &Case, seen: &Assessment) -> Vec<Alert> {
    let mut found = Vec::new();
    let mut say = |code, severity, figures: &[(&'static str, f64)], source| {
        found.push(Alert { code, severity, sign: None, figures: figures.iter().copied().collect(), source });
    };
    if let Ok(age) = seen.age
        && age.days() >= POST_TERM.value
    {
        say(AlertCode::PostTerm, Severity::GoNow, &[("days", count(age.days()))], POST_TERM.source);
    }
    if let Some((interval, monthly)) = seen.monthly.ok().and_then(|it| Some((it, it.monthly_kg().ok()?))) {
        let figures = [("gain_kg", interval.gain_kg), ("days", count(interval.days)), ("monthly_kg", monthly)];
        match seen.monthly_verdict {
            Ok(Verdict::Low) => {
                say(AlertCode::MonthlyGainLow, Severity::SeeWorker, &figures, rules::VN_ALERT_LOW.source);
            }
            Ok(Verdict::High) => {
                say(AlertCode::MonthlyGainHigh, Severity::SeeWorker, &figures, rules::VN_ALERT_HIGH.source);
            }
            _ => {}
        }
    }
    if let Some(interval) = seen.interval.ok().filter(|interval| interval.is_sudden()) {
        let figures = [("gain_kg", interval.gain_kg), ("days", count(interval.days))];
        say(AlertCode::SuddenGain, Severity::SeeWorker, &figures, SUDDEN_GAIN_PER_WEEK.source);
    }
    if let (Ok(age), Ok(gain), Some(before)) = (seen.age, seen.gain_kg, seen.weight_before) {
        let lost_percent = -gain / before.get() * 100.0;
        if age.days() < SECOND_TRIMESTER.value && lost_percent > EARLY_LOSS_PERCENT.value {
            let figures = [("lost_kg", -gain), ("lost_percent", lost_percent)];
            say(AlertCode::EarlyWeightLoss, Severity::SeeWorker, &figures, EARLY_LOSS_PERCENT.source);
        }
    }
    odd_numbers(case, seen, &mut say);
    if let Some(muac) = case.muac {
        let under = |limit: Option<f64>| limit.is_some_and(|cm| muac.get() < cm * 10.0);
        let figures = [("muac_mm", muac.get())];
        if under(rules::MUAC_LOW.high) {
            say(AlertCode::MuacSevere, Severity::Inform, &figures, rules::MUAC_LOW.source);
        } else if under(rules::MUAC_MOD.high) {
            say(AlertCode::MuacAtRisk, Severity::Inform, &figures, rules::MUAC_MOD.source);
        }
    }
    for sign in case.danger_signs.iter().filter_map(|code| danger_sign(code)) {
        let (code, severity) = (AlertCode::DangerSign, Severity::GoNow);
        found.push(Alert { code, severity, sign: Some(sign.code), figures: Figures::new(), source: sign.source });
    }
    found.sort_by_key(|alert| (alert.severity, alert.code));
    found
}

fn odd_numbers(
    case: &Case,
    seen: &Assessment,
    say: &mut impl FnMut(AlertCode, Severity, &[(&'static str, f64)], Reference),
) {
    let again = Severity::MeasureAgain;
    if let Some(height) = case.height.map(|height| height.get())
        && (height < HEIGHT_ODD_UNDER.value || height > HEIGHT_ODD_OVER.value)
    {
        say(AlertCode::HeightOdd, again, &[("height_cm", height)], HEIGHT_ODD_UNDER.source);
    }
    let earlier = case.earlier.iter().map(|weighing| weighing.weight);
    let weights = [case.weight, case.weight_before].into_iter().flatten().chain(earlier);
    let odd = |kg: &f64| *kg < WEIGHT_ODD_UNDER.value || *kg > WEIGHT_ODD_OVER.value;
    if let Some(weight) = weights.map(|weight| weight.get()).find(odd) {
        say(AlertCode::WeightOdd, again, &[("weight_kg", weight)], WEIGHT_ODD_UNDER.source);
    }
    if let Ok(interval) = seen.interval
        && interval.is_odd()
    {
        let figures = [("change_kg", interval.gain_kg.abs()), ("days", count(interval.days))];
        say(AlertCode::JumpOdd, again, &figures, JUMP_ODD_PER_WEEK.source);
    }
    if let Ok(gain) = seen.gain_kg
        && (gain < GAIN_ODD_UNDER.value || gain > GAIN_ODD_OVER.value)
    {
        say(AlertCode::GainOdd, again, &[("gain_kg", gain)], GAIN_ODD_OVER.source);
    }
}
