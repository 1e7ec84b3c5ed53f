//! Which day is this pregnancy counted from, and why?
//!
//! Source: QĐ 4128/QĐ-BYT 2016 (last period + 40 weeks); ACOG Committee Opinion 700 (when a scan redates).
//!
//! What catches people out:
//! - the +7 days +9 months rule and last period + 280 days differ by up to three days; 280 days count here,
//!   [`naegele`] is only for explaining;
//! - the *first* scan decides; a later scan never moves the due date;
//! - the limit depends on the gestational age **by last period** on the day of the scan, and only a difference larger
//!   than the limit moves the date;
//! - for an embryo transfer the embryo's own age counts: last period = transfer − 14 days − 3 or 5 days;
//! - a cycle longer or shorter than 28 days changes nothing unless someone asked for it.

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;

use super::gestation::{GestationalAge, days_between, shifted};
use super::tables::{
    CYCLE_LONGEST, CYCLE_SHORTEST, LONGEST, OVULATION_DAY, PREGNANCY_DAYS, REDATING, Redating, SCAN_DATES_WELL_BEFORE,
    SCAN_EARLIEST, USUAL_CYCLE,
};

/// First day of the last period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastPeriod {
    /// The day, in the solar calendar.
    pub date: NaiveDate,
    /// It was told as a lunar date and converted (see [`super::lunar`]).
    pub from_lunar: bool,
    /// Days of a regular, known cycle, **only when the user chose** to count from ovulation.
    pub cycle_days: Option<i64>,
}

/// An ultrasound that estimated gestational age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Day of the scan.
    pub date: NaiveDate,
    /// Gestational age it found, in days.
    pub gestation_days: i64,
}

/// An embryo transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Day of the transfer.
    pub date: NaiveDate,
    /// Age of the embryo in days, 3 or 5.
    pub embryo_days: i64,
}

/// Everything known about the beginning of a pregnancy. What is unknown stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues {
    /// Last period.
    pub last_period: Option<LastPeriod>,
    /// Due date that someone else worked out.
    pub due_date: Option<NaiveDate>,
    /// Scans, in any order.
    pub scans: Vec<Scan>,
    /// Embryo transfer.
    pub transfer: Option<Transfer>,
    /// Insemination, or retrieval of the egg.
    pub insemination: Option<NaiveDate>,
}

/// A kind of clue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clue {
    /// First day of the last period.
    Lmp,
    /// The same, told as a lunar date.
    LunarLmp,
    /// A due date given.
    DueDate,
    /// The first scan.
    Ultrasound,
    /// An embryo transfer.
    EmbryoTransfer,
    /// Insemination or egg retrieval.
    Insemination,
}

/// Why this clue was believed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Decision {
    /// Nothing else was given.
    OnlyClue,
    /// Assisted conception is known to the day; nothing moves it.
    ConceptionKnown,
    /// Last period and first scan agree within the limit: the last period stands.
    LastPeriodKept {
        /// Days between the two.
        difference_days: i64,
        /// Largest difference allowed at this age.
        limit_days: i64,
    },
    /// They differ by more than the limit: the first scan sets the date.
    Redated {
        /// Days between the two.
        difference_days: i64,
        /// Largest difference allowed at this age.
        limit_days: i64,
    },
    /// By last period she was not pregnant, or over 44 weeks, on the day of the scan: the scan sets the date.
    LastPeriodImpossibleAtScan,
}

/// What else is to be said about the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DatingNote {
    /// No scan before 22w0d has confirmed the date.
    SuboptimallyDated,
    /// No scan yet, and 22w0d not reached: one would make the date sure.
    ScanAdvised,
    /// A later scan was given and not used.
    LaterScanIgnored,
    /// The due date given is not the one worked out.
    DueDateDiffers {
        /// Days the given one is later; negative when earlier.
        days: i64,
    },
    /// Counted from ovulation of a cycle of this length, as asked.
    CycleCounted {
        /// Length of the cycle.
        days: i64,
    },
}

/// The date a pregnancy is counted from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dating {
    /// The clue that was believed.
    pub method: Clue,
    /// Why.
    #[serde(flatten)]
    pub decision: Decision,
    /// First day of the last period, or the day that stands for it.
    pub counted_from: NaiveDate,
    /// `counted_from` + 280 days.
    pub due_date: NaiveDate,
    /// What else is to be said.
    pub notes: Vec<DatingNote>,
}

impl Dating {
    /// Gestational age on a day; `None` before the first day and after 44 weeks.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> Option<GestationalAge> {
        GestationalAge::from_days(days_between(self.counted_from, day))
    }
}

