//! Values that disagree: kept, shown, suggested, settled; people written down twice: merged and un-merged.

use std::collections::BTreeSet;

use super::child::{Child, Measurement};
use super::tests::{Phone, day};
use super::*;
use crate::access::Role;
use crate::growth::{Indicator, Sex, assess};

fn weight(grams: i64) -> Option<WeightG> {
    Some(WeightG::try_from(grams).expect("possible"))
}

/// Three devices of three roles that share what they write with [`meet`].
fn three() -> ([Phone; 3], Roles) {
    let phones = [Phone::new(1), Phone::new(2), Phone::new(3)];
    let roles = [Role::Family, Role::Collaborator, Role::Station];
    let roles = phones.iter().zip(roles).map(|(phone, role)| (phone.device, role)).collect();
    (phones, roles)
}

fn meet(phones: &mut [Phone]) {
    for to in 0..phones.len() {
        for from in 0..phones.len() {
            let sent = phones[from].sent.clone();
            let device = phones[from].device;
            for (entry, change) in sent {
                phones[to].document.apply(device, entry, &change).expect("honest");
            }
        }
    }
    assert!(phones.windows(2).all(|pair| pair[0].document.is_same(&pair[1].document)));
}

/// A measured child, known to all three.
fn weighed() -> ([Phone; 3], Roles) {
    let (mut phones, roles) = three();
    phones[1].write(|sitting| {
        let child = sitting.add(&Child { name: "Mai".into(), ..Child::default() });
        sitting.add(&Measurement { weight_g: weight(8_400), ..Measurement::new(child, day(2026, 9, 1)) })
    });
    meet(&mut phones);
    (phones, roles)
}

fn correct(phone: &mut Phone, roles: &Roles, grams: i64) {
    let held = phone.read(roles).measurements[0].clone();
    let new = Measurement { weight_g: weight(grams), ..held.value.clone() };
    phone.write(|sitting| sitting.correct(&held, &new).expect("it differs"));
}

#[test]
fn a_correction_names_the_old_value_and_both_can_be_read() {
    let (mut phones, roles) = weighed();
    correct(&mut phones[1], &roles, 4_800);
    correct(&mut phones[1], &roles, 4_840);
    let family = phones[1].read(&roles);
    let held = &family.measurements[0];
    assert_eq!(held.value.weight_g, weight(4_840));
    assert_eq!(held.disputes().count(), 0);
    let told = &held.told["weight_g"];
    let replaced: BTreeSet<i64> = told.replaced.iter().filter_map(|one| one.value.as_i64()).collect();
    assert_eq!(replaced, BTreeSet::from([8_400, 4_800]));
    let ledger = phones[1].document.ledger();
    let history = ledger.history(&held.ids);
    let tables: Vec<&str> = history.iter().map(|(_, raw)| raw.table.as_str()).collect();
    assert_eq!(tables, ["measurements", "corrections", "corrections"]);
    assert_eq!(history[2].1.fields["set"]["weight_g"], 4_840, "the last word is last");
    assert_eq!(held.said("weight_g").entry, 3);
    assert_eq!(held.said("on").entry, 1);
}

#[test]
fn a_weight_corrected_twice_at_once_is_a_dispute_until_somebody_settles_it() {
    let (mut phones, roles) = weighed();
    correct(&mut phones[1], &roles, 4_800);
    correct(&mut phones[2], &roles, 4_840);
    meet(&mut phones);
    let held = phones[0].read(&roles).measurements[0].clone();
    assert_eq!(held.value.weight_g, weight(4_840), "the station's is suggested");
    let (field, told) = held.disputes().next().expect("a dispute");
    assert_eq!((field, told.current.len(), told.replaced.len()), ("weight_g", 2, 1));
    assert_eq!(told.settled(), None);
    let chosen = told.current[1].by;
    phones[2].write(|sitting| sitting.settle(&held, "weight_g", chosen).expect("one of the statements"));
    meet(&mut phones);
    let held = phones[0].read(&roles).measurements[0].clone();
    assert_eq!(held.value.weight_g, weight(4_800), "the collaborator's was chosen");
    assert_eq!(held.disputes().count(), 0);
    let settled = held.told["weight_g"].settled().expect("settled");
    assert_eq!((settled.origin.device, settled.chosen), (phones[2].device, Some(chosen)));
    assert_eq!(held.told["weight_g"].replaced.len(), 3, "all voices stay");
}

