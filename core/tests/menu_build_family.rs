//! One pot, several eaters.

use std::ops::ControlFlow;

use nep_core::foods::{Audience, Meal, Region, Stage};
use nep_core::menu::build::{Fixed, Proposal, Request, build};
use nep_core::menu::{Eater, Share, Table, Who, read_plan, served, usual_person};
use nep_core::nutrition::balance::Overall;
use nep_core::nutrition::{Person, Stage as PersonStage};

fn child(age_months: u8) -> Who {
    let stage = PersonStage::Child { age_months, sex: None, breastfed: age_months < 24 };
    Who::Person(Person::new(stage).expect("in the tables"))
}

fn woman(stage: Stage) -> Who {
    Who::Person(usual_person(stage))
}

fn family(who: &[Who], region: Region, seed: u64) -> Proposal {
    let eaters = who.iter().enumerate().map(|(id, who)| Eater { id: id.to_string(), who: *who }).collect();
    let request = Request { seed, ..Request::plain(eaters, region) };
    build(&Table::bundled(), &request, &mut |_| ControlFlow::Continue(())).expect("a menu is built").remove(0)
}

#[test]
fn a_family_eats_from_one_pot_and_every_reading_is_balanced() {
    let table = Table::bundled();
    let who = [woman(Stage::Lactating6To12), Who::Adult, child(10), child(40)];
    let mut shared = 0;
    for &region in Region::ALL {
        for seed in 0..2 {
            let proposal = family(&who, region, seed);
            let readings = read_plan(&table, &proposal.plan).expect("a plan");
            for (eater, reading) in readings[0].iter().enumerate() {
                assert_eq!(reading.is_none(), eater == 1, "no table speaks of the adult");
                if let Some(reading) = reading {
                    assert_eq!(reading.overall, Overall::Balanced, "{region:?} {seed} eater {eater}");
                }
            }
            for cooked in proposal.plan.days[0].meals.iter().flat_map(|meal| &meal.dishes) {
                let dish = table.dish(&cooked.dish).expect("of the bank");
                let woman = cooked.portion_of(0);
                assert_eq!(woman.is_some(), cooked.portion_of(1).is_some(), "the adult eats what is cooked for all");
                for (eater, months) in [(2, 10), (3, 40)] {
                    let Some(portion) = cooked.portion_of(eater) else { continue };
                    if dish.audiences.contains(&Audience::Child) {
                        assert_eq!(portion.share, Share::Whole);
                        continue;
                    }
                    let sharing = dish.shared_at(months).expect("only what may be shared at that age");
                    let unseasoned = sharing.before_seasoning && months < 24;
                    assert_eq!(portion.share == Share::Unseasoned, unseasoned, "{}", dish.id);
                    let most = table.foods().shared_amount(months).expect("of that age").most_servings;
                    assert!(portion.servings <= most + 1e-9 && woman.is_some(), "{}", dish.id);
                    shared += 1;
                }
            }
        }
    }
    assert!(shared > 0, "children share of the pot");
}

#[test]
fn a_child_that_shares_the_pot_has_grain_and_something_with_it_at_lunch_and_dinner() {
    use nep_core::foods::DishKind::{Main, OneBowl, Porridge, Soup, Staple};
    let table = Table::bundled();
    for (seed, months) in (1..).zip([9, 10, 12, 22, 36]) {
        let proposal = family(&[woman(Stage::PregnantT2), child(months), Who::Adult], Region::North, seed);
        for meal in [Meal::Lunch, Meal::Dinner] {
            let laid = proposal.plan.days[0].meals.iter().find(|laid| laid.meal == meal).expect("a main meal");
            let has = |kinds: &[nep_core::foods::DishKind]| {
                let eaten = laid.dishes.iter().filter(|cooked| cooked.portion_of(1).is_some());
                let mut kind = eaten.map(|cooked| table.dish(&cooked.dish).expect("of the bank").kind);
                kind.any(|kind| kinds.contains(&kind))
            };
            assert!(has(&[Staple, OneBowl, Porridge]), "grain at {months} months, {meal:?}: {laid:?}");
            assert!(has(&[Main, Soup, OneBowl, Porridge]), "with it at {months} months, {meal:?}: {laid:?}");
        }
    }
}

