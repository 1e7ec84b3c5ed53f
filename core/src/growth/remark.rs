//! This month's remark: what to say, in which order. The sentences live in `app/locales/*/growth.ftl`.
//!
//! What catches people out:
//! - danger stands first, and when the child must go to the station nothing delays it: no other advice, no next date;
//! - what is doubtful is measured again before anything is said about it; what was measured again and stands is believed,
//!   and a child that thin goes to the station like any other;
//! - all is well only when all that was measured has a class, nothing was implausible and no line worries;
//! - weight-for-age above +1 says nothing by itself, and BMI repeats weight-for-length under 5: both are left out where
//!   weight-for-length has a class;
//! - at most three things to do.

use chrono::NaiveDate;
use serde::Serialize;

use super::classify::{Class, Classified, NoMuacClass, Severity, Subject, danger_first};
use super::corrected_age::{AgeUsed, ChildAssessment, Correction, at_classifying_ages};
use super::figure::{Figure, Figures, because};
use super::reference::{Reference, rules};
use super::schedule::next_weighing;
use super::trend::{Movement, NewbornLoss, flat_weight_months, newborn_loss, trend};
use super::velocity::{Grown, velocity};
use super::{DAYS_PER_MONTH, Indicator, NoScore, Visit, ZScore};
use crate::units::{Centimetres, Kilograms};

/// Never more to do than this.
const MOST_ACTIONS: usize = 3;

/// The part of the remark a line belongs to, in the order they are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Go to the station now.
    GoNow,
    /// Measure again.
    MeasureAgain,
    /// How the child is.
    Finding,
    /// Where the line goes.
    Trend,
    /// Which age was used.
    Age,
    /// What to do.
    Action,
    /// When to come back.
    Next,
}

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The part it belongs to.
    pub part: Part,
    /// How grave.
    pub severity: Severity,
    /// Its code: the sentences are `growth-<code>-family` and `growth-<code>-worker`.
    pub code: String,
    /// The figures of the sentence.
    pub figures: Figures,
    /// Where it comes from.
    pub reference: Option<&'static Reference>,
}

impl Line {
    fn new(part: Part, severity: Severity, code: impl Into<String>, reference: Option<&'static Reference>) -> Self {
        Self { part, severity, code: code.into(), figures: Vec::new(), reference }
    }

    fn with(mut self, name: &'static str, value: f64, decimals: usize) -> Self {
        self.figures.push((name, Figure::number(value, decimals)));
        self
    }
}

/// What a remark is made from.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    /// The visit, its age since birth.
    pub visit: &'a Visit,
    /// Its scores and classes.
    pub child: &'a ChildAssessment,
    /// Earlier visits that were kept, ages since birth.
    pub history: &'a [Visit],
    /// Weight at birth.
    pub birth_weight: Option<Kilograms>,
    /// The day of the visit.
    pub on: NaiveDate,
    /// The visit was measured again and gave the same: an implausibly low score is then a danger, not a slip.
    pub confirmed: bool,
}

/// The remark of one visit, in the order it is said.
#[must_use]
pub fn remark(month: &Month<'_>) -> Vec<Line> {
    let mut lines = go_now(month);
    let urgent = !lines.is_empty();
    let again = measure_again(month);
    let trends = trends(month);
    let worry = trends.iter().any(|line| line.severity != Severity::Ok);
    let mut findings = findings(month, again.is_empty() && !worry && all_classified(month));
    lines.extend(again);
    if urgent {
        findings.retain(|finding| finding.class.severity != Severity::Ok);
    }
    lines.extend(findings.iter().map(|finding| finding.line.clone()));
    lines.extend(trends.iter().cloned());
    lines.extend(age_used(month.child));
    lines.extend(actions(month, urgent, &findings, &lines));
    if !urgent
        && let Some(age) = month.visit.age
        && let Some(next) = next_weighing(month.on, age, &month.child.classes)
    {
        let mut line = Line::new(Part::Next, Severity::Ok, "next-weighing", Some(&next.because.reference));
        line.figures.push(("date", Figure::Date(next.on)));
        lines.push(line);
    }
    lines
}

