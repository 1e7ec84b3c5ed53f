//! `nep sync`: hands over what is new here to a hub, a station or a server, and takes what is new there.
//!
//! It may be interrupted at any moment: what was answered is kept on both sides, and the next call goes on from there.

mod told;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use nep_core::access::{Code, Hub, Role};
use nep_core::records::Clock;
use nep_core::sync::Progress;
use nep_core::vault::Vault;

use super::{arguments, complain, now, unlock, why};
use crate::commands::{DONE, FAILED, SOME_BAD};
use crate::errand::Errand;
use crate::i18n::Words;
use crate::sync_client::HubAddress;
use crate::sync_words;
use told::Told;

/// How often a request without an answer is repeated.
const REPETITIONS: u32 = 5;

/// How the command is called.
pub(in crate::commands) fn command(words: &Words) -> Command {
    arguments(Command::new("sync").about(words.get("sync-about")), words).args([
        Arg::new("to").long("to").value_name("URL|CODE").help(words.get("sync-to")),
        fingerprint_argument(words),
        Arg::new("repetitions")
            .long("repetitions")
            .value_name("N")
            .value_parser(value_parser!(u32).range(..=20))
            .help(words.with("sync-repetitions", &[("usual", &REPETITIONS.to_string())])),
        Arg::new("json").long("json").action(ArgAction::SetTrue).help(words.get("vault-option-json")),
    ])
}

fn fingerprint_argument(words: &Words) -> Arg {
    Arg::new("fingerprint").long("fingerprint").value_name("HEX").help(words.get("sync-fingerprint"))
}

/// The fingerprint of a key as people copy it: 64 hex digits, with whatever stands between them.
pub(in crate::commands) fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|letter| !matches!(letter, ':' | '-' | ' '))
        .map(|letter| letter.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

/// Syncs.
pub(in crate::commands) fn run(matches: &ArgMatches, words: &'static Words) -> ExitCode {
    match sync(matches, words) {
        Ok(told) => {
            let text = if matches.get_flag("json") { told.json(words) } else { told.text(words) };
            if std::io::stdout().write_all(text.as_bytes()).is_err() {
                return ExitCode::from(FAILED);
            }
            if let Some((_, sentence)) = sync_words::ending(&told.done, words) {
                complain(&sentence, words);
                return ExitCode::from(FAILED);
            }
            ExitCode::from(if told.is_well() { DONE } else { SOME_BAD })
        }
        Err(text) => {
            complain(&text, words);
            ExitCode::from(FAILED)
        }
    }
}

fn sync(matches: &ArgMatches, words: &'static Words) -> Result<Told, String> {
    let named = named(matches, words)?;
    let mut vault = unlock(matches, words)?;
    let hub = match (&named, vault.hubs().first()) {
        (Some(Named::Address(hub)), _) => hub.clone(),
        (Some(Named::Code(hub)), _) | (None, Some(hub)) => HubAddress::of(hub),
        (None, None) => return Err(words.get("sync-which")),
    };
    let repetitions = matches.get_one("repetitions").copied().unwrap_or(REPETITIONS);
    let (stop, clock, mut shown) = (until_interrupted(), now(), Shown::new(words));
    let seconds = u64::try_from(clock.0).unwrap_or(0);
    let mut go = |vault: &Vault| {
        let errand =
            Errand::new(vault, &hub, repetitions).map_err(|error| sync_words::not_an_address(&error, words))?;
        let done = errand.run(seconds, Arc::clone(&stop), |progress| shown.show(progress));
        shown.clear();
        done.map_err(|error| sync_words::store(&error, words))
    };
    let mut done = go(&vault)?;
    let mut digested = vault.digest(usize::MAX).map_err(|error| why(&error, words))?.documents;
    let receipts = vault.confirm(&words.get("sync-via-hub"), clock).map_err(|error| why(&error, words))?;
    // Afterwards: what a snapshot contains has then been brought by itself too, and is there should the snapshot be taken back.
    let snapshots = if done.summary.finished { vault.compact_in_turn(usize::MAX, clock) } else { Ok(0) };
    let snapshots = snapshots.map_err(|error| why(&error, words))?;
    if receipts + snapshots > 0 && done.summary.finished {
        // What a station confirms should not wait for its next sync.
        done = done.and(go(&vault)?);
        digested += vault.digest(usize::MAX).map_err(|error| why(&error, words))?.documents;
    }
    if let Some(Named::Code(hub)) = &named
        && done.summary.finished
    {
        vault.keep_hub(hub).map_err(|error| why(&error, words))?;
    }
    told(&vault, Told { done, clock, digested, receipts, months: Vec::new() }, words)
}

/// With what the station has confirmed of this device's work.
fn told(vault: &Vault, told: Told, words: &Words) -> Result<Told, String> {
    if vault.role() != Some(Role::Collaborator) {
        return Ok(told);
    }
    let mut villages: Vec<_> =
        vault.index().villages().into_iter().map(|(scope, name)| (name.to_owned(), scope)).collect();
    villages.sort();
    let mut months = Vec::new();
    for (name, scope) in villages {
        let handed_in = vault.handed_in(scope).map_err(|error| why(&error, words))?;
        months.extend(handed_in.into_iter().map(|month| (name.clone(), month)));
    }
    Ok(Told { months, ..told })
}

/// Where to sync, as it was said.
enum Named {
    Address(HubAddress),
    /// A station's code. It is kept once it was reached.
    Code(Hub),
}

fn named(matches: &ArgMatches, words: &Words) -> Result<Option<Named>, String> {
    let Some(said) = matches.get_one::<String>("to") else { return Ok(None) };
    if let Ok(Code::Hub(hub)) = Code::from_text(said) {
        return Ok(Some(Named::Code(hub)));
    }
    let pin = matches.get_one::<String>("fingerprint").map(|text| {
        let bad = || words.with("cli-invalid-value", &[("argument", "--fingerprint"), ("value", text)]);
        fingerprint(text).ok_or_else(bad)
    });
    Ok(Some(Named::Address(HubAddress { url: said.clone(), pin: pin.transpose()? })))
}

/// Set when somebody presses Ctrl-C or the system wants the program to end.
pub(in crate::commands) fn until_interrupted() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    // Without a signal handler Ctrl-C still ends the program, only less gracefully.
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(crate::commands::serve::told_to_stop());
        told.store(true, Ordering::Relaxed);
    });
    stop
}

