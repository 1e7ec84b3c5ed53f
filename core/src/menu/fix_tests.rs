use super::*;
use crate::foods::{Allergen, Database, FoodCode};
use crate::menu::{Plan, usual_person};

fn filled(menu: &DayMenu, person: Person, region: Region, avoid: &Avoid, month: Option<u8>) -> Reading {
    let table = Table::bundled();
    let mut reading = evaluate(&table, person, region, menu).expect("well formed");
    fill_fixes(&table, person, region, menu, avoid, month, &mut reading);
    reading
}

/// Some twenty menus of the bank, from all its stages, each with its usual person.
fn bank() -> impl Iterator<Item = (&'static str, DayMenu, Person, Region)> {
    let menus = Database::bundled().menus();
    menus.iter().step_by((menus.len() / 20).max(1)).map(|menu| {
        let person = usual_person(menu.stage);
        (menu.id.as_str(), Plan::of_menu(menu, person).menu_of(0, 0).expect("one day"), person, menu.region)
    })
}

fn foods(reading: &Reading) -> impl Iterator<Item = (&'static str, f64, &FoodFix)> {
    reading.shortfalls.iter().filter_map(|short| match &short.fix {
        Some(Fix::Food(food)) => Some((short.nutrient, short.by, food)),
        _ => None,
    })
}

/// The menu after the steps, done by hand.
fn eaten(menu: &DayMenu, steps: &[FixStep]) -> DayMenu {
    let mut menu = menu.clone();
    for step in steps {
        if menu.meals.iter().all(|meal| meal.meal != step.meal) {
            menu.meals.push(MealMenu { meal: step.meal, dishes: Vec::new(), ingredients: Vec::new() });
            menu.meals.sort_by_key(|meal| meal.meal);
        }
        let meal = menu.meals.iter_mut().find(|meal| meal.meal == step.meal).expect("just put there");
        if let Some(out) = &step.instead_of {
            let place = meal.dishes.iter().position(|serving| serving.dish == *out).expect("it stands there");
            meal.dishes.remove(place);
        }
        match meal.dishes.iter_mut().find(|serving| serving.dish == step.dish_id) {
            Some(serving) => serving.portion += step.portion,
            None => meal.dishes.push(Serving::whole(&step.dish_id, step.portion)),
        }
    }
    menu
}

#[test]
fn every_fix_of_the_banks_days_does_what_it_says_and_breaks_no_rule() {
    let table = Table::bundled();
    let (mut short, mut closed) = (0, 0);
    for (id, menu, person, region) in bank() {
        let reading = filled(&menu, person, region, &Avoid::default(), None);
        assert!(reading.shortfalls.iter().all(|short| short.fix.is_some()), "{id}");
        for (rule, by, food) in foods(&reading) {
            let then = evaluate(&table, person, region, &eaten(&menu, &food.steps)).expect("dishes of the bank");
            let left = gap(&then, rule).unwrap_or_default();
            assert!((left - food.left).abs() < 1e-6 && left < by, "{id}, {rule}: {left} left, said {}", food.left);
            let brought: f64 = food.steps.iter().map(|step| step.gives).sum();
            let value = |reading: &Reading| value(reading, rule).expect("judged");
            assert!((value(&then) - value(&reading) - brought).abs() < 1e-6, "{id}, {rule}");
            for finding in then.rules.iter().filter(|finding| finding.fails() && finding.rule != rule) {
                let before = judged(&reading, finding.rule).is_some_and(Finding::fails);
                assert!(before, "{id}: the fix of {rule} breaks {}", finding.rule);
            }
            #[expect(clippy::cast_precision_loss, reason = "the price of a day's food")]
            let cost = food.cost_vnd as f64;
            assert!((then.cost.exact_vnd - reading.cost.exact_vnd - cost).abs() <= 50.0 + 1e-6, "{id}, {rule}");
            short += 1;
            closed += i32::from(food.left <= 0.0);
        }
    }
    assert!(short == 0 || closed * 2 > short, "{closed} of {short} gaps closed");
}

