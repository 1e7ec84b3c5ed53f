//! Bytes as a row of QR codes: a month's delta shown by one phone and read by another, in any order, as often as it takes.
//!
//! ```text
//! frame = "NEP1" ++ base-45([name (6) ++ index (2) ++ count (2) ++ part])      RFC 9285, QR's alphanumeric mode
//! name  = how the SHA-256 of the whole begins                                  also the sum that joins must meet
//! ```

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Bytes of the whole in one frame: 645 characters, a code of version 15 that a cheap camera reads off a cheap screen.
pub const PART: usize = 417;
/// No row is longer: reading it would take minutes.
pub const MOST: usize = 200;

const MARK: &str = "NEP1";
const NAME: usize = 6;
const HEAD: usize = NAME + 4;
/// RFC 9285, table 1.
const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Why a row cannot be made, or a code not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// More than a row of codes can carry: use a file.
    #[error("{bytes} bytes are more than {most} codes carry")]
    TooMuch {
        /// How much.
        bytes: usize,
        /// How many codes there may be.
        most: usize,
    },
    /// Another kind of code.
    #[error("not one of these codes")]
    NotAFrame,
    /// Of another row.
    #[error("a code of another row")]
    AnotherRow,
    /// All codes are there and they do not make up the whole.
    #[error("the codes do not make up the whole")]
    Damaged,
}

/// Cuts bytes into frames.
///
/// # Errors
///
/// [`BadFrame::TooMuch`].
///
/// # Panics
///
/// Never: a row has at most 200 codes.
pub fn split(bytes: &[u8]) -> Result<Vec<String>, BadFrame> {
    let parts: Vec<&[u8]> = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(PART).collect() };
    if parts.len() > MOST {
        return Err(BadFrame::TooMuch { bytes: bytes.len(), most: MOST });
    }
    let count = u16::try_from(parts.len()).expect("at most 200");
    let name = &Sha256::digest(bytes)[..NAME];
    let frame = |(index, part): (u16, &&[u8])| {
        let content = [name, &index.to_be_bytes(), &count.to_be_bytes(), part].concat();
        format!("{MARK}{}", base45(&content))
    };
    Ok((0..count).zip(&parts).map(frame).collect())
}

/// Does a text begin as the codes do?
#[must_use]
pub fn is_code(text: &str) -> bool {
    text.trim_start().starts_with(MARK)
}

/// A row being read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joining {
    row: Option<([u8; NAME], u16)>,
    parts: BTreeMap<u16, Vec<u8>>,
}

impl Joining {
    /// Takes a code; the whole when it was the last one missing.
    ///
    /// # Errors
    ///
    /// [`BadFrame`]; what was read so far stays, except after [`BadFrame::Damaged`].
    pub fn take(&mut self, text: &str) -> Result<Option<Vec<u8>>, BadFrame> {
        let content = text.trim().strip_prefix(MARK).and_then(unbase45).ok_or(BadFrame::NotAFrame)?;
        let (head, part) = content.split_at_checked(HEAD).ok_or(BadFrame::NotAFrame)?;
        let name: [u8; NAME] = std::array::from_fn(|at| head[at]);
        let index = u16::from_be_bytes([head[NAME], head[NAME + 1]]);
        let count = u16::from_be_bytes([head[NAME + 2], head[NAME + 3]]);
        if index >= count || usize::from(count) > MOST || part.len() > PART {
            return Err(BadFrame::NotAFrame);
        }
        if *self.row.get_or_insert((name, count)) != (name, count) {
            return Err(BadFrame::AnotherRow);
        }
        self.parts.insert(index, part.to_vec());
        if self.parts.len() < usize::from(count) {
            return Ok(None);
        }
        let whole = std::mem::take(&mut self.parts).into_values().collect::<Vec<_>>().concat();
        self.row = None;
        if Sha256::digest(&whole)[..NAME] == name { Ok(Some(whole)) } else { Err(BadFrame::Damaged) }
    }

    /// How many codes were read, and of how many.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.parts.len(), self.row.map_or(0, |(_, count)| count.into()))
    }
}

