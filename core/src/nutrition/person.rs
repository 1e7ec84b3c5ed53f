//! Who eats: what the requirements and the rules of balance need to know, and nothing that names her.
//!
//! What catches people out:
//! - a child under 6 months has requirements in the book (they describe breast milk) but is never given a menu;
//! - a child's sex changes energy, iron and vitamin A; unknown, the two printed figures are averaged;
//! - the 2026 figures come from an online tool and are incomplete: what they lack is filled from 2016, and each figure
//!   says which edition it is.

use serde::{Deserialize, Serialize};

use crate::growth::Sex;

/// Third of a pregnancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trimester {
    /// 3 tháng đầu.
    First,
    /// 3 tháng giữa.
    Second,
    /// 3 tháng cuối.
    Third,
}

/// How hard a woman's days are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Lao động nhẹ.
    Light,
    /// Lao động trung bình.
    #[default]
    Moderate,
    /// Lao động nặng.
    Heavy,
}

/// Which set of recommended intakes is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edition {
    /// QĐ 2615/QĐ-BYT of 2016: complete, the default.
    #[default]
    #[serde(rename = "2016")]
    Y2016,
    /// The institute's online tool of 2026: incomplete, missing figures come from 2016.
    #[serde(rename = "2026")]
    Y2026,
}

/// How much of the iron eaten is taken up (2016 book, Table 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IronAbsorption {
    /// 10 %: 30–90 g of meat or fish, or 25–75 mg of vitamin C, a day.
    #[serde(rename = "10%")]
    Ten,
    /// 15 %: over 90 g of meat or fish, or over 75 mg of vitamin C, a day.
    #[serde(rename = "15%")]
    Fifteen,
}

/// How much of the zinc eaten is taken up (2016 book, Table 20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZincAbsorption {
    /// 15 %: little animal protein.
    Poor,
    /// 30 %: the mixed diet; taken unless the person's diet is said to be otherwise.
    #[default]
    Moderate,
    /// 50 %: rich in animal protein.
    Good,
}

/// Stage of life, with what the requirements ask of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Đang mang thai.
    Pregnant {
        /// Which third.
        trimester: Trimester,
        /// Completed years.
        age_years: u8,
        /// Activity before and during pregnancy.
        activity: Activity,
    },
    /// Đang cho con bú.
    Lactating {
        /// Whether the baby is 6 months or older (the second half of the first year).
        from_six_months: bool,
        /// Completed years.
        age_years: u8,
        /// Activity.
        activity: Activity,
        /// Whether menstruation has returned; unknown counts as returned, which asks for more iron.
        menses_returned: Option<bool>,
    },
    /// Trẻ em.
    Child {
        /// Completed months.
        age_months: u8,
        /// Sex; unknown averages the two printed figures.
        sex: Option<Sex>,
        /// Whether the child still takes breast milk.
        breastfed: bool,
    },
}

/// A person whose food is compared with the need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// Stage of life.
    pub stage: Stage,
    /// Edition of the recommended intakes.
    pub edition: Edition,
    /// Iron absorption, when known otherwise than from the day's food.
    pub iron: Option<IronAbsorption>,
    /// Zinc absorption.
    pub zinc: ZincAbsorption,
}

/// Why there is no requirement for this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotInTables {
    /// A woman younger or older than the tables for women.
    #[error("{years} years is outside {min}–{max} years, the ages of the tables for women")]
    WomanAge {
        /// What was given.
        years: u8,
        /// First year of the tables.
        min: u8,
        /// Last year of the tables.
        max: u8,
    },
    /// A child past the last month of Nếp's tables.
    #[error("{months} months is past {max} months, the last age for children here")]
    ChildAge {
        /// What was given.
        months: u8,
        /// Last month.
        max: u8,
    },
}

impl Person {
    /// First and last year of the tables for women (15–19, 20–29, 30–49 years).
    pub const WOMAN_YEARS: (u8, u8) = (15, 49);
    /// Last month for children here; the book's band 3–5 years would reach 71.
    pub const CHILD_LAST_MONTH: u8 = 60;
    /// First month at which a child is given a menu.
    pub const FIRST_MENU_MONTH: u8 = 6;

    /// A person at that stage, by the default edition and absorptions.
    ///
    /// # Errors
    ///
    /// When her age lies outside the tables.
    pub const fn new(stage: Stage) -> Result<Self, NotInTables> {
        match stage {
            Stage::Pregnant { age_years: years, .. } | Stage::Lactating { age_years: years, .. } => {
                let (min, max) = Self::WOMAN_YEARS;
                if years < min || years > max {
                    return Err(NotInTables::WomanAge { years, min, max });
                }
            }
            Stage::Child { age_months: months, .. } => {
                if months > Self::CHILD_LAST_MONTH {
                    return Err(NotInTables::ChildAge { months, max: Self::CHILD_LAST_MONTH });
                }
            }
        }
        Ok(Self { stage, edition: Edition::Y2016, iron: None, zinc: ZincAbsorption::Moderate })
    }

