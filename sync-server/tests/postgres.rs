//! PostgreSQL keeps what the record file keeps, also when several instances share it.

mod support;

use nep_core::log::suite::{Writer, append, document, race_through, space};
use nep_core::log::{EntryStore, Outcome, StoreError};
use nep_sync_server::PostgresStore;
use support::cluster::Cluster;

fn open() -> PostgresStore {
    PostgresStore::open(&Cluster::shared().database(), 8).expect("an empty database")
}

nep_core::entry_store_suite!(open());

#[test]
fn two_instances_over_one_database_leave_no_gap_that_a_reader_misses() {
    let url = Cluster::shared().database();
    let (one, two) = (PostgresStore::open(&url, 4), PostgresStore::open(&url, 4));
    let (one, two) = (one.expect("the first instance"), two.expect("the second instance"));
    race_through(&[&one, &two], &[&one, &two]);
}

#[test]
fn instances_that_start_at_once_make_the_tables_once() {
    let url = Cluster::shared().database();
    std::thread::scope(|scope| {
        let starting: Vec<_> = (0..4).map(|_| scope.spawn(|| PostgresStore::open(&url, 1).map(drop))).collect();
        for instance in starting {
            instance.join().expect("no panic").expect("it starts");
        }
    });
}

#[test]
fn a_database_of_a_newer_program_is_left_as_it_is() {
    let url = Cluster::shared().database();
    drop(PostgresStore::open(&url, 1).expect("an empty database"));
    let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the database");
    client.execute("UPDATE shape SET version = 99", &[]).expect("written");
    assert!(matches!(PostgresStore::open(&url, 1), Err(StoreError::Newer { found: 99, known: 1 })));
}

#[test]
fn a_server_that_is_restarted_loses_nothing_it_confirmed_and_is_found_again() {
    let mut cluster = Cluster::start(true);
    let store = PostgresStore::open(&cluster.database(), 2).expect("an empty database");
    let space = space("restart");
    let mut writer = Writer::new(space, "phone");
    append(&store, space, &[writer.join(), writer.change(document(1, 1))]);
    cluster.restart();
    assert_eq!(append(&store, space, &[writer.change(document(1, 1))]), [Outcome::Stored(3)]);
    assert_eq!(store.head(space).expect("a head").last, 3);
}

#[test]
fn a_database_that_is_away_is_told_as_such() {
    assert!(matches!(PostgresStore::open("host=/nowhere user=nep", 1), Err(StoreError::Away(_))));
    assert!(matches!(PostgresStore::open("not an address", 1), Err(StoreError::Other(_))));
}
