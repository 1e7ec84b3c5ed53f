//! What strangers, thieves and broken programs may try.

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum_server::Handle;
use nep_core::access::{Audience, Holder, Join, Rights, Role, Token};
use nep_core::log::{Kind, Lane, Outcome, Refusal, SeededRandom, Wanted, random_bytes};
use nep_core::sync::{Answer, Denial, deflate, inflate};
use nep_sync_server::{Hub, Limits, Listener, Service, operations, router};
use support::commune::{Commune, FOREVER, NOW, OTHER_VILLAGE, Phone, VILLAGE, family, hub, keys, respond, rules};
use tower::ServiceExt;

const ORDERS: [Lane; 1] = [Lane { wanted: Wanted::Orders, after: 0 }];

fn denial(hub: &Hub, request: &[u8]) -> Option<Denial> {
    match respond(hub, request) {
        Answer::Denied(denial) => Some(denial),
        Answer::Served(_) => None,
    }
}

/// A device of the village that asks for the orders and is answered this.
fn with_token(commune: &Commune, number: u64, token: &Token) -> Option<Denial> {
    let mut phone = Phone::new(commune.space(), keys(number), token, vec![]);
    let ask = phone.ask(&[], Some(ORDERS.to_vec()));
    denial(&hub(), &phone.request(&ask))
}

#[test]
fn a_replayed_request_does_nothing() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    let change = phone.change(family(1));
    let ask = phone.ask(&[change], Some(ORDERS.to_vec()));
    let request = phone.request(&ask);
    assert_eq!(denial(&hub, &request), None);
    let before = hub.store().head(commune.space()).expect("memory");
    assert_eq!(denial(&hub, &request), Some(Denial::Stale(1)));
    assert_eq!(hub.store().head(commune.space()).expect("memory"), before);
}

#[test]
fn a_request_for_one_hub_is_worth_nothing_at_another() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    let ask = phone.ask(&[], Some(ORDERS.to_vec()));
    let elsewhere = deflate(&ask.to_request(Audience::of_name("evil.example"), &phone.keys.signing));
    assert_eq!(denial(&hub, &elsewhere), Some(Denial::Unproven));
}

#[test]
fn a_stolen_join_without_its_devices_key_is_worth_nothing() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut victim = commune.collaborator(1);
    let thief = keys(66);
    let ask = victim.ask(&[], Some(ORDERS.to_vec()));
    let in_her_name = deflate(&ask.to_request(Audience::of_name("hub.example"), &thief.signing));
    assert_eq!(denial(&hub, &in_her_name), Some(Denial::Unproven));
    let mut own_name = ask;
    own_name.device = thief.id();
    let own_name = deflate(&own_name.to_request(Audience::of_name("hub.example"), &thief.signing));
    assert_eq!(denial(&hub, &own_name), Some(Denial::Unknown));
}

#[test]
fn a_forged_token_lets_nobody_in() {
    let (commune, impostor) = (Commune::new(1), Commune::new(2));
    let device = keys(5);
    let forged = impostor.token(&device, Role::Station, &[], &[], FOREVER);
    let mut phone = Phone::new(impostor.space(), device, &forged, vec![]);
    let mut ask = phone.ask(&[], Some(ORDERS.to_vec()));
    ask.space = commune.space();
    assert_eq!(denial(&hub(), &phone.request(&ask)), Some(Denial::Unknown), "a join of another commune");
}

#[test]
fn an_expired_token_is_served_nothing() {
    let commune = Commune::new(1);
    let device = keys(5);
    let token = |expires| commune.token(&device, Role::Collaborator, &[VILLAGE], &[], expires);
    assert_eq!(with_token(&commune, 5, &token(NOW)), Some(Denial::Expired), "its last second is over");
    assert_eq!(with_token(&commune, 5, &token(NOW + 1)), None);
}

