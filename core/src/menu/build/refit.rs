//! Portions fitted anew to what someone needs, the dishes left as they are: after a swap, and for another person.
//!
//! The goals are the builder's, so that a day refitted is judged as a day built. What is balanced stays as it is; else the
//! fewest household steps that bring the goals as near as portions can: the best single step or pair of steps again and
//! again (steepest descent), a short walk where that ends too early, and at last every step that was not needed taken back.
//!
//! What catches people out:
//! - one eater's portions are no other's: each is fitted alone;
//! - breast milk is given on demand and never refitted;
//! - a meal outside its usual share of the day's energy may stay so; it must not stray further.

use super::candidates::{self, Portions};
use super::maker::{bands, goals_of};
use super::problem::{Candidate, Diner, Layout, Problem, Seat, Sitting};
use super::search::{Found, SAME, Schedule, Search};
use super::state::{Choice, Score, State};
use super::taste::Taste;
use crate::foods::{Audience, Dish, Meal};
use crate::menu::{DayMenu, MealMenu, Plan, PlanDish, PlanFault, Portion, Reading, Serving, Table, evaluate};
use crate::nutrition::Person;
use crate::nutrition::balance::{Kind, Overall};

/// The walk where steps and pairs of steps end: a few milliseconds.
const WALK: Schedule = Schedule { first: 0.5, last: 1e-4, moves: 6_000, until_met: true };
/// The same walk for the same day.
const SEED: u64 = 1;
/// Steps of descent: each moves one portion or two.
const MOST_STEPS: usize = 60;
/// A day must miss less by so much of a need, or portions stay: nobody weighs out less.
const WORTH: f64 = 1e-3;

/// The day's dishes, as they are cooked, in portions by which the goals of `eaters` are met as nearly as the household
/// steps allow; the portions of the others, of those no table knows, and of a day that is balanced stay.
///
/// # Errors
///
/// When the plan cannot be read.
pub fn refit(table: &Table<'_>, plan: &Plan, day: usize, eaters: &[usize]) -> Result<Plan, PlanFault> {
    plan.check()?;
    let mut fitted = plan.clone();
    for &eater in eaters {
        let Some(person) = plan.eaters.get(eater).and_then(|eater| eater.who.person()) else { continue };
        let read = |plan: &Plan| -> Result<Reading, PlanFault> {
            let menu = plan.menu_of(day, eater).unwrap_or_default();
            evaluate(table, person, plan.region, &menu).map_err(|fault| PlanFault::Menu { day, eater, fault })
        };
        let before = read(&fitted)?;
        if before.overall == Overall::Balanced {
            continue;
        }
        let mut next = fitted.clone();
        // The rules have the last word.
        if fit(table, &mut next, day, eater, person) && !is_worse(&before, &read(&next)?) {
            fitted = next;
        }
    }
    Ok(fitted)
}

/// Whether a rule of safety fails that held, or fails by more, or the day can no longer be called what it was.
fn is_worse(before: &Reading, after: &Reading) -> bool {
    after
        .rules
        .iter()
        .filter(|finding| finding.kind == Kind::Hard && finding.fails())
        .any(|finding| before.rule(finding.rule).filter(|old| old.fails()).is_none_or(|old| finding.value > old.value))
}

/// Fits one eater's portions; false when they stay.
fn fit(table: &Table<'_>, plan: &mut Plan, day: usize, eater: usize, person: Person) -> bool {
    let Some((problem, present)) = Problem::of_portions(table, plan, day, eater, person) else { return false };
    let taste = Taste::none(&problem);
    let Some(levels) = Fitting::new(&problem, &taste, &present).fit() else { return false };
    let mut levels = levels.into_iter().zip(&problem.candidates);
    for cooked in plan.days[day].meals.iter_mut().flat_map(|meal| &mut meal.dishes) {
        let Some(portion) = cooked.portions.iter_mut().find(|portion| portion.eater == eater) else { continue };
        if let Some((level, candidate)) = levels.next() {
            portion.servings = candidate.portions.at(0, level);
        }
    }
    true
}

