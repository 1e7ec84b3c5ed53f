//! One pregnancy on one day, assessed.
//!
//! What catches people out: a figure that cannot be given is an `Err` with its reason, never a zero; only a date or a
//! number that cannot be is refused as a whole.

use chrono::NaiveDate;

use super::body::{Bmi, Impossible, Measure, check_height, check_muac, check_weight};
use super::care::{NextVisit, next_visits, supplements_at};
use super::dating::{Clues, Dating, DatingError, date_pregnancy};
use super::gain::{self, Missing, Range, Recommendation, Verdict};
use super::gestation::{GestationalAge, days_between};
use super::intergrowth;
use super::interval::{Interval, Weighing, gain_between};
use super::remarks::{self, Alert, Remark};
use super::tables::{
    AGE_LEAST, AGE_MOST, BAND_HALF_WIDTH_LEAST, INTERVAL_SHORTEST, MONTH_FOUR, PREGNANCY_DAYS, PROXY_LATEST, Supplement,
};
use crate::growth::Reference;
use crate::units::{Centimetres, Kilograms, Millimetres};

/// What is known on the day asked about. Whatever is unknown is `None` or empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The day asked about.
    pub on: NaiveDate,
    /// When the pregnancy began.
    pub clues: Clues,
    /// Height.
    pub height: Option<Centimetres>,
    /// Weight before pregnancy.
    pub weight_before: Option<Kilograms>,
    /// Weight on the day asked about.
    pub weight: Option<Kilograms>,
    /// Weights at earlier visits, in any order.
    pub earlier: Vec<Weighing>,
    /// Children carried.
    pub fetuses: u8,
    /// Mid-upper-arm circumference.
    pub muac: Option<Millimetres>,
    /// Completed years of age.
    pub age_years: Option<i64>,
    /// Codes of the danger signs she has (see [`super::danger_signs`]).
    pub danger_signs: Vec<String>,
}

impl Case {
    /// Nothing known yet but the day; one child.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self {
            on: day,
            clues: Clues::default(),
            height: None,
            weight_before: None,
            weight: None,
            earlier: Vec::new(),
            fetuses: 1,
            muac: None,
            age_years: None,
            danger_signs: Vec::new(),
        }
    }
}

/// Something given that cannot be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// A date.
    #[error(transparent)]
    Dating(#[from] DatingError),
    /// A measurement.
    #[error(transparent)]
    Impossible(#[from] Impossible),
    /// An earlier weighing that is not earlier.
    #[error("a weighing on {date} is not before {on}")]
    NotEarlier {
        /// Its date.
        date: NaiveDate,
        /// The day asked about.
        on: NaiveDate,
    },
    /// Two different weights on one earlier day: which is right is not ours to guess.
    #[error("two different weights on {date}")]
    TwoWeights {
        /// The day.
        date: NaiveDate,
        /// The later one given, kilograms.
        kg: f64,
    },
    /// No children.
    #[error("a pregnancy has at least one child")]
    NoFetus,
    /// Not an age at which women are pregnant.
    #[error("{years} years is not within 10 to 60")]
    Age {
        /// Years given.
        years: i64,
    },
    /// Not a code of the list.
    #[error("no danger sign {code}")]
    UnknownDangerSign {
        /// Code given.
        code: String,
    },
}

/// What one standard says on the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The recommendation for the whole pregnancy.
    pub recommendation: Result<Recommendation, Missing>,
    /// The gain it recommends by this day.
    pub range: Result<Range, Missing>,
    /// Kilograms by which the gain may miss the range and still be within (see [`Range::tolerance_at`]).
    pub tolerance: Result<f64, Missing>,
    /// Where the gain lies.
    pub verdict: Result<Verdict, Missing>,
}

impl Standing {
    /// The gain is low or high, but by less than clothes and a meal weigh.
    #[must_use]
    pub fn is_near(&self, gain_kg: f64) -> bool {
        let outside = matches!(self.verdict, Ok(Verdict::Low | Verdict::High));
        outside && self.range.is_ok_and(|range| range.is_near(gain_kg))
    }
}

