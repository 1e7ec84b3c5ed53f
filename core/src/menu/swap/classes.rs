//! Which kinds of dish and which foods stand in for each other: the judgement of the kitchen, from three tables.
//!
//! `data/dishes/nep-2026/swap_kinds.tsv`, `data/foods/nep-2026/swap_classes.tsv`, `data/foods/nep-2026/swaps.tsv`. What is
//! safe for whom is not asked here.

use serde::Serialize;

use crate::foods::{DishKind, FoodCode, SourceRef};

/// What a food and its substitute are equal in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Staples and fats.
    Energy,
    /// Meat, fish, eggs, pulses, milk.
    Protein,
    /// Vegetables and fruit, by edible weight.
    Weight,
}

/// Foods that stand in for each other.
#[derive(Debug)]
pub(super) struct Class {
    pub name: &'static str,
    pub basis: Basis,
    /// Words that are right for each of them: `thịt` stays when beef takes the place of pork.
    pub generic: &'static [&'static str],
    line: u32,
}

impl Class {
    /// Its row.
    pub(super) const fn place(&self) -> SourceRef {
        SourceRef { file: "foods/nep-2026/swap_classes.tsv", line: self.line, column: "basis" }
    }
}

/// A food of a class.
#[derive(Debug)]
pub(super) struct Member {
    pub food: FoodCode,
    class: &'static str,
    /// What recipes call it, the word to write first.
    pub called: &'static [&'static str],
    /// Words that, left in a recipe, would still speak of it.
    pub watch: &'static [&'static str],
}

impl Member {
    /// The row of that food, when it has one.
    pub(super) fn of(food: FoodCode) -> Option<&'static Self> {
        MEMBERS.binary_search_by_key(&food, |member| member.food).ok().map(|index| &MEMBERS[index])
    }

    pub(super) fn class(&self) -> &'static Class {
        CLASSES.iter().find(|class| class.name == self.class).expect("the build checks that every class is known")
    }

    /// The others of its class, in order of food.
    pub(super) fn others(&self) -> impl Iterator<Item = &'static Self> {
        let (food, class) = (self.food, self.class);
        MEMBERS.iter().filter(move |member| member.class == class && member.food != food)
    }
}

/// How far `candidate` is from taking the place of `kind`: 0 the same kind; `None` when it may not.
pub(super) fn distance(kind: DishKind, candidate: DishKind) -> Option<usize> {
    let (_, by) = KINDS.iter().find(|(known, _)| *known == kind.code())?;
    by.iter().position(|code| *code == candidate.code())
}

include!(concat!(env!("OUT_DIR"), "/swap_tables.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::Database;

    #[test]
    fn every_kind_of_dish_is_first_replaced_by_its_own() {
        for kind in DishKind::ALL {
            assert_eq!(distance(*kind, *kind), Some(0), "{kind:?}");
        }
        assert_eq!(distance(DishKind::Main, DishKind::Soup), None);
        assert_eq!(distance(DishKind::Porridge, DishKind::OneBowl), Some(1));
    }

    #[test]
    fn classes_hold_foods_of_the_database_and_none_of_them_alone() {
        for member in MEMBERS {
            assert!(Database::bundled().food(member.food).is_some(), "{}", member.food);
            assert!(member.others().next().is_some(), "{} has nothing beside it", member.food);
            assert!(member.class().place().line > 1);
        }
        let beef = Member::of(FoodCode(7003)).expect("beef stands in the table");
        assert_eq!((beef.class().name, beef.class().basis), ("meat", Basis::Protein));
        assert!(beef.others().any(|other| other.food == FoodCode(7017)));
        assert!(Member::of(FoodCode(1)).is_none());
    }
}
