//! A program that is killed at any moment, again and again: nothing it confirmed is lost.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;

/// Names the folder for the program that is killed.
const FOLDER: &str = "NEP_TEST_KILLED";
const TIMES: u64 = 25;

/// Not a test by itself: the program that [`what_was_confirmed_outlives_every_kill`] starts and kills.
#[test]
#[ignore = "is started by another test, to be killed"]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut vault = reopened(Path::new(&folder), 1).expect("whole, whenever it was killed");
    let found = vault.index().search("ngoc", None, 1)[0];
    let (doc, child) = (found.document.doc, found.person.id);
    let mut out = std::io::stdout();
    for grams in (5_000..).skip(weights(&vault, doc).len()) {
        vault.record(doc, MAY, |sitting| sitting.add(&weighing(child, day(2026, 5, 4), grams))).expect("saved");
        writeln!(out, "saved {grams}").and_then(|()| out.flush()).expect("somebody listens");
    }
}

#[test]
fn what_was_confirmed_outlives_every_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let (vault, _, doc, _) = one_family(folder.path());
    vault.lock();
    let mut confirmed: Vec<i64> = Vec::new();
    for time in 0..TIMES {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args(["--exact", "vault::tests::killed::writes_until_it_is_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        let lines = BufReader::new(child.stdout.take().expect("piped"));
        let mut saved =
            lines.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("saved ")?.parse::<i64>().ok());
        // So that some work is done, and the kill meets it at another moment each time.
        confirmed.extend(saved.by_ref().take(1 + time as usize % 3));
        std::thread::sleep(Duration::from_micros(time * 677 % 9_000));
        child.kill().expect("still there");
        child.wait().expect("gone");
        confirmed.extend(saved);
    }
    assert!(confirmed.len() >= 25, "{} confirmed", confirmed.len());
    let mut vault = reopened(folder.path(), 3).expect("whole");
    let held = weights(&vault, doc);
    assert!(confirmed.iter().all(|grams| held.contains(grams)), "of {confirmed:?} only {held:?}");
    assert!(vault.verify().expect("readable").is_well());
    assert_eq!(vault.salvaged(), None);
}
