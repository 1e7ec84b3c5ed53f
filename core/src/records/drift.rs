//! Wrong clocks, found by what was written under them.
//!
//! A clock decides nothing here, so a wrong one does no harm; but its owner should know, since forms begin with its date. It
//! betrays itself when it shows a day before this program existed, a day before one that was entered, a day after the reader's,
//! or runs backwards from one sitting to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Clock;
use super::ledger::Ledger;
use crate::log::DeviceId;

/// No sitting took place before 1 January 2026: this program did not exist.
const FIRST_DAY: i64 = 20_454;
/// Clocks may differ by a day without being wrong: time zones, a party at midnight.
const ALLOWED_DAYS: i64 = 1;

/// In what way a clock is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Drift {
    /// It shows a day at least so many days before the true one (or a day was entered that had not come).
    Behind {
        /// Days.
        days: i64,
    },
    /// It shows a day so many days after the reader's (or the reader's is behind).
    Ahead {
        /// Days.
        days: i64,
    },
    /// It was set back by so many days between two sittings.
    SetBack {
        /// Days.
        days: i64,
    },
}

/// A device whose clock was wrong, and in which entry that shows most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongClock {
    /// Whose.
    pub device: DeviceId,
    /// In which of its entries.
    pub entry: u64,
    /// How.
    pub drift: Drift,
}

/// Tables whose `on` is a day that has been: what happened cannot lie ahead of the clock that wrote it.
const HAPPENED: [&str; 12] = [
    "measurements",
    "weighings",
    "scans",
    "feeding",
    "visits",
    "referrals",
    "doses",
    "diet_checks",
    "prices",
    "consents",
    "notes",
    "receipts",
];

/// The clocks that were wrong, each kind once a device, with its largest error. `now` is the reader's own clock.
#[must_use]
pub fn wrong_clocks(ledger: &Ledger, now: Clock) -> Vec<WrongClock> {
    let mut worst: BTreeMap<(DeviceId, u8), WrongClock> = BTreeMap::new();
    let mut note = |device, entry, kind: u8, days: i64, drift: Drift| {
        if days > ALLOWED_DAYS {
            let known = worst.entry((device, kind)).or_insert(WrongClock { device, entry, drift });
            if drift > known.drift {
                *known = WrongClock { device, entry, drift };
            }
        }
    };
    let mut before: Option<(super::Actor, Clock)> = None;
    // Records come by actor, then in the order in which the actor wrote them.
    for (id, raw) in ledger.iter() {
        let (device, entry) = (raw.origin.device, raw.origin.entry);
        let shown = raw.origin.clock.day_number();
        let entered = HAPPENED.contains(&raw.table.as_str()).then(|| raw.fields.get("on")?.as_i64()).flatten();
        let true_at_least = entered.unwrap_or(FIRST_DAY).max(FIRST_DAY);
        let behind = true_at_least.saturating_sub(shown);
        note(device, entry, 0, behind, Drift::Behind { days: behind });
        let ahead = shown.saturating_sub(now.day_number());
        note(device, entry, 1, ahead, Drift::Ahead { days: ahead });
        if let Some((_, clock)) = before.filter(|(actor, _)| *actor == id.actor) {
            let back = clock.day_number().saturating_sub(shown);
            note(device, entry, 2, back, Drift::SetBack { days: back });
        }
        before = Some((id.actor, raw.origin.clock));
    }
    worst.into_values().collect()
}
