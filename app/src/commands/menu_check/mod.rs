//! `nep menu check`: reads a menu against the need and prints what the page would show.

mod input;
mod json;
mod strict;
mod text;

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use nep_core::menu::{self, DayMenu, Reading, Table};
use nep_core::nutrition::NotInTables;

use self::input::{Eater, Fault, Kind, Request, Wrong};
use self::strict::Refused;
use super::usage::complain;
use super::{DONE, FAILED};
use crate::i18n::Words;

/// A file longer than this is no menu.
const LONGEST_FILE: u64 = 8 * 1024 * 1024;

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    Command::new("check")
        .about(words.get("check-about"))
        .after_help(words.get("check-more"))
        .arg(Arg::new("file").value_name("FILE.json").required(true).help(words.get("check-file")))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(words.get("check-json")))
}

/// Reads, judges, prints.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let name = matches.get_one::<String>("file").map_or("-", String::as_str);
    let printed = read(name, words)
        .and_then(|file| {
            let request = input::read(&file).map_err(|fault| sentence(&fault, words))?;
            let readings = evaluate(&request);
            Ok((request, readings))
        })
        .map(|(request, readings)| {
            if matches.get_flag("json") {
                json::print(&request, &readings)
            } else {
                text::print(&request, &readings, words)
            }
        });
    match printed {
        Ok(text) => ExitCode::from(if io::stdout().write_all(text.as_bytes()).is_ok() { DONE } else { FAILED }),
        Err(sentence) => {
            complain(&sentence, words);
            ExitCode::from(FAILED)
        }
    }
}

fn read(name: &str, words: &Words) -> Result<serde_json::Value, String> {
    let mut bytes = Vec::new();
    let source = if name == "-" {
        Ok(Box::new(io::stdin()) as Box<dyn Read>)
    } else {
        File::open(name).map(|f| Box::new(f) as _)
    };
    source
        .and_then(|source| source.take(LONGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| words.with("cli-cannot-read", &[("file", name), ("error", &error.to_string())]))?;
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(words.with("check-too-long", &[("most", &(LONGEST_FILE / 1024 / 1024).to_string())]));
    }
    let text = String::from_utf8(bytes).map_err(|_| words.get("check-not-utf8"))?;
    strict::parse(text.trim_start_matches('\u{feff}')).map_err(|refused| match refused {
        Refused::Syntax { line, column } => {
            words.with("check-not-json", &[("line", &line.to_string()), ("column", &column.to_string())])
        }
        Refused::Twice(path) => sentence(&Fault { path, what: Wrong::Twice }, words),
    })
}

/// The readings of each day: one per person, in their order.
fn evaluate(request: &Request) -> Vec<Vec<Reading>> {
    let table = Table::bundled();
    let read = |eater: &Eater, menu: &DayMenu| {
        menu::evaluate(&table, eater.person, eater.region, menu)
            .expect("the reader refused unknown dishes and foods, amounts that are none, and ages without a menu")
    };
    let days = request.days.iter();
    days.map(|day| request.people.iter().zip(day).map(|(eater, menu)| read(eater, menu)).collect()).collect()
}

fn sentence(fault: &Fault, words: &Words) -> String {
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
        Wrong::UnderSixMonths => words.get("check-under-six"),
        Wrong::Empty => words.get("check-empty"),
    };
    // What the file says is repeated: nothing in it may steer a terminal.
    words.with("check-at", &[("path", &fault.path), ("text", &text)]).replace(char::is_control, "\u{fffd}")
}
