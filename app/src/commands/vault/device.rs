//! `nep device list|revoke`: whose devices are members of the commune, and ending one that was lost or given back.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use nep_core::log::DeviceId;

use super::{arguments, now, unlock, why};
use crate::i18n::Words;
use crate::members::{self, Member};

pub(in crate::commands) fn list_command(words: &Words) -> Command {
    arguments(Command::new("list").about(words.get("vault-device-list")), words)
}

pub(in crate::commands) fn revoke_command(words: &Words) -> Command {
    let device = Arg::new("device").long("device").value_name("ID").required(true);
    arguments(Command::new("revoke").about(words.get("vault-device-revoke")), words)
        .arg(device.help(words.get("vault-option-device")))
}

pub(in crate::commands) fn list(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let vault = unlock(matches, words)?;
        let line = |one: &Member| {
            let state = if one.live { "member-live" } else { "member-ended" };
            let cells = [one.device.to_string(), words.get(one.what()), one.name.clone().unwrap_or_default()];
            format!("{}\t{}\t{}\n", cells.join("\t"), one.villages.join(", "), words.get(state))
        };
        Ok(members::all(&vault).iter().map(line).collect())
    })
}

pub(in crate::commands) fn revoke(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let text: &String = matches.get_one("device").expect("clap asks for it");
        let device: DeviceId = text.parse().map_err(|_| words.with("vault-no-such-id", &[("id", text)]))?;
        let mut vault = unlock(matches, words)?;
        vault.revoke(device, now()).map_err(|error| why(&error, words))?;
        Ok(String::new())
    })
}
