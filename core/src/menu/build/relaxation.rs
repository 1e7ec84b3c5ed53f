//! The problem of a day as a linear program that asks less than any menu must give.
//!
//! Each dish of each list of a sitting has a column at the smallest and at the largest of the portions it may have: what lies
//! between is a mixture of the two, so that every menu on the household grid is a point of the program and its objective
//! there is no higher. A place may hold a little of many dishes, each diner may be served other ones, and rules with two
//! sides take the one that asks less.
//!
//! What catches people out: which dishes, layouts and portions are still open is a [`Domain`]; narrowing it is how
//! [`super::branch`] comes nearer to real menus.

mod rows;

use super::problem::{Problem, Sitting};
use super::random::Random;
use super::simplex::{Outcome, Simplex};

/// What is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The objective.
    Misses,
    /// The cost in đ of a day that keeps energy and macronutrients.
    Cost,
    /// The cost in đ of a day that meets every goal that is a row.
    CostOfGoals,
}

/// One list of dishes of one sitting.
#[derive(Debug)]
pub(super) struct Group {
    pub sitting: usize,
    pub list: usize,
    pub candidates: Vec<u16>,
    /// Most places of any layout: those with one can be split.
    pub places: usize,
    /// By diner of the sitting.
    parts: Vec<Part>,
}

impl Group {
    /// Where the portions of a diner's part in a dish stand in a [`Domain`].
    pub const fn cell(&self, candidate: usize, part: usize) -> usize {
        candidate * self.parts.len() + part
    }
}

/// One diner's share in a group.
#[derive(Debug)]
struct Part {
    diner: usize,
    row: usize,
    /// The variable that stands for an empty place.
    empty: Option<usize>,
    /// Whether the diner eats of whatever stands there.
    all_eat: bool,
    /// `[candidate]`: level and variable.
    columns: Vec<Vec<(u8, usize)>>,
}

/// What is still open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Domain {
    /// `[sitting][layout]`
    pub ways: Vec<Vec<bool>>,
    /// `[group][candidate]`, and last whether the place may stay empty.
    pub options: Vec<Vec<bool>>,
    /// `[group]` and [`Group::cell`]: the levels open, first and last; `None` when the diner has none of it.
    pub levels: Vec<Vec<Option<(u8, u8)>>>,
}

/// A solution of the program.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// `[sitting][layout]`
    pub ways: Vec<Vec<f64>>,
    /// `[group][candidate]`, and last the empty place: the most any diner has of it.
    pub shares: Vec<Vec<f64>>,
    /// `[group][candidate][part]`: servings, were the dish there whole.
    pub servings: Vec<Vec<Vec<f64>>>,
}

/// The program.
pub(super) struct Relaxation<'p> {
    pub problem: &'p Problem,
    what: What,
    /// Whether no dish stands twice a day but rice and milk.
    once: bool,
    simplex: Simplex,
    pub groups: Vec<Group>,
    ways: Vec<Vec<usize>>,
    /// `[diner]`: row of the program, and of the diner's goals with its scale.
    rows: Vec<Vec<(usize, Entry)>>,
    budget: Option<usize>,
    /// `[diner][candidate]`: the row that keeps the dish to once a day.
    standing: Vec<Vec<Option<usize>>>,
}

/// What a serving of a dish puts into a row.
#[derive(Clone, Copy, Debug)]
enum Entry {
    /// A row or column of the goals, times so much.
    Goal(usize, f64),
    /// Energy of a meal less its share of the day's, times so much.
    Meal { meal: usize, share: f64, factor: f64 },
    /// Brings something to a meal.
    Brings { meal: usize, kind: usize },
}

