//! An entry whose signature was verified: the only kind a log takes.

use super::entry::{Entry, NotAnEntry};
use super::outcome::Refusal;
use super::seal;

/// An entry that its author did sign. Whether the author may is another question, see [`super::Judge`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed(Entry);

impl Signed {
    /// Verifies the signature.
    ///
    /// # Errors
    ///
    /// [`Refusal::BadSignature`], also when the author's name is no key at all.
    pub fn check(entry: Entry) -> Result<Self, Refusal> {
        seal::verify(&entry).map_err(|_| Refusal::BadSignature)?;
        Ok(Self(entry))
    }

    /// Reads an entry from its bytes and verifies the signature.
    ///
    /// # Errors
    ///
    /// What a log answers for such bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let entry = Entry::from_bytes(bytes).map_err(|not| match not {
            NotAnEntry::TooLarge => Refusal::TooLarge,
            NotAnEntry::Newer(_) => Refusal::Newer,
            NotAnEntry::Malformed | NotAnEntry::NotCanonical => Refusal::Malformed,
        })?;
        Self::check(entry)
    }

    /// The entry.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.0
    }

    /// The entry itself.
    #[must_use]
    pub fn into_entry(self) -> Entry {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};

    use super::super::entry::{Header, Kind, VERSION};
    use super::super::id::{DeviceId, DocId, ScopeId, SpaceId};
    use super::*;

    fn signed_by(key: &SigningKey, author: [u8; 32]) -> Entry {
        let header = Header {
            version: VERSION,
            kind: Kind::Changes,
            space: SpaceId::new([1; 16]),
            scope: ScopeId::new([2; 16]),
            doc: DocId::new([3; 16]),
            author: DeviceId::new(author),
            seq: 1,
            epoch: 1,
            contains: Vec::new(),
        };
        Entry::new(header, b"sealed", |message| key.sign(message).to_bytes())
    }

    #[test]
    fn only_its_authors_signature_counts() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let own = signed_by(&key, key.verifying_key().to_bytes());
        assert_eq!(Signed::check(own.clone()).map(Signed::into_entry), Ok(own));
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes();
        assert_eq!(Signed::check(signed_by(&key, other)), Err(Refusal::BadSignature));
    }

    #[test]
    fn an_author_that_is_no_key_is_refused() {
        let key = SigningKey::from_bytes(&[7; 32]);
        for no_key in [[0; 32], [0xff; 32], [2; 32]] {
            assert_eq!(Signed::check(signed_by(&key, no_key)), Err(Refusal::BadSignature));
        }
    }

    #[test]
    fn one_changed_bit_anywhere_is_refused() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let entry = signed_by(&key, key.verifying_key().to_bytes());
        for at in 0..entry.as_bytes().len() {
            let mut bytes = entry.as_bytes().to_vec();
            bytes[at] ^= 1;
            assert!(Signed::read(&bytes).is_err(), "byte {at}");
        }
    }
}
