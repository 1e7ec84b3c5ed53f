//! Entries in a file that anybody may carry: on a phone, a memory card, a stick, by a neighbour.
//!
//! ```text
//! bundle = "nep bundle 1" ++ length of content (8, big-endian) ++ SHA-256 of content (32) ++ content
//! content = [signer (32), signature (64), bytes]                        CBOR
//! bytes  = deflate([space, label, clock, [entry, …]])                   the signature covers "nep bundle 1" ++ bytes
//! ```
//!
//! The entries are sealed already; whoever carries the file learns what a server learns, see `docs/privacy.md`.
//!
//! What catches people out:
//! - the length and the sum say what happened to a file on its way (cut short, damaged); the signature says that nobody took
//!   entries out of it or put others in;
//! - the label is in the open: it says who carries ("the trader's phone"), never who is meant.

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::access::DeviceKeys;
use crate::log::seal::verify_bytes;
use crate::log::{DeviceId, Entry, Refusal, Signed, SpaceId};
use crate::records::Clock;

const MAGIC: &[u8; 12] = b"nep bundle 1";
const FAMILY_OF_MAGIC: &[u8] = b"nep bundle ";
const HEAD: usize = MAGIC.len() + 8 + 32;
/// No bundle is larger when inflated: four communes of ten years.
const LARGEST: usize = 256 * 1024 * 1024;
const EFFORT: u8 = 6;

/// What is in a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The commune.
    pub space: SpaceId,
    /// Who made it.
    pub from: DeviceId,
    /// Who or what carries it, as the maker wrote.
    pub label: String,
    /// What the maker's clock showed: a hint.
    pub made: Clock,
    /// The entries.
    pub entries: Vec<Signed>,
    /// Entries of a newer app, which are left for it.
    pub newer: usize,
}

