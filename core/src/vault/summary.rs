//! What lists need of one document, worked out when it changes and kept sealed: names, ages, the last visit, the next one, what
//! worries. Unlocking reads these and no document.
//!
//! What catches people out:
//! - a summary is worked out without knowing today: it holds days, and [`super::Index`] compares them with today;
//! - what rests on a reference of low confidence does not put anybody on the at-risk list.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::growth::{
    self, BirthGestation, Confidence, Month, Options, Part, Severity, Sex, assess_child, next_weighing,
};
use crate::log::{DeviceId, ScopeId};
use crate::pregnancy::{self, Case, Clues, LastPeriod, Scan};
use crate::records::child::Child;
use crate::records::pregnancy::Pregnancy;
use crate::records::village::VillageRecords;
use crate::records::{Day, Family, Held, Ledger, LengthMm, RecordId, WeightG};

/// Who a person of a family is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A mother.
    Mother,
    /// A child.
    Child,
    /// Somebody else who feeds the child.
    Carer,
}

/// How much something presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// To the station or hospital now.
    GoNow,
    /// A health worker should look.
    Look,
}

/// Why somebody is on the at-risk list: the code of the line that growth or pregnancy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worry {
    /// How much it presses.
    pub press: Press,
    /// The code.
    pub code: String,
    /// The day of the visit that showed it.
    pub on: Day,
}

/// A person as lists show her.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Her record.
    pub id: RecordId,
    /// Who she is.
    pub who: Who,
    /// Her name as told.
    pub name: String,
    /// A child's mother, as told or by her record.
    pub mother_name: Option<String>,
    /// Birth date.
    pub birth: Option<Day>,
    /// A child's sex.
    pub sex: Option<Sex>,
    /// The day she was last measured or weighed.
    pub seen: Option<Day>,
    /// The day she should be seen next: of a child after her last measurement, at once when there was none.
    pub next: Option<Day>,
    /// A pregnancy that has not ended is counted from this day.
    pub pregnant_from: Option<Day>,
    /// What worries, the gravest first.
    pub worries: Vec<Worry>,
}

/// What lists need of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Its people.
    pub people: Vec<Person>,
    /// Fields that are told differently.
    pub disputes: usize,
    /// Records of a newer app.
    pub unread: usize,
    /// How many entries each device wrote in each month (`2026-05`, by that device's clock): what receipts count.
    pub written: BTreeMap<String, BTreeMap<DeviceId, u64>>,
    /// Names of villages, in a village's or the commune's document.
    pub villages: BTreeMap<ScopeId, String>,
}

impl Summary {
    /// Of a family's document.
    #[must_use]
    pub fn of_family(family: &Family, ledger: &Ledger) -> Self {
        let mothers = family.mothers.iter().map(|mother| {
            let current =
                family.pregnancies.iter().rfind(|one| mother.is(one.value.mother) && one.value.ended_on.is_none());
            let (seen, pregnant_from, worries) =
                current.map_or((None, None, Vec::new()), |one| pregnancy_of(family, one));
            let (name, birth) = (mother.value.name.clone(), mother.value.birth);
            Person { seen, pregnant_from, worries, ..person(mother.id, Who::Mother, name, birth) }
        });
        let children = family.children.iter().map(|child| child_of(family, child));
        let carers = family.carers.iter().map(|carer| person(carer.id, Who::Carer, carer.value.name.clone(), None));
        Self {
            people: mothers.chain(children).chain(carers).collect(),
            disputes: family.disputes(),
            unread: family.unread.len(),
            written: written(ledger),
            villages: BTreeMap::new(),
        }
    }

    /// Of a village's or the commune's document.
    #[must_use]
    pub fn of_village(village: &VillageRecords, ledger: &Ledger) -> Self {
        let villages = village.villages.iter().map(|held| (held.value.scope, held.value.name.clone())).collect();
        Self { unread: village.unread.len(), written: written(ledger), villages, ..Self::default() }
    }
}

const fn person(id: RecordId, who: Who, name: String, birth: Option<Day>) -> Person {
    Person {
        id,
        who,
        name,
        mother_name: None,
        birth,
        sex: None,
        seen: None,
        next: None,
        pregnant_from: None,
        worries: Vec::new(),
    }
}

/// Entries by month and device. An entry's month is the one its writer's clock showed: a wrong clock miscounts a month, and
/// nothing else rests on it.
fn written(ledger: &Ledger) -> BTreeMap<String, BTreeMap<DeviceId, u64>> {
    let entries: BTreeSet<(DeviceId, u64, i64)> =
        ledger.iter().map(|(_, raw)| (raw.origin.device, raw.origin.entry, raw.origin.clock.day_number())).collect();
    let mut counted: BTreeMap<String, BTreeMap<DeviceId, u64>> = BTreeMap::new();
    for (device, _, day) in entries {
        let Ok(day) = Day::try_from(day) else { continue };
        *counted.entry(day.date().format("%Y-%m").to_string()).or_default().entry(device).or_default() += 1;
    }
    counted
}

