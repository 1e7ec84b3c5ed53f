//! The invented commune as a station's record file, and each family of it as one plain Automerge document.

use std::path::{Path, PathBuf};

use nep_app::invented::{self, Size};
use nep_core::access::passphrase::{Cost, Opener};
use nep_core::log::{Bound, EntryStore as _, Kind, Lane, SystemRandom, Wanted};
use nep_core::records::Document;
use nep_core::vault::{Locked, Vault};

pub const KEY: [u8; 32] = [0x4E; 32];
pub const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

pub struct Made {
    pub station: PathBuf,
    pub documents: Vec<Vec<u8>>,
    /// Of everybody, folded as a search does.
    pub names: Vec<String>,
    pub entries: u64,
}

pub fn open(path: &Path) -> Vault {
    let locked = Locked::open(path).expect("a record file");
    locked.unlock(Opener::Platform(&KEY), Box::new(SystemRandom)).expect("its key")
}

pub fn make(folder: &Path, villages: usize, families: usize, months: u32) -> Made {
    let station = folder.join("station.nep");
    let size = Size { villages, families, months };
    let until = chrono::NaiveDate::from_ymd_opt(2026, 5, 20).expect("a day");
    let lock = (Opener::Platform(&KEY), CHEAP);
    invented::make(&station, lock, size, until, &mut || Box::new(SystemRandom), &mut |_, _| {}).expect("room");
    let mut vault = open(&station);
    vault.digest(usize::MAX).expect("readable");
    let mut documents = Vec::new();
    let bound = Bound { entries: usize::MAX, bytes: usize::MAX };
    for (place, _) in vault.index().documents().filter(|(_, summary)| !summary.family.people.is_empty()) {
        let lane = [Lane { wanted: Wanted::Document(place), after: 0 }];
        let page = vault.store().since(vault.space(), &lane, bound).expect("readable");
        let mut document = Document::new();
        for (_, entry) in page.entries {
            let header = entry.header();
            match header.kind {
                Kind::Changes => {
                    let plain = vault.keyring().open(&entry).expect("its key is held");
                    document.apply(header.author, header.seq, &plain).expect("honest changes");
                }
                Kind::Snapshot => {
                    let plain = vault.keyring().open(&entry).expect("its key is held");
                    document.merge(&Document::load(&plain).expect("an honest snapshot")).expect("honest");
                }
                _ => {}
            }
        }
        documents.push(document.save());
    }
    let names = vault.index().people(None).map(|found| nep_core::foods::fold(&found.person.name)).collect();
    let entries = vault.store().holdings().expect("readable").entries;
    Made { station, documents, names, entries }
}
