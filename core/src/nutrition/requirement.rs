//! What a person needs of each nutrient a day, resolved from the printed rows.
//!
//! Source: QĐ 2615/QĐ-BYT 2016 (*Nhu cầu dinh dưỡng khuyến nghị cho người Việt Nam*) and, as a switchable and incomplete
//! edition, the institute's online tool of 2026; rows under `data/guidelines/`.
//!
//! What catches people out:
//! - a pregnant or breastfeeding woman's figure is sometimes printed whole (calcium, zinc, folate …) and sometimes as an
//!   addition to her own figure by age and activity (energy, protein, iron, vitamin A, C …);
//! - an addition goes only onto a base of its own edition;
//! - an average requirement (EAR) of a woman who is neither pregnant nor breastfeeding is never shown as hers.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use super::condition::Condition;
use super::person::{Edition, Person, Stage, Trimester};
use super::{Citation, Subject};
use crate::foods::{Confidence, Database, RequirementKind, RequirementRow};

/// A row that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, row {line}: the condition “{condition}” is not understood")]
pub struct UnreadableRow {
    /// File below `data/`.
    pub file: &'static str,
    /// Line in it.
    pub line: u32,
    /// The condition nobody understands.
    pub condition: String,
}

/// A figure for one person, with everything it came from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// In the subject's unit, a day.
    pub value: f64,
    /// What it is.
    pub kind: RequirementKind,
    /// The edition it belongs to.
    pub edition: String,
    /// The least sure of its rows.
    pub confidence: Confidence,
    /// Base row first, then the addition.
    pub sources: Vec<Citation>,
    /// Notes of the rows.
    pub notes: Vec<String>,
    /// What each of `sources` gives this person, in their order.
    #[serde(skip)]
    pub parts: Vec<f64>,
    /// How the parts become the value.
    #[serde(skip)]
    pub joined: Joined,
}

/// How the figures of several rows become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joined {
    /// One row, as it is printed.
    #[default]
    Printed,
    /// A woman's own figure and what pregnancy or breastfeeding adds.
    Sum,
    /// Between a girl's and a boy's, where the sex is not known.
    Mean,
    /// The lower of a girl's and a boy's upper limit.
    Lower,
}

/// What one person needs of one subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Requirement {
    /// What it is about.
    pub subject: Subject,
    /// Unit of every figure.
    pub unit: &'static str,
    /// Average requirement (EAR).
    pub average: Option<Figure>,
    /// Recommended (RNI) or, where the book has none, adequate (AI) intake.
    pub recommended: Option<Figure>,
    /// Lower end of a range or goal.
    pub low: Option<Figure>,
    /// Upper end of a range or goal.
    pub high: Option<Figure>,
    /// Tolerable upper limit (UL).
    pub upper: Option<Figure>,
}

impl Requirement {
    /// The least that meets the need: the recommendation, or a goal's lower end where there is none.
    #[must_use]
    pub fn need(&self) -> Option<&Figure> {
        self.recommended.as_ref().or(self.low.as_ref())
    }

    fn is_empty(&self) -> bool {
        [&self.average, &self.recommended, &self.low, &self.high, &self.upper].iter().all(|figure| figure.is_none())
    }
}

#[derive(Debug)]
struct Printed {
    row: RequirementRow,
    condition: Condition,
}

/// The whole requirement table, read.
#[derive(Debug)]
pub struct Requirements {
    groups: BTreeMap<String, BTreeMap<String, Vec<Printed>>>,
}

/// Which kinds fill one place of a [`Requirement`], the first found wins; with the kind of addition that goes onto each.
type Kinds = &'static [(RequirementKind, Option<RequirementKind>)];

use RequirementKind as K;

const AVERAGE: Kinds = &[(K::AverageRequirement, Some(K::AverageAddition))];
const RECOMMENDED: Kinds = &[(K::Rni, Some(K::Addition)), (K::AdequateIntake, None)];
const LOW: Kinds = &[(K::EnergyShareLow, None), (K::GoalMin, None), (K::RniLow, Some(K::AdditionLow))];
const HIGH: Kinds = &[(K::EnergyShareHigh, None), (K::GoalMax, None), (K::RniHigh, Some(K::AdditionHigh))];
const UPPER: Kinds = &[(K::UpperLevel, None)];

