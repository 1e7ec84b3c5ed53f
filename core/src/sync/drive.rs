//! Drives a [`Session`] from its first step to its last, over any line and any log.

use super::deflate::{deflate, inflate};
use super::remembered::Remembered;
use super::session::{Kept, Next, Plan, Progress, Session, Summary};
use crate::access::SigningSecret;
use crate::log::{Batch, Bound, EntryStore, Judge, LARGEST, Outcome, Page, SpaceId, SqliteStore, StoreError};

/// An answer is not inflated further, in bytes: a page, or one entry of the largest size.
pub const LARGEST_ANSWER: usize = LARGEST + 2 * 1024 * 1024;

/// The way to a hub.
pub trait Line {
    /// Sends a request and waits for the answer, both deflated; `None` when it did not come whole.
    fn exchange(&mut self, request: Vec<u8>) -> Option<Vec<u8>>;
    /// Waits so many milliseconds; `false` when somebody wants it to end.
    fn wait(&mut self, milliseconds: u64) -> bool;
    /// A random number, to wait a little longer or shorter than others.
    fn jitter(&mut self) -> u32;
    /// How far it is; `false` when somebody wants it to end.
    fn progress(&mut self, progress: Progress) -> bool;
}

/// The device's own log, as far as a sync needs it.
pub trait Home {
    /// What was remembered of this hub.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn remembered(&mut self) -> Result<Remembered, StoreError>;
    /// Remembers, durably.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn remember(&mut self, remembered: &Remembered) -> Result<(), StoreError>;
    /// Entries after a number that the hub did not bring itself, see [`SqliteStore::unsent`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn unsent(&mut self, after: u64, bound: Bound) -> Result<Page, StoreError>;
    /// Takes entries of the hub, durably; an outcome for each.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn take(&mut self, kept: &Kept) -> Result<Vec<Outcome>, StoreError>;
}

/// A record file as the home of a sync.
pub struct LogHome<'a> {
    /// The file.
    pub store: &'a SqliteStore,
    /// Who knows the members.
    pub judge: &'a mut dyn Judge,
    /// The commune.
    pub space: SpaceId,
    /// The name under which the hub is remembered.
    pub peer: &'a str,
    /// Seconds since 1970.
    pub now: u64,
}

impl Home for LogHome<'_> {
    fn remembered(&mut self) -> Result<Remembered, StoreError> {
        let kept = self.store.remembered(self.space, self.peer)?;
        let kept = kept.map(|bytes| Remembered::from_bytes(&bytes)).unwrap_or_default();
        Ok(kept.of_own(self.store.head(self.space)?.log))
    }

    fn remember(&mut self, remembered: &Remembered) -> Result<(), StoreError> {
        self.store.remember(self.space, self.peer, &remembered.to_bytes())
    }

    fn unsent(&mut self, after: u64, bound: Bound) -> Result<Page, StoreError> {
        self.store.unsent(self.space, self.peer, after, bound)
    }

    fn take(&mut self, kept: &Kept) -> Result<Vec<Outcome>, StoreError> {
        if kept.hub_forgot {
            self.store.forget_origin(self.space, self.peer)?;
        }
        let (space, from, now) = (self.space, Some(self.peer), self.now);
        self.store.append(&Batch { space, entries: &kept.entries, from, now }, self.judge)
    }
}

/// Syncs until both hold the same, a problem ends it, or somebody wants it to end (then the summary has no problem, and
/// [`Summary::finished`] is false).
///
/// # Errors
///
/// [`StoreError`] of the own log: what was done before is kept.
pub fn synchronise(
    plan: Plan,
    device: &SigningSecret,
    home: &mut dyn Home,
    line: &mut dyn Line,
) -> Result<Summary, StoreError> {
    let mut session = Session::new(plan, home.remembered()?);
    loop {
        match session.next() {
            Next::Collect { after, bound } => {
                let page = home.unsent(after, bound)?;
                let reached = page.after.first().copied().unwrap_or(after);
                session.collected(page.entries.into_iter().map(|(_, entry)| entry).collect(), reached, page.more);
            }
            Next::Send => {
                let request = deflate(&session.request(device));
                let answer = line.exchange(request).and_then(|answer| inflate(&answer, LARGEST_ANSWER).ok());
                let jitter = line.jitter();
                match answer {
                    Some(answer) => session.answered(&answer, jitter),
                    None => session.lost(jitter),
                }
            }
            Next::Keep(kept) => {
                let outcomes = home.take(&kept)?;
                home.remember(session.kept(&outcomes))?;
                if !line.progress(session.progress()) {
                    return Ok(session.stopped());
                }
            }
            Next::Wait(milliseconds) => {
                if !line.wait(milliseconds) {
                    return Ok(session.stopped());
                }
                session.waited();
            }
            Next::Done(summary) => {
                home.remember(session.remembered())?;
                return Ok(summary);
            }
        }
    }
}
