//! `nep growth score --json`: one child, given by options, answered as JSON.
//!
//! Under each indicator's name stand `z`, `flag` and, where there is no score, `reason` with its figures.

use std::io::{self, Write};

use chrono::NaiveDate;
use clap::{Arg, ArgMatches, Command};
use nep_core::growth::{
    Age, Assessment, Indicator, Options, Posture, Sex, Visit, VisitClasses, assess, classify_visit,
};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::cells::{AgeUnit, CellFault, Cells, Reader};
use super::columns::Column;
use super::results::{self, without_noise};
use crate::commands::DONE;
use crate::commands::usage::fault;
use crate::i18n::Words;

/// Option, its placeholder, its message.
const MEASURES: [(&str, &str, &str, Column); 9] = [
    ("sex", "m|f", "cli-score-sex", Column::Sex),
    ("weight", "KG", "cli-score-weight", Column::Weight),
    ("lenhei", "CM", "cli-score-lenhei", Column::Lenhei),
    ("measure", "l|h", "cli-score-measure", Column::Measure),
    ("headc", "CM", "cli-score-headc", Column::Headc),
    ("armc", "CM", "cli-score-armc", Column::Armc),
    ("triskin", "MM", "cli-score-triskin", Column::Triskin),
    ("subskin", "MM", "cli-score-subskin", Column::Subskin),
    ("oedema", "y|n", "cli-score-oedema", Column::Oedema),
];

/// Adds the options that describe one child.
pub(super) fn add_arguments(mut command: Command, words: &Words) -> Command {
    let option = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .requires("json")
            .allow_negative_numbers(true)
            .help(words.get(help))
            .help_heading(words.get("cli-score-one-child"))
    };
    let ages = ["age-days", "age-months", "birth"];
    for (name, value, help) in [
        ("age-days", "N", "cli-score-age-days"),
        ("age-months", "X", "cli-score-age-months"),
        ("birth", "YYYY-MM-DD", "cli-score-birth"),
    ] {
        command = command.arg(option(name, value, help).conflicts_with_all(ages.iter().filter(|age| **age != name)));
    }
    command = command.mut_arg("birth", |birth| birth.requires("on"));
    command = command.arg(option("on", "YYYY-MM-DD", "cli-score-on").requires("birth"));
    for (name, value, help, _) in MEASURES {
        let argument = option(name, value, help);
        let is_flag = name == "oedema";
        let argument = if is_flag { argument.num_args(0..=1).default_missing_value("y") } else { argument };
        command = command.arg(argument);
    }
    command
}

/// Prints the answer for the child described; the error is a sentence for the user.
pub(super) fn run(matches: &ArgMatches, words: &Words) -> Result<u8, String> {
    let given = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let bad = |option: &str, why: &str| {
        words.with("cli-bad-option", &[("option", &format!("--{option}")), ("why", &words.get(why))])
    };
    let mut cells: Cells<'_> = [b""; Column::ALL.len()];
    for (name, _, _, column) in MEASURES {
        cells[column as usize] = given(name).unwrap_or_default().as_bytes();
    }
    let age_option = if given("age-months").is_some() { "age-months" } else { "age-days" };
    cells[Column::Age as usize] = given(age_option).unwrap_or_default().as_bytes();
    let unit = if age_option == "age-months" { AgeUnit::Months } else { AgeUnit::Days };
    let reader = Reader { age_unit: Some(unit), has_age_unit_column: false, comma_separates: false };
    let mut first_fault = None;
    let mut visit = reader.visit(&cells, |column, fault| {
        first_fault.get_or_insert((column, fault));
    });
    if let Some((column, fault)) = first_fault {
        let option = if column == Column::Age { age_option } else { column.name() };
        return Err(bad(option, CellFault::message(fault)));
    }
    if let Some((birth, on)) = given("birth").zip(given("on")) {
        let date = |option, text: &str| text.parse::<NaiveDate>().map_err(|_| bad(option, "cli-not-a-date"));
        let age = Age::between(date("birth", birth)?, date("on", on)?);
        visit.age = Some(age.map_err(|_| bad("on", "cli-before-birth"))?);
    }
    let assessment = assess(&visit);
    let classes = matches.get_flag("classes").then(|| classify_visit(&visit, &assessment, Options::default()));
    let answer = answer(&visit, &assessment, classes.as_ref());
    let text = serde_json::to_string_pretty(&answer).expect("maps with text keys can be written as JSON");
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(words.with("cli-cannot-write", &[("file", "-"), ("error", &fault(&error, words))]))
        }
        _ => Ok(DONE),
    }
}

/// Names and values in the order of the columns, as which they are written.
#[derive(Default)]
struct Answer(Vec<(&'static str, Value)>);

impl Answer {
    fn insert(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn answer(visit: &Visit, assessment: &Assessment, classes: Option<&VisitClasses>) -> Answer {
    let prepared = assessment.prepared();
    let mut all = Answer::default();
    all.insert("age_days", json!(visit.age.map(|age| without_noise(age.days()))));
    all.insert("age_months", json!(visit.age.map(|age| without_noise(age.months()))));
    all.insert("clenhei", json!(prepared.length().map(|length| without_noise(length.get()))));
    all.insert("cbmi", json!(prepared.bmi()));
    all.insert("csex", json!(visit.sex.map(|sex| if sex == Sex::Boy { 1 } else { 2 })));
    let posture = prepared.posture().map(|posture| if posture == Posture::Lying { "l" } else { "h" });
    all.insert("cmeasure", json!(posture));
    all.insert("c9mo_flag", json!(u8::from(prepared.standing_under_nine_months())));
    let names = ["zlen", "zwei", "zwfl", "zbmi", "zhc", "zac", "zts", "zss"];
    for (name, indicator) in names.into_iter().zip(Indicator::ALL) {
        let mut one = match assessment.score(indicator) {
            Ok(score) => json!({ "z": score.z, "flag": u8::from(score.implausible), "reason": null }),
            Err(reason) => {
                let mut why = json!({ "z": null, "flag": null });
                if let (Value::Object(why), Ok(Value::Object(figures))) = (&mut why, serde_json::to_value(reason)) {
                    why.extend(figures);
                }
                why
            }
        };
        if let (Some(classes), Value::Object(one)) = (classes, &mut one) {
            one.insert("class".into(), json!(none_if_empty(classes.of(indicator).code())));
        }
        all.insert(name, one);
    }
    if let Some(classes) = classes {
        let [.., muac, acute] = results::CLASSES;
        all.insert(muac, json!(none_if_empty(classes.muac_code())));
        all.insert(acute, json!(none_if_empty(classes.acute().code())));
    }
    all
}

fn none_if_empty(code: &str) -> Option<&str> {
    (!code.is_empty()).then_some(code)
}