impl Problem {
    /// The day of one eater as a problem of portions alone, with the step of each portion now; `None`: nothing is eaten, or
    /// the table lacks a dish.
    fn of_portions(
        table: &Table<'_>,
        plan: &Plan,
        day: usize,
        eater: usize,
        person: Person,
    ) -> Option<(Self, Vec<Choice>)> {
        let months = person.child_months().map(u32::from);
        let (mut candidates, mut present) = (Vec::new(), Vec::new());
        let (mut sittings, mut sitting_of, mut servings) = (Vec::new(), Vec::new(), Vec::new());
        let meals = &plan.days.get(day)?.meals;
        for (meal, served) in meals.iter().enumerate() {
            let mut seats = Vec::new();
            for cooked in &served.dishes {
                let Some(portion) = cooked.portion_of(eater) else { continue };
                let dish = table.dish(&cooked.dish)?;
                let slot = candidates.len();
                let choices = choices(table, dish, portion, months);
                let level = choices.iter().position(|servings| is_same(*servings, portion.servings))?;
                let candidate = u16::try_from(slot).ok()?;
                let mut choice = Choice { candidate, ..Choice::EMPTY };
                choice.levels[0] = u8::try_from(level).ok()?;
                present.push(choice);
                candidates.push(Candidate::fixed(dish, portion, choices));
                servings.push(one(cooked, portion));
                sitting_of.push(sittings.len());
                seats.push(Seat { slot, list: slot, required: true });
            }
            sittings.push(Sitting { meal, diners: vec![0], layouts: vec![Layout { seats, feed: false }] });
        }
        if candidates.is_empty() {
            return None;
        }
        let menus: Vec<DayMenu> = servings.into_iter().map(|serving| alone(meals[0].meal, serving)).collect();
        let (goals, of_dish) = goals_of(table, person, 1.0, &menus);
        let meals: Vec<_> = meals.iter().map(|meal| meal.meal).collect();
        let bands = bands(person, &meals);
        let width = goals.width;
        let lists = (0..candidates.len()).map(|slot| present[slot].candidate).map(|slot| vec![slot]).collect();
        let mut problem = Self {
            meals,
            diners: vec![Diner { goals, bands }],
            candidates,
            columns: of_dish.concat(),
            width,
            sittings,
            sitting_of,
            lists,
            leads: 0,
            feeding: Vec::new(),
            leaning: Vec::new(),
            budget: None,
            most_liver: 0,
            favourites: 0,
        };
        problem.widen_bands(&present);
        Some((problem, present))
    }

    /// Lets each meal keep the share of the day's energy it has.
    fn widen_bands(&mut self, present: &[Choice]) {
        let energy_column = self.diners[0].goals.whole_energy;
        let mut energy = vec![0.0; self.meals.len()];
        for (slot, choice) in present.iter().enumerate() {
            let servings = self.candidate(choice.candidate).portions.at(0, choice.levels[0]);
            energy[self.sittings[self.sitting_of[slot]].meal] +=
                servings * self.column(choice.candidate, 0)[energy_column];
        }
        let whole: f64 = energy.iter().sum();
        for (energy, band) in energy.into_iter().zip(&mut self.diners[0].bands) {
            if let Some((low, high)) = band.as_mut().filter(|_| whole > 0.0) {
                (*low, *high) = (low.min(energy / whole), high.max(energy / whole));
            }
        }
    }
}

impl Candidate {
    /// A dish that stands, for one eater.
    fn fixed(dish: &Dish, portion: &Portion, choices: Vec<f64>) -> Self {
        Self {
            id: dish.id.clone(),
            portions: Portions::new(vec![choices]),
            shares: vec![portion.share],
            leads: Vec::new(),
            brings: [0, 0],
            cost: 0.0,
            repeatable: true,
            favourite: false,
            out_of_season: false,
            dairy: false,
            liver: false,
            fish: false,
            flesh: false,
            at_home: Vec::new(),
        }
    }
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

/// The portions in which the eater may be served, the present one among them, rising.
fn choices(table: &Table<'_>, dish: &Dish, portion: &Portion, months: Option<u32>) -> Vec<f64> {
    let shared = months.filter(|_| !dish.audiences.contains(&Audience::Child));
    let mut choices: Vec<f64> = match shared {
        _ if candidates::is_breast_milk(table.foods(), dish) => Vec::new(),
        Some(months) => table.foods().shared_choices(dish, months),
        None => dish.portions.choices(months).collect(),
    };
    if choices.iter().all(|servings| !is_same(*servings, portion.servings)) {
        choices.push(portion.servings);
        choices.sort_by(f64::total_cmp);
    }
    choices
}

fn one(cooked: &PlanDish, portion: &Portion) -> Serving {
    Serving { dish: cooked.dish.clone(), changes: cooked.changes.clone(), share: portion.share, portion: 1.0 }
}

fn alone(meal: Meal, serving: Serving) -> DayMenu {
    DayMenu { meals: vec![MealMenu { meal, dishes: vec![serving], ingredients: Vec::new() }] }
}

/// Portions that change together.
type Change = Vec<(usize, Choice)>;

/// Portions on their way to the goals.
struct Fitting<'p> {
    problem: &'p Problem,
    taste: &'p Taste,
    present: &'p [Choice],
    state: State<'p>,
}

