//! A collaborator's phone falls into a stream. The station removes it; a new phone has everything again, from the station and from a
//! neighbour's sealed copy. Whoever finds the old one gets nothing more, and nothing of it is believed.

use std::time::{Duration, Instant};

use nep_core::records::{Clock, Drift, WeightG, wrong_clocks};
use nep_core::vault::Vault;
use nep_tests::commune::{Commune, Device, day, eventually, morning, weighing};

fn weights(vault: &Vault, doc: nep_core::log::DocId) -> Vec<i64> {
    let family = vault.family(doc).expect("readable");
    family.measurements.iter().filter_map(|held| held.value.weight_g.map(WeightG::get)).collect()
}

#[test]
fn a_lost_phone_is_refused_a_new_one_has_everything_and_a_wrong_clock_ages_nobody() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let village = commune.villages[0];
    let (lost, neighbour) = (commune.collaborator("lost.nep", 0), commune.collaborator("neighbour.nep", 0));
    let (doc, child) = lost.add_family(village, ["Lò Thị Nếp", "Lò Bảo Gạo"], "2025-03-17", morning("2026-05-05"));
    lost.open()
        .record(doc, morning("2026-05-20"), |sitting| sitting.add(&weighing(child, "2026-05-20", 8_400)))
        .expect("hers");
    let station = commune.start_station(&[]);
    for device in [&lost, &neighbour] {
        device.syncs(&station);
    }
    neighbour.syncs(&station);
    station.stop();

    // Lost. Whoever has it writes on, and so did she that morning, out of reach.
    let out_of_reach = weighing(child, "2026-05-21", 9_999);
    lost.open().record(doc, morning("2026-05-21"), |sitting| sitting.add(&out_of_reach)).expect("it still works");
    let removed = lost.open().device();
    let mut at_station = commune.station().open();
    at_station.revoke(removed, morning("2026-05-22")).expect("a station may");
    let invitation = at_station.invite_collaborator(&[village], &[], morning("2026-05-22"));
    drop(at_station);

    let station = commune.start_station(&[]);
    let synced = lost.sync(&station);
    assert_eq!((synced.told["problem"].as_str(), synced.code), (Some("revoked"), Some(2)));
    assert!(synced.error.contains("trạm đã gỡ máy này"), "{}", synced.error);
    assert_eq!(synced.told["pushed"].as_u64(), Some(0), "nothing of it was taken");

    // A new phone, from the station.
    let new = commune.joins("new.nep", invitation, morning("2026-05-22"));
    let begun = Instant::now();
    new.syncs(&station);
    assert!(begun.elapsed() < Duration::from_secs(60), "restored in {:?}", begun.elapsed());
    assert_eq!(weights(&new.open(), doc), [8_400], "to the last shared state");
    // Its clock says 1970. Ages are counted from entered days.
    let june = weighing(child, "2026-06-20", 8_700);
    new.open().record(doc, Clock(3_600), |sitting| sitting.add(&june)).expect("hers");
    new.syncs(&station);
    eventually(Duration::from_secs(20), "the station read it", || {
        station.page(&format!("/families/{doc}")).contains("8,70")
    });

    // A neighbour who had not heard of it yet is handed the lost phone's entries: kept apart, and not believed once she hears.
    let bundle = commune.folder().join("found.nepb");
    let file = bundle.to_str().expect("a name");
    assert!(lost.nep(&["bundle", "export", file, "--label", "ai đó"]).status.success());
    assert!(neighbour.nep(&["bundle", "import", file]).status.success());
    assert_eq!(weights(&neighbour.open(), doc), [8_400, 9_999], "she has not heard yet");
    neighbour.syncs(&station);
    assert_eq!(weights(&neighbour.open(), doc), [8_400, 8_700], "now she has");
    station.stop();

    let at_station: Device = commune.station();
    assert!(at_station.nep(&["bundle", "import", file]).status.success());
    let mut vault = at_station.open();
    assert_eq!(weights(&vault, doc), [8_400, 8_700], "kept apart at the station too");
    assert!(!vault.verify().expect("readable").quarantined.is_empty());
    let family = vault.family(doc).expect("readable");
    let child = &family.children[0];
    let ages: Vec<Option<i64>> =
        family.visits_of(child).map(|(_, visit)| visit.age.map(nep_core::growth::Age::completed_days)).collect();
    let since = |on: &str| Some(day(on).days_since(day("2025-03-17")));
    assert_eq!(ages, [since("2026-05-20"), since("2026-06-20")]);
    let wrong = wrong_clocks(&vault.ledger(doc).expect("readable"), morning("2026-06-21"));
    assert!(
        wrong.iter().any(|one| one.device == new.open().device() && matches!(one.drift, Drift::Behind { .. })),
        "{wrong:?}"
    );

    // Another new phone, far from the station, from the neighbour's sealed copy alone.
    let invitation = vault.invite_collaborator(&[village], &[], morning("2026-06-22"));
    let far = commune.joins("far.nep", invitation, morning("2026-06-22"));
    assert!(neighbour.nep(&["bundle", "export", file, "--label", "chị Na"]).status.success());
    assert!(far.nep(&["bundle", "import", file]).status.success());
    assert_eq!(weights(&far.open(), doc), [8_400, 8_700]);
}
