//! `nep pregnancy assess`: one pregnancy on one day, as JSON or in words.

mod answer;
mod given;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use nep_core::pregnancy::{Measure, Refused, assess};

use super::usage::complain;
use super::{DONE, FAILED};
use crate::i18n::Words;
use crate::pregnancy_words;

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    let option = |name: &'static str, value: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .allow_hyphen_values(true)
            .help(words.get(&format!("cli-pregnancy-{name}")))
    };
    let several = |name, value| option(name, value).action(ArgAction::Append);
    Command::new("assess")
        .about(words.get("cli-pregnancy-assess"))
        .after_help(words.get("cli-pregnancy-assess-more"))
        .args([
            option("on", "DATE"),
            option("lmp", "DATE"),
            option("lunar-lmp", "D/M[n]/YYYY").conflicts_with("lmp"),
            option("cycle-days", "DAYS"),
            option("due", "DATE"),
            several("ultrasound", "DATE:DAYS"),
            option("transfer", "DATE:3|5"),
            option("insemination", "DATE"),
            option("height-cm", "CM"),
            option("weight-before-kg", "KG"),
            option("weight-kg", "KG"),
            several("earlier", "DATE:KG"),
            option("fetuses", "N"),
            option("muac-mm", "MM"),
            option("birth-date", "DATE"),
            option("age-years", "N").conflicts_with("birth-date"),
            several("danger", "CODE"),
        ])
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(words.get("cli-pregnancy-json")))
}

/// Assesses and prints.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let today = chrono::Local::now().date_naive();
    let case = match given::case(matches, words, today) {
        Ok(case) => case,
        Err(text) => {
            complain(&text, words);
            return ExitCode::from(FAILED);
        }
    };
    let seen = match assess(&case) {
        Ok(seen) => seen,
        Err(fault) => {
            let text = pregnancy_words::refused(words, &fault);
            complain(&format!("--{}: {text}", flag(&fault)), words);
            return ExitCode::from(FAILED);
        }
    };
    let text = if matches.get_flag("json") {
        format!("{:#}\n", answer::json(&seen))
    } else {
        answer::text(&case, &seen, words)
    };
    ExitCode::from(if io::stdout().write_all(text.as_bytes()).is_ok() { DONE } else { FAILED })
}

/// The option behind what was refused.
fn flag(fault: &Refused) -> &'static str {
    use nep_core::pregnancy::{Clue, DatingError};
    match fault {
        Refused::Dating(DatingError::Cycle { .. }) => "cycle-days",
        Refused::Dating(fault) => match fault.clue() {
            Some(Clue::LunarLmp) => "lunar-lmp",
            Some(Clue::DueDate) => "due",
            Some(Clue::Ultrasound) => "ultrasound",
            Some(Clue::EmbryoTransfer) => "transfer",
            Some(Clue::Insemination) => "insemination",
            Some(Clue::Lmp) | None => "lmp",
        },
        Refused::Impossible(fault) => match fault.measure {
            Measure::Height => "height-cm",
            Measure::WeightBefore => "weight-before-kg",
            Measure::Weight => "weight-kg",
            Measure::EarlierWeight => "earlier",
            Measure::Muac => "muac-mm",
        },
        Refused::NotEarlier { .. } | Refused::TwoWeights { .. } => "earlier",
        Refused::NoFetus => "fetuses",
        Refused::Age { .. } => "age-years",
        Refused::UnknownDangerSign { .. } => "danger",
    }
}
