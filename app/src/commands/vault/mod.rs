//! What the commands on a vault share: which file, by which passphrase, what time it is, and what went wrong in words.
//!
//! A passphrase comes from a file, from the environment or is typed unseen: never from the command line, which every program on
//! the machine can read. A key of 32 bytes, as a key store keeps it, comes from a file. Nothing of either is printed.

pub(super) mod bundle;
pub(super) mod compact;
pub(super) mod decide;
pub(super) mod device;
pub(super) mod enrol;
pub(super) mod init;
mod made_up;
pub(super) mod record;
pub(super) mod recovery;
mod shown;
pub(super) mod station;
pub(super) mod sync;
pub(super) mod verify;

use std::fs;
use std::io::{self, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};
use nep_core::access::passphrase::Opener;
use nep_core::log::{DocId, ScopeId, SystemRandom};
use nep_core::records::Clock;
use nep_core::vault::{Locked, Vault};
use zeroize::Zeroizing;

use super::usage::{complain, fault, say};
use super::{DONE, FAILED};
use crate::i18n::Words;
use crate::vault_words::why;

/// Where the passphrase may stand in the environment.
const PASSPHRASE: &str = "NEP_PASSPHRASE";

/// The record file in the data folder.
const RECORDS: &str = "records.nep";

/// The options of every command on a vault.
fn arguments(command: Command, words: &Words) -> Command {
    let vault = Arg::new("vault").long("vault").value_name("FILE").value_parser(value_parser!(PathBuf));
    command.arg(vault.help(words.get("vault-file"))).args(secret_arguments(words))
}

/// Where what opens a vault comes from.
fn secret_arguments(words: &Words) -> [Arg; 2] {
    let file = |name: &'static str| {
        let file = Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf));
        file.help(words.get(&format!("vault-{name}")))
    };
    [file("passphrase-file"), file("key-file").conflicts_with("passphrase-file")]
}

/// Runs `work`; what it answers is printed, why it could not is complained of.
fn run(words: &Words, work: impl FnOnce() -> Result<String, String>) -> ExitCode {
    match work() {
        Ok(text) => ExitCode::from(if io::stdout().write_all(text.as_bytes()).is_ok() { DONE } else { FAILED }),
        Err(text) => {
            complain(&text, words);
            ExitCode::from(FAILED)
        }
    }
}

fn path(matches: &ArgMatches) -> PathBuf {
    matches.get_one("vault").cloned().unwrap_or_else(|| super::serve::data_folder().join(RECORDS))
}

/// What the clock of this machine shows.
fn now() -> Clock {
    Clock(chrono::Utc::now().timestamp())
}

/// What opens the vault, wiped when it is no longer used.
enum Secret {
    Passphrase(Zeroizing<String>),
    Key(Zeroizing<[u8; 32]>),
}

impl Secret {
    fn opener(&self) -> Opener<'_> {
        match self {
            Self::Passphrase(typed) => Opener::Passphrase(typed),
            Self::Key(key) => Opener::Platform(key),
        }
    }
}

/// The passphrase or key that was given.
fn secret(matches: &ArgMatches, words: &Words) -> Result<Secret, String> {
    let unreadable = |path: &Path, error: &io::Error| {
        let file = path.display().to_string();
        words.with("cli-cannot-read", &[("file", &file), ("error", &fault(error, words))])
    };
    if let Some(path) = matches.get_one::<PathBuf>("key-file") {
        let read = Zeroizing::new(fs::read(path).map_err(|error| unreadable(path, &error))?);
        let key = <[u8; 32]>::try_from(read.as_slice()).map_err(|_| words.get("vault-key-not-32"))?;
        return Ok(Secret::Key(Zeroizing::new(key)));
    }
    if let Some(path) = matches.get_one::<PathBuf>("passphrase-file") {
        let read = Zeroizing::new(fs::read_to_string(path).map_err(|error| unreadable(path, &error))?);
        return Ok(Secret::Passphrase(Zeroizing::new(read.trim_end_matches(['\r', '\n']).to_owned())));
    }
    if let Ok(given) = std::env::var(PASSPHRASE) {
        return Ok(Secret::Passphrase(Zeroizing::new(given)));
    }
    if !io::stdin().is_terminal() {
        return Err(words.with("vault-no-passphrase", &[("variable", PASSPHRASE)]));
    }
    let typed = rpassword::prompt_password(format!("{} ", words.get("vault-passphrase-prompt")));
    typed.map(|typed| Secret::Passphrase(Zeroizing::new(typed))).map_err(|error| fault(&error, words))
}

/// A secret text from a file, or from standard input for `-`.
fn read_secret(file: &str, words: &Words) -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(String::new());
    let read = if file == "-" {
        io::stdin().read_to_string(&mut text).map(drop)
    } else {
        fs::read_to_string(file).map(|read| *text = read)
    };
    read.map_err(|error| words.with("cli-cannot-read", &[("file", file), ("error", &fault(&error, words))]))?;
    Ok(text)
}

/// Opens and unlocks the vault, and digests what arrived since.
fn unlock(matches: &ArgMatches, words: &Words) -> Result<Vault, String> {
    let locked = Locked::open(&path(matches)).map_err(|error| why(&error, words))?;
    unlock_with(locked, &secret(matches, words)?, words)
}

fn unlock_with(locked: Locked, secret: &Secret, words: &Words) -> Result<Vault, String> {
    let opened = locked.unlock(secret.opener(), Box::new(SystemRandom));
    let mut vault = opened.map_err(|error| why(&error, words))?;
    if let Some(salvaged) = vault.salvaged() {
        let file = salvaged.set_aside.display().to_string();
        let (entries, lost) = (salvaged.entries.to_string(), salvaged.lost.to_string());
        say(&words.with("vault-salvaged", &[("file", &file), ("entries", &entries), ("lost", &lost)]));
    }
    vault.digest(usize::MAX).map_err(|error| why(&error, words))?;
    Ok(vault)
}

/// The document named by hex digits.
fn doc(matches: &ArgMatches, words: &Words) -> Result<DocId, String> {
    let text: &String = matches.get_one("family").expect("clap asks for it");
    text.parse().map_err(|_| words.with("vault-no-such-id", &[("id", text)]))
}

/// The village of this name, or the only one.
fn village(vault: &Vault, name: Option<&String>, words: &Words) -> Result<ScopeId, String> {
    let villages = vault.index().villages();
    let villages = villages.iter().filter(|(scope, _)| **scope != vault.space().commune_scope());
    let mut fitting = villages.filter(|(_, known)| name.is_none_or(|name| name.as_str() == **known));
    match (fitting.next(), fitting.next()) {
        (Some((scope, _)), None) => Ok(*scope),
        (Some(_), Some(_)) => Err(words.get("vault-which-village")),
        (None, _) => Err(words.get("vault-no-village")),
    }
}
