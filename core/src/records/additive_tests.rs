//! What a hostile or broken device may send: each is refused, and nothing of it is applied.

use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{Change, ExpandedChange, ObjType, ScalarValue};

use super::child::Child;
use super::tests::{Phone, day};
use super::*;
use crate::log::DeviceId;

fn op(action: OpType, obj: ObjectId, key: &str) -> Op {
    Op { action, obj, key: Key::Map(key.into()), pred: Vec::new().into(), insert: false }
}

/// A change of `phone`, in line with its last one, of hand-made operations.
fn forged(phone: &Phone, ops: impl FnOnce(&Chain) -> Vec<Op>) -> Change {
    let chain = phone.document.chain(phone.device, phone.actor());
    Change::from(expanded(&chain, ops(&chain)))
}

fn expanded(chain: &Chain, operations: Vec<Op>) -> ExpandedChange {
    ExpandedChange {
        operations,
        actor_id: chain.actor().automerge(),
        hash: None,
        seq: u64::from(chain.seq()) + 1,
        start_op: NonZeroU64::new(chain.next_op()).expect("above zero"),
        time: 0,
        message: Some("9".into()),
        deps: chain.deps(),
        extra_bytes: Vec::new(),
        author: None,
    }
}

/// A phone that registered a child, and what another phone answers to a forged change of the first.
fn refused(ops: impl FnOnce(&Chain, RecordId) -> Vec<Op>) -> Result<Applied, Refusal> {
    let (mut one, mut other) = (Phone::new(1), Phone::new(2));
    let mai = one.write(|sitting| sitting.add(&Child { name: "Mai".into(), ..Child::default() }));
    other.receive(&one);
    let before = other.document.save();
    let change = forged(&one, |chain| ops(chain, mai));
    let answer = other.document.apply(one.device, 9, change.raw_bytes());
    assert_eq!(answer.is_err(), other.document.save() == before, "nothing of a refused change is applied");
    answer
}

/// Operation `number` of the first change: 1 makes the author's record, 3 the child's.
fn earlier(chain: &Chain, number: u64) -> OpId {
    OpId::new(number, &chain.actor().automerge())
}

#[test]
fn a_record_of_its_own_is_applied() {
    let answer = refused(|chain, _| {
        let key = format!("notes/{}", RecordId { actor: chain.actor(), seq: 2, nth: 0 });
        vec![
            op(OpType::Make(ObjType::Map), ObjectId::Root, &key),
            op(OpType::Put("Mai".into()), ObjectId::Id(earlier(chain, chain.next_op())), "text"),
        ]
    });
    assert_eq!(answer, Ok(Applied { new: 1, known: 0, waiting: 0 }));
}

#[test]
fn overwriting_and_deleting_are_refused() {
    for action in [OpType::Put("Lan".into()), OpType::Delete, OpType::Increment(1)] {
        let answer = refused(|chain, _| {
            let mut name = op(action.clone(), ObjectId::Id(earlier(chain, 3)), "name");
            name.pred = vec![earlier(chain, 4)].into();
            vec![name]
        });
        assert_eq!(answer, Err(Refusal::NotAdditive), "{action:?}");
    }
    let whole = refused(|chain, mai| {
        let mut delete = op(OpType::Delete, ObjectId::Root, &format!("children/{mai}"));
        delete.pred = vec![earlier(chain, 3)].into();
        vec![delete]
    });
    assert_eq!(whole, Err(Refusal::NotAdditive));
}

#[test]
fn a_second_value_beside_an_earlier_one_is_refused() {
    let beside = refused(|chain, _| vec![op(OpType::Put("Lan".into()), ObjectId::Id(earlier(chain, 3)), "name")]);
    assert_eq!(beside, Err(Refusal::OutsideItsRecords), "a field of an earlier record");
    let again = refused(|_, mai| vec![op(OpType::Make(ObjType::Map), ObjectId::Root, &format!("children/{mai}"))]);
    assert_eq!(again, Err(Refusal::OutsideItsRecords), "an earlier record's name");
    let twice = refused(|chain, _| {
        let key = format!("notes/{}", RecordId { actor: chain.actor(), seq: 2, nth: 0 });
        vec![op(OpType::Make(ObjType::Map), ObjectId::Root, &key), op(OpType::Make(ObjType::Map), ObjectId::Root, &key)]
    });
    assert_eq!(twice, Err(Refusal::NotAdditive), "the same name twice in one change");
}

#[test]
fn another_actors_name_and_loose_values_are_refused() {
    let other = Actor::new(DeviceId::new([7; 32]), crate::log::DocId::new([1; 16]), 1);
    let key = format!("notes/{}", RecordId { actor: other, seq: 2, nth: 0 });
    let answer = refused(|_, _| vec![op(OpType::Make(ObjType::Map), ObjectId::Root, &key)]);
    assert_eq!(answer, Err(Refusal::OutsideItsRecords));
    for key in ["name", "children", "Children/x", "/", ""] {
        let answer = refused(|_, _| vec![op(OpType::Put(ScalarValue::Int(1)), ObjectId::Root, key)]);
        assert_eq!(answer, Err(Refusal::OutsideItsRecords), "{key}");
    }
    let author = refused(|chain, _| {
        let key = format!("authors/{}", RecordId { actor: chain.actor(), seq: 2, nth: 0 });
        vec![op(OpType::Make(ObjType::Map), ObjectId::Root, &key)]
    });
    assert_eq!(author, Err(Refusal::OutsideItsRecords), "an actor says whose it is once, at first");
}

