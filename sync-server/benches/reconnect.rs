//! Five thousand devices that come back: how long each request takes, and what the server spends on them.
//!
//! `cargo bench -p nep-sync-server --bench reconnect -- 5000 600`: so many devices at random moments within so many seconds. Each has
//! been away for a fortnight: it brings what it wrote, and takes what others of its village or commune wrote meanwhile.
//!
//! The server is the program over SQLite. Devices run in this process, on the same cores, each with a connection a request; they
//! verify what they take, but keep it in memory. TLS is left to a proxy.

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use nep_core::access::{Audience, DeviceKeys, Holder, Join, Rights, Role, Token, ToldRoster};
use nep_core::log::{
    Batch, DocId, Document, Entry, EntryStore, Kind, Outcome, Page, Random as _, ScopeId, SeededRandom, Signed,
    SpaceId, SqliteStore, StoreError, Wanted,
};
use nep_core::sync::{Home, Kept, Line, Plan, Progress, Remembered, synchronise};
use support::commune::{NOW, header};
use support::running::Running;

/// A commune: a station, collaborators, mothers.
const VILLAGES: usize = 24;
const MOTHERS: usize = 25;
const DEVICES: usize = 1 + VILLAGES + MOTHERS;
/// Entries of each while it was away: a weighing day and visits; a mother's own notes; the station's.
const WROTE: [usize; 3] = [24, 30, 3];
/// Entries of each collaborator that the server holds already.
const BEFORE: usize = 40;
/// A sitting's changes, deflated and sealed.
const BODY: usize = 250;
const HUB: &str = "hub.example";

fn main() {
    let number = |at| std::env::args().filter(|one| one.parse::<u64>().is_ok()).nth(at);
    let devices: usize = number(0).and_then(|text| text.parse().ok()).unwrap_or(5000);
    let seconds: u64 = number(1).and_then(|text| text.parse().ok()).unwrap_or(60);
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = prepare(&folder.path().join("log.sqlite"), devices.div_ceil(DEVICES));
    all.truncate(devices);
    let brings: usize = all.iter().map(|device| device.unsent.len()).sum();
    let server = Running::start(&["--data", folder.path().to_str().expect("Unicode")]);
    let (told, begun) = (Mutex::new(Vec::<Told>::new()), Instant::now());
    let random = &mut SeededRandom::new(7);
    let mut moments: Vec<Duration> =
        all.iter().map(|_| share(random) * u32::try_from(seconds).expect("short")).collect();
    moments.sort_unstable();
    std::thread::scope(|scope| {
        for (device, moment) in all.into_iter().zip(moments) {
            let (told, address) = (&told, server.address.as_str());
            std::thread::sleep(moment.saturating_sub(begun.elapsed()));
            let comes_back = move || {
                let answered = device.comes_back(address);
                told.lock().expect("nobody panics").push(answered);
            };
            std::thread::Builder::new().stack_size(512 * 1024).spawn_scoped(scope, comes_back).expect("a thread");
        }
    });
    let wall = begun.elapsed();
    let told = told.into_inner().expect("all have ended");
    say(&told, (devices, seconds, brings), wall, server.child.id());
    let held = |server: Running| {
        server.stop();
        SqliteStore::open(&folder.path().join("log.sqlite"))
            .expect("a whole file")
            .holdings()
            .expect("readable")
            .entries
    };
    println!("held at the end: {} entries", held(server));
}

/// A part of a whole second, by chance.
fn share(random: &mut SeededRandom) -> Duration {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    Duration::from_nanos((u64::from(u32::from_le_bytes(bytes)) * 1_000_000_000) >> 32)
}

#[derive(Default)]
struct Told {
    /// Of each request, from the connection to the last byte of the answer.
    requests: Vec<Duration>,
    whole: Duration,
    lost: usize,
    waits: usize,
    sent: u64,
    received: u64,
    finished: bool,
}

