//! Sealing a body, opening it, and whether an entry is its author's.
//!
//! ```text
//! content = packed plain ++ zeros                      see `packed`; padded so that its length says less
//! body    = nonce (24, random) ++ XChaCha20-Poly1305(document key, nonce, content, associated data = header)
//! ```
//!
//! What catches people out:
//! - the header is bound to the body: an entry's body opens under no other document, author, number or epoch;
//! - a signature proves who wrote an entry, not that she was allowed to: that is the roster's to say;
//! - a few sealed bytes can unpack to very many: unpacking stops at [`LARGEST_CONTENT`].

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signature, VerifyingKey};
use zeroize::{Zeroize, Zeroizing};

use super::entry::{Entry, Header, LARGEST, associated_data};
use super::id::DeviceId;
use super::packed::{NotUnpacked, pack, unpack};
use super::random::{Random, random_bytes};

/// No content is larger when unpacked, in bytes: four times the largest entry.
pub const LARGEST_CONTENT: usize = 4 * LARGEST;

/// Bytes of a nonce.
pub(crate) const NONCE: usize = 24;
/// Room for header, framing and signature beside the body.
const BESIDE: usize = 64 * 1024;

/// The 256-bit key that seals a document during one epoch. Wiped from memory when dropped.
#[derive(Clone)]
pub struct DocumentKey([u8; 32]);

impl DocumentKey {
    /// A fresh key.
    pub fn random(random: &mut dyn Random) -> Self {
        Self(random_bytes(random))
    }

    /// From its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes: for sealing to those who may hold it, nothing else.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for DocumentKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentKey(•••)")
    }
}

/// How much the length of a sealed body tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Padding {
    /// The length of the compressed content.
    None,
    /// Rounded up so that only its size class is told, at most 12 % longer: Padmé, from Nikitin and others,
    /// "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, section 4.
    #[default]
    Padme,
}

/// Why content cannot be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// More than an entry may hold.
    #[error("more than an entry may hold")]
    TooLarge,
    /// Not sealed by this key for this header, or altered since.
    #[error("not sealed by this key, or altered")]
    NotOpened,
    /// Opened, but what is inside is not compressed content.
    #[error("sealed content that cannot be read")]
    Malformed,
}

/// The signature is not the author's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not signed by its author")]
pub struct NotSigned;

/// Compresses, pads and seals `plain` as the body of an entry with this header.
///
/// # Errors
///
/// [`SealError::TooLarge`].
///
/// # Panics
///
/// Never: sealing into memory cannot fail.
pub fn seal(
    header: &Header,
    key: &DocumentKey,
    plain: &[u8],
    padding: Padding,
    random: &mut dyn Random,
) -> Result<Vec<u8>, SealError> {
    if plain.len() > LARGEST_CONTENT {
        return Err(SealError::TooLarge);
    }
    let mut content = pack(plain, &header.author);
    if padding == Padding::Padme {
        let padded = padme(content.len());
        content.resize(padded, 0);
    }
    if content.len() > LARGEST - BESIDE {
        return Err(SealError::TooLarge);
    }
    Ok(seal_bytes(key, &associated_data(header), &content, random))
}

/// Opens the body of an entry. Whoever made it is told by [`verify`], not by this.
///
/// # Errors
///
/// [`SealError::NotOpened`] with another key or altered bytes; [`SealError::Malformed`] or [`SealError::TooLarge`] when whoever held
/// the key sealed nonsense.
pub fn open(entry: &Entry, key: &DocumentKey) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let content = open_bytes(key, entry.header_bytes(), entry.body()).ok_or(SealError::NotOpened)?;
    unpack(&content, &entry.header().author, LARGEST_CONTENT).map_err(|fault| match fault {
        NotUnpacked::TooLarge => SealError::TooLarge,
        NotUnpacked::Malformed => SealError::Malformed,
    })
}

/// Seals bytes as they are: `nonce ++ XChaCha20-Poly1305`.
///
/// # Panics
///
/// Never: sealing into memory cannot fail.
pub fn seal_bytes(key: &DocumentKey, associated: &[u8], plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
    let nonce: [u8; NONCE] = random_bytes(random);
    let sealed = XChaCha20Poly1305::new(&key.0.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: associated })
        .expect("memory takes every byte");
    [nonce.as_slice(), &sealed].concat()
}

/// Opens what [`seal_bytes`] sealed; `None` with another key, other associated data or altered bytes.
#[must_use]
pub fn open_bytes(key: &DocumentKey, associated: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: associated };
    XChaCha20Poly1305::new(&key.0.into()).decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
}

/// Did the author of this entry sign it?
///
/// Strict (no key of small order, no second form of a signature), so that every device answers alike.
///
/// # Errors
///
/// [`NotSigned`].
pub fn verify(entry: &Entry) -> Result<(), NotSigned> {
    let (signature, signed) = entry.signature();
    verify_bytes(&entry.header().author, &signed, &signature)
}

/// Did this device sign these bytes?
///
/// # Errors
///
/// [`NotSigned`].
pub fn verify_bytes(device: &DeviceId, signed: &[u8], signature: &[u8; 64]) -> Result<(), NotSigned> {
    let key = VerifyingKey::from_bytes(device.as_bytes()).map_err(|_| NotSigned)?;
    key.verify_strict(signed, &Signature::from_bytes(signature)).map_err(|_| NotSigned)
}

