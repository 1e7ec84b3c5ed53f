//! The sentences of a menu's verdicts, for the mother and for the health worker.
//!
//! The core answers with codes and figures; every sentence stands in `locales/*/nutrition.ftl`.

use nep_core::nutrition::balance::{Finding, Overall, Verdict};

use crate::i18n::Words;

/// Whom a sentence is for.
#[derive(Clone, Copy)]
pub enum Listener {
    /// The mother, or whoever feeds the child.
    Mother,
    /// The collaborator or the station.
    HealthWorker,
}

impl Listener {
    const fn code(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::HealthWorker => "worker",
        }
    }
}

/// The sentence of one rule's answer.
#[must_use]
pub fn verdict(finding: &Finding, listener: Listener, words: &Words) -> String {
    let what = words.get(&format!("rule-{}", finding.rule));
    let value = finding.value.unwrap_or_default();
    let limit = match finding.verdict {
        Verdict::Over => finding.high,
        _ => finding.low.or(finding.high),
    };
    let by = number(limit.map_or(0.0, |limit| (limit - value).abs()), words);
    let known = words.language().decimal(finding.known_share.unwrap_or(1.0) * 100.0, 0);
    let id = format!("verdict-{}-{}", code_of(finding.verdict), listener.code());
    let (value, limit) = (number(value, words), limit.map_or_else(String::new, |limit| number(limit, words)));
    let unit = words.get(&format!("unit-{}", unit_code(finding.unit)));
    words.with(
        &id,
        &[("what", &what), ("value", &value), ("unit", &unit), ("by", &by), ("limit", &limit), ("known", &known)],
    )
}

/// The verdict in one word: đủ, thiếu, quá …
#[must_use]
pub fn verdict_word(verdict: Verdict, words: &Words) -> String {
    words.get(&format!("verdict-{}", code_of(verdict)))
}

/// The day in one sentence.
#[must_use]
pub fn overall(overall: Overall, listener: Listener, words: &Words) -> String {
    let code = match overall {
        Overall::Balanced => "balanced",
        Overall::CannotSay => "cannot_say",
        Overall::NotBalanced => "not_balanced",
        Overall::Unsafe => "unsafe",
    };
    words.get(&format!("overall-{code}-{}", listener.code()))
}

const fn code_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Short => "short",
        Verdict::Over => "over",
        Verdict::Unknown => "unknown",
        Verdict::NeedsSupplement => "needs_supplement",
    }
}

/// The unit as part of a message id.
fn unit_code(unit: &str) -> &'static str {
    match unit {
        "kcal" => "kcal",
        "g" => "g",
        "mg" => "mg",
        "µg" => "ug",
        "% of energy" => "of-energy",
        "% of protein" => "of-protein",
        "groups" => "groups",
        "dishes" => "dishes",
        _ => "ratio",
    }
}

/// A figure for reading: three digits that count, never more than two places.
#[must_use]
pub fn number(value: f64, words: &Words) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    words.language().decimal(value, decimals)
}
