//! A phone and a hub on one network: known by the fingerprint of its key, with no certificate authority.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum_server::Handle;
use nep_app::sync_client::{HttpLine, HubAddress};
use nep_core::access::{DeviceKeys, Holder, Join, Rights, Role, Token, ToldRoster};
use nep_core::log::{Batch, EntryStore, Header, Kind, SeededRandom, Signed, SpaceId, SqliteStore, VERSION, Wanted};
use nep_core::sync::{LogHome, Plan, Problem, Summary, synchronise};
use nep_sync_server::{Hub, Identity, Limits, Listener, Rules, Service, now, router};

/// A station that just joined its own commune.
struct Device {
    keys: DeviceKeys,
    space: SpaceId,
    store: SqliteStore,
    members: ToldRoster,
    join: Signed,
}

impl Device {
    fn new() -> Self {
        let random = &mut SeededRandom::new(1);
        let (root, keys) = (DeviceKeys::root(&[1; 16]), DeviceKeys::random(random));
        let space = SpaceId::of_root(root.id().as_bytes());
        let rights = Rights { role: Role::Station, scopes: vec![], docs: vec![], expires: u64::MAX };
        let token = Token::issue(&root.signing, Holder::Device(keys.id()), &rights, random).expect("rights that fit");
        let header = Header {
            version: VERSION,
            kind: Kind::Join,
            space,
            scope: space.commune_scope(),
            doc: space.roster(),
            author: keys.id(),
            seq: 1,
            epoch: 0,
            contains: vec![],
        };
        let join = keys.entry(header, &Join { token, sealing: keys.sealing.public() }.to_bytes());
        let join = Signed::check(join).expect("its own signature");
        let (store, mut members) = (SqliteStore::in_memory().expect("memory"), ToldRoster::new(space));
        let batch = Batch { space, entries: std::slice::from_ref(&join), from: None, now: now() };
        store.append(&batch, &mut members).expect("memory");
        Self { keys, space, store, members, join }
    }

    fn sync(&mut self, hub: &HubAddress) -> Summary {
        let plan = Plan {
            space: self.space,
            device: self.keys.id(),
            audience: hub.audience().expect("an address"),
            join: self.join.entry().as_bytes().to_vec(),
            wanted: vec![Wanted::All],
            repetitions: 0,
        };
        let mut line = HttpLine::new(hub, Arc::new(AtomicBool::new(false)), |_| {}).expect("an address");
        let (judge, space) = (&mut self.members, self.space);
        let mut home = LogHome { store: &self.store, judge, space, peer: "hub", now: now() };
        synchronise(plan, &self.keys.signing, &mut home, &mut line).expect("memory")
    }
}

#[test]
fn a_phone_syncs_with_the_hub_whose_key_it_was_shown_and_with_no_other() {
    let identity = Identity::generate().expect("a key");
    let again = Identity::from_bytes(&identity.to_bytes()).expect("the same key");
    assert_eq!(again.fingerprint(), identity.fingerprint());
    let store: Arc<dyn EntryStore> = Arc::new(SqliteStore::in_memory().expect("memory"));
    let rules = Rules { names: vec![identity.audience()], spaces: None, quota: 1_000_000 };
    let service = Service::new(Hub::new(Arc::clone(&store), rules), Limits::default());
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let tls = identity.tls().expect("TLS");
    let serving = runtime.spawn(Listener::tls(listener, tls, Handle::new()).serve(router(service)));

    let mut device = Device::new();
    let other = HubAddress { url: url.clone(), pin: Some([7; 32]) };
    assert_eq!(device.sync(&other).problem, Some(Problem::Unreachable), "another key is hung up on");
    let authority = HubAddress { url: url.clone(), pin: None };
    assert_eq!(device.sync(&authority).problem, Some(Problem::Unreachable), "no authority vouches for it");
    assert_eq!(store.head(device.space).expect("memory").last, 0);
    let summary = device.sync(&HubAddress { url, pin: Some(identity.fingerprint()) });
    assert!(summary.finished, "{summary:?}");
    assert_eq!(store.head(device.space).expect("memory").last, 1);
    serving.abort();
}
