//! What any menu must miss: the relaxation of the problem, solved as a linear program.
//!
//! Portions may take any size up to the largest, a place may hold a little of many dishes, and rules with two sides take
//! the one that asks less. Only constraints are dropped, so that the optimum of the program lies below every menu on the
//! household grid.
//!
//! What catches people out:
//! - the solver (`microlp`, pure Rust) works in floating point: its answer is taken a little lower than it says;
//! - the menu never depends on it, only the certificate does.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Variable};

use super::goals::{Goals, Tier, weight};
use super::problem::{Problem, Sitting};

/// What the solver's tolerance may hide.
const SAFETY: f64 = 1e-6;

/// A portion of a candidate at a sitting for a diner.
struct Portion {
    sitting: usize,
    candidate: u16,
    diner: usize,
    most: f64,
    least: f64,
    variable: Variable,
}

/// The relaxation being put together.
struct Relaxation<'p> {
    problem: &'p Problem,
    program: microlp::Problem,
    portions: Vec<Portion>,
}

/// What is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The objective.
    Misses,
    /// The cost in đ of a day that keeps energy and macronutrients.
    Cost,
}

/// A lower bound for every menu of the problem; for [`What::Cost`] `None` when no menu keeps energy and macronutrients.
pub(super) fn bound(problem: &Problem, what: What) -> Option<f64> {
    let mut relaxation =
        Relaxation { problem, program: microlp::Problem::new(OptimizationDirection::Minimize), portions: Vec::new() };
    relaxation.portions(what);
    relaxation.places();
    for (diner, goals) in problem.diners.iter().enumerate().map(|(at, diner)| (at, &diner.goals)) {
        relaxation.rows(diner, goals, what);
        if what == What::Misses {
            relaxation.meals(diner, goals);
        }
    }
    if what == What::Misses {
        relaxation.budget();
    }
    let solved = relaxation.program.solve().ok().and_then(|outcome| outcome.into_solution().ok());
    match what {
        // Unsolved, nothing is proven.
        What::Misses => Some(solved.map_or(0.0, |solution| (solution.objective() - SAFETY).max(0.0))),
        What::Cost => solved.map(|solution| solution.objective()),
    }
}