#[test]
fn a_fix_is_served_in_whole_household_steps_and_never_twice_a_day() {
    let table = Table::bundled();
    for (id, menu, person, region) in bank() {
        let reading = filled(&menu, person, region, &Avoid::default(), None);
        for step in foods(&reading).flat_map(|(_, _, food)| &food.steps) {
            let grid = &table.dish(&step.dish_id).expect("of the bank").portions;
            assert!(grid.on_grid(step.portion), "{id}: {step:?}");
            assert!((grid.measures(step.portion) - step.measures).abs() < 1e-9);
            let dish = table.dish(&step.dish_id).expect("of the bank");
            assert!(dish.ingredients.iter().all(|part| part.food != FoodCode(10_003)), "{id}: no breast milk");
            for meal in menu.meals.iter().filter(|meal| meal.meal != step.meal) {
                assert!(meal.dishes.iter().all(|serving| serving.dish != step.dish_id), "{id}: {step:?}");
            }
        }
    }
}

#[test]
fn what_is_to_be_avoided_is_in_no_fix() {
    let table = Table::bundled();
    for (id, menu, person, region) in bank() {
        let first = filled(&menu, person, region, &Avoid::default(), None);
        let Some(named) = foods(&first).flat_map(|(_, _, food)| &food.steps).map(|step| step.dish_id.clone()).next()
        else {
            continue;
        };
        let avoid = Avoid { dishes: vec![named.clone()], allergens: vec![Allergen::Milk], ..Avoid::default() };
        let reading = filled(&menu, person, region, &avoid, Some(1));
        for step in foods(&reading).flat_map(|(_, _, food)| &food.steps) {
            let dish = table.dish(&step.dish_id).expect("of the bank");
            assert_ne!(dish.id, named, "{id}");
            assert!(!table.foods().allergens(dish).contains(&Allergen::Milk), "{id}: {}", dish.id);
            for part in dish.ingredients.iter().filter(|part| part.role != Role::Seasoning) {
                let food = table.foods().food(part.food).expect("known");
                assert_ne!(food.season(region, 1), Some(Season::OutOfSeason), "{id}: {}", food.name_vi);
            }
        }
    }
}

#[test]
fn iron_in_pregnancy_is_the_tablets_and_the_food_beside_it_never_liver() {
    let table = Table::bundled();
    let person = usual_person(crate::foods::Stage::PregnantT2);
    let rice = |meal| MealMenu { meal, dishes: vec![Serving::whole("com-trang", 1.0)], ingredients: Vec::new() };
    let menu = DayMenu { meals: vec![rice(Meal::Lunch), rice(Meal::Dinner)] };
    let reading = filled(&menu, person, Region::North, &Avoid::default(), None);
    let iron = reading.shortfalls.iter().find(|short| short.nutrient == "iron").expect("rice holds little iron");
    assert_eq!(iron.fix, Some(Fix::IronFolicTablet));
    let food = iron.beside.as_ref().expect("food brings it nearer");
    assert!(food.steps.iter().map(|step| step.gives).sum::<f64>() > 0.0 && food.left < iron.by);
    for step in food.steps.iter().chain(foods(&reading).flat_map(|(_, _, food)| &food.steps)) {
        let dish = table.dish(&step.dish_id).expect("of the bank");
        let liver = |food| table.foods().food(food).is_some_and(|food| food.is(Flag::Liver));
        assert!(!dish.ingredients.iter().any(|part| liver(part.food)), "{}", dish.id);
    }
    let plain = reading.shortfalls.iter().filter(|short| short.nutrient != "iron");
    assert!(plain.clone().count() > 0 && plain.clone().all(|short| short.beside.is_none()));
}

#[test]
fn nothing_eaten_has_its_answer_too() {
    let person = usual_person(crate::foods::Stage::Lactating0To6);
    let reading = filled(&DayMenu::default(), person, Region::North, &Avoid::default(), None);
    assert!(reading.shortfalls.iter().all(|short| short.fix.is_some()));
}
