//! Menus near the relaxation: solve, make the surest choices whole, solve again, until dishes and portions are those of a
//! menu; then a short walk from there.
//!
//! What catches people out: where the relaxation meets every goal, any of its solutions will do, and those that spend the
//! last đồng leave nothing for the rounding. A dive therefore spares money as well, and draws a little luck, so that one dive is not
//! the next.

use super::problem::Problem;
use super::random::Random;
use super::relaxation::{Domain, Group, Point, Relaxation};
use super::search::{Found, SAME, Schedule, Search};
use super::simplex::Outcome;
use super::state::{Choice, Score};

/// What is nearer to whole is whole.
pub(super) const WHOLE: f64 = 1e-5;
/// A dish with more than this share of its place takes it.
const SURE: f64 = 0.8;
/// Pivots of one solution: none has needed half as many.
pub(super) const PIVOTS: u32 = 2000;
/// What the whole budget weighs against the goals, dive after dive.
const MONEY: [f64; 3] = [0.3, 1.0, 3.0];
/// The same for the luck of a dish.
const LUCK: [f64; 2] = [0.01, 0.05];
/// The walk from where a dive ends.
const AFTER: Schedule = Schedule { first: 0.05, last: 1e-5, moves: 6_000, until_met: true };
/// The walk from the best of all dives, and how often.
const AFTER_ALL: Schedule = Schedule { first: 0.05, last: 1e-6, moves: 20_000, until_met: true };
const TIMES: u32 = 6;

