//! A family in a few lines: what is kept in memory of thousands, to search and to sort by who is due or at risk.
//!
//! Nothing here knows what day it is: lists compare the entered days with the day they are asked about.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::child::Child;
use super::fact::Held;
use super::family::Family;
use super::{Day, RecordId};
use crate::growth::{self, BirthGestation, Options, Severity, Sex};
use crate::log::ScopeId;
use crate::pregnancy::date_pregnancy;

/// What a person is in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A child.
    Child,
    /// A mother.
    Mother,
    /// Another carer.
    Carer,
}

/// One person of a family.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The record.
    pub id: RecordId,
    /// What she is.
    pub who: Who,
    /// Name as held.
    pub name: String,
    /// Birth date as held.
    pub birth: Option<Day>,
    /// Sex of a child.
    pub sex: Option<Sex>,
    /// A child's mother, by name.
    pub mother: Option<String>,
    /// The latest day she was measured, weighed or visited.
    pub seen: Option<Day>,
    /// The day to come again, by the weighing schedule or as agreed: the earlier.
    pub due: Option<Day>,
    /// The gravest class of a child's latest measurement that was scored.
    pub severity: Option<Severity>,
    /// A woman's pregnancy: the day expected, when it can be dated.
    pub expecting: Option<Option<Day>>,
    /// Danger signs at her latest weighing.
    pub danger: bool,
}

/// Prints no name and no day: what a person told is in no log.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} •••", self.who, self.id)
    }
}

/// A family in a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Village.
    pub village: Option<ScopeId>,
    /// Hamlet.
    pub hamlet: Option<String>,
    /// Everybody, children first.
    pub people: Vec<Person>,
    /// Fields told differently that wait for a choice.
    pub disputes: usize,
    /// Records this app cannot read.
    pub unread: usize,
    /// Records looked at and found to be of different people.
    pub apart: Vec<Vec<RecordId>>,
}

impl Family {
    /// The family in a few lines.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let household = self.households.last().map(|held| &held.value);
        let children = self.children.iter().map(|child| self.child(child));
        let mothers = self.mothers.iter().map(|mother| {
            let mut person = self.woman(&mother.ids, mother.value.birth);
            person.name.clone_from(&mother.value.name);
            person
        });
        let carers = self
            .carers
            .iter()
            .map(|carer| Person { name: carer.value.name.clone(), ..self.person(Who::Carer, &carer.ids, None) });
        Summary {
            village: household.and_then(|household| household.village),
            hamlet: household.and_then(|household| household.hamlet.clone()),
            people: children.chain(mothers).chain(carers).collect(),
            disputes: self.disputes(),
            unread: self.unread.len(),
            apart: self.distinct.iter().map(|held| held.value.of.clone()).collect(),
        }
    }

    /// What is known of anybody: visits.
    fn person(&self, who: Who, ids: &[RecordId], birth: Option<Day>) -> Person {
        let visits = self.visits.iter().map(|held| &held.value).filter(|visit| ids.contains(&visit.whom));
        let last = visits.max_by_key(|visit| visit.on);
        Person {
            id: ids[0],
            who,
            name: String::new(),
            birth,
            sex: None,
            mother: None,
            seen: last.map(|visit| visit.on),
            due: last.and_then(|visit| visit.next_on),
            severity: None,
            expecting: None,
            danger: false,
        }
    }

    fn child(&self, child: &Held<Child>) -> Person {
        let mut person = self.person(Who::Child, &child.ids, child.value.birth);
        person.name.clone_from(&child.value.name);
        person.sex = child.value.sex;
        let mother = child.value.mother.and_then(|id| self.mothers.iter().find(|mother| mother.is(id)));
        person.mother = mother.map(|held| held.value.name.clone()).or_else(|| child.value.mother_name.clone());
        let gestation = child.value.gestation_days.and_then(|days| BirthGestation::from_days(days).ok());
        let mut next = None;
        // A reading that was doubted and taken again decides nothing.
        for (held, visit) in self.visits_of(child).filter(|(held, _)| !self.is_repeated(held)) {
            person.seen = person.seen.max(Some(held.value.on));
            let assessment = growth::assess_child(&visit, gestation, Options::default());
            let gravest = assessment.classes.gravest();
            if gravest != Severity::Unknown {
                person.severity = Some(gravest);
            }
            next = visit.age.and_then(|age| growth::next_weighing(held.value.on.date(), age, &assessment.classes));
        }
        let next = next.and_then(|next| Day::new(next.on).ok());
        person.due = person.due.into_iter().chain(next).min();
        person
    }

    fn woman(&self, ids: &[RecordId], birth: Option<Day>) -> Person {
        let mut person = self.person(Who::Mother, ids, birth);
        let hers = self.pregnancies.iter().filter(|held| ids.contains(&held.value.mother));
        for pregnancy in hers.filter(|held| held.value.ended_on.is_none()) {
            let last = self.weighings_of(pregnancy).last().map(|held| &held.value);
            person.seen = person.seen.max(last.map(|weighing| weighing.on));
            person.danger |= last.is_some_and(|weighing| !weighing.signs.is_empty());
            let clues = self.clues_of(pregnancy);
            // Dated as of the latest day anything of it was entered: no clock is asked.
            let scans = clues.scans.iter().map(|scan| scan.date);
            let days = scans.chain(clues.last_period.map(|period| period.date)).chain(last.map(|last| last.on.date()));
            let days = days.chain(clues.transfer.map(|transfer| transfer.date)).chain(clues.insemination);
            let on = days.max().or_else(|| clues.due_date.and_then(|due| due.checked_sub_days(chrono::Days::new(1))));
            let dated = on.and_then(|on| date_pregnancy(&clues, on).ok());
            person.expecting = Some(dated.and_then(|dating| Day::new(dating.due_date).ok()));
        }
        person
    }
}
