//! What is kept and what is refused.

use super::*;

/// Numbers have no gap.
pub fn entries_are_numbered_from_one_in_their_order(store: &dyn EntryStore) {
    let space = space("numbers");
    let mut writer = member(store, space);
    let made: Vec<Signed> = (0..5).map(|_| writer.change(document(1, 1))).collect();
    let stored: Vec<Outcome> = (2..=6).map(Outcome::Stored).collect();
    assert_eq!(append(store, space, &made), stored);
    let kept = all(store, space);
    assert_eq!(numbers(&kept), [1, 2, 3, 4, 5, 6]);
    let entries: Vec<&Entry> = kept[1..].iter().map(|(_, entry)| entry).collect();
    assert_eq!(entries, made.iter().map(Signed::entry).collect::<Vec<_>>());
    assert_eq!(store.head(space).expect("a head").last, 6);
    let id = made[4].entry().id();
    assert_eq!(store.entry(space, id).expect("an answer").map(|(number, _)| number), Some(6));
}

/// Idempotence, within a batch too.
pub fn an_entry_brought_again_is_known_and_changes_nothing(store: &dyn EntryStore) {
    let space = space("again");
    let mut writer = member(store, space);
    let one = writer.change(document(1, 1));
    assert_eq!(append(store, space, &[one.clone(), one.clone()]), [Outcome::Stored(2), Outcome::Known(2)]);
    assert_eq!(append(store, space, &[one]), [Outcome::Known(2)]);
    assert_eq!(numbers(&all(store, space)), [1, 2]);
}

/// A log takes entries of the space it was asked about.
pub fn an_entry_of_another_commune_is_refused(store: &dyn EntryStore) {
    let (here, there) = (space("here"), space("there"));
    let mut writer = member(store, here);
    let mut other = Writer::new(there, "collaborator");
    let taken = append(store, here, &[other.change(document(1, 1)), writer.change(document(1, 1))]);
    assert_eq!(taken, [Outcome::Refused(Refusal::OtherSpace), Outcome::Stored(2)]);
    assert_eq!(store.head(there).expect("a head").last, 0);
}

/// The refusal is not remembered.
pub fn a_stranger_is_refused_until_she_has_joined(store: &dyn EntryStore) {
    let space = space("stranger");
    let mut writer = Writer::new(space, "stranger");
    let change = writer.change(document(1, 1));
    assert_eq!(append(store, space, std::slice::from_ref(&change)), [Outcome::Refused(Refusal::UnknownAuthor)]);
    assert_eq!(append(store, space, &[writer.join()]), [Outcome::Stored(1)]);
    assert_eq!(append(store, space, &[change]), [Outcome::Stored(2)]);
}

/// Whatever the order in the batch.
pub fn a_member_may_write_in_the_batch_that_brings_her_join(store: &dyn EntryStore) {
    let space = space("join and write");
    let mut writer = Writer::new(space, "new");
    let (change, join) = (writer.change(document(1, 1)), writer.join());
    assert_eq!(append(store, space, &[change, join]), [Outcome::Stored(2), Outcome::Stored(1)]);
}

/// A key used in two places.
pub fn the_same_number_twice_is_refused_and_the_first_stays(store: &dyn EntryStore) {
    let space = space("twice");
    let mut writer = member(store, space);
    let header = writer.header(Kind::Changes, document(1, 1));
    let (first, second) = (writer.signed(header.clone(), b"one phone"), writer.signed(header.clone(), b"another"));
    let third = writer.signed(header, b"a third");
    let twice = Outcome::Refused(Refusal::SameSeqTwice);
    assert_eq!(append(store, space, &[first.clone(), second.clone()]), [Outcome::Stored(2), twice]);
    assert_eq!(append(store, space, &[third, second]), [twice, twice]);
    assert_eq!(all(store, space)[1].1, first.into_entry());
    let elsewhere = writer.change(document(1, 2));
    assert_eq!(append(store, space, &[elsewhere]), [Outcome::Stored(3)], "each document is counted by itself");
}

/// Orders belong to the roster and nothing else does.
pub fn an_order_elsewhere_and_anything_else_in_the_roster_are_refused(store: &dyn EntryStore) {
    let space = space("roster");
    let mut writer = member(store, space);
    let roster = Document { scope: space.commune_scope(), doc: space.roster() };
    let header = writer.header(Kind::Join, document(1, 1));
    let elsewhere = writer.signed(header, b"joined");
    let refused = Outcome::Refused(Refusal::NotAllowed);
    assert_eq!(append(store, space, &[elsewhere, writer.change(roster)]), [refused, refused]);
}

/// What a database cannot hold is refused, not cut.
pub fn numbers_that_cannot_be_counted_are_refused(store: &dyn EntryStore) {
    let space = space("large");
    let mut writer = member(store, space);
    let mut batch = Vec::new();
    for seq in [0, u64::MAX, i64::MAX as u64 + 1] {
        let header = Header { seq, ..writer.header(Kind::Changes, document(1, 1)) };
        batch.push(writer.signed(header, b""));
    }
    batch.push(writer.snapshot(document(1, 1), &[(DeviceId::new([9; 32]), u64::MAX)]));
    let mut with_contents = writer.header(Kind::Changes, document(1, 1));
    with_contents.contains = vec![(DeviceId::new([9; 32]), 1)];
    batch.push(writer.signed(with_contents, b""));
    assert_eq!(append(store, space, &batch), [Outcome::Refused(Refusal::Malformed); 5]);
    let largest = Header { seq: i64::MAX as u64, ..writer.header(Kind::Changes, document(1, 1)) };
    assert_eq!(append(store, space, &[writer.signed(largest, b"")]), [Outcome::Stored(2)]);
}

