//! `nep record …`: a family, a child, a pregnancy, their figures; who is here, and one family whole.
//!
//! Each call is one sitting: what it confirms is durable, in one entry.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Arg, ArgAction, ArgMatches, Command};
use nep_core::growth::{Posture, Sex};
use nep_core::pregnancy::danger_sign;
use nep_core::records::child::{Child, Measurement};

use nep_core::records::mother::Mother;
use nep_core::records::pregnancy::{Pregnancy, Weighing};
use nep_core::records::{Day, Family, GirthMm, Held, LengthMm, RecordId, Sitting, WeightG};
use nep_core::units::{Centimetres, Kilograms};

use super::{arguments, doc, now, shown, unlock, village, why};
use crate::i18n::Words;

/// A command of `nep record`.
pub(super) fn base(name: &'static str, words: &Words) -> Command {
    arguments(Command::new(name).about(words.get(&format!("vault-record-{name}"))), words)
}

pub(super) fn option(name: &'static str, value: &'static str, words: &Words) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .allow_hyphen_values(true)
        .help(words.get(&format!("vault-option-{name}")))
}

fn flag(name: &'static str, words: &Words) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(words.get(&format!("vault-option-{name}")))
}

pub(in crate::commands) fn add_family_command(words: &Words) -> Command {
    base("add-family", words).args([
        option("village", "NAME", words),
        option("mother", "NAME", words).required(true),
        option("birth", "DATE", words),
        option("height-cm", "CM", words),
        option("phone", "NUMBER", words),
    ])
}

pub(in crate::commands) fn add_child_command(words: &Words) -> Command {
    base("add-child", words).args([
        option("family", "ID", words).required(true),
        option("name", "NAME", words).required(true),
        option("birth", "DATE", words),
        option("sex", "boy|girl", words).value_parser(["boy", "girl"]),
        option("birth-weight-kg", "KG", words),
    ])
}

pub(in crate::commands) fn measure_command(words: &Words) -> Command {
    base("measure", words).args([
        option("family", "ID", words).required(true),
        option("child", "ID", words).required(true),
        option("on", "DATE", words),
        option("weight-kg", "KG", words),
        option("length-cm", "CM", words),
        flag("standing", words),
        option("head-cm", "CM", words),
        option("arm-cm", "CM", words),
        flag("oedema", words),
    ])
}

pub(in crate::commands) fn add_pregnancy_command(words: &Words) -> Command {
    base("add-pregnancy", words).args([
        option("family", "ID", words).required(true),
        option("mother", "ID", words).required(true),
        option("last-period", "DATE", words),
        option("due", "DATE", words),
        option("weight-before-kg", "KG", words),
    ])
}

pub(in crate::commands) fn weigh_command(words: &Words) -> Command {
    base("weigh", words).args([
        option("family", "ID", words).required(true),
        option("pregnancy", "ID", words).required(true),
        option("on", "DATE", words),
        option("weight-kg", "KG", words).required(true),
        option("danger", "CODE", words).action(ArgAction::Append),
    ])
}

pub(in crate::commands) fn list_command(words: &Words) -> Command {
    base("list", words).args([
        option("search", "TEXT", words),
        option("village", "NAME", words),
        flag("due", words),
        flag("at-risk", words),
        flag("json", words),
    ])
}

pub(in crate::commands) fn show_command(words: &Words) -> Command {
    base("show", words).args([option("family", "ID", words).required(true), flag("json", words)])
}

/// What was typed, read.
struct Given<'a> {
    matches: &'a ArgMatches,
    words: &'a Words,
}