/// Signs that send the child to the station now.
fn go_now(month: &Month<'_>) -> Vec<Line> {
    let line = |code: &str, reference| Line::new(Part::GoNow, Severity::Severe, code, reference);
    let infant = is_infant(month);
    let classes = &month.child.classes;
    let (mut oedema, mut arm, mut thin) = (false, None, None);
    if let super::AcuteMalnutrition::Severe { by, .. } = classes.acute() {
        (oedema, arm, thin) = (by.oedema, by.muac, by.weight_for_length);
    }
    if month.confirmed {
        thin = thin.or_else(|| far_below(classes.of(Indicator::WeightForLength)));
    }
    let reference = classes.acute().class().filter(|class| class.severity == Severity::Severe).or_else(severe_acute);
    let reference = reference.map(|class| &class.reference);
    let mut lines = Vec::new();
    // Under 6 months the way leads to hospital, and one sentence says so: no sign of its own sends to the station.
    if oedema {
        lines.push(line(if infant { "go-now-infant-oedema" } else { "go-now-oedema" }, reference));
    }
    if let Some(arm) = arm {
        let (mm, decimals) = muac_mm(arm);
        lines.push(line("go-now-muac", reference).with("muac", mm, decimals).with("limit", severe_muac_mm(), 0));
    }
    if let Some(z) = thin {
        let limit = upper_limit(Subject::WeightForLength, "whz_severe");
        let code = if infant { "go-now-infant-weight-for-length" } else { "go-now-weight-for-length" };
        lines.push(line(code, reference).with("z", z.get(), 2).with("limit", limit, 0));
    }
    if month.confirmed
        && lines.is_empty()
        && let Classified::MeasureAgain { limits, .. } = classes.of(Indicator::WeightForAge)
        && let Some(z) = far_below(classes.of(Indicator::WeightForAge))
    {
        let code = if infant { "go-now-infant-very-light" } else { "go-now-very-light" };
        lines.push(line(code, Some(&limits.reference)).with("z", z.get(), 2));
    }
    if let Some(NewbornLoss::TooMuch { percent }) = newborn(month) {
        let lost = line("go-now-newborn-loss", because(&rules::NEWBORN_LOSS_PERCENT)).with("percent", percent, 0);
        lines.push(lost.with("limit", rules::NEWBORN_LOSS_PERCENT.value, 0));
    }
    lines
}

/// Under 6 months.
fn is_infant(month: &Month<'_>) -> bool {
    month.visit.age.is_some_and(|age| age.table_day() <= under_six_months().to_day)
}

fn severe_acute() -> Option<&'static Class> {
    Class::find(Subject::AcuteMalnutrition, "sam")
}

/// A score below WHO's limits.
fn far_below(answer: &Classified) -> Option<ZScore> {
    match answer {
        Classified::MeasureAgain { z, .. } if z.hundredths() < 0 => Some(*z),
        _ => None,
    }
}

/// Millimetres, with a decimal only where one was read: 114.6 mm is not 115.
fn muac_mm(arm: Centimetres) -> (f64, usize) {
    let mm = arm.get() * 10.0;
    (mm, usize::from((mm - mm.round()).abs() > 1e-6))
}

/// Where the severe class of `subject` ends.
fn upper_limit(subject: Subject, id: &str) -> f64 {
    Class::find(subject, id).and_then(|class| class.high).expect("a severe class has an upper limit (tested)")
}

fn severe_muac_mm() -> f64 {
    upper_limit(Subject::Muac, "muac_sam") * 10.0
}

fn newborn(month: &Month<'_>) -> Option<NewbornLoss> {
    newborn_loss(month.birth_weight?, month.visit.weight.filter(|_| !month.visit.oedema)?, month.visit.age?)
}

/// Implausible scores: no class. A very low one may be true, so the sentence says to go when it is found again.
fn measure_again(month: &Month<'_>) -> Vec<Line> {
    let classes = &month.child.classes;
    let line = |code: &str, class: &'static Class, z: f64| {
        Line::new(Part::MeasureAgain, Severity::Flag, code, Some(&class.reference)).with("z", z, 1)
    };
    let mut lines = Vec::new();
    for (indicator, code, code_when_low) in [
        (Indicator::WeightForLength, "measure-again-weight-for-length", "measure-again-very-thin"),
        (Indicator::WeightForAge, "measure-again-weight", "measure-again-very-light"),
        (Indicator::LengthForAge, "measure-again-length", "measure-again-length"),
        (Indicator::HeadForAge, "measure-again-head", "measure-again-head"),
        (Indicator::ArmForAge, "measure-again-arm", "measure-again-thin-arm"),
    ] {
        if let Classified::MeasureAgain { z, limits } = classes.of(indicator) {
            // Go now, said already: by the arm's centimetres, or by what was measured again and stands.
            let said = match indicator {
                Indicator::WeightForLength | Indicator::WeightForAge => month.confirmed && z.get() < 0.0,
                Indicator::ArmForAge => classes.muac().is_ok_and(|class| class.severity == Severity::Severe),
                _ => false,
            };
            if said {
                continue;
            }
            let again = line(if z.get() < 0.0 { code_when_low } else { code }, limits, z.get());
            lines.push(if indicator == Indicator::ArmForAge {
                again.with("limit", severe_muac_mm(), 0)
            } else {
                again
            });
        }
    }
    lines
}

