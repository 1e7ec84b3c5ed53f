//! When everything works again and everybody has synced: what must be true then.
//!
//! What counts is worked out here a second time and simply: in these worlds the first station is never removed and removes whom it
//! likes, other stations remove anybody but stations. So its removals count, and others' as far as they themselves do.

use std::collections::{BTreeMap, BTreeSet};

use nep_core::access::{Erase, Revoke, Role};
use nep_core::log::{DeviceId, DocId, Document, Entry, EntryStore as _, Kind, Refusal};
use nep_core::records::mother::Note;
use nep_core::records::{Day, Ledger};
use nep_core::sync::{Denial, Problem};

use nep_core::vault::circles;

use super::device::Tried;
use super::world::World;

/// Parts of all names, telephone numbers and notes of these worlds, with their marks and without.
const SECRETS: [&str; 6] = ["Quàng", "Quang Th", "0912345", "ốm sốt", "Nậm Khẩu", "nam khau"];
/// So often everybody syncs until nobody has anything new.
const ROUNDS: usize = 12;

/// What orders say of who counts.
struct Removals<'a> {
    world: &'a World,
    counting: Vec<Revoke>,
}

impl Removals<'_> {
    /// Up to which entry of a document a device counts; `None`: it is a member.
    fn last(&self, device: DeviceId, doc: DocId) -> Option<u64> {
        let of = self.world.devices.iter().find(|one| one.id == Some(device)).expect("a device of this world");
        let ends = self.counting.iter().filter_map(|order| {
            if order.key == device {
                Some(order.counts.iter().find(|(of, _)| *of == doc).map_or(0, |(_, last)| *last))
            } else {
                (of.was.through.contains(&order.key) && !order.keeps.contains(&device)).then_some(0)
            }
        });
        ends.min()
    }

    fn counts(&self, device: DeviceId, doc: DocId, seq: u64) -> bool {
        self.last(device, doc).is_none_or(|last| seq <= last)
    }

    fn is_member(&self, device: DeviceId) -> bool {
        self.last(device, DocId::new([0; 16])).is_none()
    }
}

impl World {
    /// Everything works again, and everybody syncs until nobody has anything new.
    pub fn heal(&mut self) {
        (self.size.power, self.size.lines, self.size.clocks) = (0, 0, 0);
        self.apart.clear();
        self.late.clear();
        self.server.disk.mend();
        self.start_server();
        for at in 0..self.devices.len() {
            self.devices[at].drift = 0;
            self.devices[at].disk.mend();
            self.turn_on(at);
            assert!(self.devices[at].vault.is_some(), "{} works", self.devices[at].name);
        }
        for _ in 0..ROUNDS {
            if !self.round() {
                return;
            }
        }
        panic!("after {ROUNDS} rounds there is still something new");
    }

    /// Everybody syncs once; says whether anything new came of it.
    fn round(&mut self) -> bool {
        let mut news = false;
        let hubs: Vec<String> = self.size.server.then(|| "server".to_owned()).into_iter().collect();
        for at in 0..self.devices.len() {
            for hub in hubs.iter().cloned().chain([self.devices[0].name.clone()]) {
                if self.devices[at].name == hub {
                    continue;
                }
                let summary = self.sync(at, &hub, 0).expect("everything works");
                let progress = summary.progress;
                news |= progress.sent > 0 || progress.received > 0 || summary.hub_forgot;
                match summary.problem {
                    None => assert!(summary.finished),
                    Some(Problem::Denied(Denial::Revoked)) => {}
                    // Let in by a phone whose clock is wrong: a neighbour carries what it has.
                    Some(Problem::Denied(Denial::Expired | Denial::Unknown)) => news |= self.carried(at),
                    Some(problem) => panic!("{} with {hub}: {problem:?}", self.devices[at].name),
                }
                for (entry, why) in &summary.refused {
                    let header = entry.header();
                    let fine = matches!(why, Refusal::Erased | Refusal::Revoked);
                    assert!(fine, "{} brought {hub} {:?} {header:?}: {why:?}", self.devices[at].name, entry.id());
                }
                let fine = |why: &Refusal| matches!(why, Refusal::Erased | Refusal::Revoked);
                assert!(summary.not_kept.iter().all(fine), "{}: {:?}", self.devices[at].name, summary.not_kept);
            }
        }
        for device in &mut self.devices {
            device.tries(|vault| vault.digest(usize::MAX)).confirmed().expect("everything works");
        }
        news
    }

    /// To the first station and back, in somebody's pocket.
    fn carried(&mut self, at: usize) -> bool {
        let mut news = false;
        for (from, to) in [(at, 0), (0, at)] {
            let clock = self.devices[from].clock(self.now);
            let exported = self.devices[from].tries(|vault| vault.export(0, "hàng xóm", clock));
            let (file, _) = exported.confirmed().expect("everything works");
            let clock = self.devices[to].clock(self.now);
            let imported = self.devices[to].tries(|vault| vault.import(&file, clock)).confirmed();
            news |= imported.expect("everything works").expect("whole").new > 0;
        }
        news
    }

