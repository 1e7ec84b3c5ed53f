//! Documents written on several devices at once.

use std::collections::BTreeMap;

use super::child::{Child, Measurement};
use super::shopping::{Item, List, Mark};
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
        Self::in_document(number, DocId::new([1; 16]))
    }

    pub(super) fn in_document(number: u8, doc: DocId) -> Self {
        let device = DeviceId::new([number; 32]);
        Self {
            device,
            actor: Actor::new(device, doc, 1),
            entry: 0,
            clock: Clock(1_780_000_000),
            document: Document::new(),
            sent: Vec::new(),
        }
    }

    pub(super) const fn actor(&self) -> Actor {
        self.actor
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

fn child(name: &str) -> Child {
    Child { name: name.into(), sex: Some(Sex::Girl), birth: Some(day(2026, 5, 4)), ..Default::default() }
}

#[test]
fn two_phones_that_heard_each_other_hold_the_same() {
    let (mut one, mut other) = (Phone::new(1), Phone::new(2));
    let mai = one.write(|sitting| sitting.add(&child("Lò Thị Mai")));
    one.write(|sitting| {
        let mut measurement = Measurement::new(mai, day(2026, 7, 4));
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

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below as u64).expect("small")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.roll(at + 1));
        }
    }
}

/// Something a person may do with the family she sees.
fn edit(phone: &mut Phone, roles: &Roles, dice: &mut Dice) {
    let family = phone.read(roles);
    let on = Day::try_from(20_577 + i64::try_from(dice.roll(900)).expect("small")).expect("a day");
    let grams = WeightG::try_from(3_000 + i64::try_from(dice.roll(9_000)).expect("small")).ok();
    let (what, which) = (dice.roll(9), dice.roll(1_000));
    phone.clock = Clock(i64::try_from(dice.roll(4_000_000_000)).expect("small"));
    phone.write(|sitting| {
        let some_child = family.children.get(which % family.children.len().max(1));
        let some_measurement = family.measurements.get(which % family.measurements.len().max(1));
        match (what, some_child, some_measurement) {
            (0 | 1, Some(child), _) => {
                sitting.add(&Measurement { weight_g: grams, ..Measurement::new(child.id, on) });
            }
            (2 | 3, _, Some(held)) => {
                sitting.correct(held, &Measurement { weight_g: grams, on, ..held.value.clone() });
            }
            (4, Some(held), _) => {
                sitting.correct(held, &Child { birth: Some(on), ..held.value.clone() });
            }
            (5, Some(held), _) => {
                for (field, told) in held.disputes() {
                    sitting.settle(held, field, told.current[which % told.current.len()].by).expect("told");
                }
            }
            (6, Some(held), _) => {
                sitting.merge(&[held, &family.children[(which / 7) % family.children.len()]]);
            }
            (7, _, Some(held)) => {
                sitting.retract(held.id, None);
            }
            _ => {
                sitting.add(&Child { birth: Some(on), ..child("Lò Thị Mai") });
            }
        }
        // A sitting in which nothing else happened leaves a note.
        sitting.add(&mother::Note { whom: None, on, text: format!("{what}") });
    });
}

