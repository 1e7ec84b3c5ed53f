//! What is kept, what is refused, what no longer counts: decided here once, for every kind of store.
//!
//! A store brings [`SpaceTables`]: the rows of one space inside one transaction that nobody else numbers meanwhile.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::access::Erase;

use super::entry::{Entry, Kind};
use super::id::{DeviceId, EntryId};
use super::outcome::{Outcome, Refusal};
use super::signed::Signed;
use super::store::{Batch, Document, Judge, Numbered, Standing, StoreError};

/// An author's how-many-th entry in a document.
pub type Place = (Document, DeviceId, u64);

/// An entry about to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewRow<'a> {
    /// Its number.
    pub number: u64,
    /// The entry.
    pub entry: &'a Entry,
    /// When it was superseded: at once, if a snapshot contains it already.
    pub superseded: Option<u64>,
}

/// The rows of one space inside a transaction, with its numbering locked.
pub trait SpaceTables {
    /// The last number given.
    fn last(&mut self) -> Result<u64, StoreError>;
    /// Notes the last number given.
    fn set_last(&mut self, last: u64) -> Result<(), StoreError>;
    /// Orders after a number.
    fn orders(&mut self, after: u64) -> Result<Vec<Numbered>, StoreError>;
    /// Which of these are kept, and under which number.
    fn known(&mut self, ids: &[EntryId]) -> Result<HashMap<EntryId, u64>, StoreError>;
    /// Which of these places are taken.
    fn taken(&mut self, places: &[Place]) -> Result<HashSet<Place>, StoreError>;
    /// Up to which entry of each author snapshots contain these documents.
    fn covered(&mut self, documents: &[Document]) -> Result<HashMap<(Document, DeviceId), u64>, StoreError>;
    /// Keeps entries.
    fn insert(&mut self, rows: &[NewRow<'_>]) -> Result<(), StoreError>;
    /// Notes that a snapshot contains a document up to these entries, and supersedes its changes and snapshots so far. No
    /// further than what is held of each author: or one snapshot could hide what is yet to come.
    fn cover(&mut self, document: Document, contains: &[(DeviceId, u64)], now: u64) -> Result<(), StoreError>;
    /// Forgets what snapshots contain of a document.
    fn uncover(&mut self, document: Document) -> Result<(), StoreError>;
    /// Hands on again, under new numbers, what is superseded in a document although no snapshot contains it; returns the last
    /// number given.
    fn hand_on_again(&mut self, document: Document, last: u64) -> Result<u64, StoreError>;
    /// How many entries of an author are kept in a document, after one number and up to another.
    fn held(&mut self, document: Document, author: DeviceId, after: u64, upto: u64) -> Result<u64, StoreError>;
    /// Gives the log a new name: it may have forgotten something.
    fn rename(&mut self) -> Result<(), StoreError>;
    /// Snapshots of the whole space that have something superseded.
    fn snapshots(&mut self) -> Result<Vec<Entry>, StoreError>;
    /// Drops a document's entries.
    fn erase(&mut self, document: Document) -> Result<(), StoreError>;
}

/// Takes a batch into one space.
pub fn append(
    tables: &mut dyn SpaceTables,
    batch: &Batch<'_>,
    judge: &mut dyn Judge,
) -> Result<Vec<Outcome>, StoreError> {
    let told = tables.orders(judge.told())?;
    if let Some((last, _)) = told.last() {
        judge.learn(&told.iter().map(|(_, order)| order).collect::<Vec<_>>(), *last);
    }
    let mut taking = Taking::begin(tables, batch)?;
    let mut outcomes = vec![None; batch.entries.len()];
    // A removal or an erasure counts for what came with it, and a member who just joined may write at once.
    for round in [Round::Joins, Round::OtherOrders, Round::Rest] {
        for (outcome, signed) in outcomes.iter_mut().zip(batch.entries) {
            if Round::of(signed.entry().header().kind) == round {
                *outcome = Some(taking.take(signed, judge));
            }
        }
        taking.tell(judge);
    }
    taking.finish(tables, judge)?;
    Ok(outcomes.into_iter().map(|outcome| outcome.expect("every entry is of some round")).collect())
}

/// What is looked at first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    Joins,
    OtherOrders,
    Rest,
}

impl Round {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Join => Self::Joins,
            Kind::Revoke | Kind::Erase => Self::OtherOrders,
            Kind::Key | Kind::Changes | Kind::Snapshot => Self::Rest,
        }
    }
}

