//! Lines that lose, cut, repeat and delay what they carry, and syncs over them.

use std::sync::Arc;

use nep_core::access::{Audience, Role};
use nep_core::log::{Bound, EntryStore as _, Kind, Outcome, Page, SqliteStore, StoreError, Wanted};
use nep_core::sync::{
    Answer, Denial, Home, Kept, Line, LogHome, Plan, Progress, Remembered, Summary, deflate, inflate, synchronise,
};
use nep_core::vault::{Vault, VaultError, circles};
use nep_sync_server::Hub;

use super::device::{Device, Tried};
use super::dice::Dice;
use super::disk::Disk;

/// No request inflates to more.
const LARGEST: usize = 8 * 1024 * 1024;

/// A hub at the other end.
pub struct End {
    /// Its name.
    pub name: String,
    /// What answers.
    pub hub: Arc<Hub>,
    /// Its disk, which may lose its power meanwhile.
    pub disk: Arc<Disk>,
    /// Seconds since 1970, as its clock shows.
    pub now: u64,
}

impl End {
    fn answer(&self, request: &[u8]) -> Option<Vec<u8>> {
        if self.disk.is_off() {
            return None;
        }
        let answer = match inflate(request, LARGEST) {
            Err(_) => Answer::Denied(Denial::Malformed),
            Ok(body) => match self.hub.read(&body) {
                Ok(request) => self.hub.serve(&request, self.now),
                Err(denial) => Answer::Denied(denial),
            },
        };
        (!self.disk.is_off()).then(|| deflate(&answer.to_bytes()))
    }
}

/// A line that does what chance says.
pub struct Lossy<'a> {
    /// The other end.
    pub end: &'a End,
    /// Chance.
    pub dice: &'a mut Dice,
    /// So many requests in a hundred meet a fault.
    pub faults: u64,
    /// Requests that are still under way somewhere.
    pub late: &'a mut Vec<(String, Vec<u8>)>,
}

impl Line for Lossy<'_> {
    fn exchange(&mut self, request: Vec<u8>) -> Option<Vec<u8>> {
        // An old request arrives after all, and again.
        if self.dice.chance(self.faults) {
            let index = self.dice.index(self.late.len());
            if let Some((name, old)) = self.late.get(index)
                && *name == self.end.name
            {
                let _ = self.end.answer(old);
            }
        }
        if !self.dice.chance(self.faults) {
            return self.end.answer(&request);
        }
        if self.late.len() < 16 {
            self.late.push((self.end.name.clone(), request.clone()));
        }
        match self.dice.below(6) {
            0 => None,
            1 => {
                let cut = self.dice.index(request.len());
                self.end.answer(&request[..cut])
            }
            2 => {
                let _ = self.end.answer(&request);
                self.end.answer(&request)
            }
            3 => {
                let _ = self.end.answer(&request);
                None
            }
            4 => {
                let answer = self.end.answer(&request)?;
                let cut = self.dice.index(answer.len());
                Some(answer[..cut].to_vec())
            }
            _ => {
                let mut answer = self.end.answer(&request)?;
                let at = self.dice.index(answer.len());
                answer[at] ^= 1 << self.dice.below(8);
                Some(answer)
            }
        }
    }

    fn wait(&mut self, _: u64) -> bool {
        true
    }

    fn jitter(&mut self) -> u32 {
        0
    }

    fn progress(&mut self, _: Progress) -> bool {
        // Somebody turns it off in between.
        self.faults == 0 || !self.dice.chance(self.faults / 4)
    }
}

/// The vault itself as the home of a sync: each batch is digested before the next.
struct VaultHome<'a> {
    vault: &'a mut Vault,
    peer: &'a str,
    now: u64,
}

impl Home for VaultHome<'_> {
    fn remembered(&mut self) -> Result<Remembered, StoreError> {
        let kept = self.vault.store().remembered(self.vault.space(), self.peer)?;
        Ok(kept.map(|bytes| Remembered::from_bytes(&bytes)).unwrap_or_default())
    }

    fn remember(&mut self, remembered: &Remembered) -> Result<(), StoreError> {
        self.vault.store().remember(self.vault.space(), self.peer, &remembered.to_bytes())
    }

    fn unsent(&mut self, after: u64, bound: Bound) -> Result<Page, StoreError> {
        self.vault.store().unsent(self.vault.space(), self.peer, after, bound)
    }

    fn take(&mut self, kept: &Kept) -> Result<Vec<Outcome>, StoreError> {
        if kept.hub_forgot {
            self.vault.store().forget_origin(self.vault.space(), self.peer)?;
        }
        self.vault.receive(&kept.entries, Some(self.peer), self.now).map_err(|error| match error {
            VaultError::Store(error) => error,
            other => panic!("receiving: {other:?}"),
        })
    }
}

/// Syncs a device with a hub and digests what came. `None` when the power went or the disk was full.
pub fn sync(device: &mut Device, line: &mut Lossy<'_>, now: i64) -> Option<Summary> {
    let vault = device.vault.as_ref()?;
    let plan = plan(device, vault, &line.end.name)?;
    let signing = vault.keyring().device().signing.clone();
    let now = device.clock(now).0.max(0).unsigned_abs();
    let peer = line.end.name.clone();
    let digested_each = line.dice.chance(30);
    let left_over = if line.dice.chance(20) { line.dice.index(3) } else { usize::MAX };
    let vault = device.vault.as_mut().expect("it was there");
    let space = vault.space();
    let done = if digested_each {
        let mut home = VaultHome { vault, peer: &peer, now };
        synchronise(plan, &signing, &mut home, line)
    } else {
        let store: Arc<SqliteStore> = vault.store();
        let judge = device.judge.get_or_insert_with(|| nep_core::access::ToldRoster::new(space));
        let mut home = LogHome { store: &store, judge, space, peer: &peer, now };
        synchronise(plan, &signing, &mut home, line)
    };
    if done.is_err() {
        // It may know orders that were not kept.
        device.judge = None;
    }
    let summary = match device.came(done.map_err(VaultError::Store)) {
        Tried::Confirmed(summary) => summary,
        Tried::Refused(_) | Tried::Gone => return None,
    };
    device.tries(|vault| vault.digest(left_over)).confirmed().map(|_| summary)
}

fn plan(device: &Device, vault: &Vault, hub: &str) -> Option<Plan> {
    let orders = vault.store().orders(vault.space(), 0).ok()?;
    let own = |header: &nep_core::log::Header| header.author == vault.device() && header.kind == Kind::Join;
    let join = orders.iter().map(|(_, entry)| entry).find(|entry| own(entry.header()))?.as_bytes().to_vec();
    let wanted = match (device.was.role, device.was.family) {
        (Role::Station, _) => vec![Wanted::All],
        (Role::Family, Some(place)) => vec![Wanted::Document(place), Wanted::Document(circles::of_family(place))],
        _ => device.was.villages.iter().map(|scope| Wanted::Scope(*scope)).collect(),
    };
    let audience = Audience::of_name(hub);
    Some(Plan { space: vault.space(), device: vault.device(), audience, join, wanted, repetitions: 3 })
}