/// RFC 9285.
fn base45(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 2);
    for pair in bytes.chunks(2) {
        let (mut value, digits) = match pair {
            [high, low] => (usize::from(*high) * 256 + usize::from(*low), 3),
            [only] => (usize::from(*only), 2),
            _ => unreachable!("chunks of two hold one or two"),
        };
        for _ in 0..digits {
            text.push(char::from(ALPHABET[value % 45]));
            value /= 45;
        }
    }
    text
}

/// RFC 9285; `None` for what is none.
fn unbase45(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 2 / 3 + 1);
    for group in text.as_bytes().chunks(3) {
        let digit = |letter: &u8| ALPHABET.iter().position(|one| one == letter);
        let digits: Option<Vec<usize>> = group.iter().map(digit).collect();
        match digits?[..] {
            [a, b, c] => bytes.extend(u16::try_from(a + 45 * b + 2025 * c).ok()?.to_be_bytes()),
            [a, b] => bytes.push(u8::try_from(a + 45 * b).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(length: usize) -> Vec<u8> {
        (0..length).map(|at| u8::try_from(at * 131 % 251).expect("below 251")).collect()
    }

    /// RFC 9285, sections 4.3 and 4.4.
    #[test]
    fn letters_agree_with_the_examples_of_the_rfc() {
        for (plain, text) in
            [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")]
        {
            assert_eq!(base45(plain.as_bytes()), text);
            assert_eq!(unbase45(text).as_deref(), Some(plain.as_bytes()));
        }
        for wrong in ["GGW", ":::", "A", "ab1", "::"] {
            assert_eq!(unbase45(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_row_read_in_any_order_and_twice_gives_the_whole() {
        for length in [0, 1, PART - 1, PART, PART + 1, 12_000] {
            let whole = content(length);
            let mut frames = split(&whole).expect("short enough");
            assert!(frames.iter().all(|frame| frame.len() <= 645), "a code of version 15");
            frames.reverse();
            let mut joining = Joining::default();
            let (last, first) = frames.split_last().expect("one at least");
            for frame in first {
                assert_eq!(joining.take(frame), Ok(None));
                assert_eq!(joining.take(frame), Ok(None));
            }
            assert_eq!(joining.take(last), Ok(Some(whole)), "{length} bytes");
        }
    }

    #[test]
    fn a_code_of_another_row_disturbs_nothing() {
        let (one, other) = (split(&content(900)).expect("short"), split(&content(901)).expect("short"));
        let mut joining = Joining::default();
        assert_eq!(joining.take(&one[0]), Ok(None));
        assert_eq!(joining.take(&other[1]), Err(BadFrame::AnotherRow));
        assert_eq!(joining.take("https://nep.vn"), Err(BadFrame::NotAFrame));
        assert_eq!(joining.progress(), (1, 3));
        assert_eq!(joining.take(&one[1]), Ok(None));
        assert_eq!(joining.take(&one[2]), Ok(Some(content(900))));
    }

    #[test]
    fn a_row_with_a_wrong_part_is_noticed_and_can_be_read_anew() {
        let frames = split(&content(600)).expect("short");
        let mut wrong = unbase45(&frames[1][MARK.len()..]).expect("just made");
        wrong[HEAD] ^= 1;
        let mut joining = Joining::default();
        assert_eq!(joining.take(&frames[0]), Ok(None));
        assert_eq!(joining.take(&format!("{MARK}{}", base45(&wrong))), Err(BadFrame::Damaged));
        assert_eq!(joining.take(&frames[0]), Ok(None));
        assert_eq!(joining.take(&frames[1]), Ok(Some(content(600))));
    }

    #[test]
    fn what_is_too_much_for_codes_is_said() {
        assert_eq!(split(&content(MOST * PART)).map(|frames| frames.len()), Ok(MOST));
        let bytes = MOST * PART + 1;
        assert_eq!(split(&content(bytes)), Err(BadFrame::TooMuch { bytes, most: MOST }));
    }
}
