//! What happens in a commune, one thing after another, as chance says.

use chrono::{Days, NaiveDate};
use nep_core::access::{Code, Role};
use nep_core::growth::Sex;
use nep_core::log::{EntryStore as _, StoreError};
use nep_core::records::child::{Child, Measurement};
use nep_core::records::mother::{Mother, Note};
use nep_core::records::{Day, Fields, Record, RecordId, Sitting, WeightG};
use serde::{Deserialize, Serialize};

use super::device::{Device, Let, Tried};
use super::world::{Edit, Known, World};

/// What a newer app writes in a table that today's does not know.
#[derive(Serialize, Deserialize)]
struct Sleep {
    child: RecordId,
    hours: u8,
    /// A field of fields.
    where_: Vec<String>,
}

impl Record for Sleep {
    const TABLE: &'static str = "sleeps";
}

/// What a newer app writes in a table that today's knows, with a field that it does not.
#[derive(Serialize, Deserialize)]
struct LaterNote {
    on: Day,
    text: String,
    mood: u8,
}

impl Record for LaterNote {
    const TABLE: &'static str = "notes";
}

/// Seconds.
const RETENTION: i64 = 90 * 86_400;

const GIVEN: [&str; 8] = ["Mai", "Bảo Ngọc", "Hương", "Thảo", "Sính", "Dở", "Pó", "Ánh"];

impl World {
    /// A whole commune comes together, before anything goes wrong in it.
    pub fn gather(&mut self) {
        for _ in 0..4000 {
            if self.devices.len() >= self.size.devices {
                break;
            }
            let at = self.dice.index(self.devices.len());
            self.turn_on(at);
            if self.devices[at].vault.is_some() {
                self.add_family(at);
                self.invite(at);
            }
        }
    }

    /// One thing happens.
    pub fn act(&mut self) {
        self.now += i64::try_from(self.dice.below(90_000)).expect("small");
        let at = self.dice.index(self.devices.len());
        if self.dice.chance(self.size.power) {
            self.fault(at);
        }
        self.turn_on(at);
        if self.size.server {
            self.start_server();
        }
        if self.devices[at].vault.is_none() {
            return;
        }
        let what = self.dice.below(100);
        if self.told {
            let Device { name, was, id, .. } = &self.devices[at];
            eprintln!("{name} ({:?}, {id:?}): {what}", was.role);
        }
        match what {
            0..=24 => self.edit(at),
            25..=32 => self.add_family(at),
            33..=43 => self.invite(at),
            44..=73 => self.sync_with_some_hub(at),
            74..=78 => self.carry(at),
            79..=80 => self.compact(at),
            81..=87 => self.remove_somebody(at),
            88..=90 => self.erase(at),
            91..=92 => self.part(at),
            93..=94 => self.devices[at].drift = self.wrong_clock(),
            95 => self.now += i64::try_from(self.dice.below(400)).expect("small") * 86_400,
            96..=97 => self.forget_superseded(at),
            _ => {
                self.devices[at].vanish();
                self.count("turned off");
            }
        }
    }

    fn fault(&mut self, at: usize) {
        let steps = 1 + self.dice.below(40);
        let disk = match self.dice.below(4) {
            0 if self.size.server => &self.server.disk,
            _ => &self.devices[at].disk,
        };
        if self.dice.chance(65) {
            disk.cut_power_after(steps);
            self.count("power cut");
        } else {
            let room = self.dice.below(12);
            disk.fill_after(steps, 1 + room);
            self.count("disk full");
        }
    }

    fn a_day(&mut self) -> Day {
        let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a real date");
        Day::new(start + Days::new(self.dice.below(500))).expect("within the years")
    }

    fn edit(&mut self, at: usize) {
        if let Some(family) = self.some_family() {
            self.edit_in(at, family);
        }
    }

