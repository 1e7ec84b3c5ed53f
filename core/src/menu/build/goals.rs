//! One eater's goals as rows over portions: what the search weighs and the bound proves.
//!
//! Every rule that can fail becomes one or two rows `Σ portion × a ≥ b`, scaled so that `b − Σ` is the miss as a share of
//! the need or limit. The limits are asked of [`judged`], never written here.
//!
//! What catches people out:
//! - a share of energy is made a row by multiplying with the energy: its miss counts as if the day's energy were the need;
//! - some rules are no rows: iron's need drops by a step once the day holds enough meat or vitamin C, food groups count
//!   from an amount on, a ceiling over food that is partly unknown is kept in one of two ways. The search works these out
//!   ([`Goals::beside`]); the bound takes the side that asks least;
//! - a rule's miss under the tolerance of [`balance`](crate::nutrition::balance) is none.

use super::missed::Way;
use crate::nutrition::balance::measure::{self, Judged, Measure, Quantity, iron_classes, judged};
use crate::nutrition::balance::{Day, Kind};
use crate::nutrition::{Intake, IronAbsorption, Nutrient, Person, Stage, Subject};

/// How much a whole need missed counts. Each tier outweighs the next so far that none is bought with the next.
pub(super) mod weight {
    /// Energy and the nutrients that carry it.
    pub const MACRO: f64 = 1000.0;
    /// Over the budget by as much again.
    pub const BUDGET: f64 = 100.0;
    /// A child's lunch or dinner from the pot without grain, or with grain alone.
    pub const LACKING: f64 = 10.0;
    /// A vitamin, mineral or food group.
    pub const MICRO: f64 = 1.0;
    /// The worst of these once more.
    pub const WORST: f64 = 2.0;
    /// The feeds of a nursed child, short of what its food leaves to them.
    pub const MILK: f64 = 100.0;
    /// A meal outside its usual share of the day's energy.
    pub const MEAL: f64 = 0.05;
    /// The energy of an adult of the family.
    pub const ADULT: f64 = 1e-2;
    /// Iron where a tablet is taken every day beside the food, in pregnancy: food gives what it can, and no other vitamin or mineral
    /// pays for it.
    pub const TABLET: f64 = 0.005;
    /// Iron of a child under a year: as far as food goes, before taste and money; the health station gives what is left, so that no
    /// other vitamin or mineral pays for it either.
    pub const STATION: f64 = 0.02;
}

/// Sums of hundreds of products wander in their last bits; the rules themselves allow as much.
pub(super) const TOLERANCE: f64 = 1e-9;

/// What a miss means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// Unsafe: never proposed.
    Hard,
    /// Weighed in the objective.
    Goal,
    /// Looked at only among menus that miss alike.
    Better,
}

/// One goal as a row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub rule: &'static str,
    pub tier: Tier,
    pub weight: f64,
    /// `b`: the row is met from here on.
    pub from: f64,
    /// Whether its miss counts among those whose worst counts again.
    pub micro: bool,
    /// Whether missing it fails no menu.
    pub supplemented: bool,
    form: Form,
}

impl Row {
    /// What a miss of it means.
    pub(super) const fn way(&self) -> Way {
        match self.form {
            Form::Sum(_, factor) if factor < 0.0 => Way::Over,
            Form::Percent { low: false, .. } => Way::Over,
            Form::Sum(..) | Form::Percent { .. } => Way::Short,
            Form::Known { .. } => Way::Unknown,
        }
    }
}

/// A rule missed beside the rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside {
    pub rule: &'static str,
    pub way: Way,
    /// Over what the rows count.
    pub by: f64,
    pub weighs: f64,
    /// The whole miss, of those whose worst counts again.
    pub worst: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    /// `quantity × factor`
    Sum(Quantity, f64),
    /// `(percent low) part − whole`, or the reverse, over a reference whole.
    Percent { part: Quantity, whole: Quantity, percent: f64, over: f64, low: bool },
    /// Known grams less the share of all grams that must be known.
    Known { quantity: Quantity, share: f64, over: f64 },
}

/// Iron, whose need depends on what else is eaten.
#[derive(Clone, Copy, Debug)]
pub(super) struct Iron {
    /// The row of the lower need.
    pub row: usize,
    /// The higher need over the lower.
    pub more: f64,
    /// Grams of meat and fish, and mg of vitamin C, past which the lower need holds.
    pub limits: (f64, f64),
    /// Columns of meat and vitamin C.
    pub columns: (usize, usize),
}

/// A ceiling over food of which part is unknown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ceiling {
    /// Its row: `−amount/limit`.
    pub row: usize,
    /// Column of the known grams.
    pub known: usize,
}

