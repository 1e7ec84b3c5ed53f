//! The Vietnamese lunar calendar: many women know their last period by it (QĐ 4128/QĐ-BYT 2016 says: convert first).
//!
//! Source: mean new moons with their periodic terms and the Sun's apparent longitude as in J. Meeus, *Astronomical
//! Algorithms*, 2nd edition, chapters 25 and 49; ΔT after Espenak and Meeus (NASA, 2006).
//!
//! Rules: a month begins on the day of the new moon at UTC+7; month 11 holds the winter solstice; when thirteen months
//! lie between two months 11, the first of them without a principal solar term is a leap month.
//!
//! What catches people out: the Chinese calendar counts at UTC+8, so the two sometimes differ by a day or a whole
//! month (Tết 1985, 2007, 2030).

use std::f64::consts::TAU;

use chrono::NaiveDate;

use super::gestation::{days_between, shifted};

/// First and last lunar year that can be converted: Viet Nam counts at UTC+7 since 1968, and to 2070 every month agrees with
/// the PyPI packages `lunar-vn` 1.4.0 and `vnlunar` 1.0.5 (two new moons within minutes of midnight differ after it).
pub const YEARS: std::ops::RangeInclusive<i32> = 1968..=2070;

/// Midnight in Viet Nam is this part of a day before midnight UTC.
const UTC_PLUS_7: f64 = 7.0 / 24.0;

/// Mean length of a lunation, days.
const MONTH: f64 = 29.530_588_861;

/// A day of the Vietnamese lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LunarDate {
    /// Lunar year, named after the solar year in which it begins.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// The leap month (tháng nhuận) that follows the month of this number.
    pub leap: bool,
    /// Day, 1 to 30.
    pub day: u8,
}

/// A lunar date that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LunarError {
    /// Outside the years that can be converted.
    #[error("lunar year {year} is not within 1968 to 2070")]
    Year {
        /// The year given.
        year: i32,
    },
    /// No such month.
    #[error("no month {month} in a lunar year")]
    Month {
        /// The month given.
        month: u8,
    },
    /// That month is not doubled in that year.
    #[error("lunar year {year} has no leap month {month}")]
    NoLeapMonth {
        /// The year given.
        year: i32,
        /// The month given.
        month: u8,
    },
    /// The month has no such day.
    #[error("that lunar month has {last} days, not {day}")]
    Day {
        /// The day given.
        day: u8,
        /// Days of the month.
        last: i64,
    },
}

impl LunarDate {
    /// The same day in the solar calendar.
    ///
    /// # Errors
    ///
    /// When there is no such day.
    ///
    /// # Example
    ///
    /// ```
    /// use nep_core::pregnancy::lunar::LunarDate;
    ///
    /// let new_year = LunarDate { year: 2026, month: 1, leap: false, day: 1 };
    /// assert_eq!(new_year.to_solar().expect("exists").to_string(), "2026-02-17");
    /// ```
    pub fn to_solar(self) -> Result<NaiveDate, LunarError> {
        if !YEARS.contains(&self.year) {
            return Err(LunarError::Year { year: self.year });
        }
        if !(1..=12).contains(&self.month) {
            return Err(LunarError::Month { month: self.month });
        }
        // Months 11 and 12 stand at the head of the count that starts with the winter solstice of their own year.
        let from = if self.month >= 11 { self.year } else { self.year - 1 };
        let months = months_from_solstice(from);
        let found = months.iter().find(|month| month.number == self.month && month.leap == self.leap);
        let Some(month) = found else {
            return Err(LunarError::NoLeapMonth { year: self.year, month: self.month });
        };
        if self.day == 0 || i64::from(self.day) > month.days {
            return Err(LunarError::Day { day: self.day, last: month.days });
        }
        Ok(shifted(month.first, i64::from(self.day) - 1))
    }
}

struct Month {
    first: NaiveDate,
    days: i64,
    number: u8,
    leap: bool,
}

/// The months from month 11 of lunar year `year` to the one before the next month 11.
fn months_from_solstice(year: i32) -> Vec<Month> {
    let (first, last) = (solstice_month(year), solstice_month(year + 1));
    let has_leap = last - first == 13;
    let mut number = 11;
    let mut leap_seen = false;
    let mut months = Vec::new();
    for k in first..last {
        let (start, end) = (new_moon_day(k), new_moon_day(k + 1));
        let without_term = solar_sector(start) == solar_sector(end);
        let leap = has_leap && !leap_seen && without_term;
        leap_seen |= leap;
        if k > first && !leap {
            number = number % 12 + 1;
        }
        months.push(Month { first: start, days: days_between(start, end), number, leap });
    }
    months
}

