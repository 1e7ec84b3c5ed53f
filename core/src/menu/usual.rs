//! Who is taken for granted: the usual person of a stage, and the person a menu of the bank was made for.

use crate::foods::{Menu, Stage as BankStage, Work};
use crate::growth::Sex;
use crate::nutrition::{Activity, Person, Stage, Trimester};

/// Years of a woman who did not say hers: 20–29 years is the middle band of the 2016 tables for women.
pub const USUAL_YEARS: u8 = 25;

/// A child of under so many completed months is taken to be breast-fed: WHO advises it for two years and beyond.
pub const USUALLY_BREASTFED_BEFORE: u8 = 24;

/// The person taken for a stage of the bank when nothing more is known: a woman of 25 years at moderate work, a child in
/// the middle of the stage's months, breast-fed before 24 months, sex not known.
///
/// Source: author's default.
#[must_use]
pub fn usual_person(stage: BankStage) -> Person {
    let age = match stage {
        BankStage::PregnantT1
        | BankStage::PregnantT2
        | BankStage::PregnantT3
        | BankStage::Lactating0To6
        | BankStage::Lactating6To12 => USUAL_YEARS,
        BankStage::Child7To8 => 7,
        BankStage::Child9To11 => 10,
        BankStage::Child12To23 => 18,
        BankStage::Child24To35 => 30,
        BankStage::Child36To60 => 48,
    };
    at(stage, age, Activity::Moderate, None, age < USUALLY_BREASTFED_BEFORE)
        .expect("25 years and the months of the bank's stages lie in the tables")
}

/// The person a menu of the bank was made for; `None` when her age lies outside the tables, which no bundled menu's does.
#[must_use]
pub fn person_of(menu: &Menu) -> Option<Person> {
    let activity = match menu.made_for.work {
        Some(Work::Light) => Activity::Light,
        Some(Work::Moderate) | None => Activity::Moderate,
        Some(Work::Heavy) => Activity::Heavy,
    };
    let sex = menu.made_for.girl.map(|girl| if girl { Sex::Girl } else { Sex::Boy });
    at(menu.stage, menu.made_for.age, activity, sex, menu.made_for.breastfed == Some(true))
}

/// `age`: completed years of a woman, completed months of a child.
fn at(stage: BankStage, age: u8, activity: Activity, sex: Option<Sex>, breastfed: bool) -> Option<Person> {
    let pregnant = |trimester| Stage::Pregnant { trimester, age_years: age, activity };
    let lactating =
        |from_six_months| Stage::Lactating { from_six_months, age_years: age, activity, menses_returned: None };
    let stage = match stage {
        BankStage::PregnantT1 => pregnant(Trimester::First),
        BankStage::PregnantT2 => pregnant(Trimester::Second),
        BankStage::PregnantT3 => pregnant(Trimester::Third),
        BankStage::Lactating0To6 => lactating(false),
        BankStage::Lactating6To12 => lactating(true),
        BankStage::Child7To8
        | BankStage::Child9To11
        | BankStage::Child12To23
        | BankStage::Child24To35
        | BankStage::Child36To60 => Stage::Child { age_months: age, sex, breastfed },
    };
    Person::new(stage).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foods::Database;

    #[test]
    fn every_menu_of_the_bank_was_made_for_someone_of_its_stage() {
        for menu in Database::bundled().menus() {
            let person = person_of(menu).expect("in the tables");
            assert_eq!(person.stage_code(), menu.stage.code(), "{}", menu.id);
        }
    }

    #[test]
    fn a_menu_says_the_work_of_the_woman_it_was_made_for() {
        let db = Database::bundled();
        let activity =
            |id: &str| match person_of(db.menu(id).expect("a menu of the bank")).expect("in the tables").stage {
                Stage::Pregnant { activity, .. } | Stage::Lactating { activity, .. } => Some(activity),
                Stage::Child { .. } => None,
            };
        assert_eq!(activity("pregnant-t1-north-1"), Some(Activity::Moderate));
        assert_eq!(activity("child-7-8-north-1"), None);
    }

    #[test]
    fn a_child_is_taken_to_be_breastfed_before_24_months() {
        assert!(usual_person(BankStage::Child12To23).is_breastfed_child());
        let Stage::Child { breastfed, .. } = usual_person(BankStage::Child24To35).stage else { panic!("a child") };
        assert!(!breastfed);
    }
}
