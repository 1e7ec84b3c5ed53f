//! The roster as a log asks it: may this entry be kept, and does it count?
//!
//! What catches people out:
//! - the roster does not know numbers; this does, so that it is told every order once and in the log's order;
//! - a second device that used an invitation is kept and shown, not refused: whoever knows only its join would otherwise believe it.

use std::collections::BTreeMap;

use super::membership::Role;
use super::orders::{Join, Revoke};
use super::roster::{Refusal as Why, Roster, State, Verdict};
use crate::log::{
    DeviceId, Document, Entry, Erasure, Header, Judge, Kind, Refusal, Signed, SpaceId, Standing, VERSION,
};

/// A roster that judges for a log.
#[derive(Clone, Debug)]
pub struct Members {
    roster: Roster,
    told: u64,
}

impl Members {
    /// Of a commune whose orders are yet to be learnt.
    #[must_use]
    pub const fn new(space: SpaceId) -> Self {
        Self { roster: Roster::new(space), told: 0 }
    }

    /// Learns many orders of a log at once, each with its number.
    pub fn learn_all<'e>(&mut self, orders: impl IntoIterator<Item = &'e (u64, Entry)>) {
        let mut told = self.told;
        let new = orders.into_iter().filter(|(number, _)| *number > self.told);
        let new: Vec<&Entry> = new.inspect(|(number, _)| told = told.max(*number)).map(|(_, order)| order).collect();
        if !new.is_empty() {
            // What is no order after all says nothing; the log keeps it and nobody follows it.
            let _ = self.roster.add(new);
        }
        self.told = told;
    }

    /// The roster.
    #[must_use]
    pub const fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Who stands behind each device, removed ones too: what they wrote before still counts as theirs.
    #[must_use]
    pub fn roles(&self) -> BTreeMap<DeviceId, Role> {
        let role = |device| self.roster.standings(device).iter().map(|one| one.membership.role).max();
        self.roster.devices().filter_map(|device| Some((device, role(device)?))).collect()
    }

    /// Devices of which no membership holds any more.
    pub fn ended(&self) -> impl Iterator<Item = DeviceId> {
        let holds = |device: &DeviceId| self.roster.standings(*device).iter().any(|one| one.state == State::Live);
        self.roster.devices().filter(move |device| !holds(device))
    }

    /// Of devices that may write in a document no longer: the last entry in it that counts, 0 for none.
    #[must_use]
    pub fn last_counting(&self, of: Document) -> BTreeMap<DeviceId, u64> {
        let mut last = BTreeMap::new();
        for device in self.ended() {
            let header = header_of(self.roster.space(), of, device);
            let could = self.roster.standings(device).iter().filter(|one| one.membership.may_write(&header));
            let counted = could.map(|one| match &one.state {
                State::Revoked(last) => last.get(&of.doc).copied().unwrap_or(0),
                State::Live | State::SecondUse { .. } => 0,
            });
            last.insert(device, counted.max().unwrap_or(0));
        }
        last
    }

    fn is_order(&self, entry: &Entry) -> bool {
        match entry.header().kind {
            // Token, holder and form, looked at by a roster that knows nobody.
            Kind::Join => {
                Join::from_bytes(entry.body()).is_some()
                    && Roster::new(self.roster.space()).add([entry]).iter().all(Result::is_ok)
            }
            Kind::Revoke => Revoke::from_bytes(entry.body()).is_some(),
            Kind::Erase => Erasure::from_body(entry.body()).is_some(),
            Kind::Key | Kind::Changes | Kind::Snapshot => true,
        }
    }
}

const fn header_of(space: SpaceId, of: Document, author: DeviceId) -> Header {
    let Document { scope, doc } = of;
    Header { version: VERSION, kind: Kind::Changes, space, scope, doc, author, seq: 1, epoch: 0, contains: Vec::new() }
}

impl Judge for Members {
    fn told(&self) -> u64 {
        self.told
    }

    fn learn(&mut self, number: u64, order: &Entry) {
        if number > self.told {
            let _ = self.roster.add([order]);
            self.told = number;
        }
    }

    fn judge(&self, entry: &Signed) -> Result<Standing, Refusal> {
        let entry = entry.entry();
        if !self.is_order(entry) {
            return Err(Refusal::Malformed);
        }
        match self.roster.counts(entry.header()) {
            Verdict::Counts => Ok(Standing::Counts),
            // An order too: two stations may revoke each other, and whoever decides must hold both orders.
            Verdict::Quarantined => Ok(Standing::Quarantined),
            Verdict::Refused(why) => Err(match why {
                Why::OtherSpace => Refusal::OtherSpace,
                Why::Misplaced | Why::NotAllowed => Refusal::NotAllowed,
                Why::NotAMember => Refusal::UnknownAuthor,
                Why::Erased => Refusal::Erased,
            }),
        }
    }

    fn standing(&self, entry: &Entry) -> Standing {
        match self.roster.counts(entry.header()) {
            Verdict::Counts => Standing::Counts,
            Verdict::Quarantined | Verdict::Refused(_) => Standing::Quarantined,
        }
    }
}
