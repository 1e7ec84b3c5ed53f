//! The devices of a commune as people know them: whose, what she is, in which villages, and whether it still counts.

use std::collections::BTreeMap;

use nep_core::access::{Role, State};
use nep_core::log::{DeviceId, ScopeId};
use nep_core::vault::{Vault, circles};

/// A device that is or was a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its key.
    pub device: DeviceId,
    /// Who stands behind it.
    pub role: Role,
    /// Whose it is, when somebody wrote that down.
    pub name: Option<String>,
    /// Its villages by name; none for a station.
    pub villages: Vec<String>,
    /// It counts still.
    pub live: bool,
    /// It is the one this vault is of.
    pub own: bool,
}

impl Member {
    /// What she is, as the name of a message.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self.role {
            Role::Station => "records-role-station",
            Role::Collaborator => "records-role-collaborator",
            Role::Family => "records-role-family",
        }
    }
}

/// Names of the owners of devices, as the commune's and these villages' documents tell them.
#[must_use]
pub fn names(vault: &Vault, scopes: impl IntoIterator<Item = ScopeId>) -> BTreeMap<DeviceId, String> {
    let documents = scopes.into_iter().chain([vault.space().commune_scope()]).map(circles::village_document);
    let members = documents.filter_map(|place| vault.village(place).ok()).flat_map(|one| one.members);
    members.map(|held| (held.value.device, held.value.name)).collect()
}

/// Every device, those that count first, stations before collaborators before families, by village and name.
#[must_use]
pub fn all(vault: &Vault) -> Vec<Member> {
    let villages = vault.index().villages();
    let names = names(vault, villages.keys().copied());
    let roster = vault.roster();
    let mut all: Vec<Member> = roster
        .devices()
        .filter_map(|device| {
            let standings = roster.standings(device);
            let live = standings.iter().find(|one| one.state == State::Live);
            let shown = live.or(standings.first())?;
            let named = |scope: &ScopeId| villages.get(scope).map(|name| (*name).to_owned());
            Some(Member {
                device,
                role: shown.membership.role,
                name: names.get(&device).cloned(),
                villages: shown.membership.scopes.iter().filter_map(named).collect(),
                live: live.is_some(),
                own: device == vault.device(),
            })
        })
        .collect();
    all.sort_by(|one, other| key(one).cmp(&key(other)));
    all
}

fn key(one: &Member) -> impl Ord + '_ {
    (!one.live, std::cmp::Reverse(one.role), &one.villages, &one.name, one.device)
}