impl<'p> Relaxation<'p> {
    /// `once`: the menus meant serve no dish twice a day but rice and milk.
    pub fn new(problem: &'p Problem, what: What, once: bool) -> Self {
        let mut relaxation = Self {
            problem,
            what,
            once,
            simplex: Simplex::default(),
            groups: Vec::new(),
            ways: Vec::new(),
            rows: vec![Vec::new(); problem.diners.len()],
            budget: None,
            standing: vec![vec![None; problem.candidates.len()]; problem.diners.len()],
        };
        relaxation.places();
        for (diner, goals) in problem.diners.iter().map(|diner| &diner.goals).enumerate() {
            relaxation.goals(diner, goals);
            if what == What::Misses {
                relaxation.meals(diner, goals);
            }
        }
        if what == What::Misses {
            relaxation.leaning();
            if problem.budget.is_some() {
                relaxation.budget = Some(relaxation.simplex.row(f64::NEG_INFINITY, 1.0));
            }
        }
        for group in 0..relaxation.groups.len() {
            for part in 0..relaxation.groups[group].parts.len() {
                for at in 0..relaxation.groups[group].candidates.len() {
                    let (candidate, diner) =
                        (relaxation.groups[group].candidates[at], relaxation.groups[group].parts[part].diner);
                    if let Some((least, most)) = positive(problem, candidate, diner) {
                        relaxation.serve(group, part, at, least);
                        if most > least {
                            relaxation.serve(group, part, at, most);
                        }
                    }
                }
            }
        }
        relaxation.misses();
        relaxation.simplex.begin();
        relaxation
    }

    /// How many columns it has.
    pub const fn columns(&self) -> usize {
        self.simplex.variables()
    }

    /// Everything open.
    pub fn domain(&self) -> Domain {
        let levels = |group: &Group| {
            let of = |&candidate: &u16| group.parts.iter().map(move |part| (candidate, part.diner)).collect::<Vec<_>>();
            let cells = group.candidates.iter().flat_map(of);
            cells.map(|(candidate, diner)| positive(self.problem, candidate, diner)).collect()
        };
        Domain {
            ways: self.ways.iter().map(|ways| vec![true; ways.len()]).collect(),
            options: self.groups.iter().map(|group| vec![true; group.candidates.len() + 1]).collect(),
            levels: self.groups.iter().map(levels).collect(),
        }
    }

    /// Layouts, and what stands in the places of each list.
    fn places(&mut self) {
        let problem = self.problem;
        let mut main: Vec<Vec<(usize, bool)>> = vec![Vec::new(); problem.diners.len()];
        for (index, sitting) in problem.sittings.iter().enumerate() {
            let whole = self.simplex.row(1.0, 1.0);
            let ways: Vec<usize> =
                sitting.layouts.iter().map(|_| self.simplex.variable(0.0, (0.0, 1.0), vec![(whole, 1.0)])).collect();
            if let [diner] = sitting.diners[..] {
                let of_main = !problem.meals[sitting.meal].code().starts_with("snack");
                let food = ways.iter().zip(&sitting.layouts).filter(|(_, layout)| !layout.feed);
                main[diner].extend(food.map(|(way, _)| (*way, of_main)));
            }
            self.ways.push(ways);
            let mut lists: Vec<usize> =
                sitting.layouts.iter().flat_map(|layout| layout.seats.iter().map(|seat| seat.list)).collect();
            lists.sort_unstable();
            lists.dedup();
            for list in lists {
                self.group(index, sitting, list);
            }
        }
        for feeding in &problem.feeding {
            for (of_main, most) in [(true, feeding.main_meals.1), (false, feeding.snacks.1)] {
                let row = self.simplex.row(f64::NEG_INFINITY, count(most));
                for (way, _) in main[feeding.diner].iter().filter(|(_, main)| *main == of_main) {
                    self.simplex.add_entry(*way, row, 1.0);
                }
            }
        }
    }

    fn group(&mut self, index: usize, sitting: &Sitting, list: usize) {
        let problem = self.problem;
        let candidates = problem.lists[list].clone();
        let seats = |required: bool| {
            let of_layout = move |layout: &super::problem::Layout| {
                layout.seats.iter().filter(|seat| seat.list == list && (!required || seat.required)).count()
            };
            sitting.layouts.iter().map(of_layout).collect::<Vec<_>>()
        };
        let (all, required) = (seats(false), seats(true));
        let mut parts = Vec::new();
        for &diner in &sitting.diners {
            let row = self.simplex.row(0.0, 0.0);
            for (way, places) in self.ways[index].clone().into_iter().zip(&all) {
                if *places > 0 {
                    self.simplex.add_entry(way, row, -count(*places));
                }
            }
            // Who may go without, or has no portion at all, need not fill a place.
            let eats = |candidate: &u16| problem.candidate(*candidate).portions.least(diner) > 0.0;
            let all_eat = candidates.iter().all(eats);
            let most = count(all.iter().copied().max().unwrap_or(0));
            let empty =
                (!all_eat || all != required).then(|| self.simplex.variable(0.0, (0.0, most), vec![(row, 1.0)]));
            if let Some(empty) = empty.filter(|_| all_eat && required.iter().any(|places| *places > 0)) {
                let filled = self.simplex.row(f64::NEG_INFINITY, 0.0);
                self.simplex.add_entry(empty, filled, 1.0);
                for (at, way) in self.ways[index].clone().into_iter().enumerate() {
                    if all[at] > required[at] {
                        self.simplex.add_entry(way, filled, -count(all[at] - required[at]));
                    }
                }
            }
            parts.push(Part { diner, row, empty, all_eat, columns: vec![Vec::new(); candidates.len()] });
        }
        let places = all.into_iter().max().unwrap_or(0);
        self.groups.push(Group { sitting: index, list, candidates, places, parts });
    }

