//! What is handed out, and how one goes on.

use super::*;

const ALL: Bound = Bound { entries: 1000, bytes: 1 << 20 };

fn filled(store: &dyn EntryStore, space: SpaceId) -> Vec<Signed> {
    let mut writer = member(store, space);
    let documents = [document(1, 1), document(2, 2), document(1, 3), document(2, 4)];
    let made: Vec<Signed> = (0..40).map(|at| writer.change(documents[at % 4])).collect();
    append(store, space, &made);
    made
}

/// Bounded by entries and by bytes.
pub fn a_page_holds_at_most_what_was_asked_and_goes_on(store: &dyn EntryStore) {
    let space = space("bounds");
    let made = filled(store, space);
    let lanes = |after| [Lane { wanted: Wanted::All, after }];
    let three = store.since(space, &lanes(0), Bound { entries: 3, ..ALL }).expect("a page");
    assert_eq!((numbers(&three.entries), three.after, three.more), (vec![1, 2, 3], vec![3], true));
    let size = made[0].entry().as_bytes().len();
    let two = store.since(space, &lanes(1), Bound { bytes: 2 * size, ..ALL }).expect("a page");
    assert_eq!((numbers(&two.entries), two.after, two.more), (vec![2, 3], vec![3], true));
    let rest = store.since(space, &lanes(38), Bound { entries: 3, ..ALL }).expect("a page");
    assert_eq!((numbers(&rest.entries), rest.after, rest.more), (vec![39, 40, 41], vec![41], false));
}

/// Each with its own cursor; an entry in two lanes comes once.
pub fn lanes_bring_their_own_and_nothing_else(store: &dyn EntryStore) {
    let space = space("lanes");
    filled(store, space);
    let of = |wanted| numbers(&lane(store, space, wanted));
    assert_eq!(of(Wanted::Document(document(1, 1))), (2..=41).step_by(4).collect::<Vec<_>>());
    assert_eq!(of(Wanted::Scope(ScopeId::new([2; 16]))), (3..=41).step_by(2).collect::<Vec<_>>());
    assert_eq!(of(Wanted::Document(document(2, 1))), Vec::<u64>::new(), "that id in another village");
    assert_eq!(of(Wanted::Scope(ScopeId::new([7; 16]))), Vec::<u64>::new());
    let lanes = [
        Lane { wanted: Wanted::Orders, after: 0 },
        Lane { wanted: Wanted::Scope(ScopeId::new([1; 16])), after: 30 },
        Lane { wanted: Wanted::Document(document(1, 1)), after: 34 },
    ];
    let page = store.since(space, &lanes, ALL).expect("a page");
    assert_eq!(numbers(&page.entries), [1, 32, 34, 36, 38, 40]);
    assert_eq!((page.after, page.more), (vec![41, 41, 41], false), "what is not wanted is passed too");
}

/// Or nobody would get past it.
pub fn one_entry_is_brought_even_if_larger_than_the_bound(store: &dyn EntryStore) {
    let space = space("one");
    filled(store, space);
    let page = store.since(space, &[Lane { wanted: Wanted::All, after: 0 }], Bound { entries: 1, bytes: 1 });
    let page = page.expect("a page");
    assert_eq!((numbers(&page.entries), page.after, page.more), (vec![1], vec![1], true));
}

/// Also one of another commune, or beyond what can be counted.
pub fn a_cursor_beyond_the_end_brings_nothing(store: &dyn EntryStore) {
    let (here, nowhere) = (space("beyond"), space("never heard of"));
    filled(store, here);
    for after in [41, 42, i64::MAX as u64, u64::MAX] {
        let page = store.since(here, &[Lane { wanted: Wanted::All, after }], ALL).expect("a page");
        assert_eq!(page, Page { entries: vec![], after: vec![after], more: false });
    }
    let page = store.since(nowhere, &[Lane { wanted: Wanted::All, after: 3 }], ALL).expect("a page");
    assert_eq!((page.entries.len(), page.after, page.more), (0, vec![3], false));
}

/// Whatever the sizes of the pages and however the lanes lie.
pub fn any_walk_through_pages_meets_every_entry_once(store: &dyn EntryStore) {
    let space = space("walks");
    let made = filled(store, space);
    let size = made[0].entry().as_bytes().len();
    let wanted = [Wanted::Orders, Wanted::Scope(ScopeId::new([1; 16])), Wanted::Document(document(2, 2))];
    let whole: Vec<u64> = (1..=41).filter(|number| *number == 1 || number % 4 != 1).collect();
    for entries in 1..8 {
        for bytes in [size / 2, size, 3 * size, 100 * size] {
            let mut lanes = wanted.map(|wanted| Lane { wanted, after: 0 });
            let mut met = Vec::new();
            loop {
                let page = store.since(space, &lanes, Bound { entries, bytes }).expect("a page");
                met.extend(numbers(&page.entries));
                assert!(page.entries.len() <= entries, "{entries} entries were asked for");
                for (lane, after) in lanes.iter_mut().zip(&page.after) {
                    lane.after = *after;
                }
                if !page.more {
                    break;
                }
                assert!(!page.entries.is_empty(), "there is progress");
            }
            assert_eq!(met, whole, "{entries} entries, {bytes} bytes");
        }
    }
}

/// A backup that was put back.
pub fn a_renamed_log_keeps_its_entries(store: &dyn EntryStore) {
    let space = space("renamed");
    filled(store, space);
    let before = store.head(space).expect("a head");
    assert_eq!(store.head(space).expect("a head"), before);
    store.rename().expect("done");
    let after = store.head(space).expect("a head");
    assert_ne!(after.log, before.log);
    assert_eq!(after.last, before.last);
    assert_eq!(all(store, space).len(), 41);
}

/// Figures for the one who runs it.
pub fn holdings_count_what_is_there(store: &dyn EntryStore) {
    let (one, two) = (space("holdings"), space("holdings of another"));
    assert_eq!(store.holdings().expect("holdings"), Holdings::default());
    let made = filled(store, one);
    member(store, two);
    let bytes: usize = made.iter().map(|signed| signed.entry().as_bytes().len()).sum();
    let of_one = store.holdings_of(one).expect("holdings");
    assert_eq!((of_one.spaces, of_one.entries, of_one.superseded), (1, 41, 0));
    assert!(of_one.bytes > bytes as u64, "the join too");
    let of_all = store.holdings().expect("holdings");
    assert_eq!((of_all.spaces, of_all.entries), (2, 42));
    assert_eq!(store.holdings_of(space("never heard of")).expect("holdings"), Holdings::default());
}