/// A date or number that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatingError {
    /// Nothing to count from.
    #[error("no date to count from")]
    NoClue,
    /// The day has not come yet.
    #[error("{date} is after {on}")]
    InFuture {
        /// Which clue.
        clue: Clue,
        /// The date given.
        date: NaiveDate,
        /// The day asked about.
        on: NaiveDate,
    },
    /// The due date is more than 280 days away: she would not be pregnant yet.
    #[error("{due} is {days} days after {on}, more than 280")]
    DueTooFar {
        /// The date given.
        due: NaiveDate,
        /// Days until then.
        days: i64,
        /// The day asked about.
        on: NaiveDate,
    },
    /// Over 44 weeks on the day asked about.
    #[error("{days} days of pregnancy are more than 308 (44 weeks)")]
    TooLong {
        /// Which clue.
        clue: Clue,
        /// Days of pregnancy it would give.
        days: i64,
    },
    /// A scan cannot have found this age.
    #[error("a scan cannot find {days} days of pregnancy")]
    ScanAge {
        /// Days given.
        days: i64,
    },
    /// An embryo is transferred on day 3 or 5.
    #[error("embryo age {days} days is not 3 or 5")]
    EmbryoAge {
        /// Days given.
        days: i64,
    },
    /// Not a regular cycle one could count from.
    #[error("a cycle of {days} days is not within 21 to 35")]
    Cycle {
        /// Days given.
        days: i64,
    },
}

impl DatingError {
    /// The clue at fault, when it is one clue's.
    #[must_use]
    pub const fn clue(&self) -> Option<Clue> {
        match self {
            Self::NoClue => None,
            Self::InFuture { clue, .. } | Self::TooLong { clue, .. } => Some(*clue),
            Self::DueTooFar { .. } => Some(Clue::DueDate),
            Self::ScanAge { .. } => Some(Clue::Ultrasound),
            Self::EmbryoAge { .. } => Some(Clue::EmbryoTransfer),
            Self::Cycle { .. } => Some(Clue::Lmp),
        }
    }
}

/// The due date by the rule of +7 days and +9 months, to explain with; [`Dating::due_date`] is the one that counts.
#[must_use]
pub fn naegele(last_period: NaiveDate) -> Option<NaiveDate> {
    last_period.checked_add_days(Days::new(7))?.checked_add_months(Months::new(9))
}

/// The date a pregnancy is counted from, as known on the day `on`.
///
/// Believed in this order: embryo transfer, insemination, first scan against last period, last period, first scan
/// before 22w0d, a due date given (which may rest on an earlier scan), a later scan.
///
/// # Errors
///
/// No clue at all, a date in the future, a scan or embryo age that cannot be, over 44 weeks.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use nep_core::pregnancy::{Clues, LastPeriod, date_pregnancy};
///
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a real date");
/// let last_period = LastPeriod { date: day(2007, 9, 15), from_lunar: false, cycle_days: None };
/// let clues = Clues { last_period: Some(last_period), ..Clues::default() };
/// let dating = date_pregnancy(&clues, day(2008, 1, 1)).expect("plausible");
/// assert_eq!(dating.due_date, day(2008, 6, 21));
/// ```
pub fn date_pregnancy(clues: &Clues, on: NaiveDate) -> Result<Dating, DatingError> {
    check(clues, on)?;
    let first_scan = clues.scans.iter().min_by_key(|scan| scan.date);
    let scan_start = first_scan.map(|scan| shifted(scan.date, -scan.gestation_days));
    let (method, decision, counted_from) = if let Some(transfer) = clues.transfer {
        let start = shifted(transfer.date, -(OVULATION_DAY.value + transfer.embryo_days));
        (Clue::EmbryoTransfer, Decision::ConceptionKnown, start)
    } else if let Some(date) = clues.insemination {
        (Clue::Insemination, Decision::ConceptionKnown, shifted(date, -OVULATION_DAY.value))
    } else if let Some(period) = clues.last_period {
        let start = shifted(period.date, period.cycle_days.map_or(0, |days| days - USUAL_CYCLE.value));
        match first_scan.zip(scan_start) {
            None => (period_clue(period), Decision::OnlyClue, start),
            Some((scan, scan_start)) => match decide(start, *scan) {
                kept @ Decision::LastPeriodKept { .. } => (period_clue(period), kept, start),
                moved => (Clue::Ultrasound, moved, scan_start),
            },
        }
    } else if let Some(start) = scan_start.filter(|_| clues.due_date.is_none() || first_scan.is_some_and(is_early)) {
        (Clue::Ultrasound, Decision::OnlyClue, start)
    } else if let Some(due) = clues.due_date {
        (Clue::DueDate, Decision::OnlyClue, shifted(due, -PREGNANCY_DAYS.value))
    } else {
        return Err(DatingError::NoClue);
    };
    let days = days_between(counted_from, on);
    if days < 0 {
        return Err(DatingError::InFuture { clue: method, date: counted_from, on });
    }
    if days > LONGEST.value {
        return Err(DatingError::TooLong { clue: method, days });
    }
    let due_date = shifted(counted_from, PREGNANCY_DAYS.value);
    let notes = notes(clues, method, counted_from, due_date, on);
    Ok(Dating { method, decision, counted_from, due_date, notes })
}

