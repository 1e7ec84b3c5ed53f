//! The column `condition` of the requirement table, read whole: a condition nobody understands stops the reading,
//! for a figure used outside its condition is a wrong figure.

use super::person::{Activity, IronAbsorption, Person, Stage, ZincAbsorption};
use crate::growth::Sex;

/// One part of a condition.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Sex(Sex),
    Activity(Activity),
    Iron(IronAbsorption),
    Zinc(ZincAbsorption),
    MensesReturned(bool),
    Months {
        first: u8,
        last: u8,
    },
    /// Another value from this month on.
    ValueFrom {
        month: u8,
        value: f64,
    },
    /// Another value up to 18 completed years.
    ValueTo18(f64),
    /// The conditional of two recommendations on free sugars.
    Preferable,
    Strong,
    /// Says what the figure counts: supplements, not food.
    SupplementsOnly,
    /// Needs the body weight, which no menu knows.
    ByWeight,
}

/// A condition in full. An empty one always holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Condition(Vec<Part>);

/// Parts that only comment on the figure.
const COMMENTS: [&str; 11] = [
    "total from all food, not only added salt",
    "all sources",
    "not applied to prescribed treatment",
    "national 60 mg tablet exceeds it by design (programme dose)",
    "supplement/food retinol, 10 000 IU per day",
    "no limit before",
    "range 10–12",
    "age >=19",
    "base 1000 ml",
    "base 1500 ml",
    "40 for heavy activity 19–30 y",
];

impl Condition {
    /// Reads a cell; `None` when a part is not understood.
    pub(super) fn read(cell: &str) -> Option<Self> {
        let mut parts = Vec::new();
        for text in cell.split(';').map(str::trim).filter(|text| !text.is_empty() && !COMMENTS.contains(text)) {
            parts.push(read_part(text)?);
        }
        // "age 36–47 months; 650 mg from 48 months": the second part carries the row past the first.
        if parts.iter().any(|part| matches!(part, Part::ValueFrom { .. })) {
            parts.retain(|part| !matches!(part, Part::Months { .. }));
        }
        Some(Self(parts))
    }

    /// Whether the row is for this person. A person whose sex is not known meets the rows of both.
    pub(super) fn holds(&self, person: Person) -> bool {
        self.0.iter().all(|part| part.holds(person))
    }

    /// The row's value for this person.
    pub(super) fn value(&self, printed: f64, person: Person) -> f64 {
        self.0
            .iter()
            .find_map(|part| match *part {
                Part::ValueFrom { month, value } if person.child_months().is_some_and(|m| m >= month) => Some(value),
                Part::ValueTo18(value) if person.woman_years().is_some_and(|years| years <= 18) => Some(value),
                _ => None,
            })
            .unwrap_or(printed)
    }

    /// Whether the row counts food (not supplements alone) and asks for no body weight.
    pub(super) fn is_about_food(&self) -> bool {
        !self.0.iter().any(|part| matches!(part, Part::SupplementsOnly | Part::ByWeight))
    }

    /// `Some(true)` for the conditional recommendation, `Some(false)` for the strong one.
    pub(super) fn preferable(&self) -> Option<bool> {
        self.0.iter().find_map(|part| match part {
            Part::Preferable => Some(true),
            Part::Strong => Some(false),
            _ => None,
        })
    }
}

impl Part {
    fn holds(self, person: Person) -> bool {
        match self {
            Self::Sex(sex) => match person.stage {
                Stage::Child { sex: known, .. } => known.is_none_or(|known| known == sex),
                Stage::Pregnant { .. } | Stage::Lactating { .. } => sex == Sex::Girl,
            },
            Self::Activity(activity) => match person.stage {
                Stage::Pregnant { activity: hers, .. } | Stage::Lactating { activity: hers, .. } => hers == activity,
                Stage::Child { .. } => false,
            },
            Self::Iron(absorption) => person.iron.unwrap_or(IronAbsorption::Ten) == absorption,
            Self::Zinc(absorption) => person.zinc == absorption,
            Self::MensesReturned(returned) => match person.stage {
                Stage::Lactating { menses_returned, .. } => menses_returned.unwrap_or(true) == returned,
                Stage::Pregnant { .. } | Stage::Child { .. } => false,
            },
            Self::Months { first, last } => person.child_months().is_some_and(|m| (first..=last).contains(&m)),
            Self::ValueFrom { .. }
            | Self::ValueTo18(_)
            | Self::Preferable
            | Self::Strong
            | Self::SupplementsOnly
            | Self::ByWeight => true,
        }
    }
}

