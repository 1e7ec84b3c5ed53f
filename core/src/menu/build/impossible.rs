//! Which wish stands between the request and its goals, and the nearest that is possible.
//!
//! One day is looked at. Each wish is put aside by itself and the day built anew: the wish whose absence
//! meets the most is named. Of a budget the relaxation proves what a day costs at least, and the cheapest day found is told. A budget that the day goes past is always told, be it by ever so little:
//! the day itself is then the nearest but for the money, unless one that misses less is found.
//!
//! What catches people out: safety, the season and the region are no wishes and are never put aside; an allergy is named,
//! but its "nearest" plan is left out, for nobody should be tempted by it.

use super::answer::{Aim, Impossible, Proposal, Refusal, Wish};
use super::bound::bound;
use super::cheapest::Cheapest;
use super::days::{FINE, WALK, lay, part_of};
use super::goals::weight;
use super::problem::Problem;
use super::relaxation::What;
use super::request::Request;
use super::search::{Found, SAME, Search};
use super::taste::Taste;
use crate::foods::Meal;
use crate::menu::{Plan, PlanDay, Table, read_plan};

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

/// The wishes without which a meal would have a dish: each by itself, else all together.
pub(super) fn why_no_dish(table: &Table<'_>, request: &Request, refusal: Refusal) -> Refusal {
    let Refusal::NoDish { meal, .. } = refusal else { return refusal };
    let helps =
        |wish: &Wish| without(request, *wish).is_some_and(|without| Problem::new(table, &without, &[], &[]).is_ok());
    let mut because: Vec<Wish> = WISHES.into_iter().filter(helps).collect();
    if because.is_empty() {
        let all = WISHES.iter().fold(request.clone(), |left, wish| without(&left, *wish).unwrap_or(left));
        if Problem::new(table, &all, &[], &[]).is_ok() {
            because = WISHES.into_iter().filter(|wish| without(request, *wish).is_some()).collect();
        }
    }
    Refusal::NoDish { meal, because }
}

/// A day of the plan that misses something.
pub(super) struct Missing<'a> {
    /// Which, from 0.
    pub day: u8,
    /// What must stand on it.
    pub fixed: &'a [(Meal, &'a str)],
    /// What stood on the days before, yesterday first.
    pub served: &'a [Vec<String>],
    /// Its objective, and what any menu must miss.
    pub misses: f64,
    pub bound: f64,
}

/// The wish that stands in the way of that day, if one does: of a day that goes past no budget and fails no rule, none.
pub(super) fn impossible(
    table: &Table<'_>,
    request: &Request,
    of: &Missing<'_>,
    plan: &Plan,
    cheapest: Option<&Cheapest>,
) -> Option<Impossible> {
    let one_day = |day: PlanDay| Plan { region: request.region, eaters: request.eaters.clone(), days: vec![day] };
    let built = one_day(plan.days.get(usize::from(of.day))?.clone());
    let missed = missed_goals_of(table, request, &built);
    let own = past_the_budget(table, request, &built, of.misses);
    if missed.is_empty() && own.is_none() {
        return None;
    }
    let mut best: Option<Nearest> = None;
    for wish in WISHES {
        let Some(without) = without(request, wish) else { continue };
        let kept: &[(Meal, &str)] = if wish == Wish::Fixed { &[] } else { of.fixed };
        let Ok(problem) = Problem::new(table, &without, kept, of.served) else { continue };
        let (own, cheap) = if wish == Wish::Budget { (own, cheapest) } else { (None, None) };
        let found = match cheap {
            Some(cheap) => cheap.found.clone(),
            None if wish == Wish::Budget => continue,
            None => match day(&problem, request.seed) {
                Some(found) => found,
                None => continue,
            },
        };
        // What is not better by a tenth is not in the way; a budget that the day goes past is.
        let enough = if own.is_some() { of.misses } else { of.misses * 0.9 };
        let (goals, day) = match own {
            Some(own) if own + SAME < found.score.goals => (own, built.days[0].clone()),
            _ => (found.score.goals, lay(&problem, &found)),
        };
        if goals < best.as_ref().map_or(enough, |best| best.goals - SAME) {
            let at_least = (wish == Wish::Budget).then(|| bound(&problem, What::Cost, false)).flatten();
            let balanced_at_least = cheap.and_then(|cheap| cheap.at_least);
            best = Some(Nearest { goals, wish, plan: one_day(day), at_least, balanced_at_least });
        }
    }
    let Nearest { wish, plan: nearest, at_least, balanced_at_least, .. } = best?;
    let met = missed_goals(table, &nearest);
    let mut goals: Vec<&'static str> = missed.iter().copied().filter(|rule| !met.contains(rule)).collect();
    if goals.is_empty() {
        // No goal is met that was missed: each is missed by less.
        goals = missed;
    }
    let vnd = nearest.cost_of_day(table, 0).exact_vnd;
    // The nearest day may itself miss energy or a macronutrient: then it is the lower of the two.
    let below = |least: f64| whole_hundreds_below(least.min(vnd));
    Some(Impossible {
        wish,
        proven: of.bound > SAME,
        goals,
        day: of.day,
        at_least_vnd: at_least.map(below),
        balanced_at_least_vnd: balanced_at_least.map(below),
        cheapest_vnd: (wish == Wish::Budget).then(|| whole_hundreds_above(vnd)),
        nearest: (wish != Wish::Allergens).then(|| Box::new(nearest)),
    })
}

