//! One day's menu while it is looked for: what stands in each place, and the totals of all goals.
//!
//! What catches people out: totals are kept up by adding and taking away, so that their last bits wander; they are summed
//! anew from time to time ([`State::refresh`]) and the rules themselves have the last word.

use super::goals::{TOLERANCE, Tier, weight};
use super::missed::{BUDGET, LEANING, Part, Way};
use super::problem::{NONE, Problem};
use super::request::Request;
use super::search::Found;
use super::taste::Taste;
use crate::nutrition::balance::measure::meal_share_rule;

/// A favourite that is not served. Outside the objective.
const FAVOURITE: f64 = 0.02;

/// Variety of one day: a dish or lead food a second time, no meat or fish at lunch or dinner. Outside the objective.
const REPEATED: f64 = 0.05;
const NO_FLESH: f64 = 0.05;
/// A whole serving more or less than the recipe's: looked at only among menus that miss alike.
const ODD: f64 = 1e-4;

/// What stands in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub candidate: u16,
    /// The step of each diner's portion, by diner.
    pub levels: [u8; Request::MOST_EATERS],
}

impl Choice {
    pub const EMPTY: Self = Self { candidate: NONE, levels: [0; Request::MOST_EATERS] };
}

/// How good a menu is: safety, then goals, then what tells equal ones apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// Misses of the rows of safety.
    pub hard: f64,
    /// The certificate's objective.
    pub goals: f64,
    /// What the proposal aims at, small.
    pub aim: f64,
}

impl Score {
    pub fn sum(self) -> f64 {
        self.goals + self.aim
    }
}

/// Sums that follow from the choices.
#[derive(Clone, Debug, Default)]
struct Sums {
    /// `[diner][row]`
    totals: Vec<f64>,
    /// `[diner][meal]`, kcal
    meals: Vec<f64>,
    /// `[diner][meal]`: how many dishes bring grain, and how many go with it.
    brought: Vec<[u8; 2]>,
    cost: f64,
    aim: f64,
}

/// A menu with its totals.
#[derive(Clone, Debug)]
pub(super) struct State<'p> {
    problem: &'p Problem,
    taste: &'p Taste,
    pub choices: Vec<Choice>,
    /// The layout of each sitting.
    pub layouts: Vec<usize>,
    sums: Sums,
    next: Sums,
    dishes: Vec<u8>,
    leads: Vec<u8>,
    repeated: u32,
    favourites: u32,
    /// Dishes with milk, yoghurt or cheese.
    dairy: u32,
    /// Dishes with liver.
    liver: u32,
    /// Dishes with fish or seafood.
    fish: u32,
    /// Dishes with meat or fish.
    flesh: u32,
    pub score: Score,
}

impl<'p> State<'p> {
    /// An empty table.
    pub fn new(problem: &'p Problem, taste: &'p Taste) -> Self {
        let diners = problem.diners.len();
        let sums = Sums {
            totals: vec![0.0; diners * problem.width],
            meals: vec![0.0; diners * problem.meals.len()],
            brought: vec![[0; 2]; diners * problem.meals.len()],
            ..Sums::default()
        };
        let mut state = Self {
            problem,
            taste,
            choices: vec![Choice::EMPTY; problem.slots()],
            layouts: vec![0; problem.sittings.len()],
            next: sums.clone(),
            sums,
            dishes: vec![0; problem.candidates.len()],
            leads: vec![0; problem.leads],
            repeated: 0,
            favourites: 0,
            dairy: 0,
            liver: 0,
            fish: 0,
            flesh: 0,
            score: Score::default(),
        };
        state.score = state.score_of(&state.sums);
        state
    }

    /// A menu that was found.
    pub fn of(problem: &'p Problem, taste: &'p Taste, found: &Found) -> Self {
        let mut state = Self { layouts: found.layouts.clone(), ..Self::new(problem, taste) };
        for (slot, choice) in found.choices.iter().enumerate() {
            state.seat(state.choices[slot], *choice);
            state.choices[slot] = *choice;
        }
        state.refresh();
        state
    }

    /// How often the dish stands in the menu.
    pub fn count(&self, candidate: u16) -> u8 {
        self.dishes[usize::from(candidate)]
    }

    /// Whether one of its lead foods stands in another dish of the menu already.
    pub fn leads_twice(&self, candidate: u16, leaving: u16) -> bool {
        let leaves = |lead: u16| leaving != NONE && self.problem.candidate(leaving).leads.contains(&lead);
        let leads = &self.problem.candidate(candidate).leads;
        leads.iter().any(|&lead| self.leads[usize::from(lead)] > u8::from(leaves(lead)))
    }

