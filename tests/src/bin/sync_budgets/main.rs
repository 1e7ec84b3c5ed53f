//! What syncing a commune costs, all in one run: `cargo run --release -p nep-tests --bin sync_budgets`.
//!
//! Everybody is invented (`nep_app::invented`), the programs are real: `nep station` and `nep sync` over TLS, through a line that counts
//! or is as bad as in a far valley (`nep_tests::far_line`). Times are of this machine with whatever else it does; sizes are not.

mod cpu;
mod made;
mod season;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use nep_app::errand::Errand;
use nep_app::sync_client::HubAddress;
use nep_core::access::passphrase::Opener;
use nep_core::log::{EntryStore as _, SystemRandom};
use nep_core::vault::{Locked, Vault};
use nep_tests::commune::{Commune, Device, KEY, Running, morning};
use nep_tests::far_line::{FarLine, Link};
use season::Station;
use serde_json::Value;

/// The line loses the same pieces every time.
const SEED: u64 = 20_260_609;
/// Weighings saved for the slowest of twenty.
const WEIGHINGS: usize = 200;

/// The table.
#[derive(Default)]
struct Rows {
    exceeded: bool,
}

impl Rows {
    fn say(&self, what: &str) {
        println!("{what}");
    }

    fn row(&mut self, name: &str, measured: f64, budget: Option<f64>, unit: &str) {
        let over = budget.is_some_and(|budget| measured > budget);
        self.exceeded |= over;
        let budget = budget.map_or_else(String::new, |budget| format!("{budget} {unit}"));
        println!(
            "{name:64} {:>14} {budget:>14}{}",
            format!("{measured:.2} {unit}"),
            if over { "  EXCEEDED" } else { "" }
        );
    }
}

