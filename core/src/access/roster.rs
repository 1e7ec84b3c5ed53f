//! Who is a member, what is revoked, what is erased: a pure function of the set of orders, whatever order they came in.
//!
//! What catches people out:
//! - an order is kept even while nobody knows its author: her join may come later. Ask [`Roster::counts`] before storing a stranger's;
//! - a revocation does not undo the past: it says for each document up to which entry the device still counts. Later entries are
//!   quarantined, kept but not applied, and count again should the revocation turn out not to;
//! - expiry ends what a hub serves, never what was written.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::device::SealingKey;
use super::membership::{Membership, Role};
use super::orders::{Erase, Join, Revoke};
use super::standing::{self, Ended};
use super::token::{Grant, Holder, TokenError};
use crate::log::{DeviceId, DocId, Document, Entry, EntryId, Header, Kind, NotSigned, ScopeId, SpaceId, seal};

/// What an entry is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Apply it.
    Counts,
    /// Keep it, apply it not: written by a device after it was revoked, or by the second user of an invitation.
    Quarantined,
    /// Do not keep it.
    Refused(Refusal),
}

/// Why an entry is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// Of another commune.
    #[error("of another commune")]
    OtherSpace,
    /// An order outside the roster, or something else within it, or numbered 0.
    #[error("not where such an entry belongs")]
    Misplaced,
    /// Nobody let this device in, as far as is known here.
    #[error("its author is not a member")]
    NotAMember,
    /// A member, without the right to write this.
    #[error("its author may not write this")]
    NotAllowed,
    /// Its document is erased.
    #[error("its document is erased")]
    Erased,
}

/// Why an order cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// Not an order of this commune's roster.
    #[error("not an order of this commune")]
    NotAnOrder,
    /// Not signed by its author.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    /// Its body cannot be read.
    #[error("an order that cannot be read")]
    Malformed,
    /// A join whose token is worth nothing.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A join with somebody else's token.
    #[error("a token of another device")]
    NotTheHolder,
}

/// How one membership of a device stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the token gives.
    pub membership: Membership,
    /// Who held the token before, first the one that the root named.
    pub through: Vec<Holder>,
    /// Whether it still holds.
    pub state: State,
}

/// Whether a membership holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Live,
    /// Revoked; for each document the last entry that counts.
    Revoked(BTreeMap<DocId, u64>),
    /// Its invitation was used by another device too, and that one counts.
    SecondUse {
        /// The device that counts.
        winner: DeviceId,
    },
}

/// One invitation, two devices: somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedTwice {
    /// The public key of the invitation. Revoking it with the right device under `keeps` settles the matter.
    pub invitation: DeviceId,
    /// The device that counts for now.
    pub winner: DeviceId,
    /// The other.
    pub loser: DeviceId,
}

/// Whose circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    /// The commune's: its stations, the root among them.
    Commune,
    /// A village's: its collaborators.
    Village(ScopeId),
    /// A family's: the devices whose token names this document or circle.
    Family(DocId),
}

/// A join whose token was verified.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Joined {
    #[n(0)]
    pub seq: u64,
    #[n(1)]
    pub grant: Grant,
    #[n(2)]
    pub sealing: SealingKey,
}

/// An order with who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Given<T> {
    #[n(0)]
    pub author: DeviceId,
    #[n(1)]
    pub seq: u64,
    #[n(2)]
    pub order: T,
}

/// The orders of a commune, as a set.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Orders {
    #[n(0)]
    pub space: SpaceId,
    #[n(1)]
    pub joins: BTreeMap<EntryId, Joined>,
    #[n(2)]
    pub revokes: BTreeMap<EntryId, Given<Revoke>>,
    #[n(3)]
    pub erases: BTreeMap<EntryId, Given<Erase>>,
}

/// The members of a commune.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    orders: Orders,
    members: BTreeMap<DeviceId, Vec<Standing>>,
    sealing: BTreeMap<DeviceId, SealingKey>,
    used_twice: Vec<UsedTwice>,
    erased: BTreeSet<Document>,
}

