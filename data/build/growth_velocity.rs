//! The WHO growth velocity standards as Rust tables: `growth/who-2009`.

use std::fmt::Write;
use std::path::Path;

use crate::{DataError, Table};

const SOURCES: [(&str, &str); 3] = [
    ("WEIGHT_VELOCITY", "growth/who-2009/weight_velocity.tsv"),
    ("LENGTH_VELOCITY", "growth/who-2009/length_velocity.tsv"),
    ("HEAD_VELOCITY", "growth/who-2009/head_circumference_velocity.tsv"),
];

/// The text of `growth_velocity.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let mut out = String::new();
    for (name, file) in SOURCES {
        let table = Table::read(data, file)?;
        let _ = writeln!(out, "/// From `data/{file}`.\nstatic {name}: &[Row] = &[");
        for row in table.rows() {
            let sex = if row.one_of("sex", &["m", "f"])? == "m" { "Boy" } else { "Girl" };
            let (interval, start) = (row.integer("interval_months")?, row.integer("start_month")?);
            if row.integer("end_month")? != start + interval {
                return Err(row.fault("end_month", "is not start plus interval"));
            }
            let (l, m, s) = (row.number("l")?, row.number("m")?, row.number("s")?);
            if l == 0.0 || m <= 0.0 || s <= 0.0 {
                return Err(row.fault("m", "L must not be zero, M and S must be above zero"));
            }
            let delta = if name == "WEIGHT_VELOCITY" { row.number("delta_g")? } else { 0.0 };
            let _ = writeln!(
                out,
                "Row {{ sex: Sex::{sex}, interval: {interval}, start: {start}, lms: Lms {{ l: {l:?}, m: {m:?}, s: {s:?} }}, \
                 delta: {delta:?}, line: {} }},",
                row.number,
            );
        }
        let _ = writeln!(out, "];\nconst {name}_FILE: &str = \"data/{file}\";");
    }
    Ok(out)
}
