//! A commune with devices that hold real tokens, each with its own log.

use std::collections::HashMap;
use std::sync::Arc;

use nep_core::access::{Audience, DeviceKeys, Holder, Join, Rights, Role, Token, ToldRoster};
use nep_core::log::{
    Batch, Bound, DeviceId, DocId, Document, Entry, EntryStore, Header, Kind, Lane, Outcome, ScopeId, SeededRandom,
    Signed, SpaceId, SqliteStore, VERSION, Wanted,
};
use nep_core::sync::{
    Answer, Ask, Line, LogHome, Plan, Progress, Pull, Summary, WIRE_VERSION, deflate, inflate, synchronise,
};
use nep_sync_server::{Hub, Rules};

pub const HUB: &str = "hub.example";
pub const NOW: u64 = 1_800_000_000;
pub const FOREVER: u64 = u64::MAX;
pub const VILLAGE: ScopeId = ScopeId::new([0xA1; 16]);
pub const OTHER_VILLAGE: ScopeId = ScopeId::new([0xA2; 16]);

pub fn family(number: u8) -> Document {
    Document { scope: VILLAGE, doc: DocId::new([number; 16]) }
}

pub fn rules() -> Rules {
    Rules { names: vec![Audience::of_name(HUB)], spaces: None, quota: 1_000_000_000 }
}

pub fn hub() -> Hub {
    Hub::new(Arc::new(SqliteStore::in_memory().expect("memory")), rules())
}

pub fn keys(number: u64) -> DeviceKeys {
    DeviceKeys::random(&mut SeededRandom::new(number))
}

/// The root of a commune.
pub struct Commune {
    pub root: DeviceKeys,
}

impl Commune {
    pub fn new(number: u8) -> Self {
        Self { root: DeviceKeys::root(&[number; 16]) }
    }

    pub fn space(&self) -> SpaceId {
        SpaceId::of_root(self.root.id().as_bytes())
    }

    pub fn token(&self, device: &DeviceKeys, role: Role, scopes: &[ScopeId], docs: &[DocId], expires: u64) -> Token {
        let rights = Rights { role, scopes: scopes.to_vec(), docs: docs.to_vec(), expires };
        let random = &mut SeededRandom::new(99);
        Token::issue(&self.root.signing, Holder::Device(device.id()), &rights, random).expect("rights that fit")
    }

    pub fn station(&self, number: u64) -> Phone {
        let keys = keys(number);
        let token = self.token(&keys, Role::Station, &[], &[], FOREVER);
        Phone::new(self.space(), keys, &token, vec![Wanted::All])
    }

    pub fn collaborator(&self, number: u64) -> Phone {
        let keys = keys(number);
        let token = self.token(&keys, Role::Collaborator, &[VILLAGE], &[], FOREVER);
        Phone::new(self.space(), keys, &token, vec![Wanted::Scope(VILLAGE)])
    }

    pub fn mother(&self, number: u64, of: Document) -> Phone {
        let keys = keys(number);
        let token = self.token(&keys, Role::Family, &[of.scope], &[of.doc], FOREVER);
        Phone::new(self.space(), keys, &token, vec![Wanted::Document(of)])
    }
}

/// A device.
pub struct Phone {
    pub space: SpaceId,
    pub keys: DeviceKeys,
    pub store: SqliteStore,
    pub members: ToldRoster,
    pub join: Entry,
    pub wanted: Vec<Wanted>,
    pub counter: u64,
    seqs: HashMap<Document, u64>,
}

impl Phone {
    pub fn new(space: SpaceId, keys: DeviceKeys, token: &Token, wanted: Vec<Wanted>) -> Self {
        let store = SqliteStore::in_memory().expect("memory");
        let body = Join { token: token.clone(), sealing: keys.sealing.public() }.to_bytes();
        let seqs = HashMap::new();
        let roster = Document { scope: space.commune_scope(), doc: space.roster() };
        let header = header(space, Kind::Join, roster, keys.id(), 1);
        let join = keys.entry(header, &body);
        let mut phone = Self { space, keys, store, members: ToldRoster::new(space), join, wanted, counter: 0, seqs };
        phone.seqs.insert(roster, 1);
        let join = phone.join.clone();
        phone.take(join);
        phone
    }

    pub fn id(&self) -> DeviceId {
        self.keys.id()
    }

    /// An entry of its own, not yet in its log.
    pub fn entry(&mut self, kind: Kind, document: Document, body: &[u8]) -> Entry {
        let seq = self.seqs.entry(document).or_default();
        *seq += 1;
        self.keys.entry(header(self.space, kind, document, self.keys.id(), *seq), body)
    }

