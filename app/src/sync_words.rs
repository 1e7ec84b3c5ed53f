//! What syncing says: why a hub was not reached, what it denied, what was not taken.

use nep_core::log::{Refusal, StoreError};
use nep_core::sync::{Denial, Problem};

use crate::errand::Done;
use crate::i18n::Words;
use crate::sync_client::{Fault, NotAnAddress};

/// How a sync ended, when it did not end well: a code for programs and a sentence for people.
#[must_use]
pub fn ending(done: &Done, words: &Words) -> Option<(&'static str, String)> {
    let summary = &done.summary;
    match (summary.problem, done.fault) {
        (Some(Problem::Denied(denial)), _) => Some((denial_code(denial), denied(denial, words))),
        (Some(Problem::Inconsistent), _) => Some(("inconsistent", words.get("sync-inconsistent"))),
        (Some(Problem::Unreachable), fault) => Some(no_answer(fault.unwrap_or(Fault::Cut), words)),
        (None, Some(fault)) if !summary.finished => Some(no_answer(fault, words)),
        (None, None) if !summary.finished => Some(no_answer(Fault::Stopped, words)),
        (None, _) => None,
    }
}

/// Why there was no answer.
#[must_use]
pub fn no_answer(fault: Fault, words: &Words) -> (&'static str, String) {
    let code = match fault {
        Fault::NoRoute => "no-route",
        Fault::OtherKey => "other-key",
        Fault::NotVouched => "not-vouched",
        Fault::NoHub => "no-hub",
        Fault::Cut => "cut",
        Fault::Stopped => "stopped",
    };
    (code, words.get(&format!("sync-{code}")))
}

const fn denial_code(denial: Denial) -> &'static str {
    match denial {
        Denial::Malformed => "malformed",
        Denial::Newer(_) => "hub-older",
        Denial::Unproven => "unproven",
        Denial::Stale(_) => "stale",
        Denial::Unknown => "unknown",
        Denial::Expired => "expired",
        Denial::Revoked => "revoked",
        Denial::NotAllowed => "not-allowed",
        Denial::TooLarge(_) => "too-large",
        Denial::Busy(_) => "busy",
        Denial::OtherSpace => "other-commune",
        Denial::Full => "full",
        Denial::Failed => "failed",
        Denial::Other(_) => "denied",
    }
}

/// What a hub denied.
#[must_use]
pub fn denied(denial: Denial, words: &Words) -> String {
    let id = format!("sync-{}", denial_code(denial));
    match denial {
        Denial::Busy(seconds) => words.with(&id, &[("seconds", &seconds.to_string())]),
        Denial::Other(code) => words.with(&id, &[("code", &code.to_string())]),
        _ => words.get(&id),
    }
}

/// Why an entry was not taken, in a few words.
#[must_use]
pub fn refusal(refusal: Refusal, words: &Words) -> String {
    let id = format!("sync-refusal-{}", refusal_code(refusal));
    match refusal {
        Refusal::Other(code) => words.with(&id, &[("code", &code.to_string())]),
        _ => words.get(&id),
    }
}

/// The same for programs.
#[must_use]
pub const fn refusal_code(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Malformed => "malformed",
        Refusal::TooLarge => "too-large",
        Refusal::Newer => "newer",
        Refusal::OtherSpace => "other-commune",
        Refusal::BadSignature => "bad-signature",
        Refusal::UnknownAuthor => "unknown-author",
        Refusal::NotAllowed => "not-allowed",
        Refusal::Revoked => "revoked",
        Refusal::Erased => "erased",
        Refusal::SameSeqTwice => "number-twice",
        Refusal::InvitationUsed => "invitation-used",
        Refusal::Other(_) => "other",
    }
}

/// Why an address is none.
#[must_use]
pub fn not_an_address(error: &NotAnAddress, words: &Words) -> String {
    match error {
        NotAnAddress::Malformed => words.get("sync-address"),
        NotAnAddress::NotSealed => words.get("sync-not-sealed"),
    }
}

/// What the own record file complains of while it syncs.
#[must_use]
pub fn store(error: &StoreError, words: &Words) -> String {
    match error {
        StoreError::Full => words.get("cli-fault-full"),
        StoreError::ReadOnly => words.get("cli-fault-read-only"),
        StoreError::Damaged => words.get("vault-damaged"),
        error => words.with("vault-failed", &[("error", &error.to_string())]),
    }
}
