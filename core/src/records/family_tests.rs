//! What is read of a family: summaries, cases, care, two documents of one family.

use super::care::{Dose, Visit, doubled};
use super::child::{Child, Measurement};
use super::mother::{Consent, Mother, consent_to};
use super::pregnancy::{Pregnancy, Scan, Weighing};
use super::tests::{Phone, day};
use super::*;
use crate::growth::{Doubt, Severity, Sex};
use crate::log::{DeviceId, DocId};

fn grams(grams: i64) -> Option<WeightG> {
    Some(WeightG::try_from(grams).expect("possible"))
}

fn girl(birth: Day) -> Child {
    Child { name: "Lò Thị Mai".into(), sex: Some(Sex::Girl), birth: Some(birth), ..Child::default() }
}

#[test]
fn a_summary_says_who_is_due_and_who_is_at_risk() {
    let mut phone = Phone::new(1);
    let child = phone.write(|sitting| {
        sitting.begin(Kind::Family);
        let mother = sitting.add(&Mother { name: "Lò Thị Hoa".into(), ..Mother::default() });
        sitting.add(&Child { mother: Some(mother), ..girl(day(2026, 1, 1)) })
    });
    let person = |phone: &Phone| phone.read(&Roles::new()).summary().people[0].clone();
    let unseen = person(&phone);
    assert_eq!((unseen.seen, unseen.due, unseen.severity), (None, None, None));
    assert_eq!(unseen.mother.as_deref(), Some("Lò Thị Hoa"));
    // 7.3 kg at six months is the median of a girl (WHO 2006).
    phone.write(|sitting| {
        sitting.add(&Measurement { weight_g: grams(7_300), ..Measurement::new(child, day(2026, 7, 1)) })
    });
    let well = person(&phone);
    assert_eq!((well.seen, well.severity), (Some(day(2026, 7, 1)), Some(Severity::Ok)));
    assert!(well.due > well.seen);
    phone.write(|sitting| {
        sitting.add(&Measurement { oedema: true, ..Measurement::new(child, day(2026, 8, 1)) });
        sitting.add(&Visit {
            whom: child,
            on: day(2026, 8, 2),
            place: None,
            advice: Vec::new(),
            text_version: None,
            next_on: Some(day(2026, 8, 3)),
        })
    });
    let ill = person(&phone);
    assert_eq!(
        (ill.seen, ill.severity, ill.due),
        (Some(day(2026, 8, 2)), Some(Severity::Severe), Some(day(2026, 8, 3)))
    );
}

#[test]
fn a_pregnancy_is_dated_and_gives_its_case() {
    let mut phone = Phone::new(1);
    let weighing = |pregnancy, on, weight, signs: &[&str]| Weighing {
        pregnancy,
        on,
        weight_g: grams(weight),
        arm_mm: None,
        signs: signs.iter().map(|sign| (*sign).to_owned()).collect(),
    };
    phone.write(|sitting| {
        let mother = sitting.add(&Mother {
            name: "Lò Thị Hoa".into(),
            birth: Some(day(1998, 7, 2)),
            height_mm: LengthMm::try_from(1_530).ok(),
            ..Mother::default()
        });
        let pregnancy = sitting.add(&Pregnancy {
            last_period: Some(day(2026, 1, 1)),
            weight_before_g: grams(48_000),
            ..Pregnancy::new(mother)
        });
        sitting.add(&Scan { pregnancy, on: day(2026, 3, 1), gestation_days: 60 });
        sitting.add(&weighing(pregnancy, day(2026, 7, 1), 54_000, &["headache"]));
        sitting.add(&weighing(pregnancy, day(2026, 5, 1), 51_000, &[]));
        sitting.add(&weighing(pregnancy, day(2026, 8, 1), 56_000, &[]));
    });
    let family = phone.read(&Roles::new());
    let case = family.case_of(&family.pregnancies[0], day(2026, 7, 1));
    assert_eq!(case.weight.map(|weight| weight.to_string()).as_deref(), Some("54 kg"));
    assert_eq!((case.earlier.len(), case.age_years, case.danger_signs.len()), (1, Some(27), 1));
    assert_eq!((case.clues.scans.len(), case.fetuses), (1, 1));
    let woman = &family.summary().people[0];
    // 280 days after 1 January 2026; the scan agrees within its margin.
    assert_eq!(woman.expecting, Some(Some(day(2026, 10, 8))));
    assert_eq!((woman.seen, woman.danger), (Some(day(2026, 8, 1)), false), "as of the latest weighing");
}

