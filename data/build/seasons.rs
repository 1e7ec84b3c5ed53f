//! Months in which a food is in season, by region: `foods/nep-2026/food_seasons.tsv`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::foods::{food_code, same_name};
use crate::vocabulary::{PRICE_REGIONS, REGIONS};
use crate::{DataError, Table};

pub(crate) const FILE: &str = "foods/nep-2026/food_seasons.tsv";

const MONTHS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];

#[derive(Clone, Debug)]
pub(crate) struct Season {
    /// `all`, or the one region.
    pub region: String,
    /// Bit 0 is January; all twelve: at any time.
    pub months: u16,
    pub line: usize,
}

/// Seasons by food; each food has them for every region.
pub(crate) fn read(data: &Path, names: &BTreeMap<u32, String>) -> Result<BTreeMap<u32, Vec<Season>>, DataError> {
    let mut seasons: BTreeMap<u32, Vec<Season>> = BTreeMap::new();
    let table = Table::read(data, FILE)?;
    for row in table.rows() {
        let code = food_code(&row, "code", names)?;
        same_name(&row, code, "name_vi", names)?;
        let region = row.one_of("region", PRICE_REGIONS)?.to_owned();
        let of_food = seasons.entry(code).or_default();
        if of_food.iter().any(|other| other.region == region || other.region == "all" || region == "all") {
            return Err(row.fault("region", format!("food {code} has another season there already")));
        }
        let months = match row.text("months")? {
            "always" => 0xfff,
            _ => {
                let listed = row.some_of("months", MONTHS)?;
                if listed.len() == MONTHS.len() {
                    return Err(row.fault("months", "all twelve are written “always”"));
                }
                let bit = |month: &&str| MONTHS.iter().position(|known| known == month).map_or(0, |at| 1 << at);
                listed.iter().map(bit).sum()
            }
        };
        row.cell("note")?;
        of_food.push(Season { region, months, line: row.number });
    }
    for (code, of_food) in &seasons {
        if of_food[0].region != "all" && of_food.len() != REGIONS.len() {
            return Err(table.fault(format!("food {code} has no season in some region")));
        }
    }
    Ok(seasons)
}
