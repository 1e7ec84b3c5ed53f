//! What fits into a QR code, and that nothing scanned does harm.

use super::*;
use crate::log::{SeededRandom, random_bytes};

const VILLAGE: ScopeId = ScopeId::new([0xA1; 16]);
const FAMILY: DocId = DocId::new([0xB1; 16]);
const CIRCLE: DocId = DocId::new([0xB2; 16]);
const RECORD: Document = Document { scope: VILLAGE, doc: FAMILY };
const OWN: Document = Document { scope: VILLAGE, doc: CIRCLE };
const NEXT_YEAR: u64 = 1_798_761_600;

fn hubs() -> Vec<Hub> {
    let hub = |address: &str, byte| Hub { address: address.to_owned(), fingerprint: Some([byte; 32]) };
    vec![hub("192.168.100.200:8443", 1)]
}

fn keys(random: &mut SeededRandom) -> Vec<HandedKey> {
    let document = Secret::Document(DocumentKey::random(random));
    vec![(RECORD, 1, document), (OWN, 1, Secret::Circle(SealingSecret::random(random)))]
}

fn collaborator() -> Rights {
    Rights { role: Role::Collaborator, scopes: vec![VILLAGE], docs: Vec::new(), expires: NEXT_YEAR }
}

fn family() -> Rights {
    Rights { role: Role::Family, scopes: vec![VILLAGE], docs: vec![FAMILY, CIRCLE], expires: NEXT_YEAR }
}

/// The longest chain in use: the root lets a second station in, which invites a collaborator, who takes it up and invites a mother.
struct House {
    random: SeededRandom,
    collaborator: (Token, DeviceKeys),
    first: Code,
}

impl House {
    fn new() -> Self {
        let mut random = SeededRandom::new(1);
        let (root, station, phone) =
            (DeviceKeys::root(&[1; 16]), DeviceKeys::random(&mut random), DeviceKeys::random(&mut random));
        let rights = Rights { role: Role::Station, scopes: Vec::new(), docs: Vec::new(), expires: NEXT_YEAR };
        let token = Token::issue(&root.signing, Holder::Device(station.id()), &rights, &mut random).expect("fits");
        let village = vec![(OWN, 1, Secret::Circle(SealingSecret::random(&mut random)))];
        let first =
            Invitation::new(Purpose::Join, (&token, &station.signing), &collaborator(), hubs(), village, &mut random);
        let first = first.expect("narrower");
        let token = first.take_up(&phone, &mut random).expect("held");
        Self { random, collaborator: (token, phone), first: Code::Invitation(Box::new(first)) }
    }

    fn invite(&mut self, keys: Vec<HandedKey>) -> Invitation {
        let (token, phone) = &self.collaborator;
        Invitation::new(Purpose::Join, (token, &phone.signing), &family(), hubs(), keys, &mut self.random)
            .expect("narrower")
    }

    fn invited(&mut self) -> Code {
        let keys = keys(&mut self.random);
        Code::Invitation(Box::new(self.invite(keys)))
    }
}

