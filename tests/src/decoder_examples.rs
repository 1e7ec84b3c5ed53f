//! Honest examples for the readers of [`crate::decoders`]: what real devices of a small commune write.
//!
//! They are kept in `fuzz/corpus/<reader>`; `NEP_MAKE_CORPUS=1 cargo test -p nep-tests --test decoders` writes them anew. Beside them
//! lie inputs that once broke a reader, each named for the fault: those are never written anew.

use std::fs;
use std::path::PathBuf;

use nep_app::invented::{self, Size};
use nep_core::access::passphrase::{Cost, Opener, lock};
use nep_core::access::{
    Asking, Audience, Code, Erase, Hub, Join, Keyring, RecoveryKit, Revoke, Rights, Role, Secret, seal_key,
};
use nep_core::log::{
    Bound, DocId, Entry, EntryStore as _, Kind, Lane, Outcome, Refusal, SeededRandom, SystemRandom, Wanted,
};
use nep_core::records::mother::Mother;
use nep_core::records::{Actor, Clock, Document};
use nep_core::sync::{Answer, Ask, Denial, Pull, Remembered, Served, WIRE_VERSION, deflate};
use nep_core::vault::{Locked, Vault, bundle, frames};

use crate::decoders::commune::{FAMILY, KEY, VILLAGE, device, header, join, root, space, token};

const MAY: Clock = Clock(1_777_860_000);
const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };
/// No example is larger: small ones are altered and read sooner.
const LARGEST: usize = 6000;

/// Where the examples of all readers stand.
#[must_use]
pub fn corpus() -> PathBuf {
    crate::repository().join("fuzz/corpus")
}

/// Writes the examples anew.
///
/// # Panics
///
/// When there is no room.
pub fn make() {
    let (entries, kept) = (entries(), kept());
    keep("entry", entries.iter().map(|entry| entry.as_bytes().to_vec()));
    keep("orders", orders());
    keep("keys", keys());
    let (changes, documents) = documents();
    keep("changes", changes);
    keep("document", documents);
    keep("request", asks(&entries));
    keep("answer", answers(&entries));
    let bodies = asks(&entries).into_iter().chain(answers(&entries)).map(|body| deflate(&body));
    keep("deflated", bodies.collect::<Vec<_>>());
    keep("bundle", bundles(&entries));
    let carried = &bundles(&entries)[0];
    let row = frames::split(&carried[..carried.len().min(900)]).expect("short");
    let backwards: Vec<String> = row.iter().rev().cloned().collect();
    keep("frames", [row.join("\n"), backwards.join("\n"), row[0].clone()].map(String::into_bytes));
    keep("codes", codes());
    keep("plan", PLANS.map(|plan| plan.as_bytes().to_vec()));
    keep("records", kept.0);
    keep("projections", kept.1);
}

const PLANS: [&str; 5] = [
    "1~north~p2.25.m~b,pho-xao-bo:1_l,com-trang:0.75,bo-xao-hanh-tay-ca-chua:1:s7003-7017-80,cam:1~z",
    "1~south~p3.31.h_c30.f.w_a~l,com-trang:1.5:2x1.5,chao-thit-bam:1,dua-hau:1:2x1~d,com-trang:1~z",
    "1~north~c5.u.b~b,com-trang:1~z",
    "1~central~c9.f.b~x_v_ashrimp_f1004_dcam_h7003~b,com-trang:1u~l,com-trang:1~z",
    "com-trang:0.75,cam:1",
];

fn keep(name: &str, examples: impl IntoIterator<Item = Vec<u8>>) {
    let folder = corpus().join(name);
    fs::create_dir_all(&folder).expect("room");
    for old in fs::read_dir(&folder).expect("just made").flatten() {
        if old.file_name().to_string_lossy().starts_with("example-") {
            fs::remove_file(old.path()).expect("ours");
        }
    }
    for (nth, example) in (1..).zip(examples.into_iter().filter(|one| one.len() <= LARGEST)) {
        fs::write(folder.join(format!("example-{nth:02}")), example).expect("room");
    }
}

