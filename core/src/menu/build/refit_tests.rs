//! Bank menus for other people than they were made for.

use super::*;
use crate::foods::{Database, Meal, Stage as BankStage};
use crate::menu::read_plan;
use crate::menu::usual_person;
use crate::nutrition::{Activity, Stage};

fn overall(table: &Table<'_>, plan: &Plan) -> Overall {
    read_plan(table, plan).expect("readable")[0][0].as_ref().expect("a person").overall
}

/// Every fifth menu of the bank, for its own person at other work or of another age.
fn taken() -> Vec<Plan> {
    let menus = Database::bundled().menus().iter().step_by(5);
    let other = |menu: &crate::foods::Menu| {
        let stage = match usual_person(menu.stage).stage {
            Stage::Pregnant { trimester, .. } => {
                Stage::Pregnant { trimester, age_years: 31, activity: Activity::Heavy }
            }
            Stage::Lactating { from_six_months, menses_returned, .. } => {
                Stage::Lactating { from_six_months, age_years: 20, activity: Activity::Light, menses_returned }
            }
            Stage::Child { age_months, sex, breastfed } => Stage::Child { age_months: age_months + 1, sex, breastfed },
        };
        Plan::of_menu(menu, Person::new(stage).expect("in the tables"))
    };
    menus.map(other).collect()
}

#[test]
fn more_menus_are_balanced_for_another_person_and_none_is_less_safe() {
    let table = Table::bundled();
    let (mut before, mut after, mut all) = (0, 0, 0);
    for plan in taken() {
        let fitted = refit(&table, &plan, 0, &[0]).expect("readable");
        let (was, is) = (overall(&table, &plan), overall(&table, &fitted));
        assert!(was == Overall::Unsafe || is != Overall::Unsafe);
        assert!(was != Overall::Balanced || fitted == plan, "what is balanced stays");
        // What stood off the steps in a menu made by hand may stay so; nothing new does.
        let dishes = |plan: &Plan| plan.days[0].meals.iter().flat_map(|meal| meal.dishes.clone()).collect::<Vec<_>>();
        for (was, is) in dishes(&plan).into_iter().zip(dishes(&fitted)) {
            let grid = &table.dish(&is.dish).expect("a dish").portions;
            assert!(was == is || grid.on_grid(is.portions[0].servings), "{}", is.dish);
        }
        all += 1;
        before += usize::from(was == Overall::Balanced);
        after += usize::from(is == Overall::Balanced);
    }
    println!("{all} menus for another person: balanced {before} as they are, {after} refitted");
    assert!(after > before && 2 * after > all, "{before} and {after} of {all}");
}

#[test]
fn the_same_day_is_refitted_alike_and_milk_of_the_breast_stays() {
    let table = Table::bundled();
    let menus = Database::bundled().menus();
    let menu = menus.iter().find(|menu| menu.stage == BankStage::Child7To8).expect("a menu of that age");
    let mut plan = Plan::of_menu(menu, usual_person(menu.stage));
    for meal in plan.days[0].meals.iter_mut().filter(|meal| meal.meal == Meal::Lunch) {
        for dish in &mut meal.dishes {
            let grid = &table.dish(&dish.dish).expect("a dish").portions;
            dish.portions[0].servings = grid.servings(grid.least);
        }
    }
    let once = refit(&table, &plan, 0, &[0]).expect("readable");
    assert_eq!(once, refit(&table, &plan, 0, &[0]).expect("readable"));
    let milk = |plan: &Plan| -> Vec<f64> {
        let dishes = plan.days[0].meals.iter().flat_map(|meal| &meal.dishes);
        dishes.filter(|dish| dish.dish == "sua-me").map(|dish| dish.portions[0].servings).collect()
    };
    assert_eq!(milk(&plan), milk(&once));
    assert!(!milk(&once).is_empty());
}