    /// Tries a change; `accept` hears the score before and after and decides.
    pub fn attempt(&mut self, changes: &[(usize, Choice)], accept: impl FnOnce(Score, Score) -> bool) -> bool {
        let mut next = std::mem::take(&mut self.next);
        next.copy_from(&self.sums);
        for &(slot, choice) in changes {
            self.apply(&mut next, slot, self.choices[slot], choice);
            self.seat(self.choices[slot], choice);
        }
        let score = self.score_of(&next);
        let safe = score.hard <= 0.0 || score.hard < self.score.hard;
        if safe && accept(self.score, score) {
            self.score = score;
            for &(slot, choice) in changes {
                self.choices[slot] = choice;
            }
            self.next = std::mem::replace(&mut self.sums, next);
            return true;
        }
        for &(slot, choice) in changes {
            self.seat(choice, self.choices[slot]);
        }
        self.next = next;
        false
    }

    /// Sums everything anew.
    pub fn refresh(&mut self) {
        let mut sums = Sums {
            totals: vec![0.0; self.sums.totals.len()],
            meals: vec![0.0; self.sums.meals.len()],
            brought: vec![[0; 2]; self.sums.brought.len()],
            ..Sums::default()
        };
        for slot in 0..self.choices.len() {
            self.apply(&mut sums, slot, Choice::EMPTY, self.choices[slot]);
        }
        self.sums = sums;
        self.score = self.score_of(&self.sums);
    }

    #[cfg(test)]
    pub fn totals(&self, diner: usize) -> &[f64] {
        &self.sums.totals[diner * self.problem.width..(diner + 1) * self.problem.width]
    }

    fn apply(&self, sums: &mut Sums, slot: usize, old: Choice, new: Choice) {
        let problem = self.problem;
        let sitting = &problem.sittings[problem.sitting_of[slot]];
        let mut add = |choice: Choice, sign: f64| {
            if choice.candidate == NONE {
                return;
            }
            let index = usize::from(choice.candidate);
            let candidate = &problem.candidates[index];
            let sitting_index = problem.sitting_of[slot];
            sums.aim += sign * (self.taste.standing[index] + self.taste.sitting[sitting_index]);
            for &diner in &sitting.diners {
                let served = candidate.portions.at(diner, choice.levels[diner]);
                if served <= 0.0 {
                    continue;
                }
                let servings = sign * served;
                sums.cost += servings * candidate.cost;
                sums.aim += servings * self.taste.serving[index] + sign * ODD * (served - 1.0).abs();
                let column = problem.column(choice.candidate, diner);
                let totals = &mut sums.totals[diner * problem.width..(diner + 1) * problem.width];
                for (total, per_serving) in totals.iter_mut().zip(column) {
                    *total += servings * per_serving;
                }
                let at = diner * problem.meals.len() + sitting.meal;
                sums.meals[at] += servings * column[problem.diners[diner].goals.whole_energy];
                for (brought, brings) in sums.brought[at].iter_mut().zip(candidate.brings) {
                    *brought = if sign > 0.0 { *brought + brings } else { *brought - brings };
                }
            }
        };
        add(old, -1.0);
        add(new, 1.0);
    }

    fn seat(&mut self, old: Choice, new: Choice) {
        if old.candidate == new.candidate {
            return;
        }
        if old.candidate != NONE {
            self.count_dish(old.candidate, false);
        }
        if new.candidate != NONE {
            self.count_dish(new.candidate, true);
        }
    }

    fn count_dish(&mut self, candidate: u16, comes: bool) {
        let known = &self.problem.candidates[usize::from(candidate)];
        let dishes = &mut self.dishes[usize::from(candidate)];
        // The first of a kind is free; each further one repeats it.
        let from = u8::from(comes);
        if *dishes > 1 - from && !known.repeatable {
            if comes { self.repeated += 1 } else { self.repeated -= 1 }
        }
        if known.favourite && *dishes == 1 - from {
            if comes { self.favourites += 1 } else { self.favourites -= 1 }
        }
        if known.dairy {
            if comes { self.dairy += 1 } else { self.dairy -= 1 }
        }
        if known.liver {
            if comes { self.liver += 1 } else { self.liver -= 1 }
        }
        if known.fish {
            if comes { self.fish += 1 } else { self.fish -= 1 }
        }
        if known.flesh {
            if comes { self.flesh += 1 } else { self.flesh -= 1 }
        }
        *dishes = if comes { *dishes + 1 } else { *dishes - 1 };
        for lead in &known.leads {
            let leads = &mut self.leads[usize::from(*lead)];
            if *leads > 1 - from {
                if comes { self.repeated += 1 } else { self.repeated -= 1 }
            }
            *leads = if comes { *leads + 1 } else { *leads - 1 };
        }
    }

