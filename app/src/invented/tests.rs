use nep_core::growth::{Indicator, Severity, assess};
use nep_core::log::SeededRandom;
use nep_core::records::{Likeness, Who, duplicates};
use nep_core::vault::Locked;

use super::*;

const KEY: [u8; 32] = [9; 32];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 9).expect("a day")
}

fn made(folder: &Path, name: &str, seed: u64) -> Vault {
    let path = folder.join(name);
    let mut next = seed;
    let mut random = || -> Box<dyn Random + Send> {
        next += 1;
        Box::new(SeededRandom::new(next))
    };
    make(&path, (Opener::Platform(&KEY), CHEAP), Size::SMALL, today(), &mut random, &mut |_, _| {}).expect("room");
    let locked = Locked::open(&path).expect("whole");
    locked.unlock(Opener::Platform(&KEY), Box::new(SeededRandom::new(seed))).expect("the key")
}

/// Everybody with what was measured, without the names of records.
fn people(vault: &Vault) -> Vec<String> {
    let mut people = Vec::new();
    for (place, _) in vault.index().documents().filter(|(place, _)| circles::is_family(*place)) {
        let family = vault.family(place.doc).expect("readable");
        for child in &family.children {
            let weights: Vec<_> =
                family.measurements_of(child).map(|held| (held.value.on, held.value.weight_g)).collect();
            people.push(format!("{} {:?} {weights:?}", child.value.name, child.value.birth.map(Day::number)));
        }
    }
    people.sort();
    people
}

#[test]
fn a_small_commune_has_every_story_and_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut vault = made(folder.path(), "records.nep", 1);
    let names = fs::read_dir(folder.path()).expect("a folder").map(|file| file.expect("a file").file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    assert!(names.iter().all(|name| name.starts_with("records.nep") && !name.contains("unfinished")), "{names:?}");
    assert!(vault.verify().expect("readable").is_well());
    let index = vault.index();
    assert_eq!(index.villages().len(), 3, "two villages and the commune");
    let children = index.people(None).filter(|one| one.person.who == Who::Child).count();
    assert!((16..=34).contains(&children), "{children} children");
    assert!(index.people(None).any(|one| one.person.expecting.is_some()), "somebody is pregnant");
    assert!(index.documents().any(|(_, summary)| summary.family.disputes > 0), "a date told differently");
    let summaries = index.documents().filter(|(place, _)| circles::is_family(*place));
    let proposed = duplicates(summaries.map(|(place, summary)| (place.doc, &summary.family)));
    assert!(proposed.iter().any(|one| one.likeness == Likeness::Likely), "{proposed:?}");
    let receipts = vault.index().documents().filter(|(place, _)| !circles::is_family(*place));
    let receipts: usize = receipts.map(|(place, _)| vault.village(place).expect("readable").receipts.len()).sum();
    assert!(receipts > 0, "the station confirmed months");
}

#[test]
fn somebody_was_severely_thin_and_recovered() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = made(folder.path(), "records.nep", 2);
    let mut deepest = Vec::new();
    for (place, _) in vault.index().documents().filter(|(place, _)| circles::is_family(*place)) {
        let family = vault.family(place.doc).expect("readable");
        for child in &family.children {
            let visits = family.visits_of(child).filter(|(held, _)| !family.is_repeated(held));
            let scores = visits.filter_map(|(_, visit)| assess(&visit).score(Indicator::WeightForLength).ok());
            let scores: Vec<f64> = scores.map(|score| score.z.get()).collect();
            let lowest = scores.iter().copied().fold(f64::INFINITY, f64::min);
            deepest.push((lowest, scores.last().copied().unwrap_or(lowest)));
        }
    }
    let (lowest, last) = deepest.into_iter().min_by(|one, other| one.0.total_cmp(&other.0)).expect("children");
    assert!(lowest < -3.0, "{lowest}");
    assert!(last > lowest + 1.0, "from {lowest} to {last}");
    let severe = vault.index().people(None).filter(|one| one.person.severity == Some(Severity::Severe)).count();
    assert!(severe <= 4, "{severe} of all");
}

#[test]
fn who_lives_there_is_the_same_every_time_and_the_keys_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (made(folder.path(), "one.nep", 3), made(folder.path(), "other.nep", 4));
    assert_eq!(people(&one), people(&other));
    assert_ne!(one.space(), other.space());
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("records.nep");
    fs::write(&path, b"somebody's").expect("room");
    let mut random = || -> Box<dyn Random + Send> { Box::new(SeededRandom::new(1)) };
    let made = make(&path, (Opener::Platform(&KEY), CHEAP), Size::SMALL, today(), &mut random, &mut |_, _| {});
    assert!(matches!(made, Err(VaultError::Exists)));
    assert_eq!(fs::read(&path).expect("there"), b"somebody's");
}
