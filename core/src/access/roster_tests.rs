//! Who counts, in whatever order the orders come.

use super::*;
use crate::access::device::DeviceKeys;
use crate::access::token::{Rights, Token};
use crate::log::{SeededRandom, TokenId, VERSION};

const VILLAGE: ScopeId = ScopeId::new([0xA1; 16]);
const OTHER_VILLAGE: ScopeId = ScopeId::new([0xA2; 16]);
const FAMILY: DocId = DocId::new([0xB1; 16]);
const OTHER_FAMILY: DocId = DocId::new([0xB2; 16]);
const FOREVER: u64 = u64::MAX;
const NOW: u64 = 1_800_000_000;

fn keys(number: u64) -> DeviceKeys {
    DeviceKeys::random(&mut SeededRandom::new(number))
}

fn rights(role: Role) -> Rights {
    let (scopes, docs) = match role {
        Role::Station => (vec![], vec![]),
        Role::Collaborator => (vec![VILLAGE], vec![]),
        Role::Family => (vec![VILLAGE], vec![FAMILY]),
    };
    Rights { role, scopes, docs, expires: FOREVER }
}

/// A commune with two stations, a collaborator, and a mother whom she let in by an invitation.
struct Commune {
    root: DeviceKeys,
    station: DeviceKeys,
    second: DeviceKeys,
    collaborator: DeviceKeys,
    invitation: DeviceKeys,
    mother: DeviceKeys,
    held: Token,
    invited: Token,
}

impl Commune {
    fn new() -> Self {
        let (root, station, second) = (DeviceKeys::root(&[1; 16]), keys(2), keys(3));
        let (collaborator, invitation, mother) = (keys(4), keys(5), keys(6));
        let mut random = SeededRandom::new(7);
        let to = Holder::Device(collaborator.id());
        let held = Token::issue(&root.signing, to, &rights(Role::Collaborator), &mut random).expect("fits");
        let to = Holder::Invitation(invitation.id());
        let invited = held.pass_on(&collaborator.signing, to, &rights(Role::Family), &mut random).expect("fits");
        Self { root, station, second, collaborator, invitation, mother, held, invited }
    }

    fn space(&self) -> SpaceId {
        SpaceId::of_root(self.root.id().as_bytes())
    }

    fn order(&self, author: &DeviceKeys, kind: Kind, seq: u64, body: &[u8]) -> Entry {
        let (scope, doc) = (self.space().commune_scope(), self.space().roster());
        let header = Header {
            version: VERSION,
            kind,
            space: self.space(),
            scope,
            doc,
            author: author.id(),
            seq,
            epoch: 0,
            contains: Vec::new(),
        };
        author.entry(header, body)
    }

    fn join(&self, device: &DeviceKeys, token: Token) -> Entry {
        self.order(device, Kind::Join, 1, &Join { token, sealing: device.sealing.public() }.to_bytes())
    }

    fn issued(&self, device: &DeviceKeys, role: Role) -> Entry {
        let to = Holder::Device(device.id());
        self.join(device, Token::issue(&self.root.signing, to, &rights(role), &mut SeededRandom::new(8)).expect("fits"))
    }

    fn taken_up(&self, device: &DeviceKeys) -> Entry {
        let to = Holder::Device(device.id());
        let token =
            self.invited.pass_on(&self.invitation.signing, to, &rights(Role::Family), &mut SeededRandom::new(9));
        self.join(device, token.expect("fits"))
    }

    fn joins(&self) -> Vec<Entry> {
        vec![
            self.issued(&self.root, Role::Station),
            self.issued(&self.station, Role::Station),
            self.issued(&self.second, Role::Station),
            self.join(&self.collaborator, self.held.clone()),
            self.taken_up(&self.mother),
        ]
    }

    fn revoke(&self, author: &DeviceKeys, seq: u64, key: DeviceId) -> Entry {
        self.revoke_with(author, seq, Revoke { key, counts: Vec::new(), tokens: Vec::new(), keeps: Vec::new() })
    }

    fn revoke_with(&self, author: &DeviceKeys, seq: u64, order: Revoke) -> Entry {
        self.order(author, Kind::Revoke, seq, &order.to_bytes())
    }