struct Finding {
    line: Line,
    class: &'static Class,
}

/// Whether everything that was measured could be given a class.
fn all_classified(month: &Month<'_>) -> bool {
    let classes = &month.child.classes;
    let named = |indicator: &Indicator| match classes.of(*indicator) {
        Classified::Class { .. } | Classified::Unnamed { .. } | Classified::NotScored(NoScore::NotMeasured) => true,
        Classified::MeasureAgain { .. } | Classified::NotScored(_) => false,
    };
    Indicator::ALL.iter().all(named) && matches!(classes.muac(), Ok(_) | Err(NoMuacClass::NotMeasured))
}

/// The classes worth saying, danger first; one sentence instead where they are all normal and nothing speaks against it.
fn findings(month: &Month<'_>, in_one: bool) -> Vec<Finding> {
    let classes = &month.child.classes;
    let by_length = classes.of(Indicator::WeightForLength).class();
    let acute = classes.acute();
    let mut findings = Vec::new();
    for indicator in [
        Indicator::WeightForLength,
        Indicator::LengthForAge,
        Indicator::WeightForAge,
        Indicator::BmiForAge,
        Indicator::HeadForAge,
    ] {
        let Classified::Class { z, class } = classes.of(indicator) else { continue };
        let repeats = by_length.is_some()
            && (indicator == Indicator::BmiForAge || (indicator == Indicator::WeightForAge && class.id == "waz_high"));
        // The same two numbers that are to be measured again.
        let doubtful = indicator == Indicator::BmiForAge
            && matches!(classes.of(Indicator::WeightForLength), Classified::MeasureAgain { .. });
        // Already said: go now.
        let said = acute.is_severe() && class.id == "whz_severe";
        if !repeats && !doubtful && !said {
            findings.push(finding(class).with("z", z.get(), 2).into_finding(class));
        }
    }
    if let (Ok(class), Some(arm)) = (classes.muac(), month.visit.arm)
        && !(acute.is_severe() && class.severity == Severity::Severe)
    {
        let (mm, decimals) = muac_mm(arm);
        findings.push(finding(class).with("muac", mm, decimals).into_finding(class));
    }
    danger_first(&mut findings, |finding| finding.class.severity);
    let well = |finding: &Finding| finding.class.severity == Severity::Ok && finding.class.id.ends_with("_normal");
    if in_one && !findings.is_empty() && findings.iter().all(well) {
        let class = findings[0].class;
        let line = Line::new(Part::Finding, Severity::Ok, "finding-all-well", Some(&class.reference));
        return vec![Finding { line, class }];
    }
    findings
}

fn finding(class: &'static Class) -> Line {
    Line::new(Part::Finding, class.severity, format!("finding-{}", class.id.replace('_', "-")), Some(&class.reference))
}

impl Line {
    const fn into_finding(self, class: &'static Class) -> Finding {
        Finding { line: self, class }
    }
}

/// Where weight and length are going.
fn trends(month: &Month<'_>) -> Vec<Line> {
    let line = |severity, code: &str, reference| Line::new(Part::Trend, severity, code, reference);
    match newborn(month) {
        // Said already.
        Some(NewbornLoss::TooMuch { .. }) => return Vec::new(),
        Some(NewbornLoss::AsExpected { percent }) => {
            let reference = because(&rules::NEWBORN_LOSS_PERCENT);
            let lost = line(Severity::Ok, "trend-newborn-loss", reference).with("percent", percent, 0);
            return vec![lost.with("limit", rules::NEWBORN_LOSS_PERCENT.value, 0)];
        }
        Some(NewbornLoss::NotRegained { percent }) => {
            let reference = because(&rules::BIRTH_WEIGHT_REGAINED_BY_DAY);
            return vec![
                line(Severity::Watch, "trend-birth-weight-not-regained", reference).with("percent", percent, 0),
            ];
        }
        None => {}
    }
    let all: Vec<Visit> = month.history.iter().chain([month.visit]).copied().collect();
    let visits = at_classifying_ages(&all, month.child.correction);
    let implausible = |indicator| matches!(month.child.classes.of(indicator), Classified::MeasureAgain { .. });
    let mut lines = Vec::new();
    if implausible(Indicator::WeightForLength) {
        // Weight or length is wrong, and nobody knows which.
        return lines;
    }
    if !implausible(Indicator::WeightForAge) && Grown::Weight.value(month.visit).is_some() {
        lines.extend(weight_trend(&visits));
    }
    if !implausible(Indicator::LengthForAge)
        && Grown::Length.value(month.visit).is_some()
        && let Some(trend) = trend(Grown::Length, &visits)
    {
        if let Some(crossing) = trend.crossing.filter(|crossing| crossing.away && !crossing.up) {
            let reference = because(&rules::CROSSING_LINES);
            let fell = line(Severity::Watch, "trend-length-falls-behind", reference);
            lines.push(fell.with("line", f64::from(crossing.line), 0));
        } else if trend.movement == Movement::Gained {
            let grew = line(Severity::Ok, "trend-length-gained", Some(&trend.error.reference));
            lines.push(grew.with("cm", trend.change(), 1).with("weeks", weeks(trend.days), 0));
        }
    }
    lines
}

