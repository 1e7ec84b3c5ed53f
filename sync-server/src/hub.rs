//! One request answered: who asks, what is brought, what is handed out. Blocking; knows no HTTP.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use nep_core::access::{Audience, Membership, Role, Roster, State, ToldRoster};
use nep_core::log::{
    Batch, Bound, DeviceId, Entry, EntryId, EntryStore, Judge, Kind, Lane, Outcome, Refusal, Signed, SpaceId,
    StoreError, Wanted,
};
use nep_core::sync::{Answer, Ask, Denial, NotARequest, Pull, Request, Served, WIRE_VERSION};

/// At most so many lanes in a request: a family's documents, a collaborator's villages.
const MOST_LANES: usize = 256;
/// At most so many entries in a request or an answer.
const MOST_ENTRIES: usize = 5000;
/// At most so many bytes of entries in an answer, but always one entry.
const MOST_BYTES: usize = 1024 * 1024;

/// What a hub allows.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Its names: a request must be proven for one of them.
    pub names: Vec<Audience>,
    /// The communes it serves; every one when absent.
    pub spaces: Option<HashSet<SpaceId>>,
    /// At most so many bytes of entries for a commune.
    pub quota: u64,
}

/// A log that answers requests.
pub struct Hub {
    store: Arc<dyn EntryStore>,
    rules: Rules,
    spaces: Mutex<HashMap<SpaceId, Arc<Mutex<Known>>>>,
}

/// What this instance remembers of a space.
struct Known {
    members: ToldRoster,
    /// Bytes held: counted at the first push, then added to; other instances' pushes are seen when it is counted anew.
    bytes: Option<u64>,
}

