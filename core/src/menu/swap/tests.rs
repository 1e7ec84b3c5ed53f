//! Swaps over the bank's menus, against the rules of balance read anew.

use std::collections::BTreeSet;

use super::*;
use crate::foods::{
    Allergen, Audience, Database, DishKind, Meal, MealKind, Region, Role, Stage as BankStage, Tag, Theme,
};
use crate::menu::{Eater, OwnDish, OwnIngredient, PlanDay, PlanMeal, Share, Who, read_plan, usual_person};
use crate::nutrition::balance::{Kind, Overall};
use crate::nutrition::{Person, Stage};

/// A menu of each stage of the bank.
fn plans() -> Vec<Plan> {
    let menus = Database::bundled().menus();
    let of = |stage: &BankStage| menus.iter().find(|menu| menu.stage == *stage && menu.theme != Theme::Vegetarian);
    BankStage::ALL.iter().filter_map(of).map(|menu| Plan::of_menu(menu, usual_person(menu.stage))).collect()
}

fn places(plan: &Plan) -> Vec<Place> {
    let meals = plan.days[0].meals.iter().enumerate();
    meals.flat_map(|(meal, served)| (0..served.dishes.len()).map(move |dish| Place { day: 0, meal, dish })).collect()
}

fn hard_failures(table: &Table<'_>, plan: &Plan) -> BTreeSet<String> {
    let days = read_plan(table, plan).expect("a plan that can be read");
    let findings = days.iter().flatten().flatten().flat_map(|reading| &reading.rules);
    let hard = findings.filter(|finding| finding.kind == Kind::Hard && finding.fails());
    hard.map(|finding| format!("{} {:?} {:?}", finding.rule, finding.foods, finding.dishes)).collect()
}

#[test]
fn no_dish_in_another_s_place_is_unsafe_or_out_of_place() {
    let table = Table::bundled();
    let avoid = Avoid::default();
    let mut offered = 0;
    for plan in plans() {
        let before = hard_failures(&table, &plan);
        let child = plan.eaters[0].who.person().and_then(Person::child_months);
        for place in places(&plan).into_iter().step_by(4) {
            let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month: Some(6) };
            let old = &plan.days[0].meals[place.meal].dishes[place.dish].dish;
            let alternatives = match dishes(&question) {
                Err(NoSwap::BreastMilk) => continue,
                found => found.expect("the bank's menus can be read"),
            };
            if place.meal == 0 {
                assert_eq!(Ok(&alternatives), dishes(&question).as_ref(), "the same question, the same answer");
            }
            let breaks: Vec<bool> = alternatives.iter().map(|other| !other.is_offered()).collect();
            assert!(breaks.windows(2).all(|pair| pair[0] <= pair[1]), "what is offered stands first");
            offered += breaks.iter().filter(|breaks| !**breaks).count();
            for other in alternatives {
                let dish = table.dish(&other.dish).expect("a dish");
                assert_ne!(&other.dish, old);
                assert!(dish.regions.contains(&plan.region), "{}", dish.id);
                assert!(dish.meals.contains(&plan.days[0].meals[place.meal].meal.kind()), "{}", dish.id);
                if let Some(months) = child {
                    let span = dish.child_months.expect("a child's dish");
                    assert!((span.0..=span.1).contains(&u32::from(months)), "{} at {months} months", dish.id);
                }
                let after = hard_failures(&table, &other.plan);
                assert!(after.is_subset(&before), "{old} → {}: {after:?}", dish.id);
                let portion = other.plan.days[0].meals[place.meal].dishes[place.dish].portions[0];
                assert!(dish.portions.on_grid(portion.servings), "{} × {}", dish.id, portion.servings);
                assert_eq!(other.plan.days[0].meals.len(), plan.days[0].meals.len());
                // What is told is what a fresh reading finds.
                let days = read_plan(&table, &other.plan).expect("readable");
                assert_eq!(other.effect.overall[0], days[0][0].as_ref().map(|reading| reading.overall));
                if other.effect.standing == Standing::Balanced {
                    assert_eq!(other.effect.overall[0], Some(Overall::Balanced));
                }
                if other.effect.standing == Standing::Breaks && other.effect.broken.is_empty() {
                    assert_eq!(other.effect.overall[0], Some(Overall::CannotSay), "a reason stands beside it");
                }
            }
        }
    }
    assert!(offered > 100, "{offered} offered");
}

