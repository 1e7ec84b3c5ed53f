use super::*;
use crate::foods::{Database, Stage as BankStage};
use crate::menu::{served, usual_person};
use crate::nutrition::balance::{Kind, Verdict};
use crate::nutrition::{Stage, Subject};

const FISH_SAUCE: FoodCode = FoodCode(13_017);

fn person(stage: BankStage) -> Eater {
    Eater { id: stage.code().into(), who: Who::Person(usual_person(stage)) }
}

fn portion(eater: usize, servings: f64, share: Share) -> Portion {
    Portion { eater, servings, share }
}

fn one_dish(eaters: Vec<Eater>, dish: &str, portions: Vec<Portion>) -> Plan {
    let dish = PlanDish { dish: dish.into(), changes: Vec::new(), portions };
    let day = PlanDay { meals: vec![PlanMeal { meal: Meal::Lunch, dishes: vec![dish] }] };
    Plan { region: Region::North, eaters, days: vec![day] }
}

/// A dish of the bank for grown-ups, seasoned with fish sauce.
fn seasoned() -> &'static str {
    let fits = |dish: &&crate::foods::Dish| {
        dish.child_months.is_none() && dish.ingredients.iter().any(|part| part.food == FISH_SAUCE)
    };
    &Database::bundled().dishes().iter().find(fits).expect("the bank has fish sauce").id
}

#[test]
fn each_menu_of_the_bank_is_the_plan_of_one_person() {
    for menu in Database::bundled().menus() {
        let plan = Plan::of_menu(menu, usual_person(menu.stage));
        let dishes = plan.days[0].meals.iter().map(|meal| meal.dishes.len()).sum::<usize>();
        assert_eq!(dishes, menu.dishes.len(), "{}", menu.id);
        let readings = read_plan(&Table::bundled(), &plan).expect("the bank's own dishes");
        assert!(readings[0][0].is_some(), "{}", menu.id);
    }
}

#[test]
fn the_usual_person_of_a_stage_is_of_that_stage() {
    for &stage in BankStage::ALL {
        assert_eq!(usual_person(stage).stage_code(), stage.code());
    }
}

#[test]
fn a_share_taken_out_before_seasoning_has_no_salt_sauce_or_sugar_and_keeps_the_rest() {
    let eaters = vec![person(BankStage::PregnantT2), person(BankStage::Child12To23)];
    let portions = vec![portion(0, 1.0, Share::Whole), portion(1, 0.25, Share::Unseasoned)];
    let plan = one_dish(eaters, seasoned(), portions);
    let readings = read_plan(&Table::bundled(), &plan).expect("well formed");
    let foods = |eater: usize| {
        let reading = readings[0][eater].as_ref().expect("both are persons");
        reading.meals[0].dishes[0].ingredients.iter().map(|part| (part.food_code, part.grams)).collect::<Vec<_>>()
    };
    let dish = Database::bundled().dish(seasoned()).expect("of the bank");
    assert_eq!(foods(0).len(), dish.ingredients.len());
    let salty = |food: FoodCode| {
        use crate::foods::Flag::{AddedSalt, AddedSugar, Salty};
        [AddedSalt, AddedSugar, Salty].iter().any(|flag| Database::bundled().food(food).is_some_and(|f| f.is(*flag)))
    };
    let kept: Vec<(FoodCode, f64)> = dish
        .ingredients
        .iter()
        .filter(|part| !(part.role == crate::foods::Role::Seasoning && salty(part.food)))
        .map(|part| (part.food, part.grams * 0.25))
        .collect();
    assert_eq!(foods(1), kept);
    let salt =
        |eater: usize| readings[0][eater].as_ref().and_then(|r| r.nutrient(Subject::Salt)).expect("counted").amount;
    assert!(salt(1) < salt(0) * 0.25, "the sauce is the grown-up's alone");
}

