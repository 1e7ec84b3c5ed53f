//! What a keyring learns, keeps and forgets.

use super::*;
use crate::access::keys::seal_key;
use crate::log::{SeededRandom, SpaceId, VERSION, random_bytes};

const SCOPE: ScopeId = ScopeId::new([2; 16]);
const COMMUNE: Document = Document { scope: SCOPE, doc: DocId::new([10; 16]) };
const VILLAGE: Document = Document { scope: SCOPE, doc: DocId::new([11; 16]) };
const FAMILY: Document = Document { scope: SCOPE, doc: DocId::new([12; 16]) };

fn header(kind: Kind, doc: Document, epoch: u32, author: &DeviceKeys) -> Header {
    Header {
        version: VERSION,
        kind,
        space: SpaceId::new([1; 16]),
        scope: doc.scope,
        doc: doc.doc,
        author: author.id(),
        seq: 1,
        epoch,
        contains: Vec::new(),
    }
}

fn key_entry(doc: Document, epoch: u32, secret: &Secret, to: &[SealingKey], author: &DeviceKeys) -> Entry {
    let header = header(Kind::Key, doc, epoch, author);
    let body = seal_key(&header, secret, to, &mut SeededRandom::new(99)).expect("recipients");
    author.entry(header, &body)
}

/// Commune ← station; village ← commune; family document ← village.
fn chain(random: &mut SeededRandom, station: &DeviceKeys) -> Vec<Entry> {
    let circles: Vec<SealingSecret> = (0..2).map(|_| SealingSecret::random(random)).collect();
    let family = Secret::Document(DocumentKey::random(random));
    vec![
        key_entry(COMMUNE, 1, &Secret::Circle(circles[0].clone()), &[station.sealing.public()], station),
        key_entry(VILLAGE, 1, &Secret::Circle(circles[1].clone()), &[circles[0].public()], station),
        key_entry(FAMILY, 1, &family, &[circles[1].public()], station),
    ]
}

#[test]
fn keys_are_learnt_whatever_order_their_entries_come_in() {
    let mut random = SeededRandom::new(1);
    let station = DeviceKeys::random(&mut random);
    let entries = chain(&mut random, &station);
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut keyring = Keyring::new(station.clone());
        let learnt: Vec<Learned> = order.iter().map(|at| keyring.learn(&entries[*at]).expect("a key entry")).collect();
        let new: usize = learnt.iter().map(|learned| if let Learned::New(new) = learned { new.len() } else { 0 }).sum();
        assert_eq!(new, 3, "{order:?}: {learnt:?}");
        assert_eq!(keyring.learn(&entries[order[0]]), Ok(Learned::Known));
        seen.push(keyring.to_bytes());
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "and the same is held in the end");
}

#[test]
fn a_keyring_is_read_as_it_was_written_with_what_waits() {
    let mut random = SeededRandom::new(2);
    let station = DeviceKeys::random(&mut random);
    let entries = chain(&mut random, &station);
    let mut keyring = Keyring::new(station);
    keyring.keep_root(&[7; 16]);
    keyring.learn(&entries[2]).expect("a key entry");
    let mut again = Keyring::from_bytes(&keyring.to_bytes()).expect("just written");
    assert_eq!(again.to_bytes(), keyring.to_bytes());
    assert_eq!(again.root().expect("kept").id(), DeviceKeys::root(&[7; 16]).id());
    again.learn(&entries[1]).expect("a key entry");
    assert_eq!(again.learn(&entries[0]), Ok(Learned::New(vec![(COMMUNE, 1), (VILLAGE, 1), (FAMILY, 1)])));
    for length in 0..keyring.to_bytes().len() {
        assert_eq!(Keyring::from_bytes(&keyring.to_bytes()[..length]).err(), Some(KeyError::Malformed));
    }
}