impl<'p> Fitting<'p> {
    fn new(problem: &'p Problem, taste: &'p Taste, present: &'p [Choice]) -> Self {
        let mut state = State::new(problem, taste);
        // As it stands, safe or not.
        state.choices = present.to_vec();
        state.refresh();
        Self { problem, taste, present, state }
    }

    /// The step of each portion; `None` when the present ones stay.
    fn fit(mut self) -> Option<Vec<u8>> {
        let before = self.state.score;
        self.descend();
        if self.state.score.goals > SAME && self.state.score.hard <= 0.0 {
            self.walk();
            self.descend();
        }
        self.take_back();
        let after = self.state.score;
        let better = after.hard < before.hard || after.hard <= before.hard && after.goals < before.goals - WORTH;
        better.then(|| self.state.choices.iter().map(|choice| choice.levels[0]).collect())
    }

    /// The best step or pair of steps, while one helps.
    fn descend(&mut self) {
        for _ in 0..MOST_STEPS {
            if is_met(self.state.score) {
                return;
            }
            let singles = self.steps();
            let mut best = self.best_of(singles.iter().map(|step| vec![*step]));
            if best.is_none() {
                let pairs = singles.iter().enumerate().flat_map(|(at, one)| {
                    let others = singles[at + 1..].iter().filter(|other| other.0 != one.0);
                    others.map(|other| vec![*one, *other]).collect::<Vec<_>>()
                });
                best = self.best_of(pairs);
            }
            let Some(best) = best else { return };
            self.state.attempt(&best, |_, _| true);
            self.state.refresh();
        }
    }

    /// Every portion one step more or less, more before less.
    fn steps(&self) -> Vec<(usize, Choice)> {
        let mut steps = Vec::new();
        for (slot, &now) in self.state.choices.iter().enumerate() {
            let count = self.problem.candidate(now.candidate).portions.count(0);
            let up = now.levels[0].checked_add(1).filter(|level| *level < count);
            for level in up.into_iter().chain(now.levels[0].checked_sub(1)) {
                let mut next = now;
                next.levels[0] = level;
                steps.push((slot, next));
            }
        }
        steps
    }

    /// The change that helps most; of two alike the one nearer to the present portions, then the first.
    fn best_of(&mut self, changes: impl Iterator<Item = Change>) -> Option<Change> {
        let mut best: Option<(Score, u32, Change)> = None;
        for change in changes {
            let mut heard = None;
            self.state.attempt(&change, |now, next| {
                heard = helps(now, next).then_some(next);
                false
            });
            let Some(score) = heard else { continue };
            let away = change.iter().map(|(slot, choice)| self.away(*slot, *choice)).sum();
            let better = best.as_ref().is_none_or(|(known, known_away, _)| {
                helps(*known, score) || !helps(score, *known) && away < *known_away
            });
            if better {
                best = Some((score, away, change));
            }
        }
        best.map(|(.., change)| change)
    }

    fn away(&self, slot: usize, choice: Choice) -> u32 {
        u32::from(self.present[slot].levels[0].abs_diff(choice.levels[0]))
    }

    fn walk(&mut self) {
        let mut search = Search::new(self.problem, self.taste, SEED);
        let layouts = vec![0; self.problem.sittings.len()];
        search.resume(&Found { choices: self.state.choices.clone(), layouts, score: self.state.score });
        search.walk(WALK, &mut |_| true);
        if let Some(best) = search.best.filter(|best| best.score.hard <= 0.0 && helps(self.state.score, best.score)) {
            self.state.choices = best.choices;
            self.state.refresh();
        }
    }

    /// Steps that were not needed are taken back.
    fn take_back(&mut self) {
        let reached = self.state.score.goals;
        loop {
            let mut moved = false;
            for slot in 0..self.present.len() {
                let home = self.present[slot].levels[0];
                while self.state.choices[slot].levels[0] != home {
                    let mut next = self.state.choices[slot];
                    next.levels[0] = if next.levels[0] > home { next.levels[0] - 1 } else { next.levels[0] + 1 };
                    let as_good = |now: Score, next: Score| next.hard <= now.hard && next.goals <= reached + SAME;
                    if !self.state.attempt(&[(slot, next)], as_good) {
                        break;
                    }
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }
}

fn is_met(score: Score) -> bool {
    score.hard <= 0.0 && score.goals <= SAME
}

/// Safety first, then the goals.
fn helps(now: Score, next: Score) -> bool {
    next.hard < now.hard - SAME || next.hard <= now.hard + SAME && next.goals < now.goals - SAME
}

#[cfg(test)]
#[path = "refit_tests.rs"]
mod tests;
