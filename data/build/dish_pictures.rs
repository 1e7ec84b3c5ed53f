//! How each dish is drawn: `dishes/nep-2026/dish_pictures.tsv`.
//!
//! Made from the dishes' ingredients by share, then read through by eye; the picture informs nobody's health, but a
//! dish without one, or with a group it does not have, stops the build.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use crate::{DataError, Table};

const FILE: &str = "dishes/nep-2026/dish_pictures.tsv";
const DISHES: &str = "dishes/nep-2026/dishes.tsv";
/// A label on the tray holds no more letters.
const MOST_LETTERS: usize = 10;
/// Kinds of bits in one vessel, and how many of one kind.
const MOST_KINDS: usize = 3;
const MOST_BITS: u8 = 60;

/// The text of `dish_pictures.rs`.
pub fn emit(data: &Path) -> Result<String, DataError> {
    let dishes = Table::read(data, DISHES)?;
    let mut known = BTreeSet::new();
    for row in dishes.rows() {
        known.insert(row.text("id")?.to_owned());
    }
    let table = Table::read(data, FILE)?;
    let mut pictures: BTreeMap<String, String> = BTreeMap::new();
    for row in table.rows() {
        let dish = row.text("dish_id")?;
        if !known.contains(dish) {
            return Err(row.fault("dish_id", format!("no dish “{dish}” in {DISHES}")));
        }
        let vessel = row.one_of("vessel", &["bat", "to", "dia", "chen", "la"])?;
        let group = row.one_of("group", &["1", "2", "3", "4", "5", "6", "7", "8"])?;
        let short_name = row.text("short_name")?;
        let letters = short_name.chars().filter(|letter| !letter.is_whitespace()).count();
        if letters > MOST_LETTERS {
            return Err(row.fault("short_name", format!("“{short_name}” has {letters} letters, {MOST_LETTERS} fit")));
        }
        let mut bits = String::new();
        let kinds: Vec<&str> = row.cell("bits")?.split(';').filter(|kind| !kind.is_empty()).collect();
        if kinds.len() > MOST_KINDS || kinds.is_empty() != (vessel == "la") {
            return Err(
                row.fault("bits", format!("1 to {MOST_KINDS} kinds in a vessel, none on the leaf of breast milk"))
            );
        }
        for kind in kinds {
            let part = kind.split_once(':').and_then(|(code, count)| Some((code, count.parse::<u8>().ok()?)));
            match part {
                Some((code, count @ 1..=MOST_BITS)) if code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') => {
                    let _ = write!(bits, "({code:?}, {count}), ");
                }
                _ => {
                    return Err(
                        row.fault("bits", format!("“{kind}” is not kind:count with a count of 1 to {MOST_BITS}"))
                    );
                }
            }
        }
        let line = format!(
            "Picture {{ dish: {dish:?}, vessel: {vessel:?}, group: {group}, bits: &[{bits}], short_name: {short_name:?} }},\n"
        );
        if pictures.insert(dish.to_owned(), line).is_some() {
            return Err(row.fault("dish_id", format!("“{dish}” stands twice")));
        }
    }
    if let Some(missing) = known.iter().find(|dish| !pictures.contains_key(*dish)) {
        return Err(table.fault(format!("dish “{missing}” has no picture")));
    }
    let mut out = format!("/// From `data/{FILE}`, in order of dish.\npub(super) static PICTURES: &[Picture] = &[\n");
    out.extend(pictures.into_values());
    out.push_str("];\n");
    Ok(out)
}
