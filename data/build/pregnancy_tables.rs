//! Dating, weight gain, danger signs, supplements and visits of pregnancy as Rust tables: `guidelines/weight-gain-2017`
//! and `guidelines/supplements-2016`. Each emitted row keeps its file, line, source and confidence.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use crate::{DataError, Row, Table};

const GAIN: &str = "guidelines/weight-gain-2017/gwg.tsv";
const FIGURES: &str = "guidelines/weight-gain-2017/figures.tsv";
const REDATING: &str = "guidelines/weight-gain-2017/redating.tsv";
const KNOTS: &str = "guidelines/weight-gain-2017/band_knots.tsv";
const SUPPLEMENTS: &str = "guidelines/supplements-2016/supplements.tsv";
const DANGER: &str = "guidelines/supplements-2016/danger_signs.tsv";
const VISITS: &str = "guidelines/supplements-2016/antenatal_visits.tsv";

/// The text of `pregnancy_tables.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let mut out = String::new();
    figures(&mut out, data)?;
    gain_rules(&mut out, data)?;
    redating(&mut out, data)?;
    knots(&mut out, data)?;
    list(&mut out, data, DANGER, ("DANGER_SIGNS", "DangerSign"), |_| Ok(String::new()))?;
    list(&mut out, data, SUPPLEMENTS, ("SUPPLEMENTS", "Supplement"), |row| {
        let kind = match row.one_of("kind", &["take", "ask", "avoid", "interaction"])? {
            "take" => "Take",
            "ask" => "AskFirst",
            "avoid" => "Avoid",
            _ => "Interaction",
        };
        Ok(format!(
            "kind: SupplementKind::{kind}, {}, after_birth_days: {}, ",
            span(row)?,
            row.integer("after_birth_days")?
        ))
    })?;
    list(&mut out, data, VISITS, ("ANTENATAL_VISITS", "AntenatalVisit"), |row| {
        let schedule = match row.one_of("schedule", &["VN-4128", "VN-4128-scan", "VN-4128-test", "WHO-2016"])? {
            "VN-4128" => "Vietnam",
            "VN-4128-scan" => "VietnamScan",
            "VN-4128-test" => "VietnamTest",
            _ => "Who",
        };
        Ok(format!("schedule: Schedule::{schedule}, {}, ", span(row)?))
    })?;
    Ok(out)
}

/// `source: …` of a row, as every emitted row ends.
fn source(file: &str, row: &Row<'_>) -> Result<String, DataError> {
    let confidence = match row.one_of("confidence", &["high", "medium", "low"])? {
        "high" => "High",
        "medium" => "Medium",
        _ => "Low",
    };
    Ok(format!(
        "source: Reference {{ source: {:?}, confidence: Confidence::{confidence}, file: \"data/{file}\", line: {} }}",
        row.text("source")?,
        row.number,
    ))
}

fn span(row: &Row<'_>) -> Result<String, DataError> {
    let (from, to) = (row.integer("from_day")?, row.integer("to_day")?);
    if from < 0 || to < from {
        return Err(row.fault("to_day", "ends before it begins"));
    }
    Ok(format!("from_day: {from}, to_day: {to}"))
}

fn figures(out: &mut String, data: &Path) -> Result<(), DataError> {
    let mut seen = BTreeSet::new();
    for row in Table::read(data, FIGURES)?.rows() {
        let id = row.text("id")?;
        if !seen.insert(id.to_owned()) {
            return Err(row.fault("id", "stands twice"));
        }
        let unit = row.one_of("unit", &["days", "years", "kg", "kg/m2", "cm", "mm", "%"])?;
        let _ = writeln!(out, "#[doc = {:?}]", row.text("note")?);
        let shape = if matches!(unit, "days" | "years") {
            format!("Figure<i64> = Figure {{ value: {}", row.integer("value")?)
        } else {
            format!("Figure<f64> = Figure {{ value: {:?}", row.number("value")?)
        };
        let _ = writeln!(out, "pub static {id}: {shape}, {} }};", source(FIGURES, &row)?);
    }
    Ok(())
}

fn gain_rules(out: &mut String, data: &Path) -> Result<(), DataError> {
    let table = Table::read(data, GAIN)?;
    let _ = writeln!(out, "/// Every row of `data/{GAIN}`.\npub static GAIN_RULES: [GainRule; {}] = [", table.len());
    let mut names = Vec::new();
    for row in table.rows() {
        let id = row.text("rule_id")?;
        let (low, high) = (row.number_or_missing("value_low")?, row.number_or_missing("value_high")?);
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            return Err(row.fault("value_high", "below value_low"));
        }
        let _ = writeln!(
            out,
            "GainRule {{ id: {id:?}, standard: {:?}, bmi_from: {:?}, bmi_below: {:?}, low: {low:?}, high: {high:?}, unit: {:?}, {} }},",
            row.text("standard")?,
            row.number_or_missing("bmi_min_incl")?,
            row.number_or_missing("bmi_max_excl")?,
            row.text("unit")?,
            source(GAIN, &row)?,
        );
        names.push(id.replace('-', "_"));
    }
    out.push_str("];\n/// The rows by name, so that a rule that left the table does not compile.\n");
    out.push_str("#[allow(dead_code, reason = \"the table keeps rules that only inform readers\")]\npub mod rules {\n");
    out.push_str("use super::{GAIN_RULES, GainRule};\n");
    for (index, name) in names.iter().enumerate() {
        let _ = writeln!(out, "pub static {name}: &GainRule = &GAIN_RULES[{index}];");
    }
    out.push_str("}\n");
    Ok(())
}

