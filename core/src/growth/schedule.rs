//! When to weigh again.
//!
//! Source: `data/guidelines/growth-classes-2006/weighing_schedule.tsv`; most rows are programme practice of low or medium
//! confidence, so the date is an invitation, not a rule.

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;

use super::acute_malnutrition::AcuteMalnutrition;
use super::reference::Reference;
use super::{Age, Indicator, Severity, VisitClasses, classify};

/// For whom a row of the schedule holds; the more urgent stand first in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// The first six weeks of life.
    Newborn,
    /// Severe acute malnutrition.
    SevereAcute,
    /// Moderate acute malnutrition.
    ModerateAcute,
    /// Underweight, stunted, wasted, overweight or obese.
    MalnourishedOrOverweight,
    /// Every child of the age.
    Any,
    /// Height only.
    Height,
}

/// How long until the next visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// So many days after this visit.
    Days(u32),
    /// So many calendar months after this visit.
    Months(u32),
    /// On this day of life.
    DayOfLife(u32),
}

/// A row of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Weighing {
    /// Its code.
    pub id: &'static str,
    /// For whom.
    pub whom: Whom,
    /// First day of age.
    pub from_day: i64,
    /// Last day of age.
    pub to_day: i64,
    /// How long until the next visit.
    pub every: Every,
    /// Where it comes from.
    pub reference: Reference,
}

/// The day to come back, and the row that says so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct NextVisit {
    /// The day.
    pub on: NaiveDate,
    /// The row of the schedule.
    pub because: &'static Weighing,
}

/// The next weighing of a child seen on `visit` at `age`: the earliest of all rows that hold for it.
///
/// `None` from 60 months on. Ages are since birth.
#[must_use]
pub fn next_weighing(visit: NaiveDate, age: Age, classes: &VisitClasses) -> Option<NextVisit> {
    let mut next: Option<NextVisit> = None;
    for row in rows_at(age) {
        let holds = match row.whom {
            Whom::Newborn | Whom::Any => true,
            Whom::SevereAcute => classes.acute().is_severe(),
            Whom::ModerateAcute => matches!(classes.acute(), AcuteMalnutrition::Moderate { .. }),
            Whom::MalnourishedOrOverweight => is_malnourished_or_overweight(classes),
            Whom::Height => false,
        };
        if !holds {
            continue;
        }
        if let Some(on) = date(visit, age, row.every).filter(|on| next.is_none_or(|earlier| *on < earlier.on)) {
            next = Some(NextVisit { on, because: row });
        }
    }
    next
}

/// The next time height is taken.
#[must_use]
pub fn next_height(visit: NaiveDate, age: Age) -> Option<NextVisit> {
    let row = rows_at(age).find(|row| row.whom == Whom::Height)?;
    Some(NextVisit { on: date(visit, age, row.every)?, because: row })
}

fn rows_at(age: Age) -> impl Iterator<Item = &'static Weighing> {
    let day = age.table_day();
    classify::schedule().iter().filter(move |row| (row.from_day..=row.to_day).contains(&day))
}

fn is_malnourished_or_overweight(classes: &VisitClasses) -> bool {
    [Indicator::WeightForAge, Indicator::LengthForAge, Indicator::WeightForLength, Indicator::BmiForAge].iter().any(
        |indicator| {
            let class = classes.of(*indicator).class();
            class.is_some_and(|class| {
                matches!(class.severity, Severity::Severe | Severity::Moderate | Severity::Obese)
                    || class.id.ends_with("_overweight")
            })
        },
    )
}

fn date(visit: NaiveDate, age: Age, every: Every) -> Option<NaiveDate> {
    match every {
        Every::Days(days) => visit.checked_add_days(Days::new(days.into())),
        Every::Months(months) => visit.checked_add_months(Months::new(months)),
        Every::DayOfLife(day) => {
            let left = u64::try_from(i64::from(day) - age.completed_days()).ok().filter(|left| *left > 0)?;
            visit.checked_add_days(Days::new(left))
        }
    }
}
