//! What devices show each other as QR codes: letting somebody in, asking to be let in, and the answer. No signal is needed for any.
//!
//! ```text
//! text       = as `text.rs` writes it, named NEP
//! content    = [1, body]                                                              CBOR
//! invite     = [1, purpose, token, invitation's seed (32), [hub, …], [key, …]]        purpose 1 to join, 2 to restore
//! ask        = [2, device (32), sealing key (32), [key, …]]
//! answer     = [3, token, [hub, …], [key, …]]
//! hub shown  = [4, hub]
//! token      = as `packed.rs` writes it
//! hub        = [address, fingerprint (32) or nothing]
//! key        = [village, document or circle (16), epoch, 1 document | 2 circle, secret (32)]     no village: the first of the token
//! ```
//!
//! - **Invite**: a station shows it to a collaborator, a collaborator to a mother, anybody who may to a phone that replaces a lost one.
//!   The scanning phone passes the token on from the invitation's key to its own, and joins.
//! - **Ask**: a mother who has kept a record of her own shows it; the collaborator who scans it may read that record from then on, and
//!   shows the answer, with a token for the mother's device.
//! - **Hub**: a station shows where it is and the fingerprint of its key, so that a phone knows it without any authority. Not secret.
//!
//! What catches people out: **whoever photographs an invitation has it.** It lets in one device; a second use is told to everybody, and
//! revoking it ends both. An ask shows the record's key: it is shown to one person, across a table.

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, Zeroizing};

use super::device::{DeviceKeys, SealingKey, SealingSecret, SigningSecret};
use super::keys::Secret;
use super::membership::Role;
use super::packed::{self, Packed};
use super::text::{self, TextError};
use super::token::{Grant, Holder, Rights, Token, TokenError};
use crate::log::{DeviceId, DocId, Document, DocumentKey, Random, ScopeId};

/// The content of a QR code is no longer than this, in bytes; as text it then takes version 25 of 40 at low correction.
pub const LARGEST_CODE: usize = 1200;
/// Hubs in one code: the station's, and the one on the internet.
pub const MOST_HUBS: usize = 2;
/// Keys in one code: a family's document and circle, and their last epochs.
pub const MOST_KEYS: usize = 4;
/// The longest address of a hub, in bytes.
pub const LONGEST_ADDRESS: usize = 64;

const NAME: &str = "NEP";
const VERSION: u8 = 1;

/// Where to sync, and by what to know it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[cbor(array)]
pub struct Hub {
    /// Host and port, as `192.168.1.20:8443` or `sync.example.vn:443`.
    #[n(0)]
    pub address: String,
    /// The SHA-256 of the public key (SPKI, DER) of its TLS certificate; none where an authority vouches for its name.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub fingerprint: Option<[u8; 32]>,
}

/// What an invitation is for: what the screen says; the rights stand in the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Purpose {
    /// Somebody new.
    #[n(1)]
    Join,
    /// A phone in place of a lost one: what it held comes back from a hub or a neighbour.
    #[n(2)]
    Restore,
}

/// A key handed over: of which document or circle, and epoch.
pub type HandedKey = (Document, u32, Secret);

/// Somebody is let in.
#[derive(Debug)]
pub struct Invitation {
    /// What for.
    pub purpose: Purpose,
    /// Held by the key of `secret`.
    pub token: Token,
    /// The invitation's own key: whoever has it may take the invitation up.
    pub secret: SigningSecret,
    /// Where to sync.
    pub hubs: Vec<Hub>,
    /// Keys to begin with.
    pub keys: Vec<HandedKey>,
}

/// A device asks to be let in, and gives its record to be read.
#[derive(Debug)]
pub struct Asking {
    /// Who asks.
    pub device: DeviceId,
    /// Where keys are sealed to it.
    pub sealing: SealingKey,
    /// Keys of its record and circle.
    pub keys: Vec<HandedKey>,
}

/// What is shown back.
#[derive(Debug)]
pub struct Answer {
    /// Held by the device that asked.
    pub token: Token,
    /// Where to sync.
    pub hubs: Vec<Hub>,
    /// Keys to begin with.
    pub keys: Vec<HandedKey>,
}

/// What a QR code of ours says.
#[derive(Debug)]
pub enum Code {
    /// Somebody is let in.
    Invitation(Box<Invitation>),
    /// Somebody asks.
    Asking(Asking),
    /// What is shown back.
    Answer(Answer),
    /// Where to sync.
    Hub(Hub),
}

/// Why a QR code cannot be shown or is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Another code, or misread.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Of a newer app.
    #[error("a code of a newer form ({0})")]
    Newer(u8),
    /// Read rightly, and not understood.
    #[error("not the form of a code")]
    Malformed,
    /// More than [`LARGEST_CODE`], or more hubs or keys than a code may hold. A token passed on often grows: its holder gets one
    /// straight from the root.
    #[error("larger than a code may be")]
    TooLarge,
    /// Its token is worth nothing.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Its token is held by somebody else than it says.
    #[error("a token of another holder")]
    NotTheHolder,
}