    /// Looks whether everything is true that must be.
    pub fn check(&mut self) {
        let erased = self.erased(&self.removals());
        let mut orphans = 0;
        if self.told {
            for device in &mut self.devices {
                let found = device.tries(nep_core::vault::Vault::verify);
                eprintln!("{} {:?}: {found:?}", device.name, device.id);
            }
            self.tell_keys();
        }
        let removals = self.removals();
        for known in &self.families {
            let first = self.edits.iter().find(|edit| edit.id == known.child).expect("it was confirmed");
            if erased.contains(&known.place) {
                self.check_erased(known.place);
            } else if removals.counts(first.author, known.place.doc, first.seq) {
                self.check_family(known.place, &removals);
            } else {
                orphans += 1;
            }
        }
        self.check_secrets();
        let gone: Vec<usize> =
            (0..self.devices.len()).filter(|at| !removals.is_member(self.devices[*at].id.expect("made"))).collect();
        let erased: BTreeSet<Document> = erased;
        *self.counts.entry("documents of nobody").or_default() += orphans;
        self.check_removed(&gone, &erased);
        for at in 0..self.devices.len() {
            let found = self.devices[at].tries(nep_core::vault::Vault::verify).confirmed().expect("everything works");
            assert!(found.is_well(), "{}: {found:?}", self.devices[at].name);
        }
    }

    /// Which key entries there are, and which of them devices open: to see who lacks what.
    fn tell_keys(&self) {
        let removals = self.removals();
        let keys = self.devices[0].vault().store().keys(self.devices[0].space(), 0).expect("everything works");
        for (number, entry) in keys {
            let header = entry.header();
            let by = self.devices.iter().position(|device| device.id == Some(header.author)).expect("of this world");
            let counts = removals.counts(header.author, header.doc, header.seq);
            let opens = |device: &&super::device::Device| device.vault().keyring().reveals(&entry).is_some();
            let names: Vec<&str> = self.devices.iter().filter(opens).map(|device| device.name.as_str()).collect();
            let (doc, epoch) = (header.doc, header.epoch);
            eprintln!("key {number}: {doc:?} epoch {epoch} by device {by}, counts: {counts}, for {names:?}");
        }
        for (at, device) in self.devices.iter().enumerate() {
            let gone = !removals.is_member(device.id.expect("made"));
            eprintln!("device {at} removed: {gone}, {:?}", device.was.family.map(circles::of_family));
        }
    }

    fn orders(&self) -> Vec<Entry> {
        let vault = self.devices[0].vault();
        let orders = vault.store().orders(vault.space(), 0).expect("everything works");
        orders.into_iter().map(|(_, entry)| entry).collect()
    }

