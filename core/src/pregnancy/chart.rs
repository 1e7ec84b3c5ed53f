//! What the weight-gain chart draws, in weeks and kilograms; the page only places it.

use chrono::NaiveDate;
use serde::Serialize;

use super::assess::{Assessment, Case, Standing};
use super::gain::{Missing, Range, Standard};
use super::gestation::GestationalAge;
use super::interval::{Weighing, gain_between};
use super::tables::{PREGNANCY_DAYS, SECOND_TRIMESTER, THIRD_TRIMESTER};

/// One band as a closed outline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Whose.
    pub standard: Standard,
    /// Corners in drawing order, `(week, kg)`: along the lower edge, back along the upper.
    pub outline: Vec<(f64, f64)>,
}

/// One weighing on the chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The day.
    pub date: NaiveDate,
    /// Gestational age.
    pub age: GestationalAge,
    /// Weeks with their fraction.
    pub week: f64,
    /// Weight, kilograms.
    pub weight_kg: f64,
    /// Gain since before pregnancy, kilograms.
    pub gain_kg: f64,
    /// The guideline's range on that day.
    pub range: Option<Range>,
    /// The day asked about.
    pub today: bool,
}

/// The whole chart.
#[derive(Clone, Debug, PartialEq)]
pub struct GainChart {
    /// Band of the Vietnamese guideline, or why there is none.
    pub vietnam: Result<Band, Missing>,
    /// Band of IOM 2009, or why there is none.
    pub iom: Result<Band, Missing>,
    /// Weighings in order of date; none without dates and a weight before pregnancy, see `no_points`.
    pub points: Vec<Point>,
    /// Why no weighing can be placed.
    pub no_points: Option<Missing>,
    /// First and last week of the axis: 0 and 40, or the last point's week.
    pub weeks: (f64, f64),
    /// Weeks at which trimesters meet.
    pub trimester_bounds: [f64; 2],
    /// Least and greatest gain of the axis, even kilograms.
    pub kilograms: (f64, f64),
}

impl GainChart {
    /// Labels of the horizontal axis: every four weeks.
    pub fn week_ticks(&self) -> impl Iterator<Item = f64> {
        ticks(self.weeks, 4.0)
    }

    /// Labels of the vertical axis: every two kilograms.
    pub fn kilogram_ticks(&self) -> impl Iterator<Item = f64> {
        ticks(self.kilograms, 2.0)
    }
}

fn ticks((first, last): (f64, f64), step: f64) -> impl Iterator<Item = f64> {
    (0_u32..).map(move |index| first + f64::from(index) * step).take_while(move |tick| *tick <= last)
}

/// The chart of an assessment.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "days of a pregnancy")]
pub fn gain_chart(case: &Case, seen: &Assessment) -> GainChart {
    let (points, no_points) = match points(case, seen) {
        Ok(points) => (points, None),
        Err(missing) => (Vec::new(), Some(missing)),
    };
    let (vietnam, iom) = (band(&seen.vietnam), band(&seen.iom));
    let outlines = [&vietnam, &iom].into_iter().flatten().flat_map(|band| band.outline.iter().map(|(_, kg)| *kg));
    let heights = outlines.chain(points.iter().map(|point| point.gain_kg));
    let (low, high) = heights.fold((0.0, 12.0), |(low, high): (f64, f64), kg| (low.min(kg), high.max(kg)));
    let term = PREGNANCY_DAYS.value as f64 / 7.0;
    GainChart {
        vietnam,
        iom,
        no_points,
        weeks: (0.0, points.last().map_or(term, |point| point.week.ceil().max(term))),
        trimester_bounds: [SECOND_TRIMESTER.value, THIRD_TRIMESTER.value].map(|days| days as f64 / 7.0),
        kilograms: ((low / 2.0).floor() * 2.0, (high / 2.0).ceil() * 2.0),
        points,
    }
}

fn band(standing: &Standing) -> Result<Band, Missing> {
    let rule = standing.recommendation.as_ref().map_err(|missing| *missing)?;
    let corners = rule.band.as_ref().map_err(|missing| *missing)?;
    let lower = corners.iter().map(|(week, range)| (*week, range.low));
    let upper = corners.iter().rev().map(|(week, range)| (*week, range.high));
    Ok(Band { standard: rule.standard, outline: lower.chain(upper).collect() })
}

fn points(case: &Case, seen: &Assessment) -> Result<Vec<Point>, Missing> {
    let dating = seen.dating.as_ref().map_err(|missing| *missing)?;
    let before = seen.gain_from.ok_or(Missing::WeightBeforeMissing)?;
    let today = case.weight.map(|weight| Weighing { date: case.on, weight });
    let mut points: Vec<Point> = case
        .earlier
        .iter()
        .copied()
        .chain(today)
        .filter_map(|weighing| {
            let age = dating.age_on(weighing.date)?;
            let rule = seen.vietnam.recommendation.as_ref().ok();
            Some(Point {
                date: weighing.date,
                age,
                week: age.exact_weeks(),
                weight_kg: weighing.weight.get(),
                gain_kg: gain_between(before, weighing.weight),
                range: rule.and_then(|rule| rule.at(age).ok()),
                today: weighing.date == case.on,
            })
        })
        .collect();
    points.sort_by_key(|point| point.date);
    Ok(points)
}