impl Given<'_> {
    fn text(&self, name: &str) -> Option<&String> {
        self.matches.get_one::<String>(name)
    }

    fn bad(&self, name: &str, value: &str) -> String {
        self.words.with("cli-invalid-value", &[("argument", &format!("--{name}")), ("value", value)])
    }

    fn parsed<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, String> {
        self.text(name).map(|text| read(text).ok_or_else(|| self.bad(name, text))).transpose()
    }

    fn day(&self, name: &str) -> Result<Option<Day>, String> {
        self.parsed(name, |text| Day::new(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?).ok())
    }

    fn on(&self) -> Result<Day, String> {
        let today = || Day::new(chrono::Local::now().date_naive()).map_err(|_| self.words.get("vault-no-today"));
        self.day("on")?.map_or_else(today, Ok)
    }

    fn record(&self, name: &str) -> Result<RecordId, String> {
        let text = self.text(name).expect("clap asks for it");
        text.parse().map_err(|_| self.words.with("vault-no-such-id", &[("id", text)]))
    }

    /// The record of this family that was named.
    fn held<'f, T>(&self, name: &str, among: &'f [Held<T>]) -> Result<&'f Held<T>, String> {
        let id = self.record(name)?;
        let found = among.iter().find(|held| held.is(id));
        found.ok_or_else(|| self.words.with("vault-not-in-family", &[("id", &id.to_string())]))
    }

    fn number(&self, name: &str) -> Result<Option<f64>, String> {
        self.parsed(name, |text| text.replace(',', ".").parse().ok())
    }

    fn weight(&self, name: &str) -> Result<Option<WeightG>, String> {
        let weight = |kg: f64| Kilograms::new(kg).ok().and_then(|kg| WeightG::new(kg).ok());
        self.number(name)?.map(|kg| weight(kg).ok_or_else(|| self.bad(name, &kg.to_string()))).transpose()
    }

    fn length(&self, name: &str) -> Result<Option<LengthMm>, String> {
        let length = |cm: f64| Centimetres::new(cm).ok().and_then(|cm| LengthMm::new(cm).ok());
        self.number(name)?.map(|cm| length(cm).ok_or_else(|| self.bad(name, &cm.to_string()))).transpose()
    }

    fn girth(&self, name: &str) -> Result<Option<GirthMm>, String> {
        let girth = |cm: f64| Centimetres::new(cm).ok().and_then(|cm| GirthMm::new(cm).ok());
        self.number(name)?.map(|cm| girth(cm).ok_or_else(|| self.bad(name, &cm.to_string()))).transpose()
    }
}

/// One sitting in the family that was named, which `write` sees as held; prints the name of the record it added.
fn add(
    matches: &ArgMatches,
    words: &'static Words,
    write: impl FnOnce(&Given<'_>, &Family) -> Result<Box<dyn FnOnce(&mut Sitting) -> RecordId>, String>,
) -> ExitCode {
    super::run(words, || {
        let doc = doc(matches, words)?;
        let mut vault = unlock(matches, words)?;
        let family = vault.family(doc).map_err(|error| why(&error, words))?;
        let write = write(&Given { matches, words }, &family)?;
        let id = vault.record(doc, now(), write).map_err(|error| why(&error, words))?;
        Ok(format!("{id}\n"))
    })
}

pub(in crate::commands) fn add_family(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let given = Given { matches, words };
        let mother = Mother {
            name: given.text("mother").expect("clap asks for it").clone(),
            birth: given.day("birth")?,
            height_mm: given.length("height-cm")?,
            phone: given.text("phone").cloned(),
            ..Mother::default()
        };
        let mut vault = unlock(matches, words)?;
        let scope = village(&vault, given.text("village"), words)?;
        let added = vault.add_family(scope, now(), |sitting| sitting.add(&mother));
        let (family, mother) = added.map_err(|error| why(&error, words))?;
        Ok(format!("{family} {mother}\n"))
    })
}

pub(in crate::commands) fn add_child(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    add(matches, words, |given, family| {
        let child = Child {
            name: given.text("name").expect("clap asks for it").clone(),
            birth: given.day("birth")?,
            sex: given.text("sex").map(|sex| if sex == "boy" { Sex::Boy } else { Sex::Girl }),
            birth_weight_g: given.weight("birth-weight-kg")?,
            // Of several mothers in one house nobody but the family knows which.
            mother: (family.mothers.len() == 1).then(|| family.mothers[0].id),
            ..Child::default()
        };
        Ok(Box::new(move |sitting| sitting.add(&child)))
    })
}

