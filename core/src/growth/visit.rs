//! What is known about a child at one visit.

use serde::{Deserialize, Serialize};

use super::Age;
use crate::units::{Centimetres, Kilograms, Millimetres};

/// Sex at birth, as the standards distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Bé trai.
    Boy,
    /// Bé gái.
    Girl,
}

/// How length or height was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posture {
    /// Recumbent length (chiều dài nằm).
    Lying,
    /// Standing height (chiều cao đứng).
    Standing,
}

/// The eight indicators, in the order of WHO's package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// Length- or height-for-age.
    LengthForAge,
    /// Weight-for-age.
    WeightForAge,
    /// Weight-for-length, or weight-for-height from day 731.
    WeightForLength,
    /// Body mass index for age.
    BmiForAge,
    /// Head circumference for age.
    HeadForAge,
    /// Mid-upper-arm circumference (MUAC) for age.
    ArmForAge,
    /// Triceps skinfold for age.
    TricepsForAge,
    /// Subscapular skinfold for age.
    SubscapularForAge,
}

impl Indicator {
    /// All eight, in order.
    pub const ALL: [Self; 8] = [
        Self::LengthForAge,
        Self::WeightForAge,
        Self::WeightForLength,
        Self::BmiForAge,
        Self::HeadForAge,
        Self::ArmForAge,
        Self::TricepsForAge,
        Self::SubscapularForAge,
    ];
}

/// One visit: what was measured, as measured. Whatever is unknown is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Visit {
    /// Sex; without it there is no z-score at all.
    pub sex: Option<Sex>,
    /// Age; without it only weight-for-length can be scored.
    pub age: Option<Age>,
    /// Weight.
    pub weight: Option<Kilograms>,
    /// Length or height as the board showed it, before any correction.
    pub length: Option<Centimetres>,
    /// Lying or standing; unknown is allowed.
    pub posture: Option<Posture>,
    /// Head circumference.
    pub head: Option<Centimetres>,
    /// Mid-upper-arm circumference.
    pub arm: Option<Centimetres>,
    /// Triceps skinfold.
    pub triceps: Option<Millimetres>,
    /// Subscapular skinfold.
    pub subscapular: Option<Millimetres>,
    /// Pitting oedema of both feet (phù hai mu chân).
    pub oedema: bool,
}
