//! The search for one day's menu: small changes, kept when they help or hardly hurt (threshold accepting; Dueck and
//! Scheuer, 1990), then a descent.
//!
//! What catches people out: no clock, no thread, no function that rounds differently on another processor. How long it
//! runs is counted in moves, so that the same seed walks the same way everywhere.

use super::problem::{NONE, Problem, Seat};
use super::random::Random;
use super::state::{Choice, Score, State};
use super::taste::Taste;

/// Two objectives so near are the same.
pub(super) const SAME: f64 = 1e-9;

/// The best menu found so far.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub choices: Vec<Choice>,
    pub layouts: Vec<usize>,
    pub score: Score,
}

impl Found {
    /// Whether no dish stands twice but rice and milk.
    pub fn serves_each_once(&self, problem: &Problem) -> bool {
        let served = || self.choices.iter().map(|choice| choice.candidate).filter(|one| *one != NONE);
        served().all(|one| problem.candidate(one).repeatable || served().filter(|other| *other == one).count() == 1)
    }
}

/// How a walk cools: the first threshold, the last, and the moves between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    pub first: f64,
    pub last: f64,
    pub moves: u32,
    /// Whether it ends as soon as every goal is met.
    pub until_met: bool,
}

/// Moves between two thresholds; about a millisecond.
const CHUNK: u32 = 2000;

/// How often the other side of a trade is drawn.
const TRADES: u32 = 4;

/// One walk after another over the menus of a problem.
pub(super) struct Search<'p> {
    problem: &'p Problem,
    random: Random,
    state: State<'p>,
    pub best: Option<Found>,
    /// Whether a lead food may stand twice a day: goals come before variety.
    pub repeats: bool,
}

impl<'p> Search<'p> {
    pub fn new(problem: &'p Problem, taste: &'p Taste, seed: u64) -> Self {
        Self { problem, random: Random::new(seed), state: State::new(problem, taste), best: None, repeats: false }
    }