#[test]
fn every_ingredient_of_every_menu_has_only_safe_substitutes_of_its_class() {
    let table = Table::bundled();
    let avoid = Avoid::default();
    let (mut found, mut balanced) = (0, 0);
    for plan in plans() {
        let before = hard_failures(&table, &plan);
        let child = plan.eaters[0].who.person().and_then(Person::child_months).map(u32::from);
        for place in places(&plan) {
            let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month: None };
            let Ok(parts) = exchangeable(&question) else { continue };
            for part in parts {
                let old = table.foods().food(part.recipe).expect("a food");
                for other in ingredients(&question, part.recipe).expect("it is exchangeable") {
                    found += 1;
                    balanced += usize::from(other.effect.standing == Standing::Balanced);
                    let food = table.foods().food(other.food).expect("a food");
                    assert!(food.group == old.group || food.diversity_group == old.diversity_group);
                    assert!(
                        food.flags.iter().all(|flag| old.flags.contains(flag)),
                        "{} → {}",
                        old.name_vi,
                        food.name_vi
                    );
                    let step = if other.grams < 20.0 { 1.0 } else { 5.0 };
                    assert!((other.grams / step).fract().abs() < 1e-9 && other.grams >= 1.0, "{} g", other.grams);
                    let after = hard_failures(&table, &other.plan);
                    assert!(after.is_subset(&before), "{} → {}: {after:?}", old.name_vi, food.name_vi);
                    if let Some(months) = child {
                        let known = table.foods().dishes().iter().any(|dish| {
                            dish.child_months.is_some_and(|(first, _)| first <= months)
                                && dish.ingredients.iter().any(|part| part.food == other.food)
                        });
                        assert!(known, "no dish for {months} months holds {}", food.name_vi);
                    }
                }
            }
        }
    }
    assert!(found > 200 && balanced <= found, "{found} found");
}

/// One dish alone, for a child.
fn only(dish: &str, meal: Meal, months: u8) -> Plan {
    let stage = Stage::Child { age_months: months, sex: None, breastfed: months < 24 };
    let person = Person::new(stage).expect("in the tables");
    let meal = PlanMeal { meal, dishes: vec![PlanDish::for_one(dish, 1.0)] };
    Plan {
        region: Region::North,
        eaters: vec![Eater { id: "1".into(), who: Who::Person(person) }],
        days: vec![PlanDay { meals: vec![meal] }],
    }
}

#[test]
fn over_all_child_dishes_and_ages_nothing_unsafe_for_the_age_is_listed() {
    let table = Table::bundled();
    let avoid = Avoid::default();
    let mut listed = 0;
    for dish in table.foods().dishes() {
        let Some((first, last)) = dish.child_months else { continue };
        for months in [first, last] {
            let months = u8::try_from(months.max(6)).expect("months");
            let meal = match dish.meals[0] {
                MealKind::Breakfast => Meal::Breakfast,
                MealKind::Lunch => Meal::Lunch,
                MealKind::Dinner => Meal::Dinner,
                MealKind::Snack => Meal::AfternoonSnack,
            };
            let plan = only(&dish.id, meal, months);
            let place = Place { day: 0, meal: 0, dish: 0 };
            let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month: None };
            let Ok(alternatives) = dishes(&question) else { continue };
            for other in alternatives {
                listed += 1;
                let other = table.dish(&other.dish).expect("a dish");
                assert!(hard_failures(&table, &only(&other.id, meal, months)).is_empty(), "{} at {months}", other.id);
                let foods = other.ingredients.iter().filter_map(|part| table.foods().food(part.food));
                for food in foods {
                    let young = months < 12;
                    assert!(
                        !(young && (food.is(Flag::AddedSalt) || food.is(Flag::Honey) || food.is(Flag::AnimalMilk)))
                    );
                    assert!(!food.is(Flag::Formula) && !food.is(Flag::BreastMilk), "{}", other.id);
                }
            }
        }
    }
    assert!(listed > 500, "{listed}");
}

#[test]
fn a_family_pot_is_as_safe_as_its_youngest_eater_needs() {
    let table = Table::bundled();
    let foods = table.foods();
    let menu = foods.menus().iter().find(|menu| menu.stage == BankStage::Child9To11).expect("a menu");
    let mut plan = Plan::of_menu(menu, usual_person(BankStage::Child9To11));
    plan.eaters.push(Eater { id: "2".into(), who: Who::Adult });
    for meal in &mut plan.days[0].meals {
        for dish in &mut meal.dishes {
            dish.portions.push(Portion { eater: 1, servings: 1.0, share: Share::Whole });
        }
    }
    let avoid = Avoid::default();
    for place in places(&plan) {
        let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month: None };
        let Ok(found) = dishes(&question) else { continue };
        for other in found {
            let dish = table.dish(&other.dish).expect("a dish");
            assert!(
                dish.audiences.contains(&Audience::Child) && dish.child_months.is_some_and(|(first, _)| first <= 10)
            );
            assert_eq!(other.plan.days[0].meals[place.meal].dishes[place.dish].portions.len(), 2);
        }
    }
}

