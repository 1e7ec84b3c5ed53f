//! What a family eats: diet checks, saved menus, its own dishes and prices.
//!
//! ```text
//! diet_checks/<id>   whom: record?, on: day, questionnaire: code, version: text?, answers: { question: answer }
//! menus/<id>         name: text?, on: day?, plan: text, version: text?, eaters: [record]
//! dishes/<id>        name: text, kind: code, servings_hundredths: integer, child_from, child_to: integer? (months), steps: text?
//!                    ingredients: [{ food: integer, amount_hundredths: integer, measure: text?, decigrams: integer }]
//!                    form: text?          the form it was typed in: sent twice, it is one dish
//! prices/<id>        food: integer, dong_per_kg: integer, on: day, market: text?
//! ```
//!
//! Two phones: both records stand. Of two prices of one food the one with the later day is used.

use serde::{Deserialize, Serialize};

use super::record::record;
use super::{Day, Fields, RecordId};

/// A questionnaire answered.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct DietCheck {
    /// Who was asked about.
    pub whom: Option<RecordId>,
    /// The day.
    pub on: Day,
    /// Which questionnaire: a code.
    pub questionnaire: String,
    /// Which edition of it.
    pub version: Option<String>,
    /// The answers by question.
    #[serde(default)]
    pub answers: Fields,
}

/// A menu kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// A name for it.
    pub name: Option<String>,
    /// The day it is for.
    pub on: Option<Day>,
    /// The plan, as its code in an address.
    pub plan: String,
    /// Edition of the food data it was made with.
    pub version: Option<String>,
    /// For whom.
    #[serde(default)]
    pub eaters: Vec<RecordId>,
}

/// A dish of the family's own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dish {
    /// Its name.
    pub name: String,
    /// Staple, main, soup, …: the bank's word.
    pub kind: String,
    /// People the pot feeds, in hundredths.
    pub servings_hundredths: u32,
    /// From this month of age, when it is cooked for a child.
    pub child_from: Option<u8>,
    /// To this month of age.
    pub child_to: Option<u8>,
    /// What goes into the whole pot.
    #[serde(default)]
    pub ingredients: Vec<Ingredient>,
    /// How it is made, a line each.
    pub steps: Option<String>,
    /// The form it was typed in.
    pub form: Option<String>,
}

/// Part of a dish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredient {
    /// Code of the food tables.
    pub food: i64,
    /// The amount as typed, in hundredths of the measure.
    pub amount_hundredths: u32,
    /// The measure as typed; grams when absent.
    pub measure: Option<String>,
    /// What that was when it was typed: edible, raw, in tenths of a gram.
    pub decigrams: u32,
}

/// A price at the family's market.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Code of the food tables.
    pub food: i64,
    /// Đồng per kilogram.
    pub dong_per_kg: u32,
    /// The day.
    pub on: Day,
    /// Where.
    pub market: Option<String>,
}

record!(DietCheck in "diet_checks" by on);
record!(Menu in "menus" by on);
record!(Dish in "dishes");
record!(Price in "prices" by on);
