//! Entries, and what is inside them once somebody holds their keys.

use nep_core::access::{Erase, Join, Keyring, Revoke, Roster, ToldRoster, open_key, passphrase, recipients};
use nep_core::log::seal::{open, seal_bytes};
use nep_core::log::{Entry, Judge, Kind, SeededRandom, Signed, VERSION, associated_data};
use nep_core::records::{Clock, Document, Family};
use sha2::{Digest, Sha256};

use super::commune::{FAMILY, KEY, header, member, members_join, root, roster, space};

/// An entry as it comes.
pub fn entry(bytes: &[u8]) {
    if let Ok(entry) = Entry::from_bytes(bytes) {
        assert_eq!(entry.as_bytes(), bytes, "an entry has one form");
        assert_eq!(entry.header_bytes(), associated_data(entry.header()), "a header has one form");
        assert_eq!(entry.header().version, VERSION);
        let (_, signed) = entry.signature();
        assert!(signed.ends_with(entry.body()));
    }
    if let Ok(signed) = Signed::read(bytes) {
        assert_eq!(signed.entry().as_bytes(), bytes);
    }
}

/// The public body of an order, as it comes and as one that the root or a collaborator signed.
pub fn orders(bytes: &[u8]) {
    if let Some(join) = Join::from_bytes(bytes) {
        assert_eq!(join.to_bytes(), bytes, "a join has one form");
        let _ = join.token.read();
    }
    if let Some(revoke) = Revoke::from_bytes(bytes) {
        assert_eq!(revoke.to_bytes(), bytes, "a revocation has one form");
    }
    if let Some(erase) = Erase::from_bytes(bytes) {
        assert_eq!(erase.to_bytes(), bytes, "an erasure has one form");
    }
    // A token's bytes inside a join that is otherwise as it should be.
    let framed = [&[0x82, 0x82][..], &string(root().id().as_bytes()), &string(bytes), &string(&[7; 32])].concat();
    if let Some(join) = Join::from_bytes(&framed) {
        let _ = join.token.read();
    }
    let mut told = vec![members_join().clone()];
    for kind in [Kind::Join, Kind::Revoke, Kind::Erase] {
        for (keys, seq) in [(root(), 1), (member(), 2)] {
            told.push(keys.entry(header(kind, roster(), keys.id(), seq), bytes));
        }
    }
    let mut judge = ToldRoster::new(space());
    judge.learn(&told.iter().collect::<Vec<_>>(), 1);
    let kept = judge.roster().to_bytes();
    let again = Roster::from_bytes(&kept).expect("what it wrote");
    assert_eq!(&again, judge.roster(), "a roster is read as it was written");
    let _ = judge.judge(&Signed::check(told.swap_remove(0)).expect("its own signature"));
    if let Some(roster) = Roster::from_bytes(bytes) {
        let written = roster.to_bytes();
        assert_eq!(Roster::from_bytes(&written).map(|again| again.to_bytes()), Some(written));
    }
}

/// What brings keys: the body of a key entry, the keyring in its cell, the lock of a record file.
pub fn keys(bytes: &[u8]) {
    let keys = member();
    let head = header(Kind::Key, FAMILY, keys.id(), 1);
    let _ = recipients(bytes);
    let _ = open_key(&head, bytes, std::iter::once(&keys.sealing));
    if let Ok(mut keyring) = Keyring::from_bytes(bytes) {
        let written = keyring.to_bytes();
        let again = Keyring::from_bytes(&written).expect("what it wrote").to_bytes();
        assert_eq!(again, written, "a keyring is written one way");
        let _ = keyring.learn(&keys.entry(head, bytes));
    }
    if let Ok((_, cost)) = passphrase::way(bytes) {
        let _ = passphrase::unlock(bytes, passphrase::Opener::Platform(&[1; 32]));
        // What a passphrase would cost is told before anything is stretched.
        if cost.memory <= 64 && cost.passes <= 2 {
            let _ = passphrase::unlock(bytes, passphrase::Opener::Passphrase("xôi nếp cẩm"));
        }
    }
}

/// A row of changes as somebody with the document's key sends it.
pub fn changes(bytes: &[u8]) {
    for bytes in [bytes.to_vec(), with_sums(bytes)] {
        let mut document = Document::new();
        if document.apply(member().id(), 1, &bytes).is_ok() {
            readable(&document);
            let again = document.apply(member().id(), 1, &bytes).expect("a second time changes nothing");
            assert_eq!(again.new, 0);
        }
    }
    sealed(bytes);
}

/// A document as a snapshot brings it.
pub fn document(bytes: &[u8]) {
    for bytes in [bytes.to_vec(), with_sums(bytes)] {
        if let Ok(document) = Document::load(&bytes) {
            readable(&document);
            let again = Document::load(&document.save()).expect("what it saved");
            assert!(again.is_same(&document) && again.ledger() == document.ledger(), "nothing is lost in between");
        }
    }
    sealed(bytes);
}

fn readable(document: &Document) {
    let ledger = document.ledger();
    let _ = Family::of(&ledger, &std::collections::BTreeMap::new()).summary();
    let _ = nep_core::records::wrong_clocks(&ledger, Clock(0));
}

/// Sealed content that is not what was agreed: whoever holds the key may seal anything.
fn sealed(bytes: &[u8]) {
    let keys = member();
    let head = header(Kind::Changes, FAMILY, keys.id(), 1);
    let body = seal_bytes(&KEY, &associated_data(&head), bytes, &mut SeededRandom::new(1));
    let entry = keys.entry(head, &body);
    if let Ok(plain) = open(&entry, &KEY) {
        let _ = Document::new().apply(keys.id(), 1, &plain);
    }
}

/// Automerge's chunks with the sums that their content has: mark (4), sum (4), kind, length (LEB128), content.
fn with_sums(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let mut at = 0;
    while let Some(length) = chunk(&bytes[at..]) {
        let sum = Sha256::digest(&bytes[at + 8..at + length]);
        bytes[at + 4..at + 8].copy_from_slice(&sum[..4]);
        at += length;
    }
    bytes
}

/// How long the chunk at the beginning is, when all of it is there.
fn chunk(bytes: &[u8]) -> Option<usize> {
    let mut content = 0_usize;
    for (place, byte) in bytes.get(9..)?.iter().take(4).enumerate() {
        content |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(9 + place + 1 + content).filter(|length| *length <= bytes.len());
        }
    }
    None
}

/// A byte string of CBOR in its shortest form.
pub(super) fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("short").to_be_bytes();
    let head: &[u8] = match bytes.len() {
        0..24 => &[0x40 | length[3]],
        24..256 => &[0x58, length[3]],
        256..65_536 => &[0x59, length[2], length[3]],
        _ => &[0x5a, length[0], length[1], length[2], length[3]],
    };
    [head, bytes].concat()
}