fn scanned(text: &str) -> Invitation {
    match Code::from_text(text) {
        Ok(Code::Invitation(invitation)) => *invitation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_mother_is_let_in_by_one_code_and_reads_her_record_at_once() {
    let mut house = House::new();
    let text = house.invited().to_text().expect("fits");
    let invitation = scanned(&text);
    assert_eq!((invitation.purpose, invitation.hubs.as_slice()), (Purpose::Join, hubs().as_slice()));
    assert_eq!(invitation.grant().expect("verifies").membership.docs, [FAMILY, CIRCLE]);
    let phone = DeviceKeys::random(&mut house.random);
    let token = invitation.take_up(&phone, &mut house.random).expect("held");
    let grant = token.read().expect("verifies");
    assert_eq!((grant.holder, grant.membership.role), (Holder::Device(phone.id()), Role::Family));
    assert_eq!(grant.invitation(), Some(invitation.secret.id()));
    let [(RECORD, 1, Secret::Document(_)), (OWN, 1, Secret::Circle(_))] = invitation.keys.as_slice() else {
        panic!("{:?}", invitation.keys)
    };
}

#[test]
fn a_code_takes_no_more_than_1200_bytes() {
    let mut house = House::new();
    let invited = house.invited();
    let sizes = [&house.first, &invited].map(|code| code.to_bytes().expect("ours").len());
    assert_eq!(
        sizes,
        [638, 1175],
        "to a collaborator; to a mother, from a collaborator whom a second station had invited"
    );
    let text = house.invited().to_text().expect("fits");
    assert!(text.len() <= 1853, "{} letters, more than a QR code of version 25 holds at low correction", text.len());
    let largest = text::to_text(NAME, &[0; LARGEST_CODE]);
    assert!(largest.len() <= 1853, "{} letters", largest.len());
    assert!(text.bytes().all(|letter| letter.is_ascii_uppercase() || b"0123456789 $%*+-./:".contains(&letter)));
    let many = (0..4).map(|epoch| (RECORD, epoch, Secret::Document(DocumentKey::new([7; 32])))).collect();
    assert_eq!(Code::Invitation(Box::new(house.invite(many))).to_text().err(), Some(CodeError::TooLarge));
}

#[test]
fn a_mother_who_asks_is_answered_across_a_table() {
    let mut house = House::new();
    let phone = DeviceKeys::random(&mut house.random);
    let asking = Asking { device: phone.id(), sealing: phone.sealing.public(), keys: keys(&mut house.random) };
    let text = Code::Asking(asking).to_text().expect("fits");
    let Ok(Code::Asking(asking)) = Code::from_text(&text) else { panic!("{text:?}") };
    assert_eq!((asking.device, asking.sealing, asking.keys.len()), (phone.id(), phone.sealing.public(), 2));
    let (token, collaborators) = &house.collaborator;
    let by = (token, &collaborators.signing);
    let refused = asking.answer(by, &collaborator(), hubs(), &mut SeededRandom::new(5)).err();
    assert_eq!(refused, Some(TokenError::UnfitRights(0)));
    let answer = asking.answer(by, &family(), hubs(), &mut SeededRandom::new(5)).expect("narrower");
    let text = Code::Answer(answer).to_text().expect("fits");
    let Ok(Code::Answer(answer)) = Code::from_text(&text) else { panic!("{text:?}") };
    assert_eq!(answer.token.read().expect("verifies").holder, Holder::Device(phone.id()));
}

#[test]
fn a_stations_code_says_where_it_is_and_by_what_it_is_known() {
    for hub in hubs() {
        let text = Code::Hub(hub.clone()).to_text().expect("small");
        assert!(text.len() < 200, "{} letters", text.len());
        let Ok(Code::Hub(read)) = Code::from_text(&text) else { panic!("{text:?}") };
        assert_eq!(read, hub);
    }
    let nowhere = Code::Hub(Hub { address: "trạm".into(), fingerprint: None });
    assert_eq!(nowhere.to_text().err(), Some(CodeError::Malformed));
}

#[test]
fn another_code_a_misread_one_and_a_newer_one_are_told_apart() {
    let error = |text: &str| Code::from_text(text).err();
    assert_eq!(error("https://zalo.example/abc"), Some(CodeError::Text(TextError::NotOurs)));
    assert_eq!(error("NEP:BB8."), Some(CodeError::Text(TextError::Damaged)));
    assert_eq!(error(&text::to_text(NAME, &[0x82, 2, 0x80])), Some(CodeError::Newer(2)));
    assert_eq!(error(&text::to_text(NAME, &[0x82, 1, 0x80])), Some(CodeError::Malformed));
    assert_eq!(error(&text::to_text(NAME, &[0; LARGEST_CODE + 1])), Some(CodeError::TooLarge));
}

#[test]
fn an_invitation_whose_key_is_not_its_tokens_is_refused() {
    let mut house = House::new();
    let mut invitation = house.invite(Vec::new());
    invitation.secret = SigningSecret::random(&mut house.random);
    assert_eq!(
        Code::from_text(&Code::Invitation(Box::new(invitation)).to_text().expect("fits")).err(),
        Some(CodeError::NotTheHolder)
    );
    let mut invitation = house.invite(Vec::new());
    invitation.token = house.collaborator.0.clone();
    assert_eq!(
        Code::from_text(&Code::Invitation(Box::new(invitation)).to_text().expect("fits")).err(),
        Some(CodeError::NotTheHolder)
    );
}

#[test]
fn an_address_that_is_none_is_refused_when_shown_and_when_scanned() {
    for address in ["", "a b", "trạm:1", "a\n", &"a".repeat(LONGEST_ADDRESS + 1)] {
        let mut invitation = House::new().invite(Vec::new());
        invitation.hubs[0].address = address.to_owned();
        let code = Code::Invitation(Box::new(invitation));
        assert_eq!(code.to_text().err(), Some(CodeError::Malformed), "{address:?}");
        assert_eq!(
            Code::from_text(&text::to_text(NAME, &code.to_bytes().expect("ours"))).err(),
            Some(CodeError::Malformed)
        );
    }
}

#[test]
fn crafted_content_with_a_right_check_is_an_error_and_never_a_panic() {
    let mut house = House::new();
    let mut random = SeededRandom::new(77);
    let invited = house.invited();
    let codes = [&house.first, &invited].map(|code| code.to_bytes().expect("ours"));
    let mut refused = 0;
    for round in 0..3000 {
        let mut content = codes[round % 2].to_vec();
        let [kind, count, a, b, value]: [u8; 5] = random_bytes(&mut random);
        for change in 0..=usize::from(count % 4) {
            let at = (usize::from(a) * 256 + usize::from(b) + change * 97) % content.len();
            match kind % 4 {
                0 => content[at] ^= 1 << (value % 8),
                1 => content[at] = value,
                2 => content.truncate(at.max(1)),
                _ => content.insert(at, value),
            }
        }
        match Code::from_text(&text::to_text(NAME, &content)) {
            Err(_) => refused += 1,
            // A changed hub, purpose or key is somebody else's code, well made.
            Ok(code) => assert_eq!(*code.to_bytes().expect("ours"), content),
        }
    }
    assert!(refused > 2000, "{refused}");
    for _ in 0..3000 {
        let [length]: [u8; 1] = random_bytes(&mut random);
        let mut garbage = vec![0; usize::from(length)];
        random.fill(&mut garbage);
        assert!(Code::from_text(&text::to_text(NAME, &garbage)).is_err());
        assert!(Code::from_text(&String::from_utf8_lossy(&garbage)).is_err());
    }
}
