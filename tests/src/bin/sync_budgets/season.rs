//! The collaborators' phones of all villages, what they write in a month, and how they hand it in.

use chrono::Months;
use nep_core::access::{Audience, ToldRoster};
use nep_core::log::ScopeId;
use nep_core::records::child::Measurement;
use nep_core::records::{Clock, LengthMm, Sitting, WeightG};
use nep_core::sync::{Answer, Denial, Line, LogHome, Progress, Summary, deflate, inflate, synchronise};
use nep_core::vault::{Vault, circles};
use nep_sync_server::{Hub, Rules};
use nep_tests::commune::{Commune, Device, day, morning};

use super::cpu::{Took, of_thread};
use super::made;

const HUB: &str = "station.example";
/// Weighed every month until two years old, afterwards every third month.
const MONTHLY_UNTIL_DAYS: i64 = 730;

/// A station's hub, spoken to in this process.
pub struct Station {
    hub: Hub,
    now: u64,
    /// What answering cost.
    pub took: Took,
}

impl Station {
    /// The hub over a vault's log.
    pub fn of(vault: &Vault, now: Clock) -> Self {
        let rules = Rules { names: vec![Audience::of_name(HUB)], spaces: None, quota: u64::MAX };
        Self { hub: Hub::new(vault.store(), rules), now: now.0.unsigned_abs(), took: Took::default() }
    }
}

impl Line for Station {
    fn exchange(&mut self, request: Vec<u8>) -> Option<Vec<u8>> {
        let (answer, took) = of_thread(|| {
            let answer = match inflate(&request, 8 << 20).map(|body| self.hub.read(&body)) {
                Err(_) => Answer::Denied(Denial::Malformed),
                Ok(Ok(request)) => self.hub.serve(&request, self.now),
                Ok(Err(denial)) => Answer::Denied(denial),
            };
            deflate(&answer.to_bytes())
        });
        self.took += took;
        Some(answer)
    }

    fn wait(&mut self, _: u64) -> bool {
        true
    }

    fn jitter(&mut self) -> u32 {
        0
    }

    fn progress(&mut self, _: Progress) -> bool {
        true
    }
}

/// Syncs a vault with the station in this process.
pub fn sync(vault: &mut Vault, station: &mut Station) -> Summary {
    let plan = vault.plan(Audience::of_name(HUB), 1);
    let (store, space, now) = (vault.store(), vault.space(), station.now);
    let mut judge: ToldRoster = vault.judge();
    let key = vault.keyring().device().signing.clone();
    let mut home = LogHome { store: &store, judge: &mut judge, space, peer: HUB, now };
    let summary = synchronise(plan, &key, &mut home, station).expect("room");
    assert!(summary.finished, "{summary:?}");
    vault.digest(usize::MAX).expect("readable");
    summary
}

/// A phone for every village, which holds what the station does.
pub fn phones(commune: &Commune, station: &mut Vault) -> Vec<(Device, ScopeId)> {
    let clock = morning(&made::evening().to_string());
    let mut phones = Vec::new();
    for (nth, village) in commune.villages.iter().enumerate() {
        let invitation = station.invite_collaborator(&[*village], &[], clock);
        phones.push((commune.joins(&format!("phone-{nth}.nep"), invitation, clock), *village));
    }
    phones
}

/// What a village's collaborator writes in the so-many-th month: a sitting for every family of which a child is due. Says how many
/// sittings that were.
pub fn month(vault: &mut Vault, nth: u32) -> usize {
    let on = made::evening().checked_add_months(Months::new(nth)).expect("a month later");
    let (on, clock) = (day(&on.to_string()), morning(&on.to_string()));
    let families = vault.index().documents().filter(|(place, _)| circles::is_family(*place));
    let families: Vec<_> = families.map(|(place, _)| place.doc).collect();
    let mut sittings = 0;
    for (at, doc) in (0..).zip(families) {
        let family = vault.family(doc).expect("hers");
        let mut measured = Vec::new();
        for child in &family.children {
            let Some(birth) = child.value.birth else { continue };
            let age = on.number() - birth.number();
            if (0..1856).contains(&age) && (age <= MONTHLY_UNTIL_DAYS || (at + nth).is_multiple_of(3)) {
                // By their age alone: what is measured here is bytes and time.
                let grams = 3_300 + 8 * age;
                let length_mm =
                    if (at + nth).is_multiple_of(3) { LengthMm::try_from(500 + age / 3).ok() } else { None };
                let weight_g = WeightG::try_from(grams).ok();
                measured.push(Measurement { weight_g, length_mm, ..Measurement::new(child.ids[0], on) });
            }
        }
        if !measured.is_empty() {
            sittings += 1;
            let write = |sitting: &mut Sitting| {
                for one in &measured {
                    sitting.add(one);
                }
            };
            vault.record(doc, clock, write).expect("hers");
        }
    }
    sittings
}
