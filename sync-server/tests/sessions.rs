//! Phones and a hub come to hold the same, over good lines, bad lines and with hubs that cannot be trusted.

mod support;

use nep_core::access::{Erase, Revoke};
use nep_core::log::{Entry, Gap, Kind, Lane, Refusal, Wanted};
use nep_core::sync::{Answer, Denial, Problem, Served, deflate, inflate};
use support::commune::{Commune, HUB, OTHER_VILLAGE, Phone, VILLAGE, answer, family, hub, respond};

/// Bytes after which the line breaks: within a request, and from about the thousandth on within its answer.
const CUTS: [usize; 24] = [
    0, 1, 2, 3, 50, 100, 200, 400, 500, 600, 700, 800, 850, 900, 950, 1000, 1050, 1100, 1200, 1400, 1600, 1800, 2000,
    9000,
];

fn read(bytes: &[u8]) -> Answer {
    Answer::from_bytes(&inflate(bytes, 8 << 20).expect("deflated")).expect("an answer")
}

/// A hub between the phone and the true one, which alters what was served.
fn altering(hub: &nep_sync_server::Hub, alter: &mut dyn FnMut(&mut Served), request: &[u8]) -> Vec<u8> {
    let mut answer = respond(hub, request);
    if let Answer::Served(served) = &mut answer {
        alter(served);
    }
    deflate(&answer.to_bytes())
}

#[test]
fn a_month_of_a_village_takes_one_request() {
    let (commune, hub) = (Commune::new(1), hub());
    let (mut phone, mut station) = (commune.collaborator(1), commune.station(2));
    assert!(phone.sync_with(&hub).finished);
    assert!(station.sync_with(&hub).finished);
    let made: Vec<Entry> = (0..90).map(|at| phone.change(family(at))).collect();
    let brought = phone.sync_with(&hub);
    assert!(brought.finished, "{brought:?}");
    assert_eq!((brought.progress.requests, brought.progress.sent), (1, 90));
    let received = station.sync_with(&hub);
    assert_eq!((received.progress.requests, received.progress.received), (1, 90));
    assert!(made.iter().all(|entry| station.holds(entry)));
    let nothing = station.sync_with(&hub);
    assert_eq!((nothing.progress.sent, nothing.progress.received, nothing.progress.requests), (0, 0, 1));
}

#[test]
fn nobody_is_handed_back_what_she_brought() {
    let (commune, hub) = (Commune::new(1), hub());
    let (mut phone, mut station) = (commune.collaborator(1), commune.station(2));
    assert!(station.sync_with(&hub).finished);
    // More than one batch, and what another brings in between.
    let made: Vec<Entry> = (0..2_500).map(|at| phone.change(family(u8::try_from(at % 250).expect("small")))).collect();
    let own: u64 = made.iter().map(|entry| entry.as_bytes().len() as u64).sum();
    let others = station.change(family(1));
    let mut times = 0;
    let brought = phone.sync(&mut |request| {
        times += 1;
        if times == 2 {
            assert!(station.sync_with(&hub).finished);
        }
        Some(answer(&hub, &request))
    });
    assert!(brought.finished && brought.progress.requests >= 3, "{brought:?}");
    assert_eq!(
        (brought.progress.sent, brought.progress.received),
        (2_501, 2),
        "with her join; the station's join and change"
    );
    let (bytes, slack) = (brought.progress.bytes, others.as_bytes().len() as u64 + 4_000);
    assert!(bytes <= own + slack, "{bytes} bytes for {own}");
    assert!(phone.holds(&others));
    let nothing = phone.sync_with(&hub);
    assert_eq!((nothing.progress.bytes, nothing.progress.requests), (0, 1), "{nothing:?}");
}

#[test]
fn each_is_handed_what_she_may_read_and_no_more() {
    let (commune, hub) = (Commune::new(1), hub());
    let (mut station, mut collaborator) = (commune.station(1), commune.collaborator(2));
    let mut mother = commune.mother(3, family(1));
    let hers = station.change(family(1));
    let neighbours = station.change(family(2));
    let elsewhere = station.change(nep_core::log::Document { scope: OTHER_VILLAGE, ..family(3) });
    for phone in [&mut station, &mut collaborator, &mut mother] {
        assert!(phone.sync_with(&hub).finished);
    }
    let has = |phone: &Phone| [&hers, &neighbours, &elsewhere].map(|entry| phone.holds(entry));
    assert_eq!(has(&station), [true, true, true]);
    assert_eq!(has(&collaborator), [true, true, false]);
    assert_eq!(has(&mother), [true, false, false]);
    assert!(mother.holds(&station.join), "who is a member is told to every member");
}

