//! A commune of devices and a server, and what was confirmed on their screens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use nep_core::access::Role;
use nep_core::log::{DeviceId, Document, ScopeId, SqliteStore};
use nep_core::records::{Fields, RecordId};
use nep_core::sync::Summary;
use nep_sync_server::Hub;

use super::device::{Device, Let, rules};
use super::dice::Dice;
use super::disk::{self, Disk};
use super::line::{self, End, Lossy};

/// 4 May 2026, in the morning.
const BEGINS: i64 = 1_777_860_000;
/// Devices of a whole commune.
pub const WHOLE: usize = 60;
const YEAR: i64 = 366 * 86_400;

/// How large a world grows and how bad it is there, in times of a hundred.
#[derive(Clone, Debug)]
pub struct Size {
    /// Devices at most.
    pub devices: usize,
    /// Families at most.
    pub families: usize,
    /// Villages.
    pub villages: usize,
    /// Things that happen.
    pub acts: usize,
    /// Lines fail.
    pub lines: u64,
    /// The power goes or a disk is full.
    pub power: u64,
    /// A clock is wrong.
    pub clocks: u64,
    /// There is a server; otherwise only the first station's hub.
    pub server: bool,
}

impl Size {
    /// Most worlds are small, so that there are many of them; a few in a thousand are whole communes.
    pub fn of(dice: &mut Dice) -> Self {
        let whole = dice.below(1000) < 3;
        let devices = if whole { WHOLE } else { 3 + dice.index(7) };
        Self {
            devices,
            families: if whole { 30 } else { 2 + dice.index(4) },
            villages: if whole { 6 } else { 1 + dice.index(2) },
            acts: if whole { 200 } else { 20 + dice.index(50) },
            lines: dice.below(60),
            power: dice.below(12),
            clocks: dice.below(60),
            server: dice.chance(80),
        }
    }
}

/// A sitting that a screen confirmed.
pub struct Edit {
    /// Its document.
    pub place: Document,
    /// Who wrote it.
    pub author: DeviceId,
    /// Its number.
    pub seq: u64,
    /// Its record.
    pub id: RecordId,
    /// What was written.
    pub fields: Fields,
}

/// A family.
pub struct Known {
    /// Its document.
    pub place: Document,
    /// Its first child.
    pub child: RecordId,
    /// Somebody ordered that it be erased.
    pub erased: bool,
}

/// The server: a log without keys.
pub struct Server {
    /// Its disk.
    pub disk: Arc<Disk>,
    /// While it runs.
    pub hub: Option<Arc<Hub>>,
}

/// Everything.
pub struct World {
    /// Chance.
    pub dice: Dice,
    /// How large and how bad.
    pub size: Size,
    /// The true time.
    pub now: i64,
    /// All devices; the first is the station that made the commune.
    pub devices: Vec<Device>,
    /// The server.
    pub server: Server,
    /// Villages with their names.
    pub villages: Vec<ScopeId>,
    /// Families.
    pub families: Vec<Known>,
    /// What was confirmed.
    pub edits: Vec<Edit>,
    /// Devices that somebody removed.
    pub removed: BTreeSet<DeviceId>,
    /// Devices and hubs that cannot reach each other.
    pub apart: BTreeSet<(usize, String)>,
    /// Requests under way.
    pub late: Vec<(String, Vec<u8>)>,
    /// How often what happened, to see that everything does.
    pub counts: BTreeMap<&'static str, u64>,
    /// Says what happens while it does: for one seed that is played again.
    pub told: bool,
    folder: std::path::PathBuf,
}

impl World {
    /// The first station, its villages and a server, before anything goes wrong.
    pub fn new(seed: u64, folder: &Path) -> Self {
        let mut dice = Dice::new(seed);
        let size = Size::of(&mut dice);
        let folder = folder.join(format!("world-{seed}"));
        let server = Server { disk: Disk::new(folder.join("server")), hub: None };
        let mut world = Self {
            dice,
            size,
            now: BEGINS,
            devices: Vec::new(),
            server,
            villages: Vec::new(),
            families: Vec::new(),
            edits: Vec::new(),
            removed: BTreeSet::new(),
            apart: BTreeSet::new(),
            late: Vec::new(),
            counts: BTreeMap::new(),
            told: std::env::var_os("NEP_SEED").is_some(),
            folder,
        };
        let was =
            Let { role: Role::Station, villages: Vec::new(), family: None, through: Vec::new(), invitation: None };
        world.arrive(was);
        world.devices[0].drift = 0;
        world.turn_on(0);
        for nth in 0..world.size.villages {
            let name = format!("Bản Nậm Khẩu Hú {seed} {nth}");
            let clock = world.devices[0].clock(world.now);
            let added = world.devices[0].tries(|vault| vault.add_village(&name, clock)).confirmed();
            world.villages.push(added.expect("nothing fails yet"));
        }
        world
    }