fn main() -> ExitCode {
    if cfg!(debug_assertions) {
        eprintln!("measure the release build: cargo run --release -p nep-tests --bin sync_budgets");
        return ExitCode::from(2);
    }
    let commune = Commune::of(&made::records());
    let mut rows = Rows::default();
    unlocked(&commune.station(), &mut rows);
    let mut station = commune.station().open();
    let phones = season::phones(&commune, &mut station);
    let clock = morning(&made::evening().to_string());
    let station_invitation = station.invite_station(&[], clock);
    let content = made::content(&station);
    rows.say(&format!("{content:?} in {} villages", commune.villages.len()));
    villager(&phones[0].0, &mut station, &mut rows);
    snapshots(&mut station, &mut rows);
    weighings(&mut station, &mut rows);
    drop(station);
    let second = commune.joins("second.nep", station_invitation, clock);
    first_syncs(&commune, [&phones[1].0, &phones[2].0], &second, &mut rows);
    let station = commune.station().open();
    ninety_days(station, &phones[3..], &mut rows);
    if rows.exceeded { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A phone that was there from the first day: it holds every entry by itself and no snapshot.
fn villager(phone: &Device, station: &mut Vault, rows: &mut Rows) {
    let mut hub = Station::of(station, morning("2026-06-09"));
    let mut vault = phone.open();
    season::sync(&mut vault, &mut hub);
    let entries = vault.store().holdings().expect("readable");
    vault.store().checkpoint().expect("room");
    vault.lock();
    rows.say(&format!("a village of five years: {} entries of {} bytes", entries.entries, entries.bytes));
    rows.row("five years of a village on a phone that holds every entry", size(phone), Some(10.0), "MB");
}

fn snapshots(station: &mut Vault, rows: &mut Rows) {
    let clock = morning("2026-06-09");
    let (written, took) = cpu::took(|| station.compact(usize::MAX, clock).expect("a station"));
    rows.say(&format!("{written} snapshots in {:.1} s", took.wall.as_secs_f64()));
    assert_eq!(station.compact(usize::MAX, clock).expect("a station"), 0, "doing it again does nothing");
    station.store().checkpoint().expect("room");
}

fn weighings(station: &mut Vault, rows: &mut Rows) {
    use nep_core::records::child::Measurement;
    use nep_core::records::{Day, Who};
    let some: Vec<_> = station.index().people(None).filter(|one| one.person.who == Who::Child).collect();
    let some: Vec<_> = some.iter().map(|one| (one.document.doc, one.person.id)).take(WEIGHINGS).collect();
    let mut took: Vec<f64> = Vec::with_capacity(WEIGHINGS);
    for (doc, child) in some {
        let on = Day::new(made::evening()).expect("a day");
        let begun = Instant::now();
        station.record(doc, morning("2026-06-09"), |sitting| sitting.add(&Measurement::new(child, on))).expect("saved");
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    rows.row("one weighing saved, each in another family: median", took[took.len() / 2], None, "ms");
    rows.row("one weighing saved: slowest of twenty", took[took.len() * 19 / 20], Some(20.0), "ms");
}

fn first_syncs(commune: &Commune, phones: [&Device; 2], second: &Device, rows: &mut Rows) {
    let running = commune.start_station(&[]);
    let far = running.url.trim_start_matches("https://").to_owned();
    let line = FarLine::to(&far, Link::NONE, SEED);
    let (told, _) = synced(phones[0], &line, &running);
    rows.row(
        "first sync of a village: on the wire, TLS and HTTP with it",
        kilobytes(line.carried()),
        Some(600.0),
        "KB",
    );
    rows.row("first sync of a village: requests, one for each page", number(&told["round_trips"]), None, "");
    rows.row("five years of a village on a phone that came late", size(phones[0]), Some(10.0), "MB");
    month(phones[0], &running, &far, rows);
    let valley = FarLine::to(&far, Link::VALLEY, SEED);
    let (_, seconds) = synced(phones[1], &valley, &running);
    rows.row("first sync of a village at 80 kbit/s, 600 ms, 5 % lost", seconds, Some(60.0), "s");
    let line = FarLine::to(&far, Link::NONE, SEED);
    commune_first_sync(second, &line, &running, rows);
    running.stop();
}

/// A month of the village's work goes out and is confirmed.
fn month(phone: &Device, running: &Running, far: &str, rows: &mut Rows) {
    let mut vault = phone.open();
    let sittings = season::month(&mut vault, 1);
    vault.lock();
    let line = FarLine::to(far, Link::NONE, SEED);
    let (told, _) = synced(phone, &line, running);
    rows.say(&format!("a month of a village: {sittings} sittings"));
    rows.row("a month of a village: entries", number(&told["bytes"]) / 1000.0, None, "KB");
    rows.row("a month of a village: on the wire, TLS and HTTP with it", kilobytes(line.carried()), Some(12.0), "KB");
    rows.row("a month of a village: requests", number(&told["round_trips"]), Some(1.0), "");
}

fn commune_first_sync(second: &Device, line: &FarLine, running: &Running, rows: &mut Rows) {
    let mut vault = second.open();
    let pin = running.fingerprint.as_deref().expect("a key of its own");
    let pin = std::array::from_fn(|at| u8::from_str_radix(&pin[at * 2..at * 2 + 2], 16).expect("hex digits"));
    let hub = HubAddress { url: format!("https://{}", line.address), pin: Some(pin) };
    let now = morning("2026-06-09").0.unsigned_abs();
    let begun = Instant::now();
    let errand = Errand::new(&vault, &hub, 1).expect("an address");
    let (done, took) = cpu::took(|| errand.run(now, Arc::default(), |_| {}).expect("room"));
    assert!(done.summary.finished, "{done:?}");
    rows.row(
        "first sync of the commune: on the wire, TLS and HTTP with it",
        kilobytes(line.carried()) / 1000.0,
        Some(12.0),
        "MB",
    );
    rows.row("first sync of the commune: received, signatures verified, durable", took.wall.as_secs_f64(), None, "s");
    let (_, read) = cpu::took(|| vault.digest(usize::MAX).expect("readable"));
    let searchable = begun.elapsed().as_secs_f64();
    assert!(!vault.index().search("lò", None, 50).is_empty(), "somebody is found");
    rows.row("first sync of the commune: processor time so far", (took.cpu + read.cpu).as_secs_f64(), None, "s");
    rows.row("first sync of the commune: every name searchable", searchable, Some(5.0), "s");
    let verified = vault.verify().expect("readable");
    assert!(verified.is_well(), "{verified:?}");
    rows.row(
        "first sync of the commune: every document verified and opened",
        begun.elapsed().as_secs_f64(),
        Some(20.0),
        "s",
    );
}

fn ninety_days(mut station: Vault, phones: &[(Device, nep_core::log::ScopeId)], rows: &mut Rows) {
    let mut hub = Station::of(&station, morning("2026-06-09"));
    let mut vaults: Vec<Vault> = phones.iter().map(|(phone, _)| phone.open()).collect();
    vaults.iter_mut().for_each(|vault| drop(season::sync(vault, &mut hub)));
    for vault in &mut vaults {
        for nth in 1..=3 {
            season::month(vault, nth);
        }
    }
    hub.took = cpu::Took::default();
    let sent: u64 = vaults.iter_mut().map(|vault| season::sync(vault, &mut hub).progress.sent).sum();
    let (digested, took) = cpu::took(|| station.digest(usize::MAX).expect("readable"));
    rows.say(&format!("{} villages after 90 days: {sent} entries, {} documents", phones.len(), digested.documents));
    let cpu = (hub.took.cpu + took.cpu).as_secs_f64();
    rows.row("the station takes them and reads them: processor time", cpu, Some(3.0), "s");
}

fn unlocked(station: &Device, rows: &mut Rows) {
    let before = cpu::resident();
    let (vault, took) = cpu::took(|| {
        let locked = Locked::open(&station.path).expect("a record file");
        locked.unlock(Opener::Platform(&KEY), Box::new(SystemRandom)).expect("its key")
    });
    rows.row(
        "the station's record file unlocked, its documents all read before",
        took.wall.as_secs_f64(),
        Some(2.0),
        "s",
    );
    rows.row("memory that takes", cpu::resident() - before, Some(150.0), "MB");
    drop(vault);
}

/// `nep sync` over a line, with all that belongs to it: what it said, and how long it took.
fn synced(phone: &Device, line: &FarLine, with: &Running) -> (Value, f64) {
    let pin = with.fingerprint.as_deref().expect("a key of its own");
    let begun = Instant::now();
    let output = phone.nep(&["sync", "--json", "--to", &format!("https://{}", line.address), "--fingerprint", pin]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    (serde_json::from_slice(&output.stdout).expect("what it did"), begun.elapsed().as_secs_f64())
}

fn size(device: &Device) -> f64 {
    kilobytes(std::fs::metadata(&device.path).expect("there").len()) / 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "shown to a person")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}
