//! `nep enrol`: shows an invitation, or makes a device that joins by one.
//!
//! An invitation is a secret until it is used: it is printed for a QR code, and read from a file or from standard input, never
//! from the command line.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};
use nep_core::access::passphrase::Cost;
use nep_core::access::{Code, CodeError, Hub};
use nep_core::log::{ScopeId, SystemRandom};
use nep_core::vault::Vault;

use super::{arguments, doc, now, path, read_secret, secret, unlock, village, why};
use crate::i18n::Words;
use crate::qr;

/// How the command is called.
pub(in crate::commands) fn command(words: &Words) -> Command {
    let option = |name: &'static str, value: &'static str| {
        Arg::new(name).long(name).value_name(value).help(words.get(&format!("vault-enrol-{name}")))
    };
    arguments(Command::new("enrol").about(words.get("vault-enrol")), words)
        .arg(option("village", "NAME").action(ArgAction::Append))
        .arg(option("family", "ID"))
        .arg(option("join", "FILE"))
        .arg(option("hub", "CODE").action(ArgAction::Append))
        .arg(Arg::new("qr").long("qr").action(ArgAction::SetTrue).help(words.get("vault-enrol-qr")))
        .arg(Arg::new("station").long("station").action(ArgAction::SetTrue).help(words.get("vault-enrol-station")))
        .group(ArgGroup::new("whom").args(["village", "family", "join", "station"]).required(true))
}

/// Shows an invitation, or joins by one.
pub(in crate::commands) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || match matches.get_one::<String>("join") {
        Some(file) => join(matches, file, words),
        None => invite(matches, words),
    })
}

/// The stations and servers whose codes were given: the invitation tells them.
fn hubs(matches: &ArgMatches, words: &Words) -> Result<Vec<Hub>, String> {
    let hub = |text: &String| match Code::from_text(text) {
        Ok(Code::Hub(hub)) => Ok(hub),
        _ => Err(words.with("cli-invalid-value", &[("argument", "--hub"), ("value", text)])),
    };
    matches.get_many::<String>("hub").into_iter().flatten().map(hub).collect()
}

fn invite(matches: &ArgMatches, words: &Words) -> Result<String, String> {
    let hubs = hubs(matches, words)?;
    let mut vault = unlock(matches, words)?;
    // Who knows where to sync passes it on, where the code has room for it.
    let (hubs, fewer) = if hubs.is_empty() { (vault.hubs().to_vec(), true) } else { (hubs, false) };
    let mut text = invitation(&mut vault, &hubs, matches, words)?.to_text();
    if fewer && matches!(text, Err(CodeError::TooLarge)) {
        text = invitation(&mut vault, &[], matches, words)?.to_text();
    }
    let text = text.map_err(|error| words.with("vault-failed", &[("error", &error.to_string())]))?;
    let code = if matches.get_flag("qr") { qr::as_text(&text, io::stdout().is_terminal()) } else { String::new() };
    Ok(format!("{code}{}\n", *text))
}

fn invitation(vault: &mut Vault, hubs: &[Hub], matches: &ArgMatches, words: &Words) -> Result<Code, String> {
    let invitation = if matches.get_flag("station") {
        vault.invite_station(hubs, now())
    } else if matches.contains_id("family") {
        vault.invite_family(doc(matches, words)?, hubs, now())
    } else {
        let names = matches.get_many::<String>("village").into_iter().flatten();
        let villages: Result<Vec<ScopeId>, String> = names.map(|name| village(vault, Some(name), words)).collect();
        vault.invite_collaborator(&villages?, hubs, now())
    };
    Ok(Code::Invitation(Box::new(invitation.map_err(|error| why(&error, words))?)))
}

fn join(matches: &ArgMatches, file: &str, words: &Words) -> Result<String, String> {
    let text = read_secret(file, words)?;
    let Ok(Code::Invitation(invitation)) = Code::from_text(text.trim()) else {
        return Err(words.get("vault-no-invitation"));
    };
    let secret = secret(matches, words)?;
    let path = path(matches);
    if let Some(folder) = path.parent() {
        // Whether it can be written to is said by the file.
        let _ = fs::create_dir_all(folder);
    }
    let lock = (secret.opener(), Cost::COMPUTER);
    let made = Vault::create_device(&path, lock, *invitation, now(), Box::new(SystemRandom));
    let vault = made.map_err(|error| why(&error, words))?;
    let arguments = [("file", path.display().to_string()), ("commune", vault.space().to_string())];
    Ok(format!("{}\n", words.with("vault-made", &[("file", &arguments[0].1), ("commune", &arguments[1].1)])))
}
