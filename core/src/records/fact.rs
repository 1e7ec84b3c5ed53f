//! What is held of a record: of each field one value, and who told what of it.
//!
//! The records of a group (one record, or several merged into one) and their corrections are *statements* of a field. A
//! statement is replaced when a later one names it, directly or through others, and its author ranks no lower: a family's
//! correction does not replace a station's word, it stands beside it. What is left is current. Current statements that
//! disagree are a dispute: all are shown, and one is **suggested**, never silently chosen.
//!
//! What catches people out:
//! - the suggestion looks at the role (station over collaborator over family), then at how many say so, then at the record's
//!   name, which is arbitrary but the same on every phone. It never looks at a clock;
//! - "Lo Thi Mai" and "Lò Thị Mai" are no dispute, but the spelling with its marks is preferred among equals.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ledger::Origin;
use super::{Fields, RecordId};
use crate::access::Role;
use crate::foods::fold;
use crate::log::DeviceId;

/// Who stands behind each device, from the commune's roster. A device that is not in it ranks lowest.
pub type Roles = BTreeMap<DeviceId, Role>;

/// One telling of one field.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The record, correction or settlement that tells it.
    pub by: RecordId,
    /// The value; null when it takes the field out.
    pub value: Value,
    /// Who told it.
    pub origin: Origin,
    /// The teller's role, when she is in the roster.
    pub role: Option<Role>,
    /// For a settlement: the statement it chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<RecordId>,
}

/// Prints no value: what a person told is in no log.
impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ••• by {:?}", self.by, self.role)
    }
}

/// All that was told of one field, when more than one statement was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Statements that nothing replaces, the suggested one first.
    pub current: Vec<Statement>,
    /// Statements that others replace. What was taken back is in the history only.
    pub replaced: Vec<Statement>,
}

impl Told {
    /// Current statements disagree: a health worker should choose.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.current.windows(2).any(|pair| !agree(&pair[0].value, &pair[1].value))
    }

    /// The settlement that decided it, when one did and nothing disagrees since.
    #[must_use]
    pub fn settled(&self) -> Option<&Statement> {
        if self.is_disputed() { None } else { self.current.iter().find(|one| one.chosen.is_some()) }
    }
}

/// A record as held: its fields resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held<T> {
    /// Its name: the first of `ids`.
    pub id: RecordId,
    /// The records merged into it, itself included.
    pub ids: Vec<RecordId>,
    /// Its value: undisputed, settled or suggested.
    pub value: T,
    /// Who wrote the record named first.
    pub origin: Origin,
    /// Fields of which more than one statement was made.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<String, Told>,
}

impl<T> Held<T> {
    /// The fields on which current statements disagree.
    pub fn disputes(&self) -> impl Iterator<Item = (&str, &Told)> {
        self.told.iter().filter(|(_, told)| told.is_disputed()).map(|(field, told)| (field.as_str(), told))
    }

    /// Is this one of the records merged into it?
    #[must_use]
    pub fn is(&self, id: RecordId) -> bool {
        self.ids.contains(&id)
    }

    /// Who said what is held of a field, and when by her clock.
    #[must_use]
    pub fn said(&self, field: &str) -> Origin {
        self.told.get(field).and_then(|told| told.current.first()).map_or(self.origin, |one| one.origin)
    }

    /// Everything that was said of a field.
    pub(super) fn statements_of(&self, field: &str) -> BTreeSet<RecordId> {
        match self.told.get(field) {
            Some(told) => told.current.iter().chain(&told.replaced).map(|one| one.by).collect(),
            None => self.ids.iter().copied().collect(),
        }
    }

    /// What a correction of a field replaces: what is shown, and what that had replaced; not the other voices of a dispute.
    pub(super) fn replaced_by_correction(&self, field: &str) -> BTreeSet<RecordId> {
        let Some(told) = self.told.get(field) else { return self.statements_of(field) };
        let shown = told.current.first().map(|one| &one.value);
        let same = told.current.iter().filter(|one| shown.is_some_and(|shown| agree(shown, &one.value)));
        same.chain(&told.replaced).map(|one| one.by).collect()
    }
}

/// Corrections and settlements as edges: which field, what value, what they replace.
#[derive(Clone)]
pub(super) struct Later {
    pub(super) by: RecordId,
    pub(super) over: Vec<RecordId>,
    pub(super) says: Says,
    pub(super) origin: Origin,
}

#[derive(Clone)]
pub(super) enum Says {
    Sets(Fields),
    Chooses { field: String, chosen: RecordId },
}

/// A record of the group as written.
pub(super) struct Original<'a> {
    pub(super) id: RecordId,
    pub(super) fields: &'a Fields,
    pub(super) origin: Origin,
}

