//! The requirement of each person, against figures read from the printed table by hand, and a walk that finds every row
//! no person can reach.

use std::collections::BTreeSet;

use nep_core::foods::{Database, RequirementKind, RequirementRow};
use nep_core::growth::Sex;
use nep_core::nutrition::{
    Activity, Edition, Figure, IronAbsorption, Person, Requirement, Requirements, Stage, Subject, Trimester,
    ZincAbsorption,
};

fn rows() -> &'static [RequirementRow] {
    Database::bundled().requirements()
}

fn pregnant(trimester: Trimester, age_years: u8, activity: Activity) -> Person {
    Person::new(Stage::Pregnant { trimester, age_years, activity }).expect("in the tables")
}

fn lactating(from_six_months: bool, age_years: u8, menses_returned: Option<bool>) -> Person {
    let activity = Activity::Moderate;
    Person::new(Stage::Lactating { from_six_months, age_years, activity, menses_returned }).expect("in the tables")
}

fn child(age_months: u8, sex: Option<Sex>) -> Person {
    Person::new(Stage::Child { age_months, sex, breastfed: false }).expect("in the tables")
}

fn need(person: Person, subject: Subject) -> f64 {
    requirement(person, subject).need().expect("a need is printed").value
}

fn requirement(person: Person, subject: Subject) -> Requirement {
    Requirements::bundled().requirement(person, subject).expect("printed for her")
}

fn close(found: f64, expected: f64) -> bool {
    // Sums of one-decimal figures: far under the last printed digit.
    (found - expected).abs() < 1e-9
}

#[test]
fn a_woman_s_energy_is_her_own_by_age_and_activity_with_the_addition() {
    for (person, expected) in [
        (pregnant(Trimester::First, 25, Activity::Moderate), 2050.0 + 50.0),
        (pregnant(Trimester::Second, 19, Activity::Light), 2110.0 + 250.0),
        (pregnant(Trimester::Second, 20, Activity::Light), 1760.0 + 250.0),
        (pregnant(Trimester::Third, 29, Activity::Heavy), 2340.0 + 450.0),
        (pregnant(Trimester::Third, 30, Activity::Heavy), 2300.0 + 450.0),
        (lactating(false, 25, None), 2050.0 + 500.0),
        (lactating(true, 40, None), 2010.0 + 500.0),
    ] {
        assert!(close(need(person, Subject::Energy), expected), "{person:?}");
    }
}

#[test]
fn figures_printed_whole_and_figures_printed_as_additions_both_come_out() {
    let second = pregnant(Trimester::Second, 25, Activity::Moderate);
    for (subject, expected) in [
        (Subject::Protein, 60.0 + 10.0),
        (Subject::Calcium, 1200.0),
        (Subject::Zinc, 10.0),
        (Subject::VitaminA, 650.0),
        (Subject::VitaminC, 110.0),
        (Subject::Thiamin, 1.3),
        (Subject::Riboflavin, 1.5),
        (Subject::NiacinEquivalents, 18.0),
        (Subject::Folate, 600.0),
        (Subject::VitaminD, 20.0),
        (Subject::Magnesium, 310.0),
        (Subject::Selenium, 28.0),
        (Subject::Iodine, 220.0),
    ] {
        assert!(close(need(second, subject), expected), "{subject:?}: {}", need(second, subject));
    }
    assert!(close(need(pregnant(Trimester::Third, 25, Activity::Moderate), Subject::VitaminA), 650.0 + 80.0));
    assert!(close(need(lactating(false, 35, None), Subject::VitaminA), 700.0 + 450.0));
}

#[test]
fn iron_follows_absorption_menses_and_sex() {
    let first = pregnant(Trimester::First, 25, Activity::Light);
    assert!(close(need(first.absorbing_iron(IronAbsorption::Ten), Subject::Iron), 26.1 + 15.0));
    assert!(close(need(first.absorbing_iron(IronAbsorption::Fifteen), Subject::Iron), 17.4 + 10.0));
    let mother = |menses| lactating(false, 25, menses).absorbing_iron(IronAbsorption::Fifteen);
    assert!(close(need(mother(Some(false)), Subject::Iron), 8.9));
    assert!(close(need(mother(Some(true)), Subject::Iron), 17.4));
    assert!(close(need(mother(None), Subject::Iron), 17.4), "not known: the higher need");
    let infant = |sex| child(8, sex).absorbing_iron(IronAbsorption::Ten);
    assert!(close(need(infant(Some(Sex::Boy)), Subject::Iron), 8.5));
    assert!(close(need(infant(Some(Sex::Girl)), Subject::Iron), 7.9));
    assert!(close(need(infant(None), Subject::Iron), 8.2), "not known: the two averaged");
}

