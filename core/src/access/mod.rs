//! Who may read and write what: devices, keys, members and their rights.

mod device;
mod facts;
mod keyring;
mod keys;
mod membership;
mod orders;
pub mod passphrase;
mod proof;
mod roster;
mod standing;
mod token;

pub use device::{DeviceKeys, SealingKey, SealingSecret, SigningSecret};
pub use keyring::{Keyring, Learned, MOST_WAITING};
pub use keys::{KeyError, MOST_RECIPIENTS, Secret, open_key, seal_key};
pub use membership::{Membership, Role};
pub use orders::{Erase, Join, Revoke};
pub use proof::{Audience, sign_request, verify_request};
pub use roster::{OrderError, Refusal, Roster, Standing, State, UsedTwice, Verdict};
pub use token::{Grant, Holder, LARGEST_TOKEN, MOST_BLOCKS, MOST_DOCS, MOST_SCOPES, Rights, Token, TokenError};
