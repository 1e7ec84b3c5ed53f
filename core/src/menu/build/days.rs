//! Day after day, proposal after proposal.

use std::ops::ControlFlow;

use super::answer::{Aim, Certificate, Impossible, Progress, Proposal, Refusal, Status, Wish};
use super::bound::bound;
use super::branch::branch;
use super::candidates;
use super::cheapest::{Cheapest, cheapest};
use super::dive::dive;
use super::impossible::{self, Missing, impossible, why_no_dish};
use super::maker::part_of_an_adults_day;
use super::missed::{Missed, missed as missing};
use super::problem::{NONE, Problem};
use super::random::Random;
use super::relaxation::{Relaxation, What};
use super::request::{Fixed, Request};
use super::search::{Found, SAME, Schedule, Search};
use super::taste::Taste;
use crate::foods::Meal;
use crate::menu::{Plan, PlanDay, PlanDish, PlanMeal, Portion, Table, Who, read_plan};
use crate::nutrition::Person;
use crate::nutrition::balance::measure::part_of_day;
use crate::nutrition::balance::{Kind, LIVER_DAYS, Overall, liver_limit, liver_rule};

/// The walks of one day: from a table laid at random to the fine tuning.
pub(super) const WALK: Schedule = Schedule { first: 5.0, last: 1e-5, moves: 60_000, until_met: true };
/// The walk among menus that meet every goal, for taste and cost.
pub(super) const FINE: Schedule = Schedule { first: 5e-3, last: 1e-6, moves: 30_000, until_met: false };
/// The walk among menus that meet every goal, for money.
pub(super) const SAVING: Schedule = Schedule { first: 0.2, last: 1e-5, moves: 200_000, until_met: false };
/// Walks before [`Builder::look_long`], when these met not every goal.
const SHORT_WALKS: u32 = 3;
/// The walk from the cheapest day, for what the money left over buys.
const AFTER_CHEAPEST: Schedule = Schedule { first: 0.05, last: 1e-5, moves: 20_000, until_met: true };
/// For so many days a dish is left out, where that costs no goal.
const DAYS_APART: usize = 2;
/// Most walks for one day, when these found no safe menu.
const WALKS: u32 = 5;
/// Walks from other tables when these found none either.
const SAFE_WALKS: u64 = 12;
/// Dives and nodes where goals are missed, of one day of so many columns: what a child may be offered.
pub(super) const USUAL_COLUMNS: usize = 900;
const DIVES: usize = 24;
const NODES: usize = 240;
/// The fewest, however many days and dishes.
const LEAST_DIVES: usize = 3;
const LEAST_NODES: usize = 20;

