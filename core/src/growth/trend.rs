//! Between two visits: gained, flat or lost, and across which line of the chart.
//!
//! Source: `data/guidelines/growth-classes-2006/growth_rules.tsv`: measurement error of the WHO Multicentre Growth
//! Reference Study, Vietnamese training pages on the chart (flat more than 2 months, medium confidence; falling, low).
//!
//! What catches people out:
//! - a change no larger than the measurement error is no change, and a line crossed only thanks to it is not crossed;
//! - small losses add up: a line that never rises and has lost more than the error since it was last higher is falling;
//! - no line goes through a visit with swollen feet;
//! - a newborn may lose up to 10 % of the birth weight and has two weeks to regain it.

use serde::Serialize;

use super::figure::exceeds;
use super::reference::{Rule, rules};
use super::velocity::Grown;
use super::{Age, DAYS_PER_MONTH, Indicator, Score, Visit, ZScore, assess};
use crate::units::{Centimetres, Kilograms};

/// Which way the line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Up by more than the measurement error.
    Gained,
    /// No change that can be told from the error.
    Flat,
    /// Down by more than the measurement error.
    Lost,
}

/// A line of the chart crossed between two visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Crossing {
    /// The last line crossed, in standard deviations from −3 to 3.
    pub line: i8,
    /// Upwards.
    pub up: bool,
    /// Further from the median than before: a warning. Towards it may be recovery.
    pub away: bool,
}

/// What happened between an earlier visit and the last.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// What grew.
    pub grown: Grown,
    /// Days between the two visits.
    pub days: f64,
    /// Kilograms or centimetres (lying) then.
    pub earlier: f64,
    /// And now.
    pub later: f64,
    /// Which way.
    pub movement: Movement,
    /// The line crossed since the visit before the last, if any.
    pub crossing: Option<Crossing>,
    /// The measurement error taken into account.
    pub error: &'static Rule,
}

impl Trend {
    /// Kilograms or centimetres gained; negative when lost.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.later - self.earlier
    }
}

/// The visits that say something about what grew, with their age in days, in order of age. An implausible reading says
/// nothing.
fn series(grown: Grown, visits: &[Visit]) -> Vec<(f64, f64, &Visit)> {
    let implausible = |visit: &Visit| assess(visit).score(indicator(grown)).is_ok_and(|score| score.implausible);
    let mut series: Vec<_> = visits
        .iter()
        .filter(|visit| !implausible(visit))
        .filter_map(|visit| Some((visit.age?.days(), grown.value(visit)?, visit)))
        .collect();
    series.sort_by(|a, b| a.0.total_cmp(&b.0));
    series
}

const fn error_of(grown: Grown) -> &'static Rule {
    match grown {
        Grown::Weight => &rules::MEASUREMENT_ERROR_WEIGHT_KG,
        Grown::Length => &rules::MEASUREMENT_ERROR_LENGTH_CM,
        Grown::Head => &rules::MEASUREMENT_ERROR_HEAD_CM,
    }
}

/// The trend up to the last visit at which it was measured; `None` with fewer than two.
///
/// Ages are those that classify (corrected for early birth).
#[must_use]
pub fn trend(grown: Grown, visits: &[Visit]) -> Option<Trend> {
    let series = series(grown, visits);
    let error = error_of(grown);
    let (last, before) = series.split_last()?;
    let previous = before.last()?;
    // How far back the line has not risen.
    let falling = before.iter().rev().scan(last.1, |next, visit| {
        let falls = visit.1 >= *next;
        *next = visit.1;
        falls.then_some(visit)
    });
    let highest = falling.last().filter(|visit| exceeds(visit.1 - last.1, error.value));
    let (earlier, movement) = match highest {
        Some(highest) => (highest, Movement::Lost),
        None if exceeds(last.1 - previous.1, error.value) => (previous, Movement::Gained),
        None => (previous, Movement::Flat),
    };
    Some(Trend {
        grown,
        days: last.0 - earlier.0,
        earlier: earlier.1,
        later: last.1,
        movement,
        crossing: crossing(grown, previous.2, last.2),
        error,
    })
}

