//! Help and complaints of the command line in the user's language.
//!
//! clap writes both in English; here its help gets our headings and its errors our sentences.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

use super::{DONE, FAILED};
use crate::i18n::Words;

/// `command` and all below it with headings, usage lines and help flags in the language of `words`.
pub(super) fn in_the_language(command: Command, words: &Words) -> Command {
    let name = command.get_name().to_owned();
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = command.disable_version_flag(true).arg(version.help(words.get("cli-version")));
    below(command, &name, words)
}

fn below(mut command: Command, path: &str, words: &Words) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(words.get("cli-help"));
    command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .subcommand_help_heading(words.get("cli-commands"))
        .mut_args(|argument| {
            let heading = if argument.is_positional() { "cli-arguments" } else { "cli-options" };
            // Flags take no value, and clap refuses the setting on them.
            let hide = argument.get_action().takes_values();
            let argument = if hide { argument.hide_possible_values(true) } else { argument };
            let own = argument.get_help_heading().map(str::to_owned);
            argument.help_heading(own.unwrap_or_else(|| words.get(heading)))
        });
    let line = usage_line(&command, path, words);
    let template =
        format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n", words.get("cli-usage"));
    command = command.override_usage(line).help_template(template);
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in names {
        let inner_path = format!("{path} {name}");
        command = command.mut_subcommand(&name, |inner| below(inner, &inner_path, words));
    }
    command
}

fn usage_line(command: &Command, path: &str, words: &Words) -> String {
    let mut line = format!("{path} {}", words.get("cli-options-place"));
    for argument in command.get_positionals() {
        let name = argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        line.push_str(&if argument.is_required_set() { format!(" {name}") } else { format!(" [{name}]") });
    }
    if command.has_subcommands() {
        let place = words.get("cli-command-place");
        line.push_str(&if command.is_subcommand_required_set() { format!(" {place}") } else { format!(" [{place}]") });
    }
    line
}

/// Prints the help that was asked for, or says what is wrong with the call and where its help is.
pub(super) fn answer(error: &Error, arguments: &[OsString], words: &Words) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return ExitCode::from(if error.print().is_ok() { DONE } else { FAILED });
        }
        _ => {}
    }
    let path = command_path(&super::command(words), arguments);
    complain(&sentence(error, words), words);
    say(&words.with("cli-see-help", &[("command", &path)]));
    ExitCode::from(FAILED)
}

/// One line on standard error saying what is wrong.
pub(super) fn complain(text: &str, words: &Words) {
    say(&words.with("cli-error", &[("text", text)]));
}

/// One line on standard error. Where nobody listens any more, it is not said.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// What a file's fault means to whoever called; a rare one as the system says it.
pub(in crate::commands) fn fault(error: &io::Error, words: &Words) -> String {
    use io::ErrorKind::{IsADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull};
    match error.kind() {
        NotFound => words.get("cli-fault-not-found"),
        PermissionDenied => words.get("cli-fault-not-allowed"),
        IsADirectory => words.get("cli-fault-folder"),
        StorageFull => words.get("cli-fault-full"),
        ReadOnlyFilesystem => words.get("cli-fault-read-only"),
        _ => error.to_string(),
    }
}

fn sentence(error: &Error, words: &Words) -> String {
    let context = |kind| error.get(kind).map(plain).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let suggestion = |kind| {
        let near = context(kind);
        if near.is_empty() { near } else { format!(" {}", words.with("cli-did-you-mean", &[("near", &near)])) }
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            words.with("cli-unknown-argument", &[("argument", &argument)]) + &suggestion(ContextKind::SuggestedArg)
        }
        ErrorKind::InvalidSubcommand => {
            words.with("cli-unknown-command", &[("command", &context(ContextKind::InvalidSubcommand))])
                + &suggestion(ContextKind::SuggestedSubcommand)
        }
        ErrorKind::MissingSubcommand => {
            words.with("cli-missing-command", &[("commands", &context(ContextKind::ValidSubcommand))])
        }
        ErrorKind::MissingRequiredArgument => words.with("cli-missing-argument", &[("argument", &argument)]),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => {
            words.with("cli-missing-value", &[("argument", &argument)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let allowed = context(ContextKind::ValidValue);
            if allowed.is_empty() {
                words.with("cli-invalid-value", &[("value", &value), ("argument", &argument)])
            } else {
                words.with("cli-not-one-of", &[("value", &value), ("argument", &argument), ("allowed", &allowed)])
            }
        }
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg) == argument => {
            words.with("cli-twice", &[("argument", &argument)])
        }
        ErrorKind::ArgumentConflict => {
            words.with("cli-conflict", &[("argument", &argument), ("other", &context(ContextKind::PriorArg))])
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            words.with("cli-number-of-values", &[("argument", &argument)])
        }
        _ => words.get("cli-not-understood"),
    }
}

fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    }
}

/// The commands named in the call, as far as they exist: `nep growth score`.
fn command_path(nep: &Command, arguments: &[OsString]) -> String {
    let mut path = String::from("nep");
    let mut command = nep;
    for argument in arguments.iter().skip(1).filter_map(|argument| argument.to_str()) {
        if let Some(inner) = command.find_subcommand(argument) {
            path.push(' ');
            path.push_str(argument);
            command = inner;
        }
    }
    path
}
