//! Reads what arrived into the pages, a few documents at a time, and confirms it.

use std::time::Duration;

use nep_core::records::Clock;
use nep_core::vault::VaultError;

use super::Station;
use crate::i18n::{Language, Words};

/// So many documents are read before a page may have the vault again.
const AT_ONCE: usize = 32;
/// A phone's requests follow one another faster: its receipts are written when it is done.
const QUIET: Duration = Duration::from_millis(300);
/// Looked at now and then without being rung for: what a full disk kept from being read is read when there is room again.
const REST: Duration = Duration::from_secs(60);

/// Until the station stops.
pub(super) fn run(station: &Station) {
    while !station.stopped() {
        let rung = station.arrived.wait(REST);
        if station.stopped() {
            break;
        }
        while station.arrived.wait(QUIET) && !station.stopped() {
            complain(station, digest(station));
        }
        complain(station, digest(station).and_then(|()| confirm(station)));
        if rung {
            station.waiting.ring();
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

fn complain(station: &Station, done: Result<(), VaultError>) {
    station.note(|told| told.complaint = done.err().map(|error| error.to_string()));
}