#[test]
fn a_child_of_eight_months_has_its_own_dishes_beside_its_mothers() {
    let proposal = family(&[woman(Stage::Lactating6To12), child(8)], Region::North, 3);
    for cooked in proposal.plan.days[0].meals.iter().flat_map(|meal| &meal.dishes) {
        assert_eq!(cooked.portions.len(), 1, "{}", cooked.dish);
    }
}

#[test]
fn a_child_too_young_for_the_pot_has_its_own_dishes_at_every_main_meal_and_it_is_said_why() {
    let table = Table::bundled();
    let milk = |id: &str| id == "sua-me";
    assert!(table.dish("sua-me").is_some(), "the feeds are called otherwise now");
    for (months, apart) in [(7, true), (8, true), (9, false), (10, false)] {
        for &region in Region::ALL {
            let plan = family(&[woman(Stage::PregnantT2), child(months), Who::Adult], region, u64::from(months)).plan;
            let told = plan.cooked_apart(table.foods());
            assert_eq!(told.len(), usize::from(apart), "{months} months");
            assert!(told.iter().all(|one| (one.eater, one.age_months, one.shares_from_months) == (1, months, 9)));
            let own = |meal: Meal| {
                let laid = plan.days[0].meals.iter().filter(|laid| laid.meal == meal).flat_map(|laid| &laid.dishes);
                laid.filter(|cooked| cooked.portion_of(1).is_some() && !milk(&cooked.dish)).count()
            };
            let meals = [Meal::Breakfast, Meal::Lunch, Meal::Dinner].into_iter().filter(|meal| own(*meal) > 0).count();
            assert!(
                !apart || meals >= 2,
                "{months} months, {region:?}: a child of that age eats two main meals or more"
            );
            for cooked in plan.days[0].meals.iter().flat_map(|meal| &meal.dishes) {
                assert!(!apart || cooked.portion_of(1).is_none() || cooked.portions.len() == 1, "{}", cooked.dish);
            }
        }
    }
    let alone = family(&[child(8)], Region::North, 1).plan;
    assert_eq!(alone.cooked_apart(table.foods()), [], "nobody else's pot stands beside it");
}

#[test]
fn other_grown_ups_are_served_by_the_energy_of_a_grown_up() {
    let table = Table::bundled();
    let proposal = family(&[woman(Stage::PregnantT2), Who::Adult, child(18)], Region::North, 2);
    let menu = proposal.plan.menu_of(0, 1).expect("one day");
    let meals = served(&table, Region::North, &menu).expect("well formed");
    let eaten: f64 = meals.iter().map(|meal| meal.energy.amount).sum();
    // A woman of 30–49 years at moderate work, 2016: 2010 kcal.
    assert!((eaten / 2010.0 - 1.0).abs() < 0.16, "{eaten} kcal");
}

#[test]
fn a_dish_fixed_for_the_grown_ups_does_not_stand_before_the_child() {
    let eaters = [woman(Stage::Lactating6To12), child(10)];
    let eaters = eaters.iter().enumerate().map(|(id, who)| Eater { id: id.to_string(), who: *who }).collect();
    let mut request = Request::plain(eaters, Region::North);
    request.fixed = vec![Fixed { day: None, meal: Meal::Lunch, dish: "thit-kho-tau".into() }];
    let table = Table::bundled();
    let built = build(&table, &request, &mut |_| ControlFlow::Continue(())).expect("a menu is built").remove(0);
    let lunch = built.plan.days[0].meals.iter().find(|meal| meal.meal == Meal::Lunch).expect("a lunch");
    let braise = lunch.dishes.iter().find(|dish| dish.dish == "thit-kho-tau").expect("it was fixed");
    assert!(braise.portion_of(0).is_some() && braise.portion_of(1).is_none());
}
