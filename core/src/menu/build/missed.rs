//! What the objective of a certificate is made of: every goal that is missed, by whom, how far, and what it weighs.

use serde::Serialize;

use super::problem::Problem;
use super::search::Found;
use super::state::State;
use super::taste::Taste;
use crate::foods::Meal;

/// The money for a day, beside the codes of rules.
pub(super) const BUDGET: &str = "budget";
/// Of a child's lunch or dinner from the pot: the grain, and what goes with it.
pub(super) const LEANING: [&str; 2] = ["pot_grain", "pot_beside"];

/// What a miss is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Too little.
    Short,
    /// Too much.
    Over,
    /// Of too much of the food it is not known how much it holds.
    Unknown,
}

/// One goal missed: a part of the objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missed {
    /// On which day, from 0.
    pub day: u8,
    /// Who, by eater; `None` of the budget, which is everybody's.
    pub eater: Option<usize>,
    /// The code of the rule; beside the rules `breast_milk` (the feeds of a nursed child), `budget`, and of a child's share
    /// of the pot `pot_grain` and `pot_beside`.
    pub goal: &'static str,
    /// At which meal, of what is asked meal by meal.
    pub meal: Option<Meal>,
    /// Short, over or unknown.
    pub way: Way,
    /// How far, as a share of the need or limit; of a meal as a share of the day's energy.
    pub by: f64,
    /// What it adds to the objective; of the worst vitamin or mineral of an eater what the worst counts again, too.
    pub weighs: f64,
}

/// A part of the objective as it is added up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub diner: Option<usize>,
    pub goal: &'static str,
    pub meal: Option<Meal>,
    pub way: Way,
    pub by: f64,
    pub weighs: f64,
}

/// What the day's menu misses, what weighs most first; parts of one goal together.
pub(super) fn missed(problem: &Problem, taste: &Taste, found: &Found, day: u8) -> Vec<Missed> {
    let mut all: Vec<Missed> = Vec::new();
    for part in State::of(problem, taste, found).parts() {
        let Part { diner: eater, goal, meal, way, by, weighs } = part;
        let same = |known: &&mut Missed| (known.eater, known.goal, known.meal, known.way) == (eater, goal, meal, way);
        match all.iter_mut().find(same) {
            Some(known) => (known.by, known.weighs) = (known.by + by, known.weighs + weighs),
            None => all.push(Missed { day, eater, goal, meal, way, by, weighs }),
        }
    }
    all.sort_by(|a, b| b.weighs.total_cmp(&a.weighs));
    all
}
