//! Several devices of one commune: joining, leaving, erasing, carrying.

use super::*;
use crate::access::{Audience, Code, Invitation, LARGEST_CODE, RecoveryKit};
use crate::log::{Batch, Bound, Document, EntryStore as _, Kind, Lane, Refusal, Signed, Wanted};
use crate::records::village::Village;
use crate::vault::bundle::BadBundle;
use crate::vault::circles;

const JUNE: Clock = Clock(MAY.0 + 31 * 24 * 3600);

/// A device that joins by the text of an invitation.
pub fn joined(folder: &Path, name: &str, invitation: &str, seed: u64) -> Vault {
    let Ok(Code::Invitation(invitation)) = Code::from_text(invitation) else { panic!("just shown") };
    let random = Box::new(SeededRandom::new(seed));
    Vault::create_device(&folder.join(name), (Opener::Platform(&STATION), CHEAP), *invitation, MAY, random)
        .expect("a fresh invitation")
}

pub fn shown(invitation: Result<Invitation, VaultError>) -> String {
    Code::Invitation(Box::new(invitation.expect("may invite"))).to_text().expect("small enough").to_string()
}

/// Hands everything one vault holds to another, as sync or a bundle does, and says what was refused.
pub fn hand(from: &Vault, to: &mut Vault) -> Vec<Refusal> {
    let (file, _) = from.export(0, "tay trao tay", MAY).expect("readable");
    to.import(&file, MAY).expect("room").expect("whole").refused
}

pub fn exchange(one: &mut Vault, other: &mut Vault) {
    hand(one, other);
    hand(other, one);
    hand(one, other);
}

/// A station, a collaborator of its only village, a family of that village.
pub fn commune(folder: &Path) -> (Vault, Vault, ScopeId, DocId, RecordId) {
    let (mut station, village, doc, child) = one_family(folder);
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut collaborator = joined(folder, "ctv.nep", &invitation, 20);
    exchange(&mut station, &mut collaborator);
    (station, collaborator, village, doc, child)
}

#[test]
fn a_collaborator_reads_and_writes_after_reading_a_code_and_both_see_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, child) = commune(folder.path());
    collaborator.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("hers");
    station.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 5), 8_450))).expect("its own");
    exchange(&mut station, &mut collaborator);
    assert_eq!(weights(&station, doc), [8_437, 8_450]);
    assert_eq!(station.family(doc).expect("readable"), collaborator.family(doc).expect("readable"));
    assert!(station.verify().expect("readable").is_well());
    assert!(collaborator.verify().expect("readable").is_well());
}

#[test]
fn a_mother_enrolled_in_a_house_without_signal_writes_at_once_and_reads_her_family_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    let (other, _) = collaborator.add_family(village, MAY, family).expect("her village");
    let invitation = shown(collaborator.invite_family(doc, &[], MAY));
    // Base-45 makes three letters of two bytes.
    assert!(invitation.len() <= LARGEST_CODE * 3 / 2 + 16, "{} letters", invitation.len());
    let mut mother = joined(folder.path(), "me.nep", &invitation, 30);
    mother.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 6), 8_500))).expect("hers, offline");
    exchange(&mut collaborator, &mut mother);
    exchange(&mut station, &mut collaborator);
    assert_eq!(weights(&station, doc), [8_500]);
    assert_eq!(mother.family(doc).expect("hers"), station.family(doc).expect("readable"));
    assert!(matches!(mother.family(other), Err(VaultError::NotFound(_))));
    assert!(mother.village(circles::village_document(village)).is_err());
    assert_eq!(mother.index().people(None).count(), 2, "herself and her daughter");
}

#[test]
fn a_burnt_station_is_made_again_from_the_sheet_in_the_safe_and_what_the_villages_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    collaborator.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("hers");
    assert!(collaborator.recovery_kit().is_none(), "only the station keeps the root");
    let words = station.recovery_kit().expect("it made the commune").words().join(" ");
    exchange(&mut station, &mut collaborator);
    drop(station);

    let kit = RecoveryKit::from_words(&words).expect("as printed");
    let path = folder.path().join("again.nep");
    let lock = (Opener::Platform(&STATION), CHEAP);
    let made = Vault::restore_station(&path, lock, &kit, JUNE, Box::new(SeededRandom::new(40)));
    let mut again = made.expect("a new file");
    assert!(again.family(doc).is_err(), "the sheet holds no records");
    exchange(&mut collaborator, &mut again);
    assert_eq!(weights(&again, doc), [8_437]);
    again.add_family(village, JUNE, family).expect("it holds the village's circle");
    let revoked = collaborator.device();
    again.revoke(revoked, JUNE).expect("it speaks for the commune");
    assert!(again.verify().expect("readable").is_well());
}

