//! `nep init`: begins a commune's record file, its first station and its villages.

use std::fs;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use nep_core::access::passphrase::Cost;
use nep_core::log::SystemRandom;
use nep_core::vault::Vault;

use super::{arguments, now, path, secret, why};
use crate::i18n::Words;

/// How the command is called.
pub(in crate::commands) fn command(words: &Words) -> Command {
    let village = Arg::new("village").long("village").value_name("NAME").action(ArgAction::Append);
    arguments(Command::new("init").about(words.get("vault-init")), words)
        .arg(village.help(words.get("vault-init-village")))
}

/// Makes the file.
pub(in crate::commands) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let path = path(matches);
        let secret = secret(matches, words)?;
        if let Some(folder) = path.parent() {
            // Whether it can be written to is said by the file.
            let _ = fs::create_dir_all(folder);
        }
        let lock = (secret.opener(), Cost::COMPUTER);
        let made = Vault::create_station(&path, lock, now(), Box::new(SystemRandom));
        let mut vault = made.map_err(|error| why(&error, words))?;
        for name in matches.get_many::<String>("village").into_iter().flatten() {
            vault.add_village(name, now()).map_err(|error| why(&error, words))?;
        }
        let file = path.display().to_string();
        let made = words.with("vault-made", &[("file", &file), ("commune", &vault.space().to_string())]);
        Ok(format!("{made}\n"))
    })
}
