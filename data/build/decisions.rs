//! Disputed cells of the 2007 table and what was decided on each: `foods/nep-2026/decisions.tsv`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::vocabulary::CONFIDENCE;
use crate::{DataError, Row, Table};

/// Where the value of a disputed cell comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Keep2007,
    UseNin,
    UseUsda,
    UseCiqual,
    /// The same nutrient of another food of the 2007 table.
    UseFood(u32),
    /// A figure given in the decision itself.
    Value(f64),
    /// No figure can be trusted.
    Missing,
}

#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub choice: Choice,
    pub confidence: String,
    pub reason: String,
    pub line: usize,
}

pub(crate) const FILE: &str = "foods/nep-2026/decisions.tsv";
const DOUBTS: &str = "foods/vtn-2007/doubts.tsv";

/// Decisions by food and column of the 2007 table. Every doubt has one.
pub(crate) fn read(data: &Path, names: &BTreeMap<u32, String>) -> Result<BTreeMap<(u32, String), Decision>, DataError> {
    let mut decisions = BTreeMap::new();
    for row in Table::read(data, FILE)?.rows() {
        let code = crate::foods::food_code(&row, "code", names)?;
        crate::foods::same_name(&row, code, "name_vi", names)?;
        let nutrient = row.text("nutrient")?.to_owned();
        let decision = Decision {
            choice: choice(&row, names)?,
            confidence: row.one_of("confidence", CONFIDENCE)?.to_owned(),
            reason: row.text("reason")?.to_owned(),
            line: row.number,
        };
        if decisions.insert((code, nutrient), decision).is_some() {
            return Err(row.fault("nutrient", "this food and nutrient are decided twice"));
        }
    }
    for row in Table::read(data, DOUBTS)?.rows() {
        let code = crate::foods::food_code(&row, "code", names)?;
        let nutrient = row.text("nutrient")?;
        if !decisions.contains_key(&(code, nutrient.to_owned())) {
            return Err(
                row.fault("nutrient", format!("the doubt about {nutrient} of food {code} has no decision in {FILE}"))
            );
        }
    }
    Ok(decisions)
}

fn choice(row: &Row<'_>, names: &BTreeMap<u32, String>) -> Result<Choice, DataError> {
    let kinds = ["keep_2007", "use_nin", "use_usda", "use_ciqual", "use_food", "set_value", "set_missing"];
    let kind = row.one_of("decision", &kinds)?;
    if !matches!(kind, "use_food" | "set_value") && !row.cell("value")?.is_empty() {
        return Err(row.fault("value", format!("{kind} takes no value")));
    }
    Ok(match kind {
        "keep_2007" => Choice::Keep2007,
        "use_nin" => Choice::UseNin,
        "use_usda" => Choice::UseUsda,
        "use_ciqual" => Choice::UseCiqual,
        "use_food" => Choice::UseFood(crate::foods::food_code(row, "value", names)?),
        "set_value" => Choice::Value(row.number("value")?),
        _ => Choice::Missing,
    })
}
