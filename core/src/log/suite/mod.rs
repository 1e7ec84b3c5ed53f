//! What every [`EntryStore`](super::EntryStore) must do, as tests that run against any of them: see
//! [`entry_store_suite`](crate::entry_store_suite).

mod pages;
mod race;
mod rules;
mod snapshots;

use std::collections::{HashMap, HashSet};

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use super::*;
use crate::access::Erase;

pub use pages::*;
pub use race::*;
pub use rules::*;
pub use snapshots::*;

/// Tests of a store: `$open` makes a new, empty one.
#[macro_export]
macro_rules! entry_store_suite {
    ($open:expr) => {
        $crate::entry_store_suite!($open;
            entries_are_numbered_from_one_in_their_order,
            an_entry_brought_again_is_known_and_changes_nothing,
            an_entry_of_another_commune_is_refused,
            a_stranger_is_refused_until_she_has_joined,
            a_member_may_write_in_the_batch_that_brings_her_join,
            the_same_number_twice_is_refused_and_the_first_stays,
            an_order_elsewhere_and_anything_else_in_the_roster_are_refused,
            numbers_that_cannot_be_counted_are_refused,
            what_is_erased_is_gone_and_never_comes_back,
            an_erasure_reaches_only_the_scope_it_names,
            the_roster_cannot_be_erased,
            a_removed_devices_entries_are_kept_to_be_looked_at,
            orders_come_in_the_order_of_the_log,
            a_counter_only_grows,
            a_judge_that_knows_less_is_told_the_rest,
            a_snapshot_stands_for_what_it_contains,
            an_entry_that_comes_after_its_snapshot_is_not_handed_on,
            a_snapshot_hides_nothing_that_is_yet_to_come,
            a_snapshot_that_contains_itself_is_refused,
            a_snapshot_reaches_only_its_own_scope,
            keys_and_orders_stay_whatever_a_snapshot_contains,
            superseded_entries_are_dropped_after_their_time_only,
            a_removed_devices_snapshot_gives_back_what_it_hid,
            a_log_that_dropped_for_a_removed_devices_snapshot_says_that_it_forgot,
            a_quarantined_snapshot_hides_nothing,
            a_page_holds_at_most_what_was_asked_and_goes_on,
            lanes_bring_their_own_and_nothing_else,
            one_entry_is_brought_even_if_larger_than_the_bound,
            a_cursor_beyond_the_end_brings_nothing,
            any_walk_through_pages_meets_every_entry_once,
            a_renamed_log_keeps_its_entries,
            holdings_count_what_is_there,
            writers_that_race_leave_no_gap_that_a_reader_misses,
            writers_of_the_same_entries_store_each_once,
        );
    };
    ($open:expr; $($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            $crate::log::suite::$name(&$open);
        })*
    };
}

/// The commune of a test.
#[must_use]
pub fn space(name: &str) -> SpaceId {
    SpaceId::of_root(&Sha256::digest(name).into())
}

/// A document of village `scope`.
#[must_use]
pub fn document(scope: u8, doc: u8) -> Document {
    Document { scope: ScopeId::new([scope; 16]), doc: DocId::new([doc; 16]) }
}

/// A device that numbers its entries by itself.
#[derive(Debug)]
pub struct Writer {
    key: SigningKey,
    space: SpaceId,
    seqs: HashMap<Document, u64>,
}

impl Writer {
    /// The device of that name.
    #[must_use]
    pub fn new(space: SpaceId, name: &str) -> Self {
        let key = SigningKey::from_bytes(&Sha256::digest(name).into());
        Self { key, space, seqs: HashMap::new() }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        DeviceId::new(self.key.verifying_key().to_bytes())
    }

    /// Its signature.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// A header for its next entry in a document.
    pub fn header(&mut self, kind: Kind, document: Document) -> Header {
        let author = self.id();
        let seq = self.seqs.entry(document).or_default();
        *seq += 1;
        let epoch = u32::from(!kind.is_public());
        let (scope, doc) = (document.scope, document.doc);
        Header { version: VERSION, kind, space: self.space, scope, doc, author, seq: *seq, epoch, contains: vec![] }
    }

    /// An entry with that header.
    #[must_use]
    pub fn signed(&self, header: Header, body: &[u8]) -> Signed {
        Signed::check(Entry::new(header, body, |message| self.sign(message))).expect("signed by its author")
    }

