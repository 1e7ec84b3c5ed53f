//! What a snapshot stands for, and for how long what it contains is kept.

use super::*;

/// The log hands on the snapshot instead.
pub fn a_snapshot_stands_for_what_it_contains(store: &dyn EntryStore) {
    let space = space("snapshot");
    let mut writer = member(store, space);
    let family = document(1, 1);
    let made: Vec<Signed> = (0..3).map(|_| writer.change(family)).collect();
    append(store, space, &made);
    let snapshot = writer.snapshot(family, &[(writer.id(), 2)]);
    assert_eq!(append(store, space, &[snapshot]), [Outcome::Stored(5)]);
    assert_eq!(numbers(&all(store, space)), [1, 4, 5], "the third change is not contained");
    assert_eq!(numbers(&lane(store, space, Wanted::Scope(family.scope))), [4, 5]);
    assert_eq!(numbers(&lane(store, space, Wanted::Document(family))), [4, 5]);
    assert_eq!(append(store, space, &made[..1]), [Outcome::Known(2)], "it is kept for a while");
    let second = writer.snapshot(family, &[(writer.id(), 4)]);
    assert_eq!(append(store, space, &[second]), [Outcome::Stored(6)]);
    assert_eq!(numbers(&all(store, space)), [1, 6], "a snapshot stands for an older one too");
}

/// It arrived by another way.
pub fn an_entry_that_comes_after_its_snapshot_is_not_handed_on(store: &dyn EntryStore) {
    let space = space("late");
    let mut writer = member(store, space);
    let family = document(1, 1);
    let made: Vec<Signed> = (0..3).map(|_| writer.change(family)).collect();
    append(store, space, &[made[0].clone(), made[2].clone(), writer.snapshot(family, &[(writer.id(), 3)])]);
    assert_eq!(append(store, space, &made[1..2]), [Outcome::Stored(5)]);
    assert_eq!(numbers(&all(store, space)), [1, 4]);
}

/// Or one member could silence another for ever.
pub fn a_snapshot_hides_nothing_that_is_yet_to_come(store: &dyn EntryStore) {
    let space = space("greedy");
    let mut writer = member(store, space);
    let mut greedy = Writer::new(space, "greedy");
    let family = document(1, 1);
    append(store, space, &[greedy.join(), writer.change(family)]);
    append(store, space, &[greedy.snapshot(family, &[(writer.id(), 1_000_000), (DeviceId::new([8; 32]), 9)])]);
    assert_eq!(numbers(&all(store, space)), [1, 2, 4]);
    assert_eq!(append(store, space, &[writer.change(family)]), [Outcome::Stored(5)]);
    assert_eq!(numbers(&all(store, space)), [1, 2, 4, 5]);
}

/// Nothing would be left.
pub fn a_snapshot_that_contains_itself_is_refused(store: &dyn EntryStore) {
    let space = space("itself");
    let mut writer = member(store, space);
    let family = document(1, 1);
    append(store, space, &[writer.change(family)]);
    let itself = writer.snapshot(family, &[(writer.id(), 2)]);
    assert_eq!(append(store, space, &[itself]), [Outcome::Refused(Refusal::Malformed)]);
    let before = writer.snapshot(family, &[(writer.id(), 2)]);
    assert_eq!(before.entry().header().seq, 3);
    assert_eq!(append(store, space, &[before]), [Outcome::Stored(3)]);
}

/// A collaborator of one village hides nothing of another.
pub fn a_snapshot_reaches_only_its_own_scope(store: &dyn EntryStore) {
    let space = space("scope of a snapshot");
    let mut writer = member(store, space);
    append(store, space, &[writer.change(document(1, 1)), writer.change(document(2, 1))]);
    let elsewhere = writer.snapshot(document(2, 1), &[(writer.id(), 1)]);
    assert_eq!(append(store, space, &[elsewhere]), [Outcome::Stored(4)]);
    assert_eq!(numbers(&all(store, space)), [1, 2, 4]);
}

/// Without its key a snapshot could not be read.
pub fn keys_and_orders_stay_whatever_a_snapshot_contains(store: &dyn EntryStore) {
    let space = space("keys");
    let mut writer = member(store, space);
    let family = document(1, 1);
    let header = writer.header(Kind::Key, family);
    let key = writer.signed(header, b"a sealed key");
    append(store, space, &[key, writer.change(family)]);
    append(store, space, &[writer.snapshot(family, &[(writer.id(), 2)])]);
    assert_eq!(numbers(&all(store, space)), [1, 2, 4]);
}