/// What stands in the way of the first proposal told of the others too, each with its own day and goals: of each that goes
/// past the budget, and of each that misses a goal which would be met without the wish. The proof is that of the first.
///
/// `changed`: the first is no longer the menu it was told of.
pub(super) fn of_each(table: &Table<'_>, request: &Request, proposals: &mut [Proposal], changed: bool) {
    let first = proposals.first().and_then(|proposal| proposal.impossible.clone());
    let mut sought: Option<Impossible> = None;
    for index in 0..proposals.len() {
        let plan = &proposals[index].plan;
        let over = first_past_the_budget(table, request, plan);
        if index == 0 && !changed && (first.is_some() || over.is_none()) {
            continue;
        }
        let known = match (&first, over) {
            (Some(first), _) => Some(first.clone()),
            (None, Some(day)) => {
                let of_another = || past_though_another_is_not(table, request, proposals, day);
                Some(sought.get_or_insert_with(of_another).clone())
            }
            (None, None) => None,
        };
        proposals[index].impossible =
            known.and_then(|known| as_of(table, request, known, &proposals[index].plan, over));
    }
}

/// The same of another plan; `None` where it keeps the budget and misses nothing for it.
fn as_of(
    table: &Table<'_>,
    request: &Request,
    known: Impossible,
    plan: &Plan,
    over: Option<usize>,
) -> Option<Impossible> {
    let goals_of = |day: usize| {
        let missed = missed_goals_of(table, request, &Plan { days: vec![plan.days[day].clone()], ..plan.clone() });
        let met: Vec<&'static str> = missed.iter().copied().filter(|rule| known.goals.contains(rule)).collect();
        if met.is_empty() && over == Some(day) { missed } else { met }
    };
    // An allergy's nearest plan is left out, and so is what it misses.
    let (day, goals) = match over {
        Some(day) => (day, goals_of(day)),
        None => (0..plan.days.len()).map(|day| (day, goals_of(day))).find(|(_, goals)| !goals.is_empty())?,
    };
    Some(Impossible { day: u8::try_from(day).ok()?, goals, ..known })
}

/// A menu past the budget where the first keeps it: nothing but this menu stands in the way, and the cheapest of that day
/// is the nearest.
fn past_though_another_is_not(table: &Table<'_>, request: &Request, proposals: &[Proposal], day: usize) -> Impossible {
    let cost = |plan: &Plan| plan.cost_of_day(table, day).exact_vnd;
    let cheapest = proposals.iter().map(|proposal| &proposal.plan).min_by(|a, b| cost(a).total_cmp(&cost(b)));
    let nearest = cheapest.map(|plan| Plan { days: vec![plan.days[day].clone()], ..plan.clone() });
    let vnd = cheapest.map(cost);
    let at_least = || {
        let without = without(request, Wish::Budget)?;
        bound(&Problem::new(table, &without, &[], &[]).ok()?, What::Cost, false)
    };
    Impossible {
        wish: Wish::Budget,
        proven: false,
        goals: Vec::new(),
        day: u8::try_from(day).unwrap_or_default(),
        at_least_vnd: at_least().zip(vnd).map(|(least, vnd)| whole_hundreds_below(least.min(vnd))),
        balanced_at_least_vnd: None,
        cheapest_vnd: vnd.map(whole_hundreds_above),
        nearest: nearest.map(Box::new),
    }
}

/// The first day that costs more than there is money.
fn first_past_the_budget(table: &Table<'_>, request: &Request, plan: &Plan) -> Option<usize> {
    let budget = f64::from(request.budget_vnd_per_day?);
    (0..plan.days.len()).find(|day| plan.cost_of_day(table, *day).exact_vnd > budget)
}

/// The best day found without one wish.
struct Nearest {
    goals: f64,
    wish: Wish,
    plan: Plan,
    at_least: Option<f64>,
    balanced_at_least: Option<f64>,
}

/// What the day, put aside that it goes past the budget, misses; `None` when it does not.
fn past_the_budget(table: &Table<'_>, request: &Request, day: &Plan, misses: f64) -> Option<f64> {
    let budget = f64::from(request.budget_vnd_per_day?);
    let over = day.cost_of_day(table, 0).exact_vnd / budget - 1.0;
    (over > 0.0).then_some(misses - weight::BUDGET * over)
}

fn day(problem: &Problem, seed: u64) -> Option<Found> {
    let taste = Taste::new(problem, Aim::Usual, seed);
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
    search.walk(FINE, &mut |_| true);
    search.descend(4);
    search.best
}

/// The same of a request; of some meals of a day no rule of the whole day is asked.
fn missed_goals_of(table: &Table<'_>, request: &Request, plan: &Plan) -> Vec<&'static str> {
    let whole = request.eaters.iter().all(|eater| part_of(eater.who, &request.meals) >= 1.0);
    if whole { missed_goals(table, plan) } else { Vec::new() }
}

/// The goals any eater misses, by rule.
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
fn whole_hundreds_above(vnd: f64) -> u32 {
    (vnd / 100.0).ceil().max(0.0) as u32 * 100
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the price of a day's food")]
fn whole_hundreds_below(vnd: f64) -> u32 {
    (vnd / 100.0).floor().max(0.0) as u32 * 100
}