#[test]
fn any_order_repetition_and_part_of_the_changes_lead_to_the_same_document() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let mut phones: Vec<Phone> = (1..=4).map(Phone::new).collect();
        let ranks = [Role::Family, Role::Family, Role::Collaborator, Role::Station];
        let roles: Roles = phones.iter().zip(ranks).map(|(phone, role)| (phone.device, role)).collect();
        for _ in 0..24 {
            let (to, from) = (dice.roll(phones.len()), dice.roll(phones.len()));
            edit(&mut phones[to], &roles, &mut dice);
            if to != from && dice.roll(3) == 0 {
                let heard = std::mem::take(&mut phones[from].sent);
                let sender = phones[from].device;
                for (entry, change) in &heard {
                    phones[to].document.apply(sender, *entry, change).expect("honest");
                }
                phones[from].sent = heard;
            }
        }
        let mut all: Vec<(DeviceId, u64, Vec<u8>)> = Vec::new();
        for phone in &phones {
            all.extend(phone.sent.iter().map(|(entry, change)| (phone.device, *entry, change.clone())));
        }
        let mut first: Option<(Document, Family)> = None;
        for phone in &mut phones {
            let repeated = dice.roll(all.len());
            let mut order: Vec<_> = all.iter().chain(&all[..repeated]).collect();
            dice.shuffle(&mut order);
            for (device, entry, change) in order {
                phone.document.apply(*device, *entry, change).expect("honest");
            }
            assert_eq!(phone.document.waiting(), 0, "seed {seed}");
            let family = phone.read(&roles);
            assert_eq!(Document::load(&phone.document.save()).expect("saved").ledger(), phone.document.ledger());
            let (document, read) = first.get_or_insert_with(|| (phone.document.clone(), family.clone()));
            assert!(document.is_same(&phone.document), "seed {seed}");
            assert_eq!(*read, family, "seed {seed}");
        }
        let (document, family) = first.expect("four phones");
        assert!(family.unread.is_empty(), "seed {seed}: {:?}", family.unread);
        let mut merged = Document::new();
        for phone in &phones {
            merged.merge(&phone.document).expect("honest");
        }
        assert!(merged.is_same(&document), "seed {seed}");
    }
}

#[test]
fn changes_of_an_author_wait_for_the_earlier_ones() {
    let mut one = Phone::new(1);
    for name in ["Mai", "Lan", "An"] {
        one.write(|sitting| sitting.add(&child(name)));
    }
    let mut other = Document::new();
    let mut apply = |at: usize| {
        let (entry, change) = &one.sent[at];
        other.apply(one.device, *entry, change).expect("honest")
    };
    assert_eq!(apply(2), Applied { new: 0, known: 0, waiting: 1 });
    assert_eq!(apply(1), Applied { new: 0, known: 0, waiting: 2 });
    assert_eq!(apply(0), Applied { new: 3, known: 0, waiting: 0 });
    assert_eq!(apply(1), Applied { new: 0, known: 1, waiting: 0 });
}

#[test]
fn a_revoked_devices_later_entries_are_left_out_and_nobody_elses() {
    let (mut lost, mut station) = (Phone::new(1), Phone::new(2));
    let mai = lost.write(|sitting| sitting.add(&child("Mai")));
    station.receive(&lost);
    station.write(|sitting| sitting.add(&Measurement::new(mai, day(2026, 8, 1))));
    lost.receive(&station);
    lost.write(|sitting| sitting.add(&child("nobody")));
    station.receive(&lost);
    station.write(|sitting| sitting.add(&Measurement::new(mai, day(2026, 9, 1))));
    let names = |document: &Document| -> Vec<String> {
        let family = Family::of(&document.ledger(), &Roles::new());
        family.children.iter().map(|held| held.value.name.clone()).collect()
    };
    assert_eq!(names(&station.document).len(), 2);
    let snapshot = Document::load(&station.document.save()).expect("saved");
    for document in [&station.document, &snapshot] {
        let cut = document.without(&BTreeMap::from([(lost.device, 1)])).expect("honest");
        assert_eq!(names(&cut), ["Mai"]);
        let family = Family::of(&cut.ledger(), &Roles::new());
        assert_eq!(family.measurements_of(&family.children[0]).count(), 2, "the station's stay");
        let none = document.without(&BTreeMap::from([(lost.device, 0)])).expect("honest");
        let family = Family::of(&none.ledger(), &Roles::new());
        assert_eq!((family.children.len(), family.measurements.len()), (0, 2), "without their child, and kept");
    }
}

#[test]
fn what_only_a_newer_app_knows_survives_an_edit_by_this_one() {
    let (mut newer, mut ours) = (Phone::new(1), Phone::new(2));
    let child = newer.write(|sitting| {
        let mut fields = child("Mai").fields();
        fields.insert("blood_group".into(), "O+".into());
        let child = sitting.push("children", fields);
        sitting.push("x_rays", Fields::from_iter([("of".to_owned(), child.to_string().into())]));
        let mut posture = Measurement::new(child, day(2026, 9, 1)).fields();
        posture.insert("posture".into(), "floating".into());
        sitting.push("measurements", posture);
        child
    });
    ours.receive(&newer);
    let family = ours.read(&Roles::new());
    let unread: Vec<&str> = family.unread.iter().map(|one| one.table.as_str()).collect();
    assert_eq!(unread, ["measurements", "x_rays"], "a value and a table of a newer app are counted");
    let held = &family.children[0];
    ours.write(|sitting| sitting.correct(held, &Child { name: "Mây".into(), ..held.value.clone() }));
    newer.receive(&ours);
    let ledger = Document::load(&newer.document.save()).expect("saved").ledger();
    assert_eq!(ledger.get(child).expect("kept").fields["blood_group"], "O+");
    assert_eq!(ledger.table("x_rays").count(), 1);
    assert_eq!(Family::of(&ledger, &Roles::new()).children[0].value.name, "Mây");
}

