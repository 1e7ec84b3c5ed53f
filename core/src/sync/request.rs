//! What a device asks of a log.
//!
//! ```text
//! request = [ask: bytes, proof: 64 bytes]                       CBOR, deflated on the way
//! ask     = [version, space, device, counter, join / null, [* entry: bytes], pull / null]
//! pull    = [[* [wanted, after]], most entries, most bytes]
//! wanted  = [0] everything / [1] orders / [2, scope] / [3, scope, doc]
//! ```
//!
//! The proof is the device's Ed25519 signature over `"nep sync 1"`, the hub's name ([`Audience`]), the counter and the SHA-256 of
//! the ask. So a request is worth nothing at another hub, nor a second time, nor without the device's key; and it needs neither
//! a clock nor a round trip before it.

use minicbor::bytes::ByteVec;
use minicbor::decode::Decoder;
use minicbor::encode::{Encoder, Write};
use minicbor::{Decode, Encode};

use crate::access::{Audience, SigningSecret, sign_request, verify_request};
use crate::log::{DeviceId, Document, Lane, SpaceId, Wanted};

/// The form described here.
pub const WIRE_VERSION: u8 = 1;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Pull {
    /// From where on, lane by lane.
    #[n(0)]
    pub lanes: Vec<Lane>,
    /// At most so many entries.
    #[n(1)]
    pub entries: u32,
    /// At most so many bytes of entries.
    #[n(2)]
    pub bytes: u32,
}

/// What a device says in one request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Ask {
    /// [`WIRE_VERSION`].
    #[n(0)]
    pub version: u8,
    /// The commune.
    #[n(1)]
    pub space: SpaceId,
    /// Who asks.
    #[n(2)]
    pub device: DeviceId,
    /// Higher than in any request of this device before.
    #[n(3)]
    pub counter: u64,
    /// The device's own join (an entry), when the hub may not have seen it.
    #[n(4)]
    pub join: Option<ByteVec>,
    /// Entries for the hub.
    #[n(5)]
    pub push: Vec<ByteVec>,
    /// What is asked for; nothing, when there is only something to bring.
    #[n(6)]
    pub pull: Option<Pull>,
}

/// A request that was read; its proof is **not** yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it says.
    pub ask: Ask,
    /// As it was signed.
    bytes: Vec<u8>,
    proof: [u8; 64],
}

/// Why bytes are not a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARequest {
    /// Cut short, or never a request.
    #[error("not the form of a request")]
    Malformed,
    /// Of a newer app.
    #[error("a request of a newer form ({0})")]
    Newer(u8),
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Envelope<'b> {
    #[cbor(n(0), borrow, with = "minicbor::bytes")]
    ask: &'b [u8],
    #[cbor(n(1), borrow, with = "minicbor::bytes")]
    proof: &'b [u8],
}

impl Ask {
    /// The request as sent, before it is deflated, signed by the device for this hub.
    ///
    /// # Panics
    ///
    /// Never: memory takes every byte.
    #[must_use]
    pub fn to_request(&self, audience: Audience, device: &SigningSecret) -> Vec<u8> {
        let ask = minicbor::to_vec(self).expect("memory takes every byte");
        let proof = sign_request(device, audience, self.counter, &ask);
        minicbor::to_vec(Envelope { ask: &ask, proof: &proof }).expect("memory takes every byte")
    }
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// [`NotARequest`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotARequest> {
        let envelope: Envelope<'_> = whole(bytes).ok_or(NotARequest::Malformed)?;
        let proof = envelope.proof.try_into().map_err(|_| NotARequest::Malformed)?;
        let mut fields = Decoder::new(envelope.ask);
        match fields.array().and_then(|_| fields.u8()) {
            Ok(WIRE_VERSION) => {}
            Ok(newer) if newer > WIRE_VERSION => return Err(NotARequest::Newer(newer)),
            _ => return Err(NotARequest::Malformed),
        }
        let ask: Ask = whole(envelope.ask).ok_or(NotARequest::Malformed)?;
        Ok(Self { ask, bytes: envelope.ask.to_vec(), proof })
    }

    /// Did the device that it names make it, for this hub?
    #[must_use]
    pub fn is_proven(&self, audience: Audience) -> bool {
        verify_request(&self.ask.device, audience, self.ask.counter, &self.bytes, &self.proof).is_ok()
    }
}