/// Dives so many times, and keeps the best menu in the search. False when it was told to stop.
pub(super) fn dive(
    relaxation: &mut Relaxation<'_>,
    search: &mut Search<'_>,
    times: u32,
    seed: u64,
    go_on: &mut dyn FnMut(&Search<'_>) -> bool,
) -> bool {
    let problem = relaxation.problem;
    let mut random = Random::new(seed);
    for number in 0..times as usize {
        tempted(relaxation, number, &mut random);
        if let Some(found) = one(problem, relaxation)
            && !search.try_from(&found, AFTER, go_on)
        {
            return false;
        }
        if search.is_done() {
            return true;
        }
    }
    for _ in 0..TIMES.min(times) {
        let Some(best) = search.best.clone().filter(|_| !search.is_done()) else { break };
        search.resume(&best);
        if !search.walk(AFTER_ALL, go_on) {
            return false;
        }
    }
    true
}

/// The relaxation as the dive of that number sees it.
pub(super) fn tempted(relaxation: &mut Relaxation<'_>, number: usize, random: &mut Random) {
    let luck = if number == 0 { 0.0 } else { LUCK[number / MONEY.len() % LUCK.len()] };
    relaxation.tempt(MONEY[number % MONEY.len()], luck, random);
}

/// One dive.
pub(super) fn one(problem: &Problem, relaxation: &mut Relaxation<'_>) -> Option<Found> {
    let mut domain = relaxation.domain();
    relaxation.narrow(&domain);
    let mut solved = relaxation.solve(f64::INFINITY, PIVOTS) == Outcome::Optimal;
    let mut point = relaxation.point();
    // What was made whole last may leave no solution: the point before is near enough.
    while solved && make_whole(problem, relaxation, &mut domain, &point) {
        relaxation.narrow(&domain);
        solved = relaxation.solve(f64::INFINITY, PIVOTS) == Outcome::Optimal;
        if solved {
            point = relaxation.point();
        }
    }
    rounded(problem, relaxation, &point)
}

/// The greatest of some shares, the first of equal ones.
pub(super) fn greatest(shares: &[f64]) -> usize {
    (1..shares.len()).fold(0, |best, at| if shares[at] > shares[best] + SAME { at } else { best })
}

/// Makes every sure choice whole, or else the surest one; false when all are whole.
fn make_whole(problem: &Problem, relaxation: &Relaxation<'_>, domain: &mut Domain, point: &Point) -> bool {
    let open_ways = domain.ways.iter_mut().zip(&point.ways);
    let single = |(at, _): &(usize, (&mut Vec<bool>, &Vec<f64>))| relaxation.groups[*at].places == 1;
    let open_options = domain.options.iter_mut().zip(&point.shares).enumerate().filter(single).map(|(_, open)| open);
    let mut surest: Option<(f64, &mut Vec<bool>, usize)> = None;
    let mut made = false;
    for (open, shares) in open_ways.chain(open_options) {
        let top = greatest(shares);
        let all: f64 = shares.iter().sum();
        if all < WHOLE || shares[top] > all - WHOLE {
            continue;
        }
        if shares[top] > SURE {
            only(open, top);
            made = true;
        } else if surest.as_ref().is_none_or(|(share, ..)| shares[top] > *share) {
            surest = Some((shares[top], open, top));
        }
    }
    if made {
        return true;
    }
    if let Some((_, open, top)) = surest {
        only(open, top);
        return true;
    }
    a_portion(problem, relaxation, domain, point)
}

fn only(open: &mut [bool], top: usize) {
    for (at, open) in open.iter_mut().enumerate() {
        *open = at == top;
    }
}

/// Puts the portion that lies nearest to a household step on it.
fn a_portion(problem: &Problem, relaxation: &Relaxation<'_>, domain: &mut Domain, point: &Point) -> bool {
    let mut nearest: Option<(f64, Portion, u8)> = None;
    for portion in portions(problem, relaxation, domain, point) {
        let portions = &problem.candidate(portion.candidate).portions;
        let level = portions.nearest(portion.diner, portion.servings).clamp(portion.open.0, portion.open.1);
        let off = (portions.at(portion.diner, level) - portion.servings).abs() * portion.energy;
        if nearest.as_ref().is_none_or(|(known, ..)| off < *known) {
            nearest = Some((off, portion, level));
        }
    }
    let Some((_, portion, level)) = nearest else { return false };
    domain.levels[portion.group][portion.cell] = Some((level, level));
    true
}

/// A portion of a point that lies between two household steps.
pub(super) struct Portion {
    pub group: usize,
    /// Of its [`Domain::levels`].
    pub cell: usize,
    pub candidate: u16,
    pub diner: usize,
    pub servings: f64,
    /// kcal of one serving, and one more, so that no portion weighs nothing.
    pub energy: f64,
    /// The levels still open.
    pub open: (u8, u8),
}

/// All of them, of dishes that stand.
pub(super) fn portions(problem: &Problem, relaxation: &Relaxation<'_>, domain: &Domain, point: &Point) -> Vec<Portion> {
    let mut all = Vec::new();
    for (group, shares) in point.shares.iter().enumerate() {
        for (at, &candidate) in relaxation.groups[group].candidates.iter().enumerate() {
            if shares[at] < 0.5 {
                continue;
            }
            for (part, &servings) in point.servings[group][at].iter().enumerate() {
                let Some(open) =
                    domain.levels[group][relaxation.groups[group].cell(at, part)].filter(|(first, last)| first < last)
                else {
                    continue;
                };
                let diner = relaxation.diner(group, part);
                let portions = &problem.candidate(candidate).portions;
                let nearest = portions.at(diner, portions.nearest(diner, servings));
                if (nearest - servings).abs() > WHOLE {
                    let energy = 1.0 + problem.column(candidate, diner)[problem.diners[diner].goals.whole_energy];
                    let cell = relaxation.groups[group].cell(at, part);
                    all.push(Portion { group, cell, candidate, diner, servings, energy, open });
                }
            }
        }
    }
    all
}

/// The menu next to a point: the layout and dishes it has most of, each in the nearest portion; `None` when a place that must
/// be filled is not.
pub(super) fn rounded(problem: &Problem, relaxation: &Relaxation<'_>, point: &Point) -> Option<Found> {
    let mut choices = vec![Choice::EMPTY; problem.slots()];
    let mut served = vec![false; problem.candidates.len()];
    let layouts: Vec<usize> = point.ways.iter().map(|ways| greatest(ways)).collect();
    for (sitting, layout) in layouts.iter().enumerate() {
        for seat in &problem.sittings[sitting].layouts[*layout].seats {
            let here = |group: &Group| group.sitting == sitting && group.list == seat.list;
            let group = relaxation.groups.iter().position(here).expect("each list of a sitting has its group");
            let (candidates, shares) = (&relaxation.groups[group].candidates, &point.shares[group]);
            let free = |at: &usize| {
                let candidate = candidates[*at];
                problem.candidate(candidate).repeatable || !served[usize::from(candidate)]
            };
            let most = |best: usize, at: usize| if shares[at] > shares[best] + SAME { at } else { best };
            let Some(at) = (0..candidates.len()).filter(free).reduce(most) else {
                if seat.required {
                    return None;
                }
                continue;
            };
            let empty = shares[candidates.len()];
            if !seat.required && (empty > 0.5 || shares[at] < WHOLE) {
                continue;
            }
            served[usize::from(candidates[at])] = true;
            let mut choice = Choice { candidate: candidates[at], ..Choice::EMPTY };
            for (part, servings) in point.servings[group][at].iter().enumerate() {
                let diner = relaxation.diner(group, part);
                choice.levels[diner] = problem.candidate(candidates[at]).portions.nearest(diner, *servings);
            }
            choices[seat.slot] = choice;
        }
    }
    problem.is_fed_by_age(&layouts).then(|| Found { choices, layouts, score: Score::default() })
}
