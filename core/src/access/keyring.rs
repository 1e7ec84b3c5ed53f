//! Every secret one device holds, and what it learns from key entries in whatever order they come.
//!
//! What catches people out:
//! - two people may start the same new epoch apart from each other: a document or circle then has **two** keys of one epoch. Both are
//!   kept, both open; new entries are sealed by the one whose bytes sort first, which is the same on every device that holds both;
//! - a key entry that nothing here opens yet waits: the circle that opens it may come later;
//! - a key is of a document **of a village**: who may write in one village must not bring the key of another's document, or of the
//!   commune's circle, under her own;
//! - only entries that the roster counts may be learnt from. The keyring does not ask.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, Zeroizing};

use super::device::{DeviceKeys, SealingKey, SealingSecret, SigningSecret};
use super::keys::{KeyError, Secret, open_key};
use crate::log::{DocId, Document, DocumentKey, Entry, Header, Kind, Padding, Random, ScopeId, SealError, seal};

/// Key entries that wait for a circle; the oldest goes when there are more.
pub const MOST_WAITING: usize = 4096;
/// Keys kept of one document in one epoch; more than two have never an honest cause.
const MOST_OF_ONE_EPOCH: usize = 8;

/// What came of a key entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Learned {
    /// These documents or circles (with the epoch) have a key that was not held before; later ones opened by it are among them.
    New(Vec<(Document, u32)>),
    /// Held already.
    Known,
    /// Sealed to nobody here, so far.
    Waiting,
}

/// The secrets of one device.
#[derive(Debug)]
pub struct Keyring {
    device: DeviceKeys,
    root: Option<Zeroizing<[u8; 16]>>,
    documents: BTreeMap<(Document, u32), Vec<DocumentKey>>,
    circles: BTreeMap<(Document, u32), Vec<SealingSecret>>,
    waiting: Vec<Entry>,
}

impl Keyring {
    /// The keyring of a device that has been given nothing yet.
    #[must_use]
    pub const fn new(device: DeviceKeys) -> Self {
        Self { device, root: None, documents: BTreeMap::new(), circles: BTreeMap::new(), waiting: Vec::new() }
    }

    /// The device's own keys.
    #[must_use]
    pub const fn device(&self) -> &DeviceKeys {
        &self.device
    }

    /// The commune's root, at the station that keeps it.
    #[must_use]
    pub fn root(&self) -> Option<DeviceKeys> {
        self.root.as_deref().map(DeviceKeys::root)
    }

    /// The 128 bits of the recovery kit, at the station that keeps the root.
    #[must_use]
    pub fn root_bits(&self) -> Option<&[u8; 16]> {
        self.root.as_deref()
    }

    /// Keeps the commune's root here.
    pub fn keep_root(&mut self, bits: &[u8; 16]) {
        self.root = Some(Zeroizing::new(*bits));
    }

    /// Gives the root away: this device no longer speaks for the commune.
    pub fn drop_root(&mut self) {
        self.root = None;
    }

    /// Keeps a secret that was made here or came with an invitation. What waited for it is opened; all that became readable is told.
    pub fn keep(&mut self, doc: Document, epoch: u32, secret: Secret) -> Vec<(Document, u32)> {
        let mut new = Vec::new();
        if self.put(doc, epoch, secret) {
            new.push((doc, epoch));
            self.open_waiting(&mut new);
        }
        new
    }

    /// Learns from a key entry that the roster counts.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] when it is no key entry.
    pub fn learn(&mut self, entry: &Entry) -> Result<Learned, KeyError> {
        if entry.header().kind != Kind::Key {
            return Err(KeyError::Malformed);
        }
        let Some(secret) = self.open_secret(entry)? else {
            if !self.waiting.iter().any(|waiting| waiting.id() == entry.id()) {
                if self.waiting.len() >= MOST_WAITING {
                    self.waiting.remove(0);
                }
                self.waiting.push(entry.clone());
            }
            return Ok(Learned::Waiting);
        };
        let new = self.keep(named(entry.header()), entry.header().epoch, secret);
        Ok(if new.is_empty() { Learned::Known } else { Learned::New(new) })
    }

