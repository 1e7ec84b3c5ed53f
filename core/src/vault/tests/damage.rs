//! Damaged files, and programs that are killed.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};

use super::super::salvage;
use super::*;
use crate::log::EntryStore as _;

/// Overwrites a part of a closed record file.
fn spoil(path: &Path, at: u64, length: usize) {
    let mut file = OpenOptions::new().write(true).open(path).expect("a file");
    file.seek(SeekFrom::Start(at)).expect("within");
    file.write_all(&vec![0xa5; length]).expect("room");
}

fn many(folder: &Path) -> DocId {
    let (mut vault, _, doc, child) = one_family(folder);
    for grams in 0..40 {
        vault.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), 8_000 + grams))).expect("saved");
    }
    vault.lock();
    // All of it in the file itself.
    let db = rusqlite::Connection::open(file(folder)).expect("closed");
    db.pragma_update(None, "wal_checkpoint", "TRUNCATE").expect("room");
    doc
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_damaged_page_costs_no_more_than_itself_and_the_damaged_file_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let doc = many(folder.path());
    let path = file(folder.path());
    let size = fs::metadata(&path).expect("a file").len();
    let whole = fs::read(&path).expect("a file");
    let entries = reopened(folder.path(), 8).expect("whole").store().holdings().expect("readable").entries;
    let (mut salvaged, mut complete, mut poor, mut lost) = (0, 0, 0, 0);
    for page in 1..size / 4096 {
        for name in names(folder.path()) {
            fs::remove_file(folder.path().join(name)).expect("a file");
        }
        fs::write(&path, &whole).expect("room");
        spoil(&path, page * 4096, 4096);
        let opened = reopened(folder.path(), 9);
        // A page that nothing reads when opening is met by whoever reads it: then salvaging is asked for.
        let vault = match opened {
            Ok(vault) if vault.salvaged().is_some() => {
                salvaged += 1;
                vault
            }
            // Pages that name the tables: without them nothing of the file is found.
            Err(VaultError::Lost { set_aside }) => {
                assert!(set_aside.exists(), "page {page}");
                lost += 1;
                continue;
            }
            Err(error) if !error.is_damage() => panic!("page {page}: {error}"),
            late => {
                drop(late);
                salvage(&path).expect("the keys read");
                reopened(folder.path(), 10).expect("whole again")
            }
        };
        // Entries after a lost one of the same author wait for it, until a peer gives it back: they are kept meanwhile.
        let kept = vault.store().holdings().expect("readable").entries;
        poor += usize::from(kept + 30 < entries);
        complete += usize::from(vault.family(doc).is_ok_and(|family| family.measurements.len() == 40));
        assert!(names(folder.path()).iter().any(|name| name.contains(".damaged-")), "{:?}", names(folder.path()));
    }
    // The one page that leads to all pages of entries: without it a peer must give them back, or somebody reads the file kept.
    assert!(poor <= 1, "{poor} pages cost most entries");
    assert!(lost <= 2, "{lost} pages cost all");
    assert!(complete > 0, "damage elsewhere costs no entry");
    assert!(salvaged > 0, "some damage is found at opening");
}

#[test]
fn a_file_beyond_reading_is_kept_and_said_to_be() {
    let folder = tempfile::tempdir().expect("a folder");
    many(folder.path());
    let path = file(folder.path());
    let whole = fs::read(&path).expect("a file");
    spoil(&path, 0, 4096);
    let spoiled = fs::read(&path).expect("a file");
    let Err(VaultError::Lost { set_aside }) = Locked::open(&path) else { panic!("its first page is gone") };
    assert_eq!(fs::read(set_aside).expect("kept"), spoiled);
    assert!(!path.exists());
    assert_ne!(whole, spoiled);
}

#[test]
fn a_file_cut_short_is_salvaged_or_kept_and_never_panics() {
    let folder = tempfile::tempdir().expect("a folder");
    many(folder.path());
    let path = file(folder.path());
    let whole = fs::read(&path).expect("a file");
    for part in 0..=8 {
        for name in names(folder.path()) {
            fs::remove_file(folder.path().join(name)).expect("a file");
        }
        fs::write(&path, &whole[..whole.len() * part / 8]).expect("room");
        match reopened(folder.path(), 11) {
            Ok(vault) => vault.lock(),
            Err(VaultError::Lost { set_aside }) => assert!(set_aside.exists()),
            Err(VaultError::None) => assert_eq!(part, 0, "an empty file holds no vault"),
            Err(error) => assert!(error.is_damage(), "part {part}: {error}"),
        }
    }
}

#[test]
fn a_salvage_that_was_cut_off_is_finished_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let doc = many(folder.path());
    let path = file(folder.path());
    let named = |ending: &str| folder.path().join(format!("station.nep{ending}"));
    // Cut before the damaged file was renamed, and after.
    for renamed in [false, true] {
        fs::copy(&path, named(".whole")).expect("room");
        if renamed {
            fs::rename(&path, named(".damaged-7")).expect("a file");
        } else {
            spoil(&path, 4096, 9000);
        }
        let vault = reopened(folder.path(), 12).expect("the new file is whole");
        assert_eq!(weights(&vault, doc).len(), 40);
        assert!(!named(".whole").exists());
    }
    assert!(named(".damaged-1").exists() && named(".damaged-7").exists());
}

#[test]
fn a_vault_that_was_being_made_when_the_power_went_is_made_again_and_one_that_is_made_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let unfinished = folder.path().join("station.nep.rebuilt");
    fs::write(&unfinished, "half a page").expect("room");
    assert!(matches!(Locked::open(&file(folder.path())), Err(VaultError::None)));
    let (vault, _, doc, _) = one_family(folder.path());
    assert_eq!(vault.family(doc).expect("readable").children.len(), 1);
    vault.lock();
    assert_eq!(names(folder.path()), ["station.nep", "station.nep-lock"]);
    let again = Vault::create_station(
        &file(folder.path()),
        (Opener::Platform(&STATION), CHEAP),
        MAY,
        Box::new(SeededRandom::new(2)),
    );
    assert!(matches!(again, Err(VaultError::Exists)));
    assert_eq!(reopened(folder.path(), 3).expect("as it was").family(doc).expect("readable").children.len(), 1);
}