#[test]
fn the_pot_holds_the_grams_of_all_who_eat() {
    let eaters = vec![person(BankStage::PregnantT2), person(BankStage::Child12To23)];
    let portions = vec![portion(0, 1.0, Share::Whole), portion(1, 0.5, Share::Unseasoned)];
    let plan = one_dish(eaters, seasoned(), portions);
    let table = Table::bundled();
    let pot = plan.days[0].meals[0].dishes[0].cooked(&table).expect("of the bank");
    let dish = table.dish(seasoned()).expect("of the bank");
    for part in &dish.ingredients {
        let grams = pot.iter().find(|(food, _)| *food == part.food).expect("cooked").1;
        let times = if part.food == FISH_SAUCE { 1.0 } else { 1.5 };
        if part.role != crate::foods::Role::Seasoning || part.food == FISH_SAUCE {
            assert!((grams - part.grams * times).abs() < 1e-9, "{}: {grams}", part.food);
        }
    }
}

#[test]
fn a_changed_ingredient_counts_instead_and_a_left_out_one_not_at_all() {
    let dish = Database::bundled().dish(seasoned()).expect("of the bank");
    let main = dish.ingredients[0].food;
    let mut plan = one_dish(vec![person(BankStage::PregnantT2)], seasoned(), vec![portion(0, 2.0, Share::Whole)]);
    let tofu = Database::bundled().foods().iter().find(|food| food.name_vi.starts_with("Đậu phụ")).expect("tofu").code;
    plan.days[0].meals[0].dishes[0].changes =
        vec![Change { out: main, into: tofu, grams: 70.0 }, Change { out: FISH_SAUCE, into: FISH_SAUCE, grams: 0.0 }];
    let readings = read_plan(&Table::bundled(), &plan).expect("well formed");
    let reading = readings[0][0].as_ref().expect("a person");
    let foods = &reading.meals[0].dishes[0].ingredients;
    assert_eq!(foods.len(), dish.ingredients.len() - 1);
    assert_eq!(foods[0].food_code, tofu);
    assert!((foods[0].grams - 140.0).abs() < 1e-9, "70 g a serving, two servings");
    assert!(foods.iter().all(|food| food.food_code != FISH_SAUCE && food.food_code != main));
}

#[test]
fn a_change_of_what_is_not_in_the_dish_is_refused() {
    let mut plan = one_dish(vec![person(BankStage::PregnantT2)], seasoned(), vec![portion(0, 1.0, Share::Whole)]);
    let mut refused = |changes: Vec<Change>| {
        plan.days[0].meals[0].dishes[0].changes = changes;
        read_plan(&Table::bundled(), &plan).is_err()
    };
    let change = |out: FoodCode, into: u32, grams: f64| Change { out, into: FoodCode(into), grams };
    assert!(!refused(vec![change(FISH_SAUCE, 13_005, 1.0)]));
    assert!(refused(vec![change(FoodCode(10_003), 13_005, 1.0)]), "no breast milk in it");
    assert!(refused(vec![change(FISH_SAUCE, 1, 1.0)]), "no such food");
    assert!(refused(vec![change(FISH_SAUCE, 13_005, 1.0); 2]), "one food, two changes");
    for grams in [-1.0, f64::NAN, f64::INFINITY, 10_000.1] {
        assert!(refused(vec![change(FISH_SAUCE, 13_005, grams)]), "{grams}");
    }
}