/// One entry of each kind, out of real record files, and a snapshot.
fn entries() -> Vec<Entry> {
    let folder = tempfile::tempdir().expect("a folder");
    let opener = || (Opener::Platform(&[1; 32]), CHEAP);
    let random = |seed| Box::new(SeededRandom::new(seed));
    let mut station = Vault::create_station(&folder.path().join("s"), opener(), MAY, random(1)).expect("room");
    let village = station.add_village("Bản Nà Tâu", MAY).expect("a station");
    let mother = || Mother { name: "Lò Thị Mai".into(), ..Mother::default() };
    let mut add = || station.add_family(village, MAY, |sitting| sitting.add(&mother())).expect("a station").0;
    let (stays, goes) = (add(), add());
    let invitation = station.invite_family(stays, &[], MAY).expect("a station");
    let phone = Vault::create_device(&folder.path().join("p"), opener(), invitation, MAY, random(2)).expect("room");
    let (file, _) = phone.export(0, "điện thoại", MAY).expect("readable");
    station.import(&file, MAY).expect("room").expect("whole");
    station.erase(goes, MAY).expect("a station");
    station.revoke(phone.device(), MAY).expect("a station");
    let bound = Bound { entries: 999, bytes: usize::MAX };
    let page = station.store().since(station.space(), &[Lane { wanted: Wanted::All, after: 0 }], bound);
    let held = page.expect("readable").entries;
    let mut one_of_each: Vec<Entry> = Vec::new();
    for (_, entry) in held {
        let same = |kept: &Entry| kept.header().kind == entry.header().kind;
        if one_of_each.iter().filter(|kept| same(kept)).count() < 2 {
            one_of_each.push(entry);
        }
    }
    let keys = device(1);
    let mut head = header(Kind::Snapshot, FAMILY, keys.id(), 3);
    head.contains = vec![(root().id(), 4), (keys.id(), 2)];
    head.contains.sort_unstable();
    one_of_each.push(keys.entry(head, &[7; 90]));
    one_of_each.push(join(&keys));
    one_of_each
}

fn orders() -> Vec<Vec<u8>> {
    let (member, other) = (device(1), device(2));
    let join = Join { token: token(&member), sealing: member.sealing.public() };
    let invited = Join { token: token(&other), sealing: other.sealing.public() };
    let revoke = Revoke {
        key: member.id(),
        counts: vec![(FAMILY.doc, 4), (space().roster(), 1)],
        tokens: join.token.read().expect("just issued").ids,
        keeps: vec![other.id()],
    };
    let all = Revoke { key: other.id(), counts: Vec::new(), tokens: Vec::new(), keeps: Vec::new() };
    let body = join.to_bytes();
    // The Biscuit alone: behind two lists, the root and the string's length.
    let biscuit = body[2 + 34 + 3..body.len() - 34].to_vec();
    let erase = Erase { scope: VILLAGE, doc: FAMILY.doc };
    vec![body, invited.to_bytes(), revoke.to_bytes(), all.to_bytes(), erase.to_bytes(), biscuit]
}

fn keys() -> Vec<Vec<u8>> {
    let keys = device(1);
    let random = &mut SeededRandom::new(3);
    let head = header(Kind::Key, FAMILY, root().id(), 1);
    let secrets = [Secret::Document(KEY), Secret::Circle(device(3).sealing.clone())];
    let to = [keys.sealing.public(), device(2).sealing.public()];
    let bodies: Vec<Vec<u8>> =
        secrets.iter().map(|secret| seal_key(&head, secret, &to, random).expect("two recipients")).collect();
    let mut keyring = Keyring::new(device(1));
    for (epoch, secret) in (1..).zip(secrets) {
        keyring.keep(FAMILY, epoch, secret);
    }
    let _ = keyring.learn(&root().entry(head, &seal_key_to_another(random)));
    keyring.keep_root(&crate::decoders::commune::KIT);
    let openers =
        [Opener::Passphrase("xôi nếp cẩm"), Opener::Platform(&[1; 32]), Opener::PlatformAndPin(&[1; 32], "1990")];
    let locks = openers.map(|opener| lock(&[5; 32], opener, CHEAP, random).expect("long enough"));
    bodies.into_iter().chain(locks).chain([keyring.to_bytes().to_vec()]).collect()
}

fn seal_key_to_another(random: &mut SeededRandom) -> Vec<u8> {
    let head = header(Kind::Key, FAMILY, root().id(), 2);
    seal_key(&head, &Secret::Document(KEY), &[device(9).sealing.public()], random).expect("one recipient")
}