/// Food groups to reach.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub weight: f64,
    pub count: f64,
    pub minimum: f64,
    /// Columns of the groups' grams.
    pub columns: std::ops::Range<usize>,
}

/// What one person's day must come to.
#[derive(Clone, Debug)]
pub(super) struct Goals {
    pub rows: Vec<Row>,
    pub iron: Option<Iron>,
    pub ceilings: Vec<Ceiling>,
    pub groups: Option<Groups>,
    /// Shares of known food: to call short, to call a ceiling kept.
    pub known_shares: (f64, f64),
    /// kcal around which shares are counted.
    pub energy: f64,
    /// Columns of all grams and of all energy.
    pub grams: usize,
    pub whole_energy: usize,
    group_codes: Vec<&'static str>,
    pub width: usize,
}

impl Goals {
    /// The goals of the day's person, or of a part of it, 0–1. `partly_known`: of which quantities some food that may be
    /// offered has no figure.
    pub(super) fn of(
        day: &Day<'_>,
        part: f64,
        group_codes: Vec<&'static str>,
        partly_known: impl Fn(Quantity) -> bool,
    ) -> Self {
        let person = day.person;
        let of_part = |judged: Vec<Judged>| judged.into_iter().filter_map(|judged| of_part(judged, part)).collect();
        let [more, less]: [Vec<Judged>; 2] = iron_classes(person).map(|class| of_part(judged(&absorbing(day, class))));
        let known_shares = measure::known_shares(person);
        let energy = reference(&less, "energy_with_breast_milk").or_else(|| reference(&less, "energy")).unwrap_or(1.0);
        let protein = less.iter().find(|judged| judged.rule == "protein").and_then(|judged| judged.low);
        let mut goals = Self {
            rows: Vec::new(),
            iron: None,
            ceilings: Vec::new(),
            groups: None,
            known_shares,
            energy,
            grams: 0,
            whole_energy: 0,
            group_codes,
            width: 0,
        };
        let mut partial = Vec::new();
        for judged in &less {
            let over = match judged.measure {
                Measure::Percent { whole: Quantity::Of(Subject::Protein), .. } => protein.unwrap_or(energy * 0.04),
                _ => energy,
            };
            let supplement = match person.stage {
                _ if !judged.supplemented => None,
                Stage::Child { .. } => Some(weight::STATION),
                Stage::Pregnant { .. } | Stage::Lactating { .. } => Some(weight::TABLET),
            };
            goals.add(judged, supplement, over, &partly_known, &mut partial);
        }
        if part >= 1.0 {
            goals.milk(day, &less);
        }
        goals.columns(person, part, &less, &more, &partial);
        goals
    }

    /// An adult of the family, of whom no table speaks: about so much energy, and nothing else; no part of the objective.
    pub(super) fn of_adult(kcal: f64) -> Self {
        let row = |from, factor| Row {
            rule: "energy",
            tier: Tier::Better,
            weight: weight::ADULT,
            from,
            micro: false,
            supplemented: false,
            form: Form::Sum(Quantity::Of(Subject::Energy), factor / kcal),
        };
        Self {
            rows: vec![row(1.0, 1.0), row(-1.0, -1.0)],
            iron: None,
            ceilings: Vec::new(),
            groups: None,
            known_shares: (0.0, 0.0),
            energy: kcal,
            grams: 2,
            whole_energy: 3,
            group_codes: Vec::new(),
            width: 4,
        }
    }

