//! One person written down twice, one fact told twice: what a health worker says, and how it is taken back.

use super::members::{commune, exchange, joined, shown};
use super::*;
use crate::records::{Held, duplicates};

/// The same girl, registered a second time two days off.
fn again(sitting: &mut Sitting) -> RecordId {
    let mother = sitting.add(&Mother { name: "Lo Thi Mai".into(), ..Mother::default() });
    sitting.add(&Child {
        name: "Lo Bao Ngoc".into(),
        mother: Some(mother),
        sex: Some(Sex::Girl),
        birth: Some(day(2025, 3, 19)),
        ..Child::default()
    })
}

fn people(vault: &Vault) -> Vec<&str> {
    vault.index().people(None).map(|found| found.person.name.as_str()).collect()
}

#[test]
fn two_registrations_of_a_child_are_one_family_on_every_workers_device_until_it_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    let (twin, second) = collaborator.add_family(village, MAY, again).expect("her village");
    let invitation = shown(collaborator.invite_family(twin, &[], MAY));
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    station.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("its own");
    exchange(&mut collaborator, &mut mother);
    exchange(&mut station, &mut collaborator);
    assert_eq!(people(&station).len(), 4);
    let proposed = duplicates(station.index().families(Some(village)).map(|(place, family)| (place.doc, family)));
    assert!(proposed.iter().any(|one| one.of.contains(&(doc, child)) && one.of.contains(&(twin, second))));

    station.merge((doc, child), (twin, second), MAY).expect("a health worker");
    mother.record(twin, MAY, |sitting| sitting.add(&weighing(second, day(2026, 6, 4), 8_700))).expect("her own");
    exchange(&mut station, &mut collaborator);
    exchange(&mut collaborator, &mut mother);
    exchange(&mut station, &mut collaborator);
    for vault in [&station, &collaborator] {
        assert_eq!(people(vault).len(), 3, "one child, and two mothers nobody merged yet");
        assert_eq!(vault.index().families(None).count(), 1);
        assert_eq!(weights(vault, doc), [8_437, 8_700], "of both documents");
        assert_eq!(vault.family(doc).expect("readable"), vault.family(twin).expect("readable"));
        assert_eq!(vault.index().search("bao ngoc", None, 9).len(), 1);
        let family = vault.family(doc).expect("readable");
        assert_eq!(family.children[0].disputes().map(|(field, _)| field).collect::<Vec<_>>(), ["birth", "mother"]);
    }
    assert_eq!(weights(&mother, twin), [8_700], "her phone holds one of the documents and reads that");
    let all = station.family(doc).expect("readable");
    station.lock();
    let mut station = reopened(folder.path(), 50).expect("the same key");
    assert_eq!(station.family(doc).expect("readable"), all);
    assert_eq!(people(&station).len(), 3);
    assert!(station.verify().expect("readable").is_well());

    assert!(matches!(collaborator.unmerge(doc, child, MAY), Err(VaultError::NotAllowed)), "the station merged");
    station.unmerge(twin, second, MAY).expect("its own");
    exchange(&mut station, &mut collaborator);
    for vault in [&station, &collaborator] {
        assert_eq!(people(vault).len(), 4);
        assert_eq!((weights(vault, doc), weights(vault, twin)), (vec![8_437], vec![8_700]));
    }
    assert!(matches!(station.unmerge(doc, child, MAY), Err(VaultError::NoRecord(_))), "nobody merged her");
}

#[test]
fn a_child_of_two_mothers_who_are_merged_has_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, mut collaborator, village, doc, child) = commune(folder.path());
    let (twin, second) = collaborator.add_family(village, MAY, again).expect("her village");
    collaborator.merge((doc, child), (twin, second), MAY).expect("a health worker");
    let family = collaborator.family(doc).expect("readable");
    let [one, other] = &family.mothers[..] else { panic!("nobody merged them yet") };
    collaborator.merge((doc, one.id), (twin, other.id), MAY).expect("a health worker");
    let family = collaborator.family(doc).expect("readable");
    assert_eq!((family.mothers.len(), family.children.len()), (1, 1));
    assert!(family.children[0].value.mother.is_some_and(|mother| family.mothers[0].is(mother)));
    assert_eq!(family.children[0].disputes().map(|(field, _)| field).collect::<Vec<_>>(), ["birth"]);
}

