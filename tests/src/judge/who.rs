//! The person, as the answer prints her.

use serde_json::Value;

use super::tsv::Row;

/// Who eats.
#[derive(Clone, Debug)]
pub struct Who {
    /// What the answer calls her.
    pub id: String,
    /// `pregnant_t2`, `child_7_8`, `adult`.
    pub stage: String,
    /// Completed months, of a child.
    pub months: Option<u32>,
    /// Completed years, of a woman.
    pub years: Option<u32>,
    /// `m`, `f`.
    pub sex: Option<char>,
    /// Still nursing.
    pub breastfed: bool,
    /// Of a woman.
    pub activity: String,
    /// `2016`, `2026`.
    pub edition: String,
    /// After birth.
    pub menses: Option<bool>,
    /// The class of zinc absorption.
    pub zinc: String,
    /// Whether iron is taken up at 15 %; set from the day's food where not known.
    pub iron_15: bool,
    /// Whether the class of iron was given.
    pub iron_known: bool,
    /// Where she lives.
    pub region: String,
}

impl Who {
    /// Reads a member of `people`.
    ///
    /// # Panics
    ///
    /// When it is none.
    #[must_use]
    pub fn read(person: &Value) -> Self {
        let text = |name: &str| person[name].as_str().unwrap_or_default().to_owned();
        let whole = |name: &str| person[name].as_u64().map(|whole| u32::try_from(whole).expect("an age"));
        let iron = text("iron_absorption");
        Self {
            id: text("id"),
            stage: text("stage"),
            months: whole("age_months"),
            years: whole("age_years"),
            sex: match person["sex"].as_str() {
                Some("girl" | "f") => Some('f'),
                Some("boy" | "m") => Some('m'),
                _ => None,
            },
            breastfed: person["breastfed"].as_bool().unwrap_or(false),
            activity: text("activity"),
            edition: text("edition"),
            menses: person["menses_returned"].as_bool(),
            zinc: text("zinc_absorption"),
            iron_15: iron.contains("15") || iron == "fifteen",
            iron_known: !iron.is_empty(),
            region: text("region"),
        }
    }

    /// Of whom no table says anything.
    #[must_use]
    pub fn is_adult(&self) -> bool {
        self.stage == "adult"
    }

    /// A child under two years who still nurses: its food is set against the need from food.
    #[must_use]
    pub fn nurses(&self) -> bool {
        self.breastfed && self.months.is_some_and(|months| months < 24)
    }

    /// Whether a row of the balance table written for `group` means her.
    #[must_use]
    pub fn is_of(&self, group: &str, milk_recorded: bool) -> bool {
        match group {
            "all" => true,
            "woman" => self.months.is_none(),
            "pregnant" | "lactating" => self.stage.starts_with(group),
            "child" => self.months.is_some(),
            "breastfed_child" => self.nurses(),
            "milk_not_counted" => self.nurses() && !milk_recorded,
            "breastfed_6_11m" => self.nurses() && self.months.is_some_and(|months| months <= 11),
            _ => {
                let span = group.trim_start_matches("child_").trim_end_matches('m');
                let (first, last) = span.split_once('_').expect("from and to");
                let span = first.parse().expect("months")..=last.parse().expect("months");
                self.months.is_some_and(|months| span.contains(&months))
            }
        }
    }

    /// The requirement table's name of her group.
    #[must_use]
    pub fn group(&self) -> &'static str {
        match (self.stage.as_str(), self.months) {
            ("pregnant_t1", _) => "preg_t1",
            ("pregnant_t2", _) => "preg_t2",
            ("pregnant_t3", _) => "preg_t3",
            ("lactating_0_6", _) => "lact_0_6m",
            ("lactating_6_12", _) => "lact_6_12m",
            (_, Some(..=8)) => "inf_6_8m",
            (_, Some(..=11)) => "inf_9_11m",
            (_, Some(..=35)) => "ch_1_2y",
            _ => "ch_3_5y",
        }
    }

    /// The group of a woman of her age before.
    #[must_use]
    pub fn base(&self, editions: &[&str]) -> Option<&'static str> {
        let years = self.years.filter(|_| self.months.is_none())?;
        Some(match (editions.contains(&"2026tool"), years) {
            (_, 30..) => "f_30_49y",
            (true, 18..) => "f_18_29y",
            (true, _) => "f_15_17y",
            (false, 20..) => "f_20_29y",
            (false, _) => "f_15_19y",
        })
    }
}

/// The words of a row that more than one table has.
pub trait Words {
    /// 0 high, 1 medium, 2 low.
    fn confidence(&self) -> u8;
}

impl Words for Row {
    fn confidence(&self) -> u8 {
        match self.text("confidence") {
            "high" => 0,
            "medium" => 1,
            _ => 2,
        }
    }
}
