//! `nep record settle|merge|keep-apart|unmerge|take-back|erase`: what a health worker decides about records that stand already.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use nep_core::log::DocId;
use nep_core::records::RecordId;
use nep_core::vault::{Named, Vault, VaultError};

use super::record::{base, option};
use super::{doc, now, unlock, why};
use crate::i18n::Words;

pub(in crate::commands) fn settle_command(words: &Words) -> Command {
    let options = [("record", "ID"), ("field", "NAME"), ("chosen", "ID")];
    base("settle", words)
        .arg(option("family", "ID", words).required(true))
        .args(options.map(|(name, value)| option(name, value, words).required(true)))
}

fn two_people(name: &'static str, words: &Words) -> Command {
    base(name, words).args([
        option("family", "ID", words).required(true),
        option("person", "ID", words).required(true),
        option("other-family", "ID", words),
        option("other-person", "ID", words).required(true),
    ])
}

pub(in crate::commands) fn merge_command(words: &Words) -> Command {
    two_people("merge", words)
}

pub(in crate::commands) fn keep_apart_command(words: &Words) -> Command {
    two_people("keep-apart", words)
}

pub(in crate::commands) fn unmerge_command(words: &Words) -> Command {
    base("unmerge", words)
        .args([option("family", "ID", words).required(true), option("person", "ID", words).required(true)])
}

pub(in crate::commands) fn take_back_command(words: &Words) -> Command {
    base("take-back", words)
        .args([option("family", "ID", words).required(true), option("record", "ID", words).required(true)])
}

pub(in crate::commands) fn erase_command(words: &Words) -> Command {
    base("erase", words).arg(option("family", "ID", words).required(true))
}

/// Decides something of the family that was named; prints the record of the decision where it is one.
fn decided(
    matches: &ArgMatches,
    words: &'static Words,
    decide: impl FnOnce(&mut Vault, DocId) -> Result<Result<Option<RecordId>, VaultError>, String>,
) -> ExitCode {
    super::run(words, || {
        let doc = doc(matches, words)?;
        let mut vault = unlock(matches, words)?;
        let made = decide(&mut vault, doc)?.map_err(|error| why(&error, words))?;
        Ok(made.map(|id| format!("{id}\n")).unwrap_or_default())
    })
}

fn record(name: &str, matches: &ArgMatches, words: &Words) -> Result<RecordId, String> {
    let text: &String = matches.get_one(name).expect("clap asks for it");
    text.parse().map_err(|_| words.with("vault-no-such-id", &[("id", text)]))
}

/// The two who were named; the other is of the same family unless another is named.
fn two(doc: DocId, matches: &ArgMatches, words: &Words) -> Result<(Named, Named), String> {
    let other: Option<&String> = matches.get_one("other-family");
    let other = other.map_or(Ok(doc), |text| text.parse().map_err(|_| words.with("vault-no-such-id", &[("id", text)])));
    Ok(((doc, record("person", matches, words)?), (other?, record("other-person", matches, words)?)))
}

pub(in crate::commands) fn settle(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    decided(matches, words, |vault, doc| {
        let field: &String = matches.get_one("field").expect("clap asks for it");
        let (of, chosen) = (record("record", matches, words)?, record("chosen", matches, words)?);
        Ok(vault.settle(doc, (of, field), chosen, now()).map(Some))
    })
}

pub(in crate::commands) fn merge(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    decided(matches, words, |vault, doc| {
        let (one, other) = two(doc, matches, words)?;
        Ok(vault.merge(one, other, now()).map(Some))
    })
}

pub(in crate::commands) fn keep_apart(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    decided(matches, words, |vault, doc| {
        let (one, other) = two(doc, matches, words)?;
        Ok(vault.keep_apart(one, other, now()).map(Some))
    })
}

pub(in crate::commands) fn unmerge(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    decided(matches, words, |vault, doc| {
        let person = record("person", matches, words)?;
        Ok(vault.unmerge(doc, person, now()).map(|()| None))
    })
}

pub(in crate::commands) fn take_back(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    decided(matches, words, |vault, doc| {
        let decision = record("record", matches, words)?;
        Ok(vault.take_back(doc, decision, now()).map(|()| None))
    })
}

pub(in crate::commands) fn erase(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    decided(matches, words, |vault, doc| Ok(vault.erase(doc, now()).map(|()| None)))
}
