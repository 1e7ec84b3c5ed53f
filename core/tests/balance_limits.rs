//! Both sides of the limits of the rules of balance, with made-up foods whose composition is wholly known.

use nep_core::foods::{Flag, FoodCode, Meal};
use nep_core::nutrition::balance::{Day, Finding, Kind, Overall, Verdict, judge};
use nep_core::nutrition::{
    Activity, Eaten, Intake, Nutrient, Per100g, Person, Requirements, Stage, Subject, Traits, Trimester,
};

/// Enough past a limit to be past it, and far less than any printed digit.
const STEP: f64 = 1e-4;

fn pregnant() -> Person {
    let stage = Stage::Pregnant { trimester: Trimester::Second, age_years: 25, activity: Activity::Moderate };
    Person::new(stage).expect("in the tables")
}

fn lactating() -> Person {
    let activity = Activity::Light;
    let stage = Stage::Lactating { from_six_months: true, age_years: 32, activity, menses_returned: Some(true) };
    Person::new(stage).expect("in the tables")
}

fn child(age_months: u8) -> Person {
    Person::new(Stage::Child { age_months, sex: None, breastfed: false }).expect("in the tables")
}

fn people() -> Vec<Person> {
    vec![pregnant(), lactating(), child(7), child(10), child(18), child(30), child(40), child(50)]
}

fn known(amount: f64) -> Per100g {
    [Some(amount); Nutrient::ALL.len()]
}

fn findings(person: Person, foods: &[Eaten<'_>]) -> Vec<Finding> {
    judge(&Day {
        person,
        requirements: Requirements::bundled(),
        intake: Intake::of(foods),
        meals: &[Meal::Lunch],
        need_from_food: None,
        too_old: &[],
        of_the_family: &[],
        choking: &[],
    })
}

/// 100 g of one food of that composition.
fn of_one(person: Person, per_100g: &Per100g) -> Vec<Finding> {
    findings(person, &[Eaten { food: FoodCode(1), meal: 0, grams: 100.0, per_100g, traits: Traits::default() }])
}

fn rule<'a>(findings: &'a [Finding], rule: &str) -> &'a Finding {
    findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("no rule {rule}"))
}

fn with(mut per_100g: Per100g, figures: &[(Nutrient, f64)]) -> Per100g {
    for (nutrient, amount) in figures {
        per_100g[*nutrient as usize] = Some(*amount);
    }
    per_100g
}

#[test]
fn every_needed_nutrient_is_short_just_under_its_need_and_enough_at_it() {
    let mut walked = 0;
    for person in people() {
        for subject in Subject::ALL {
            let Some(nutrient) = subject.nutrient() else { continue };
            let found = of_one(person, &known(0.0));
            let Some(low) = found.iter().find(|f| f.rule == subject.code()).and_then(|f| f.low) else { continue };
            for (amount, verdict) in [(low, Verdict::Ok), (low - STEP, Verdict::Short)] {
                let found = of_one(person, &with(known(0.0), &[(nutrient, amount)]));
                let found = rule(&found, subject.code());
                let is_iron_of_the_tablet = found.verdict == Verdict::NeedsSupplement && *subject == Subject::Iron;
                assert!(
                    found.verdict == verdict || verdict == Verdict::Short && is_iron_of_the_tablet,
                    "{} of {person:?}: {found:?}",
                    subject.code()
                );
                walked += 1;
            }
        }
    }
    assert!(walked > 300, "{walked} limits walked");
}

#[test]
fn every_upper_limit_is_kept_at_it_and_passed_just_over_it() {
    let mut walked = 0;
    for person in people() {
        for subject in Subject::ALL {
            let (Some(nutrient), rule_name) = (subject.nutrient(), format!("upper_{}", subject.code())) else {
                continue;
            };
            let requirement = Requirements::bundled().requirement(person, *subject);
            let Some(upper) = requirement.and_then(|r| r.upper) else { continue };
            let verdict = |amount: f64| {
                let found = of_one(person, &with(known(0.0), &[(nutrient, amount)]));
                found.iter().find(|f| f.rule == rule_name).map(|f| f.verdict)
            };
            assert_ne!(verdict(upper.value), Some(Verdict::Over), "{rule_name} of {person:?}");
            assert_eq!(verdict(upper.value + STEP), Some(Verdict::Over), "{rule_name} of {person:?}");
            walked += 1;
        }
    }
    assert!(walked > 80, "{walked} limits walked");
}

