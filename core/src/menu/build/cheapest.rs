//! The cheapest day that misses no more than a day may with all the money of the world.
//!
//! Budget under budget is tried: short walks and a few dives, as for a day whose budget was asked for, and smaller steps once
//! nothing is found. What was built last is a price at which a whole day was built.
//!
//! What catches people out:
//! - it does not know the budget asked for, so that who asks again with the price found is answered with that very day;
//! - a budget at which nothing was found is not proven to be too small: only the relaxation proves;
//! - iron where a tablet is taken beside the food is no reason to pay more: a day short of it is balanced.

use super::answer::{Aim, Refusal};
use super::days::USUAL_COLUMNS;
use super::dive::{self, PIVOTS};
use super::goals::Tier;
use super::problem::{NONE, Problem};
use super::random::Random;
use super::relaxation::{Relaxation, What};
use super::request::Request;
use super::search::{Found, SAME, Schedule, Search};
use super::simplex::Outcome;
use super::taste::Taste;
use crate::foods::Meal;
use crate::menu::Table;

/// The walks from a table laid at random, from a day that costs more, and from where a dive ends.
const FIRST: Schedule = Schedule { first: 5.0, last: 1e-5, moves: 60_000, until_met: true };
const FROM_THE_LAST: Schedule = Schedule { first: 0.3, last: 1e-5, moves: 40_000, until_met: true };
const AFTER: Schedule = Schedule { first: 0.05, last: 1e-5, moves: 6_000, until_met: true };
/// The walk that saves where nothing is missed.
const SAVING: Schedule = Schedule { first: 0.02, last: 1e-5, moves: 30_000, until_met: false };
/// The next budget: so far from what is proven to be the least to the best known.
const NEXT: f64 = 0.6;
/// Budgets tried at most, and the difference that is worth none, as a share.
const TRIES: u32 = 6;
const ALIKE: f64 = 0.01;
/// Dives for each, of a day of [`USUAL_COLUMNS`]; the fewest of a larger one.
const DIVES: usize = 16;
const LEAST_DIVES: usize = 2;
/// Dives for the least cost, and what each must save, as a share.
const COST_DIVES: usize = 12;
const LESS: f64 = 0.99;

impl Problem {
    /// The day as the purse asks for it: the least money, and no more of iron than food must give.
    pub(super) fn for_the_purse(
        table: &Table<'_>,
        request: &Request,
        fixed: &[(Meal, &str)],
        served: &[Vec<String>],
    ) -> Result<Self, Refusal> {
        let without = Request { budget_vnd_per_day: None, favourites: Vec::new(), ..request.clone() };
        let mut problem = Self::new(table, &without, fixed, served)?;
        for row in problem.diners.iter_mut().flat_map(|diner| &mut diner.goals.rows) {
            if row.tier == Tier::Goal && row.supplemented {
                row.tier = Tier::Better;
            }
        }
        Ok(problem)
    }
}

impl Found {
    /// đ.
    fn cost(&self, problem: &Problem) -> f64 {
        let mut cost = 0.0;
        for (choice, sitting) in self.choices.iter().zip(&problem.sitting_of) {
            if choice.candidate != NONE {
                let candidate = problem.candidate(choice.candidate);
                let servings = |diner: &usize| candidate.portions.at(*diner, choice.levels[*diner]);
                cost += candidate.cost * problem.sittings[*sitting].diners.iter().map(servings).sum::<f64>();
            }
        }
        cost
    }
}

/// The cheapest day found.
#[derive(Clone, Debug)]
pub(super) struct Cheapest {
    pub found: Found,
    /// What any day costs that meets every goal, đ, proven; `None` when none does.
    pub at_least: Option<f64>,
}