    /// A column for a portion, unless there is one.
    fn serve(&mut self, group: usize, part: usize, at: usize, level: u8) -> Option<usize> {
        let (candidate, diner) = (self.groups[group].candidates[at], self.groups[group].parts[part].diner);
        if self.groups[group].parts[part].columns[at].iter().any(|(known, _)| *known == level) {
            return None;
        }
        let problem = self.problem;
        let mut column = vec![(self.groups[group].parts[part].row, 1.0)];
        for &(row, entry) in &self.rows[diner] {
            let value = self.value(group, diner, candidate, level, entry);
            if value != 0.0 {
                column.push((row, value));
            }
        }
        let cost = problem.candidate(candidate).portions.at(diner, level) * problem.candidate(candidate).cost;
        if let Some((row, budget)) = self.budget.zip(problem.budget) {
            column.push((row, cost / budget));
        }
        if let Some(row) = self.standing[diner][usize::from(candidate)] {
            column.push((row, 1.0));
        }
        let weight = if self.what == What::Misses { 0.0 } else { cost };
        let variable = self.simplex.variable(weight, (0.0, 1.0), column);
        self.groups[group].parts[part].columns[at].push((level, variable));
        Some(variable)
    }

    /// Narrows the program to a domain.
    pub fn narrow(&mut self, domain: &Domain) {
        for (ways, open) in self.ways.iter().zip(&domain.ways) {
            for (way, open) in ways.iter().zip(open) {
                self.simplex.set_box(*way, 0.0, if *open { 1.0 } else { 0.0 });
            }
        }
        for group in 0..self.groups.len() {
            let (options, levels) = (&domain.options[group], &domain.levels[group]);
            for part in 0..self.groups[group].parts.len() {
                if let Some(empty) = self.groups[group].parts[part].empty {
                    // Of a pot a diner may have nothing, whatever stands on the table.
                    let told = self.groups[group].parts.len() == 1 && self.groups[group].parts[part].all_eat;
                    let open = !told || *options.last().expect("one for the empty place");
                    let most = count(self.groups[group].places);
                    self.simplex.set_box(empty, 0.0, if open { most } else { 0.0 });
                }
                for at in 0..self.groups[group].candidates.len() {
                    let open = levels[self.groups[group].cell(at, part)].filter(|_| options[at]);
                    if let Some((first, last)) = open {
                        for level in [first, last] {
                            if let Some(variable) = self.serve(group, part, at, level) {
                                self.simplex.join(variable);
                            }
                        }
                    }
                    for &(level, variable) in &self.groups[group].parts[part].columns[at] {
                        let high =
                            if open.is_some_and(|(first, last)| (first..=last).contains(&level)) { 1.0 } else { 0.0 };
                        self.simplex.set_box(variable, 0.0, high);
                    }
                }
            }
        }
    }

    /// Solves; forbids what stands more than once a day until nothing does.
    pub fn solve(&mut self, limit: f64, pivots: u32) -> Outcome {
        /// How often.
        const ROUNDS: u32 = 4;
        let mut outcome = self.simplex.solve(limit, pivots);
        for _ in 0..ROUNDS {
            if outcome != Outcome::Optimal || !self.once || !self.forbid_twice() {
                break;
            }
            outcome = self.simplex.solve(limit, pivots);
        }
        outcome
    }

