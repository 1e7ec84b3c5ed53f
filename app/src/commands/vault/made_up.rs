//! `nep station --made-up`: the invented commune, made at the first start.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use nep_core::access::passphrase::Cost;
use nep_core::log::SystemRandom;

use super::{Secret, why};
use crate::commands::usage::say;
use crate::i18n::Words;
use crate::invented::{self, Size};

/// Makes it, and says how far it is.
pub(super) fn make(path: &Path, secret: &Secret, words: &Words) -> Result<(), String> {
    say(&words.get("station-making-up"));
    let watched = std::io::stderr().is_terminal();
    let mut watch = |done: usize, of: usize| {
        if watched {
            let counts = [done.to_string(), of.to_string()];
            let line = words.with("station-made-up-so-far", &[("done", &counts[0]), ("of", &counts[1])]);
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
        }
    };
    let lock = (secret.opener(), Cost::COMPUTER);
    let today = chrono::Local::now().date_naive();
    let made = invented::make(path, lock, Size::COMMUNE, today, &mut || Box::new(SystemRandom), &mut watch);
    if watched {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    made.map_err(|error| why(&error, words))
}
