//! A station killed without warning, its disk full, its file no longer to be written: nothing that was confirmed is lost, and the user is
//! told.
//!
//! `NEP_KILLS=200 cargo test -p nep-tests --test station_killed` kills as often as said; without it, a few dozen times.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use nep_app::errand::Errand;
use nep_app::sync_client::HubAddress;
use nep_core::log::{Bound, DocId, EntryStore as _, Lane, SqliteStore, Wanted};
use nep_core::records::{RecordId, WeightG};
use nep_core::sync::{Denial, Problem, Summary};
use nep_core::vault::Vault;
use nep_tests::commune::{Commune, Device, Running, eventually, morning, weighing};

/// How often it is killed when nothing is said.
const KILLS: u64 = 24;
/// The day of all weighings.
const DAY: &str = "2026-05-20";
/// A food of the table: beef.
const FOOD: &str = "7003";

fn kills() -> u64 {
    std::env::var("NEP_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

/// A collaborator's phone with a family, open all the time, and what it knows to be confirmed.
struct Phone {
    vault: Vault,
    family: (DocId, RecordId),
    /// What was weighed, in grams.
    weighed: Vec<i64>,
}

impl Phone {
    fn join(commune: &Commune, nth: usize) -> Self {
        let device = commune.collaborator(&format!("phone-{nth}.nep"), nth);
        let names = ["Lò Thị Nếp", "Lò Bảo Gạo"];
        let family = device.add_family(commune.villages[nth], names, "2025-03-17", morning("2026-05-04"));
        Self { vault: device.open(), family, weighed: Vec::new() }
    }

    /// A weighing unlike all others, confirmed on the phone's screen.
    fn weigh(&mut self) {
        let grams = 5_000 + i64::try_from(self.weighed.len()).expect("few");
        let (doc, child) = self.family;
        self.vault.record(doc, morning(DAY), |sitting| sitting.add(&weighing(child, DAY, grams))).expect("hers");
        self.weighed.push(grams);
    }

    fn sync(&self, with: &Running) -> Summary {
        let pin = with.fingerprint.as_deref().map(|hex| {
            let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex");
            std::array::from_fn(byte)
        });
        let hub = HubAddress { url: with.url.clone(), pin };
        let errand = Errand::new(&self.vault, &hub, 0).expect("an address");
        errand.run(1_779_000_000, Arc::new(AtomicBool::new(false)), |_| {}).expect("its own file").summary
    }
}

fn grams_of(vault: &Vault, doc: DocId) -> Vec<i64> {
    let family = vault.family(doc).expect("readable");
    family.measurements.iter().filter_map(|held| held.value.weight_g.map(WeightG::get)).collect()
}

/// Every weighing of the phones is in the station's file, and the file is well.
fn holds_all(station: &Device, phones: &[Phone]) {
    let mut vault = station.open();
    let verified = vault.verify().expect("readable");
    assert!(verified.is_well(), "{verified:?}");
    for phone in phones {
        let mut held = grams_of(&vault, phone.family.0);
        held.sort_unstable();
        assert_eq!(held, phone.weighed, "each once");
    }
}

#[test]
fn killed_while_phones_hand_in_and_prices_are_kept_it_has_what_it_confirmed() {
    let commune = Commune::begin(&["Bản Nà Tâu", "Bản Mây"]);
    let mut phones = [Phone::join(&commune, 0), Phone::join(&commune, 1)];
    let server = commune.start_server("127.0.0.1:0");
    let (mut confirmed, mut in_the_middle, mut price) = (0, 0, 0);
    for time in 0..kills() {
        let station = commune.start_station(&["--upward", &server.url]);
        if time > 0 {
            assert!(shows(&station, price), "the price of {price} đ was confirmed");
        }
        // Always at another moment: while a phone hands in, while it is read, confirmed, sent up, or a price is kept.
        let moment = Instant::now() + Duration::from_micros(time * 7_919 % 240_000);
        let ended = std::thread::scope(|scope| {
            let handing_in = phones.each_mut().map(|phone| scope.spawn(|| hand_in(phone, &station, moment)));
            while Instant::now() < moment {
                let next = price + 1_000;
                if station.post("/own/prices", &format!("food={FOOD}&price={next}&do=keep")) == Some(303) {
                    price = next;
                }
            }
            kill_now(&station);
            handing_in.map(|phone| phone.join().expect("no fault of its own"))
        });
        drop(station);
        for (sent, cut) in ended {
            confirmed += sent;
            in_the_middle += u64::from(cut);
        }
    }
    println!("{confirmed} entries and {} prices confirmed, {in_the_middle} syncs cut", price / 1_000);
    assert!(confirmed >= kills(), "{confirmed} entries were confirmed");
    assert!(in_the_middle >= kills() / 4, "{in_the_middle} syncs were cut");
    let station = commune.start_station(&["--upward", &server.url]);
    for phone in &phones {
        let summary = phone.sync(&station);
        assert!(summary.finished && summary.refused.is_empty(), "what was not confirmed is brought again: {summary:?}");
    }
    let sent_up = |station: &Running| {
        eventually(Duration::from_secs(30), "all of it sent up", || station.page("/handover").contains(">0 mục<"));
    };
    sent_up(&station);
    assert!(shows(&station, price), "the price of {price} đ");
    station.stop();
    // Receipts for what came last may have been written as it stopped: they go up at the next start.
    let station = commune.start_station(&["--upward", &server.url]);
    sent_up(&station);
    station.stop();
    server.stop();
    holds_all(&commune.station(), &phones);
    above_has_all(&commune.server_log(), &commune.station());
}

/// Does the station's page show this price, or the next one, whose confirmation was cut off?
fn shows(station: &Running, price: u32) -> bool {
    let page = station.page("/own/prices");
    [price, price + 1_000].iter().any(|price| page.contains(&format!("value=\"{}\"", thousands(*price)))) || price == 0
}

fn thousands(price: u32) -> String {
    let (more, rest) = (price / 1_000, price % 1_000);
    if more == 0 { rest.to_string() } else { format!("{more}.{rest:03}") }
}

/// Weighs and hands in until the line breaks: how many entries were confirmed, and whether the last sync was cut.
fn hand_in(phone: &mut Phone, station: &Running, moment: Instant) -> (u64, bool) {
    let mut confirmed = 0;
    loop {
        phone.weigh();
        let summary = phone.sync(station);
        assert!(summary.refused.is_empty(), "{summary:?}");
        confirmed += summary.progress.sent;
        if !summary.finished {
            // Asked so often, a hub may ask for patience: that is no cut.
            return (confirmed, summary.problem == Some(Problem::Unreachable));
        }
        if Instant::now() > moment + Duration::from_secs(5) {
            return (confirmed, false);
        }
    }
}

fn kill_now(station: &Running) {
    let killed = Command::new("kill").args(["-KILL", &station.id().to_string()]).status().expect("kill");
    assert!(killed.success(), "it ran until it was killed");
}

/// The server has all that the station's log hands on. What a snapshot contains goes up in the snapshot.
fn above_has_all(above: &Path, station: &Device) {
    let vault = station.open();
    let bound = Bound { entries: usize::MAX, bytes: usize::MAX };
    let lane = [Lane { wanted: Wanted::All, after: 0 }];
    let handed_on = vault.store().since(vault.space(), &lane, bound).expect("readable").entries;
    let above = SqliteStore::open(above).expect("the server has gone");
    assert!(handed_on.len() >= 10, "{}", handed_on.len());
    for (_, entry) in handed_on {
        assert!(above.entry(vault.space(), entry.id()).expect("readable").is_some(), "{:?}", entry.header());
    }
}

#[test]
fn a_command_killed_at_any_moment_has_kept_what_it_said_it_kept() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let station = commune.station();
    let names = ["Lò Thị Nếp", "Lò Bảo Gạo"];
    let (doc, _) = station.add_family(commune.villages[0], names, "2025-03-17", morning("2026-05-04"));
    let child = station.open().family(doc).expect("there").children[0].id;
    let (doc, child) = (doc.to_string(), child.to_string());
    let record = |grams: u64| {
        let weight = format!("{}.{:03}", grams / 1000, grams % 1000);
        let mut record = station.command(&[
            "record",
            "measure",
            "--family",
            &doc,
            "--child",
            &child,
            "--on",
            DAY,
            "--weight-kg",
            &weight,
        ]);
        record.stdout(Stdio::null()).stderr(Stdio::null());
        record
    };
    // Built before time is taken.
    let _ = nep_tests::nep();
    let begun = Instant::now();
    assert!(record(5_000).status().expect("it runs").success());
    let whole = begun.elapsed();
    let mut said = vec![5_000];
    for time in 1..=kills() {
        let grams = 5_000 + time;
        let mut running = record(grams).spawn().expect("it runs");
        // From its first moment to well after its last, also where others take up the machine.
        std::thread::sleep(whole.mul_f64((time * 37 % 100) as f64 / 40.0));
        running.kill().expect("a child");
        if running.wait().expect("gone").success() {
            said.push(i64::try_from(grams).expect("few"));
        }
    }
    let mut vault = station.open();
    let held = grams_of(&vault, doc.parse().expect("an id"));
    assert!(said.iter().all(|grams| held.contains(grams)), "said {said:?}, held {held:?}");
    assert!(vault.verify().expect("readable").is_well());
    println!("{} of {} said so before they were killed, {} are kept", said.len(), kills() + 1, held.len());
    assert!((2..=kills()).contains(&(said.len() as u64)), "some were killed in time, and some were not");
}

/// The family's page, with the child on it.
fn can_be_read(station: &Running, phone: &Phone) -> bool {
    station.shows(&format!("/families/{}", phone.family.0), "Lò Bảo Gạo")
}

/// From now on the program may write no byte to any file, or again as much as it likes.
fn may_write(station: &Running, may: bool) {
    let limit = if may { "--fsize=unlimited:unlimited" } else { "--fsize=0:unlimited" };
    let set = Command::new("prlimit").args(["--pid", &station.id().to_string(), limit]).status();
    assert!(set.expect("prlimit (util-linux)").success());
}

#[test]
fn a_station_whose_files_can_no_longer_be_written_says_so_and_goes_on_when_they_can() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let mut phone = Phone::join(&commune, 0);
    // The signal that tells of the limit would end it.
    let station = commune.start_station_after("trap '' XFSZ;", &[]);
    phone.weigh();
    assert!(phone.sync(&station).finished);
    eventually(Duration::from_secs(20), "the family on the page", || can_be_read(&station, &phone));
    may_write(&station, false);
    phone.weigh();
    let summary = phone.sync(&station);
    assert!(!summary.finished && summary.progress.sent == 0, "nothing is confirmed that is not kept: {summary:?}");
    assert_eq!(summary.problem, Some(Problem::Denied(Denial::Failed)), "the phone is told");
    assert_ne!(station.post("/own/prices", &format!("food={FOOD}&price=5000&do=keep")), Some(303));
    assert!(can_be_read(&station, &phone), "what is there can still be read");
    may_write(&station, true);
    let summary = phone.sync(&station);
    assert!(summary.finished && summary.progress.sent == 1, "{summary:?}");
    assert_eq!(station.post("/own/prices", &format!("food={FOOD}&price=5000&do=keep")), Some(303));
    station.stop();
    holds_all(&commune.station(), &[phone]);
}