    fn edit_in(&mut self, at: usize, family: usize) {
        let Known { place, child, .. } = self.families[family];
        let (clock, on) = (self.devices[at].clock(self.now), self.a_day());
        let grams = 2_000 + i64::try_from(self.dice.below(20_000)).expect("small");
        let (kind, newer) = (self.dice.below(6), self.devices[at].newer);
        let secret = format!("ốm sốt {}", self.dice.next());
        let others: Vec<RecordId> = self.edits.iter().filter(|edit| edit.place == place).map(|edit| edit.id).collect();
        let other = self.dice.pick(&others).copied();
        // Some hours' work may be one sitting.
        let held = self.devices[at].tries(|vault| vault.family(place.doc)).confirmed();
        let tried = self.devices[at].tries(|vault| {
            vault.record(place.doc, clock, |sitting| match (kind, newer) {
                (0, true) => put(sitting, &Sleep { child, hours: 9, where_: vec![secret] }),
                (1, true) => put(sitting, &LaterNote { on, text: secret.clone(), mood: 3 }),
                (2, _) => put(sitting, &Note { whom: Some(child), on, text: secret }),
                (3, _) if other.is_some() => {
                    let id = sitting.retract(other.expect("looked at"), None);
                    (id, Fields::new())
                }
                (4, _) => {
                    let held = held.as_ref().and_then(|family| family.measurements.first());
                    let weight_g = Some(WeightG::try_from(grams).expect("possible"));
                    let corrected = held
                        .and_then(|held| sitting.correct(held, &Measurement { weight_g, ..held.value.clone() }))
                        .map(|id| (id, Fields::new()));
                    corrected.unwrap_or_else(|| put(sitting, &Measurement { weight_g, ..Measurement::new(child, on) }))
                }
                _ => {
                    let weight_g = Some(WeightG::try_from(grams).expect("possible"));
                    put(sitting, &Measurement { weight_g, ..Measurement::new(child, on) })
                }
            })
        });
        if let Tried::Confirmed((id, fields)) = tried {
            self.confirm(at, place, id, fields);
        }
    }

    /// Notes what a screen confirmed.
    fn confirm(&mut self, at: usize, place: nep_core::log::Document, id: RecordId, fields: Fields) {
        let author = self.devices[at].id.expect("it wrote");
        // Confirmed, and then the power went: its number is one more than the last one known.
        let seq = if self.devices[at].vault.is_some() {
            self.last_seq(at, place)
        } else {
            let own = self.edits.iter().filter(|edit| edit.place == place && edit.author == author);
            own.map(|edit| edit.seq).max().unwrap_or(0) + 1
        };
        if self.told {
            eprintln!("  {place:?} entry {seq}");
        }
        self.edits.push(Edit { place, author, seq, id, fields });
        self.count("edit confirmed");
    }

    fn add_family(&mut self, at: usize) {
        if self.families.len() >= self.size.families || self.devices[at].was.role == Role::Family {
            return;
        }
        let own = match self.devices[at].was.role {
            Role::Station => self.villages.clone(),
            _ => self.devices[at].was.villages.clone(),
        };
        let Some(village) = self.dice.pick(&own).copied() else { return };
        let (clock, birth) = (self.devices[at].clock(self.now), self.a_day());
        let number = self.dice.next();
        let given = GIVEN[self.dice.index(GIVEN.len())];
        let (mother_name, name) = (format!("Quàng Thị {given} {number}"), format!("Quàng {given} Bé {number}"));
        let phone = format!("0912345{number}");
        let mut fields = Fields::new();
        let tried = self.devices[at].tries(|vault| {
            vault.add_family(village, clock, |sitting| {
                let mother = sitting.add(&Mother { name: mother_name, phone: Some(phone), ..Mother::default() });
                let child =
                    Child { name, sex: Some(Sex::Girl), birth: Some(birth), mother: Some(mother), ..Child::default() };
                let (id, written) = put(sitting, &child);
                fields = written;
                id
            })
        });
        if let Tried::Confirmed((doc, child)) = tried {
            let place = nep_core::log::Document { scope: village, doc };
            if self.told {
                eprintln!("  {place:?}");
            }
            self.families.push(Known { place, child, erased: false });
            let (author, seq) = (self.devices[at].id.expect("it wrote"), 2);
            self.edits.push(Edit { place, author, seq, id: child, fields });
            self.count("family added");
        }
    }