/// Why a file is refused. Nothing of it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBundle {
    /// Another kind of file.
    #[error("not a bundle")]
    NotABundle,
    /// Made by a newer app.
    #[error("a bundle made by a newer app")]
    Newer,
    /// Cut short.
    #[error("cut short: {have} of {need} bytes")]
    CutShort {
        /// Bytes there are.
        have: u64,
        /// Bytes there should be.
        need: u64,
    },
    /// Bytes changed on the way.
    #[error("damaged on its way")]
    Damaged,
    /// Changed by somebody: it is not what its maker signed.
    #[error("not what its maker signed")]
    Forged,
    /// Of another commune.
    #[error("of another commune")]
    OtherCommune,
    /// Too large to be one.
    #[error("larger than a bundle may be")]
    TooLarge,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Content {
    #[n(0)]
    from: DeviceId,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: [u8; 64],
    #[cbor(n(2), with = "minicbor::bytes")]
    bytes: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Inner {
    #[n(0)]
    space: SpaceId,
    #[n(1)]
    label: String,
    #[n(2)]
    made: i64,
    #[n(3)]
    entries: Vec<minicbor::bytes::ByteVec>,
}

/// Writes a bundle.
///
/// # Panics
///
/// Never: writing CBOR to memory cannot fail.
#[must_use]
pub fn write<'a>(
    keys: &DeviceKeys,
    space: SpaceId,
    label: &str,
    made: Clock,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Vec<u8> {
    let entries = entries.into_iter().map(|entry| entry.as_bytes().to_vec().into()).collect();
    let inner = Inner { space, label: label.to_owned(), made: made.0, entries };
    let inner = minicbor::to_vec(&inner).expect("memory takes every byte");
    let bytes = miniz_oxide::deflate::compress_to_vec(&inner, EFFORT);
    let signature = keys.signing.sign(&[MAGIC.as_slice(), &bytes].concat());
    let content = minicbor::to_vec(Content { from: keys.id(), signature, bytes }).expect("memory takes every byte");
    let length = u64::try_from(content.len()).expect("a length fits");
    [MAGIC.as_slice(), &length.to_be_bytes(), &Sha256::digest(&content), &content].concat()
}

/// Reads a bundle of this commune.
///
/// # Errors
///
/// [`BadBundle`].
pub fn read(file: &[u8], space: SpaceId) -> Result<Bundle, BadBundle> {
    let have = u64::try_from(file.len()).map_err(|_| BadBundle::TooLarge)?;
    let begun = file.len().min(FAMILY_OF_MAGIC.len());
    if begun == 0 || file[..begun] != FAMILY_OF_MAGIC[..begun] {
        return Err(BadBundle::NotABundle);
    }
    if file.len() >= MAGIC.len() && file[..MAGIC.len()] != MAGIC[..] {
        return Err(BadBundle::Newer);
    }
    let cut = |need| BadBundle::CutShort { have, need };
    let Some(head) = file.get(..HEAD) else { return Err(cut(HEAD as u64)) };
    let length = u64::from_be_bytes(std::array::from_fn(|at| head[MAGIC.len() + at]));
    let content = &file[HEAD..];
    let need = length.saturating_add(HEAD as u64);
    if have < need {
        return Err(cut(need));
    }
    if have > need || Sha256::digest(content)[..] != head[MAGIC.len() + 8..] {
        return Err(BadBundle::Damaged);
    }
    let content: Content = minicbor::decode(content).map_err(|_| BadBundle::Forged)?;
    let signed = [MAGIC.as_slice(), &content.bytes].concat();
    verify_bytes(&content.from, &signed, &content.signature).map_err(|_| BadBundle::Forged)?;
    let inner =
        miniz_oxide::inflate::decompress_to_vec_with_limit(&content.bytes, LARGEST).map_err(|_| BadBundle::TooLarge)?;
    let inner: Inner = minicbor::decode(&inner).map_err(|_| BadBundle::Forged)?;
    if inner.space != space {
        return Err(BadBundle::OtherCommune);
    }
    let (mut entries, mut newer) = (Vec::with_capacity(inner.entries.len()), 0);
    for bytes in &inner.entries {
        match Signed::read(bytes) {
            Ok(entry) => entries.push(entry),
            Err(Refusal::Newer) => newer += 1,
            Err(_) => return Err(BadBundle::Forged),
        }
    }
    Ok(Bundle { space, from: content.from, label: inner.label, made: Clock(inner.made), entries, newer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Header, Kind, ScopeId, SeededRandom, VERSION};

    const SPACE: SpaceId = SpaceId::new([1; 16]);

    fn keys() -> DeviceKeys {
        DeviceKeys::random(&mut SeededRandom::new(5))
    }

    fn entries() -> Vec<Entry> {
        let keys = keys();
        let header = |seq| Header {
            version: VERSION,
            kind: Kind::Changes,
            space: SPACE,
            scope: ScopeId::new([2; 16]),
            doc: crate::log::DocId::new([3; 16]),
            author: keys.id(),
            seq,
            epoch: 1,
            contains: Vec::new(),
        };
        (1..=5).map(|seq| keys.entry(header(seq), &[7; 90])).collect()
    }

    fn file() -> Vec<u8> {
        write(&keys(), SPACE, "điện thoại anh Pó", Clock(1_700_000_000), &entries())
    }

    #[test]
    fn a_bundle_is_read_as_it_was_written() {
        let bundle = read(&file(), SPACE).expect("whole");
        assert_eq!(bundle.entries.iter().map(Signed::entry).cloned().collect::<Vec<_>>(), entries());
        assert_eq!((bundle.label.as_str(), bundle.from, bundle.newer), ("điện thoại anh Pó", keys().id(), 0));
    }

    #[test]
    fn cut_anywhere_it_says_how_much_is_missing() {
        let file = file();
        for length in 1..file.len() {
            let refused = read(&file[..length], SPACE);
            assert!(matches!(refused, Err(BadBundle::CutShort { .. })), "{length} bytes: {refused:?}");
        }
        assert_eq!(read(&[], SPACE), Err(BadBundle::NotABundle));
        let need = file.len() as u64;
        assert_eq!(read(&file[..file.len() - 1], SPACE), Err(BadBundle::CutShort { have: need - 1, need }));
    }

    #[test]
    fn a_changed_byte_anywhere_is_refused() {
        let file = file();
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 0x20;
            assert!(read(&changed, SPACE).is_err(), "byte {at}");
        }
        assert_eq!(read(&[file, vec![0]].concat(), SPACE), Err(BadBundle::Damaged));
    }

    #[test]
    fn an_entry_taken_out_with_the_sum_made_new_is_a_forgery() {
        let whole = file();
        let content: Content = minicbor::decode(&whole[HEAD..]).expect("just written");
        let inner = miniz_oxide::inflate::decompress_to_vec(&content.bytes).expect("just written");
        let mut inner: Inner = minicbor::decode(&inner).expect("just written");
        inner.entries.pop();
        let inner = minicbor::to_vec(&inner).expect("memory");
        let content = Content { bytes: miniz_oxide::deflate::compress_to_vec(&inner, EFFORT), ..content };
        let content = minicbor::to_vec(&content).expect("memory");
        let length = (content.len() as u64).to_be_bytes();
        let forged = [MAGIC.as_slice(), &length, &Sha256::digest(&content), &content].concat();
        assert_eq!(read(&forged, SPACE), Err(BadBundle::Forged));
    }

    #[test]
    fn another_communes_and_a_newer_apps_are_told_apart_from_damage() {
        assert_eq!(read(&file(), SpaceId::new([9; 16])), Err(BadBundle::OtherCommune));
        assert_eq!(read(b"nep bundle 2 and so on", SPACE), Err(BadBundle::Newer));
        assert_eq!(read(b"PK\x03\x04", SPACE), Err(BadBundle::NotABundle));
    }
}
