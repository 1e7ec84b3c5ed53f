//! How many entries a second a server takes in and hands out, with SQLite and with PostgreSQL: signatures verified, durable.
//!
//! `cargo bench -p nep-sync-server --bench ingest`

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use nep_core::access::ToldRoster;
use nep_core::log::{Batch, Bound, Entry, EntryStore, Kind, Lane, Signed, SqliteStore, Wanted};
use nep_sync_server::PostgresStore;
use support::cluster::Cluster;
use support::commune::{Commune, family};

/// Entries of one commune.
const ENTRIES: usize = 50_000;
/// In a request of a phone that was away for a while.
const BATCH: usize = 500;
/// A sitting's changes, deflated and sealed.
const BODY: usize = 250;

fn main() {
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    let body = vec![7; BODY];
    let made: Vec<Entry> = (0..ENTRIES)
        .map(|at| phone.entry(Kind::Changes, family(u8::try_from(at % 90).expect("small")), &body))
        .collect();
    let bytes: Vec<Vec<u8>> =
        std::iter::once(&phone.join).chain(&made).map(|entry| entry.as_bytes().to_vec()).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = SqliteStore::open(&folder.path().join("log.sqlite")).expect("a new file");
    measure("SQLite", &sqlite, &commune, &bytes);
    let cluster = Cluster::start(true);
    let postgres = PostgresStore::open(&cluster.database(), 4).expect("an empty database");
    measure("PostgreSQL", &postgres, &commune, &bytes);
}

fn measure(name: &str, store: &dyn EntryStore, commune: &Commune, bytes: &[Vec<u8>]) {
    let space = commune.space();
    let mut members = ToldRoster::new(space);
    let begun = Instant::now();
    for batch in bytes.chunks(BATCH) {
        let entries: Vec<Signed> = batch.iter().map(|entry| Signed::read(entry).expect("signed")).collect();
        store.append(&Batch { space, entries: &entries, from: None, now: 1 }, &mut members).expect("taken");
    }
    let taken = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let (mut after, mut handed_out) = (0, 0);
    loop {
        let lanes = [Lane { wanted: Wanted::All, after }];
        let page = store.since(space, &lanes, Bound { entries: 2000, bytes: 1 << 20 }).expect("a page");
        handed_out += page.entries.len();
        after = page.after[0];
        if !page.more {
            break;
        }
    }
    let given = begun.elapsed().as_secs_f64();
    assert_eq!(handed_out, bytes.len(), "everything is handed out");
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let count = handed_out as f64;
    println!("{name:12} in {:>9.0} entries/s   out {:>9.0} entries/s", count / taken, count / given);
}
