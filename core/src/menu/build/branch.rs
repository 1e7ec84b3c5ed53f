//! Branch and bound over layouts, dishes and household portions: what any menu must miss, nearer and nearer from below, and
//! on the way menus near the solutions of the relaxation.
//!
//! What catches people out: it stops after so many nodes, not after so many seconds, and what it has proven by then is true
//! all the same: no menu lies under the lowest bound of the domains left open.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::dive::{PIVOTS, WHOLE, greatest, portions, rounded};
use super::problem::Problem;
use super::relaxation::{Domain, Point, Relaxation};
use super::search::{Found, SAME, Schedule, Search};
use super::simplex::Outcome;

/// The walk from the menu next to a node's solution.
const AFTER: Schedule = Schedule { first: 0.3, last: 1e-5, moves: 4_000, until_met: true };
/// A bound so near to the best menu, as a share of it, is near enough.
const NEAR: f64 = 1e-3;

/// A domain that may hold a better menu, solved.
#[derive(Debug)]
struct Node {
    bound: f64,
    number: u32,
    /// Where it is cut in two; `None` when its point is a menu, whose other misses no row tells.
    cut: Option<Cut>,
    /// The menu next to its point.
    near: Option<Found>,
}

/// Two narrower domains that hold every menu between them.
#[derive(Debug)]
struct Cut {
    halves: [Domain; 2],
    /// Of [`Gains`].
    place: usize,
}

/// By place, layouts first, then lists, last all portions: how much cuts there have raised the bound so far.
struct Gains(Vec<(f64, f64)>);

impl Gains {
    /// The usual gain of a cut there, over that of all cuts.
    fn of(&self, place: usize) -> f64 {
        let (sum, count) = self.0.iter().fold((0.0, 0.0), |(sum, count), (one, times)| (sum + one, count + times));
        let (here, times) = self.0[place];
        if times > 0.0 && sum > 0.0 { (here / times / (sum / count)).clamp(0.1, 10.0) } else { 1.0 }
    }

    fn heard(&mut self, place: usize, [one, two]: [f64; 2]) {
        let (low, high) = (one.min(two), one.max(two));
        self.0[place].0 += 0.8 * low + 0.2 * high;
        self.0[place].1 += 1.0;
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    /// The lowest bound comes first, of equal ones the youngest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.number.cmp(&other.number))
    }
}

/// What any menu must miss, after so many nodes; better menus found on the way are kept in the search. `None` when it was
/// told to stop.
pub(super) fn branch(
    relaxation: &mut Relaxation<'_>,
    search: &mut Search<'_>,
    nodes: u32,
    go_on: &mut dyn FnMut(&Search<'_>) -> bool,
) -> Option<f64> {
    let problem = relaxation.problem;
    relaxation.be_sober();
    let mut gains = Gains(vec![(0.0, 0.0); problem.sittings.len() + relaxation.groups.len() + 1]);
    let whole = relaxation.domain();
    let mut open = BinaryHeap::from([solved(relaxation, &whole, f64::INFINITY, &gains)]);
    for number in 0..nodes {
        let upper = search.best.as_ref().map_or(f64::INFINITY, |best| best.score.goals);
        let Some(node) = open.pop() else { break };
        if node.bound >= upper * (1.0 - NEAR) || upper <= SAME {
            open.push(node);
            break;
        }
        if let Some(found) = &node.near
            && !search.try_from(found, AFTER, go_on)
        {
            return None;
        }
        if node.cut.is_none() {
            // What is left of it no row tells: nothing more can be proven.
            open.push(node);
            break;
        }
        let Node { bound, cut: Some(cut), .. } = node else { break };
        let halves = cut.halves.map(|half| solved(relaxation, &half, upper, &gains));
        gains.heard(cut.place, [0, 1].map(|half: usize| (halves[half].bound.min(upper) - bound).max(0.0)));
        for (half, node) in (0..).zip(halves) {
            if node.bound < upper {
                open.push(Node { bound: node.bound.max(bound), number: 2 * number + half, ..node });
            }
        }
    }
    let upper = search.best.as_ref().map_or(f64::INFINITY, |best| best.score.goals);
    Some(open.peek().map_or(upper, |node| node.bound).min(upper))
}

/// A domain's program solved; what is proven of it, and where to go on.
fn solved(relaxation: &mut Relaxation<'_>, domain: &Domain, upper: f64, gains: &Gains) -> Node {
    let problem = relaxation.problem;
    relaxation.narrow(domain);
    let outcome = relaxation.solve(upper, PIVOTS);
    let bound = relaxation.proven();
    let point = (outcome == Outcome::Optimal).then(|| relaxation.point());
    let cut = point.as_ref().and_then(|point| split(problem, relaxation, domain, point, gains));
    let near = point.and_then(|point| rounded(problem, relaxation, &point));
    Node { bound, number: 0, cut, near }
}

/// Two narrower domains that hold every menu between them; `None` when the point is a menu.
fn split(problem: &Problem, relaxation: &Relaxation<'_>, domain: &Domain, point: &Point, gains: &Gains) -> Option<Cut> {
    let mut best: Option<(f64, usize, bool)> = None;
    let sittings = problem.sittings.len();
    let mut consider = |left: f64, index: usize, of_ways: bool| {
        let worth = left * gains.of(if of_ways { index } else { sittings + index });
        if left > WHOLE && best.is_none_or(|(known, ..)| worth > known + SAME) {
            best = Some((worth, index, of_ways));
        }
    };
    for (index, ways) in point.ways.iter().enumerate() {
        consider(1.0 - ways[greatest(ways)], index, true);
    }
    for (index, shares) in point.shares.iter().enumerate() {
        if relaxation.groups[index].places == 1 {
            consider(shares.iter().sum::<f64>().min(1.0) - shares[greatest(shares)], index, false);
        }
    }
    let [mut one, mut two] = [domain.clone(), domain.clone()];
    if let Some((_, index, of_ways)) = best {
        let (shares, [first, second]) = if of_ways {
            (&point.ways[index], [&mut one.ways[index], &mut two.ways[index]])
        } else {
            (&point.shares[index], [&mut one.options[index], &mut two.options[index]])
        };
        let top = greatest(shares);
        for at in 0..shares.len() {
            if at == top { second[at] = false } else { first[at] = false }
        }
        return Some(Cut { halves: [one, two], place: if of_ways { index } else { sittings + index } });
    }
    let farthest = |best: super::dive::Portion, next: super::dive::Portion| {
        let off = |portion: &super::dive::Portion| {
            let portions = &problem.candidate(portion.candidate).portions;
            let nearest = portions.at(portion.diner, portions.nearest(portion.diner, portion.servings));
            (nearest - portion.servings).abs() * portion.energy
        };
        if off(&next) > off(&best) { next } else { best }
    };
    let portion = portions(problem, relaxation, domain, point).into_iter().reduce(farthest)?;
    let of = &problem.candidate(portion.candidate).portions;
    let (first, last) = portion.open;
    let below = (first..last).rev().find(|level| of.at(portion.diner, *level) < portion.servings).unwrap_or(first);
    one.levels[portion.group][portion.cell] = Some((first, below));
    two.levels[portion.group][portion.cell] = Some((below + 1, last));
    Some(Cut { halves: [one, two], place: gains.0.len() - 1 })
}