    fn removals(&self) -> Removals<'_> {
        let orders = self.orders();
        let chief = self.devices[0].id.expect("made first");
        let given = orders.iter().filter(|entry| entry.header().kind == Kind::Revoke);
        let given: Vec<_> =
            given.map(|entry| (entry.header(), Revoke::from_bytes(entry.body()).expect("ours"))).collect();
        let (first, others): (Vec<_>, Vec<_>) = given.into_iter().partition(|(header, _)| header.author == chief);
        let by_chief = Removals { world: self, counting: first.into_iter().map(|(_, order)| order).collect() };
        let others = others.into_iter().filter(|(header, _)| by_chief.counts(header.author, header.doc, header.seq));
        let others: Vec<Revoke> = others.map(|(_, order)| order).collect();
        Removals { world: self, counting: by_chief.counting.into_iter().chain(others).collect() }
    }

    fn erased(&self, removals: &Removals<'_>) -> BTreeSet<Document> {
        let orders = self.orders();
        let given = orders.iter().filter(|entry| entry.header().kind == Kind::Erase);
        let counts = |entry: &&Entry| removals.counts(entry.header().author, entry.header().doc, entry.header().seq);
        let order = |entry: &Entry| Erase::from_bytes(entry.body()).expect("ours");
        given.filter(counts).map(order).map(|order| Document { scope: order.scope, doc: order.doc }).collect()
    }

    fn check_erased(&self, place: Document) {
        for device in &self.devices {
            let vault = device.vault();
            let held = vault.store().document(vault.space(), place).expect("everything works");
            let heard = vault.roster().is_erased(place);
            // Who was removed hears nothing any more.
            assert!(heard || self.removed_somehow(device.id), "{} heard of the erasure", device.name);
            if heard {
                assert!(held.is_empty(), "{} holds entries of an erased family", device.name);
                assert!(vault.family(place.doc).is_err(), "{} reads an erased family", device.name);
                assert_eq!(vault.keyring().epoch(place), None, "{} has the key of an erased family", device.name);
            }
        }
        if let Some(hub) = &self.server.hub {
            let lane = [nep_core::log::Lane { wanted: nep_core::log::Wanted::Document(place), after: 0 }];
            let bound = nep_core::log::Bound { entries: 1, bytes: 1 };
            let page = hub.store().since(self.devices[0].space(), &lane, bound).expect("everything works");
            assert!(page.entries.is_empty(), "the server holds entries of an erased family");
        }
    }

    fn removed_somehow(&self, device: Option<DeviceId>) -> bool {
        let removals = self.removals();
        device.is_some_and(|device| !removals.is_member(device))
    }

    fn check_family(&self, place: Document, removals: &Removals<'_>) {
        let mut first: Option<(Ledger, nep_core::records::Family)> = None;
        for device in &self.devices {
            let (was, vault) = (&device.was, device.vault());
            let holds = match was.role {
                Role::Station => true,
                Role::Collaborator => was.villages.contains(&place.scope),
                Role::Family => was.family == Some(place),
            };
            if !removals.is_member(device.id.expect("made")) {
                continue;
            }
            if !holds {
                assert!(vault.family(place.doc).is_err(), "{} reads what is not hers", device.name);
                continue;
            }
            let read = (vault.ledger(place.doc), vault.family(place.doc));
            let (Ok(ledger), Ok(family)) = read else {
                panic!("{} ({:?}) does not read {place:?}: {:?}", device.name, was.role, read.1.err());
            };
            let held = (ledger, family);
            match &first {
                None => first = Some(held),
                Some((ledger, family)) => {
                    assert!(*ledger == held.0, "{}: {}", device.name, difference(ledger, &held.0));
                    assert!(*family == held.1, "{} reads the same records otherwise", device.name);
                }
            }
        }
        let (ledger, _) = first.expect("the first station holds everything");
        for edit in self.edits.iter().filter(|edit| edit.place == place) {
            let counts = removals.counts(edit.author, place.doc, edit.seq);
            let raw = ledger.get(edit.id);
            assert_eq!(raw.is_some(), counts, "{} of {:?}, entry {}", edit.id, edit.author, edit.seq);
            if let Some(raw) = raw.filter(|_| !edit.fields.is_empty()) {
                assert_eq!(raw.fields, edit.fields, "{} is what was written", edit.id);
            }
        }
    }

    fn check_secrets(&self) {
        let disks = self.devices.iter().map(|device| (&device.name, &device.disk));
        let server = "server".to_owned();
        for (name, disk) in disks.chain([(&server, &self.server.disk)]) {
            let bytes = disk.bytes();
            for secret in SECRETS {
                let found = memchr::memmem::find(&bytes, secret.as_bytes());
                assert_eq!(found, None, "{name} holds “{secret}” in the open");
            }
        }
    }

    /// What is written from now on is nothing for those who were removed, though they get hold of every entry.
    fn check_removed(&mut self, gone: &[usize], erased: &BTreeSet<Document>) {
        if gone.is_empty() {
            return;
        }
        let places: Vec<Document> = self.families.iter().map(|known| known.place).collect();
        let clock = self.devices[0].clock(self.now);
        let on = Day::try_from(20_577).expect("a day");
        let mut later = BTreeMap::new();
        for place in places.into_iter().filter(|place| !erased.contains(place)) {
            let note = Note { whom: None, on, text: "chỉ dành cho người còn lại".into() };
            let tried = self.devices[0].tries(|vault| vault.record(place.doc, clock, |sitting| sitting.add(&note)));
            if let Tried::Confirmed(id) = tried {
                later.insert(place.doc, id);
            }
        }
        let exported = self.devices[0].tries(|vault| vault.export(0, "kẻ gian", clock)).confirmed();
        let (file, _) = exported.expect("everything works");
        for at in gone {
            let name = self.devices[*at].name.clone();
            self.devices[*at].tries(|vault| vault.import(&file, clock)).confirmed().expect("it works").expect("whole");
            for (doc, id) in &later {
                let read = self.devices[*at].vault().ledger(*doc);
                assert!(
                    !read.is_ok_and(|ledger| ledger.get(*id).is_some()),
                    "{name} was removed and reads on in {doc:?}"
                );
            }
        }
    }
}

fn difference(one: &Ledger, other: &Ledger) -> String {
    let only = |one: &Ledger, other: &Ledger| {
        let only = one.iter().filter(|(id, _)| other.get(*id).is_none());
        only.map(|(id, raw)| format!("{id} of {:?}, entry {}", raw.origin.device, raw.origin.entry)).collect::<Vec<_>>()
    };
    format!("lacks {:#?}, has moreover {:#?}", only(one, other), only(other, one))
}
