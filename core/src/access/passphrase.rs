//! Locking a secret away: by a passphrase on a computer, by the platform's key store on a phone, with a PIN if wanted.
//!
//! ```text
//! locked = [1, way, salt (16), memory (KiB), passes, lanes, nonce (24) ++ XChaCha20-Poly1305]     CBOR
//!          associated data = "nep lock 1" and all that stands before the seal
//! key    = Argon2id (RFC 9106): password = passphrase or PIN, secret = platform key if there is one, associated data = "nep lock 1"
//!          way 2, the platform key alone: the platform key itself, for 256 random bits need no stretching
//! ```
//!
//! What catches people out:
//! - the same passphrase is other bytes from another keyboard (one `ế`, or an `e` and two marks): NFKC makes them one;
//! - a PIN alone is found in seconds. It only counts together with a key that never leaves the phone;
//! - the cost stands in the file, so whoever can write the file could ask for all the memory there is: it is bounded;
//! - a wrong passphrase and a damaged file look alike, and are told as one.

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use minicbor::{Decode, Encode};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::log::{DocumentKey, Random, random_bytes, seal};

/// The fewest characters of a passphrase.
pub const SHORTEST_PASSPHRASE: usize = 8;
/// The fewest characters of a PIN.
pub const SHORTEST_PIN: usize = 4;

const NAME: &[u8] = b"nep lock 1";
/// 1 GiB, 64 passes, 16 lanes: more than any device is asked for.
const MOST: Cost = Cost { memory: 1 << 20, passes: 64, lanes: 16 };

/// How hard guessing is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Cost {
    /// In KiB.
    #[n(0)]
    pub memory: u32,
    /// Passes over the memory.
    #[n(1)]
    pub passes: u32,
    /// Lanes.
    #[n(2)]
    pub lanes: u32,
}

impl Cost {
    /// For a phone with 1 to 2 GB: the least that OWASP's Password Storage Cheat Sheet recommends (19 MiB, 2 passes).
    pub const PHONE: Self = Self { memory: 19 * 1024, passes: 2, lanes: 1 };
    /// For a computer: RFC 9106, section 4, the second recommendation (64 MiB, 3 passes, 4 lanes).
    pub const COMPUTER: Self = Self { memory: 64 * 1024, passes: 3, lanes: 4 };

    const fn is_bearable(self) -> bool {
        self.memory <= MOST.memory && self.passes <= MOST.passes && self.lanes <= MOST.lanes
    }
}

/// What opens the lock.
#[derive(Clone, Copy)]
pub enum Opener<'k> {
    /// What somebody knows.
    Passphrase(&'k str),
    /// What the phone's key store holds.
    Platform(&'k [u8; 32]),
    /// Both.
    PlatformAndPin(&'k [u8; 32], &'k str),
}

impl Opener<'_> {
    const fn way(self) -> Way {
        match self {
            Self::Passphrase(_) => Way::Passphrase,
            Self::Platform(_) => Way::Platform,
            Self::PlatformAndPin(..) => Way::PlatformAndPin,
        }
    }
}

/// By what a lock is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Way {
    /// By a passphrase.
    #[n(1)]
    Passphrase,
    /// By the platform's key store.
    #[n(2)]
    Platform,
    /// By the platform's key store and a PIN.
    #[n(3)]
    PlatformAndPin,
}

/// Why a lock was not closed or not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// Fewer characters than this.
    #[error("fewer than {0} characters")]
    TooShort(usize),
    /// Another passphrase, PIN or phone; or the file is damaged.
    #[error("the wrong passphrase, or damaged")]
    Wrong,
    /// It is opened by something else.
    #[error("locked in another way")]
    AnotherWay(Way),
    /// Not a locked secret.
    #[error("not the form of a locked secret")]
    Malformed,
    /// Would take more memory or time than any device is asked for.
    #[error("costs more than is allowed")]
    TooCostly,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Locked {
    #[n(0)]
    version: u8,
    #[n(1)]
    way: Way,
    #[cbor(n(2), with = "minicbor::bytes")]
    salt: [u8; 16],
    #[n(3)]
    cost: Cost,
    #[cbor(n(4), with = "minicbor::bytes")]
    sealed: Vec<u8>,
}