#[test]
fn zinc_follows_its_absorption() {
    for (zinc, expected) in [(ZincAbsorption::Poor, 8.3), (ZincAbsorption::Moderate, 4.1), (ZincAbsorption::Good, 2.4)]
    {
        assert!(close(need(Person { zinc, ..child(12, None) }, Subject::Zinc), expected), "{zinc:?}");
    }
}

#[test]
fn bands_of_age_end_where_the_book_ends_them() {
    for (months, calcium) in [(8, 400.0), (9, 400.0), (11, 400.0), (12, 500.0), (35, 500.0), (36, 600.0), (60, 600.0)] {
        assert!(close(need(child(months, None), Subject::Calcium), calcium), "{months} months");
    }
    assert!(close(need(child(8, Some(Sex::Girl)), Subject::Energy), 600.0));
    assert!(close(need(child(9, Some(Sex::Girl)), Subject::Energy), 650.0));
    assert!(close(need(child(47, None), Subject::LinoleicShare), 3.0));
    assert!(close(need(child(48, None), Subject::LinoleicShare), 2.0));
}

#[test]
fn ranges_and_upper_limits_stand_beside_the_need() {
    let fat = requirement(pregnant(Trimester::First, 25, Activity::Light), Subject::FatShare);
    let value = |figure: &Option<Figure>| figure.as_ref().map(|figure| figure.value);
    assert_eq!((value(&fat.low), value(&fat.high)), (Some(20.0), Some(30.0)));
    let retinol = |person| value(&requirement(person, Subject::Retinol).upper);
    assert_eq!(retinol(pregnant(Trimester::First, 25, Activity::Light)), Some(3000.0));
    assert_eq!(retinol(lactating(false, 25, None)), Some(2700.0));
    assert_eq!(retinol(child(13, None)), Some(600.0));
    assert_eq!(value(&requirement(child(47, None), Subject::Zinc).upper), Some(7.0));
    assert_eq!(value(&requirement(child(48, None), Subject::Zinc).upper), Some(12.0));
    assert_eq!(value(&requirement(pregnant(Trimester::First, 18, Activity::Light), Subject::Zinc).upper), Some(34.0));
    assert_eq!(value(&requirement(pregnant(Trimester::First, 19, Activity::Light), Subject::Zinc).upper), Some(40.0));
    let selenium = requirement(child(20, None), Subject::Selenium).upper.expect("printed");
    assert!(close(selenium.value, 70.0), "sex not known: the lower of two limits");
}

#[test]
fn a_woman_s_average_requirement_is_never_that_of_one_who_is_not_pregnant() {
    let first = pregnant(Trimester::First, 25, Activity::Light);
    assert!(requirement(first, Subject::Folate).average.is_none());
    let magnesium = requirement(first, Subject::Magnesium).average.expect("base and addition are printed");
    assert!(close(magnesium.value, 230.0 + 30.0));
}

#[test]
fn a_figure_says_its_edition_and_what_2026_lacks_comes_from_2016() {
    let woman = pregnant(Trimester::Third, 25, Activity::Moderate).by_edition(Edition::Y2026);
    let protein = requirement(woman, Subject::Protein).recommended.expect("printed");
    assert!(close(protein.value, 49.0 + 25.0));
    assert!(protein.edition == "2026tool" && protein.sources.len() == 2);
    let iodine = requirement(woman, Subject::Iodine).recommended.expect("printed in 2016");
    assert!(close(iodine.value, 220.0) && iodine.edition == "2016");
    let iron = requirement(
        lactating(false, 25, Some(true)).by_edition(Edition::Y2026).absorbing_iron(IronAbsorption::Fifteen),
        Subject::Iron,
    );
    let iron = iron.recommended.expect("printed");
    assert!(close(iron.value, 17.4) && iron.edition == "2016", "the tool's 34.8 is marked as wrong and not used");
}

