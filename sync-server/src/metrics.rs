//! Figures for whoever runs the server. No label names a device or a document.

use std::sync::atomic::AtomicU64;

use nep_core::log::{Holdings, Outcome};
use nep_core::sync::{Answer, Denial};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

type Labels = [(&'static str, &'static str); 1];

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    entries: Family<Labels, Counter>,
    bytes: Family<Labels, Counter>,
    seconds: Histogram,
    /// Requests that wait for their turn.
    pub waiting: Gauge,
    held: Family<Labels, Gauge<u64, AtomicU64>>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("nep");
        let requests = Family::default();
        registry.register("requests", "Requests by answer", requests.clone());
        let entries = Family::default();
        registry.register("entries", "Entries by what became of them", entries.clone());
        let bytes = Family::default();
        registry.register("body_bytes", "Bytes of bodies as they went over the line", bytes.clone());
        let seconds = Histogram::new([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0]);
        registry.register("request_seconds", "From the body's end to the answer", seconds.clone());
        let waiting = Gauge::default();
        registry.register("waiting", "Requests that wait for their turn", waiting.clone());
        let held = Family::default();
        registry.register("held", "What the store holds, counted now and then", held.clone());
        Self { registry, requests, entries, bytes, seconds, waiting, held }
    }
}

impl Metrics {
    /// A request was answered.
    pub fn answered(&self, answer: &Answer, seconds: f64, received: usize, sent: usize) {
        self.requests.get_or_create(&[("answer", word(answer))]).inc();
        self.seconds.observe(seconds);
        self.bytes.get_or_create(&[("direction", "in")]).inc_by(received as u64);
        self.bytes.get_or_create(&[("direction", "out")]).inc_by(sent as u64);
        if let Answer::Served(served) = answer {
            for outcome in &served.outcomes {
                let outcome = match outcome {
                    Outcome::Stored(_) => "stored",
                    Outcome::Known(_) => "known",
                    Outcome::Refused(_) => "refused",
                };
                self.entries.get_or_create(&[("outcome", outcome)]).inc();
            }
            self.entries.get_or_create(&[("outcome", "handed_out")]).inc_by(served.entries.len() as u64);
        }
    }

    /// How much is held.
    pub fn held(&self, holdings: Holdings) {
        let figures = [
            ("spaces", holdings.spaces),
            ("entries", holdings.entries),
            ("superseded", holdings.superseded),
            ("bytes", holdings.bytes),
        ];
        for (what, figure) in figures {
            self.held.get_or_create(&[("what", what)]).set(figure);
        }
    }

    /// All of it as Prometheus reads it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// An answer in one word, for figures and the log.
pub const fn word(answer: &Answer) -> &'static str {
    match answer {
        Answer::Served(_) => "served",
        Answer::Denied(denial) => match denial {
            Denial::Malformed => "malformed",
            Denial::Newer(_) => "newer",
            Denial::Unproven => "unproven",
            Denial::Stale(_) => "stale",
            Denial::Unknown => "unknown",
            Denial::Expired => "expired",
            Denial::Revoked => "revoked",
            Denial::NotAllowed => "not_allowed",
            Denial::TooLarge(_) => "too_large",
            Denial::Busy(_) => "busy",
            Denial::OtherSpace => "other_space",
            Denial::Full => "full",
            Denial::Failed | Denial::Other(_) => "failed",
        },
    }
}
