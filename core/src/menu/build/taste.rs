//! What tells menus apart that meet the goals alike: what the proposal aims at, and what stood on the table lately.
//!
//! What catches people out: the aim is kept so small that it buys no goal, and the descent at the end of the search looks
//! at it only among menus whose goals are equal. Variety over the days stands there
//! too, outside the certificate: nobody can prove how varied a week must be.

use super::answer::Aim;
use super::problem::{Candidate, Problem, Sitting};
use super::random::Random;

/// A dish drawn at random is worth up to this much.
const DRAWN: f64 = 2e-4;
/// A day's usual cost is worth this much.
const COST: f64 = 3e-4;
/// The same for the cheapest proposal; a whole need of iron for that which seeks iron.
const SOUGHT: f64 = 5e-3;
/// A day's usual cost while the way under a tight budget is sought: as a third of a vitamin.
const FRUGAL: f64 = 0.3;
/// A dish cooked for a child alone, beside a pot it may share.
const COOKED_APART: f64 = 5e-4;
/// A dish of which something is out of season.
const OUT_OF_SEASON: f64 = 5e-4;
/// A dish that another proposal shows already.
const SHOWN: f64 = 2e-3;
/// đ a day for one eater, against which cost is weighed.
const USUAL_VND: f64 = 60_000.0;

/// Variety over the days: a dish of yesterday, and less for one of the two days before; its lead food half of that.
const SERVED_LATELY: [f64; 3] = [0.01, 0.005, 0.003];

/// Fish or seafood at least every third day: two or three times a week, as every food guide asks.
const FISH_EVERY: usize = 3;
const NO_FISH: f64 = 0.01;

/// Weights on candidates.
#[derive(Clone, Debug)]
pub(super) struct Taste {
    /// For standing in the menu at all.
    pub standing: Vec<f64>,
    /// For each serving.
    pub serving: Vec<f64>,
    /// For standing in a sitting, by sitting.
    pub sitting: Vec<f64>,
    /// What a day without fish or seafood costs, after two such days.
    pub no_fish: f64,
}

impl Taste {
    /// No taste at all.
    pub fn none(problem: &Problem) -> Self {
        let count = problem.candidates.len();
        let sitting = vec![0.0; problem.sittings.len()];
        Self { standing: vec![0.0; count], serving: vec![0.0; count], sitting, no_fish: 0.0 }
    }

    pub fn new(problem: &Problem, aim: Aim, seed: u64) -> Self {
        let count = problem.candidates.len();
        let mut random = Random::new(seed);
        let diners = f64::from(u32::try_from(problem.diners.len()).unwrap_or(1));
        let cost = if aim == Aim::Cheapest { SOUGHT } else { COST } / (USUAL_VND * diners);
        let beside_a_pot = |sitting: &Sitting| {
            let pot = |other: &Sitting| other.diners.len() > 1 && other.diners.contains(&sitting.diners[0]);
            let apart = sitting.diners.len() == 1 && problem.sittings.iter().any(pot);
            if apart { COOKED_APART } else { 0.0 }
        };
        let mut taste = Self {
            standing: vec![0.0; count],
            serving: vec![0.0; count],
            sitting: problem.sittings.iter().map(beside_a_pot).collect(),
            no_fish: 0.0,
        };
        for (index, candidate) in problem.candidates.iter().enumerate() {
            taste.standing[index] = DRAWN * random.share() + if candidate.out_of_season { OUT_OF_SEASON } else { 0.0 };
            taste.serving[index] = cost * candidate.cost;
            let home: f64 = candidate.at_home.iter().sum();
            let liked = if aim == Aim::Liked { SOUGHT } else { COST };
            taste.serving[index] -= liked * home / 1000.0;
            let sought = match aim {
                Aim::MostIron => "iron",
                Aim::MostCalcium => "calcium",
                Aim::Usual | Aim::Cheapest | Aim::Liked => continue,
            };
            let number = u16::try_from(index).expect("fewer candidates");
            for (diner, goals) in problem.diners.iter().map(|one| &one.goals).enumerate() {
                let row = goals.rows.iter().position(|row| row.rule == sought && row.from > 0.0);
                let share = row.map_or(0.0, |row| problem.column(number, diner)[row]);
                taste.serving[index] -= SOUGHT * share / diners;
            }
        }
        taste
    }

    /// Money above all that is no goal: a walk that leads under a tight budget.
    pub fn frugal(mut self, problem: &Problem) -> Self {
        let diners = f64::from(u32::try_from(problem.diners.len()).unwrap_or(1));
        for (serving, candidate) in self.serving.iter_mut().zip(&problem.candidates) {
            *serving += FRUGAL * candidate.cost / (USUAL_VND * diners);
        }
        self
    }

    /// Another proposal shows these already.
    pub fn shun(&mut self, problem: &Problem, shown: &[String]) {
        for (standing, candidate) in self.standing.iter_mut().zip(&problem.candidates) {
            if !candidate.leads.is_empty() && shown.contains(&candidate.id) {
                *standing += SHOWN;
            }
        }
    }

    /// What was served on the days before, yesterday first.
    pub fn remember(&mut self, problem: &Problem, days: &[Vec<String>]) {
        let fish = |served: &Vec<String>| problem.candidates.iter().any(|one| one.fish && served.contains(&one.id));
        if problem.candidates.iter().any(|one| one.fish)
            && days.len() >= FISH_EVERY - 1
            && !days[..FISH_EVERY - 1].iter().any(fish)
        {
            self.no_fish = NO_FISH;
        }
        for (served, weight) in days.iter().zip(SERVED_LATELY) {
            let of = |candidate: &&Candidate| served.contains(&candidate.id);
            let leads: Vec<u16> = problem.candidates.iter().filter(of).flat_map(|one| one.leads.clone()).collect();
            for (standing, candidate) in self.standing.iter_mut().zip(&problem.candidates) {
                if candidate.repeatable {
                    continue;
                }
                if served.contains(&candidate.id) {
                    *standing += weight;
                } else if candidate.leads.iter().any(|lead| leads.contains(lead)) {
                    *standing += weight / 2.0;
                }
            }
        }
    }
}
