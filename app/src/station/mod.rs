//! A commune's station in one process: one record file for the pages, for phones on its network and for a sync with a server above.
//!
//! ```text
//! phones ──https──▶ hub (sync-server's router) ─┐
//! pages ◀── vault ◀── keeper: digests, confirms ─┼─ one record file
//! server above ◀──── upward: when it is reached ─┘
//! ```
//!
//! What catches people out:
//! - phones are answered from the log, which needs no key; what they brought is read into the pages a moment later, and receipts
//!   are written then;
//! - nobody holds the vault while it talks to the network.

mod bell;
mod keeper;
mod lan;
mod upward;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nep_core::access::{Code, Hub};
use nep_core::log::{Bound, StoreError};
use nep_core::sync::Remembered;
use nep_core::vault::Vault;

use crate::errand::{self, Done};
use crate::sync_client::HubAddress;
use bell::Bell;

pub use lan::{Lan, LanError, LanHandle};

/// A station at work.
pub struct Station {
    vault: Mutex<Vault>,
    upward: Option<HubAddress>,
    lan: Mutex<Option<Reached>>,
    told: Mutex<Told>,
    /// Something came.
    arrived: Bell,
    /// Something is to be sent up.
    waiting: Bell,
    stop: Arc<AtomicBool>,
}

/// Where phones reach the station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// As `https://192.168.1.20:8443`.
    pub address: String,
    /// Of its key.
    pub fingerprint: [u8; 32],
}

impl Reached {
    /// The text of the code that phones scan to know it.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let address = self.address.strip_prefix("https://")?.to_owned();
        let code = Code::Hub(Hub { address, fingerprint: Some(self.fingerprint) });
        code.to_text().ok().map(|text| text.to_string())
    }
}

/// What happened since the start, for the page that shows it. Times are seconds since 1970 by this machine's clock.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// A phone was last here.
    pub arrived: Option<i64>,
    /// The last sync upward that finished.
    pub finished: Option<i64>,
    /// The last try, and what came of it.
    pub tried: Option<(i64, Done)>,
    /// Receipts written.
    pub receipts: usize,
    /// The record file complained.
    pub complaint: Option<String>,
}

/// Entries that wait to be sent up are counted so far.
const COUNTED: usize = 1000;

impl Station {
    /// A station over this vault, syncing with a server above when there is one.
    #[must_use]
    pub fn new(vault: Vault, upward: Option<HubAddress>) -> Arc<Self> {
        Arc::new(Self {
            vault: Mutex::new(vault),
            upward,
            lan: Mutex::default(),
            told: Mutex::default(),
            arrived: Bell::default(),
            waiting: Bell::default(),
            stop: Arc::default(),
        })
    }

    /// The vault, for a short while.
    pub fn vault(&self) -> MutexGuard<'_, Vault> {
        // A panic in between left the file whole: what the vault keeps in memory is changed after the file is.
        self.vault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happened since the start.
    #[must_use]
    pub fn told(&self) -> Told {
        self.note(|told| told.clone())
    }

    /// Where phones reach it.
    #[must_use]
    pub fn reached(&self) -> Option<Reached> {
        self.lan.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The server above.
    #[must_use]
    pub const fn upward(&self) -> Option<&HubAddress> {
        self.upward.as_ref()
    }

    /// Entries that wait to be sent up, and whether there are more; `None` without a server above.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn waiting(&self) -> Result<Option<(usize, bool)>, StoreError> {
        let Some(hub) = &self.upward else { return Ok(None) };
        let (space, store) = {
            let vault = self.vault();
            (vault.space(), vault.store())
        };
        let peer = errand::peer(hub);
        let remembered =
            store.remembered(space, &peer)?.map(|bytes| Remembered::from_bytes(&bytes)).unwrap_or_default();
        let page = store.unsent(space, &peer, remembered.sent, Bound { entries: COUNTED, bytes: usize::MAX })?;
        Ok(Some((page.entries.len(), page.more)))
    }

    /// Begins to digest what arrives, and to sync upward. The threads end after [`Self::stop`].
    pub fn work(self: &Arc<Self>) -> Vec<std::thread::JoinHandle<()>> {
        let keeper = Arc::clone(self);
        let mut threads = vec![std::thread::spawn(move || keeper::run(&keeper))];
        if let Some(hub) = self.upward.clone() {
            let station = Arc::clone(self);
            threads.push(std::thread::spawn(move || upward::run(&station, &hub)));
        }
        threads
    }

    /// Something was written on this machine: it goes up with what arrives.
    pub fn changed(&self) {
        self.arrived.ring();
    }

    /// Ends what works; a request under way is broken off, which loses nothing.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.arrived.ring();
        self.waiting.ring();
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn note<T>(&self, change: impl FnOnce(&mut Told) -> T) -> T {
        change(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Station {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Station").finish_non_exhaustive()
    }
}
