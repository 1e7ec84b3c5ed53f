//! How long a menu takes: one person, a family, a week, several proposals, a budget that cannot be kept.

use std::ops::ControlFlow;

use divan::{Bencher, black_box};
use nep_core::foods::{Region, Stage};
use nep_core::menu::build::{Request, build};
use nep_core::menu::{Eater, Table, Who, usual_person};
use nep_core::nutrition::{Person, Stage as PersonStage};

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
