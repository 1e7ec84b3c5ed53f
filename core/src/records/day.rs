//! Entered dates and clocks: what people say, and what a device believes.
//!
//! A [`Day`] is entered by a person and decides ages and order. A [`Clock`] is what the device's clock showed: a hint, never
//! used for an age, an order or a choice between two values.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// 1 January 1970.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a real date");
/// No one in a record was born earlier, and no date is entered so far ahead: outside, it is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A day somebody entered. Kept as days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Day(NaiveDate);

/// A date no record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date within the years 1900 to 2200")]
pub struct NotADay;

impl Day {
    /// From a date of the years 1900 to 2200.
    ///
    /// # Errors
    ///
    /// Any other year.
    pub fn new(date: NaiveDate) -> Result<Self, NotADay> {
        if YEARS.contains(&date.year()) { Ok(Self(date)) } else { Err(NotADay) }
    }

    /// The date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Days since 1 January 1970.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0.signed_duration_since(EPOCH).num_days()
    }

    /// Days from `earlier` to this day; negative when it is the later one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }
}

impl TryFrom<i64> for Day {
    type Error = NotADay;

    fn try_from(number: i64) -> Result<Self, NotADay> {
        let days = chrono::TimeDelta::try_days(number).ok_or(NotADay)?;
        Self::new(EPOCH.checked_add_signed(days).ok_or(NotADay)?)
    }
}

impl From<Day> for i64 {
    fn from(day: Day) -> Self {
        day.number()
    }
}

/// What a device's clock showed, in seconds since 1970: a hint only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clock(pub i64);

/// Clocks are kept within 30,000 years: Automerge keeps the differences between them, which must not overflow.
pub(super) const CLOCKS: std::ops::RangeInclusive<i64> = -(1 << 40)..=1 << 40;

impl Clock {
    /// Days since 1970 by this clock, at +7 hours as in Viet Nam.
    #[must_use]
    pub const fn day_number(self) -> i64 {
        self.0.saturating_add(7 * 3600).div_euclid(24 * 3600)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_kept_as_a_number_and_comes_back() {
        let date = NaiveDate::from_ymd_opt(2026, 5, 4).expect("a real date");
        let day = Day::new(date).expect("within the years");
        assert_eq!(day.number(), 20_577);
        assert_eq!(Day::try_from(20_577), Ok(day));
        assert_eq!(Day::try_from(-25_567).map(Day::date), Ok(NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date")));
    }

    #[test]
    fn a_date_outside_the_years_is_refused() {
        for number in [-25_568, i64::MIN, i64::MAX, 84_371] {
            assert_eq!(Day::try_from(number), Err(NotADay), "{number}");
        }
        assert!(Day::try_from(84_370).is_ok(), "31 December 2200");
    }

    #[test]
    fn a_clock_changes_its_day_at_midnight_in_viet_nam() {
        assert_eq!(Clock(17 * 3600 - 1).day_number(), 0);
        assert_eq!(Clock(17 * 3600).day_number(), 1);
    }
}
