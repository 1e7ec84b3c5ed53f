//! Names inside a document: who writes ([`Actor`]) and what was written ([`RecordId`]).
//!
//! A record's name says which actor wrote it, in which of its changes and as which record of that change. So a name is unique
//! without luck, nobody can write under another's name, and "who wrote this" needs no second table.

use std::fmt;
use std::str::FromStr;

use automerge::ActorId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::log::{DeviceId, DocId, NotAnId};

/// Bytes of an actor that are its device's.
const OF_DEVICE: usize = 8;

/// A device at work in one document: the first 8 bytes of its key, and 4 that differ with the document and with each new start
/// of its vault, so that a phone restored from a backup does not count its changes twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor([u8; 12]);

impl Actor {
    /// The actor of a device in a document; `incarnation` is random, drawn when the vault is made or restored.
    #[must_use]
    pub fn new(device: DeviceId, doc: DocId, incarnation: u64) -> Self {
        let digest = Sha256::new()
            .chain_update(b"nep actor 1")
            .chain_update(device.as_bytes())
            .chain_update(doc.as_bytes())
            .chain_update(incarnation.to_be_bytes())
            .finalize();
        Self(std::array::from_fn(|at| if at < OF_DEVICE { device.as_bytes()[at] } else { digest[at - OF_DEVICE] }))
    }

    /// Could this device be behind the actor?
    #[must_use]
    pub fn is_of(&self, device: DeviceId) -> bool {
        self.0[..OF_DEVICE] == device.as_bytes()[..OF_DEVICE]
    }

    /// As Automerge names it; `None` when it is not one of ours.
    #[must_use]
    pub fn of(actor: &ActorId) -> Option<Self> {
        actor.to_bytes().try_into().ok().map(Self)
    }

    pub(super) fn automerge(self) -> ActorId {
        ActorId::from(self.0)
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Actor {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = NotAnId { expected: 24 };
        let digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
        if text.len() != 24 || !text.as_bytes().iter().all(digit) {
            return Err(wrong);
        }
        let mut bytes = [0; 12];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| wrong)?;
        }
        Ok(Self(bytes))
    }
}

/// A record: its actor, the actor's how-many-th change (from 1), and which record of that change (from 0). Written
/// `0123456789abcdef01234567.12.3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Who wrote it.
    pub actor: Actor,
    /// In which change.
    pub seq: u32,
    /// As which record of the change.
    pub nth: u32,
}

/// A text that names no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a record")]
pub struct NotARecord;

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.actor, self.seq, self.nth)
    }
}

impl FromStr for RecordId {
    type Err = NotARecord;

    fn from_str(text: &str) -> Result<Self, NotARecord> {
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().ok_or(NotARecord);
        let actor = next()?.parse().map_err(|_| NotARecord)?;
        let seq = next()?.parse().map_err(|_| NotARecord)?;
        let nth = next()?.parse().map_err(|_| NotARecord)?;
        let id = Self { actor, seq, nth };
        // One name, one writing: no "+1", no "01".
        if id.to_string() == text { Ok(id) } else { Err(NotARecord) }
    }
}

macro_rules! as_text {
    ($name:ident, $expected:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(|_| de::Error::invalid_value(de::Unexpected::Str("another text"), &$expected))
            }
        }
    };
}

as_text!(Actor, "an actor");
as_text!(RecordId, "the name of a record");

#[cfg(test)]
mod tests {
    use super::*;

    fn actor() -> Actor {
        Actor::new(DeviceId::new([7; 32]), DocId::new([9; 16]), 1)
    }

    #[test]
    fn an_actor_is_its_devices_and_differs_with_document_and_incarnation() {
        let device = DeviceId::new([7; 32]);
        assert!(actor().is_of(device));
        assert!(!actor().is_of(DeviceId::new([8; 32])));
        assert_ne!(actor(), Actor::new(device, DocId::new([9; 16]), 2), "another incarnation");
        assert_ne!(actor(), Actor::new(device, DocId::new([8; 16]), 1), "another document");
        assert_eq!(Actor::of(&actor().automerge()), Some(actor()));
        assert_eq!(Actor::of(&ActorId::from([7; 16])), None);
    }

    #[test]
    fn a_record_has_one_name() {
        let id = RecordId { actor: actor(), seq: 12, nth: 3 };
        assert_eq!(id.to_string().parse(), Ok(id));
        let actor = actor().to_string();
        for wrong in ["", "1.2", "x.1.2", &format!("{actor}.+1.2"), &format!("{actor}.01.2"), &format!("{actor}.1.2.3")]
        {
            assert_eq!(wrong.parse::<RecordId>(), Err(NotARecord), "{wrong}");
        }
        assert_eq!(format!("{}.1.2", actor.to_uppercase()).parse::<RecordId>(), Err(NotARecord));
    }
}
