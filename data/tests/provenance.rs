//! The stories and the index beside the tables cannot drift from them.
//!
//! After a change of data, `UPDATE_DATA_INDEX=1 cargo test -p nep-data --test provenance` writes the checksums and
//! `data/README.md` anew; the difference is then reviewed with the change.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use nep_data::Source;
use sha2::{Digest, Sha256};

const CHECKSUMS: &str = "## Checksums\n";

fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn updating() -> bool {
    std::env::var_os("UPDATE_DATA_INDEX").is_some()
}

/// Writes beside and renames: the other tests read these files at the same time.
fn replace(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    fs::write(&beside, text).expect("a file written");
    fs::rename(&beside, path).expect("a file renamed");
}

/// Tables of a folder, by name.
fn tables(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder of data")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".tsv"))
        .collect();
    names.sort();
    names
}

/// The checksum section of a folder's story, as it must be.
fn checksums(folder: &Path) -> String {
    let mut text = format!("{CHECKSUMS}\n| table | rows | SHA-256 |\n| --- | --- | --- |\n");
    for name in tables(folder) {
        let bytes = fs::read(folder.join(&name)).expect("a table");
        let rows = bytes.iter().filter(|byte| **byte == b'\n').count() - 1;
        let hash: String = Sha256::digest(&bytes).iter().fold(String::new(), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        });
        let _ = writeln!(text, "| `{name}` | {rows} | `{hash}` |");
    }
    text
}

/// `data/README.md`, as it must be.
fn index(sources: &[Source]) -> String {
    let mut text = String::from(
        "# Data\n\nEvery figure the library shows comes from a table here. Each folder is one source; its `PROVENANCE.md` tells who \
         published it, how it came here, its terms, what was changed and the SHA-256 of each table. This page is made from their heads (see \
         `tests/provenance.rs`).\n\n`build/` is the crate that checks the tables and turns them into what the library bundles: Rust tables \
         and `nutrition.sqlite`. A broken row, an unknown reference, a wrong unit or a name that is not NFC stops the build with file, row and \
         column.\n\n**Open question.** Permission to ship the figures of Viện Dinh dưỡng (the 2007 table and its online look-up) has not been \
         asked for or given; whoever releases the program asks first.\n\n| folder | source | publisher | year | terms | confidence |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for s in sources {
        let _ = writeln!(
            text,
            "| [{0}]({0}/PROVENANCE.md) | {1} | {2} | {3} | {4} | {5} |",
            s.id, s.title, s.publisher, s.year, s.terms, s.confidence
        );
    }
    text
}

#[test]
fn every_table_has_the_checksum_its_story_tells() {
    for source in nep_data::sources(&data()).expect("readable stories") {
        let folder = data().join(&source.id);
        let path = folder.join("PROVENANCE.md");
        let story = fs::read_to_string(&path).expect("a story");
        let (told, expected) = (story.split_once(CHECKSUMS), checksums(&folder));
        if updating() {
            let before = told.map_or(story.as_str(), |(before, _)| before).trim_end();
            replace(&path, &format!("{before}\n\n{expected}"));
        } else {
            let told = told.map_or("", |(_, after)| after);
            assert_eq!(format!("{CHECKSUMS}{told}"), expected, "{} tells other checksums", path.display());
        }
    }
}

#[test]
fn the_index_is_made_from_the_stories() {
    let expected = index(&nep_data::sources(&data()).expect("readable stories"));
    let path = data().join("README.md");
    if updating() {
        replace(&path, &expected);
    }
    assert_eq!(fs::read_to_string(&path).expect("data/README.md"), expected, "data/README.md is not up to date");
}

#[test]
fn no_story_speaks_of_the_place_it_was_written_in() {
    for source in nep_data::sources(&data()).expect("readable stories") {
        let story = fs::read_to_string(data().join(&source.id).join("PROVENANCE.md")).expect("a story");
        for word in ["/work", "/tmp", "/home", "localhost", "mirror/"] {
            assert!(!story.contains(word), "{} says {word}", source.id);
        }
    }
}

#[test]
fn the_permission_that_is_still_to_be_asked_for_is_named() {
    for source in nep_data::sources(&data()).expect("readable stories") {
        if ["foods/vtn-2007", "foods/nin-online-2026"].contains(&source.id.as_str()) {
            assert!(source.terms.contains("OPEN QUESTION"), "{}", source.id);
        }
    }
}