/// Menus for the request, the usual one first.
///
/// `watch` hears how far the work is, at least every few thousand moves, and may stop it.
///
/// # Errors
///
/// When the request asks what cannot be asked ([`Refusal`]), and when it was stopped.
pub fn build(
    table: &Table<'_>,
    request: &Request,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<Proposal>, Refusal> {
    check(table, request)?;
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    for (number, aim) in aims(request).into_iter().enumerate() {
        let number = u8::try_from(number).expect("no more than five");
        let mut builder = Builder { table, request, aim, shown: &shown, number, may_seek: number == 0, watch };
        let proposal = builder.proposal()?;
        if proposals.iter().any(|known| known.plan == proposal.plan) {
            continue;
        }
        for dish in proposal.plan.days.iter().flat_map(|day| &day.meals).flat_map(|meal| &meal.dishes) {
            shown.push(dish.dish.clone());
        }
        proposals.push(proposal);
    }
    let changed = name_the_cheapest(table, &mut proposals);
    impossible::of_each(table, request, &mut proposals, changed);
    Ok(proposals)
}

/// What is called the cheapest costs no more than the usual menu beside it: the two change places when the usual one turned
/// out cheaper, and where it also misses less, no other is called the cheapest. Whether they changed.
fn name_the_cheapest(table: &Table<'_>, proposals: &mut [Proposal]) -> bool {
    let Some((usual, others)) = proposals.split_first_mut() else { return false };
    let cost = |plan: &Plan| (0..plan.days.len()).map(|day| plan.cost_of_day(table, day).vnd).sum::<u64>();
    let Some(cheapest) = others.iter_mut().find(|proposal| proposal.aim == Aim::Cheapest) else { return false };
    if cost(&cheapest.plan) <= cost(&usual.plan) {
        return false;
    }
    let change = cheapest.certificate.objective <= usual.certificate.objective + SAME;
    if change {
        std::mem::swap(&mut cheapest.plan, &mut usual.plan);
        std::mem::swap(&mut cheapest.certificate, &mut usual.certificate);
        std::mem::swap(&mut cheapest.missed, &mut usual.missed);
    } else {
        cheapest.aim = Aim::Usual;
    }
    change
}

/// What the proposals aim at, each once; past the last, usual ones of other seeds.
fn aims(request: &Request) -> Vec<Aim> {
    let wishes = !request.favourites.is_empty() || !request.at_home.is_empty();
    let all = [
        Some(Aim::Usual),
        wishes.then_some(Aim::Liked),
        Some(Aim::Cheapest),
        Some(Aim::MostIron),
        Some(Aim::MostCalcium),
    ];
    let all = all.into_iter().flatten().chain(std::iter::repeat(Aim::Usual));
    all.take(usize::from(request.proposals)).collect()
}

struct Builder<'a> {
    table: &'a Table<'a>,
    request: &'a Request,
    aim: Aim,
    shown: &'a [String],
    number: u8,
    /// Whether the cheapest day was not sought yet.
    may_seek: bool,
    watch: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl Builder<'_> {
    fn proposal(&mut self) -> Result<Proposal, Refusal> {
        let request = self.request;
        let mut plan = Plan { region: request.region, eaters: request.eaters.clone(), days: Vec::new() };
        let mut certificates: Vec<Certificate> = Vec::new();
        let mut missed: Vec<Missed> = Vec::new();
        let mut cheapest: Vec<Option<Cheapest>> = Vec::new();
        let mut seeds = Random::new(request.seed.wrapping_add(u64::from(self.number) << 32));
        let mut served: Vec<Vec<String>> = Vec::new();
        // Dishes that may not stand twice a day, of the days before, yesterday first.
        let mut lately: Vec<Vec<String>> = Vec::new();
        // Where a day misses a goal, another dish than yesterday's is too much to ask.
        let mut tight = false;
        for day in 0..request.days {
            let fixed = fixed_on(request, day);
            let draws = [seeds.next(), seeds.next()];
            let at = Today { day, draws, fixed: &fixed, served: &served };
            let problem = Problem::new(self.table, request, &fixed, &served)
                .map_err(|refusal| why_no_dish(self.table, request, refusal))?;
            let other = if tight { None } else { self.other_dishes(&at, &problem, &lately)? };
            let made = match other {
                Some(made) => made,
                None => self.made(&at, self.request, problem, true)?,
            };
            tight |= !self.is_balanced(&made);
            let Made { built, laid, repeatable, missed: missed_here } = made;
            cheapest.push(built.cheapest);
            missed.extend(missed_here);
            if !serves_all(&laid, &fixed) {
                return Err(Refusal::NoSafeMenu);
            }
            let dishes = laid.meals.iter().flat_map(|meal| &meal.dishes).map(|dish| dish.dish.clone());
            served.insert(0, dishes.collect());
            lately.insert(0, served[0].iter().filter(|dish| !repeatable.contains(dish)).cloned().collect());
            plan.days.push(laid);
            certificates.push(built.certificate);
        }
        let readings = read_plan(self.table, &plan)?;
        if readings.iter().flatten().flatten().any(|reading| reading.overall == Overall::Unsafe) {
            return Err(Refusal::NoSafeMenu);
        }
        let certificate = together(&certificates);
        // Proven once: what stands in the way of the first is told of the others by it.
        let impossible = if self.number == 0 { self.impossible(&plan, &certificates, &cheapest, served) } else { None };
        let parts = request.eaters.iter().map(|eater| part_of(eater.who, &request.meals)).collect();
        Ok(Proposal { aim: self.aim, plan, parts, certificate, missed, seed: request.seed, impossible })
    }

    /// The day without the dishes of the days before, when it is balanced all the same: iron that the health station gives may be
    /// less for it, and nothing else.
    fn other_dishes(
        &mut self,
        at: &Today<'_>,
        whole: &Problem,
        lately: &[Vec<String>],
    ) -> Result<Option<Made>, Refusal> {
        let asked = |dish: &String| {
            self.request.favourites.contains(dish) || at.fixed.iter().any(|(_, fixed)| *fixed == dish.as_str())
        };
        let kept_away: Vec<String> =
            lately.iter().take(DAYS_APART).flatten().filter(|dish| !asked(dish)).cloned().collect();
        if kept_away.is_empty() {
            return Ok(None);
        }
        let mut other = self.request.clone();
        other.disliked_dishes.extend(kept_away);
        let Ok(problem) = Problem::new(self.table, &other, at.fixed, at.served) else { return Ok(None) };
        let mut made = match self.made(at, &other, problem, false) {
            Err(Refusal::Stopped) => return Err(Refusal::Stopped),
            Err(_) => return Ok(None),
            Ok(made) => made,
        };
        if !self.is_balanced(&made) {
            return Ok(None);
        }
        let misses = made.built.certificate.objective;
        if misses > SAME {
            // What any day must miss is told of all dishes.
            let proven = bound(whole, What::Misses, false).unwrap_or(0.0);
            made.built.certificate = Certificate::new(misses, proven);
        }
        Ok(Some(made))
    }

    /// `long`: to look long where short walks miss a goal.
    fn made(&mut self, at: &Today<'_>, request: &Request, problem: Problem, long: bool) -> Result<Made, Refusal> {
        let mut taste = Taste::new(&problem, self.aim, at.draws[0]);
        if self.aim == Aim::Cheapest {
            taste = taste.frugal(&problem);
        }
        taste.shun(&problem, self.shown);
        taste.remember(&problem, at.served);
        let table = self.table;
        let purse = || Problem::for_the_purse(table, request, at.fixed, at.served).ok();
        let built = self.day(&problem, &taste, (at.draws[1], at.day), long.then_some(&purse))?;
        let missed = match built.certificate.objective > 0.0 {
            true => missing(&problem, &taste, &built.found, at.day),
            false => Vec::new(),
        };
        let laid = lay(&problem, &built.found);
        let repeatable = problem.candidates.iter().filter(|one| one.repeatable).map(|one| one.id.clone()).collect();
        Ok(Made { built, laid, repeatable, missed })
    }

    /// Does the day miss nothing, or nothing that fails a menu?
    fn is_balanced(&self, made: &Made) -> bool {
        let request = self.request;
        let plan = || Plan { region: request.region, eaters: request.eaters.clone(), days: vec![made.laid.clone()] };
        made.built.certificate.objective <= SAME
            || read_plan(self.table, &plan()).is_ok_and(|readings| {
                let mut all = readings.iter().flatten().flatten();
                all.all(|reading| reading.overall == Overall::Balanced)
            })
    }

    /// The wish that stands in the way of a day, the one that misses most but for a budget; `served`: of all days, the last
    /// first.
    fn impossible(
        &self,
        plan: &Plan,
        certificates: &[Certificate],
        cheapest: &[Option<Cheapest>],
        mut served: Vec<Vec<String>>,
    ) -> Option<Impossible> {
        let more = |best: usize, day: usize| {
            if certificates[day].objective > certificates[best].objective + SAME { day } else { best }
        };
        // Of a budget the first day it does not suffice for stands for all: its cheapest was sought.
        let sought = cheapest.iter().position(Option::is_some);
        let worst = sought.or_else(|| (0..certificates.len()).reduce(more))?;
        let misses = certificates[worst].objective;
        let day = u8::try_from(worst).ok().filter(|_| misses > 0.0)?;
        let served = served.split_off(certificates.len() - worst);
        let fixed = fixed_on(self.request, day);
        let bound = certificates[worst].bound;
        let of = Missing { day, fixed: &fixed, served: &served, misses, bound };
        impossible(self.table, self.request, &of, plan, cheapest[worst].as_ref())
    }

    /// Where short walks miss a goal: menus found by dives into the relaxation, then branch and bound. What any menu must miss,
    /// and whether only of menus that serve each dish once. The more days, eaters and dishes, the shorter for each.
    fn look_long(
        request: &Request,
        search: &mut Search<'_>,
        seed: u64,
        go_on: &mut dyn FnMut(&Search<'_>) -> bool,
    ) -> Option<(f64, bool)> {
        let problem = search.problem();
        let once = search.best.as_ref().is_some_and(|best| best.serves_each_once(problem));
        let mut relaxation = Relaxation::new(problem, What::Misses, once);
        let asked = usize::from(request.days) * usize::from(request.proposals);
        let size = relaxation.columns().max(USUAL_COLUMNS) * asked;
        let share = |of: usize, least: usize| u32::try_from((of * USUAL_COLUMNS / size).max(least)).unwrap_or(0);
        search.repeats = true;
        if !dive(&mut relaxation, search, share(DIVES, LEAST_DIVES), seed, go_on) {
            return None;
        }
        Some((branch(&mut relaxation, search, share(NODES, LEAST_NODES), go_on)?, once))
    }

    /// `purse`: the same day for [`cheapest`], asked for when the money does not suffice; without it no walk is followed by a long
    /// look.
    fn day(
        &mut self,
        problem: &Problem,
        taste: &Taste,
        (seed, day): (u64, u8),
        purse: Option<&dyn Fn() -> Option<Problem>>,
    ) -> Result<Built, Refusal> {
        let mut search = Search::new(problem, taste, seed);
        let (days, proposals) = (f64::from(self.request.days), f64::from(self.request.proposals));
        let before = (f64::from(self.number) * days + f64::from(day)) / (days * proposals);
        let (number, request) = (self.number, self.request);
        let may_seek = &mut self.may_seek;
        let (mut proven, mut cheap) = (None, None);
        for walk in 0..=WALKS {
            let long = walk >= SHORT_WALKS && search.best.is_some();
            let fine = search.is_done() || long || walk == WALKS;
            let watch = &mut self.watch;
            let mut go_on = |search: &Search<'_>| {
                let objective = search.best.as_ref().map_or(f64::INFINITY, |best| best.score.goals);
                let done = before + f64::from(walk) / f64::from(WALKS + 1) / (days * proposals);
                watch(Progress { done, proposals: number, objective }).is_continue()
            };
            if let Some(purse) = purse.filter(|_| long && !search.is_done()) {
                proven = Some(Self::look_long(request, &mut search, seed, &mut go_on).ok_or(Refusal::Stopped)?);
                if problem.budget.is_some() && !search.is_done() && *may_seek {
                    // Of several days and proposals one is looked into so long.
                    *may_seek = false;
                    cheap = purse().and_then(|problem| cheapest(problem, request.seed, &mut go_on));
                    if let Some(cheap) = &cheap
                        && !search.try_from(&cheap.found, AFTER_CHEAPEST, &mut go_on)
                    {
                        return Err(Refusal::Stopped);
                    }
                }
            }
            match search.best.clone().filter(|_| fine) {
                Some(best) => search.resume(&best),
                None => search.lay(),
            }
            let schedule = match walk {
                _ if fine && self.aim == Aim::Cheapest => SAVING,
                _ if fine => FINE,
                _ => WALK,
            };
            if !search.walk(schedule, &mut go_on) {
                return Err(Refusal::Stopped);
            }
            search.descend(4);
            if fine {
                break;
            }
        }
        if search.best.is_none() && !anything_safe(&mut search, taste, seed, self.watch)? {
            return Err(Refusal::NoSafeMenu);
        }
        let found = search.best.ok_or(Refusal::NoSafeMenu)?;
        let once = found.serves_each_once(problem);
        let proven = match proven {
            _ if found.score.goals <= SAME => None,
            Some((proven, of_once)) if once || !of_once => Some(proven),
            _ => bound(problem, What::Misses, once),
        };
        let certificate = Certificate::new(found.score.goals, proven.unwrap_or(0.0));
        Ok(Built { found, certificate, cheapest: cheap })
    }
}