fn say(told: &[Told], (devices, seconds, brings): (usize, u64, usize), wall: Duration, server: u32) {
    let sorted = |mut all: Vec<Duration>| {
        all.sort_unstable();
        all
    };
    let requests = sorted(told.iter().flat_map(|one| one.requests.clone()).collect());
    let syncs = sorted(told.iter().map(|one| one.whole).collect());
    let at = |all: &[Duration], hundredths: usize| all[(all.len() * hundredths / 10_000).min(all.len() - 1)];
    let (sent, received): (u64, u64) =
        told.iter().fold((0, 0), |(sent, received), one| (sent + one.sent, received + one.received));
    println!("{devices} devices within {seconds} s, {brings} entries to bring; all had come back after {wall:.1?}");
    for (what, all) in [("request", &requests), ("whole sync", &syncs)] {
        let [half, ninety, ninety_nine, most] = [5000, 9000, 9900, 10_000].map(|hundredths| at(all, hundredths));
        println!(
            "{what:10} {:>6}: median {half:.1?}, p90 {ninety:.1?}, p99 {ninety_nine:.1?}, slowest {most:.1?}",
            all.len()
        );
    }
    let count = |is: fn(&Told) -> usize| told.iter().map(is).sum::<usize>();
    println!(
        "finished {}, requests lost {}, told to wait {}, entries taken {sent}, handed out {received}",
        count(|one| usize::from(one.finished)),
        count(|one| one.lost),
        count(|one| one.waits)
    );
    let figures = |file: &str| std::fs::read_to_string(format!("/proc/{server}/{file}")).expect("Linux");
    let stat = figures("stat");
    let behind_name = stat.rsplit_once(") ").expect("a name in brackets").1;
    let ticks: u64 = behind_name.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().expect("ticks")).sum();
    let status = figures("status");
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).expect("its peak").replace("VmHWM:", "");
    println!("server: {}.{:02} s CPU, {} at most", ticks / 100, ticks % 100, peak.trim());
}

/// A device with what it wrote, its log in memory.
struct Device {
    plan: Plan,
    keys: DeviceKeys,
    unsent: Vec<Entry>,
    remembered: Remembered,
}

/// Communes in the server's file, and their devices as they come back.
fn prepare(file: &std::path::Path, communes: usize) -> Vec<Device> {
    let store = SqliteStore::open(file).expect("a new file");
    let mut all: Vec<Vec<Device>> = Vec::new();
    for commune in 0..communes {
        let bits = u128::try_from(commune).expect("few").to_be_bytes();
        all.push(prepare_one(&store, &DeviceKeys::root(&bits), u64::try_from(commune).expect("few") * 1000 + 1));
    }
    // Those of one commune do not come one after another.
    (0..DEVICES).flat_map(|_| all.iter_mut().filter_map(Vec::pop).collect::<Vec<_>>()).collect()
}

fn prepare_one(store: &SqliteStore, root: &DeviceKeys, first: u64) -> Vec<Device> {
    let space = SpaceId::of_root(root.id().as_bytes());
    let village = |nth: usize| ScopeId::new([u8::try_from(nth).expect("few") + 1; 16]);
    let family = |nth: usize, at: usize| {
        let id = [u8::try_from(nth).expect("few"), u8::try_from(at % 60).expect("few")].repeat(8);
        Document { scope: village(nth), doc: DocId::new(id.try_into().expect("16")) }
    };
    let mut devices = Vec::new();
    let mut held = Vec::new();
    for nth in 0..DEVICES {
        let keys = DeviceKeys::random(&mut SeededRandom::new(first + nth as u64));
        let (kind, place) = if nth == 0 { (0, 0) } else { (1 + usize::from(nth > VILLAGES), (nth - 1) % VILLAGES) };
        let own = family(place, nth);
        let (role, scopes, docs, wanted) = match kind {
            0 => (Role::Station, vec![], vec![], Wanted::All),
            1 => (Role::Collaborator, vec![village(place)], vec![], Wanted::Scope(village(place))),
            _ => (Role::Family, vec![own.scope], vec![own.doc], Wanted::Document(own)),
        };
        let rights = Rights { role, scopes, docs, expires: u64::MAX };
        let random = &mut SeededRandom::new(99);
        let token = Token::issue(&root.signing, Holder::Device(keys.id()), &rights, random).expect("rights that fit");
        let roster = Document { scope: space.commune_scope(), doc: space.roster() };
        let body = Join { token, sealing: keys.sealing.public() }.to_bytes();
        let join = keys.entry(header(space, Kind::Join, roster, keys.id(), 1), &body);
        let before = if kind == 1 { BEFORE } else { 0 };
        // A document a sitting, as on a weighing day; a mother has but one.
        let mut written: Vec<Entry> = (0..before + WROTE[kind])
            .map(|at| {
                let (of, seq) = if kind == 2 { (own, at) } else { (family(place, at), at / 60) };
                keys.entry(header(space, Kind::Changes, of, keys.id(), seq as u64 + 1), &[7; BODY])
            })
            .collect();
        let unsent = written.split_off(before);
        held.push(join.clone());
        held.extend(written);
        let audience = Audience::of_name(HUB);
        let join = join.as_bytes().to_vec();
        let plan = Plan { space, device: keys.id(), audience, join, wanted: vec![wanted], repetitions: 8 };
        devices.push(Device { plan, keys, unsent, remembered: Remembered::default() });
    }
    let signed: Vec<Signed> = held.into_iter().map(|entry| Signed::check(entry).expect("its own")).collect();
    let mut members = ToldRoster::new(space);
    let outcomes = store.append(&Batch { space, entries: &signed, from: None, now: NOW }, &mut members).expect("room");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Stored(_))), "all of them");
    // They have all been here before, and hold what was here then.
    let head = store.head(space).expect("readable");
    for device in &mut devices {
        let lanes = device.plan.wanted.iter().copied().chain([Wanted::Orders]);
        let received = lanes.map(|wanted| nep_core::log::Lane { wanted, after: head.last }).collect();
        device.remembered =
            Remembered { counter: 1, log: Some(head.log), sent: 0, received, passed_over: 0, own: None };
    }
    devices
}

