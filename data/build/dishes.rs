//! Dishes, their ingredients, recipes, prices and the sample menus: `dishes/nep-2026`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::allergens::{self, Allergens};
use crate::foods::{Food, food_code, same_name};
use crate::menus::{self, Menu};
use crate::portions::{self, Portion};
use crate::safety;
use crate::sharing::{self, Sharing};
use crate::times::{self, Minutes};
use crate::vocabulary as words;
use crate::{DataError, Row, Table};

pub(crate) const DISHES: &str = "dishes/nep-2026/dishes.tsv";
pub(crate) const INGREDIENTS: &str = "dishes/nep-2026/dish_ingredients.tsv";
pub(crate) const RECIPES: &str = "dishes/nep-2026/recipes.tsv";
pub(crate) const PRICES: &str = "dishes/nep-2026/prices.tsv";
const TRAITS: &str = "dishes/nep-2026/dish_traits.tsv";
const SOURCES: &str = "dishes/nep-2026/sources.tsv";

/// The largest helping of one ingredient in one serving, in grams: more is a slip of the pen.
const MOST_GRAMS: f64 = 600.0;

#[derive(Debug)]
pub(crate) struct Dish {
    pub id: String,
    pub name_vi: String,
    pub name_en: String,
    pub kind: String,
    pub regions: String,
    pub audiences: String,
    pub meals: String,
    pub tags: String,
    pub flags: String,
    pub flags_reason: String,
    pub child_ages: Option<(i64, i64)>,
    pub minutes: Minutes,
    pub sharing: Option<Sharing>,
    /// The row of [`portions::PORTIONS`] that holds for it.
    pub portion_line: usize,
    pub note_vi: String,
    pub source: String,
    pub line: usize,
    pub ingredients: Vec<Ingredient>,
    pub steps: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Ingredient {
    pub food: u32,
    pub grams: f64,
    pub role: String,
    pub optional: bool,
    pub local_name_vi: String,
    /// Of the product under that name, over those of the food.
    pub allergens: Option<Allergens>,
    pub line: usize,
}

#[derive(Debug)]
pub(crate) struct Price {
    pub food: u32,
    pub region: String,
    pub vnd_per_kg: i64,
    pub basis: String,
    pub source: String,
    pub confidence: String,
    pub note: String,
    pub line: usize,
}

/// The dish bank, read and cross-checked.
pub(crate) struct Bank {
    pub dishes: Vec<Dish>,
    pub portions: Vec<Portion>,
    pub prices: Vec<Price>,
    pub menus: Vec<Menu>,
}

pub(crate) fn read(data: &Path, foods: &[Food]) -> Result<Bank, DataError> {
    let names: BTreeMap<u32, String> = foods.iter().map(|food| (food.code, food.name_vi.clone())).collect();
    let codes = source_codes(data)?;
    let bans = safety::bans(data)?;
    let mut dishes = read_dishes(data, &codes)?;
    read_ingredients(data, &names, &mut dishes)?;
    local_allergens(data, &names, &mut dishes)?;
    read_recipes(data, &mut dishes)?;
    read_traits(data, &mut dishes)?;
    for dish in dishes.values() {
        safety::check(dish, foods, &bans)?;
    }
    times::give(data, &mut dishes)?;
    sharing::give(data, foods, &bans, &mut dishes)?;
    let portions = portions::read(data, dishes.values_mut())?;
    let prices = read_prices(data, &names, &codes)?;
    let menus = menus::read(data, &dishes, &portions)?;
    let mut list: Vec<Dish> = dishes.into_values().collect();
    list.sort_by_key(|dish| dish.line);
    Ok(Bank { dishes: list, portions, prices, menus })
}

/// The codes that the `source` columns of this folder may use.
fn source_codes(data: &Path) -> Result<BTreeSet<String>, DataError> {
    let mut codes = BTreeSet::new();
    for row in Table::read(data, SOURCES)?.rows() {
        row.text("source")?;
        if !codes.insert(row.text("code")?.to_owned()) {
            return Err(row.fault("code", "stands twice"));
        }
    }
    Ok(codes)
}

fn known_sources(row: &Row<'_>, codes: &BTreeSet<String>) -> Result<String, DataError> {
    let cell = row.text("source")?;
    match cell.split(';').find(|code| !codes.contains(*code)) {
        Some(code) => Err(row.fault("source", format!("“{code}” is not in {SOURCES}"))),
        None => Ok(cell.to_owned()),
    }
}

fn read_dishes(data: &Path, codes: &BTreeSet<String>) -> Result<BTreeMap<String, Dish>, DataError> {
    let mut dishes: BTreeMap<String, Dish> = BTreeMap::new();
    for row in Table::read(data, DISHES)?.rows() {
        let id = row.text("id")?;
        if !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err(row.fault("id", format!("“{id}” has more than a–z, 0–9 and -")));
        }
        if row.integer("servings")? != 1 {
            return Err(row.fault("servings", "amounts are those of one serving"));
        }
        let audiences = row.some_of("audiences", words::AUDIENCES)?;
        let child_ages = match (row.cell("child_age_min_months")?, row.cell("child_age_max_months")?) {
            ("", "") => None,
            _ => Some((row.integer("child_age_min_months")?, row.integer("child_age_max_months")?)),
        };
        if audiences.contains(&"child") != child_ages.is_some() {
            return Err(row.fault("child_age_min_months", "a child's dish has ages, and no other dish has"));
        }
        if child_ages.is_some_and(|(from, to)| from < 6 || from > to || to > 60) {
            return Err(row.fault("child_age_min_months", "ages must rise, from 6 to 60 months"));
        }
        let listed = |column: &str, allowed: &[&str]| -> Result<String, DataError> {
            row.text(column)?;
            Ok(row.some_of(column, allowed)?.join(";"))
        };
        let dish = Dish {
            id: id.to_owned(),
            name_vi: row.text("name_vi")?.to_owned(),
            name_en: row.text("name_en")?.to_owned(),
            kind: row.one_of("kind", words::DISH_KINDS)?.to_owned(),
            regions: listed("regions", words::REGIONS)?,
            audiences: listed("audiences", words::AUDIENCES)?,
            meals: listed("meals", words::DISH_MEALS)?,
            tags: row.some_of("tags", words::DISH_TAGS)?.join(";"),
            flags: String::new(),
            flags_reason: String::new(),
            child_ages,
            minutes: Minutes::default(),
            sharing: None,
            portion_line: 0,
            note_vi: row.cell("note_vi")?.to_owned(),
            source: known_sources(&row, codes)?,
            line: row.number,
            ingredients: Vec::new(),
            steps: Vec::new(),
        };
        if dishes.values().any(|other| other.name_vi == dish.name_vi) {
            return Err(row.fault("name_vi", format!("“{}” stands twice", dish.name_vi)));
        }
        if dishes.insert(id.to_owned(), dish).is_some() {
            return Err(row.fault("id", format!("“{id}” stands twice")));
        }
    }
    Ok(dishes)
}

