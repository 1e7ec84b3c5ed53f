//! Families at one pot: who shares what, and what is never shared.

use super::*;
use crate::foods::{Region, Stage as BankStage};
use crate::menu::build::{Fixed, Proposal, Refusal, Request, build};
use crate::menu::{Eater, PlanMeal, Who, read_plan, usual_person};
use crate::nutrition::balance::Overall;
use crate::nutrition::{Person, Stage};
use std::ops::ControlFlow;

fn child(months: u8) -> Eater {
    let stage = Stage::Child { age_months: months, sex: None, breastfed: months < 24 };
    Eater { id: "be".into(), who: Who::Person(Person::new(stage).expect("in the tables")) }
}

fn mother(stage: BankStage) -> Eater {
    Eater { id: "me".into(), who: Who::Person(usual_person(stage)) }
}

fn adult(id: &str) -> Eater {
    Eater { id: id.into(), who: Who::Adult }
}

fn family(months: u8, region: Region, seed: u64) -> Request {
    let eaters = vec![mother(BankStage::Lactating6To12), child(months), adult("ba"), adult("ong")];
    Request { seed, ..Request::plain(eaters, region) }
}

fn one(request: &Request) -> Proposal {
    let built = build(&Table::bundled(), request, &mut |_| ControlFlow::Continue(())).expect("the bank feeds it");
    built.into_iter().next().expect("one proposal")
}

const CHILD: usize = 1;

fn meals(proposal: &Proposal) -> impl Iterator<Item = &PlanMeal> {
    proposal.plan.days.iter().flat_map(|day| &day.meals)
}

#[test]
fn a_family_eats_safely_from_one_pot_and_the_child_shares_what_it_may() {
    let table = Table::bundled();
    let mut shared = 0;
    for (number, months) in [7, 8, 9, 11, 12, 23, 24, 40, 60].into_iter().enumerate() {
        let region = Region::ALL[number % 3];
        let proposal = one(&family(months, region, 1));
        let readings = read_plan(&table, &proposal.plan).expect("well formed");
        for reading in readings.iter().flatten().flatten() {
            assert_ne!(reading.overall, Overall::Unsafe, "{months} months");
        }
        for meal in meals(&proposal) {
            for (place, cooked) in meal.dishes.iter().enumerate() {
                assert!(meal.dishes[..place].iter().all(|other| other.dish != cooked.dish), "cooked once: {cooked:?}");
                let dish = table.dish(&cooked.dish).expect("of the bank");
                let Some(portion) = cooked.portion_of(CHILD) else { continue };
                let person = proposal.plan.eaters[CHILD].who.person().expect("a child");
                if crate::menu::build::candidates::is_made_for(dish, person) {
                    continue;
                }
                let amounts = table.foods().shared_choices(dish, u32::from(months));
                assert!(amounts.iter().any(|servings| (servings - portion.servings).abs() < 1e-9), "{cooked:?}");
                assert!(cooked.portions.len() > 1, "a share is of a dish that others eat: {cooked:?}");
                let sharing = dish.shared_at(u32::from(months)).expect("shared at that age");
                let unseasoned = sharing.before_seasoning && months < 24;
                assert_eq!(portion.share == Share::Unseasoned, unseasoned, "{months} months: {cooked:?}");
                shared += 1;
            }
        }
    }
    assert!(shared >= 5, "children share {shared} dishes");
}

#[test]
fn before_nine_months_nothing_is_shared() {
    let foods = Database::bundled();
    for dish in foods.dishes() {
        assert!(share(foods, dish, 8).1.is_empty(), "{}", dish.id);
    }
    assert!(foods.dishes().iter().any(|dish| !share(foods, dish, 9).1.is_empty()));
}

#[test]
fn a_share_is_unseasoned_through_the_twenty_third_month() {
    let foods = Database::bundled();
    let soup = foods.dish("canh-rau-ngot-thit-nac").expect("of the bank");
    assert_eq!(share(foods, soup, 23).0, Share::Unseasoned);
    assert_eq!(share(foods, soup, 24).0, Share::Whole);
    let rice = foods.dish("com-trang").expect("of the bank");
    assert_eq!(share(foods, rice, 12).0, Share::Whole, "nothing seasons it");
}

#[test]
fn a_child_s_main_meal_has_grain_and_something_with_it() {
    let table = Table::bundled();
    for seed in 0..3 {
        let proposal = one(&family(30, Region::South, seed));
        for meal in meals(&proposal).filter(|meal| !matches!(meal.meal.kind(), crate::foods::MealKind::Snack)) {
            let of_child = meal.dishes.iter().filter(|dish| dish.portion_of(CHILD).is_some());
            let kinds: Vec<DishKind> = of_child.map(|dish| table.dish(&dish.dish).expect("of the bank").kind).collect();
            let fills = |kind: &DishKind| brings(*kind)[0] > 0 || matches!(kind, DishKind::Snack);
            assert!(kinds.iter().any(fills), "{seed}: {:?} {kinds:?}", meal.meal);
        }
    }
}

#[test]
fn other_grown_ups_are_served_by_the_energy_of_a_grown_up_s_row() {
    let kcal = energy_of_an_adult(&Table::bundled()).expect("the row is printed");
    assert!((kcal - 2010.0).abs() < 1e-9, "a woman of 30–49 years at moderate work, 2016: {kcal}");
    let proposal = one(&family(18, Region::North, 2));
    for eater in [2, 3] {
        let menu = proposal.plan.menu_of(0, eater).expect("one day");
        let meals = crate::menu::served(&Table::bundled(), Region::North, &menu).expect("well formed");
        let eaten: f64 = meals.iter().map(|meal| meal.energy.amount).sum();
        assert!((eaten / kcal - 1.0).abs() < 0.16, "{eaten} kcal");
    }
}

#[test]
fn a_dish_fixed_for_the_grown_ups_does_not_stand_before_the_child() {
    let mut request = family(10, Region::North, 1);
    let fixed = |dish: &str| Fixed { day: None, meal: crate::foods::Meal::Lunch, dish: dish.into() };
    request.fixed = vec![fixed("thit-kho-tau")];
    let proposal = one(&request);
    let lunch = meals(&proposal).find(|meal| meal.meal == crate::foods::Meal::Lunch).expect("a lunch");
    let braise = lunch.dishes.iter().find(|dish| dish.dish == "thit-kho-tau").expect("it was fixed");
    assert!(braise.portion_of(0).is_some() && braise.portion_of(CHILD).is_none());
}

#[test]
fn no_pot_feeds_a_child_under_six_months() {
    let refused = build(&Table::bundled(), &family(5, Region::North, 1), &mut |_| ControlFlow::Continue(()));
    assert_eq!(refused.err(), Some(Refusal::UnderSixMonths { months: 5 }));
}

#[test]
fn the_same_family_gets_the_same_menu() {
    let request = family(12, Region::Central, 9);
    assert_eq!(one(&request).plan, one(&request).plan);
}
