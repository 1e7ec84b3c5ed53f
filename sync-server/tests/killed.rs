//! The program killed without warning, a disk without room, a file that may not be written, a database that is restarted, a line that is cut
//! at any byte: nothing that was confirmed is lost.
//!
//! `NEP_KILLS=200 cargo test -p nep-sync-server --test killed` kills as often as said; without it, a few dozen times.

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nep_core::log::{Entry, EntryStore, SqliteStore};
use nep_core::sync::Summary;
use support::cluster::Cluster;
use support::commune::{Commune, Phone, family};
use support::running::{PROGRAM, Running};

/// How often it is killed when nothing is said.
const KILLS: u64 = 30;

fn kills() -> u64 {
    std::env::var("NEP_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

/// One request over a connection of its own; `None` when it did not come through.
fn post(address: &str, body: &[u8]) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: hub.example\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    answer.starts_with(b"HTTP/1.1 200").then(|| answer[end + 4..].to_vec())
}

fn sync(phone: &mut Phone, address: &str) -> Summary {
    phone.sync(&mut |request| post(address, &request))
}

fn holds_all(file: &Path, commune: &Commune, confirmed: &[Entry]) {
    let store = SqliteStore::open(file).expect("a whole record file");
    for entry in confirmed {
        assert!(store.entry(commune.space(), entry.id()).expect("read").is_some(), "{:?} was confirmed", entry.id());
    }
}

/// Entries of a phone that the hub said it holds.
fn brought(made: &mut Vec<Entry>, summary: &Summary, confirmed: &mut Vec<Entry>) {
    assert!(summary.refused.is_empty(), "{summary:?}");
    // They are brought in their order, and what was answered is durable.
    let sent = usize::try_from(summary.progress.sent).expect("few").min(made.len());
    confirmed.extend(made.drain(..if summary.finished { made.len() } else { sent }));
}

#[test]
fn killed_while_it_writes_and_while_phones_sync_it_has_what_it_confirmed() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = ["--data", folder.path().to_str().expect("Unicode")];
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    // The first sync brings the phone's own join too.
    let first = Running::start(&place);
    assert!(sync(&mut phone, &first.address).finished);
    drop(first);
    let (mut made, mut confirmed) = (Vec::new(), Vec::new());
    for time in 0..kills() {
        let mut server = Running::start(&place);
        let address = server.address.clone();
        // Always at another moment: before, within and after what it is asked to keep.
        let moment = Duration::from_micros(time * 7_919 % 40_000);
        let killer = std::thread::spawn(move || {
            std::thread::sleep(moment);
            server.child.kill().expect("still there");
            server.child.wait().expect("gone");
        });
        for number in 0..40 {
            made.extend((0..5).map(|_| phone.change(family(number))));
            let summary = phone.sync(&mut |request| post(&address, &request));
            brought(&mut made, &summary, &mut confirmed);
            if !summary.finished {
                break;
            }
        }
        killer.join().expect("killed");
    }
    assert!(confirmed.len() as u64 >= kills(), "{} confirmed", confirmed.len());
    holds_all(&folder.path().join("log.sqlite"), &commune, &confirmed);
    let last = Running::start(&place);
    assert!(sync(&mut phone, &last.address).finished, "and what was not confirmed is brought again");
    drop(last);
    holds_all(&folder.path().join("log.sqlite"), &commune, &made);
}

#[test]
fn without_room_it_says_so_keeps_what_it_had_and_goes_on_when_there_is_room_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = ["--data", folder.path().to_str().expect("Unicode")];
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    let (mut made, mut confirmed) = (Vec::new(), Vec::new());
    // No file larger than 512 KB (blocks of 512 bytes), and the signal that tells so ignored.
    let mut full = Running::after("trap '' XFSZ; ulimit -f 1024;", &place);
    let mut met = false;
    for number in 0..100 {
        made.extend((0..20).map(|_| phone.change(family(number))));
        let summary = sync(&mut phone, &full.address);
        brought(&mut made, &summary, &mut confirmed);
        met |= !summary.finished;
        if met {
            break;
        }
    }
    assert!(met && !confirmed.is_empty(), "the limit was met after {} entries", confirmed.len());
    assert!(full.child.try_wait().expect("asked").is_none(), "it runs on");
    drop(full);
    holds_all(&folder.path().join("log.sqlite"), &commune, &confirmed);
    let roomy = Running::start(&place);
    assert!(sync(&mut phone, &roomy.address).finished);
    drop(roomy);
    holds_all(&folder.path().join("log.sqlite"), &commune, &made);
}

