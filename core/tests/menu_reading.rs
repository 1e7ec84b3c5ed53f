//! Small menus worked out by hand from the printed tables, and what must never happen.

use nep_core::foods::{Database, FoodCode, Meal, Region};
use nep_core::menu::{DayMenu, Fault, Fix, Ingredient, MealMenu, Reading, Serving, Table, evaluate};
use nep_core::nutrition::balance::{Kind, Overall, Verdict};
use nep_core::nutrition::{Activity, Person, Stage, Subject, Trimester};

const RICE: u32 = 1004;
const LEAN_PORK: u32 = 7017;
const BREAST_MILK: u32 = 10_003;

fn pregnant() -> Person {
    let stage = Stage::Pregnant { trimester: Trimester::Third, age_years: 25, activity: Activity::Light };
    Person::new(stage).expect("in the tables")
}

fn child(age_months: u8, breastfed: bool) -> Person {
    Person::new(Stage::Child { age_months, sex: None, breastfed }).expect("in the tables")
}

fn foods(list: &[(u32, f64)]) -> DayMenu {
    let ingredients = list.iter().map(|&(code, grams)| Ingredient { food: FoodCode(code), grams }).collect();
    DayMenu { meals: vec![MealMenu { meal: Meal::Lunch, dishes: Vec::new(), ingredients }] }
}

fn dishes(list: &[(&str, f64)]) -> DayMenu {
    let dishes = list.iter().map(|&(dish, portion)| Serving::whole(dish, portion)).collect();
    DayMenu { meals: vec![MealMenu { meal: Meal::Lunch, dishes, ingredients: Vec::new() }] }
}

fn try_read(person: Person, menu: &DayMenu) -> Result<Reading, Fault> {
    evaluate(&Table::bundled(), person, Region::North, menu)
}

fn read(person: Person, menu: &DayMenu) -> Reading {
    try_read(person, menu).expect("a well-formed menu")
}

fn amount(reading: &Reading, subject: Subject) -> f64 {
    reading.nutrient(subject).expect("counted").amount
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-6
}

#[test]
fn rice_and_pork_give_what_the_2007_table_prints() {
    // 150 g of rice (344 kcal, 7.9 P, 1.0 F, 75.9 C, 1.30 Fe, 1.50 Zn in 100 g) and 80 g of lean pork (139 kcal, 19.0 P,
    // 7.0 F, 0 C, 0.96 Fe, 2.50 Zn).
    let reading = read(pregnant(), &foods(&[(RICE, 150.0), (LEAN_PORK, 80.0)]));
    for (subject, expected) in [
        (Subject::Energy, 516.0 + 111.2),
        (Subject::Protein, 11.85 + 15.2),
        (Subject::Fat, 1.5 + 5.6),
        (Subject::Carbohydrate, 113.85),
        (Subject::Iron, 1.95 + 0.768),
        (Subject::Zinc, 2.25 + 2.0),
        // Niacin 1.6 and 4.4, tryptophan 77 and 230 mg: 2.4 + 3.52 + (115.5 + 184)/60.
        (Subject::NiacinEquivalents, 5.92 + 299.5 / 60.0),
        // Sodium 5 and 76 mg: (7.5 + 60.8) × 2.54/1000.
        (Subject::Salt, 68.3 * 2.54 / 1000.0),
    ] {
        assert!(close(amount(&reading, subject), expected), "{subject:?}: {}", amount(&reading, subject));
    }
    let value = |rule: &str| reading.rule(rule).and_then(|finding| finding.value).expect("answered");
    assert!(close(value("animal_protein_share"), 100.0 * 15.2 / 27.05));
    // 108.2 + 63.9 + 455.4 kcal.
    assert!(close(value("fat_share"), 100.0 * 63.9 / 627.5));
    // Rice 20 000 đ a kilogram in the North; pork 110 000 đ, of which 98 % is eaten: 3 000 + 8 979.6.
    assert_eq!(reading.cost.vnd, 12_000);
    assert_eq!(reading.overall, Overall::NotBalanced);
    let energy = reading.rule("energy").expect("judged");
    // 1 760 + 450 kcal, a tenth less.
    assert_eq!((energy.verdict, energy.low.map(f64::round)), (Verdict::Short, Some(1989.0)));
    let iron = reading.shortfalls.iter().find(|short| short.nutrient == "iron").expect("short");
    assert_eq!(iron.fix, Some(Fix::IronFolicTablet));
    // 80 g of meat: 10 % absorption, 26.1 + 15 mg.
    assert!(close(iron.by, 41.1 - 1.95 - 0.768));
}