    /// Opens the body of an entry whose document's key is held.
    ///
    /// # Errors
    ///
    /// As [`seal::open`]; [`SealError::NotOpened`] too when no key is held.
    pub fn open(&self, entry: &Entry) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let keys = self.documents.get(&(named(entry.header()), entry.header().epoch));
        let mut outcome = Err(SealError::NotOpened);
        for key in keys.into_iter().flatten() {
            outcome = seal::open(entry, key);
            if outcome != Err(SealError::NotOpened) {
                break;
            }
        }
        outcome
    }

    /// Seals content as the body of an entry with this header, by the key of the header's epoch.
    ///
    /// # Errors
    ///
    /// As [`seal::seal`]; [`SealError::NotOpened`] when no key of that epoch is held.
    pub fn seal(
        &self,
        header: &Header,
        plain: &[u8],
        padding: Padding,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, SealError> {
        let key = self
            .documents
            .get(&(named(header), header.epoch))
            .and_then(|keys| keys.first())
            .ok_or(SealError::NotOpened)?;
        seal::seal(header, key, plain, padding, random)
    }

    /// The newest epoch of a document of which a key is held: the one to seal with.
    #[must_use]
    pub fn epoch(&self, doc: Document) -> Option<u32> {
        self.documents.range((doc, 0)..=(doc, u32::MAX)).next_back().map(|((_, epoch), _)| *epoch)
    }

    /// The newest epoch of a circle that is held, and where to seal to it.
    #[must_use]
    pub fn circle(&self, circle: Document) -> Option<(u32, SealingKey)> {
        let (&(_, epoch), secrets) = self.circles.range((circle, 0)..=(circle, u32::MAX)).next_back()?;
        secrets.first().map(|secret| (epoch, secret.public()))
    }

    /// The newest secret of a circle or the newest key of a document: to seal it to a further member.
    #[must_use]
    pub fn newest(&self, doc: Document) -> Option<(u32, Secret)> {
        let circle = self.circles.range((doc, 0)..=(doc, u32::MAX)).next_back();
        let document = self.documents.range((doc, 0)..=(doc, u32::MAX)).next_back();
        circle
            .and_then(|((_, epoch), secrets)| Some((*epoch, Secret::Circle(secrets.first()?.clone()))))
            .or_else(|| document.and_then(|((_, epoch), keys)| Some((*epoch, Secret::Document(keys.first()?.clone())))))
    }

    /// All keys of the newest epoch of a document or circle that is held: more than one when two people began it apart.
    #[must_use]
    pub fn newest_all(&self, doc: Document) -> Option<(u32, Vec<Secret>)> {
        let circle = self.circles.range((doc, 0)..=(doc, u32::MAX)).next_back();
        let document = self.documents.range((doc, 0)..=(doc, u32::MAX)).next_back();
        circle
            .map(|((_, epoch), all)| (*epoch, all.iter().cloned().map(Secret::Circle).collect()))
            .or_else(|| document.map(|((_, epoch), all)| (*epoch, all.iter().cloned().map(Secret::Document).collect())))
    }

    /// Every key of a document, by epoch: for who may read all of it.
    #[must_use]
    pub fn all_keys(&self, doc: Document) -> Vec<(u32, Secret)> {
        let keys = self.documents.range((doc, 0)..=(doc, u32::MAX));
        keys.flat_map(|((_, epoch), keys)| keys.iter().map(|key| (*epoch, Secret::Document(key.clone())))).collect()
    }

    /// Where a circle's keys of earlier epochs were sealed to.
    #[must_use]
    pub fn older_circles(&self, circle: Document) -> Vec<SealingKey> {
        let newest = self.circle(circle).map_or(0, |(epoch, _)| epoch);
        let older = self.circles.range((circle, 0)..(circle, newest));
        older.flat_map(|(_, secrets)| secrets).map(SealingSecret::public).collect()
    }

    /// Does some circle have two keys of its newest epoch?
    #[must_use]
    pub fn is_forked(&self) -> bool {
        let newest = |circle: &Document, epoch: u32| self.circle(*circle).is_some_and(|(newest, _)| newest == epoch);
        self.circles.iter().any(|((circle, epoch), secrets)| secrets.len() > 1 && newest(circle, *epoch))
    }

    /// What a key entry brings, when something here opens it. The keyring stays as it is.
    #[must_use]
    pub fn reveals(&self, entry: &Entry) -> Option<Secret> {
        self.open_secret(entry).ok().flatten()
    }

    /// The documents of which a key is held.
    pub fn documents(&self) -> impl Iterator<Item = Document> {
        let mut last = None;
        self.documents.keys().filter_map(move |(doc, _)| (last.replace(*doc) != Some(*doc)).then_some(*doc))
    }

    /// Destroys every key of a document or circle: nothing of it can be read here any more.
    pub fn forget(&mut self, doc: Document) {
        self.documents.retain(|(of, _), _| *of != doc);
        self.circles.retain(|(of, _), _| *of != doc);
        self.waiting.retain(|entry| named(entry.header()) != doc);
    }

    /// The whole keyring as bytes, in the clear: to be sealed at once.
    ///
    /// # Panics
    ///
    /// Never: writing CBOR to memory cannot fail.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let kept = Kept {
            version: 1,
            signing: *self.device.signing.seed(),
            sealing: *self.device.sealing.as_bytes(),
            root: self.root.as_ref().map(|bits| minicbor::bytes::ByteArray::from(**bits)),
            documents: self
                .documents
                .iter()
                .flat_map(|(at, keys)| keys.iter().map(|key| KeptKey::new(*at, key.as_bytes())))
                .collect(),
            circles: self
                .circles
                .iter()
                .flat_map(|(at, keys)| keys.iter().map(|key| KeptKey::new(*at, key.as_bytes())))
                .collect(),
            waiting: self.waiting.iter().map(|entry| entry.as_bytes().to_vec().into()).collect(),
        };
        // Room enough from the start: a growing vector would leave copies behind.
        let waiting: usize = self.waiting.iter().map(|entry| entry.as_bytes().len() + 8).sum();
        let mut bytes =
            Zeroizing::new(Vec::with_capacity(256 + 64 * (kept.documents.len() + kept.circles.len()) + waiting));
        minicbor::encode(&kept, &mut *bytes).expect("memory takes every byte");
        bytes
    }

    /// Reads a keyring from [`Keyring::to_bytes`].
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let kept: Kept = minicbor::decode(bytes).map_err(|_| KeyError::Malformed)?;
        if kept.version != 1 {
            return Err(KeyError::Malformed);
        }
        let mut keyring = Self::new(DeviceKeys {
            signing: SigningSecret::new(&kept.signing),
            sealing: SealingSecret::new(kept.sealing),
        });
        keyring.root = kept.root.as_ref().map(|bits| Zeroizing::new(**bits));
        for key in &kept.documents {
            keyring.put(key.document(), key.epoch, Secret::Document(DocumentKey::new(key.key)));
        }
        for key in &kept.circles {
            keyring.put(key.document(), key.epoch, Secret::Circle(SealingSecret::new(key.key)));
        }
        let waiting = kept.waiting.iter().map(|bytes| Entry::from_bytes(bytes).map_err(|_| KeyError::Malformed));
        keyring.waiting = waiting.collect::<Result<_, _>>()?;
        Ok(keyring)
    }

    fn open_secret(&self, entry: &Entry) -> Result<Option<Secret>, KeyError> {
        let root = self.root().map(|root| root.sealing);
        let own = std::iter::once(&self.device.sealing).chain(root.as_ref()).chain(self.circles.values().flatten());
        open_key(entry.header(), entry.body(), own)
    }

    /// True when it was not held.
    fn put(&mut self, doc: Document, epoch: u32, secret: Secret) -> bool {
        match secret {
            Secret::Document(key) => {
                put_sorted(self.documents.entry((doc, epoch)).or_default(), key, DocumentKey::as_bytes)
            }
            Secret::Circle(key) => {
                put_sorted(self.circles.entry((doc, epoch)).or_default(), key, SealingSecret::as_bytes)
            }
        }
    }

    /// Pass by pass, for a circle opened in one pass may open more in the next.
    fn open_waiting(&mut self, new: &mut Vec<(Document, u32)>) {
        loop {
            let mut opened = Vec::new();
            let waiting = std::mem::take(&mut self.waiting);
            for entry in waiting {
                match self.open_secret(&entry) {
                    Ok(Some(secret)) => opened.push((named(entry.header()), entry.header().epoch, secret)),
                    Ok(None) => self.waiting.push(entry),
                    Err(_) => {}
                }
            }
            if opened.is_empty() {
                return;
            }
            for (doc, epoch, secret) in opened {
                if self.put(doc, epoch, secret) {
                    new.push((doc, epoch));
                }
            }
        }
    }
}