/// Rows that are not part of one edition of the recommended intakes and stand beside every edition.
const BESIDE: [&str; 5] = ["2016/2026", "2023", "WHO2023", "FAO2010", "IOM"];

impl Requirements {
    /// Reads the rows.
    ///
    /// # Errors
    ///
    /// When a condition is not understood: the figure would be used for the wrong person.
    pub fn new(rows: &[RequirementRow]) -> Result<Self, UnreadableRow> {
        let mut groups: BTreeMap<String, BTreeMap<String, Vec<Printed>>> = BTreeMap::new();
        for row in rows {
            let Some(condition) = Condition::read(&row.condition) else {
                return Err(UnreadableRow {
                    file: row.place.file,
                    line: row.place.line,
                    condition: row.condition.clone(),
                });
            };
            let group = groups.entry(row.group_id.clone()).or_default();
            group.entry(row.nutrient.clone()).or_default().push(Printed { row: row.clone(), condition });
        }
        Ok(Self { groups })
    }

    /// The table of the bundled database; read at the first call and kept.
    ///
    /// # Panics
    ///
    /// Never in a tested build: a test reads the very same rows.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static TABLE: OnceLock<Requirements> = OnceLock::new();
        TABLE
            .get_or_init(|| Self::new(Database::bundled().requirements()).expect("the bundled rows are read by a test"))
    }

    /// What this person needs of `subject`; `None` when nothing is printed for her.
    ///
    /// Iron and zinc go by the person's absorption ([`Person::iron`], 10 % when it is not known).
    #[must_use]
    pub fn requirement(&self, person: Person, subject: Subject) -> Option<Requirement> {
        let resolve = |columns, kind| Resolver { table: self, person, subject, columns }.figure(kind);
        let found = Requirement {
            subject,
            unit: subject.unit(),
            average: resolve(AVERAGE, Fallback::Never),
            recommended: resolve(RECOMMENDED, Fallback::OwnBase),
            low: resolve(LOW, Fallback::OwnBase),
            high: resolve(HIGH, Fallback::OwnBase),
            upper: resolve(UPPER, Fallback::OwnBase),
        };
        (!found.is_empty()).then_some(found)
    }

    fn rows(&self, group: &str, subject: Subject) -> &[Printed] {
        self.groups.get(group).and_then(|nutrients| nutrients.get(subject.printed())).map_or(&[], Vec::as_slice)
    }
}

/// Whether a woman's figure from before pregnancy stands in where the table prints neither a whole figure nor an addition.
#[derive(Clone, Copy, PartialEq)]
enum Fallback {
    Never,
    OwnBase,
}

struct Resolver<'a> {
    table: &'a Requirements,
    person: Person,
    subject: Subject,
    columns: Kinds,
}

