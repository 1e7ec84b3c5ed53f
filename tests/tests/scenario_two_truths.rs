//! A baby is written down three times by people who cannot know of each other, with three birth dates. They meet; a nurse joins the
//! three, and parts them again.

use nep_core::access::Role;
use nep_core::growth::assess;
use nep_core::growth::{Indicator, Sex};
use nep_core::records::child::Child;
use nep_core::records::mother::Mother;
use nep_core::records::{Family, Likeness, Sitting, duplicates};
use nep_core::vault::circles;
use nep_tests::commune::{Commune, Device, Running, day, morning, weighing};

fn baby(name: &str, birth: &str) -> Child {
    Child { name: name.into(), sex: Some(Sex::Girl), birth: Some(day(birth)), ..Child::default() }
}

fn exchange(devices: [&Device; 3], station: &Running) {
    for _ in 0..2 {
        for device in devices {
            device.syncs(station);
        }
    }
}

/// Weight-for-age by the birth date that is held.
fn score(family: &Family) -> f64 {
    let child = &family.children[0];
    let visits: Vec<_> = family.visits_of(child).map(|(_, visit)| visit).collect();
    assess(visits.last().expect("one")).score(Indicator::WeightForAge).expect("sex, age, weight").z.get()
}

#[test]
fn three_birth_dates_of_one_baby_are_all_kept_the_stations_is_suggested_and_what_was_joined_can_be_parted() {
    let commune = Commune::begin(&["Bản Nà Tâu"]);
    let (start, birth_month) = (morning("2026-05-04"), morning("2026-05-06"));
    let midwife = commune.collaborator("midwife.nep", 0);
    let mother = Mother { name: "Lò Thị Nếp".into(), ..Mother::default() };
    let added = midwife.open().add_family(commune.villages[0], start, |sitting| sitting.add(&mother));
    let (doc, mother) = added.expect("her village");
    let invitation = midwife.open().invite_family(doc, &[], start);
    let mothers = commune.joins("mother.nep", invitation, start);
    let nurse = {
        let invitation = commune.station().open().invite_station(&[], start);
        commune.joins("nurse.nep", invitation, start)
    };
    let station = commune.start_station(&[]);
    exchange([&midwife, &mothers, &nurse], &station);

    // Sixty days without meeting.
    let write = |device: &Device, child: Child| {
        let child = Child { mother: Some(mother), ..child };
        device.open().record(doc, birth_month, |sitting| sitting.add(&child)).expect("theirs to write")
    };
    let by_midwife = write(&midwife, baby("Lo Thi Mai", "2026-05-03"));
    let _ = write(&mothers, baby("Lò Thị Mai", "2026-05-05"));
    let _ = write(&nurse, baby("Lò Thị Mai", "2026-05-04"));
    let weighed = weighing(by_midwife, "2026-07-04", 4_900);
    midwife.open().record(doc, morning("2026-07-04"), |sitting| sitting.add(&weighed)).expect("hers");
    exchange([&midwife, &mothers, &nurse], &station);

    let mut vault = nurse.open();
    let apart = vault.family(doc).expect("readable");
    assert_eq!(apart.children.len(), 3, "nothing is joined by itself");
    let summaries = vault.index().documents().filter(|(place, _)| circles::is_family(*place));
    let proposed = duplicates(summaries.map(|(place, summary)| (place.doc, &summary.family)));
    assert_eq!(
        proposed.iter().filter(|one| one.likeness == Likeness::Likely).count(),
        3,
        "each with each: {proposed:?}"
    );
    let page = station.page(&format!("/families/{doc}"));
    assert!(page.contains("có thể là cùng một người"), "the station's page proposes it");

    let clock = morning("2026-07-05");
    let merge = |sitting: &mut Sitting| sitting.merge(&apart.children.iter().collect::<Vec<_>>());
    let merged = vault.record(doc, clock, merge).expect("a nurse may");
    drop(vault);
    exchange([&midwife, &mothers, &nurse], &station);
    let mut scores = Vec::new();
    for device in [&midwife, &mothers, &nurse] {
        let family = device.open().family(doc).expect("readable");
        assert_eq!(family.children.len(), 1);
        let child = &family.children[0];
        assert_eq!(child.value.birth, Some(day("2026-05-04")), "the station's is suggested");
        let told = &child.told["birth"];
        assert!(told.is_disputed(), "and the others stand beside it until somebody chooses");
        let roles: Vec<Option<Role>> = told.current.iter().map(|one| one.role).collect();
        assert_eq!(roles, [Some(Role::Station), Some(Role::Collaborator), Some(Role::Family)]);
        assert_eq!(child.value.name, "Lò Thị Mai", "the spelling with its marks");
        scores.push(score(&family));
    }
    // The earlier score can still be explained: by the date that the midwife had told.
    let before = score(&Family {
        children: vec![apart.children.iter().find(|one| one.is(by_midwife)).expect("hers").clone()],
        ..apart.clone()
    });
    assert!(scores.iter().all(|score| (score - scores[0]).abs() < 1e-9), "the same on every device: {scores:?}");
    assert!(scores[0] > before, "a day younger is a little heavier for her age: {} and {before}", scores[0]);
    let page = station.page(&format!("/families/{doc}"));
    for said in ["Ngày sinh được ghi khác nhau", "4/5/2026", "3/5/2026", "5/5/2026", "Nên chọn"] {
        assert!(page.contains(said), "{said}");
    }

    let mut vault = nurse.open();
    vault.record(doc, morning("2026-07-06"), |sitting| sitting.retract(merged, Some("not_one"))).expect("hers");
    drop(vault);
    exchange([&midwife, &mothers, &nurse], &station);
    let parted = mothers.open().family(doc).expect("hers");
    assert_eq!(parted.children, apart.children, "as they were");
    station.stop();
    assert!(commune.station().open().verify().expect("readable").is_well());
}