/// Retention.
pub fn superseded_entries_are_dropped_after_their_time_only(store: &dyn EntryStore) {
    let space = space("retention");
    let mut writer = member(store, space);
    let family = document(1, 1);
    let change = writer.change(family);
    append_at(store, space, std::slice::from_ref(&change), 1000);
    let snapshot = writer.snapshot(family, &[(writer.id(), 1)]);
    append_at(store, space, &[snapshot], 2000);
    assert_eq!(store.drop_superseded(2000).expect("done"), 0, "superseded at 2000, not before");
    assert_eq!(store.holdings_of(space).expect("holdings").superseded, 1);
    assert_eq!(store.drop_superseded(2001).expect("done"), 1);
    assert_eq!(numbers(&all(store, space)), [1, 3]);
    assert_eq!(store.entry(space, change.entry().id()).expect("an answer"), None);
    assert_eq!(append_at(store, space, &[change], 3000), [Outcome::Stored(4)], "kept once more, not handed on");
    assert_eq!(numbers(&all(store, space)), [1, 3]);
}

/// Under new numbers, so that every cursor sees them; what an honest snapshot contains stays superseded.
pub fn a_removed_devices_snapshot_gives_back_what_it_hid(store: &dyn EntryStore) {
    let space = space("withdrawn");
    let mut station = member(store, space);
    let mut thief = Writer::new(space, "thief");
    let family = document(1, 1);
    let made: Vec<Signed> = (0..3).map(|_| station.change(family)).collect();
    append(store, space, &[thief.join()]);
    append(store, space, &made);
    append(store, space, &[station.snapshot(family, &[(station.id(), 1)])]);
    append(store, space, &[thief.snapshot(family, &[(station.id(), 4)])]);
    assert_eq!(numbers(&all(store, space)), [1, 2, 7]);
    let seen = store.head(space).expect("a head").last;
    assert_eq!(append(store, space, &[station.remove(thief.id())]), [Outcome::Stored(8)]);
    let lanes = [Lane { wanted: Wanted::All, after: seen }];
    let page = store.since(space, &lanes, Bound { entries: 100, bytes: 1 << 20 }).expect("a page");
    let kinds: Vec<Kind> = page.entries.iter().map(|(_, entry)| entry.header().kind).collect();
    assert_eq!(numbers(&page.entries), [8, 9, 10, 11]);
    assert_eq!(kinds, [Kind::Revoke, Kind::Changes, Kind::Changes, Kind::Snapshot]);
    assert_eq!(page.entries[1].1, made[1].entry().clone());
    assert_eq!(store.head(space).expect("a head").last, 11);
    assert_eq!(append(store, space, &[station.change(family)]), [Outcome::Stored(12)]);
}

/// What it contained was dropped: whoever brought it once is told, by the log's new name, to bring it again.
pub fn a_log_that_dropped_for_a_removed_devices_snapshot_says_that_it_forgot(store: &dyn EntryStore) {
    let space = space("withdrawn too late");
    let mut station = member(store, space);
    let mut thief = Writer::new(space, "thief");
    let (family, other) = (document(1, 1), document(1, 2));
    let made: Vec<Signed> = (0..3).map(|_| station.change(family)).collect();
    append(store, space, &[thief.join()]);
    append_at(store, space, &made, 1000);
    append_at(store, space, &[station.change(other), station.snapshot(other, &[(station.id(), 1)])], 1000);
    append_at(store, space, &[thief.snapshot(family, &[(station.id(), 3)])], 1000);
    assert_eq!(store.drop_superseded(2000).expect("done"), 4);
    let before = store.head(space).expect("a head").log;
    append_at(store, space, &[station.change(family)], 3000);
    assert_eq!(store.head(space).expect("a head").log, before, "nothing is withdrawn yet");
    append_at(store, space, &[station.remove(thief.id())], 3000);
    let after = store.head(space).expect("a head").log;
    assert_ne!(after, before, "three changes are gone");
    assert!(append_at(store, space, &made, 4000).iter().all(|outcome| matches!(outcome, Outcome::Stored(_))));
    let held: Vec<EntryId> = all(store, space).iter().map(|(_, entry)| entry.id()).collect();
    assert!(made.iter().all(|entry| held.contains(&entry.entry().id())), "and are handed on again");
    append_at(store, space, &[Writer::new(space, "somebody else").join()], 5000);
    assert_eq!(store.head(space).expect("a head").log, after, "it forgot once");
}

/// It comes when the removal is known already.
pub fn a_quarantined_snapshot_hides_nothing(store: &dyn EntryStore) {
    let space = space("quarantined snapshot");
    let mut station = member(store, space);
    let mut thief = Writer::new(space, "thief");
    let family = document(1, 1);
    append(store, space, &[thief.join(), station.change(family), station.remove(thief.id())]);
    append(store, space, &[thief.snapshot(family, &[(station.id(), 1)])]);
    let kinds: Vec<Kind> = all(store, space).iter().map(|(_, entry)| entry.header().kind).collect();
    assert_eq!(kinds, [Kind::Join, Kind::Join, Kind::Revoke, Kind::Changes, Kind::Snapshot][..].to_vec());
}
