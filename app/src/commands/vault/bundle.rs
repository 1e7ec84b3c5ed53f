//! `nep bundle export` and `nep bundle import`: entries in a file that anybody may carry, or as the texts of a row of QR codes.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use nep_core::vault::Imported;
use nep_core::vault::bundle::BadBundle;
use nep_core::vault::frames::{self, BadFrame, Joining};

use super::{arguments, fault, now, unlock, why};
use crate::i18n::Words;

/// How exporting is called.
pub(in crate::commands) fn export_command(words: &Words) -> Command {
    arguments(Command::new("export").about(words.get("vault-export")), words)
        .arg(file(words.get("vault-export-file")))
        .arg(Arg::new("label").long("label").value_name("TEXT").help(words.get("vault-export-label")))
        .arg(
            Arg::new("after")
                .long("after")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .help(words.get("vault-export-after")),
        )
        .arg(Arg::new("codes").long("codes").action(ArgAction::SetTrue).help(words.get("vault-export-codes")))
}

/// How importing is called.
pub(in crate::commands) fn import_command(words: &Words) -> Command {
    arguments(Command::new("import").about(words.get("vault-import")), words).arg(file(words.get("vault-import-file")))
}

fn file(help: String) -> Arg {
    Arg::new("file").value_name("FILE").required(true).value_parser(value_parser!(PathBuf)).help(help)
}

/// Writes a bundle.
pub(in crate::commands) fn export(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let vault = unlock(matches, words)?;
        let path: &PathBuf = matches.get_one("file").expect("clap asks for it");
        let label = matches.get_one::<String>("label").map_or("", String::as_str);
        let after = matches.get_one("after").copied().unwrap_or(0);
        let (mut bytes, reached) = vault.export(after, label, now()).map_err(|error| why(&error, words))?;
        if matches.get_flag("codes") {
            let codes = frames::split(&bytes).map_err(|bad| broken(bad, words))?;
            bytes = (codes.join("\n") + "\n").into_bytes();
        }
        fs::write(path, &bytes).map_err(|error| {
            let file = path.display().to_string();
            words.with("cli-cannot-write", &[("file", &file), ("error", &fault(&error, words))])
        })?;
        let arguments = [("bytes", bytes.len().to_string()), ("number", reached.to_string())];
        let said = [("bytes", arguments[0].1.as_str()), ("number", arguments[1].1.as_str())];
        Ok(format!("{}\n", words.with("vault-exported", &said)))
    })
}

/// Takes a bundle in.
pub(in crate::commands) fn import(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    super::run(words, || {
        let path: &PathBuf = matches.get_one("file").expect("clap asks for it");
        let bytes = fs::read(path).map_err(|error| {
            let file = path.display().to_string();
            words.with("cli-cannot-read", &[("file", &file), ("error", &fault(&error, words))])
        })?;
        let bytes = whole(bytes, words)?;
        let mut vault = unlock(matches, words)?;
        let imported = vault.import(&bytes, now()).map_err(|error| why(&error, words))?;
        let Imported { label, new, known, refused, newer, receipts } = imported.map_err(|bad| refusal(bad, words))?;
        let counts = [new, known, refused.len(), newer, receipts].map(|count| count.to_string());
        let said = [
            ("new", counts[0].as_str()),
            ("known", &counts[1]),
            ("refused", &counts[2]),
            ("newer", &counts[3]),
            ("receipts", &counts[4]),
        ];
        let carried =
            if label.is_empty() { String::new() } else { words.with("vault-carried-by", &[("label", &label)]) + " " };
        Ok(format!("{carried}{}\n", words.with("vault-imported", &said)))
    })
}

/// A file of codes, one a line in any order, as the bundle they make up; any other file as it is.
fn whole(bytes: Vec<u8>, words: &Words) -> Result<Vec<u8>, String> {
    let Some(text) = std::str::from_utf8(&bytes).ok().filter(|text| frames::is_code(text)) else { return Ok(bytes) };
    let mut joining = Joining::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(whole) = joining.take(line).map_err(|bad| broken(bad, words))? {
            return Ok(whole);
        }
    }
    let (have, of) = joining.progress();
    Err(words.with("vault-codes-missing", &[("have", &have.to_string()), ("of", &of.to_string())]))
}

fn broken(bad: BadFrame, words: &Words) -> String {
    match bad {
        BadFrame::TooMuch { most, .. } => words.with("vault-codes-too-many", &[("most", &most.to_string())]),
        BadFrame::NotAFrame => words.get("vault-codes-none"),
        BadFrame::AnotherRow => words.get("vault-codes-another"),
        BadFrame::Damaged => words.get("vault-bundle-damaged"),
    }
}

fn refusal(bad: BadBundle, words: &Words) -> String {
    match bad {
        BadBundle::NotABundle => words.get("vault-bundle-none"),
        BadBundle::Newer => words.get("vault-bundle-newer"),
        BadBundle::CutShort { have, need } => {
            words.with("vault-bundle-cut", &[("have", &have.to_string()), ("need", &need.to_string())])
        }
        BadBundle::Damaged => words.get("vault-bundle-damaged"),
        BadBundle::Forged => words.get("vault-bundle-forged"),
        BadBundle::OtherCommune => words.get("vault-bundle-other"),
        BadBundle::TooLarge => words.get("vault-bundle-large"),
    }
}
