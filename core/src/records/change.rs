//! A change: what one device wrote in one sitting, made by hand as Automerge's own format.
//!
//! ```text
//! actor     the device's in this document            seq       its how-many-th change, from 1 without a gap
//! deps      its own change before, nothing else      start_op  the number after its own last operation
//! message   "7": the log entry that brings it        time      what the device's clock showed: a hint
//! ops       new records only, see `additive`
//! ```
//!
//! What catches people out:
//! - a change depends on **its author's own** changes and on nobody else's. So changes of different people apply in any order,
//!   and those of a revoked device can be left out without losing anybody's honest ones;
//! - Automerge's own transactions number their operations after everything the document has seen, which would tell nothing
//!   and let one hostile number exhaust all later ones. Here the numbers of an actor have no gap;
//! - the entry's number stands inside the change, so that a snapshot, in which the entries are gone, can still be cut where a
//!   revocation says.

use std::fmt;
use std::num::NonZeroU64;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::legacy::ObjectId;
use automerge::{Change, ChangeHash, ExpandedChange};
use serde::{Deserialize, Serialize};

use super::day::CLOCKS;
use super::id::{Actor, RecordId};
use super::plain::{Fields, Writer};
use crate::log::DeviceId;

/// The table in which an actor's first change says whose it is.
pub(super) const AUTHORS: &str = "authors";

/// Where an actor's changes end so far: all that is needed to write the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    device: DeviceId,
    actor: Actor,
    seq: u32,
    last_op: u64,
    last: Option<ChangeHash>,
}

impl Chain {
    /// Of an actor that wrote nothing yet.
    #[must_use]
    pub const fn new(device: DeviceId, actor: Actor) -> Self {
        Self { device, actor, seq: 0, last_op: 0, last: None }
    }

    /// The device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// The actor.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// Changes so far.
    #[must_use]
    pub const fn seq(&self) -> u32 {
        self.seq
    }

    /// Number of the first operation of the next change.
    pub(super) const fn next_op(&self) -> u64 {
        self.last_op + 1
    }

    /// What the next change must depend on.
    pub(super) fn deps(&self) -> Vec<ChangeHash> {
        self.last.into_iter().collect()
    }

    /// Moves on past a change that follows.
    pub(super) fn advance(&mut self, change: &Change) {
        self.seq += 1;
        self.last_op = change.max_op();
        self.last = Some(change.hash());
    }
}

/// One sitting in the making. Dropped without [`Sitting::finish`], nothing is written.
pub struct Sitting {
    chain: Chain,
    records: Vec<(RecordId, &'static str, Fields)>,
}

/// Prints how much, not what: what a person told is in no log.
impl fmt::Debug for Sitting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a sitting of {} records", self.records.len())
    }
}

impl Sitting {
    /// Begins a sitting after the author's last change.
    #[must_use]
    pub fn new(chain: Chain) -> Self {
        let mut sitting = Self { chain, records: Vec::new() };
        if sitting.chain.seq == 0 {
            let mut fields = Fields::new();
            fields.insert("device".into(), sitting.chain.device.to_string().into());
            sitting.push(AUTHORS, fields);
        }
        sitting
    }

    /// Adds a record of plain fields, and gives its name.
    pub(super) fn push(&mut self, table: &'static str, fields: Fields) -> RecordId {
        let nth = u32::try_from(self.records.len()).expect("a sitting is no four thousand million records");
        let id = RecordId { actor: self.chain.actor, seq: self.chain.seq + 1, nth };
        self.records.push((id, table, fields));
        id
    }

