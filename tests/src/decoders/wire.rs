//! What a hub and a device say to each other, over a line or in a file.

use std::sync::Arc;

use nep_core::access::{Audience, ToldRoster, sign_request};
use nep_core::log::{Batch, EntryStore, Outcome, Signed, SqliteStore, Wanted};
use nep_core::sync::{Answer, Kept, Next, Plan, Remembered, Request, Session, deflate, inflate};
use nep_core::vault::bundle;
use nep_sync_server::{Hub, Rules};
use sha2::{Digest, Sha256};

use super::commune::{NOW, VILLAGE, member, members_join, space};
use super::entries::string;

/// The hub's name.
pub const HUB: &str = "hub.example";
/// No inflated body is larger here.
const MOST: usize = 100_000;

/// A request as it comes, and an ask that a member signed.
pub fn request(bytes: &[u8]) {
    if let Ok(request) = Request::from_bytes(bytes) {
        let _ = request.is_proven(Audience::of_name(HUB));
    }
    let unproven = [&[0x82][..], &string(bytes), &string(&[0; 64])].concat();
    let Ok(read) = Request::from_bytes(&unproven) else { return };
    let keys = member();
    let proof = sign_request(&keys.signing, Audience::of_name(HUB), read.ask.counter, bytes);
    let request = [&[0x82][..], &string(bytes), &string(&proof)].concat();
    let hub = hub();
    match hub.read(&request) {
        Ok(request) => {
            let answer = hub.serve(&request, NOW);
            if let Answer::Served(served) = &answer {
                let lanes = request.ask.pull.as_ref().map_or(0, |pull| pull.lanes.len());
                assert_eq!((served.outcomes.len(), served.after.len()), (request.ask.push.len(), lanes));
            }
            assert_eq!(Answer::from_bytes(&answer.to_bytes()), Some(answer), "an answer is read as it was written");
        }
        Err(_) => assert_ne!(read.ask.device, keys.id(), "what a member signed is proven"),
    }
}

/// A hub that knows one member.
fn hub() -> Hub {
    let store = SqliteStore::in_memory().expect("memory");
    let joins = [Signed::check(members_join().clone()).expect("its own signature")];
    let batch = Batch { space: space(), entries: &joins, from: None, now: NOW };
    let outcomes = store.append(&batch, &mut ToldRoster::new(space())).expect("memory");
    assert!(matches!(outcomes[..], [Outcome::Stored(_)]));
    let rules = Rules { names: vec![Audience::of_name(HUB)], spaces: None, quota: 1_000_000 };
    Hub::new(Arc::new(store), rules)
}

/// An answer as a device in the middle of a sync takes it, and what it remembers of a hub.
pub fn answer(bytes: &[u8]) {
    if let Some(answer) = Answer::from_bytes(bytes) {
        assert_eq!(Answer::from_bytes(&answer.to_bytes()), Some(answer));
    }
    let remembered = Remembered::from_bytes(bytes);
    assert_eq!(Remembered::from_bytes(&remembered.to_bytes()), remembered);
    let keys = member();
    let plan = Plan {
        space: space(),
        device: keys.id(),
        audience: Audience::of_name(HUB),
        join: members_join().as_bytes().to_vec(),
        wanted: vec![Wanted::Scope(VILLAGE)],
        repetitions: 2,
    };
    for remembered in [Remembered::default(), remembered] {
        let mut session = Session::new(plan.clone(), remembered);
        // The same answer again and again: it ends all the same.
        for _ in 0..40 {
            match session.next() {
                Next::Collect { after, .. } => {
                    session.collected(vec![members_join().clone()], after.saturating_add(1), false)
                }
                Next::Send => {
                    let _ = session.request(&keys.signing);
                    session.answered(bytes, 7);
                }
                Next::Keep(Kept { entries, .. }) => {
                    let _ = session.kept(&vec![Outcome::Known(1); entries.len()]);
                }
                Next::Wait(_) => session.waited(),
                Next::Done(_) => break,
            }
        }
    }
}

/// A body that says it is deflated.
pub fn deflated(bytes: &[u8]) {
    if let Ok(body) = inflate(bytes, MOST) {
        assert!(body.len() <= MOST, "{} bytes", body.len());
        assert_eq!(inflate(&deflate(&body), MOST), Ok(body));
    }
}

/// A file that somebody carried: as it comes, and with its content signed and its sums right.
pub fn bundle(bytes: &[u8]) {
    const MAGIC: &[u8] = b"nep bundle 1";
    let _ = bundle::read(bytes, space());
    let keys = member();
    for content in [bytes.to_vec(), deflated_alone(bytes)] {
        let signature = keys.signing.sign(&[MAGIC, &content].concat());
        let content = [&[0x83][..], &string(keys.id().as_bytes()), &string(&signature), &string(&content)].concat();
        let length = u64::try_from(content.len()).expect("short").to_be_bytes();
        let file = [MAGIC, &length, &Sha256::digest(&content), &content].concat();
        if let Ok(bundle) = bundle::read(&file, space()) {
            let entries = bundle.entries.iter().map(Signed::entry);
            let again = bundle::write(keys, bundle.space, &bundle.label, bundle.made, entries);
            let again = bundle::read(&again, space()).expect("what was written");
            assert_eq!((again.entries, again.label), (bundle.entries, bundle.label));
        }
    }
}

/// Deflated without the two bytes before and the four behind that a body on a line has (RFC 1950).
fn deflated_alone(bytes: &[u8]) -> Vec<u8> {
    let zlib = deflate(bytes);
    zlib[2..zlib.len() - 4].to_vec()
}
