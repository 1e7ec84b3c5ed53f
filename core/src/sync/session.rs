//! The client's half: what to do next until two logs hold the same, with no socket, clock or file.
//!
//! ```text
//! Collect → collected → Send → answered / lost → Keep → kept (save what it returns) → … → Done
//! ```
//!
//! What catches people out:
//! - a request or answer may be lost at any byte: the same entries are then sent or asked for again, which changes nothing;
//! - what [`Session::kept`] returns must be saved **after** the entries are durable, never before: it says that they are;
//! - a hub is not trusted. It can hold entries back (gaps in an author's numbers show it), but cannot make or change one.

use super::answer::{Answer, Denial, Served};
use super::remembered::Remembered;
use super::request::{Ask, Pull, WIRE_VERSION};
use crate::access::{Audience, SigningSecret};
use crate::log::{Bound, DeviceId, Entry, LogName, Outcome, Refusal, Signed, SpaceId, VERSION, Wanted};

/// Batches begin with so many bytes and grow or shrink with the line.
const FIRST_BATCH: usize = 128 * 1024;
/// Below a page of so many bytes a worse line is not helped by smaller ones.
const LEAST_BATCH: usize = 8 * 1024;
/// More at once would make a lost answer too dear.
const LARGEST_BATCH: usize = 1024 * 1024;
/// At most so many entries in a batch.
const ENTRIES: usize = 2000;
/// Milliseconds before the first repetition; doubled with each.
const FIRST_WAIT: u64 = 1000;
/// Milliseconds that no wait exceeds, unless the hub asks for it.
const LONGEST_WAIT: u64 = 60_000;
/// A hub that asks for longer is come back to another time.
const LONGEST_BUSY: u64 = 300;

/// What is to be synced with which hub.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The commune.
    pub space: SpaceId,
    /// This device.
    pub device: DeviceId,
    /// The hub.
    pub audience: Audience,
    /// This device's own join, shown at the first contact and when the hub does not know the device.
    pub join: Vec<u8>,
    /// What the device wants; [`Wanted::Orders`] is always asked for.
    pub wanted: Vec<Wanted>,
    /// How often in a row a request is repeated before giving up.
    pub repetitions: u32,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Read unsent entries after this number of the own log, see [`crate::log::SqliteStore::unsent`]; then [`Session::collected`].
    Collect {
        /// After which number.
        after: u64,
        /// How many.
        bound: Bound,
    },
    /// Send [`Session::request`]; then [`Session::answered`] or [`Session::lost`].
    Send,
    /// Take these entries in one transaction; then save what [`Session::kept`] returns.
    Keep(Kept),
    /// Wait so many milliseconds; then [`Session::waited`].
    Wait(u64),
    /// Nothing: it is over.
    Done(Summary),
}

/// Entries to be taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Their signatures are verified.
    pub entries: Vec<Signed>,
    /// The hub may have lost what it once brought: first forget what came from it, so that it is offered all of it again.
    pub hub_forgot: bool,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Entries the hub has taken, or had.
    pub sent: u64,
    /// Entries received that were new here.
    pub received: u64,
    /// Requests answered.
    pub requests: u64,
    /// Bytes of entries brought and received.
    pub bytes: u64,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What was done.
    pub progress: Progress,
    /// Everything was brought and received.
    pub finished: bool,
    /// Why it did not end well.
    pub problem: Option<Problem>,
    /// Entries the hub did not take: the position in the own log is not known any more, the entry is.
    pub refused: Vec<(Entry, Refusal)>,
    /// Entries from the hub that were not kept here, and why.
    pub not_kept: Vec<Refusal>,
    /// The hub's clock at the last answer, seconds since 1970.
    pub hub_time: Option<u64>,
    /// The hub had lost something since the last time.
    pub hub_forgot: bool,
}