#[test]
fn a_portion_multiplies_every_ingredient() {
    let one = read(pregnant(), &dishes(&[("com-trang", 1.0)]));
    let more = read(pregnant(), &dishes(&[("com-trang", 1.75)]));
    assert!(close(amount(&more, Subject::Energy), 1.75 * amount(&one, Subject::Energy)));
    assert!(close(more.meals[0].dishes[0].ingredients[0].grams, 175.0));
}

#[test]
fn a_breast_fed_child_s_food_is_compared_with_its_need_from_food() {
    // 8 months: 200 kcal from food (feeding by age), 625 kcal in all (650 and 600 averaged).
    let menu = foods(&[(RICE, 50.0), (BREAST_MILK, 500.0)]);
    let reading = read(child(8, true), &menu);
    let energy = reading.rule("energy").expect("judged");
    assert_eq!((energy.value, energy.low, energy.high), (Some(172.0), Some(180.0), None));
    assert_eq!((energy.verdict, energy.kind), (Verdict::Short, Kind::Goal));
    let milk = reading.breast_milk.as_ref().expect("breast-fed");
    assert!(close(milk.recorded_kcal, 305.0) && milk.expected_kcal == Some(425.0) && milk.counted);
    let whole = reading.rule("energy_with_breast_milk").expect("judged");
    assert_eq!((whole.value, whole.kind), (Some(477.0), Kind::Goal));
    let weaned = read(child(8, false), &menu);
    assert_eq!(weaned.rule("energy").and_then(|energy| energy.value), Some(477.0));
    assert!(weaned.breast_milk.is_none() && weaned.rule("room_for_breast_milk").is_none());
}

/// Rice has 344 kcal, breast milk 61 kcal in 100 g.
fn rice_and_milk(rice_kcal: f64, milk_kcal: f64) -> DayMenu {
    let rice = (RICE, rice_kcal / 3.44);
    if milk_kcal > 0.0 { foods(&[rice, (BREAST_MILK, milk_kcal / 0.61)]) } else { foods(&[rice]) }
}

#[test]
fn food_and_recorded_breast_milk_together_are_kept_around_the_whole_need() {
    // 8 months: 625 kcal, 562.5 to 687.5; 180 kcal of food is enough beside milk.
    for (food, milk, from_food, whole) in [
        (180.0, 382.6, Verdict::Ok, Verdict::Ok),
        (179.9, 382.6, Verdict::Short, Verdict::Ok),
        (180.0, 382.4, Verdict::Ok, Verdict::Short),
        (320.0, 367.4, Verdict::Ok, Verdict::Ok),
        (320.0, 367.6, Verdict::Ok, Verdict::Over),
        (100.0, 500.0, Verdict::Short, Verdict::Ok),
    ] {
        let reading = read(child(8, true), &rice_and_milk(food, milk));
        let verdict = |rule: &str| reading.rule(rule).expect("judged").verdict;
        assert_eq!((verdict("energy"), verdict("energy_with_breast_milk")), (from_food, whole), "{food} + {milk} kcal");
    }
}

#[test]
fn more_food_than_average_beside_breast_milk_is_said_and_not_judged() {
    for (food, verdict) in [(219.9, Verdict::Ok), (220.1, Verdict::Over)] {
        let reading = read(child(8, true), &rice_and_milk(food, 400.0));
        let room = reading.rule("room_for_breast_milk").expect("breast-fed");
        assert_eq!((room.verdict, room.fails()), (verdict, false), "{food} kcal");
    }
}