fn redating(out: &mut String, data: &Path) -> Result<(), DataError> {
    let table = Table::read(data, REDATING)?;
    let _ = writeln!(out, "/// `data/{REDATING}`.\npub static REDATING: [Redating; {}] = [", table.len());
    let mut next = 0;
    for row in table.rows() {
        if row.integer("from_day")? != next {
            return Err(row.fault("from_day", format!("{next} expected: rows must follow without a gap")));
        }
        next = row.integer("to_day")? + 1;
        let _ = writeln!(
            out,
            "Redating {{ {}, method: {:?}, over_days: {}, {} }},",
            span(&row)?,
            row.text("method")?,
            row.integer("redate_over_days")?,
            source(REDATING, &row)?,
        );
    }
    out.push_str("];\n");
    Ok(())
}

fn knots(out: &mut String, data: &Path) -> Result<(), DataError> {
    let table = Table::read(data, KNOTS)?;
    let gain = Table::read(data, GAIN)?;
    for row in table.rows() {
        let from = row.cell("built_from")?;
        let known = gain.rows().any(|rule| rule.cell("rule_id").is_ok_and(|id| id == from));
        if !known && !["", "total"].contains(&from) {
            return Err(row.fault("built_from", format!("no row {from} in {GAIN}")));
        }
    }
    for (standard, name) in [("VN-776", "VN_KNOTS"), ("IOM-2009", "IOM_KNOTS")] {
        let _ = writeln!(out, "/// `data/{KNOTS}`, {standard}.\npub static {name}: &[Knot] = &[");
        for row in table.rows() {
            if row.one_of("standard", &["VN-776", "IOM-2009"])? == standard {
                let (week, from) = (row.number("week")?, row.cell("built_from")?);
                let _ = writeln!(out, "Knot {{ week: {week:?}, built_from: {from:?}, {} }},", source(KNOTS, &row)?);
            }
        }
        out.push_str("];\n");
    }
    Ok(())
}

/// A table of things with a `code` each, as a static list.
fn list(
    out: &mut String,
    data: &Path,
    file: &str,
    (name, kind): (&str, &str),
    fields: impl Fn(&Row<'_>) -> Result<String, DataError>,
) -> Result<(), DataError> {
    let table = Table::read(data, file)?;
    let _ = writeln!(out, "/// `data/{file}`.\npub static {name}: [{kind}; {}] = [", table.len());
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let code = row.text("code")?;
        if !seen.insert(code.to_owned()) {
            return Err(row.fault("code", "stands twice"));
        }
        let _ = writeln!(out, "{kind} {{ code: {code:?}, {}{} }},", fields(&row)?, source(file, &row)?);
    }
    out.push_str("];\n");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// The fault found when `from` is replaced by `to` in one table.
    fn fault_after(file: &str, from: &str, to: &str) -> String {
        let real = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copy = TempDir::new().expect("a folder");
        for table in [GAIN, FIGURES, REDATING, KNOTS, SUPPLEMENTS, DANGER, VISITS] {
            let mut text = fs::read_to_string(real.join(table)).expect("a table");
            if table == file {
                assert!(text.contains(from), "{from} stands in {file}");
                text = text.replacen(from, to, 1);
            }
            let path = copy.path().join(table);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a copy");
        }
        match emit(copy.path()) {
            Ok(_) => panic!("a fault in {file} went unnoticed"),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn a_gap_between_redating_rows_is_refused() {
        let fault = fault_after(REDATING, "63\t97", "64\t97");
        assert!(fault.contains("redating.tsv, row 3, column from_day: 63 expected"), "{fault}");
    }

    #[test]
    fn a_range_upside_down_is_refused() {
        let fault = fault_after(GAIN, "\t11.5\t16\t", "\t16\t11.5\t");
        assert!(fault.contains("gwg.tsv") && fault.ends_with("column value_high: below value_low"), "{fault}");
    }

    #[test]
    fn a_row_without_source_or_confidence_is_refused() {
        let fault = fault_after(DANGER, "\tQD4128/2016 (recalled list)\tmedium", "\t\tmedium");
        assert!(fault.contains("row 2, column source: is empty"), "{fault}");
        let fault = fault_after(FIGURES, "\thigh\n", "\tsure\n");
        assert!(fault.contains("row 2, column confidence"), "{fault}");
    }

    #[test]
    fn a_code_or_a_corner_that_is_not_known_is_refused() {
        let fault = fault_after(SUPPLEMENTS, "iron_anaemia", "iron_folic_acid");
        assert!(fault.contains("row 3, column code: stands twice"), "{fault}");
        let fault = fault_after(KNOTS, "VN-NORM-T2", "VN-NORM-T9");
        assert!(fault.contains("row 4, column built_from"), "{fault}");
    }
}
