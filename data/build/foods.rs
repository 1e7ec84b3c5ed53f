//! Foods: the composition tables, the traits of each food, and one effective value per food and nutrient.

use std::collections::BTreeMap;
use std::path::Path;

use crate::allergens::{self, Allergens};
use crate::effective::{self, Value};
use crate::seasons::{self, Season};
use crate::vocabulary::{DIVERSITY_GROUPS, FLAGS, IYCF_GROUPS, MDDW_GROUPS};
use crate::{DataError, Row, Table};

pub(crate) const VTN: &str = "foods/vtn-2007/foods.tsv";
pub(crate) const NIN: &str = "foods/nin-online-2026/foods.tsv";
pub(crate) const USDA: &str = "foods/usda-sr28/nutrients.tsv";
pub(crate) const CIQUAL: &str = "foods/ciqual-2020/nutrients.tsv";
pub(crate) const OWN: &str = "foods/nep-2026/foods.tsv";
const TRAITS: &str = "foods/nep-2026/food_traits.tsv";

/// A food with its effective composition.
#[derive(Debug)]
pub(crate) struct Food {
    pub code: u32,
    pub name_vi: String,
    pub name_en: String,
    pub group: i64,
    pub edible_percent: Option<f64>,
    pub traits: Traits,
    pub allergens: Option<Allergens>,
    pub seasons: Vec<Season>,
    pub values: BTreeMap<String, Value>,
    pub file: &'static str,
    pub line: usize,
}

/// What the food counts as, and what makes it unsafe for someone.
#[derive(Clone, Debug)]
pub(crate) struct Traits {
    pub diversity_group: String,
    pub iycf_group: String,
    pub mddw_group: String,
    pub animal_protein: bool,
    pub flags: String,
    pub line: usize,
}

/// From so much sodium on, in mg per 100 g, a food must be flagged as salt or as salty: safety rules read the flags.
const SALTY_MG: f64 = 1000.0;

/// What was weighed apart may add up to a little more than the 100 g (in the 2007 table by no more than 5 g).
const WHOLE_G: f64 = 105.0;

/// The book's own rounding of its energies.
const ENERGY_GAP_KCAL: f64 = 3.0;

/// Parts measured on one sample and a whole on another may differ by so much; more is a borrowed figure.
const PARTS_OVER_WHOLE: f64 = 1.15;

/// Every food, in order of code.
pub(crate) fn read(data: &Path) -> Result<Vec<Food>, DataError> {
    let (vtn, own) = (Table::read(data, VTN)?, Table::read(data, OWN)?);
    let names = names(&vtn, &own)?;
    let mut traits = read_traits(data, &names)?;
    let mut allergens = allergens::read(data, &names)?.foods;
    let mut seasons = seasons::read(data, &names)?;
    let mut values = effective::values(data, &vtn, &own, &names)?;
    let mut foods = Vec::new();
    for (file, row) in vtn.rows().map(|row| (VTN, row)).chain(own.rows().map(|row| (OWN, row))) {
        let code = food_code(&row, "code", &names)?;
        let group = row.integer("food_group")?;
        if !(1..=14).contains(&group) {
            return Err(row.fault("food_group", format!("{group} is not a group from 1 to 14")));
        }
        if code < 90_000 && i64::from(code / 1000) != group {
            return Err(row.fault("food_group", format!("food {code} is not of group {group}")));
        }
        let edible_percent = row.number_or_missing("edible_percent")?;
        if edible_percent.is_some_and(|percent| percent <= 0.0 || percent > 100.0) {
            return Err(row.fault("edible_percent", "must be above 0 and at most 100"));
        }
        foods.push(Food {
            code,
            name_vi: row.text("name_vi")?.to_owned(),
            name_en: row.cell("name_en")?.to_owned(),
            group,
            edible_percent,
            traits: traits
                .remove(&code)
                .ok_or_else(|| row.fault("code", format!("food {code} has no row in {TRAITS}")))?,
            allergens: allergens.remove(&code),
            seasons: seasons.remove(&code).unwrap_or_default(),
            values: values.remove(&code).unwrap_or_default(),
            file,
            line: row.number,
        });
    }
    foods.sort_by_key(|food| food.code);
    for food in &foods {
        food.check_flags()?;
        food.check_parts()?;
        allergens::check(food)?;
    }
    Ok(foods)
}

