//! Every released shape of a document is read today as it was read then, and today's app still writes that shape.
//!
//! `tests/fixtures/records/README.md` says how the files were made. They are never made anew: a new shape is a new file.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use nep_core::access::Role;
use nep_core::growth::{Posture, Sex};
use nep_core::log::{DeviceId, DocId, ScopeId};
use nep_core::records::care::{Dose, Referral, Supplement, Visit};
use nep_core::records::child::{Breastfed, Child, Feeding, Measurement};
use nep_core::records::diet::{DietCheck, Dish, Ingredient, Menu, Price};
use nep_core::records::mother::{Carer, Consent, Household, Mother, Note};
use nep_core::records::pregnancy::{Pregnancy, Scan, Weighing};
use nep_core::records::shopping::{Item, List, Mark};
use nep_core::records::village::{Member, Receipt, Stock, Village, VillageRecords};
use nep_core::records::{
    Actor, Clock, Day, Document, Family, Fields, GirthMm, Held, Kind, LengthMm, Record, Roles, Sitting,
    SkinfoldTenthMm, WeightG,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const DOC: DocId = DocId::new([0x11; 16]);

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/records").join(name)
}

fn device(number: u8) -> DeviceId {
    DeviceId::new([number; 32])
}

fn roles() -> Roles {
    Roles::from([(device(1), Role::Family), (device(2), Role::Collaborator), (device(3), Role::Station)])
}

fn day(number: i64) -> Option<Day> {
    Day::try_from(number).ok()
}

fn write<T>(document: &mut Document, number: u8, write: impl FnOnce(&mut Sitting) -> T) -> T {
    let author = (device(number), Actor::new(device(number), DOC, 1));
    let entry = u64::from(document.chain(author.0, author.1).seq()) + 1;
    let clock = Clock(1_790_000_000 + i64::from(number));
    document.edit(author, entry, clock, write).expect("its own actor").0
}

/// A table of a newer app, as its app would declare it.
#[derive(Debug, Serialize, Deserialize)]
struct Hearing {
    child: String,
    left_db: i64,
}

impl Record for Hearing {
    const TABLE: &'static str = "hearing";
}