/// Rows of changes, and what they make.
fn documents() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let keys = device(1);
    let actor = Actor::new(keys.id(), DocId::new([3; 16]), 1);
    let mut document = Document::new();
    let mut rows = Vec::new();
    for (entry, name) in (1..).zip(["Lò Thị Mai", "Quàng Thị Hương", "Vàng Thị Dở"]) {
        let mother = Mother { name: name.into(), ..Mother::default() };
        let made = document.edit((keys.id(), actor), entry, MAY, |sitting| sitting.add(&mother));
        rows.extend(made.expect("its own").1);
    }
    // Two sittings in one entry, as they are folded; each says which entry brings it.
    let mut folded = Document::new();
    let mut both = Vec::new();
    for _ in 0..2 {
        let mother = Mother { name: "Cà Thị Ánh".into(), ..Mother::default() };
        let made = folded.edit((keys.id(), actor), 1, MAY, |sitting| sitting.add(&mother));
        both.extend(made.expect("its own").1.unwrap_or_default());
    }
    rows.push(both);
    let fixtures = ["family-v1", "newer-v1", "village-v1"].map(|name| {
        fs::read(crate::repository().join(format!("tests/fixtures/records/{name}.automerge"))).expect("a fixture")
    });
    let deflated_by_automerge = fixtures.into_iter().chain([document.save(), folded.save()]);
    (rows, deflated_by_automerge.collect())
}

/// Asks, as they stand inside a request.
fn asks(entries: &[Entry]) -> Vec<Vec<u8>> {
    let keys = device(1);
    let own = keys.entry(header(Kind::Changes, FAMILY, keys.id(), 1), &[9; 60]);
    let stranger = entries[0].as_bytes().to_vec();
    let lane = |wanted| Lane { wanted, after: 0 };
    let all =
        vec![lane(Wanted::Orders), lane(Wanted::Scope(VILLAGE)), lane(Wanted::Document(FAMILY)), lane(Wanted::All)];
    let ask = |push: Vec<Vec<u8>>, lanes: Option<Vec<Lane>>, shows: bool| Ask {
        version: WIRE_VERSION,
        space: space(),
        device: keys.id(),
        counter: 7,
        join: shows.then(|| join(&keys).as_bytes().to_vec().into()),
        push: push.into_iter().map(Into::into).collect(),
        pull: lanes.map(|lanes| Pull { lanes, entries: 9, bytes: 5000 }),
    };
    let asks = [
        ask(vec![own.as_bytes().to_vec()], Some(all[..2].to_vec()), false),
        ask(vec![own.as_bytes().to_vec(), stranger], None, true),
        ask(Vec::new(), Some(all), false),
        ask(Vec::new(), None, false),
    ];
    let inside = |ask: &Ask| {
        let request = ask.to_request(Audience::of_name("hub.example"), &keys.signing);
        // Behind the list's head and that of the string; before the proof with its own.
        let head = if request[1] == 0x58 { 3 } else { 4 };
        request[head..request.len() - 66].to_vec()
    };
    asks.iter().map(inside).collect()
}

fn answers(entries: &[Entry]) -> Vec<Vec<u8>> {
    let keys = device(1);
    let own = keys.entry(header(Kind::Changes, FAMILY, keys.id(), 1), &[9; 60]);
    let served = |outcomes: Vec<Outcome>, brought: &[&Entry], more| {
        Answer::Served(Served {
            log: [1; 16],
            last: 9,
            outcomes,
            entries: brought.iter().map(|entry| entry.as_bytes().to_vec().into()).collect(),
            after: vec![4, 5],
            more,
            time: 1_800_000_000,
            wait: 0,
        })
    };
    let answers = [
        served(vec![Outcome::Stored(3)], &[&own, &join(&keys)], false),
        served(vec![Outcome::Refused(Refusal::NotAllowed)], &[&entries[0]], true),
        served(vec![Outcome::Known(3)], &[], false),
        Answer::Denied(Denial::Stale(70)),
        Answer::Denied(Denial::Unknown),
        Answer::Denied(Denial::Busy(5)),
    ];
    let lanes = vec![Lane { wanted: Wanted::Scope(VILLAGE), after: 3 }, Lane { wanted: Wanted::Orders, after: 3 }];
    let remembered = Remembered { counter: 7, log: Some([1; 16]), sent: 3, received: lanes, passed_over: 0, own: None };
    answers.iter().map(Answer::to_bytes).chain([remembered.to_bytes()]).collect()
}