/// Locks a secret away.
///
/// # Errors
///
/// [`LockError::TooShort`] and [`LockError::TooCostly`].
///
/// # Panics
///
/// Never: writing CBOR to memory cannot fail.
pub fn lock(secret: &[u8], opener: Opener<'_>, cost: Cost, random: &mut dyn Random) -> Result<Vec<u8>, LockError> {
    let shortest = match opener {
        Opener::Passphrase(typed) => Some((typed, SHORTEST_PASSPHRASE)),
        Opener::PlatformAndPin(_, typed) => Some((typed, SHORTEST_PIN)),
        Opener::Platform(_) => None,
    };
    if let Some((_, shortest)) = shortest.filter(|(typed, shortest)| typed.nfkc().count() < *shortest) {
        return Err(LockError::TooShort(shortest));
    }
    let mut locked = Locked { version: 1, way: opener.way(), salt: random_bytes(random), cost, sealed: Vec::new() };
    let key = key(opener, &locked)?;
    locked.sealed = seal::seal_bytes(&key, &associated(&locked), secret, random);
    Ok(minicbor::to_vec(&locked).expect("memory takes every byte"))
}

/// Opens what [`lock`] closed.
///
/// # Errors
///
/// [`LockError`].
pub fn unlock(bytes: &[u8], opener: Opener<'_>) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let locked = read(bytes)?;
    if locked.way != opener.way() {
        return Err(LockError::AnotherWay(locked.way));
    }
    let key = key(opener, &locked)?;
    seal::open_bytes(&key, &associated(&locked), &locked.sealed).ok_or(LockError::Wrong)
}

/// By what a locked secret is opened, and at what cost.
///
/// # Errors
///
/// [`LockError::Malformed`].
pub fn way(bytes: &[u8]) -> Result<(Way, Cost), LockError> {
    read(bytes).map(|locked| (locked.way, locked.cost))
}

/// Locked at less than this cost: to be locked anew after the next time it was opened.
///
/// # Errors
///
/// [`LockError::Malformed`].
pub fn is_outdated(bytes: &[u8], wanted: Cost) -> Result<bool, LockError> {
    let (way, cost) = way(bytes)?;
    Ok(way != Way::Platform && (cost.memory < wanted.memory || cost.passes < wanted.passes))
}

fn read(bytes: &[u8]) -> Result<Locked, LockError> {
    let locked: Locked = minicbor::decode(bytes).map_err(|_| LockError::Malformed)?;
    if locked.version == 1 { Ok(locked) } else { Err(LockError::Malformed) }
}

fn associated(locked: &Locked) -> Vec<u8> {
    let bare = Locked { sealed: Vec::new(), salt: locked.salt, ..*locked };
    [NAME, &minicbor::to_vec(bare).expect("memory takes every byte")].concat()
}

fn key(opener: Opener<'_>, locked: &Locked) -> Result<DocumentKey, LockError> {
    if !locked.cost.is_bearable() {
        return Err(LockError::TooCostly);
    }
    let stretch = |typed: &str, secret: &[u8]| {
        let typed = Zeroizing::new(typed.nfkc().collect::<String>());
        derive(typed.as_bytes(), &locked.salt, secret, NAME, locked.cost)
    };
    match opener {
        Opener::Passphrase(typed) => stretch(typed, &[]),
        Opener::Platform(key) => Ok(DocumentKey::new(*key)),
        Opener::PlatformAndPin(key, typed) => stretch(typed, key),
    }
}