/// The next length of Padmé: of `2^e`'s magnitude, only the first `log2(e) + 1` bits may differ from zero.
const fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1 << exponent.saturating_sub(kept)) - 1;
    (length + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Kind, VERSION};
    use super::super::id::{DocId, ScopeId, SpaceId};
    use super::super::random::SeededRandom;
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("made well"), 16).expect("made well"))
            .collect()
    }

    fn header(seq: u64) -> Header {
        Header {
            version: VERSION,
            kind: Kind::Changes,
            space: SpaceId::new([1; 16]),
            scope: ScopeId::new([2; 16]),
            doc: DocId::new([3; 16]),
            author: DeviceId::new([4; 32]),
            seq,
            epoch: 1,
            contains: Vec::new(),
        }
    }

    fn sealed(header: Header, key: &DocumentKey, plain: &[u8]) -> Entry {
        let body = seal(&header, key, plain, Padding::Padme, &mut SeededRandom::new(1)).expect("made well");
        Entry::new(header, &body, |_| [0; 64])
    }

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn sealing_agrees_with_the_vector_of_the_xchacha_draft() {
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let associated = hex("50515253c0c1c2c3c4c5c6c7");
        let key = DocumentKey::new(std::array::from_fn(|at| 0x80 + u8::try_from(at).expect("made well")));
        let expected = hex("404142434445464748494a4b4c4d4e4f5051525354555657
             bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39
             ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
             21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
        struct Fixed;
        impl Random for Fixed {
            fn fill(&mut self, bytes: &mut [u8]) {
                for (byte, value) in bytes.iter_mut().zip(0x40..) {
                    *byte = value;
                }
            }
        }
        assert_eq!(seal_bytes(&key, &associated, plain, &mut Fixed), expected);
        assert_eq!(open_bytes(&key, &associated, &expected).expect("made well").as_slice(), plain);
    }

    /// RFC 8032, section 7.1, test 3.
    #[test]
    fn verifying_agrees_with_the_vector_of_rfc_8032() {
        let device: [u8; 32] =
            hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025").try_into().expect("made well");
        let mut signature: [u8; 64] = hex(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        )
        .try_into()
        .expect("made well");
        assert_eq!(verify_bytes(&DeviceId::new(device), &[0xaf, 0x82], &signature), Ok(()));
        assert_eq!(verify_bytes(&DeviceId::new(device), &[0xaf, 0x83], &signature), Err(NotSigned));
        signature[63] ^= 1;
        assert_eq!(verify_bytes(&DeviceId::new(device), &[0xaf, 0x82], &signature), Err(NotSigned));
    }

    #[test]
    fn a_device_that_is_no_point_or_of_small_order_signs_nothing() {
        for weak in [[0; 32], [0xff; 32], std::array::from_fn(|at| u8::from(at == 0))] {
            assert_eq!(verify_bytes(&DeviceId::new(weak), b"", &[0; 64]), Err(NotSigned));
        }
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_header_alone() {
        let mut random = SeededRandom::new(2);
        let (key, other) = (DocumentKey::random(&mut random), DocumentKey::random(&mut random));
        let entry = sealed(header(1), &key, b"9,400 g");
        assert_eq!(open(&entry, &key).expect("made well").as_slice(), b"9,400 g");
        assert_eq!(open(&entry, &other), Err(SealError::NotOpened));
        let moved = Entry::new(header(2), entry.body(), |_| [0; 64]);
        assert_eq!(open(&moved, &key), Err(SealError::NotOpened));
    }

    #[test]
    fn a_changed_bit_anywhere_in_a_body_is_noticed() {
        let key = DocumentKey::new([7; 32]);
        let entry = sealed(header(1), &key, b"9,400 g");
        for at in 0..entry.body().len() * 8 {
            let mut body = entry.body().to_vec();
            body[at / 8] ^= 1 << (at % 8);
            assert_eq!(open(&Entry::new(header(1), &body, |_| [0; 64]), &key), Err(SealError::NotOpened), "bit {at}");
        }
        for length in 0..entry.body().len() {
            let cut = Entry::new(header(1), &entry.body()[..length], |_| [0; 64]);
            assert_eq!(open(&cut, &key), Err(SealError::NotOpened), "{length} bytes");
        }
    }

    #[test]
    fn inflating_stops_at_the_bound() {
        let key = DocumentKey::new([7; 32]);
        let largest = sealed(header(1), &key, &vec![0; LARGEST_CONTENT]);
        assert_eq!(open(&largest, &key).expect("made well").len(), LARGEST_CONTENT);
        let bomb = pack(&vec![0; LARGEST_CONTENT + 1], &header(1).author);
        let body = seal_bytes(&key, &associated_data(&header(1)), &bomb, &mut SeededRandom::new(1));
        assert_eq!(open(&Entry::new(header(1), &body, |_| [0; 64]), &key), Err(SealError::TooLarge));
        let refused = seal(&header(1), &key, &vec![0; LARGEST_CONTENT + 1], Padding::None, &mut SeededRandom::new(1));
        assert_eq!(refused, Err(SealError::TooLarge));
    }

    #[test]
    fn sealed_nonsense_is_malformed_not_a_panic() {
        let key = DocumentKey::new([7; 32]);
        let body = seal_bytes(&key, &associated_data(&header(1)), &[0xff; 40], &mut SeededRandom::new(1));
        assert_eq!(open(&Entry::new(header(1), &body, |_| [0; 64]), &key), Err(SealError::Malformed));
    }

    #[test]
    fn padding_adds_at_most_an_eighth_and_few_lengths_are_left() {
        let mut lengths = std::collections::BTreeSet::new();
        for length in 0..=4096 {
            let padded = padme(length);
            assert!(padded >= length && padded * 100 <= length * 112, "{length} became {padded}");
            assert_eq!(padme(padded), padded);
            lengths.insert(padded);
        }
        assert_eq!(padme(1000), 1024);
        assert!(lengths.len() < 120, "{} lengths", lengths.len());
    }
}