impl Hub {
    /// A hub over this store.
    #[must_use]
    pub fn new(store: Arc<dyn EntryStore>, rules: Rules) -> Self {
        Self { store, rules, spaces: Mutex::default() }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn EntryStore> {
        &self.store
    }

    /// Reads a request and verifies that the device it names made it for this hub.
    ///
    /// # Errors
    ///
    /// What to answer.
    pub fn read(&self, bytes: &[u8]) -> Result<Request, Denial> {
        let request = Request::from_bytes(bytes).map_err(|error| match error {
            NotARequest::Malformed => Denial::Malformed,
            NotARequest::Newer(_) => Denial::Newer(WIRE_VERSION.into()),
        })?;
        if !self.rules.names.iter().any(|name| request.is_proven(*name)) {
            return Err(Denial::Unproven);
        }
        Ok(request)
    }

    /// Answers a request that was [read](Self::read). `now`: seconds since 1970.
    pub fn serve(&self, request: &Request, now: u64) -> Answer {
        match self.try_serve(&request.ask, now) {
            Ok(served) => Answer::Served(served),
            Err(denial) => Answer::Denied(denial),
        }
    }

    /// Counts the bytes of every space anew at its next push.
    pub fn recount(&self) {
        let spaces = self.spaces.lock().unwrap_or_else(PoisonError::into_inner);
        for known in spaces.values() {
            known.lock().unwrap_or_else(PoisonError::into_inner).bytes = None;
        }
    }

    fn try_serve(&self, ask: &Ask, now: u64) -> Result<Served, Denial> {
        if self.rules.spaces.as_ref().is_some_and(|spaces| !spaces.contains(&ask.space)) {
            return Err(Denial::OtherSpace);
        }
        let lanes = ask.pull.as_ref().map_or(0, |pull| pull.lanes.len());
        if ask.push.len() > MOST_ENTRIES || lanes > MOST_LANES {
            return Err(Denial::TooLarge(MOST_ENTRIES as u64));
        }
        let caller = self.caller(ask, now)?;
        if let Some(pull) = &ask.pull {
            pull.lanes.iter().try_for_each(|lane| allowed(&caller.memberships, lane))?;
        }
        self.store.count(ask.space, ask.device, ask.counter).map_err(failed)?.map_err(Denial::Stale)?;
        let outcomes = self.take(ask, caller.join, now)?;
        let (entries, after, more) = match &ask.pull {
            Some(pull) => self.hand_out(ask, &caller.memberships, pull)?,
            None => (Vec::new(), Vec::new(), false),
        };
        let head = self.store.head(ask.space).map_err(failed)?;
        Ok(Served { log: head.log, last: head.last, outcomes, entries, after, more, time: now, wait: 0 })
    }

    /// Who asks, as the log knows it or as the join says that it shows.
    fn caller(&self, ask: &Ask, now: u64) -> Result<Caller, Denial> {
        self.with(ask.space, |known| {
            let told = self.store.orders(ask.space, known.members.told()).map_err(failed)?;
            if let Some((last, _)) = told.last() {
                known.members.learn(&told.iter().map(|(_, order)| order).collect::<Vec<_>>(), *last);
            }
            let roster = known.members.roster();
            let memberships: Vec<Membership> = roster.live(ask.device, now).cloned().collect();
            if !memberships.is_empty() {
                return Ok(Caller { memberships, join: None });
            }
            let shown = ask.join.as_ref().and_then(|bytes| Signed::read(bytes).ok());
            if let Some(join) = shown.filter(|join| is_join_of(join, ask.device)) {
                // Tried on a copy: nothing is kept for somebody who then turns out to be no member.
                let mut trial = roster.clone();
                trial.add([join.entry()]);
                let memberships: Vec<Membership> = trial.live(ask.device, now).cloned().collect();
                if !memberships.is_empty() {
                    return Ok(Caller { memberships, join: Some(join) });
                }
                return Err(why_not(&trial, ask.device));
            }
            Err(why_not(roster, ask.device))
        })
    }

    fn take(&self, ask: &Ask, join: Option<Signed>, now: u64) -> Result<Vec<Outcome>, Denial> {
        if ask.push.is_empty() && join.is_none() {
            return Ok(Vec::new());
        }
        let shown = usize::from(join.is_some());
        let read: Vec<Result<Signed, Refusal>> = ask.push.iter().map(|bytes| Signed::read(bytes)).collect();
        let entries: Vec<Signed> = join.into_iter().chain(read.iter().flatten().cloned()).collect();
        let bytes: u64 = entries.iter().map(|entry| entry.entry().as_bytes().len() as u64).sum();
        let taken = self.with(ask.space, |known| {
            let held = match known.bytes {
                Some(held) => held,
                None => self.store.holdings_of(ask.space).map_err(failed)?.bytes,
            };
            if held.saturating_add(bytes) > self.rules.quota {
                return Err(Denial::Full);
            }
            let batch = Batch { space: ask.space, entries: &entries, from: None, now };
            match self.store.append(&batch, &mut known.members) {
                Ok(outcomes) => {
                    known.bytes = Some(held + stored_bytes(&entries, &outcomes));
                    Ok(outcomes)
                }
                Err(error) => {
                    // It may have been told of orders that were not kept.
                    known.members = ToldRoster::new(ask.space);
                    Err(failed(error))
                }
            }
        })?;
        let mut taken = taken.into_iter().skip(shown);
        let outcome = |entry: Result<Signed, Refusal>| match entry {
            Ok(_) => taken.next().expect("an outcome for each entry"),
            Err(refusal) => Outcome::Refused(refusal),
        };
        Ok(read.into_iter().map(outcome).collect())
    }

    /// What was brought with the same request is not handed back.
    fn hand_out(&self, ask: &Ask, memberships: &[Membership], pull: &Pull) -> Result<HandedOut, Denial> {
        let bound = Bound {
            entries: (pull.entries as usize).clamp(1, MOST_ENTRIES),
            bytes: (pull.bytes as usize).min(MOST_BYTES),
        };
        let brought: HashSet<EntryId> = ask.push.iter().map(|bytes| EntryId::of(bytes)).collect();
        let page = self.store.since(ask.space, &pull.lanes, bound).map_err(failed)?;
        // The lanes were looked at already; this is the second lock on the same door.
        let readable = |entry: &Entry| memberships.iter().any(|member| member.may_read(entry.header()));
        let may = page.entries.iter().filter(|(_, entry)| readable(entry) && !brought.contains(&entry.id()));
        let entries = may.map(|(_, entry)| entry.as_bytes().to_vec().into()).collect();
        Ok((entries, page.after, page.more))
    }

    fn with<T>(&self, space: SpaceId, work: impl FnOnce(&mut Known) -> T) -> T {
        let known = {
            let mut spaces = self.spaces.lock().unwrap_or_else(PoisonError::into_inner);
            let begin = || Arc::new(Mutex::new(Known { members: ToldRoster::new(space), bytes: None }));
            Arc::clone(spaces.entry(space).or_insert_with(begin))
        };
        let mut known = known.lock().unwrap_or_else(|poisoned| {
            // A panic in between: what it had been told is in doubt.
            let mut known = poisoned.into_inner();
            known.members = ToldRoster::new(space);
            known.bytes = None;
            known
        });
        work(&mut known)
    }
}

type HandedOut = (Vec<minicbor::bytes::ByteVec>, Vec<u64>, bool);

/// Whoever asks.
struct Caller {
    memberships: Vec<Membership>,
    /// The join that was shown, when the log has not got it.
    join: Option<Signed>,
}

fn is_join_of(entry: &Signed, device: DeviceId) -> bool {
    let header = entry.entry().header();
    header.kind == Kind::Join && header.author == device
}

fn why_not(roster: &Roster, device: DeviceId) -> Denial {
    let standings = roster.standings(device);
    if standings.is_empty() {
        Denial::Unknown
    } else if standings.iter().any(|standing| standing.state == State::Live) {
        Denial::Expired
    } else {
        Denial::Revoked
    }
}

/// May they be handed what this lane brings?
fn allowed(memberships: &[Membership], lane: &Lane) -> Result<(), Denial> {
    let may = |member: &Membership| match (member.role, lane.wanted) {
        (Role::Station, _) | (_, Wanted::Orders) => true,
        (_, Wanted::All) | (Role::Family, Wanted::Scope(_)) => false,
        (Role::Collaborator, Wanted::Scope(scope)) => member.scopes.contains(&scope),
        (Role::Collaborator, Wanted::Document(document)) => member.scopes.contains(&document.scope),
        (Role::Family, Wanted::Document(document)) => {
            member.scopes.contains(&document.scope) && member.docs.contains(&document.doc)
        }
    };
    if memberships.iter().any(may) { Ok(()) } else { Err(Denial::NotAllowed) }
}

fn stored_bytes(entries: &[Signed], outcomes: &[Outcome]) -> u64 {
    let stored = entries.iter().zip(outcomes).filter(|(_, outcome)| matches!(outcome, Outcome::Stored(_)));
    stored.map(|(entry, _)| entry.entry().as_bytes().len() as u64).sum()
}

fn failed(error: StoreError) -> Denial {
    tracing::error!(%error, "the store failed");
    match error {
        StoreError::Full => Denial::Full,
        StoreError::Away(_) | StoreError::InUse => Denial::Busy(5),
        _ => Denial::Failed,
    }
}
