//! How far a pregnancy is: completed days since the first day of the (equivalent) last period.
//!
//! Source: QĐ 4128/QĐ-BYT 2016; WHO; ACOG Committee Opinion 700. Bounds: `guidelines/weight-gain-2017/figures.tsv`.
//!
//! What catches people out: "28 weeks" in speech may be week 28 or 28 completed weeks. Here it is always completed
//! weeks and days, 28 weeks 3 days; the third trimester starts at 28w0d.

use std::fmt;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::tables::{LONGEST, SECOND_TRIMESTER, THIRD_TRIMESTER};

/// Gestational age in whole days, 0 to 44 weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct GestationalAge(i64);

/// A third of pregnancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trimester {
    /// To 13w6d.
    First,
    /// 14w0d to 27w6d.
    Second,
    /// From 28w0d.
    Third,
}

impl Trimester {
    /// 1, 2 or 3.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
        }
    }
}

impl GestationalAge {
    /// From completed days; `None` when negative or over 44 weeks.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        (0..=LONGEST.value).contains(&days).then_some(Self(days))
    }

    /// Completed days.
    #[must_use]
    pub const fn days(self) -> i64 {
        self.0
    }

    /// Completed weeks and the days beyond them.
    ///
    /// ```
    /// use nep_core::pregnancy::GestationalAge;
    ///
    /// assert_eq!(GestationalAge::from_days(199).map(|age| age.weeks_and_days()), Some((28, 3)));
    /// ```
    #[must_use]
    pub const fn weeks_and_days(self) -> (i64, i64) {
        (self.0 / 7, self.0 % 7)
    }

    /// Weeks with their fraction, for formulas and charts.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most 308 days")]
    pub fn exact_weeks(self) -> f64 {
        self.0 as f64 / 7.0
    }

    /// The trimester it falls in.
    #[must_use]
    pub fn trimester(self) -> Trimester {
        if self.0 < SECOND_TRIMESTER.value {
            Trimester::First
        } else if self.0 < THIRD_TRIMESTER.value {
            Trimester::Second
        } else {
            Trimester::Third
        }
    }
}

impl fmt::Display for GestationalAge {
    /// As clinicians write it: `28+3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (weeks, days) = self.weeks_and_days();
        write!(f, "{weeks}+{days}")
    }
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub(super) fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// The date `days` later (earlier when negative); the last or first date there is when it runs off the calendar.
pub(super) fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(by).unwrap_or(NaiveDate::MIN)
    } else {
        date.checked_add_days(by).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimesters_change_at_14_and_28_completed_weeks() {
        let trimester =
            |weeks: i64, days: i64| GestationalAge::from_days(weeks * 7 + days).map(|age| age.trimester().number());
        assert_eq!(trimester(13, 6), Some(1));
        assert_eq!(trimester(14, 0), Some(2));
        assert_eq!(trimester(27, 6), Some(2));
        assert_eq!(trimester(28, 0), Some(3));
    }

    #[test]
    fn an_age_is_from_nothing_to_44_weeks() {
        assert!(GestationalAge::from_days(-1).is_none());
        assert!(GestationalAge::from_days(0).is_some());
        assert!(GestationalAge::from_days(308).is_some());
        assert!(GestationalAge::from_days(309).is_none());
    }
}
