//! How a dish looks from above: what it is served in, its main food group, the bits one would recognise.
//!
//! From `data/dishes/nep-2026/dish_pictures.tsv`; only to draw it, never to judge it.

/// How one dish is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The dish.
    pub dish: &'static str,
    /// `bat` bowl, `to` deep bowl, `dia` plate, `chen` cup; `la`: no vessel, breast milk.
    pub vessel: &'static str,
    /// Main group of NIN's eight, 1–8.
    pub group: u8,
    /// Up to three kinds of bits with how many of each, the largest share first.
    pub bits: &'static [(&'static str, u8)],
    /// At most ten letters, in Vietnamese.
    pub short_name: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/dish_pictures.rs"));

impl Picture {
    /// Every picture, in order of dish.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        PICTURES
    }

    /// The picture of that dish; every bundled dish has one.
    #[must_use]
    pub fn of(dish: &str) -> Option<&'static Self> {
        PICTURES.binary_search_by(|picture| picture.dish.cmp(dish)).ok().map(|index| &PICTURES[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::Database;

    #[test]
    fn every_dish_has_a_picture() {
        for dish in Database::bundled().dishes() {
            assert_eq!(Picture::of(&dish.id).map(|picture| picture.dish), Some(dish.id.as_str()));
        }
        assert!(Picture::of("no-such-dish").is_none());
    }

    #[test]
    fn breast_milk_has_no_vessel() {
        for picture in Picture::all() {
            assert_eq!(picture.vessel == "la", picture.dish == "sua-me", "{}", picture.dish);
        }
    }
}