impl Food {
    /// Refuses a composition whose parts are much more than their whole: sugars over carbohydrate, fatty acids over fat,
    /// all over 100 g; and an energy that is not 4 P + 9 F + 4 C, save that of alcohol.
    fn check_parts(&self) -> Result<(), DataError> {
        let amount = |nutrient: &str| self.values.get(nutrient).map_or(0.0, |value| value.per_100g);
        let sum = |nutrients: &[&str]| -> f64 { nutrients.iter().copied().map(amount).sum() };
        let fault = |message: String| DataError {
            file: self.file.into(),
            row: self.line,
            column: None,
            message: format!("food {}: {message}: decide in {}", self.code, crate::decisions::FILE),
        };
        let acids = sum(&["saturated_fat", "monounsaturated_fat", "polyunsaturated_fat"]);
        for (part, parts, whole) in [("sugars", amount("sugars"), "carbohydrate"), ("fatty acids", acids, "fat")] {
            if parts > PARTS_OVER_WHOLE * amount(whole) + 0.5 {
                return Err(fault(format!("{parts:.2} g {part} in {:.2} g {whole}", amount(whole))));
            }
        }
        let all = sum(&["water", "protein", "fat", "carbohydrate", "fibre"]);
        if all > WHOLE_G {
            return Err(fault(format!("{all:.1} g water, protein, fat, carbohydrate and fibre in 100 g")));
        }
        let made = 4.0 * amount("protein") + 9.0 * amount("fat") + 4.0 * amount("carbohydrate");
        let alcohol = self.traits.flags.split(';').any(|flag| flag == "alcohol");
        if !alcohol && (amount("energy") - made).abs() > ENERGY_GAP_KCAL {
            return Err(fault(format!("{:.1} kcal, but 4 P + 9 F + 4 C is {made:.1}", amount("energy"))));
        }
        Ok(())
    }

    /// Refuses traits that the composition contradicts.
    fn check_flags(&self) -> Result<(), DataError> {
        let flagged = |wanted: &[&str]| self.traits.flags.split(';').any(|flag| wanted.contains(&flag));
        let fault = |column: &str, message: String| DataError {
            file: TRAITS.into(),
            row: self.traits.line,
            column: Some(column.to_owned()),
            message,
        };
        if let Some(sodium) = self.values.get("sodium").map(|value| value.per_100g)
            && sodium >= SALTY_MG
            && !flagged(&["added_salt", "salty"])
        {
            let message = format!("food {} has {sodium} mg sodium and is neither added_salt nor salty", self.code);
            return Err(fault("flags", message));
        }
        if matches!(self.group, 7 | 9 | 10) && !self.traits.animal_protein {
            return Err(fault("animal_protein", format!("food {} is of animal origin", self.code)));
        }
        let retinol = self.values.get("retinol").map_or(0.0, |value| value.per_100g);
        if self.group == 7 && retinol >= 3000.0 && !flagged(&["liver"]) {
            return Err(fault(
                "flags",
                format!("food {} has {retinol} µg retinol and is not flagged liver", self.code),
            ));
        }
        Ok(())
    }
}

/// The Vietnamese name of every food, by code.
pub(crate) fn all_names(data: &Path) -> Result<BTreeMap<u32, String>, DataError> {
    names(&Table::read(data, VTN)?, &Table::read(data, OWN)?)
}