    fn roster<'e>(&self, orders: impl IntoIterator<Item = &'e Entry>) -> Roster {
        let mut roster = Roster::new(self.space());
        for outcome in roster.add(&self.joins()).into_iter().chain(roster.add(orders)) {
            assert_eq!(outcome, Ok(()));
        }
        roster
    }

    fn header(&self, author: &DeviceKeys, kind: Kind, doc: DocId, seq: u64) -> Header {
        let author = author.id();
        Header {
            version: VERSION,
            kind,
            space: self.space(),
            scope: VILLAGE,
            doc,
            author,
            seq,
            epoch: 1,
            contains: Vec::new(),
        }
    }

    fn changes(&self, roster: &Roster, author: &DeviceKeys, seq: u64) -> Verdict {
        roster.counts(&self.header(author, Kind::Changes, FAMILY, seq))
    }
}

const NOT_A_MEMBER: Verdict = Verdict::Refused(Refusal::NotAMember);
const NOT_ALLOWED: Verdict = Verdict::Refused(Refusal::NotAllowed);

#[test]
fn members_write_what_their_tokens_say_and_strangers_nothing() {
    let commune = Commune::new();
    let roster = commune.roster(&[]);
    for author in [&commune.station, &commune.second, &commune.collaborator, &commune.mother] {
        assert_eq!(commune.changes(&roster, author, 1), Verdict::Counts);
    }
    let mut elsewhere = commune.header(&commune.collaborator, Kind::Changes, FAMILY, 1);
    elsewhere.scope = OTHER_VILLAGE;
    assert_eq!(roster.counts(&elsewhere), NOT_ALLOWED);
    assert_eq!(roster.counts(&commune.header(&commune.mother, Kind::Changes, OTHER_FAMILY, 1)), NOT_ALLOWED);
    assert_eq!(roster.counts(&commune.header(&commune.mother, Kind::Snapshot, FAMILY, 1)), NOT_ALLOWED);
    assert_eq!(commune.changes(&roster, &keys(99), 1), NOT_A_MEMBER);
    assert_eq!(commune.changes(&roster, &commune.invitation, 1), NOT_A_MEMBER, "an invitation is no device");
    elsewhere.space = SpaceId::new([9; 16]);
    assert_eq!(roster.counts(&elsewhere), Verdict::Refused(Refusal::OtherSpace));
}

#[test]
fn an_entry_where_it_does_not_belong_is_refused() {
    let commune = Commune::new();
    let roster = commune.roster(&[]);
    let misplaced = Verdict::Refused(Refusal::Misplaced);
    assert_eq!(commune.changes(&roster, &commune.mother, 0), misplaced);
    assert_eq!(roster.counts(&commune.header(&commune.station, Kind::Erase, FAMILY, 1)), misplaced);
    assert_eq!(roster.counts(&commune.header(&commune.station, Kind::Changes, commune.space().roster(), 1)), misplaced);
}

#[test]
fn orders_that_are_not_what_they_seem_are_not_taken() {
    let commune = Commune::new();
    let mut roster = Roster::new(commune.space());
    let thief = keys(99);
    let stolen = commune.join(&thief, commune.held.clone());
    let signed_by_thief = {
        let real = commune.join(&commune.collaborator, commune.held.clone());
        Entry::new(real.header().clone(), real.body(), |signed| thief.signing.sign(signed))
    };
    let unused = commune.join(&commune.invitation, commune.invited.clone());
    let foreign = {
        let root = DeviceKeys::root(&[2; 16]);
        let to = Holder::Device(thief.id());
        commune.join(
            &thief,
            Token::issue(&root.signing, to, &rights(Role::Station), &mut SeededRandom::new(1)).expect("fits"),
        )
    };
    let nonsense = commune.order(&thief, Kind::Revoke, 1, b"\x80");
    let mut header = commune.header(&thief, Kind::Changes, FAMILY, 1);
    header.doc = commune.space().roster();
    let changes = thief.entry(header, b"");
    let outcomes = roster.add([&stolen, &signed_by_thief, &unused, &foreign, &nonsense, &changes]);
    assert_eq!(
        outcomes,
        [
            Err(OrderError::NotTheHolder),
            Err(OrderError::NotSigned(NotSigned)),
            Err(OrderError::NotTheHolder),
            Err(OrderError::NotAnOrder),
            Err(OrderError::Malformed),
            Err(OrderError::NotAnOrder),
        ]
    );
    assert_eq!(roster, Roster::new(commune.space()));
}