    /// A row for each dish that stands more than once a day; whether there is one.
    fn forbid_twice(&mut self) -> bool {
        let values = self.simplex.point();
        let mut found = false;
        for diner in 0..self.problem.diners.len() {
            let mut shares = vec![0.0; self.problem.candidates.len()];
            for (candidate, variable) in self.columns_of(diner) {
                shares[usize::from(candidate)] += values[variable];
            }
            for (candidate, share) in shares.into_iter().enumerate() {
                let repeatable = self.problem.candidates[candidate].repeatable;
                if share <= 1.0 + 1e-6 || repeatable || self.standing[diner][candidate].is_some() {
                    continue;
                }
                let row = self.simplex.row(f64::NEG_INFINITY, 1.0);
                let of_dish = self.columns_of(diner).filter(|(one, _)| usize::from(*one) == candidate);
                let entries: Vec<(usize, f64)> = of_dish.map(|(_, variable)| (variable, 1.0)).collect();
                self.simplex.join_row(row, &entries);
                self.standing[diner][candidate] = Some(row);
                found = true;
            }
        }
        found
    }

    fn columns_of(&self, diner: usize) -> impl Iterator<Item = (u16, usize)> + '_ {
        let parts = self.groups.iter().flat_map(|group| group.parts.iter().map(move |part| (group, part)));
        parts.filter(move |(_, part)| part.diner == diner).flat_map(|(group, part)| {
            let columns = group.candidates.iter().zip(&part.columns);
            columns.flat_map(|(candidate, columns)| columns.iter().map(|(_, variable)| (*candidate, *variable)))
        })
    }

    /// The solution, place by place.
    pub fn point(&self) -> Point {
        let values = self.simplex.point();
        let ways = self.ways.iter().map(|ways| ways.iter().map(|way| values[*way]).collect()).collect();
        let (mut shares, mut servings) = (Vec::new(), Vec::new());
        for group in &self.groups {
            let mut of_group = vec![0.0_f64; group.candidates.len() + 1];
            let mut served = vec![vec![0.0; group.parts.len()]; group.candidates.len()];
            for (number, part) in group.parts.iter().enumerate() {
                for (at, candidate) in group.candidates.iter().enumerate() {
                    let portions = &self.problem.candidate(*candidate).portions;
                    let mut share = 0.0;
                    for (level, variable) in &part.columns[at] {
                        share += values[*variable];
                        served[at][number] += values[*variable] * portions.at(part.diner, *level);
                    }
                    if share > 1e-9 {
                        served[at][number] /= share;
                    }
                    of_group[at] = of_group[at].max(share);
                }
                if let Some(empty) = part.empty.filter(|_| group.parts.len() == 1 && part.all_eat) {
                    of_group[group.candidates.len()] = values[empty];
                }
            }
            shares.push(of_group);
            servings.push(served);
        }
        Point { ways, shares, servings }
    }

    /// Money and luck as a part of the objective, a whole budget and a whole dish weighing so much: for a dive.
    pub fn tempt(&mut self, money: f64, luck: f64, random: &mut Random) {
        let budget = self.problem.budget.unwrap_or(60_000.0);
        for group in &self.groups {
            let draws: Vec<f64> = group.candidates.iter().map(|_| random.share()).collect();
            for part in &group.parts {
                for ((candidate, columns), draw) in group.candidates.iter().zip(&part.columns).zip(&draws) {
                    let known = self.problem.candidate(*candidate);
                    for (level, variable) in columns {
                        let servings = known.portions.at(part.diner, *level);
                        self.simplex.set_cost(*variable, money * known.cost * servings / budget + luck * draw);
                    }
                }
            }
        }
        self.simplex.price();
    }

    /// The goals alone again.
    pub fn be_sober(&mut self) {
        self.tempt(0.0, 0.0, &mut Random::new(0));
    }

    /// What no point of the domain solved last goes below, whichever way it ended.
    pub fn proven(&self) -> f64 {
        /// What sums of products may lose.
        const SAFETY: f64 = 1e-7;
        (self.simplex.proven() - SAFETY).max(0.0)
    }

    /// Which diner a part is of.
    pub fn diner(&self, group: usize, part: usize) -> usize {
        self.groups[group].parts[part].diner
    }
}

/// The levels of the portions that are more than nothing.
fn positive(problem: &Problem, candidate: u16, diner: usize) -> Option<(u8, u8)> {
    let portions = &problem.candidate(candidate).portions;
    let count = portions.count(diner);
    let first = (0..count).find(|level| portions.at(diner, *level) > 0.0);
    first.filter(|_| portions.most(diner) > 0.0).map(|first| (first, count - 1))
}

#[expect(clippy::cast_precision_loss, reason = "a handful of places")]
fn count(places: usize) -> f64 {
    places as f64
}
