//! The *mâm*: a meal drawn as a round bamboo tray seen from above, a vessel per dish.
//!
//! A picture made from figures, so that it is never a lie: the area of a vessel is its energy, the colour of the food
//! its main food group, the bits its ingredients by share. The same dishes always make the same bytes: places come
//! from `pack`, the turn of the bits from a hash of the dish's id. Breast milk is never a vessel: a leaf with a heart.
//!
//! The page holds [`symbols`] once; colours are custom properties of the style sheet, so the drawing knows no theme.

mod bit;
mod draw;
mod label;
mod pack;
mod symbols;

pub use bit::Bit;
pub use draw::{Named, hero, small, still, thumbnail, vessel};
pub use label::english;
pub use symbols::symbols;

/// What a dish is served in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vessel {
    /// Bát: an eating bowl.
    Bowl,
    /// Tô: a large bowl, with broth.
    Deep,
    /// Đĩa: a plate.
    Plate,
    /// Chén: a small cup.
    Cup,
    /// No vessel: breast milk, a leaf with a heart.
    Leaf,
}

impl Vessel {
    /// Its name in `dish_pictures.tsv`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bowl => "bat",
            Self::Deep => "to",
            Self::Plate => "dia",
            Self::Cup => "chen",
            Self::Leaf => "la",
        }
    }

    /// The vessel called `code` in `dish_pictures.tsv`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Bowl, Self::Deep, Self::Plate, Self::Cup, Self::Leaf].into_iter().find(|vessel| vessel.code() == code)
    }

    /// Radius of the food in it, when the rim has 100.
    const fn food(self) -> f64 {
        match self {
            Self::Bowl => 80.0,
            Self::Deep => 83.0,
            Self::Plate => 75.0,
            Self::Cup => 77.0,
            Self::Leaf => 60.0,
        }
    }
}

/// A dish to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Dish<'a> {
    /// Its id: the turn of its bits comes from here.
    pub id: &'a str,
    /// Its whole name, in the reader's language.
    pub name: &'a str,
    /// At most ten letters, for the label.
    pub short_name: &'a str,
    /// What it is served in.
    pub vessel: Vessel,
    /// Main food group, 1–8 of the institute's eight.
    pub group: u8,
    /// Kinds of bits and how many of each, the largest share first.
    pub bits: Vec<(Bit, u8)>,
    /// Energy of the portion, kcal.
    pub kcal: f64,
    /// Where a press on it leads.
    pub link: String,
}