/// Where the walks ended at no safe menu: walks from other tables. Whether one ended at any.
fn anything_safe(
    search: &mut Search<'_>,
    taste: &Taste,
    seed: u64,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<bool, Refusal> {
    for number in 1..=SAFE_WALKS {
        let mut other = Search::new(search.problem(), taste, seed.wrapping_add(number));
        other.lay();
        let progress = || Progress { done: 0.0, proposals: 0, objective: f64::INFINITY };
        if !other.walk(WALK, &mut |_| watch(progress()).is_continue()) {
            return Err(Refusal::Stopped);
        }
        if let Some(found) = other.best {
            search.resume(&found);
            return Ok(true);
        }
    }
    Ok(false)
}

/// A day to be made.
struct Today<'a> {
    day: u8,
    /// For what is liked that day, and for the walks.
    draws: [u64; 2],
    fixed: &'a [(Meal, &'a str)],
    /// What stood on the days before, yesterday first.
    served: &'a [Vec<String>],
}

/// A day as it is served.
struct Made {
    built: Built,
    laid: PlanDay,
    /// Dishes that may stand twice a day.
    repeatable: Vec<String>,
    missed: Vec<Missed>,
}

/// One day.
struct Built {
    found: Found,
    certificate: Certificate,
    /// Where the money does not suffice.
    cheapest: Option<Cheapest>,
}