#[test]
fn two_settlements_at_once_and_a_word_nobody_had_heard_are_a_dispute_again() {
    let (mut phones, roles) = weighed();
    correct(&mut phones[1], &roles, 4_800);
    correct(&mut phones[2], &roles, 4_840);
    meet(&mut phones);
    let held = phones[2].read(&roles).measurements[0].clone();
    let voices: Vec<RecordId> = held.told["weight_g"].current.iter().map(|one| one.by).collect();
    let mut third = Phone::new(4);
    let mut roles = roles;
    roles.insert(third.device, Role::Station);
    for phone in &phones {
        third.receive(phone);
    }
    phones[2].write(|sitting| sitting.settle(&held, "weight_g", voices[0]).expect("told"));
    third.write(|sitting| sitting.settle(&held, "weight_g", voices[1]).expect("told"));
    phones[2].receive(&third);
    let held = phones[2].read(&roles).measurements[0].clone();
    assert_eq!(held.disputes().count(), 1, "two settlements");
    // One of them is taken back.
    let mine = held.told["weight_g"].current.iter().find(|one| one.origin.device == third.device).expect("hers").by;
    phones[2].write(|sitting| sitting.retract(mine, Some("mistake")));
    let held = phones[2].read(&roles).measurements[0].clone();
    assert_eq!((held.disputes().count(), held.value.weight_g), (0, weight(4_840)));
}

#[test]
fn a_lower_role_does_not_replace_a_higher_ones_word() {
    let (mut phones, roles) = weighed();
    correct(&mut phones[0], &roles, 9_000);
    meet(&mut phones);
    let held = phones[2].read(&roles).measurements[0].clone();
    assert_eq!(held.value.weight_g, weight(8_400), "the collaborator's stays suggested");
    assert_eq!(held.disputes().count(), 1, "and the family's is shown beside it");
    correct(&mut phones[2], &roles, 8_500);
    meet(&mut phones);
    let held = phones[0].read(&roles).measurements[0].clone();
    assert_eq!(held.value.weight_g, weight(8_500));
    assert_eq!(held.disputes().count(), 1, "a correction replaces what was shown, not the other voice");
}

#[test]
fn a_field_can_be_completed_and_taken_out() {
    let (mut phones, roles) = weighed();
    let held = phones[1].read(&roles).measurements[0].clone();
    let new = Measurement { weight_g: None, arm_mm: GirthMm::try_from(141).ok(), ..held.value.clone() };
    phones[1].write(|sitting| sitting.correct(&held, &new));
    let held = phones[1].read(&roles).measurements[0].clone();
    assert_eq!((held.value.weight_g, held.value.arm_mm.map(GirthMm::get)), (None, Some(141)));
    let mut sitting = Sitting::new(phones[1].document.chain(phones[1].device, phones[1].actor()));
    assert_eq!(sitting.correct(&held, &held.value), None, "nothing differs");
    assert_eq!(sitting.settle(&held, "weight_g", held.value.child), Err(NotTold));
}

#[test]
fn what_is_taken_back_is_gone_and_can_be_brought_back() {
    let (mut phones, roles) = weighed();
    let held = phones[1].read(&roles).measurements[0].clone();
    let retraction = phones[1].write(|sitting| sitting.retract(held.id, Some("wrong_child")));
    assert!(phones[1].read(&roles).measurements.is_empty());
    assert!(phones[1].document.ledger().get(held.id).is_some(), "the history keeps it");
    phones[1].write(|sitting| sitting.retract(retraction, None));
    assert_eq!(phones[1].read(&roles).measurements[0], held);
}

#[test]
fn a_lower_role_does_not_take_back_a_higher_ones_word() {
    let (mut phones, roles) = weighed();
    let held = phones[0].read(&roles).measurements[0].clone();
    phones[0].write(|sitting| sitting.retract(held.id, Some("wrong")));
    meet(&mut phones);
    let family = phones[2].read(&roles);
    assert_eq!((family.measurements.len(), family.objections.len()), (1, 1), "it stands, with the wish beside it");
    assert_eq!(family.objections[0].value.of, held.id);
    phones[2].write(|sitting| sitting.retract(held.id, Some("wrong")));
    meet(&mut phones);
    assert!(phones[0].read(&roles).measurements.is_empty());
    assert!(phones[1].read(&roles).objections.len() == 1, "the wish stays in sight until it is taken back");
}

