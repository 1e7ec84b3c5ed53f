//! What holds for the record file beyond the suite of every store.

use super::super::suite::{Members, Writer, append, document, space};
use super::*;
use crate::log::Lane;
use crate::log::store::Wanted;

mod in_memory {
    use super::SqliteStore;
    crate::entry_store_suite!(SqliteStore::in_memory().expect("memory"));
}

mod in_a_file {
    use super::{SqliteStore, scratch};
    crate::entry_store_suite!(SqliteStore::open(&scratch().join("log.sqlite")).expect("a new file"));
}

/// A folder of its own, removed with the system's temporary files.
fn scratch() -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("nep-log-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

const ALL: Bound = Bound { entries: 1000, bytes: 1 << 20 };

#[test]
fn a_file_is_opened_by_one_program_at_a_time() {
    let path = scratch().join("log.sqlite");
    let first = SqliteStore::open(&path).expect("a new file");
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::InUse)));
    drop(first);
    assert!(SqliteStore::open(&path).is_ok());
}

#[test]
fn what_is_no_record_file_is_left_as_it_is() {
    let path = scratch().join("log.sqlite");
    let text = "this was never a record file, but it is long enough to be looked at as one".repeat(20);
    std::fs::write(&path, &text).expect("a file");
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::Damaged)));
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), text);
}

#[test]
fn a_file_of_a_newer_program_is_left_as_it_is() {
    let path = scratch().join("log.sqlite");
    drop(SqliteStore::open(&path).expect("a new file"));
    let db = Connection::open(&path).expect("the file");
    db.execute("UPDATE shape SET version = 99 WHERE part = 'log'", []).expect("written");
    drop(db);
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::Newer { found: 99, known: 1 })));
}

/// Each released form with a file that it wrote.
const RELEASED: [(u32, &str); 1] = [(1, include_str!("fixtures/log-1.sql"))];

/// A file as each released form wrote it is read and goes on. Made by `sqlite3 log.sqlite .dump` of a file with rows in every table.
#[test]
fn files_of_every_released_form_are_read_by_this_program() {
    for (form, dump) in RELEASED {
        let path = scratch().join("log.sqlite");
        Connection::open(&path).and_then(|db| db.execute_batch(dump)).expect("the dump is whole");
        let store = SqliteStore::open(&path).expect("an old file");
        let space = space("released");
        let head = store.head(space).expect("a head");
        let page = store.since(space, &[Lane { wanted: Wanted::All, after: 0 }], ALL).expect("a page");
        assert_eq!((head.last, page.entries.len()), (6, 4), "form {form}");
        assert_eq!(store.holdings().expect("holdings").superseded, 1);
        let mut writer = Writer::new(space, "released");
        let refused = append(&store, space, &[writer.change(document(1, 9))]);
        assert_eq!(refused, [Outcome::Refused(crate::log::Refusal::Erased)]);
        assert_eq!(store.count(space, writer.id(), 7).expect("counted"), Err(7));
        assert_eq!(store.remembered(space, "hub").expect("read"), Some(b"so far".to_vec()));
    }
}

/// Writes the fixture of today's form; run by hand when a form is released.
#[test]
#[ignore = "writes a fixture"]
fn write_a_file_of_todays_form() {
    let path = std::env::temp_dir().join("log-released.sqlite");
    let store = SqliteStore::open(&path).expect("a new file");
    let space = space("released");
    let mut writer = Writer::new(space, "released");
    let family = document(1, 1);
    append(&store, space, &[writer.join(), writer.change(family), writer.change(document(1, 9))]);
    let snapshot = writer.snapshot(family, &[(writer.id(), 1)]);
    append(&store, space, &[snapshot, writer.erase(document(1, 9)), writer.change(family)]);
    store.count(space, writer.id(), 7).expect("counted").expect("grown");
    store.remember(space, "hub", b"so far").expect("kept");
    assert_eq!(store.head(space).expect("a head").last, 6);
}