    /// What is searched.
    pub const fn problem(&self) -> &'p Problem {
        self.problem
    }

    /// A table laid at random.
    pub fn lay(&mut self) {
        let mut layouts: Vec<usize> = vec![0; self.problem.sittings.len()];
        for _ in 0..100 {
            for (layout, sitting) in layouts.iter_mut().zip(&self.problem.sittings) {
                *layout = self.random.below(sitting.layouts.len());
            }
            if self.problem.is_fed_by_age(&layouts) {
                break;
            }
        }
        self.state.layouts.clone_from(&layouts);
        let mut changes = Vec::new();
        for (index, layout) in layouts.into_iter().enumerate() {
            self.fill(index, layout, &mut changes);
        }
        // Whatever it costs; what is unsafe is left out again.
        for change in changes {
            self.state.attempt(&[change], |_, _| true);
        }
        self.keep();
    }

    /// Goes on from a menu that was found.
    pub fn resume(&mut self, found: &Found) {
        let changes: Vec<(usize, Choice)> = found.choices.iter().copied().enumerate().collect();
        self.state.layouts.clone_from(&found.layouts);
        self.state.attempt(&changes, |_, _| true);
        self.state.refresh();
        self.keep();
    }

    /// Walks from another menu, unless it is unsafe. False when it was told to stop.
    pub fn try_from(&mut self, found: &Found, schedule: Schedule, go_on: &mut dyn FnMut(&Self) -> bool) -> bool {
        let changes: Vec<(usize, Choice)> = found.choices.iter().copied().enumerate().collect();
        let layouts = std::mem::replace(&mut self.state.layouts, found.layouts.clone());
        if !self.state.attempt(&changes, |_, _| true) {
            self.state.layouts = layouts;
            return true;
        }
        self.state.refresh();
        self.keep();
        self.walk(schedule, go_on)
    }

    /// Walks; `go_on` is asked between chunks. False when it was told to stop.
    pub fn walk(&mut self, schedule: Schedule, go_on: &mut dyn FnMut(&Self) -> bool) -> bool {
        let chunks = schedule.moves.div_ceil(CHUNK).max(1);
        let cooling = root(schedule.last / schedule.first, chunks);
        let mut threshold = schedule.first;
        for _ in 0..chunks {
            for _ in 0..CHUNK {
                self.step(threshold);
            }
            self.state.refresh();
            threshold *= cooling;
            if !go_on(self) {
                return false;
            }
            // What is left is taste: that is another, finer walk.
            if schedule.until_met && self.is_done() {
                break;
            }
        }
        true
    }

    /// The totals of a diner, row by row, of the menu the search stands at.
    #[cfg(test)]
    pub fn totals(&self, diner: usize) -> &[f64] {
        self.state.totals(diner)
    }

    /// Whether nothing is left to improve but the taste.
    pub fn is_done(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.score.goals <= SAME)
    }

    /// Improves the best menu until no single change helps, at most so many times over all places.
    pub fn descend(&mut self, passes: u32) {
        if let Some(best) = self.best.clone() {
            self.resume(&best);
        }
        for _ in 0..passes {
            let mut improved = false;
            for sitting in 0..self.problem.sittings.len() {
                let seats = &self.problem.sittings[sitting].layouts[self.state.layouts[sitting]].seats;
                for seat in seats {
                    improved |= self.improve(seat);
                }
            }
            self.state.refresh();
            self.keep();
            if !improved {
                break;
            }
        }
    }

    /// Tries every dish of a place in every portion.
    fn improve(&mut self, seat: &Seat) -> bool {
        let problem = self.problem;
        let diners = &problem.sittings[problem.sitting_of[seat.slot]].diners;
        let mut improved = false;
        let better = |now: Score, next: Score| {
            next.goals < now.goals - SAME || next.goals <= now.goals && next.aim < now.aim - SAME
        };
        for &candidate in &problem.lists[seat.list] {
            let now = self.state.choices[seat.slot];
            if candidate != now.candidate && !self.may_stand(candidate, seat.slot) {
                continue;
            }
            for &diner in diners {
                for level in 0..problem.candidate(candidate).portions.count(diner) {
                    let mut choice = self.state.choices[seat.slot];
                    if choice.candidate != candidate {
                        choice = self.usual(candidate, seat.slot);
                    }
                    choice.levels[diner] = level;
                    improved |= self.state.attempt(&[(seat.slot, choice)], better);
                }
            }
        }
        if !seat.required {
            improved |= self.state.attempt(&[(seat.slot, Choice::EMPTY)], better);
        }
        improved
    }

    fn step(&mut self, threshold: f64) {
        let slack = threshold * self.random.share();
        let accept = |now: Score, next: Score| next.sum() <= now.sum() + slack;
        let slot = self.random.below(self.problem.slots());
        let sitting = self.problem.sitting_of[slot];
        let Some(seat) = self.seat(slot) else {
            return;
        };
        let now = self.state.choices[slot];
        if self.problem.budget.is_some() && self.random.below(3) == 0 {
            if self.trade(slot, accept) {
                self.keep();
            }
            return;
        }
        let moved = match self.random.below(20) {
            0 => self.lay_otherwise(sitting, accept),
            1 => self.swap_places(slot, seat, accept),
            2 if !seat.required && now.candidate != NONE => self.state.attempt(&[(slot, Choice::EMPTY)], accept),
            3..=9 => self.serve_another(slot, seat, accept),
            _ if now.candidate == NONE => self.serve_another(slot, seat, accept),
            _ => self.serve_more_or_less(slot, now, accept),
        };
        if moved {
            self.keep();
        }
    }

    /// The place of a slot in the layout chosen now.
    fn seat(&self, slot: usize) -> Option<&'p Seat> {
        let sitting = self.problem.sitting_of[slot];
        let seats = &self.problem.sittings[sitting].layouts[self.state.layouts[sitting]].seats;
        seats.get(slot - seats.first()?.slot)
    }

    /// A step more or less for one diner.
    fn serve_more_or_less(&mut self, slot: usize, now: Choice, accept: impl FnOnce(Score, Score) -> bool) -> bool {
        let problem = self.problem;
        let diners = &problem.sittings[problem.sitting_of[slot]].diners;
        let diner = diners[self.random.below(diners.len())];
        let steps = problem.candidate(now.candidate).portions.count(diner);
        let level = now.levels[diner];
        let mut next = now;
        next.levels[diner] = if self.random.below(2) == 0 { level.saturating_sub(1) } else { level + 1 };
        if next.levels[diner] >= steps || next == now {
            return false;
        }
        self.state.attempt(&[(slot, next)], accept)
    }

    fn serve_another(&mut self, slot: usize, seat: &Seat, accept: impl FnOnce(Score, Score) -> bool) -> bool {
        let list = &self.problem.lists[seat.list];
        let candidate = list[self.random.below(list.len())];
        if candidate == self.state.choices[slot].candidate || !self.may_stand(candidate, slot) {
            return false;
        }
        let choice = self.near_usual(candidate, slot);
        self.state.attempt(&[(slot, choice)], accept)
    }

    /// Two places change at once, one for less money and one for more: where the budget is tight, a step that saves
    /// must pay for the other.
    fn trade(&mut self, slot: usize, accept: impl FnOnce(Score, Score) -> bool) -> bool {
        let Some((one, spent)) = self.drawn_change(slot) else { return false };
        let other = self.random.below(self.problem.slots());
        if other == slot {
            return false;
        }
        for _ in 0..TRADES {
            let Some((two, saved)) = self.drawn_change(other) else { continue };
            if spent * saved < 0.0 && self.stand_together(one, two) {
                return self.state.attempt(&[(slot, one), (other, two)], accept);
            }
        }
        false
    }

    /// A change of one place drawn at random, and what it costs more, đ.
    fn drawn_change(&mut self, slot: usize) -> Option<(Choice, f64)> {
        let problem = self.problem;
        let seat = self.seat(slot)?;
        let now = self.state.choices[slot];
        let diners = &problem.sittings[problem.sitting_of[slot]].diners;
        let next = if now.candidate == NONE || self.random.below(2) == 0 {
            let list = &problem.lists[seat.list];
            let candidate = list[self.random.below(list.len())];
            if candidate == now.candidate || !self.may_stand(candidate, slot) {
                return None;
            }
            self.near_usual(candidate, slot)
        } else {
            let diner = diners[self.random.below(diners.len())];
            let level = now.levels[diner];
            let mut next = now;
            next.levels[diner] = if self.random.below(2) == 0 { level.checked_sub(1)? } else { level + 1 };
            if next.levels[diner] >= problem.candidate(now.candidate).portions.count(diner) {
                return None;
            }
            next
        };
        let cost = |choice: Choice| -> f64 {
            if choice.candidate == NONE {
                return 0.0;
            }
            let candidate = problem.candidate(choice.candidate);
            let servings = |diner: &usize| candidate.portions.at(*diner, choice.levels[*diner]);
            candidate.cost * diners.iter().map(servings).sum::<f64>()
        };
        Some((next, cost(next) - cost(now)))
    }

    /// Whether two dishes that come at once are two dishes, with no lead food in common.
    fn stand_together(&self, one: Choice, two: Choice) -> bool {
        let leads = |choice: Choice| &self.problem.candidate(choice.candidate).leads;
        one.candidate != two.candidate && (self.repeats || !leads(one).iter().any(|lead| leads(two).contains(lead)))
    }

    /// The dishes of two meals change places.
    fn swap_places(&mut self, slot: usize, seat: &Seat, accept: impl FnOnce(Score, Score) -> bool) -> bool {
        let other = self.random.below(self.problem.slots());
        let Some(other_seat) = self.seat(other) else { return false };
        let (one, two) = (self.state.choices[slot], self.state.choices[other]);
        let fits = |choice: Choice, seat: &Seat| {
            if choice.candidate == NONE {
                return !seat.required;
            }
            self.problem.lists[seat.list].binary_search(&choice.candidate).is_ok()
        };
        let diners = |slot: usize| &self.problem.sittings[self.problem.sitting_of[slot]].diners;
        let beside =
            |choice: Choice, slot: usize| choice.candidate != NONE && self.is_served_beside(choice.candidate, slot);
        if one == two
            || diners(slot) != diners(other)
            || !fits(one, other_seat)
            || !fits(two, seat)
            || beside(one, other)
            || beside(two, slot)
        {
            return false;
        }
        self.state.attempt(&[(slot, two), (other, one)], accept)
    }

    /// Another layout of a sitting, filled anew.
    fn lay_otherwise(&mut self, sitting: usize, accept: impl FnOnce(Score, Score) -> bool) -> bool {
        let layouts = self.problem.sittings[sitting].layouts.len();
        if layouts < 2 {
            return false;
        }
        let now = self.state.layouts[sitting];
        let next = (now + 1 + self.random.below(layouts - 1)) % layouts;
        self.state.layouts[sitting] = next;
        let mut changes = Vec::new();
        if self.problem.is_fed_by_age(&self.state.layouts) {
            self.fill(sitting, next, &mut changes);
        }
        let moved = !changes.is_empty() && self.state.attempt(&changes, accept);
        if !moved {
            self.state.layouts[sitting] = now;
        }
        moved
    }

    /// Dishes for every place of a layout, those it has no use for taken away.
    fn fill(&mut self, sitting: usize, layout: usize, changes: &mut Vec<(usize, Choice)>) {
        let problem = self.problem;
        let of_sitting = &problem.sittings[sitting];
        let widest = of_sitting.layouts.iter().max_by_key(|layout| layout.seats.len()).expect("a sitting has a layout");
        for Seat { slot, .. } in &widest.seats {
            let seat = of_sitting.layouts[layout].seats.iter().find(|seat| seat.slot == *slot);
            let now = self.state.choices[*slot];
            let choice = match seat {
                None => Choice::EMPTY,
                Some(seat) if problem.lists[seat.list].binary_search(&now.candidate).is_ok() => now,
                Some(seat) if !seat.required && self.random.below(2) == 0 => Choice::EMPTY,
                Some(seat) => self.draw(seat, changes),
            };
            if choice != now {
                changes.push((*slot, choice));
            }
        }
    }

    /// A dish for a place, not one that stands elsewhere, if the list has another.
    fn draw(&mut self, seat: &Seat, changes: &[(usize, Choice)]) -> Choice {
        let list = &self.problem.lists[seat.list];
        let mut candidate = list[self.random.below(list.len())];
        for _ in 0..8 {
            let coming = changes.iter().any(|(_, choice)| choice.candidate == candidate);
            if self.may_stand(candidate, seat.slot) && !coming {
                break;
            }
            candidate = list[self.random.below(list.len())];
        }
        self.near_usual(candidate, seat.slot)
    }

    /// Whether the dish may come to stand in a slot: once a day, but for rice and milk, and these once a meal.
    fn may_stand(&self, candidate: u16, slot: usize) -> bool {
        if self.state.count(candidate) == 0 {
            return self.repeats || !self.state.leads_twice(candidate, self.state.choices[slot].candidate);
        }
        self.problem.candidate(candidate).repeatable && !self.is_served_beside(candidate, slot)
    }

    /// Whether the dish stands in another slot of the same sitting.
    fn is_served_beside(&self, candidate: u16, slot: usize) -> bool {
        let sitting = self.problem.sitting_of[slot];
        let slots = self.state.choices.iter().zip(&self.problem.sitting_of).enumerate();
        slots.into_iter().any(|(other, (choice, of))| *of == sitting && other != slot && choice.candidate == candidate)
    }

    /// Whether some dish stands in two slots of one sitting, as a relaxation may lay rice or milk: it would be one cooking with two
    /// portions of the same eater.
    fn stands_twice_at_a_meal(&self) -> bool {
        let slots = self.state.choices.iter().enumerate();
        slots
            .into_iter()
            .any(|(slot, choice)| choice.candidate != NONE && self.is_served_beside(choice.candidate, slot))
    }

    /// The portion its recipe is written for, for each diner.
    fn usual(&self, candidate: u16, slot: usize) -> Choice {
        let portions = &self.problem.candidate(candidate).portions;
        let mut choice = Choice { candidate, ..Choice::EMPTY };
        for &diner in &self.problem.sittings[self.problem.sitting_of[slot]].diners {
            // Of a share that may be nothing, the middle.
            let shared = portions.least(diner) <= 0.0;
            choice.levels[diner] = if shared { portions.count(diner) / 2 } else { portions.nearest(diner, 1.0) };
        }
        choice
    }

    /// The same, a step more or less now and then.
    fn near_usual(&mut self, candidate: u16, slot: usize) -> Choice {
        let mut choice = self.usual(candidate, slot);
        for &diner in &self.problem.sittings[self.problem.sitting_of[slot]].diners {
            let steps = self.problem.candidate(candidate).portions.count(diner);
            let level = usize::from(choice.levels[diner]) + self.random.below(3);
            let level = level.saturating_sub(1).min(usize::from(steps) - 1);
            choice.levels[diner] = u8::try_from(level).expect("fewer steps than 256");
        }
        choice
    }

    fn keep(&mut self) {
        let score = self.state.score;
        let better = self.best.as_ref().is_none_or(|best| {
            score.goals < best.score.goals - SAME
                || score.goals <= best.score.goals + SAME && score.aim < best.score.aim
        });
        if better && score.hard <= 0.0 && !self.stands_twice_at_a_meal() {
            match &mut self.best {
                Some(best) => {
                    best.choices.copy_from_slice(&self.state.choices);
                    best.layouts.copy_from_slice(&self.state.layouts);
                    best.score = score;
                }
                None => {
                    let (choices, layouts) = (self.state.choices.clone(), self.state.layouts.clone());
                    self.best = Some(Found { choices, layouts, score });
                }
            }
        }
    }
}

/// The `count`-th root of a share, by halving: no library function that another processor rounds differently.
fn root(of: f64, count: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        let power = (0..count).fold(1.0, |power, _| power * middle);
        if power < of { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_a_root() {
        assert!((root(0.001, 3) - 0.1).abs() < 1e-12);
        assert!((root(1e-5, 30).powi(30) - 1e-5).abs() < 1e-15);
    }
}
