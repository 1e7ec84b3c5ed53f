//! One family as lines of text, cells between tabs: people, and under each what was measured.

use std::fmt::Write as _;

use nep_core::growth::{Posture, Sex};
use nep_core::records::child::Measurement;
use nep_core::records::pregnancy::Weighing;
use nep_core::records::{Day, Family, GirthMm, WeightG};

use crate::i18n::Words;
use crate::pregnancy_words::danger_sign;

/// The whole family.
pub(super) fn family(family: &Family, words: &Words) -> String {
    let mut text = String::new();
    let mut line = |cells: Vec<String>| writeln!(text, "{}", cells.join("\t")).expect("a text takes all");
    for mother in &family.mothers {
        line([vec![mother.id.to_string(), mother.value.name.clone()], day(mother.value.birth)].concat());
        for pregnancy in family.pregnancies.iter().filter(|held| mother.is(held.value.mother)) {
            let mut cells = vec![format!("  {}", pregnancy.id), words.get("vault-shown-pregnancy")];
            cells.extend(pregnancy.value.due_told.iter().map(|due| told("vault-shown-due", &iso(*due), words)));
            let began = pregnancy.value.last_period;
            cells.extend(began.iter().map(|day| told("vault-shown-last-period", &iso(*day), words)));
            line(cells);
            family.weighings_of(pregnancy).for_each(|held| line(weighing(&held.value, words)));
        }
    }
    for child in &family.children {
        let mut cells = vec![child.id.to_string(), child.value.name.clone()];
        cells.extend(day(child.value.birth));
        let sex = |sex| words.get(if sex == Sex::Boy { "vault-shown-boy" } else { "vault-shown-girl" });
        cells.extend(child.value.sex.map(sex));
        line(cells);
        family.measurements_of(child).for_each(|held| line(measurement(&held.value, words)));
    }
    text
}

fn measurement(measured: &Measurement, words: &Words) -> Vec<String> {
    let mut cells = vec![format!("    {}", iso(measured.on))];
    cells.extend(measured.weight_g.map(|weight| kilograms(weight, words)));
    cells.extend(measured.length_mm.map(|length| {
        let name = match measured.posture {
            Some(Posture::Standing) => "vault-shown-height",
            Some(Posture::Lying) => "vault-shown-length",
            None => "vault-shown-length-unknown",
        };
        told(name, &words.language().decimal(length.quantity().get(), 1), words)
    }));
    cells.extend(measured.head_mm.map(|girth| told("vault-shown-head", &centimetres(girth, words), words)));
    cells.extend(measured.arm_mm.map(|girth| told("vault-shown-arm", &centimetres(girth, words), words)));
    cells.extend(measured.oedema.then(|| words.get("vault-shown-oedema")));
    cells
}

fn weighing(weighed: &Weighing, words: &Words) -> Vec<String> {
    let mut cells = vec![format!("    {}", iso(weighed.on))];
    cells.extend(weighed.weight_g.map(|weight| kilograms(weight, words)));
    cells.extend(weighed.arm_mm.map(|girth| told("vault-shown-arm", &centimetres(girth, words), words)));
    cells.extend(weighed.signs.iter().map(|code| danger_sign(words, code)));
    cells
}

fn kilograms(weight: WeightG, words: &Words) -> String {
    told("vault-shown-weight", &words.language().decimal(weight.quantity().get(), 2), words)
}

fn centimetres(girth: GirthMm, words: &Words) -> String {
    words.language().decimal(girth.quantity().get(), 1)
}

fn told(id: &str, value: &str, words: &Words) -> String {
    words.with(id, &[("value", value)])
}

fn day(day: Option<Day>) -> Vec<String> {
    day.into_iter().map(iso).collect()
}

fn iso(day: Day) -> String {
    day.date().to_string()
}
