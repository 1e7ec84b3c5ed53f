//! What is to be said: alerts first by gravity, then remarks. Codes and figures only; the sentences live with the pages.
//!
//! What catches people out: medium confidence may send her to the health worker to ask, low confidence never does;
//! a thin arm informs, because no Vietnamese or WHO cut-off for pregnant women exists.

use std::collections::BTreeMap;

use serde::Serialize;

use super::assess::{Assessment, Case};
use super::body::BmiClass;
use super::care::danger_sign;
use super::dating::{DatingNote, Decision};
use super::gain::{Missing, Standard, Verdict, iom_weekly};
use super::tables::{
    ADOLESCENT_UNDER, AT_RISK_BMI, EARLY_LOSS_PERCENT, GAIN_ODD_OVER, GAIN_ODD_UNDER, HEIGHT_ODD_OVER,
    HEIGHT_ODD_UNDER, INTERVAL_SHORTEST, LIGHT_UNDER, POST_TERM, PREGNANCY_DAYS, PROXY_LATEST, REDATING,
    SCAN_DATES_WELL_BEFORE, SECOND_TRIMESTER, SHORT_UNDER, SUDDEN_GAIN_PER_WEEK, WEIGHT_ODD_OVER, WEIGHT_ODD_UNDER,
    YOUNG_UNDER, rules,
};
use crate::growth::Reference;

/// How much an alert presses. The gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// To the station or hospital now.
    GoNow,
    /// To the health worker this week.
    SeeWorker,
    /// The number looks like a slip: measure or ask again.
    MeasureAgain,
    /// To know.
    Inform,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code that stands in answers and names the sentence.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}

codes! {
    /// What an alert is about.
    AlertCode {
        /// A danger sign was ticked.
        DangerSign = "danger_sign",
        /// 42 weeks or more.
        PostTerm = "post_term",
        /// Less than 1 kg a month from month 4.
        MonthlyGainLow = "monthly_gain_low",
        /// More than 3 kg a month from month 4.
        MonthlyGainHigh = "monthly_gain_high",
        /// More than 1 kg a week.
        SuddenGain = "sudden_gain",
        /// More than 5 % lost in the first trimester.
        EarlyWeightLoss = "early_weight_loss",
        /// Height hardly any woman has.
        HeightOdd = "height_odd",
        /// Weight hardly any woman has.
        WeightOdd = "weight_odd",
        /// Gain or loss hardly any woman has.
        GainOdd = "gain_odd",
        /// Arm under 21 cm.
        MuacSevere = "muac_severe",
        /// Arm under 23 cm.
        MuacAtRisk = "muac_at_risk",
    }
}

