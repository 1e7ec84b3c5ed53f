//! A document: the records of one family, village or commune, each written once and never altered.
//!
//! ```text
//! root
//! ├─ "authors/<id>"        { device }                      which device an actor is
//! ├─ "children/<id>"       { name, sex, birth, … }         a record: plain fields, see each table's module
//! ├─ "measurements/<id>"   { child, on, weight_g, … }
//! ├─ "corrections/<id>"    { of, over, set }               later truth names what it replaces
//! └─ "<unknown>/<id>"      …                               a newer app's: kept as it is
//! ```
//!
//! A record's key is its table and its [`RecordId`](super::RecordId). When two phones write, both records are there: nothing
//! that one writes can replace what another wrote. Automerge keeps the history and the author of every record; there is no
//! first change that all must share, since the root is all they share.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use automerge::hydrate::Value as Hydrated;
use automerge::{Automerge, ReadDoc};

use super::additive::{self, Refusal};
use super::change::{self, Chain, Sitting, parse_key};
use super::id::Actor;
use super::ledger::{Ledger, Origin};
use super::{Clock, plain};
use crate::log::DeviceId;

/// What applying changes did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// New changes.
    pub new: usize,
    /// Changes that were there already.
    pub known: usize,
    /// Changes that wait for an earlier one of the same author. They are kept in memory, **not** by [`Document::save`].
    pub waiting: usize,
}

/// One document, open.
#[derive(Clone, Default)]
pub struct Document {
    automerge: Automerge,
    chains: BTreeMap<Actor, Chain>,
    waiting: BTreeMap<(Actor, u64), automerge::Change>,
}

/// Prints how much, not what: what a person told is in no log.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes: u64 = self.chains.values().map(|chain| u64::from(chain.seq())).sum();
        write!(f, "a document of {changes} changes by {} actors", self.chains.len())
    }
}