    fn invite(&mut self, at: usize) {
        if self.devices.len() >= self.size.devices {
            return;
        }
        let clock = self.devices[at].clock(self.now);
        let role = self.devices[at].was.role;
        let family = self.some_family().map(|family| self.families[family].place);
        let (village, kind) = (self.dice.pick(&self.villages).copied(), self.dice.below(10));
        let Some(village) = village else { return };
        let mut was = Let { role, villages: vec![village], family: None, through: Vec::new(), invitation: None };
        let tried = match (role, kind) {
            (Role::Station, 0) => {
                (was.role, was.villages) = (Role::Station, Vec::new());
                self.devices[at].tries(|vault| vault.invite_station(&[], clock))
            }
            (Role::Station, 1..=5) => {
                was.role = Role::Collaborator;
                self.devices[at].tries(|vault| vault.invite_collaborator(&[village], &[], clock))
            }
            _ => {
                let Some(place) = family else { return };
                (was.role, was.villages, was.family) = (Role::Family, vec![place.scope], Some(place));
                self.devices[at].tries(|vault| vault.invite_family(place.doc, &[], clock))
            }
        };
        let Tried::Confirmed(invitation) = tried else { return };
        // Whoever keeps the root lets in by the root's own token.
        let inviter = &self.devices[at];
        if at != 0 {
            was.through = inviter.was.through.iter().copied().chain(inviter.id).collect();
        }
        let text = match Code::Invitation(Box::new(invitation)).to_text() {
            Ok(text) => text.to_string(),
            // Passed on too often for a code; the station would do it.
            Err(_) => return,
        };
        was.invitation = Some(text);
        if self.told {
            eprintln!("  device {} by device {at}: {:?} {:?}", self.devices.len(), was.role, was.family);
        }
        let new = self.arrive(was);
        if self.dice.chance(self.size.power) {
            let steps = 1 + self.dice.below(60);
            self.devices[new].disk.cut_power_after(steps);
        }
        self.turn_on(new);
        self.count("device joined");
    }

    fn sync_with_some_hub(&mut self, at: usize) {
        let hubs = self.hubs();
        let Some(hub) = self.dice.pick(&hubs).cloned() else { return };
        if self.apart.contains(&(at, hub.clone())) {
            return;
        }
        let faults = self.size.lines;
        if let Some(summary) = self.sync(at, &hub, faults) {
            if self.told {
                eprintln!("  with {hub}: {:?} {:?} {:?}", summary.progress, summary.problem, summary.not_kept);
            }
            self.count(if summary.finished { "sync finished" } else { "sync broken off" });
        }
    }

    fn carry(&mut self, at: usize) {
        let to = self.dice.index(self.devices.len());
        self.turn_on(to);
        if to == at || self.devices[to].vault.is_none() || self.devices[at].vault.is_none() {
            return;
        }
        let clock = self.devices[at].clock(self.now);
        let exported = self.devices[at].tries(|vault| vault.export(0, "anh Pó bán hàng", clock));
        let Tried::Confirmed((mut file, _)) = exported else { return };
        let damaged = self.dice.chance(self.size.lines / 2);
        if damaged {
            let at = self.dice.index(file.len());
            if self.dice.chance(50) {
                file.truncate(at);
            } else {
                file[at] ^= 1 << self.dice.below(8);
            }
        }
        let clock = self.devices[to].clock(self.now);
        if let Tried::Confirmed(imported) = self.devices[to].tries(|vault| vault.import(&file, clock)) {
            assert_eq!(imported.is_err(), damaged, "a damaged bundle is refused, a whole one is taken");
            if self.told {
                eprintln!("  to device {to}: {imported:?}");
            }
            self.count(if damaged { "bundle refused" } else { "bundle taken" });
        }
    }

