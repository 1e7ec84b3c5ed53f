//! What a swap changes: verdicts, the nutrients that move most, money.

use serde::Serialize;

use crate::menu::plan::read_amid;
use crate::menu::{Plan, PlanFault, Reading, Table, Who};
use crate::nutrition::Subject;
use crate::nutrition::balance::{Finding, Kind, Overall, Verdict};

/// Whether the day still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Everyone's day is balanced.
    Balanced,
    /// The day was not balanced, or could not be told to be; no rule fails that held, and all that is missed together is no
    /// more than it was.
    NoWorse,
    /// A rule fails that held, or the day misses more: not offered.
    Breaks,
}

/// A rule that fails through the swap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Broken {
    /// Whose, as an index of [`Plan::eaters`].
    pub eater: usize,
    /// What it found, after.
    pub finding: Finding,
    /// What was found before.
    pub before: Option<f64>,
}

/// A nutrient that moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    /// Whose, as an index of [`Plan::eaters`].
    pub eater: usize,
    /// Which.
    pub nutrient: Subject,
    /// By how much, in `unit`; below 0: less.
    pub by: f64,
    /// Its unit.
    pub unit: &'static str,
}

/// A portion of another dish that is larger or smaller, so that the day stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PortionMove {
    /// Whose, as an index of [`Plan::eaters`].
    pub eater: usize,
    /// Which meal of the day, from 0.
    pub meal: usize,
    /// The dish's id.
    pub dish: String,
    /// Servings before.
    pub from: f64,
    /// Servings after.
    pub to: f64,
}

impl PortionMove {
    /// What differs between two plans of the same dishes; a dish that was put in another's place is not among them.
    #[must_use]
    pub fn between(before: &Plan, after: &Plan, day: usize) -> Vec<Self> {
        let mut moves = Vec::new();
        let meals = |plan: &Plan| plan.days[day].meals.iter().map(|meal| meal.dishes.clone()).collect::<Vec<_>>();
        for (meal, (was, is)) in meals(before).into_iter().zip(meals(after)).enumerate() {
            for (was, is) in was.iter().zip(&is).filter(|(was, is)| was.dish == is.dish) {
                for portion in &is.portions {
                    let Some(old) = was.portion_of(portion.eater) else { continue };
                    if (old.servings - portion.servings).abs() > SAME_SERVINGS {
                        let (from, to) = (old.servings, portion.servings);
                        moves.push(Self { eater: portion.eater, meal, dish: is.dish.clone(), from, to });
                    }
                }
            }
        }
        moves
    }
}

/// What a swap changes in its day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Whether the day still stands.
    pub standing: Standing,
    /// Each eater's day in one word; `None` for those whom no table knows.
    pub overall: Vec<Option<Overall>>,
    /// Rules that fail and did not, or fail by more; the one missed by most first.
    pub broken: Vec<Broken>,
    /// Rules of caution that the day did not touch before: to wash, to cut, to eat seldom.
    pub cautions: Vec<Broken>,
    /// The nutrients that move most, measured by the need; at most `MOST_MOVES`.
    pub moves: Vec<Move>,
    /// Portions of the other dishes that changed with it, in the order of the day.
    pub portions: Vec<PortionMove>,
    /// What the household's day costs more, đồng; below 0: less. Foods without a price count nothing.
    pub vnd: f64,
    /// Sum over all eaters and goals of what is missed, each as a share of its limit; 0: every goal is met.
    pub miss: f64,
}

/// Two amounts of the same dish that differ by less are one: the last bits of a sum.
const SAME_SERVINGS: f64 = 1e-6;
/// Nutrients told of one swap.
const MOST_MOVES: usize = 3;
/// A change under this share of the need is not told: no one would eat by it.
const WORTH_TELLING: f64 = 0.05;
/// A goal missed by so much more of its limit, rounding of portions to household steps aside, fares worse.
const WORSE: f64 = 0.02;

/// The readings of one day, and what it costs.
#[derive(Clone, Debug)]
pub(super) struct DayRead {
    pub readings: Vec<Option<Reading>>,
    vnd: f64,
}

impl DayRead {
    /// Reads a day anew for those who eat of what changed; the others' readings are taken from `before`.
    pub(super) fn of(
        table: &Table<'_>,
        plan: &Plan,
        day: usize,
        before: Option<(&Self, &[usize])>,
    ) -> Result<Self, PlanFault> {
        let mut readings = Vec::with_capacity(plan.eaters.len());
        for (eater, known) in plan.eaters.iter().enumerate() {
            readings.push(match (known.who, before) {
                (_, Some((before, changed))) if !changed.contains(&eater) => before.readings[eater].clone(),
                (Who::Adult, _) => None,
                (Who::Person(person), _) => Some(read_amid(table, plan, day, eater, person)?),
            });
        }
        Ok(Self { readings, vnd: plan.cost_of_day(table, day).exact_vnd })
    }

    /// Whether the eater has a whole day of food: a single meal is not refitted to a day's need.
    pub(super) fn is_whole(&self, eater: usize) -> bool {
        let energy = |finding: &Finding| matches!(finding.rule, "energy" | "energy_with_breast_milk");
        let short = |finding: &Finding| energy(finding) && finding.verdict == Verdict::Short;
        self.readings[eater].as_ref().is_some_and(|reading| !reading.rules.iter().any(short))
    }
}