#[test]
fn retinol_past_its_limit_is_unsafe_in_pregnancy_and_a_missed_goal_otherwise() {
    let over = |person, amount| {
        let found = of_one(person, &with(known(0.0), &[(Nutrient::Retinol, amount)]));
        (rule(&found, "upper_retinol").verdict, rule(&found, "upper_retinol").kind, Overall::of(&found))
    };
    assert_eq!(over(pregnant(), 3000.0).0, Verdict::Ok);
    assert_eq!(over(pregnant(), 3000.0 + STEP), (Verdict::Over, Kind::Hard, Overall::Unsafe));
    assert_eq!(over(lactating(), 2700.0 + STEP), (Verdict::Over, Kind::Goal, Overall::NotBalanced));
}

#[test]
fn energy_is_kept_within_a_tenth_of_the_need() {
    // 2 050 + 250 kcal: 2 070 to 2 530.
    let verdict = |kcal: f64| {
        let found = of_one(pregnant(), &with(known(0.0), &[(Nutrient::Energy, kcal)]));
        rule(&found, "energy").verdict
    };
    assert_eq!(verdict(2070.0 - STEP), Verdict::Short);
    assert_eq!(verdict(2070.0), Verdict::Ok);
    assert_eq!(verdict(2530.0), Verdict::Ok);
    assert_eq!(verdict(2530.0 + STEP), Verdict::Over);
}

/// Food whose energy comes from protein, fat and carbohydrate in these shares.
fn shares(protein: f64, fat: f64) -> Per100g {
    let kcal = 2000.0;
    let carbohydrate = 100.0 - protein - fat;
    let grams = |share: f64, kcal_per_g: f64| kcal * share / 100.0 / kcal_per_g;
    with(
        known(0.0),
        &[
            (Nutrient::Energy, kcal),
            (Nutrient::Protein, grams(protein, 4.0)),
            (Nutrient::Fat, grams(fat, 9.0)),
            (Nutrient::Carbohydrate, grams(carbohydrate, 4.0)),
        ],
    )
}

#[test]
fn shares_of_energy_are_kept_at_both_ends_and_missed_just_past_them() {
    let verdicts = |protein: f64, fat: f64, name: &str| rule(&of_one(pregnant(), &shares(protein, fat)), name).verdict;
    for (share, verdict) in
        [(13.0, Verdict::Ok), (13.0 - STEP, Verdict::Short), (20.0, Verdict::Ok), (20.0 + STEP, Verdict::Over)]
    {
        assert_eq!(verdicts(share, 25.0, "protein_share"), verdict, "protein {share} %");
    }
    for (share, verdict) in
        [(20.0, Verdict::Ok), (20.0 - STEP, Verdict::Short), (30.0, Verdict::Ok), (30.0 + STEP, Verdict::Over)]
    {
        assert_eq!(verdicts(15.0, share, "fat_share"), verdict, "fat {share} %");
    }
    for (carbohydrate, verdict) in
        [(50.0, Verdict::Ok), (50.0 - STEP, Verdict::Short), (65.0, Verdict::Ok), (65.0 + STEP, Verdict::Over)]
    {
        assert_eq!(verdicts(15.0, 85.0 - carbohydrate, "carbohydrate_share"), verdict, "carbohydrate {carbohydrate} %");
    }
}

#[test]
fn salt_is_kept_at_its_ceiling_and_passed_just_over_it() {
    for (person, salt) in [(pregnant(), 5.0), (child(10), 1.5), (child(18), 2.3), (child(40), 3.0)] {
        let verdict = |grams: f64| {
            let sodium = grams * 1000.0 / 2.54;
            rule(&of_one(person, &with(known(0.0), &[(Nutrient::Sodium, sodium)])), "salt").verdict
        };
        assert_eq!(verdict(salt), Verdict::Ok, "{person:?}");
        assert_eq!(verdict(salt + STEP), Verdict::Over, "{person:?}");
    }
}