/// A family that uses every field of every table; all people are made up.
fn family() -> Document {
    let mut document = Document::new();
    let on = day(20_700).expect("a day");
    let (mother, child) = write(&mut document, 2, |sitting| {
        sitting.begin(Kind::Family);
        sitting.add(&Household {
            village: Some(ScopeId::new([0x22; 16])),
            hamlet: Some("Bản Mẫu 2".into()),
            address: Some("cạnh suối".into()),
            poor: Some(true),
        });
        let mother = sitting.add(&Mother {
            name: "Lò Thị Mẫu".into(),
            birth: day(10_500),
            height_mm: LengthMm::try_from(1_520).ok(),
            phone: Some("0900000000".into()),
            ethnicity: Some("Thái".into()),
        });
        sitting.add(&Carer { name: "Lò Thị Bà".into(), relation: Some("grandmother".into()), phone: None });
        let child = sitting.add(&Child {
            name: "Lo Thi Mai".into(),
            sex: Some(Sex::Girl),
            birth: day(20_576),
            birth_weight_g: WeightG::try_from(3_100).ok(),
            birth_length_mm: LengthMm::try_from(490).ok(),
            gestation_days: Some(276),
            mother: Some(mother),
            mother_name: Some("Lò Thị Mẫu".into()),
            visitor: false,
        });
        (mother, child)
    });
    write(&mut document, 3, |sitting| {
        let first = sitting.add(&Measurement {
            weight_g: WeightG::try_from(6_900).ok(),
            length_mm: LengthMm::try_from(623).ok(),
            posture: Some(Posture::Lying),
            head_mm: GirthMm::try_from(405).ok(),
            arm_mm: GirthMm::try_from(141).ok(),
            triceps_tenth_mm: SkinfoldTenthMm::try_from(91).ok(),
            subscapular_tenth_mm: SkinfoldTenthMm::try_from(74).ok(),
            confirmed: true,
            ..Measurement::new(child, on)
        });
        sitting.add(&Measurement {
            weight_g: WeightG::try_from(6_850).ok(),
            oedema: true,
            repeats: Some(first),
            ..Measurement::new(child, on)
        });
        let groups = vec!["grains".into(), "eggs".into()];
        sitting.add(&Feeding { child, on, breastfed: Some(Breastfed::WithOtherFoods), groups, meals: Some(3) });
        let pregnancy = sitting.add(&Pregnancy {
            last_period: day(20_500),
            last_period_lunar: true,
            cycle_days: Some(30),
            due_told: day(20_780),
            weight_before_g: WeightG::try_from(48_500).ok(),
            fetuses: Some(1),
            ..Pregnancy::new(mother)
        });
        sitting.add(&Pregnancy {
            transfer_on: day(18_000),
            embryo_days: Some(5),
            insemination_on: day(17_995),
            ended_on: day(18_250),
            outcome: Some("live_birth".into()),
            ..Pregnancy::new(mother)
        });
        sitting.add(&Scan { pregnancy, on: day(20_570).expect("a day"), gestation_days: 68 });
        let signs = vec!["headache".into()];
        let (weight_g, arm_mm) = (WeightG::try_from(54_300).ok(), GirthMm::try_from(243).ok());
        sitting.add(&Weighing { pregnancy, on, weight_g, arm_mm, signs });
        sitting.add(&Visit {
            whom: mother,
            on,
            place: Some("home".into()),
            advice: vec!["rest".into()],
            text_version: Some("2026.11".into()),
            next_on: day(20_730),
        });
        sitting.add(&Referral {
            whom: child,
            on,
            reasons: vec!["oedema".into()],
            to: Some("Trạm y tế xã Mẫu".into()),
            urgent: true,
            came_on: None,
            outcome: None,
        });
        sitting.add(&Supplement { whom: mother, what: "iron_folic_acid".into(), from: on, until: day(20_790) });
        let (what, round, lot) = ("vitamin_a".into(), Some("2026-12".into()), Some("L1".into()));
        sitting.add(&Dose { whom: child, what, on, amount: Some(1), round, lot });
        let answers = Fields::from_iter([("eggs".to_owned(), json!(true)), ("meals".to_owned(), json!(3))]);
        let (questionnaire, version) = ("iycf".into(), Some("2021".into()));
        sitting.add(&DietCheck { whom: Some(child), on, questionnaire, version, answers });
        let (what, by) = ("app_copy".into(), Some("Lò Thị Mẫu".into()));
        sitting.add(&Consent { whom: None, what, given: true, on, by, text_version: Some("1".into()) });
        sitting.add(&Note { whom: Some(child), on, text: "Cháu ngủ tốt".into() });
    });
    write(&mut document, 1, |sitting| {
        let (name, plan) = (Some("Ngày chợ".into()), "2.abc".into());
        sitting.add(&Menu { name, on: Some(on), plan, version: Some("2026.11".into()), eaters: vec![mother, child] });
        let egg = Ingredient { food: 9_001, amount_hundredths: 150, measure: Some("quả".into()), decigrams: 660 };
        sitting.add(&Dish {
            name: "Trứng hấp".into(),
            kind: "main".into(),
            servings_hundredths: 250,
            child_from: Some(9),
            child_to: Some(23),
            ingredients: vec![egg],
            steps: Some("Hấp chín".into()),
            form: Some("own-1".into()),
        });
        sitting.add(&Price { food: 9_001, dong_per_kg: 45_000, on, market: Some("chợ Mẫu".into()) });
        let (region, name, form) = (Some("north".into()), Some("Thứ năm".into()), Some("list-1".into()));
        let list = sitting.add(&List { on, days: Some(3), people: Some(4), region, name, form });
        sitting.add(&Item { list, food: Some(9_001), what: Some("trứng".into()), decigrams: Some(660) });
        sitting
            .add(&Child { name: "Lò Thị Mai".into(), birth: day(20_578), mother: Some(mother), ..Child::default() });
    });
    // What comes later: ticked, merged, corrected at once by two, settled, taken back.
    let read = Family::of(&document.ledger(), &roles());
    write(&mut document, 1, |sitting| sitting.tick(&read.shopping[0], Mark::Bought));
    let children: Vec<&Held<Child>> = read.children.iter().collect();
    write(&mut document, 3, |sitting| sitting.merge(&children));
    let weighed = &read.measurements[0];
    for (number, grams) in [(2, 6_950), (3, 6_960)] {
        let weight_g = WeightG::try_from(grams).ok();
        write(&mut document, number, |sitting| {
            sitting.correct(weighed, &Measurement { weight_g, ..weighed.value.clone() })
        });
    }
    let read = Family::of(&document.ledger(), &roles());
    let births: Vec<_> = read.children[0].told["birth"].current.iter().map(|told| told.by).collect();
    write(&mut document, 3, |sitting| {
        sitting.settle(&read.children[0], "birth", births[0]).expect("told");
        sitting.retract(read.notes[0].id, Some("wrong_child"));
    });
    document
}