#[test]
fn a_shared_list_loses_no_tick() {
    let (mut mother, mut father) = (Phone::new(1), Phone::new(2));
    mother.write(|sitting| {
        let on = day(2026, 9, 1);
        let list = sitting.add(&List { on, days: None, people: None, region: None, name: None, form: None });
        for what in ["trứng", "rau muống", "bí đỏ"] {
            sitting.add(&Item { list, food: None, what: Some(what.into()), decigrams: Some(5_000) });
        }
    });
    father.receive(&mother);
    let roles = Roles::new();
    let tick = |phone: &mut Phone, at: usize| {
        let item = phone.read(&roles).shopping[at].clone();
        phone.write(|sitting| sitting.tick(&item, Mark::Bought));
    };
    tick(&mut mother, 0);
    tick(&mut mother, 1);
    tick(&mut father, 1);
    tick(&mut father, 2);
    // The mother unticks what she ticked, not knowing that the father bought it.
    let family = mother.read(&roles);
    mother.write(|sitting| sitting.untick(&family, &family.shopping[1], Mark::Bought));
    mother.receive(&father);
    father.receive(&mother);
    let family = father.read(&roles);
    assert_eq!(family, mother.read(&roles));
    assert!(family.shopping.iter().all(|item| family.is_ticked(item, Mark::Bought)));
    father.write(|sitting| sitting.untick(&family, &family.shopping[0], Mark::Bought));
    let family = father.read(&roles);
    assert!(!family.is_ticked(&family.shopping[0], Mark::Bought));
}

#[test]
fn a_wrong_clock_changes_no_age_and_no_order_and_is_found() {
    let read = |clocks: [i64; 3]| {
        let mut phone = Phone::new(1);
        phone.clock = Clock(clocks[0]);
        let mai = phone.write(|sitting| sitting.add(&child("Mai")));
        for (clock, on) in [(clocks[1], day(2026, 9, 1)), (clocks[2], day(2026, 8, 1))] {
            phone.clock = Clock(clock);
            phone.write(|sitting| sitting.add(&Measurement::new(mai, on)));
        }
        let mut family = phone.read(&Roles::new());
        let found = wrong_clocks(&phone.document.ledger(), Clock(1_788_300_000));
        let ages = family.visits_of(&family.children[0]).map(|(_, visit)| visit.age.map(|age| age.completed_days()));
        let ages: Vec<_> = ages.collect();
        for held in &mut family.measurements {
            held.origin.clock = Clock(0);
        }
        family.children[0].origin.clock = Clock(0);
        (family, ages, found.iter().map(|wrong| wrong.drift).collect::<Vec<_>>())
    };
    let right = read([1_788_220_800; 3]);
    assert_eq!((right.1.as_slice(), right.2.as_slice()), (&[Some(89), Some(120)][..], &[][..]));
    // 1 January 1970, then ten years ahead, then right again; and a clock gone mad.
    let wrong = read([0, 1_788_220_800 + 3_652 * 86_400, 1_788_220_800]);
    assert_eq!((&wrong.0, &wrong.1), (&right.0, &right.1));
    let days = 20_454;
    assert_eq!(wrong.2, [Drift::Behind { days }, Drift::Ahead { days: 3_651 }, Drift::SetBack { days: 3_652 }]);
    let mad = read([i64::MIN, i64::MAX, i64::MIN]);
    assert_eq!((&mad.0, &mad.1), (&right.0, &right.1));
    assert_eq!(mad.2.len(), 3);
}