/// Resolves every field of a group: the values, and what was told where more than one statement was made.
///
/// `merged`: the groups that merges make. Statements that name records of one group agree.
pub(super) fn resolve(
    group: &[Original<'_>],
    later: &[&Later],
    roles: &Roles,
    merged: &BTreeMap<RecordId, Vec<RecordId>>,
) -> (Fields, BTreeMap<String, Told>) {
    let mut fields: BTreeSet<&str> = group.iter().flat_map(|one| one.fields.keys().map(String::as_str)).collect();
    for one in later {
        match &one.says {
            Says::Sets(set) => fields.extend(set.keys().map(String::as_str)),
            Says::Chooses { field, .. } => {
                fields.insert(field);
            }
        }
    }
    let (mut values, mut all_told) = (Fields::new(), BTreeMap::new());
    for field in fields {
        let told = tell(field, group, later, roles, merged);
        if let Some(value) = told.current.first().map(|one| one.value.clone()).filter(|value| !value.is_null()) {
            values.insert(field.to_owned(), value);
        }
        if told.current.len() + told.replaced.len() > 1 {
            all_told.insert(field.to_owned(), told);
        }
    }
    (values, all_told)
}

fn tell(
    field: &str,
    group: &[Original<'_>],
    later: &[&Later],
    roles: &Roles,
    merged: &BTreeMap<RecordId, Vec<RecordId>>,
) -> Told {
    let mut statements: BTreeMap<RecordId, Statement> = BTreeMap::new();
    let mut over: BTreeMap<RecordId, &[RecordId]> = BTreeMap::new();
    let statement = |by, value: &Value, origin: Origin, chosen| {
        (by, Statement { by, value: value.clone(), origin, role: roles.get(&origin.device).copied(), chosen })
    };
    statements.extend(group.iter().filter_map(|one| Some(statement(one.id, one.fields.get(field)?, one.origin, None))));
    for one in later {
        if let Says::Sets(set) = &one.says
            && let Some(value) = set.get(field)
        {
            statements.extend([statement(one.by, value, one.origin, None)]);
            over.insert(one.by, &one.over);
        }
    }
    // A settlement may choose another settlement, so their values are known after one another.
    let mut choices: Vec<(&Later, RecordId)> = later.iter().filter_map(|one| choice(one, field)).collect();
    loop {
        let known = choices.iter().position(|(_, chosen)| statements.contains_key(chosen));
        let Some((one, chosen)) = known.map(|at| choices.swap_remove(at)) else { break };
        let value = statements[&chosen].value.clone();
        statements.extend([statement(one.by, &value, one.origin, Some(chosen))]);
        over.insert(one.by, &one.over);
    }
    if statements.len() > 1 {
        for one in statements.values_mut() {
            one.value = of_merged(&one.value, merged);
        }
    }
    let named = replaced(&statements, &over, later);
    let (mut current, replaced_ones): (Vec<_>, Vec<_>) =
        statements.into_values().partition(|statement| !named.contains(&statement.by));
    let mut replaced = replaced_ones;
    if current.is_empty() {
        // Hand-made corrections that replace each other: then none of them does.
        current = std::mem::take(&mut replaced);
    }
    suggest(&mut current);
    Told { current, replaced }
}

/// A name of one of several records that are one is the name of all of them: its first.
fn of_merged(value: &Value, merged: &BTreeMap<RecordId, Vec<RecordId>>) -> Value {
    let named = value.as_str().filter(|_| !merged.is_empty()).and_then(|text| text.parse().ok());
    let first = named.and_then(|id: RecordId| merged.get(&id)?.first());
    first.map_or_else(|| value.clone(), |first| Value::String(first.to_string()))
}

fn choice<'a>(later: &&'a Later, field: &str) -> Option<(&'a Later, RecordId)> {
    match &later.says {
        Says::Chooses { field: of, chosen } if of == field => Some((*later, *chosen)),
        _ => None,
    }
}

/// The statements that some other names, directly or through others, whose author ranks no lower.
fn replaced(
    statements: &BTreeMap<RecordId, Statement>,
    over: &BTreeMap<RecordId, &[RecordId]>,
    later: &[&Later],
) -> BTreeSet<RecordId> {
    let mut replaced = BTreeSet::new();
    for (by, named) in over {
        let rank = statements.get(by).and_then(|one| one.role);
        let mut next: Vec<RecordId> = named.to_vec();
        let mut seen = BTreeSet::from([*by]);
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            match statements.get(&id) {
                Some(one) if one.role > rank => continue,
                Some(_) => {
                    replaced.insert(id);
                }
                None => {}
            }
            next.extend(later.iter().filter(|one| one.by == id).flat_map(|one| one.over.iter().copied()));
        }
    }
    replaced
}

/// Puts the suggested statement first.
fn suggest(current: &mut Vec<Statement>) {
    let support: Vec<usize> =
        current.iter().map(|one| current.iter().filter(|other| agree(&one.value, &other.value)).count()).collect();
    let mut order: Vec<usize> = (0..current.len()).collect();
    order.sort_by_key(|at| {
        let one = &current[*at];
        (std::cmp::Reverse((one.role, support[*at], marks(&one.value))), one.by)
    });
    *current = order.into_iter().map(|at| current[at].clone()).collect();
}

/// Letters with marks: a name written with them tells more than one without.
fn marks(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().filter(|letter| !letter.is_ascii()).count())
}

fn agree(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one == other || fold(one) == fold(other),
        _ => one == other,
    }
}