#[test]
fn what_a_peer_brought_is_not_handed_back_to_it() {
    let store = SqliteStore::in_memory().expect("memory");
    let space = space("peers");
    let mut writer = Writer::new(space, "own");
    append(&store, space, &[writer.join()]);
    let from_hub = [writer.change(document(1, 1)), writer.change(document(1, 1))];
    let batch = Batch { space, entries: &from_hub, from: Some("hub"), now: 1 };
    store.append(&batch, &mut Members::default()).expect("taken");
    append(&store, space, &[writer.change(document(1, 1))]);
    let numbers = |peer, after, bound| {
        let page = store.unsent(space, peer, after, bound).expect("a page");
        (page.entries.iter().map(|entry| entry.0).collect::<Vec<_>>(), page.after[0], page.more)
    };
    assert_eq!(numbers("hub", 0, ALL), (vec![1, 4], 4, false));
    assert_eq!(numbers("hub", 1, ALL), (vec![4], 4, false));
    assert_eq!(numbers("hub", 4, ALL), (vec![], 4, false));
    assert_eq!(numbers("hub", 0, Bound { entries: 1, ..ALL }), (vec![1], 1, true));
    assert_eq!(numbers("another", 0, ALL), (vec![1, 2, 3, 4], 4, false));
    store.forget_origin(space, "hub").expect("forgotten");
    assert_eq!(numbers("hub", 0, ALL), (vec![1, 2, 3, 4], 4, false));
}

#[test]
fn a_copy_is_whole_and_goes_on_under_another_name() {
    let folder = scratch();
    let (path, copy) = (folder.join("log.sqlite"), folder.join("copy.sqlite"));
    let store = SqliteStore::open(&path).expect("a new file");
    let space = space("copy");
    let mut writer = Writer::new(space, "own");
    append(&store, space, &[writer.join(), writer.change(document(1, 1))]);
    back_up(&path, &copy).expect("copied while open");
    assert!(matches!(back_up(&path, &copy), Err(StoreError::InUse)), "nothing is overwritten");
    let copied = SqliteStore::open(&copy).expect("a record file");
    assert_eq!(copied.head(space).expect("a head").last, 2);
    assert_ne!(copied.head(space).expect("a head").log, store.head(space).expect("a head").log);
}

#[test]
fn a_part_keeps_its_own_tables_in_the_same_transaction() {
    let store = SqliteStore::in_memory().expect("memory");
    store.migrate("summaries", &["CREATE TABLE summary (doc BLOB PRIMARY KEY)"]).expect("made");
    store.migrate("summaries", &["CREATE TABLE summary (doc BLOB PRIMARY KEY)"]).expect("made once");
    let space = space("parts");
    let join = [Writer::new(space, "own").join()];
    let batch = Batch { space, entries: &join, from: None, now: 1 };
    let both: Result<(), StoreError> = store.write(|tx| {
        SqliteStore::append_in(tx, &batch, &mut Members::default())?;
        tx.execute("INSERT INTO summary VALUES (x'01')", [])?;
        Err(StoreError::Other("changed its mind".into()))
    });
    assert!(both.is_err());
    assert_eq!(store.head(space).expect("a head").last, 0, "nothing was kept of either");
    assert_eq!(store.documents(space, 0).expect("documents"), []);
    store.write(|tx| SqliteStore::append_in(tx, &batch, &mut Members::default()).map(drop)).expect("taken");
    let roster = Document { scope: space.commune_scope(), doc: space.roster() };
    assert_eq!(store.documents(space, 0).expect("documents"), [(roster, 1)]);
    assert_eq!(store.last_seq(space, roster, Writer::new(space, "own").id()).expect("a number"), 1);
    assert_eq!(store.document(space, roster).expect("entries").len(), 1);
}

#[test]
fn a_closed_file_is_whole_by_itself() {
    let folder = scratch();
    let (path, copy) = (folder.join("log.sqlite"), folder.join("copy.sqlite"));
    let space = space("closed");
    let store = SqliteStore::open(&path).expect("a new file");
    append(&store, space, &[Writer::new(space, "own").join()]);
    assert_eq!(store.head(space).expect("a reader reads").last, 1);
    assert!(folder.join("log.sqlite-wal").exists(), "an open file writes ahead");
    drop(store);
    assert!(!folder.join("log.sqlite-wal").exists() && !folder.join("log.sqlite-shm").exists());
    std::fs::copy(&path, &copy).expect("the file alone, as somebody copies it to a stick");
    let copied = SqliteStore::open(&copy).expect("a record file");
    assert_eq!(copied.head(space).expect("a head").last, 1);
}