#[test]
fn the_second_device_with_one_invitation_does_not_count_and_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, _, village, ..) = commune(folder.path());
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut first = joined(folder.path(), "one.nep", &invitation, 40);
    let mut second = joined(folder.path(), "two.nep", &invitation, 41);
    exchange(&mut station, &mut first);
    exchange(&mut station, &mut second);
    assert_eq!(station.roster().used_twice().len(), 1);
}

#[test]
fn what_a_revoked_device_writes_later_is_kept_and_not_applied() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    collaborator.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("hers");
    exchange(&mut station, &mut collaborator);
    let lost = collaborator.device();
    station.revoke(lost, MAY).expect("a station");
    // The thief does not know yet, or does not care.
    collaborator.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 7), 2_000))).expect("unaware");
    hand(&collaborator, &mut station);
    assert_eq!(weights(&station, doc), [8_437]);
    assert_eq!(station.verify().expect("readable").quarantined.len(), 1);
    // What is written from now on is sealed by a key the lost phone was not given.
    station.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 8), 8_460))).expect("its own");
    hand(&station, &mut collaborator);
    assert_eq!(weights(&collaborator, doc), [8_437], "its own later entry is taken back, the station's not readable");
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut new_phone = joined(folder.path(), "moi.nep", &invitation, 50);
    exchange(&mut station, &mut new_phone);
    assert_eq!(weights(&new_phone, doc), [8_437, 8_460], "the new phone has everything that counts");
}

#[test]
fn an_erased_family_does_not_come_back_from_a_phone_that_was_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    let (before, _) = collaborator.export(0, "máy cũ", MAY).expect("readable");
    station.erase(doc, MAY).expect("a station");
    assert!(matches!(station.family(doc), Err(VaultError::NotFound(_))));
    assert_eq!(station.index().search("mai", None, 9).len(), 0);
    // 400 days later.
    let late = Clock(MAY.0 + 400 * 24 * 3600);
    collaborator.record(doc, late, |sitting| sitting.add(&weighing(child, day(2027, 6, 8), 12_000))).expect("unaware");
    let refused = hand(&collaborator, &mut station);
    assert!(!refused.is_empty() && refused.iter().all(|why| *why == Refusal::Erased), "{refused:?}");
    assert!(matches!(station.family(doc), Err(VaultError::NotFound(_))));
    station.import(&before, late).expect("room").expect("whole");
    assert!(matches!(station.family(doc), Err(VaultError::NotFound(_))));
    hand(&station, &mut collaborator);
    assert!(matches!(collaborator.family(doc), Err(VaultError::NotFound(_))));
    let place = Document { scope: village, doc };
    assert_eq!(collaborator.keyring().epoch(place), None, "its key is destroyed");
    drop(station);
    let station = reopened(folder.path(), 60).expect("the same key");
    assert!(matches!(station.family(doc), Err(VaultError::NotFound(_))));
}

#[test]
fn a_carried_bundle_is_confirmed_month_by_month_and_the_receipt_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    for (clock, grams) in [(MAY, 8_437), (MAY, 8_440), (JUNE, 8_700)] {
        collaborator.record(doc, clock, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), grams))).expect("hers");
    }
    let months = |vault: &Vault| {
        let handed = vault.handed_in(village).expect("hers");
        handed.into_iter().map(|one| (one.month, one.written, one.confirmed)).collect::<Vec<_>>()
    };
    assert_eq!(months(&collaborator), [("2026-06".into(), 1, None), ("2026-05".into(), 2, None)]);
    let (file, _) = collaborator.export(0, "anh Pó bán hàng", JUNE).expect("readable");
    let imported = station.import(&file, JUNE).expect("room").expect("whole");
    assert_eq!((imported.new, imported.receipts, imported.label.as_str()), (3, 2, "anh Pó bán hàng"));
    assert_eq!(station.import(&file, JUNE).expect("room").expect("whole").receipts, 0, "confirmed once");
    hand(&station, &mut collaborator);
    assert_eq!(months(&collaborator), [("2026-06".into(), 1, Some(1)), ("2026-05".into(), 2, Some(2))]);
    assert!(collaborator.handed_in(village).expect("hers").iter().all(crate::vault::HandedIn::is_complete));
}