#[test]
fn an_implausible_weight_is_kept_and_flagged() {
    let mut phone = Phone::new(1);
    phone.write(|sitting| {
        let child = sitting.add(&girl(day(2026, 1, 1)));
        let first = sitting.add(&Measurement { weight_g: grams(73_000), ..Measurement::new(child, day(2026, 7, 1)) });
        sitting.add(&Measurement {
            weight_g: grams(7_300),
            repeats: Some(first),
            ..Measurement::new(child, day(2026, 7, 1))
        })
    });
    let family = phone.read(&Roles::new());
    let doubts: Vec<usize> =
        family.measurements.iter().map(|held| family.doubts_of(&family.children[0], held).len()).collect();
    assert_eq!(doubts, [1, 0]);
    let doubt = family.doubts_of(&family.children[0], &family.measurements[0]);
    assert!(matches!(doubt[0], Doubt::UnitSlip { .. }), "{doubt:?}");
    assert_eq!(family.measurements.iter().map(|held| family.is_repeated(held)).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn the_same_dose_at_two_posts_is_shown() {
    let (mut one, mut other) = (Phone::new(1), Phone::new(2));
    let child = one.write(|sitting| sitting.add(&girl(day(2025, 1, 1))));
    let dose = |what: &str, on| Dose { whom: child, what: what.into(), on, amount: Some(1), round: None, lot: None };
    one.write(|sitting| sitting.add(&dose("vitamin_a", day(2026, 6, 1))));
    other.receive(&one);
    one.write(|sitting| sitting.add(&dose("zinc", day(2026, 6, 2))));
    other.write(|sitting| sitting.add(&dose("vitamin_a", day(2026, 6, 2))));
    other.write(|sitting| sitting.add(&dose("vitamin_a", day(2026, 12, 1))));
    one.receive(&other);
    let family = one.read(&Roles::new());
    let same = |one, other| one == other;
    let pairs = doubled(&family.doses, same, 120);
    assert_eq!(pairs.len(), 1);
    assert_eq!((pairs[0].0.value.on, pairs[0].1.value.on), (day(2026, 6, 1), day(2026, 6, 2)));
    assert_eq!(doubled(&family.doses, same, 1).len(), 0);
}

#[test]
fn the_later_consent_holds_and_on_one_day_the_withdrawal() {
    let read = |said: &[(u32, bool)]| {
        let mut phone = Phone::new(1);
        for (on, given) in said {
            let (what, on) = ("app_copy".to_owned(), day(2026, 6, *on));
            phone.write(|sitting| {
                sitting.add(&Consent { whom: None, what, given: *given, on, by: None, text_version: None })
            });
        }
        consent_to(&phone.read(&Roles::new()).consents, "app_copy")
    };
    assert_eq!(read(&[]), None, "silence is no consent");
    assert_eq!(read(&[(2, true), (1, false)]), Some(true));
    assert_eq!(read(&[(1, true), (2, false)]), Some(false));
    assert_eq!(read(&[(1, false), (1, true)]), Some(false));
}

#[test]
fn two_documents_of_one_family_are_read_as_one_and_parted_again() {
    let mut one = Phone::new(1);
    let mut other = Phone::in_document(1, DocId::new([2; 16]));
    let mai = one.write(|sitting| sitting.add(&girl(day(2026, 5, 4))));
    let again = other.write(|sitting| sitting.add(&Child { name: "Lo Thi Mai".into(), ..girl(day(2026, 5, 5)) }));
    other.write(|sitting| sitting.add(&Measurement::new(again, day(2026, 7, 5))));
    assert_ne!(mai, again, "one device, two documents, two names");
    let roles = Roles::new();
    let joined = |one: &Phone| Family::of(&one.document.ledger().joined(other.document.ledger()), &roles);
    let before = joined(&one);
    assert_eq!(before.children.len(), 2);
    let both: Vec<&Held<Child>> = before.children.iter().collect();
    let (link, merge) = one.write(|sitting| (sitting.add(&Link { doc: DocId::new([2; 16]) }), sitting.merge(&both)));
    let family = joined(&one);
    assert_eq!((family.children.len(), family.links.len()), (1, 1));
    assert_eq!(family.measurements_of(&family.children[0]).count(), 1);
    assert_eq!(family.children[0].disputes().count(), 1, "the birth day");
    one.write(|sitting| {
        sitting.retract(merge, None);
        sitting.retract(link, None);
    });
    assert_eq!(joined(&one), before);
    assert_eq!(other.read(&roles).children.len(), 1, "the other document was never touched");
}

#[test]
fn a_weighing_is_written_without_opening_the_document() {
    let mut phone = Phone::new(1);
    let child = phone.write(|sitting| sitting.add(&girl(day(2026, 5, 4))));
    let kept = serde_json::to_string(&phone.document.chain(phone.device, phone.actor())).expect("plain");
    let mut sitting = Sitting::new(serde_json::from_str(&kept).expect("as kept"));
    sitting.add(&Measurement::new(child, day(2026, 7, 1)));
    let written = sitting.finish(2, Clock(1_783_000_000));
    let opened = phone.document.apply(phone.device, 2, written.bytes()).expect("in line");
    assert_eq!(opened.new, 1);
    assert_eq!(written.into_chain(), phone.document.chain(phone.device, phone.actor()));
    assert_eq!(phone.read(&Roles::new()).measurements.len(), 1);
}

#[test]
fn nothing_is_written_when_nothing_is_said_and_nobody_writes_as_another() {
    let mut phone = Phone::new(1);
    let author = (phone.device, phone.actor());
    assert_eq!(phone.document.edit(author, 1, Clock(0), |_| ()), Ok(((), None)));
    let stranger = (DeviceId::new([9; 32]), phone.actor());
    let answer = phone.document.edit(stranger, 1, Clock(0), |sitting| sitting.add(&girl(day(2026, 5, 4))));
    assert_eq!(answer, Err(Refusal::NotTheAuthor));
    assert_eq!(phone.document.ledger(), Ledger::default());
}

#[test]
fn what_a_person_told_is_in_no_debug_output() {
    let mut phone = Phone::new(1);
    phone.write(|sitting| {
        sitting.begin(Kind::Family);
        sitting.add(&girl(day(2026, 5, 4)))
    });
    let held = phone.read(&Roles::new()).children[0].clone();
    let new = Child { name: "Vì Thị Sen".into(), ..held.value.clone() };
    let chain = phone.document.chain(phone.device, phone.actor());
    let mut sitting = Sitting::new(chain);
    sitting.correct(&held, &new);
    let sitting_shown = format!("{sitting:?}");
    phone.write(|sitting| sitting.correct(&held, &new));
    let (ledger, family) = (phone.document.ledger(), phone.read(&Roles::new()));
    let shown = format!("{:?} {sitting_shown} {ledger:?} {family:?} {:?}", phone.document, family.summary());
    for told in ["Mai", "Sen", "2026-05", "20577"] {
        assert!(!shown.contains(told), "{told}");
    }
    assert_eq!(ledger.kind(), Some(Kind::Family));
}