impl Relaxation<'_> {
    /// A variable for each portion that may be served.
    fn portions(&mut self, what: What) {
        let problem = self.problem;
        for (sitting, laid) in problem.sittings.iter().enumerate() {
            let of_layout = |seat: &super::problem::Seat| problem.lists[seat.list].iter().copied();
            let mut candidates: Vec<u16> =
                laid.layouts.iter().flat_map(|layout| &layout.seats).flat_map(of_layout).collect();
            candidates.sort_unstable();
            candidates.dedup();
            for candidate in candidates {
                let known = problem.candidate(candidate);
                for &diner in &laid.diners {
                    let (least, most) = (known.portions.least(diner), known.portions.most(diner));
                    if most <= 0.0 {
                        continue;
                    }
                    let weight = match what {
                        What::Misses => 0.0,
                        What::Cost => known.cost,
                    };
                    let variable = self.program.add_var(weight, (0.0, most));
                    self.portions.push(Portion { sitting, candidate, diner, most, least, variable });
                }
            }
        }
    }

    fn sum(&self, of: impl Fn(&Portion) -> f64) -> LinearExpr {
        let mut sum = LinearExpr::empty();
        for portion in &self.portions {
            let weight = of(portion);
            if weight != 0.0 {
                sum.add(portion.variable, weight);
            }
        }
        sum
    }

    /// No more dishes than places, and at least the places that every layout fills.
    fn places(&mut self) {
        let problem = self.problem;
        for (index, sitting) in problem.sittings.iter().enumerate() {
            for &diner in &sitting.diners {
                for (list, places) in single_lists(problem, sitting) {
                    let sum = self.sum(|portion| {
                        let here = portion.sitting == index && portion.diner == diner;
                        if here && list.contains(&portion.candidate) { 1.0 / portion.most } else { 0.0 }
                    });
                    self.program.add_constraint(sum, ComparisonOp::Le, places);
                }
                let fewest = sitting.layouts.iter().map(|layout| layout.seats.iter().filter(|s| s.required).count());
                #[expect(clippy::cast_precision_loss, reason = "a handful of places")]
                let fewest = fewest.min().unwrap_or(0) as f64;
                let here = |portion: &&Portion| portion.sitting == index && portion.diner == diner;
                // Who may go without need not fill a place.
                if self.portions.iter().filter(here).all(|portion| portion.least > 0.0) {
                    let sum = self.sum(|portion| if here(&portion) { 1.0 / portion.least } else { 0.0 });
                    self.program.add_constraint(sum, ComparisonOp::Ge, fewest);
                }
            }
        }
    }

    /// The goals; a miss costs its weight, the worst of the small ones once more.
    fn rows(&mut self, diner: usize, goals: &Goals, what: What) {
        let worst = self.program.add_var(weight::WORST, (0.0, f64::INFINITY));
        for (index, row) in goals.rows.iter().enumerate() {
            let needed = match what {
                What::Misses => row.tier != Tier::Better,
                What::Cost => row.tier == Tier::Hard || row.weight >= weight::MACRO,
            };
            if !needed {
                continue;
            }
            let problem = self.problem;
            let mut sum =
                self.sum(
                    |portion| {
                        if portion.diner == diner { problem.column(portion.candidate, diner)[index] } else { 0.0 }
                    },
                );
            if row.tier == Tier::Goal && what == What::Misses {
                let miss = self.program.add_var(row.weight, (0.0, f64::INFINITY));
                sum.add(miss, 1.0);
                if row.micro {
                    self.program.add_constraint([(worst, 1.0), (miss, -1.0)], ComparisonOp::Ge, 0.0);
                }
            }
            self.program.add_constraint(sum, ComparisonOp::Ge, row.from);
        }
    }

    /// Each meal's share of the day's energy.
    fn meals(&mut self, diner: usize, goals: &Goals) {
        let problem = self.problem;
        for (meal, band) in problem.diners[diner].bands.iter().enumerate() {
            let Some((low, high)) = *band else { continue };
            let miss = self.program.add_var(weight::MEAL, (0.0, f64::INFINITY));
            for (share, sign) in [(low, 1.0), (high, -1.0)] {
                let mut sum = self.sum(|portion| {
                    if portion.diner != diner {
                        return 0.0;
                    }
                    let energy = problem.column(portion.candidate, diner)[goals.whole_energy] / goals.energy;
                    let here = if problem.sittings[portion.sitting].meal == meal { 1.0 } else { 0.0 };
                    sign * (here - share) * energy
                });
                sum.add(miss, 1.0);
                self.program.add_constraint(sum, ComparisonOp::Ge, 0.0);
            }
        }
    }

    fn budget(&mut self) {
        let Some(budget) = self.problem.budget else { return };
        let problem = self.problem;
        let mut sum = self.sum(|portion| problem.candidate(portion.candidate).cost / budget);
        let over = self.program.add_var(weight::BUDGET, (0.0, f64::INFINITY));
        sum.add(over, -1.0);
        self.program.add_constraint(sum, ComparisonOp::Le, 1.0);
    }
}

/// The dishes that fit only one list of the sitting, with the most places any layout gives that list; and all dishes with
/// the most places of any layout.
fn single_lists(problem: &Problem, sitting: &Sitting) -> Vec<(Vec<u16>, f64)> {
    let mut lists: Vec<usize> =
        sitting.layouts.iter().flat_map(|layout| layout.seats.iter().map(|seat| seat.list)).collect();
    lists.sort_unstable();
    lists.dedup();
    #[expect(clippy::cast_precision_loss, reason = "a handful of places")]
    let most = |count: fn(&super::problem::Layout, usize) -> usize, list: usize| {
        sitting.layouts.iter().map(|layout| count(layout, list)).max().unwrap_or(0) as f64
    };
    let places = |layout: &super::problem::Layout, list: usize| layout.seats.iter().filter(|s| s.list == list).count();
    let holding = |candidate: u16| lists.iter().filter(|&&list| problem.lists[list].contains(&candidate)).count();
    let single = |list: usize| problem.lists[list].iter().copied().filter(|&one| holding(one) == 1).collect();
    let mut found: Vec<(Vec<u16>, f64)> = lists.iter().map(|&list| (single(list), most(places, list))).collect();
    let mut all: Vec<u16> = lists.iter().flat_map(|&list| problem.lists[list].iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    found.push((all, most(|layout, _| layout.seats.len(), 0)));
    found
}
