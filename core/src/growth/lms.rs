//! The LMS formulas: from a measurement to a z-score and back.
//!
//! Source: WHO Child Growth Standards, Methods and development, 2006, chapter 7.
//!
//! What catches people out: past ±3 SD the weight-based indicators do not follow the LMS curve but a straight line
//! with the slope it has between 2 and 3 SD; length and head circumference stay on the curve at any distance.

/// Skewness, median and coefficient of variation at one age or length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lms {
    /// Box–Cox power; never zero in the WHO tables.
    pub l: f64,
    /// Median, in the unit of the measurement.
    pub m: f64,
    /// Coefficient of variation.
    pub s: f64,
}

impl Lms {
    /// The measurement that stands `z` standard deviations from the median, on the LMS curve.
    #[must_use]
    pub fn value_at(self, z: f64) -> f64 {
        self.m * (1.0 + self.l * self.s * z).powf(1.0 / self.l)
    }

    /// The measurement at `z` where past ±3 the tails are straight (all indicators but length and head).
    #[must_use]
    pub(super) fn restricted_value_at(self, z: f64) -> f64 {
        if z > 3.0 {
            let sd3 = self.value_at(3.0);
            sd3 + (z - 3.0) * (sd3 - self.value_at(2.0))
        } else if z < -3.0 {
            let sd3 = self.value_at(-3.0);
            sd3 + (z + 3.0) * (self.value_at(-2.0) - sd3)
        } else {
            self.value_at(z)
        }
    }

    /// z-score on the LMS curve, unrounded.
    pub(super) fn plain_z(self, y: f64) -> f64 {
        ((y / self.m).powf(self.l) - 1.0) / (self.s * self.l)
    }

    /// z-score on the straight line that the curve is when L is 1, unrounded.
    pub(super) fn linear_z(self, y: f64) -> f64 {
        (y / self.m - 1.0) / self.s
    }

    /// z-score with straight tails past ±3, unrounded.
    pub(super) fn restricted_z(self, y: f64) -> f64 {
        let z = self.plain_z(y);
        if z > 3.0 {
            let sd3 = self.value_at(3.0);
            3.0 + (y - sd3) / (sd3 - self.value_at(2.0))
        } else if z < -3.0 {
            let sd3 = self.value_at(-3.0);
            -3.0 + (y - sd3) / (self.value_at(-2.0) - sd3)
        } else {
            z
        }
    }

    /// The row a `fraction` of the way from `self` to `next`, each of L, M, S on its own straight line.
    pub(super) fn towards(self, next: Self, fraction: f64) -> Self {
        let mix = |a: f64, b: f64| a + fraction * (b - a);
        Self { l: mix(self.l, next.l), m: mix(self.m, next.m), s: mix(self.s, next.s) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Lms = Lms { l: -0.3521, m: 7.4327, s: 0.08217 };

    #[test]
    fn value_to_score_and_back_gives_the_value() {
        for z in [-6.0, -3.0, -2.999, 0.0, 1.5, 3.0, 3.001, 8.0] {
            let back = ROW.restricted_z(ROW.restricted_value_at(z));
            assert!((back - z).abs() < 1e-9, "{z} came back as {back}");
        }
    }

    #[test]
    fn tails_are_straight() {
        let step = ROW.restricted_value_at(5.0) - ROW.restricted_value_at(4.0);
        assert!((step - (ROW.value_at(3.0) - ROW.value_at(2.0))).abs() < 1e-12);
    }
}
