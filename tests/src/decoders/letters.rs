//! What is scanned or typed: codes, rows of codes, the words of a kit, a plan in an address.

use nep_app::plan_code;
use nep_core::access::{Code, LARGEST_CODE, RecoveryKit};
use nep_core::vault::frames::{self, Joining};
use sha2::{Digest, Sha256};

/// A row of codes, one a line; and the bytes as what such a row carries.
pub fn frames(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut joining = Joining::default();
    for line in text.lines() {
        let _ = frames::is_code(line);
        if let Ok(Some(whole)) = joining.take(line) {
            assert!(whole.len() <= frames::MOST * frames::PART);
        }
        let (have, of) = joining.progress();
        assert!(have <= of, "{have} of {of}");
    }
    if let Ok(row) = frames::split(bytes) {
        let mut joining = Joining::default();
        let whole = row.iter().rev().filter_map(|code| joining.take(code).expect("a code of ours")).next();
        assert_eq!(whole.as_deref(), Some(bytes), "a row carries its bytes");
    }
}

/// An invitation, what asks for one, what answers, and the recovery kit: as scanned, as content whose sum is right, as typed.
pub fn codes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for text in [text.as_ref(), &text_of("NEP", bytes)] {
        if let Ok(code) = Code::from_text(text) {
            let again = code.to_text().expect("it fitted before");
            assert!(again.trim().eq_ignore_ascii_case(text.trim()), "a code has one form");
        }
    }
    for text in [text.as_ref(), &text_of("NEPKIT", &bytes[..bytes.len().min(16)])] {
        if let Ok(kit) = RecoveryKit::from_text(text) {
            assert_eq!(RecoveryKit::from_text(&kit.to_text()).ok().map(|again| *again.bits()), Some(*kit.bits()));
        }
    }
    if let Ok(kit) = RecoveryKit::from_words(&text) {
        assert_eq!(RecoveryKit::from_words(&kit.words().join(" ")).ok().map(|again| *again.bits()), Some(*kit.bits()));
    }
}

/// A plan in an address of a page.
pub fn plan(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok((plan, house)) = plan_code::read(&text) {
        let written = plan_code::write(&plan, &house);
        assert_eq!(plan_code::read(&written).ok(), Some((plan, house)), "a plan is read as it was written");
    }
    let _ = plan_code::read_day(&text, 2);
}

/// The text of a code with this content: RFC 9285, and the sum behind it.
pub fn text_of(name: &str, content: &[u8]) -> String {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let content = &content[..content.len().min(LARGEST_CODE + 1)];
    let sum = Sha256::digest([name.as_bytes(), content].concat());
    let mut text = format!("{name}:");
    for pair in [content, &sum[..4]].concat().chunks(2) {
        let mut value = pair.iter().fold(0, |value, byte| value * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(char::from(LETTERS[value % 45]));
            value /= 45;
        }
    }
    text + "."
}
