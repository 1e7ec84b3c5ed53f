//! When a food is in season.
//!
//! From `data/foods/nep-2026/food_seasons.tsv`: culinary judgement, of low confidence. It steers a choice and informs; it
//! never refuses a food.

use serde::Serialize;

use super::{Food, Region, Season, SourceRef};

/// Months of a food in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SeasonRow {
    /// Where; `None`: in every region.
    pub region: Option<Region>,
    /// Bit 0 is January.
    pub months: u16,
    /// Its row.
    pub place: SourceRef,
}

/// Every month of the year.
const ALWAYS: u16 = 0xfff;

impl Food {
    /// Whether it is in season in a region in a month, 1 to 12. `None`: the table says nothing of this food (rice, meat,
    /// dried goods), or there is no such month.
    #[must_use]
    pub fn season(&self, region: Region, month: u8) -> Option<Season> {
        let row = self.seasons.iter().find(|row| row.region.is_none_or(|own| own == region))?;
        match month {
            1..=12 if row.months == ALWAYS => Some(Season::Always),
            1..=12 if row.months >> (month - 1) & 1 == 1 => Some(Season::InSeason),
            1..=12 => Some(Season::OutOfSeason),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::{Database, FoodCode};

    fn season(code: u32, region: Region, month: u8) -> Option<Season> {
        Database::bundled().food(FoodCode(code)).expect("a food").season(region, month)
    }

    #[test]
    fn lychees_are_ripe_from_may_to_july() {
        for region in [Region::North, Region::Central, Region::South] {
            assert_eq!(season(5052, region, 4), Some(Season::OutOfSeason));
            assert_eq!(season(5052, region, 5), Some(Season::InSeason));
            assert_eq!(season(5052, region, 7), Some(Season::InSeason));
            assert_eq!(season(5052, region, 8), Some(Season::OutOfSeason));
        }
    }

    #[test]
    fn kohlrabi_is_of_the_northern_winter_and_always_in_the_south() {
        assert_eq!(season(4096, Region::North, 1), Some(Season::InSeason));
        assert_eq!(season(4096, Region::North, 7), Some(Season::OutOfSeason));
        assert_eq!(season(4096, Region::South, 7), Some(Season::Always));
    }

    #[test]
    fn nothing_is_said_of_rice_or_of_a_thirteenth_month() {
        assert_eq!(season(1004, Region::North, 1), None);
        assert_eq!(season(5052, Region::North, 0), None);
        assert_eq!(season(5052, Region::North, 13), None);
    }
}
