//! Documents written on several devices at once.

use super::*;
use crate::access::Role;
use crate::growth::Sex;
use crate::log::{DeviceId, DocId};

/// A device at work in one document.
pub(super) struct Phone {
    pub(super) device: DeviceId,
    actor: Actor,
    entry: u64,
    pub(super) clock: Clock,
    pub(super) document: Document,
    /// What it wrote: the entry's number and the change.
    pub(super) sent: Vec<(u64, Vec<u8>)>,
}

impl Phone {
    pub(super) fn new(number: u8) -> Self {
        let device = DeviceId::new([number; 32]);
        Self {
            device,
            actor: Actor::new(device, DocId::new([1; 16]), 1),
            entry: 0,
            clock: Clock(1_780_000_000),
            document: Document::new(),
            sent: Vec::new(),
        }
    }

    pub(super) fn write<T>(&mut self, write: impl FnOnce(&mut Sitting) -> T) -> T {
        self.entry += 1;
        let author = (self.device, self.actor);
        let (given, bytes) = self.document.edit(author, self.entry, self.clock, write).expect("its own actor");
        self.sent.push((self.entry, bytes.expect("something was written")));
        given
    }

    pub(super) fn read(&self, roles: &Roles) -> Family {
        Family::of(&self.document.ledger(), roles)
    }

    pub(super) fn receive(&mut self, from: &Self) {
        for (entry, change) in &from.sent {
            self.document.apply(from.device, *entry, change).expect("an honest change");
        }
    }
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a real date")).expect("within the years")
}

fn child(name: &str) -> child::Child {
    child::Child { name: name.into(), sex: Some(Sex::Girl), birth: Some(day(2026, 5, 4)), ..Default::default() }
}

#[test]
fn two_phones_that_heard_each_other_hold_the_same() {
    let (mut one, mut other) = (Phone::new(1), Phone::new(2));
    let mai = one.write(|sitting| sitting.add(&child("Lò Thị Mai")));
    one.write(|sitting| {
        let mut measurement = child::Measurement::new(mai, day(2026, 7, 4));
        measurement.weight_g = WeightG::try_from(5_100).ok();
        sitting.add(&measurement)
    });
    other.write(|sitting| sitting.add(&child("Lò Văn An")));
    other.receive(&one);
    one.receive(&other);
    assert!(one.document.is_same(&other.document));
    let family = one.read(&Roles::new());
    assert_eq!(family, other.read(&Roles::new()));
    assert_eq!(family.children.len(), 2);
    let mai = family.children.iter().find(|held| held.is(mai)).expect("there");
    let (_, visit) = family.visits_of(mai).next().expect("weighed once");
    assert_eq!(visit.age.map(|age| age.completed_days()), Some(61));
    let again = Document::load(&one.document.save()).expect("saved");
    assert_eq!(Family::of(&again.ledger(), &Roles::from([(one.device, Role::Station)])).children.len(), 2);
}
