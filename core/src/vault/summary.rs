//! What is kept of one document so that unlocking opens none: its people, the villages it names, and how much who wrote when.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::log::{DeviceId, DocId, ScopeId};
use crate::records::village::VillageRecords;
use crate::records::{self, Day, Family, Ledger, Roles};

/// A document in a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Of a family's document: its people.
    pub family: records::Summary,
    /// Of a village's or the commune's document: names of villages.
    pub villages: BTreeMap<ScopeId, String>,
    /// Of a family's document: others that a health worker said are of the same family.
    pub links: BTreeSet<DocId>,
    /// How many entries each device wrote in each month (`2026-05`, by that device's clock): what receipts count. A wrong clock
    /// miscounts a month, and nothing else rests on it.
    pub written: BTreeMap<String, BTreeMap<DeviceId, u64>>,
}

impl Summary {
    /// Of a family's document.
    #[must_use]
    pub fn of_family(family: &Family, ledger: &Ledger, roles: &Roles) -> Self {
        // A family's own phone ties no other family to itself.
        let worker = |device| roles.get(device).is_some_and(|role| *role >= Role::Collaborator);
        let links = family.links.iter().filter(|held| worker(&held.origin.device)).map(|held| held.value.doc);
        Self { family: family.summary(), links: links.collect(), written: written(ledger), ..Self::default() }
    }

    /// Of a village's or the commune's document.
    #[must_use]
    pub fn of_village(village: &VillageRecords, ledger: &Ledger) -> Self {
        let villages = village.villages.iter().map(|held| (held.value.scope, held.value.name.clone())).collect();
        Self { villages, written: written(ledger), ..Self::default() }
    }

    /// Did any of these devices write in it?
    #[must_use]
    pub fn is_by_any(&self, devices: &BTreeSet<DeviceId>) -> bool {
        self.written.values().any(|month| month.keys().any(|device| devices.contains(device)))
    }
}

/// Entries by month and device.
fn written(ledger: &Ledger) -> BTreeMap<String, BTreeMap<DeviceId, u64>> {
    let origins = ledger.iter().map(|(_, raw)| raw.origin);
    let entries: BTreeSet<(DeviceId, u64, i64)> =
        origins.map(|origin| (origin.device, origin.entry, origin.clock.day_number())).collect();
    let mut counted: BTreeMap<String, BTreeMap<DeviceId, u64>> = BTreeMap::new();
    for (device, _, day) in entries {
        // A clock outside the years of records counts in a month of its own, so that the work is not lost from sight.
        let month = Day::try_from(day).map_or_else(|_| "?".to_owned(), |day| day.date().format("%Y-%m").to_string());
        *counted.entry(month).or_default().entry(device).or_default() += 1;
    }
    counted
}
