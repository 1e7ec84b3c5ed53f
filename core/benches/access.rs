//! What keys, tokens and seals cost: `cargo bench -p nep-core --bench access`.

use divan::{Bencher, black_box};
use nep_core::access::passphrase::{self, Cost, Opener};
use nep_core::access::{
    DeviceKeys, Holder, Join, Keyring, Rights, Role, Roster, SealingSecret, Secret, Token, open_key, seal_key,
};
use nep_core::log::{
    DocId, Document, DocumentKey, Entry, Header, Kind, Padding, ScopeId, SeededRandom, SpaceId, SystemRandom, VERSION,
    random_bytes, seal,
};

fn main() {
    divan::main();
}

const VILLAGE: ScopeId = ScopeId::new([1; 16]);

fn header(author: &DeviceKeys, kind: Kind, space: SpaceId) -> Header {
    let (scope, doc) =
        if kind == Kind::Join { (space.commune_scope(), space.roster()) } else { (VILLAGE, DocId::new([2; 16])) };
    Header { version: VERSION, kind, space, scope, doc, author: author.id(), seq: 1, epoch: 1, contains: Vec::new() }
}

/// One sitting of a weighing day: 400 bytes that do not compress.
fn sitting() -> (DeviceKeys, Keyring, Header, Vec<u8>) {
    let mut random = SeededRandom::new(1);
    let device = DeviceKeys::random(&mut random);
    let mut keyring = Keyring::new(device.clone());
    keyring.keep(
        Document { scope: VILLAGE, doc: DocId::new([2; 16]) },
        1,
        Secret::Document(DocumentKey::random(&mut random)),
    );
    let header = header(&device, Kind::Changes, SpaceId::new([3; 16]));
    (device, keyring, header, random_bytes::<400>(&mut random).to_vec())
}

fn sealed() -> (Keyring, Entry) {
    let (device, keyring, header, plain) = sitting();
    let body = keyring.seal(&header, &plain, Padding::Padme, &mut SystemRandom).expect("held");
    (keyring, device.entry(header, &body))
}

#[divan::bench]
fn seal_and_sign_a_sitting(bencher: Bencher) {
    let (device, keyring, header, plain) = sitting();
    bencher.bench(|| {
        let body = keyring.seal(&header, &plain, Padding::Padme, &mut SystemRandom).expect("held");
        device.entry(header.clone(), &body)
    });
}

#[divan::bench]
fn open_a_sitting(bencher: Bencher) {
    let (keyring, entry) = sealed();
    bencher.bench(|| keyring.open(black_box(&entry)).expect("held"));
}

#[divan::bench]
fn verify_an_entry(bencher: Bencher) {
    let (_, entry) = sealed();
    bencher.bench(|| seal::verify(black_box(&entry)));
}

#[divan::bench(args = [1, 3, 20])]
fn seal_a_key_to(bencher: Bencher, recipients: usize) {
    let (device, _, header, _) = sitting();
    let header = Header { kind: Kind::Key, ..header };
    let to = vec![device.sealing.public(); recipients];
    let secret = Secret::Circle(SealingSecret::random(&mut SystemRandom));
    bencher.bench(|| seal_key(&header, &secret, &to, &mut SystemRandom).expect("recipients"));
}

#[divan::bench]
fn open_a_key(bencher: Bencher) {
    let (device, _, header, _) = sitting();
    let secret = Secret::Circle(SealingSecret::random(&mut SystemRandom));
    let body = seal_key(&header, &secret, &[device.sealing.public()], &mut SystemRandom).expect("one recipient");
    bencher.bench(|| open_key(&header, black_box(&body), std::iter::once(&device.sealing)).expect("well formed"));
}

/// A token from the root, and passed on this often.
fn token(root: &DeviceKeys, passed_on: usize) -> (Token, DeviceKeys) {
    let mut random = SystemRandom;
    let rights = Rights { role: Role::Collaborator, scopes: vec![VILLAGE], docs: Vec::new(), expires: 1_798_761_600 };
    let mut holder = DeviceKeys::random(&mut random);
    let mut token = Token::issue(&root.signing, Holder::Device(holder.id()), &rights, &mut random).expect("fits");
    for _ in 0..passed_on {
        let next = DeviceKeys::random(&mut random);
        token = token.pass_on(&holder.signing, Holder::Device(next.id()), &rights, &mut random).expect("fits");
        holder = next;
    }
    (token, holder)
}

#[divan::bench(args = [0, 1, 2, 4])]
fn read_a_token_passed_on(bencher: Bencher, times: usize) {
    let (token, _) = token(&DeviceKeys::root(&[1; 16]), times);
    bencher.bench(|| black_box(&token).read().expect("verifies"));
}

/// A commune where every family has a phone: the joins are verified.
fn commune(members: usize) -> (SpaceId, Vec<Entry>) {
    let root = DeviceKeys::root(&[1; 16]);
    let space = SpaceId::of_root(root.id().as_bytes());
    let join = |_| {
        let (token, device) = token(&root, 2);
        let body = Join { token, sealing: device.sealing.public() }.to_bytes();
        device.entry(header(&device, Kind::Join, space), &body)
    };
    (space, (0..members).map(join).collect())
}

#[divan::bench(sample_count = 5, args = [3000])]
fn verify_a_roster(bencher: Bencher, members: usize) {
    let (space, joins) = commune(members);
    bencher.bench(|| {
        let mut roster = Roster::new(space);
        roster.add(black_box(&joins));
        roster
    });
}

#[divan::bench(sample_count = 20, args = [3000])]
fn read_back_a_roster(bencher: Bencher, members: usize) {
    let (space, joins) = commune(members);
    let mut roster = Roster::new(space);
    roster.add(&joins);
    let bytes = roster.to_bytes();
    bencher.bench(|| Roster::from_bytes(black_box(&bytes)).expect("just written"));
}

#[divan::bench(sample_count = 10, args = ["phone", "computer"])]
fn stretch_a_passphrase(bencher: Bencher, device: &str) {
    let cost = if device == "phone" { Cost::PHONE } else { Cost::COMPUTER };
    bencher.bench(|| {
        passphrase::lock(b"key", Opener::Passphrase("sức khỏe tốt"), cost, &mut SystemRandom).expect("long enough")
    });
}