    /// The same person by another edition.
    #[must_use]
    pub const fn by_edition(self, edition: Edition) -> Self {
        Self { edition, ..self }
    }

    /// The same person with that iron absorption.
    #[must_use]
    pub const fn absorbing_iron(self, iron: IronAbsorption) -> Self {
        Self { iron: Some(iron), ..self }
    }

    /// Completed months, of a child.
    #[must_use]
    pub const fn child_months(self) -> Option<u8> {
        match self.stage {
            Stage::Child { age_months, .. } => Some(age_months),
            Stage::Pregnant { .. } | Stage::Lactating { .. } => None,
        }
    }

    /// Completed years, of a woman.
    #[must_use]
    pub const fn woman_years(self) -> Option<u8> {
        match self.stage {
            Stage::Pregnant { age_years, .. } | Stage::Lactating { age_years, .. } => Some(age_years),
            Stage::Child { .. } => None,
        }
    }

    /// A child under 24 months who still takes breast milk: its food is compared with the need *from food*.
    #[must_use]
    pub const fn is_breastfed_child(self) -> bool {
        matches!(self.stage, Stage::Child { age_months, breastfed: true, .. } if age_months < 24)
    }

    /// The dish bank's name of the stage: `pregnant_t1`, `lactating_0_6`, `child_7_8`, …
    #[must_use]
    pub const fn stage_code(self) -> &'static str {
        match self.stage {
            Stage::Pregnant { trimester: Trimester::First, .. } => "pregnant_t1",
            Stage::Pregnant { trimester: Trimester::Second, .. } => "pregnant_t2",
            Stage::Pregnant { trimester: Trimester::Third, .. } => "pregnant_t3",
            Stage::Lactating { from_six_months: false, .. } => "lactating_0_6",
            Stage::Lactating { from_six_months: true, .. } => "lactating_6_12",
            Stage::Child { age_months, .. } => match age_months {
                0..=5 => "child_0_5",
                6..=8 => "child_7_8",
                9..=11 => "child_9_11",
                12..=23 => "child_12_23",
                24..=35 => "child_24_35",
                _ => "child_36_60",
            },
        }
    }

    /// Whether a row of the balance table written for `group` means this person. `milk_recorded`: breast milk stands in
    /// the menu with an amount.
    #[must_use]
    pub(super) fn is_of(self, group: &str, milk_recorded: bool) -> bool {
        let months = self.child_months();
        match group {
            "all" => true,
            "woman" => months.is_none(),
            "pregnant" => matches!(self.stage, Stage::Pregnant { .. }),
            "lactating" => matches!(self.stage, Stage::Lactating { .. }),
            "child" => months.is_some(),
            "breastfed_child" => self.is_breastfed_child(),
            "milk_not_counted" => self.is_breastfed_child() && !milk_recorded,
            "breastfed_6_11m" => self.is_breastfed_child() && months.is_some_and(|m| (6..=11).contains(&m)),
            _ => match (child_span(group), months) {
                (Some((first, last)), Some(months)) => (first..=last).contains(&months),
                _ => false,
            },
        }
    }
}

/// `child_6_11m` → (6, 11); `None` for any other word.
pub(super) fn child_span(group: &str) -> Option<(u8, u8)> {
    let (first, last) = group.strip_prefix("child_")?.strip_suffix('m')?.split_once('_')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn woman(age_years: u8) -> Result<Person, NotInTables> {
        Person::new(Stage::Pregnant { trimester: Trimester::First, age_years, activity: Activity::Light })
    }

    fn child(age_months: u8, breastfed: bool) -> Result<Person, NotInTables> {
        Person::new(Stage::Child { age_months, sex: None, breastfed })
    }

    #[test]
    fn the_first_and_last_ages_of_the_tables_are_accepted_and_the_next_are_not() {
        assert!(woman(15).is_ok() && woman(49).is_ok());
        assert_eq!(woman(14), Err(NotInTables::WomanAge { years: 14, min: 15, max: 49 }));
        assert!(woman(50).is_err());
        assert!(child(0, true).is_ok() && child(60, false).is_ok());
        assert_eq!(child(61, false), Err(NotInTables::ChildAge { months: 61, max: 60 }));
    }

    #[test]
    fn a_child_belongs_to_the_groups_of_its_age() {
        let infant = child(11, true).expect("in the tables");
        for (group, fits) in [
            ("all", true),
            ("child_6_11m", true),
            ("child_0_11m", true),
            ("child_12_23m", false),
            ("breastfed_6_11m", true),
            ("milk_not_counted", true),
            ("woman", false),
            ("no such group", false),
        ] {
            assert_eq!(infant.is_of(group, false), fits, "{group}");
        }
        assert!(!infant.is_of("milk_not_counted", true));
        let toddler = child(24, true).expect("in the tables");
        assert!(!toddler.is_breastfed_child(), "from 24 months the need is the whole need");
    }
}
