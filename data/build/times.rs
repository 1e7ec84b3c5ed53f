//! How long a dish takes: `dishes/nep-2026/dish_times.tsv`.
//!
//! A row is of one dish; or of a kind of dish with a word of its identifier (`kho`, `xao`), the first such row holds; or of
//! a kind alone. A row that no dish takes its time from is most likely misspelt, and refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::dishes::{DISHES, Dish};
use crate::vocabulary::DISH_KINDS;
use crate::{DataError, Row, Table};

pub(crate) const FILE: &str = "dishes/nep-2026/dish_times.tsv";

/// Nothing at home takes longer than half a day.
const MOST_MINUTES: i64 = 360;

/// Minutes for one household's cooking.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Minutes {
    pub work: i64,
    pub total: i64,
    pub line: usize,
}

/// Gives every dish its time.
pub(crate) fn give(data: &Path, dishes: &mut BTreeMap<String, Dish>) -> Result<(), DataError> {
    let table = Table::read(data, FILE)?;
    let mut of_dish: BTreeMap<&str, Minutes> = BTreeMap::new();
    let mut of_kind: Vec<(&str, &str, Minutes)> = Vec::new();
    for row in table.rows() {
        let minutes = minutes(&row)?;
        let dish = row.cell("dish_id")?;
        if dish.is_empty() {
            let (kind, word) = (row.one_of("kind", DISH_KINDS)?, row.cell("word")?);
            if of_kind.iter().any(|(other, same, _)| *other == kind && *same == word) {
                return Err(row.fault("word", format!("“{word}” of {kind} stands twice")));
            }
            of_kind.push((kind, word, minutes));
        } else {
            for column in ["kind", "word"] {
                if !row.cell(column)?.is_empty() {
                    return Err(row.fault(column, "the row of one dish says nothing of a kind"));
                }
            }
            if !dishes.contains_key(dish) {
                return Err(row.fault("dish_id", format!("there is no dish “{dish}”")));
            }
            if of_dish.insert(dish, minutes).is_some() {
                return Err(row.fault("dish_id", format!("“{dish}” stands twice")));
            }
        }
    }
    for dish in dishes.values_mut() {
        let has = |word: &str| word.is_empty() || dish.id.split('-').any(|part| part == word);
        let by_kind = |with_word: bool| {
            let fits = |(kind, word, _): &&(&str, &str, Minutes)| {
                *kind == dish.kind && word.is_empty() != with_word && has(word)
            };
            of_kind.iter().find(fits).map(|(_, _, minutes)| *minutes)
        };
        let own = of_dish.get(dish.id.as_str()).copied();
        dish.minutes = own.or_else(|| by_kind(true)).or_else(|| by_kind(false)).ok_or_else(|| DataError {
            file: DISHES.into(),
            row: dish.line,
            column: Some("id".into()),
            message: format!("“{}” has no time: {FILE} has no row for it or its kind", dish.id),
        })?;
    }
    let taken: BTreeSet<usize> = dishes.values().map(|dish| dish.minutes.line).collect();
    match table.rows().find(|row| !taken.contains(&row.number) && !row.cell("word").is_ok_and(str::is_empty)) {
        Some(row) => Err(row.fault("word", "no dish of that kind has this word and takes its time from this row")),
        None => Ok(()),
    }
}

fn minutes(row: &Row<'_>) -> Result<Minutes, DataError> {
    let minutes = Minutes { work: row.integer("work_min")?, total: row.integer("total_min")?, line: row.number };
    row.cell("note")?;
    if minutes.work < 1 || minutes.work > minutes.total || minutes.total > MOST_MINUTES {
        return Err(row.fault("work_min", format!("must rise: 1, work_min, total_min, {MOST_MINUTES}")));
    }
    Ok(minutes)
}