codes! {
    /// What a remark is about.
    RemarkCode {
        /// Gain below the guideline's band.
        GainLow = "gain_low",
        /// Gain in the band.
        GainWithin = "gain_within",
        /// Gain above the band.
        GainHigh = "gain_high",
        /// She weighs less than at the last weighing.
        WeightLost = "weight_lost",
        /// What the guideline asks for over the whole pregnancy, as a range.
        TotalRange = "total_range",
        /// The same as a percent of her weight.
        TotalPercent = "total_percent",
        /// 25 % of her weight is under 10 kg: less than a woman of normal weight should gain.
        PercentBelowNormal = "percent_below_normal",
        /// 15 % of her weight is above the IOM's range.
        PercentAboveIom = "percent_above_iom",
        /// Above the percent rule's band, but not above the IOM's: not called high.
        AbovePercentOnly = "above_percent_only",
        /// The two standards disagree.
        IomDiffers = "iom_differs",
        /// Weekly gain under the IOM's rate.
        IomWeeklyLow = "iom_weekly_low",
        /// Weekly gain over the IOM's rate.
        IomWeeklyHigh = "iom_weekly_high",
        /// Thin before pregnancy.
        BmiUnderweight = "bmi_underweight",
        /// 23 to under 25.
        BmiAtRisk = "bmi_at_risk",
        /// 25 or more: no slimming in pregnancy.
        BmiOverweight = "bmi_overweight",
        /// Made with a weight of the first 12 weeks.
        BmiProxy = "bmi_proxy",
        /// Twins: the guideline has no figures.
        TwinsNoGuideline = "twins_no_guideline",
        /// Twins: the IOM's provisional total.
        TwinsIomTotal = "twins_iom_total",
        /// Twins of a thin mother: no figures at all.
        TwinsUnderweight = "twins_underweight",
        /// Three or more.
        ThreeOrMore = "three_or_more",
        /// Under 20: adult figures are used.
        Adolescent = "adolescent",
        /// Under 18.
        Young = "young",
        /// Under 145 cm.
        Short = "short",
        /// Under 40 kg.
        Light = "light",
        /// The due date has passed.
        PastDue = "past_due",
        /// The scan moved the date.
        DatingRedated = "dating_redated",
        /// Scan and last period agree.
        DatingKept = "dating_kept",
        /// The last period cannot be right.
        DatingPeriodImpossible = "dating_period_impossible",
        /// Dated without an early scan.
        DatingSuboptimal = "dating_suboptimal",
        /// A scan before 22 weeks would help.
        DatingScanAdvised = "dating_scan_advised",
        /// A later scan does not move the date.
        DatingLaterScan = "dating_later_scan",
        /// Another due date was given.
        DatingDueDiffers = "dating_due_differs",
        /// Counted by the cycle.
        DatingCycle = "dating_cycle",
        /// The last weighing is too close.
        IntervalShort = "interval_short",
    }
}

/// Figures by name; the name ends with the unit (`gain_kg`, `limit_days`).
pub type Figures = BTreeMap<&'static str, f64>;

/// Something to act on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alert {
    /// What.
    pub code: AlertCode,
    /// How much it presses.
    pub severity: Severity,
    /// Which danger sign, for [`AlertCode::DangerSign`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<&'static str>,
    /// Its figures.
    pub figures: Figures,
    /// Where the rule stands.
    pub source: Reference,
}

/// Something to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remark {
    /// What.
    pub code: RemarkCode,
    /// Its figures.
    pub figures: Figures,
    /// Where the rule stands.
    pub source: Reference,
}

/// Alerts of an assessment, the gravest first.
pub(super) fn alerts(case: &Case, seen: &Assessment) -> Vec<Alert> {
    let mut found = Vec::new();
    let mut say = |code, severity, figures: &[(&'static str, f64)], source| {
        found.push(Alert { code, severity, sign: None, figures: figures.iter().copied().collect(), source });
    };
    if let Ok(age) = seen.age
        && age.days() >= POST_TERM.value
    {
        say(AlertCode::PostTerm, Severity::GoNow, &[("days", count(age.days()))], POST_TERM.source);
    }
    if let Ok(interval) = seen.interval {
        let figures = [
            ("gain_kg", interval.gain_kg),
            ("days", count(interval.days)),
            ("monthly_kg", interval.monthly_kg().unwrap_or(interval.gain_kg)),
        ];
        match seen.monthly_verdict {
            Ok(Verdict::Low) => {
                say(AlertCode::MonthlyGainLow, Severity::SeeWorker, &figures, rules::VN_ALERT_LOW.source);
            }
            Ok(Verdict::High) => {
                say(AlertCode::MonthlyGainHigh, Severity::SeeWorker, &figures, rules::VN_ALERT_HIGH.source);
            }
            _ => {}
        }
        if interval.is_sudden() {
            say(AlertCode::SuddenGain, Severity::SeeWorker, &figures[..2], SUDDEN_GAIN_PER_WEEK.source);
        }
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
    let weights = [case.weight, case.weight_before].into_iter().flatten();
    let odd = |kg: &f64| *kg < WEIGHT_ODD_UNDER.value || *kg > WEIGHT_ODD_OVER.value;
    if let Some(weight) = weights.map(|weight| weight.get()).find(odd) {
        say(AlertCode::WeightOdd, again, &[("weight_kg", weight)], WEIGHT_ODD_UNDER.source);
    }
    if let Ok(gain) = seen.gain_kg
        && (gain < GAIN_ODD_UNDER.value || gain > GAIN_ODD_OVER.value)
    {
        say(AlertCode::GainOdd, again, &[("gain_kg", gain)], GAIN_ODD_OVER.source);
    }
}

/// Remarks of an assessment, in the order they are read.
pub(super) fn remarks(case: &Case, seen: &Assessment) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut say = |code, figures: &[(&'static str, f64)], source| {
        found.push(Remark { code, figures: figures.iter().copied().collect(), source });
    };
    about_gain(seen, &mut say);
    about_body(case, seen, &mut say);
    about_her(case, &mut say);
    about_dates(seen, &mut say);
    found
}

type Say<'a> = dyn FnMut(RemarkCode, &[(&'static str, f64)], Reference) + 'a;

