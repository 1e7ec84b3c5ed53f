//! Where the vessels stand on the tray: circles packed into a circle, the same on every machine.
//!
//! Areas follow energy, r = k·√kcal, but never below what a finger can press nor above half the tray; the largest `k`
//! at which all fit is searched for. With too many vessels for the pressable size, that bound gives way for all alike.

/// Radius of the tray's rim, the unit of everything on a tray.
pub(super) const TRAY: f64 = 150.0;
/// Vessels stand within this share of the tray.
const WITHIN: f64 = 0.83 * TRAY;
/// The smallest vessel a finger can press.
const SMALLEST: f64 = 0.235 * TRAY;
/// The largest.
const LARGEST: f64 = 0.54 * TRAY;
/// Between two vessels.
const GAP: f64 = 0.012 * TRAY;

/// A vessel's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Circle {
    pub x: f64,
    pub y: f64,
    pub r: f64,
}

impl Circle {
    /// How much room is left between this and `other`; negative when they overlap.
    pub(super) fn room(&self, other: &Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y) - self.r - other.r
    }

    /// How far it reaches from the middle of the tray.
    pub(super) fn reach(&self) -> f64 {
        self.x.hypot(self.y) + self.r
    }
}

/// A place for each of `energies` (kcal, in any order), none overlapping, all on the tray.
pub(super) fn pack(energies: &[f64]) -> Vec<Circle> {
    let mut order: Vec<usize> = (0..energies.len()).collect();
    order.sort_by(|&a, &b| energies[b].total_cmp(&energies[a]).then(a.cmp(&b)));
    let root = |index: &usize| energies[*index].max(1.0).sqrt();
    let largest = order.first().map_or(1.0, root);
    let pressable = |k: f64| order.iter().map(|i| (k * root(i)).clamp(SMALLEST, LARGEST)).collect::<Vec<_>>();
    // With too many vessels, all are drawn smaller by one factor and keep the same bounds to one another.
    let shrunk =
        |k: f64| order.iter().map(|i| k * (root(i) / largest).clamp(SMALLEST / LARGEST, 1.0)).collect::<Vec<_>>();

    let most = LARGEST / order.last().map_or(1.0, root);
    let mut placed = best_of(most, pressable);
    if placed.is_none() {
        placed = best_of(LARGEST, shrunk);
    }
    let mut circles = placed.unwrap_or_default();
    spread(&mut circles);

    let mut by_dish = vec![Circle { x: 0.0, y: 0.0, r: 0.0 }; circles.len()];
    for (circle, index) in circles.into_iter().zip(order) {
        by_dish[index] = circle;
    }
    by_dish
}

/// The places with the largest `k` up to `most`, to a thousandth, by the better of the two ways to choose a place.
fn best_of(most: f64, radii: impl Fn(f64) -> Vec<f64>) -> Option<Vec<Circle>> {
    let mut best: Option<(f64, Vec<Circle>)> = None;
    for nearest in [Nearest::Weight, Nearest::Middle] {
        let Some(mut found) = place(&radii(0.0), nearest) else { continue };
        let (mut low, mut high) = (0.0, most);
        for _ in 0..16 {
            let middle = f64::midpoint(low, high);
            match place(&radii(middle), nearest) {
                Some(circles) => (low, found) = (middle, circles),
                None => high = middle,
            }
        }
        if best.as_ref().is_none_or(|(k, _)| low > *k) {
            best = Some((low, found));
        }
    }
    best.map(|(_, circles)| circles)
}

/// What the next circle is put nearest to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nearest {
    /// Where the weight of those before it lies.
    Weight,
    /// The middle of a circle around those before it.
    Middle,
}

/// Each circle tangent to earlier ones; `None` when they reach off the tray.
fn place(radii: &[f64], nearest: Nearest) -> Option<Vec<Circle>> {
    let mut placed: Vec<Circle> = Vec::with_capacity(radii.len());
    let (mut weight, mut mx, mut my) = (0.0, 0.0, 0.0);
    for &r in radii {
        let (cx, cy) = match nearest {
            Nearest::Middle => {
                let around = enclosing(placed.iter());
                (around.x, around.y)
            }
            Nearest::Weight if weight > 0.0 => (mx / weight, my / weight),
            Nearest::Weight => (0.0, 0.0),
        };
        let circle = candidates(&placed, r)
            .into_iter()
            .filter(|c| placed.iter().all(|other| c.room(other) >= GAP - 1e-6))
            .map(|c| ((c.x - cx).hypot(c.y - cy) + r, c))
            .min_by(|a, b| a.0.total_cmp(&b.0))?
            .1;
        weight += r * r;
        mx += circle.x * r * r;
        my += circle.y * r * r;
        placed.push(circle);
    }
    let around = enclosing(placed.iter());
    for circle in &mut placed {
        circle.x -= around.x;
        circle.y -= around.y;
    }
    (around.r <= WITHIN).then_some(placed)
}

