//! The order to erase a document, in the open: everybody drops it and takes nothing of it any more.
//!
//! ```text
//! body of Kind::Erase = [scope, doc]      CBOR
//! ```
//!
//! It names the scope, so that a collaborator's order reaches documents of her own village only.

use minicbor::{Decode, Encode};

use super::id::{DocId, ScopeId};
use super::store::Document;

/// Which document is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Erasure {
    /// The village.
    #[n(0)]
    pub scope: ScopeId,
    /// The document.
    #[n(1)]
    pub doc: DocId,
}

impl Erasure {
    /// The body of the order.
    ///
    /// # Panics
    ///
    /// Never: memory takes every byte.
    #[must_use]
    pub fn to_body(self) -> Vec<u8> {
        minicbor::to_vec(self).expect("memory takes every byte")
    }

    /// Reads the body of the order; `None` for anything else, or for the same in another form.
    #[must_use]
    pub fn from_body(body: &[u8]) -> Option<Self> {
        let read: Self = minicbor::decode(body).ok()?;
        (read.to_body() == body).then_some(read)
    }

    /// The document.
    #[must_use]
    pub const fn document(self) -> Document {
        Document { scope: self.scope, doc: self.doc }
    }
}
