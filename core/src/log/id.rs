//! Names of what the log holds: random or derived bytes, shown as hex.
//!
//! None of them says anything about a person.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{Decode, Decoder};
use minicbor::encode::{Encode, Encoder, Write};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

/// Why a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {expected} hex digits")]
pub struct NotAnId {
    /// How many digits it should have.
    pub expected: usize,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// From its bytes.
            #[must_use]
            pub const fn new(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let wrong = NotAnId { expected: $length * 2 };
                if text.len() != $length * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(wrong);
                }
                let mut bytes = [0; $length];
                for (at, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| wrong)?;
                }
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(de::Error::custom)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                let at = d.position();
                let bytes = d.bytes()?.try_into();
                bytes.map(Self).map_err(|_| minicbor::decode::Error::message("an identifier of another length").at(at))
            }
        }
    };
}

id!(
    /// A commune: the first 16 bytes of the SHA-256 of its root public key, so that nobody can pose as its root.
    SpaceId,
    16
);
id!(
    /// Who may be asked for entries: a village, or the commune itself. Random.
    ScopeId,
    16
);
id!(
    /// A document (a family's record, a village's, the commune's) or a circle. Random.
    DocId,
    16
);
id!(
    /// A device: its Ed25519 public key.
    DeviceId,
    32
);
id!(
    /// A block of a token, by which it may be revoked: the SHA-256 of its Biscuit revocation identifier.
    TokenId,
    32
);
id!(
    /// An entry: the SHA-256 of its bytes.
    EntryId,
    32
);

impl SpaceId {
    /// The space of a root public key (Ed25519).
    #[must_use]
    pub fn of_root(root: &[u8; 32]) -> Self {
        let digest = Sha256::digest(root);
        Self(std::array::from_fn(|at| digest[at]))
    }

    /// The scope of the commune itself: who is a member, what is revoked, what is erased.
    #[must_use]
    pub const fn commune_scope(self) -> ScopeId {
        ScopeId(self.0)
    }

    /// The document that control entries (join, revoke, erase) belong to.
    #[must_use]
    pub const fn roster(self) -> DocId {
        DocId(self.0)
    }
}

impl EntryId {
    /// The name of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_read_as_it_is_written_and_nothing_else_is() {
        let id = DocId::new(std::array::from_fn(|at| u8::try_from(at * 7).expect("small")));
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "00", "0g0102030405060708090a0b0c0d0e0f", "+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0"] {
            assert_eq!(wrong.parse::<DocId>(), Err(NotAnId { expected: 32 }));
        }
    }

    #[test]
    fn the_name_of_bytes_is_their_sha_256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(EntryId::of(b"").to_string(), empty, "FIPS 180-4, the empty message");
    }
}
