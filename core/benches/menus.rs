//! How long a menu takes: one person, a family, a week, several proposals, a budget that cannot be kept.

use std::ops::ControlFlow;

use divan::{Bencher, black_box};
use nep_core::foods::{Database, Region, Stage};
use nep_core::menu::build::{Request, build, refit};
use nep_core::menu::swap::{Avoid, Place, Question, dishes};
use nep_core::menu::{Eater, Plan, Table, Who, usual_person};
use nep_core::nutrition::{Activity, Person, Stage as PersonStage, Trimester};

fn main() {
    divan::main();
}

fn request(who: &[Who]) -> Request {
    let eaters = who.iter().enumerate().map(|(id, who)| Eater { id: id.to_string(), who: *who }).collect();
    Request::plain(eaters, Region::North)
}

fn woman() -> Who {
    Who::Person(usual_person(Stage::PregnantT2))
}

fn child(age_months: u8) -> Who {
    let stage = PersonStage::Child { age_months, sex: None, breastfed: age_months < 24 };
    Who::Person(Person::new(stage).expect("in the tables"))
}

/// A new seed each time: the spread over samples is that over questions.
fn time(bencher: Bencher<'_, '_>, request: &Request) {
    let table = Table::bundled();
    let mut seed = 0;
    bencher
        .with_inputs(|| {
            seed += 1;
            Request { seed, ..request.clone() }
        })
        .bench_local_values(|request| build(&table, black_box(&request), &mut |_| ControlFlow::Continue(())));
}

#[divan::bench(args = ["pregnant_t2", "lactating_0_6", "child_7_8", "child_12_23", "child_36_60"])]
fn a_day_for_one(bencher: Bencher<'_, '_>, stage: &str) {
    let stage = Stage::from_code(stage).expect("a stage of the bank");
    time(bencher, &request(&[Who::Person(usual_person(stage))]));
}

#[divan::bench(sample_count = 30)]
fn a_day_for_a_family_of_four(bencher: Bencher<'_, '_>) {
    time(bencher, &request(&[woman(), Who::Adult, child(18), child(40)]));
}

#[divan::bench(sample_count = 20)]
fn seven_days_for_one(bencher: Bencher<'_, '_>) {
    time(bencher, &Request { days: 7, ..request(&[woman()]) });
}

#[divan::bench(sample_count = 20)]
fn three_proposals(bencher: Bencher<'_, '_>) {
    time(bencher, &Request { proposals: 3, ..request(&[woman()]) });
}

#[divan::bench(sample_count = 20)]
fn a_budget_no_one_can_keep(bencher: Bencher<'_, '_>) {
    time(bencher, &Request { budget_vnd_per_day: Some(12_000), ..request(&[woman()]) });
}

/// Every place of the day in turn, for the first menus of the bank of that stage.
#[divan::bench(args = ["pregnant_t2", "lactating_0_6", "child_12_23", "child_36_60"])]
fn a_sheet_of_other_dishes(bencher: Bencher<'_, '_>, stage: &str) {
    let stage = Stage::from_code(stage).expect("a stage of the bank");
    let (table, avoid) = (Table::bundled(), Avoid::default());
    let menus = Database::bundled().menus().iter().filter(|menu| menu.stage == stage).take(10);
    let mut asked = Vec::new();
    for plan in menus.map(|menu| Plan::of_menu(menu, usual_person(stage))) {
        for (meal, served) in plan.days[0].meals.iter().enumerate() {
            let places = (0..served.dishes.len()).map(|dish| Place { day: 0, meal, dish });
            asked.extend(places.map(|place| (plan.clone(), place)));
        }
    }
    let mut turn = asked.iter().cycle();
    bencher.with_inputs(|| turn.next().expect("the bank has menus")).bench_local_values(|(plan, place)| {
        dishes(black_box(&Question { table: &table, plan, place: *place, avoid: &avoid, month: None }))
    });
}

/// Menus of the bank, made for moderate work, for a woman at heavy work.
#[divan::bench]
fn portions_refitted_for_another_person(bencher: Bencher<'_, '_>) {
    let table = Table::bundled();
    let stage = PersonStage::Pregnant { trimester: Trimester::Second, age_years: 31, activity: Activity::Heavy };
    let person = Person::new(stage).expect("in the tables");
    let menus = Database::bundled().menus().iter().filter(|menu| menu.stage == Stage::PregnantT2);
    let plans: Vec<Plan> = menus.map(|menu| Plan::of_menu(menu, person)).collect();
    let mut turn = plans.iter().cycle();
    let inputs = bencher.with_inputs(|| turn.next().expect("the bank has menus"));
    inputs.bench_local_values(|plan| refit(&table, black_box(plan), 0, &[0]));
}