impl Device {
    fn comes_back(self, address: &str) -> Told {
        let Self { plan, keys, unsent, remembered } = self;
        let mut home = Away { unsent, remembered };
        let mut line = Timed { address, told: Told::default() };
        let begun = Instant::now();
        let summary = synchronise(plan, &keys.signing, &mut home, &mut line).expect("memory");
        let Timed { mut told, .. } = line;
        assert!(summary.refused.is_empty() && summary.not_kept.is_empty(), "{:?}", summary.problem);
        told.whole = begun.elapsed();
        (told.sent, told.received) = (summary.progress.sent, summary.progress.received);
        told.finished = summary.finished;
        told
    }
}

/// What it wrote, in memory; what it takes is verified, and counted by the driver.
struct Away {
    unsent: Vec<Entry>,
    remembered: Remembered,
}

impl Home for Away {
    fn remembered(&mut self) -> Result<Remembered, StoreError> {
        Ok(self.remembered.clone())
    }

    fn remember(&mut self, remembered: &Remembered) -> Result<(), StoreError> {
        self.remembered = remembered.clone();
        Ok(())
    }

    fn unsent(&mut self, after: u64, bound: nep_core::log::Bound) -> Result<Page, StoreError> {
        let mut bytes = 0;
        let fits = |entry: &&(u64, Entry)| {
            bytes += entry.1.as_bytes().len();
            bytes <= bound.bytes
        };
        let numbered: Vec<(u64, Entry)> = (1..).zip(self.unsent.iter().cloned()).collect();
        let left = numbered.iter().filter(|(number, _)| *number > after);
        let entries: Vec<(u64, Entry)> = left.take(bound.entries).take_while(fits).cloned().collect();
        let reached = entries.last().map_or(after, |(number, _)| *number);
        Ok(Page { more: reached < self.unsent.len() as u64, after: vec![reached], entries })
    }

    fn take(&mut self, kept: &Kept) -> Result<Vec<Outcome>, StoreError> {
        Ok((1..).zip(&kept.entries).map(|(number, _)| Outcome::Stored(number)).collect())
    }
}

/// A connection a request; the time of each.
struct Timed<'a> {
    address: &'a str,
    told: Told,
}

impl Timed<'_> {
    fn post(&self, body: &[u8]) -> Option<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        let head = format!(
            "POST /v1/sync HTTP/1.1\r\nhost: {HUB}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        Some(answer.split_off(end + 4))
    }
}

impl Line for Timed<'_> {
    fn exchange(&mut self, request: Vec<u8>) -> Option<Vec<u8>> {
        let begun = Instant::now();
        let answer = self.post(&request);
        self.told.requests.push(begun.elapsed());
        self.told.lost += usize::from(answer.is_none());
        answer
    }

    fn wait(&mut self, milliseconds: u64) -> bool {
        self.told.waits += 1;
        std::thread::sleep(Duration::from_millis(milliseconds));
        true
    }

    fn jitter(&mut self) -> u32 {
        u32::try_from(self.told.requests.len() % 7).expect("small") * 600_000_000
    }

    fn progress(&mut self, _: Progress) -> bool {
        true
    }
}
