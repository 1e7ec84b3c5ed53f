//! The shopping list, shared by the phones of a family.
//!
//! ```text
//! lists/<id>      on: day, days, people: integer?, region: code?, name: text?, form: text?
//! shopping/<id>   list: record, food: integer?, what: text?, decigrams: integer?     edible, raw, of all dishes together
//! ticks/<id>      item: record, as: "bought" | "at_home"
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
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The day it was made.
    pub on: Day,
    /// For so many days.
    pub days: Option<u8>,
    /// For so many people.
    pub people: Option<u8>,
    /// Whose prices hold: a code.
    pub region: Option<String>,
    /// A name for it.
    pub name: Option<String>,
    /// The form it was made in: sent twice, it is one list.
    pub form: Option<String>,
}

/// A line of a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The list.
    pub list: RecordId,
    /// Code of the food tables.
    pub food: Option<i64>,
    /// What to buy in words, when it is in no table.
    pub what: Option<String>,
    /// How much: edible, raw, in tenths of a gram.
    pub decigrams: Option<u32>,
}

/// A line ticked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The line.
    pub item: RecordId,
    /// As what.
    #[serde(rename = "as")]
    pub mark: Mark,
}

/// Why a line need not be bought any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It was bought.
    Bought,
    /// There is enough at home.
    AtHome,
}

record!(List in "lists" by on);
record!(Item in "shopping");
record!(Tick in "ticks");

impl Family {
    /// Is a line of a list ticked as bought, or as being at home?
    #[must_use]
    pub fn is_ticked(&self, item: &Held<Item>, mark: Mark) -> bool {
        self.ticks_of(item, mark).next().is_some()
    }

    fn ticks_of<'a>(&'a self, item: &'a Held<Item>, mark: Mark) -> impl Iterator<Item = &'a Held<Tick>> {
        self.ticks.iter().filter(move |tick| tick.value.mark == mark && item.is(tick.value.item))
    }
}

impl Sitting {
    /// Ticks a line.
    pub fn tick(&mut self, item: &Held<Item>, mark: Mark) -> RecordId {
        self.add(&Tick { item: item.id, mark })
    }

    /// Takes back the ticks of a line that this phone knows of.
    pub fn untick(&mut self, family: &Family, item: &Held<Item>, mark: Mark) {
        for tick in family.ticks_of(item, mark) {
            self.retract(tick.id, None);
        }
    }
}