#[test]
fn a_revoked_device_counts_up_to_the_entry_named_and_is_quarantined_after_it() {
    let commune = Commune::new();
    let counts = vec![(FAMILY, 12)];
    let order = Revoke { key: commune.mother.id(), counts, tokens: Vec::new(), keeps: Vec::new() };
    let roster = commune.roster(&[commune.revoke_with(&commune.station, 2, order)]);
    assert_eq!(commune.changes(&roster, &commune.mother, 12), Verdict::Counts);
    assert_eq!(commune.changes(&roster, &commune.mother, 13), Verdict::Quarantined);
    assert_eq!(roster.counts(&commune.header(&commune.mother, Kind::Changes, OTHER_FAMILY, 1)), NOT_ALLOWED);
    assert_eq!(roster.live(commune.mother.id(), NOW).count(), 0);
    assert!(!roster.may_read(commune.mother.id(), &commune.header(&commune.mother, Kind::Changes, FAMILY, 1), NOW));
    assert_eq!(commune.changes(&roster, &commune.collaborator, 1), Verdict::Counts);
}

#[test]
fn a_revoked_collaborator_takes_along_whom_she_let_in_unless_they_are_kept() {
    let commune = Commune::new();
    let order = |keeps| Revoke { key: commune.collaborator.id(), counts: vec![(FAMILY, 3)], tokens: Vec::new(), keeps };
    let roster = commune.roster(&[commune.revoke_with(&commune.station, 2, order(vec![]))]);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 3), Verdict::Counts);
    assert_eq!(commune.changes(&roster, &commune.mother, 1), Verdict::Quarantined);
    let roster = commune.roster(&[commune.revoke_with(&commune.station, 2, order(vec![commune.mother.id()]))]);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 4), Verdict::Quarantined);
    assert_eq!(commune.changes(&roster, &commune.mother, 1), Verdict::Counts);
    let cannot_keep_herself = order(vec![commune.collaborator.id()]);
    let roster = commune.roster(&[commune.revoke_with(&commune.station, 2, cannot_keep_herself)]);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 4), Verdict::Quarantined);
}

#[test]
fn a_collaborator_revokes_whom_she_let_in_and_nobody_else() {
    let commune = Commune::new();
    let author = &commune.collaborator;
    let by_invitation = commune.roster(&[commune.revoke(author, 2, commune.invitation.id())]);
    assert_eq!(commune.changes(&by_invitation, &commune.mother, 1), Verdict::Quarantined);
    let by_device = commune.roster(&[commune.revoke(author, 2, commune.mother.id())]);
    assert_eq!(commune.changes(&by_device, &commune.mother, 1), Verdict::Quarantined);
    let herself = commune.roster(&[commune.revoke(author, 2, author.id())]);
    assert_eq!(commune.changes(&herself, author, 1), Verdict::Quarantined);
    let station = commune.roster(&[commune.revoke(author, 2, commune.station.id())]);
    assert_eq!(commune.changes(&station, &commune.station, 1), Verdict::Counts);
    let colleague = keys(20);
    let mut roster = commune.roster(&[commune.revoke(&colleague, 2, commune.mother.id())]);
    roster.add(&[commune.issued(&colleague, Role::Collaborator)]);
    assert_eq!(commune.changes(&roster, &commune.mother, 1), Verdict::Counts, "of the same village, but not by her");
    let mother = commune.roster(&[commune.revoke(&commune.mother, 2, commune.collaborator.id())]);
    assert_eq!(commune.changes(&mother, &commune.collaborator, 1), Verdict::Counts);
}

#[test]
fn nobody_revokes_the_root_and_the_root_revokes_anybody() {
    let commune = Commune::new();
    let roster = commune.roster(&[commune.revoke(&commune.station, 2, commune.root.id())]);
    assert_eq!(commune.changes(&roster, &commune.root, 1), Verdict::Counts);
    let roster = commune.roster(&[commune.revoke(&commune.root, 2, commune.station.id())]);
    assert_eq!(commune.changes(&roster, &commune.station, 1), Verdict::Quarantined);
}