/// The answer. Each figure is there, or says why not.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// When the pregnancy is counted from, and why.
    pub dating: Result<Dating, Missing>,
    /// Gestational age on the day.
    pub age: Result<GestationalAge, Missing>,
    /// The weight that stands for the one before pregnancy; today's own when nothing earlier is known in the first 12
    /// weeks.
    pub weight_before: Option<Kilograms>,
    /// The weight the gain is counted from: as above, but never today's own.
    pub gain_from: Option<Kilograms>,
    /// Body mass index before pregnancy.
    pub bmi: Result<Bmi, Missing>,
    /// Gain since before pregnancy, kilograms.
    pub gain_kg: Result<f64, Missing>,
    /// The Vietnamese guideline.
    pub vietnam: Standing,
    /// IOM 2009.
    pub iom: Standing,
    /// The latest earlier weighing and this one.
    pub interval: Result<Interval, Missing>,
    /// The latest weighing at least two weeks earlier and this one: what is judged by the month. Someone weighed every
    /// week is judged too.
    pub monthly: Result<Interval, Missing>,
    /// The monthly alert of the Vietnamese guideline.
    pub monthly_verdict: Result<Verdict, Missing>,
    /// The weekly rate of the IOM.
    pub weekly_verdict: Result<Verdict, Missing>,
    /// INTERGROWTH-21st z-score of the gain, unrounded.
    pub gain_z: Result<f64, Missing>,
    /// What to act on, the gravest first.
    pub alerts: Vec<Alert>,
    /// What to say.
    pub remarks: Vec<Remark>,
    /// Supplements at this age.
    pub supplements: Vec<&'static Supplement>,
    /// Visits due now or next.
    pub next_visits: Vec<NextVisit>,
    /// Every row used, once each.
    pub sources: Vec<Reference>,
}

/// Assesses one pregnancy on one day.
///
/// # Errors
///
/// A date or a measurement that cannot be. What is merely unknown is no error.
///
/// # Example
///
/// 50 kg and 158 cm before pregnancy, 54.2 kg at 28 weeks: gained 4.2 kg, the guideline's band there is 5 to 6 kg.
///
/// ```
/// use chrono::{Days, NaiveDate};
/// use nep_core::pregnancy::{Case, LastPeriod, Verdict, assess};
/// use nep_core::units::{Centimetres, Kilograms};
///
/// let last_period = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a real date");
/// let mut case = Case::on(last_period + Days::new(196));
/// case.clues.last_period = Some(LastPeriod { date: last_period, from_lunar: false, cycle_days: None });
/// case.height = Centimetres::new(158.0).ok();
/// case.weight_before = Kilograms::new(50.0).ok();
/// case.weight = Kilograms::new(54.2).ok();
/// let answer = assess(&case).expect("plausible");
/// assert_eq!(answer.gain_kg, Ok(4.2));
/// assert_eq!(answer.vietnam.range.map(|range| (range.low, range.high)), Ok((5.0, 6.0)));
/// assert_eq!(answer.vietnam.verdict, Ok(Verdict::Low));
/// ```
pub fn assess(case: &Case) -> Result<Assessment, Refused> {
    check(case)?;
    let dating = match date_pregnancy(&case.clues, case.on) {
        Ok(dating) => Ok(dating),
        Err(DatingError::NoClue) => Err(Missing::DatesMissing),
        Err(fault) => return Err(fault.into()),
    };
    let age = dating
        .as_ref()
        .map_err(|missing| *missing)
        .map(|dating| dating.age_on(case.on).expect("a dated pregnancy is 0 to 44 weeks old on the day asked about"));
    let before = weight_before(case, dating.as_ref().ok());
    let bmi = match (before, case.height) {
        (_, None) => Err(Missing::HeightMissing),
        (None, _) => Err(Missing::WeightBeforeMissing),
        (Some(before), Some(height)) => Ok(Bmi::new(before.weight, height, before.proxy)),
    };
    let baseline = before.filter(|before| !before.is_today).map(|before| before.weight);
    let gain_kg = match (baseline, case.weight) {
        (_, None) => Err(Missing::WeightMissing),
        (None, _) => Err(Missing::WeightBeforeMissing),
        (Some(before), Some(now)) => Ok(gain_between(before, now)),
    };
    let iom =
        standing(gain::one_or_two(case.fetuses).and(bmi).and_then(|bmi| gain::iom(bmi, case.fetuses)), age, gain_kg);
    let vietnam = vietnamese_standing(case, bmi, before.map(|before| before.weight), age, gain_kg, &iom);
    let interval = latest_interval(case, dating.as_ref().ok(), 1);
    let monthly = interval
        .and_then(|_| latest_interval(case, dating.as_ref().ok(), INTERVAL_SHORTEST.value))
        .map_err(|why| if interval.is_ok() { Missing::IntervalTooShort } else { why });
    let singleton = if case.fetuses == 1 { Ok(()) } else { Err(Missing::NotForTwins) };
    let days = age.map(|age| (age.days() - monthly.map_or(0, |interval| interval.days), age.days()));
    let monthly_verdict =
        singleton.and(monthly).and_then(|interval| days.and_then(|(start, end)| interval.monthly_verdict(start, end)));
    let weekly_verdict = singleton.and(monthly).and_then(|interval| {
        let rate = gain::iom_weekly(bmi?);
        days.and_then(|(start, _)| interval.weekly_verdict(rate, start))
    });
    let gain_z = singleton.and_then(|()| gain_z(bmi?, age?, gain_kg?));
    let mut answer = Assessment {
        supplements: age.map(supplements_at).unwrap_or_default(),
        next_visits: dating
            .as_ref()
            .ok()
            .zip(age.ok())
            .map_or_else(Vec::new, |(dating, age)| next_visits(dating.counted_from, age)),
        dating,
        age,
        weight_before: before.map(|before| before.weight),
        gain_from: baseline,
        bmi,
        gain_kg,
        vietnam,
        iom,
        interval,
        monthly,
        monthly_verdict,
        weekly_verdict,
        gain_z,
        alerts: Vec::new(),
        remarks: Vec::new(),
        sources: Vec::new(),
    };
    answer.alerts = remarks::alerts(case, &answer);
    answer.remarks = remarks::remarks(case, &answer);
    answer.sources = sources(&answer);
    Ok(answer)
}

