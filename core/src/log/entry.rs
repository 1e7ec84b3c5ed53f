//! An entry: one sitting's changes, a snapshot, a sealed key or an order, signed by the device that made it.
//!
//! ```text
//! entry  = [header: bytes, body: bytes, signature: 64 bytes]      CBOR, named by the SHA-256 of these bytes
//! header = [version, kind, space, scope, doc, author, seq, epoch, contains: [[device, seq], …]]
//! body   = public bytes for an order, else nonce (24) ++ XChaCha20-Poly1305 with the header as associated data
//! ```
//!
//! The signature is Ed25519 over `"nep entry 1"`, the header and the body.
//!
//! What catches people out:
//! - `seq` counts an author's entries **in one document**, from 1 without a gap: a gap says that something is withheld, the same
//!   number twice says that the author's key is used in two places;
//! - bytes that decode but would be written otherwise are refused: an entry has one form and one name.

use minicbor::{Decode, Encode};

use super::id::{DeviceId, DocId, EntryId, ScopeId, SpaceId};

/// The form described here.
pub const VERSION: u8 = 1;
/// No entry is larger, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Kind {
    /// A device becomes a member: the body is its token, in the open.
    #[n(1)]
    Join,
    /// A device is a member no longer, in the open: which, and how far its entries still count.
    #[n(2)]
    Revoke,
    /// A document is erased, in the open: which.
    #[n(3)]
    Erase,
    /// A key of this document or circle, sealed to those who may read it.
    #[n(4)]
    Key,
    /// Changes of the document.
    #[n(5)]
    Changes,
    /// The whole document, with what it contains.
    #[n(6)]
    Snapshot,
}

impl Kind {
    /// Everyone in the space may read it, the server too.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Join | Self::Revoke | Self::Erase)
    }
}

/// What everybody sees of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Header {
    /// [`VERSION`].
    #[n(0)]
    pub version: u8,
    /// What it is.
    #[n(1)]
    pub kind: Kind,
    /// The commune.
    #[n(2)]
    pub space: SpaceId,
    /// The village, or the commune itself.
    #[n(3)]
    pub scope: ScopeId,
    /// The document or circle.
    #[n(4)]
    pub doc: DocId,
    /// Who made it.
    #[n(5)]
    pub author: DeviceId,
    /// The author's how-many-th entry in this document, from 1.
    #[n(6)]
    pub seq: u64,
    /// Which of the document's keys seals it; for a [`Kind::Key`] which key it brings. 0 for public entries.
    #[n(7)]
    pub epoch: u32,
    /// For a snapshot: up to which entry of each author it contains the document; sorted, empty for others.
    #[n(8)]
    pub contains: Vec<(DeviceId, u64)>,
}

/// An entry as it is kept and sent, its header read. Its signature is **not** yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    id: EntryId,
    header: Header,
    bytes: Vec<u8>,
}

/// The three parts as written.
#[derive(Encode, Decode)]
#[cbor(array)]
struct Parts<'b> {
    #[cbor(n(0), borrow, with = "minicbor::bytes")]
    header: &'b [u8],
    #[cbor(n(1), borrow, with = "minicbor::bytes")]
    body: &'b [u8],
    #[cbor(n(2), borrow, with = "minicbor::bytes")]
    signature: &'b [u8],
}

/// Why bytes are not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEntry {
    /// More than [`LARGEST`].
    #[error("larger than an entry may be")]
    TooLarge,
    /// Cut short, or never an entry.
    #[error("not the form of an entry")]
    Malformed,
    /// Written by a newer app.
    #[error("an entry of a newer form ({0})")]
    Newer(u8),
    /// The same content has another, shorter or sorted form.
    #[error("an entry not in its one form")]
    NotCanonical,
}

impl Entry {
    /// Puts an entry together; `sign` is given what the signature covers.
    ///
    /// # Panics
    ///
    /// Never: writing CBOR to memory cannot fail.
    #[must_use]
    pub fn new(header: Header, body: &[u8], sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let head = encode(&header);
        let signature = sign(&signed(&head, body));
        let bytes = encode(&Parts { header: &head, body, signature: &signature });
        Self { id: EntryId::of(&bytes), header, bytes }
    }

