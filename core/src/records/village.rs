//! A village's document, and the commune's: the same form, other tables.
//!
//! ```text
//! villages/<id>   scope: hex, name: text, hamlets: [text]
//! members/<id>    device: hex, name: text, role: code?, phone: text?
//! receipts/<id>   device: hex, month: text ("2026-05"), up_to: integer, on: day, via: text?
//! stock/<id>      what: code, on: day, kind: code, amount: integer, lot: text?
//! ```
//!
//! Two phones: both records stand. A receipt says up to which entry an author's work of a month has arrived, and by whom it was
//! carried; the highest counts.

use serde::{Deserialize, Serialize};

use super::Day;
use super::fact::{Held, Roles};
use super::ledger::Ledger;
use super::record::record;
use super::view::{Unread, View};
use crate::log::{DeviceId, ScopeId};

/// A village.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Village {
    /// As the log names it.
    pub scope: ScopeId,
    /// Its name.
    pub name: String,
    /// Its hamlets.
    #[serde(default)]
    pub hamlets: Vec<String>,
}

/// Somebody who works here.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Her device.
    pub device: DeviceId,
    /// Her name.
    pub name: String,
    /// What she is called: a code.
    pub role: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// What arrived at the station.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Whose work.
    pub device: DeviceId,
    /// Of which month, as `2026-05`.
    pub month: String,
    /// How many of her entries of that month the station holds.
    pub up_to: u64,
    /// The day it arrived.
    pub on: Day,
    /// Who or what carried it.
    pub via: Option<String>,
}

/// Supplies that came, went, were lost or went back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// What: a code.
    pub what: String,
    /// The day.
    pub on: Day,
    /// Received, used, lost, returned: a code.
    pub kind: String,
    /// How many, in the unit of the code.
    pub amount: u32,
    /// Lot.
    pub lot: Option<String>,
}

record!(Village in "villages");
record!(Member in "members");
record!(Receipt in "receipts" by on);
record!(Stock in "stock" by on);

/// A village's or the commune's document, as read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VillageRecords {
    /// The villages.
    pub villages: Vec<Held<Village>>,
    /// Who works here.
    pub members: Vec<Held<Member>>,
    /// What arrived.
    pub receipts: Vec<Held<Receipt>>,
    /// Supplies.
    pub stock: Vec<Held<Stock>>,
    /// Records this app cannot read.
    pub unread: Vec<Unread>,
}

impl VillageRecords {
    /// Reads a document's records.
    #[must_use]
    pub fn of(ledger: &Ledger, roles: &Roles) -> Self {
        let mut view = View::new(ledger, roles);
        Self {
            villages: view.table(),
            members: view.table(),
            receipts: view.table(),
            stock: view.table(),
            unread: view.into_unread(),
        }
    }

    /// How many of a device's entries of a month the station holds; `None`: it has not said.
    #[must_use]
    pub fn received(&self, device: DeviceId, month: &str) -> Option<u64> {
        let receipts = self.receipts.iter().map(|held| &held.value);
        receipts.filter(|one| one.device == device && one.month == month).map(|one| one.up_to).max()
    }
}