/// A batch being taken.
struct Taking<'a> {
    batch: &'a Batch<'a>,
    last: u64,
    known: HashMap<EntryId, u64>,
    taken: HashSet<Place>,
    covered: HashMap<(Document, DeviceId), u64>,
    rows: Vec<NewRow<'a>>,
    /// Orders among the rows that the judge was not told yet.
    untold: Vec<&'a Entry>,
    snapshots: Vec<&'a Entry>,
    /// Somebody was removed or something erased.
    look_again: bool,
}

impl<'a> Taking<'a> {
    fn begin(tables: &mut dyn SpaceTables, batch: &'a Batch<'a>) -> Result<Self, StoreError> {
        let entries = || batch.entries.iter().map(Signed::entry);
        let ids: Vec<EntryId> = entries().map(Entry::id).collect();
        let places: Vec<Place> = entries().map(place).collect();
        let documents: BTreeSet<Document> = entries().map(Document::of).collect();
        let documents: Vec<Document> = documents.into_iter().collect();
        Ok(Self {
            batch,
            last: tables.last()?,
            known: tables.known(&ids)?,
            taken: tables.taken(&places)?,
            covered: tables.covered(&documents)?,
            rows: Vec::new(),
            untold: Vec::new(),
            snapshots: Vec::new(),
            look_again: false,
        })
    }

    fn take(&mut self, signed: &'a Signed, judge: &mut dyn Judge) -> Outcome {
        let entry = signed.entry();
        let standing = match self.look(signed, judge) {
            Ok(standing) => standing,
            Err(outcome) => return outcome,
        };
        self.last += 1;
        let header = entry.header();
        let contained = self.covered.get(&(Document::of(entry), header.author)).is_some_and(|upto| header.seq <= *upto);
        let superseded = (supersedable(header.kind) && contained).then_some(self.batch.now);
        self.rows.push(NewRow { number: self.last, entry, superseded });
        self.known.insert(entry.id(), self.last);
        self.taken.insert(place(entry));
        if header.kind.is_public() {
            self.untold.push(entry);
        }
        match header.kind {
            Kind::Snapshot if standing == Standing::Counts => self.snapshots.push(entry),
            Kind::Erase | Kind::Revoke => {
                self.look_again = true;
                // One removal may end the right to the next.
                self.tell(judge);
            }
            _ => {}
        }
        Outcome::Stored(self.last)
    }

    fn tell(&mut self, judge: &mut dyn Judge) {
        if !self.untold.is_empty() {
            judge.learn(&self.untold, self.last);
            self.untold.clear();
        }
    }

