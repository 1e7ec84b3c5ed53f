//! What the household pays itself.

use chrono::NaiveDate;
use nep_core::foods::FoodCode;
use rusqlite::params;

use super::{Notebook, Noted};

/// A price of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnPrice {
    /// Of which food.
    pub food: FoodCode,
    /// Đồng a kilogram, as it is sold.
    pub vnd_per_kg: u32,
    /// When it was noted.
    pub noted_on: NaiveDate,
}

impl Notebook {
    /// Every own price, by food.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be read.
    pub fn prices(&self) -> Noted<Vec<OwnPrice>> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT food, vnd_per_kg, noted_on FROM own_price ORDER BY food")?;
            let rows = statement.query_map([], |row| {
                Ok(OwnPrice { food: FoodCode(row.get(0)?), vnd_per_kg: row.get(1)?, noted_on: day(row.get(2)?) })
            })?;
            rows.collect()
        })
    }

    /// Notes a price over whatever was noted before.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn note_price(&self, price: OwnPrice) -> Noted<()> {
        self.write(|db| {
            db.execute(
                "INSERT INTO own_price VALUES (?, ?, ?) ON CONFLICT (food) DO UPDATE SET vnd_per_kg = excluded.vnd_per_kg, \
                 noted_on = excluded.noted_on",
                params![price.food.0, price.vnd_per_kg, price.noted_on.to_string()],
            )
            .map(drop)
        })
    }

    /// Goes back to the price of the table.
    ///
    /// # Errors
    ///
    /// When the notebook cannot be written.
    pub fn forget_price(&self, food: FoodCode) -> Noted<()> {
        self.write(|db| db.execute("DELETE FROM own_price WHERE food = ?", [food.0]).map(drop))
    }
}

/// A day as the notebook writes it; one that cannot be read is the first day there is, and orders last.
pub(super) fn day(text: String) -> NaiveDate {
    text.parse().unwrap_or_default()
}
