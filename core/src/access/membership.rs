//! What a verified token gives a device.

use minicbor::{Decode, Encode};

use crate::log::{DeviceId, DocId, Header, Kind, ScopeId, SpaceId};

/// Who stands behind a device.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, Encode, Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Role {
    /// A mother or carer: her family's document.
    #[n(1)]
    Family,
    /// A village collaborator: the documents of her villages.
    #[n(2)]
    Collaborator,
    /// The commune's station: everything of the commune.
    #[n(3)]
    Station,
}

impl Role {
    /// As tokens write it.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Family => 1,
            Self::Collaborator => 2,
            Self::Station => 3,
        }
    }

    /// As tokens write it; `None` for a role that this app does not know.
    #[must_use]
    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Family),
            2 => Some(Self::Collaborator),
            3 => Some(Self::Station),
            _ => None,
        }
    }
}

/// What a device may do in a commune. Made only by reading a token that the commune's root vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Membership {
    /// The commune.
    #[n(0)]
    pub space: SpaceId,
    /// The device whose key must sign.
    #[n(1)]
    pub device: DeviceId,
    /// Who stands behind it.
    #[n(2)]
    pub role: Role,
    /// The villages of a collaborator or of a family.
    #[n(3)]
    pub scopes: Vec<ScopeId>,
    /// The documents of a family; empty for others, who see all of their villages.
    #[n(4)]
    pub docs: Vec<DocId>,
    /// Seconds since 1970 after which a hub serves this device no longer. What it wrote before stays valid.
    #[n(5)]
    pub expires: u64,
}

impl Membership {
    /// May this device have written an entry with this header?
    #[must_use]
    pub fn may_write(&self, header: &Header) -> bool {
        if header.space != self.space || header.author != self.device {
            return false;
        }
        let own = self.reaches(header);
        match header.kind {
            Kind::Join => header.doc == self.space.roster(),
            Kind::Revoke | Kind::Erase => header.doc == self.space.roster() && self.role != Role::Family,
            Kind::Key => own,
            Kind::Snapshot => own && self.role != Role::Family,
            Kind::Changes => own,
        }
    }

    /// May this device be given an entry with this header? Orders are for every member.
    #[must_use]
    pub fn may_read(&self, header: &Header) -> bool {
        header.space == self.space && (header.kind.is_public() || self.reaches(header))
    }

    fn reaches(&self, header: &Header) -> bool {
        match self.role {
            Role::Station => true,
            Role::Collaborator => self.scopes.contains(&header.scope),
            Role::Family => self.scopes.contains(&header.scope) && self.docs.contains(&header.doc),
        }
    }
}
