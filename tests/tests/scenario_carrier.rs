//! A collaborator in a far hamlet gives a sealed bundle to a teacher, who loses the phone for three weeks; newer work travels with
//! somebody else, and the old bundle arrives last.

use std::fs;
use std::path::{Path, PathBuf};

use nep_core::records::WeightG;
use nep_core::vault::{Vault, circles};
use nep_tests::commune::{Commune, Device, morning, weighing};

const NAMES: [&str; 2] = ["Lò Thị Nếp", "Lò Bảo Gạo"];

/// Writes a bundle and says up to which number.
fn export(phone: &Device, file: &Path, label: &str, after: &str) -> String {
    let output = phone.nep(&["bundle", "export", file.to_str().expect("a name"), "--label", label, "--after", after]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.split_whitespace().last().expect("a number").to_owned()
}

/// What importing says, and whether it was done.
fn import(device: &Device, file: &Path) -> (String, bool) {
    let output = device.nep(&["bundle", "import", file.to_str().expect("a name")]);
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.success())
}

fn everybody(vault: &Vault) -> Vec<String> {
    let families = vault.index().documents().filter(|(place, _)| circles::is_family(*place));
    let mut read: Vec<String> = families
        .map(|(place, _)| {
            let family = vault.family(place.doc).expect("readable");
            serde_json::to_string(&family).expect("plain")
        })
        .collect();
    read.sort();
    read
}

#[test]
fn bundles_may_come_late_twice_and_in_any_order_and_nobody_on_the_way_can_read_them() {
    let commune = Commune::begin(&["Bản Pá Khoang"]);
    let phone = commune.collaborator("phone.nep", 0);
    let (doc, child) = phone.add_family(commune.villages[0], NAMES, "2025-03-17", morning("2026-05-05"));
    let [old, new, back] = ["thay-toan.nepb", "chi-dinh.nepb", "back.nepb"].map(|name| commune.folder().join(name));
    let may = weighing(child, "2026-05-06", 8_400);
    phone.open().record(doc, morning("2026-05-06"), |sitting| sitting.add(&may)).expect("hers");
    let reached = export(&phone, &old, "thầy Toản", "0");
    let june = weighing(child, "2026-06-02", 8_700);
    phone.open().record(doc, morning("2026-06-02"), |sitting| sitting.add(&june)).expect("hers");
    export(&phone, &new, "chị Dính", &reached);

    // The teacher has the app, of another commune, and a curious look at the bytes.
    let carried = fs::read(&old).expect("a file");
    for name in NAMES {
        assert!(!carried.windows(name.len()).any(|bytes| bytes == name.as_bytes()), "{name} can be read on the way");
    }
    let (said, done) = import(&Commune::begin(&["Bản Khác"]).station(), &old);
    assert!(!done && said.contains("của một xã khác"), "{said}");

    // Tampered with, and cut short: refused with the reason, and nothing else changes.
    let broken = commune.folder().join("broken.nepb");
    let mut bytes = carried.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&broken, &bytes).expect("room");
    let (said, done) = import(&commune.station(), &broken);
    assert!(!done && (said.contains("hỏng trên đường đi") || said.contains("đã ký")), "{said}");
    fs::write(&broken, &carried[..middle]).expect("room");
    let (said, done) = import(&commune.station(), &broken);
    assert!(!done && said.contains("cắt ngắn"), "{said}");
    assert_eq!(everybody(&commune.station().open()), [""; 0], "nothing was taken of either");

    // The newer one first, the old one three weeks late; or in order; or all of it twice.
    let orders: [&[&PathBuf]; 3] = [&[&new, &old], &[&old, &new], &[&new, &old, &old, &new]];
    let mut states = Vec::new();
    for (nth, order) in orders.into_iter().enumerate() {
        let station = commune.device(&format!("station-{nth}.nep"));
        fs::copy(&commune.station().path, &station.path).expect("room");
        for file in order {
            let (said, done) = import(&station, file);
            assert!(done, "{said}");
        }
        let vault = station.open();
        states.push(everybody(&vault));
        let family = vault.family(doc).expect("readable");
        let weights: Vec<i64> =
            family.measurements.iter().filter_map(|one| one.value.weight_g.map(WeightG::get)).collect();
        assert_eq!(weights, [8_400, 8_700]);
        // By way of whom, and when: the newest bundle that brought something is named.
        let village = vault.village(circles::village_document(commune.villages[0])).expect("readable");
        let via: Vec<&str> = village.receipts.iter().filter_map(|held| held.value.via.as_deref()).collect();
        assert!(via.contains(&"thầy Toản"), "{via:?}");
    }
    assert!(states.iter().all(|state| *state == states[0]), "the same in every order");

    // What the station sends back tells the collaborator which months are confirmed.
    for file in [&new, &old] {
        assert!(import(&commune.station(), file).1);
    }
    assert!(phone.open().handed_in(commune.villages[0]).is_err(), "nothing has come back to her yet");
    export(&commune.station(), &back, "thầy Toản", "0");
    assert!(import(&phone, &back).1);
    let after = phone.open().handed_in(commune.villages[0]).expect("her village");
    let months: Vec<(&str, bool)> = after.iter().map(|month| (month.month.as_str(), month.is_complete())).collect();
    assert_eq!(months, [("2026-06", true), ("2026-05", true)]);
}