/// Which part of an eater's day the meals are.
pub(super) fn part_of(who: Who, meals: &[Meal]) -> f64 {
    who.person().map_or_else(|| part_of_an_adults_day(meals), |person| part_of_day(person, meals))
}

/// Whether every fixed dish stands at its meal: two that are safe each by itself may not be so together.
fn serves_all(day: &PlanDay, fixed: &[(Meal, &str)]) -> bool {
    fixed.iter().all(|(at, id)| {
        let meals = day.meals.iter().filter(|meal| meal.meal == *at);
        meals.flat_map(|meal| &meal.dishes).any(|served| served.dish == *id)
    })
}

/// The dishes that must stand on that day.
fn fixed_on(request: &Request, day: u8) -> Vec<(Meal, &str)> {
    let of_day = request.fixed.iter().filter(|fixed| fixed.day.unwrap_or(0) == day);
    of_day.map(|fixed| (fixed.meal, fixed.dish.as_str())).collect()
}

/// The days of a plan together.
fn together(days: &[Certificate]) -> Certificate {
    let sum = |of: fn(&Certificate) -> f64| days.iter().map(of).sum::<f64>();
    Certificate::new(sum(|day| day.objective), sum(|day| day.bound))
}

impl Certificate {
    /// Differences under this share of the weight of a vitamin are none: the bound is worked out in floating point.
    const SAME: f64 = 1e-6;

