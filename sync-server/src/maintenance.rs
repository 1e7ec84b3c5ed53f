//! What a server does by itself now and then.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nep_core::log::StoreError;

use crate::app::Service;

/// Drops what was superseded long ago, and counts what is held.
#[derive(Clone, Copy, Debug)]
pub struct Maintenance {
    /// How long superseded entries are kept.
    pub retention: Duration,
    /// How often.
    pub every: Duration,
}

impl Maintenance {
    /// Once; returns how many entries were dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn run(&self, service: &Service, now: u64) -> Result<u64, StoreError> {
        let store = service.hub().store();
        let dropped = store.drop_superseded(now.saturating_sub(self.retention.as_secs()))?;
        service.metrics().held(store.holdings()?);
        service.hub().recount();
        Ok(dropped)
    }

    /// For as long as the task is not stopped. Several instances over one database may do it at once.
    pub async fn keep_running(self, service: Arc<Service>) {
        loop {
            let once = Arc::clone(&service);
            match tokio::task::spawn_blocking(move || self.run(&once, now())).await {
                Ok(Ok(dropped)) => tracing::info!(dropped, "retention"),
                Ok(Err(error)) => tracing::error!(%error, "retention failed"),
                Err(error) => tracing::error!(%error, "retention stopped"),
            }
            tokio::time::sleep(self.every).await;
        }
    }
}

/// Seconds since 1970 by this machine's clock.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