/// The lunation that holds the winter solstice of a solar year.
#[expect(clippy::cast_possible_truncation, reason = "lunations since 2000 are few")]
fn solstice_month(year: i32) -> i64 {
    let mut solstice = NaiveDate::from_ymd_opt(year, 12, 18).expect("18 December exists in every year");
    while solar_sector(shifted(solstice, 1)) < 9 {
        solstice = shifted(solstice, 1);
    }
    let mut k = ((julian_midnight(solstice) - 2_451_550.1) / MONTH).floor() as i64 + 2;
    while new_moon_day(k) > solstice {
        k -= 1;
    }
    k
}

/// Thirty-degree sector of the Sun at the beginning of a day in Viet Nam; 9 begins with the winter solstice.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 11")]
fn solar_sector(day: NaiveDate) -> u8 {
    (sun_longitude(julian_midnight(day)) / 30.0).floor() as u8
}

/// Julian day (UT) of midnight in Viet Nam at the beginning of `day`.
#[expect(clippy::cast_precision_loss, reason = "days of a calendar")]
fn julian_midnight(day: NaiveDate) -> f64 {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a real date");
    2_451_544.5 + days_between(epoch, day) as f64 - UTC_PLUS_7
}

/// The day in Viet Nam on which lunation `k` (0: January 2000) begins.
#[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
fn new_moon_day(k: i64) -> NaiveDate {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a real date");
    let local = new_moon(k) + UTC_PLUS_7 - 2_451_544.5;
    shifted(epoch, local.floor() as i64)
}

/// Seconds by which dynamical time is ahead of universal time, 1961–2150 (Espenak and Meeus).
fn delta_t(year: f64) -> f64 {
    let t = year - 2000.0;
    if year < 1986.0 {
        let t = year - 1975.0;
        45.45 + 1.067 * t - t * t / 260.0 - t.powi(3) / 718.0
    } else if year < 2005.0 {
        63.86 + 0.3345 * t - 0.060_374 * t.powi(2)
            + 0.001_727_5 * t.powi(3)
            + 0.000_651_814 * t.powi(4)
            + 0.000_023_735_99 * t.powi(5)
    } else if year < 2050.0 {
        62.92 + 0.322_17 * t + 0.005_589 * t * t
    } else {
        -20.0 + 32.0 * ((year - 1820.0) / 100.0).powi(2) - 0.5628 * (2150.0 - year)
    }
}

/// Julian day (UT) of the new moon of lunation `k` (Meeus, chapter 49).
#[expect(clippy::cast_precision_loss, reason = "lunations since 2000 are few")]
fn new_moon(k: i64) -> f64 {
    let k = k as f64;
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + MONTH * k + 0.000_154_37 * t * t - 1.5e-7 * t.powi(3) + 7.3e-10 * t.powi(4);
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
    let sun = rad(2.5534 + 29.105_356_70 * k - 1.4e-6 * t * t);
    let moon = rad(201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t + 1.238e-5 * t.powi(3));
    let f = rad(160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t - 2.27e-6 * t.powi(3));
    let node = rad(124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t + 2.15e-6 * t.powi(3));
    let periodic = [
        (-0.407_20, moon),
        (0.172_41 * e, sun),
        (0.016_08, 2.0 * moon),
        (0.010_39, 2.0 * f),
        (0.007_39 * e, moon - sun),
        (-0.005_14 * e, moon + sun),
        (0.002_08 * e * e, 2.0 * sun),
        (-0.001_11, moon - 2.0 * f),
        (-0.000_57, moon + 2.0 * f),
        (0.000_56 * e, 2.0 * moon + sun),
        (-0.000_42, 3.0 * moon),
        (0.000_42 * e, sun + 2.0 * f),
        (0.000_38 * e, sun - 2.0 * f),
        (-0.000_24 * e, 2.0 * moon - sun),
        (-0.000_17, node),
        (-0.000_07, moon + 2.0 * sun),
        (0.000_04, 2.0 * moon - 2.0 * f),
        (0.000_04, 3.0 * sun),
        (0.000_03, moon + sun - 2.0 * f),
        (0.000_03, 2.0 * moon + 2.0 * f),
        (-0.000_03, moon + sun + 2.0 * f),
        (0.000_03, moon - sun + 2.0 * f),
        (-0.000_02, moon - sun - 2.0 * f),
        (-0.000_02, 3.0 * moon + sun),
        (0.000_02, 4.0 * moon),
    ];
    let planets = [
        (0.000_325, 299.77 + 0.107_408 * k - 0.009_173 * t * t),
        (0.000_165, 251.88 + 0.016_321 * k),
        (0.000_164, 251.83 + 26.651_886 * k),
        (0.000_126, 349.42 + 36.412_478 * k),
        (0.000_110, 84.66 + 18.206_239 * k),
        (0.000_062, 141.74 + 53.303_771 * k),
        (0.000_060, 207.14 + 2.453_732 * k),
        (0.000_056, 154.84 + 7.306_860 * k),
        (0.000_047, 34.52 + 27.261_239 * k),
        (0.000_042, 207.19 + 0.121_824 * k),
        (0.000_040, 291.34 + 1.844_379 * k),
        (0.000_037, 161.72 + 24.198_154 * k),
        (0.000_035, 239.56 + 25.513_099 * k),
        (0.000_023, 331.55 + 3.592_518 * k),
    ];
    let correction: f64 = periodic.iter().map(|(size, angle)| size * angle.sin()).sum::<f64>()
        + planets.iter().map(|(size, angle)| size * rad(*angle).sin()).sum::<f64>();
    mean + correction - delta_t(2000.0 + k * MONTH / 365.25) / 86_400.0
}