    pub(super) fn new(objective: f64, bound: f64) -> Self {
        let objective = if objective < Self::SAME { 0.0 } else { objective };
        let bound = bound.clamp(0.0, objective);
        let bound = if objective - bound < Self::SAME { objective } else { bound };
        let gap = if objective > 0.0 { (objective - bound) / objective } else { 0.0 };
        let status = if objective - bound < Self::SAME { Status::Optimal } else { Status::Bounded };
        Self { status, objective, bound, gap }
    }
}

/// The menu as a day of a plan: one cooking of each dish at a meal.
pub(super) fn lay(problem: &Problem, found: &Found) -> PlanDay {
    let mut day = PlanDay::default();
    for (index, &meal) in problem.meals.iter().enumerate() {
        let mut dishes: Vec<PlanDish> = Vec::new();
        for (sitting, layout) in problem.sittings.iter().zip(&found.layouts).filter(|(one, _)| one.meal == index) {
            for seat in &sitting.layouts[*layout].seats {
                let choice = found.choices[seat.slot];
                if choice.candidate == NONE {
                    continue;
                }
                let candidate = problem.candidate(choice.candidate);
                let portion = |&eater: &usize| Portion {
                    eater,
                    servings: candidate.portions.at(eater, choice.levels[eater]),
                    share: candidate.shares[eater],
                };
                let portions = sitting.diners.iter().map(portion).filter(|portion| portion.servings > 0.0);
                match dishes.iter_mut().find(|dish| dish.dish == candidate.id) {
                    Some(cooked) => cooked.portions.extend(portions),
                    None => dishes.push(PlanDish {
                        dish: candidate.id.clone(),
                        changes: Vec::new(),
                        portions: portions.collect(),
                    }),
                }
            }
        }
        if !dishes.is_empty() {
            day.meals.push(PlanMeal { meal, dishes });
        }
    }
    day
}

