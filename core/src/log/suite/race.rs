//! Several write at once, and others read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::*;

const WRITERS: usize = 4;
const BATCHES: usize = 20;

/// Whoever has passed number 7 never misses a 6.
pub fn writers_that_race_leave_no_gap_that_a_reader_misses(store: &dyn EntryStore) {
    race_through(&[store], &[store]);
}

/// Several instances write to one store and read it: each reader, who only ever goes forward, must meet every entry.
pub fn race_through(writers: &[&dyn EntryStore], readers: &[&dyn EntryStore]) {
    let space = space("race");
    let mut first = member(writers[0], space);
    let names: Vec<String> = (0..WRITERS).map(|at| format!("phone {at}")).collect();
    let joins: Vec<Signed> = names.iter().map(|name| Writer::new(space, name).join()).collect();
    append(writers[0], space, &joins);
    append(writers[0], space, &[first.change(document(9, 9))]);
    let expected = 2 + WRITERS + WRITERS * BATCHES * 3;
    let written = AtomicBool::new(false);
    thread::scope(|scope| {
        let writing: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let store = writers[at % writers.len()];
                scope.spawn(move || {
                    let mut writer = Writer::new(space, name);
                    for batch in 0..BATCHES {
                        let doc = document(1, u8::try_from(batch % 5).expect("small"));
                        let entries: Vec<Signed> = (0..3).map(|_| writer.change(doc)).collect();
                        let outcomes = append(store, space, &entries);
                        assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Stored(_))));
                    }
                })
            })
            .collect();
        let reading: Vec<_> = readers
            .iter()
            .map(|store| {
                let written = &written;
                scope.spawn(move || {
                    let mut met = Vec::new();
                    let mut after = 0;
                    loop {
                        let last_round = written.load(Ordering::SeqCst);
                        let lanes = [Lane { wanted: Wanted::All, after }];
                        let page = store.since(space, &lanes, Bound { entries: 7, bytes: 1 << 20 }).expect("a page");
                        met.extend(numbers(&page.entries));
                        after = page.after[0];
                        if last_round && !page.more {
                            return met;
                        }
                    }
                })
            })
            .collect();
        for writer in writing {
            writer.join().expect("a writer wrote all");
        }
        written.store(true, Ordering::SeqCst);
        for reader in reading {
            let met = reader.join().expect("a reader read all");
            assert_eq!(met, (1..=expected as u64).collect::<Vec<_>>());
        }
    });
}

/// Two peers bring the same.
pub fn writers_of_the_same_entries_store_each_once(store: &dyn EntryStore) {
    let space = space("same");
    let mut writer = member(store, space);
    let made: Vec<Signed> = (0..30).map(|_| writer.change(document(1, 1))).collect();
    let stored: usize = thread::scope(|scope| {
        let bringing: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    let outcomes = made.chunks(5).flat_map(|chunk| append(store, space, chunk));
                    outcomes.filter(|outcome| matches!(outcome, Outcome::Stored(_))).count()
                })
            })
            .collect();
        bringing.into_iter().map(|peer| peer.join().expect("a peer brought all")).sum()
    });
    assert_eq!(stored, made.len());
    assert_eq!(all(store, space).len(), made.len() + 1);
}