#[test]
fn without_recorded_milk_only_food_past_the_whole_need_is_too_much_and_nothing_is_called_balanced() {
    for (food, verdict) in [(200.0, Verdict::Unknown), (687.4, Verdict::Unknown), (687.6, Verdict::Over)] {
        let reading = read(child(8, true), &rice_and_milk(food, 0.0));
        let whole = reading.rule("energy_with_breast_milk").expect("breast-fed");
        assert_eq!((whole.verdict, whole.kind), (verdict, Kind::Goal), "{food} kcal");
        assert_eq!(whole.value.is_some(), verdict == Verdict::Over, "a sum without the milk is no sum");
        assert_ne!(reading.overall, Overall::Balanced);
    }
}

#[test]
fn of_a_nutrient_no_food_has_a_figure_for_there_is_no_share() {
    let reading = read(pregnant(), &foods(&[(RICE, 100.0)]));
    let trans = reading.rule("trans_fat_share").expect("listed");
    assert_eq!((trans.value, trans.known_share, trans.verdict), (None, Some(0.0), Verdict::Unknown));
}

#[test]
fn without_recorded_milk_the_other_nutrients_of_a_breast_fed_child_only_inform() {
    let reading = read(child(8, true), &foods(&[(RICE, 58.0)]));
    let judged: Vec<&str> = reading.rules.iter().filter(|rule| rule.fails()).map(|rule| rule.rule).collect();
    assert_eq!(judged, ["food_groups"], "rice and milk are two groups of five");
    assert!(reading.breast_milk.as_ref().is_some_and(|milk| !milk.counted));
    // Milk nobody recorded is not no milk: what food lacks may stand in it.
    let verdict = |reading: &Reading, rule: &str| reading.rule(rule).expect("listed").verdict;
    for rule in ["protein", "calcium", "vitamin_a", "magnesium", "fat_share", "calcium_phosphorus"] {
        assert_eq!(verdict(&reading, rule), Verdict::Unknown, "{rule}");
    }
    let recorded = read(child(8, true), &rice_and_milk(200.0, 61.0));
    assert_eq!((verdict(&recorded, "protein"), verdict(&recorded, "calcium")), (Verdict::Short, Verdict::Short));
}

#[test]
fn there_is_no_menu_before_six_months() {
    let menu = foods(&[(RICE, 10.0)]);
    for months in 0..6 {
        assert_eq!(try_read(child(months, true), &menu), Err(Fault::UnderSixMonths { months }));
    }
    assert!(try_read(child(6, true), &menu).is_ok());
}

#[test]
fn what_does_not_exist_is_named() {
    assert_eq!(
        try_read(pregnant(), &dishes(&[("com-trang", 1.0), ("com-vang", 1.0)])),
        Err(Fault::UnknownDish { meal: 0, index: 1, dish: "com-vang".into() })
    );
    let food = FoodCode(999);
    assert_eq!(try_read(pregnant(), &foods(&[(999, 1.0)])), Err(Fault::UnknownFood { meal: 0, index: 0, food }));
    for portion in [0.0, -1.0, f64::INFINITY] {
        let fault = try_read(pregnant(), &dishes(&[("com-trang", portion)]));
        assert_eq!(fault, Err(Fault::NotAnAmount { meal: 0, value: portion }));
    }
    assert!(matches!(try_read(pregnant(), &foods(&[(RICE, f64::NAN)])), Err(Fault::NotAnAmount { .. })));
}

#[test]
fn more_of_a_food_never_lowers_a_nutrient() {
    let base = [(RICE, 100.0), (LEAN_PORK, 50.0)];
    let before = read(pregnant(), &foods(&base));
    for food in Database::bundled().foods() {
        let after = read(pregnant(), &foods(&[base[0], base[1], (food.code.0, 37.5)]));
        for line in &before.nutrients {
            let more = amount(&after, line.nutrient);
            assert!(more >= line.amount, "{} lowers {:?}", food.name_vi, line.nutrient);
        }
    }
}

#[test]
fn liver_past_the_limit_is_unsafe_in_pregnancy() {
    // Pork liver, 6 000 µg of retinol in 100 g: 50 g stand at the limit.
    let verdict = |grams: f64| {
        let reading = read(pregnant(), &foods(&[(7041, grams)]));
        reading.rule("upper_retinol").map(|finding| (finding.verdict, finding.kind))
    };
    assert_eq!(verdict(50.0), Some((Verdict::Ok, Kind::Hard)));
    assert_eq!(verdict(50.1), Some((Verdict::Over, Kind::Hard)));
}

