//! The shopping list, shared by the phones of a family.
//!
//! ```text
//! lists/<id>      name: text?, on: day?
//! shopping/<id>   list: record, what: text, food: code?, grams: integer?
//! ticks/<id>      item: record             bought
//! ```
//!
//! Two phones tick at once: two ticks, the item is bought. Unticking takes back the ticks that were seen, so that a tick made
//! meanwhile on the other phone is not lost.

use serde::{Deserialize, Serialize};

use super::change::Sitting;
use super::fact::Held;
use super::family::Family;
use super::record::record;
use super::{Day, RecordId};

/// A list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct List {
    /// A name for it.
    pub name: Option<String>,
    /// The market day.
    pub on: Option<Day>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The list.
    pub list: RecordId,
    /// What to buy, in words.
    pub what: String,
    /// Code of the food.
    pub food: Option<String>,
    /// How much.
    pub grams: Option<u32>,
}

/// Bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The line.
    pub item: RecordId,
}

record!(List in "lists" by on);
record!(Item in "shopping");
record!(Tick in "ticks");

impl Family {
    /// Is a line of a list ticked?
    #[must_use]
    pub fn is_bought(&self, item: &Held<Item>) -> bool {
        self.ticks.iter().any(|tick| item.is(tick.value.item))
    }
}

impl Sitting {
    /// Ticks a line.
    pub fn tick(&mut self, item: &Held<Item>) -> RecordId {
        self.add(&Tick { item: item.id })
    }

    /// Takes back the ticks of a line that this phone knows of.
    pub fn untick(&mut self, family: &Family, item: &Held<Item>) {
        for tick in family.ticks.iter().filter(|tick| item.is(tick.value.item)) {
            self.retract(tick.id, None);
        }
    }
}
