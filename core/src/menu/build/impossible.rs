//! Which wish stands between the request and its goals, and the nearest that is possible.
//!
//! Each wish is put aside by itself and the day built anew: the wish whose absence meets the most is named. Of a budget the
//! relaxation proves what a day costs at least. A budget that the day goes past is always told, be it by ever so little:
//! the day itself is then the nearest but for the money, unless one that misses less is found.
//!
//! What catches people out: safety, the season and the region are no wishes and are never put aside; an allergy is named,
//! but its "nearest" plan is left out, for nobody should be tempted by it.

use super::answer::{Aim, Impossible, Refusal, Wish};
use super::bound::bound;
use super::days::{FINE, SAVING, WALK, lay};
use super::goals::weight;
use super::problem::Problem;
use super::relaxation::What;
use super::request::Request;
use super::search::{Found, SAME, Search};
use super::taste::Taste;
use crate::foods::Meal;
use crate::menu::{Plan, Table, read_plan};

/// The wishes that can be put aside, as they are asked after.
const WISHES: [Wish; 5] = [Wish::Budget, Wish::Dislikes, Wish::Allergens, Wish::Vegetarian, Wish::Fixed];

/// The request without one wish; `None` when it was not wished.
fn without(request: &Request, wish: Wish) -> Option<Request> {
    let mut without = Request { proposals: 1, days: 1, favourites: Vec::new(), ..request.clone() };
    match wish {
        Wish::Budget => without.budget_vnd_per_day = None,
        Wish::Dislikes => {
            without.disliked_foods.clear();
            without.disliked_dishes.clear();
        }
        Wish::Allergens => without.allergens.clear(),
        Wish::Vegetarian => without.vegetarian = false,
        Wish::Fixed => without.fixed.clear(),
    }
    let same = Request { proposals: 1, days: 1, favourites: Vec::new(), ..request.clone() } == without;
    (!same).then_some(without)
}

/// The wish without which a meal would have a dish.
pub(super) fn why_no_dish(table: &Table<'_>, request: &Request, refusal: Refusal) -> Refusal {
    let Refusal::NoDish { meal, .. } = refusal else { return refusal };
    let helps =
        |wish: &Wish| without(request, *wish).is_some_and(|without| Problem::new(table, &without, &[], &[]).is_ok());
    Refusal::NoDish { meal, because: WISHES.into_iter().find(helps) }
}

/// The wish that stands in the way of a day that misses so much, if one does.
pub(super) fn impossible(
    table: &Table<'_>,
    request: &Request,
    fixed: &[(Meal, &str)],
    plan: &Plan,
    misses: f64,
) -> Option<Impossible> {
    let mut best: Option<(f64, Wish, Plan, Option<f64>)> = None;
    for wish in WISHES {
        let Some(without) = without(request, wish) else { continue };
        let kept: &[(Meal, &str)] = if wish == Wish::Fixed { &[] } else { fixed };
        let Ok(problem) = Problem::new(table, &without, kept, &[]) else { continue };
        let aim = if wish == Wish::Budget { Aim::Cheapest } else { Aim::Usual };
        let Some(found) = day(&problem, aim, request.seed) else { continue };
        let own = past_the_budget(table, request, plan, misses).filter(|_| wish == Wish::Budget);
        // What is not better by a tenth is not in the way; a budget that the day goes past is.
        let enough = if own.is_some() { misses } else { misses * 0.9 };
        let (goals, day) = match own.zip(plan.days.first()) {
            Some((own, day)) if own + SAME < found.score.goals => (own, day.clone()),
            _ => (found.score.goals, lay(&problem, &found)),
        };
        if goals < best.as_ref().map_or(enough, |(least, ..)| *least - SAME) {
            let nearest = Plan { region: request.region, eaters: request.eaters.clone(), days: vec![day] };
            let at_least = (wish == Wish::Budget).then(|| bound(&problem, What::Cost, false)).flatten();
            best = Some((goals, wish, nearest, at_least));
        }
    }
    let (_, wish, nearest, at_least) = best?;
    let (missed, met) = (missed_goals(table, plan), missed_goals(table, &nearest));
    let goals = missed.into_iter().filter(|rule| !met.contains(rule)).collect();
    let cheapest = (wish == Wish::Budget).then(|| u32::try_from(nearest.cost_of_day(table, 0).vnd).unwrap_or(u32::MAX));
    Some(Impossible {
        wish,
        goals,
        // The nearest day may itself miss energy or a macronutrient: then it is the lower of the two.
        at_least_vnd: at_least.map(|vnd| whole_hundreds_below(vnd.min(cheapest.map_or(vnd, f64::from)))),
        cheapest_vnd: cheapest,
        nearest: (wish != Wish::Allergens).then(|| Box::new(nearest)),
    })
}

/// What the plan's first day, put aside that it goes past the budget, misses; `None` when it does not.
fn past_the_budget(table: &Table<'_>, request: &Request, plan: &Plan, misses: f64) -> Option<f64> {
    let budget = f64::from(request.budget_vnd_per_day?);
    let over = plan.cost_of_day(table, 0).exact_vnd / budget - 1.0;
    (over > 0.0).then_some(misses - weight::BUDGET * over)
}

fn day(problem: &Problem, aim: Aim, seed: u64) -> Option<Found> {
    let taste = Taste::new(problem, aim, seed);
    let taste = if aim == Aim::Cheapest { taste.frugal(problem) } else { taste };
    let mut search = Search::new(problem, &taste, seed);
    for _ in 0..2 {
        search.lay();
        search.walk(WALK, &mut |_| true);
        if search.is_done() {
            break;
        }
    }
    let best = search.best.clone()?;
    search.resume(&best);
    search.walk(if aim == Aim::Cheapest { SAVING } else { FINE }, &mut |_| true);
    search.descend(4);
    search.best
}

/// The goals any eater of the first day misses, by rule.
fn missed_goals(table: &Table<'_>, plan: &Plan) -> Vec<&'static str> {
    let mut missed = Vec::new();
    for finding in read_plan(table, plan).into_iter().flatten().flatten().flatten().flat_map(|reading| reading.rules) {
        if finding.fails() && !missed.contains(&finding.rule) {
            missed.push(finding.rule);
        }
    }
    missed
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of a day's food")]
fn whole_hundreds_below(vnd: f64) -> u32 {
    (vnd / 100.0).floor().max(0.0) as u32 * 100
}