#[test]
fn animal_protein_is_at_least_35_percent_for_a_mother() {
    let protein = with(known(0.0), &[(Nutrient::Protein, 10.0)]);
    let part = |grams: f64, animal_protein: bool| Eaten {
        food: FoodCode(u32::from(animal_protein)),
        meal: 0,
        grams,
        per_100g: &protein,
        traits: Traits { animal_protein, ..Traits::default() },
    };
    let verdict = |animal: f64| {
        rule(&findings(pregnant(), &[part(animal, true), part(100.0 - animal, false)]), "animal_protein_share").verdict
    };
    assert_eq!((verdict(35.0), verdict(35.0 - STEP)), (Verdict::Ok, Verdict::Short));
}

#[test]
fn iron_absorption_rises_past_90_g_of_meat_or_75_mg_of_vitamin_c() {
    let need = |meat: f64, vitamin_c: f64| {
        let (flesh, leaves) = (known(0.0), with(known(0.0), &[(Nutrient::VitaminC, vitamin_c)]));
        let meat_or_fish = Traits { meat_or_fish: true, ..Traits::default() };
        let foods = [
            Eaten { food: FoodCode(1), meal: 0, grams: meat, per_100g: &flesh, traits: meat_or_fish },
            Eaten { food: FoodCode(2), meal: 0, grams: 100.0, per_100g: &leaves, traits: Traits::default() },
        ];
        rule(&findings(lactating(), &foods), "iron").low
    };
    // 26.1 mg at 10 %, 17.4 mg at 15 %.
    assert_eq!(need(90.0, 75.0), Some(26.1));
    assert_eq!(need(90.0 + STEP, 75.0), Some(17.4));
    assert_eq!(need(90.0, 75.0 + STEP), Some(17.4));
}

#[test]
fn iron_in_pregnancy_and_infancy_points_to_the_tablet_and_does_not_fail_the_menu() {
    for (person, expected) in [
        (pregnant(), Verdict::NeedsSupplement),
        (child(11), Verdict::NeedsSupplement),
        (child(12), Verdict::Short),
        (lactating(), Verdict::Short),
    ] {
        let found = of_one(person, &known(0.0));
        let iron = rule(&found, "iron");
        assert_eq!((iron.verdict, iron.fails()), (expected, expected == Verdict::Short), "{person:?}");
    }
}

#[test]
fn added_sugar_stays_under_its_ceiling() {
    let sugary = [Flag::AddedSugar];
    let verdict = |person, grams: f64, other_kcal: f64| {
        let sugar = with(known(0.0), &[(Nutrient::Sugars, 100.0), (Nutrient::Carbohydrate, 100.0)]);
        let other = with(known(0.0), &[(Nutrient::Carbohydrate, other_kcal / 4.0)]);
        let traits = Traits { hazards: &sugary, ..Traits::default() };
        let foods = [
            Eaten { food: FoodCode(1), meal: 0, grams, per_100g: &sugar, traits },
            Eaten { food: FoodCode(2), meal: 0, grams: 100.0, per_100g: &other, traits: Traits::default() },
        ];
        rule(&findings(person, &foods), "free_sugars").verdict
    };
    // 50 g of sugar are 200 kcal: a tenth of 2 000.
    assert_eq!(verdict(pregnant(), 50.0, 1800.0), Verdict::Ok);
    assert_eq!(verdict(pregnant(), 50.0 + STEP, 1800.0), Verdict::Over);
    assert_eq!(verdict(child(40), 15.0, 1000.0), Verdict::Ok);
    assert_eq!(verdict(child(40), 15.0 + STEP, 1000.0), Verdict::Over);
    assert_eq!(verdict(child(23), STEP, 1000.0), Verdict::Over, "none before 24 months");
}