#[test]
fn two_keys_of_one_epoch_both_open_and_every_device_seals_by_the_same() {
    let mut random = SeededRandom::new(3);
    let keys: Vec<DocumentKey> = (0..2).map(|_| DocumentKey::random(&mut random)).collect();
    let mut rings: Vec<Keyring> = (0..2).map(|_| Keyring::new(DeviceKeys::random(&mut random))).collect();
    for (ring, order) in rings.iter_mut().zip([[0, 1], [1, 0]]) {
        for at in order {
            ring.keep(FAMILY, 4, Secret::Document(keys[at].clone()));
        }
    }
    let author = rings[0].device().clone();
    let header = header(Kind::Changes, FAMILY, 4, &author);
    for key in &keys {
        let body = seal::seal(&header, key, b"9,400 g", Padding::None, &mut random).expect("small");
        assert_eq!(rings[0].open(&author.entry(header.clone(), &body)).expect("held").as_slice(), b"9,400 g");
    }
    let sealed = |ring: &Keyring| ring.seal(&header, b"x", Padding::None, &mut SeededRandom::new(4)).expect("held");
    assert_eq!(sealed(&rings[0]), sealed(&rings[1]));
}

#[test]
fn what_is_forgotten_cannot_be_opened_and_a_stranger_opens_nothing() {
    let mut random = SeededRandom::new(5);
    let mut keyring = Keyring::new(DeviceKeys::random(&mut random));
    keyring.keep(FAMILY, 1, Secret::Document(DocumentKey::random(&mut random)));
    let author = keyring.device().clone();
    let header = header(Kind::Changes, FAMILY, 1, &author);
    let entry = author.entry(header.clone(), &keyring.seal(&header, b"x", Padding::None, &mut random).expect("held"));
    assert!(keyring.open(&entry).is_ok());
    assert_eq!(Keyring::new(DeviceKeys::random(&mut random)).open(&entry), Err(SealError::NotOpened));
    assert_eq!((keyring.epoch(FAMILY), keyring.documents().count()), (Some(1), 1));
    keyring.forget(FAMILY);
    assert_eq!(keyring.open(&entry), Err(SealError::NotOpened));
    assert_eq!((keyring.epoch(FAMILY), keyring.documents().count()), (None, 0));
    assert_eq!(keyring.seal(&header, b"x", Padding::None, &mut random), Err(SealError::NotOpened));
}

#[test]
fn what_waits_is_bounded_and_the_oldest_goes() {
    let mut random = SeededRandom::new(6);
    let author = DeviceKeys::random(&mut random);
    let mut keyring = Keyring::new(DeviceKeys::random(&mut random));
    let stranger = SealingSecret::random(&mut random).public();
    let one = key_entry(FAMILY, 1, &Secret::Document(DocumentKey::random(&mut random)), &[stranger], &author);
    for epoch in 0..=u32::try_from(MOST_WAITING).expect("small") {
        let entry = Entry::new(header(Kind::Key, FAMILY, epoch, &author), one.body(), |_| random_bytes(&mut random));
        assert_eq!(keyring.learn(&entry), Ok(Learned::Waiting));
    }
    assert_eq!((keyring.waiting.len(), keyring.waiting[0].header().epoch), (MOST_WAITING, 1));
}

#[test]
fn a_key_brought_under_another_village_is_not_this_documents() {
    let mut random = SeededRandom::new(7);
    let station = DeviceKeys::random(&mut random);
    let mut keyring = Keyring::new(station.clone());
    for entry in chain(&mut random, &station) {
        keyring.learn(&entry).expect("a key entry");
    }
    let (circle, epoch) = (keyring.circle(COMMUNE), keyring.epoch(FAMILY));
    let elsewhere = |doc: Document| Document { scope: ScopeId::new([9; 16]), ..doc };
    let thief = DeviceKeys::random(&mut random);
    let stolen = Secret::Circle(SealingSecret::random(&mut random));
    keyring
        .learn(&key_entry(elsewhere(COMMUNE), 99, &stolen, &[station.sealing.public()], &thief))
        .expect("a key entry");
    let stolen = Secret::Document(DocumentKey::random(&mut random));
    keyring
        .learn(&key_entry(elsewhere(FAMILY), 99, &stolen, &[station.sealing.public()], &thief))
        .expect("a key entry");
    assert_eq!((keyring.circle(COMMUNE), keyring.epoch(FAMILY)), (circle, epoch));
    keyring.forget(elsewhere(FAMILY));
    assert_eq!(keyring.epoch(FAMILY), epoch);
}
