//! Which memberships hold, given a set of orders: the rules, with nothing kept.
//!
//! - A revocation ends a membership when the revoked key stands in its token's chain of holders, and whoever revokes is the root, or a
//!   station, or stands in that chain no later than the revoked key: she passed the token on. The root's own membership never ends.
//! - A revocation counts if its author's right to it held at that entry. Two stations may revoke each other, each denying the other the
//!   right: then **both** count, and the root decides with its recovery kit. Failing closed is the lesser harm: what is quarantined comes
//!   back, what a thief wrote into a record has been believed. The set is found as the possible part of the well-founded answer
//!   (Van Gelder 1989, "The alternating fixpoint of logic programs"), which does not depend on any order.
//! - An invitation is used once: of two devices the join with the smaller name counts, until somebody revokes the invitation, keeping the
//!   right device. A thief may see to it that his name is smaller; he may also come first. Neither stays unseen. A device that used it
//!   and was revoked has used it up: its loss must not let the next one in.

use std::collections::{BTreeMap, BTreeSet};

use super::membership::Role;
use super::orders::{Erase, Revoke};
use super::roster::{Given, Joined, Orders};
use crate::log::{DeviceId, DocId, Document, EntryId, Header, Kind, SpaceId, VERSION};

/// How a membership ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Up to these entries its device counts.
    Revoked(BTreeMap<DocId, u64>),
    /// Another device used the same invitation and counts.
    SecondUse { invitation: DeviceId, winner: DeviceId },
}

/// What the orders come to.
pub struct Settled {
    /// By join; those not named hold.
    pub ended: BTreeMap<EntryId, Ended>,
    /// Erased documents.
    pub erased: BTreeSet<Document>,
}

/// Revocations that count, and whether their author speaks for a station.
type Counting = BTreeMap<EntryId, bool>;

/// Applies the rules.
pub fn settle(orders: &Orders) -> Settled {
    let by_device = by_device(orders);
    let mut surely = Counting::new();
    let mut possibly;
    let mut rounds = 0;
    loop {
        possibly = counting(orders, &by_device, &ended(orders, &surely));
        let next = counting(orders, &by_device, &ended(orders, &possibly));
        rounds += 1;
        // Each round makes one more revocation sure, or is the last.
        if next == surely || rounds > orders.revokes.len() {
            break;
        }
        surely = next;
    }
    let ended = ended(orders, &possibly);
    let erased = erased(orders, &by_device, &ended);
    Settled { ended, erased }
}

type ByDevice<'o> = BTreeMap<DeviceId, Vec<(EntryId, &'o Joined)>>;

fn by_device(orders: &Orders) -> ByDevice<'_> {
    let mut by_device = ByDevice::new();
    for (id, joined) in &orders.joins {
        by_device.entry(joined.grant.membership.device).or_default().push((*id, joined));
    }
    by_device
}

fn counting(orders: &Orders, by_device: &ByDevice<'_>, ended: &BTreeMap<EntryId, Ended>) -> Counting {
    let authority =
        |given: &Given<Revoke>| authority(orders.space, by_device, ended, Kind::Revoke, given.author, given.seq);
    orders.revokes.iter().filter_map(|(id, given)| Some((*id, authority(given)?.is_station()))).collect()
}

/// By what right somebody gives an order.
enum Authority<'o> {
    Station,
    Villages(Vec<&'o Joined>),
}

impl Authority<'_> {
    const fn is_station(&self) -> bool {
        matches!(self, Self::Station)
    }
}

