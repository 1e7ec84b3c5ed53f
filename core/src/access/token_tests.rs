//! What a token gives, and that nobody gets more out of one.

use biscuit_auth::builder::{Algorithm, BlockBuilder};
use biscuit_auth::{Biscuit, BiscuitBuilder, KeyPair, PrivateKey, PublicKey};

use super::*;
use crate::log::SeededRandom;

const VILLAGE: ScopeId = ScopeId::new([0xA1; 16]);
const OTHER_VILLAGE: ScopeId = ScopeId::new([0xA2; 16]);
const FAMILY: DocId = DocId::new([0xB1; 16]);
const CIRCLE: DocId = DocId::new([0xB2; 16]);
/// 1 January 2027 and 2028.
const NEXT_YEAR: u64 = 1_798_761_600;
const LATER: u64 = 1_830_297_600;

fn secret(number: u64) -> SigningSecret {
    SigningSecret::random(&mut SeededRandom::new(number))
}

fn collaborator() -> Rights {
    Rights { role: Role::Collaborator, scopes: vec![VILLAGE, OTHER_VILLAGE], docs: Vec::new(), expires: LATER }
}

fn family() -> Rights {
    Rights { role: Role::Family, scopes: vec![VILLAGE], docs: vec![FAMILY, CIRCLE], expires: NEXT_YEAR }
}

/// Root 1 → collaborator's device 2 → invitation 3 → mother's device 4.
fn chain() -> [Token; 3] {
    let mut random = SeededRandom::new(100);
    let first = Token::issue(&secret(1), Holder::Device(secret(2).id()), &collaborator(), &mut random).expect("fits");
    let second = first.pass_on(&secret(2), Holder::Invitation(secret(3).id()), &family(), &mut random).expect("fits");
    let third = second.pass_on(&secret(3), Holder::Device(secret(4).id()), &family(), &mut random).expect("fits");
    [first, second, third]
}

fn biscuit(token: &Token) -> Biscuit {
    Biscuit::from(&token.bytes, PublicKey::from_bytes(token.root.as_bytes(), Algorithm::Ed25519).expect("a key"))
        .expect("verifies")
}

fn again(token: &Token, biscuit: &Biscuit) -> Token {
    Token { root: token.root, bytes: biscuit.to_vec().expect("writes") }
}

/// A block of any Datalog, added by `signer` as a third party.
fn with_block(token: &Token, signer: &SigningSecret, code: &str) -> Token {
    let private = private_key(&signer.seed());
    let block = BlockBuilder::new().code(code).expect("Datalog");
    let block = biscuit(token).third_party_request().expect("open").create_block(&private, block).expect("signs");
    let public = KeyPair::from(&private).public();
    again(token, &biscuit(token).append_third_party(public, block).expect("appends"))
}

fn to(signer: &SigningSecret) -> String {
    format!("user(hex:{});", signer.id())
}

#[test]
fn a_token_passed_on_twice_gives_what_the_last_holder_was_given() {
    let [first, second, third] = chain();
    let read = first.read().expect("verifies");
    assert_eq!((read.holder, read.through.len(), read.ids.len()), (Holder::Device(secret(2).id()), 0, 1));
    assert_eq!(read.membership.scopes, [VILLAGE, OTHER_VILLAGE]);
    let read = second.read().expect("verifies");
    assert_eq!(read.holder, Holder::Invitation(secret(3).id()));
    let read = third.read().expect("verifies");
    assert_eq!(read.membership.space, SpaceId::of_root(secret(1).id().as_bytes()));
    assert_eq!((read.membership.role, read.membership.device), (Role::Family, secret(4).id()));
    assert_eq!((read.membership.scopes, read.membership.docs), (vec![VILLAGE], vec![FAMILY, CIRCLE]));
    assert_eq!(read.membership.expires, NEXT_YEAR);
    assert_eq!(read.through, [Holder::Device(secret(2).id()), Holder::Invitation(secret(3).id())]);
    assert_eq!(read.through.last(), Some(&Holder::Invitation(secret(3).id())));
    assert_eq!(third.read().expect("verifies").invitation(), Some(secret(3).id()));
}

#[test]
fn a_token_keeps_its_size() {
    let sizes = chain().map(|token| token.size());
    assert_eq!(sizes, [265, 629, 890], "first, passed on once, twice");
}

#[test]
fn a_token_cut_or_changed_anywhere_is_worth_nothing() {
    let [.., token] = chain();
    for length in 0..token.bytes.len() {
        let cut = Token { bytes: token.bytes[..length].to_vec(), ..token.clone() };
        assert!(cut.read().is_err(), "{length} bytes");
    }
    for at in 0..token.bytes.len() * 8 {
        let mut bytes = token.bytes.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        assert!(Token { bytes, ..token.clone() }.read().is_err(), "bit {at}");
    }
}

