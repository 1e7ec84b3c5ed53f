//! Who may read and write what: devices, keys, members and their rights.

mod device;
mod keyring;
mod keys;
mod membership;

pub use device::{DeviceKeys, SealingKey, SealingSecret, SigningSecret};
pub use keyring::{Keyring, Learned, MOST_WAITING};
pub use keys::{KeyError, MOST_RECIPIENTS, Secret, open_key, seal_key};
pub use membership::{Membership, Role};
