//! Records that a member wrote with whatever in them, and what a vault keeps of them for reading.
//!
//! Both are JSON here: a ledger is what is read out of a document, a projection is what is made of it.

use std::collections::BTreeMap;

use nep_core::access::Role;
use nep_core::log::DocId;
use nep_core::records::village::VillageRecords;
use nep_core::records::{Clock, Family, Ledger, duplicates, wrong_clocks};
use nep_core::vault::Summary;

use super::commune::{member, root};

/// All records of a document, by authors who may say what they like in them.
pub fn records(bytes: &[u8]) {
    let Ok(ledger) = serde_json::from_slice::<Ledger>(bytes) else { return };
    let roles = [(member().id(), Role::Collaborator), (root().id(), Role::Station)].into();
    let family = Family::of(&ledger, &roles);
    read(&family);
    let _ = Summary::of_family(&family, &ledger, &roles);
    let village = VillageRecords::of(&ledger, &BTreeMap::new());
    let _ = Summary::of_village(&village, &ledger);
    for clock in [i64::MIN, 0, 1_800_000_000, i64::MAX] {
        let _ = wrong_clocks(&ledger, Clock(clock));
    }
    let all: Vec<_> = ledger.iter().map(|(id, _)| id).collect();
    let _ = (ledger.history(&all), ledger.retracted(&roles));
    let written = serde_json::to_vec(&family).expect("memory");
    let again: Family = serde_json::from_slice(&written).expect("what was written");
    assert_eq!(again, family, "a projection is read as it was written");
}

/// What a page reads instead of a document.
pub fn projections(bytes: &[u8]) {
    if let Ok(family) = serde_json::from_slice::<Family>(bytes) {
        read(&family);
    }
    if let Ok(summary) = serde_json::from_slice::<Summary>(bytes) {
        let doc = |number| DocId::new([number; 16]);
        let _ = duplicates([(doc(1), &summary.family), (doc(2), &summary.family)]);
        let written = serde_json::to_vec(&summary).expect("memory");
        assert_eq!(serde_json::from_slice::<Summary>(&written).ok(), Some(summary));
    }
    let _ = serde_json::from_slice::<VillageRecords>(bytes);
}

/// As pages and lists do.
fn read(family: &Family) {
    let _ = (family.summary(), family.disputes());
    for child in &family.children {
        for (held, visit) in family.visits_of(child) {
            let _ = nep_core::growth::assess(&visit);
            let _ = family.doubts_of(child, held);
        }
    }
    for pregnancy in &family.pregnancies {
        let _ = family.clues_of(pregnancy);
        for weighing in family.weighings_of(pregnancy) {
            let _ = family.case_of(pregnancy, weighing.value.on);
        }
    }
}
