//! The rows of the relaxation: what a portion puts into each, and what may be missed of it.
//!
//! What catches people out: each miss has a largest size, worked out from the dishes, for the proof asks a finite box of every
//! variable.

use super::super::goals::{Goals, Iron, TOLERANCE, Tier, weight};
use super::{Entry, Relaxation, What, count};

impl Relaxation<'_> {
    /// Asks every column to come for an entry in that row.
    pub(super) fn entry(&mut self, diner: usize, row: usize, entry: Entry) {
        self.rows[diner].push((row, entry));
    }

    /// The goals; a miss costs its weight, the worst of the small ones once more.
    pub(super) fn goals(&mut self, diner: usize, goals: &Goals) {
        for (index, row) in goals.rows.iter().enumerate() {
            let needed = match self.what {
                What::Misses => row.tier != Tier::Better,
                What::Cost => row.tier == Tier::Hard || row.tier == Tier::Goal && row.weight >= weight::MACRO,
                What::CostOfGoals => row.tier != Tier::Better,
            };
            if needed {
                let at = self.simplex.row(row.from - TOLERANCE, f64::INFINITY);
                self.entry(diner, at, Entry::Goal(index, 1.0));
            }
        }
    }

    /// Each meal's share of the day's energy.
    pub(super) fn meals(&mut self, diner: usize, goals: &Goals) {
        for (meal, band) in self.problem.diners[diner].bands.iter().enumerate() {
            let Some((low, high)) = *band else { continue };
            for (share, sign) in [(low, 1.0), (high, -1.0)] {
                let row = self.simplex.row(-TOLERANCE, f64::INFINITY);
                self.entry(diner, row, Entry::Meal { meal, share, factor: sign / goals.energy });
            }
        }
    }

    /// A child's meal from the pot without grain, or without something beside it.
    pub(super) fn leaning(&mut self) {
        for &(diner, meal) in &self.problem.leaning {
            for kind in 0..2 {
                let row = self.simplex.row(1.0, f64::INFINITY);
                self.entry(diner, row, Entry::Brings { meal, kind });
            }
        }
    }

    /// What is missed of each row, once every dish is known: no more than the dishes can take away from it.
    pub(super) fn misses(&mut self) {
        if self.what != What::Misses {
            return;
        }
        let problem = self.problem;
        for diner in 0..problem.diners.len() {
            let goals = &problem.diners[diner].goals;
            let mut worst: Vec<(usize, f64)> = Vec::new();
            let mut furthest: f64 = 0.0;
            let mut meal_miss: Vec<Option<usize>> = vec![None; self.problem.meals.len()];
            let of_diner = self.rows[diner].clone();
            for (row, entry) in of_diner {
                let deep = self.depth(row);
                match entry {
                    Entry::Goal(index, _) => {
                        let goal = &goals.rows[index];
                        if goal.tier != Tier::Goal {
                            continue;
                        }
                        let most = (goal.from + deep).max(0.0);
                        let mut column = vec![(row, 1.0)];
                        if let Some(iron) = goals.iron.filter(|iron| iron.row == index) {
                            column.push((self.iron(diner, &iron), iron.more));
                        }
                        if goal.micro {
                            let linked = self.simplex.row(0.0, f64::INFINITY);
                            column.push((linked, -1.0));
                            worst.push((linked, 1.0));
                            furthest = furthest.max(most + 1.0);
                        }
                        self.simplex.variable(goal.weight, (0.0, most + 1.0), column);
                    }
                    Entry::Meal { meal, .. } => {
                        if let Some(miss) = meal_miss[meal] {
                            self.simplex.add_entry(miss, row, 1.0);
                        } else {
                            let most = deep + self.height(row);
                            meal_miss[meal] = Some(self.simplex.variable(weight::MEAL, (0.0, most), vec![(row, 1.0)]));
                        }
                    }
                    Entry::Brings { .. } => {
                        self.simplex.variable(weight::LACKING, (0.0, 1.0), vec![(row, 1.0)]);
                    }
                }
            }
            if let Some(groups) = &goals.groups {
                let reached = self.simplex.row(groups.count, f64::INFINITY);
                for column in groups.columns.clone() {
                    let held = self.simplex.row(0.0, f64::INFINITY);
                    let scale = groups.minimum.max(1.0);
                    self.fill(diner, held, Entry::Goal(column, 1.0 / scale));
                    self.simplex.variable(0.0, (0.0, 1.0), vec![(reached, 1.0), (held, -groups.minimum / scale)]);
                }
                let linked = self.simplex.row(0.0, f64::INFINITY);
                worst.push((linked, 1.0));
                furthest = furthest.max(1.0);
                self.simplex.variable(groups.weight, (0.0, 1.0), vec![(reached, groups.count), (linked, -1.0)]);
            }
            self.simplex.variable(weight::WORST, (0.0, furthest), worst);
        }
        if let Some(row) = self.budget {
            let most = self.height(row);
            self.simplex.variable(weight::BUDGET, (0.0, most), vec![(row, -1.0)]);
        }
    }

    /// The stricter need of iron holds unless meat or vitamin C pass their limits; its row.
    fn iron(&mut self, diner: usize, iron: &Iron) -> usize {
        let stricter = self.simplex.row(iron.more * (1.0 - TOLERANCE), f64::INFINITY);
        self.fill(diner, stricter, Entry::Goal(iron.row, 1.0));
        let limits = [(iron.limits.0, iron.columns.0), (iron.limits.1, iron.columns.1)];
        for (limit, column) in limits {
            let held = self.simplex.row(0.0, f64::INFINITY);
            let scale = limit.max(1.0);
            self.fill(diner, held, Entry::Goal(column, 1.0 / scale));
            self.simplex.variable(0.0, (0.0, 1.0), vec![(stricter, iron.more), (held, -limit / scale)]);
        }
        stricter
    }

    /// A row that comes once the dishes are there.
    fn fill(&mut self, diner: usize, row: usize, entry: Entry) {
        self.rows[diner].push((row, entry));
        for group in 0..self.groups.len() {
            for part in 0..self.groups[group].parts.len() {
                if self.groups[group].parts[part].diner != diner {
                    continue;
                }
                for at in 0..self.groups[group].candidates.len() {
                    let candidate = self.groups[group].candidates[at];
                    for (level, variable) in self.groups[group].parts[part].columns[at].clone() {
                        let value = self.value(group, diner, candidate, level, entry);
                        if value != 0.0 {
                            self.simplex.add_entry(variable, row, value);
                        }
                    }
                }
            }
        }
    }

    /// How far the dishes can bring a row down, were each place filled with the worst; how far up.
    fn depth(&self, row: usize) -> f64 {
        self.reach(row, |value| -value)
    }

    fn height(&self, row: usize) -> f64 {
        self.reach(row, |value| value)
    }

    fn reach(&self, row: usize, of: impl Fn(f64) -> f64) -> f64 {
        let in_row = |variable: usize| -> f64 {
            self.simplex.column(variable).iter().filter(|(at, _)| *at == row).map(|(_, value)| of(*value)).sum()
        };
        let mut reach = 0.0;
        for group in &self.groups {
            for part in &group.parts {
                let variables = part.columns.iter().flatten().map(|(_, variable)| in_row(*variable));
                reach += count(group.places) * variables.fold(0.0, f64::max);
            }
        }
        reach
    }

    pub(super) fn value(&self, group: usize, diner: usize, candidate: u16, level: u8, entry: Entry) -> f64 {
        let problem = self.problem;
        let servings = problem.candidate(candidate).portions.at(diner, level);
        let column = problem.column(candidate, diner);
        match entry {
            Entry::Goal(index, factor) => servings * column[index] * factor,
            Entry::Meal { meal, share, factor } => {
                let here = if problem.sittings[self.groups[group].sitting].meal == meal { 1.0 } else { 0.0 };
                let energy = servings * column[problem.diners[diner].goals.whole_energy];
                factor * (here - share) * energy
            }
            Entry::Brings { meal, kind } => {
                let here = problem.sittings[self.groups[group].sitting].meal == meal;
                if here { f64::from(problem.candidate(candidate).brings[kind]) } else { 0.0 }
            }
        }
    }
}
