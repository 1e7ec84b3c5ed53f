//! Is a day's food balanced for this person? A list of rules, each one function, each saying what it found.
//!
//! Limits: `data/guidelines/balance-2026/balance.tsv` and the person's [requirements](super::Requirements). A rule of low
//! confidence only informs.
//!
//! What catches people out:
//! - a total is a lower bound where foods have no figure: a nutrient that looks short while little of the food is known
//!   is [`Verdict::Unknown`], not short; a limit that is kept so far is unknown too;
//! - iron in pregnancy and infancy: food alone does not reach the need, so the answer is
//!   [`Verdict::NeedsSupplement`], which points to the tablet and does not call the menu bad;
//! - a breast-fed child's energy *from food* is compared with its need from food as a floor; that need is an average, so
//!   too much is told from food and recorded breast milk together, and cannot be told while no milk is recorded;
//! - liver is judged over seven days ([`liver_week`]), which a day alone does not know;
//! - breast milk nobody recorded is not no milk: then nothing is called short but energy from food, nor any share told.

mod energy;
mod limits;
mod liver;
pub mod measure;
mod nutrients;
mod quality;
mod safety;
mod variety;

use serde::Serialize;

pub(super) use limits::limit;
pub use limits::{Kind, Limit};
pub use liver::{LIVER_DAYS, liver_dishes, liver_limit, liver_rule, liver_week};
pub use variety::food_groups;

use super::{Amount, Citation, Figure, Intake, IronAbsorption, Person, Requirement, Requirements, Subject};
use crate::foods::{Confidence, FoodCode, Meal};

/// What a rule found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Within its limits.
    Ok,
    /// Under the lower limit.
    Short,
    /// Over the upper limit.
    Over,
    /// Too little of the food has a figure to say.
    Unknown,
    /// Short, as food alone must be: the tablet or the health station supplies the rest.
    NeedsSupplement,
}

/// One rule's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule, as the balance table names it.
    pub rule: &'static str,
    /// What was found; `None` when nothing could be worked out.
    pub value: Option<f64>,
    /// Unit of value and limits.
    pub unit: &'static str,
    /// The least that keeps the rule.
    pub low: Option<f64>,
    /// The most that keeps it.
    pub high: Option<f64>,
    /// The answer.
    pub verdict: Verdict,
    /// What breaking it means.
    pub kind: Kind,
    /// The least sure of the limits used.
    pub confidence: Confidence,
    /// Share of the food's weight for which the figures are known, 0–1; `None` where no food table is asked.
    pub known_share: Option<f64>,
    /// Row of the rule, then the rows of the requirement.
    pub sources: Vec<Citation>,
    /// Notes of those rows.
    pub notes: Vec<String>,
    /// The foods that break a rule of safety, by code.
    pub foods: Vec<FoodCode>,
    /// The dishes that break a rule of safety, by id.
    pub dishes: Vec<String>,
}

impl Finding {
    /// Whether the rule stands in the way of calling the menu balanced.
    #[must_use]
    pub const fn fails(&self) -> bool {
        !matches!(self.kind, Kind::Inform) && matches!(self.verdict, Verdict::Short | Verdict::Over)
    }
}

/// The whole day in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// Every hard rule and every goal holds.
    Balanced,
    /// No rule is broken, but of some goal too little is known.
    CannotSay,
    /// A goal is missed.
    NotBalanced,
    /// A rule of safety is broken: not to be offered.
    Unsafe,
}

impl Overall {
    /// The word for these findings.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let broken = |kind: Kind| findings.iter().any(|f| f.kind == kind && f.fails());
        if broken(Kind::Hard) {
            Self::Unsafe
        } else if broken(Kind::Goal) {
            Self::NotBalanced
        } else if findings.iter().any(|f| f.kind != Kind::Inform && f.verdict == Verdict::Unknown) {
            Self::CannotSay
        } else {
            Self::Balanced
        }
    }
}

/// Energy a breast-fed child needs from food, with the row it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NeedFromFood {
    /// kcal a day.
    pub kcal: f64,
    /// How sure.
    pub confidence: Confidence,
    /// The cell of feeding by age.
    pub citation: Citation,
}

/// A day to judge: who eats, what, and what is known beside the foods.
pub struct Day<'a> {
    /// Who eats.
    pub person: Person,
    /// The printed requirements.
    pub requirements: &'a Requirements,
    /// What is eaten.
    pub intake: Intake<'a>,
    /// Which meal each is, in the order [`super::Eaten::meal`] counts.
    pub meals: &'a [Meal],
    /// For a breast-fed child: the energy needed from food.
    pub need_from_food: Option<NeedFromFood>,
    /// Dishes made for children older than this one.
    pub too_old: &'a [String],
    /// Dishes made for adults, in a child's menu.
    pub of_the_family: &'a [String],
    /// Dishes made for the child's age that ask for care: sticky rice, jelly, firm raw fruit.
    pub choking: &'a [String],
}

/// Every rule that is for this person, answered, in the order pages list them.
#[must_use]
pub fn judge(day: &Day<'_>) -> Vec<Finding> {
    let mut found = safety::rules(day);
    found.extend(energy::rules(day));
    found.extend(quality::rules(day));
    found.extend(nutrients::rules(day));
    found.extend(variety::rules(day));
    found
}

/// Only what this person must not eat, in the order pages list it: what a dish is asked before it is offered.
#[must_use]
pub fn safety(day: &Day<'_>) -> Vec<Finding> {
    safety::rules(day)
}

