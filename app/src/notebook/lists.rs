//! Shopping lists and their ticks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use nep_core::foods::{FoodCode, Region};
use nep_core::menu::shopping::{Called, Need};
use rusqlite::{OptionalExtension as _, Row, params};

use super::prices::day;
use super::{Notebook, Noted};

/// A list without its foods.
#[derive(Clone, Debug, PartialEq)]
pub struct ListHead {
    /// Random, given by the form that made it.
    pub id: String,
    /// When it was made.
    pub made_on: NaiveDate,
    /// For how many days.
    pub days: u32,
    /// For how many people.
    pub people: u32,
    /// Whose prices hold.
    pub region: Region,
    /// Whether it was removed; it can be put back.
    pub removed: bool,
    /// Foods to buy, bought or not.
    pub foods: u32,
    /// Of these, bought.
    pub bought: u32,
}

/// One food of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptNeed {
    /// Which.
    pub food: FoodCode,
    /// Edible grams of all dishes together.
    pub grams: f64,
    /// Whether there is enough at home.
    pub at_home: bool,
    /// Whether it is ticked.
    pub bought: bool,
    /// Whether it was taken off the list; it can be put back.
    pub removed: bool,
}

/// A list with its foods, by code.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptList {
    /// Its head.
    pub head: ListHead,
    /// Its foods.
    pub needs: Vec<KeptNeed>,
    /// What its dishes call them.
    pub called: Called,
}

/// What of a food is said by a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Bought.
    Bought,
    /// At home.
    AtHome,
    /// Off the list.
    Removed,
}

const HEAD: &str = "SELECT id, made_on, days, people, region, removed, \
                    (SELECT count(*) FROM shopping_need WHERE list = id AND NOT removed AND NOT at_home), \
                    (SELECT count(*) FROM shopping_need WHERE list = id AND NOT removed AND NOT at_home AND bought) \
                    FROM shopping_list";

fn head(row: &Row<'_>) -> rusqlite::Result<ListHead> {
    Ok(ListHead {
        id: row.get(0)?,
        made_on: day(row.get(1)?),
        days: row.get(2)?,
        people: row.get(3)?,
        region: Region::from_code(&row.get::<_, String>(4)?).unwrap_or(Region::North),
        removed: row.get(5)?,
        foods: row.get(6)?,
        bought: row.get(7)?,
    })
}

impl Notebook {
    /// Lists that were not removed, the latest first.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be read.
    pub fn lists(&self) -> Noted<Vec<ListHead>> {
        self.read(|db| {
            let sql = format!("{HEAD} WHERE NOT removed ORDER BY made_on DESC, rowid DESC");
            db.prepare_cached(&sql)?.query_map([], head)?.collect()
        })
    }

    /// The list of that id, removed or not.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be read.
    pub fn list(&self, id: &str) -> Noted<Option<KeptList>> {
        self.read(|db| {
            let head = db.prepare_cached(&format!("{HEAD} WHERE id = ?"))?.query_row([id], head).optional()?;
            let Some(head) = head else { return Ok(None) };
            let mut statement = db.prepare_cached(
                "SELECT food, grams, at_home, bought, removed, called FROM shopping_need WHERE list = ? ORDER BY food",
            )?;
            let mut called = Called::default();
            let needs = statement.query_map([id], |row| {
                called.put(FoodCode(row.get(0)?), &row.get::<_, String>(5)?);
                Ok(KeptNeed {
                    food: FoodCode(row.get(0)?),
                    grams: row.get(1)?,
                    at_home: row.get(2)?,
                    bought: row.get(3)?,
                    removed: row.get(4)?,
                })
            })?;
            let needs = needs.collect::<rusqlite::Result<_>>()?;
            Ok(Some(KeptList { head, needs, called }))
        })
    }

    /// Keeps a new list. The same id a second time changes nothing: the form was sent twice.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn keep_list(&self, head: &ListHead, needs: &[Need], at_home: &[FoodCode], called: &Called) -> Noted<()> {
        let mut summed: BTreeMap<FoodCode, f64> = BTreeMap::new();
        for need in needs.iter().filter(|need| need.grams > 0.0) {
            *summed.entry(need.food).or_default() += need.grams;
        }
        self.write(|db| {
            let made = db.execute(
                "INSERT OR IGNORE INTO shopping_list VALUES (?, ?, ?, ?, ?, 0)",
                params![head.id, head.made_on.to_string(), head.days, head.people, head.region.code()],
            )?;
            for (food, grams) in summed.iter().filter(|_| made > 0) {
                let name = called.name_vi(*food).unwrap_or_default();
                db.prepare_cached(
                    "INSERT INTO shopping_need (list, food, grams, at_home, called) VALUES (?, ?, ?, ?, ?)",
                )?
                .execute(params![head.id, food.0, grams, at_home.contains(food), name])?;
            }
            Ok(())
        })
    }

    /// Says of one food of a list that it is marked so or not; whether there is such a food.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn mark(&self, list: &str, food: FoodCode, mark: Mark, on: bool) -> Noted<bool> {
        let column = match mark {
            Mark::Bought => "bought",
            Mark::AtHome => "at_home",
            Mark::Removed => "removed",
        };
        self.write(|db| {
            let sql = format!("UPDATE shopping_need SET {column} = ? WHERE list = ? AND food = ?");
            Ok(db.prepare_cached(&sql)?.execute(params![on, list, food.0])? > 0)
        })
    }

    /// Puts a food on a list; one that stands there already gets these grams and is to be bought. Whether there is such a
    /// list.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn add_need(&self, list: &str, need: Need) -> Noted<bool> {
        self.write(|db| {
            let found: Option<i64> =
                db.query_row("SELECT rowid FROM shopping_list WHERE id = ?", [list], |row| row.get(0)).optional()?;
            if found.is_some() {
                db.execute(
                    "INSERT INTO shopping_need (list, food, grams) VALUES (?, ?, ?) ON CONFLICT (list, food) DO UPDATE \
                     SET grams = excluded.grams, at_home = 0, bought = 0, removed = 0",
                    params![list, need.food.0, need.grams],
                )?;
            }
            Ok(found.is_some())
        })
    }

    /// Removes a list, or puts it back; whether there is such a list.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn remove_list(&self, id: &str, removed: bool) -> Noted<bool> {
        self.write(|db| Ok(db.execute("UPDATE shopping_list SET removed = ? WHERE id = ?", params![removed, id])? > 0))
    }
}