    fn add(
        &mut self,
        judged: &Judged,
        supplement: Option<f64>,
        over: f64,
        partly_known: &impl Fn(Quantity) -> bool,
        partial: &mut Vec<&'static str>,
    ) {
        let micro = !is_macro(judged.rule);
        let (tier, weight) = match (judged.kind, supplement) {
            (Kind::Hard, _) => (Tier::Hard, 1.0),
            (_, Some(weight)) => (Tier::Goal, weight),
            _ if micro => (Tier::Goal, weight::MICRO),
            _ => (Tier::Goal, weight::MACRO),
        };
        let row = |from, form| Row {
            rule: judged.rule,
            tier,
            weight,
            from,
            micro: micro && tier == Tier::Goal && !judged.supplemented,
            supplemented: judged.supplemented,
            form,
        };
        let known = |quantity| {
            let form = Form::Known { quantity, share: self.known_shares.0, over: over.max(1.0) };
            partly_known(quantity).then(|| row(0.0, form))
        };
        match judged.measure {
            Measure::Sum(quantity) | Measure::KnownSum(quantity) => {
                if let Some(low) = judged.low.filter(|low| *low > 0.0) {
                    self.rows.push(row(1.0, Form::Sum(quantity, 1.0 / low)));
                }
                if let Some(high) = judged.high {
                    // Of a ceiling of nothing every unit is one whole miss.
                    let (from, factor) = if high > 0.0 { (-1.0, 1.0 / high) } else { (0.0, 1.0) };
                    self.rows.push(row(from, Form::Sum(quantity, -factor)));
                    if matches!(judged.measure, Measure::Sum(_)) && high > 0.0 && partly_known(quantity) {
                        partial.push(judged.rule);
                    }
                }
                if matches!(judged.measure, Measure::KnownSum(_)) {
                    let known = known(quantity);
                    self.rows.extend(known);
                }
            }
            Measure::Percent { part, whole } => {
                for (limit, low) in [(judged.low, true), (judged.high, false)] {
                    let Some(percent) = limit else { continue };
                    self.rows.push(row(0.0, Form::Percent { part, whole, percent, over, low }));
                }
                for quantity in part.known_of().into_iter().chain(whole.known_of()) {
                    let known = known(quantity);
                    self.rows.extend(known);
                }
            }
            Measure::Groups => {
                self.groups =
                    judged.low.map(|count| Groups { weight: weight::MICRO, count, minimum: 0.0, columns: 0..0 });
            }
        }
    }

    /// A nursed child's milk is not the menu's to take away: with food at its need, the recorded feeds bring the whole within
    /// the tolerance of the rule on energy.
    fn milk(&mut self, day: &Day<'_>, judged: &[Judged]) {
        let whole = judged.iter().find(|judged| judged.rule == "energy_with_breast_milk").and_then(|judged| judged.low);
        let Some((whole, food)) = whole.zip(day.need_from_food.as_ref()) else { return };
        let form = Form::Sum(Quantity::EnergyOfMilk, 1.0 / (whole - food.kcal));
        self.rows.push(Row {
            rule: "breast_milk",
            tier: Tier::Goal,
            weight: weight::MILK,
            from: 1.0,
            micro: false,
            supplemented: false,
            form,
        });
    }