#[test]
fn a_widened_token_is_no_token() {
    let commune = Commune::new(1);
    let (holder, next) = (keys(5), keys(6));
    let held = commune.token(&holder, Role::Collaborator, &[VILLAGE], &[], NOW + 1000);
    let wide = [
        Rights { role: Role::Collaborator, scopes: vec![VILLAGE, OTHER_VILLAGE], docs: vec![], expires: NOW + 1000 },
        Rights { role: Role::Station, scopes: vec![], docs: vec![], expires: NOW + 1000 },
        Rights { role: Role::Collaborator, scopes: vec![VILLAGE], docs: vec![], expires: FOREVER },
    ];
    for rights in wide {
        let passed = held.pass_on(&holder.signing, Holder::Device(next.id()), &rights, &mut SeededRandom::new(1));
        // Either it cannot be made, or it gives no more than the one before.
        let Ok(passed) = passed else { continue };
        let given = passed.read().expect("a token").membership;
        assert_eq!((given.role, given.scopes, given.expires), (Role::Collaborator, vec![VILLAGE], NOW + 1000));
    }
    let by_a_thief =
        held.pass_on(&next.signing, Holder::Device(next.id()), &family_rights(), &mut SeededRandom::new(1));
    assert!(by_a_thief.is_err(), "who does not hold it cannot pass it on");
}

fn family_rights() -> Rights {
    Rights { role: Role::Family, scopes: vec![VILLAGE], docs: vec![family(1).doc], expires: NOW + 10 }
}

#[test]
fn asking_for_more_than_one_may_read_is_denied() {
    let (commune, hub) = (Commune::new(1), hub());
    let of = |wanted| vec![Lane { wanted, after: 0 }];
    let (all, other) = (of(Wanted::All), of(Wanted::Scope(OTHER_VILLAGE)));
    let (village, neighbour) = (of(Wanted::Scope(VILLAGE)), of(Wanted::Document(family(2))));
    let mut collaborator = commune.collaborator(1);
    let mut mother = commune.mother(2, family(1));
    for lanes in [&all, &other] {
        let ask = collaborator.ask(&[], Some(lanes.clone()));
        assert_eq!(denial(&hub, &collaborator.request(&ask)), Some(Denial::NotAllowed), "{lanes:?}");
    }
    for lanes in [&all, &village, &neighbour] {
        let ask = mother.ask(&[], Some(lanes.clone()));
        assert_eq!(denial(&hub, &mother.request(&ask)), Some(Denial::NotAllowed), "{lanes:?}");
    }
    let ask = collaborator.ask(&[], Some(neighbour));
    assert_eq!(denial(&hub, &collaborator.request(&ask)), None);
}

#[test]
fn a_cursor_of_another_commune_brings_nothing_of_it() {
    let hub = hub();
    let (here, there) = (Commune::new(1), Commune::new(2));
    let mut station = there.station(1);
    for at in 0..20 {
        station.change(family(at));
    }
    assert!(station.sync_with(&hub).finished);
    let mut phone = here.collaborator(2);
    for after in [0, 3, 21, u64::MAX] {
        let ask = phone.ask(&[], Some(vec![Lane { wanted: Wanted::Scope(VILLAGE), after }]));
        let Answer::Served(served) = respond(&hub, &phone.request(&ask)) else { panic!("a member is served") };
        assert!(served.entries.is_empty(), "after {after}");
    }
    let mut ask = phone.ask(&[], Some(ORDERS.to_vec()));
    ask.space = there.space();
    assert_eq!(denial(&hub, &phone.request(&ask)), Some(Denial::Unknown), "no member there");
}

#[test]
fn a_member_cannot_write_what_she_may_not() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut mother = commune.mother(1, family(1));
    let elsewhere = mother.entry(Kind::Changes, family(2), b"in the neighbour's record");
    let snapshot = mother.entry(Kind::Snapshot, family(1), b"all of it");
    let mut damaged = mother.entry(Kind::Changes, family(1), b"hers").as_bytes().to_vec();
    *damaged.last_mut().expect("bytes") ^= 1;
    let mut ask = mother.ask(&[elsewhere, snapshot], None);
    ask.push.push(damaged.into());
    ask.push.push(b"nonsense".to_vec().into());
    let Answer::Served(served) = respond(&hub, &mother.request(&ask)) else { panic!("a member is served") };
    let refused = [Refusal::NotAllowed, Refusal::NotAllowed, Refusal::BadSignature, Refusal::Malformed];
    assert_eq!(served.outcomes, refused.map(Outcome::Refused));
}

