//! A child's age, as the standards count it.
//!
//! What catches people out:
//! - a month is 30.4375 days;
//! - tables are entered by the day rounded half up (730.5 is day 731), but "under 9 months" and "under 60 months"
//!   look at the months **before** rounding, so 1826.25 days is 60 months and has no score although day 1826 is in
//!   the tables.

use chrono::NaiveDate;

/// Days in a month of age (WHO: 365.25 / 12).
pub const DAYS_PER_MONTH: f64 = 30.4375;

/// Why an age cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AgeError {
    /// The visit is before the birth, or the number is negative.
    #[error("age is negative ({value})")]
    Negative {
        /// The age as given.
        value: f64,
    },
    /// Not a finite number.
    #[error("age is not a number")]
    NotANumber,
}

/// Age at a visit. Holds days and months unrounded, each from what was given.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Age {
    days: f64,
    months: f64,
}

impl Age {
    /// From days since birth, which need not be whole.
    ///
    /// # Errors
    ///
    /// Negative or not a number.
    pub fn from_days(days: f64) -> Result<Self, AgeError> {
        checked(days)?;
        Ok(Self { days, months: days / DAYS_PER_MONTH })
    }

    /// From months since birth, which should not be rounded.
    ///
    /// # Errors
    ///
    /// Negative or not a number.
    pub fn from_months(months: f64) -> Result<Self, AgeError> {
        checked(months)?;
        Ok(Self { days: months * DAYS_PER_MONTH, months })
    }

    /// From the birth date to the day of the visit.
    ///
    /// # Errors
    ///
    /// When the visit is before the birth.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use nep_core::growth::Age;
    ///
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("a real date");
    /// assert_eq!(Age::between(day(1, 10), day(3, 10)).expect("in order").completed_days(), 59);
    /// ```
    pub fn between(birth: NaiveDate, visit: NaiveDate) -> Result<Self, AgeError> {
        let days = visit.signed_duration_since(birth).num_days();
        Self::from_days(i32::try_from(days).map_err(|_| AgeError::NotANumber)?.into())
    }

    /// Days, unrounded.
    #[must_use]
    pub const fn days(self) -> f64 {
        self.days
    }

    /// Months of 30.4375 days, unrounded.
    #[must_use]
    pub const fn months(self) -> f64 {
        self.months
    }

    /// The day at which the tables are entered: rounded half up.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a large float saturates, far outside every table")]
    #[expect(clippy::cast_precision_loss, reason = "compared where whole days are small")]
    pub fn table_day(self) -> i64 {
        // Not `(days + 0.5).floor()`: adding 0.5 to 0.49999999999999994 already rounds up.
        let whole = self.days as i64;
        whole.saturating_add(i64::from(self.days - whole as f64 >= 0.5))
    }

    /// Whole days lived.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a large float saturates")]
    pub fn completed_days(self) -> i64 {
        self.days.floor() as i64
    }
}

fn checked(value: f64) -> Result<(), AgeError> {
    if !value.is_finite() {
        Err(AgeError::NotANumber)
    } else if value < 0.0 {
        Err(AgeError::Negative { value })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_day(days: f64) -> i64 {
        Age::from_days(days).expect("an age").table_day()
    }

    #[test]
    fn the_table_day_rounds_half_up() {
        assert_eq!(table_day(730.49), 730);
        assert_eq!(table_day(730.5), 731);
        assert_eq!(table_day(90.49), 90);
        assert_eq!(table_day(90.5), 91);
        assert_eq!(table_day(0.499_999_999_999_999_94), 0);
        assert_eq!(Age::from_months(24.0).expect("an age").table_day(), 731);
    }

    #[test]
    fn a_visit_before_birth_has_no_age() {
        assert_eq!(Age::from_days(-1.0), Err(AgeError::Negative { value: -1.0 }));
        assert_eq!(Age::from_days(f64::NAN), Err(AgeError::NotANumber));
        assert!(Age::from_days(0.0).is_ok());
    }
}
