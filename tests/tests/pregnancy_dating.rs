//! Dating a pregnancy: worked examples of the guidelines, and both sides of every limit.

use chrono::{Days, NaiveDate};
use nep_core::pregnancy::{
    Clue, Clues, DatingError, DatingNote, Decision, LastPeriod, Scan, Transfer, date_pregnancy, naegele, redating_row,
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a real date")
}

fn after(date: NaiveDate, days: u64) -> NaiveDate {
    date + Days::new(days)
}

fn last_period(date: NaiveDate) -> Clues {
    Clues { last_period: Some(LastPeriod { date, from_lunar: false, cycle_days: None }), ..Clues::default() }
}

fn with_scan(period: NaiveDate, days_by_period: u64, gestation_days: i64) -> Clues {
    Clues { scans: vec![Scan { date: after(period, days_by_period), gestation_days }], ..last_period(period) }
}

const PERIOD: &str = "2026-01-01";

#[test]
fn the_guideline_s_example_is_a_day_off_280_days() {
    let period = day("2007-09-15");
    let dating = date_pregnancy(&last_period(period), day("2008-01-01")).expect("plausible");
    assert_eq!(naegele(period), Some(day("2008-06-22")), "QĐ 4128: +7 days, +9 months");
    assert_eq!(dating.due_date, day("2008-06-21"), "280 days");
    assert_eq!((dating.method, dating.decision), (Clue::Lmp, Decision::OnlyClue));
}

#[test]
fn each_redating_limit_keeps_the_period_on_the_limit_and_moves_it_beyond() {
    // ACOG Committee Opinion 700: first and last day of each row, and its limit.
    let rows = [(0, 62, 5), (63, 97, 7), (98, 111, 7), (112, 153, 10), (154, 195, 14), (196, 308, 21)];
    let period = day(PERIOD);
    for (first, last, limit) in rows {
        for at in [first, last] {
            assert_eq!(redating_row(at).map(|row| row.over_days), Some(limit), "day {at}");
            for sign in [-1, 1] {
                let decided = |difference: i64| {
                    let found = at + sign * difference;
                    (28..=308).contains(&found).then(|| {
                        let at = u64::try_from(at).expect("not negative");
                        let clues = with_scan(period, at, found);
                        date_pregnancy(&clues, after(period, at)).expect("plausible")
                    })
                };
                if let Some(kept) = decided(limit) {
                    let expected = Decision::LastPeriodKept { difference_days: limit, limit_days: limit };
                    assert_eq!((kept.method, kept.decision), (Clue::Lmp, expected), "day {at}");
                    assert_eq!(kept.counted_from, period);
                }
                if let Some(moved) = decided(limit + 1) {
                    let expected = Decision::Redated { difference_days: limit + 1, limit_days: limit };
                    assert_eq!((moved.method, moved.decision), (Clue::Ultrasound, expected), "day {at}");
                    let later = moved.counted_from.signed_duration_since(period).num_days();
                    assert_eq!(later, -sign * (limit + 1));
                }
            }
        }
    }
    assert!(redating_row(-1).is_none() && redating_row(309).is_none());
}

#[test]
fn the_first_scan_decides_whatever_later_ones_say() {
    let period = day(PERIOD);
    let mut clues = with_scan(period, 70, 72);
    clues.scans.insert(0, Scan { date: after(period, 140), gestation_days: 120 });
    let dating = date_pregnancy(&clues, after(period, 150)).expect("plausible");
    assert_eq!(dating.decision, Decision::LastPeriodKept { difference_days: 2, limit_days: 7 });
    assert!(dating.notes.contains(&DatingNote::LaterScanIgnored));
}

#[test]
fn a_period_after_the_scan_or_years_before_it_gives_way_to_the_scan() {
    let scan = Scan { date: day("2026-03-01"), gestation_days: 70 };
    for period in [day("2026-03-05"), day("2024-12-01")] {
        let clues = Clues { scans: vec![scan], ..last_period(period) };
        let dating = date_pregnancy(&clues, day("2026-04-01")).expect("the scan is plausible");
        assert_eq!((dating.method, dating.decision), (Clue::Ultrasound, Decision::LastPeriodImpossibleAtScan));
    }
}

#[test]
fn without_a_scan_before_22_weeks_the_date_is_not_sure() {
    let period = day(PERIOD);
    let notes = |clues: &Clues, on: u64| date_pregnancy(clues, after(period, on)).expect("plausible").notes;
    assert_eq!(notes(&with_scan(period, 153, 153), 200), []);
    assert_eq!(notes(&with_scan(period, 154, 154), 200), [DatingNote::SuboptimallyDated]);
    assert_eq!(notes(&last_period(period), 153), [DatingNote::ScanAdvised]);
    assert_eq!(notes(&last_period(period), 154), [DatingNote::SuboptimallyDated]);
}

