//! What to say.

use super::super::assess::{Assessment, Case};
use super::super::body::BmiClass;
use super::super::dating::{DatingNote, Decision};
use super::super::gain::{Missing, Standard, Verdict, iom_weekly, iom_weekly_row};
use super::super::tables::{
    ADOLESCENT_UNDER, AT_RISK_BMI, INTERVAL_SHORTEST, LIGHT_UNDER, POST_TERM, PREGNANCY_DAYS, PROXY_LATEST, REDATING,
    SCAN_DATES_WELL_BEFORE, SHORT_UNDER, USUAL_CYCLE, YOUNG_UNDER, rules,
};
use super::codes::{Remark, RemarkCode};
use super::count;
use crate::growth::Reference;

/// Remarks of an assessment, in the order they are read.
pub(in super::super) fn remarks(case: &Case, seen: &Assessment) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut say = |code, figures: &[(&'static str, f64)], source| {
        found.push(Remark { code, figures: figures.iter().copied().collect(), source });
    };
    about_gain(seen, &mut say);
    about_weighings(case, seen, &mut say);
    about_body(case, seen, &mut say);
    about_her(case, &mut say);
    about_dates(seen, &mut say);
    found
}

type Say<'a> = dyn FnMut(RemarkCode, &[(&'static str, f64)], Reference) + 'a;

fn about_gain(seen: &Assessment, say: &mut Say<'_>) {
    let (vietnam, iom) = (&seen.vietnam, &seen.iom);
    let standing = if vietnam.range.is_ok() { vietnam } else { iom };
    if let (Ok(rule), Ok(range), Ok(verdict), Ok(gain), Ok(age)) =
        (&standing.recommendation, standing.range, standing.verdict, seen.gain_kg, seen.age)
    {
        let source = rule.range_source(age);
        // A band narrower than a tenth of a kilogram, or judged with a tolerance, reads as one figure.
        let tolerance = standing.tolerance.unwrap_or_default();
        let about = range.high - range.low < 0.1 || tolerance > 0.0;
        let by_band = range.widened(tolerance).judge(gain);
        let not_called_high = rule.by_percent && verdict == Verdict::Within && by_band == Verdict::High;
        let code = match (verdict, about) {
            (Verdict::Low, _) if gain < 0.0 => RemarkCode::BelowStart,
            _ if standing.is_near(gain) => RemarkCode::NearBand,
            _ if not_called_high => RemarkCode::AbovePercentOnly,
            (Verdict::Low, true) => RemarkCode::GainLowAbout,
            (Verdict::Low, false) => RemarkCode::GainLow,
            (Verdict::Within, true) => RemarkCode::GainWithinAbout,
            (Verdict::Within, false) => RemarkCode::GainWithin,
            (Verdict::High, true) => RemarkCode::GainHighAbout,
            (Verdict::High, false) => RemarkCode::GainHigh,
        };
        let (gained, low, high) = (("gain_kg", gain), ("low_kg", range.low), ("high_kg", range.high));
        let middle = ("about_kg", f64::midpoint(range.low, range.high));
        match (code, about) {
            (RemarkCode::BelowStart, _) => say(code, &[("lost_kg", -gain), middle], source),
            (RemarkCode::NearBand | RemarkCode::AbovePercentOnly, _) | (_, false) => {
                say(code, &[gained, low, high], source)
            }
            (_, true) => say(code, &[gained, middle], source),
        }
        if let (Standard::Vietnam, Ok(second), Ok(other), Ok(iom_rule)) =
            (rule.standard, iom.range, iom.verdict, &iom.recommendation)
            && other != verdict
        {
            let figures = [("gain_kg", gain), ("low_kg", second.low), ("high_kg", second.high)];
            say(RemarkCode::IomDiffers, &figures, iom_rule.range_source(age));
        }
    }
    if let (Ok(weekly), Ok(bmi)) = (seen.weekly_verdict, seen.bmi) {
        let rate = iom_weekly(bmi);
        let figures = [("low_kg_week", rate.low), ("high_kg_week", rate.high)];
        match weekly {
            Verdict::Low => say(RemarkCode::IomWeeklyLow, &figures, iom_weekly_row(bmi).source),
            Verdict::High => say(RemarkCode::IomWeeklyHigh, &figures, iom_weekly_row(bmi).source),
            Verdict::Within => {}
        }
    }
    about_totals(seen, say);
}

fn about_weighings(case: &Case, seen: &Assessment, say: &mut Say<'_>) {
    match (seen.monthly, seen.interval) {
        (Ok(interval), _) if interval.gain_kg < 0.0 => {
            let figures = [("lost_kg", -interval.gain_kg), ("days", count(interval.days))];
            say(RemarkCode::WeightLost, &figures, rules::VN_ALERT_LOW.source);
        }
        (Err(Missing::IntervalTooShort), Ok(interval)) => {
            say(RemarkCode::IntervalShort, &[("days", count(interval.days))], INTERVAL_SHORTEST.source);
        }
        _ => {}
    }
    if let Ok(dating) = &seen.dating
        && case.earlier.iter().any(|weighing| weighing.date < dating.counted_from)
    {
        say(RemarkCode::EarlierBeforePregnancy, &[], PROXY_LATEST.source);
    }
}