fn check(case: &Case) -> Result<(), Refused> {
    case.height.map_or(Ok(()), check_height)?;
    case.weight_before.map_or(Ok(()), |weight| check_weight(Measure::WeightBefore, weight))?;
    case.weight.map_or(Ok(()), |weight| check_weight(Measure::Weight, weight))?;
    case.muac.map_or(Ok(()), check_muac)?;
    for (index, weighing) in case.earlier.iter().enumerate() {
        check_weight(Measure::EarlierWeight, weighing.weight)?;
        if weighing.date >= case.on {
            return Err(Refused::NotEarlier { date: weighing.date, on: case.on });
        }
        let another = |before: &Weighing| {
            before.date == weighing.date && gain_between(before.weight, weighing.weight).abs() > 0.0
        };
        if case.earlier[..index].iter().any(another) {
            return Err(Refused::TwoWeights { date: weighing.date, kg: weighing.weight.get() });
        }
    }
    if case.fetuses == 0 {
        return Err(Refused::NoFetus);
    }
    if let Some(years) = case.age_years.filter(|years| !(AGE_LEAST.value..=AGE_MOST.value).contains(years)) {
        return Err(Refused::Age { years });
    }
    match case.danger_signs.iter().find(|code| super::danger_sign(code).is_none()) {
        Some(code) => Err(Refused::UnknownDangerSign { code: code.clone() }),
        None => Ok(()),
    }
}

/// The weight that stands for the one before pregnancy.
#[derive(Clone, Copy)]
struct Before {
    weight: Kilograms,
    proxy: bool,
    /// It is the weight of the day itself: no gain can be told from it.
    is_today: bool,
}