impl Roster {
    /// The roster of a commune nobody has joined yet.
    #[must_use]
    pub const fn new(space: SpaceId) -> Self {
        let orders = Orders { space, joins: BTreeMap::new(), revokes: BTreeMap::new(), erases: BTreeMap::new() };
        Self {
            orders,
            members: BTreeMap::new(),
            sealing: BTreeMap::new(),
            used_twice: Vec::new(),
            erased: BTreeSet::new(),
        }
    }

    /// Takes in orders, in any sequence and however often. Each one's outcome is told; a bad one changes nothing.
    pub fn add<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Result<(), OrderError>> {
        let outcomes = entries.into_iter().map(|entry| self.take(entry)).collect();
        self.settle();
        outcomes
    }

    /// What an entry is worth. A join is judged by [`Roster::add`]; here it counts wherever a join belongs.
    #[must_use]
    pub fn counts(&self, header: &Header) -> Verdict {
        if header.space != self.orders.space {
            return Verdict::Refused(Refusal::OtherSpace);
        }
        let in_roster = header.doc == header.space.roster() && header.scope == header.space.commune_scope();
        let about_roster = header.doc == header.space.roster();
        if header.seq == 0 || if header.kind.is_public() { !in_roster } else { about_roster } {
            return Verdict::Refused(Refusal::Misplaced);
        }
        if header.kind == Kind::Join {
            return Verdict::Counts;
        }
        if !header.kind.is_public() && self.is_erased(Document { scope: header.scope, doc: header.doc }) {
            return Verdict::Refused(Refusal::Erased);
        }
        let standings = self.members.get(&header.author).map_or(&[][..], Vec::as_slice);
        if standings.is_empty() && !self.is_root(header.author) {
            return Verdict::Refused(Refusal::NotAMember);
        }
        if self.is_root(header.author) && header.kind.is_public() {
            return Verdict::Counts;
        }
        let mut verdict = Verdict::Refused(Refusal::NotAllowed);
        for standing in standings.iter().filter(|standing| standing.membership.may_write(header)) {
            match &standing.state {
                State::Live => return Verdict::Counts,
                State::Revoked(last) if last.get(&header.doc).is_some_and(|last| header.seq <= *last) => {
                    return Verdict::Counts;
                }
                State::Revoked(_) | State::SecondUse { .. } => verdict = Verdict::Quarantined,
            }
        }
        verdict
    }

    /// May this device be given an entry with this header now? `now` is the hub's clock, in seconds since 1970.
    #[must_use]
    pub fn may_read(&self, device: DeviceId, header: &Header, now: u64) -> bool {
        self.live(device, now).any(|membership| membership.may_read(header))
            && (header.kind.is_public() || !self.is_erased(Document { scope: header.scope, doc: header.doc }))
    }

    /// The memberships of a device that hold now: none means that a hub serves it nothing.
    pub fn live(&self, device: DeviceId, now: u64) -> impl Iterator<Item = &Membership> {
        let standings = self.standings(device).iter().filter(|standing| standing.state == State::Live);
        standings.map(|standing| &standing.membership).filter(move |membership| now < membership.expires)
    }

    /// Every membership of a device, revoked ones too.
    #[must_use]
    pub fn standings(&self, device: DeviceId) -> &[Standing] {
        self.members.get(&device).map_or(&[], Vec::as_slice)
    }

    /// Every device that ever joined, sorted.
    pub fn devices(&self) -> impl Iterator<Item = DeviceId> {
        self.members.keys().copied()
    }

    /// Where keys are sealed to a device.
    #[must_use]
    pub fn sealing_key(&self, device: DeviceId) -> Option<SealingKey> {
        self.sealing.get(&device).copied()
    }

    /// The devices of a circle whose membership holds: where its next secret is sealed to, beside the circle above it.
    #[must_use]
    pub fn recipients(&self, circle: Circle) -> Vec<SealingKey> {
        let belongs = |standing: &Standing| {
            let membership = &standing.membership;
            standing.state == State::Live
                && match circle {
                    Circle::Commune => membership.role == Role::Station,
                    Circle::Village(scope) => {
                        membership.role == Role::Collaborator && membership.scopes.contains(&scope)
                    }
                    Circle::Family(doc) => membership.role == Role::Family && membership.docs.contains(&doc),
                }
        };
        let devices = self.members.iter().filter(|(_, standings)| standings.iter().any(belongs));
        devices.filter_map(|(device, _)| self.sealing_key(*device)).collect()
    }