/// Apparent longitude of the Sun in degrees, 0 to 360, at a Julian day (UT) (Meeus, chapter 25, to 0.01°).
fn sun_longitude(julian_day: f64) -> f64 {
    let dynamical = julian_day + delta_t(2000.0 + (julian_day - 2_451_545.0) / 365.25) / 86_400.0;
    let t = (dynamical - 2_451_545.0) / 36_525.0;
    let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let anomaly = rad(357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t);
    let centre = (1.914_602 - 0.004_817 * t - 0.000_014 * t * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = rad(125.04 - 1934.136 * t);
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

fn rad(degrees: f64) -> f64 {
    degrees.rem_euclid(360.0) / 360.0 * TAU
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solar(year: i32, month: u8, leap: bool, day: u8) -> String {
        match (LunarDate { year, month, leap, day }).to_solar() {
            Ok(date) => date.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// New year's days as published in Viet Nam; 1985, 2007 and 2030 are not those of the Chinese calendar.
    const TET: [&str; 33] = [
        "1968-01-29",
        "1985-01-21",
        "2000-02-05",
        "2001-01-24",
        "2002-02-12",
        "2003-02-01",
        "2004-01-22",
        "2005-02-09",
        "2006-01-29",
        "2007-02-17",
        "2008-02-07",
        "2009-01-26",
        "2010-02-14",
        "2011-02-03",
        "2012-01-23",
        "2013-02-10",
        "2014-01-31",
        "2015-02-19",
        "2016-02-08",
        "2017-01-28",
        "2018-02-16",
        "2019-02-05",
        "2020-01-25",
        "2021-02-12",
        "2022-02-01",
        "2023-01-22",
        "2024-02-10",
        "2025-01-29",
        "2026-02-17",
        "2027-02-06",
        "2028-01-26",
        "2029-02-13",
        "2030-02-02",
    ];

    #[test]
    fn new_year_falls_on_the_published_days() {
        for tet in TET {
            let year = tet[..4].parse().expect("a year");
            assert_eq!(solar(year, 1, false, 1), tet);
        }
    }

    #[test]
    fn leap_months_are_the_published_ones() {
        let leaps = [
            (2001, 4),
            (2004, 2),
            (2006, 7),
            (2009, 5),
            (2012, 4),
            (2014, 9),
            (2017, 6),
            (2020, 4),
            (2023, 2),
            (2025, 6),
            (2028, 5),
        ];
        for year in 2000..=2030 {
            for month in 1..=12 {
                let exists = LunarDate { year, month, leap: true, day: 1 }.to_solar().is_ok();
                assert_eq!(exists, leaps.contains(&(year, month)), "{year} month {month}");
            }
        }
        assert_eq!(solar(2025, 6, true, 1), "2025-07-25");
        assert_eq!(solar(2025, 7, false, 15), "2025-09-06");
        assert_eq!(solar(2026, 6, true, 1), "lunar year 2026 has no leap month 6");
    }

    #[test]
    fn every_month_has_29_or_30_days_and_follows_the_last() {
        let mut next = None;
        for year in *YEARS.start()..*YEARS.end() {
            for month in months_from_solstice(year) {
                assert!((29..=30).contains(&month.days), "{}", month.first);
                assert!(next.is_none_or(|next| next == month.first), "{}", month.first);
                next = Some(shifted(month.first, month.days));
            }
        }
    }

    #[test]
    fn a_day_that_is_not_there_is_named() {
        assert_eq!(solar(1967, 1, false, 1), "lunar year 1967 is not within 1968 to 2070");
        assert_eq!(solar(2026, 13, false, 1), "no month 13 in a lunar year");
        assert!(solar(2026, 1, false, 31).ends_with("not 31"));
        assert!(solar(2026, 1, false, 0).ends_with("not 0"));
    }
}