    /// A change, confirmed on the screen.
    pub fn change(&mut self, document: Document) -> Entry {
        let entry = self.entry(Kind::Changes, document, b"sealed bytes that nobody here can read");
        self.take(entry.clone());
        entry
    }

    /// An order to everybody.
    pub fn order(&mut self, kind: Kind, body: &[u8]) -> Entry {
        let roster = Document { scope: self.space.commune_scope(), doc: self.space.roster() };
        let entry = self.entry(kind, roster, body);
        self.take(entry.clone());
        entry
    }

    fn take(&mut self, entry: Entry) {
        let signed = [Signed::check(entry).expect("its own signature")];
        let batch = Batch { space: self.space, entries: &signed, from: None, now: NOW };
        let outcomes = self.store.append(&batch, &mut self.members).expect("memory");
        assert!(matches!(outcomes[0], Outcome::Stored(_)), "{outcomes:?}");
    }

    pub fn plan(&self) -> Plan {
        Plan {
            space: self.space,
            device: self.id(),
            audience: Audience::of_name(HUB),
            join: self.join.as_bytes().to_vec(),
            wanted: self.wanted.clone(),
            repetitions: 5,
        }
    }

    /// Syncs over a line that answers a request, or not.
    pub fn sync(&mut self, exchange: &mut dyn FnMut(Vec<u8>) -> Option<Vec<u8>>) -> Summary {
        let plan = self.plan();
        let mut line = Calling { exchange };
        let mut home = LogHome { store: &self.store, judge: &mut self.members, space: self.space, peer: HUB, now: NOW };
        synchronise(plan, &self.keys.signing, &mut home, &mut line).expect("memory")
    }

    pub fn sync_with(&mut self, hub: &Hub) -> Summary {
        self.sync(&mut |request| Some(answer(hub, &request)))
    }

    /// A request put together by hand, ready to be sent.
    pub fn ask(&mut self, push: &[Entry], lanes: Option<Vec<Lane>>) -> Ask {
        self.counter += 1;
        Ask {
            version: WIRE_VERSION,
            space: self.space,
            device: self.id(),
            counter: self.counter,
            join: Some(self.join.as_bytes().to_vec().into()),
            push: push.iter().map(|entry| entry.as_bytes().to_vec().into()).collect(),
            pull: lanes.map(|lanes| Pull { lanes, entries: 1000, bytes: 1 << 20 }),
        }
    }

    pub fn request(&self, ask: &Ask) -> Vec<u8> {
        deflate(&ask.to_request(Audience::of_name(HUB), &self.keys.signing))
    }

    /// What its log holds.
    pub fn held(&self) -> Vec<Entry> {
        let bound = Bound { entries: usize::MAX, bytes: usize::MAX };
        let lanes = [Lane { wanted: Wanted::All, after: 0 }];
        let page = self.store.since(self.space, &lanes, bound).expect("memory");
        page.entries.into_iter().map(|(_, entry)| entry).collect()
    }

    pub fn holds(&self, entry: &Entry) -> bool {
        self.store.entry(self.space, entry.id()).expect("memory").is_some()
    }
}

pub fn header(space: SpaceId, kind: Kind, document: Document, author: DeviceId, seq: u64) -> Header {
    let epoch = u32::from(!kind.is_public());
    let (scope, doc) = (document.scope, document.doc);
    Header { version: VERSION, kind, space, scope, doc, author, seq, epoch, contains: Vec::new() }
}

/// A hub's answer without HTTP.
pub fn answer(hub: &Hub, request: &[u8]) -> Vec<u8> {
    deflate(&respond(hub, request).to_bytes())
}

pub fn respond(hub: &Hub, request: &[u8]) -> Answer {
    let Ok(body) = inflate(request, 6 << 20) else { return Answer::Denied(nep_core::sync::Denial::Malformed) };
    match hub.read(&body) {
        Ok(request) => hub.serve(&request, NOW),
        Err(denial) => Answer::Denied(denial),
    }
}

struct Calling<'a> {
    exchange: &'a mut dyn FnMut(Vec<u8>) -> Option<Vec<u8>>,
}

impl Line for Calling<'_> {
    fn exchange(&mut self, request: Vec<u8>) -> Option<Vec<u8>> {
        (self.exchange)(request)
    }

    fn wait(&mut self, _: u64) -> bool {
        true
    }

    fn jitter(&mut self) -> u32 {
        0
    }

    fn progress(&mut self, _: Progress) -> bool {
        true
    }
}
