//! A child, what was measured of her, and how she is fed.
//!
//! ```text
//! children/<id>       name: text           as told, with its marks
//!                     sex: "boy" | "girl"?
//!                     birth: day?          unknown is left out, never guessed
//!                     birth_weight_g, birth_length_mm: integer?
//!                     gestation_days: integer?    how long the pregnancy had lasted at birth
//!                     mother: record?      in this document
//!                     mother_name: text?   as told, when she has no record here
//!                     visitor: bool        seen at a weighing, registered elsewhere or nowhere yet
//! measurements/<id>   child: record        the child may come later than her measurement
//!                     on: day              entered, decides the age
//!                     weight_g, length_mm, head_mm, arm_mm, triceps_tenth_mm, subscapular_tenth_mm: integer?
//!                     posture: "lying" | "standing"?
//!                     oedema: bool         both feet
//!                     repeats: record?     measured again at once: both readings are kept
//!                     confirmed: bool      the measurer was asked and says it is so
//! feeding/<id>        child: record, on: day
//!                     breastfed: "exclusive" | "with_other_foods" | "no"?
//!                     groups: [code]       food groups of the last 24 hours
//!                     meals: integer?      of the last 24 hours
//! ```
//!
//! Two phones: both records stand. Two readings of one day stand beside each other; the later truth is a correction.

use serde::{Deserialize, Serialize};

use super::measure::{GirthMm, LengthMm, SkinfoldTenthMm, WeightG};
use super::record::record;
use super::{Day, RecordId};
use crate::growth::{Age, Posture, Sex, Visit};

/// Who a child is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Child {
    /// Name as told.
    pub name: String,
    /// Sex; unknown is allowed.
    pub sex: Option<Sex>,
    /// Birth date.
    pub birth: Option<Day>,
    /// Weight at birth.
    pub birth_weight_g: Option<WeightG>,
    /// Length at birth.
    pub birth_length_mm: Option<LengthMm>,
    /// Days the pregnancy had lasted at birth.
    pub gestation_days: Option<u16>,
    /// Her mother's record.
    pub mother: Option<RecordId>,
    /// Her mother's name as told.
    pub mother_name: Option<String>,
    /// Seen at a weighing, registered elsewhere or nowhere yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub visitor: bool,
}

/// One weighing and measuring.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measurement {
    /// Of whom.
    pub child: RecordId,
    /// On which day.
    pub on: Day,
    /// Weight.
    pub weight_g: Option<WeightG>,
    /// Length or height as the board showed it.
    pub length_mm: Option<LengthMm>,
    /// Lying or standing.
    pub posture: Option<Posture>,
    /// Head circumference.
    pub head_mm: Option<GirthMm>,
    /// Mid-upper-arm circumference.
    pub arm_mm: Option<GirthMm>,
    /// Triceps skinfold.
    pub triceps_tenth_mm: Option<SkinfoldTenthMm>,
    /// Subscapular skinfold.
    pub subscapular_tenth_mm: Option<SkinfoldTenthMm>,
    /// Pitting oedema of both feet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub oedema: bool,
    /// The reading it repeats, taken at once because that one was doubted.
    pub repeats: Option<RecordId>,
    /// The measurer was asked about it and says it is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
}

/// How a child was fed in the last 24 hours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feeding {
    /// Who.
    pub child: RecordId,
    /// The day asked.
    pub on: Day,
    /// Breastfed?
    pub breastfed: Option<Breastfed>,
    /// Codes of the food groups eaten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Meals and snacks.
    pub meals: Option<u8>,
}

/// How a child is breastfed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breastfed {
    /// Breast milk and nothing else.
    Exclusive,
    /// Breast milk with other foods or drinks.
    WithOtherFoods,
    /// Not at all.
    No,
}

record!(Child in "children");
record!(Measurement in "measurements" by on);
record!(Feeding in "feeding" by on);

impl Measurement {
    /// A measurement of `child` on a day, with nothing measured yet.
    #[must_use]
    pub const fn new(child: RecordId, on: Day) -> Self {
        Self {
            child,
            on,
            weight_g: None,
            length_mm: None,
            posture: None,
            head_mm: None,
            arm_mm: None,
            triceps_tenth_mm: None,
            subscapular_tenth_mm: None,
            oedema: false,
            repeats: None,
            confirmed: false,
        }
    }

    /// What [`crate::growth::assess`] takes. A measurement dated before the birth has no age.
    #[must_use]
    pub fn visit(&self, child: &Child) -> Visit {
        Visit {
            sex: child.sex,
            age: child.birth.and_then(|birth| Age::between(birth.date(), self.on.date()).ok()),
            weight: self.weight_g.map(WeightG::quantity),
            length: self.length_mm.map(LengthMm::quantity),
            posture: self.posture,
            head: self.head_mm.map(GirthMm::quantity),
            arm: self.arm_mm.map(GirthMm::quantity),
            triceps: self.triceps_tenth_mm.map(SkinfoldTenthMm::quantity),
            subscapular: self.subscapular_tenth_mm.map(SkinfoldTenthMm::quantity),
            oedema: self.oedema,
        }
    }
}
