//! A document opened from its entries: snapshots and changes that count, whatever order they came in.
//!
//! What catches people out:
//! - a snapshot is believed for what is no longer held and for nothing else: entries that are held are applied too, so that a
//!   snapshot that left something out hides nothing;
//! - a revoked device's later changes are taken out of snapshots as well: an honest snapshot may be older than the revocation;
//! - an entry that cannot be opened or read is counted and skipped, never the reason why the others are not shown.

use std::collections::BTreeMap;

use super::members;
use crate::access::{Keyring, ToldRoster};
use crate::log::{DeviceId, Document as Place, Entry, EntryId, Judge, Kind, Standing};
use crate::records::Document;

/// A document with what could not be applied.
#[derive(Debug, Default)]
pub struct Opened {
    /// The document.
    pub document: Document,
    /// Entries that are held, by author and number: is it in the document, or nothing that could be?
    held: BTreeMap<DeviceId, BTreeMap<u64, bool>>,
    /// What the snapshots in it say they contain, with who says so.
    claims: Vec<(DeviceId, Vec<(DeviceId, u64)>)>,
    /// Entries of which no key is held yet.
    pub unopened: Vec<EntryId>,
    /// Entries whose author was revoked before: kept to be looked at, not applied.
    pub quarantined: Vec<EntryId>,
    /// Entries that opened and are no records: their author's app is at fault, or she is hostile.
    pub refused: Vec<EntryId>,
}

/// Opens a document from all its entries.
pub fn open<'a>(
    place: Place,
    entries: impl IntoIterator<Item = &'a Entry>,
    keyring: &Keyring,
    roster: &ToldRoster,
) -> Opened {
    let mut opened = Opened::default();
    let mut changes = Vec::new();
    for entry in entries {
        let header = entry.header();
        let counts = roster.standing(entry) == Standing::Counts;
        if !counts {
            opened.quarantined.push(entry.id());
            continue;
        }
        let applied = match header.kind {
            Kind::Snapshot => opened.take_snapshot(entry, keyring),
            Kind::Changes => {
                changes.push(entry);
                true
            }
            _ => true,
        };
        opened.held.entry(header.author).or_default().insert(header.seq, applied);
    }
    // By author and number, so that no change waits for an earlier one that is held.
    changes.sort_by_key(|entry| (entry.header().author, entry.header().seq));
    for entry in changes {
        let header = entry.header();
        let applied = match keyring.open(entry) {
            Ok(plain) => match opened.document.apply(header.author, header.seq, &plain) {
                Ok(_) => true,
                Err(_) => {
                    opened.refused.push(entry.id());
                    true
                }
            },
            Err(_) => {
                opened.unopened.push(entry.id());
                false
            }
        };
        opened.held.entry(header.author).or_default().insert(header.seq, applied);
    }
    let last_counting = members::last_counting(roster.roster(), place);
    if !last_counting.is_empty()
        && let Ok(kept) = opened.document.without(&last_counting)
    {
        opened.document = kept;
    }
    opened
}

impl Opened {
    /// Up to which entry of each author everything is in the document: what a snapshot of it contains.
    ///
    /// What another snapshot says it contains is believed of its own author, who knows her numbers, and of others as far as something
    /// of theirs is there: or one false word would be handed on in true snapshots, and hide what is yet to come.
    pub fn contains(&self) -> BTreeMap<DeviceId, u64> {
        let mut contains: BTreeMap<DeviceId, u64> = BTreeMap::new();
        if !self.claims.is_empty() {
            let there = self.document.last_entries();
            for (by, claims) in &self.claims {
                for (author, seq) in claims {
                    let most = if author == by { *seq } else { there.get(author).copied().unwrap_or(0) };
                    let upto = contains.entry(*author).or_default();
                    *upto = (*upto).max(most.min(*seq));
                }
            }
        }
        for (author, entries) in &self.held {
            let upto = contains.entry(*author).or_default();
            while entries.get(&(*upto + 1)) == Some(&true) {
                *upto += 1;
            }
        }
        contains.retain(|_, upto| *upto > 0);
        contains
    }

    fn take_snapshot(&mut self, entry: &Entry, keyring: &Keyring) -> bool {
        let Ok(plain) = keyring.open(entry) else {
            self.unopened.push(entry.id());
            return false;
        };
        let merged = Document::load(&plain).and_then(|document| {
            // Loading looked at every change already.
            if self.document.is_empty() {
                self.document = document;
                return Ok(());
            }
            self.document.merge(&document).map(drop)
        });
        if merged.is_err() {
            self.refused.push(entry.id());
            return true;
        }
        self.claims.push((entry.header().author, entry.header().contains.clone()));
        true
    }
}