fn read_part(text: &str) -> Option<Part> {
    if let Some((key, value)) = text.split_once('=').filter(|(key, _)| !key.contains(['<', '>'])) {
        return match (key, value) {
            ("sex", "M") => Some(Part::Sex(Sex::Boy)),
            ("sex", "F") => Some(Part::Sex(Sex::Girl)),
            ("activity", "light") => Some(Part::Activity(Activity::Light)),
            ("activity", "moderate") => Some(Part::Activity(Activity::Moderate)),
            ("activity", "heavy") => Some(Part::Activity(Activity::Heavy)),
            ("iron_bioavailability", "10%") => Some(Part::Iron(IronAbsorption::Ten)),
            ("iron_bioavailability", "15%") => Some(Part::Iron(IronAbsorption::Fifteen)),
            ("zinc_absorption", "poor (15%)") => Some(Part::Zinc(ZincAbsorption::Poor)),
            ("zinc_absorption", "moderate (30%)") => Some(Part::Zinc(ZincAbsorption::Moderate)),
            ("zinc_absorption", "good (50%)") => Some(Part::Zinc(ZincAbsorption::Good)),
            ("menses_returned", "yes") => Some(Part::MensesReturned(true)),
            ("menses_returned", "no") => Some(Part::MensesReturned(false)),
            _ => None,
        };
    }
    match text {
        "conditional / preferable" => return Some(Part::Preferable),
        "strong recommendation" => return Some(Part::Strong),
        "supplements/drugs only" | "supplements" => return Some(Part::SupplementsOnly),
        "from 24 months" => return Some(Part::Months { first: 24, last: u8::MAX }),
        "<24 months: no added sugar, no sweet drinks" => return Some(Part::Months { first: 0, last: 23 }),
        _ => {}
    }
    if text.contains("weight") {
        return Some(Part::ByWeight);
    }
    if let Some(value) = text.strip_suffix(" if <=18") {
        return Some(Part::ValueTo18(value.parse().ok()?));
    }
    if let Some((value, month)) = text.split_once(" mg from ") {
        let month = month.strip_suffix(" months")?.parse().ok()?;
        return Some(Part::ValueFrom { month, value: value.parse().ok()? });
    }
    let (first, rest) = text.strip_prefix("age ")?.split_once('–')?;
    let (last, comment) = rest.split_once(" months")?;
    let understood = comment.is_empty() || comment.starts_with(", range ") || comment.starts_with(" (FAO band");
    understood.then_some(Part::Months { first: first.parse().ok()?, last: last.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(age_months: u8, sex: Option<Sex>) -> Person {
        Person::new(Stage::Child { age_months, sex, breastfed: false }).expect("in the tables")
    }

    fn condition(cell: &str) -> Condition {
        Condition::read(cell).expect("understood")
    }

    #[test]
    fn a_condition_nobody_understands_is_not_read() {
        for cell in ["sex=X", "in winter", "age some months", "iron_bioavailability=12%"] {
            assert_eq!(Condition::read(cell), None, "{cell}");
        }
    }

    #[test]
    fn ages_hold_from_their_first_to_their_last_month() {
        let band = condition("age 36–47 months, range 100–150");
        for (month, holds) in [(35, false), (36, true), (47, true), (48, false)] {
            assert_eq!(band.holds(child(month, None)), holds, "{month}");
        }
        let from = condition("from 24 months; no limit before");
        assert!(!from.holds(child(23, None)) && from.holds(child(24, None)));
    }

    #[test]
    fn the_second_value_counts_from_its_month() {
        let zinc = condition("age 36–47 months; 12 mg from 48 months");
        assert!(zinc.holds(child(48, None)));
        assert_eq!((zinc.value(7.0, child(47, None)), zinc.value(7.0, child(48, None))), (7.0, 12.0));
    }

    #[test]
    fn an_unknown_sex_meets_the_rows_of_both() {
        assert!(condition("sex=M").holds(child(9, None)) && condition("sex=F").holds(child(9, None)));
        assert!(!condition("sex=M").holds(child(9, Some(Sex::Girl))));
    }
}