/// Why a session ended before both held the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No answer came through.
    #[error("no connection to the hub")]
    Unreachable,
    /// The hub did not want to.
    #[error("{0}")]
    Denied(Denial),
    /// The hub contradicts itself or hands out what cannot be.
    #[error("the hub's answers do not fit together")]
    Inconsistent,
}

#[derive(Debug)]
enum State {
    Collecting,
    Sending,
    Keeping(Box<Served>, Vec<Result<Signed, Refusal>>),
    Waiting(u64),
    Done,
}

/// One sync with one hub.
#[derive(Debug)]
pub struct Session {
    plan: Plan,
    remembered: Remembered,
    state: State,
    push: Vec<Entry>,
    /// The number of the own log that `push` reaches.
    push_to: u64,
    more_to_push: bool,
    more_to_pull: bool,
    show_join: bool,
    batch: usize,
    failures: u32,
    corrections: u32,
    summary: Summary,
}

impl Session {
    /// Begins where the last one ended.
    #[must_use]
    pub fn new(mut plan: Plan, mut remembered: Remembered) -> Self {
        if !plan.wanted.iter().any(|wanted| matches!(wanted, Wanted::All | Wanted::Orders)) {
            plan.wanted.push(Wanted::Orders);
        }
        if (1..VERSION).contains(&remembered.passed_over) {
            remembered.received.clear();
            remembered.passed_over = 0;
        }
        let summary = Summary {
            progress: Progress::default(),
            finished: false,
            problem: None,
            refused: Vec::new(),
            not_kept: Vec::new(),
            hub_time: None,
            hub_forgot: false,
        };
        Self {
            show_join: remembered.log.is_none(),
            plan,
            remembered,
            state: State::Collecting,
            push: Vec::new(),
            push_to: 0,
            more_to_push: true,
            more_to_pull: true,
            batch: FIRST_BATCH,
            failures: 0,
            corrections: 0,
            summary,
        }
    }

    /// What to do next; asking again changes nothing.
    #[must_use]
    pub fn next(&self) -> Next {
        match &self.state {
            State::Collecting => {
                Next::Collect { after: self.remembered.sent, bound: Bound { entries: ENTRIES, bytes: self.batch } }
            }
            State::Sending => Next::Send,
            State::Keeping(served, read) => {
                let entries = read.iter().flatten().cloned().collect();
                Next::Keep(Kept { entries, hub_forgot: self.forgot(served) })
            }
            State::Waiting(milliseconds) => Next::Wait(*milliseconds),
            State::Done => Next::Done(self.summary.clone()),
        }
    }