fn dish_of<'d>(row: &Row<'_>, column: &str, dishes: &'d mut BTreeMap<String, Dish>) -> Result<&'d mut Dish, DataError> {
    let id = row.text(column)?;
    dishes.get_mut(id).ok_or_else(|| row.fault(column, format!("there is no dish “{id}”")))
}

fn read_ingredients(
    data: &Path,
    names: &BTreeMap<u32, String>,
    dishes: &mut BTreeMap<String, Dish>,
) -> Result<(), DataError> {
    for row in Table::read(data, INGREDIENTS)?.rows() {
        let food = food_code(&row, "food_code", names)?;
        same_name(&row, food, "food_name_vi", names)?;
        let dish = dish_of(&row, "dish_id", dishes)?;
        let grams = row.number("grams")?;
        if grams <= 0.0 || grams > MOST_GRAMS {
            return Err(row.fault("grams", format!("{grams} g in one serving is not believable")));
        }
        if dish.ingredients.iter().any(|other| other.food == food) {
            return Err(row.fault("food_code", format!("food {food} stands twice in “{}”", dish.id)));
        }
        dish.ingredients.push(Ingredient {
            food,
            grams,
            role: row.one_of("role", words::ROLES)?.to_owned(),
            optional: row.one_of("optional", &["0", "1"])? == "1",
            local_name_vi: row.cell("local_name_vi")?.to_owned(),
            allergens: None,
            line: row.number,
        });
    }
    match dishes.values().find(|dish| !dish.ingredients.iter().any(|i| i.role == "main")) {
        Some(dish) => Err(DataError {
            file: DISHES.into(),
            row: dish.line,
            column: Some("id".into()),
            message: format!("“{}” has no main ingredient", dish.id),
        }),
        None => Ok(()),
    }
}

