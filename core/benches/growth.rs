//! How many children a second: all eight indicators, on one core.
//!
//! The children are made by a fixed rule: days 0–1826, most of them well, one in twenty far from the median, where the
//! straight tails cost three powers more. Every one has all eight measurements.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use nep_core::growth::{Age, Indicator, Options, Posture, Sex, Visit, assess, classify_visit};
use nep_core::units::{Centimetres, Kilograms, Millimetres};

const CHILDREN: usize = 10_000;

fn main() {
    divan::main();
}

/// Numbers in 0..1, the same on every run: a linear congruential generator (Knuth's MMIX constants).
struct Spread(u64);

impl Spread {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Around 1, within about three times `by`.
    fn around_one(&mut self, by: f64) -> f64 {
        1.0 + by * 2.0 * (self.next() + self.next() + self.next() - 1.5)
    }
}

fn children() -> Vec<Visit> {
    let mut spread = Spread(2006);
    (0..CHILDREN)
        .map(|_| {
            let days = (spread.next() * 1827.0).floor();
            let grown = (days / 30.4375).powf(0.62);
            let far = if spread.next() < 0.05 { 3.0 } else { 1.0 };
            Visit {
                sex: Some(if spread.next() < 0.5 { Sex::Boy } else { Sex::Girl }),
                age: Age::from_days(days).ok(),
                weight: Kilograms::new((3.3 + 1.18 * grown) * spread.around_one(0.1 * far)).ok(),
                length: Centimetres::new((49.5 + 4.72 * grown) * spread.around_one(0.035 * far)).ok(),
                posture: Some(if days < 731.0 { Posture::Lying } else { Posture::Standing }),
                head: Centimetres::new(34.5 + 2.2 * grown.powf(0.7) * spread.around_one(0.05)).ok(),
                arm: Centimetres::new(14.5 * spread.around_one(0.09 * far)).ok(),
                triceps: Millimetres::new(8.5 * spread.around_one(0.2)).ok(),
                subscapular: Millimetres::new(6.5 * spread.around_one(0.2)).ok(),
                oedema: spread.next() < 0.005,
            }
        })
        .collect()
}

#[divan::bench]
fn eight_indicators(bencher: Bencher<'_, '_>) {
    let children = children();
    bencher.counter(ItemsCount::new(CHILDREN)).bench_local(|| {
        for visit in &children {
            black_box(assess(black_box(visit)));
        }
    });
}

#[divan::bench]
fn eight_indicators_with_classes(bencher: Bencher<'_, '_>) {
    let children = children();
    bencher.counter(ItemsCount::new(CHILDREN)).bench_local(|| {
        for visit in &children {
            let assessment = assess(black_box(visit));
            black_box(classify_visit(visit, &assessment, Options::default()));
        }
    });
}

#[divan::bench]
fn weight_for_age_alone(bencher: Bencher<'_, '_>) {
    let children: Vec<Visit> = children()
        .into_iter()
        .map(|child| Visit { sex: child.sex, age: child.age, weight: child.weight, ..Visit::default() })
        .collect();
    bencher.counter(ItemsCount::new(CHILDREN)).bench_local(|| {
        for visit in &children {
            let _ = black_box(assess(black_box(visit)).score(Indicator::WeightForAge));
        }
    });
}
