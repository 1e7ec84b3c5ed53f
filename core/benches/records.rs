//! One family's document: a mother, a pregnancy with 12 weighings, two children with 40 measurements each, 40 corrections, 20
//! menus, 10 diet checks and 34 edits of the mother, made by three devices in 200 sittings.
//!
//! Sizes are printed first. `deflated` is what a sealed entry holds.

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use nep_core::access::Role;
use nep_core::log::{DeviceId, DocId};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::diet::{DietCheck, Menu};
use nep_core::records::mother::Mother;
use nep_core::records::pregnancy::{Pregnancy, Weighing};
use nep_core::records::{Actor, Clock, Day, Document, Family, Fields, LengthMm, Roles, Sitting, WeightG};

const NOON: i64 = 1_780_000_000;

struct Bed {
    document: Document,
    saved: Vec<u8>,
    changes: Vec<(DeviceId, u64, Vec<u8>)>,
    roles: Roles,
}

fn author(number: u8) -> (DeviceId, Actor) {
    let device = DeviceId::new([number; 32]);
    (device, Actor::new(device, DocId::new([9; 16]), 1))
}

static BED: LazyLock<Bed> = LazyLock::new(|| {
    let mut bed = Bed {
        document: Document::new(),
        saved: Vec::new(),
        changes: Vec::new(),
        roles: Roles::from([
            (author(1).0, Role::Family),
            (author(2).0, Role::Collaborator),
            (author(3).0, Role::Station),
        ]),
    };
    let mother = bed.write(1, |sitting| {
        sitting.add(&Mother { name: "Lò Thị Hoa".into(), phone: Some("0911111111".into()), ..Mother::default() })
    });
    for nth in 0..34 {
        let held = bed.family().mothers[0].clone();
        let phone = Some(format!("09000000{nth:02}"));
        bed.write(1, |sitting| sitting.correct(&held, &Mother { phone, ..held.value.clone() }));
    }
    let pregnancy = bed.write(2, |sitting| sitting.add(&Pregnancy::new(mother)));
    for nth in 0..12 {
        let weight_g = WeightG::try_from(52_000 + nth * 900).ok();
        let on = day(30 * nth);
        bed.write(2, |sitting| sitting.add(&Weighing { pregnancy, on, weight_g, arm_mm: None, signs: Vec::new() }));
    }
    for which in 0..2_u8 {
        let name = format!("Lò Thị Mai {which}");
        let birth = Some(day(0));
        let child =
            bed.write(2, |sitting| sitting.add(&Child { name, birth, mother: Some(mother), ..Child::default() }));
        for nth in 0..40_i64 {
            let measurement = Measurement {
                weight_g: WeightG::try_from(3_200 + nth * 230).ok(),
                length_mm: LengthMm::try_from(500 + nth * 12).ok(),
                ..Measurement::new(child, day(30 * nth))
            };
            bed.write(2 + u8::from(nth % 5 == 0), |sitting| sitting.add(&measurement));
        }
    }
    for nth in 0..40 {
        let held = bed.family().measurements[nth * 2].clone();
        let weight_g = held.value.weight_g.and_then(|weight| WeightG::try_from(weight.get() + 10).ok());
        bed.write(3, |sitting| sitting.correct(&held, &Measurement { weight_g, ..held.value.clone() }));
    }
    for nth in 0..20 {
        let plan = format!("2.d{nth}.a12b7c3d9e4f1a55b8c2");
        let menu = Menu { name: None, on: Some(day(nth)), plan, version: Some("2026.11".into()), eaters: vec![mother] };
        bed.write(1, |sitting| sitting.add(&menu));
    }
    for nth in 0..10 {
        let answers: Fields =
            (0..8).map(|question| (format!("q{question}"), (question % 2 == nth % 2).into())).collect();
        let (questionnaire, on) = ("mdd-w".into(), day(nth * 30));
        let check = DietCheck { whom: Some(mother), on, questionnaire, version: None, answers };
        bed.write(1, |sitting| sitting.add(&check));
    }
    bed.saved = bed.document.save();
    let raw: usize = bed.changes.iter().map(|(.., change)| change.len()).sum();
    let all: Vec<u8> = bed.changes.iter().flat_map(|(.., change)| change.clone()).collect();
    let family = serde_json::to_vec(&bed.family()).expect("plain");
    println!(
        "{} changes, {raw} B, together deflated {} B; saved {} B, deflated again {} B; family as JSON {} B, deflated {} B; \
         one weighing {} B, deflated {} B",
        bed.changes.len(),
        deflated(&all),
        bed.saved.len(),
        deflated(&bed.saved),
        family.len(),
        deflated(&family),
        bed.changes[60].2.len(),
        deflated(&bed.changes[60].2),
    );
    bed
});