#[test]
fn assisted_conception_counts_from_the_egg() {
    let on = day("2026-06-01");
    for (embryo_days, counted_from) in [(3, "2026-02-12"), (5, "2026-02-10")] {
        let transfer = Some(Transfer { date: day("2026-03-01"), embryo_days });
        // A period that disagrees does not matter: conception is known.
        let dating = date_pregnancy(&Clues { transfer, ..last_period(day("2026-01-01")) }, on).expect("plausible");
        assert_eq!((dating.method, dating.decision), (Clue::EmbryoTransfer, Decision::ConceptionKnown));
        assert_eq!(dating.counted_from, day(counted_from));
    }
    let clues = Clues { insemination: Some(day("2026-03-01")), ..Clues::default() };
    assert_eq!(date_pregnancy(&clues, on).map(|dating| dating.counted_from), Ok(day("2026-02-15")));
    let transfer = Some(Transfer { date: day("2026-03-01"), embryo_days: 4 });
    let wrong = date_pregnancy(&Clues { transfer, ..Clues::default() }, on);
    assert_eq!(wrong, Err(DatingError::EmbryoAge { days: 4 }));
}

#[test]
fn a_cycle_counts_only_when_asked_and_regular() {
    let on = day("2026-03-01");
    let counted_from = |cycle_days| {
        let last_period = Some(LastPeriod { date: day(PERIOD), from_lunar: false, cycle_days });
        date_pregnancy(&Clues { last_period, ..Clues::default() }, on).map(|dating| dating.counted_from)
    };
    assert_eq!(counted_from(None), Ok(day("2026-01-01")));
    assert_eq!(counted_from(Some(35)), Ok(day("2026-01-08")));
    assert_eq!(counted_from(Some(21)), Ok(day("2025-12-25")));
    assert_eq!(counted_from(Some(36)), Err(DatingError::Cycle { days: 36 }));
    assert_eq!(counted_from(Some(20)), Err(DatingError::Cycle { days: 20 }));
}

#[test]
fn a_date_that_cannot_be_is_named() {
    let period = day(PERIOD);
    let on = |clues: &Clues, on| date_pregnancy(clues, on).map(|dating| dating.counted_from);
    assert_eq!(on(&Clues::default(), period), Err(DatingError::NoClue));
    let tomorrow = DatingError::InFuture { clue: Clue::Lmp, date: period, on: day("2025-12-31") };
    assert_eq!(on(&last_period(period), day("2025-12-31")), Err(tomorrow));
    assert!(on(&last_period(period), period).is_ok());
    assert!(on(&last_period(period), after(period, 308)).is_ok());
    let too_long = DatingError::TooLong { clue: Clue::Lmp, days: 309 };
    assert_eq!(on(&last_period(period), after(period, 309)), Err(too_long));
    let due = |days| Clues { due_date: Some(after(period, days)), ..Clues::default() };
    assert_eq!(on(&due(280), period), Ok(period));
    let too_far = DatingError::DueTooFar { due: after(period, 281), days: 281, on: period };
    assert_eq!(on(&due(281), period), Err(too_far));
    assert_eq!(on(&due(0), after(period, 29)), Err(DatingError::TooLong { clue: Clue::DueDate, days: 309 }));
    for gestation_days in [-1, 27, 309] {
        let scan = Clues { scans: vec![Scan { date: period, gestation_days }], ..Clues::default() };
        assert_eq!(on(&scan, after(period, 7)), Err(DatingError::ScanAge { days: gestation_days }));
    }
}

#[test]
fn a_due_date_that_differs_is_told_and_does_not_decide() {
    let period = day(PERIOD);
    let clues = Clues { due_date: Some(after(period, 284)), ..last_period(period) };
    let dating = date_pregnancy(&clues, after(period, 60)).expect("plausible");
    assert_eq!(dating.due_date, after(period, 280));
    assert!(dating.notes.contains(&DatingNote::DueDateDiffers { days: 4 }));
}

#[test]
fn a_due_date_given_gives_way_only_to_an_early_scan() {
    let due = day("2026-10-08");
    let method = |gestation_days| {
        let scans = vec![Scan { date: after(day("2026-01-01"), 160), gestation_days }];
        let clues = Clues { due_date: Some(due), scans, ..Clues::default() };
        date_pregnancy(&clues, day("2026-07-01")).expect("plausible").method
    };
    assert_eq!(method(153), Clue::Ultrasound);
    assert_eq!(method(154), Clue::DueDate);
}