/// Gives each ingredient the allergens of the product it is called by.
fn local_allergens(
    data: &Path,
    names: &BTreeMap<u32, String>,
    dishes: &mut BTreeMap<String, Dish>,
) -> Result<(), DataError> {
    for ((food, name), allergens) in allergens::read(data, names)?.local {
        let mut used = false;
        for ingredient in dishes.values_mut().flat_map(|dish| &mut dish.ingredients) {
            if ingredient.food == food && ingredient.local_name_vi == name {
                ingredient.allergens = Some(allergens.clone());
                used = true;
            }
        }
        if !used {
            return Err(DataError {
                file: allergens::FILE.into(),
                row: allergens.line,
                column: Some("local_name_vi".into()),
                message: format!("no dish calls food {food} “{name}”"),
            });
        }
    }
    Ok(())
}

fn read_recipes(data: &Path, dishes: &mut BTreeMap<String, Dish>) -> Result<(), DataError> {
    for row in Table::read(data, RECIPES)?.rows() {
        let dish = dish_of(&row, "dish_id", dishes)?;
        let expected = dish.steps.len() + 1;
        if usize::try_from(row.integer("step_no")?) != Ok(expected) {
            return Err(row.fault("step_no", format!("step {expected} expected, in order")));
        }
        dish.steps.push(row.text("text_vi")?.to_owned());
    }
    Ok(())
}

fn read_traits(data: &Path, dishes: &mut BTreeMap<String, Dish>) -> Result<(), DataError> {
    for row in Table::read(data, TRAITS)?.rows() {
        let dish = dish_of(&row, "dish_id", dishes)?;
        if !dish.flags.is_empty() {
            return Err(row.fault("dish_id", format!("“{}” stands twice", dish.id)));
        }
        row.text("flags")?;
        dish.flags = row.some_of("flags", words::FLAGS)?.join(";");
        row.text("reason")?.clone_into(&mut dish.flags_reason);
    }
    Ok(())
}

fn read_prices(data: &Path, names: &BTreeMap<u32, String>, codes: &BTreeSet<String>) -> Result<Vec<Price>, DataError> {
    let mut prices: Vec<Price> = Vec::new();
    for row in Table::read(data, PRICES)?.rows() {
        let food = food_code(&row, "food_code", names)?;
        same_name(&row, food, "food_name_vi", names)?;
        let region = row.one_of("region", words::PRICE_REGIONS)?.to_owned();
        if prices.iter().any(|other| other.food == food && other.region == region) {
            return Err(row.fault("region", format!("food {food} has two prices in {region}")));
        }
        let vnd_per_kg = row.integer("price_vnd_per_kg")?;
        if vnd_per_kg < 0 {
            return Err(row.fault("price_vnd_per_kg", "is below zero"));
        }
        prices.push(Price {
            food,
            region,
            vnd_per_kg,
            basis: row.one_of("basis", words::PRICE_BASIS)?.to_owned(),
            source: known_sources(&row, codes)?,
            confidence: row.one_of("confidence", words::PRICE_CONFIDENCE)?.to_owned(),
            note: row.cell("note")?.to_owned(),
            line: row.number,
        });
    }
    match prices.iter().find(|price| !prices.iter().any(|p| p.food == price.food && p.region == "all")) {
        Some(price) => Err(DataError {
            file: PRICES.into(),
            row: price.line,
            column: Some("region".into()),
            message: format!("food {} has a regional price and none for “all”", price.food),
        }),
        None => Ok(prices),
    }
}
