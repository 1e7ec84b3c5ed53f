//! The bank of menus: what each is and for whom it was made (`dishes/nep-2026/menu_list.tsv`), and its dishes
//! (`dishes/nep-2026/menus.tsv`).

use std::collections::BTreeMap;
use std::path::Path;

use crate::dishes::Dish;
use crate::portions::Portion;
use crate::vocabulary as words;
use crate::{DataError, Row, Table};

pub(crate) const LIST: &str = "dishes/nep-2026/menu_list.tsv";
pub(crate) const MENUS: &str = "dishes/nep-2026/menus.tsv";

/// A menu that no builder made: its portions may lie between household steps.
const HAND: &str = "hand";

#[derive(Debug)]
pub(crate) struct Menu {
    pub id: String,
    pub stage: String,
    pub region: String,
    pub theme: String,
    pub day: i64,
    pub activity: Option<String>,
    pub age: i64,
    pub sex: Option<String>,
    pub breastfed: Option<bool>,
    pub made_by: String,
    pub seed: Option<u32>,
    pub line: usize,
    pub dishes: Vec<MenuDish>,
}

#[derive(Debug)]
pub(crate) struct MenuDish {
    pub meal: String,
    pub dish: String,
    pub portion: f64,
    pub line: usize,
}

/// Every menu with its dishes, in the order of the list.
pub(crate) fn read(data: &Path, dishes: &BTreeMap<String, Dish>, portions: &[Portion]) -> Result<Vec<Menu>, DataError> {
    let list = Table::read(data, LIST)?;
    let mut menus: Vec<Menu> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for row in list.rows() {
        let menu = menu(&row)?;
        let same_day = |other: &Menu| {
            (&other.stage, &other.region, &other.theme, other.day) == (&menu.stage, &menu.region, &menu.theme, menu.day)
        };
        if let Some(other) = menus.iter().find(|other| same_day(other)) {
            return Err(row.fault("day", format!("“{}” is day {} already", other.id, menu.day)));
        }
        if at.insert(row.text("menu_id")?, menus.len()).is_some() {
            return Err(row.fault("menu_id", format!("“{}” stands twice", menu.id)));
        }
        menus.push(menu);
    }
    for row in Table::read(data, MENUS)?.rows() {
        let id = row.text("menu_id")?;
        let index = at.get(id).ok_or_else(|| row.fault("menu_id", format!("“{id}” is not in {LIST}")))?;
        let part = part(&row, &menus[*index], dishes, portions)?;
        menus[*index].dishes.push(part);
    }
    match list.rows().zip(&menus).find(|(_, menu)| menu.dishes.is_empty()) {
        Some((row, menu)) => Err(row.fault("menu_id", format!("“{}” has no dishes in {MENUS}", menu.id))),
        None => Ok(menus),
    }
}

fn menu(row: &Row<'_>) -> Result<Menu, DataError> {
    let stage = row.one_of("stage", words::STAGES)?.to_owned();
    let place = words::STAGES.iter().position(|known| *known == stage).unwrap_or(0);
    let is_child = words::STAGE_AGES[place].1;
    let nothing = |column: &str| match row.cell(column)? {
        "" => Ok(None),
        _ => Err(row.fault(column, format!("says nothing of {stage}"))),
    };
    let age = row.integer("age")?;
    // Women of the requirement tables: 15 to 49 years.
    let (first, last) = is_child.unwrap_or((15, 49));
    if !(first..=last).contains(&age) {
        return Err(row.fault("age", format!("{age} is outside {first} to {last}, the ages of {stage}")));
    }
    let made_by = row.text("made_by")?.to_owned();
    let seed = match row.cell("seed")? {
        "" => None,
        cell => Some(cell.parse().map_err(|_| row.fault("seed", format!("“{cell}” is no seed")))?),
    };
    if seed.is_some() == (made_by == HAND) {
        return Err(row.fault("seed", "a menu of the builder has the seed it was made with, one made by hand has none"));
    }
    let day = row.integer("day")?;
    if day < 1 {
        return Err(row.fault("day", "days are counted from 1"));
    }
    Ok(Menu {
        id: row.text("menu_id")?.to_owned(),
        region: row.one_of("region", words::REGIONS)?.to_owned(),
        theme: row.one_of("theme", words::THEMES)?.to_owned(),
        day,
        activity: match is_child {
            Some(_) => nothing("activity")?,
            None => Some(row.one_of("activity", words::ACTIVITIES)?.to_owned()),
        },
        age,
        sex: match is_child {
            Some(_) => Some(row.one_of("sex", &["", "f", "m"])?.to_owned()).filter(|sex| !sex.is_empty()),
            None => nothing("sex")?,
        },
        breastfed: match is_child {
            Some(_) => Some(row.one_of("breastfed", &["0", "1"])? == "1"),
            None => nothing("breastfed")?.map(|_: String| false),
        },
        made_by,
        seed,
        stage,
        line: row.number,
        dishes: Vec::new(),
    })
}

fn part(
    row: &Row<'_>,
    menu: &Menu,
    dishes: &BTreeMap<String, Dish>,
    portions: &[Portion],
) -> Result<MenuDish, DataError> {
    let id = row.text("dish_id")?;
    let dish = dishes.get(id).ok_or_else(|| row.fault("dish_id", format!("there is no dish “{id}”")))?;
    check_fit(row, dish, &menu.stage, &menu.region)?;
    if menu.theme == "vegetarian" && !dish.tags.split(';').any(|tag| tag == "vegetarian" || tag == "vegan") {
        return Err(row.fault("dish_id", format!("“{id}” is not vegetarian, its menu is")));
    }
    let portion = row.number("portion_multiplier")?;
    if portion <= 0.0 || portion > 3.0 {
        return Err(row.fault("portion_multiplier", format!("{portion} servings is not believable")));
    }
    let months = menu.activity.is_none().then_some(menu.age);
    let served = portions.iter().find(|served| served.line == dish.portion_line);
    if menu.made_by != HAND && served.is_some_and(|served| !served.serves(portion, months)) {
        return Err(row.fault("portion_multiplier", format!("“{id}” is not served by {portion} servings")));
    }
    Ok(MenuDish { meal: row.one_of("meal", words::MEALS)?.to_owned(), dish: id.to_owned(), portion, line: row.number })
}

/// Refuses a menu row whose dish is for other people, another age or another region.
fn check_fit(row: &Row<'_>, dish: &Dish, stage: &str, region: &str) -> Result<(), DataError> {
    let place = words::STAGES.iter().position(|s| *s == stage).unwrap_or(0);
    let (audience, ages) = words::STAGE_AGES[place];
    let fits = |list: &str, word: &str| list.split(';').any(|part| part == word);
    if !fits(&dish.audiences, audience) {
        return Err(row.fault("dish_id", format!("“{}” is not for stage {stage}", dish.id)));
    }
    if let (Some((from, to)), Some((least, most))) = (ages, dish.child_ages)
        && (from < least || to > most)
    {
        return Err(row.fault("dish_id", format!("“{}” is for {least}–{most} months, not for {stage}", dish.id)));
    }
    if !fits(&dish.regions, region) {
        return Err(row.fault("dish_id", format!("“{}” is not eaten in region {region}", dish.id)));
    }
    Ok(())
}