#[test]
fn a_bundle_that_was_cut_or_changed_on_the_way_leaves_the_vault_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, _, doc, child) = commune(folder.path());
    collaborator.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("hers");
    let (file, _) = collaborator.export(0, "thẻ nhớ", MAY).expect("readable");
    let cut = station.import(&file[..file.len() / 2], MAY).expect("room");
    assert!(matches!(cut, Err(BadBundle::CutShort { .. })), "{cut:?}");
    let mut changed = file.clone();
    changed[file.len() / 2] ^= 1;
    assert_eq!(station.import(&changed, MAY).expect("room"), Err(BadBundle::Damaged));
    assert_eq!(weights(&station, doc), [0; 0]);
    station.import(&file, MAY).expect("room").expect("whole");
    assert_eq!(weights(&station, doc), [8_437]);
}

#[test]
fn keys_that_come_after_the_entries_they_open_open_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, village, doc, child) = one_family(folder.path());
    station.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("its own");
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut collaborator = joined(folder.path(), "ctv.nep", &invitation, 20);
    let lane = [Lane { wanted: Wanted::All, after: 0 }];
    let page =
        station.store().since(station.space(), &lane, Bound { entries: 99, bytes: usize::MAX }).expect("readable");
    let entries: Vec<Signed> =
        page.entries.into_iter().map(|(_, entry)| Signed::check(entry).expect("signed")).collect();
    let (keys, others): (Vec<Signed>, Vec<Signed>) =
        entries.into_iter().partition(|one| one.entry().header().kind == Kind::Key);
    collaborator.receive(&others, None, 0).expect("room");
    assert!(matches!(collaborator.family(doc), Err(VaultError::NotFound(_))));
    collaborator.receive(&keys, None, 0).expect("room");
    assert_eq!(weights(&collaborator, doc), [8_437]);
}

#[test]
fn a_snapshot_holds_what_its_entries_held_for_who_gets_only_the_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, village, doc, child) = one_family(folder.path());
    for grams in 0..30 {
        station
            .record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_000 + grams)))
            .expect("saved");
    }
    let before = station.family(doc).expect("readable");
    assert_eq!(station.compact(9, MAY).expect("a station"), 1);
    assert_eq!(station.compact(9, MAY).expect("a station"), 0, "nothing is left to do");
    assert_eq!(station.family(doc).expect("readable"), before);
    assert!(station.verify().expect("readable").is_well());
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut collaborator = joined(folder.path(), "ctv.nep", &invitation, 20);
    hand(&station, &mut collaborator);
    assert_eq!(collaborator.family(doc).expect("readable").measurements.len(), 30);
    assert_eq!(collaborator.store().holdings().expect("readable").superseded, 0, "the entries were not sent");
    // Dropping what is superseded changes nothing that is read.
    station.store().drop_superseded(u64::MAX).expect("room");
    assert!(station.verify().expect("readable").is_well());
    assert_eq!(station.family(doc).expect("readable"), before);
    station.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 9), 9_000))).expect("saved");
    hand(&station, &mut collaborator);
    assert_eq!(collaborator.family(doc).expect("readable").measurements.len(), 31);
}

