//! `nep compact`: snapshots of the documents for which it pays, so that whoever joins has less to take.
//!
//! Stations do it by themselves (`nep station`, `nep sync`). The rule stands in `nep_core::vault`.

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::{arguments, now, run as print, unlock, why};
use crate::i18n::Words;

/// How the command is called.
pub(in crate::commands) fn command(words: &Words) -> Command {
    arguments(Command::new("compact").about(words.get("vault-compact")), words)
}

/// Writes them and says how many.
pub(in crate::commands) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    print(words, || {
        let mut vault = unlock(matches, words)?;
        let written = vault.compact(usize::MAX, now()).map_err(|error| why(&error, words))?;
        Ok(words.with("vault-compacted", &[("count", &written.to_string())]) + "\n")
    })
}