/// How far it is, for a person who watches.
struct Shown {
    watched: bool,
    words: &'static Words,
    said: bool,
}

impl Shown {
    fn new(words: &'static Words) -> Self {
        Self { watched: std::io::stderr().is_terminal(), words, said: false }
    }

    fn show(&mut self, progress: Progress) {
        if self.watched {
            self.said = true;
            let [sent, received] = [progress.sent, progress.received].map(|count| count.to_string());
            let line = self.words.with("sync-progress", &[("sent", &sent), ("received", &received)]);
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
        }
    }

    fn clear(&self) {
        if self.said {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// A clock that differs from a hub's by more than this many seconds is worth a word: time zones are not in it.
const CLOCKS_DIFFER: u64 = 6 * 3600;

/// Days by which this clock is ahead of the hub's, when they differ so much that somebody should look.
fn clock_ahead(own: Clock, hub: Option<u64>) -> Option<i64> {
    let hub = i64::try_from(hub?).ok()?;
    let ahead = own.0.checked_sub(hub)?;
    (ahead.unsigned_abs() > CLOCKS_DIFFER).then_some(ahead / 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_people_copy_it() {
        let plain = "0a".repeat(32);
        assert_eq!(fingerprint(&plain), Some([10; 32]));
        assert_eq!(fingerprint(&["0A"; 32].join(":")), Some([10; 32]));
        assert_eq!(fingerprint(&plain[1..]), None);
        assert_eq!(fingerprint(&format!("{plain}0a")), None);
        assert_eq!(fingerprint(&"xy".repeat(32)), None);
    }

    #[test]
    fn clocks_that_differ_by_more_than_six_hours_are_told_apart() {
        let own = Clock(1_800_000_000);
        assert_eq!(clock_ahead(own, None), None);
        assert_eq!(clock_ahead(own, Some(1_800_000_000 - CLOCKS_DIFFER)), None);
        assert_eq!(clock_ahead(own, Some(1_800_000_000 - CLOCKS_DIFFER - 1)), Some(0));
        assert_eq!(clock_ahead(Clock(0), Some(1_800_000_000)), Some(-20_833));
    }
}