    /// How far it is.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.summary.progress
    }

    /// Entries for the hub: those read, the number they reach, and whether there are more.
    pub fn collected(&mut self, entries: Vec<Entry>, reached: u64, more: bool) {
        self.push = entries;
        self.push_to = reached;
        self.more_to_push = more;
        self.state = if self.push.is_empty() && !self.more_to_pull { State::Done } else { State::Sending };
        if matches!(self.state, State::Done) {
            self.remembered.sent = self.remembered.sent.max(reached);
            self.summary.finished = self.summary.problem.is_none();
        }
    }

    /// The request to send, before it is deflated, signed with the device's key. Each call makes a new one.
    pub fn request(&mut self, device: &SigningSecret) -> Vec<u8> {
        self.remembered.counter = self.remembered.counter.saturating_add(1);
        let lanes = self
            .plan
            .wanted
            .iter()
            .map(|wanted| crate::log::Lane { wanted: *wanted, after: self.remembered.after(*wanted) });
        let pull = Pull {
            lanes: lanes.collect(),
            entries: u32::try_from(ENTRIES).expect("a small number"),
            bytes: u32::try_from(self.batch).expect("at most a megabyte"),
        };
        let ask = Ask {
            version: WIRE_VERSION,
            space: self.plan.space,
            device: self.plan.device,
            counter: self.remembered.counter,
            join: self.show_join.then(|| self.plan.join.clone().into()),
            push: self.push.iter().map(|entry| entry.as_bytes().to_vec().into()).collect(),
            pull: self.more_to_pull.then_some(pull),
        };
        ask.to_request(self.plan.audience, device)
    }

    /// No answer, or not all of it. `jitter` is a random number: it keeps a thousand phones from coming back at once.
    pub fn lost(&mut self, jitter: u32) {
        self.again(Problem::Unreachable, jitter);
    }

    /// The same once more, a little later and with less; as often as was planned.
    fn again(&mut self, problem: Problem, jitter: u32) {
        self.failures += 1;
        if self.failures > self.plan.repetitions {
            return self.end(problem);
        }
        self.batch = (self.batch / 2).max(LEAST_BATCH);
        let whole = (FIRST_WAIT << (self.failures - 1).min(10)).min(LONGEST_WAIT);
        let spread = whole / 2;
        self.state = State::Waiting(whole - spread + spread * u64::from(jitter) / u64::from(u32::MAX));
    }

    /// The wait is over. What was to be sent is read anew: the batch may have become smaller.
    pub fn waited(&mut self) {
        self.state = State::Collecting;
    }

    /// The answer, inflated.
    pub fn answered(&mut self, answer: &[u8], jitter: u32) {
        match Answer::from_bytes(answer) {
            None => self.lost(jitter),
            Some(Answer::Denied(denial @ (Denial::Failed | Denial::Malformed))) => {
                self.again(Problem::Denied(denial), jitter);
            }
            Some(Answer::Denied(denial)) => self.denied(denial, jitter),
            Some(Answer::Served(served)) => self.served(served),
        }
    }

    /// The entries are durable, with these outcomes. Returns what to remember from now on.
    pub fn kept(&mut self, outcomes: &[Outcome]) -> &Remembered {
        let State::Keeping(served, read) = std::mem::replace(&mut self.state, State::Collecting) else {
            return &self.remembered;
        };
        self.settle_push(&served);
        let forgot = self.forgot(&served);
        if forgot {
            self.remembered.begin_with(served.log);
        }
        self.remembered.log = Some(served.log);
        let all_read = self.settle_pull(&read, outcomes);
        if forgot {
            // What was asked for was asked of another log: ask again from the beginning.
            self.summary.hub_forgot = true;
            self.more_to_pull = true;
            self.more_to_push = true;
        } else if self.more_to_pull && all_read {
            let wanted: Vec<Wanted> = self.plan.wanted.clone();
            for (wanted, after) in wanted.into_iter().zip(&served.after) {
                self.remembered.set_after(wanted, *after);
            }
            // As long as something is brought, what others brought meanwhile is asked for with it, and the hub's number goes past
            // one's own entries.
            self.more_to_pull = served.more || self.more_to_push;
        } else if self.more_to_pull {
            self.more_to_pull = false;
            self.summary.problem = Some(Problem::Inconsistent);
        }
        self.batch = (self.batch * 2).min(LARGEST_BATCH);
        self.failures = 0;
        self.show_join = false;
        self.push = Vec::new();
        if served.wait > 0 && (self.more_to_pull || self.more_to_push) {
            self.state = State::Waiting(u64::from(served.wait) * 1000);
        }
        &self.remembered
    }

    /// How far it came, when somebody wants it to end here.
    #[must_use]
    pub fn stopped(&self) -> Summary {
        self.summary.clone()
    }

    /// What to remember when the session is over.
    #[must_use]
    pub const fn remembered(&self) -> &Remembered {
        &self.remembered
    }

    fn served(&mut self, served: Served) {
        let lanes = if self.more_to_pull { self.plan.wanted.len() } else { 0 };
        let fits = served.outcomes.len() == self.push.len() && served.after.len() == lanes;
        let back = self.more_to_pull
            && self
                .plan
                .wanted
                .iter()
                .zip(&served.after)
                .any(|(wanted, after)| *after < self.remembered.after(*wanted));
        let ahead = served.after.iter().any(|after| *after > served.last);
        let moved = || {
            self.plan.wanted.iter().zip(&served.after).any(|(wanted, after)| *after > self.remembered.after(*wanted))
        };
        // A page may hold nothing but what was just brought, which is left out.
        let stuck = self.more_to_pull && served.more && served.entries.is_empty() && !moved();
        let again = self.summary.hub_forgot && self.forgot(&served);
        if !fits || (!self.forgot(&served) && (back || ahead || stuck)) || again {
            return self.end(Problem::Inconsistent);
        }
        self.summary.progress.requests += 1;
        self.summary.hub_time = Some(served.time);
        // Looked at once: a signature costs more than all else here.
        let read = served.entries.iter().map(|bytes| Signed::read(bytes)).collect();
        self.summary.progress.bytes += served.entries.iter().map(|bytes| bytes.len() as u64).sum::<u64>();
        self.state = State::Keeping(Box::new(served), read);
    }

    fn denied(&mut self, denial: Denial, jitter: u32) {
        self.corrections += 1;
        let first = self.corrections <= 3;
        match denial {
            Denial::Stale(highest) if first => {
                self.remembered.counter = self.remembered.counter.max(highest);
                self.state = State::Sending;
            }
            Denial::Unknown if first && !self.show_join && !self.plan.join.is_empty() => {
                self.show_join = true;
                self.state = State::Sending;
            }
            Denial::TooLarge(_) if self.batch > LEAST_BATCH => {
                self.batch /= 2;
                self.state = State::Collecting;
            }
            Denial::Busy(seconds) if seconds <= LONGEST_BUSY && self.failures < self.plan.repetitions => {
                self.failures += 1;
                self.state = State::Waiting(seconds * 1000 + 1000 * u64::from(jitter) / u64::from(u32::MAX));
            }
            denial => self.end(Problem::Denied(denial)),
        }
    }

    /// The hub's log is another than last time, or shorter than what it once handed out.
    fn forgot(&self, served: &Served) -> bool {
        let other = |log: LogName| log != served.log;
        let reached = self.plan.wanted.iter().map(|wanted| self.remembered.after(*wanted)).max().unwrap_or(0);
        self.remembered.log.is_some_and(other) || served.last < reached
    }

    fn settle_push(&mut self, served: &Served) {
        for (entry, outcome) in self.push.iter().zip(&served.outcomes) {
            self.summary.progress.bytes += entry.as_bytes().len() as u64;
            match outcome {
                Outcome::Stored(_) | Outcome::Known(_) => self.summary.progress.sent += 1,
                Outcome::Refused(reason) => self.summary.refused.push((entry.clone(), *reason)),
            }
        }
        self.remembered.sent = self.remembered.sent.max(self.push_to);
    }

    /// Was everything read that an honest hub hands out?
    fn settle_pull(&mut self, read: &[Result<Signed, Refusal>], outcomes: &[Outcome]) -> bool {
        let mut all_read = true;
        let mut refusals: Vec<Refusal> = read.iter().filter_map(|read| read.as_ref().err().copied()).collect();
        for outcome in outcomes {
            match outcome {
                Outcome::Stored(_) => self.summary.progress.received += 1,
                Outcome::Known(_) => {}
                Outcome::Refused(refusal) => refusals.push(*refusal),
            }
        }
        for refusal in refusals {
            match refusal {
                Refusal::Newer => self.remembered.passed_over = VERSION,
                // A hub that follows the rules took none of these either.
                Refusal::Malformed | Refusal::TooLarge | Refusal::BadSignature => all_read = false,
                Refusal::UnknownAuthor | Refusal::OtherSpace => all_read = false,
                _ => {}
            }
            self.summary.not_kept.push(refusal);
        }
        all_read
    }

    fn end(&mut self, problem: Problem) {
        self.summary.problem = Some(problem);
        self.state = State::Done;
    }
}
