//! The roster as the judge of a log: see [`crate::log::Judge`].

use super::orders::Join;
use super::roster::{self, Roster, Verdict};
use super::token::Holder;
use crate::log::{Document, Entry, Judge, Kind, Refusal, Signed, SpaceId, Standing};

/// The members of a commune as far as one log's orders have been told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRoster {
    roster: Roster,
    told: u64,
}

impl ToldRoster {
    /// Nothing was told yet.
    #[must_use]
    pub const fn new(space: SpaceId) -> Self {
        Self { roster: Roster::new(space), told: 0 }
    }

    /// A roster that knows the orders up to this number of the log.
    #[must_use]
    pub const fn with(roster: Roster, told: u64) -> Self {
        Self { roster, told }
    }

    /// The roster.
    #[must_use]
    pub const fn roster(&self) -> &Roster {
        &self.roster
    }

    /// A join counts by its token alone: nobody need know its author before.
    fn judge_join(&self, entry: &Entry) -> Result<(), Refusal> {
        let join = Join::from_bytes(entry.body()).ok_or(Refusal::Malformed)?;
        if join.token.space() != self.roster.space() {
            return Err(Refusal::OtherSpace);
        }
        let grant = join.token.read().map_err(|_| Refusal::NotAllowed)?;
        if grant.holder == Holder::Device(entry.header().author) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }
}

impl Judge for ToldRoster {
    fn told(&self) -> u64 {
        self.told
    }

    fn learn(&mut self, orders: &[&Entry], last: u64) {
        // What the log holds was judged before: an order that says nothing changes nothing.
        self.roster.add(orders.iter().copied());
        self.told = last;
    }

    fn judge(&self, signed: &Signed) -> Result<Standing, Refusal> {
        let entry = signed.entry();
        if entry.header().kind == Kind::Join {
            self.judge_join(entry)?;
        }
        match self.roster.counts(entry.header()) {
            Verdict::Counts => Ok(Standing::Counts),
            Verdict::Quarantined => Ok(Standing::Quarantined),
            Verdict::Refused(reason) => Err(match reason {
                roster::Refusal::OtherSpace => Refusal::OtherSpace,
                roster::Refusal::NotAMember => Refusal::UnknownAuthor,
                roster::Refusal::Misplaced | roster::Refusal::NotAllowed => Refusal::NotAllowed,
                roster::Refusal::Erased => Refusal::Erased,
            }),
        }
    }

    fn standing(&self, entry: &Entry) -> Standing {
        match self.roster.counts(entry.header()) {
            Verdict::Counts => Standing::Counts,
            Verdict::Quarantined | Verdict::Refused(_) => Standing::Quarantined,
        }
    }

    fn is_erased(&self, document: Document) -> bool {
        self.roster.is_erased(document)
    }
}