    /// Invitations that more than one device used.
    #[must_use]
    pub fn used_twice(&self) -> &[UsedTwice] {
        &self.used_twice
    }

    /// Is this document erased?
    #[must_use]
    pub fn is_erased(&self, document: Document) -> bool {
        self.erased.contains(&document)
    }

    /// Erased documents, sorted: whose entries and keys are to be dropped.
    pub fn erased(&self) -> impl Iterator<Item = Document> {
        self.erased.iter().copied()
    }

    /// The commune.
    #[must_use]
    pub const fn space(&self) -> SpaceId {
        self.orders.space
    }

    /// Everything verified so far, to be kept where nobody else writes: reading it back verifies nothing again.
    ///
    /// # Panics
    ///
    /// Never: writing CBOR to memory cannot fail.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(&self.orders).expect("memory takes every byte")
    }

    /// Reads what [`Roster::to_bytes`] wrote; `None` when it is not that: take the orders in anew.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let orders: Orders = minicbor::decode(bytes).ok()?;
        let mut roster = Self { orders, ..Self::new(SpaceId::new([0; 16])) };
        roster.settle();
        Some(roster)
    }

    fn is_root(&self, device: DeviceId) -> bool {
        SpaceId::of_root(device.as_bytes()) == self.orders.space
    }

    fn take(&mut self, entry: &Entry) -> Result<(), OrderError> {
        let (id, header) = (entry.id(), entry.header());
        let in_roster = header.space == self.orders.space
            && header.doc == header.space.roster()
            && header.scope == header.space.commune_scope()
            && header.seq > 0;
        if !in_roster || !header.kind.is_public() {
            return Err(OrderError::NotAnOrder);
        }
        seal::verify(entry)?;
        let (author, seq) = (header.author, header.seq);
        match header.kind {
            Kind::Join => {
                let Join { token, sealing } = Join::from_bytes(entry.body()).ok_or(OrderError::Malformed)?;
                if token.space() != self.orders.space {
                    return Err(OrderError::NotAnOrder);
                }
                let grant = token.read()?;
                if grant.holder != Holder::Device(author) {
                    return Err(OrderError::NotTheHolder);
                }
                self.orders.joins.insert(id, Joined { seq, grant, sealing });
            }
            Kind::Revoke => {
                let order = Revoke::from_bytes(entry.body()).ok_or(OrderError::Malformed)?;
                self.orders.revokes.insert(id, Given { author, seq, order });
            }
            _ => {
                let order = Erase::from_bytes(entry.body()).ok_or(OrderError::Malformed)?;
                self.orders.erases.insert(id, Given { author, seq, order });
            }
        }
        Ok(())
    }

    fn settle(&mut self) {
        let settled = standing::settle(&self.orders);
        self.members = BTreeMap::new();
        self.sealing = BTreeMap::new();
        self.used_twice = Vec::new();
        let mut newest: BTreeMap<DeviceId, (u64, EntryId)> = BTreeMap::new();
        for (id, joined) in &self.orders.joins {
            let device = joined.grant.membership.device;
            let state = match settled.ended.get(id) {
                None => State::Live,
                Some(Ended::Revoked(last)) => State::Revoked(last.clone()),
                Some(Ended::SecondUse { invitation, winner }) => {
                    self.used_twice.push(UsedTwice { invitation: *invitation, winner: *winner, loser: device });
                    State::SecondUse { winner: *winner }
                }
            };
            let membership = joined.grant.membership.clone();
            self.members.entry(device).or_default().push(Standing {
                membership,
                through: joined.grant.through.clone(),
                state,
            });
            let place = newest.entry(device).or_insert((joined.seq, *id));
            if (joined.seq, *id) >= *place {
                *place = (joined.seq, *id);
                self.sealing.insert(device, joined.sealing);
            }
        }
        self.erased = settled.erased;
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