    /// The columns past the rows.
    fn columns(&mut self, person: Person, part: f64, less: &[Judged], more: &[Judged], partial: &[&'static str]) {
        let mut width = self.rows.len();
        let mut column = || {
            width += 1;
            width - 1
        };
        self.grams = column();
        self.whole_energy = column();
        let low = |judged: &[Judged]| judged.iter().find(|j| j.rule == Subject::Iron.code()).and_then(|j| j.low);
        let row = self.rows.iter().position(|row| row.rule == Subject::Iron.code());
        if let (Some(row), Some(limits), Some(lower), Some(higher)) =
            (row, measure::iron_class_limits(person), low(less), low(more))
        {
            let limits = (limits.0 * part, limits.1 * part);
            self.iron = Some(Iron { row, more: higher / lower, limits, columns: (column(), column()) });
        }
        for rule in partial {
            let found = self.rows.iter().position(|row| row.rule == *rule && row.from < 0.0);
            let row = found.expect("a ceiling has its row");
            self.ceilings.push(Ceiling { row, known: column() });
        }
        if let Some(groups) = &mut self.groups {
            groups.minimum = measure::food_group_minimum(person).unwrap_or(0.0);
            let first = width;
            width += self.group_codes.len();
            groups.columns = first..width;
        }
        self.width = width;
    }

    /// What one serving adds to each row and column.
    pub(super) fn column(&self, serving: Intake<'_>) -> Vec<f64> {
        let grams = serving.grams(|_| true);
        let mut column = vec![0.0; self.width];
        for (cell, row) in column.iter_mut().zip(&self.rows) {
            *cell = match row.form {
                Form::Sum(quantity, factor) => quantity.of(serving).amount * factor,
                Form::Percent { part, whole, percent, over, low } => {
                    let (part, whole) = (100.0 * part.of(serving).amount, percent * whole.of(serving).amount);
                    (if low { part - whole } else { whole - part }) / (percent.max(1.0) * over)
                }
                Form::Known { quantity, share, over } => {
                    (quantity.of(serving).known_share * grams - share * grams) / over
                }
            };
        }
        column[self.grams] = grams;
        column[self.whole_energy] = serving.amount(Nutrient::Energy).amount;
        if let Some(iron) = self.iron {
            column[iron.columns.0] = serving.grams(|food| food.traits.meat_or_fish);
            column[iron.columns.1] = serving.amount(Nutrient::VitaminC).amount;
        }
        for ceiling in &self.ceilings {
            if let Form::Sum(quantity, _) = self.rows[ceiling.row].form {
                column[ceiling.known] = quantity.of(serving).known_share * grams;
            }
        }
        if let Some(groups) = &self.groups {
            let found = crate::nutrition::balance::food_groups(serving);
            for (index, code) in self.group_codes.iter().enumerate() {
                column[groups.columns.start + index] = found.get(code).copied().unwrap_or(0.0);
            }
        }
        column
    }

    /// What the rows do not say: the misses of iron in the stricter class, of ceilings and of groups, weighed; and the
    /// worst of those whose worst counts again. `told` hears each.
    pub(super) fn beside(&self, totals: &[f64], told: &mut impl FnMut(Beside)) -> (f64, f64) {
        let (mut sum, mut worst) = (0.0, 0.0);
        self.each_beside(totals, |beside| {
            sum += beside.weighs;
            if let Some(miss) = beside.worst.filter(|miss| *miss > worst) {
                worst = miss;
            }
            told(beside);
        });
        (sum, worst)
    }

    /// Each rule missed beside the rows.
    pub(super) fn each_beside(&self, totals: &[f64], mut each: impl FnMut(Beside)) {
        if let Some(iron) = self.iron {
            let row = &self.rows[iron.row];
            let absorbed = totals[iron.columns.0] > iron.limits.0 || totals[iron.columns.1] > iron.limits.1;
            if !absorbed && totals[iron.row] < iron.more && row.tier == Tier::Goal {
                // As a share of the higher need, less what the row itself already counts.
                let counted = (row.from - totals[iron.row]).max(0.0);
                let whole = (iron.more - totals[iron.row]) / iron.more;
                if whole > TOLERANCE {
                    let by = (whole - counted).max(0.0);
                    let worst = row.micro.then_some(whole);
                    each(Beside { rule: row.rule, way: Way::Short, by, weighs: row.weight * by, worst });
                }
            }
        }
        for ceiling in &self.ceilings {
            let (all, known) = (totals[self.grams], totals[ceiling.known]);
            let (enough, half) = self.known_shares;
            if all > 0.0 && known < enough * all {
                let share = known / all;
                let carried = (-totals[ceiling.row] - share).max(half - share);
                let miss = (enough - share).min(carried);
                if miss > TOLERANCE {
                    let rule = self.rows[ceiling.row].rule;
                    each(Beside { rule, way: Way::Unknown, by: miss, weighs: weight::MICRO * miss, worst: Some(miss) });
                }
            }
        }
        if let Some(groups) = &self.groups {
            let reached = totals[groups.columns.clone()].iter().filter(|grams| **grams >= groups.minimum).count();
            #[expect(clippy::cast_precision_loss, reason = "a handful of groups")]
            let miss = (groups.count - reached as f64) / groups.count;
            if miss > TOLERANCE {
                let weighs = groups.weight * miss;
                each(Beside { rule: "food_groups", way: Way::Short, by: miss, weighs, worst: Some(miss) });
            }
        }
    }
}

/// The rule as some meals of a day must keep it: what is needed in their share of the day, energy within its share, and every
/// other ceiling whole. Breast milk and food groups are of the whole day.
fn of_part(judged: Judged, part: f64) -> Option<Judged> {
    if part >= 1.0 {
        return Some(judged);
    }
    let share = |limit: Option<f64>| limit.map(|limit| limit * part);
    match (judged.rule, judged.measure) {
        (_, Measure::Groups) => None,
        ("energy_with_breast_milk", _) => Some(Judged { low: None, ..judged }),
        ("energy", _) => Some(Judged { low: share(judged.low), high: share(judged.high), ..judged }),
        (_, Measure::Percent { .. }) => Some(judged),
        _ => Some(Judged { low: share(judged.low), ..judged }),
    }
}

/// The same day for someone whose iron absorption is known.
fn absorbing<'a>(day: &Day<'a>, class: IronAbsorption) -> Day<'a> {
    Day { person: day.person.absorbing_iron(class), need_from_food: day.need_from_food.clone(), ..*day }
}

/// Middle of a rule's range, as the need it stands around.
fn reference(judged: &[Judged], rule: &str) -> Option<f64> {
    let found = judged.iter().find(|judged| judged.rule == rule)?;
    match (found.low, found.high) {
        (Some(low), Some(high)) => Some(f64::midpoint(low, high)),
        (one, other) => one.or(other),
    }
}

/// Energy and what carries it come before vitamins and minerals.
fn is_macro(rule: &str) -> bool {
    matches!(
        rule,
        "energy"
            | "energy_with_breast_milk"
            | "protein"
            | "protein_share"
            | "fat_share"
            | "carbohydrate_share"
            | "animal_protein_share"
    )
}
