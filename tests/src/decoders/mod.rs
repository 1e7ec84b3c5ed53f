//! Every reader of bytes that come from outside, with what must be true whatever the bytes are.
//!
//! A reader is given bytes as they come; behind a sum, a signature or a seal it is given them once more with that made good, or
//! chance would never get past it. None may panic or ask for much memory, and what it takes is written again as it was.
//!
//! Two programs use this: `tests/decoders.rs`, a short while in every run of the tests, and `fuzz/`, as long as one likes. Honest
//! examples stand in `fuzz/corpus`, see [`crate::decoder_examples`].

mod entries;
mod kept;
mod letters;
mod wire;

/// A reader.
pub struct Decoder {
    /// The name of its folder in the corpus.
    pub name: &'static str,
    /// Reads, and panics when a promise is broken.
    pub read: fn(&[u8]),
}

/// All of them. `fuzz/fuzz_targets` has a file for each (a test compares).
pub const DECODERS: &[Decoder] = &[
    Decoder { name: "entry", read: entries::entry },
    Decoder { name: "orders", read: entries::orders },
    Decoder { name: "keys", read: entries::keys },
    Decoder { name: "changes", read: entries::changes },
    Decoder { name: "document", read: entries::document },
    Decoder { name: "request", read: wire::request },
    Decoder { name: "answer", read: wire::answer },
    Decoder { name: "deflated", read: wire::deflated },
    Decoder { name: "bundle", read: wire::bundle },
    Decoder { name: "frames", read: letters::frames },
    Decoder { name: "codes", read: letters::codes },
    Decoder { name: "plan", read: letters::plan },
    Decoder { name: "records", read: kept::records },
    Decoder { name: "projections", read: kept::projections },
];

/// Gives bytes to the reader of this name.
///
/// # Panics
///
/// When it breaks a promise, or there is none of this name.
pub fn read(name: &str, bytes: &[u8]) {
    let decoder = DECODERS.iter().find(|decoder| decoder.name == name).expect("one of the readers");
    (decoder.read)(bytes);
}

/// The commune of the examples: its root, and two devices that the root let in.
pub mod commune {
    use std::sync::LazyLock;

    use nep_core::access::{DeviceKeys, Holder, Join, Rights, Role, Token};
    use nep_core::log::{
        DeviceId, DocId, Document, DocumentKey, Entry, Header, Kind, ScopeId, SeededRandom, SpaceId, VERSION,
    };

    /// The village of the examples.
    pub const VILLAGE: ScopeId = ScopeId::new([0xA1; 16]);
    /// A family's document in it.
    pub const FAMILY: Document = Document { scope: VILLAGE, doc: DocId::new([0xF1; 16]) };
    /// What seals that document.
    pub const KEY: DocumentKey = DocumentKey::new([0x4B; 32]);
    /// A hub's clock.
    pub const NOW: u64 = 1_800_000_000;

    /// The root, from the kit of these bits.
    pub const KIT: [u8; 16] = [0x4E; 16];

    // Made once: a reader is asked thousands of times a second.
    static ROOT: LazyLock<DeviceKeys> = LazyLock::new(|| DeviceKeys::root(&KIT));
    static MEMBER: LazyLock<DeviceKeys> = LazyLock::new(|| device(1));
    static MEMBERS_JOIN: LazyLock<Entry> = LazyLock::new(|| join(&MEMBER));

    /// The root.
    #[must_use]
    pub fn root() -> &'static DeviceKeys {
        &ROOT
    }

    /// A collaborator's device.
    #[must_use]
    pub fn member() -> &'static DeviceKeys {
        &MEMBER
    }

    /// Her join.
    #[must_use]
    pub fn members_join() -> &'static Entry {
        &MEMBERS_JOIN
    }

    /// The commune.
    #[must_use]
    pub fn space() -> SpaceId {
        SpaceId::of_root(root().id().as_bytes())
    }

    /// A device.
    #[must_use]
    pub fn device(number: u64) -> DeviceKeys {
        DeviceKeys::random(&mut SeededRandom::new(number))
    }

    /// What every entry's header says, and who says it where.
    #[must_use]
    pub fn header(kind: Kind, of: Document, author: DeviceId, seq: u64) -> Header {
        let epoch = u32::from(!kind.is_public());
        Header {
            version: VERSION,
            kind,
            space: space(),
            scope: of.scope,
            doc: of.doc,
            author,
            seq,
            epoch,
            contains: Vec::new(),
        }
    }

    /// Where orders stand.
    #[must_use]
    pub fn roster() -> Document {
        Document { scope: space().commune_scope(), doc: space().roster() }
    }

    /// A collaborator's token.
    ///
    /// # Panics
    ///
    /// Never: the rights fit.
    #[must_use]
    pub fn token(of: &DeviceKeys) -> Token {
        let rights = Rights { role: Role::Collaborator, scopes: vec![VILLAGE], docs: Vec::new(), expires: u64::MAX };
        let random = &mut SeededRandom::new(99);
        Token::issue(&root().signing, Holder::Device(of.id()), &rights, random).expect("rights that fit")
    }

    /// A collaborator's join.
    #[must_use]
    pub fn join(of: &DeviceKeys) -> Entry {
        let body = Join { token: token(of), sealing: of.sealing.public() }.to_bytes();
        of.entry(header(Kind::Join, roster(), of.id(), 1), &body)
    }
}
