//! What a log answers.
//!
//! ```text
//! answer = [version, 0, served] / [version, 1, denial, value]          CBOR, deflated on the way
//! served = [log: 16 bytes, last, [* outcome], [* entry: bytes], [* after], more, time, wait]
//! ```

use minicbor::bytes::ByteVec;
use minicbor::decode::Decoder;
use minicbor::encode::{Encoder, Write};
use minicbor::{Decode, Encode};

use super::request::{WIRE_VERSION, whole};
use crate::log::{LogName, Outcome};

/// What a hub did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// As asked.
    Served(Served),
    /// Nothing of it.
    Denied(Denial),
}

/// What a hub did as asked. What it says it stored is durable.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Served {
    /// The name of the hub's log of this commune; cursors count for this log only.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub log: LogName,
    /// The last number of that log.
    #[n(1)]
    pub last: u64,
    /// What became of each entry brought.
    #[n(2)]
    pub outcomes: Vec<Outcome>,
    /// Entries asked for, in the hub's order.
    #[n(3)]
    pub entries: Vec<ByteVec>,
    /// Lane by lane: after which number to go on.
    #[n(4)]
    pub after: Vec<u64>,
    /// There is more.
    #[n(5)]
    pub more: bool,
    /// The hub's clock, seconds since 1970.
    #[n(6)]
    pub time: u64,
    /// Seconds after which to come again at the earliest; 0 when it does not matter.
    #[n(7)]
    pub wait: u32,
}

/// Why a hub did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// Not the form of a request.
    #[error("the request was damaged on its way")]
    Malformed,
    /// A form the hub does not know yet; it knows up to this one.
    #[error("the hub is older than this app: it knows form {0}")]
    Newer(u64),
    /// The device did not prove itself to this hub.
    #[error("the hub does not take this device's proof")]
    Unproven,
    /// A counter not higher than one it has seen: it has seen this one.
    #[error("the hub has seen a later request: {0}")]
    Stale(u64),
    /// Neither joined nor a valid token.
    #[error("the hub does not know this device")]
    Unknown,
    /// The device's rights ended.
    #[error("the device's rights ended")]
    Expired,
    /// The device was removed.
    #[error("the device was removed")]
    Revoked,
    /// Asked for what the device may not read.
    #[error("the device may not read what it asked for")]
    NotAllowed,
    /// Larger than the hub takes; it takes so many bytes.
    #[error("larger than the hub takes: {0} bytes")]
    TooLarge(u64),
    /// Too much at once: come again after so many seconds.
    #[error("the hub is busy for {0} seconds")]
    Busy(u64),
    /// The hub does not serve this commune.
    #[error("the hub does not serve this commune")]
    OtherSpace,
    /// The hub has no room left for this commune.
    #[error("the hub has no room left")]
    Full,
    /// A fault of the hub; nothing was kept.
    #[error("the hub failed")]
    Failed,
    /// Something a newer hub says.
    #[error("the hub says something this app does not know ({0})")]
    Other(u8),
}

impl Denial {
    const fn parts(self) -> (u8, u64) {
        match self {
            Self::Malformed => (1, 0),
            Self::Newer(known) => (2, known),
            Self::Unproven => (3, 0),
            Self::Stale(highest) => (4, highest),
            Self::Unknown => (5, 0),
            Self::Expired => (6, 0),
            Self::Revoked => (7, 0),
            Self::NotAllowed => (8, 0),
            Self::TooLarge(most) => (9, most),
            Self::Busy(seconds) => (10, seconds),
            Self::OtherSpace => (11, 0),
            Self::Full => (12, 0),
            Self::Failed => (13, 0),
            Self::Other(code) => (code, 0),
        }
    }

    const fn of_parts(code: u8, value: u64) -> Self {
        match code {
            1 => Self::Malformed,
            2 => Self::Newer(value),
            3 => Self::Unproven,
            4 => Self::Stale(value),
            5 => Self::Unknown,
            6 => Self::Expired,
            7 => Self::Revoked,
            8 => Self::NotAllowed,
            9 => Self::TooLarge(value),
            10 => Self::Busy(value),
            11 => Self::OtherSpace,
            12 => Self::Full,
            13 => Self::Failed,
            other => Self::Other(other),
        }
    }
}

impl Answer {
    /// The answer as sent, before it is deflated.
    ///
    /// # Panics
    ///
    /// Never: memory takes every byte.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("memory takes every byte")
    }

    /// Reads an answer; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        whole(bytes)
    }
}

impl<C> Encode<C> for Answer {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, c: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Served(served) => {
                e.array(3)?.u8(WIRE_VERSION)?.u8(0)?;
                served.encode(e, c)
            }
            Self::Denied(denial) => {
                let (code, value) = denial.parts();
                e.array(4)?.u8(WIRE_VERSION)?.u8(1)?.u8(code)?.u64(value)?.ok()
            }
        }
    }
}

impl<'b, C> Decode<'b, C> for Answer {
    fn decode(d: &mut Decoder<'b>, c: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let wrong = |why| minicbor::decode::Error::message(why).at(at);
        let parts = d.array()?;
        if d.u8()? != WIRE_VERSION {
            return Err(wrong("an answer of another form"));
        }
        match (parts, d.u8()?) {
            (Some(3), 0) => Served::decode(d, c).map(Self::Served),
            (Some(4), 1) => Ok(Self::Denied(Denial::of_parts(d.u8()?, d.u64()?))),
            _ => Err(wrong("an answer of an unknown kind")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Refusal;

    #[test]
    fn every_answer_is_read_as_it_was_written() {
        let served = Answer::Served(Served {
            log: [1; 16],
            last: 12,
            outcomes: vec![Outcome::Stored(12), Outcome::Known(3), Outcome::Refused(Refusal::Erased)],
            entries: vec![vec![1, 2].into(), vec![].into()],
            after: vec![12, 12],
            more: true,
            time: 1_800_000_000,
            wait: 0,
        });
        let denied = (1..=255).map(|code| Answer::Denied(Denial::of_parts(code, 0)));
        for answer in denied.chain([served, Answer::Denied(Denial::Stale(u64::MAX))]) {
            assert_eq!(Answer::from_bytes(&answer.to_bytes()), Some(answer));
        }
    }

    #[test]
    fn a_cut_answer_is_none() {
        let whole = Answer::Denied(Denial::TooLarge(1_000_000)).to_bytes();
        for length in 0..whole.len() {
            assert_eq!(Answer::from_bytes(&whole[..length]), None);
        }
    }
}
