//! A key entry: a document's key or a circle's secret, sealed to each that may hold it.
//!
//! ```text
//! body   = [[hint (8), enc (32), sealed (49)], …]      CBOR; the hint is how the recipient's X25519 key begins
//! sealed = HPKE base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305
//!          info = "nep key 1" ++ space ++ document ++ epoch (4, big-endian); associated data = header; one message per context
//! secret = 1 ++ document key (32)  or  2 ++ circle's X25519 secret (32)
//! ```
//!
//! What catches people out: base mode does not say who sealed. The entry's signature does, and the header in the associated data ties
//! the two together.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::device::{SealingKey, SealingSecret};
use crate::log::{DocumentKey, Header, Random, associated_data};

/// One key entry has no more recipients: a commune's stations, or a village's collaborators.
pub const MOST_RECIPIENTS: usize = 256;

const HINT: usize = 8;
/// How a recipient's public key begins.
pub type Hint = [u8; HINT];

/// What a key entry brings.
#[derive(Clone, Debug)]
pub enum Secret {
    /// The key of a document.
    Document(DocumentKey),
    /// The secret of a circle.
    Circle(SealingSecret),
}

impl Secret {
    /// The bytes of the key or secret.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        match self {
            Self::Document(key) => key.as_bytes(),
            Self::Circle(secret) => secret.as_bytes(),
        }
    }

    /// Where to seal what a circle's secret opens; `None` for a document's key.
    #[must_use]
    pub fn opens(&self) -> Option<SealingKey> {
        match self {
            Self::Document(_) => None,
            Self::Circle(secret) => Some(secret.public()),
        }
    }
}

/// Why a key cannot be sealed or a key entry not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nobody could open it, or more than [`MOST_RECIPIENTS`].
    #[error("{0} recipients")]
    Recipients(usize),
    /// A recipient's key is not one anything can be sealed to.
    #[error("a key nothing can be sealed to")]
    UnusableKey,
    /// Not a key entry, or one that cannot be read.
    #[error("not the form of a key entry")]
    Malformed,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Sealed {
    #[cbor(n(0), with = "minicbor::bytes")]
    hint: Hint,
    #[cbor(n(1), with = "minicbor::bytes")]
    enc: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    sealed: Vec<u8>,
}

/// The body of a key entry with this header.
///
/// # Errors
///
/// [`KeyError::Recipients`] and [`KeyError::UnusableKey`].
///
/// # Panics
///
/// Never: writing CBOR to memory cannot fail.
pub fn seal_key(
    header: &Header,
    secret: &Secret,
    recipients: &[SealingKey],
    random: &mut dyn Random,
) -> Result<Vec<u8>, KeyError> {
    if recipients.is_empty() || recipients.len() > MOST_RECIPIENTS {
        return Err(KeyError::Recipients(recipients.len()));
    }
    let mut plain = Zeroizing::new([0; 33]);
    let (tag, bytes) = match secret {
        Secret::Document(key) => (1, key.as_bytes()),
        Secret::Circle(secret) => (2, secret.as_bytes()),
    };
    plain[0] = tag;
    plain[1..].copy_from_slice(bytes);
    let (info, associated) = (info(header), associated_data(header));
    let mut source = Source(random);
    let sealed = recipients.iter().map(|recipient| {
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(recipient.as_bytes())
            .map_err(|_| KeyError::UnusableKey)?;
        let (enc, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            &info,
            plain.as_slice(),
            &associated,
            &mut source,
        )
        .map_err(|_| KeyError::UnusableKey)?;
        let enc = enc.to_bytes();
        Ok(Sealed { hint: recipient.hint(), enc: std::array::from_fn(|at| enc[at]), sealed })
    });
    let sealed: Vec<Sealed> = sealed.collect::<Result<_, _>>()?;
    Ok(minicbor::to_vec(sealed).expect("memory takes every byte"))
}

/// Opens a key entry's body with the first of `secrets` it was sealed to; `None` when it was sealed to none of them.
///
/// # Errors
///
/// [`KeyError::Malformed`].
pub fn open_key<'s>(
    header: &Header,
    body: &[u8],
    secrets: impl Iterator<Item = &'s SealingSecret> + Clone,
) -> Result<Option<Secret>, KeyError> {
    let mut decoder = minicbor::Decoder::new(body);
    let count =
        decoder.array().ok().flatten().and_then(|count| usize::try_from(count).ok()).ok_or(KeyError::Malformed)?;
    if count == 0 || count > MOST_RECIPIENTS {
        return Err(KeyError::Malformed);
    }
    let hints: Vec<(Hint, &SealingSecret)> = secrets.map(|secret| (secret.public().hint(), secret)).collect();
    let (info, associated) = (info(header), associated_data(header));
    let mut found = None;
    for _ in 0..count {
        let sealed: Sealed = decoder.decode().map_err(|_| KeyError::Malformed)?;
        if found.is_none() {
            let mut named = hints.iter().filter(|(hint, _)| *hint == sealed.hint);
            found = named.find_map(|(_, secret)| read_secret(&open_sealed(&sealed, secret, &info, &associated)?));
        }
    }
    if decoder.position() == body.len() { Ok(found) } else { Err(KeyError::Malformed) }
}

