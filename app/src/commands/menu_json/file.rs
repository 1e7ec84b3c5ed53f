//! A file of JSON and what is wrong with it, in the user's language.

use std::fs::File;
use std::io::{self, Read as _};

use nep_core::nutrition::NotInTables;
use serde_json::Value;

use super::at::{Fault, Kind, Wrong};
use super::strict::{self, Refused};
use crate::commands::usage::fault;
use crate::i18n::Words;

/// A file longer than this is no menu.
const LONGEST_FILE: u64 = 8 * 1024 * 1024;

/// The text of the file of that name; `-` is standard input.
pub fn read(name: &str, words: &Words) -> Result<String, String> {
    let mut bytes = Vec::new();
    let source = if name == "-" {
        Ok(Box::new(io::stdin()) as Box<dyn io::Read>)
    } else {
        File::open(name).map(|f| Box::new(f) as _)
    };
    source
        .and_then(|source| source.take(LONGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| words.with("cli-cannot-read", &[("file", name), ("error", &fault(&error, words))]))?;
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(words.with("check-too-long", &[("most", &(LONGEST_FILE / 1024 / 1024).to_string())]));
    }
    let text = String::from_utf8(bytes).map_err(|_| words.get("check-not-utf8"))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The one value of a text.
pub fn parse(text: &str, words: &Words) -> Result<Value, String> {
    strict::parse(text).map_err(|refused| match refused {
        Refused::Syntax { line, column } => {
            words.with("check-not-json", &[("line", &line.to_string()), ("column", &column.to_string())])
        }
        Refused::Twice(path) => sentence(&Fault { path, what: Wrong::Twice }, words),
    })
}

/// What is wrong and where.
pub fn sentence(fault: &Fault, words: &Words) -> String {
    let number = |value: f64| match value {
        huge if huge.abs() >= 1e9 => format!("{huge:e}"),
        value => words.language().decimal(value, if value.fract() == 0.0 { 0 } else { 2 }),
    };
    let text = match &fault.what {
        Wrong::Missing => words.get("check-missing"),
        Wrong::NotA(kind) => words.get(match kind {
            Kind::Object => "check-not-object",
            Kind::List => "check-not-list",
            Kind::Text => "check-not-text",
            Kind::Number => "check-not-number",
            Kind::WholeNumber => "check-not-whole",
            Kind::TrueOrFalse => "check-not-truth",
        }),
        Wrong::NoneOf { word, allowed } => words.with("check-none-of", &[("word", word), ("allowed", allowed)]),
        Wrong::UnknownMember => words.get("check-unknown-member"),
        Wrong::NotAbove0(value) => words.with("check-not-above-0", &[("number", &number(*value))]),
        Wrong::TooMuch { value, most } => {
            words.with("check-too-much", &[("number", &number(*value)), ("most", &number(*most))])
        }
        Wrong::NotBetween { least, most } => {
            words.with("check-not-between", &[("least", &least.to_string()), ("most", &most.to_string())])
        }
        Wrong::Name { name, meant } if meant.is_empty() => words.with("check-no-name", &[("name", name)]),
        Wrong::Name { name, meant } => words.with("check-many-names", &[("name", name), ("meant", &meant.join(", "))]),
        Wrong::Twice => words.get("check-twice"),
        Wrong::NotBeside("stage") => words.get("check-not-at-stage"),
        Wrong::NotBeside(other) => words.with("check-not-beside", &[("other", other)]),
        Wrong::NotTheBanksRecipe => words.get("check-not-the-banks"),
        Wrong::Age(NotInTables::WomanAge { years, min, max }) => words.with(
            "check-woman-age",
            &[("years", &years.to_string()), ("min", &min.to_string()), ("max", &max.to_string())],
        ),
        Wrong::Age(NotInTables::ChildAge { months, max }) => {
            words.with("check-child-age", &[("months", &months.to_string()), ("max", &max.to_string())])
        }
        Wrong::NoSuchDish(id) => words.with("check-no-dish", &[("id", id)]),
        Wrong::NoSuchFood(code) => words.with("check-no-food", &[("code", &code.to_string())]),
        Wrong::NotInTheDish(code) => words.with("check-not-in-dish", &[("code", &code.to_string())]),
        Wrong::UnderSixMonths => words.get("check-under-six"),
        Wrong::Empty => words.get("check-empty"),
    };
    // What the file says is repeated: nothing in it may steer a terminal.
    words.with("check-at", &[("path", &fault.path), ("text", &text)]).replace(char::is_control, "\u{fffd}")
}