#[test]
fn what_a_station_ordered_after_it_was_revoked_does_not_count() {
    let commune = Commune::new();
    let cut = Revoke {
        key: commune.second.id(),
        counts: vec![(commune.space().roster(), 2)],
        tokens: Vec::new(),
        keeps: Vec::new(),
    };
    let before = commune.revoke(&commune.second, 2, commune.mother.id());
    let after = commune.revoke(&commune.second, 3, commune.collaborator.id());
    let roster = commune.roster(&[commune.revoke_with(&commune.station, 2, cut), before, after]);
    assert_eq!(commune.changes(&roster, &commune.mother, 1), Verdict::Quarantined);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 1), Verdict::Counts);
}

#[test]
fn two_stations_that_revoke_each_other_are_both_out_until_the_root_decides() {
    let commune = Commune::new();
    let feud = [
        commune.revoke(&commune.station, 2, commune.second.id()),
        commune.revoke(&commune.second, 2, commune.station.id()),
        commune.revoke(&commune.second, 3, commune.collaborator.id()),
    ];
    let roster = commune.roster(&feud);
    assert_eq!(commune.changes(&roster, &commune.station, 1), Verdict::Quarantined);
    assert_eq!(commune.changes(&roster, &commune.second, 1), Verdict::Quarantined);
    let decided = [&feud[..], &[commune.revoke(&commune.root, 2, commune.second.id())]].concat();
    let roster = commune.roster(&decided);
    assert_eq!(commune.changes(&roster, &commune.station, 1), Verdict::Counts);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 1), Verdict::Counts);
    assert_eq!(commune.changes(&roster, &commune.second, 1), Verdict::Quarantined);
}

#[test]
fn an_invitation_lets_one_device_in_and_the_other_is_told() {
    let commune = Commune::new();
    let other = keys(30);
    let joins = [commune.taken_up(&commune.mother), commune.taken_up(&other)];
    let (first, second) =
        if joins[0].id() < joins[1].id() { (&commune.mother, &other) } else { (&other, &commune.mother) };
    let roster = commune.roster(&joins);
    assert_eq!(commune.changes(&roster, first, 1), Verdict::Counts);
    assert_eq!(commune.changes(&roster, second, 1), Verdict::Quarantined);
    let told = UsedTwice { invitation: commune.invitation.id(), winner: first.id(), loser: second.id() };
    assert_eq!(roster.used_twice(), [told]);

    let keeps = vec![second.id()];
    let order = Revoke { key: commune.invitation.id(), counts: Vec::new(), tokens: Vec::new(), keeps };
    let settled = [&joins[..], &[commune.revoke_with(&commune.collaborator, 2, order)]].concat();
    let roster = commune.roster(&settled);
    assert_eq!(commune.changes(&roster, first, 1), Verdict::Quarantined);
    assert_eq!(commune.changes(&roster, second, 1), Verdict::Counts);
    assert_eq!(roster.used_twice(), []);
}

#[test]
fn the_loss_of_a_phone_does_not_let_a_second_user_of_its_invitation_in() {
    let commune = Commune::new();
    for number in 30..36 {
        let thief = keys(number);
        let orders = [commune.taken_up(&thief), commune.revoke(&commune.station, 2, commune.mother.id())];
        let roster = commune.roster(&orders);
        assert_eq!(commune.changes(&roster, &thief, 1), Verdict::Quarantined);
    }
}

#[test]
fn one_token_of_a_device_can_be_revoked_and_its_other_holds() {
    let commune = Commune::new();
    let moved = Rights { scopes: vec![OTHER_VILLAGE], ..rights(Role::Collaborator) };
    let to = Holder::Device(commune.collaborator.id());
    let token = Token::issue(&commune.root.signing, to, &moved, &mut SeededRandom::new(40)).expect("fits");
    let old: Vec<TokenId> = commune.held.read().expect("verifies").ids;
    let order = Revoke { key: commune.collaborator.id(), counts: vec![(FAMILY, 5)], tokens: old, keeps: Vec::new() };
    let roster =
        commune.roster(&[commune.join(&commune.collaborator, token), commune.revoke_with(&commune.station, 2, order)]);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 5), Verdict::Counts);
    assert_eq!(commune.changes(&roster, &commune.collaborator, 6), Verdict::Quarantined);
    let mut elsewhere = commune.header(&commune.collaborator, Kind::Changes, OTHER_FAMILY, 1);
    elsewhere.scope = OTHER_VILLAGE;
    assert_eq!(roster.counts(&elsewhere), Verdict::Counts);
}

