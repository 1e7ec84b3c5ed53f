//! What belongs to every pregnancy: danger signs, supplements and visits.
//!
//! Source: QĐ 4128/QĐ-BYT 2016, WHO antenatal care 2016; tables of `guidelines/supplements-2016`.
//!
//! What catches people out: the danger signs are a checklist that refers; nothing here diagnoses. Doses for treatment
//! are decided by health staff: the table keeps them, the sentences do not say them.

use chrono::NaiveDate;
use serde::Serialize;

use super::gestation::{GestationalAge, shifted};
use super::tables::{ANTENATAL_VISITS, AntenatalVisit, DANGER_SIGNS, DangerSign, SUPPLEMENTS, Schedule, Supplement};

/// Every sign with which she goes now, in the order they are asked.
#[must_use]
pub fn danger_signs() -> &'static [DangerSign] {
    &DANGER_SIGNS
}

/// The sign of this code.
#[must_use]
pub fn danger_sign(code: &str) -> Option<&'static DangerSign> {
    DANGER_SIGNS.iter().find(|sign| sign.code == code)
}

/// The rows of the supplement schedule that hold at this gestational age.
///
/// ```
/// use nep_core::pregnancy::{GestationalAge, supplements_at};
///
/// let at = |weeks: i64| GestationalAge::from_days(weeks * 7).map(supplements_at).expect("an age");
/// assert!(!at(19).iter().any(|row| row.code == "calcium"));
/// assert!(at(20).iter().any(|row| row.code == "calcium"));
/// ```
#[must_use]
pub fn supplements_at(age: GestationalAge) -> Vec<&'static Supplement> {
    SUPPLEMENTS.iter().filter(|row| (row.from_day..=row.to_day).contains(&age.days())).collect()
}

/// A visit that is due now or comes next.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct NextVisit {
    /// Which.
    pub visit: &'static AntenatalVisit,
    /// First day of its window.
    pub from: NaiveDate,
    /// Last day of its window.
    pub to: NaiveDate,
    /// The window is open.
    pub now: bool,
}

/// The open or next window of each schedule: the four Vietnamese visits, scans, tests, and the WHO's eight contacts.
#[must_use]
pub fn next_visits(counted_from: NaiveDate, age: GestationalAge) -> Vec<NextVisit> {
    [Schedule::Vietnam, Schedule::VietnamScan, Schedule::VietnamTest, Schedule::Who]
        .into_iter()
        .filter_map(|schedule| {
            let ahead = |row: &&AntenatalVisit| row.schedule == schedule && row.to_day >= age.days();
            ANTENATAL_VISITS.iter().filter(ahead).min_by_key(|row| row.from_day)
        })
        .map(|visit| NextVisit {
            visit,
            from: shifted(counted_from, visit.from_day),
            to: shifted(counted_from, visit.to_day),
            now: visit.from_day <= age.days(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(days: i64) -> Vec<&'static str> {
        let age = GestationalAge::from_days(days).expect("an age");
        supplements_at(age).iter().map(|row| row.code).collect()
    }

    #[test]
    fn deworming_waits_for_the_second_trimester() {
        assert!(codes(97).contains(&"deworming_not_yet") && !codes(97).contains(&"deworming"));
        assert!(codes(98).contains(&"deworming") && !codes(98).contains(&"deworming_not_yet"));
    }

    #[test]
    fn iron_and_folic_acid_is_for_the_whole_pregnancy() {
        for days in 0..=308 {
            assert!(codes(days).contains(&"iron_folic_acid"), "day {days}");
        }
    }

    #[test]
    fn the_next_visit_is_the_open_window_or_the_one_after() {
        let from = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a real date");
        let next = |days| {
            let age = GestationalAge::from_days(days).expect("an age");
            next_visits(from, age).iter().map(|next| (next.visit.code, next.now)).collect::<Vec<_>>()
        };
        assert_eq!(
            next(98),
            [("second_trimester", true), ("scan_middle", false), ("glucose", false), ("contact_2", false)]
        );
        assert_eq!(next(174)[1], ("scan_middle", true));
        assert_eq!(next(175)[1], ("scan_late", false));
        assert_eq!(next(203).len(), 3, "the glucose test is past");
    }
}