fn authority<'o>(
    space: SpaceId,
    by_device: &ByDevice<'o>,
    ended: &BTreeMap<EntryId, Ended>,
    kind: Kind,
    author: DeviceId,
    seq: u64,
) -> Option<Authority<'o>> {
    if SpaceId::of_root(author.as_bytes()) == space {
        return Some(Authority::Station);
    }
    let (scope, doc) = (space.commune_scope(), space.roster());
    let header = Header { version: VERSION, kind, space, scope, doc, author, seq, epoch: 0, contains: Vec::new() };
    let holds = |(id, joined): &(EntryId, &'o Joined)| {
        let in_time = match ended.get(id) {
            None => true,
            Some(Ended::Revoked(last)) => last.get(&doc).is_some_and(|last| seq <= *last),
            Some(Ended::SecondUse { .. }) => false,
        };
        (in_time && joined.grant.membership.may_write(&header)).then_some(*joined)
    };
    let held: Vec<&Joined> = by_device.get(&author)?.iter().filter_map(holds).collect();
    if held.iter().any(|joined| joined.grant.membership.role == Role::Station) {
        return Some(Authority::Station);
    }
    (!held.is_empty()).then_some(Authority::Villages(held))
}

/// The joins that these revocations end, and those that lose an invitation to another.
fn ended(orders: &Orders, counting: &Counting) -> BTreeMap<EntryId, Ended> {
    let mut ended = BTreeMap::new();
    let mut users: BTreeMap<DeviceId, Vec<(EntryId, DeviceId)>> = BTreeMap::new();
    for (id, joined) in &orders.joins {
        let device = joined.grant.membership.device;
        let mut last: Option<BTreeMap<DocId, u64>> = None;
        let mut by_another_key = false;
        for (revoke, as_station) in counting {
            let given = &orders.revokes[revoke];
            if !ends(orders.space, given, *as_station, joined) {
                continue;
            }
            let own = given.order.key == device;
            by_another_key |= !own || !given.order.tokens.is_empty();
            let counts = if own { given.order.counts.iter().copied().collect() } else { BTreeMap::new() };
            last = Some(last.map_or_else(|| counts.clone(), |before| lesser(&before, &counts)));
        }
        if let (Some(invitation), false) = (joined.grant.invitation(), by_another_key) {
            users.entry(invitation).or_default().push((*id, device));
        }
        if let Some(last) = last {
            ended.insert(*id, Ended::Revoked(last));
        }
    }
    for (invitation, users) in users {
        let revoked = users.iter().find(|(id, _)| ended.contains_key(id));
        let Some((_, winner)) = revoked.or(users.first()).copied() else { continue };
        for (id, device) in users {
            if device != winner {
                ended.entry(id).or_insert(Ended::SecondUse { invitation, winner });
            }
        }
    }
    ended
}

fn ends(space: SpaceId, given: &Given<Revoke>, as_station: bool, joined: &Joined) -> bool {
    let Given { author, order, .. } = given;
    let device = joined.grant.membership.device;
    if SpaceId::of_root(device.as_bytes()) == space {
        return false;
    }
    let place = |key: DeviceId| {
        let chain = joined.grant.through.iter().map(|holder| holder.key()).chain([device]);
        chain.into_iter().position(|holder| holder == key)
    };
    let Some(revoked) = place(order.key) else { return false };
    let may = as_station || place(*author).is_some_and(|own| own <= revoked);
    let meant = order.tokens.is_empty() || joined.grant.ids.iter().any(|id| order.tokens.contains(id));
    let kept = order.key != device && order.keeps.contains(&device);
    may && meant && !kept
}

/// For each document the lesser number, and none where one of the two has none.
fn lesser(one: &BTreeMap<DocId, u64>, other: &BTreeMap<DocId, u64>) -> BTreeMap<DocId, u64> {
    one.iter().filter_map(|(doc, last)| Some((*doc, *last.min(other.get(doc)?)))).collect()
}

fn erased(orders: &Orders, by_device: &ByDevice<'_>, ended: &BTreeMap<EntryId, Ended>) -> BTreeSet<Document> {
    let counts =
        |given: &&Given<Erase>| match authority(orders.space, by_device, ended, Kind::Erase, given.author, given.seq) {
            Some(Authority::Station) => true,
            Some(Authority::Villages(held)) => {
                held.iter().any(|joined| joined.grant.membership.scopes.contains(&given.order.scope))
            }
            None => false,
        };
    let counting = orders.erases.values().filter(counts);
    counting.map(|given| Document { scope: given.order.scope, doc: given.order.doc }).collect()
}
