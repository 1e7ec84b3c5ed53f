//! Month's end at a station without internet: 24 phones hand in, two of them by codes on a screen; later the station is online for
//! 40 seconds at 80 kbit/s, and the server has everything.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use nep_core::log::{Bound, DocId, EntryId, EntryStore as _, Lane, SpaceId, SqliteStore, Wanted};
use nep_core::records::{Clock, RecordId, WeightG};
use nep_core::vault::frames::{self, Joining};
use nep_tests::commune::{Commune, Device, eventually, free_port, morning, weighing};
use nep_tests::slow_line::SlowLine;

const PHONES: usize = 24;
/// Phones whose Wi-Fi does not work.
const BY_CODES: usize = 2;
const FAMILIES: usize = 3;
/// A weighing day of May, by a clock that is right.
const MAY: &str = "2026-05-20";

struct Phone {
    device: Device,
    families: Vec<(DocId, RecordId)>,
}

/// A month of weighing in a village.
fn month(commune: &Commune, nth: usize) -> Phone {
    let device = commune.collaborator(&format!("phone-{nth}.nep"), nth);
    let mut vault = device.open();
    let (clock, village) = (morning(MAY), commune.villages[nth]);
    let families = (0..FAMILIES).map(|at| {
        let added = vault.add_family(village, clock, |sitting| {
            let name = format!("Lò Bảo Gạo {nth} {at}");
            let birth = Some(nep_tests::commune::day("2025-03-17"));
            sitting.add(&nep_core::records::child::Child { name, birth, ..Default::default() })
        });
        let (doc, child) = added.expect("her village");
        vault
            .record(doc, clock, |sitting| {
                sitting.add(&weighing(child, MAY, 8_000 + i64::try_from(at).expect("few") * 100))
            })
            .expect("hers");
        (doc, child)
    });
    let families = families.collect();
    Phone { device, families }
}

/// Every entry of a log.
fn held(store: &SqliteStore, space: SpaceId) -> BTreeSet<EntryId> {
    let mut lane = [Lane { wanted: Wanted::All, after: 0 }];
    let mut held = BTreeSet::new();
    loop {
        let page = store.since(space, &lane, Bound { entries: 4096, bytes: usize::MAX }).expect("readable");
        held.extend(page.entries.iter().map(|(_, entry)| entry.id()));
        lane[0].after = page.after[0];
        if !page.more {
            return held;
        }
    }
}

#[test]
fn a_month_of_24_villages_is_handed_in_without_internet_and_goes_up_in_40_seconds() {
    let names: Vec<String> = (0..PHONES).map(|nth| format!("Bản Mây {nth}")).collect();
    let commune = Commune::begin(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let phones: Vec<Phone> = (0..PHONES).map(|nth| month(&commune, nth)).collect();
    let port = free_port();
    let above = format!("http://127.0.0.1:{port}");
    let station = commune.start_station(&["--upward", &above]);

    // Twice: the receipt is written when what was handed in is read.
    let (by_codes, by_network) = phones.split_at(BY_CODES);
    for phone in by_network {
        let begun = Instant::now();
        let told = phone.device.syncs(&station);
        assert!(begun.elapsed() < Duration::from_secs(5), "a phone took {:?}", begun.elapsed());
        assert!(told["pushed"].as_u64() >= Some(2 * FAMILIES as u64), "{told}");
    }
    for phone in by_network {
        eventually(Duration::from_secs(20), "a receipt for each phone", || {
            let told = phone.device.syncs(&station);
            let months = told["months"].as_array().expect("a list");
            months.len() == 1 && months.iter().all(|month| month["month"] == "2026-05" && month["complete"] == true)
        });
    }
    let page = station.page("/handover");
    assert!(page.contains("5/2026") || page.contains("2026-05"), "the station shows what arrived");
    station.stop();

    for phone in by_codes {
        let carried = commune.folder().join("month.nepb");
        let file = carried.to_str().expect("a name").to_owned();
        let output = phone.device.nep(&["bundle", "export", &file, "--label", "mã QR"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // Shown as codes one after another; the station's camera catches them as they come, some twice.
        let codes = frames::split(&std::fs::read(&carried).expect("a bundle")).expect("small enough");
        assert!(codes.len() <= 60, "{} codes are shown within a minute", codes.len());
        let mut assembly = Joining::default();
        let mut whole = None;
        for code in codes.iter().rev().chain(&codes) {
            whole = whole.or(assembly.take(code).expect("a code of ours"));
        }
        std::fs::write(&carried, whole.expect("every code was seen")).expect("room");
        for time in 0..3 {
            let output = commune.station().nep(&["bundle", "import", &file]);
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(said.contains(": 0 mục mới"), time > 0, "the same bundle changes nothing: {said}");
        }
        std::fs::remove_file(&carried).expect("there");
    }

    let station = commune.start_station(&["--upward", &above]);
    let server = commune.start_server("127.0.0.1:0");
    let line = SlowLine::away();
    let online = Instant::now();
    line.appears(port, server.url.trim_start_matches("http://"), 80_000);
    eventually(Duration::from_secs(40), "everything sent up", || station.page("/handover").contains(">0 mục<"));
    line.goes();
    println!("online for {:?}, {} bytes both ways", online.elapsed(), line.carried());
    station.stop();
    server.stop();

    let vault = commune.station().open();
    let everything = held(&vault.store(), vault.space());
    let above = SqliteStore::open(&commune.server_log()).expect("the server has gone");
    assert_eq!(held(&above, vault.space()), everything, "the server has what the station has");
    for phone in &phones {
        for (at, (doc, child)) in phone.families.iter().enumerate() {
            let family = vault.family(*doc).expect("readable at the station");
            let weights: Vec<i64> =
                family.measurements.iter().filter_map(|held| held.value.weight_g.map(WeightG::get)).collect();
            assert_eq!(weights, [8_000 + i64::try_from(at).expect("few") * 100]);
            assert_eq!(family.children[0].id, *child);
            assert_eq!(family.measurements[0].origin.clock, Clock(morning(MAY).0));
        }
    }
}