#[test]
fn a_removed_holder_cannot_let_new_devices_in() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut station = commune.station(1);
    let holder = keys(5);
    let held = commune.token(&holder, Role::Collaborator, &[VILLAGE], &[], FOREVER);
    let revoke = nep_core::access::Revoke { key: holder.id(), counts: vec![], tokens: vec![], keeps: vec![] };
    let mut lost = Phone::new(commune.space(), keys(5), &held, vec![]);
    assert!(lost.sync_with(&hub).finished);
    assert!(station.sync_with(&hub).finished);
    station.order(Kind::Revoke, &revoke.to_bytes());
    assert!(station.sync_with(&hub).finished);
    let last = hub.store().head(commune.space()).expect("memory").last;
    for number in 70..73 {
        let to = Holder::Device(keys(number).id());
        let passed = held.pass_on(&holder.signing, to, &family_rights(), &mut SeededRandom::new(number));
        let mut fresh = Phone::new(commune.space(), keys(number), &passed.expect("a token"), vec![]);
        let ask = fresh.ask(&[], Some(ORDERS.to_vec()));
        assert_eq!(denial(&hub, &fresh.request(&ask)), Some(Denial::Revoked));
    }
    assert_eq!(hub.store().head(commune.space()).expect("memory").last, last, "nothing of them is kept");
}

#[test]
fn requests_altered_at_random_are_never_served_and_never_a_panic() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    let change = phone.change(family(1));
    let ask = phone.ask(&[change], Some(ORDERS.to_vec()));
    let plain = inflate(&phone.request(&ask), 1 << 20).expect("its own");
    let mut random = SeededRandom::new(2026);
    for round in 0..20_000 {
        let [kind, value, a, b, c, d, e, f] = random_bytes::<8>(&mut random);
        let at = u32::from_be_bytes([0, a, b, c]) as usize % plain.len();
        let to = (at + 1 + usize::from(d)).min(plain.len());
        let mut bytes = plain.clone();
        match kind % 5 {
            0 => bytes[at] = value,
            1 => bytes[at] ^= 1 << (value % 8),
            2 => drop(bytes.drain(at..to)),
            3 => bytes.splice(at..at, std::iter::repeat_n(value, usize::from(e))).for_each(drop),
            _ => bytes[at..to].reverse(),
        }
        if bytes != plain {
            let read = hub.read(&bytes);
            assert!(read.is_err(), "round {round} ({f}) was taken for a request");
        }
    }
}

#[test]
fn a_signed_request_of_nonsense_is_denied_without_a_panic() {
    let (commune, hub) = (Commune::new(1), hub());
    let mut phone = commune.collaborator(1);
    let mut random = SeededRandom::new(7);
    for _ in 0..300 {
        // The device signs what it sends: so it is the entries that are nonsense.
        let change = phone.entry(Kind::Changes, family(1), b"sealed");
        let mut bytes = change.as_bytes().to_vec();
        let [a, b, value, _] = random_bytes::<4>(&mut random);
        let at = usize::from(u16::from_be_bytes([a, b])) % bytes.len();
        bytes[at] ^= value | 1;
        let mut ask = phone.ask(&[], None);
        ask.push.push(bytes.into());
        let Answer::Served(served) = respond(&hub, &phone.request(&ask)) else { panic!("a member is served") };
        assert!(matches!(served.outcomes[..], [Outcome::Refused(_)]));
    }
}

fn service(limits: Limits) -> Arc<Service> {
    Service::new(hub(), limits)
}

async fn post(service: &Arc<Service>, body: Body, length: Option<u64>) -> (StatusCode, Answer) {
    let mut request = Request::post("/v1/sync");
    if let Some(length) = length {
        request = request.header("content-length", length);
    }
    let response = router(Arc::clone(service)).oneshot(request.body(body).expect("a request")).await.expect("answered");
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, Answer::from_bytes(&inflate(&bytes, 1 << 20).expect("deflated")).expect("an answer"))
}

#[tokio::test]
async fn a_body_of_a_hundred_megabytes_is_refused_unread() {
    let service = service(Limits::default());
    let too_large = Answer::Denied(Denial::TooLarge(5 << 20));
    let (status, answer) = post(&service, Body::empty(), Some(100_000_000)).await;
    assert_eq!((status, answer), (StatusCode::PAYLOAD_TOO_LARGE, too_large.clone()));
    let (status, answer) = post(&service, Body::from(vec![0; 6 << 20]), None).await;
    assert_eq!((status, answer), (StatusCode::PAYLOAD_TOO_LARGE, too_large));
    let bomb = deflate(&vec![0; 100_000_000]);
    assert!(bomb.len() < 5 << 20, "it looks small");
    let (status, answer) = post(&service, Body::from(bomb), None).await;
    assert_eq!((status, answer), (StatusCode::PAYLOAD_TOO_LARGE, Answer::Denied(Denial::TooLarge(6 << 20))));
}