    /// Is there anything to write?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.iter().all(|(_, table, _)| *table == AUTHORS)
    }

    /// Makes the change. `entry` is the number of the log entry that will bring it, `clock` what the device's clock shows.
    ///
    /// # Panics
    ///
    /// Never: operations are numbered from 1.
    #[must_use]
    pub fn finish(self, entry: u64, clock: super::Clock) -> Written {
        let Self { mut chain, records } = self;
        let mut writer = Writer::new(chain.actor.automerge(), chain.next_op());
        for (id, table, fields) in records {
            writer.record(&format!("{table}/{id}"), fields);
        }
        let change = Change::from(ExpandedChange {
            operations: writer.into_ops(),
            actor_id: chain.actor.automerge(),
            hash: None,
            seq: u64::from(chain.seq) + 1,
            start_op: NonZeroU64::new(chain.next_op()).expect("one more than something is not zero"),
            time: clock.0.clamp(*CLOCKS.start(), *CLOCKS.end()),
            message: Some(entry.to_string()),
            deps: chain.deps(),
            extra_bytes: Vec::new(),
            author: None,
        });
        chain.advance(&change);
        Written { chain, change }
    }
}

/// A finished sitting.
pub struct Written {
    pub(super) chain: Chain,
    pub(super) change: Change,
}

/// Prints where it stands, not what it says.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "change {} of {}", self.chain.seq, self.chain.actor)
    }
}

impl Written {
    /// The change as bytes, not deflated: an entry deflates all of its changes together.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.change.raw_bytes()
    }

    /// Where the author's next sitting begins.
    #[must_use]
    pub fn into_chain(self) -> Chain {
        self.chain
    }
}

/// Bytes that are no row of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a row of changes")]
pub(super) struct NotChanges;

/// Runs one of Automerge's readers. They check what they read, but some still panic on hostile bytes (an operation of an actor
/// that is not listed, a difference that overflows): then there is nothing to read.
pub(super) fn guarded<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// Automerge's mark before each change, the sum of four bytes and the kind after it.
const HEAD: usize = 4 + 4 + 1;
/// Where the kind stands, and the kind of a change that is not deflated.
const KIND: usize = 8;
const PLAIN: u8 = 1;
/// Where the sum stands: the beginning of the hash.
const SUM: std::ops::Range<usize> = 4..8;

/// Cuts changes that follow one another apart.
pub(super) fn read_all(mut bytes: &[u8]) -> Result<Vec<Change>, NotChanges> {
    let mut changes = Vec::new();
    while !bytes.is_empty() {
        let length = length_of_first(bytes).filter(|length| *length <= bytes.len()).ok_or(NotChanges)?;
        let (first, rest) = bytes.split_at(length);
        // A change deflated by itself is none of ours, and could be a small body with gigabytes in it.
        if first[KIND] != PLAIN {
            return Err(NotChanges);
        }
        let change = guarded(|| Change::try_from(first).ok()).ok_or(NotChanges)?;
        // Automerge looks at this sum for documents only.
        if first[SUM] != change.hash().0[..SUM.len()] {
            return Err(NotChanges);
        }
        // Automerge keeps operations and writes a change anew whenever it is asked for: one written otherwise would come back under
        // another hash, and what follows it would follow nothing.
        let again = guarded(|| Some(Change::from(change.decode()))).ok_or(NotChanges)?;
        if again.raw_bytes() != first {
            return Err(NotChanges);
        }
        changes.push(change);
        bytes = rest;
    }
    Ok(changes)
}

/// Length of the first change, with its head: the length of its content is a LEB128 number after the head.
fn length_of_first(bytes: &[u8]) -> Option<usize> {
    let mut content = 0_usize;
    for (at, byte) in bytes.get(HEAD..)?.iter().take(5).enumerate() {
        content |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return content.checked_add(HEAD + at + 1);
        }
    }
    None
}

/// Which record, of which table, an operation at the root names.
pub(super) fn key_of(obj: &ObjectId, key: &automerge::legacy::Key) -> Option<(String, RecordId)> {
    match (obj, key) {
        (ObjectId::Root, automerge::legacy::Key::Map(key)) => parse_key(key),
        _ => None,
    }
}

/// A key of the root: `table/record`.
pub(super) fn parse_key(key: &str) -> Option<(String, RecordId)> {
    let (table, id) = key.split_once('/')?;
    let named = (1..=32).contains(&table.len()) && table.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if named { Some((table.to_owned(), id.parse().ok()?)) } else { None }
}
