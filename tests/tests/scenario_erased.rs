//! A family withdraws its consent and is erased. A phone that was away for fourteen months comes back with edits of that child: they
//! do not reappear anywhere, and the phone is told plainly why.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use nep_core::vault::VaultError;
use nep_tests::commune::{Commune, eventually, morning, weighing};

const GONE: [&str; 2] = ["Quàng Thị Vừng", "Quàng Minh Khế"];
const STAYS: [&str; 2] = ["Lò Thị Nếp", "Lò Bảo Gạo"];

/// Does this text stand in a record file or its log beside it?
fn stands_in(path: &Path, text: &[u8]) -> bool {
    ["", "-wal"].iter().any(|beside| {
        let mut name = path.as_os_str().to_owned();
        name.push(beside);
        fs::read(name).is_ok_and(|bytes| bytes.windows(text.len()).any(|window| window == text))
    })
}

#[test]
fn an_erased_family_does_not_come_back_from_a_phone_that_was_away_for_fourteen_months() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let village = commune.villages[0];
    let phone = commune.collaborator("phone.nep", 0);
    let away = commune.collaborator("away.nep", 0);
    let (gone, child) = phone.add_family(village, GONE, "2025-03-17", morning("2026-05-05"));
    let (stays, other) = phone.add_family(village, STAYS, "2025-06-01", morning("2026-05-05"));
    let server = commune.start_server("127.0.0.1:0");
    let station = commune.start_station(&["--upward", &server.url]);
    for device in [&phone, &away] {
        device.syncs(&station);
    }
    let family = away.open().family(gone).expect("she holds it");
    assert_eq!(family.children[0].value.name, GONE[1]);
    eventually(Duration::from_secs(30), "the server has it", || station.page("/handover").contains(">0 mục<"));
    station.stop();

    // Edits nobody has seen, of both families.
    let edit = |doc, child| {
        let weighed = weighing(child, "2026-06-03", 9_100);
        away.open().record(doc, morning("2026-06-03"), |sitting| sitting.add(&weighed)).expect("hers");
    };
    edit(gone, child);
    edit(stays, other);
    commune.station().open().erase(gone, morning("2026-06-10")).expect("a station may");

    let station = commune.start_station(&["--upward", &server.url]);
    phone.syncs(&station);
    assert!(matches!(phone.open().family(gone), Err(VaultError::NotFound(_))), "gone from whoever heard");

    let begun = Instant::now();
    let back = away.sync(&station);
    assert!(begun.elapsed() < Duration::from_secs(10), "all of it took {:?}", begun.elapsed());
    assert_eq!(back.code, Some(1), "something was refused: {}", back.told);
    let reasons: Vec<&str> =
        back.told["refused"].as_array().expect("a list").iter().filter_map(|one| one["reason"].as_str()).collect();
    assert_eq!(reasons, ["erased"], "{}", back.told);
    assert!(matches!(away.open().family(gone), Err(VaultError::NotFound(_))), "and gone from her who was away");
    assert_eq!(away.open().family(stays).expect("hers").measurements.len(), 1, "her other work arrived");
    let again = away.syncs(&station);
    assert_eq!(again["pushed"].as_u64(), Some(0), "{again}");

    eventually(Duration::from_secs(30), "the other family's weighing is at the station", || {
        station.page(&format!("/families/{stays}")).contains("9,10")
    });
    eventually(Duration::from_secs(30), "the server has it", || station.page("/handover").contains(">0 mục<"));
    let found = station.page("/families?q=khe");
    assert!(!found.contains(GONE[1]), "nobody of that name is found");
    station.stop();
    server.stop();

    let vault = commune.station().open();
    assert!(matches!(vault.family(gone), Err(VaultError::NotFound(_))));
    assert_eq!(vault.family(stays).expect("readable").measurements.len(), 1);
    assert_eq!(vault.store().document(vault.space(), place(village, gone)).expect("readable"), []);
    drop(vault);
    let above = nep_core::log::SqliteStore::open(&commune.server_log()).expect("the server has gone");
    let space = commune.station().open().space();
    assert_eq!(above.document(space, place(village, gone)).expect("readable"), [], "the server dropped it too");
    for name in GONE {
        for device in [&commune.station(), &phone, &away] {
            assert!(!stands_in(&device.path, name.as_bytes()), "{name} in {}", device.path.display());
        }
    }
}

fn place(scope: nep_core::log::ScopeId, doc: nep_core::log::DocId) -> nep_core::log::Document {
    nep_core::log::Document { scope, doc }
}
