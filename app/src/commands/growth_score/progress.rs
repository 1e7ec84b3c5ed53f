//! How far we are, for a person who watches: on standard error, and only where that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::survey::Scored;
use crate::i18n::Words;

const SHOWN_EVERY: Duration = Duration::from_millis(200);

/// Counts what has been scored.
pub(super) struct Progress {
    watched: bool,
    words: &'static Words,
    /// Bytes to read, where that is known.
    size: Option<u64>,
    read: u64,
    rows: u64,
    started: Instant,
    shown: Option<Instant>,
}

impl Progress {
    /// Nothing yet, of `size` bytes.
    pub(super) fn start(size: Option<u64>, words: &'static Words) -> Self {
        let watched = io::stderr().is_terminal();
        let started = Instant::now();
        Self { watched, words, size: size.filter(|size| *size > 0), read: 0, rows: 0, started, shown: None }
    }

    /// One more block.
    pub(super) fn advance(&mut self, scored: &Scored) {
        self.rows += scored.rows;
        self.read += scored.bytes_read;
        if self.watched && self.shown.unwrap_or(self.started).elapsed() > SHOWN_EVERY {
            self.shown = Some(Instant::now());
            self.show();
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "shown to a person")]
    fn show(&self) {
        let language = self.words.language();
        let children = language.decimal(self.rows as f64, 0);
        let line = match self.size {
            Some(size) => {
                let share = (self.read as f64 / size as f64 * 100.0).min(100.0);
                let share = language.decimal(share, 0);
                self.words.with("cli-progress-share", &[("children", &children), ("share", &share)])
            }
            None => self.words.with("cli-progress", &[("children", &children)]),
        };
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }

    /// Takes the line away, so that something else can be said.
    pub(super) fn clear(&mut self) {
        if self.watched && self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    /// The last word.
    #[expect(clippy::cast_precision_loss, reason = "shown to a person")]
    pub(super) fn end(&mut self) {
        if self.watched && self.shown.is_some() {
            self.clear();
            let language = self.words.language();
            let children = language.decimal(self.rows as f64, 0);
            let seconds = language.decimal(self.started.elapsed().as_secs_f64(), 1);
            let line = self.words.with("cli-progress-end", &[("children", &children), ("seconds", &seconds)]);
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}