fn weight_trend(visits: &[Visit]) -> Vec<Line> {
    let line = |severity, code: &str, reference| Line::new(Part::Trend, severity, code, reference);
    let Some(trend) = trend(Grown::Weight, visits) else { return Vec::new() };
    let grams = trend.change().abs() * 1000.0;
    let mut lines = Vec::new();
    match (trend.movement, flat_weight_months(visits)) {
        (Movement::Lost, _) => {
            let lost = line(Severity::Watch, "trend-weight-lost", because(&rules::FALLING_WEIGHT));
            lines.push(lost.with("grams", grams, 0).with("weeks", weeks(trend.days), 0));
        }
        (Movement::Flat, Some(months)) => {
            let flat = line(Severity::Watch, "trend-weight-flat-long", because(&rules::FLAT_WEIGHT_MONTHS));
            lines.push(flat.with("months", months, 0));
        }
        (Movement::Flat, None) => {
            lines.push(line(Severity::Ok, "trend-weight-flat", Some(&trend.error.reference)).with(
                "weeks",
                weeks(trend.days),
                0,
            ));
        }
        (Movement::Gained, _) => {
            let gained = line(Severity::Ok, "trend-weight-gained", Some(&trend.error.reference));
            lines.push(gained.with("grams", grams, 0).with("weeks", weeks(trend.days), 0));
        }
    }
    if let Some(crossing) = trend.crossing {
        let reference = because(&rules::CROSSING_LINES);
        let (severity, code) = match (crossing.away, crossing.up) {
            (true, false) => (Severity::Watch, "trend-weight-crosses-down"),
            (true, true) => (Severity::Watch, "trend-weight-crosses-up"),
            (false, true) => (Severity::Ok, "trend-weight-recovers"),
            (false, false) => (Severity::Ok, "trend-weight-settles"),
        };
        lines.push(line(severity, code, reference).with("line", f64::from(crossing.line), 0));
    }
    if slow_twice(visits) {
        lines.push(line(Severity::Watch, "trend-weight-slow", because(&rules::VELOCITY_SLOW_Z)));
    }
    lines
}

fn weeks(days: f64) -> f64 {
    (days / 7.0).round().max(1.0)
}

/// Weight velocity under −2 on two successive intervals of the same length.
fn slow_twice(visits: &[Visit]) -> bool {
    let slow_since = |to: usize| {
        let last = visits.get(to)?;
        (0..to).rev().find_map(|from| {
            let found = velocity(Grown::Weight, &visits[from], last).ok()?;
            found.is_slow().then_some((from, found.interval_months))
        })
    };
    let Some((middle, months)) = visits.len().checked_sub(1).and_then(slow_since) else { return false };
    slow_since(middle).is_some_and(|(_, before)| before == months)
}

fn age_used(child: &ChildAssessment) -> Option<Line> {
    let rule = Some(&child.rule().reference);
    match (child.age_used, child.correction) {
        (AgeUsed::Corrected, Correction::Corrected { age, taken_off_days }) => Some(
            Line::new(Part::Age, Severity::Ok, corrected_by(taken_off_days), rule)
                .with("months", (age.days() / DAYS_PER_MONTH).floor(), 0)
                .with("birth", ((age.days() + taken_off_days) / DAYS_PER_MONTH).floor(), 0)
                .with("weeks", (taken_off_days / 7.0).floor(), 0)
                .with("days", taken_off_days % 7.0, 0),
        ),
        (AgeUsed::NotYetAtTerm, Correction::BeforeTerm { days_to_term }) => {
            #[expect(clippy::cast_precision_loss, reason = "under 20 weeks")]
            let days = days_to_term as f64;
            Some(Line::new(Part::Age, Severity::Unknown, "age-before-term", rule).with("days", days, 0))
        }
        _ => None,
    }
}

