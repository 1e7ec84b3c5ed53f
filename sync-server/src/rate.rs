//! How often somebody may come: a bucket for each that fills slowly.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Full buckets are forgotten when there are more than so many.
const MOST_KEPT: usize = 50_000;

/// A bucket for each: `burst` at once, then `per_second`.
#[derive(Debug)]
pub struct Rate<K> {
    per_second: f64,
    burst: f64,
    buckets: Mutex<HashMap<K, (f64, Instant)>>,
}

impl<K: Eq + Hash> Rate<K> {
    /// Nobody has come yet.
    #[must_use]
    pub fn new(per_second: f64, burst: f64) -> Self {
        Self { per_second, burst, buckets: Mutex::default() }
    }

    /// Takes one from the bucket; otherwise after how many whole seconds there will be one.
    ///
    /// # Errors
    ///
    /// Seconds to wait.
    pub fn take(&self, who: K, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |(left, at): (f64, Instant)| {
            (left + now.saturating_duration_since(at).as_secs_f64() * self.per_second).min(self.burst)
        };
        if buckets.len() > MOST_KEPT {
            buckets.retain(|_, bucket| filled(*bucket) < self.burst);
        }
        let left = buckets.get(&who).map_or(self.burst, |bucket| filled(*bucket));
        if left >= 1.0 {
            buckets.insert(who, (left - 1.0, now));
            return Ok(());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
        let seconds = ((1.0 - left) / self.per_second).ceil().clamp(1.0, 3600.0) as u64;
        Err(seconds)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let rate = Rate::new(0.5, 3.0);
        let begun = Instant::now();
        for _ in 0..3 {
            assert_eq!(rate.take("phone", begun), Ok(()));
        }
        assert_eq!(rate.take("phone", begun), Err(2));
        assert_eq!(rate.take("another", begun), Ok(()));
        assert_eq!(rate.take("phone", begun + Duration::from_secs(2)), Ok(()));
        assert_eq!(rate.take("phone", begun + Duration::from_secs(2)), Err(2));
    }
}