#[test]
fn nesting_without_end_is_refused() {
    let answer = refused(|chain, _| {
        let key = format!("notes/{}", RecordId { actor: chain.actor(), seq: 2, nth: 0 });
        let mut ops = vec![op(OpType::Make(ObjType::Map), ObjectId::Root, &key)];
        for number in chain.next_op()..chain.next_op() + 1_000 {
            ops.push(op(OpType::Make(ObjType::Map), ObjectId::Id(earlier(chain, number)), "in"));
        }
        ops
    });
    assert_eq!(answer, Err(Refusal::OutsideItsRecords));
}

#[test]
fn another_device_cannot_write_in_an_actors_name() {
    let (mut one, mut other) = (Phone::new(1), Phone::new(2));
    one.write(|sitting| sitting.add(&Child { name: "Mai".into(), ..Child::default() }));
    let (entry, change) = one.sent[0].clone();
    assert_eq!(other.document.apply(DeviceId::new([3; 32]), entry, &change), Err(Refusal::NotTheAuthor));
    assert_eq!(other.document.apply(one.device, entry + 1, &change), Err(Refusal::AnotherEntry));
    // A key that begins like the victim's: the actor says in its first change whose it is.
    let mut alike = [1; 32];
    alike[31] = 2;
    assert_eq!(other.document.apply(DeviceId::new(alike), entry, &change), Err(Refusal::NotTheAuthor));
    assert!(other.document.apply(one.device, entry, &change).is_ok());
}

#[test]
fn a_second_change_in_the_same_place_is_refused() {
    let (mut one, mut twin, mut other) = (Phone::new(1), Phone::new(1), Phone::new(2));
    one.write(|sitting| sitting.add(&Child { name: "Mai".into(), ..Child::default() }));
    twin.write(|sitting| sitting.add(&Child { name: "Lan".into(), ..Child::default() }));
    other.receive(&one);
    let (entry, change) = twin.sent[0].clone();
    assert_eq!(other.document.apply(one.device, entry, &change), Err(Refusal::Twice));
    assert!(other.document.is_same(&one.document));
}

#[test]
fn bytes_cut_or_changed_anywhere_are_refused() {
    let mut one = Phone::new(1);
    one.write(|sitting| sitting.add(&Child { name: "Mai".into(), birth: Some(day(2026, 5, 4)), ..Child::default() }));
    let (entry, change) = one.sent[0].clone();
    for at in 0..change.len() {
        let mut document = Document::new();
        let mut damaged = change.clone();
        damaged[at] ^= 0x41;
        assert!(document.apply(one.device, entry, &damaged).is_err(), "byte {at} changed");
        if at > 0 {
            assert!(document.apply(one.device, entry, &change[..at]).is_err(), "cut at {at}");
        }
        assert_eq!(document.save(), Document::new().save());
    }
}

#[test]
fn a_snapshot_with_a_forged_change_in_it_is_refused() {
    let mut one = Phone::new(1);
    let mai = one.write(|sitting| sitting.add(&Child { name: "Mai".into(), ..Child::default() }));
    let change = forged(&one, |chain| {
        let mut name = op(OpType::Put("Lan".into()), ObjectId::Id(earlier(chain, 3)), "name");
        name.pred = vec![earlier(chain, 4)].into();
        vec![name]
    });
    let mut automerge = automerge::Automerge::load(&one.document.save()).expect("a document");
    automerge.apply_changes([change]).expect("Automerge itself takes it");
    assert!(Document::load(&automerge.save()).is_err());
    assert_eq!(one.read(&Roles::new()).children[0].id, mai);
}

#[test]
fn an_operation_of_an_actor_that_is_not_listed_is_refused_without_a_panic() {
    let mut one = Phone::new(1);
    one.write(|sitting| sitting.add(&Child { name: "Mai".into(), ..Child::default() }));
    let stranger = Actor::new(DeviceId::new([7; 32]), crate::log::DocId::new([1; 16]), 1);
    let change =
        forged(&one, |_| vec![op(OpType::Put(1.into()), ObjectId::Id(OpId::new(3, &stranger.automerge())), "name")]);
    assert!(one.document.clone().apply(one.device, 9, change.raw_bytes()).is_err());
}

#[test]
fn a_change_out_of_line_or_with_a_clock_beyond_all_time_is_refused() {
    let mut one = Phone::new(1);
    one.write(|sitting| sitting.add(&Child { name: "Mai".into(), ..Child::default() }));
    let chain = one.document.chain(one.device, one.actor());
    let key = format!("notes/{}", RecordId { actor: chain.actor(), seq: 2, nth: 0 });
    let honest = expanded(&chain, vec![op(OpType::Make(ObjType::Map), ObjectId::Root, &key)]);
    let apply = |change: ExpandedChange| one.document.clone().apply(one.device, 9, Change::from(change).raw_bytes());
    assert!(apply(honest.clone()).is_ok());
    assert_eq!(apply(ExpandedChange { time: i64::MIN, ..honest.clone() }), Err(Refusal::Malformed));
    let jump = NonZeroU64::new(1 << 31).expect("above zero");
    assert_eq!(apply(ExpandedChange { start_op: jump, ..honest.clone() }), Err(Refusal::OutOfLine));
    assert_eq!(apply(ExpandedChange { deps: Vec::new(), ..honest.clone() }), Err(Refusal::OutOfLine));
    assert_eq!(apply(ExpandedChange { operations: Vec::new(), ..honest }), Err(Refusal::OutOfLine));
}
