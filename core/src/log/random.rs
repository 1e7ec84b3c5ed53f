//! Where unpredictable bytes come from: the operating system, or a seed when a run must be repeatable.

use sha2::{Digest, Sha256};

/// A source of bytes that nobody can guess.
pub trait Random {
    /// Fills `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// `N` bytes from a source.
pub fn random_bytes<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// The operating system's source: the one to use.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// # Panics
    ///
    /// When the operating system has no source of random bytes: no key may be made on such a device.
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// The same bytes for the same seed, so that a simulation can be played again. Never for a real key.
#[derive(Clone, Debug)]
pub struct SeededRandom {
    seed: u64,
    block: u64,
    left: Vec<u8>,
}

impl SeededRandom {
    /// Starts at a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, block: 0, left: Vec::new() }
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.left.is_empty() {
                let block = [self.seed.to_be_bytes(), self.block.to_be_bytes()].concat();
                self.left = Sha256::digest(block).to_vec();
                self.block += 1;
            }
            *byte = self.left.pop().expect("refilled when empty");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_again_and_another_seed_gives_others() {
        let mut first = SeededRandom::new(7);
        let start: [u8; 50] = random_bytes(&mut first);
        let next: [u8; 50] = random_bytes(&mut first);
        assert_ne!(start, next);
        assert_eq!(start, random_bytes(&mut SeededRandom::new(7)));
        assert_ne!(start, random_bytes(&mut SeededRandom::new(8)));
    }

    #[test]
    fn the_operating_system_never_gives_the_same_bytes_twice() {
        assert_ne!(random_bytes::<32>(&mut SystemRandom), random_bytes::<32>(&mut SystemRandom));
    }
}