fn derive(password: &[u8], salt: &[u8], secret: &[u8], data: &[u8], cost: Cost) -> Result<DocumentKey, LockError> {
    let params = AssociatedData::new(data)
        .and_then(|data| {
            ParamsBuilder::new().m_cost(cost.memory).t_cost(cost.passes).p_cost(cost.lanes).data(data).build()
        })
        .map_err(|_| LockError::Malformed)?;
    let argon = Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(|_| LockError::Malformed)?;
    let mut key = Zeroizing::new([0; 32]);
    argon.hash_password_into(password, salt, key.as_mut_slice()).map_err(|_| LockError::Malformed)?;
    Ok(DocumentKey::new(*key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::SeededRandom;

    /// The least Argon2 takes, so that a test is quick.
    const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

    fn locked(opener: Opener<'_>) -> Vec<u8> {
        lock(b"vault key", opener, CHEAP, &mut SeededRandom::new(1)).expect("long enough")
    }

    /// RFC 9106, section 5.3.
    #[test]
    fn stretching_agrees_with_the_vector_of_rfc_9106() {
        let key =
            derive(&[1; 32], &[2; 16], &[3; 8], &[4; 12], Cost { memory: 32, passes: 3, lanes: 4 }).expect("bearable");
        let tag: String = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(tag, "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    #[test]
    fn a_lock_opens_to_its_opener_alone() {
        let (phone, other) = ([7; 32], [8; 32]);
        let open = |bytes: &[u8], opener: Opener<'_>| unlock(bytes, opener).map(|secret| secret.to_vec());
        let secret = Ok(b"vault key".to_vec());
        let by_passphrase = locked(Opener::Passphrase("trạm y tế xã"));
        assert_eq!(open(&by_passphrase, Opener::Passphrase("trạm y tế xã")), secret);
        assert_eq!(open(&by_passphrase, Opener::Passphrase("tram y te xa")), Err(LockError::Wrong));
        assert_eq!(open(&by_passphrase, Opener::Platform(&phone)), Err(LockError::AnotherWay(Way::Passphrase)));
        let by_phone = locked(Opener::Platform(&phone));
        assert_eq!(open(&by_phone, Opener::Platform(&phone)), secret);
        assert_eq!(open(&by_phone, Opener::Platform(&other)), Err(LockError::Wrong));
        let by_both = locked(Opener::PlatformAndPin(&phone, "1990"));
        assert_eq!(open(&by_both, Opener::PlatformAndPin(&phone, "1990")), secret);
        assert_eq!(open(&by_both, Opener::PlatformAndPin(&phone, "1991")), Err(LockError::Wrong));
        assert_eq!(open(&by_both, Opener::PlatformAndPin(&other, "1990")), Err(LockError::Wrong));
        assert_eq!(open(&by_both, Opener::Platform(&phone)), Err(LockError::AnotherWay(Way::PlatformAndPin)));
    }

    #[test]
    fn the_same_passphrase_from_another_keyboard_opens() {
        let composed = locked(Opener::Passphrase("sức khỏe tốt"));
        let decomposed: String =
            "sức khỏe tốt".chars().flat_map(|one| one.to_string().nfd().collect::<Vec<_>>()).collect();
        assert_ne!(decomposed, "sức khỏe tốt");
        assert!(unlock(&composed, Opener::Passphrase(&decomposed)).is_ok());
    }

    #[test]
    fn too_short_a_passphrase_or_pin_is_refused_at_the_first_missing_character() {
        let try_lock = |opener| lock(b"", opener, CHEAP, &mut SeededRandom::new(1)).map(|_| ());
        assert_eq!(try_lock(Opener::Passphrase("bảy chữ")), Err(LockError::TooShort(8)));
        assert_eq!(try_lock(Opener::Passphrase("tám chữ!")), Ok(()));
        assert_eq!(try_lock(Opener::PlatformAndPin(&[1; 32], "123")), Err(LockError::TooShort(4)));
        assert_eq!(try_lock(Opener::PlatformAndPin(&[1; 32], "1234")), Ok(()));
    }

    #[test]
    fn a_damaged_lock_opens_to_nobody_and_costs_no_more_than_is_bearable() {
        let bytes = locked(Opener::Platform(&[7; 32]));
        for at in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert!(unlock(&damaged, Opener::Platform(&[7; 32])).is_err(), "bit {at}");
        }
        for length in 0..bytes.len() {
            assert_eq!(unlock(&bytes[..length], Opener::Platform(&[7; 32])).err(), Some(LockError::Malformed));
        }
        for cost in [
            Cost { memory: MOST.memory + 1, ..CHEAP },
            Cost { passes: 65, ..CHEAP },
            Cost { lanes: 17, memory: 1024, ..CHEAP },
        ] {
            let way = Way::Passphrase;
            let greedy = Locked { version: 1, way, salt: [0; 16], cost, sealed: vec![0; 60] };
            let greedy = minicbor::to_vec(greedy).expect("memory takes every byte");
            assert_eq!(unlock(&greedy, Opener::Passphrase("12345678")).err(), Some(LockError::TooCostly));
        }
        let impossible = lock(
            b"",
            Opener::Passphrase("12345678"),
            Cost { memory: 8, passes: 0, lanes: 1 },
            &mut SeededRandom::new(1),
        );
        assert_eq!(impossible, Err(LockError::Malformed));
    }

    #[test]
    fn a_lock_made_at_a_lesser_cost_is_told_and_made_anew() {
        let opener = Opener::Passphrase("trạm y tế xã");
        let old = locked(opener);
        let wanted = Cost { memory: 16, passes: 1, lanes: 1 };
        assert_eq!((is_outdated(&old, CHEAP), is_outdated(&old, wanted)), (Ok(false), Ok(true)));
        let secret = unlock(&old, opener).expect("opens");
        let new = lock(&secret, opener, wanted, &mut SeededRandom::new(2)).expect("long enough");
        assert_eq!((is_outdated(&new, wanted), way(&new)), (Ok(false), Ok((Way::Passphrase, wanted))));
        assert_eq!(is_outdated(&locked(Opener::Platform(&[7; 32])), wanted), Ok(false), "nothing to stretch");
    }
}
