//! `nep menu check`: reads a menu against the need and prints what the page would show.

pub(super) mod input;
pub(super) mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use nep_core::menu::swap::Avoid;
use nep_core::menu::{DayMenu, Table, Who, fill_fixes};
use serde_json::Value;

use self::input::Request;
use super::menu_json::{self, Someone, Told, day_by_day, sentence};
use super::usage::complain;
use super::{DONE, FAILED};
use crate::i18n::Words;

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
    let printed = menu_json::read(name, words)
        .and_then(|text| menu_json::parse(&text, words))
        .and_then(|file| {
            let request = input::read(&file).map_err(|fault| sentence(&fault, words))?;
            let told = told(&request);
            Ok((request, told))
        })
        .map(|(request, told)| {
            if matches.get_flag("json") {
                let mut answer = menu_json::answer(&request.people, &told);
                // One shape with what `suggest` prints: nobody proved a menu that was only read.
                answer.extend(["certificate", "seed"].map(|name| (name.to_owned(), Value::Null)));
                format!("{:#}\n", Value::Object(answer))
            } else {
                text::print(&request.people, &told, words)
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

/// What is told of each person, day by day.
fn told(request: &Request) -> Vec<Vec<Told>> {
    let table = Table::bundled();
    let tell = |index: usize, someone: &Someone| {
        let menus: Vec<DayMenu> = request.days.iter().map(|day| day[index].clone()).collect();
        let mut told = Told::of_days(&table, someone.eater.who, someone.region, &menus)
            .expect("the reader refused unknown dishes and foods, amounts that are none, and ages without a menu");
        for (told, menu) in told.iter_mut().zip(&menus) {
            if let (Told::Judged(reading), Who::Person(person)) = (told, someone.eater.who) {
                fill_fixes(&table, person, someone.region, menu, &Avoid::default(), None, reading);
            }
        }
        told
    };
    let told = request.people.iter().enumerate().map(|(index, someone)| tell(index, someone)).collect();
    day_by_day(told, request.days.len())
}
