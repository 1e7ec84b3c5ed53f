//! The limits of a balanced day as a Rust table: `guidelines/balance-2026`.

use std::fmt::Write;
use std::path::Path;

use crate::{DataError, Row, Table};

const FILE: &str = "guidelines/balance-2026/balance.tsv";

/// The text of `balance_tables.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let table = Table::read(data, FILE)?;
    let mut out = format!("/// From `data/{FILE}`.\npub(super) static LIMITS: &[Limit] = &[\n");
    for row in table.rows() {
        emit_row(&mut out, &row)?;
    }
    out.push_str("];\n");
    Ok(out)
}

fn emit_row(out: &mut String, row: &Row<'_>) -> Result<(), DataError> {
    let confidence = row.one_of("confidence", &["high", "medium", "low"])?;
    let kind = row.one_of("kind", &["hard", "goal", "inform"])?;
    if confidence == "low" && kind != "inform" {
        return Err(row.fault("kind", "a limit of low confidence may only inform"));
    }
    let (low, high) = (row.number_or_missing("low")?, row.number_or_missing("high")?);
    let own = row.one_of("limit", &["here", "rni"])? == "here";
    if own && low.is_none() && high.is_none() {
        return Err(row.fault("low", "a limit that stands here needs low or high"));
    }
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        return Err(row.fault("low", "is above high"));
    }
    let _ = writeln!(
        out,
        "Limit {{ rule: {:?}, group: {:?}, low: {low:?}, high: {high:?}, unit: {:?}, own: {own}, kind: Kind::{}, \
         source: {:?}, confidence: Confidence::{}, note: {:?}, line: {} }},",
        row.text("rule")?,
        row.text("group")?,
        row.text("unit")?,
        variant(kind),
        row.text("source")?,
        variant(confidence),
        row.cell("note")?,
        row.number
    );
    Ok(())
}

/// `hard` → `Hard`.
fn variant(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