    /// Its next change of a document.
    pub fn change(&mut self, document: Document) -> Signed {
        let header = self.header(Kind::Changes, document);
        let body = format!("change {}", header.seq);
        self.signed(header, body.as_bytes())
    }

    /// An order.
    pub fn order(&mut self, kind: Kind, body: &[u8]) -> Signed {
        let header = self.header(kind, self.roster());
        self.signed(header, body)
    }

    /// Its join, as [`Members`] takes it.
    pub fn join(&mut self) -> Signed {
        self.order(Kind::Join, b"joined")
    }

    /// The removal of a device, as [`Members`] takes it.
    pub fn remove(&mut self, device: DeviceId) -> Signed {
        self.order(Kind::Revoke, device.as_bytes())
    }

    /// The erasure of a document.
    pub fn erase(&mut self, document: Document) -> Signed {
        self.order(Kind::Erase, &Erase { doc: document.doc, scope: document.scope }.to_bytes())
    }

    /// A snapshot that contains these authors' entries.
    pub fn snapshot(&mut self, document: Document, contains: &[(DeviceId, u64)]) -> Signed {
        let mut header = self.header(Kind::Snapshot, document);
        header.contains = contains.to_vec();
        header.contains.sort_unstable();
        self.signed(header, b"all of it")
    }

    fn roster(&self) -> Document {
        Document { scope: self.space.commune_scope(), doc: self.space.roster() }
    }
}

/// A judge for tests of stores: whoever joined may write everywhere; what a removed device wrote does not count.
#[derive(Debug, Default)]
pub struct Members {
    told: u64,
    joined: HashSet<DeviceId>,
    removed: HashSet<Vec<u8>>,
    erased: HashSet<Document>,
}

impl Judge for Members {
    fn told(&self) -> u64 {
        self.told
    }

    fn learn(&mut self, orders: &[&Entry], last: u64) {
        self.told = last;
        for order in orders {
            match order.header().kind {
                Kind::Join => {
                    self.joined.insert(order.header().author);
                }
                Kind::Revoke => {
                    self.removed.insert(order.body().to_vec());
                }
                _ => {
                    let erase = Erase::from_bytes(order.body()).expect("the log takes no other");
                    self.erased.insert(Document { scope: erase.scope, doc: erase.doc });
                }
            }
        }
    }

    fn is_erased(&self, document: Document) -> bool {
        self.erased.contains(&document)
    }

    fn judge(&self, entry: &Signed) -> Result<Standing, Refusal> {
        let header = entry.entry().header();
        if header.kind == Kind::Join || self.joined.contains(&header.author) {
            return Ok(self.standing(entry.entry()));
        }
        Err(Refusal::UnknownAuthor)
    }

    fn standing(&self, entry: &Entry) -> Standing {
        let removed = self.removed.contains(entry.header().author.as_bytes().as_slice());
        if removed { Standing::Quarantined } else { Standing::Counts }
    }
}

/// Takes entries with a judge that knows nothing yet, at the time 1,000.
pub fn append(store: &dyn EntryStore, space: SpaceId, entries: &[Signed]) -> Vec<Outcome> {
    append_at(store, space, entries, 1000)
}

/// The same at another time.
pub fn append_at(store: &dyn EntryStore, space: SpaceId, entries: &[Signed], now: u64) -> Vec<Outcome> {
    let batch = Batch { space, entries, from: None, now };
    store.append(&batch, &mut Members::default()).expect("the store takes it")
}

/// A device that joined under number 1.
fn member(store: &dyn EntryStore, space: SpaceId) -> Writer {
    let mut writer = Writer::new(space, "collaborator");
    assert_eq!(append(store, space, &[writer.join()]), [Outcome::Stored(1)]);
    writer
}

/// Everything handed on, in its order.
fn all(store: &dyn EntryStore, space: SpaceId) -> Vec<Numbered> {
    lane(store, space, Wanted::All)
}

fn lane(store: &dyn EntryStore, space: SpaceId, wanted: Wanted) -> Vec<Numbered> {
    let bound = Bound { entries: usize::MAX, bytes: usize::MAX };
    let page = store.since(space, &[Lane { wanted, after: 0 }], bound).expect("the store answers");
    assert!(!page.more, "no bound");
    page.entries
}

fn numbers(entries: &[Numbered]) -> Vec<u64> {
    entries.iter().map(|entry| entry.0).collect()
}
