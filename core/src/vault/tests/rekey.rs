//! Who holds which key after somebody left.

use super::members::{commune, exchange, hand, joined, shown};
use super::*;
use crate::log::Refusal;
use crate::records::RecordId;
use crate::records::mother::Note;

fn note(vault: &mut Vault, doc: DocId, text: &str) -> RecordId {
    let note = Note { whom: None, on: day(2026, 5, 9), text: text.into() };
    vault.record(doc, MAY, |sitting| sitting.add(&note)).expect("its own")
}

fn reads(vault: &Vault, doc: DocId, id: RecordId) -> bool {
    vault.ledger(doc).is_ok_and(|ledger| ledger.get(id).is_some())
}

#[test]
fn a_removed_collaborator_reads_on_in_no_family_that_has_a_phone_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, _) = commune(folder.path());
    let invitation = shown(collaborator.invite_family(doc, &[], MAY));
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    exchange(&mut collaborator, &mut mother);
    exchange(&mut station, &mut collaborator);
    station.revoke(collaborator.device(), MAY).expect("a station");
    let later = note(&mut station, doc, "sau khi máy bị mất");
    hand(&station, &mut mother);
    assert!(reads(&mother, doc, later), "the family reads on");
    // Whoever has the phone got hold of everything that the station holds.
    hand(&station, &mut collaborator);
    assert!(!reads(&collaborator, doc, later));
}

#[test]
fn a_family_made_by_somebody_who_had_not_heard_of_the_removal_is_kept_from_the_removed_one_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut lost, village, ..) = commune(folder.path());
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut other = joined(folder.path(), "khac.nep", &invitation, 40);
    exchange(&mut station, &mut other);
    station.revoke(lost.device(), MAY).expect("a station");
    let (doc, _) = other.add_family(village, MAY, family).expect("her village");
    exchange(&mut station, &mut other);
    let later = note(&mut other, doc, "chỉ cho người còn lại");
    exchange(&mut station, &mut other);
    assert!(reads(&station, doc, later));
    hand(&station, &mut lost);
    assert!(!reads(&lost, doc, later));
}

#[test]
fn a_family_invited_after_a_removal_reads_what_was_written_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, collaborator, _, doc, _) = commune(folder.path());
    let before = note(&mut station, doc, "trước");
    station.revoke(collaborator.device(), MAY).expect("a station");
    let after = note(&mut station, doc, "sau");
    let invitation = shown(station.invite_family(doc, &[], MAY));
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    hand(&station, &mut mother);
    assert!(reads(&mother, doc, before) && reads(&mother, doc, after));
    assert_eq!(mother.family(doc).expect("hers"), station.family(doc).expect("readable"));
}

#[test]
fn a_device_that_knows_that_it_was_removed_confirms_nothing_any_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, _) = commune(folder.path());
    station.revoke(collaborator.device(), MAY).expect("a station");
    hand(&station, &mut collaborator);
    assert!(!collaborator.is_member());
    let refused = |tried: Result<(), VaultError>| matches!(tried, Err(VaultError::Refused(Refusal::Revoked)));
    let text = Note { whom: None, on: day(2026, 5, 9), text: "không được tính".into() };
    assert!(refused(collaborator.record(doc, MAY, |sitting| sitting.add(&text)).map(|_| ())));
    assert!(refused(collaborator.add_family(village, MAY, family).map(|_| ())));
    assert!(collaborator.verify().expect("readable").is_well());
}

#[test]
fn where_nobody_was_removed_no_key_is_given_a_second_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, _) = commune(folder.path());
    let invitation = shown(collaborator.invite_family(doc, &[], MAY));
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    let keys = |vault: &Vault| vault.store().keys(vault.space(), 0).expect("readable").len();
    let before = keys(&collaborator);
    exchange(&mut collaborator, &mut mother);
    exchange(&mut station, &mut collaborator);
    exchange(&mut station, &mut collaborator);
    assert_eq!((keys(&station), keys(&collaborator)), (before, before));
}
