//! Why a vault could not do something. Nothing of it was done then.

use std::path::PathBuf;

use crate::access::{KeyError, TokenError};
use crate::log::{DocId, Refusal, SealError, StoreError};
use crate::records::{self, RecordId};

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The record file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is a vault in this file already.
    #[error("the record file holds a vault already")]
    Exists,
    /// There is no vault in this file.
    #[error("the record file holds no vault")]
    None,
    /// The passphrase, key or PIN is another.
    #[error("this passphrase or key does not open the vault")]
    WrongSecret,
    /// A passphrase or PIN of fewer characters than this.
    #[error("fewer than {0} characters")]
    TooShort(usize),
    /// So damaged that not even the keys could be read. The file was set aside, whole.
    #[error("the record file is damaged beyond reading; it is kept as {}", set_aside.display())]
    Lost {
        /// Where it is kept.
        set_aside: PathBuf,
    },
    /// Its key is not held here: it is another village's, was erased, or the key has not come yet.
    #[error("no key of this document is held here")]
    NoKey(DocId),
    /// No such document.
    #[error("no such document")]
    NotFound(DocId),
    /// No such record, or one of another kind.
    #[error("no such record")]
    NoRecord(RecordId),
    /// The commune's log does not take what this device wrote.
    #[error("not taken: {0}")]
    Refused(Refusal),
    /// This device may not do that.
    #[error("this device may not do that")]
    NotAllowed,
    /// A record that cannot be.
    #[error("{0}")]
    Records(records::Refusal),
    /// A token that cannot be made or is worth nothing.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A key that cannot be sealed or read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Content that cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A sealed part of the vault that cannot be read although its key is right.
    #[error("a sealed part of the record file is damaged")]
    Damaged,
}

impl VaultError {
    /// Would salvaging the file help?
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged | Self::Store(StoreError::Damaged))
    }
}

impl From<records::Refusal> for VaultError {
    fn from(refusal: records::Refusal) -> Self {
        Self::Records(refusal)
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
