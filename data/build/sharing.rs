//! Which dishes of the family a small child may share, and how much: `dishes/nep-2026/dish_sharing.tsv` and
//! `dish_sharing_amounts.tsv`.
//!
//! A row is a judgement of safety, so each is checked: the dish is a grown woman's; what is left in the share holds nothing
//! that a hard `unsafe_…` rule bans for a child of that age or older, no brine, no cured meat; and a share that is not
//! taken out before seasoning has no seasoning in it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::dishes::Dish;
use crate::foods::Food;
use crate::safety::Ban;
use crate::vocabulary::{CARES, CONFIDENCE, TEXTURES};
use crate::{DataError, Row, Table};

pub(crate) const SHARING: &str = "dishes/nep-2026/dish_sharing.tsv";
pub(crate) const AMOUNTS: &str = "dishes/nep-2026/dish_sharing_amounts.tsv";

/// No child under this many months eats from the pot of the family; the last month is that of the bank's children.
const FIRST_MONTH: i64 = 9;
const LAST_MONTH: i64 = 60;
/// Under this many months everything is mashed or minced.
const CHEWING_MONTH: i64 = 12;

/// What goes in when a dish is seasoned: the same as core's share taken out before seasoning leaves out.
const SEASONINGS: [&str; 4] = ["added_salt", "salty", "added_sugar", "honey"];
/// What no share holds, whatever the rules of the day weigh.
const NEVER: [&str; 8] = [
    "salty",
    "processed_meat",
    "raw_vegetable",
    "traditional_caution",
    "poison_unless_prepared",
    "fried_snack",
    "offal",
    "blood",
];

#[derive(Clone, Debug)]
pub(crate) struct Sharing {
    pub from_months: i64,
    pub texture: String,
    pub before_seasoning: bool,
    pub care: String,
    pub reason: String,
    pub line: usize,
}

/// Most of a grown serving for a child of these months.
pub(crate) struct Amount {
    pub from_months: i64,
    pub to_months: i64,
    pub most_servings: f64,
    pub confidence: String,
    pub line: usize,
}

/// Gives each shared dish its row.
pub(crate) fn give(
    data: &Path,
    foods: &[Food],
    bans: &[Ban],
    dishes: &mut BTreeMap<String, Dish>,
) -> Result<(), DataError> {
    for row in Table::read(data, SHARING)?.rows() {
        let id = row.text("dish_id")?;
        let dish = dishes.get_mut(id).ok_or_else(|| row.fault("dish_id", format!("there is no dish “{id}”")))?;
        let sharing = Sharing {
            from_months: row.integer("from_months")?,
            texture: row.one_of("texture", TEXTURES)?.to_owned(),
            before_seasoning: row.one_of("before_seasoning", &["0", "1"])? == "1",
            care: row.some_of("care", CARES)?.join(";"),
            reason: row.text("reason")?.to_owned(),
            line: row.number,
        };
        check(&row, dish, foods, bans, &sharing)?;
        if dish.sharing.replace(sharing).is_some() {
            return Err(row.fault("dish_id", format!("“{id}” stands twice")));
        }
    }
    Ok(())
}

fn check(row: &Row<'_>, dish: &Dish, foods: &[Food], bans: &[Ban], sharing: &Sharing) -> Result<(), DataError> {
    let from = sharing.from_months;
    if !(FIRST_MONTH..=LAST_MONTH).contains(&from) {
        return Err(row.fault("from_months", format!("a child shares from {FIRST_MONTH} to {LAST_MONTH} months")));
    }
    if dish.child_ages.is_some() {
        return Err(row.fault("dish_id", format!("“{}” is a child's own dish", dish.id)));
    }
    if from < CHEWING_MONTH && !["mashed", "minced"].contains(&sharing.texture.as_str()) {
        return Err(row.fault("texture", format!("under {CHEWING_MONTH} months a share is mashed or minced")));
    }
    let fault = |what: &str| row.fault("dish_id", format!("the share of “{}” has {what}", dish.id));
    let own = |flag: &str| dish.flags.split(';').any(|f| f == flag);
    let mut seasoned = false;
    let mut left: Vec<&str> = dish.flags.split(';').filter(|flag| !flag.is_empty()).collect();
    for ingredient in &dish.ingredients {
        let Ok(index) = foods.binary_search_by_key(&ingredient.food, |food| food.code) else { continue };
        let flags: Vec<&str> = foods[index].traits.flags.split(';').filter(|flag| !flag.is_empty()).collect();
        if ingredient.role == "seasoning" && flags.iter().any(|flag| SEASONINGS.contains(flag)) {
            seasoned = true;
        } else {
            left.extend(flags);
        }
    }
    if seasoned != sharing.before_seasoning {
        let what = if seasoned { "is seasoned" } else { "has no seasoning to take it out before" };
        return Err(row.fault("before_seasoning", format!("“{}” {what}", dish.id)));
    }
    let banned = |flag: &&&str| {
        let ground = **flag == "whole_nut" && own("ground_nut");
        !ground && (NEVER.contains(*flag) || bans.iter().any(|ban| ban.holds_from(flag, from)))
    };
    match left.iter().find(banned) {
        Some(flag) => Err(fault(flag)),
        None => Ok(()),
    }
}

/// How much of a grown serving a child shares, by age, without a gap.
pub(crate) fn amounts(data: &Path) -> Result<Vec<Amount>, DataError> {
    let mut amounts: Vec<Amount> = Vec::new();
    let table = Table::read(data, AMOUNTS)?;
    for row in table.rows() {
        let amount = Amount {
            from_months: row.integer("from_months")?,
            to_months: row.integer("to_months")?,
            most_servings: row.number("most_servings")?,
            confidence: row.one_of("confidence", CONFIDENCE)?.to_owned(),
            line: row.number,
        };
        row.cell("note")?;
        let expected = amounts.last().map_or(FIRST_MONTH, |last| last.to_months + 1);
        if amount.from_months != expected || amount.to_months < amount.from_months {
            return Err(row.fault("from_months", format!("the next age begins at {expected} months")));
        }
        let before = amounts.last().map_or(0.0, |last| last.most_servings);
        if amount.most_servings <= 0.0 || amount.most_servings < before || amount.most_servings > 1.0 {
            return Err(row.fault("most_servings", "must be above 0, not fall with age, and be one serving at most"));
        }
        amounts.push(amount);
    }
    match amounts.last() {
        Some(last) if last.to_months == LAST_MONTH => Ok(amounts),
        _ => Err(table.fault(format!("the last age must end at {LAST_MONTH} months"))),
    }
}