fn names(vtn: &Table, own: &Table) -> Result<BTreeMap<u32, String>, DataError> {
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    for row in vtn.rows().chain(own.rows()) {
        let code = code(&row, "code")?;
        let name = row.text("name_vi")?;
        if names.values().any(|other| other == name) {
            return Err(row.fault("name_vi", format!("“{name}” stands twice")));
        }
        if names.insert(code, name.to_owned()).is_some() {
            return Err(row.fault("code", format!("{code} stands twice")));
        }
    }
    Ok(names)
}

fn code(row: &Row<'_>, column: &str) -> Result<u32, DataError> {
    let cell = row.text(column)?;
    cell.parse().map_err(|_| row.fault(column, format!("“{cell}” is not a food code")))
}

/// The code under `column`, of a food that exists.
pub(crate) fn food_code(row: &Row<'_>, column: &str, names: &BTreeMap<u32, String>) -> Result<u32, DataError> {
    let code = code(row, column)?;
    if names.contains_key(&code) { Ok(code) } else { Err(row.fault(column, format!("there is no food {code}"))) }
}

/// Refuses a row whose name is not that of its food.
pub(crate) fn same_name(
    row: &Row<'_>,
    code: u32,
    column: &str,
    names: &BTreeMap<u32, String>,
) -> Result<(), DataError> {
    let (cell, name) = (row.text(column)?, &names[&code]);
    if cell == name {
        Ok(())
    } else {
        Err(row.fault(column, format!("“{cell}” is not the name of food {code}, which is “{name}”")))
    }
}

fn read_traits(data: &Path, names: &BTreeMap<u32, String>) -> Result<BTreeMap<u32, Traits>, DataError> {
    let mut all = BTreeMap::new();
    for row in Table::read(data, TRAITS)?.rows() {
        let code = food_code(&row, "code", names)?;
        same_name(&row, code, "name_vi", names)?;
        let traits = Traits {
            diversity_group: row.one_of("diversity_group", DIVERSITY_GROUPS)?.to_owned(),
            iycf_group: row.one_of("iycf_group", IYCF_GROUPS)?.to_owned(),
            mddw_group: row.one_of("mddw_group", MDDW_GROUPS)?.to_owned(),
            animal_protein: row.one_of("animal_protein", &["0", "1"])? == "1",
            flags: row.some_of("flags", FLAGS)?.join(";"),
            line: row.number,
        };
        check_groups(&row, &traits)?;
        if all.insert(code, traits).is_some() {
            return Err(row.fault("code", format!("{code} stands twice")));
        }
    }
    Ok(all)
}

/// The three countings must tell the same story.
fn check_groups(row: &Row<'_>, traits: &Traits) -> Result<(), DataError> {
    let (iycf, mddw): (&[&str], &[&str]) = match traits.diversity_group.as_str() {
        "cereals_tubers" => (&["grains_roots"], &["grains_roots"]),
        "pulses_nuts" => (&["pulses_nuts_seeds"], &["pulses", "nuts_seeds"]),
        "dairy" => (&["dairy", "breast_milk"], &["dairy", ""]),
        "meat_fish" => (&["flesh"], &["flesh"]),
        "eggs" => (&["eggs"], &["eggs"]),
        "dark_green_orange" => (&["vitamin_a_rich"], &["dark_green_leafy", "other_vitamin_a"]),
        "other_veg_fruit" => (&["other_veg_fruit"], &["other_vegetables", "other_fruits"]),
        _ => (&[""], &[""]),
    };
    if !iycf.contains(&traits.iycf_group.as_str()) {
        let message = format!("“{}” does not go with {}", traits.iycf_group, traits.diversity_group);
        return Err(row.fault("iycf_group", message));
    }
    if !mddw.contains(&traits.mddw_group.as_str()) {
        let message = format!("“{}” does not go with {}", traits.mddw_group, traits.diversity_group);
        return Err(row.fault("mddw_group", message));
    }
    Ok(())
}
