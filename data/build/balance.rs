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

/// Groups of people that the library knows, besides children of certain months: `child_6_11m`.
const GROUPS: [&str; 8] =
    ["all", "woman", "pregnant", "lactating", "child", "breastfed_child", "milk_not_counted", "breastfed_6_11m"];
/// Last month of the requirement tables' children (3–5 years).
const LAST_MONTH: u8 = 71;

/// The group of a row; a word the library does not know would silently hold for no one.
fn group<'a>(row: &Row<'a>) -> Result<&'a str, DataError> {
    let group = row.text("group")?;
    let months = || {
        let (from, to) = group.strip_prefix("child_")?.strip_suffix('m')?.split_once('_')?;
        Some((from.parse::<u8>().ok()?, to.parse::<u8>().ok()?))
    };
    match months() {
        Some((from, to)) if from <= to && to <= LAST_MONTH => Ok(group),
        None if GROUPS.contains(&group) => Ok(group),
        _ => Err(row.fault("group", format!("“{group}” is no group of people: it would hold for no one"))),
    }
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
        group(row)?,
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