impl Resolver<'_> {
    fn figure(&self, fallback: Fallback) -> Option<Figure> {
        let editions: &[&[&str]] = match self.person.edition {
            Edition::Y2016 => &[&["2016"], &BESIDE],
            Edition::Y2026 => &[&["2026tool"], &["2016"], &BESIDE],
        };
        let own = own_group(self.person);
        let printed = editions.iter().find_map(|editions| self.printed(own, editions));
        if printed.is_some() || fallback == Fallback::Never || self.person.child_months().is_some() {
            return printed;
        }
        editions.iter().find_map(|editions| {
            let base = base_group(self.person, editions)?;
            // An addition for other women (another absorption, another activity) means the bare base would be wrong.
            let added = self.columns.iter().any(|(_, addition)| {
                addition
                    .is_some_and(|addition| self.table.rows(own, self.subject).iter().any(|p| p.row.kind == addition))
            });
            if added {
                return None;
            }
            self.columns.iter().find_map(|(kind, _)| self.one(base, *kind, editions))
        })
    }

    /// A whole figure of the group, or base and addition of one edition.
    fn printed(&self, own: &str, editions: &[&str]) -> Option<Figure> {
        self.columns.iter().find_map(|&(kind, addition)| {
            self.one(own, kind, editions).or_else(|| {
                let addition = self.one(own, addition?, editions)?;
                let base = self.one(base_group(self.person, editions)?, kind, editions)?;
                Some(base.plus(addition))
            })
        })
    }

    /// The one row that fits; two where sex is unknown, averaged (the lower of two upper limits).
    fn one(&self, group: &str, kind: RequirementKind, editions: &[&str]) -> Option<Figure> {
        let fits = |printed: &&Printed| {
            let row = &printed.row;
            row.kind == kind
                && editions.contains(&row.edition.as_str())
                && self.subject.is_printed_in(&row.unit)
                && printed.condition.is_about_food()
                && printed.condition.holds(self.person)
                && printed.condition.preferable().is_none_or(|p| p == (self.subject == Subject::FreeSugarShareBetter))
                // What the online tool itself gets wrong is kept in the table, marked low, and not used.
                && !(row.edition == "2026tool" && row.confidence >= Confidence::Low)
        };
        let mut found = self
            .table
            .rows(group, self.subject)
            .iter()
            .filter(fits)
            .map(|p| p.figure(p.condition.value(p.row.value, self.person)));
        let first = found.next()?;
        Some(match found.next() {
            Some(second) => first.averaged(second, kind == K::UpperLevel),
            None => first,
        })
    }
}

impl Printed {
    fn figure(&self, value: f64) -> Figure {
        let row = &self.row;
        Figure {
            value,
            kind: row.kind,
            edition: row.edition.clone(),
            confidence: row.confidence,
            sources: vec![Citation { document: row.source.clone(), place: row.place }],
            notes: Some(row.note.clone()).filter(|note| !note.is_empty()).into_iter().collect(),
            parts: vec![value],
            joined: Joined::Printed,
        }
    }
}

impl Figure {
    fn with(mut self, other: Self, value: f64, joined: Joined) -> Self {
        self.value = value;
        self.joined = joined;
        self.parts.extend(other.parts);
        // The order of confidence runs from high to low.
        self.confidence = self.confidence.max(other.confidence);
        self.sources.extend(other.sources);
        self.notes.extend(other.notes.into_iter().filter(|note| !self.notes.contains(note)).collect::<Vec<_>>());
        self
    }

    fn plus(self, addition: Self) -> Self {
        let value = self.value + addition.value;
        self.with(addition, value, Joined::Sum)
    }

    fn averaged(self, other: Self, limit: bool) -> Self {
        if limit {
            let value = self.value.min(other.value);
            return self.with(other, value, Joined::Lower);
        }
        let value = f64::midpoint(self.value, other.value);
        self.with(other, value, Joined::Mean)
    }
}

/// The table's name of the person's group.
fn own_group(person: Person) -> &'static str {
    match person.stage {
        Stage::Pregnant { trimester: Trimester::First, .. } => "preg_t1",
        Stage::Pregnant { trimester: Trimester::Second, .. } => "preg_t2",
        Stage::Pregnant { trimester: Trimester::Third, .. } => "preg_t3",
        Stage::Lactating { from_six_months: false, .. } => "lact_0_6m",
        Stage::Lactating { from_six_months: true, .. } => "lact_6_12m",
        Stage::Child { age_months, .. } => match age_months {
            0..=5 => "inf_0_5m",
            6..=8 => "inf_6_8m",
            9..=11 => "inf_9_11m",
            12..=35 => "ch_1_2y",
            _ => "ch_3_5y",
        },
    }
}

/// The group of a woman of her age who is neither pregnant nor breastfeeding; the 2026 bands differ.
fn base_group(person: Person, editions: &[&str]) -> Option<&'static str> {
    let years = person.woman_years()?;
    Some(match (editions.contains(&"2026tool"), years) {
        (_, 30..) => "f_30_49y",
        (true, 18..) => "f_18_29y",
        (true, _) => "f_15_17y",
        (false, 20..) => "f_20_29y",
        (false, _) => "f_15_19y",
    })
}
