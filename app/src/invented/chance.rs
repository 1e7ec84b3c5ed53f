//! Chance that comes out the same every time: an invented commune is the same on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014): good enough to invent people, never for a key.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// Of a seed and whom it is for: the same for both is the same chance.
    pub(super) fn new(seed: u64, whom: u64) -> Self {
        let mut chance = Self(seed ^ whom.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// At least 0, less than 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Less than `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Once in `1 / share` times.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Of a normal distribution, near enough: the sum of twelve (Irwin–Hall).
    pub(super) fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let sum: f64 = (0..12).map(|_| self.unit()).sum();
        mean + (sum - 6.0) * deviation
    }

    /// One of them.
    pub(super) fn of<'a, T: ?Sized>(&mut self, some: &[&'a T]) -> &'a T {
        let end = u64::try_from(some.len()).expect("a short list");
        some[usize::try_from(self.below(end)).expect("a short list")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_for_the_same_person_is_the_same_chance() {
        let draw = |seed, whom| Chance::new(seed, whom).below(u64::MAX);
        assert_eq!(draw(1, 7), draw(1, 7));
        assert_ne!(draw(1, 7), draw(1, 8));
        assert_ne!(draw(1, 7), draw(2, 7));
    }

    #[test]
    fn a_thousand_draws_lie_where_they_should() {
        let mut chance = Chance::new(1, 1);
        let draws: Vec<f64> = (0..1000).map(|_| chance.normal(-1.0, 0.5)).collect();
        let mean = draws.iter().sum::<f64>() / 1000.0;
        assert!((mean + 1.0).abs() < 0.06, "{mean}");
        let units: Vec<f64> = (0..1000).map(|_| chance.unit()).collect();
        assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
    }
}
