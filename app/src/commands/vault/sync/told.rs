//! What a sync did, for people and for programs.

use nep_core::log::Refusal;
use nep_core::records::Clock;
use nep_core::vault::HandedIn;
use serde_json::{Value, json};

use super::clock_ahead;
use crate::errand::Done;
use crate::i18n::Words;
use crate::sync_words;

/// What a sync did.
pub(super) struct Told {
    pub done: Done,
    /// What this device's clock showed.
    pub clock: Clock,
    /// Documents read again.
    pub digested: usize,
    /// Receipts written.
    pub receipts: usize,
    /// This device's months by village.
    pub months: Vec<(String, HandedIn)>,
}

impl Told {
    /// Nothing was refused.
    pub fn is_well(&self) -> bool {
        self.done.summary.refused.is_empty() && self.not_kept().next().is_none()
    }

    /// What was not kept here, but for what a newer app will take.
    fn not_kept(&self) -> impl Iterator<Item = &Refusal> {
        self.done.summary.not_kept.iter().filter(|refusal| **refusal != Refusal::Newer)
    }

    #[expect(clippy::cast_precision_loss, reason = "shown to a person")]
    pub fn text(&self, words: &Words) -> String {
        let summary = &self.done.summary;
        let progress = summary.progress;
        let [sent, received, requests] =
            [progress.sent, progress.received, progress.requests].map(|count| count.to_string());
        let kilobytes = words.language().decimal(progress.bytes as f64 / 1000.0, 1);
        let counts = [("sent", &*sent), ("received", &received), ("requests", &requests), ("kilobytes", &kilobytes)];
        let mut lines = vec![words.with("sync-done", &counts)];
        if self.digested > 0 {
            lines.push(words.with("sync-read", &[("documents", &self.digested.to_string())]));
        }
        for (entry, refusal) in &summary.refused {
            let (id, why) = (entry.id().to_string(), sync_words::refusal(*refusal, words));
            lines.push(words.with("sync-entry-refused", &[("entry", &id), ("why", &why)]));
        }
        for refusal in self.not_kept() {
            lines.push(words.with("sync-not-kept", &[("why", &sync_words::refusal(*refusal, words))]));
        }
        if summary.not_kept.contains(&Refusal::Newer) {
            lines.push(words.get("sync-newer"));
        }
        if summary.hub_forgot {
            lines.push(words.get("sync-hub-forgot"));
        }
        if let Some(days) = clock_ahead(self.clock, summary.hub_time) {
            lines.push(words.with("sync-clock", &[("days", &days.unsigned_abs().to_string())]));
        }
        if self.receipts > 0 {
            lines.push(words.with("sync-receipts", &[("count", &self.receipts.to_string())]));
        }
        for (village, month) in &self.months {
            let (written, confirmed) =
                (month.written.to_string(), month.confirmed.map_or_else(|| "0".to_owned(), |count| count.to_string()));
            let said = [
                ("village", village.as_str()),
                ("month", month.month.as_str()),
                ("written", &written),
                ("confirmed", &confirmed),
            ];
            lines.push(words.with("sync-month", &said));
        }
        lines.into_iter().map(|line| line + "\n").collect()
    }

    pub fn json(&self, words: &Words) -> String {
        let summary = &self.done.summary;
        let progress = summary.progress;
        let refused = summary.refused.iter().map(
            |(entry, refusal)| json!({ "entry": entry.id().to_string(), "reason": sync_words::refusal_code(*refusal) }),
        );
        let months = self.months.iter().map(|(village, month)| {
            json!({
                "village": village,
                "month": month.month,
                "written": month.written,
                "confirmed": month.confirmed,
                "complete": month.is_complete(),
            })
        });
        let problem = sync_words::ending(&self.done, words).map(|(code, _)| code);
        let told = json!({
            "finished": summary.finished,
            "problem": problem,
            "pushed": progress.sent,
            "pulled": progress.received,
            "bytes": progress.bytes,
            "round_trips": progress.requests,
            "documents": self.digested,
            "refused": Value::from_iter(refused),
            "not_kept": Value::from_iter(summary.not_kept.iter().map(|refusal| sync_words::refusal_code(*refusal))),
            "hub_forgot": summary.hub_forgot,
            "clock_days_ahead": clock_ahead(self.clock, summary.hub_time),
            "receipts": self.receipts,
            "months": Value::from_iter(months),
        });
        format!("{told:#}\n")
    }
}
