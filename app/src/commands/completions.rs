//! `nep completions bash|zsh|fish`: what a shell needs to complete our commands.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use super::{DONE, FAILED};
use crate::i18n::Words;

/// How the command is called.
pub(super) fn command(words: &Words) -> Command {
    Command::new("completions").about(words.get("cli-completions")).arg(
        Arg::new("shell")
            .required(true)
            .value_name("bash|zsh|fish")
            .value_parser(["bash", "zsh", "fish"])
            .help(words.get("cli-completions-shell")),
    )
}

/// Prints the completions.
pub(super) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let shell = match matches.get_one::<String>("shell").map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        _ => Shell::Bash,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(words), "nep", &mut script);
    ExitCode::from(if io::stdout().write_all(&script).is_ok() { DONE } else { FAILED })
}
