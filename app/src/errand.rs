//! One sync of a vault's log with a hub, while the vault itself may be used by others.
//!
//! What comes is kept in the log; [`nep_core::vault::Vault::digest`] reads it afterwards.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use nep_core::access::{SigningSecret, ToldRoster};
use nep_core::log::{SpaceId, SqliteStore, StoreError};
use nep_core::sync::{LogHome, Plan, Progress, Summary, synchronise};
use nep_core::vault::Vault;

use crate::sync_client::{Fault, HttpLine, HubAddress, NotAnAddress};

/// What is to be brought to a hub and asked of it.
pub struct Errand {
    hub: HubAddress,
    plan: Plan,
    key: SigningSecret,
    store: Arc<SqliteStore>,
    judge: ToldRoster,
    space: SpaceId,
    peer: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Done {
    /// As the driver tells it.
    pub summary: Summary,
    /// Why the last request got no answer, when it did not.
    pub fault: Option<Fault>,
}

impl Errand {
    /// An errand of this vault. A request without an answer is repeated so often.
    ///
    /// # Errors
    ///
    /// [`NotAnAddress`].
    pub fn new(vault: &Vault, hub: &HubAddress, repetitions: u32) -> Result<Self, NotAnAddress> {
        let audience = hub.audience()?;
        Ok(Self {
            hub: hub.clone(),
            plan: vault.plan(audience, repetitions),
            key: vault.keyring().device().signing.clone(),
            store: vault.store(),
            judge: vault.judge(),
            space: vault.space(),
            peer: peer(hub),
        })
    }

    /// Goes there. `now` in seconds since 1970; `watch` is told how far it is; `stop` ends it, and nothing is lost.
    ///
    /// # Errors
    ///
    /// [`StoreError`] of the own log.
    pub fn run(mut self, now: u64, stop: Arc<AtomicBool>, watch: impl FnMut(Progress)) -> Result<Done, StoreError> {
        let mut line = HttpLine::new(&self.hub, stop, watch).map_err(|error| StoreError::Other(error.to_string()))?;
        let (space, peer) = (self.space, self.peer.as_str());
        let mut home = LogHome { store: &self.store, judge: &mut self.judge, space, peer, now };
        let summary = synchronise(self.plan, &self.key, &mut home, &mut line)?;
        Ok(Done { summary, fault: line.fault() })
    }
}

impl Done {
    /// This sync and one that followed it, as one.
    #[must_use]
    pub fn and(mut self, later: Self) -> Self {
        let (sum, added) = (&mut self.summary.progress, later.summary.progress);
        sum.sent += added.sent;
        sum.received += added.received;
        sum.requests += added.requests;
        sum.bytes += added.bytes;
        self.summary.refused.extend(later.summary.refused);
        self.summary.not_kept.extend(later.summary.not_kept);
        self.summary.finished = later.summary.finished;
        self.summary.problem = later.summary.problem;
        self.summary.hub_time = later.summary.hub_time.or(self.summary.hub_time);
        self.summary.hub_forgot |= later.summary.hub_forgot;
        Self { fault: later.fault, ..self }
    }
}

/// The name under which a hub is remembered: a station keeps its key and changes its address.
#[must_use]
pub fn peer(hub: &HubAddress) -> String {
    match hub.pin {
        Some(pin) => pin.iter().fold("key ".to_owned(), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        }),
        None => hub.url.trim_end_matches('/').to_ascii_lowercase(),
    }
}
