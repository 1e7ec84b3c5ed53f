//! A device's two key pairs: Ed25519 to sign what it writes, X25519 to receive keys.
//!
//! What catches people out:
//! - a device is named by its signing key; its sealing key is told by the device itself when it joins, under its signature;
//! - a circle's key pair and an invitation's are of the same two kinds, so the same types hold them.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::keys::Hint;
use crate::log::{DeviceId, Entry, Header, Random, random_bytes};

/// The secret half of an Ed25519 key pair. Wiped from memory when dropped.
#[derive(Clone)]
pub struct SigningSecret(SigningKey);

impl SigningSecret {
    /// A fresh one.
    pub fn random(random: &mut dyn Random) -> Self {
        Self::new(&Zeroizing::new(random_bytes(random)))
    }

    /// From its seed (the secret key of RFC 8032).
    #[must_use]
    pub fn new(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Its seed: for the sealed keyring or an invitation, nothing else.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Whom it signs for.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        DeviceId::new(self.0.verifying_key().to_bytes())
    }

    /// Signs bytes. What they mean must be told by how they begin.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningSecret of {}", self.id())
    }
}

/// The public half of an X25519 key pair: where a key may be sealed to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct SealingKey(#[cbor(n(0), with = "minicbor::bytes")] [u8; 32]);

impl SealingKey {
    /// From its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// How it begins: what a key entry names its recipients by.
    #[must_use]
    pub fn hint(&self) -> Hint {
        std::array::from_fn(|at| self.0[at])
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", DeviceId::new(self.0))
    }
}

/// The secret half of an X25519 key pair: a device's, a circle's or the root's. Wiped from memory when dropped.
#[derive(Clone)]
pub struct SealingSecret {
    secret: [u8; 32],
    public: SealingKey,
}

impl SealingSecret {
    /// A fresh one.
    pub fn random(random: &mut dyn Random) -> Self {
        Self::new(random_bytes(random))
    }

    /// From its bytes (RFC 7748).
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        let public = X25519HkdfSha256::sk_to_pk(&private(&secret)).to_bytes();
        Self { secret, public: SealingKey(std::array::from_fn(|at| public[at])) }
    }

    /// Its bytes: for the sealed keyring or for sealing to a circle's members, nothing else.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Where to seal so that this opens.
    #[must_use]
    pub const fn public(&self) -> SealingKey {
        self.public
    }

    pub(super) fn private(&self) -> <X25519HkdfSha256 as Kem>::PrivateKey {
        private(&self.secret)
    }
}

fn private(secret: &[u8; 32]) -> <X25519HkdfSha256 as Kem>::PrivateKey {
    <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(secret).expect("32 bytes are an X25519 key")
}

impl Drop for SealingSecret {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl fmt::Debug for SealingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "secret of {:?}", self.public())
    }
}

/// What makes a device that device. The root of a commune is one too.
#[derive(Clone, Debug)]
pub struct DeviceKeys {
    /// Signs.
    pub signing: SigningSecret,
    /// Receives keys.
    pub sealing: SealingSecret,
}

impl DeviceKeys {
    /// A new device.
    pub fn random(random: &mut dyn Random) -> Self {
        Self { signing: SigningSecret::random(random), sealing: SealingSecret::random(random) }
    }

    /// A commune's root, from the 128 random bits of its recovery kit: each seed is the SHA-256 of a name and the bits.
    #[must_use]
    pub fn root(bits: &[u8; 16]) -> Self {
        let seed = |name: &[u8]| {
            Zeroizing::new(<[u8; 32]>::from(Sha256::new().chain_update(name).chain_update(bits).finalize()))
        };
        Self {
            signing: SigningSecret::new(&seed(b"nep root signing 1")),
            sealing: SealingSecret::new(*seed(b"nep root sealing 1")),
        }
    }

    /// The device's name.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        self.signing.id()
    }

    /// Makes and signs an entry.
    ///
    /// # Panics
    ///
    /// When the header names another author: nobody signs for another.
    #[must_use]
    pub fn entry(&self, header: Header, body: &[u8]) -> Entry {
        assert_eq!(header.author, self.id(), "an entry is signed by its author");
        Entry::new(header, body, |signed| self.signing.sign(signed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::SeededRandom;

    /// RFC 8032, section 7.1, test 2.
    #[test]
    fn signing_agrees_with_the_vector_of_rfc_8032() {
        let seed: DeviceId = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb".parse().expect("hex");
        let secret = SigningSecret::new(seed.as_bytes());
        assert_eq!(secret.id().to_string(), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature: String = secret.sign(&[0x72]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            signature,
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
    }

    /// RFC 9180, appendix A.2.1: the recipient's key pair.
    #[test]
    fn the_public_half_agrees_with_the_vector_of_rfc_9180() {
        let secret: DeviceId = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb".parse().expect("hex");
        let public: DeviceId = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a".parse().expect("hex");
        assert_eq!(SealingSecret::new(*secret.as_bytes()).public(), SealingKey::new(*public.as_bytes()));
    }

    #[test]
    fn a_root_is_the_same_each_time_its_bits_are_typed_in() {
        assert_eq!(DeviceKeys::root(&[5; 16]).id(), DeviceKeys::root(&[5; 16]).id());
        assert_ne!(DeviceKeys::root(&[5; 16]).id(), DeviceKeys::root(&[6; 16]).id());
        assert_ne!(*DeviceKeys::root(&[5; 16]).signing.seed(), *DeviceKeys::root(&[5; 16]).sealing.as_bytes());
    }

    #[test]
    fn a_secret_is_never_printed() {
        let keys = DeviceKeys::random(&mut SeededRandom::new(1));
        let secret: String =
            keys.signing.seed().iter().chain(keys.sealing.as_bytes()).map(|byte| format!("{byte:02x}")).collect();
        let shown = format!("{keys:?}");
        assert!(!shown.contains(&secret[..64]) && !shown.contains(&secret[64..]));
    }
}
