//! Which few changes together close a gap for the least money.
//!
//! Every set of up to [`MOST_STEPS`] changes is weighed, cheapest first, but for those that a cheaper set found before makes
//! needless to look at. In a set no change is idle: without any one of them the gap would stay open.

use super::{MOST_READ, MOST_STEPS, NOTHING};

/// One change more must save so much, đ: figures are printed in hundreds, and two changes are more trouble than one.
pub(super) const WORTH_VND: f64 = 100.0;
/// Sets looked at that reach the goal before the search gives up: far more than any day has needed.
const MOST_SETS: usize = 20_000;

/// What a change costs, and how much of the gap it closes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub vnd: f64,
    pub reach: f64,
}

/// Changes by index, and what they cost together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Set {
    pub vnd: f64,
    pub of: Vec<usize>,
}

impl Set {
    /// By what sets are compared: money, and the trouble of each change.
    fn weighs(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a handful of changes")]
        let steps = self.of.len() as f64;
        self.vnd + WORTH_VND * steps
    }
}

/// The sets that close the gap, cheapest first, [`MOST_READ`] at most. `changes` stand by what they cost; `fit`: whether
/// these can be made together and harm nothing.
pub(super) fn cheapest(changes: &[Change], gap: f64, mut fit: impl FnMut(&[usize]) -> bool) -> Vec<Set> {
    let gap = gap * (1.0 - NOTHING);
    let mut strongest = vec![0.0_f64; changes.len() + 1];
    for (index, change) in changes.iter().enumerate().rev() {
        strongest[index] = strongest[index + 1].max(change.reach);
    }
    let mut search = Search { changes, strongest, found: Vec::new(), looked_at: 0, fit: &mut fit };
    for size in 1..=MOST_STEPS {
        search.extend(&mut Vec::new(), size, 0.0, gap);
    }
    search.found
}

struct Search<'c, F> {
    changes: &'c [Change],
    /// The most any change from here on closes.
    strongest: Vec<f64>,
    /// Cheapest first.
    found: Vec<Set>,
    looked_at: usize,
    fit: &'c mut F,
}

impl<F: FnMut(&[usize]) -> bool> Search<'_, F> {
    /// Sets of `more` changes beyond those `of` the set, each standing after them; `open`: of the gap.
    fn extend(&mut self, of: &mut Vec<usize>, more: usize, vnd: f64, open: f64) {
        #[expect(clippy::cast_precision_loss, reason = "a handful of changes")]
        let share = open / more as f64;
        for next in of.last().map_or(0, |last| last + 1)..self.changes.len() {
            let Change { vnd: costs, reach } = self.changes[next];
            // Those after cost as much or more each.
            #[expect(clippy::cast_precision_loss, reason = "a handful of changes")]
            let least = Set { vnd: vnd + costs * more as f64, of: vec![0; of.len() + more] }.weighs();
            if self.looked_at >= MOST_SETS
                || self.most().is_some_and(|most| least >= most)
                || self.strongest[next] < share
            {
                return;
            }
            if more > 1 && reach < open {
                of.push(next);
                self.extend(of, more - 1, vnd + costs, open - reach);
                of.pop();
            } else if more == 1 && reach >= open && self.is_lean(of, open, next) {
                self.looked_at += 1;
                of.push(next);
                if (self.fit)(of) {
                    self.keep(Set { vnd: vnd + costs, of: of.clone() });
                }
                of.pop();
            }
        }
    }

    /// What a set must stay under to be kept.
    fn most(&self) -> Option<f64> {
        (self.found.len() >= MOST_READ).then(|| self.found.last().map_or(f64::INFINITY, Set::weighs))
    }

    /// Whether the gap, of which `open` is left to the last change, would stay open without any one of the others.
    fn is_lean(&self, of: &[usize], open: f64, last: usize) -> bool {
        of.iter().all(|one| self.changes[last].reach - open < self.changes[*one].reach)
    }

    fn keep(&mut self, set: Set) {
        let place = self.found.partition_point(|known| known.weighs() <= set.weighs());
        self.found.insert(place, set);
        self.found.truncate(MOST_READ);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look drawn, the same every time.
    fn drawn(seed: u64, count: usize) -> Vec<Change> {
        let mut state = seed;
        let mut next = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let number = ((state >> 33) % most) as f64;
            number
        };
        let mut all: Vec<Change> =
            (0..count).map(|_| Change { vnd: next(20_000) - 2_000.0, reach: next(60) + 1.0 }).collect();
        all.sort_by(|a, b| a.vnd.total_cmp(&b.vnd));
        all
    }

    /// Every set of up to three, by brute force.
    fn all_sets(changes: &[Change], gap: f64, fit: impl Fn(&[usize]) -> bool) -> Vec<Set> {
        let (count, mut found) = (changes.len(), Vec::new());
        for mask in 1_u32..1 << count {
            let of: Vec<usize> = (0..count).filter(|index| mask >> index & 1 == 1).collect();
            let reach = |without: Option<usize>| -> f64 {
                of.iter().filter(|index| Some(**index) != without).map(|index| changes[*index].reach).sum()
            };
            let lean = of.iter().all(|one| reach(Some(*one)) < gap);
            if of.len() <= MOST_STEPS && reach(None) >= gap && lean && fit(&of) {
                found.push(Set { vnd: of.iter().map(|index| changes[*index].vnd).sum(), of });
            }
        }
        found
    }

    #[test]
    fn no_set_of_all_that_can_be_made_is_cheaper_than_the_first_found() {
        let (mut several, mut none) = (0, 0);
        for seed in 0..300 {
            let changes = drawn(seed, 12);
            // Some cannot be made together.
            let fit = |of: &[usize]| of.iter().map(|index| index * index + 1).sum::<usize>() % 3 != 0;
            for gap in [10.0, 55.5, 90.5, 140.5, 200.5] {
                let found = cheapest(&changes, gap, fit);
                let all = all_sets(&changes, gap, fit);
                let best = all.iter().map(Set::weighs).min_by(f64::total_cmp);
                assert_eq!(found.first().map(|set| set.weighs().round()), best.map(f64::round), "{seed} {gap}");
                assert!(found.windows(2).all(|pair| pair[0].weighs() <= pair[1].weighs()));
                assert!(found.iter().all(|set| all.iter().any(|known| known.of == set.of)), "{seed} {gap}");
                several += usize::from(found.first().is_some_and(|set| set.of.len() > 1));
                none += usize::from(found.is_empty());
            }
        }
        assert!(several > 300 && none > 50, "both sides: {several} of several, {none} without");
    }

    #[test]
    fn one_change_more_must_save_a_hundred_dong() {
        let one = |vnd, reach| Change { vnd, reach };
        let with = |whole: f64| {
            let changes = [one(400.0, 5.0), one(500.0, 5.0), one(whole, 10.0)];
            cheapest(&changes, 10.0, |_| true).swap_remove(0).of
        };
        assert_eq!(with(999.0), [2]);
        assert_eq!(with(1001.0), [0, 1]);
    }
}