#[test]
fn what_the_household_avoids_never_comes_back() {
    let table = Table::bundled();
    let menu = table.foods().menus().iter().find(|menu| menu.theme == Theme::Vegetarian).expect("a vegetarian menu");
    let plan = Plan::of_menu(menu, usual_person(menu.stage));
    let avoid =
        Avoid { vegetarian: true, allergens: vec![Allergen::Peanuts], foods: vec![FoodCode(3025)], ..Avoid::default() };
    for place in places(&plan) {
        let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month: None };
        for other in dishes(&question).expect("readable") {
            let dish = table.dish(&other.dish).expect("a dish");
            assert!(dish.tags.contains(&Tag::Vegetarian) || dish.tags.contains(&Tag::Vegan), "{}", dish.id);
            assert!(!table.foods().allergens(dish).contains(&Allergen::Peanuts), "{}", dish.id);
            assert!(dish.ingredients.iter().all(|part| part.food != FoodCode(3025)), "{}", dish.id);
        }
        for part in exchangeable(&question).expect("readable") {
            for other in ingredients(&question, part.recipe).expect("exchangeable") {
                let food = table.foods().food(other.food).expect("a food");
                assert!(avoid.allows_food(food), "{}", food.name_vi);
            }
        }
    }
}

#[test]
fn beef_for_pork_is_weighed_by_protein_and_taken_back() {
    let table = Table::bundled();
    let mut plan = only("com-trang", Meal::Lunch, 30);
    plan.eaters[0].who = Who::Person(usual_person(BankStage::PregnantT2));
    plan.days[0].meals[0].dishes.push(PlanDish::for_one("bo-xao-hanh-tay-ca-chua", 1.0));
    let place = Place { day: 0, meal: 0, dish: 1 };
    let avoid = Avoid::default();
    let ask = |plan: &Plan| {
        let question = Question { table: &table, plan, place, avoid: &avoid, month: None };
        ingredients(&question, FoodCode(7003)).expect("beef is exchangeable")
    };
    let grams = table.dish("bo-xao-hanh-tay-ca-chua").expect("a dish").ingredients[0].grams;
    let found = ask(&plan);
    let pork = found.iter().find(|other| other.food == FoodCode(7017)).expect("lean pork");
    // 21.0 g of protein in 100 g of beef, 19.0 in lean pork.
    assert!((pork.grams - grams * 21.0 / 19.0).abs() <= 2.5, "{} g for {grams} g", pork.grams);
    assert_eq!(pork.basis, Basis::Protein);
    let back = ask(&pork.plan).into_iter().find(|other| other.food == FoodCode(7003)).expect("the recipe's own");
    assert!(back.own && back.is_offered(), "the way back is open");
    assert_eq!(back.plan, plan, "taken back, the plan is as it was");
}

#[test]
fn milk_of_the_breast_and_what_is_not_there_are_refused() {
    let table = Table::bundled();
    let plan = only("sua-me", Meal::Breakfast, 8);
    let avoid = Avoid::default();
    let question = |dish| Question {
        table: &table,
        plan: &plan,
        place: Place { day: 0, meal: 0, dish },
        avoid: &avoid,
        month: None,
    };
    assert_eq!(dishes(&question(0)), Err(NoSwap::BreastMilk));
    assert!(matches!(dishes(&question(1)), Err(NoSwap::NoSuchPlace(_))));
    let plan = only("com-trang", Meal::Lunch, 30);
    let question = Question { plan: &plan, ..question(0) };
    assert_eq!(ingredients(&question, FoodCode(1)), Err(NoSwap::NotInTheDish(FoodCode(1))));
    assert!(table.dish("com-trang").expect("a dish").ingredients.iter().all(|part| part.role == Role::Main));
}