/// Not even from a phone that was away.
pub fn what_is_erased_is_gone_and_never_comes_back(store: &dyn EntryStore) {
    let space = space("erase");
    let mut writer = member(store, space);
    let (one, other) = (document(1, 1), document(1, 2));
    let (first, late, with_it) = (writer.change(one), writer.change(one), writer.change(one));
    let stays = writer.change(other);
    append(store, space, &[first.clone(), stays.clone()]);
    let refused = Outcome::Refused(Refusal::Erased);
    assert_eq!(append(store, space, &[with_it, writer.erase(one)]), [refused, Outcome::Stored(4)]);
    assert_eq!(append(store, space, &[late, first.clone()]), [refused, refused]);
    assert_eq!(numbers(&all(store, space)), [1, 3, 4]);
    assert_eq!(store.entry(space, first.entry().id()).expect("an answer"), None);
    assert_eq!(numbers(&lane(store, space, Wanted::Document(other))), [3]);
    let again = writer.erase(one);
    assert_eq!(append(store, space, &[again]), [Outcome::Stored(5)], "two may have ordered it");
}

/// A document is its scope and its id.
pub fn an_erasure_reaches_only_the_scope_it_names(store: &dyn EntryStore) {
    let space = space("erase elsewhere");
    let mut writer = member(store, space);
    append(store, space, &[writer.change(document(1, 1))]);
    assert_eq!(append(store, space, &[writer.erase(document(2, 1))]), [Outcome::Stored(3)]);
    assert_eq!(numbers(&all(store, space)), [1, 2, 3]);
    assert_eq!(append(store, space, &[writer.change(document(1, 1))]), [Outcome::Stored(4)]);
}

/// Or nobody would know any more who is a member.
pub fn the_roster_cannot_be_erased(store: &dyn EntryStore) {
    let space = space("erase the roster");
    let mut writer = member(store, space);
    let roster = Document { scope: space.commune_scope(), doc: space.roster() };
    let (all_of_it, nothing) = (writer.erase(roster), writer.order(Kind::Erase, b"nothing"));
    let refused = [Outcome::Refused(Refusal::NotAllowed), Outcome::Refused(Refusal::Malformed)];
    assert_eq!(append(store, space, &[all_of_it, nothing]), refused);
    assert_eq!(numbers(&all(store, space)), [1]);
}

/// Honest work of a phone that did not know yet may be among them.
pub fn a_removed_devices_entries_are_kept_to_be_looked_at(store: &dyn EntryStore) {
    let space = space("quarantine");
    let mut station = member(store, space);
    let mut phone = Writer::new(space, "lost phone");
    append(store, space, &[phone.join()]);
    assert_eq!(append(store, space, &[station.remove(phone.id())]), [Outcome::Stored(3)]);
    assert_eq!(append(store, space, &[phone.change(document(1, 1))]), [Outcome::Stored(4)]);
}

/// And only orders.
pub fn orders_come_in_the_order_of_the_log(store: &dyn EntryStore) {
    let space = space("orders");
    let mut writer = member(store, space);
    append(store, space, &[writer.change(document(1, 1)), writer.erase(document(3, 3))]);
    assert_eq!(numbers(&store.orders(space, 0).expect("orders")), [1, 2]);
    assert_eq!(numbers(&store.orders(space, 1).expect("orders")), [2]);
    assert_eq!(numbers(&lane(store, space, Wanted::Orders)), [1, 2]);
}

/// So that a request counts once.
pub fn a_counter_only_grows(store: &dyn EntryStore) {
    let (space, other) = (space("counter"), space("counter of another"));
    let (one, two) = (Writer::new(space, "one").id(), Writer::new(space, "two").id());
    let count = |space, device, counter| store.count(space, device, counter).expect("the store answers");
    assert_eq!(count(space, one, 5), Ok(()));
    assert_eq!(count(space, one, 5), Err(5));
    assert_eq!(count(space, one, 4), Err(5));
    assert_eq!(count(space, one, 6), Ok(()));
    assert_eq!(count(space, two, 1), Ok(()), "each device by itself");
    assert_eq!(count(other, one, 1), Ok(()), "each commune by itself");
}

/// Another instance may have taken orders meanwhile.
pub fn a_judge_that_knows_less_is_told_the_rest(store: &dyn EntryStore) {
    let space = space("told");
    let mut judge = Members::default();
    let (mut one, mut two) = (Writer::new(space, "one"), Writer::new(space, "two"));
    let append_by = |judge: &mut Members, entries: &[Signed]| {
        store.append(&Batch { space, entries, from: None, now: 1 }, judge).expect("the store takes it")
    };
    assert_eq!(append_by(&mut judge, &[one.join()]), [Outcome::Stored(1)]);
    assert_eq!(append_by(&mut Members::default(), &[two.join()]), [Outcome::Stored(2)]);
    assert_eq!(append_by(&mut judge, &[two.change(document(1, 1))]), [Outcome::Stored(3)]);
    assert_eq!(judge.told(), 2);
}
