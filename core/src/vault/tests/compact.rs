//! Snapshots: when it pays, whose turn it is, and that nothing rests on the entries they contain.

use super::members::{commune, exchange, hand, joined, shown};
use super::*;
use crate::log::{DeviceId, Document, EntryStore as _, Kind, Padding};
use crate::records::mother::Note;
use crate::vault::compact::FEWEST;

const FEW: i64 = FEWEST as i64;

fn visits(vault: &mut Vault, doc: DocId, child: RecordId, grams: std::ops::Range<i64>) {
    for grams in grams {
        vault
            .record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_000 + grams)))
            .expect("may write");
    }
}

fn place(vault: &Vault, doc: DocId) -> Document {
    vault.place(doc).expect("readable")
}

fn seq(vault: &Vault, doc: DocId, of: DeviceId) -> u64 {
    vault.store.last_seq(vault.space, place(vault, doc), of).expect("readable")
}

#[test]
fn it_pays_from_the_twelfth_change_on_and_then_when_what_is_new_weighs_as_much() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, _, doc, child) = one_family(folder.path());
    // The family itself was the first change.
    visits(&mut station, doc, child, 0..FEW - 2);
    assert_eq!(station.compact(9, MAY).expect("a station"), 0);
    visits(&mut station, doc, child, 0..1);
    assert_eq!(station.compact(9, MAY).expect("a station"), 1);
    // What does not deflate makes the document large.
    let text = (0..6_000_u64).map(|nth| format!("{:06x}", nth.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40)).collect();
    let note = Note { whom: Some(child), on: day(2026, 5, 4), text };
    station.record(doc, MAY, |sitting| sitting.add(&note)).expect("saved");
    visits(&mut station, doc, child, 0..FEW - 1);
    assert_eq!(station.compact(9, MAY).expect("a station"), 1);
    visits(&mut station, doc, child, 0..FEW);
    assert_eq!(station.compact(9, MAY).expect("a station"), 0, "a few changes beside a large snapshot");
    visits(&mut station, doc, child, 0..80);
    assert_eq!(station.compact(9, MAY).expect("a station"), 1);
    assert!(station.verify().expect("readable").is_well());
}

#[test]
fn stations_take_turns_and_the_later_one_does_what_the_first_leaves() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, _, doc, child) = one_family(folder.path());
    let invitation = shown(station.invite_station(&[], MAY));
    let mut second = joined(folder.path(), "second.nep", &invitation, 40);
    exchange(&mut station, &mut second);
    visits(&mut station, doc, child, 0..2 * FEW - 2);
    exchange(&mut station, &mut second);
    let (first, later) = if station.device() < second.device() { (station, second) } else { (second, station) };
    let (mut first, mut later) = (first, later);
    assert_eq!(later.compact_in_turn(9, MAY).expect("a station"), 0, "it is the first one's turn");
    visits(&mut later, doc, child, 0..1);
    assert_eq!(later.compact_in_turn(9, MAY).expect("a station"), 1, "which does not come");
    exchange(&mut first, &mut later);
    assert_eq!(first.compact_in_turn(9, MAY).expect("a station"), 0, "it is done");
    assert_eq!(first.family(doc).expect("readable"), later.family(doc).expect("readable"));
}

#[test]
fn a_collaborator_does_it_when_told_to_and_a_family_may_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, child) = commune(folder.path());
    visits(&mut collaborator, doc, child, 0..FEW);
    let invitation = shown(collaborator.invite_family(doc, &[], MAY));
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    exchange(&mut collaborator, &mut mother);
    assert!(matches!(mother.compact(9, MAY), Err(VaultError::NotAllowed)));
    assert_eq!(collaborator.compact_in_turn(9, MAY).expect("nothing to do"), 0);
    assert_eq!(collaborator.compact(9, MAY).expect("hers"), 1);
    assert_eq!(hand(&collaborator, &mut station), []);
    assert_eq!(weights(&station, doc).len(), usize::try_from(FEW).expect("few"));
}

#[test]
fn who_has_its_entries_back_within_a_snapshot_only_goes_on_after_their_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, child) = commune(folder.path());
    visits(&mut collaborator, doc, child, 0..FEW);
    hand(&collaborator, &mut station);
    assert_eq!(station.compact(9, MAY).expect("a station"), 1);
    hand(&station, &mut collaborator);
    let own = collaborator.device();
    assert!(collaborator.store.drop_superseded(u64::MAX).expect("room") > 0);
    assert_eq!(seq(&collaborator, doc, own), 0, "none of her entries is held by itself");
    visits(&mut collaborator, doc, child, FEW..FEW + 1);
    assert_eq!(hand(&collaborator, &mut station), []);
    assert_eq!(weights(&station, doc).len(), usize::try_from(FEW + 1).expect("few"));
}

#[test]
fn removing_a_device_keeps_what_is_held_of_it_within_a_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, child) = commune(folder.path());
    visits(&mut collaborator, doc, child, 0..FEW);
    hand(&collaborator, &mut station);
    assert_eq!(station.compact(9, MAY).expect("a station"), 1);
    station.store.drop_superseded(u64::MAX).expect("room");
    let before = station.family(doc).expect("readable");
    // Afterwards, and not counted.
    visits(&mut collaborator, doc, child, 500..501);
    station.revoke(collaborator.device(), MAY).expect("a station");
    hand(&collaborator, &mut station);
    assert_eq!(station.family(doc).expect("readable").measurements, before.measurements);
    assert!(station.verify().expect("readable").is_well());
}

#[test]
fn what_a_snapshot_falsely_says_of_others_is_not_said_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, child) = commune(folder.path());
    visits(&mut station, doc, child, 0..3);
    hand(&station, &mut collaborator);
    let of = place(&collaborator, doc);
    let epoch = collaborator.keyring.epoch(of).expect("hers");
    let mut header = collaborator.header(Kind::Snapshot, of, 1, epoch);
    header.contains = vec![(station.device(), 1_000)];
    let content = collaborator.open_from_log(of).expect("readable").document.save();
    let body = collaborator.keyring.seal(&header, &content, Padding::Padme, &mut *collaborator.random).expect("small");
    collaborator.commit(&[(header, body)], None, MAY).expect("it may write snapshots");
    hand(&collaborator, &mut station);
    let held = seq(&station, doc, station.device());
    let contains = station.open_from_log(of).expect("readable").contains();
    assert_eq!(contains.get(&station.device()), Some(&held));
    visits(&mut collaborator, doc, child, 5..5 + FEW);
    collaborator.compact(9, MAY).expect("hers");
    let said = collaborator.store.snapshots(collaborator.space, of).expect("readable");
    let last = said.last().expect("written");
    let claim = last.header().contains.iter().find(|(author, _)| *author == station.device());
    assert_eq!(claim.map(|(_, seq)| *seq), Some(held));
}