impl Document {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens what [`Document::save`] gave. Every change in it is looked at again, since a snapshot may come from somebody else.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotADocument`] for damage, otherwise what is wrong with a change in it.
    pub fn load(bytes: &[u8]) -> Result<Self, Refusal> {
        let read = change::guarded(|| {
            let automerge = Automerge::load(bytes).ok()?;
            let changes = automerge.get_changes(&[]);
            Some((automerge, changes))
        });
        let (automerge, changes) = read.ok_or(Refusal::NotADocument)?;
        let mut chains = BTreeMap::new();
        for change in changes {
            let actor = Actor::of(change.actor_id()).ok_or(Refusal::NotTheAuthor)?;
            advance(&mut chains, actor, &change, None)?;
        }
        Ok(Self { automerge, chains, waiting: BTreeMap::new() })
    }

    /// The document with its history, deflated.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        self.automerge.save()
    }

    /// Where an actor's next sitting begins.
    #[must_use]
    pub fn chain(&self, device: DeviceId, actor: Actor) -> Chain {
        self.chains.get(&actor).cloned().unwrap_or_else(|| Chain::new(device, actor))
    }

    /// One sitting: `write` adds records; the change is applied here and its bytes are given for the log entry `entry`.
    /// `None` when nothing was written.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotTheAuthor`] when the actor is another device's.
    pub fn edit<T>(
        &mut self,
        (device, actor): (DeviceId, Actor),
        entry: u64,
        clock: Clock,
        write: impl FnOnce(&mut Sitting) -> T,
    ) -> Result<(T, Option<Vec<u8>>), Refusal> {
        let mut sitting = Sitting::new(self.chain(device, actor));
        let given = write(&mut sitting);
        if sitting.is_empty() {
            return Ok((given, None));
        }
        let bytes = sitting.finish(entry, clock).bytes().to_vec();
        self.apply(device, entry, &bytes)?;
        Ok((given, Some(bytes)))
    }

    /// Applies changes that follow one another in an entry of `device` numbered `entry`. The order in which entries arrive
    /// does not matter, nor do repetitions.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: nothing of the entry is applied then.
    pub fn apply(&mut self, device: DeviceId, entry: u64, changes: &[u8]) -> Result<Applied, Refusal> {
        let changes = change::read_all(changes).map_err(|_| Refusal::Malformed)?;
        for change in &changes {
            let actor = Actor::of(change.actor_id()).ok_or(Refusal::NotTheAuthor)?;
            if !actor.is_of(device) {
                return Err(Refusal::NotTheAuthor);
            }
            if change.message() != Some(entry.to_string().as_str()) {
                return Err(Refusal::AnotherEntry);
            }
        }
        self.take_in(Some(device), changes)
    }

    /// Takes in what another holder's copy has more, each change looked at.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: nothing of it is applied then.
    pub fn merge(&mut self, other: &Self) -> Result<Applied, Refusal> {
        self.take_in(None, other.automerge.get_changes(&[]))
    }

    fn take_in(&mut self, device: Option<DeviceId>, changes: Vec<automerge::Change>) -> Result<Applied, Refusal> {
        let mut chains = self.chains.clone();
        let mut waiting = self.waiting.clone();
        let (mut applied, mut ready) = (Applied::default(), Vec::new());
        let mut brought = BTreeSet::new();
        for change in changes {
            brought.insert(change.hash());
            if self.automerge.get_change_by_hash(&change.hash()).is_some() {
                applied.known += 1;
                continue;
            }
            let actor = Actor::of(change.actor_id()).ok_or(Refusal::NotTheAuthor)?;
            match waiting.insert((actor, change.seq()), change.clone()) {
                Some(other) if other.hash() != change.hash() => return Err(Refusal::Twice),
                _ => {}
            }
        }
        loop {
            let next = waiting
                .keys()
                .copied()
                .find(|(actor, seq)| *seq <= chains.get(actor).map_or(0, |chain| u64::from(chain.seq())) + 1);
            let Some(change) = next.and_then(|next| waiting.remove(&next)) else { break };
            let actor = Actor::of(change.actor_id()).ok_or(Refusal::NotTheAuthor)?;
            match advance(&mut chains, actor, &change, device) {
                Ok(()) => ready.push(change),
                Err(refusal) if brought.contains(&change.hash()) => return Err(refusal),
                // What waited turns out to be wrong: that is no fault of what came now.
                Err(_) => {}
            }
        }
        applied.new = ready.len();
        applied.waiting = waiting.len();
        self.automerge.apply_changes(ready).map_err(|_| Refusal::OutOfLine)?;
        (self.chains, self.waiting) = (chains, waiting);
        Ok(applied)
    }

    /// The document without the entries of revoked devices that count no longer: by device, the last entry that does.
    ///
    /// # Errors
    ///
    /// None in practice: every change was looked at when it came.
    pub fn without(&self, last_counting: &BTreeMap<DeviceId, u64>) -> Result<Self, Refusal> {
        let counts = |change: &automerge::Change| {
            let device = Actor::of(change.actor_id()).and_then(|actor| self.chains.get(&actor)).map(Chain::device);
            let last = device.and_then(|device| last_counting.get(&device));
            last.is_none_or(|last| entry_of(change.message()).is_some_and(|entry| entry <= *last))
        };
        let mut kept = Self::new();
        kept.take_in(None, self.automerge.get_changes(&[]).into_iter().filter(counts).collect())?;
        Ok(kept)
    }

    /// The last entry of each device that something in the document came by.
    #[must_use]
    pub fn last_entries(&self) -> BTreeMap<DeviceId, u64> {
        let mut last = BTreeMap::new();
        for meta in self.automerge.get_changes_meta(&[]) {
            let chain = Actor::of(&meta.actor).and_then(|actor| self.chains.get(&actor));
            if let (Some(chain), Some(entry)) = (chain, entry_of(meta.message.as_deref())) {
                let known: &mut u64 = last.entry(chain.device()).or_default();
                *known = (*known).max(entry);
            }
        }
        last
    }

    /// Is nothing in it, and does nothing wait?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty() && self.waiting.is_empty()
    }

    /// Changes that wait for an earlier one of the same author.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Do both hold the same changes?
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.chains == other.chains
    }

    /// Every record with who wrote it and when.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let mut origins = BTreeMap::new();
        for meta in self.automerge.get_changes_meta(&[]) {
            let found = Actor::of(&meta.actor).and_then(|actor| Some((actor, self.chains.get(&actor)?.device())));
            let Some((actor, device)) = found else { continue };
            let entry = entry_of(meta.message.as_deref()).unwrap_or_default();
            let seq = u32::try_from(meta.seq).unwrap_or(u32::MAX);
            origins.insert((actor, seq), Origin { device, entry, clock: Clock(meta.timestamp) });
        }
        let mut ledger = Ledger::default();
        if let Hydrated::Map(root) = self.automerge.hydrate(None) {
            for (key, value) in root.iter() {
                let Some((table, id)) = parse_key(key) else { continue };
                if let (Hydrated::Map(fields), Some(origin)) = (&value.value, origins.get(&(id.actor, id.seq))) {
                    ledger.insert(&table, id, plain::fields(fields), *origin);
                }
            }
        }
        ledger
    }
}

/// Moves an actor's chain on past a change, when it may follow.
fn advance(
    chains: &mut BTreeMap<Actor, Chain>,
    actor: Actor,
    change: &automerge::Change,
    device: Option<DeviceId>,
) -> Result<(), Refusal> {
    let chain = match chains.get(&actor) {
        Some(chain) => chain.clone(),
        None => {
            let says = additive::device_of(change).ok_or(Refusal::NotTheAuthor)?;
            if !actor.is_of(says) {
                return Err(Refusal::NotTheAuthor);
            }
            Chain::new(says, actor)
        }
    };
    if device.is_some_and(|device| chain.device() != device) {
        return Err(Refusal::NotTheAuthor);
    }
    if change.seq() <= u64::from(chain.seq()) {
        return Err(Refusal::Twice);
    }
    additive::check(change, &chain)?;
    let mut moved = chain;
    moved.advance(change);
    chains.insert(actor, moved);
    Ok(())
}

fn entry_of(message: Option<&str>) -> Option<u64> {
    message?.parse().ok()
}