#[test]
fn salt_and_honey_in_an_infant_s_food_are_unsafe() {
    for (name, code) in [("nước mắm", 13_017), ("muối", 13_005), ("đường", 12_014)] {
        let reading = read(child(11, true), &foods(&[(RICE, 40.0), (code, 1.0)]));
        assert_eq!(reading.overall, Overall::Unsafe, "{name}");
    }
}

#[test]
fn nuts_are_refused_whole_and_allowed_ground_in_a_dish_made_for_the_age() {
    let whole = read(child(30, false), &foods(&[(3017, 6.0)]));
    assert!(whole.rule("unsafe_whole_nut").is_some_and(|finding| finding.fails()));
    let ground = read(child(30, false), &dishes(&[("canh-bi-do-dau-phong-be", 1.0)]));
    assert!(ground.rule("unsafe_whole_nut").is_some_and(|finding| !finding.fails()));
}

#[test]
fn a_dish_for_older_children_is_refused_and_one_for_younger_is_not() {
    let database = Database::bundled();
    for dish in database.dishes() {
        let Some((first, _)) = dish.child_months else { continue };
        let first = u8::try_from(first).expect("months of a child");
        let too_old = |months: u8| {
            let reading = read(child(months, false), &dishes(&[(&dish.id, 1.0)]));
            reading.rule("dish_too_old").expect("asked of every child").fails()
        };
        assert!(!too_old(first), "{} at {first} months", dish.id);
        assert!(first == 6 || too_old(first - 1), "{} at {} months", dish.id, first - 1);
    }
    let adults = read(child(10, false), &dishes(&[("com-trang", 0.3)]));
    assert!(adults.rule("dish_of_the_family").is_some_and(|finding| finding.fails()));
}

#[test]
fn no_dish_made_for_an_age_breaks_a_rule_of_safety_of_that_age() {
    for dish in Database::bundled().dishes() {
        let Some((first, last)) = dish.child_months else { continue };
        for months in [first, last] {
            let person = child(u8::try_from(months).expect("months of a child"), true);
            let reading = read(person, &dishes(&[(&dish.id, 1.0)]));
            let broken: Vec<&str> = reading
                .rules
                .iter()
                .filter(|rule| rule.kind == Kind::Hard && rule.fails())
                .map(|rule| rule.rule)
                .collect();
            assert!(broken.is_empty(), "{} at {months} months: {broken:?}", dish.id);
        }
    }
}

#[test]
fn sticky_rice_made_for_the_age_asks_for_care_and_is_not_refused() {
    let reading = read(child(36, false), &dishes(&[("xoi-gac-be", 1.0)]));
    assert!(!reading.rule("unsafe_choking").is_some_and(|finding| finding.fails()));
    let care = reading.rule("dish_with_care").expect("asked of every child");
    assert_eq!(
        (care.verdict, care.kind, care.dishes.as_slice()),
        (Verdict::Over, Kind::Inform, &["xoi-gac-be".to_owned()][..])
    );
    // Whole longan by weight is refused.
    let longan = read(child(24, false), &foods(&[(5035, 20.0)]));
    assert!(longan.rule("unsafe_choking").is_some_and(|finding| finding.fails()));
}

#[test]
fn a_child_who_is_not_breastfed_is_told_how_often_to_eat() {
    let feeds = |age_months, breastfed| {
        let person = Person::new(Stage::Child { age_months, sex: None, breastfed }).expect("in the tables");
        let dish = |meal| MealMenu { meal, dishes: vec![Serving::whole("com-trang", 0.5)], ingredients: Vec::new() };
        let menu = DayMenu { meals: vec![dish(Meal::Lunch), dish(Meal::Dinner)] };
        evaluate(&Table::bundled(), person, Region::North, &menu).expect("well formed").feeds
    };
    for months in [6, 8, 9, 11, 12, 23] {
        let feeds = feeds(months, false).expect("printed");
        assert_eq!((feeds.least, feeds.held), (4, 2), "{months} months");
        assert!(feeds.citation.place.to_string().contains("feeding_by_age"));
    }
    assert_eq!((feeds(23, true), feeds(24, false)), (None, None));
}