/// `problem` is [`Problem::for_the_purse`]. `None`: no safe day was found, or it was told to stop.
pub(super) fn cheapest(
    mut problem: Problem,
    seed: u64,
    go_on: &mut dyn FnMut(&Search<'_>) -> bool,
) -> Option<Cheapest> {
    let at_least = at_least(&problem);
    let mut best = first(&problem, seed, go_on)?;
    let misses = best.score.goals;
    best = dived(&mut problem, best, seed, go_on)?;
    let mut too_little = at_least.unwrap_or(0.0);
    for number in 0..TRIES {
        let cost = best.cost(&problem);
        if cost - too_little < cost * ALIKE {
            break;
        }
        let budget = too_little + (cost - too_little) * NEXT;
        problem.budget = Some(budget);
        let found = for_a_budget(&problem, seed.wrapping_add(u64::from(number)), misses, &best, go_on)?;
        if found.score.goals <= misses + SAME {
            best = found;
        } else {
            too_little = budget;
        }
    }
    Some(Cheapest { found: best, at_least })
}

/// What any day costs that meets every goal, proven; `None` when no day does.
fn at_least(problem: &Problem) -> Option<f64> {
    let mut relaxation = Relaxation::new(problem, What::CostOfGoals, false);
    let outcome = relaxation.solve(f64::INFINITY, PIVOTS);
    (outcome == Outcome::Optimal).then(|| relaxation.proven())
}

/// The best of dives into the relaxation that spends the least, or `best` when all of them cost more.
fn dived(
    problem: &mut Problem,
    mut best: Found,
    seed: u64,
    go_on: &mut dyn FnMut(&Search<'_>) -> bool,
) -> Option<Found> {
    let misses = best.score.goals;
    let mut random = Random::new(seed);
    let mut found = Vec::new();
    let mut relaxation = Relaxation::new(problem, What::CostOfGoals, false);
    for number in 0..for_its_size(COST_DIVES, &relaxation) {
        dive::tempted(&mut relaxation, number, &mut random);
        found.extend(dive::one(problem, &mut relaxation));
    }
    for dived in found {
        problem.budget = Some(best.cost(problem) * LESS);
        let taste = Taste::new(problem, Aim::Cheapest, seed);
        let mut search = Search::new(problem, &taste, seed);
        search.repeats = true;
        search.try_from(&dived, FROM_THE_LAST, go_on).then_some(())?;
        if let Some(better) = search.best.filter(|better| better.score.goals <= misses + SAME) {
            best = better;
        }
    }
    Some(best)
}

fn for_its_size(dives: usize, relaxation: &Relaxation<'_>) -> usize {
    (dives * USUAL_COLUMNS / relaxation.columns().max(USUAL_COLUMNS)).max(LEAST_DIVES)
}

/// A day for any money, and what may be saved on it at once.
fn first(problem: &Problem, seed: u64, go_on: &mut dyn FnMut(&Search<'_>) -> bool) -> Option<Found> {
    let taste = Taste::new(problem, Aim::Cheapest, seed).frugal(problem);
    let mut search = Search::new(problem, &taste, seed);
    for _ in 0..4 {
        search.lay();
        if !search.walk(FIRST, go_on) {
            return None;
        }
        if search.is_done() {
            break;
        }
    }
    let best = search.best.clone()?;
    search.resume(&best);
    search.walk(SAVING, go_on).then_some(())?;
    search.best
}

/// The best day found for a budget; `known`: one that costs more.
fn for_a_budget(
    problem: &Problem,
    seed: u64,
    misses: f64,
    known: &Found,
    go_on: &mut dyn FnMut(&Search<'_>) -> bool,
) -> Option<Found> {
    let taste = Taste::new(problem, Aim::Cheapest, seed);
    let mut search = Search::new(problem, &taste, seed);
    let met = |search: &Search<'_>| search.best.as_ref().is_some_and(|best| best.score.goals <= misses + SAME);
    for _ in 0..2 {
        search.lay();
        search.walk(FIRST, go_on).then_some(())?;
        if met(&search) {
            break;
        }
    }
    search.repeats = true;
    if !met(&search) {
        search.try_from(known, FROM_THE_LAST, go_on).then_some(())?;
    }
    if !met(&search) {
        let mut relaxation = Relaxation::new(problem, What::Misses, false);
        let mut random = Random::new(seed);
        for number in 0..for_its_size(DIVES, &relaxation) {
            dive::tempted(&mut relaxation, number, &mut random);
            if let Some(found) = dive::one(problem, &mut relaxation) {
                search.try_from(&found, AFTER, go_on).then_some(())?;
            }
            if met(&search) {
                break;
            }
        }
    }
    if met(&search) {
        let best = search.best.clone()?;
        search.resume(&best);
        search.walk(SAVING, go_on).then_some(())?;
    }
    search.best
}
