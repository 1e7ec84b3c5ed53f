//! The gain between two weighings.
//!
//! Source: QĐ 776/QĐ-BYT 2017 (from month 4: less than 1 kg or more than 3 kg in a month is looked into); IOM/NRC 2009
//! (weekly rates of the second and third trimester).
//!
//! What catches people out:
//! - visits are rarely a month apart: the gain is scaled to 30 days (nine months and ten days are 280 days);
//! - under two weeks apart nothing is judged: water, food and clothes weigh as much;
//! - month 4 begins at 14w0d. A spacing that began earlier is not called too small, because the first trimester asks
//!   for little; more than 3 kg a month is looked into whenever it ends in month 4 or later.

use chrono::NaiveDate;

use super::gain::{Missing, Range, Verdict};
use super::gestation::days_between;
use super::tables::{
    INTERVAL_SHORTEST, JUMP_ODD_PER_WEEK, MONTH_DAYS, MONTH_FOUR, SUDDEN_GAIN_PER_WEEK, SUDDEN_GAIN_SHORTEST, rules,
};
use crate::units::Kilograms;

/// A rate this close to a limit lies on it, kilograms.
const ON_THE_LINE_KG: f64 = 1e-6;

/// One weighing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighing {
    /// The day.
    pub date: NaiveDate,
    /// What the scale showed.
    pub weight: Kilograms,
}

/// Two weighings, the earlier first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Day of the earlier weighing.
    pub from: NaiveDate,
    /// Days between them.
    pub days: i64,
    /// Gain in kilograms, to the gram.
    pub gain_kg: f64,
}

/// Kilograms from one weight to another, to the gram, so that 51.3 − 50.3 is 1.
pub(super) fn gain_between(from: Kilograms, to: Kilograms) -> f64 {
    ((to.get() - from.get()) * 1000.0).round() / 1000.0
}

impl Interval {
    pub(super) fn new(from: Weighing, to: Weighing) -> Self {
        let days = days_between(from.date, to.date);
        Self { from: from.date, days, gain_kg: gain_between(from.weight, to.weight) }
    }

    #[expect(clippy::cast_precision_loss, reason = "days of a pregnancy")]
    fn per(self, days: f64) -> f64 {
        self.gain_kg * days / self.days as f64
    }

    /// Gain in kilograms a month of 30 days.
    ///
    /// # Errors
    ///
    /// [`Missing::IntervalTooShort`] under two weeks.
    #[expect(clippy::cast_precision_loss, reason = "30")]
    pub fn monthly_kg(self) -> Result<f64, Missing> {
        if self.days < INTERVAL_SHORTEST.value {
            return Err(Missing::IntervalTooShort);
        }
        Ok(self.per(MONTH_DAYS.value as f64))
    }

    /// The guideline's monthly alert, for one child; `start_day` and `end_day` are the gestational days of the two
    /// weighings.
    ///
    /// # Errors
    ///
    /// Too close together, or not yet month 4.
    pub fn monthly_verdict(self, start_day: i64, end_day: i64) -> Result<Verdict, Missing> {
        let monthly = self.monthly_kg()?;
        if end_day < MONTH_FOUR.value {
            return Err(Missing::BeforeMonthFour);
        }
        let (low, high) = (rules::VN_ALERT_LOW.high, rules::VN_ALERT_HIGH.low);
        let limits = low.zip(high).map(|(low, high)| Range { low, high });
        match limits.expect("both alert rows have a figure (tested)").judge(monthly) {
            Verdict::High => Ok(Verdict::High),
            _ if start_day < MONTH_FOUR.value => Err(Missing::BeforeMonthFour),
            verdict => Ok(verdict),
        }
    }

