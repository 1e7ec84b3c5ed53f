//! Tokens: how a commune's root lets a device in, and how a member lets another in with no signal.
//!
//! A token is a [Biscuit](https://doc.biscuitsec.org/reference/specifications) of schema 3.x, Ed25519 throughout. Its first block is
//! signed by the root. Every further one is a **third-party block signed by the device that held the token until then**, naming the
//! next holder. All blocks hold facts alone, of these names and no others, so that no symbol table is needed:
//!
//! | fact | once | says |
//! | --- | --- | --- |
//! | `user(bytes 32)` | one of the two | the holder is this device |
//! | `client(bytes 32)` | | the holder is whoever has this invitation's key; it may pass the token on, to a device |
//! | `role(1, 2 or 3)` | first block; later only to lower | family, collaborator, station |
//! | `group(bytes 16)` | any number | a village; replaces those before, all of them must be among those |
//! | `resource(bytes 16)` | any number | a document or circle of a family; likewise |
//! | `time(date)` | first block; later only earlier | expiry |
//!
//! What catches people out:
//! - a token is **read, never run**: rules and checks are refused. Running a stranger's Datalog needs a limit of time, and two devices
//!   of different speed would come to different answers about the same token;
//! - blocks that are nobody's (Biscuit's usual way to narrow) are refused: tokens of members are public, and only the holder may change
//!   what her token says. To narrow a token, its holder passes it on to herself;
//! - having a token is worth nothing: whatever is done with it is signed by the holder's key.

use biscuit_auth::builder::{Algorithm, BlockBuilder, Fact, Term};
use biscuit_auth::datalog::SymbolTable;
use biscuit_auth::format::schema;
use biscuit_auth::{Biscuit, BiscuitBuilder, KeyPair, PrivateKey, PublicKey};
use minicbor::{Decode, Encode};
use prost::Message;
use sha2::{Digest, Sha256};

use super::device::SigningSecret;
use super::facts::{Facts, read_block};
use super::membership::{Membership, Role};
use crate::log::{DeviceId, DocId, Random, ScopeId, SpaceId, TokenId, random_bytes};

/// No token is larger, in bytes: four times the longest chain in use.
pub const LARGEST_TOKEN: usize = 4096;
/// No token has been passed on more often than this, less one.
pub const MOST_BLOCKS: usize = 8;
/// Villages of one token.
pub const MOST_SCOPES: usize = 32;
/// Documents and circles of one token.
pub const MOST_DOCS: usize = 16;

/// A token as kept and sent, with the root that vouches for it. Not yet verified: [`Token::read`] does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Token {
    /// The public key of the commune's root; the space's name is its digest.
    #[n(0)]
    root: DeviceId,
    #[cbor(n(1), with = "minicbor::bytes")]
    bytes: Vec<u8>,
}

/// Who holds a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Holder {
    /// A device.
    #[n(1)]
    Device(#[n(0)] DeviceId),
    /// Whoever was shown an invitation: the public key of the one made for it.
    #[n(2)]
    Invitation(#[n(0)] DeviceId),
}

impl Holder {
    /// The key that signs for this holder.
    #[must_use]
    pub const fn key(self) -> DeviceId {
        match self {
            Self::Device(key) | Self::Invitation(key) => key,
        }
    }
}

/// What a token gives its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Who stands behind the holder.
    pub role: Role,
    /// The villages; empty for a station, which has all of them.
    pub scopes: Vec<ScopeId>,
    /// The documents and circles of a family; empty for others.
    pub docs: Vec<DocId>,
    /// Seconds since 1970 after which a hub serves the holder no longer.
    pub expires: u64,
}

/// A token that the root vouches for, read.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Grant {
    /// What its holder may do.
    #[n(0)]
    pub membership: Membership,
    /// Whether the holder is an invitation: no member until a device has taken it up.
    #[n(1)]
    pub holder: Holder,
    /// Who held it before, first the one that the root named.
    #[n(2)]
    pub through: Vec<Holder>,
    /// The names of its blocks, by which it may be revoked: the SHA-256 of each Biscuit revocation identifier.
    #[n(3)]
    pub ids: Vec<TokenId>,
}

impl Grant {
    /// The invitation by which the holder came to it: may be used once.
    #[must_use]
    pub fn invitation(&self) -> Option<DeviceId> {
        match self.through.last() {
            Some(Holder::Invitation(key)) => Some(*key),
            _ => None,
        }
    }
}