/// What changed from one reading of a day to another; `None` when someone's safety is at stake: that is never told as a
/// choice.
pub(super) fn effect(before: &DayRead, after: &DayRead) -> Option<Effect> {
    let mut effect = Effect {
        standing: Standing::Balanced,
        overall: after.readings.iter().map(|reading| reading.as_ref().map(|reading| reading.overall)).collect(),
        broken: Vec::new(),
        cautions: Vec::new(),
        moves: Vec::new(),
        portions: Vec::new(),
        vnd: after.vnd - before.vnd,
        miss: 0.0,
    };
    let mut moves: Vec<(f64, Move)> = Vec::new();
    let (mut unsure, mut newly, mut missed_before) = (false, false, 0.0);
    let mut worst: Option<(f64, Broken)> = None;
    for (eater, (was, is)) in before.readings.iter().zip(&after.readings).enumerate() {
        let (Some(was), Some(is)) = (was, is) else { continue };
        if is_less_safe(was, is) {
            return None;
        }
        unsure |= was.overall == Overall::Balanced && is.overall == Overall::CannotSay;
        for finding in &is.rules {
            let old = was.rule(finding.rule);
            let (misses, missed_then) = (missed(finding), old.map_or(0.0, missed));
            effect.miss += misses;
            missed_before += missed_then;
            let broken = || Broken { eater, finding: finding.clone(), before: old.and_then(|old| old.value) };
            let new = finding.fails() && !old.is_some_and(Finding::fails);
            newly |= new;
            if new || misses > missed_then + WORSE {
                effect.broken.push(broken());
            }
            let more = misses - missed_then;
            if more > worst.as_ref().map_or(0.0, |(worst, _)| *worst) {
                worst = Some((more, broken()));
            }
            let over = |finding: &Finding| finding.verdict == Verdict::Over;
            if finding.kind == Kind::Inform && is_safety(finding) && over(finding) && !old.is_some_and(over) {
                effect.cautions.push(broken());
            }
        }
        moves.extend(moved(eater, was, is));
    }
    effect.broken.sort_by(|a, b| missed(&b.finding).total_cmp(&missed(&a.finding)));
    moves.sort_by(|a, b| b.0.total_cmp(&a.0));
    effect.moves = moves.into_iter().take(MOST_MOVES).map(|(_, moved)| moved).collect();
    let misses_more = effect.miss > missed_before + WORSE;
    // Many small misses: the largest is the reason.
    if let Some((_, broken)) = worst.filter(|_| misses_more && effect.broken.is_empty()) {
        effect.broken.push(broken);
    }
    effect.standing = if newly || unsure || misses_more {
        Standing::Breaks
    } else if effect.overall.iter().flatten().all(|overall| *overall == Overall::Balanced) {
        Standing::Balanced
    } else {
        Standing::NoWorse
    };
    Some(effect)
}

/// Whether a hard rule fails that held, by more, or through a food or dish that was not there.
pub(super) fn is_less_safe(was: &Reading, is: &Reading) -> bool {
    is.rules.iter().filter(|finding| finding.kind == Kind::Hard && finding.fails()).any(|finding| {
        let Some(old) = was.rule(finding.rule).filter(|old| old.fails()) else { return true };
        finding.value > old.value
            || finding.foods.iter().any(|food| !old.foods.contains(food))
            || finding.dishes.iter().any(|dish| !old.dishes.contains(dish))
    })
}

/// Rules about what is unsafe for someone, and about dishes not made for the eater.
fn is_safety(finding: &Finding) -> bool {
    finding.rule.starts_with("unsafe_") && !TOTALLED.contains(&finding.rule) || finding.rule.starts_with("dish_")
}

/// The salt and the sugar of the whole day are judged; no dish is cautioned for its share.
const TOTALLED: [&str; 4] = ["unsafe_added_salt", "unsafe_salty", "unsafe_added_sugar", "unsafe_sweets"];

/// By how much of its limit a goal is missed; a limit of none is missed wholly.
pub(super) fn missed(finding: &Finding) -> f64 {
    let Some(value) = finding.value.filter(|_| finding.fails()) else { return 0.0 };
    match (finding.verdict, finding.low, finding.high) {
        (Verdict::Short, Some(low), _) => (low - value) / low,
        (Verdict::Over, _, Some(high)) if high > 0.0 => (value - high) / high,
        _ => 1.0,
    }
}

/// What moves enough to be told, with its share of the need or limit.
fn moved(eater: usize, was: &Reading, is: &Reading) -> Vec<(f64, Move)> {
    let mut moves = Vec::new();
    for line in &is.nutrients {
        let Some(old) = was.nutrient(line.nutrient) else { continue };
        // What is judged; a figure that only informs would push a goal out of three places.
        let judged = is.rule(line.nutrient.code()).is_some_and(|finding| finding.kind != Kind::Inform);
        let Some(measure) = line.need.as_ref().or(line.high.as_ref()).filter(|_| judged) else { continue };
        let by = line.amount - old.amount;
        let share = by.abs() / measure.value.abs().max(f64::MIN_POSITIVE);
        if share >= WORTH_TELLING {
            moves.push((share, Move { eater, nutrient: line.nutrient, by, unit: line.unit }));
        }
    }
    moves
}
