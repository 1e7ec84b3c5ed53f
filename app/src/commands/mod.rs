//! The command line: one file per command. Each offers `command(words)`, which describes it, and `run(matches, words)`;
//! a line in `COMMANDS` puts it in its place.
//!
//! Exit codes: 0 done, 1 done but something given was bad, 2 failed; `nep --help` explains them to users.

mod completions;
mod growth_score;
mod menu_check;
mod menu_json;
mod menu_shopping;
mod menu_suggest;
mod menu_swap;
mod pregnancy_assess;
mod serve;
mod usage;
mod vault;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};

use crate::i18n::{Language, Words};

/// Everything asked was done.
const DONE: u8 = 0;
/// Done, but something given was bad; it is named on standard error.
const SOME_BAD: u8 = 1;
/// The call itself was wrong, or a file could not be read or written.
const FAILED: u8 = 2;

/// One command: the subject it belongs to, its name, how it describes itself and what it does.
struct Entry {
    subject: Option<&'static str>,
    name: &'static str,
    command: fn(&Words) -> Command,
    run: fn(&ArgMatches, &'static Words) -> ExitCode,
}

/// Every command, in the order help shows them.
const COMMANDS: &[Entry] = &[
    Entry { subject: None, name: "serve", command: serve::command, run: serve::run },
    Entry { subject: Some("growth"), name: "score", command: growth_score::command, run: growth_score::run },
    Entry {
        subject: Some("pregnancy"),
        name: "assess",
        command: pregnancy_assess::command,
        run: pregnancy_assess::run,
    },
    Entry { subject: Some("menu"), name: "check", command: menu_check::command, run: menu_check::run },
    Entry { subject: Some("menu"), name: "suggest", command: menu_suggest::command, run: menu_suggest::run },
    Entry { subject: Some("menu"), name: "shopping", command: menu_shopping::command, run: menu_shopping::run },
    Entry { subject: Some("menu"), name: "swap", command: menu_swap::command, run: menu_swap::run },
    Entry { subject: None, name: "init", command: vault::init::command, run: vault::init::run },
    Entry { subject: None, name: "enrol", command: vault::enrol::command, run: vault::enrol::run },
    Entry {
        subject: Some("record"),
        name: "add-family",
        command: vault::record::add_family_command,
        run: vault::record::add_family,
    },
    Entry {
        subject: Some("record"),
        name: "add-child",
        command: vault::record::add_child_command,
        run: vault::record::add_child,
    },
    Entry {
        subject: Some("record"),
        name: "measure",
        command: vault::record::measure_command,
        run: vault::record::measure,
    },
    Entry {
        subject: Some("record"),
        name: "add-pregnancy",
        command: vault::record::add_pregnancy_command,
        run: vault::record::add_pregnancy,
    },
    Entry { subject: Some("record"), name: "weigh", command: vault::record::weigh_command, run: vault::record::weigh },
    Entry { subject: Some("record"), name: "list", command: vault::record::list_command, run: vault::record::list },
    Entry { subject: Some("record"), name: "show", command: vault::record::show_command, run: vault::record::show },
    Entry {
        subject: Some("record"),
        name: "settle",
        command: vault::decide::settle_command,
        run: vault::decide::settle,
    },
    Entry { subject: Some("record"), name: "merge", command: vault::decide::merge_command, run: vault::decide::merge },
    Entry {
        subject: Some("record"),
        name: "keep-apart",
        command: vault::decide::keep_apart_command,
        run: vault::decide::keep_apart,
    },
    Entry {
        subject: Some("record"),
        name: "unmerge",
        command: vault::decide::unmerge_command,
        run: vault::decide::unmerge,
    },
    Entry {
        subject: Some("record"),
        name: "take-back",
        command: vault::decide::take_back_command,
        run: vault::decide::take_back,
    },
    Entry { subject: Some("record"), name: "erase", command: vault::decide::erase_command, run: vault::decide::erase },
    Entry { subject: Some("device"), name: "list", command: vault::device::list_command, run: vault::device::list },
    Entry {
        subject: Some("device"),
        name: "revoke",
        command: vault::device::revoke_command,
        run: vault::device::revoke,
    },
    Entry {
        subject: Some("bundle"),
        name: "export",
        command: vault::bundle::export_command,
        run: vault::bundle::export,
    },
    Entry {
        subject: Some("bundle"),
        name: "import",
        command: vault::bundle::import_command,
        run: vault::bundle::import,
    },
    Entry {
        subject: Some("recovery"),
        name: "print",
        command: vault::recovery::print_command,
        run: vault::recovery::print,
    },
    Entry {
        subject: Some("recovery"),
        name: "restore",
        command: vault::recovery::restore_command,
        run: vault::recovery::restore,
    },
    Entry { subject: None, name: "sync", command: vault::sync::command, run: vault::sync::run },
    Entry { subject: None, name: "station", command: vault::station::command, run: vault::station::run },
    Entry { subject: None, name: "compact", command: vault::compact::command, run: vault::compact::run },
    Entry { subject: None, name: "verify", command: vault::verify::command, run: vault::verify::run },
    Entry { subject: None, name: "completions", command: completions::command, run: completions::run },
];

/// The subjects that hold commands, each with the message that describes it.
const SUBJECTS: [(&str, &str); 7] = [
    ("growth", "cli-growth"),
    ("pregnancy", "cli-pregnancy"),
    ("menu", "cli-menu"),
    ("record", "vault-record"),
    ("device", "vault-device"),
    ("bundle", "vault-bundle"),
    ("recovery", "vault-recovery"),
];

/// Runs the program with these arguments (the first is its name).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let words = Words::of(language(&arguments));
    match command(words).try_get_matches_from(&arguments) {
        Ok(matches) => run_matched(&matches, words),
        Err(error) => usage::answer(&error, &arguments, words),
    }
}

fn run_matched(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let (subject, name, given) = match matches.subcommand() {
        None => return serve::run(matches, words),
        Some((subject, inner)) if SUBJECTS.iter().any(|(known, _)| *known == subject) => {
            let (name, given) = inner.subcommand().expect("clap requires a command of the subject");
            (Some(subject), name, given)
        }
        Some((name, given)) => (None, name, given),
    };
    let entry = COMMANDS.iter().find(|entry| (entry.subject, entry.name) == (subject, name));
    (entry.expect("clap knows only the commands listed").run)(given, words)
}

/// The whole command line, described in one language.
#[must_use]
pub fn command(words: &Words) -> Command {
    let of =
        |subject| COMMANDS.iter().filter(move |entry| entry.subject == subject).map(|entry| (entry.command)(words));
    let mut nep = Command::new("nep")
        .version(env!("CARGO_PKG_VERSION"))
        .about(words.get("cli-about"))
        .after_help(words.get("cli-exit-codes"))
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("vi|en")
                .value_parser(["vi", "en"])
                .help(words.get("cli-lang")),
        )
        .args(serve::arguments(words));
    for (subject, about) in SUBJECTS {
        if of(Some(subject)).next().is_some() {
            nep = nep.subcommand(
                Command::new(subject).about(words.get(about)).subcommand_required(true).subcommands(of(Some(subject))),
            );
        }
    }
    usage::in_the_language(nep.subcommands(of(None)), words)
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
