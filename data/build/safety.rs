//! No dish of the bank is offered to someone who must not eat it: the hard `unsafe_…` rows of
//! `guidelines/balance-2026` against each dish's people, ages and flags.

use std::path::Path;

use crate::dishes::{DISHES, Dish};
use crate::foods::Food;
use crate::vocabulary::FLAGS;
use crate::{DataError, Row, Table};

const FILE: &str = "guidelines/balance-2026/balance.tsv";

/// A flag that a group of people must not eat.
pub(crate) struct Ban {
    flag: String,
    group: Group,
    name: String,
    line: usize,
}

/// For whom a ban holds.
enum Group {
    All,
    Audience(&'static str),
    /// Children of these completed months, both included.
    Months(i64, i64),
}

/// The hard bans of the table.
pub(crate) fn bans(data: &Path) -> Result<Vec<Ban>, DataError> {
    let mut bans = Vec::new();
    for row in Table::read(data, FILE)?.rows() {
        let Some(flag) = row.text("rule")?.strip_prefix("unsafe_") else { continue };
        if !FLAGS.contains(&flag) {
            return Err(row.fault("rule", format!("there is no flag “{flag}”")));
        }
        if row.cell("kind")? == "hard" {
            let name = row.text("group")?.to_owned();
            bans.push(Ban { flag: flag.to_owned(), group: group(&row, &name)?, name, line: row.number });
        }
    }
    Ok(bans)
}

fn group(row: &Row<'_>, name: &str) -> Result<Group, DataError> {
    let months = || {
        let (from, to) = name.strip_prefix("child_")?.strip_suffix('m')?.split_once('_')?;
        Some(Group::Months(from.parse().ok()?, to.parse().ok()?))
    };
    match name {
        "all" => Ok(Group::All),
        "pregnant" => Ok(Group::Audience("pregnant")),
        "lactating" => Ok(Group::Audience("lactating")),
        "child" => Ok(Group::Audience("child")),
        _ => months().ok_or_else(|| row.fault("group", format!("“{name}” is no group a ban can hold for"))),
    }
}

impl Ban {
    /// Whether it bans `flag` for some child of so many months or older.
    pub(crate) fn holds_from(&self, flag: &str, months: i64) -> bool {
        self.flag == flag
            && match self.group {
                Group::All => true,
                Group::Audience(audience) => audience == "child",
                Group::Months(_, to) => months <= to,
            }
    }

    fn holds_for(&self, dish: &Dish) -> bool {
        match self.group {
            Group::All => true,
            Group::Audience(audience) => dish.audiences.split(';').any(|a| a == audience),
            Group::Months(from, to) => dish.child_ages.is_some_and(|(least, most)| least <= to && from <= most),
        }
    }
}

/// Refuses a dish that carries a banned flag, by itself or by one of its foods. Nuts that the dish grinds are no
/// longer whole.
pub(crate) fn check(dish: &Dish, foods: &[Food], bans: &[Ban]) -> Result<(), DataError> {
    let own = |flag: &str| dish.flags.split(';').any(|f| f == flag);
    for ban in bans.iter().filter(|ban| ban.holds_for(dish)) {
        let of_food = dish.ingredients.iter().any(|ingredient| {
            foods
                .binary_search_by_key(&ingredient.food, |food| food.code)
                .is_ok_and(|index| foods[index].traits.flags.split(';').any(|flag| flag == ban.flag))
        });
        let ground = ban.flag == "whole_nut" && own("ground_nut");
        if own(&ban.flag) || (of_food && !ground) {
            return Err(DataError {
                file: DISHES.into(),
                row: dish.line,
                column: Some("id".into()),
                message: format!("“{}” has {}, banned for {} by {FILE}, row {}", dish.id, ban.flag, ban.name, ban.line),
            });
        }
    }
    Ok(())
}
