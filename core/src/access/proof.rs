//! Whose request this is, with no round trip before it and no clock: each is signed with a number that only grows.
//!
//! ```text
//! signed = "nep sync 1" ++ audience (32) ++ counter (8, big-endian) ++ SHA-256(body)
//! ```
//!
//! What catches people out:
//! - the audience is part of it: what one hub was sent, it cannot send on to another in the device's name;
//! - a hub keeps the highest counter it has seen of each device in each commune and does nothing for one that is not higher. It answers
//!   with its own, so that a phone restored from an old copy jumps ahead instead of being locked out;
//! - what is signed is the ask itself, before it is deflated: who asks stands in it, and inflating is bounded.

use sha2::{Digest, Sha256};

use super::device::SigningSecret;
use crate::log::{DeviceId, NotSigned, seal};

/// A hub, as its visitors know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Audience([u8; 32]);

impl Audience {
    /// A hub that is known by its TLS key: the fingerprint in its QR code, the SHA-256 of its certificate's public key (SPKI, DER).
    #[must_use]
    pub const fn of_tls_key(fingerprint: [u8; 32]) -> Self {
        Self(fingerprint)
    }

    /// A hub that is known by its name, such as `sync.example.vn`, behind a certificate that an authority vouches for.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        Self(Sha256::new().chain_update("nep hub ").chain_update(name.to_ascii_lowercase()).finalize().into())
    }
}

/// Signs a request.
#[must_use]
pub fn sign_request(device: &SigningSecret, audience: Audience, counter: u64, body: &[u8]) -> [u8; 64] {
    device.sign(&signed(audience, counter, body))
}

/// Did this device make this request of us? Whether the counter has grown is the caller's to ask.
///
/// # Errors
///
/// [`NotSigned`].
pub fn verify_request(
    device: &DeviceId,
    audience: Audience,
    counter: u64,
    body: &[u8],
    signature: &[u8; 64],
) -> Result<(), NotSigned> {
    seal::verify_bytes(device, &signed(audience, counter, body), signature)
}

fn signed(audience: Audience, counter: u64, body: &[u8]) -> Vec<u8> {
    [b"nep sync 1".as_slice(), &audience.0, &counter.to_be_bytes(), &Sha256::digest(body)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::SeededRandom;

    #[test]
    fn a_request_is_its_devices_for_this_hub_this_counter_and_this_body_alone() {
        let device = SigningSecret::random(&mut SeededRandom::new(1));
        let other = SigningSecret::random(&mut SeededRandom::new(2));
        let hub = Audience::of_name("Sync.Example.VN");
        let signature = sign_request(&device, hub, 7, b"body");
        let verify =
            |device: &SigningSecret, hub, counter, body| verify_request(&device.id(), hub, counter, body, &signature);
        assert_eq!(verify(&device, Audience::of_name("sync.example.vn"), 7, b"body"), Ok(()));
        assert_eq!(verify(&other, hub, 7, b"body"), Err(NotSigned));
        assert_eq!(verify(&device, Audience::of_tls_key([0; 32]), 7, b"body"), Err(NotSigned));
        assert_eq!(verify(&device, hub, 8, b"body"), Err(NotSigned));
        assert_eq!(verify(&device, hub, 7, b"another"), Err(NotSigned));
    }
}