/// Whole weeks are told without "0 days".
fn corrected_by(taken_off_days: f64) -> &'static str {
    if taken_off_days % 7.0 < 0.5 { "age-corrected-weeks" } else { "age-corrected" }
}

/// What to do, by the gravest finding first; at most three, and only the way to the station when that is urgent.
fn actions(month: &Month<'_>, urgent: bool, findings: &[Finding], said: &[Line]) -> Vec<Line> {
    let line = |code: &str, severity, reference| Line::new(Part::Action, severity, format!("action-{code}"), reference);
    let infant = is_infant(month);
    if urgent {
        let hospital = infant || month.child.classes.acute().class().is_some_and(|class| class.id == "sam_complicated");
        let code = if hospital { "refer-hospital" } else { "refer-acute" };
        let reference = said.iter().find(|line| line.part == Part::GoNow).and_then(|line| line.reference);
        return vec![line(code, Severity::Severe, reference)];
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |new: Line| {
        if lines.len() < MOST_ACTIONS && lines.iter().all(|line| line.code != new.code) {
            lines.push(new);
        }
    };
    for found in findings.iter().filter(|finding| finding.class.action != "routine") {
        let class = found.class;
        add(line(&action_at_age(class, infant), class.severity, Some(&class.reference)));
    }
    for flagged in said.iter().filter(|line| line.part == Part::MeasureAgain) {
        add(line("measure-again", Severity::Flag, flagged.reference));
    }
    for worry in said.iter().filter(|line| line.part == Part::Trend && line.severity == Severity::Watch) {
        add(line("look-into-trend", Severity::Watch, worry.reference));
    }
    let scored = !findings.is_empty();
    if lines.is_empty() && scored {
        let code = if infant { "routine-infant" } else { "routine" };
        lines.push(line(code, Severity::Ok, Some(&findings[0].class.reference)));
    }
    lines
}

/// The class whose age range ends where food other than breast milk may begin.
fn under_six_months() -> &'static Class {
    Class::find(Subject::AcuteMalnutrition, "infant_lt6m").expect("the class is in the table (tested)")
}

/// Under 6 months nothing but breast milk is ever advised.
fn action_at_age(class: &Class, infant: bool) -> String {
    match class.action {
        "assess_underweight"
        | "counsel_underweight"
        | "review_stunting"
        | "counsel_stunting"
        | "treat_moderate_acute"
            if infant =>
        {
            "feed-infant".to_owned()
        }
        "refer_acute" if infant => "refer-hospital".to_owned(),
        "watch_overweight" | "counsel_overweight" | "refer_obesity" if infant => "overweight-infant".to_owned(),
        action => action.replace('_', "-"),
    }
}

/// A score that could not be given, as a code: the sentences are `growth-<code>-family` and `growth-<code>-worker`.
#[must_use]
pub fn no_score(reason: &NoScore) -> (&'static str, Figures) {
    match *reason {
        NoScore::NotMeasured => ("no-score-not-measured", Vec::new()),
        NoScore::SexUnknown => ("no-score-sex-unknown", Vec::new()),
        NoScore::AgeUnknown => ("no-score-age-unknown", Vec::new()),
        NoScore::Oedema => ("no-score-oedema", Vec::new()),
        NoScore::TooOld { .. } => ("no-score-too-old", Vec::new()),
        #[expect(clippy::cast_precision_loss, reason = "a day of age")]
        NoScore::TooYoung { first, .. } => ("no-score-too-young", vec![("day", Figure::number(first as f64, 0))]),
        #[expect(clippy::cast_precision_loss, reason = "under 20 weeks")]
        NoScore::BeforeTerm { days } => ("no-score-before-term", vec![("days", Figure::number(days as f64, 0))]),
        NoScore::LengthOutsideTable { length_cm, min_cm, max_cm } => (
            "no-score-length-outside-table",
            vec![
                ("length", Figure::number(length_cm, 1)),
                ("min", Figure::number(min_cm, 0)),
                ("max", Figure::number(max_cm, 0)),
            ],
        ),
    }
}

/// The same for MUAC.
#[must_use]
pub const fn no_muac_class(reason: NoMuacClass) -> &'static str {
    match reason {
        NoMuacClass::NotMeasured => "no-score-not-measured",
        NoMuacClass::AgeUnknown => "no-score-age-unknown",
        NoMuacClass::UnderSixMonths => "no-muac-under-six-months",
        NoMuacClass::TooOld => "no-score-too-old",
        NoMuacClass::MeasureAgain => "no-muac-measure-again",
    }
}

#[cfg(test)]
#[path = "remark_tests.rs"]
mod tests;