#[test]
fn an_erased_document_takes_nothing_more_from_anybody() {
    let commune = Commune::new();
    let erase =
        |author: &DeviceKeys, scope| commune.order(author, Kind::Erase, 2, &Erase { doc: FAMILY, scope }.to_bytes());
    for author in [&commune.root, &commune.station, &commune.collaborator] {
        let roster = commune.roster(&[erase(author, VILLAGE)]);
        assert_eq!(commune.changes(&roster, &commune.mother, 1), Verdict::Refused(Refusal::Erased));
        assert_eq!(roster.erased().collect::<Vec<_>>(), [Document { scope: VILLAGE, doc: FAMILY }]);
        assert!(!roster.may_read(commune.mother.id(), &commune.header(&commune.mother, Kind::Changes, FAMILY, 1), NOW));
    }
    for (author, scope) in [(&commune.collaborator, OTHER_VILLAGE), (&commune.mother, VILLAGE), (&keys(99), VILLAGE)] {
        let roster = commune.roster(&[erase(author, scope)]);
        assert_eq!(commune.changes(&roster, &commune.mother, 1), Verdict::Counts);
        assert_eq!(roster.erased().count(), 0);
    }
}

#[test]
fn expiry_ends_what_is_served_and_not_what_was_written() {
    let commune = Commune::new();
    let short = Rights { expires: NOW, ..rights(Role::Collaborator) };
    let device = keys(50);
    let to = Holder::Device(device.id());
    let token = Token::issue(&commune.root.signing, to, &short, &mut SeededRandom::new(51)).expect("fits");
    let roster = commune.roster(&[commune.join(&device, token)]);
    let header = commune.header(&commune.mother, Kind::Changes, FAMILY, 1);
    assert!(roster.may_read(device.id(), &header, NOW - 1));
    assert!(!roster.may_read(device.id(), &header, NOW));
    assert_eq!(commune.changes(&roster, &device, 1), Verdict::Counts);
}

#[test]
fn keys_are_sealed_to_whose_membership_holds() {
    let commune = Commune::new();
    let roster = commune.roster(&[commune.revoke(&commune.root, 2, commune.second.id())]);
    let mut stations = roster.recipients(Circle::Commune);
    let mut expected = vec![commune.root.sealing.public(), commune.station.sealing.public()];
    stations.sort();
    expected.sort();
    assert_eq!(stations, expected);
    assert_eq!(roster.recipients(Circle::Village(VILLAGE)), [commune.collaborator.sealing.public()]);
    assert_eq!(roster.recipients(Circle::Village(OTHER_VILLAGE)), []);
    assert_eq!(roster.recipients(Circle::Family(FAMILY)), [commune.mother.sealing.public()]);
    assert_eq!(roster.recipients(Circle::Family(OTHER_FAMILY)), []);
}

#[test]
fn the_same_orders_in_any_sequence_and_repeated_make_the_same_roster() {
    let commune = Commune::new();
    let (other, colleague) = (keys(30), keys(31));
    let counts = vec![(FAMILY, 4), (commune.space().roster(), 2)];
    let keeps = vec![commune.mother.id()];
    let mut orders = commune.joins();
    orders.extend([
        commune.taken_up(&other),
        commune.issued(&colleague, Role::Collaborator),
        commune.revoke(&commune.station, 2, commune.second.id()),
        commune.revoke(&commune.second, 2, commune.station.id()),
        commune.revoke_with(
            &commune.second,
            3,
            Revoke { key: commune.collaborator.id(), counts, tokens: Vec::new(), keeps },
        ),
        commune.revoke(&commune.collaborator, 2, other.id()),
        commune.order(&colleague, Kind::Erase, 2, &Erase { doc: OTHER_FAMILY, scope: VILLAGE }.to_bytes()),
    ]);
    let mut whole = Roster::new(commune.space());
    whole.add(&orders);
    let mut random = SeededRandom::new(60);
    for _ in 0..20 {
        let mut roster = Roster::new(commune.space());
        let mut left: Vec<Entry> = orders.iter().chain(&orders).cloned().collect();
        while !left.is_empty() {
            let at = usize::from(u16::from_be_bytes(crate::log::random_bytes(&mut random))) % left.len();
            roster.add([&left.swap_remove(at)]);
        }
        assert_eq!(roster, whole);
    }
    assert_eq!(Roster::from_bytes(&whole.to_bytes()), Some(whole.clone()));
    assert_eq!(Roster::from_bytes(&whole.to_bytes()[1..]), None);
}