#[test]
fn portions_for_another_person_come_nearer_to_the_need_and_stay_on_their_steps() {
    use crate::nutrition::{Activity, Trimester};
    let table = Table::bundled();
    let stage = Stage::Pregnant { trimester: Trimester::Second, age_years: 25, activity: Activity::Heavy };
    let heavy = Person::new(stage).expect("in the tables");
    let read = |plan: &Plan| read_plan(&table, plan).expect("readable")[0][0].clone().expect("a person");
    let miss = |plan: &Plan| read(plan).rules.iter().map(effect::missed).sum::<f64>();
    // A day made for moderate work that is too little for heavy work.
    let of_stage = table.foods().menus().iter().filter(|menu| menu.stage == BankStage::PregnantT2);
    let plan = of_stage.map(|menu| Plan::of_menu(menu, heavy)).find(|plan| miss(plan) > 0.0).expect("such a day");
    let fitted = refit(&table, &plan, 0, &[0]).expect("readable");
    assert!(miss(&fitted) < miss(&plan), "{} of {}", miss(&fitted), miss(&plan));
    assert!(hard_failures(&table, &fitted).is_subset(&hard_failures(&table, &plan)));
    let energy = |plan: &Plan| read(plan).rule("energy").and_then(|rule| rule.value).expect("known");
    assert!(energy(&fitted) > energy(&plan), "heavy work asks for more");
    for dish in fitted.days[0].meals.iter().flat_map(|meal| &meal.dishes) {
        let grid = &table.dish(&dish.dish).expect("a dish").portions;
        assert!(dish.portions.iter().all(|portion| grid.on_grid(portion.servings)), "{}", dish.dish);
    }
}

#[test]
fn a_swap_says_which_other_portions_changed_and_no_offer_is_worse_than_the_day() {
    let table = Table::bundled();
    let avoid = Avoid::default();
    let mut refitted = 0;
    for plan in plans() {
        let balanced = |plan: &Plan| {
            let days = read_plan(&table, plan).expect("readable");
            days[0][0].as_ref().is_some_and(|reading| reading.overall == Overall::Balanced)
        };
        let was_balanced = balanced(&plan);
        for place in places(&plan).into_iter().step_by(3) {
            let question = Question { table: &table, plan: &plan, place, avoid: &avoid, month: None };
            let Ok(found) = dishes(&question) else { continue };
            for other in found.iter().filter(|other| other.is_offered()) {
                assert!(!was_balanced || balanced(&other.plan), "{} is offered", other.dish);
                let moved: Vec<_> = other.effect.portions.iter().map(|moved| (moved.meal, &moved.dish)).collect();
                for (meal, (was, is)) in plan.days[0].meals.iter().zip(&other.plan.days[0].meals).enumerate() {
                    for (index, (was, is)) in was.dishes.iter().zip(&is.dishes).enumerate() {
                        let differs = was.portions != is.portions && (meal, index) != (place.meal, place.dish);
                        assert!(!differs || moved.contains(&(meal, &is.dish)), "{} is told", is.dish);
                    }
                }
                refitted += usize::from(!moved.is_empty());
            }
        }
    }
    assert!(refitted > 5, "{refitted} days were refitted");
}

#[test]
fn an_own_dish_is_told_wherever_it_fits_and_nowhere_else() {
    let own = |id: &str, kind, child_months, food| OwnDish {
        id: id.into(),
        name: "Món nhà em".into(),
        kind,
        meals: vec![MealKind::Lunch, MealKind::Dinner],
        child_months,
        raw: false,
        ingredients: vec![OwnIngredient { food: FoodCode(food), grams: 80.0, role: Role::Main }],
    };
    let table = Table::bundled()
        .with_dish(&own("own-pork", DishKind::Main, None, 7017))
        .and_then(|table| table.with_dish(&own("own-infant", DishKind::Main, Some((12, 23)), 7017)))
        .and_then(|table| table.with_dish(&own("own-raw", DishKind::Main, None, 7073)))
        .expect("well formed");
    let plans = plans();
    let woman = plans.iter().find(|plan| plan.eaters[0].who.person().is_some_and(|who| who.child_months().is_none()));
    let plan = woman.expect("a woman's menu");
    let mut told = 0;
    for place in places(plan) {
        let served = &plan.days[0].meals[place.meal];
        let old = table.dish(&served.dishes[place.dish].dish).expect("a dish");
        let question = Question { table: &table, plan, place, avoid: &Avoid::default(), month: Some(6) };
        let found: Vec<String> = dishes(&question)
            .expect("readable")
            .into_iter()
            .map(|other| other.dish)
            .filter(|id| table.is_own(id))
            .collect();
        let main = matches!(served.meal.kind(), MealKind::Lunch | MealKind::Dinner) && old.kind == DishKind::Main;
        if main {
            told += 1;
            // Raw meat is for no pregnant woman, and a child's dish not for her.
            assert_eq!(found, ["own-pork"], "{} at {:?}", old.id, served.meal);
        } else {
            assert!(
                found.iter().all(|_| classes::distance(old.kind, DishKind::Main).is_some()),
                "{}: {found:?}",
                old.id
            );
        }
    }
    assert!(told >= 2, "{told} main dishes");
}
