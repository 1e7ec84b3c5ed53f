//! What any menu must miss, or cost, at least: the optimum of the relaxation.

use super::problem::Problem;
use super::relaxation::{Relaxation, What};
use super::simplex::Outcome;

/// Pivots of one solution: none has needed half as many.
const PIVOTS: u32 = 4000;

/// A lower bound for every menu of the problem; for [`What::Cost`] `None` when no menu keeps energy and macronutrients.
///
/// `once`: the menus meant serve no dish twice a day but rice and milk.
pub(super) fn bound(problem: &Problem, what: What, once: bool) -> Option<f64> {
    let mut relaxation = Relaxation::new(problem, what, once);
    let outcome = relaxation.solve(f64::INFINITY, PIVOTS);
    (what == What::Misses || outcome != Outcome::Beyond).then(|| relaxation.proven())
}
