//! What a vault could not do, in words.

use nep_core::log::StoreError;
use nep_core::vault::VaultError;

use crate::i18n::Words;

/// Why the vault could not, in the reader's language.
#[must_use]
pub fn why(error: &VaultError, words: &Words) -> String {
    match error {
        VaultError::Store(StoreError::Full) => words.get("cli-fault-full"),
        VaultError::Store(StoreError::ReadOnly) => words.get("cli-fault-read-only"),
        VaultError::Store(StoreError::InUse) => words.get("vault-in-use"),
        VaultError::Store(StoreError::Newer { .. }) => words.get("vault-newer"),
        VaultError::Store(StoreError::Damaged) | VaultError::Damaged => words.get("vault-damaged"),
        VaultError::Lost { set_aside } => words.with("vault-lost", &[("file", &set_aside.display().to_string())]),
        VaultError::Exists => words.get("vault-exists"),
        VaultError::None => words.get("vault-none"),
        VaultError::WrongSecret => words.get("vault-wrong-passphrase"),
        VaultError::TooShort(shortest) => words.with("vault-passphrase-short", &[("least", &shortest.to_string())]),
        VaultError::NoKey(_) | VaultError::NotFound(_) => words.get("vault-not-found"),
        VaultError::NoRecord(_) => words.get("vault-no-record"),
        VaultError::NotAllowed => words.get("vault-not-allowed"),
        VaultError::Token(_) => words.get("vault-invitation-worthless"),
        VaultError::Store(_)
        | VaultError::Refused(_)
        | VaultError::Records(_)
        | VaultError::Key(_)
        | VaultError::Seal(_) => words.with("vault-failed", &[("error", &error.to_string())]),
    }
}
