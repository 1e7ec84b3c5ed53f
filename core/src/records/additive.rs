//! May this change be applied? Only when it adds new records of its own author and touches nothing else.
//!
//! Automerge would merge anything: an overwritten weight, a deleted child, a value written under another's name. Whoever holds
//! a key of the document could send such a change, so every operation is looked at before it is applied.

use std::collections::{BTreeMap, BTreeSet};

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{Change, ObjType, ScalarValue};

use super::change::{AUTHORS, Chain, guarded, key_of};
use super::day::CLOCKS;
use super::id::Actor;
use crate::log::DeviceId;

/// Records hold fields, lists and maps of fields: deeper nesting is nothing we write, and reading it would need a deep stack.
const DEEPEST: u8 = 6;

/// Why a change is not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Cut short, damaged, or never a change.
    #[error("not a row of changes")]
    Malformed,
    /// Its actor is not one of the device that signed it.
    #[error("written in another device's name")]
    NotTheAuthor,
    /// It names another log entry than the one that brings it.
    #[error("belongs to another entry")]
    AnotherEntry,
    /// Its numbers do not follow the author's last change: the device's key is used in two places, or it lies.
    #[error("does not follow its author's last change")]
    OutOfLine,
    /// The same place in the author's row is taken by another change.
    #[error("another change stands in its place")]
    Twice,
    /// It overwrites or deletes.
    #[error("overwrites or deletes what was written")]
    NotAdditive,
    /// It writes where no record of this change is.
    #[error("writes outside its own new records")]
    OutsideItsRecords,
    /// The document as a whole cannot be read.
    #[error("not a document")]
    NotADocument,
}

/// Looks at everything but the author's device: what a change must be wherever it comes from.
pub(super) fn check(change: &Change, chain: &Chain) -> Result<(), Refusal> {
    let follows = change.seq() == u64::from(chain.seq()) + 1
        && change.start_op().get() == chain.next_op()
        && change.deps() == chain.deps();
    if !follows || change.is_empty() || !change.other_actor_ids().is_empty() {
        return Err(Refusal::OutOfLine);
    }
    if !CLOCKS.contains(&change.timestamp()) {
        return Err(Refusal::Malformed);
    }
    let ops = operations(change)?;
    let mut made = Made { actor: chain.actor(), start: change.start_op().get(), objects: BTreeMap::new() };
    let mut keys = BTreeSet::new();
    for (number, op) in (made.start..).zip(&ops) {
        made.check(number, op, chain)?;
        if let Key::Map(name) = &op.key {
            let object = if let ObjectId::Id(id) = &op.obj { id.counter() } else { 0 };
            // The same key twice would be two values of which only one is seen.
            if !keys.insert((object, name.as_str())) {
                return Err(Refusal::NotAdditive);
            }
        }
    }
    Ok(())
}

/// The device an actor's first change says it is.
pub(super) fn device_of(first: &Change) -> Option<DeviceId> {
    let ops = operations(first).ok()?;
    let (head, field) = (ops.first()?, ops.get(1)?);
    let (table, _) = key_of(&head.obj, &head.key)?;
    let named = table == AUTHORS && field.key == Key::Map("device".into());
    let OpType::Put(ScalarValue::Str(text)) = &field.action else { return None };
    if named { text.parse().ok() } else { None }
}

/// The operations of a change.
fn operations(change: &Change) -> Result<Vec<Op>, Refusal> {
    guarded(|| Some(change.decode().operations)).ok_or(Refusal::Malformed)
}

/// What a change has made so far: by the number of its operation, its type and how deep it lies.
struct Made {
    actor: Actor,
    start: u64,
    objects: BTreeMap<u64, (ObjType, u8)>,
}

impl Made {
    fn check(&mut self, number: u64, op: &Op, chain: &Chain) -> Result<(), Refusal> {
        if !op.pred.is_empty() {
            return Err(Refusal::NotAdditive);
        }
        let depth = match &op.obj {
            ObjectId::Root => self.check_record(number, op, chain)?,
            ObjectId::Id(id) => self.check_field(number, id, op)?,
        };
        match op.action {
            OpType::Make(kind) if depth <= DEEPEST => {
                self.objects.insert(number, (kind, depth));
                Ok(())
            }
            OpType::Put(_) if depth > 1 => Ok(()),
            OpType::Make(_) | OpType::Put(_) => Err(Refusal::OutsideItsRecords),
            OpType::Delete | OpType::Increment(_) | OpType::MarkBegin(_) | OpType::MarkEnd(_) => {
                Err(Refusal::NotAdditive)
            }
        }
    }

    /// A new record at the root, under a name of this change; a first change begins by saying whose it is.
    fn check_record(&self, number: u64, op: &Op, chain: &Chain) -> Result<u8, Refusal> {
        let (table, id) = key_of(&op.obj, &op.key).ok_or(Refusal::OutsideItsRecords)?;
        let own = id.actor == self.actor && id.seq == chain.seq() + 1;
        let first = number == self.start && chain.seq() == 0;
        if own && op.action == OpType::Make(ObjType::Map) && first == (table == AUTHORS) {
            Ok(1)
        } else {
            Err(Refusal::OutsideItsRecords)
        }
    }

    /// A field of a record, or an item of a list, made earlier in this change.
    fn check_field(&self, number: u64, id: &OpId, op: &Op) -> Result<u8, Refusal> {
        let (kind, depth) =
            self.own(id, number).and_then(|at| self.objects.get(&at)).ok_or(Refusal::OutsideItsRecords)?;
        let fits = match (&op.key, kind) {
            (Key::Map(_), ObjType::Map | ObjType::Table) => !op.insert,
            (Key::Seq(ElementId::Head), ObjType::List | ObjType::Text) => op.insert,
            (Key::Seq(ElementId::Id(after)), ObjType::List | ObjType::Text) => {
                op.insert && self.own(after, number).is_some()
            }
            _ => false,
        };
        if fits { Ok(depth + 1) } else { Err(Refusal::OutsideItsRecords) }
    }

    /// The number of an operation of this change that comes before `number`.
    fn own(&self, id: &OpId, number: u64) -> Option<u64> {
        let own = Actor::of(id.actor()) == Some(self.actor);
        (own && (self.start..number).contains(&id.counter())).then(|| id.counter())
    }
}