fn check(table: &Table<'_>, request: &Request) -> Result<(), Refusal> {
    let eaters = request.eaters.len();
    if eaters == 0 || eaters > Request::MOST_EATERS {
        return Err(Refusal::Eaters { eaters, most: Request::MOST_EATERS });
    }
    for months in request.eaters.iter().filter_map(|eater| eater.who.person()).filter_map(Person::child_months) {
        if months < Person::FIRST_MENU_MONTH {
            return Err(Refusal::UnderSixMonths { months });
        }
        let first = table.dishes().filter_map(|dish| dish.child_months).map(|(first, _)| first).min();
        if let Some(from) = first.filter(|first| u32::from(months) < *first) {
            return Err(Refusal::FirstFoods { months, from });
        }
    }
    if request.days == 0 || request.days > Request::MOST_DAYS {
        return Err(Refusal::Days { days: request.days, most: Request::MOST_DAYS });
    }
    if request.proposals == 0 || request.proposals > Request::MOST_PROPOSALS {
        return Err(Refusal::Proposals { proposals: request.proposals, most: Request::MOST_PROPOSALS });
    }
    let twice = |(index, meal): (usize, &Meal)| request.meals[..index].contains(meal);
    if request.meals.is_empty() || request.meals.iter().enumerate().any(twice) {
        return Err(Refusal::Meals);
    }
    if let Some(month) = request.month.filter(|month| !(1..=12).contains(month)) {
        return Err(Refusal::Month { month });
    }
    let foods = request.disliked_foods.iter().copied().chain(request.at_home.iter().map(|home| home.food));
    for food in foods {
        if table.foods().food(food).is_none() {
            return Err(Refusal::UnknownFood { food });
        }
    }
    let dishes = request.disliked_dishes.iter().chain(&request.favourites).chain(request.fixed.iter().map(|f| &f.dish));
    for dish in dishes {
        if table.dish(dish).is_none() {
            return Err(Refusal::UnknownDish { dish: dish.clone() });
        }
    }
    for fixed in &request.fixed {
        let Some(dish) = table.dish(&fixed.dish) else { return Err(Refusal::UnknownDish { dish: fixed.dish.clone() }) };
        let wish = candidates::not_eaten(table.foods(), dish, request);
        // Nobody has said of an own dish whether it is vegetarian: who fixes it knows.
        if let Some(wish) = wish.filter(|wish| *wish != Wish::Vegetarian || !table.is_own(&dish.id)) {
            return Err(Refusal::FixedNotEaten { dish: dish.id.clone(), wish });
        }
    }
    liver_is_rare_enough(table, request)
}

/// Liver that must stand more often than is safe for one of the eaters: the dish that passes the limit is named.
fn liver_is_rare_enough(table: &Table<'_>, request: &Request) -> Result<(), Refusal> {
    for (eater, who) in request.eaters.iter().enumerate() {
        let Some(person) = who.who.person() else { continue };
        let Some((most, _)) = liver_limit(person).filter(|(_, kind)| *kind == Kind::Hard) else { continue };
        let hers = |fixed: &&Fixed| {
            let dish = table.dish(&fixed.dish);
            dish.is_some_and(|dish| {
                candidates::holds_liver(table.foods(), dish) && candidates::is_made_for(table.foods(), dish, person)
            })
        };
        let mut liver: Vec<&Fixed> = request.fixed.iter().filter(hers).collect();
        liver.sort_by_key(|fixed| fixed.day.unwrap_or(0));
        for (index, last) in liver.iter().enumerate() {
            let day = |fixed: &Fixed| usize::from(fixed.day.unwrap_or(0));
            let in_a_week = liver[..=index].iter().filter(|fixed| day(fixed) + LIVER_DAYS > day(last)).count();
            if u32::try_from(in_a_week).map_or(true, |count| f64::from(count) > most) {
                return Err(Refusal::UnsafeDish { dish: last.dish.clone(), eater, rule: liver_rule() });
            }
        }
    }
    Ok(())
}