fn deflated(bytes: &[u8]) -> usize {
    miniz_oxide::deflate::compress_to_vec(bytes, 6).len()
}

fn day(nth: i64) -> Day {
    Day::try_from(20_000 + nth).expect("a day")
}

impl Bed {
    fn write<T>(&mut self, who: u8, write: impl FnOnce(&mut Sitting) -> T) -> T {
        let (device, actor) = author(who);
        let entry = u64::from(self.document.chain(device, actor).seq()) + 1;
        let clock = Clock(NOON + i64::try_from(self.changes.len()).expect("few") * 86_400);
        let (given, change) = self.document.edit((device, actor), entry, clock, write).expect("honest");
        self.changes.push((device, entry, change.expect("something")));
        given
    }

    fn family(&self) -> Family {
        Family::of(&self.document.ledger(), &self.roles)
    }
}

fn main() {
    LazyLock::force(&BED);
    divan::main();
}

#[divan::bench]
fn load() -> Document {
    Document::load(black_box(&BED.saved)).expect("saved")
}

#[divan::bench]
fn save() -> Vec<u8> {
    black_box(&BED.document).save()
}

#[divan::bench]
fn ledger_of_the_open_document(bencher: Bencher<'_, '_>) {
    bencher.bench(|| black_box(&BED.document).ledger());
}

#[divan::bench]
fn family_of_a_ledger(bencher: Bencher<'_, '_>) {
    let ledger = BED.document.ledger();
    bencher.bench(|| Family::of(black_box(&ledger), &BED.roles));
}

#[divan::bench]
fn family_from_its_own_bytes(bencher: Bencher<'_, '_>) {
    let bytes = serde_json::to_vec(&BED.family()).expect("plain");
    bencher.bench(|| serde_json::from_slice::<Family>(black_box(&bytes)).expect("its own"));
}

#[divan::bench]
fn summary_of_a_family(bencher: Bencher<'_, '_>) {
    let family = BED.family();
    bencher.bench(|| black_box(&family).summary());
}

#[divan::bench]
fn apply_one_change(bencher: Bencher<'_, '_>) {
    let (last, before) = BED.changes.split_last().expect("200");
    let mut document = Document::new();
    for (device, entry, change) in before {
        document.apply(*device, *entry, change).expect("honest");
    }
    bencher
        .with_inputs(|| document.clone())
        .bench_refs(|document| document.apply(last.0, last.1, black_box(&last.2)).expect("honest"));
}

#[divan::bench]
fn apply_all_one_by_one(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        let mut document = Document::new();
        for (device, entry, change) in &BED.changes {
            document.apply(*device, *entry, change).expect("honest");
        }
        document
    });
}

fn weighing() -> Measurement {
    let family = BED.family();
    Measurement { weight_g: WeightG::try_from(9_100).ok(), ..Measurement::new(family.children[0].id, day(1_300)) }
}

#[divan::bench]
fn one_weighing_in_the_open_document(bencher: Bencher<'_, '_>) {
    let weighing = weighing();
    bencher.with_inputs(|| BED.document.clone()).bench_refs(|document| {
        document.edit(author(2), 999, Clock(NOON), |sitting| sitting.add(black_box(&weighing))).expect("honest")
    });
}

#[divan::bench]
fn one_weighing_without_opening(bencher: Bencher<'_, '_>) {
    let weighing = weighing();
    let (device, actor) = author(2);
    bencher.with_inputs(|| BED.document.chain(device, actor)).bench_values(|chain| {
        let mut sitting = Sitting::new(chain);
        sitting.add(black_box(&weighing));
        sitting.finish(999, Clock(NOON))
    });
}