/// Whether a scan dates well by its own finding.
fn is_early(scan: &Scan) -> bool {
    scan.gestation_days < SCAN_DATES_WELL_BEFORE.value
}

fn check(clues: &Clues, on: NaiveDate) -> Result<(), DatingError> {
    let past = |clue, date| if date > on { Err(DatingError::InFuture { clue, date, on }) } else { Ok(()) };
    if let Some(period) = clues.last_period {
        past(period_clue(period), period.date)?;
        let cycle = period.cycle_days.unwrap_or(USUAL_CYCLE.value);
        if !(CYCLE_SHORTEST.value..=CYCLE_LONGEST.value).contains(&cycle) {
            return Err(DatingError::Cycle { days: cycle });
        }
    }
    for scan in &clues.scans {
        past(Clue::Ultrasound, scan.date)?;
        if !(SCAN_EARLIEST.value..=LONGEST.value).contains(&scan.gestation_days) {
            return Err(DatingError::ScanAge { days: scan.gestation_days });
        }
    }
    if let Some(transfer) = clues.transfer {
        past(Clue::EmbryoTransfer, transfer.date)?;
        if !matches!(transfer.embryo_days, 3 | 5) {
            return Err(DatingError::EmbryoAge { days: transfer.embryo_days });
        }
    }
    if let Some(date) = clues.insemination {
        past(Clue::Insemination, date)?;
    }
    if let Some(due) = clues.due_date {
        let days = days_between(on, due);
        if days > PREGNANCY_DAYS.value {
            return Err(DatingError::DueTooFar { due, days, on });
        }
    }
    Ok(())
}

const fn period_clue(period: LastPeriod) -> Clue {
    if period.from_lunar { Clue::LunarLmp } else { Clue::Lmp }
}

/// The row that holds at a gestational age (by last period) on the day of a scan.
#[must_use]
pub fn redating_row(gestation_days: i64) -> Option<&'static Redating> {
    REDATING.iter().find(|row| (row.from_day..=row.to_day).contains(&gestation_days))
}

fn decide(counted_from: NaiveDate, scan: Scan) -> Decision {
    let by_period = days_between(counted_from, scan.date);
    let Some(row) = redating_row(by_period) else {
        return Decision::LastPeriodImpossibleAtScan;
    };
    let (difference_days, limit_days) = ((by_period - scan.gestation_days).abs(), row.over_days);
    if difference_days > limit_days {
        Decision::Redated { difference_days, limit_days }
    } else {
        Decision::LastPeriodKept { difference_days, limit_days }
    }
}

fn notes(clues: &Clues, method: Clue, start: NaiveDate, due_date: NaiveDate, on: NaiveDate) -> Vec<DatingNote> {
    let mut notes = Vec::new();
    let well_dated = |date| days_between(start, date) < SCAN_DATES_WELL_BEFORE.value;
    // A due date from elsewhere may rest on an early scan we know nothing of.
    let known_otherwise = matches!(method, Clue::EmbryoTransfer | Clue::Insemination | Clue::DueDate);
    if !known_otherwise && !clues.scans.iter().any(|scan| well_dated(scan.date)) {
        notes.push(if well_dated(on) { DatingNote::ScanAdvised } else { DatingNote::SuboptimallyDated });
    }
    if clues.scans.len() > 1 {
        notes.push(DatingNote::LaterScanIgnored);
    }
    if let Some(days) = clues.due_date.map(|given| days_between(due_date, given)).filter(|days| *days != 0) {
        notes.push(DatingNote::DueDateDiffers { days });
    }
    let by_period = matches!(method, Clue::Lmp | Clue::LunarLmp);
    if let Some(days) = clues.last_period.and_then(|period| period.cycle_days).filter(|_| by_period) {
        notes.push(DatingNote::CycleCounted { days });
    }
    notes
}