/// Scenario S4: the village midwife, the mother and the station each registered the child.
#[test]
fn two_truths() {
    let (mut phones, roles) = three();
    let births = [(0, "Lò Thị Mai", 5), (1, "Lo Thi Mai", 3), (2, "Lò Thị Mai", 4)];
    let mut registered = Vec::new();
    for (phone, name, born) in births {
        registered.push(phones[phone].write(|sitting| {
            let child = Child {
                name: name.into(),
                sex: Some(Sex::Girl),
                birth: Some(day(2026, 5, born)),
                mother_name: Some("Lò Thị Hoa".into()),
                ..Child::default()
            };
            let id = sitting.add(&child);
            sitting.add(&Measurement { weight_g: weight(5_000), ..Measurement::new(id, day(2026, 7, born)) });
            id
        }));
    }
    let alone: Vec<Family> = phones.iter().map(|phone| phone.read(&roles)).collect();
    meet(&mut phones);

    // One child, proposed across the spellings.
    let family = phones[2].read(&roles);
    let doc = crate::log::DocId::new([1; 16]);
    let proposals = duplicates([(doc, &family.summary())]);
    assert_eq!(proposals.len(), 3);
    assert!(proposals.iter().all(|one| one.likeness == Likeness::Likely));
    let before = family.clone();
    let all: Vec<&Held<Child>> = family.children.iter().collect();
    let merge = phones[2].write(|sitting| sitting.merge(&all));
    meet(&mut phones);

    // The station's day is suggested, the other two are kept; the name with its marks stands undisputed.
    let family = phones[0].read(&roles);
    let [mai] = family.children.as_slice() else { panic!("one child") };
    assert_eq!((mai.value.birth, mai.value.name.as_str()), (Some(day(2026, 5, 4)), "Lò Thị Mai"));
    let disputes: Vec<(&str, usize)> = mai.disputes().map(|(field, told)| (field, told.current.len())).collect();
    assert_eq!(disputes, [("birth", 3)]);
    assert_eq!(mai.ids, {
        registered.sort_unstable();
        registered.clone()
    });

    // Every score counts from the chosen day.
    let ages = |family: &Family| -> Vec<i64> {
        let visits = family.visits_of(&family.children[0]).map(|(_, visit)| visit);
        visits.map(|visit| visit.age.expect("born").completed_days()).collect()
    };
    assert_eq!(ages(&family), [60, 61, 62]);
    let score = |family: &Family| {
        let (_, visit) = family.visits_of(&family.children[0]).next().expect("weighed");
        assess(&visit).score(Indicator::WeightForAge).expect("scored").z
    };
    let suggested = score(&family);
    let mothers_day = mai.told["birth"].current.iter().find(|one| one.origin.device == phones[0].device).expect("hers");
    let (held, chosen) = (mai.clone(), mothers_day.by);
    phones[2].write(|sitting| sitting.settle(&held, "birth", chosen).expect("told"));
    meet(&mut phones);
    let family = phones[1].read(&roles);
    assert_eq!(ages(&family), [59, 60, 61], "settled on the mother's day");
    assert_ne!(score(&family), suggested);
    assert_eq!(family.disputes(), 0);
    assert_eq!(family.children[0].told["birth"].replaced.len(), 3, "still explainable");

    // Un-merging restores all as they were.
    let settled: Vec<RecordId> = family.children[0].told["birth"].current.iter().map(|one| one.by).collect();
    phones[2].write(|sitting| {
        sitting.retract(merge, Some("not_the_same"));
        sitting.retract(settled[0], None);
    });
    meet(&mut phones);
    let restored = phones[0].read(&roles);
    assert_eq!(restored, before);
    for own in alone {
        assert!(restored.children.contains(&own.children[0]) && restored.measurements.contains(&own.measurements[0]));
    }
    let apart: Vec<&Held<Child>> = restored.children.iter().collect();
    phones[2].write(|sitting| sitting.keep_apart(&apart));
    assert_eq!(duplicates([(doc, &phones[2].read(&roles).summary())]), [], "not proposed again");
}

#[test]
fn merges_that_overlap_make_one_person() {
    let mut phone = Phone::new(1);
    for name in ["Mai", "Mai", "Mai", "Lan"] {
        phone.write(|sitting| sitting.add(&Child { name: name.into(), ..Child::default() }));
    }
    let family = phone.read(&Roles::new());
    let [one, two, three, lan] = family.children.as_slice() else { panic!("four") };
    phone.write(|sitting| sitting.merge(&[one, two]));
    let second = phone.write(|sitting| sitting.merge(&[two, three]));
    let family = phone.read(&Roles::new());
    assert_eq!(family.children.iter().map(|held| held.ids.len()).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(family.children[1].id, lan.id);
    phone.write(|sitting| sitting.retract(second, None));
    assert_eq!(phone.read(&Roles::new()).children.len(), 3);
}

#[test]
fn corrections_that_name_each_other_do_not_make_a_value_vanish() {
    let (mut phones, roles) = weighed();
    let held = phones[1].read(&roles).measurements[0].clone();
    let chain = phones[1].document.chain(phones[1].device, phones[1].actor());
    let next = |nth| RecordId { actor: chain.actor(), seq: chain.seq() + 1, nth };
    phones[1].write(|sitting| {
        for (grams, over) in [(5_000, vec![held.id, next(1)]), (6_000, vec![held.id, next(0)])] {
            let set = Fields::from_iter([("weight_g".to_owned(), grams.into())]);
            sitting.add(&Correction { of: held.id, over, set });
        }
    });
    let held = phones[1].read(&roles).measurements[0].clone();
    assert!(held.value.weight_g.is_some());
    assert_eq!(held.disputes().count(), 1);
}