#[tokio::test]
async fn whoever_keeps_knocking_is_slowed_down() {
    let service = service(Limits { stranger_burst: 3.0, stranger_rate: 0.1, ..Limits::default() });
    for _ in 0..3 {
        let (status, _) = post(&service, Body::from("nonsense"), None).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
    let (status, answer) = post(&service, Body::from("nonsense"), None).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(matches!(answer, Answer::Denied(Denial::Busy(_))));
}

#[tokio::test]
async fn a_device_that_never_stops_asking_is_told_to_wait() {
    let service = service(Limits { device_burst: 2.0, device_rate: 0.1, ..Limits::default() });
    let mut phone = Commune::new(1).collaborator(1);
    let mut answers = Vec::new();
    for _ in 0..3 {
        let ask = phone.ask(&[], Some(ORDERS.to_vec()));
        answers.push(post(&service, Body::from(phone.request(&ask)), None).await.1);
    }
    assert!(matches!(answers[..], [Answer::Served(_), Answer::Served(_), Answer::Denied(Denial::Busy(10))]));
    let figures = service.metrics().text();
    assert!(figures.contains("nep_requests_total{answer=\"served\"} 2"), "{figures}");
    assert!(!figures.contains(&phone.id().to_string()), "no figure names a device");
}

#[tokio::test]
async fn health_and_figures_are_told() {
    let service = service(Limits::default());
    for path in ["/healthz", "/metrics"] {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let response = operations(Arc::clone(&service)).oneshot(request).await.expect("answered");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
    }
    let outside = Request::get("/metrics").body(Body::empty()).expect("a request");
    let response = router(service).oneshot(outside).await.expect("answered");
    assert_eq!(response.status(), StatusCode::NOT_FOUND, "figures are not for the world");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_client_is_hung_up_on_and_others_are_served_meanwhile() {
    let limits = Limits { silence: Duration::from_millis(300), ..Limits::default() };
    let service = Service::new(Hub::new(Arc::clone(hub().store()), rules()), limits);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let address = listener.local_addr().expect("an address");
    let handle = Handle::new();
    let serving = tokio::spawn(Listener::plain(listener, handle.clone()).serve(router(service)));
    let begun = Instant::now();
    let talk = move || {
        let mut slow = TcpStream::connect(address).expect("connected");
        slow.write_all(b"POST /v1/sync HTTP/1.1\r\nhost: hub\r\ncontent-length: 1000\r\n\r\nabc").expect("sent");
        let mut other = TcpStream::connect(address).expect("connected");
        other.write_all(b"GET /healthz HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n").expect("sent");
        let mut served = String::new();
        other.read_to_string(&mut served).expect("answered");
        let mut hung_up = Vec::new();
        slow.read_to_end(&mut hung_up).expect("answered");
        (served, hung_up)
    };
    let (served, hung_up) = tokio::task::spawn_blocking(talk).await.expect("no panic");
    assert!(served.starts_with("HTTP/1.1 200"), "{served}");
    assert!(hung_up.starts_with(b"HTTP/1.1 503"), "{}", String::from_utf8_lossy(&hung_up));
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    handle.graceful_shutdown(Some(Duration::from_secs(1)));
    serving.await.expect("no panic").expect("it ended well");
}

#[test]
fn a_join_that_is_somebody_elses_is_not_taken_for_ones_own() {
    let (commune, hub) = (Commune::new(1), hub());
    let victim = commune.collaborator(1);
    let thief = keys(66);
    let token = Join::from_bytes(victim.join.body()).expect("a join").token;
    let header = support::commune::header(
        commune.space(),
        Kind::Join,
        nep_core::log::Document { scope: commune.space().commune_scope(), doc: commune.space().roster() },
        thief.id(),
        1,
    );
    let join = thief.entry(header, &Join { token, sealing: thief.sealing.public() }.to_bytes());
    let mut ask = commune.collaborator(2).ask(std::slice::from_ref(&join), Some(ORDERS.to_vec()));
    ask.device = thief.id();
    ask.join = Some(join.as_bytes().to_vec().into());
    let request = deflate(&ask.to_request(Audience::of_name("hub.example"), &thief.signing));
    assert_eq!(denial(&hub, &request), Some(Denial::Unknown));
}