/// Places for a circle of radius `r` that touch one or two of `placed`.
fn candidates(placed: &[Circle], r: f64) -> Vec<Circle> {
    let mut found = Vec::new();
    match placed {
        [] => found.push(Circle { x: 0.0, y: 0.0, r }),
        [only] => found.push(Circle { x: only.x + only.r + r + GAP, y: only.y, r }),
        _ => {
            for (index, a) in placed.iter().enumerate() {
                for b in &placed[index + 1..] {
                    let (da, db) = (a.r + r + GAP, b.r + r + GAP);
                    let (dx, dy) = (b.x - a.x, b.y - a.y);
                    let apart = dx.hypot(dy);
                    if apart > da + db || apart < 1e-9 {
                        continue;
                    }
                    let along = (da * da - db * db + apart * apart) / (2.0 * apart);
                    let aside = (da * da - along * along).max(0.0).sqrt();
                    let (ux, uy) = (dx / apart, dy / apart);
                    for side in [1.0, -1.0] {
                        let x = a.x + ux * along - uy * aside * side;
                        let y = a.y + uy * along + ux * aside * side;
                        found.push(Circle { x, y, r });
                    }
                }
            }
        }
    }
    found
}

/// A circle around all of `circles`: steps towards the farthest, each smaller than the last.
fn enclosing<'a>(circles: impl Iterator<Item = &'a Circle> + Clone) -> Circle {
    let count = circles.clone().count().max(1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of vessels")]
    let share = 1.0 / count as f64;
    let mut x = circles.clone().map(|c| c.x).sum::<f64>() * share;
    let mut y = circles.clone().map(|c| c.y).sum::<f64>() * share;
    let far = |x: f64, y: f64| {
        circles.clone().fold((0.0, x, y), |(most, fx, fy), c| {
            let reach = (c.x - x).hypot(c.y - y) + c.r;
            if reach > most { (reach, c.x, c.y) } else { (most, fx, fy) }
        })
    };
    let mut step = 0.5;
    for _ in 0..40 {
        let (_, fx, fy) = far(x, y);
        x += (fx - x) * step * 0.4;
        y += (fy - y) * step * 0.4;
        step *= 0.9;
    }
    Circle { x, y, r: far(x, y).0 }
}

/// Lets the vessels drift apart until they stand easily; none comes to overlap or leaves the tray.
fn spread(circles: &mut [Circle]) {
    const STEPS: u32 = 200;
    if let [only] = circles {
        (only.x, only.y) = (0.0, 0.0);
        return;
    }
    let easy = 0.10 * TRAY;
    for step in 0..STEPS {
        let strength = 0.25 * (1.0 - f64::from(step) / f64::from(STEPS));
        for index in 0..circles.len() {
            let me = circles[index];
            let (mut px, mut py) = (0.0, 0.0);
            for (other_index, other) in circles.iter().enumerate() {
                if other_index == index {
                    continue;
                }
                let room = me.room(other);
                if room < easy {
                    let apart = (me.x - other.x).hypot(me.y - other.y).max(1e-9);
                    px += (me.x - other.x) / apart * (easy - room) / 2.0;
                    py += (me.y - other.y) / apart * (easy - room) / 2.0;
                }
            }
            let moved = Circle { x: me.x + px * strength, y: me.y + py * strength, r: me.r };
            let free = circles
                .iter()
                .enumerate()
                .all(|(i, other)| i == index || moved.room(other) >= GAP.min(me.room(other)) - 1e-9);
            if moved.reach() <= WITHIN && free {
                circles[index] = moved;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trays of one to fourteen vessels with lively energies.
    fn trays() -> impl Iterator<Item = Vec<f64>> {
        (1..=14_u32).flat_map(|count| {
            (0..6_u32)
                .map(move |seed| (0..count).map(|i| f64::from((i * 7919 + seed * 104_729 + 31) % 480 + 8)).collect())
        })
    }

    #[test]
    fn no_two_vessels_overlap_and_all_stand_on_the_tray() {
        for energies in trays() {
            let circles = pack(&energies);
            assert_eq!(circles.len(), energies.len());
            for (index, circle) in circles.iter().enumerate() {
                assert!(circle.reach() <= WITHIN + 1e-6, "{energies:?}: {circle:?}");
                for other in &circles[index + 1..] {
                    assert!(circle.room(other) > 0.0, "{energies:?}: {circle:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn areas_follow_energy_between_the_bounds() {
        for energies in trays() {
            let circles = pack(&energies);
            let free: Vec<(f64, f64)> = circles
                .iter()
                .zip(&energies)
                .filter(|(c, _)| c.r > SMALLEST + 1e-6 && c.r < LARGEST - 1e-6)
                .map(|(c, e)| (c.r * c.r, *e))
                .collect();
            for pair in free.windows(2) {
                let [(a, x), (b, y)] = pair else { continue };
                assert!((a / b - x / y).abs() < 1e-6 * (a / b), "{energies:?}");
            }
            for ((a, x), (b, y)) in
                circles.iter().zip(&energies).flat_map(|a| circles.iter().zip(&energies).map(move |b| (a, b)))
            {
                assert!(x <= y || a.r >= b.r - 1e-9, "more energy, smaller vessel: {energies:?}");
            }
        }
    }

    #[test]
    fn a_meal_of_four_uses_the_tray_well() {
        let circles = pack(&[464.0, 132.0, 51.0, 54.0]);
        let covered: f64 = circles.iter().map(|c| c.r * c.r).sum::<f64>() / (TRAY * TRAY);
        assert!(covered > 0.35, "{covered}");
        assert!(circles.iter().all(|c| c.r >= SMALLEST - 1e-9));
    }

    #[test]
    fn the_same_meal_always_stands_the_same_way() {
        assert_eq!(pack(&[464.0, 132.0, 51.0, 54.0]), pack(&[464.0, 132.0, 51.0, 54.0]));
    }
}