impl Invitation {
    /// Lets somebody in: passes the inviter's token on to a fresh invitation key.
    ///
    /// # Errors
    ///
    /// As [`Token::pass_on`].
    pub fn new(
        purpose: Purpose,
        inviter: (&Token, &SigningSecret),
        rights: &Rights,
        hubs: Vec<Hub>,
        keys: Vec<HandedKey>,
        random: &mut dyn Random,
    ) -> Result<Self, TokenError> {
        let secret = SigningSecret::random(random);
        let (token, by) = inviter;
        let token = token.pass_on(by, Holder::Invitation(secret.id()), rights, random)?;
        Ok(Self { purpose, token, secret, hubs, keys })
    }

    /// What it would give: to be shown before it is taken up.
    ///
    /// # Errors
    ///
    /// As [`Token::read`].
    pub fn grant(&self) -> Result<Grant, TokenError> {
        self.token.read()
    }

    /// Takes it up: the token of this device, to join with.
    ///
    /// # Errors
    ///
    /// As [`Token::pass_on`].
    pub fn take_up(&self, device: &DeviceKeys, random: &mut dyn Random) -> Result<Token, TokenError> {
        let held = self.token.read()?.membership;
        let rights = Rights { role: held.role, scopes: held.scopes, docs: held.docs, expires: held.expires };
        self.token.pass_on(&self.secret, Holder::Device(device.id()), &rights, random)
    }
}

impl Asking {
    /// Lets the one who asks in: the answer to be shown back.
    ///
    /// # Errors
    ///
    /// As [`Token::pass_on`]; only a family's rights can be answered with.
    pub fn answer(
        &self,
        by: (&Token, &SigningSecret),
        rights: &Rights,
        hubs: Vec<Hub>,
        random: &mut dyn Random,
    ) -> Result<Answer, TokenError> {
        if rights.role != Role::Family {
            return Err(TokenError::UnfitRights(0));
        }
        let token = by.0.pass_on(by.1, Holder::Device(self.device), rights, random)?;
        Ok(Answer { token, hubs, keys: Vec::new() })
    }
}

impl Code {
    /// As the text of a QR code, in letters of its alphanumeric mode.
    ///
    /// # Errors
    ///
    /// [`CodeError::TooLarge`].
    pub fn to_text(&self) -> Result<Zeroizing<String>, CodeError> {
        self.within_bounds()?;
        let content = self.to_bytes().ok_or(CodeError::Malformed)?;
        if content.len() > LARGEST_CODE {
            return Err(CodeError::TooLarge);
        }
        Ok(Zeroizing::new(text::to_text(NAME, &content)))
    }

    /// Reads a QR code. Its token has been verified and is held by whom it says.
    ///
    /// # Errors
    ///
    /// [`CodeError`].
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let content = Zeroizing::new(text::from_text(NAME, text)?);
        if content.len() > LARGEST_CODE {
            return Err(CodeError::TooLarge);
        }
        let mut start = minicbor::Decoder::new(&content);
        match start.array().and_then(|_| start.u8()) {
            Ok(VERSION) => {}
            Ok(newer) if newer > VERSION => return Err(CodeError::Newer(newer)),
            _ => return Err(CodeError::Malformed),
        }
        let written: Written = minicbor::decode(&content).map_err(|_| CodeError::Malformed)?;
        let code = written.read()?;
        if code.to_bytes().is_none_or(|again| *again != *content) {
            return Err(CodeError::Malformed);
        }
        code.within_bounds()?;
        code.held_rightly()?;
        Ok(code)
    }

    /// `None` when its token is not as we make them.
    fn to_bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        let first = self.first_scope();
        let keys = |keys: &[HandedKey]| keys.iter().map(|key| WrittenKey::new(key, first)).collect();
        let body = match self {
            Self::Invitation(it) => {
                let seed = *it.secret.seed();
                Body::Invitation(it.purpose, packed::pack(&it.token)?, seed, it.hubs.clone(), keys(&it.keys))
            }
            Self::Asking(it) => Body::Asking(it.device, it.sealing, keys(&it.keys)),
            Self::Answer(it) => Body::Answer(packed::pack(&it.token)?, it.hubs.clone(), keys(&it.keys)),
            Self::Hub(it) => Body::Hub(it.clone()),
        };
        // Room enough from the start: a growing vector would leave copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(8 * 1024));
        minicbor::encode(Written { version: VERSION, body }, &mut *bytes).expect("memory takes every byte");
        Some(bytes)
    }

    /// The village that most keys are of need not be written: the token names it.
    fn first_scope(&self) -> Option<ScopeId> {
        let token = match self {
            Self::Invitation(it) => &it.token,
            Self::Asking(_) | Self::Hub(_) => return None,
            Self::Answer(it) => &it.token,
        };
        token.read().ok()?.membership.scopes.first().copied()
    }

    fn within_bounds(&self) -> Result<(), CodeError> {
        let (hubs, keys) = match self {
            Self::Invitation(it) => (it.hubs.as_slice(), it.keys.len()),
            Self::Asking(it) => (&[][..], it.keys.len()),
            Self::Answer(it) => (it.hubs.as_slice(), it.keys.len()),
            Self::Hub(it) => (std::slice::from_ref(it), 0),
        };
        let plain = |hub: &Hub| {
            (1..=LONGEST_ADDRESS).contains(&hub.address.len())
                && hub.address.bytes().all(|letter| letter.is_ascii_graphic())
        };
        if hubs.len() > MOST_HUBS || keys > MOST_KEYS {
            return Err(CodeError::TooLarge);
        }
        if hubs.iter().all(plain) { Ok(()) } else { Err(CodeError::Malformed) }
    }

    fn held_rightly(&self) -> Result<(), CodeError> {
        let rightly = match self {
            Self::Invitation(it) => it.token.read()?.holder == Holder::Invitation(it.secret.id()),
            Self::Asking(_) | Self::Hub(_) => true,
            Self::Answer(it) => matches!(it.token.read()?.holder, Holder::Device(_)),
        };
        if rightly { Ok(()) } else { Err(CodeError::NotTheHolder) }
    }
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Written {
    #[n(0)]
    version: u8,
    #[n(1)]
    body: Body,
}

