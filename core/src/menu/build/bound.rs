//! What any menu must miss: the relaxation of the problem, solved as a linear program.
//!
//! Portions may take any size up to the largest, a place may hold a little of many dishes, and rules with two sides take
//! the one that asks less. Only constraints are dropped, so that the optimum of the program lies below every menu on the
//! household grid.
//!
//! What catches people out:
//! - the solver (`microlp`, pure Rust) works in floating point: its answer is taken a little lower than it says;
//! - the menu never depends on it, only the certificate does.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Solution, Variable};

use super::goals::{Goals, Tier, weight};
use super::problem::{Layout, Problem, Sitting};

/// How often dishes that stand twice are forbidden and the program solved again.
const ROUNDS: u32 = 4;
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
///
/// `once`: the menus meant serve no dish twice a day but rice and milk.
pub(super) fn bound(problem: &Problem, what: What, once: bool) -> Option<f64> {
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
    let solved = relaxation.solve(once);
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

    /// Of each kind of dish no more than the places of the layouts, and at least those that must be filled. A sitting may be
    /// laid a little in each of its ways.
    fn places(&mut self) {
        let problem = self.problem;
        for (index, sitting) in problem.sittings.iter().enumerate() {
            let ways: Vec<Variable> = sitting.layouts.iter().map(|_| self.program.add_var(0.0, (0.0, 1.0))).collect();
            let whole: Vec<(Variable, f64)> = ways.iter().map(|way| (*way, 1.0)).collect();
            self.program.add_constraint(whole, ComparisonOp::Eq, 1.0);
            self.filled(index, sitting, &ways);
            for kind in kinds(problem, sitting) {
                let counts = |layout: &Layout, required: bool| {
                    let seats = layout.seats.iter().filter(|seat| kind.lists.contains(&seat.list));
                    #[expect(clippy::cast_precision_loss, reason = "a handful of places")]
                    let count = seats.filter(|seat| !required || seat.required).count() as f64;
                    count
                };
                for &diner in &sitting.diners {
                    let here = |portion: &Portion| {
                        portion.sitting == index
                            && portion.diner == diner
                            && kind.candidates.binary_search(&portion.candidate).is_ok()
                    };
                    let mut most = self.sum(|portion| if here(portion) { 1.0 / portion.most } else { 0.0 });
                    // Who may go without need not fill a place.
                    let all_eat = self.portions.iter().filter(|portion| here(portion)).all(|one| one.least > 0.0);
                    let mut least =
                        self.sum(|portion| if all_eat && here(portion) { 1.0 / portion.least } else { 0.0 });
                    for (way, layout) in ways.iter().zip(&sitting.layouts) {
                        most.add(*way, -counts(layout, false));
                        least.add(*way, -counts(layout, true));
                    }
                    self.program.add_constraint(most, ComparisonOp::Le, 0.0);
                    if all_eat {
                        self.program.add_constraint(least, ComparisonOp::Ge, 0.0);
                    }
                }
            }
        }
    }

    /// What must be filled from one list holds at least so many of its dishes, whatever stands beside it; and dishes that
    /// only one list knows fill no more than its own places.
    fn filled(&mut self, index: usize, sitting: &Sitting, ways: &[Variable]) {
        let problem = self.problem;
        let mut lists: Vec<usize> =
            sitting.layouts.iter().flat_map(|layout| layout.seats.iter().map(|seat| seat.list)).collect();
        lists.sort_unstable();
        lists.dedup();
        for &list in &lists {
            let known = |candidate: u16, list: usize| problem.lists[list].binary_search(&candidate).is_ok();
            for &diner in &sitting.diners {
                let here = |portion: &Portion| {
                    portion.sitting == index && portion.diner == diner && known(portion.candidate, list)
                };
                let alone = |portion: &Portion| {
                    here(portion) && !lists.iter().any(|other| *other != list && known(portion.candidate, *other))
                };
                #[expect(clippy::cast_precision_loss, reason = "a handful of places")]
                let seats = |layout: &Layout, required: bool| {
                    let of_list = layout.seats.iter().filter(|seat| seat.list == list);
                    of_list.filter(|seat| !required || seat.required).count() as f64
                };
                let mut most = self.sum(|portion| if alone(portion) { 1.0 / portion.most } else { 0.0 });
                // Who may go without, or has no portion at all, need not fill a place.
                let eat = self.portions.iter().filter(|portion| here(portion));
                let all_eat = eat.clone().all(|one| one.least > 0.0) && eat.count() == problem.lists[list].len();
                let mut least = self.sum(|portion| if all_eat && here(portion) { 1.0 / portion.least } else { 0.0 });
                for (way, layout) in ways.iter().zip(&sitting.layouts) {
                    most.add(*way, -seats(layout, false));
                    least.add(*way, -seats(layout, true));
                }
                self.program.add_constraint(most, ComparisonOp::Le, 0.0);
                if all_eat {
                    self.program.add_constraint(least, ComparisonOp::Ge, 0.0);
                }
            }
        }
    }

    /// Solves, and forbids what stands more than once a day until none does.
    fn solve(&self, once: bool) -> Option<Solution> {
        let mut solution = self.program.solve().ok()?.into_solution().ok()?;
        for _ in 0..ROUNDS {
            let twice = if once { self.standing_twice(&solution) } else { Vec::new() };
            if twice.is_empty() {
                break;
            }
            for sum in twice {
                solution = solution.add_constraint(sum, ComparisonOp::Le, 1.0).ok()?.into_solution().ok()?;
            }
        }
        Some(solution)
    }

    /// For each dish that stands more than once a day in this solution, its share of places over the day.
    fn standing_twice(&self, solution: &Solution) -> Vec<LinearExpr> {
        let mut twice = Vec::new();
        for (diner, _) in self.problem.diners.iter().enumerate() {
            let mut shares = vec![0.0; self.problem.candidates.len()];
            for portion in self.portions.iter().filter(|portion| portion.diner == diner) {
                shares[usize::from(portion.candidate)] += solution.var_value(portion.variable) / portion.most;
            }
            for (index, share) in shares.into_iter().enumerate() {
                if share > 1.0 + 1e-6 && !self.problem.candidates[index].repeatable {
                    twice.push(self.sum(|portion| {
                        let same = portion.diner == diner && usize::from(portion.candidate) == index;
                        if same { 1.0 / portion.most } else { 0.0 }
                    }));
                }
            }
        }
        twice
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

/// Lists of a sitting that share a dish, with all their dishes, sorted.
struct Kind {
    lists: Vec<usize>,
    candidates: Vec<u16>,
}

/// The kinds of dish of a sitting: no dish is of two.
fn kinds(problem: &Problem, sitting: &Sitting) -> Vec<Kind> {
    let mut found: Vec<Kind> = Vec::new();
    let mut lists: Vec<usize> =
        sitting.layouts.iter().flat_map(|layout| layout.seats.iter().map(|seat| seat.list)).collect();
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        let mut joined = Kind { lists: vec![list], candidates: problem.lists[list].clone() };
        let shares = |kind: &Kind| problem.lists[list].iter().any(|one| kind.candidates.binary_search(one).is_ok());
        let (same, other): (Vec<Kind>, Vec<Kind>) = found.into_iter().partition(shares);
        found = other;
        for kind in same {
            joined.lists.extend(kind.lists);
            joined.candidates.extend(kind.candidates);
        }
        joined.candidates.sort_unstable();
        joined.candidates.dedup();
        found.push(joined);
    }
    found
}