#[test]
fn five_food_groups_are_enough_and_four_are_not() {
    let nothing = known(0.0);
    let groups = ["grains_roots", "flesh", "vitamin_a_rich", "other_veg_fruit", "eggs"];
    let verdict = |count: usize, seasoning: bool| {
        let foods: Vec<Eaten<'_>> = groups[..count]
            .iter()
            .map(|group| {
                let traits = Traits { diversity_group: Some(group), seasoning, ..Traits::default() };
                Eaten { food: FoodCode(1), meal: 0, grams: 5.0, per_100g: &nothing, traits }
            })
            .collect();
        rule(&findings(child(18), &foods), "food_groups").verdict
    };
    assert_eq!((verdict(5, false), verdict(4, false), verdict(5, true)), (Verdict::Ok, Verdict::Short, Verdict::Short));
}

#[test]
fn hazards_are_refused_up_to_their_last_month_and_no_longer() {
    let nothing = known(0.0);
    let kind = |person, flag: Flag| {
        let hazards = [flag];
        let traits = Traits { hazards: &hazards, ..Traits::default() };
        let foods = [Eaten { food: FoodCode(7), meal: 0, grams: 1.0, per_100g: &nothing, traits }];
        let found = findings(person, &foods);
        let name = format!("unsafe_{}", flag.code());
        let broken = found.iter().find(|f| f.rule == name && f.verdict == Verdict::Over);
        broken.map(|f| {
            assert_eq!(f.foods, [FoodCode(7)]);
            f.kind
        })
    };
    for (flag, last) in [
        (Flag::Honey, 11),
        (Flag::AddedSalt, 11),
        (Flag::AddedSugar, 11),
        (Flag::AnimalMilk, 11),
        (Flag::Juice, 11),
        (Flag::SweetDrink, 23),
        (Flag::Formula, 23),
        (Flag::WholeNut, 35),
        (Flag::Choking, 35),
    ] {
        assert_eq!(kind(child(last), flag), Some(Kind::Hard), "{flag:?} at {last} months");
        assert_ne!(kind(child(last + 1), flag), Some(Kind::Hard), "{flag:?} at {} months", last + 1);
    }
    for flag in [Flag::RawFish, Flag::RawMeat, Flag::RawEgg, Flag::HighMercury, Flag::Alcohol] {
        assert_eq!(kind(pregnant(), flag), Some(Kind::Hard), "{flag:?} in pregnancy");
        assert_eq!(kind(child(60), flag), Some(Kind::Hard), "{flag:?} for a child");
    }
    assert_eq!(kind(lactating(), Flag::HighMercury), Some(Kind::Hard), "mercury passes into milk");
    assert_eq!(kind(lactating(), Flag::ModerateMercury), Some(Kind::Inform));
    assert_eq!(kind(lactating(), Flag::RawFish), None);
    assert_eq!(kind(pregnant(), Flag::Liver), Some(Kind::Inform));
    assert_eq!(kind(pregnant(), Flag::TraditionalCaution), None, "customs are no rule");
}

#[test]
fn what_is_little_known_is_neither_short_nor_kept() {
    let (rich, unknown) = (with(known(0.0), &[(Nutrient::Calcium, 10.0)]), [None; Nutrient::ALL.len()]);
    let verdict = |known_grams: f64, name: &str| {
        let part =
            |food, grams, per_100g| Eaten { food: FoodCode(food), meal: 0, grams, per_100g, traits: Traits::default() };
        let foods = [part(1, known_grams, &rich), part(2, 100.0 - known_grams, &unknown)];
        rule(&findings(lactating(), &foods), name).verdict
    };
    assert_eq!(verdict(80.0, "calcium"), Verdict::Short);
    assert_eq!(verdict(80.0 - STEP, "calcium"), Verdict::Unknown);
    assert_eq!(verdict(50.0, "upper_calcium"), Verdict::Ok, "half is known and far under the limit");
    assert_eq!(verdict(50.0 - STEP, "upper_calcium"), Verdict::Unknown);
}

#[test]
fn every_answer_names_the_rows_it_rests_on() {
    for person in people() {
        for finding in of_one(person, &known(1.0)) {
            assert!(finding.sources.iter().all(|source| source.place.line > 1 && !source.place.file.is_empty()));
            assert!(finding.sources[0].place.file.ends_with("balance.tsv"), "{}", finding.rule);
            let low_fails = finding.confidence.code() == "low" && finding.kind != Kind::Inform;
            assert!(!low_fails, "{} is of low confidence and must only inform", finding.rule);
        }
    }
}