#[test]
fn people_who_were_kept_apart_are_not_proposed_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, mut collaborator, village, doc, child) = commune(folder.path());
    let (twin, second) = collaborator.add_family(village, MAY, again).expect("her village");
    let proposed = |vault: &Vault| {
        let families = vault.index().families(Some(village)).map(|(place, family)| (place.doc, family));
        duplicates(families).iter().filter(|one| one.of.contains(&(doc, child))).count()
    };
    assert_eq!(proposed(&collaborator), 1);
    collaborator.keep_apart((doc, child), (twin, second), MAY).expect("a health worker");
    assert_eq!(proposed(&collaborator), 0);
    let mother = collaborator.family(doc).expect("readable").mothers[0].id;
    let not_two = [((doc, child), (doc, child)), ((doc, child), (doc, mother)), ((doc, child), (twin, child))];
    for (one, other) in not_two {
        assert!(matches!(collaborator.merge(one, other, MAY), Err(VaultError::NoRecord(_))));
    }
}

#[test]
fn a_family_of_two_documents_is_erased_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    let (twin, second) = collaborator.add_family(village, MAY, again).expect("her village");
    collaborator.merge((doc, child), (twin, second), MAY).expect("a health worker");
    exchange(&mut station, &mut collaborator);
    station.erase(twin, MAY).expect("a station");
    exchange(&mut station, &mut collaborator);
    for vault in [&station, &collaborator] {
        assert_eq!(people(vault).len(), 0);
        assert!(vault.family(doc).is_err() && vault.family(twin).is_err());
    }
}

#[test]
fn a_value_told_twice_is_settled_by_a_health_worker_and_the_choice_can_be_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, ..) = commune(folder.path());
    let (doc, child) = collaborator.add_family(village, MAY, family).expect("her village");
    let invitation = shown(collaborator.invite_family(doc, &[], MAY));
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    exchange(&mut collaborator, &mut mother);
    let births = |vault: &mut Vault, birth: Day| {
        let held: Held<Child> = vault.family(doc).expect("readable").children[0].clone();
        let new = Child { birth: Some(birth), ..held.value.clone() };
        vault.record(doc, MAY, |sitting| sitting.correct(&held, &new)).expect("writable").expect("another day");
    };
    births(&mut collaborator, day(2025, 3, 18));
    births(&mut mother, day(2025, 4, 17));
    exchange(&mut collaborator, &mut mother);
    let told = |vault: &Vault| vault.family(doc).expect("readable").children[0].told["birth"].clone();
    let hers = told(&mother).current.iter().find(|one| one.value == day(2025, 4, 17).number()).expect("shown").by;
    assert!(matches!(mother.settle(doc, (child, "birth"), hers, MAY), Err(VaultError::NotAllowed)));
    let unknown = collaborator.settle(doc, (child, "sex"), hers, MAY);
    assert!(matches!(unknown, Err(VaultError::NoRecord(_))), "she said nothing of the sex");
    let settled = collaborator.settle(doc, (child, "birth"), hers, MAY).expect("a health worker");
    exchange(&mut collaborator, &mut mother);
    exchange(&mut station, &mut collaborator);
    for vault in [&station, &collaborator, &mother] {
        let told = told(vault);
        assert!(!told.is_disputed());
        let choice = told.settled().expect("somebody chose");
        assert_eq!((choice.by, choice.chosen, choice.origin.device), (settled, Some(hers), collaborator.device()));
        assert_eq!(vault.family(doc).expect("readable").children[0].value.birth, Some(day(2025, 4, 17)));
    }
    assert!(matches!(station.take_back(doc, child, MAY), Err(VaultError::NoRecord(_))), "a child is no decision");
    station.take_back(doc, settled, MAY).expect("of a higher role");
    assert!(told(&station).is_disputed());
}