fn child_of(family: &Family, child: &Held<Child>) -> Person {
    let Child { name, birth, sex, mother, mother_name, .. } = &child.value;
    let told = mother_name.clone().filter(|name| !name.is_empty());
    let by_record = || family.mothers.iter().find(|held| mother.is_some_and(|mother| held.is(mother)));
    let mother_name = told.or_else(|| by_record().map(|held| held.value.name.clone()));
    let blank = person(child.id, Who::Child, name.clone(), *birth);
    let (seen, next, worries) = match last_visit(family, child) {
        Some(last) => last,
        // Never measured: due since birth.
        None => (None, *birth, Vec::new()),
    };
    Person { mother_name, sex: *sex, seen, next, worries, ..blank }
}

/// What the last visit of a child says: its day, the next, what worries.
fn last_visit(family: &Family, child: &Held<Child>) -> Option<(Option<Day>, Option<Day>, Vec<Worry>)> {
    let visits: Vec<_> = family.visits_of(child).collect();
    let (held, visit) = visits.last()?;
    let on = held.value.on;
    let history: Vec<growth::Visit> = visits[..visits.len() - 1].iter().map(|(_, visit)| *visit).collect();
    let gestation = child.value.gestation_days.and_then(|days| BirthGestation::from_days(days).ok());
    let assessed = assess_child(visit, gestation, Options::default());
    let remark = growth::remark(&Month {
        visit,
        child: &assessed,
        history: &history,
        birth_weight: child.value.birth_weight_g.map(WeightG::quantity),
        on: on.date(),
        confirmed: held.value.confirmed,
    });
    let sure = |line: &&growth::Line| line.reference.is_none_or(|row| row.confidence != Confidence::Low);
    let worries = remark.iter().filter(sure).filter_map(|line| {
        let press = match (line.part, line.severity) {
            (Part::GoNow, _) => Press::GoNow,
            (Part::Finding | Part::Trend, Severity::Severe | Severity::Moderate | Severity::Obese) => Press::Look,
            _ => return None,
        };
        Some(Worry { press, code: line.code.clone(), on })
    });
    let next = visit.age.and_then(|age| next_weighing(on.date(), age, &assessed.classes));
    let next = next.and_then(|next| Day::new(next.on).ok());
    Some((Some(on), next, gravest_first(worries.collect())))
}

/// What a pregnancy's last weighing says: its day, from when the pregnancy is counted, what worries.
fn pregnancy_of(family: &Family, held: &Held<Pregnancy>) -> (Option<Day>, Option<Day>, Vec<Worry>) {
    let Pregnancy { last_period, scan_on, scan_gestation_days, due_told, weight_before_g, fetuses, mother, .. } =
        &held.value;
    let scan = scan_on.zip(*scan_gestation_days);
    let clues = Clues {
        last_period: last_period.map(|day| LastPeriod { date: day.date(), from_lunar: false, cycle_days: None }),
        due_date: due_told.map(Day::date),
        scans: scan.map(|(on, days)| Scan { date: on.date(), gestation_days: days.into() }).into_iter().collect(),
        ..Clues::default()
    };
    let weighings: Vec<_> = family.weighings_of(held).collect();
    let last = weighings.last().map(|last| &last.value);
    let seen = last.map(|last| last.on);
    // With nothing weighed yet, the day of the clue is a day on which the pregnancy can be dated.
    let Some(on) = seen.or(*scan_on).or(*last_period) else { return (None, None, Vec::new()) };
    let mother = family.mothers.iter().find(|held| held.is(*mother)).map(|held| &held.value);
    let mut case = Case::on(on.date());
    case.clues = clues;
    case.height = mother.and_then(|mother| mother.height_mm).map(LengthMm::quantity);
    case.weight_before = weight_before_g.map(WeightG::quantity);
    case.fetuses = fetuses.unwrap_or(1);
    if let Some(last) = last {
        case.weight = last.weight_g.map(WeightG::quantity);
        case.muac = last.arm_mm.map(|arm| arm.quantity().into());
        case.danger_signs.clone_from(&last.signs);
        let earlier = weighings.iter().map(|held| &held.value).filter(|one| one.on < on);
        let weighed = |day: Day, weight: WeightG| pregnancy::Weighing { date: day.date(), weight: weight.quantity() };
        case.earlier = earlier.filter_map(|one| Some(weighed(one.on, one.weight_g?))).collect();
        case.earlier.dedup_by_key(|one| one.date);
    }
    let Ok(assessed) = pregnancy::assess(&case) else { return (seen, None, Vec::new()) };
    let from = assessed.dating.ok().and_then(|dating| Day::new(dating.counted_from).ok());
    let worries = assessed.alerts.iter().filter_map(|alert| {
        let press = match alert.severity {
            pregnancy::Severity::GoNow => Press::GoNow,
            pregnancy::Severity::SeeWorker => Press::Look,
            pregnancy::Severity::MeasureAgain | pregnancy::Severity::Inform => return None,
        };
        Some(Worry { press, code: alert.code.code().to_owned(), on })
    });
    (seen, from, gravest_first(worries.collect()))
}

fn gravest_first(mut worries: Vec<Worry>) -> Vec<Worry> {
    worries.sort_by_key(|worry| worry.press);
    worries
}
