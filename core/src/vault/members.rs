//! What the vault asks of the roster: roles, who left, and what of them still counts.

use std::collections::BTreeMap;

use crate::access::{Roster, State};
use crate::log::{DeviceId, Document, Header, Kind, VERSION};
use crate::records::Roles;

/// Who stands behind each device, removed ones too: what they wrote before still counts as theirs.
pub fn roles(roster: &Roster) -> Roles {
    let role = |device| roster.standings(device).iter().map(|one| one.membership.role).max();
    roster.devices().filter_map(|device| Some((device, role(device)?))).collect()
}

/// Devices of which no membership holds any more.
pub fn ended(roster: &Roster) -> impl Iterator<Item = DeviceId> {
    let holds = |device: &DeviceId| roster.standings(*device).iter().any(|one| one.state == State::Live);
    roster.devices().filter(move |device| !holds(device))
}

/// Of devices that may write in a document no longer: the last entry in it that counts, 0 for none.
pub fn last_counting(roster: &Roster, of: Document) -> BTreeMap<DeviceId, u64> {
    let mut last = BTreeMap::new();
    for author in ended(roster) {
        let Document { scope, doc } = of;
        let (version, kind, space) = (VERSION, Kind::Changes, roster.space());
        let header = Header { version, kind, space, scope, doc, author, seq: 1, epoch: 0, contains: Vec::new() };
        let could = roster.standings(author).iter().filter(|one| one.membership.may_write(&header));
        let counted = could.map(|one| match &one.state {
            State::Revoked(last) => last.get(&doc).copied().unwrap_or(0),
            State::Live | State::SecondUse { .. } => 0,
        });
        last.insert(author, counted.max().unwrap_or(0));
    }
    last
}