    /// Reads an entry from its bytes.
    ///
    /// # Errors
    ///
    /// [`NotAnEntry`]; a newer form is told apart from damage.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAnEntry> {
        if bytes.len() > LARGEST {
            return Err(NotAnEntry::TooLarge);
        }
        let parts: Parts<'_> = minicbor::decode(bytes).map_err(|_| NotAnEntry::Malformed)?;
        let version = minicbor::Decoder::new(parts.header).array().and_then(|_| {
            let mut fields = minicbor::Decoder::new(parts.header);
            fields.array()?;
            fields.u8()
        });
        match version {
            Ok(VERSION) => {}
            Ok(newer) if newer > VERSION => return Err(NotAnEntry::Newer(newer)),
            _ => return Err(NotAnEntry::Malformed),
        }
        let header: Header = minicbor::decode(parts.header).map_err(|_| NotAnEntry::Malformed)?;
        if parts.signature.len() != 64 {
            return Err(NotAnEntry::Malformed);
        }
        let sorted = header.contains.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if !sorted || encode(&header) != parts.header || encode(&parts) != bytes {
            return Err(NotAnEntry::NotCanonical);
        }
        Ok(Self { id: EntryId::of(bytes), header, bytes: bytes.to_vec() })
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        self.id
    }

    /// What everybody sees.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// As kept and sent.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The header as written: the associated data of the seal.
    #[must_use]
    pub fn header_bytes(&self) -> &[u8] {
        self.parts().header
    }

    /// The body: public for an order, else sealed.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.parts().body
    }

    /// The signature, and what it covers.
    ///
    /// # Panics
    ///
    /// Never: the length was looked at when the entry was read.
    #[must_use]
    pub fn signature(&self) -> ([u8; 64], Vec<u8>) {
        let parts = self.parts();
        (parts.signature.try_into().expect("64 bytes were checked"), signed(parts.header, parts.body))
    }

    fn parts(&self) -> Parts<'_> {
        minicbor::decode(&self.bytes).expect("read once already")
    }
}

/// The bytes of a header: what the seal of a body is bound to.
#[must_use]
pub fn associated_data(header: &Header) -> Vec<u8> {
    encode(header)
}

fn signed(header: &[u8], body: &[u8]) -> Vec<u8> {
    [b"nep entry 1".as_slice(), header, body].concat()
}

fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("memory takes every byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let header = Header {
            version: VERSION,
            kind: Kind::Changes,
            space: SpaceId::new([1; 16]),
            scope: ScopeId::new([2; 16]),
            doc: DocId::new([3; 16]),
            author: DeviceId::new([4; 32]),
            seq: 7,
            epoch: 1,
            contains: Vec::new(),
        };
        Entry::new(header, b"sealed", |_| [9; 64])
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let made = entry();
        assert_eq!(Entry::from_bytes(made.as_bytes()), Ok(made.clone()));
        assert_eq!(made.body(), b"sealed");
        assert_eq!(made.header_bytes(), associated_data(made.header()));
    }

    #[test]
    fn bytes_cut_anywhere_are_no_entry() {
        let made = entry();
        for length in 0..made.as_bytes().len() {
            assert!(Entry::from_bytes(&made.as_bytes()[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_second_form_of_the_same_content_is_refused() {
        let mut longer = entry().as_bytes().to_vec();
        longer.push(0);
        assert_eq!(Entry::from_bytes(&longer), Err(NotAnEntry::NotCanonical));
        let mut unsorted = entry().header.clone();
        unsorted.contains = vec![(DeviceId::new([2; 32]), 1), (DeviceId::new([1; 32]), 1)];
        let made = Entry::new(unsorted, b"", |_| [0; 64]);
        assert_eq!(Entry::from_bytes(made.as_bytes()), Err(NotAnEntry::NotCanonical));
    }

    #[test]
    fn a_newer_form_is_told_apart_from_damage() {
        let mut newer = entry().header.clone();
        newer.version = 2;
        let made = Entry::new(newer, b"", |_| [0; 64]);
        assert_eq!(Entry::from_bytes(made.as_bytes()), Err(NotAnEntry::Newer(2)));
    }
}