/// A file, and the content that stands signed in it: `[space, label, clock, [entry, …]]`.
fn bundles(entries: &[Entry]) -> Vec<Vec<u8>> {
    let keys = device(1);
    let file = bundle::write(&keys, space(), "anh Pó", MAY, &entries[..2]);
    let label = "anh Pó".as_bytes();
    let mut content = vec![0x84, 0x50];
    content.extend_from_slice(space().as_bytes());
    content.push(0x60 | u8::try_from(label.len()).expect("short"));
    content.extend_from_slice(label);
    content.push(0x1a);
    content.extend_from_slice(&u32::try_from(MAY.0).expect("before 2106").to_be_bytes());
    content.push(0x81);
    let own = join(&keys);
    content.push(0x59);
    content.extend_from_slice(&u16::try_from(own.as_bytes().len()).expect("short").to_be_bytes());
    content.extend_from_slice(own.as_bytes());
    vec![file, content]
}

fn codes() -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let opener = || (Opener::Platform(&[1; 32]), CHEAP);
    let mut station =
        Vault::create_station(&folder.path().join("s"), opener(), MAY, Box::new(SeededRandom::new(1))).expect("room");
    let village = station.add_village("Bản Nà Tâu", MAY).expect("a station");
    let invitation = station.invite_collaborator(&[village], &[], MAY).expect("a station");
    let keys = device(1);
    let asking = Asking { device: keys.id(), sealing: keys.sealing.public(), keys: Vec::new() };
    let rights = Rights { role: Role::Family, scopes: vec![VILLAGE], docs: vec![FAMILY.doc], expires: u64::MAX };
    let (collaborator, random) = (device(2), &mut SeededRandom::new(4));
    let answer = asking.answer((&token(&collaborator), &collaborator.signing), &rights, Vec::new(), random);
    let codes = [
        Code::Invitation(Box::new(invitation)),
        Code::Asking(asking),
        Code::Answer(answer.expect("a collaborator may")),
        Code::Hub(Hub { address: "192.168.1.20:8443".into(), fingerprint: Some([7; 32]) }),
    ];
    let texts: Vec<String> = codes.iter().map(|code| code.to_text().expect("small").to_string()).collect();
    let contents: Vec<Vec<u8>> = texts.iter().map(|text| content_of(text)).collect();
    let kit = RecoveryKit::new(&crate::decoders::commune::KIT);
    let typed = [kit.to_text(), kit.words().join(" ")].map(String::into_bytes);
    texts.into_iter().map(String::into_bytes).chain(contents).chain(typed).collect()
}

/// What a code's text says, without its sum: RFC 9285.
fn content_of(text: &str) -> Vec<u8> {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let letters = text.strip_prefix("NEP:").and_then(|rest| rest.strip_suffix('.')).expect("one of ours");
    let mut bytes = Vec::new();
    for group in letters.as_bytes().chunks(3) {
        let place = |letter: &u8| LETTERS.iter().position(|one| one == letter).expect("one of them");
        let value = group.iter().rev().fold(0, |value, letter| value * 45 + place(letter));
        if group.len() == 3 {
            bytes.push(u8::try_from(value / 256).expect("two bytes"));
        }
        bytes.push(u8::try_from(value % 256).expect("a byte"));
    }
    bytes.truncate(bytes.len() - 4);
    bytes
}

/// Ledgers, and projections with summaries, of invented families.
fn kept() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("invented.nep");
    let size = Size { villages: 1, families: 10, months: 4 };
    let until = chrono::NaiveDate::from_ymd_opt(2026, 5, 20).expect("a day");
    let opener = Opener::Platform(&[1; 32]);
    invented::make(&path, (opener, CHEAP), size, until, &mut || Box::new(SystemRandom), &mut |_, _| {}).expect("room");
    let locked = Locked::open(&path).expect("just made");
    let vault = locked.unlock(opener, Box::new(SystemRandom)).expect("its key");
    let (mut ledgers, mut projections) = (Vec::new(), Vec::new());
    for (document, summary) in vault.index().documents() {
        let Ok(ledger) = vault.ledger(document.doc) else { continue };
        let ledger = serde_json::to_vec(&ledger).expect("memory");
        if ledger.len() > LARGEST || ledgers.len() >= 5 {
            continue;
        }
        ledgers.push(ledger);
        projections.push(serde_json::to_vec(summary).expect("memory"));
        if let Ok(family) = vault.family(document.doc) {
            projections.push(serde_json::to_vec(&family).expect("memory"));
        }
    }
    (ledgers, projections)
}