#[test]
fn a_request_or_answer_lost_at_any_byte_loses_and_doubles_nothing() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut station = commune.station(1);
    let made: Vec<Entry> = (0..5).map(|at| station.change(family(at))).collect();
    station.sync_with(&hub);
    // Each time another phone: the hub keeps what it has taken.
    for cut in CUTS {
        let mut phone = commune.collaborator(100 + cut as u64);
        let own = phone.change(family(9));
        let mut first = true;
        let summary = phone.sync(&mut |request| {
            if std::mem::take(&mut first) {
                if cut < request.len() {
                    // Cut short on its way there: the hub cannot read it.
                    assert!(matches!(respond(&hub, &request[..cut]), Answer::Denied(Denial::Malformed)));
                    return None;
                }
                let whole = answer(&hub, &request);
                return Some(whole[..(cut - request.len()).min(whole.len() - 1)].to_vec());
            }
            Some(answer(&hub, &request))
        });
        assert!(summary.finished, "cut at {cut}: {summary:?}");
        assert!(made.iter().all(|entry| phone.holds(entry)), "cut at {cut}");
        assert!(hub.store().entry(commune.space(), own.id()).expect("memory").is_some());
    }
    let numbers = hub.store().since(
        commune.space(),
        &[Lane { wanted: Wanted::Document(family(9)), after: 0 }],
        nep_core::log::Bound { entries: 10_000, bytes: 1 << 30 },
    );
    assert_eq!(numbers.expect("memory").entries.len(), CUTS.len(), "one of each phone");
}

#[test]
fn a_line_that_stays_dead_is_given_up_and_gone_on_with_later() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    let own = phone.change(family(1));
    let dead = phone.sync(&mut |_| None);
    assert_eq!((dead.finished, dead.problem), (false, Some(Problem::Unreachable)));
    assert!(phone.sync_with(&hub).finished);
    assert!(hub.store().entry(commune.space(), own.id()).expect("memory").is_some());
}

#[test]
fn a_phone_restored_from_an_old_copy_is_told_the_counter_and_goes_on() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    for _ in 0..5 {
        assert!(phone.sync_with(&hub).finished);
    }
    let mut restored = commune.collaborator(1);
    let summary = restored.sync_with(&hub);
    assert!(summary.finished, "{summary:?}");
    assert_eq!(summary.progress.requests, 1, "the denied one is not counted");
}

#[test]
fn a_hub_that_lost_its_disk_is_given_everything_again() {
    let (commune, first) = (Commune::new(1), hub());
    let (mut phone, mut station) = (commune.collaborator(1), commune.station(2));
    let (one, two) = (phone.change(family(1)), station.change(family(2)));
    phone.sync_with(&first);
    station.sync_with(&first);
    phone.sync_with(&first);
    assert!(phone.holds(&two));
    // Only the phone meets the new disk: it brings what it once got from there, too.
    let second = hub();
    let summary = phone.sync_with(&second);
    assert!(summary.finished && summary.hub_forgot, "{summary:?}");
    for entry in [&one, &two, &station.join] {
        assert!(second.store().entry(commune.space(), entry.id()).expect("memory").is_some());
    }
    assert!(!phone.sync_with(&second).hub_forgot, "it is noticed once");
}

#[test]
fn a_hub_put_back_from_a_backup_is_given_what_it_lacks() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    phone.change(family(1));
    phone.sync_with(&hub);
    hub.store().rename().expect("memory");
    let later = phone.change(family(1));
    let summary = phone.sync_with(&hub);
    assert!(summary.finished && summary.hub_forgot, "{summary:?}");
    assert!(hub.store().entry(commune.space(), later.id()).expect("memory").is_some());
}

#[test]
fn many_entries_come_in_pages() {
    let (commune, hub) = (Commune::new(1), hub());
    let (mut station, mut phone) = (commune.station(1), commune.collaborator(2));
    let large = vec![7; 100_000];
    let made: Vec<Entry> = (0..30)
        .map(|at| {
            let entry = station.entry(Kind::Changes, family(at), &large);
            let push = station.ask(std::slice::from_ref(&entry), None);
            assert!(matches!(respond(&hub, &station.request(&push)), Answer::Served(_)));
            entry
        })
        .collect();
    let summary = phone.sync_with(&hub);
    assert!(summary.finished && summary.progress.requests > 3, "{summary:?}");
    assert!(made.iter().all(|entry| phone.holds(entry)));
}

#[test]
fn an_erased_family_does_not_come_back_from_a_phone_that_was_away() {
    let (commune, hub) = (Commune::new(1), hub());
    let (mut station, mut away) = (commune.station(1), commune.collaborator(2));
    let before = away.change(family(1));
    away.sync_with(&hub);
    station.sync_with(&hub);
    let offline = away.change(family(1));
    station.order(Kind::Erase, &Erase { doc: family(1).doc, scope: VILLAGE }.to_bytes());
    station.sync_with(&hub);
    let summary = away.sync_with(&hub);
    assert!(summary.finished, "{summary:?}");
    assert_eq!(summary.refused.iter().map(|(_, why)| *why).collect::<Vec<_>>(), [Refusal::Erased]);
    station.sync_with(&hub);
    for entry in [&before, &offline] {
        assert!(!away.holds(entry) && !station.holds(entry));
        assert!(hub.store().entry(commune.space(), entry.id()).expect("memory").is_none());
    }
}