/// Why a token is worth nothing, or cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Larger than [`LARGEST_TOKEN`], or passed on more often than [`MOST_BLOCKS`] allows.
    #[error("larger than a token may be")]
    TooLarge,
    /// Cut short, altered, or never a token.
    #[error("not the form of a token")]
    Malformed,
    /// Not signed by this root, or altered since.
    #[error("not signed by the root of this commune, or altered")]
    Forged,
    /// Says something a token cannot say (block counted from 0).
    #[error("block {0} says what a token cannot say")]
    NotUnderstood(usize),
    /// Not added by who held the token until then.
    #[error("block {0} was not added by the holder")]
    NotByTheHolder(usize),
    /// Gives more than the block before.
    #[error("block {0} gives more than the one before")]
    Widened(usize),
    /// These rights make no sense for that role.
    #[error("rights that do not fit the role (block {0})")]
    UnfitRights(usize),
}

impl Token {
    /// Lets a holder in, in the name of the commune.
    ///
    /// # Errors
    ///
    /// [`TokenError::UnfitRights`] and [`TokenError::TooLarge`].
    pub fn issue(
        root: &SigningSecret,
        to: Holder,
        rights: &Rights,
        random: &mut dyn Random,
    ) -> Result<Self, TokenError> {
        let builder = BiscuitBuilder::new().merge(block(facts(to, None, rights)));
        let next = key_pair(&random_bytes(random));
        let token = builder
            .build_with_key_pair(&key_pair(&root.seed()), SymbolTable::new(), &next)
            .map_err(|_| TokenError::Malformed)?;
        Self::made(root.id(), &token)
    }

    /// Passes the token on: `by` is its holder, who gives the next one no more than she has.
    ///
    /// # Errors
    ///
    /// [`TokenError::NotByTheHolder`] when `by` does not hold it, [`TokenError::Widened`], [`TokenError::UnfitRights`],
    /// [`TokenError::TooLarge`], and whatever is wrong with the token itself.
    pub fn pass_on(
        &self,
        by: &SigningSecret,
        to: Holder,
        rights: &Rights,
        random: &mut dyn Random,
    ) -> Result<Self, TokenError> {
        let held = self.read()?;
        let next = held.ids.len();
        if held.holder.key() != by.id() {
            return Err(TokenError::NotByTheHolder(next));
        }
        let token = self.verified()?;
        let private = private_key(&by.seed());
        let block = block(facts(to, Some(&held.membership), rights));
        let block = token.third_party_request().and_then(|request| request.create_block(&private, block));
        let appended = block.and_then(|block| {
            token.append_third_party_with_keypair(
                KeyPair::from(&private).public(),
                block,
                key_pair(&random_bytes(random)),
            )
        });
        Self::made(self.root, &appended.map_err(|_| TokenError::Malformed)?)
    }

    /// Verifies the whole chain and says what the token gives. The same answer on every device, at any time.
    ///
    /// # Errors
    ///
    /// [`TokenError`].
    pub fn read(&self) -> Result<Grant, TokenError> {
        let token = self.verified()?;
        let space = SpaceId::of_root(self.root.as_bytes());
        let ids: Vec<TokenId> =
            token.revocation_identifiers().iter().map(|id| TokenId::new(Sha256::digest(id).into())).collect();
        let written = token.container().to_proto();
        let first = read_block(&written.authority.block).ok_or(TokenError::NotUnderstood(0))?;
        let (Some(role), Some(expires)) = (first.role, first.expires) else { return Err(TokenError::NotUnderstood(0)) };
        let device = first.holder.key();
        let mut membership = Membership { space, device, role, scopes: first.scopes, docs: first.docs, expires };
        fits(&membership, 0)?;
        let (mut holder, mut through) = (first.holder, Vec::new());
        for (at, block) in (1..).zip(&written.blocks) {
            let signer = block.external_signature.as_ref().map(|signature| &signature.public_key);
            let by_holder = signer.is_some_and(|key| key.algorithm == 0 && key.key == holder.key().as_bytes());
            if !by_holder {
                return Err(TokenError::NotByTheHolder(at));
            }
            let facts = read_block(&block.block).ok_or(TokenError::NotUnderstood(at))?;
            let both_invitations = matches!((holder, facts.holder), (Holder::Invitation(_), Holder::Invitation(_)));
            if both_invitations {
                return Err(TokenError::NotUnderstood(at));
            }
            membership = narrowed(membership, &facts).ok_or(TokenError::Widened(at))?;
            fits(&membership, at)?;
            through.push(std::mem::replace(&mut holder, facts.holder));
        }
        Ok(Grant { membership, holder, through, ids })
    }

    /// The commune, if the token is worth anything.
    #[must_use]
    pub fn space(&self) -> SpaceId {
        SpaceId::of_root(self.root.as_bytes())
    }

    /// The public key of the root that is said to vouch for it.
    #[must_use]
    pub const fn root(&self) -> DeviceId {
        self.root
    }

