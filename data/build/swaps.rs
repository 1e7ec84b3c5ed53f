//! What may stand in for what: `dishes/nep-2026/swap_kinds.tsv`, `foods/nep-2026/swap_classes.tsv` and `swaps.tsv`.
//!
//! Judgement of the kitchen, so it stands in tables; what is safe, and for whom, is not asked here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use crate::vocabulary::DISH_KINDS;
use crate::{DataError, Row, Table};

const KINDS: &str = "dishes/nep-2026/swap_kinds.tsv";
const CLASSES: &str = "foods/nep-2026/swap_classes.tsv";
const SWAPS: &str = "foods/nep-2026/swaps.tsv";
const TRAITS: &str = "foods/nep-2026/food_traits.tsv";
/// Tables that name foods, with the column of the group of the 2007 table.
const FOODS: [&str; 2] = ["foods/vtn-2007/foods.tsv", "foods/nep-2026/foods.tsv"];
/// What substitutes may be equal in.
const BASES: &[&str] = &["energy", "protein", "weight"];

/// The text of `swap_tables.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let mut out = kinds(data)?;
    let classes = classes(data, &mut out)?;
    foods(data, &classes, &mut out)?;
    Ok(out)
}

fn kinds(data: &Path) -> Result<String, DataError> {
    let table = Table::read(data, KINDS)?;
    let mut known = BTreeSet::new();
    let mut out = format!(
        "/// From `data/{KINDS}`: a kind of dish, and the kinds that may stand in its place, the nearest first.\n\
         static KINDS: &[(&str, &[&str])] = &[\n"
    );
    for row in table.rows() {
        let kind = row.one_of("kind", DISH_KINDS)?;
        let by = row.some_of("replaced_by", DISH_KINDS)?;
        if by.first() != Some(&kind) {
            return Err(row.fault("replaced_by", "the kind itself stands first"));
        }
        if !known.insert(kind) {
            return Err(row.fault("kind", format!("“{kind}” stands twice")));
        }
        let _ = writeln!(out, "    ({kind:?}, &{by:?}),");
    }
    if let Some(missing) = DISH_KINDS.iter().find(|kind| !known.contains(**kind)) {
        return Err(table.fault(format!("no row for “{missing}”")));
    }
    out.push_str("];\n");
    Ok(out)
}

fn classes(data: &Path, out: &mut String) -> Result<BTreeSet<String>, DataError> {
    let table = Table::read(data, CLASSES)?;
    let mut known = BTreeSet::new();
    let _ = write!(
        out,
        "/// From `data/{CLASSES}`: a class of foods, what its members are equal in, words that are right for each of them.\n\
         static CLASSES: &[Class] = &[\n"
    );
    for row in table.rows() {
        let class = row.text("class")?;
        let basis = match row.one_of("basis", BASES)? {
            "energy" => "Energy",
            "protein" => "Protein",
            _ => "Weight",
        };
        if !known.insert(class.to_owned()) {
            return Err(row.fault("class", format!("“{class}” stands twice")));
        }
        let _ = writeln!(
            out,
            "    Class {{ name: {class:?}, basis: Basis::{basis}, generic: &{:?}, line: {} }},",
            words(&row, "generic_vi")?,
            row.number
        );
    }
    out.push_str("];\n");
    Ok(known)
}

fn foods(data: &Path, classes: &BTreeSet<String>, out: &mut String) -> Result<(), DataError> {
    let mut names: BTreeMap<u32, (String, String)> = BTreeMap::new();
    for file in FOODS {
        for row in Table::read(data, file)?.rows() {
            names.insert(code(&row)?, (row.text("name_vi")?.to_owned(), row.text("food_group")?.to_owned()));
        }
    }
    let mut groups: BTreeMap<u32, String> = BTreeMap::new();
    for row in Table::read(data, TRAITS)?.rows() {
        groups.insert(code(&row)?, row.cell("diversity_group")?.to_owned());
    }
    let table = Table::read(data, SWAPS)?;
    let mut lines: BTreeMap<u32, String> = BTreeMap::new();
    let mut first: BTreeMap<&str, (u32, &str, &str)> = BTreeMap::new();
    for row in table.rows() {
        let code = code(&row)?;
        let Some((name, food_group)) = names.get(&code) else {
            return Err(row.fault("code", format!("no food {code} in {}", FOODS.join(" or "))));
        };
        if row.text("name_vi")? != name {
            return Err(row.fault("name_vi", format!("food {code} is “{name}”")));
        }
        let class = row.text("class")?;
        if !classes.contains(class) {
            return Err(row.fault("class", format!("no class “{class}” in {CLASSES}")));
        }
        // Of one food group: of the eight for variety, or of the 2007 table where the eight part by colour.
        let diversity = groups.get(&code).map_or("", String::as_str);
        let (of, its_diversity, its_group) = first.entry(class).or_insert((code, diversity, food_group));
        if *its_diversity != diversity && *its_group != food_group {
            return Err(
                row.fault("class", format!("food {code} is of another food group than {of}, of the same class"))
            );
        }
        let called = words(&row, "called_vi")?;
        if called.is_empty() {
            return Err(row.fault("called_vi", "is empty"));
        }
        let line = format!(
            "    Member {{ food: FoodCode({code}), class: {class:?}, called: &{called:?}, watch: &{:?} }},\n",
            words(&row, "watch_vi")?
        );
        if lines.insert(code, line).is_some() {
            return Err(row.fault("code", format!("food {code} stands twice")));
        }
    }
    let _ = write!(out, "/// From `data/{SWAPS}`, in order of food.\nstatic MEMBERS: &[Member] = &[\n");
    out.extend(lines.into_values());
    out.push_str("];\n");
    Ok(())
}

fn code(row: &Row<'_>) -> Result<u32, DataError> {
    u32::try_from(row.integer("code")?).map_err(|_| row.fault("code", "is not a code of a food"))
}

/// Words between `;`, none empty or twice.
fn words<'a>(row: &Row<'a>, column: &str) -> Result<Vec<&'a str>, DataError> {
    let cell = row.cell(column)?;
    let words: Vec<&str> = cell.split(';').filter(|_| !cell.is_empty()).collect();
    let bad = |(index, word): (usize, &&str)| word.trim() != *word || word.is_empty() || words[..index].contains(word);
    if words.iter().enumerate().any(bad) {
        return Err(row.fault(column, format!("“{cell}”: words between “;”, each once")));
    }
    Ok(words)
}