/// To whom a key entry's body is sealed; nobody when it is none.
#[must_use]
pub fn recipients(body: &[u8]) -> Vec<Hint> {
    minicbor::decode::<Vec<Sealed>>(body).map_or_else(|_| Vec::new(), |all| all.iter().map(|one| one.hint).collect())
}

fn open_sealed(sealed: &Sealed, secret: &SealingSecret, info: &[u8], associated: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&sealed.enc).ok()?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret.private(),
        &enc,
        info,
        &sealed.sealed,
        associated,
    )
    .ok()
    .map(Zeroizing::new)
}

fn read_secret(plain: &[u8]) -> Option<Secret> {
    let (tag, bytes) = plain.split_first()?;
    let bytes = bytes.try_into().ok()?;
    match tag {
        1 => Some(Secret::Document(DocumentKey::new(bytes))),
        2 => Some(Secret::Circle(SealingSecret::new(bytes))),
        _ => None,
    }
}

fn info(header: &Header) -> Vec<u8> {
    [b"nep key 1".as_slice(), header.space.as_bytes(), header.doc.as_bytes(), &header.epoch.to_be_bytes()].concat()
}

/// Our source of bytes, as `hpke` wants it.
struct Source<'r>(&'r mut dyn Random);

impl TryRng for Source<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(u32::from_be_bytes(crate::log::random_bytes(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(u64::from_be_bytes(crate::log::random_bytes(self.0)))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Source<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{DeviceId, DocId, ScopeId, SeededRandom, SpaceId, VERSION};

    fn header(epoch: u32) -> Header {
        Header {
            version: VERSION,
            kind: crate::log::Kind::Key,
            space: SpaceId::new([1; 16]),
            scope: ScopeId::new([2; 16]),
            doc: DocId::new([3; 16]),
            author: DeviceId::new([4; 32]),
            seq: 1,
            epoch,
            contains: Vec::new(),
        }
    }

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len() / 2).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).expect("hex")).collect()
    }

    /// RFC 9180, appendix A.2.1.1, sequence number 0.
    #[test]
    fn opening_agrees_with_the_vector_of_rfc_9180() {
        let secret = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let sealed = Sealed {
            hint: [0; HINT],
            enc: hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a").try_into().expect("32 bytes"),
            sealed: hex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"),
        };
        let opened = open_sealed(
            &sealed,
            &SealingSecret::new(secret.try_into().expect("32 bytes")),
            &hex("4f6465206f6e2061204772656369616e2055726e"),
            b"Count-0",
        );
        assert_eq!(opened.expect("the vector opens").as_slice(), b"Beauty is truth, truth beauty");
    }

    #[test]
    fn a_key_opens_for_each_it_was_sealed_to_and_for_nobody_else() {
        let mut random = SeededRandom::new(1);
        let members: Vec<SealingSecret> = (0..3).map(|_| SealingSecret::random(&mut random)).collect();
        let stranger = SealingSecret::random(&mut random);
        let public: Vec<SealingKey> = members.iter().map(SealingSecret::public).collect();
        let key = DocumentKey::random(&mut random);
        let body =
            seal_key(&header(1), &Secret::Document(key.clone()), &public, &mut random).expect("three recipients");
        for member in &members {
            let opened = open_key(&header(1), &body, std::iter::once(member)).expect("well formed");
            assert!(matches!(opened, Some(Secret::Document(opened)) if opened.as_bytes() == key.as_bytes()));
        }
        assert!(open_key(&header(1), &body, std::iter::once(&stranger)).expect("well formed").is_none());
        let elsewhere = open_key(&header(2), &body, std::iter::once(&members[0])).expect("well formed");
        assert!(elsewhere.is_none(), "bound to its epoch");
    }

    #[test]
    fn nobody_too_many_and_unusable_recipients_are_refused() {
        let mut random = SeededRandom::new(1);
        let secret = Secret::Circle(SealingSecret::random(&mut random));
        let one = SealingSecret::random(&mut random).public();
        let seal = |to: &[SealingKey]| seal_key(&header(1), &secret, to, &mut SeededRandom::new(2)).map(|_| ());
        assert_eq!(seal(&[]), Err(KeyError::Recipients(0)));
        assert_eq!(seal(&[one; MOST_RECIPIENTS]), Ok(()));
        assert_eq!(seal(&[one; MOST_RECIPIENTS + 1]), Err(KeyError::Recipients(MOST_RECIPIENTS + 1)));
        assert_eq!(seal(&[one, SealingKey::new([0; 32])]), Err(KeyError::UnusableKey), "the point of small order");
    }

    #[test]
    fn a_damaged_key_entry_is_malformed_or_opens_for_nobody_but_never_to_another_key() {
        let mut random = SeededRandom::new(1);
        let member = SealingSecret::random(&mut random);
        let secret = Secret::Circle(SealingSecret::random(&mut random));
        let body = seal_key(&header(1), &secret, &[member.public()], &mut random).expect("one recipient");
        for at in 0..body.len() * 8 {
            let mut damaged = body.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            let opened = open_key(&header(1), &damaged, std::iter::once(&member));
            assert!(matches!(opened, Ok(None) | Err(KeyError::Malformed)), "bit {at}");
        }
        for length in 0..body.len() {
            assert_eq!(
                open_key(&header(1), &body[..length], std::iter::once(&member)).err(),
                Some(KeyError::Malformed)
            );
        }
    }
}
