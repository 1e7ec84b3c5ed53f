//! Who may read and write what: devices, keys, members and their rights.

mod device;
mod facts;
mod invite;
mod judge;
mod keyring;
mod keys;
mod membership;
mod orders;
mod packed;
pub mod passphrase;
mod proof;
mod recovery;
mod roster;
mod standing;
mod text;
mod token;

pub use device::{DeviceKeys, SealingKey, SealingSecret, SigningSecret};
pub use invite::{
    Answer, Asking, Code, CodeError, HandedKey, Hub, Invitation, LARGEST_CODE, LONGEST_ADDRESS, MOST_HUBS, MOST_KEYS,
    Purpose,
};
pub use judge::ToldRoster;
pub use keyring::{Keyring, Learned, MOST_WAITING};
pub use keys::{Hint, KeyError, MOST_RECIPIENTS, Secret, open_key, recipients, seal_key};
pub use membership::{Membership, Role};
pub use orders::{Erase, Join, Revoke};
pub use proof::{Audience, sign_request, verify_request};
pub use recovery::{KitError, ROW, RecoveryKit, WORDS};
pub use roster::{Circle, OrderError, Refusal, Roster, Standing, State, UsedTwice, Verdict};
pub use text::TextError;
pub use token::{Grant, Holder, LARGEST_TOKEN, MOST_BLOCKS, MOST_DOCS, MOST_SCOPES, Rights, Token, TokenError};