fn about_totals(seen: &Assessment, say: &mut Say<'_>) {
    let (vietnam, iom) = (&seen.vietnam.recommendation, &seen.iom.recommendation);
    if let Ok(rule) = vietnam {
        let total = rule.total;
        if !rule.by_percent {
            say(RemarkCode::TotalRange, &[("low_kg", total.low), ("high_kg", total.high)], rule.source);
        } else if let Some(percent) = seen.bmi.ok().and_then(|bmi| match bmi.vietnamese_class() {
            BmiClass::Underweight => rules::VN_UNDER_TOTAL.low,
            _ => rules::VN_OVER_TOTAL.low,
        }) {
            say(RemarkCode::TotalPercent, &[("percent", percent), ("total_kg", total.low)], rule.source);
        }
        if let (true, Ok(second)) = (rule.by_percent, iom) {
            let beside = [("total_kg", total.low), ("low_kg", second.total.low), ("high_kg", second.total.high)];
            let thin = seen.bmi.is_ok_and(|bmi| bmi.vietnamese_class() == BmiClass::Underweight);
            if thin && rules::VN_NORM_TOTAL.low.is_some_and(|least| total.low < least) {
                say(RemarkCode::PercentBelowNormal, &beside, rule.source);
            } else if !thin && total.high > second.total.high {
                say(RemarkCode::PercentAboveIom, &beside, second.source);
            }
        }
    }
    match (vietnam, iom) {
        (Err(Missing::NoTwinsInGuideline), second) => {
            say(RemarkCode::TwinsNoGuideline, &[], rules::VN_NORM_TOTAL.source);
            match second {
                Ok(rule) => {
                    say(
                        RemarkCode::TwinsIomTotal,
                        &[("low_kg", rule.total.low), ("high_kg", rule.total.high)],
                        rule.source,
                    );
                }
                Err(Missing::NoTwinsWhenUnderweight) => {
                    let least = rules::IOM_UNDER_TOTAL.low.map(|low| ("low_kg", low));
                    say(RemarkCode::TwinsUnderweight, least.as_slice(), rules::IOM_TWIN_UNDER.source);
                }
                Err(_) => {}
            }
        }
        (Err(Missing::ThreeOrMore), _) => say(RemarkCode::ThreeOrMore, &[], rules::VN_NORM_TOTAL.source),
        _ => {}
    }
}

fn about_body(case: &Case, seen: &Assessment, say: &mut Say<'_>) {
    if let Ok(bmi) = seen.bmi {
        let value = ("bmi", bmi.get());
        match bmi.vietnamese_class() {
            BmiClass::Underweight => {
                if let Some((row, degree)) = bmi.energy_deficiency() {
                    say(RemarkCode::BmiUnderweight, &[value, ("degree", f64::from(degree))], row.source);
                }
            }
            BmiClass::Normal if bmi.is_at_risk_of_overweight() => {
                say(RemarkCode::BmiAtRisk, &[value], AT_RISK_BMI.source);
            }
            BmiClass::Normal => {}
            BmiClass::Overweight | BmiClass::Obese => {
                say(RemarkCode::BmiOverweight, &[value], rules::VN_OVER_TOTAL.source);
            }
        }
        if bmi.is_proxy() {
            say(RemarkCode::BmiProxy, &[], PROXY_LATEST.source);
        }
    }
    if let Some(height) = case.height.map(|height| height.get()).filter(|cm| *cm < SHORT_UNDER.value) {
        say(RemarkCode::Short, &[("height_cm", height)], SHORT_UNDER.source);
    }
    if let Some(before) = seen.weight_before.map(|weight| weight.get()).filter(|kg| *kg < LIGHT_UNDER.value) {
        say(RemarkCode::Light, &[("weight_kg", before)], LIGHT_UNDER.source);
    }
}

fn about_her(case: &Case, say: &mut Say<'_>) {
    if let Some(years) = case.age_years {
        if years < ADOLESCENT_UNDER.value {
            say(RemarkCode::Adolescent, &[], ADOLESCENT_UNDER.source);
        }
        if years < YOUNG_UNDER.value {
            say(RemarkCode::Young, &[], YOUNG_UNDER.source);
        }
    }
}

fn about_dates(seen: &Assessment, say: &mut Say<'_>) {
    let (Ok(dating), Ok(age)) = (&seen.dating, seen.age) else {
        return;
    };
    let past = age.days() - PREGNANCY_DAYS.value;
    if past > 0 && age.days() < POST_TERM.value {
        say(RemarkCode::PastDue, &[("days", count(past))], PREGNANCY_DAYS.source);
    }
    let acog = REDATING[0].source;
    match dating.decision {
        Decision::Redated { difference_days, limit_days } => {
            let figures = [("difference_days", count(difference_days)), ("limit_days", count(limit_days))];
            say(RemarkCode::DatingRedated, &figures, acog);
        }
        Decision::LastPeriodKept { difference_days, limit_days } => {
            let figures = [("difference_days", count(difference_days)), ("limit_days", count(limit_days))];
            say(RemarkCode::DatingKept, &figures, acog);
        }
        Decision::LastPeriodImpossibleAtScan => say(RemarkCode::DatingPeriodImpossible, &[], acog),
        Decision::OnlyClue | Decision::ConceptionKnown => {}
    }
    for note in &dating.notes {
        match *note {
            DatingNote::SuboptimallyDated => {
                say(RemarkCode::DatingSuboptimal, &[], SCAN_DATES_WELL_BEFORE.source);
            }
            DatingNote::ScanAdvised => say(RemarkCode::DatingScanAdvised, &[], SCAN_DATES_WELL_BEFORE.source),
            DatingNote::LaterScanIgnored => say(RemarkCode::DatingLaterScan, &[], acog),
            DatingNote::DueDateDiffers { days } => {
                say(RemarkCode::DatingDueDiffers, &[("days", count(days))], PREGNANCY_DAYS.source);
            }
            DatingNote::CycleCounted { days } => {
                say(RemarkCode::DatingCycle, &[("days", count(days))], USUAL_CYCLE.source);
            }
        }
    }
}
