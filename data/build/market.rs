//! How foods are bought and measured at home: `foods/nep-2026/food_measures.tsv` and `food_stalls.tsv`.
//!
//! A measure holds so many *edible* grams, the grams that dishes count. Both tables are defaults of this project, said to
//! be no better than medium confidence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use crate::foods::{all_names, food_code, same_name};
use crate::vocabulary::CONFIDENCE;
use crate::{DataError, Table};

const MEASURES: &str = "foods/nep-2026/food_measures.tsv";
const STALLS: &str = "foods/nep-2026/food_stalls.tsv";

/// Stalls in the order a market is walked.
const STALL_WORDS: &[&str] = &["dry", "leaves", "roots", "fruit", "meat", "fish", "eggs_tofu", "dairy", "seasoning"];
/// A measure of one food outside this, in edible grams, is a slip of the pen.
const GRAMS: (f64, f64) = (0.5, 5000.0);
/// Parts of a unit that one can buy or measure out.
const STEPS: &[&str] = &["1", "0.5", "0.25"];

/// The text of `food_measures.rs`, in order of food.
pub fn emit_measures(data: &Path) -> Result<String, DataError> {
    let names = all_names(data)?;
    let mut seen = BTreeSet::new();
    let mut lines: BTreeMap<(u32, usize), String> = BTreeMap::new();
    let mut sold: BTreeSet<u32> = BTreeSet::new();
    for row in Table::read(data, MEASURES)?.rows() {
        let code = food_code(&row, "food_code", &names)?;
        same_name(&row, code, "food_name_vi", &names)?;
        let (vi, en) = (row.text("measure_vi")?, row.text("measure_en")?);
        if !seen.insert((code, vi.to_owned())) {
            return Err(row.fault("measure_vi", format!("“{vi}” of food {code} stands twice")));
        }
        let grams = row.number("grams_edible")?;
        if !(GRAMS.0..=GRAMS.1).contains(&grams) {
            return Err(row.fault("grams_edible", format!("{grams} g in one {en} is not believable")));
        }
        row.one_of("step", STEPS)?;
        let step = row.number("step")?;
        row.text("uses")?;
        let uses = row.some_of("uses", &["market", "kitchen"])?;
        let (market, kitchen) = (uses.contains(&"market"), uses.contains(&"kitchen"));
        if market && !sold.insert(code) {
            return Err(row.fault("uses", format!("food {code} has two units it is sold by")));
        }
        let confidence = match row.one_of("confidence", CONFIDENCE)? {
            "high" => return Err(row.fault("confidence", "nobody has weighed these: medium at most")),
            "medium" => "Medium",
            _ => "Low",
        };
        lines.insert(
            (code, row.number),
            format!(
                "Measure {{ food: FoodCode({code}), vi: {vi:?}, en: {en:?}, grams: {grams:?}, step: {step:?}, market: {market}, \
                 kitchen: {kitchen}, confidence: Confidence::{confidence}, line: {} }},\n",
                row.number
            ),
        );
    }
    let mut out = format!("/// From `data/{MEASURES}`, in order of food.\nstatic MEASURES: &[Measure] = &[\n");
    out.extend(lines.into_values());
    out.push_str("];\n");
    Ok(out)
}

/// The text of `food_stalls.rs`: the stall of each group, and of the foods that stand elsewhere.
pub fn emit_stalls(data: &Path) -> Result<String, DataError> {
    let names = all_names(data)?;
    let table = Table::read(data, STALLS)?;
    let (mut groups, mut foods) = (BTreeMap::new(), BTreeMap::new());
    for row in table.rows() {
        let stall = row.one_of("stall", STALL_WORDS)?.to_owned();
        let twice = match (row.cell("food_group")?, row.cell("food_code")?) {
            (_, "") => {
                let group = row.integer("food_group")?;
                if !(1..=14).contains(&group) {
                    return Err(row.fault("food_group", format!("{group} is not a group from 1 to 14")));
                }
                groups.insert(group, stall).is_some()
            }
            ("", _) => {
                let code = food_code(&row, "food_code", &names)?;
                same_name(&row, code, "food_name_vi", &names)?;
                foods.insert(code, stall).is_some()
            }
            _ => return Err(row.fault("food_code", "a row is of a group or of a food, not of both")),
        };
        if twice {
            return Err(row.fault("stall", "its group or food stands twice"));
        }
    }
    if let Some(group) = (1..=14).find(|group| !groups.contains_key(group)) {
        return Err(table.fault(format!("group {group} has no stall")));
    }
    let variant = |stall: &str| match stall {
        "eggs_tofu" => "EggsTofu".to_owned(),
        word => word[..1].to_uppercase() + &word[1..],
    };
    let mut out = format!("/// From `data/{STALLS}`: of groups 1 to 14.\nstatic OF_GROUP: &[Stall] = &[\n");
    for stall in groups.values() {
        let _ = writeln!(out, "Stall::{},", variant(stall));
    }
    out.push_str(
        "];\n/// Foods that stand elsewhere than their group, by code.\nstatic OF_FOOD: &[(u32, Stall)] = &[\n",
    );
    for (code, stall) in &foods {
        let _ = writeln!(out, "({code}, Stall::{}),", variant(stall));
    }
    out.push_str("];\n");
    Ok(out)
}
