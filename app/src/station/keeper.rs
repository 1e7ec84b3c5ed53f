//! Reads what arrived into the pages, a few documents at a time, confirms it, and writes snapshots where it pays.

use std::time::Duration;

use nep_core::records::Clock;
use nep_core::vault::VaultError;

use super::Station;
use crate::i18n::{Language, Words};

/// So many documents are read before a page may have the vault again.
const AT_ONCE: usize = 32;
/// A phone's requests follow one another faster: its receipts are written when it is done.
const QUIET: Duration = Duration::from_millis(300);
/// Between some snapshots and the next.
const BREATH: Duration = Duration::from_millis(50);
/// Looked at now and then without being rung for: what a full disk kept from being read is read when there is room again.
const REST: Duration = Duration::from_secs(60);

/// Until the station stops.
pub(super) fn run(station: &Station) {
    complain(station, compact(station));
    while !station.stopped() {
        let rung = station.arrived.wait(REST);
        if station.stopped() {
            break;
        }
        while station.arrived.wait(QUIET) && !station.stopped() {
            complain(station, digest(station));
        }
        let confirmed = digest(station).and_then(|()| confirm(station));
        if rung {
            complain(station, confirmed.and_then(|()| compact(station)));
            station.waiting.ring();
        } else {
            complain(station, confirmed);
        }
    }
}

fn digest(station: &Station) -> Result<(), VaultError> {
    while station.vault().digest(AT_ONCE)?.left > 0 && !station.stopped() {}
    Ok(())
}

/// Receipts are read by collaborators in the commune's language, whatever language a page is shown in.
fn confirm(station: &Station) -> Result<(), VaultError> {
    let via = Words::of(Language::Vietnamese).get("sync-via-lan");
    let clock = Clock(chrono::Utc::now().timestamp());
    let written = station.vault().confirm(&via, clock)?;
    station.note(|told| told.receipts += written);
    Ok(())
}

/// Nobody waits for a snapshot: whoever comes meanwhile goes first.
fn compact(station: &Station) -> Result<(), VaultError> {
    let clock = Clock(chrono::Utc::now().timestamp());
    while !station.stopped() {
        let written = station.vault().compact_in_turn(AT_ONCE, clock)?;
        if written == 0 {
            break;
        }
        station.waiting.ring();
        std::thread::sleep(BREATH);
    }
    Ok(())
}

fn complain(station: &Station, done: Result<(), VaultError>) {
    station.note(|told| told.complaint = done.err().map(|error| error.to_string()));
}