/// The line crossed from one visit to the next, beyond what the measurement error could do.
fn crossing(grown: Grown, earlier: &Visit, later: &Visit) -> Option<Crossing> {
    let (from, to) = (score(grown, earlier)?, score(grown, later)?);
    let up = to > from;
    let error = error_of(grown).value;
    let back = if up { -error } else { error };
    let surely = score(grown, &moved(grown, later, back)?)?;
    // From the furthest line back, so that the last one crossed is found first.
    let lines = if up { [3, 2, 1, 0, -1, -2, -3] } else { [-3, -2, -1, 0, 1, 2, 3] };
    let crossed = lines.into_iter().find(|line| {
        let line = ZScore::from_hundredths(i64::from(*line) * 100);
        if up { from < line && surely >= line } else { from >= line && surely < line }
    })?;
    let away = to.hundredths().abs() > from.hundredths().abs();
    Some(Crossing { line: crossed, up, away })
}

const fn indicator(grown: Grown) -> Indicator {
    match grown {
        Grown::Weight => Indicator::WeightForAge,
        Grown::Length => Indicator::LengthForAge,
        Grown::Head => Indicator::HeadForAge,
    }
}

fn score(grown: Grown, visit: &Visit) -> Option<ZScore> {
    match assess(visit).score(indicator(grown)) {
        Ok(Score { z, implausible: false }) => Some(z),
        _ => None,
    }
}

fn moved(grown: Grown, visit: &Visit, by: f64) -> Option<Visit> {
    let shift = |value: Option<Centimetres>| value.and_then(|value| Centimetres::new(value.get() + by).ok());
    let mut moved = *visit;
    match grown {
        Grown::Weight => moved.weight = Some(Kilograms::new(visit.weight?.get() + by).ok()?),
        Grown::Length => moved.length = shift(visit.length),
        Grown::Head => moved.head = shift(visit.head),
    }
    Some(moved)
}

/// Months for which weight has been flat up to the last visit, when that is more than 2: a risk.
#[must_use]
pub fn flat_weight_months(visits: &[Visit]) -> Option<f64> {
    let series = series(Grown::Weight, visits);
    let last = series.last()?;
    let flat = |visit: &&(f64, f64, &Visit)| !exceeds((visit.1 - last.1).abs(), error_of(Grown::Weight).value);
    let first = series.iter().rev().take_while(flat).last()?;
    let months = (last.0 - first.0) / DAYS_PER_MONTH;
    (months > rules::FLAT_WEIGHT_MONTHS.value).then_some(months)
}

/// A newborn's weight against the birth weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "newborn", rename_all = "snake_case")]
pub enum NewbornLoss {
    /// Up to 10 % in the first week, or not yet regained before day 15: as newborns do.
    AsExpected {
        /// Share of the birth weight lost, in percent.
        percent: f64,
    },
    /// More than 10 %: to the station now.
    TooMuch {
        /// Share of the birth weight lost, in percent.
        percent: f64,
    },
    /// Not regained after day 14.
    NotRegained {
        /// Share of the birth weight lost, in percent.
        percent: f64,
    },
}

/// What a weight below the birth weight means; `None` when it is not below, or from one month of age on, when it is a
/// doubtful reading (see [`super::doubts`]). The age is since birth.
#[must_use]
pub fn newborn_loss(birth_weight: Kilograms, now: Kilograms, age: Age) -> Option<NewbornLoss> {
    let percent = (birth_weight.get() - now.get()) / birth_weight.get() * 100.0;
    if percent <= 0.0 || age.months() > rules::DOUBT_BELOW_BIRTH_WEIGHT_FROM_MONTHS.value {
        return None;
    }
    Some(if exceeds(percent, rules::NEWBORN_LOSS_PERCENT.value) {
        NewbornLoss::TooMuch { percent }
    } else if exceeds(age.days().floor(), rules::BIRTH_WEIGHT_REGAINED_BY_DAY.value) {
        NewbornLoss::NotRegained { percent }
    } else {
        NewbornLoss::AsExpected { percent }
    })
}

#[cfg(test)]
#[path = "trend_tests.rs"]
mod tests;