#[test]
fn a_folder_that_may_not_be_written_is_told_at_the_start_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    // Not a folder at all: so it is for root too, whom permissions do not stop.
    let place = folder.path().join("file");
    std::fs::write(&place, "not a folder").expect("room");
    let status = Command::new(PROGRAM)
        .args(["--data", place.to_str().expect("Unicode"), "--name", "hub.example", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(!status.expect("it runs").success());
    assert_eq!(std::fs::read(&place).expect("there"), b"not a folder");
}

#[test]
fn postgresql_restarted_under_load_loses_nothing_that_was_confirmed() {
    let mut cluster = Cluster::start(true);
    let url = cluster.database();
    let server = Running::start(&["--postgres", &url]);
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    assert!(sync(&mut phone, &server.address).finished);
    let (confirmed, made) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let rounds = AtomicU64::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..60 {
                let mut made = made.lock().expect("one at a time");
                made.extend((0..5).map(|_| phone.change(family(number))));
                let summary = phone.sync(&mut |request| post(&server.address, &request));
                brought(&mut made, &summary, &mut confirmed.lock().expect("one at a time"));
                rounds.fetch_add(1, Ordering::Relaxed);
            }
        });
        for wanted in [10, 25, 40] {
            let begun = Instant::now();
            while rounds.load(Ordering::Relaxed) < wanted && begun.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(5));
            }
            cluster.restart();
        }
    });
    // By now the phone may have come as often as one may: it is told to wait, and does.
    let finished = (0..20).any(|_| {
        let finished = sync(&mut phone, &server.address).finished;
        if !finished {
            std::thread::sleep(Duration::from_secs(1));
        }
        finished
    });
    assert!(finished, "it is found again");
    drop(server);
    let store = nep_sync_server::PostgresStore::open(&url, 1).expect("it is there");
    let (confirmed, made) = (confirmed.into_inner().expect("done"), made.into_inner().expect("done"));
    assert!(confirmed.len() >= 100, "{} confirmed", confirmed.len());
    for entry in confirmed.iter().chain(&made) {
        assert!(store.entry(commune.space(), entry.id()).expect("read").is_some());
    }
}

/// A line that carries so many bytes each way, and is cut then.
fn cutting_line(to: String, carries: Arc<AtomicU64>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound").to_string();
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let Ok(far) = TcpStream::connect(&to) else { continue };
            let left = Arc::new(AtomicU64::new(carries.load(Ordering::Relaxed)));
            for (mut from, mut into) in
                [(near.try_clone().expect("a socket"), far.try_clone().expect("a socket")), (far, near)]
            {
                let left = Arc::clone(&left);
                std::thread::spawn(move || {
                    let mut byte = [0; 256];
                    while let Ok(length @ 1..) = from.read(&mut byte) {
                        let had = left.fetch_sub(length as u64, Ordering::Relaxed);
                        let cut = had < length as u64;
                        let passes = if cut { usize::try_from(had).expect("small") } else { length };
                        if into.write_all(&byte[..passes]).is_err() || cut {
                            left.store(0, Ordering::Relaxed);
                            break;
                        }
                    }
                    let _ = into.shutdown(std::net::Shutdown::Both);
                    let _ = from.shutdown(std::net::Shutdown::Both);
                });
            }
        }
    });
    address
}

#[test]
fn a_line_cut_at_any_byte_between_two_programs_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = ["--data", folder.path().to_str().expect("Unicode")];
    let commune = Commune::new(1);
    let (mut phone, mut station) = (commune.collaborator(1), commune.station(2));
    let server = Running::start(&place);
    let carries = Arc::new(AtomicU64::new(0));
    let line = cutting_line(server.address.clone(), Arc::clone(&carries));
    let mut all = Vec::new();
    let mut cuts = 0;
    for time in 0..kills() * 2 {
        all.push(phone.change(family(u8::try_from(time % 90).expect("small"))));
        carries.store(time * 397 % 6_000, Ordering::Relaxed);
        let (one, other) = (sync(&mut phone, &line), sync(&mut station, &line));
        cuts += u64::from(!one.finished) + u64::from(!other.finished);
    }
    assert!(cuts >= kills() / 3, "{cuts} syncs were cut");
    carries.store(u64::MAX, Ordering::Relaxed);
    // A hub asked so often asks for patience.
    let patiently = |device: &mut Phone| {
        (0..60).any(|_| {
            sync(device, &line).finished || {
                std::thread::sleep(Duration::from_secs(1));
                false
            }
        })
    };
    assert!(patiently(&mut phone) && patiently(&mut station));
    assert!(all.iter().all(|entry| station.holds(entry)));
    assert_eq!(station.held().len(), all.len() + 2, "what was made, and two joins");
    drop(server);
    holds_all(&folder.path().join("log.sqlite"), &commune, &all);
}
