//! The public bodies: a device joins, a device or an invitation is revoked, a document is erased.
//!
//! ```text
//! join   = [[root (32), Biscuit], sealing key (32)]
//! revoke = [key (32), [[document, seq], …], [token name (32), …], [device (32), …]]
//! erase  = [village, document]
//! ```

use minicbor::{Decode, Encode};

use super::device::SealingKey;
use super::token::Token;
use crate::log::{DeviceId, DocId, ScopeId, TokenId};

/// A device becomes a member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Join {
    /// What it was given; its holder is the author of the entry.
    #[n(0)]
    pub token: Token,
    /// Where keys are sealed to it.
    #[n(1)]
    pub sealing: SealingKey,
}

/// A device or an invitation counts no longer, nor do tokens that it passed on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Revoke {
    /// The device, or the public key of the invitation.
    #[n(0)]
    pub key: DeviceId,
    /// For each document the last entry of this device that counts; none of a document not named. An order counts under
    /// [`crate::log::SpaceId::roster`].
    #[n(1)]
    pub counts: Vec<(DocId, u64)>,
    /// Empty: every token of this key. Otherwise only tokens one of whose blocks is named here.
    #[n(2)]
    pub tokens: Vec<TokenId>,
    /// Devices that stay members although this key passed their token on: mothers enrolled before the phone was lost, or the right one of
    /// two that used an invitation.
    #[n(3)]
    pub keeps: Vec<DeviceId>,
}

/// A document is erased and does not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Erase {
    /// Its village: a collaborator erases in hers alone.
    #[n(0)]
    pub scope: ScopeId,
    /// Which.
    #[n(1)]
    pub doc: DocId,
}

macro_rules! body {
    ($name:ident) => {
        impl $name {
            /// As the body of an entry.
            ///
            /// # Panics
            ///
            /// Never: writing CBOR to memory cannot fail.
            #[must_use]
            pub fn to_bytes(&self) -> Vec<u8> {
                minicbor::to_vec(self).expect("memory takes every byte")
            }

            /// Reads a body; `None` when it is not one, or not in its one form.
            #[must_use]
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                let read: Self = minicbor::decode(bytes).ok()?;
                (read.to_bytes() == bytes).then_some(read)
            }
        }
    };
}

body!(Join);
body!(Revoke);
body!(Erase);
