//! Bytes as the text of a QR code, with a check.
//!
//! ```text
//! text = name ":" base45(content ++ first 4 bytes of SHA-256(name ++ content)) "."
//! ```
//!
//! Base45 (RFC 9285) uses only letters of a QR code's alphanumeric mode: 3 % larger than the bytes, where base64 is 33 % larger. The full
//! stop at the end keeps a space before it from being trimmed by whatever carries the text.

use sha2::{Digest, Sha256};

const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const CHECK: usize = 4;
/// The most letters a QR code holds (version 40, low correction).
const LONGEST: usize = 4296;

/// Why a text is not what a QR code of ours says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Something else altogether: another code was scanned.
    #[error("not a code of this app")]
    NotOurs,
    /// Begins as ours, but was cut short or misread.
    #[error("cut short or misread")]
    Damaged,
}

/// Writes bytes as text.
#[must_use]
pub fn to_text(name: &str, content: &[u8]) -> String {
    format!("{name}:{}.", to_base45(&[content, &check(name, content)].concat()))
}

/// Reads the bytes from a text; white space around it does not matter.
///
/// # Errors
///
/// [`TextError`].
pub fn from_text(name: &str, text: &str) -> Result<Vec<u8>, TextError> {
    let text = text.trim();
    let ours = text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && text.as_bytes().get(name.len()) == Some(&b':');
    if !ours {
        return Err(TextError::NotOurs);
    }
    let letters = text[name.len() + 1..]
        .strip_suffix('.')
        .filter(|letters| letters.len() <= LONGEST)
        .ok_or(TextError::Damaged)?;
    let mut content = from_base45(letters).ok_or(TextError::Damaged)?;
    let check_at = content.len().checked_sub(CHECK).ok_or(TextError::Damaged)?;
    let said = content.split_off(check_at);
    if said == check(name, &content) { Ok(content) } else { Err(TextError::Damaged) }
}

fn check(name: &str, content: &[u8]) -> [u8; CHECK] {
    let digest = Sha256::new().chain_update(name).chain_update(content).finalize();
    std::array::from_fn(|at| digest[at])
}

fn to_base45(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let mut number = pair.iter().fold(0, |number, byte| number * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(char::from(LETTERS[number % 45]));
            number /= 45;
        }
    }
    text
}

fn from_base45(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for letters in text.as_bytes().chunks(3) {
        let digit = |letter: &u8| LETTERS.iter().position(|known| known == letter);
        let number = letters.iter().rev().try_fold(0, |number, letter| Some(number * 45 + digit(letter)?))?;
        match letters.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9285, sections 4.3 and 4.4.
    #[test]
    fn base45_agrees_with_the_vectors_of_rfc_9285() {
        for (bytes, text) in
            [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")]
        {
            assert_eq!(to_base45(bytes.as_bytes()), text);
            assert_eq!(from_base45(text).as_deref(), Some(bytes.as_bytes()));
        }
        for wrong in ["A", "GGW", ":::", "::", "aa8", "BB8B"] {
            assert_eq!(from_base45(wrong), None, "{wrong}");
        }
        assert_eq!(from_base45("FGW"), Some(vec![0xff, 0xff]), "the largest of three letters");
    }

    #[test]
    fn a_text_is_read_as_it_was_written_and_not_by_another_name() {
        for length in 0..40 {
            let content: Vec<u8> = (0..length).collect();
            let text = to_text("NEP", &content);
            assert_eq!(from_text("NEP", &format!(" {text}\n")), Ok(content));
            assert_eq!(from_text("NEPKIT", &text), Err(TextError::NotOurs));
        }
        for other in ["", "NEP", "https://example.vn", "Nếp:", "\u{1F476}\u{1F476}"] {
            assert_eq!(from_text("NEP", other), Err(TextError::NotOurs), "{other}");
        }
    }

    #[test]
    fn a_letter_misread_or_missing_anywhere_is_noticed() {
        let text = to_text("NEP", &[7; 60]);
        for at in 4..text.len() {
            assert_eq!(from_text("NEP", &text[..at]), Err(TextError::Damaged));
            let mut misread = text.clone();
            let other = if &text[at..=at] == "Q" { "R" } else { "Q" };
            misread.replace_range(at..=at, other);
            assert_eq!(from_text("NEP", &misread), Err(TextError::Damaged), "{misread}");
        }
    }
}
