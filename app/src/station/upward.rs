//! Syncs with a server above whenever it is reached, be it for half a minute a day.

use std::sync::Arc;
use std::time::Duration;

use super::Station;
use crate::errand::{Done, Errand};
use crate::sync_client::{Fault, HubAddress};

/// After all is sent, until somebody above may have something new.
const REST: Duration = Duration::from_secs(300);
/// After the first failure; doubled with each.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// No wait is longer while the server is away: a village's internet may be there for a minute only.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// A request is repeated so often before the wait.
const REPETITIONS: u32 = 2;
/// What arrives from a phone arrives in pieces: they go up together.
const QUIET: Duration = Duration::from_secs(1);

/// Until the station stops.
pub(super) fn run(station: &Station, hub: &HubAddress) {
    let mut failures = 0;
    while !station.stopped() {
        let done = go(station, hub);
        let finished = done.as_ref().is_some_and(|done| done.summary.finished);
        if finished {
            failures = 0;
            if station.waiting.wait(REST) {
                std::thread::sleep(QUIET);
            }
        } else {
            failures += 1;
            rest(station, wait(failures, getrandom::u32().unwrap_or(u32::MAX / 2)));
        }
    }
}

/// One try.
fn go(station: &Station, hub: &HubAddress) -> Option<Done> {
    let now = chrono::Utc::now().timestamp();
    let errand = Errand::new(&station.vault(), hub, REPETITIONS).ok()?;
    let done = errand.run(u64::try_from(now).unwrap_or(0), Arc::clone(&station.stop), |_| {});
    match done {
        Ok(done) => {
            if done.summary.progress.received > 0 {
                station.arrived.ring();
            }
            let stopped = done.fault == Some(Fault::Stopped);
            station.note(|told| {
                if done.summary.finished {
                    told.finished = Some(now);
                }
                if !stopped {
                    told.tried = Some((now, done.clone()));
                }
            });
            Some(done)
        }
        Err(error) => {
            station.note(|told| told.complaint = Some(error.to_string()));
            None
        }
    }
}

/// What arrives meanwhile does not make the server come back sooner.
fn rest(station: &Station, most: Duration) {
    let until = std::time::Instant::now() + most;
    while !station.stopped() {
        let left = until.saturating_duration_since(std::time::Instant::now());
        if left.is_zero() {
            return;
        }
        station.waiting.wait(left);
    }
}

/// Between half and all of a time that doubles, by chance: stations of a province do not all come back at once.
fn wait(failures: u32, jitter: u32) -> Duration {
    let whole = (FIRST_WAIT * 2_u32.saturating_pow(failures.saturating_sub(1).min(10))).min(LONGEST_WAIT);
    whole / 2 + (whole / 2).mul_f64(f64::from(jitter) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_away_is_asked_for_at_least_every_ten_seconds() {
        assert_eq!(wait(1, 0), Duration::from_secs(1));
        assert_eq!(wait(1, u32::MAX), Duration::from_secs(2));
        assert_eq!(wait(3, u32::MAX), Duration::from_secs(8));
        for failures in [5, 50, u32::MAX] {
            assert_eq!(wait(failures, u32::MAX), LONGEST_WAIT);
            assert_eq!(wait(failures, 0), LONGEST_WAIT / 2);
        }
    }
}