#[test]
fn an_infant_eats_of_the_family_s_pot_what_the_table_of_sharing_lets_it() {
    // Shared from 9 months, taken out before the fish sauce; the braise is salted from the start.
    let (soup, braise) = ("canh-rau-ngot-thit-nac", "thit-kho-tau");
    let verdict = |months, dish: &str, share, changes: Vec<Change>| {
        let stage = Stage::Child { age_months: months, sex: None, breastfed: true };
        let child = Eater { id: "be".into(), who: Who::Person(Person::new(stage).expect("in the tables")) };
        let mut plan = one_dish(vec![child], dish, vec![portion(0, 0.25, share)]);
        plan.days[0].meals[0].dishes[0].changes = changes;
        let readings = read_plan(&Table::bundled(), &plan).expect("well formed");
        let rule = readings[0][0].as_ref().and_then(|reading| reading.rule("dish_of_the_family")).expect("answered");
        (rule.kind, rule.verdict)
    };
    assert_eq!(verdict(9, soup, Share::Unseasoned, vec![]), (Kind::Hard, Verdict::Ok));
    assert_eq!(verdict(8, soup, Share::Unseasoned, vec![]), (Kind::Hard, Verdict::Over));
    assert_eq!(verdict(9, soup, Share::Whole, vec![]), (Kind::Hard, Verdict::Over));
    assert_eq!(verdict(9, braise, Share::Unseasoned, vec![]), (Kind::Hard, Verdict::Over));
    let main = Database::bundled().dish(soup).expect("of the bank").ingredients[0].food;
    let other = vec![Change { out: main, into: FoodCode(7017), grams: 20.0 }];
    assert_eq!(verdict(9, soup, Share::Unseasoned, other), (Kind::Hard, Verdict::Over), "nobody reviewed it");
    let less = vec![Change { out: main, into: main, grams: 20.0 }];
    assert_eq!(verdict(9, soup, Share::Unseasoned, less), (Kind::Hard, Verdict::Ok));
    assert_eq!(verdict(11, soup, Share::Whole, vec![]).0, Kind::Hard);
    assert_eq!(verdict(12, soup, Share::Whole, vec![]), (Kind::Inform, Verdict::Over));
}

#[test]
fn another_grown_up_eats_along_and_is_not_judged() {
    let adult = Eater { id: "ba".into(), who: Who::Adult };
    let plan = one_dish(vec![adult], "com-trang", vec![portion(0, 2.0, Share::Whole)]);
    assert_eq!(read_plan(&Table::bundled(), &plan), Ok(vec![vec![None]]));
    let meals =
        served(&Table::bundled(), plan.region, &plan.menu_of(0, 0).expect("the first day")).expect("well formed");
    assert!((meals[0].energy.amount - 688.0).abs() < 1e-6, "200 g of rice of 344 kcal in 100 g");
}

#[test]
fn what_no_household_has_is_refused() {
    let eater = |id: &str| Eater { id: id.into(), who: Who::Adult };
    let plan = |eaters: Vec<Eater>, portions| one_dish(eaters, "com-trang", portions);
    let whole = |eater| portion(eater, 1.0, Share::Whole);
    assert_eq!(plan(vec![], vec![]).check(), Err(PlanFault::Eaters(0)));
    let many = |n: usize| (0..n).map(|n| eater(&n.to_string())).collect::<Vec<_>>();
    assert_eq!(plan(many(12), vec![]).check(), Ok(()));
    assert_eq!(plan(many(13), vec![]).check(), Err(PlanFault::Eaters(13)));
    assert_eq!(plan(vec![eater("a"), eater("a")], vec![]).check(), Err(PlanFault::EaterTwice("a".into())));
    assert!(plan(many(1), vec![whole(1)]).check().is_err(), "nobody's portion");
    assert!(plan(many(1), vec![whole(0), whole(0)]).check().is_err(), "two portions");
    let mut days = plan(many(1), vec![whole(0)]);
    days.days = vec![days.days[0].clone(); 14];
    assert_eq!(days.check(), Ok(()));
    days.days.push(PlanDay::default());
    assert_eq!(days.check(), Err(PlanFault::Days(15)));
    days.days.clear();
    assert_eq!(days.check(), Err(PlanFault::Days(0)));
}

