//! `nep verify`: is everything in the vault as its authors signed it, and is what is shown what the entries say?

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use nep_core::vault::Verified;

use super::{arguments, complain, unlock, why};
use crate::commands::{DONE, FAILED, SOME_BAD};
use crate::i18n::Words;

/// How the command is called.
pub(in crate::commands) fn command(words: &Words) -> Command {
    arguments(Command::new("verify").about(words.get("vault-verify")), words)
}

/// Verifies and says what was found.
pub(in crate::commands) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    let verified = unlock(matches, words).and_then(|mut vault| vault.verify().map_err(|error| why(&error, words)));
    match verified {
        Ok(found) => {
            println!("{}", said(&found, words));
            ExitCode::from(if found.is_well() { DONE } else { SOME_BAD })
        }
        Err(text) => {
            complain(&text, words);
            ExitCode::from(FAILED)
        }
    }
}

fn said(found: &Verified, words: &Words) -> String {
    let counts = [
        ("entries", found.entries),
        ("documents", found.documents),
        ("forged", found.forged.len()),
        ("refused", found.refused.len()),
        ("quarantined", found.quarantined.len()),
        ("unopened", found.unopened.len()),
        ("corrected", found.corrected.len()),
    ]
    .map(|(name, count)| (name, count.to_string()));
    let arguments: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    words.with("vault-verified", &arguments)
}