    fn compact(&mut self, at: usize) {
        if self.devices[at].was.role == Role::Family {
            return;
        }
        // Only documents of many entries are worth it.
        if let Some(family) = self.some_family() {
            (0..20 + self.dice.index(20)).for_each(|_| self.edit_in(at, family));
        }
        let clock = self.devices[at].clock(self.now);
        if let Tried::Confirmed(done) = self.devices[at].tries(|vault| vault.compact(4, clock))
            && done > 0
        {
            self.count("snapshot");
        }
    }

    /// The first station removes anybody; another station anybody but stations.
    fn remove_somebody(&mut self, at: usize) {
        let whom = self.dice.index(self.devices.len());
        let station = self.devices[at].was.role == Role::Station;
        let may = station && whom != at && whom != 0 && (at == 0 || self.devices[whom].was.role != Role::Station);
        let Some(device) = self.devices[whom].id.filter(|device| may && !self.removed.contains(device)) else { return };
        if !self.devices[at].vault().roster().devices().any(|one| one == device) {
            return;
        }
        let clock = self.devices[at].clock(self.now);
        let tried = self.devices[at].tries(|vault| vault.revoke(device, clock));
        match tried {
            Tried::Confirmed(()) => {
                if self.told {
                    eprintln!("  removed device {whom}");
                }
                self.removed.insert(device);
                self.count("removed");
            }
            // Whether the order was given shows when the power is back.
            Tried::Gone | Tried::Refused(nep_core::vault::VaultError::Store(StoreError::Full)) => {
                self.count("removal broken off");
            }
            Tried::Refused(_) => {}
        }
    }

    fn erase(&mut self, at: usize) {
        let Some(family) = self.some_family() else { return };
        // Who was removed and does not know may still try.
        let removed = self.devices[at].id.is_some_and(|device| self.removed.contains(&device));
        if self.devices[at].was.role != Role::Station || removed {
            return;
        }
        let (place, clock) = (self.families[family].place, self.devices[at].clock(self.now));
        if let Tried::Confirmed(()) = self.devices[at].tries(|vault| vault.erase(place.doc, clock)) {
            self.families[family].erased = true;
            self.count("erased");
        }
    }

    fn part(&mut self, at: usize) {
        let hubs = self.hubs();
        let Some(hub) = self.dice.pick(&hubs).cloned() else { return };
        let pair = (at, hub);
        if !self.apart.remove(&pair) {
            self.apart.insert(pair);
        }
    }

    /// What snapshots contain is dropped after a time: by the server, and by a station from its own record file, each by its clock.
    fn forget_superseded(&mut self, at: usize) {
        let mut dropped = 0;
        if let Some(hub) = &self.server.hub {
            let done = hub.store().drop_superseded((self.now - RETENTION).unsigned_abs());
            assert!(done.is_ok() || self.server.disk.is_off() || self.server.disk.was_full(), "{done:?}");
            dropped += done.unwrap_or(0);
            if self.server.disk.is_off() {
                self.server.hub = None;
            }
        }
        if self.devices[at].was.role == Role::Station {
            let before = (self.devices[at].clock(self.now).0 - RETENTION).max(0).unsigned_abs();
            let done = self.devices[at].tries(|vault| Ok(vault.store().drop_superseded(before)?));
            dropped += done.confirmed().unwrap_or(0);
        }
        if dropped > 0 {
            self.count("superseded dropped");
        }
    }
}

fn put<T: Record>(sitting: &mut Sitting, record: &T) -> (RecordId, Fields) {
    (sitting.add(record), record.fields())
}