fn about_gain(seen: &Assessment, say: &mut Say<'_>) {
    let (vietnam, iom) = (&seen.vietnam, &seen.iom);
    let standing = if vietnam.range.is_ok() { vietnam } else { iom };
    if let (Ok(rule), Ok(range), Ok(verdict), Ok(gain)) =
        (&standing.recommendation, standing.range, standing.verdict, seen.gain_kg)
    {
        let code = match verdict {
            Verdict::Low => RemarkCode::GainLow,
            Verdict::Within => RemarkCode::GainWithin,
            Verdict::High => RemarkCode::GainHigh,
        };
        say(code, &[("gain_kg", gain), ("low_kg", range.low), ("high_kg", range.high)], rule.source);
        if rule.by_percent && verdict == Verdict::Within && range.judge(gain) == Verdict::High {
            say(RemarkCode::AbovePercentOnly, &[("gain_kg", gain), ("high_kg", range.high)], rule.source);
        }
        if let (Standard::Vietnam, Ok(second), Ok(other), Ok(iom_rule)) =
            (rule.standard, iom.range, iom.verdict, &iom.recommendation)
            && other != verdict
        {
            let figures = [("gain_kg", gain), ("low_kg", second.low), ("high_kg", second.high)];
            say(RemarkCode::IomDiffers, &figures, iom_rule.source);
        }
    }
    if let Ok(interval) = seen.interval {
        if interval.days < INTERVAL_SHORTEST.value {
            say(RemarkCode::IntervalShort, &[("days", count(interval.days))], INTERVAL_SHORTEST.source);
        } else if interval.gain_kg < 0.0 {
            let figures = [("lost_kg", -interval.gain_kg), ("days", count(interval.days))];
            say(RemarkCode::WeightLost, &figures, rules::VN_ALERT_LOW.source);
        }
    }
    if let (Ok(weekly), Ok(bmi), Ok(rule)) = (seen.weekly_verdict, seen.bmi, &iom.recommendation) {
        let rate = iom_weekly(bmi);
        let figures = [("low_kg_week", rate.low), ("high_kg_week", rate.high)];
        match weekly {
            Verdict::Low => say(RemarkCode::IomWeeklyLow, &figures, rule.source),
            Verdict::High => say(RemarkCode::IomWeeklyHigh, &figures, rule.source),
            Verdict::Within => {}
        }
    }
    about_totals(seen, say);
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
                let degree = bmi.energy_deficiency_degree().map_or(0.0, f64::from);
                say(RemarkCode::BmiUnderweight, &[value, ("degree", degree)], rules::CED_1.source);
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
                say(RemarkCode::DatingCycle, &[("days", count(days))], super::tables::USUAL_CYCLE.source);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a pregnancy")]
fn count(days: i64) -> f64 {
    days as f64
}
