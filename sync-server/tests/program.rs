//! The program itself: it starts, answers, stops when told, and is backed up while it runs.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use nep_core::log::{EntryStore, SqliteStore};
use support::cluster::Cluster;
use support::commune::{Commune, family};
use support::running::{PROGRAM, Running};

/// Status and body.
fn http(server: &Running, method: &str, path: &str, body: &[u8]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(&server.address).expect("connected");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: hub.example\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
    let status = String::from_utf8_lossy(&answer[9..12]).into_owned();
    (status, answer[end + 4..].to_vec())
}

fn record_file(folder: &Path) -> std::path::PathBuf {
    folder.join("log.sqlite")
}

#[test]
fn it_keeps_what_it_confirmed_over_a_stop_and_a_backup() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let place = ["--data", data.to_str().expect("Unicode")];
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    let made = phone.change(family(1));
    let server = Running::start(&place);
    assert_eq!(http(&server, "GET", "/healthz", b""), ("200".into(), b"ok\n".to_vec()));
    let summary = phone.sync(&mut |request| Some(http(&server, "POST", "/v1/sync", &request).1));
    assert!(summary.finished, "{summary:?}");
    let copy = folder.path().join("copy");
    std::fs::create_dir(&copy).expect("a folder");
    let backup = |to: &Path| {
        let mut command = Command::new(PROGRAM);
        command.args(["backup", "--data", place[1], "--to"]).arg(to).stderr(Stdio::null()).status().expect("it runs")
    };
    assert!(backup(&record_file(&copy)).success());
    assert!(!backup(&record_file(&copy)).success(), "nothing is overwritten");
    server.stop();
    for file in [record_file(&data), record_file(&copy)] {
        let store = SqliteStore::open(&file).expect("a record file");
        assert!(store.entry(commune.space(), made.id()).expect("read").is_some());
    }
    let restored = Running::start(&["--data", copy.to_str().expect("Unicode")]);
    let summary = phone.sync(&mut |request| Some(http(&restored, "POST", "/v1/sync", &request).1));
    assert!(summary.finished && summary.hub_forgot, "the phone notices: {summary:?}");
    restored.stop();
}

#[test]
fn killed_at_any_moment_it_has_what_it_confirmed() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = ["--data", folder.path().to_str().expect("Unicode")];
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    let mut confirmed = vec![phone.join.clone()];
    for round in 0..10 {
        let mut server = Running::start(&place);
        for _ in 0..=round % 3 {
            let made = phone.change(family(1));
            let summary = phone.sync(&mut |request| Some(http(&server, "POST", "/v1/sync", &request).1));
            assert!(summary.finished, "{summary:?}");
            confirmed.push(made);
        }
        server.child.kill().expect("killed");
        server.child.wait().expect("it ends");
    }
    let store = SqliteStore::open(&record_file(folder.path())).expect("a record file");
    assert!(confirmed.iter().all(|entry| store.entry(commune.space(), entry.id()).expect("read").is_some()));
}

#[test]
fn two_programs_over_one_postgresql_serve_the_same_commune() {
    let url = Cluster::shared().database();
    let (one, two) = (Running::start(&["--postgres", &url]), Running::start(&["--postgres", &url]));
    let commune = Commune::new(1);
    let (mut phone, mut station) = (commune.collaborator(1), commune.station(2));
    let made = phone.change(family(1));
    assert!(phone.sync(&mut |request| Some(http(&one, "POST", "/v1/sync", &request).1)).finished);
    assert!(station.sync(&mut |request| Some(http(&two, "POST", "/v1/sync", &request).1)).finished);
    assert!(station.holds(&made));
    let again = station.sync(&mut |request| Some(http(&one, "POST", "/v1/sync", &request).1));
    assert!(again.finished && !again.hub_forgot, "the same log, whichever program answers: {again:?}");
    one.stop();
    two.stop();
}

#[test]
fn what_makes_no_sense_is_told_and_nothing_is_begun() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    for options in [vec!["--name", "hub.example"], vec!["--data", data.to_str().expect("Unicode")]] {
        let status = Command::new(PROGRAM).args(&options).env_remove("NEP_POSTGRES").stderr(Stdio::null()).status();
        assert!(!status.expect("it runs").success(), "{options:?}");
    }
    assert!(!data.exists());
}
