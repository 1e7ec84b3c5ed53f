//! Invented people in invented villages, on one device or several.

mod at_rest;
mod compact;
mod damage;
mod decide;
mod killed;
mod members;
mod rekey;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Locked, Vault, VaultError};
use crate::access::passphrase::{Cost, Opener};
use crate::growth::{Posture, Sex};
use crate::log::{DocId, ScopeId, SeededRandom};
use crate::records::child::{Child, Measurement};
use crate::records::mother::Mother;
use crate::records::{Clock, Day, LengthMm, RecordId, Sitting, WeightG};

/// The least Argon2 takes, so that a test is quick.
pub const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
pub const STATION: [u8; 32] = [1; 32];
/// 4 May 2026, in the morning.
pub const MAY: Clock = Clock(1_777_860_000);

pub fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(NaiveDate::from_ymd_opt(year, month, day).expect("a real date")).expect("within the years")
}

pub fn file(folder: &Path) -> PathBuf {
    folder.join("station.nep")
}

pub fn station(folder: &Path, seed: u64) -> Vault {
    let random = Box::new(SeededRandom::new(seed));
    Vault::create_station(&file(folder), (Opener::Platform(&STATION), CHEAP), MAY, random).expect("a new file")
}

pub fn reopened(folder: &Path, seed: u64) -> Result<Vault, VaultError> {
    let mut vault =
        Locked::open(&file(folder))?.unlock(Opener::Platform(&STATION), Box::new(SeededRandom::new(seed)))?;
    vault.digest(usize::MAX)?;
    Ok(vault)
}

/// A mother and her daughter, and the daughter's record.
pub fn family(sitting: &mut Sitting) -> RecordId {
    let mother =
        sitting.add(&Mother { name: "Lò Thị Mai".into(), phone: Some("0912345678".into()), ..Mother::default() });
    sitting.add(&Child {
        name: "Lò Bảo Ngọc".into(),
        sex: Some(Sex::Girl),
        birth: Some(day(2025, 3, 17)),
        mother: Some(mother),
        ..Child::default()
    })
}

pub fn weighing(child: RecordId, on: Day, grams: i64) -> Measurement {
    Measurement {
        weight_g: Some(WeightG::try_from(grams).expect("possible")),
        length_mm: Some(LengthMm::try_from(742).expect("possible")),
        posture: Some(Posture::Lying),
        ..Measurement::new(child, on)
    }
}

/// A station with one village and one family of a mother and a child.
pub fn one_family(folder: &Path) -> (Vault, ScopeId, DocId, RecordId) {
    let mut vault = station(folder, 1);
    let village = vault.add_village("Bản Nà Tâu", MAY).expect("a station");
    let (doc, child) = vault.add_family(village, MAY, family).expect("a station");
    (vault, village, doc, child)
}

pub fn weights(vault: &Vault, doc: DocId) -> Vec<i64> {
    let family = vault.family(doc).expect("readable");
    family.measurements.iter().filter_map(|held| held.value.weight_g.map(WeightG::get)).collect()
}

#[test]
fn what_was_saved_is_there_after_the_vault_was_locked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, village, doc, child) = one_family(folder.path());
    vault.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("saved");
    assert_eq!(weights(&vault, doc), [8_437]);
    vault.lock();
    let vault = reopened(folder.path(), 2).expect("the same key");
    assert_eq!(weights(&vault, doc), [8_437]);
    let found = vault.index().search("ngoc lo", Some(village), 9);
    assert_eq!(found.iter().map(|one| one.person.name.as_str()).collect::<Vec<_>>(), ["Lò Bảo Ngọc"]);
    assert_eq!(vault.index().villages()[&village], "Bản Nà Tâu");
    assert_eq!(found[0].person.seen, Some(day(2026, 5, 4)));
}

#[test]
fn a_sittings_edits_are_one_entry_and_an_empty_sitting_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, _, doc, child) = one_family(folder.path());
    let count = |vault: &Vault| crate::log::EntryStore::holdings(&*vault.store).expect("readable").entries;
    let before = count(&vault);
    vault.record(doc, MAY, |_| ()).expect("nothing to save");
    assert_eq!(count(&vault), before);
    vault
        .record(doc, MAY, |sitting| {
            sitting.add(&weighing(child, day(2026, 5, 4), 8_437));
            sitting.add(&weighing(child, day(2026, 5, 4), 8_441));
        })
        .expect("saved");
    assert_eq!(count(&vault), before + 1);
    assert_eq!(weights(&vault, doc), [8_437, 8_441]);
}

#[test]
fn the_wrong_key_opens_nothing_and_a_second_program_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (vault, ..) = one_family(folder.path());
    assert!(matches!(Locked::open(&file(folder.path())), Err(VaultError::Store(crate::log::StoreError::InUse))));
    vault.lock();
    for wrong in [Opener::Platform(&[2; 32]), Opener::Passphrase("một con ngựa đau")] {
        let opened = Locked::open(&file(folder.path())).expect("closed").unlock(wrong, Box::new(SeededRandom::new(3)));
        assert!(matches!(opened, Err(VaultError::WrongSecret)));
    }
    let again = Vault::create_station(
        &file(folder.path()),
        (Opener::Platform(&STATION), CHEAP),
        MAY,
        Box::new(SeededRandom::new(4)),
    );
    assert!(matches!(again, Err(VaultError::Exists)));
    assert!(matches!(Locked::open(&folder.path().join("none.nep")), Err(VaultError::None)));
}

#[test]
fn a_passphrase_takes_the_place_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut vault, _, doc, _) = one_family(folder.path());
    let (old, new) = (Opener::Platform(&STATION), Opener::Passphrase("bốn mùa hoa ban"));
    assert!(matches!(vault.change_lock(old, (Opener::Passphrase("ngắn"), CHEAP)), Err(VaultError::TooShort(8))));
    vault.change_lock(old, (new, CHEAP)).expect("long enough");
    vault.lock();
    let open =
        |opener| Locked::open(&file(folder.path())).expect("closed").unlock(opener, Box::new(SeededRandom::new(3)));
    assert!(matches!(open(old), Err(VaultError::WrongSecret)));
    assert_eq!(open(new).expect("the new one").family(doc).expect("readable").children.len(), 1);
}
