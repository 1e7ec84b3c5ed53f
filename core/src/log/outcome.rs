//! What became of an entry that was handed over.

use minicbor::decode::{Decode, Decoder};
use minicbor::encode::{Encode, Encoder, Write};

/// What a log did with one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// New, and kept under this number.
    Stored(u64),
    /// Kept already, under this number.
    Known(u64),
    /// Not kept.
    Refused(Refusal),
}

/// Why an entry is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Not the form of an entry, or an order that says nothing.
    #[error("not an entry")]
    Malformed,
    /// Larger than an entry may be.
    #[error("larger than an entry may be")]
    TooLarge,
    /// Written by a newer app.
    #[error("written by a newer app")]
    Newer,
    /// Of another commune.
    #[error("of another commune")]
    OtherSpace,
    /// The signature is not the author's.
    #[error("the signature is not its author's")]
    BadSignature,
    /// Its author has not joined, as far as this log knows: may be taken later.
    #[error("its author has not joined")]
    UnknownAuthor,
    /// Its author may not write this.
    #[error("its author may not write this")]
    NotAllowed,
    /// Its author had been removed, and may give no orders.
    #[error("its author was removed")]
    Revoked,
    /// Its document was erased.
    #[error("its document was erased")]
    Erased,
    /// Its author has another entry with this number in this document: the key is used in two places.
    #[error("its author has another entry of this number")]
    SameSeqTwice,
    /// The invitation was used by another device.
    #[error("the invitation was used before")]
    InvitationUsed,
    /// A reason that a newer log gave.
    #[error("a reason this app does not know ({0})")]
    Other(u8),
}

impl Refusal {
    const KNOWN: [(u8, Self); 11] = [
        (1, Self::Malformed),
        (2, Self::TooLarge),
        (3, Self::Newer),
        (4, Self::OtherSpace),
        (5, Self::BadSignature),
        (6, Self::UnknownAuthor),
        (7, Self::NotAllowed),
        (8, Self::Revoked),
        (9, Self::Erased),
        (10, Self::SameSeqTwice),
        (11, Self::InvitationUsed),
    ];

    /// Its number on the wire.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Other(code) => code,
            known => Self::KNOWN.iter().find(|(_, refusal)| *refusal == known).map_or(0, |(code, _)| *code),
        }
    }

    /// The refusal of that number.
    #[must_use]
    pub fn of_code(code: u8) -> Self {
        Self::KNOWN.iter().find(|(known, _)| *known == code).map_or(Self::Other(code), |(_, refusal)| *refusal)
    }
}

/// `[0, number]` stored, `[1, number]` known, `[2, reason]` refused.
impl<C> Encode<C> for Outcome {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
        let (tag, value) = match self {
            Self::Stored(number) => (0, *number),
            Self::Known(number) => (1, *number),
            Self::Refused(reason) => (2, u64::from(reason.code())),
        };
        e.array(2)?.u8(tag)?.u64(value)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Outcome {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let wrong = |why| minicbor::decode::Error::message(why).at(at);
        if d.array()? != Some(2) {
            return Err(wrong("an outcome has two parts"));
        }
        match d.u8()? {
            0 => Ok(Self::Stored(d.u64()?)),
            1 => Ok(Self::Known(d.u64()?)),
            2 => Ok(Self::Refused(Refusal::of_code(d.u8()?))),
            _ => Err(wrong("an outcome of an unknown kind")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_read_as_it_was_written() {
        let refused = (0..=255).map(|code| Outcome::Refused(Refusal::of_code(code)));
        for outcome in refused.chain([Outcome::Stored(0), Outcome::Known(u64::MAX)]) {
            let bytes = minicbor::to_vec(outcome).expect("memory takes every byte");
            assert_eq!(minicbor::decode::<Outcome>(&bytes).expect("an outcome"), outcome);
        }
    }
}