#[test]
fn no_figure_mixes_an_addition_with_a_base_of_another_edition() {
    let rows = rows();
    for person in everyone() {
        for subject in Subject::ALL {
            for figure in figures(person, *subject) {
                for source in &figure.sources {
                    let row = rows.iter().find(|row| row.place.line == source.place.line).expect("a row of the table");
                    assert_eq!(row.edition, figure.edition, "{subject:?} of {person:?}");
                }
            }
        }
    }
}

#[test]
fn salt_is_printed_as_sodium_times_two_and_a_half() {
    for person in everyone() {
        let value =
            |subject| Requirements::bundled().requirement(person, subject).and_then(|r| r.high).map(|high| high.value);
        if let (Some(salt), Some(sodium)) = (value(Subject::Salt), value(Subject::Sodium)) {
            // Printed with one decimal, rounded either way, and 2000 mg as "5 g".
            assert!((salt - sodium * 2.54 / 1000.0).abs() <= 0.1, "{person:?}: {salt} g, {sodium} mg");
        }
    }
}

/// Rows of edition 2016 that no person reaches, and why.
fn deliberately_unused(row: &RequirementRow) -> Option<&'static str> {
    match (row.nutrient.as_str(), row.kind) {
        ("chromium" | "fluoride", _) => Some("no food table here counts it"),
        ("folic_acid", _) => Some("added folic acid only: no food here holds any"),
        ("water", _) => Some("by body weight, which a menu does not know"),
        ("water_drinks", _) => Some("drinking water is not part of a menu"),
        ("fat", RequirementKind::Addition) => {
            Some("added to grams that the table prints for no woman; the shares of energy are used")
        }
        _ => match row.group_id.as_str() {
            // She is neither pregnant nor breastfeeding: only what a mother's figure is built on is used.
            "f_15_19y" | "f_20_29y" | "f_30_49y" => Some("a mother's own row stands in its place"),
            _ => None,
        },
    }
}

#[test]
fn every_row_of_2016_is_used_or_left_out_for_a_stated_reason() {
    let mut reached: BTreeSet<u32> = BTreeSet::new();
    for person in everyone() {
        for subject in Subject::ALL {
            reached.extend(
                figures(person, *subject).iter().flat_map(|figure| &figure.sources).map(|source| source.place.line),
            );
        }
    }
    let lost: Vec<_> = rows()
        .iter()
        .filter(|row| row.edition == "2016" && !reached.contains(&row.place.line) && deliberately_unused(row).is_none())
        .map(|row| format!("{}: {} {} {} {}", row.place, row.group_id, row.nutrient, row.kind.code(), row.condition))
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(reached.len() > 600, "{} rows reached", reached.len());
}

fn figures(person: Person, subject: Subject) -> Vec<Figure> {
    let Some(found) = Requirements::bundled().requirement(person, subject) else { return Vec::new() };
    [found.average, found.recommended, found.low, found.high, found.upper].into_iter().flatten().collect()
}

/// One of each kind of person the tables tell apart, by both editions and every absorption.
fn everyone() -> Vec<Person> {
    let mut people = Vec::new();
    for activity in [Activity::Light, Activity::Moderate, Activity::Heavy] {
        for age_years in [16, 18, 19, 25, 40] {
            for trimester in [Trimester::First, Trimester::Second, Trimester::Third] {
                people.push(pregnant(trimester, age_years, activity));
            }
            for from_six_months in [false, true] {
                for menses_returned in [Some(false), Some(true)] {
                    let stage = Stage::Lactating { from_six_months, age_years, activity, menses_returned };
                    people.push(Person::new(stage).expect("in the tables"));
                }
            }
        }
    }
    for age_months in [3, 7, 10, 18, 30, 40, 50] {
        for sex in [Some(Sex::Boy), Some(Sex::Girl), None] {
            people.push(child(age_months, sex));
        }
    }
    let mut all = Vec::new();
    for person in people {
        for edition in [Edition::Y2016, Edition::Y2026] {
            for iron in [IronAbsorption::Ten, IronAbsorption::Fifteen] {
                for zinc in [ZincAbsorption::Poor, ZincAbsorption::Moderate, ZincAbsorption::Good] {
                    all.push(Person { edition, iron: Some(iron), zinc, ..person });
                }
            }
        }
    }
    all
}