    /// A new device with an empty disk.
    pub fn arrive(&mut self, was: Let) -> usize {
        let nth = self.devices.len();
        let disk = Disk::new(self.folder.join(format!("device-{nth}")));
        let mut device = Device::new(format!("device {nth}"), was, disk);
        device.drift = if self.dice.chance(self.size.clocks) { self.wrong_clock() } else { 0 };
        device.newer = self.dice.chance(15);
        self.devices.push(device);
        nth
    }

    /// Years off, to either side; or the day on which a phone's clock begins.
    pub fn wrong_clock(&mut self) -> i64 {
        match self.dice.below(3) {
            0 => -self.now,
            1 => i64::try_from(self.dice.below(12)).expect("small") * YEAR,
            _ => -i64::try_from(self.dice.below(12)).expect("small") * YEAR,
        }
    }

    /// Turns a device on.
    pub fn turn_on(&mut self, at: usize) {
        let now = self.now;
        self.devices[at].turn_on(now, &mut self.dice);
    }

    /// Starts the server, when there is one and it is down.
    pub fn start_server(&mut self) {
        if self.server.disk.is_off() {
            self.server.hub = None;
            self.server.disk.power_on(&mut self.dice);
        }
        if self.server.hub.is_none() {
            match SqliteStore::open(&self.server.disk.file("log.sqlite")) {
                Ok(store) => self.server.hub = Some(Arc::new(Hub::new(Arc::new(store), rules("server")))),
                Err(error) => {
                    let fault = self.server.disk.is_off() || self.server.disk.was_full();
                    assert!(fault, "the server: {error:?}");
                }
            }
        }
    }

    /// Hubs by name: the server and the stations that are on.
    pub fn hubs(&self) -> Vec<String> {
        let server = self.size.server.then(|| "server".to_owned());
        let stations = self.devices.iter().filter(|device| device.hub.is_some()).map(|device| device.name.clone());
        server.into_iter().chain(stations).collect()
    }

    fn end(&self, name: &str) -> Option<End> {
        let now = self.now.unsigned_abs();
        if name == "server" {
            let hub = Arc::clone(self.server.hub.as_ref()?);
            return Some(End { name: name.to_owned(), hub, disk: Arc::clone(&self.server.disk), now });
        }
        let device = self.devices.iter().find(|device| device.name == name)?;
        let now = device.clock(self.now).0.max(0).unsigned_abs();
        let hub = Arc::clone(device.hub.as_ref()?);
        Some(End { name: name.to_owned(), hub, disk: Arc::clone(&device.disk), now })
    }

    /// Syncs a device with a hub; so many requests in a hundred meet a fault of the line.
    pub fn sync(&mut self, at: usize, hub: &str, faults: u64) -> Option<Summary> {
        if self.devices[at].name == hub || self.devices[at].vault.is_none() {
            return None;
        }
        let end = self.end(hub)?;
        let mut late = std::mem::take(&mut self.late);
        let mut line = Lossy { end: &end, dice: &mut self.dice, faults, late: &mut late };
        let summary = line::sync(&mut self.devices[at], &mut line, self.now);
        self.late = late;
        drop(end);
        if hub == "server" {
            if self.server.disk.is_off() {
                self.server.hub = None;
            }
        } else if let Some(station) = self.devices.iter().position(|device| device.name == hub) {
            // What came to its hub is taken in by its vault, at once or later.
            if self.devices[station].disk.is_off() {
                self.devices[station].vanish();
            } else if self.dice.chance(70) {
                let _ = self.devices[station].tries(|vault| vault.digest(usize::MAX));
            }
        }
        summary
    }

    /// Counts that something happened.
    pub fn count(&mut self, what: &'static str) {
        if self.told {
            eprintln!("{} {what}", self.now - BEGINS);
        }
        *self.counts.entry(what).or_default() += 1;
    }

    /// A family that is not erased.
    pub fn some_family(&mut self) -> Option<usize> {
        let there: Vec<usize> = (0..self.families.len()).filter(|at| !self.families[*at].erased).collect();
        self.dice.pick(&there).copied()
    }

    /// The number of an author's last entry in a document, as its own vault counts.
    pub fn last_seq(&self, at: usize, place: Document) -> u64 {
        let vault = self.devices[at].vault();
        vault.store().last_seq(vault.space(), place, vault.device()).expect("it was just written")
    }

    /// How much the server holds.
    pub fn server_entries(&self) -> u64 {
        self.server.hub.as_ref().map_or(0, |hub| hub.store().holdings().expect("it works").entries)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for device in &mut self.devices {
            device.vanish();
            disk::forget(&device.disk);
        }
        self.server.hub = None;
        disk::forget(&self.server.disk);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