    /// May it be kept? Otherwise what became of it.
    fn look(&self, signed: &Signed, judge: &dyn Judge) -> Result<Standing, Outcome> {
        let entry = signed.entry();
        let header = entry.header();
        if header.space != self.batch.space {
            return Err(Outcome::Refused(Refusal::OtherSpace));
        }
        if let Some(number) = self.known.get(&entry.id()) {
            return Err(Outcome::Known(*number));
        }
        let counted = i64::try_from(header.seq).is_ok() && header.seq > 0;
        let contained = match header.kind {
            // A snapshot that contained itself would supersede itself.
            Kind::Snapshot => header
                .contains
                .iter()
                .all(|(author, seq)| i64::try_from(*seq).is_ok() && (*author != header.author || *seq < header.seq)),
            _ => header.contains.is_empty(),
        };
        if !(counted && contained) {
            return Err(Outcome::Refused(Refusal::Malformed));
        }
        let roster = Document { scope: self.batch.space.commune_scope(), doc: self.batch.space.roster() };
        if header.kind.is_public() != (Document::of(entry) == roster) {
            return Err(Outcome::Refused(Refusal::NotAllowed));
        }
        if header.kind == Kind::Erase {
            match Erase::from_bytes(entry.body()) {
                None => return Err(Outcome::Refused(Refusal::Malformed)),
                Some(order) if erased_by(&order) == roster => return Err(Outcome::Refused(Refusal::NotAllowed)),
                Some(_) => {}
            }
        }
        if judge.is_erased(Document::of(entry)) {
            return Err(Outcome::Refused(Refusal::Erased));
        }
        let standing = judge.judge(signed).map_err(Outcome::Refused)?;
        if self.taken.contains(&place(entry)) {
            return Err(Outcome::Refused(Refusal::SameSeqTwice));
        }
        Ok(standing)
    }

    fn finish(self, tables: &mut dyn SpaceTables, judge: &dyn Judge) -> Result<(), StoreError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        tables.insert(&self.rows)?;
        for snapshot in &self.snapshots {
            tables.cover(Document::of(snapshot), &snapshot.header().contains, self.batch.now)?;
        }
        let mut last = self.last;
        if self.look_again {
            erase(tables, judge)?;
            last = withdraw_snapshots(tables, judge, self.batch.now, last)?;
        }
        tables.set_last(last)
    }
}

/// Drops what is erased by the orders as they stand now.
fn erase(tables: &mut dyn SpaceTables, judge: &dyn Judge) -> Result<(), StoreError> {
    let orders = tables.orders(0)?;
    let erasures = orders.iter().filter(|(_, order)| order.header().kind == Kind::Erase);
    let documents: BTreeSet<Document> =
        erasures.filter_map(|(_, order)| Some(erased_by(&Erase::from_bytes(order.body())?))).collect();
    documents.into_iter().filter(|document| judge.is_erased(*document)).try_for_each(|document| tables.erase(document))
}

const fn erased_by(order: &Erase) -> Document {
    Document { scope: order.scope, doc: order.doc }
}

/// What snapshots of removed devices superseded is handed on again. Of what was dropped meanwhile nothing is left but with those who
/// brought it: by the new name of the log they learn that they should bring it again.
fn withdraw_snapshots(
    tables: &mut dyn SpaceTables,
    judge: &dyn Judge,
    now: u64,
    mut last: u64,
) -> Result<u64, StoreError> {
    let snapshots = tables.snapshots()?;
    let counts = |entry: &&Entry| judge.standing(entry) == Standing::Counts;
    let touched: BTreeSet<Document> = snapshots.iter().filter(|entry| !counts(entry)).map(Document::of).collect();
    let mut forgotten = false;
    for document in touched {
        let before = tables.covered(&[document])?;
        tables.uncover(document)?;
        for snapshot in snapshots.iter().filter(counts).filter(|entry| Document::of(entry) == document) {
            tables.cover(document, &snapshot.header().contains, now)?;
        }
        let after = tables.covered(&[document])?;
        for ((of, author), upto) in before {
            let still = after.get(&(of, author)).copied().unwrap_or(0);
            forgotten |= still < upto && tables.held(of, author, still, upto)? < upto - still;
        }
        last = tables.hand_on_again(document, last)?;
    }
    if forgotten {
        tables.rename()?;
    }
    Ok(last)
}

fn place(entry: &Entry) -> Place {
    (Document::of(entry), entry.header().author, entry.header().seq)
}

/// A key or an order stays, whatever snapshots contain.
pub const fn supersedable(kind: Kind) -> bool {
    matches!(kind, Kind::Changes | Kind::Snapshot)
}
