//! The WHO growth standards as Rust tables: `growth/who-2006`.

use std::fmt::Write;
use std::path::Path;

use crate::{DataError, Row, Table};

struct Source {
    name: &'static str,
    file: &'static str,
    x: &'static str,
    first: i64,
    last: i64,
    /// Rows per unit of `x`: 1 a day, 10 a centimetre.
    steps: i64,
}

const fn by_age(name: &'static str, file: &'static str, first: i64) -> Source {
    Source { name, file, x: "age_days", first, last: 1826, steps: 1 }
}

const SOURCES: [Source; 9] = [
    by_age("LENGTH_FOR_AGE", "growth/who-2006/length_height_for_age.tsv", 0),
    by_age("WEIGHT_FOR_AGE", "growth/who-2006/weight_for_age.tsv", 0),
    by_age("BMI_FOR_AGE", "growth/who-2006/bmi_for_age.tsv", 0),
    by_age("HEAD_FOR_AGE", "growth/who-2006/head_circumference_for_age.tsv", 0),
    by_age("ARM_FOR_AGE", "growth/who-2006/arm_circumference_for_age.tsv", 91),
    by_age("TRICEPS_FOR_AGE", "growth/who-2006/triceps_skinfold_for_age.tsv", 91),
    by_age("SUBSCAPULAR_FOR_AGE", "growth/who-2006/subscapular_skinfold_for_age.tsv", 91),
    Source {
        name: "WEIGHT_FOR_LENGTH",
        file: "growth/who-2006/weight_for_length.tsv",
        x: "length_cm",
        first: 450,
        last: 1100,
        steps: 10,
    },
    Source {
        name: "WEIGHT_FOR_HEIGHT",
        file: "growth/who-2006/weight_for_height.tsv",
        x: "height_cm",
        first: 650,
        last: 1200,
        steps: 10,
    },
];

/// The text of `growth_tables.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let mut out = String::new();
    for source in &SOURCES {
        let table = Table::read(data, source.file)?;
        let _ = writeln!(out, "/// From `data/{}`.", source.file);
        out.push_str(
            "#[allow(clippy::approx_constant, reason = \"figures of a table, none of them meant as π or e\")]\n",
        );
        let _ = writeln!(
            out,
            "pub(super) static {}: Standard = Standard {{ first: {}, steps_per_unit: {}, rows: [",
            source.name, source.first, source.steps
        );
        for sex in ["m", "f"] {
            out.push_str("&[\n");
            let mut expected = source.first;
            for row in table.rows() {
                if row.one_of("sex", &["m", "f"])? == sex {
                    let step = step(source, &row)?;
                    if step != expected {
                        return Err(row.fault(source.x, format!("row for {expected} expected, in order")));
                    }
                    expected += 1;
                    emit_row(&mut out, &row)?;
                }
            }
            if expected != source.last + 1 {
                return Err(table.fault(format!("sex {sex} ends at {}, not at {}", expected - 1, source.last)));
            }
            out.push_str("],\n");
        }
        out.push_str("]};\n");
    }
    Ok(out)
}

/// The row's place, in whole steps of the table.
fn step(source: &Source, row: &Row<'_>) -> Result<i64, DataError> {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "table steps are small")]
    let (exact, rounded) = {
        let exact = row.number(source.x)? * source.steps as f64;
        (exact, exact.round() as i64)
    };
    #[expect(clippy::cast_precision_loss, reason = "table steps are small")]
    if (exact - rounded as f64).abs() > 1e-6 {
        return Err(row.fault(source.x, "not on a step of the table"));
    }
    Ok(rounded)
}

fn emit_row(out: &mut String, row: &Row<'_>) -> Result<(), DataError> {
    let (l, m, s) = (row.number("l")?, row.number("m")?, row.number("s")?);
    if l == 0.0 || m <= 0.0 || s <= 0.0 {
        return Err(row.fault("m", "L must not be zero, M and S must be above zero"));
    }
    let _ = writeln!(out, "Lms {{ l: {l:?}, m: {m:?}, s: {s:?} }},");
    Ok(())
}