#[test]
fn a_device_asks_a_hub_for_what_it_may_read_and_is_taken_for_its_judge() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, mut collaborator, village, doc, child) = commune(folder.path());
    let hub = Audience::of_name("hub.example");
    assert_eq!(station.plan(hub, 3).wanted, [Wanted::All]);
    let plan = collaborator.plan(hub, 3);
    assert_eq!((plan.device, plan.wanted.as_slice()), (collaborator.device(), [Wanted::Scope(village)].as_slice()));
    assert_eq!(Signed::read(&plan.join).expect("an entry").entry().header().kind, Kind::Join);

    let invitation = shown(collaborator.invite_family(doc, &[], MAY));
    let mother = joined(folder.path(), "me.nep", &invitation, 30);
    let place = Document { scope: village, doc };
    let mut own = [Wanted::Document(place), Wanted::Document(circles::of_family(place))];
    own.sort();
    assert_eq!(mother.plan(hub, 3).wanted, own);

    let before = station.store().head(station.space()).expect("readable").last;
    collaborator.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_437))).expect("hers");
    let (place, space) = (Document { scope: village, doc }, station.space());
    let entries = collaborator.store().document(space, place).expect("readable");
    let entries: Vec<Signed> = entries.into_iter().map(|(_, entry)| Signed::check(entry).expect("signed")).collect();
    let batch = Batch { space, entries: &entries, from: Some("hub"), now: 0 };
    station.store().append(&batch, &mut station.judge()).expect("room");
    assert_eq!(
        station.store().head(space).expect("readable").last,
        before + 2,
        "the key for the mother, and the weighing"
    );
    assert_eq!(weights(&station, doc), [0; 0], "kept, and not digested yet");
    station.digest(usize::MAX).expect("readable");
    assert_eq!(weights(&station, doc), [8_437]);
}

#[test]
fn the_key_of_a_stations_own_hub_is_kept_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, ..) = one_family(folder.path());
    assert_eq!(station.hub_key(), None);
    station.keep_hub_key(b"a key").expect("room");
    station.lock();
    let station = reopened(folder.path(), 2).expect("the same key");
    assert_eq!(station.hub_key(), Some(b"a key".as_slice()));
    assert!(!station.plan(Audience::of_name("hub.example"), 3).join.is_empty(), "the rest is kept too");
}

#[test]
fn several_sittings_at_once_are_entries_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, village, doc, child) = one_family(folder.path());
    let days = [(MAY, 4, 8_437), (JUNE, 5, 8_450)];
    let sittings = days.map(|(clock, on, grams)| {
        let weighed = weighing(child, day(2026, 5, on), grams);
        (clock, move |sitting: &mut Sitting| {
            sitting.add(&weighed);
        })
    });
    station.record_several(doc, sittings).expect("its own");
    station.record(doc, JUNE, |sitting| sitting.add(&weighing(child, day(2026, 6, 5), 8_600))).expect("its own");
    assert_eq!(weights(&station, doc), [8_437, 8_450, 8_600]);
    let place = Document { scope: village, doc };
    let seqs = station.store().document(station.space(), place).expect("readable");
    let seqs: Vec<u64> = seqs.iter().map(|(_, entry)| entry.header().seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5], "key, family, and three sittings");
    let ledger = station.ledger(doc).expect("readable");
    assert_eq!(ledger.iter().filter(|(_, raw)| raw.origin.clock == JUNE).count(), 2);
    assert!(station.verify().expect("readable").is_well());
}

#[test]
fn a_new_station_may_write_in_the_communes_document_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut station = station(folder.path(), 1);
    let commune = station.space().commune_scope();
    let named = Village { scope: commune, name: "Mường Nếp".into(), hamlets: Vec::new() };
    let place = circles::village_document(commune);
    station.record(place.doc, MAY, |sitting| sitting.add(&named)).expect("its own");
    assert_eq!(station.index().villages().get(&commune), Some(&"Mường Nếp"));
}

#[test]
fn a_later_bundle_is_taken_before_the_first_one_has_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut station, village, ..) = one_family(folder.path());
    let invitation = shown(station.invite_collaborator(&[village], &[], MAY));
    let mut collaborator = joined(folder.path(), "ctv.nep", &invitation, 20);
    let (doc, child) = collaborator.add_family(village, MAY, family).expect("her village");
    let (first, reached) = collaborator.export(0, "", MAY).expect("readable");
    collaborator.record(doc, JUNE, |sitting| sitting.add(&weighing(child, day(2026, 6, 4), 8_437))).expect("hers");
    let (second, _) = collaborator.export(reached, "", JUNE).expect("readable");
    let imported = station.import(&second, JUNE).expect("room").expect("whole");
    assert_eq!((imported.new, imported.refused), (2, vec![]), "who wrote it comes with it");
    station.import(&first, JUNE).expect("room").expect("whole");
    assert_eq!(weights(&station, doc), [8_437]);
    let (nothing, _) = collaborator.export(reached + 1, "", JUNE).expect("readable");
    assert_eq!(station.import(&nothing, JUNE).expect("room").expect("whole").known, 0, "an empty bundle stays empty");
}
