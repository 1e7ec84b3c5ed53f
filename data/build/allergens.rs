//! Allergens of each food: `foods/nep-2026/food_allergens.tsv`.
//!
//! Every food of a group where allergens occur has a row; `none` is a decision too. A row with a local name holds for
//! the product that a dish calls by that name, over what its food holds.

use std::collections::BTreeMap;
use std::path::Path;

use crate::foods::{Food, food_code, same_name};
use crate::vocabulary::ALLERGENS;
use crate::{DataError, Row, Table};

pub(crate) const FILE: &str = "foods/nep-2026/food_allergens.tsv";

/// Groups of the 2007 table where none of the ten occurs, save in what their foods are made into: tubers, vegetables,
/// fruit, fresh meat.
const FREE_GROUPS: [i64; 4] = [2, 4, 5, 7];

/// What a food holds, and what it holds or not by who made it: lists between `;`.
#[derive(Clone, Debug)]
pub(crate) struct Allergens {
    pub holds: String,
    pub read_label: String,
    pub line: usize,
}

/// Rows of foods, and rows of products under a local name.
pub(crate) struct Known {
    pub foods: BTreeMap<u32, Allergens>,
    pub local: BTreeMap<(u32, String), Allergens>,
}

pub(crate) fn read(data: &Path, names: &BTreeMap<u32, String>) -> Result<Known, DataError> {
    let mut known = Known { foods: BTreeMap::new(), local: BTreeMap::new() };
    for row in Table::read(data, FILE)?.rows() {
        let code = food_code(&row, "code", names)?;
        same_name(&row, code, "name_vi", names)?;
        let allergens = allergens(&row)?;
        let local = row.cell("local_name_vi")?;
        let before = if local.is_empty() {
            known.foods.insert(code, allergens)
        } else {
            known.local.insert((code, local.to_owned()), allergens)
        };
        if before.is_some() {
            return Err(row.fault("code", format!("{code} stands twice")));
        }
    }
    Ok(known)
}

fn allergens(row: &Row<'_>) -> Result<Allergens, DataError> {
    let holds = match row.text("allergens")? {
        "none" => String::new(),
        _ => row.some_of("allergens", ALLERGENS)?.join(";"),
    };
    let read_label = row.some_of("read_label", ALLERGENS)?;
    if let Some(both) = read_label.iter().find(|allergen| holds.split(';').any(|held| held == **allergen)) {
        return Err(row.fault("read_label", format!("it always holds {both}")));
    }
    Ok(Allergens { holds, read_label: read_label.join(";"), line: row.number })
}

/// Refuses a food that should have a row and has none, and a row that its food's traits contradict.
pub(crate) fn check(food: &Food) -> Result<(), DataError> {
    let traits = &food.traits;
    let flagged = |flag: &str| traits.flags.split(';').any(|f| f == flag);
    let Some(allergens) = &food.allergens else {
        if FREE_GROUPS.contains(&food.group) && !flagged("processed_meat") {
            return Ok(());
        }
        return Err(DataError {
            file: food.file.into(),
            row: food.line,
            column: Some("code".into()),
            message: format!("food {} has no row in {FILE}: its allergens, or none", food.code),
        });
    };
    let holds = |allergen: &str| allergens.holds.split(';').any(|held| held == allergen);
    let is_dairy = traits.iycf_group == "dairy" || flagged("animal_milk") || flagged("condensed_milk");
    for (certain, allergen) in [(traits.diversity_group == "eggs", "eggs"), (is_dairy, "milk")] {
        if certain && !holds(allergen) {
            return Err(DataError {
                file: FILE.into(),
                row: allergens.line,
                column: Some("allergens".into()),
                message: format!("food {} is {allergen} by its traits", food.code),
            });
        }
    }
    Ok(())
}