    /// The gain a week against the IOM's rates, when both weighings are after the first trimester.
    ///
    /// # Errors
    ///
    /// As [`Interval::monthly_verdict`].
    pub fn weekly_verdict(self, rate: Range, start_day: i64) -> Result<Verdict, Missing> {
        if self.days < INTERVAL_SHORTEST.value {
            Err(Missing::IntervalTooShort)
        } else if start_day < MONTH_FOUR.value {
            Err(Missing::BeforeMonthFour)
        } else {
            Ok(rate.judge(self.per(7.0)))
        }
    }

    /// Gained or lost so fast that one of the weights is more likely a slip. Closer than five days, the change itself
    /// counts as that of a week.
    #[must_use]
    pub fn is_odd(self) -> bool {
        let per_week = if self.days < SUDDEN_GAIN_SHORTEST.value { self.gain_kg } else { self.per(7.0) };
        per_week.abs() > JUMP_ODD_PER_WEEK.value + ON_THE_LINE_KG
    }

    /// More than 1 kg a week over at least five days: swelling, headache and blurred sight are to be looked for.
    #[must_use]
    pub fn is_sudden(self) -> bool {
        self.days >= SUDDEN_GAIN_SHORTEST.value && self.per(7.0) > SUDDEN_GAIN_PER_WEEK.value + ON_THE_LINE_KG
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(from_kg: f64, to_kg: f64, days: i64) -> Interval {
        let from = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a real date");
        let weighing = |date, kg| Weighing { date, weight: Kilograms::new(kg).expect("above zero") };
        Interval::new(weighing(from, from_kg), weighing(super::super::gestation::shifted(from, days), to_kg))
    }

    #[test]
    fn one_and_three_kilograms_a_month_are_themselves_not_alerts() {
        let verdict = |to| interval(50.3, to, 30).monthly_verdict(98, 128);
        assert_eq!(verdict(51.299), Ok(Verdict::Low));
        assert_eq!(verdict(51.3), Ok(Verdict::Within));
        assert_eq!(verdict(53.3), Ok(Verdict::Within));
        assert_eq!(verdict(53.301), Ok(Verdict::High));
    }

    #[test]
    fn another_spacing_is_scaled_to_thirty_days() {
        assert_eq!(interval(50.0, 52.0, 60).monthly_kg(), Ok(1.0));
        assert_eq!(interval(50.0, 51.4, 14).monthly_kg(), Ok(3.0));
        assert_eq!(interval(50.0, 51.4, 13).monthly_kg(), Err(Missing::IntervalTooShort));
    }

    #[test]
    fn little_gain_is_judged_from_month_four_and_much_when_it_ends_there() {
        let slow = interval(50.0, 50.2, 30);
        assert_eq!(slow.monthly_verdict(97, 127), Err(Missing::BeforeMonthFour));
        assert_eq!(slow.monthly_verdict(98, 128), Ok(Verdict::Low));
        let fast = interval(50.0, 54.0, 30);
        assert_eq!(fast.monthly_verdict(67, 97), Err(Missing::BeforeMonthFour));
        assert_eq!(fast.monthly_verdict(68, 98), Ok(Verdict::High));
    }

    #[test]
    fn a_sudden_gain_is_more_than_a_kilogram_a_week() {
        assert!(!interval(50.0, 51.0, 7).is_sudden());
        assert!(interval(50.0, 51.1, 7).is_sudden());
        assert!(!interval(50.0, 51.5, 4).is_sudden());
        assert!(interval(50.0, 51.5, 5).is_sudden());
    }

    #[test]
    fn a_jump_of_more_than_two_and_a_half_kilograms_a_week_is_odd() {
        assert!(!interval(50.0, 52.5, 7).is_odd());
        assert!(interval(50.0, 52.6, 7).is_odd());
        assert!(interval(50.0, 47.4, 7).is_odd());
        assert!(!interval(50.0, 52.5, 1).is_odd());
        assert!(interval(50.0, 60.0, 1).is_odd());
        assert!(!interval(50.0, 60.0, 28).is_odd());
    }
}