#[test]
fn a_removed_device_is_served_no_more_by_any_hub_that_knows() {
    let (commune, hub) = (Commune::new(1), hub());
    let (mut station, mut lost) = (commune.station(1), commune.collaborator(2));
    lost.change(family(1));
    lost.sync_with(&hub);
    station.sync_with(&hub);
    let order = Revoke { key: lost.id(), counts: vec![], tokens: vec![], keeps: vec![] };
    station.order(Kind::Revoke, &order.to_bytes());
    station.sync_with(&hub);
    lost.change(family(1));
    assert_eq!(lost.sync_with(&hub).problem, Some(Problem::Denied(Denial::Revoked)));
}

#[test]
fn a_hub_that_holds_back_repeats_or_reorders_changes_nothing_for_good() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut station = commune.station(1);
    let made: Vec<Entry> = (0..6).map(|at| station.change(family(at % 2))).collect();
    station.sync_with(&hub);
    let mut phone = commune.collaborator(2);
    let repeated = phone.sync(&mut |request| {
        Some(altering(
            &hub,
            &mut |served| {
                let again = served.entries.clone();
                served.entries.extend(again);
                served.entries.reverse();
            },
            &request,
        ))
    });
    assert!(repeated.finished, "{repeated:?}");
    assert!(made.iter().all(|entry| phone.holds(entry)));
    let mut phone = commune.collaborator(3);
    phone.sync(&mut |request| Some(altering(&hub, &mut |served| drop(served.entries.remove(1)), &request)));
    let held: Vec<bool> = made.iter().map(|entry| phone.holds(entry)).collect();
    assert_eq!(held, [false, true, true, true, true, true]);
    let gap = Gap { document: family(0), author: station.id(), first: 1, last: 1 };
    assert_eq!(phone.store.gaps(commune.space()).expect("memory"), [gap], "what is held back is missed");
    assert_eq!(station.store.gaps(commune.space()).expect("memory"), []);
}

#[test]
fn a_hub_cannot_make_swap_or_change_an_entry() {
    type Alteration = Box<dyn Fn(&mut Served)>;
    let (commune, hub) = (Commune::new(1), hub());
    let mut station = commune.station(1);
    station.change(family(1));
    station.sync_with(&hub);
    let mut other = Commune::new(2).station(3);
    let foreign = other.change(family(1));
    let alterations: [Alteration; 3] = [
        Box::new(|served| served.entries.iter_mut().for_each(|entry| *entry.last_mut().expect("bytes") ^= 1)),
        Box::new(move |served| served.entries.push(foreign.as_bytes().to_vec().into())),
        Box::new(|served| served.entries.push(vec![1, 2, 3].into())),
    ];
    for (at, alter) in alterations.iter().enumerate() {
        let mut phone = commune.collaborator(10 + at as u64);
        let summary = phone.sync(&mut |request| Some(altering(&hub, &mut |served| alter(served), &request)));
        assert_eq!(summary.problem, Some(Problem::Inconsistent), "alteration {at}");
        assert!(!summary.not_kept.is_empty());
        let honest = phone.sync_with(&hub);
        assert!(honest.finished, "an honest hub is asked for the same again: {honest:?}");
        assert_eq!(phone.held().len(), 3 + at, "the change, and the joins so far");
    }
}

#[test]
fn a_hub_that_contradicts_itself_is_left() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut station = commune.station(1);
    station.change(family(1));
    station.sync_with(&hub);
    let alterations: [fn(&mut Served); 4] = [
        |served| served.after.push(3),
        |served| served.outcomes.clear(),
        |served| served.after.iter_mut().for_each(|after| *after = u64::MAX),
        |served| {
            served.entries.clear();
            served.more = true;
        },
    ];
    for (at, alter) in alterations.into_iter().enumerate() {
        let mut phone = commune.collaborator(20 + at as u64);
        let summary = phone.sync(&mut |request| Some(altering(&hub, &mut |served| alter(served), &request)));
        assert_eq!(summary.problem, Some(Problem::Inconsistent), "alteration {at}");
        assert!(phone.sync_with(&hub).finished);
    }
}

#[test]
fn answers_of_nonsense_are_a_lost_line() {
    let commune = Commune::new(1);
    let mut phone = commune.collaborator(1);
    for nonsense in [vec![], vec![0xff; 100], deflate(b"<html>a captive portal</html>"), deflate(&vec![0; 9 << 20])] {
        assert_eq!(phone.sync(&mut |_| Some(nonsense.clone())).problem, Some(Problem::Unreachable));
    }
}

#[test]
fn a_busy_hub_is_waited_for_and_a_full_one_is_told() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    let mut left = 2;
    let summary = phone.sync(&mut |request| {
        if left > 0 {
            left -= 1;
            return Some(deflate(&Answer::Denied(Denial::Busy(3)).to_bytes()));
        }
        Some(answer(&hub, &request))
    });
    assert!(summary.finished, "{summary:?}");
    let full = phone.sync(&mut |_| Some(deflate(&Answer::Denied(Denial::Full).to_bytes())));
    assert_eq!(full.problem, Some(Problem::Denied(Denial::Full)));
    assert_eq!(HUB, "hub.example");
    assert!(matches!(read(&answer(&hub, b"nonsense")), Answer::Denied(Denial::Malformed)));
}
