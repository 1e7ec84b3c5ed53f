//! A vault at work: one weighing saved durably, a commune unlocked, somebody searched for.
//!
//! The commune is made by a fixed rule: families of a mother and a child with ten visits. It is written once into a folder beside
//! the build and found there by later runs, since making it takes longer than all that is measured.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use divan::{Bencher, black_box};
use nep_core::access::passphrase::{Cost, Opener};
use nep_core::growth::{Posture, Sex};
use nep_core::log::{DocId, SystemRandom};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::mother::Mother;
use nep_core::records::{Clock, Day, LengthMm, RecordId, Sitting, WeightG};
use nep_core::vault::{Locked, Vault};

const KEY: [u8; 32] = [7; 32];
const COST: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
/// 4 May 2026.
const NOW: Clock = Clock(1_777_860_000);
const FAMILY_NAMES: [&str; 6] = ["Lò", "Quàng", "Cà", "Vàng", "Giàng", "Tòng"];
const GIVEN_NAMES: [&str; 8] = ["Mai", "Bảo Ngọc", "Hương", "Thảo", "Sính", "Dở", "Pó", "Ánh"];

fn main() {
    divan::main();
}

fn day(after: u64) -> Day {
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a real date");
    Day::new(start + Days::new(after)).expect("within the years")
}

fn family(sitting: &mut Sitting, nth: usize) -> RecordId {
    let name = |at: usize| format!("{} Thị {}", FAMILY_NAMES[at % 6], GIVEN_NAMES[at / 6 % 8]);
    let mother = sitting.add(&Mother { name: name(nth), ..Mother::default() });
    let child = sitting.add(&Child {
        name: name(nth * 7 + 3),
        sex: Some(if nth.is_multiple_of(2) { Sex::Girl } else { Sex::Boy }),
        birth: Some(day(nth as u64 % 300)),
        mother: Some(mother),
        ..Child::default()
    });
    for visit in 0..10_u32 {
        sitting.add(&weighing(child, day(nth as u64 % 300 + u64::from(visit) * 30), 3_200 + i64::from(visit) * 550));
    }
    child
}

fn weighing(child: RecordId, on: Day, grams: i64) -> Measurement {
    Measurement {
        weight_g: WeightG::try_from(grams).ok(),
        length_mm: LengthMm::try_from(500 + grams / 40).ok(),
        posture: Some(Posture::Lying),
        ..Measurement::new(child, on)
    }
}

/// A record file of so many families.
fn file(families: usize) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (path, unfinished) =
        (folder.join(format!("vault-{families}.nep")), folder.join(format!("vault-{families}.new")));
    if !path.exists() {
        let _ = std::fs::remove_file(&unfinished);
        let mut vault = Vault::create_station(&unfinished, (Opener::Platform(&KEY), COST), NOW, Box::new(SystemRandom))
            .expect("new");
        let village = vault.add_village("Bản Nà Tâu", NOW).expect("a station");
        for nth in 0..families {
            vault.add_family(village, NOW, |sitting| family(sitting, nth)).expect("saved");
        }
        vault.store().checkpoint().expect("room");
        vault.lock();
        std::fs::rename(unfinished, &path).expect("a file");
    }
    path
}

fn unlock(families: usize) -> Vault {
    let locked = Locked::open(&file(families)).expect("a vault");
    locked.unlock(Opener::Platform(&KEY), Box::new(SystemRandom)).expect("the key")
}

fn someone(vault: &Vault) -> (DocId, RecordId) {
    let found = vault.index().people(None).find(|one| one.person.birth.is_some()).expect("a child");
    (found.document.doc, found.person.id)
}

#[divan::bench(args = [1, 3_000], sample_count = 100, sample_size = 1)]
fn save_one_weighing(bencher: Bencher, families: usize) {
    let mut vault = unlock(families);
    let (doc, child) = someone(&vault);
    bencher.bench_local(|| {
        vault.record(doc, NOW, |sitting| sitting.add(&weighing(child, day(400), 9_200))).expect("saved")
    });
}

#[divan::bench(args = [1, 3_000], sample_count = 20, sample_size = 1)]
fn unlock_and_digest(bencher: Bencher, families: usize) {
    file(families);
    bencher.bench_local(|| {
        let mut vault = unlock(families);
        vault.digest(usize::MAX).expect("readable");
        vault.lock();
    });
}

#[divan::bench(args = ["mai", "lo th", "ngoc", "Tòng Thị Ánh"])]
fn search(bencher: Bencher, asked: &str) {
    let vault = unlock(3_000);
    bencher.bench_local(|| black_box(vault.index().search(asked, None, 50).len()));
}