#[test]
fn no_plan_feeds_a_child_under_six_months() {
    let child = |age_months| {
        let stage = Stage::Child { age_months, sex: None, breastfed: true };
        Eater { id: "be".into(), who: Who::Person(Person::new(stage).expect("in the tables")) }
    };
    let plan = |months| one_dish(vec![child(months)], "com-trang", vec![portion(0, 0.1, Share::Whole)]);
    let fault = Fault::UnderSixMonths { months: 5 };
    assert_eq!(read_plan(&Table::bundled(), &plan(5)), Err(PlanFault::Menu { day: 0, eater: 0, fault }));
    assert!(read_plan(&Table::bundled(), &plan(6)).is_ok());
}

/// A plan in which liver stands on these days, from 0.
fn liver_on(days: &[usize], stage: BankStage) -> Plan {
    let mut plan = one_dish(vec![person(stage)], "com-trang", vec![portion(0, 1.0, Share::Whole)]);
    plan.days = vec![plan.days[0].clone(); 9];
    for day in days {
        plan.days[*day].meals[0].dishes.push(PlanDish::for_one("gan-lon-xao-hanh-tay", 0.25));
    }
    plan
}

#[test]
fn liver_twice_in_seven_days_of_pregnancy_is_unsafe_and_on_the_eighth_day_it_is_not() {
    let found = |days: &[usize], day: usize| {
        let readings = read_plan(&Table::bundled(), &liver_on(days, BankStage::PregnantT2)).expect("well formed");
        let reading = readings[day][0].as_ref().expect("a person").clone();
        let finding = reading.rule("liver_week").cloned();
        (reading.overall == Overall::Unsafe, finding.and_then(|finding| finding.value))
    };
    assert_eq!(found(&[0, 6], 0), (false, Some(1.0)));
    assert_eq!(found(&[0, 6], 6), (true, Some(2.0)));
    assert_eq!(found(&[0, 7], 7), (false, Some(1.0)));
    assert_eq!(found(&[3], 4), (false, None), "a day without liver is none the worse");
    let every: Vec<usize> = (0..7).collect();
    assert_eq!(found(&every, 6), (true, Some(7.0)));
}

#[test]
fn liver_twice_in_a_day_is_told_to_everyone_and_unsafe_in_pregnancy() {
    for (stage, kind) in [
        (BankStage::PregnantT1, Kind::Hard),
        (BankStage::Lactating0To6, Kind::Inform),
        (BankStage::Child36To60, Kind::Inform),
    ] {
        let mut plan = liver_on(&[0], stage);
        let mut dinner = plan.days[0].meals[0].clone();
        dinner.meal = Meal::Dinner;
        let readings = read_plan(&Table::bundled(), &plan).expect("well formed");
        let once = readings[0][0].as_ref().expect("a person").rule("liver_week").map(|finding| finding.verdict);
        assert_eq!(once, (kind == Kind::Hard).then_some(Verdict::Ok), "{stage:?}");
        plan.days[0].meals.push(dinner);
        let readings = read_plan(&Table::bundled(), &plan).expect("well formed");
        let twice = readings[0][0].as_ref().expect("a person").rule("liver_week").expect("told").clone();
        assert_eq!((twice.verdict, twice.kind), (Verdict::Over, kind), "{stage:?}");
    }
}

#[test]
fn a_day_changed_amid_others_is_read_with_the_liver_of_both_sides() {
    let table = Table::bundled();
    let plan = liver_on(&[2, 5], BankStage::PregnantT2);
    let Who::Person(person) = plan.eaters[0].who else { panic!("a person") };
    for (day, unsafe_day) in [(2, true), (3, false), (5, true)] {
        let reading = read_amid(&table, &plan, day, 0, person).expect("well formed");
        assert_eq!(reading.overall == Overall::Unsafe, unsafe_day, "day {day}");
    }
    let apart = liver_on(&[0, 8], BankStage::PregnantT2);
    assert_ne!(read_amid(&table, &apart, 0, 0, person).expect("well formed").overall, Overall::Unsafe);
}