/// Reads all of the bytes as one value.
pub(super) fn whole<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}

impl<C> Encode<C> for Lane {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(2)?;
        match self.wanted {
            Wanted::All => e.array(1)?.u8(0)?,
            Wanted::Orders => e.array(1)?.u8(1)?,
            Wanted::Scope(scope) => e.array(2)?.u8(2)?.encode(scope)?,
            Wanted::Document(Document { scope, doc }) => e.array(3)?.u8(3)?.encode(scope)?.encode(doc)?,
        };
        e.u64(self.after)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Lane {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let wrong = |why| minicbor::decode::Error::message(why).at(at);
        if d.array()? != Some(2) {
            return Err(wrong("a lane has two parts"));
        }
        let wanted = match (d.array()?, d.u8()?) {
            (Some(1), 0) => Wanted::All,
            (Some(1), 1) => Wanted::Orders,
            (Some(2), 2) => Wanted::Scope(d.decode()?),
            (Some(3), 3) => Wanted::Document(Document { scope: d.decode()?, doc: d.decode()? }),
            _ => return Err(wrong("a lane of an unknown kind")),
        };
        Ok(Self { wanted, after: d.u64()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{DocId, ScopeId, SeededRandom};

    fn key() -> SigningSecret {
        SigningSecret::random(&mut SeededRandom::new(5))
    }

    fn ask() -> Ask {
        let scope = ScopeId::new([2; 16]);
        let document = Document { scope, doc: DocId::new([3; 16]) };
        let wanted = [Wanted::All, Wanted::Orders, Wanted::Scope(scope), Wanted::Document(document)];
        Ask {
            version: WIRE_VERSION,
            space: SpaceId::new([1; 16]),
            device: key().id(),
            counter: 7,
            join: Some(vec![1, 2, 3].into()),
            push: vec![vec![4, 5].into()],
            pull: Some(Pull { lanes: wanted.map(|wanted| Lane { wanted, after: 9 }).to_vec(), entries: 10, bytes: 11 }),
        }
    }

    fn sent(ask: &Ask) -> Vec<u8> {
        ask.to_request(Audience::of_name("hub.example"), &key())
    }

    #[test]
    fn a_request_is_read_as_it_was_written_and_proven_for_its_hub_only() {
        let read = Request::from_bytes(&sent(&ask())).expect("a request");
        assert_eq!(read.ask, ask());
        assert!(read.is_proven(Audience::of_name("Hub.Example")), "host names know no case");
        assert!(!read.is_proven(Audience::of_name("other.example")));
    }

    #[test]
    fn a_request_changed_anywhere_is_refused() {
        let whole = sent(&ask());
        for at in 0..whole.len() {
            for bit in [1, 0x80] {
                let mut bytes = whole.clone();
                bytes[at] ^= bit;
                let taken =
                    Request::from_bytes(&bytes).is_ok_and(|read| read.is_proven(Audience::of_name("hub.example")));
                assert!(!taken, "byte {at}");
            }
        }
    }

    #[test]
    fn a_request_cut_or_lengthened_is_refused() {
        let mut whole = sent(&ask());
        for length in 0..whole.len() {
            assert_eq!(Request::from_bytes(&whole[..length]), Err(NotARequest::Malformed), "{length} bytes");
        }
        whole.push(0);
        assert_eq!(Request::from_bytes(&whole), Err(NotARequest::Malformed));
    }

    #[test]
    fn a_newer_request_is_told_apart() {
        let newer = Ask { version: 2, ..ask() };
        assert_eq!(Request::from_bytes(&sent(&newer)), Err(NotARequest::Newer(2)));
    }
}