    pub(super) const fn unverified(root: DeviceId, bytes: Vec<u8>) -> Self {
        Self { root, bytes }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The length of the Biscuit, in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Signatures verified, form and number of blocks too; not yet what they say.
    fn verified(&self) -> Result<Biscuit, TokenError> {
        if self.bytes.len() > LARGEST_TOKEN {
            return Err(TokenError::TooLarge);
        }
        // Counted before any signature is verified: a stranger must not choose how much work that is.
        let written = schema::Biscuit::decode(self.bytes.as_slice()).map_err(|_| TokenError::Malformed)?;
        if written.blocks.len() >= MOST_BLOCKS {
            return Err(TokenError::TooLarge);
        }
        let root = PublicKey::from_bytes(self.root.as_bytes(), Algorithm::Ed25519).map_err(|_| TokenError::Forged)?;
        let token = Biscuit::from(&self.bytes, root).map_err(|fault| match fault {
            biscuit_auth::error::Token::Format(biscuit_auth::error::Format::Signature(_)) => TokenError::Forged,
            _ => TokenError::Malformed,
        })?;
        if token.to_vec().ok().as_deref() == Some(&self.bytes) { Ok(token) } else { Err(TokenError::Malformed) }
    }

    fn made(root: DeviceId, token: &Biscuit) -> Result<Self, TokenError> {
        let made = Self { root, bytes: token.to_vec().map_err(|_| TokenError::Malformed)? };
        made.read().map(|_| made)
    }
}

/// What is left after a block; `None` when it would be more.
fn narrowed(before: Membership, facts: &Facts) -> Option<Membership> {
    let role = facts.role.unwrap_or(before.role);
    let expires = facts.expires.unwrap_or(before.expires);
    let scopes = narrower(&before.scopes, &facts.scopes, before.role == Role::Station)?;
    let docs = narrower(&before.docs, &facts.docs, before.role != Role::Family)?;
    let device = facts.holder.key();
    (role <= before.role && expires <= before.expires).then_some(Membership {
        device,
        role,
        scopes,
        docs,
        expires,
        ..before
    })
}

/// None named: as before. Some: all must be among those before, unless there was no limit.
fn narrower<T: Copy + Ord>(before: &[T], named: &[T], unlimited: bool) -> Option<Vec<T>> {
    if named.is_empty() {
        return Some(before.to_vec());
    }
    (unlimited || named.iter().all(|one| before.contains(one))).then(|| named.to_vec())
}

fn fits(membership: &Membership, at: usize) -> Result<(), TokenError> {
    let (scopes, docs) = (membership.scopes.len(), membership.docs.len());
    let fit = match membership.role {
        Role::Station => scopes == 0 && docs == 0,
        Role::Collaborator => scopes > 0 && docs == 0,
        Role::Family => scopes > 0 && docs > 0,
    };
    if fit && scopes <= MOST_SCOPES && docs <= MOST_DOCS { Ok(()) } else { Err(TokenError::UnfitRights(at)) }
}

/// The facts of a block: all of them in the first, later what differs.
fn facts(to: Holder, before: Option<&Membership>, rights: &Rights) -> Vec<Fact> {
    let bytes = |name: &str, bytes: &[u8]| Fact::new(name.to_owned(), vec![Term::Bytes(bytes.to_vec())]);
    let holder = match to {
        Holder::Device(key) => bytes("user", key.as_bytes()),
        Holder::Invitation(key) => bytes("client", key.as_bytes()),
    };
    let mut facts = vec![holder];
    if before.is_none_or(|before| before.role != rights.role) {
        facts.push(Fact::new("role".to_owned(), vec![Term::Integer(rights.role.number())]));
    }
    if before.is_none_or(|before| before.scopes != rights.scopes) {
        facts.extend(rights.scopes.iter().map(|scope| bytes("group", scope.as_bytes())));
    }
    if before.is_none_or(|before| before.docs != rights.docs) {
        facts.extend(rights.docs.iter().map(|doc| bytes("resource", doc.as_bytes())));
    }
    if before.is_none_or(|before| before.expires != rights.expires) {
        facts.push(Fact::new("time".to_owned(), vec![Term::Date(rights.expires)]));
    }
    facts
}

fn block(facts: Vec<Fact>) -> BlockBuilder {
    BlockBuilder { facts, ..BlockBuilder::default() }
}

fn key_pair(seed: &[u8; 32]) -> KeyPair {
    KeyPair::from(&private_key(seed))
}

fn private_key(seed: &[u8; 32]) -> PrivateKey {
    PrivateKey::from_bytes(seed, Algorithm::Ed25519).expect("32 bytes are an Ed25519 seed")
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
