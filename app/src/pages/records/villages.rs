//! Villages and who works in them, by the names people gave them.

use std::collections::BTreeMap;

use nep_core::access::Role;
use nep_core::log::{DeviceId, ScopeId};
use nep_core::records::village::VillageRecords;
use nep_core::records::{Clock, Day, Origin, Roles};
use nep_core::vault::{Vault, VaultError, circles};

use crate::i18n::Words;
use crate::members;
use crate::pages::View;

/// Villages by name, the commune itself left out.
pub(super) fn sorted(vault: &Vault) -> Vec<(ScopeId, String)> {
    let named = vault.index().villages().into_iter();
    let villages = named.filter(|(scope, _)| *scope != vault.space().commune_scope());
    let mut villages: Vec<_> = villages.map(|(scope, name)| (scope, name.to_owned())).collect();
    villages.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
    villages
}

/// What the commune is called, when somebody wrote it down.
pub(super) fn commune(vault: &Vault) -> Option<String> {
    vault.index().villages().get(&vault.space().commune_scope()).map(|name| (*name).to_owned())
}

/// A village's own document.
pub(super) fn records(vault: &Vault, scope: ScopeId) -> Result<VillageRecords, VaultError> {
    vault.village(circles::village_document(scope))
}

/// Who wrote what: names as the village's document tells them, else what they are.
pub(super) struct Authors {
    names: BTreeMap<DeviceId, String>,
    roles: Roles,
}

impl Authors {
    /// Of a village and the commune.
    pub(super) fn of(vault: &Vault, scope: ScopeId) -> Self {
        let names = members::names(vault, [scope]);
        Self { names, roles: vault.roles().clone() }
    }

    /// The name of a device's owner, or what she is.
    pub(super) fn name(&self, device: DeviceId, words: &Words) -> String {
        self.names.get(&device).cloned().unwrap_or_else(|| {
            words.get(match self.roles.get(&device) {
                Some(Role::Station) => "records-role-station",
                Some(Role::Collaborator) => "records-role-collaborator",
                Some(Role::Family) => "records-role-family",
                None => "records-role-unknown",
            })
        })
    }

    /// `Quàng Thị Gừng, 9/6/2026`: who wrote it, and when by her clock.
    pub(super) fn wrote(&self, origin: Origin, view: &View) -> String {
        let name = self.name(origin.device, view.words);
        match day_of(origin.clock) {
            Some(day) => format!("{name}, {}", view.day(day.date())),
            None => name,
        }
    }
}

/// The day a clock showed; none outside the years of records.
pub(super) fn day_of(clock: Clock) -> Option<Day> {
    Day::try_from(clock.day_number()).ok()
}