/// Iron absorption of the day: as the person's diet is known, else by the 2016 book's Table 19 from the day's meat, fish
/// and vitamin C. Under the lowest class the book prints nothing: 10 % is taken.
#[must_use]
pub fn iron_absorption(person: Person, intake: Intake<'_>) -> IronAbsorption {
    nutrients::iron_absorption(person, intake)
}

impl<'a> Day<'a> {
    /// The row of `rule` for this person, and the requirement it points to when its limits do not stand there.
    fn limits(&self, rule: &'static str, subject: Option<Subject>) -> Option<Bounds> {
        let limit = limit(rule, self.person, self.intake.records_breast_milk())?;
        let requirement = match subject {
            Some(subject) if !limit.own => Some(self.requirement(subject)?),
            _ => None,
        };
        Some(Bounds { limit, requirement })
    }

    fn requirement(&self, subject: Subject) -> Option<Requirement> {
        let person = self.person.absorbing_iron(iron_absorption(self.person, self.intake));
        self.requirements.requirement(person, subject)
    }

    /// Whether part of the diet is breast milk of which the menu says nothing: what food gives is then no more than a
    /// lower bound of the whole.
    fn misses_breast_milk(&self) -> bool {
        self.person.is_breastfed_child() && !self.intake.records_breast_milk()
    }

    /// Share of weight under which a nutrient that looks short is unknown.
    fn known_enough(&self) -> f64 {
        self.share("known_share")
    }

    fn share(&self, rule: &str) -> f64 {
        limit(rule, self.person, false).and_then(|limit| limit.low).map_or(1.0, |percent| percent / 100.0)
    }

    /// Whether a ceiling is kept as far as one can tell: at least half of the food is known, and were the rest like it,
    /// the whole would stay under the ceiling.
    fn ceiling_kept(&self, finding: &Finding, found: Amount) -> bool {
        found.known_share >= self.known_enough()
            || found.known_share >= self.share("known_share_of_limit")
                && !finding.is_over(found.amount / found.known_share)
    }

    /// Judges a sum of foods, which is a lower bound where foods have no figure.
    fn judge_sum(&self, bounds: &Bounds, found: Amount, low: Option<&Figure>, high: Option<&Figure>) -> Finding {
        let mut finding = bounds.finding(low, high);
        finding.value = Some(found.amount);
        finding.known_share = Some(found.known_share);
        let known = found.known_share >= self.known_enough() && !self.misses_breast_milk();
        finding.verdict = if finding.is_over(found.amount) {
            Verdict::Over
        } else if finding.is_short(found.amount) {
            if known { Verdict::Short } else { Verdict::Unknown }
        } else if finding.high.is_some() && !self.ceiling_kept(&finding, found) {
            Verdict::Unknown
        } else {
            Verdict::Ok
        };
        finding
    }

    /// Judges a ratio, of which nothing can be said while much is unknown.
    fn judge_ratio(
        &self,
        bounds: &Bounds,
        value: Option<f64>,
        known_share: f64,
        low: Option<&Figure>,
        high: Option<&Figure>,
    ) -> Finding {
        let mut finding = bounds.finding(low, high);
        // Of a part nobody knows the share is not 0: it is not known.
        finding.value = value.filter(|_| known_share > 0.0);
        finding.known_share = Some(known_share);
        finding.verdict = match value {
            Some(value) if known_share >= self.known_enough() && !self.misses_breast_milk() => {
                finding.verdict_of(value)
            }
            _ => Verdict::Unknown,
        };
        finding
    }
}

/// The limits of a rule for a person.
struct Bounds {
    limit: &'static Limit,
    requirement: Option<Requirement>,
}

impl Bounds {
    /// A finding with its limits and sources, not yet answered.
    fn finding(&self, low: Option<&Figure>, high: Option<&Figure>) -> Finding {
        let limit = self.limit;
        let figures: Vec<&Figure> = low.into_iter().chain(high).collect();
        let confidence = figures.iter().map(|figure| figure.confidence).fold(limit.confidence, Confidence::max);
        let mut sources = vec![limit.citation()];
        let mut notes: Vec<String> = Vec::new();
        for (figure, place) in figures.iter().flat_map(|figure| figure.sources.iter().map(move |place| (figure, place)))
        {
            if !sources.contains(place) {
                sources.push(place.clone());
            }
            for note in figure.notes.iter().filter(|note| !notes.contains(*note)).cloned().collect::<Vec<_>>() {
                notes.push(note);
            }
        }
        if !limit.note.is_empty() {
            notes.insert(0, limit.note.to_owned());
        }
        Finding {
            rule: limit.rule,
            value: None,
            unit: limit.unit,
            low: low.map(|figure| figure.value).or(limit.low.filter(|_| limit.own)),
            high: high.map(|figure| figure.value).or(limit.high.filter(|_| limit.own)),
            verdict: Verdict::Unknown,
            kind: if confidence >= Confidence::Low { Kind::Inform } else { limit.kind },
            confidence,
            known_share: None,
            sources,
            notes,
            foods: Vec::new(),
            dishes: Vec::new(),
        }
    }
}

/// Sums of hundreds of products differ in the last bits from the same sum in another order: a value this close to a
/// limit, relative to it, has reached it.
const SAME: f64 = 1e-9;

impl Finding {
    fn is_over(&self, value: f64) -> bool {
        self.high.is_some_and(|high| value > high + SAME * high.abs().max(1.0))
    }

    fn is_short(&self, value: f64) -> bool {
        self.low.is_some_and(|low| value < low - SAME * low.abs().max(1.0))
    }

    fn verdict_of(&self, value: f64) -> Verdict {
        if self.is_over(value) {
            Verdict::Over
        } else if self.is_short(value) {
            Verdict::Short
        } else {
            Verdict::Ok
        }
    }
}
