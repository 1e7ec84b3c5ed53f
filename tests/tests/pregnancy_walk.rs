//! From every figure an assessment shows to its row under `data/`: the row says the same source and the same confidence.

use std::collections::BTreeSet;
use std::fs;

use chrono::{Days, NaiveDate};
use nep_core::pregnancy::{Case, LastPeriod, Reference, Scan, Weighing, assess, danger_signs};
use nep_core::units::{Centimetres, Kilograms, Millimetres};

/// What stands under `column` in the row of a reference.
fn cell(reference: &Reference, column: &str) -> String {
    let path = nep_tests::repository().join(reference.file);
    let text = fs::read_to_string(path).expect("the table is there");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let place = header.split('\t').position(|name| name == column).expect("the column");
    let row = text.lines().nth(usize::try_from(reference.line).expect("small") - 1).expect("the row is there");
    row.split('\t').nth(place).expect("the cell").to_owned()
}

/// Many different women, so that every kind of answer is walked.
fn cases() -> Vec<Case> {
    let period = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a real date");
    let mut cases = Vec::new();
    for days in [40_u64, 80, 120, 200, 262, 285, 296] {
        for before in [34.0, 45.0, 50.0, 60.0, 66.0, 100.0] {
            for (fetuses, gain) in [(1, -4.0), (1, 6.0), (1, 25.0), (2, 12.0), (3, 12.0)] {
                let mut case = Case::on(period + Days::new(days));
                case.clues.last_period = Some(LastPeriod { date: period, from_lunar: false, cycle_days: None });
                if days > 200 {
                    case.clues.scans.push(Scan { date: period + Days::new(75), gestation_days: 60 });
                }
                case.height = Centimetres::new(if fetuses == 3 { 128.0 } else { 160.0 }).ok();
                case.weight_before = Kilograms::new(before).ok();
                case.weight = Kilograms::new(before + gain).ok();
                case.muac = Millimetres::new(200.0 + before / 4.0).ok();
                case.age_years = Some(16);
                let weight = Kilograms::new(before + 4.0).expect("above zero");
                case.earlier.push(Weighing { date: period + Days::new(days - 20), weight });
                case.danger_signs = vec![danger_signs()[0].code.to_owned()];
                cases.push(case);
            }
        }
    }
    cases
}

#[test]
fn every_figure_shown_leads_to_its_row() {
    let mut walked = BTreeSet::new();
    for case in cases() {
        let Ok(seen) = assess(&case) else { panic!("plausible: {case:?}") };
        let rows = seen.supplements.iter().map(|row| (row.code, row.source));
        let visits = seen.next_visits.iter().map(|next| (next.visit.code, next.visit.source));
        for (code, source) in rows.chain(visits) {
            assert_eq!(cell(&source, "code"), code);
            walked.insert((source.file, source.line));
        }
        for source in &seen.sources {
            assert_eq!(cell(source, "source"), source.source);
            assert_eq!(cell(source, "confidence"), source.confidence.code());
            walked.insert((source.file, source.line));
        }
    }
    for sign in danger_signs() {
        assert_eq!(cell(&sign.source, "code"), sign.code);
    }
    assert!(walked.len() > 45, "only {} rows were walked", walked.len());
}