pub(in crate::commands) fn measure(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    add(matches, words, |given, family| {
        let length_mm = given.length("length-cm")?;
        let posture = if matches.get_flag("standing") { Posture::Standing } else { Posture::Lying };
        let child = given.held("child", &family.children)?;
        let measured = Measurement {
            weight_g: given.weight("weight-kg")?,
            posture: length_mm.map(|_| posture),
            length_mm,
            head_mm: given.girth("head-cm")?,
            arm_mm: given.girth("arm-cm")?,
            oedema: matches.get_flag("oedema"),
            ..Measurement::new(child.id, given.on()?)
        };
        if measured == Measurement::new(measured.child, measured.on) {
            return Err(words.get("vault-nothing-measured"));
        }
        let disputed = child.disputes().any(|(field, _)| field == "birth");
        if let Some(birth) = child.value.birth.filter(|birth| !disputed && measured.on < *birth) {
            let (on, birth) = (measured.on.date().to_string(), birth.date().to_string());
            return Err(words.with("vault-before-birth", &[("on", &on), ("birth", &birth)]));
        }
        Ok(Box::new(move |sitting| sitting.add(&measured)))
    })
}

pub(in crate::commands) fn add_pregnancy(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    add(matches, words, |given, family| {
        let pregnancy = Pregnancy {
            last_period: given.day("last-period")?,
            due_told: given.day("due")?,
            weight_before_g: given.weight("weight-before-kg")?,
            ..Pregnancy::new(given.held("mother", &family.mothers)?.id)
        };
        Ok(Box::new(move |sitting| sitting.add(&pregnancy)))
    })
}

pub(in crate::commands) fn weigh(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    add(matches, words, |given, family| {
        let signs: Vec<String> = matches.get_many::<String>("danger").into_iter().flatten().cloned().collect();
        if let Some(unknown) = signs.iter().find(|code| danger_sign(code).is_none()) {
            return Err(given.bad("danger", unknown));
        }
        let weighing = Weighing {
            pregnancy: given.held("pregnancy", &family.pregnancies)?.id,
            on: given.on()?,
            weight_g: given.weight("weight-kg")?,
            arm_mm: None,
            signs,
        };
        Ok(Box::new(move |sitting| sitting.add(&weighing)))
    })
}

pub(in crate::commands) fn list(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let vault = unlock(matches, words)?;
        let index = vault.index();
        let scope = matches.get_one("village").map(|name| village(&vault, Some(name), words)).transpose()?;
        let found = if let Some(asked) = matches.get_one::<String>("search") {
            index.search(asked, scope, usize::MAX)
        } else if matches.get_flag("due") {
            let today = chrono::Local::now().date_naive();
            index.due(today, 0, scope).into_iter().map(|due| due.who).collect()
        } else if matches.get_flag("at-risk") {
            index.at_risk(scope)
        } else {
            index.people(scope).collect()
        };
        if matches.get_flag("json") {
            let rows = found.iter().map(|one| serde_json::json!({ "family": one.document.doc, "person": one.person }));
            return Ok(format!("{:#}\n", serde_json::Value::from_iter(rows)));
        }
        let line = |one: &nep_core::vault::Found<'_>| {
            let birth = one.person.birth.map(|day| day.date().to_string()).unwrap_or_default();
            format!("{}\t{}\t{}\t{birth}\n", one.document.doc, one.person.id, one.person.name)
        };
        Ok(found.iter().map(line).collect())
    })
}

pub(in crate::commands) fn show(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let family = doc(matches, words)?;
        let vault = unlock(matches, words)?;
        let family = vault.family(family).map_err(|error| why(&error, words))?;
        if matches.get_flag("json") {
            let json = serde_json::to_value(&family).map_err(|error| error.to_string())?;
            return Ok(format!("{json:#}\n"));
        }
        Ok(shown::family(&family, words))
    })
}