#[test]
fn a_token_of_another_commune_is_forged_here() {
    let [.., token] = chain();
    let elsewhere = Token { root: secret(9).id(), ..token };
    assert_eq!(elsewhere.read(), Err(TokenError::Forged));
    let nowhere = Token { root: DeviceId::new([0xff; 32]), ..elsewhere };
    assert_eq!(nowhere.read(), Err(TokenError::Forged));
}

#[test]
fn nobody_but_the_holder_passes_a_token_on() {
    let [first, second, third] = chain();
    let mut random = SeededRandom::new(5);
    for (token, thief) in [(&first, 9), (&second, 2), (&third, 3), (&third, 1)] {
        let refused = token.pass_on(&secret(thief), Holder::Device(secret(9).id()), &family(), &mut random);
        assert!(matches!(refused, Err(TokenError::NotByTheHolder(_))), "{thief}: {refused:?}");
        let forced = with_block(token, &secret(thief), &to(&secret(9)));
        assert!(matches!(forced.read(), Err(TokenError::NotByTheHolder(_))), "{thief}");
    }
}

#[test]
fn a_block_of_nobody_that_looks_like_authority_is_refused() {
    let [first, ..] = chain();
    for code in [
        to(&secret(9)),
        "role(3);".to_owned(),
        format!("group(hex:{VILLAGE});"),
        "check if true;".to_owned(),
        String::new(),
    ] {
        let appended = biscuit(&first).append(BlockBuilder::new().code(&code).expect("Datalog")).expect("appends");
        assert_eq!(again(&first, &appended).read(), Err(TokenError::NotByTheHolder(1)), "{code}");
    }
}

#[test]
fn no_block_gives_more_than_the_one_before() {
    let [first, _, third] = chain();
    let next = to(&secret(9));
    let widened = [
        (&first, 2, 1, "role(3);".to_owned()),
        (&first, 2, 1, format!("group(hex:{});", ScopeId::new([0xA3; 16]))),
        (&first, 2, 1, "time(2030-01-01T00:00:00Z);".to_owned()),
        (&third, 4, 3, "role(2);".to_owned()),
        (&third, 4, 3, format!("group(hex:{OTHER_VILLAGE});")),
        (&third, 4, 3, format!("resource(hex:{});", DocId::new([0xB3; 16]))),
        (&third, 4, 3, format!("resource(hex:{FAMILY}); resource(hex:{});", DocId::new([0xB3; 16]))),
        (&third, 4, 3, "time(2027-01-01T00:00:01Z);".to_owned()),
    ];
    for (token, holder, at, code) in widened {
        assert_eq!(
            with_block(token, &secret(holder), &format!("{next}{code}")).read(),
            Err(TokenError::Widened(at)),
            "{code}"
        );
    }
    let same =
        with_block(&third, &secret(4), &format!("{next} time(2027-01-01T00:00:00Z);")).read().expect("not later");
    assert_eq!(same.membership.expires, NEXT_YEAR);
}

#[test]
fn a_holder_narrows_a_token_by_passing_it_on_to_herself() {
    let [first, ..] = chain();
    let narrow = Rights { scopes: vec![VILLAGE], ..collaborator() };
    let token = first
        .pass_on(&secret(2), Holder::Device(secret(2).id()), &narrow, &mut SeededRandom::new(1))
        .expect("narrower");
    assert_eq!(token.read().expect("verifies").membership.scopes, [VILLAGE]);
}

#[test]
fn a_station_lets_a_collaborator_in_and_never_herself_further() {
    let mut random = SeededRandom::new(1);
    let station = Rights { role: Role::Station, scopes: Vec::new(), docs: Vec::new(), expires: LATER };
    let token = Token::issue(&secret(1), Holder::Device(secret(2).id()), &station, &mut random).expect("fits");
    let passed =
        token.pass_on(&secret(2), Holder::Invitation(secret(3).id()), &collaborator(), &mut random).expect("narrower");
    assert_eq!(passed.read().expect("verifies").membership.role, Role::Collaborator);
}

#[test]
fn rights_that_do_not_fit_their_role_are_refused() {
    let many = |count: u8| (0..count).map(|at| ScopeId::new([at; 16])).collect::<Vec<_>>();
    let docs = |count: u8| (0..count).map(|at| DocId::new([at; 16])).collect::<Vec<_>>();
    let unfit = [
        Rights { role: Role::Station, ..collaborator() },
        Rights { scopes: Vec::new(), ..collaborator() },
        Rights { docs: vec![FAMILY], ..collaborator() },
        Rights { docs: Vec::new(), ..family() },
        Rights { scopes: Vec::new(), ..family() },
        Rights { scopes: many(33), ..collaborator() },
        Rights { docs: docs(17), ..family() },
    ];
    let issue =
        |rights: &Rights| Token::issue(&secret(1), Holder::Device(secret(2).id()), rights, &mut SeededRandom::new(1));
    for rights in unfit {
        assert_eq!(issue(&rights), Err(TokenError::UnfitRights(0)), "{rights:?}");
    }
    assert!(issue(&Rights { scopes: many(32), ..collaborator() }).is_ok());
    assert!(issue(&Rights { docs: docs(16), ..family() }).is_ok());
}