#[derive(Encode, Decode)]
#[cbor(flat)]
enum Body {
    #[n(1)]
    Invitation(
        #[n(0)] Purpose,
        #[n(1)] Packed,
        #[cbor(n(2), with = "minicbor::bytes")] [u8; 32],
        #[n(3)] Vec<Hub>,
        #[n(4)] Vec<WrittenKey>,
    ),
    #[n(2)]
    Asking(#[n(0)] DeviceId, #[n(1)] SealingKey, #[n(2)] Vec<WrittenKey>),
    #[n(3)]
    Answer(#[n(0)] Packed, #[n(1)] Vec<Hub>, #[n(2)] Vec<WrittenKey>),
    #[n(4)]
    Hub(#[n(0)] Hub),
}

impl Written {
    fn read(mut self) -> Result<Code, CodeError> {
        let read = |keys: &[WrittenKey], first| keys.iter().map(|key| key.read(first)).collect::<Result<Vec<_>, _>>();
        let first = |token: &Token| Ok::<_, CodeError>(token.read()?.membership.scopes.first().copied());
        Ok(match &mut self.body {
            Body::Invitation(purpose, token, seed, hubs, keys) => {
                let secret = SigningSecret::new(seed);
                seed.zeroize();
                let (token, hubs) = (packed::unpack(token).ok_or(CodeError::Malformed)?, std::mem::take(hubs));
                let keys = read(keys, first(&token)?)?;
                Code::Invitation(Box::new(Invitation { purpose: *purpose, token, secret, hubs, keys }))
            }
            Body::Asking(device, sealing, keys) => {
                Code::Asking(Asking { device: *device, sealing: *sealing, keys: read(keys, None)? })
            }
            Body::Answer(token, hubs, keys) => {
                let (token, hubs) = (packed::unpack(token).ok_or(CodeError::Malformed)?, std::mem::take(hubs));
                let keys = read(keys, first(&token)?)?;
                Code::Answer(Answer { token, hubs, keys })
            }
            Body::Hub(hub) => Code::Hub(hub.clone()),
        })
    }
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct WrittenKey {
    #[n(0)]
    scope: Option<ScopeId>,
    #[n(1)]
    doc: DocId,
    #[n(2)]
    epoch: u32,
    #[n(3)]
    kind: u8,
    #[cbor(n(4), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl WrittenKey {
    fn new((document, epoch, secret): &HandedKey, first: Option<ScopeId>) -> Self {
        let (kind, key) = match secret {
            Secret::Document(key) => (1, *key.as_bytes()),
            Secret::Circle(secret) => (2, *secret.as_bytes()),
        };
        let scope = Some(document.scope).filter(|scope| first != Some(*scope));
        Self { scope, doc: document.doc, epoch: *epoch, kind, key }
    }

    fn read(&self, first: Option<ScopeId>) -> Result<HandedKey, CodeError> {
        let secret = match self.kind {
            1 => Secret::Document(DocumentKey::new(self.key)),
            2 => Secret::Circle(SealingSecret::new(self.key)),
            _ => return Err(CodeError::Malformed),
        };
        let scope = self.scope.or(first).ok_or(CodeError::Malformed)?;
        Ok((Document { scope, doc: self.doc }, self.epoch, secret))
    }
}

impl Drop for WrittenKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

#[cfg(test)]
#[path = "invite_tests.rs"]
mod tests;
