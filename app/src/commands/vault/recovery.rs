//! `nep recovery print` and `nep recovery restore`: the sheet in the station's safe, and the station made anew from it.
//!
//! Whoever has the sheet has the commune: it is printed on demand only, and read from a file or from standard input, never from the
//! command line.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use nep_core::access::passphrase::Cost;
use nep_core::access::{KitError, ROW, RecoveryKit};
use nep_core::log::SystemRandom;
use nep_core::vault::Vault;

use super::{arguments, now, path, read_secret, secret, unlock, why};
use crate::i18n::Words;
use crate::qr;

/// How printing is called.
pub(in crate::commands) fn print_command(words: &Words) -> Command {
    arguments(Command::new("print").about(words.get("vault-recovery-print")), words)
}

/// How restoring is called.
pub(in crate::commands) fn restore_command(words: &Words) -> Command {
    let kit = Arg::new("kit").long("kit").value_name("FILE").required(true).help(words.get("vault-recovery-kit"));
    arguments(Command::new("restore").about(words.get("vault-recovery-restore")), words).arg(kit)
}

/// Prints the sheet: the words in rows, and the same as a QR code.
pub(in crate::commands) fn print(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let vault = unlock(matches, words)?;
        let kit = vault.recovery_kit().ok_or_else(|| words.get("vault-recovery-elsewhere"))?;
        let mut sheet = words.with("vault-recovery-title", &[("commune", &vault.space().to_string())]);
        sheet.push_str("\n\n");
        for (row, said) in (1..).zip(kit.words().chunks(ROW)) {
            let _ = writeln!(sheet, "{row}.  {}", said.join("  "));
        }
        let _ = writeln!(
            sheet,
            "\n{}\n{}",
            qr::as_text(&kit.to_text(), io::stdout().is_terminal()),
            words.get("vault-recovery-keep")
        );
        Ok(sheet)
    })
}

/// Makes a station's file from the sheet.
pub(in crate::commands) fn restore(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let file: &String = matches.get_one("kit").expect("clap asks for it");
        let typed = read_secret(file, words)?;
        let kit = read(&typed).map_err(|error| refusal(error, words))?;
        let path = path(matches);
        let secret = secret(matches, words)?;
        if let Some(folder) = path.parent() {
            // Whether it can be written to is said by the file.
            let _ = fs::create_dir_all(folder);
        }
        let lock = (secret.opener(), Cost::COMPUTER);
        let made = Vault::restore_station(&path, lock, &kit, now(), Box::new(SystemRandom));
        let vault = made.map_err(|error| why(&error, words))?;
        let (file, commune) = (path.display().to_string(), vault.space().to_string());
        Ok(format!("{}\n", words.with("vault-recovery-made", &[("file", &file), ("commune", &commune)])))
    })
}

/// From the QR code's text, or from words.
fn read(typed: &str) -> Result<RecoveryKit, KitError> {
    match RecoveryKit::from_text(typed.trim()) {
        Ok(kit) => Ok(kit),
        // The rows may be copied with their numbers: digits are no words.
        Err(_) => RecoveryKit::from_words(typed),
    }
}

fn refusal(error: KitError, words: &Words) -> String {
    let with = |id: &str, number: usize| words.with(id, &[("number", &number.to_string())]);
    match error {
        KitError::Count(count) => with("vault-recovery-count", count),
        KitError::UnknownWord(word) => with("vault-recovery-unknown", word),
        KitError::WrongRow(row) => with("vault-recovery-row", row),
        KitError::NotOneKit | KitError::Text(_) => words.get("vault-recovery-none"),
    }
}