    fn score_of(&self, sums: &Sums) -> Score {
        self.weigh(sums, &mut |_| ())
    }

    /// The parts of [`Score::goals`], as they are added up.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        self.weigh(&self.sums, &mut |part| parts.push(part));
        parts
    }

    /// `told` hears every part of the goals: what is not told weighs nothing.
    fn weigh(&self, sums: &Sums, told: &mut impl FnMut(Part)) -> Score {
        let problem = self.problem;
        let mut score = Score { aim: sums.aim, ..Score::default() };
        score.hard += f64::from(self.liver.saturating_sub(problem.most_liver));
        score.aim += FAVOURITE * f64::from(problem.favourites - self.favourites);
        // Milk may come twice where it must: calcium has few other foods.
        score.aim += REPEATED * f64::from(self.repeated + self.dairy.saturating_sub(1));
        score.aim += if self.fish == 0 { self.taste.no_fish } else { 0.0 };
        score.aim += if self.flesh == 0 { NO_FLESH } else { 0.0 };
        if let Some(budget) = problem.budget
            && sums.cost > budget
        {
            let by = sums.cost / budget - 1.0;
            score.goals += weight::BUDGET * by;
            told(Part { diner: None, goal: BUDGET, meal: None, way: Way::Over, by, weighs: weight::BUDGET * by });
        }
        for (diner, meal) in &problem.leaning {
            for (brought, goal) in sums.brought[diner * problem.meals.len() + meal].into_iter().zip(LEANING) {
                score.goals += if brought == 0 { weight::LACKING } else { 0.0 };
                if brought == 0 {
                    let (diner, meal) = (Some(*diner), Some(problem.meals[*meal]));
                    told(Part { diner, goal, meal, way: Way::Short, by: 1.0, weighs: weight::LACKING });
                }
            }
        }
        for (index, diner) in problem.diners.iter().enumerate() {
            let goals = &diner.goals;
            let totals = &sums.totals[index * problem.width..(index + 1) * problem.width];
            let mut worst = 0.0;
            let mut worst_of = ("", Way::Short);
            let part = |goal, way, by, weighs| Part { diner: Some(index), goal, meal: None, way, by, weighs };
            for (row, total) in goals.rows.iter().zip(totals) {
                let miss = row.from - total;
                if miss > TOLERANCE {
                    match row.tier {
                        Tier::Hard => score.hard += miss,
                        Tier::Goal => {
                            score.goals += row.weight * miss;
                            told(part(row.rule, row.way(), miss, row.weight * miss));
                        }
                        Tier::Better => score.aim += row.weight * miss,
                    }
                    if row.micro && miss > worst {
                        worst = miss;
                        worst_of = (row.rule, row.way());
                    }
                }
            }
            let mut most = worst;
            let (beside, beside_worst) = goals.beside(totals, &mut |beside| {
                told(part(beside.rule, beside.way, beside.by, beside.weighs));
                if let Some(miss) = beside.worst.filter(|miss| *miss > most) {
                    most = miss;
                    worst_of = (beside.rule, beside.way);
                }
            });
            let worst = if beside_worst > worst { beside_worst } else { worst };
            score.goals += beside + weight::WORST * worst;
            if worst > 0.0 {
                told(part(worst_of.0, worst_of.1, 0.0, weight::WORST * worst));
            }
            let meals = &sums.meals[index * problem.meals.len()..(index + 1) * problem.meals.len()];
            let energy = totals[goals.whole_energy];
            for ((served, band), &meal) in meals.iter().zip(&diner.bands).zip(&problem.meals) {
                if let Some((low, high)) = band {
                    let miss = (low * energy - served).max(served - high * energy) / goals.energy;
                    if miss > TOLERANCE {
                        score.goals += weight::MEAL * miss;
                        let way = if *served < low * energy { Way::Short } else { Way::Over };
                        let (diner, goal, meal) = (Some(index), meal_share_rule(meal.kind()), Some(meal));
                        told(Part { diner, goal, meal, way, by: miss, weighs: weight::MEAL * miss });
                    }
                }
            }
        }
        score
    }
}

impl Sums {
    fn copy_from(&mut self, other: &Self) {
        self.totals.copy_from_slice(&other.totals);
        self.meals.copy_from_slice(&other.meals);
        self.brought.copy_from_slice(&other.brought);
        (self.cost, self.aim) = (other.cost, other.aim);
    }
}
