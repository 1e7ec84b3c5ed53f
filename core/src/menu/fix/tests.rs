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

/// The bank's days, each without its most nourishing dish.
fn poorer() -> impl Iterator<Item = (&'static str, DayMenu, Person, Region)> {
    bank().map(|(id, mut menu, person, region)| {
        let lunch = menu.meals.iter_mut().find(|meal| meal.meal == Meal::Lunch).expect("every day has a lunch");
        lunch.dishes.truncate(1);
        (id, menu, person, region)
    })
}

fn in_one_portion<'a>(offer: &Offer<'a>, which: usize) -> Offer<'a> {
    let choice = offer.choices[which % offer.choices.len()];
    Offer { choices: vec![choice], ..*offer }
}

#[test]
fn no_set_of_changes_that_closes_the_gap_is_cheaper_than_the_one_told() {
    let table = Table::bundled();
    let (mut compared, mut several) = (0, 0);
    for (number, (id, menu, person, region)) in poorer().enumerate() {
        let reading = evaluate(&table, person, region, &menu).expect("well formed");
        let whole = Kitchen::of(&table, person, region, &Avoid::default(), None);
        let shorts = reading.shortfalls.iter().filter(|short| short.nutrient != "food_groups").take(4);
        let kitchens = [6, 10, 14, 18].into_iter().flat_map(|dishes| (0..3).map(move |from| (dishes, from)));
        for ((dishes, from), short) in kitchens.flat_map(|kitchen| shorts.clone().map(move |short| (kitchen, short))) {
            // A few dishes in one portion: all their sets can be tried.
            let every = (whole.dishes.len() / dishes).max(1);
            let dishes = whole.dishes.iter().skip(number + 7 * from).step_by(every);
            let few: Vec<Offer<'_>> = dishes.map(|offer| in_one_portion(offer, number + from)).collect();
            let kitchen = Kitchen { table: &table, person, region, dishes: few };
            let Some(Steps { all, gap: open, .. }) = kitchen.steps(short.nutrient, &menu) else { continue };
            let all: Vec<&Step<'_>> = all.iter().filter(|step| step.reach >= open * WORTH_IT).collect();
            if all.is_empty() || all.len() > 36 {
                continue;
            }
            let mut best = f64::INFINITY;
            let mut sets: Vec<Vec<usize>> = (0..all.len()).map(|one| vec![one]).collect();
            sets.extend((0..all.len()).flat_map(|a| (0..a).map(move |b| vec![a, b])));
            sets.extend((0..all.len()).flat_map(|a| (0..a).flat_map(move |b| (0..b).map(move |c| vec![a, b, c]))));
            for set in sets {
                let steps: Vec<&Step<'_>> = set.iter().map(|index| all[*index]).collect();
                let apart = |at: usize| steps[..at].iter().all(|other| !steps[at].bars(other, &menu));
                let vnd: f64 = steps.iter().map(|step| step.vnd).sum();
                let reach: f64 = steps.iter().map(|step| step.reach).sum();
                let idle = steps.iter().any(|step| reach - step.reach >= open * (1.0 - NOTHING));
                #[expect(clippy::cast_precision_loss, reason = "three at most")]
                let weighs = vnd + sets::WORTH_VND * steps.len() as f64;
                let closes = reach >= open * (1.0 - NOTHING);
                if weighs < best && closes && !idle && (0..steps.len()).all(apart) {
                    let then = evaluate(&table, person, region, &taken(&menu, &steps)).expect("dishes of the table");
                    if gap(&then, short.nutrient).is_none() && harmless(short.nutrient, &reading, &then) {
                        best = weighs;
                    }
                }
            }
            let told = kitchen.cheapest(short.nutrient, &menu, &reading);
            #[expect(clippy::cast_precision_loss, reason = "three at most")]
            let told_weighs = told.as_ref().map(|(steps, vnd, _)| vnd + sets::WORTH_VND * steps.len() as f64);
            assert_eq!(told.is_some(), best.is_finite(), "{id} {}", short.nutrient);
            if let Some(weighs) = told_weighs {
                assert!((weighs - best).abs() < 1e-6, "{id} {}: {weighs} told, {best} serves", short.nutrient);
                compared += 1;
                several += usize::from(told.is_some_and(|(steps, ..)| steps.len() > 1));
            }
        }
    }
    assert!(compared >= 10 && several >= 1, "{compared} compared, {several} of several changes");
}

#[test]
fn the_fixes_of_a_poor_day_take_no_longer_than_anybody_waits() {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    let clock = std::time::Instant::now;
    let mut longest = std::time::Duration::ZERO;
    for (id, menu, person, region) in poorer() {
        let started = clock();
        let reading = filled(&menu, person, region, &Avoid::default(), None);
        longest = longest.max(started.elapsed());
        println!("{id}: {} short, {:?}", reading.shortfalls.len(), started.elapsed());
    }
    // A debug build on a busy machine; a release build needs a tenth.
    assert!(longest.as_secs() < 10, "{longest:?}");
}
