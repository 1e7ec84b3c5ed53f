//! The command line: one file per command. Each offers `command(words)`, which describes it, and `run(matches, words)`.
//!
//! Exit codes: 0 done; 1 done, but something given was bad and is named on standard error; 2 the call itself was wrong.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Arg, Command};

use crate::i18n::{Language, Words};

/// Runs the program with these arguments (the first is its name).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let words = Words::of(language(&arguments));
    let matches = match command(words).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match matches.subcommand() {
        _ => ExitCode::SUCCESS,
    }
}

/// The whole command line, described in one language.
#[must_use]
pub fn command(words: &Words) -> Command {
    Command::new("nep")
        .version(env!("CARGO_PKG_VERSION"))
        .about(words.get("cli-about"))
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("vi|en")
                .value_parser(["vi", "en"])
                .help(words.get("cli-lang")),
        )
        .subcommand(Command::new("growth").about(words.get("cli-growth")).subcommand_required(true))
        .subcommand(Command::new("pregnancy").about(words.get("cli-pregnancy")).subcommand_required(true))
        .subcommand(Command::new("menu").about(words.get("cli-menu")).subcommand_required(true))
}

/// `--lang`, else `NEP_LANG`, else `LANG` when it names one of ours, else Vietnamese.
fn language(arguments: &[OsString]) -> Language {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            asked = arguments.next().and_then(Language::from_tag);
        } else if let Some(tag) = argument.strip_prefix("--lang=") {
            asked = Language::from_tag(tag);
        }
    }
    let from = |name: &str| std::env::var(name).ok().and_then(|tag| Language::from_tag(&tag));
    asked.or_else(|| from("NEP_LANG")).or_else(|| from("LANG")).unwrap_or_default()
}