#[test]
fn a_token_that_says_what_we_do_not_know_is_not_read_in_part() {
    let [first, ..] = chain();
    let next = to(&secret(9));
    for code in [
        format!("{next} check if true;"),
        format!("{next} user($x) <- client($x);"),
        format!("{next} trusting previous;"),
        format!("{next} right(\"everything\");"),
        format!("{next} nurse(true);"),
        format!("{next} {next} client(hex:{});", secret(9).id()),
        format!("{next} role(0);"),
        format!("{next} role(4);"),
        format!("{next} role(1, 2);"),
        format!("{next} group(hex:00);"),
        format!("{next} time(5);"),
        "user(hex:00);".to_owned(),
        String::new(),
    ] {
        let Ok(_) = BlockBuilder::new().code(&code) else { continue };
        let read = with_block(&first, &secret(2), &code).read();
        assert_eq!(read, Err(TokenError::NotUnderstood(1)), "{code}");
    }
    for code in ["role(2);".to_owned(), format!("{next} role(3);"), format!("{next} time(2027-01-01T00:00:00Z);")] {
        let builder = BiscuitBuilder::new().code(&code).expect("Datalog");
        let token = builder.build(&key_pair(&secret(1).seed())).expect("builds");
        assert_eq!(again(&first, &token).read(), Err(TokenError::NotUnderstood(0)), "{code}");
    }
}

#[test]
fn an_invitation_is_taken_up_by_a_device_and_not_passed_to_another_invitation() {
    let [_, second, _] = chain();
    let refused = second.pass_on(&secret(3), Holder::Invitation(secret(9).id()), &family(), &mut SeededRandom::new(1));
    assert_eq!(refused, Err(TokenError::NotUnderstood(2)));
}

#[test]
fn a_holder_with_a_key_of_another_kind_is_refused() {
    let [first, ..] = chain();
    let other = KeyPair::new_with_algorithm(Algorithm::Secp256r1);
    let block = BlockBuilder::new().code(to(&secret(9))).expect("Datalog");
    let block =
        biscuit(&first).third_party_request().expect("open").create_block(&other.private(), block).expect("signs");
    let token = again(&first, &biscuit(&first).append_third_party(other.public(), block).expect("appends"));
    assert_eq!(token.read(), Err(TokenError::NotByTheHolder(1)));
}

#[test]
fn a_token_passed_on_too_often_or_too_large_is_refused_before_it_is_verified() {
    let mut random = SeededRandom::new(1);
    let [first, ..] = chain();
    let mut token = first;
    for _ in 1..MOST_BLOCKS {
        token = token
            .pass_on(&secret(2), Holder::Device(secret(2).id()), &collaborator(), &mut random)
            .expect("not yet too often");
    }
    let once_more = token.pass_on(&secret(2), Holder::Device(secret(2).id()), &collaborator(), &mut random);
    assert_eq!(once_more, Err(TokenError::TooLarge));
    let large = Token { root: token.root, bytes: vec![0; LARGEST_TOKEN + 1] };
    assert_eq!(large.read(), Err(TokenError::TooLarge));
}

#[test]
fn a_second_form_of_a_token_is_refused() {
    let [first, ..] = chain();
    let mut bytes = first.bytes.clone();
    // An unknown field of protobuf: number 15, a varint.
    bytes.extend([0x78, 0x01]);
    assert_eq!(Token { bytes, ..first }.read(), Err(TokenError::Malformed));
}

#[test]
fn a_key_taken_from_elsewhere_in_the_token_adds_nothing() {
    // The token itself carries the secret that Biscuit's own appending needs; it is public and must give nothing.
    let [first, ..] = chain();
    let written = biscuit(&first).container().to_proto();
    let Some(schema::proof::Content::NextSecret(next)) = written.proof.content else { panic!("an open token") };
    let next = PrivateKey::from_bytes(&next, Algorithm::Ed25519).expect("a key");
    let block = BlockBuilder::new().code(to(&secret(9))).expect("Datalog");
    let block = biscuit(&first).third_party_request().expect("open").create_block(&next, block).expect("signs");
    let token =
        again(&first, &biscuit(&first).append_third_party(KeyPair::from(&next).public(), block).expect("appends"));
    assert_eq!(token.read(), Err(TokenError::NotByTheHolder(1)));
}
