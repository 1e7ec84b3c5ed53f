//! What people need: `guidelines/rni-2016` and `guidelines/feeding-2026`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::nutrients;
use crate::vocabulary as words;
use crate::{DataError, Row, Table};

pub(crate) const RNI: &str = "guidelines/rni-2016/rni.tsv";
const NAMES: &str = "guidelines/rni-2016/nutrients.tsv";
pub(crate) const FEEDING: &str = "guidelines/feeding-2026/feeding_by_age.tsv";

/// Text columns of a requirement row, in the order of the database.
pub(crate) const REQUIREMENT_TEXT: [&str; 9] =
    ["group_id", "group_vi", "nutrient", "unit", "value_kind", "condition", "source", "confidence", "edition"];

pub(crate) struct Requirement {
    /// Cells of [`REQUIREMENT_TEXT`].
    pub text: [String; 9],
    pub note: String,
    pub value: f64,
    /// The food nutrient it is compared with, when there is one.
    pub food_nutrient: Option<String>,
    pub line: usize,
}

/// What the requirement table calls a nutrient, its food nutrient and the units it may stand in.
struct Name {
    food_nutrient: Option<String>,
    units: Vec<String>,
}

fn names(data: &Path) -> Result<BTreeMap<String, Name>, DataError> {
    let list = nutrients::read(data)?;
    let mut names = BTreeMap::new();
    for row in Table::read(data, NAMES)?.rows() {
        let code = row.cell("food_nutrient")?;
        let units: Vec<String> = row.text("units")?.split(';').map(str::to_owned).collect();
        let food_nutrient = if code.is_empty() {
            None
        } else {
            let nutrient = list
                .iter()
                .find(|n| n.code == code)
                .ok_or_else(|| row.fault("food_nutrient", format!("there is no nutrient “{code}”")))?;
            let unit = nutrient.unit.symbol();
            let amounts = units.iter().filter(|u| u.ends_with("/day") && !u.contains("/kg"));
            for amount in amounts {
                if amount.split([' ', '/']).next() != Some(unit) {
                    return Err(row.fault("units", format!("“{amount}” where the food nutrient is in {unit}")));
                }
            }
            Some(code.to_owned())
        };
        if names.insert(row.text("nutrient")?.to_owned(), Name { food_nutrient, units }).is_some() {
            return Err(row.fault("nutrient", "stands twice"));
        }
    }
    Ok(names)
}

/// The requirement rows of every edition, as printed.
pub(crate) fn requirements(data: &Path) -> Result<Vec<Requirement>, DataError> {
    let names = names(data)?;
    let mut keys = BTreeSet::new();
    let mut all = Vec::new();
    for row in Table::read(data, RNI)?.rows() {
        row.one_of("group_id", words::REQUIREMENT_GROUPS)?;
        row.one_of("value_kind", words::REQUIREMENT_KINDS)?;
        row.one_of("confidence", words::CONFIDENCE)?;
        row.one_of("edition", words::EDITIONS)?;
        row.text("source")?;
        let nutrient = row.text("nutrient")?;
        let name =
            names.get(nutrient).ok_or_else(|| row.fault("nutrient", format!("“{nutrient}” is not in {NAMES}")))?;
        let unit = row.text("unit")?;
        if !name.units.iter().any(|u| u == unit) {
            return Err(row.fault("unit", format!("“{unit}” is not a unit of {nutrient}: {}", name.units.join(", "))));
        }
        let value = row.number("value")?;
        if value < 0.0 {
            return Err(row.fault("value", "is below zero"));
        }
        let mut text: [String; 9] = Default::default();
        for (cell, column) in text.iter_mut().zip(REQUIREMENT_TEXT) {
            row.cell(column)?.clone_into(cell);
        }
        if !keys.insert(text.clone()) {
            return Err(row.fault("value_kind", "the same requirement stands twice"));
        }
        all.push(Requirement {
            text,
            note: row.cell("note")?.to_owned(),
            value,
            food_nutrient: name.food_nutrient.clone(),
            line: row.number,
        });
    }
    Ok(all)
}

/// Columns of a feeding row, in the order of the table.
pub(crate) const FEEDING_COLUMNS: [&str; 20] = [
    "age_from_months",
    "age_to_months",
    "group_vi",
    "breastfeeding",
    "main_meals_low",
    "main_meals_high",
    "snacks_low",
    "snacks_high",
    "amount_per_meal",
    "texture",
    "energy_need_boys_kcal",
    "energy_need_girls_kcal",
    "energy_from_food_breastfed_kcal",
    "energy_from_food_non_breastfed_kcal",
    "min_feeds_non_breastfed",
    "food_rules",
    "avoid",
    "source",
    "confidence",
    "note",
];

/// The feeding rows; ages follow one another without a gap.
pub(crate) fn feeding(data: &Path) -> Result<Vec<(usize, Vec<String>)>, DataError> {
    let mut all = Vec::new();
    let mut expected = 0;
    for row in Table::read(data, FEEDING)?.rows() {
        if row.integer("age_from_months")? != expected {
            return Err(row.fault("age_from_months", format!("{expected} months expected, ages follow one another")));
        }
        expected = row.integer("age_to_months")? + 1;
        check_feeding(&row)?;
        let cells: Result<Vec<String>, _> =
            FEEDING_COLUMNS.iter().map(|column| row.cell(column).map(str::to_owned)).collect();
        all.push((row.number, cells?));
    }
    Ok(all)
}

fn check_feeding(row: &Row<'_>) -> Result<(), DataError> {
    row.one_of("confidence", words::CONFIDENCE)?;
    for (low, high) in [("main_meals_low", "main_meals_high"), ("snacks_low", "snacks_high")] {
        if row.integer(low)? > row.integer(high)? {
            return Err(row.fault(high, format!("is below {low}")));
        }
    }
    for column in &FEEDING_COLUMNS[10..15] {
        row.number_or_missing(column)?;
    }
    row.text("source").map(|_| ())
}