const fn named(header: &Header) -> Document {
    Document { scope: header.scope, doc: header.doc }
}

/// Keeps the list sorted by bytes, each once. The order depends on secrets, but nobody times a device's own memory.
fn put_sorted<K>(keys: &mut Vec<K>, key: K, bytes: fn(&K) -> &[u8; 32]) -> bool {
    match keys.binary_search_by(|held| bytes(held).cmp(bytes(&key))) {
        Err(at) if keys.len() < MOST_OF_ONE_EPOCH => {
            keys.insert(at, key);
            true
        }
        _ => false,
    }
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Kept {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    signing: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    sealing: [u8; 32],
    #[n(3)]
    root: Option<minicbor::bytes::ByteArray<16>>,
    #[n(4)]
    documents: Vec<KeptKey>,
    #[n(5)]
    circles: Vec<KeptKey>,
    #[n(6)]
    waiting: Vec<minicbor::bytes::ByteVec>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.signing.zeroize();
        self.sealing.zeroize();
        if let Some(bits) = &mut self.root {
            bits.zeroize();
        }
        for key in self.documents.iter_mut().chain(&mut self.circles) {
            key.key.zeroize();
        }
    }
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct KeptKey {
    #[n(0)]
    scope: ScopeId,
    #[n(1)]
    doc: DocId,
    #[n(2)]
    epoch: u32,
    #[cbor(n(3), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl KeptKey {
    const fn new((of, epoch): (Document, u32), key: &[u8; 32]) -> Self {
        Self { scope: of.scope, doc: of.doc, epoch, key: *key }
    }

    const fn document(&self) -> Document {
        Document { scope: self.scope, doc: self.doc }
    }
}

#[cfg(test)]
#[path = "keyring_tests.rs"]
mod tests;
