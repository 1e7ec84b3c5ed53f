//! The made-up commune that everything is measured with, and how much is in it.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use nep_app::invented::{self, Size};
use nep_core::access::passphrase::Opener;
use nep_core::log::{Random, SystemRandom};
use nep_core::records::Family;
use nep_core::vault::{Vault, circles};
use nep_tests::commune::{CHEAP, KEY};

/// Five years of a commune of 24 villages.
pub const SIZE: Size = Size { villages: 24, families: 58, months: 60 };

/// The evening on which the measured part begins.
pub fn evening() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 9).expect("a day")
}

/// The station's record file as the phones handed it in, no snapshot in it; made once and kept beside the programs.
pub fn records() -> PathBuf {
    let folder = nep_tests::repository().join("target/sync-budgets");
    fs::create_dir_all(&folder).expect("room");
    let path = folder.join(format!("commune-{}-{}-{}.nep", SIZE.villages, SIZE.families, SIZE.months));
    if !path.exists() {
        eprintln!("making the commune up: once, some minutes");
        let mut random = || -> Box<dyn Random + Send> { Box::new(SystemRandom) };
        let lock = (Opener::Platform(&KEY), CHEAP);
        invented::make(&path, lock, SIZE, evening(), &mut random, &mut |_, _| {}).expect("room");
    }
    path
}

/// How much somebody wrote down.
#[derive(Clone, Copy, Debug, Default)]
pub struct Content {
    pub families: usize,
    pub people: usize,
    /// Values that somebody measured, weighed, gave or asked.
    pub observations: usize,
}

/// What is in a vault.
pub fn content(vault: &Vault) -> Content {
    let mut content = Content::default();
    for (place, summary) in vault.index().documents().filter(|(place, _)| circles::is_family(*place)) {
        let family = vault.family(place.doc).expect("readable");
        content.families += 1;
        content.people += summary.family.people.len();
        content.observations += observations(&family);
    }
    content
}

fn observations(family: &Family) -> usize {
    let measured = family.measurements.iter().map(|held| {
        let told = &held.value;
        [told.weight_g.is_some(), told.length_mm.is_some(), told.arm_mm.is_some(), told.head_mm.is_some()]
            .into_iter()
            .filter(|there| *there)
            .count()
    });
    measured.sum::<usize>() + family.weighings.len() + family.doses.len() + family.referrals.len()
}