/// A disk of so many kilobytes, or none where this machine does not let us make one (only root may).
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn under(place: &Path, kilobytes: u32) -> Option<Self> {
        let options = format!("size={kilobytes}k");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(place).output().ok()?;
        mount.status.success().then(|| Self(place.to_owned()))
    }

    fn grows(&self, kilobytes: u32) {
        let options = format!("remount,size={kilobytes}k");
        assert!(Command::new("mount").args(["-o", &options]).arg(&self.0).status().expect("mount").success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn a_station_whose_disk_is_full_says_so_and_goes_on_when_there_is_room_again() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let mut phone = Phone::join(&commune, 0);
    let (folder, aside) = (commune.folder().join("station"), commune.folder().join("aside"));
    std::fs::rename(&folder, &aside).expect("the same disk");
    std::fs::create_dir(&folder).expect("room");
    let Some(disk) = SmallDisk::under(&folder, 1_500) else {
        println!("not tried: no disk can be mounted here");
        return;
    };
    for file in std::fs::read_dir(&aside).expect("a folder").flatten() {
        std::fs::copy(file.path(), folder.join(file.file_name())).expect("room");
    }
    let station = commune.start_station(&[]);
    assert!(phone.sync(&station).finished);
    eventually(Duration::from_secs(20), "the family on the page", || can_be_read(&station, &phone));
    let (mut told, begun) = (None, Instant::now());
    while told.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(120), "the disk is never full");
        (0..60).for_each(|_| phone.weigh());
        let summary = phone.sync(&station);
        told = summary.problem.filter(|problem| !matches!(problem, Problem::Denied(Denial::Busy(_))));
    }
    assert_eq!(told, Some(Problem::Denied(Denial::Full)), "the phone is told that there is no room");
    assert!(can_be_read(&station, &phone), "what is there can still be read");
    disk.grows(60_000);
    eventually(Duration::from_secs(60), "all of it handed in", || phone.sync(&station).finished);
    station.stop();
    holds_all(&commune.station(), &[phone]);
}