/// The weight before pregnancy, else the earliest one of the first 12 weeks.
fn weight_before(case: &Case, dating: Option<&Dating>) -> Option<Before> {
    if let Some(weight) = case.weight_before {
        return Some(Before { weight, proxy: false, is_today: false });
    }
    let start = dating?.counted_from;
    let early = |date| (0..=PROXY_LATEST.value).contains(&days_between(start, date));
    let earliest = case.earlier.iter().filter(|weighing| early(weighing.date)).min_by_key(|weighing| weighing.date);
    let today = || case.weight.filter(|_| early(case.on)).map(|weight| Before { weight, proxy: true, is_today: true });
    earliest.map(|weighing| Before { weight: weighing.weight, proxy: true, is_today: false }).or_else(today)
}

fn standing(
    recommendation: Result<Recommendation, Missing>,
    age: Result<GestationalAge, Missing>,
    gain_kg: Result<f64, Missing>,
) -> Standing {
    let range = match &recommendation {
        Ok(rule) => age.and_then(|age| rule.at(age)),
        Err(missing) => Err(*missing),
    };
    let tolerance = range.and_then(|range| age.map(|age| range.tolerance_at(age)));
    let verdict = range.and_then(|range| Ok(range.widened(tolerance?).judge(gain_kg?)));
    Standing { recommendation, range, tolerance, verdict }
}

fn vietnamese_standing(
    case: &Case,
    bmi: Result<Bmi, Missing>,
    before: Option<Kilograms>,
    age: Result<GestationalAge, Missing>,
    gain_kg: Result<f64, Missing>,
    iom: &Standing,
) -> Standing {
    let recommendation = gain::one_for_vietnam(case.fetuses).and(bmi).and_then(|bmi| {
        let before = before.ok_or(Missing::WeightBeforeMissing)?;
        gain::vietnamese(bmi, before, case.fetuses)
    });
    let mut standing = standing(recommendation, age, gain_kg);
    if let (Ok(rule), Ok(by_band)) = (&standing.recommendation, standing.verdict) {
        standing.verdict = Ok(gain::vietnamese_verdict(rule, by_band, iom.verdict.ok()));
    }
    standing
}

/// Today's weighing with the latest one of this pregnancy at least so many days earlier.
fn latest_interval(case: &Case, dating: Option<&Dating>, least_days: i64) -> Result<Interval, Missing> {
    let weight = case.weight.ok_or(Missing::WeightMissing)?;
    let in_this_pregnancy = |date| dating.is_none_or(|dating| days_between(dating.counted_from, date) >= 0);
    let counts =
        |weighing: &&Weighing| in_this_pregnancy(weighing.date) && days_between(weighing.date, case.on) >= least_days;
    let latest = case.earlier.iter().filter(counts).max_by_key(|weighing| weighing.date);
    let latest = latest.ok_or(Missing::EarlierWeightMissing)?;
    Ok(Interval::new(*latest, Weighing { date: case.on, weight }))
}

fn gain_z(bmi: Bmi, age: GestationalAge, gain_kg: f64) -> Result<f64, Missing> {
    if bmi.vietnamese_class() != super::BmiClass::Normal {
        return Err(Missing::BmiNotNormal);
    }
    intergrowth::z_score(age, gain_kg)
}

fn sources(answer: &Assessment) -> Vec<Reference> {
    let mut rows = Vec::new();
    if answer.dating.is_ok() {
        rows.push(PREGNANCY_DAYS.source);
    }
    for standing in [&answer.vietnam, &answer.iom] {
        if let Ok(rule) = &standing.recommendation {
            rows.push(rule.source);
            rows.extend(answer.age.ok().filter(|_| standing.range.is_ok()).map(|age| rule.range_source(age)));
        }
        let width =
            standing.tolerance.is_ok_and(|kg| kg > 0.0) || answer.gain_kg.is_ok_and(|gain| standing.is_near(gain));
        rows.extend(width.then_some(BAND_HALF_WIDTH_LEAST.source));
    }
    if answer.monthly_verdict.is_ok() {
        rows.push(MONTH_FOUR.source);
    }
    rows.extend(answer.alerts.iter().map(|alert| alert.source));
    rows.extend(answer.remarks.iter().map(|remark| remark.source));
    rows.sort_unstable_by_key(|row| (row.file, row.line));
    rows.dedup();
    rows
}