/// The commune's document, of the same form.
fn village() -> Document {
    let mut document = Document::new();
    let on = day(20_700).expect("a day");
    write(&mut document, 3, |sitting| {
        sitting.begin(Kind::Village);
        let hamlets = vec!["Bản Mẫu 1".into(), "Bản Mẫu 2".into()];
        sitting.add(&Village { scope: ScopeId::new([0x22; 16]), name: "Bản Mẫu".into(), hamlets });
        let (name, role) = ("Vì Thị Tin".into(), Some("collaborator".into()));
        sitting.add(&Member { device: device(2), name, role, phone: Some("0900000001".into()) });
        for (up_to, via) in [(12, Some("teacher".into())), (15, None)] {
            sitting.add(&Receipt { device: device(2), month: "2026-08".into(), up_to, on, via });
        }
        let (what, kind) = ("vitamin_a".into(), "received".into());
        sitting.add(&Stock { what, on, kind, amount: 200, lot: Some("L1".into()) });
    });
    document
}

/// A family that a newer app wrote in: a field and a table this app does not know.
fn newer() -> Document {
    let mut document = Document::new();
    write(&mut document, 2, |sitting| {
        let child = sitting.add(&Child { name: "Lò Thị Mai".into(), ..Child::default() });
        sitting.add(&Hearing { child: child.to_string(), left_db: 20 });
    });
    document
}

fn reading(document: &Document) -> Value {
    let ledger = document.ledger();
    json!({
        "records": ledger,
        "family": Family::of(&ledger, &roles()),
        "village": VillageRecords::of(&ledger, &roles()),
    })
}

/// Does today's reading say all that was kept? It may say more: an app that knows more fields.
fn says(today: &Value, kept: &Value) -> bool {
    match (today, kept) {
        (Value::Object(today), Value::Object(kept)) => {
            kept.iter().all(|(key, kept)| today.get(key).is_some_and(|today| says(today, kept)))
        }
        (Value::Array(today), Value::Array(kept)) => {
            today.len() == kept.len() && today.iter().zip(kept).all(|(today, kept)| says(today, kept))
        }
        _ => today == kept,
    }
}

/// Compares with the kept reading; when it differs, today's files are left beside the test's other output to look at.
fn compare(name: &str, document: &Document) {
    let kept = fs::read_to_string(fixture(&format!("{name}.json"))).unwrap_or_default();
    let today = serde_json::to_string_pretty(&reading(document)).expect("plain") + "\n";
    if kept != today {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        fs::write(folder.join(format!("{name}.json")), &today).expect("a temporary file");
        fs::write(folder.join(format!("{name}.automerge")), document.save()).expect("a temporary file");
        panic!("what is written of {name} differs; today's is in {}", folder.display());
    }
}

#[test]
fn every_released_shape_is_read_as_it_was() {
    for name in ["family-v1", "village-v1", "newer-v1"] {
        let bytes = fs::read(fixture(&format!("{name}.automerge"))).unwrap_or_else(|_| panic!("{name} is missing"));
        let document = Document::load(&bytes).expect("a released document is read for ever");
        let kept = fs::read_to_string(fixture(&format!("{name}.json"))).expect("kept beside it");
        let kept: Value = serde_json::from_str(&kept).expect("JSON");
        assert!(says(&reading(&document), &kept), "{name} is read otherwise than it was");
    }
}

#[test]
fn todays_app_writes_the_released_shape() {
    for (name, document) in [("family-v1", family()), ("village-v1", village()), ("newer-v1", newer())] {
        compare(name, &document);
    }
}

#[test]
fn a_released_document_can_be_written_on() {
    let bytes = fs::read(fixture("newer-v1.automerge")).expect("kept");
    let mut document = Document::load(&bytes).expect("read");
    let before = Family::of(&document.ledger(), &roles());
    assert_eq!(before.unread.len(), 1, "the hearing test");
    let child = before.children[0].clone();
    write(&mut document, 1, |sitting| {
        sitting.correct(&child, &Child { sex: Some(Sex::Girl), ..child.value.clone() }).expect("it differs")
    });
    let again = Document::load(&document.save()).expect("saved");
    let after = Family::of(&again.ledger(), &roles());
    assert_eq!((after.children[0].value.sex, after.unread), (Some(Sex::Girl), before.unread));
}

#[test]
fn the_family_fixture_uses_every_table_and_its_disputes_are_known() {
    let document = Document::load(&fs::read(fixture("family-v1.automerge")).expect("kept")).expect("read");
    let ledger = document.ledger();
    let used: BTreeSet<&str> = ledger.iter().map(|(_, raw)| raw.table.as_str()).collect();
    let missing: Vec<&&str> = Family::TABLES.iter().filter(|table| !used.contains(*table)).collect();
    assert_eq!(missing, [&"distinct", &"links"], "they speak of other records than this family has");
    let family = Family::of(&ledger, &roles());
    assert_eq!(family.disputes(), 1, "the weight corrected twice; the birth day is settled");
    assert_eq!(family.children.len(), 1);
    assert_eq!((ledger.kind(), ledger.is_newer()), (Some(Kind::Family), false));
}
