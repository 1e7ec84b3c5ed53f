//! The recovery kit: the root of a commune as a sheet of words and a QR code, kept in the station's safe.
//!
//! ```text
//! row 1–4 = four words of the 128 random bits, and a check word
//! row 5   = four words of the commune's name (its space), and a check word
//! check   = (((w1·2 + w2)·2 + w3)·2 + w4)·2 + row number, in the field of 256 elements with x⁸ + x⁴ + x³ + x² + 1
//! ```
//!
//! Five rows of five. One wrong word, or two exchanged, in a row is always noticed, and in which row is told; two rows exchanged too,
//! for each knows its number. Whatever passes that still has to name the same commune: one chance in 2³².
//!
//! **The words** are 256 everyday Vietnamese syllables written without marks, so that a nurse reads, writes and types them on any
//! keyboard, and dictates them over the telephone: marks may be typed and are ignored. No two of them sound alike where *tr* is said as
//! *ch*, *s* as *x*, *gi*, *r* and *v* as *d*, *l* as *n*, a final *ng* or *nh* as *n*, a final *c* or *ch* as *t*. The English list of
//! BIP 39 would be shorter by half and foreign to whoever has to read it in an emergency.

use zeroize::Zeroizing;

use super::device::DeviceKeys;
use super::text::{self, TextError};
use crate::foods::fold;
use crate::log::{Random, SpaceId, random_bytes};

/// Words of a kit, in rows of [`ROW`].
pub const WORDS: usize = 25;
/// Words of a row, the last of them the check.
pub const ROW: usize = 5;

const NAME: &str = "NEPKIT";

/// The 128 random bits of a commune's root. Wiped from memory when dropped.
pub struct RecoveryKit(Zeroizing<[u8; 16]>);

/// Why what was typed or scanned is not a kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Not [`WORDS`] words.
    #[error("{0} words, not {WORDS}")]
    Count(usize),
    /// This word (counted from 1) is not in the list.
    #[error("word {0} is not one of the list")]
    UnknownWord(usize),
    /// A word of this row (counted from 1) is wrong.
    #[error("a word of row {0} is wrong")]
    WrongRow(usize),
    /// Each row is right, and together they are no commune.
    #[error("the rows do not belong together")]
    NotOneKit,
    /// The QR code is another, or damaged.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl RecoveryKit {
    /// The kit of a new commune.
    pub fn random(random: &mut dyn Random) -> Self {
        Self(Zeroizing::new(random_bytes(random)))
    }

    /// The kit of a root that is kept here.
    #[must_use]
    pub fn new(bits: &[u8; 16]) -> Self {
        Self(Zeroizing::new(*bits))
    }

    /// What the keyring keeps.
    #[must_use]
    pub fn bits(&self) -> &[u8; 16] {
        &self.0
    }

    /// The root it makes, always the same.
    #[must_use]
    pub fn root(&self) -> DeviceKeys {
        DeviceKeys::root(&self.0)
    }

    /// The commune.
    #[must_use]
    pub fn space(&self) -> SpaceId {
        SpaceId::of_root(self.root().id().as_bytes())
    }

    /// The words, to be printed in rows of [`ROW`].
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        let space = self.space();
        let bytes = Zeroizing::new([self.0.as_slice(), &space.as_bytes()[..ROW - 1]].concat());
        let rows = (1..).zip(bytes.chunks(ROW - 1));
        rows.flat_map(|(number, row)| row.iter().copied().chain([check(number, row)]))
            .map(|byte| LIST[usize::from(byte)])
            .collect()
    }

    /// The kit from its words, with or without marks, in capitals or not, whatever stands between them.
    ///
    /// # Errors
    ///
    /// [`KitError`], naming the first place that is wrong.
    pub fn from_words(text: &str) -> Result<Self, KitError> {
        let folded = Zeroizing::new(fold(text));
        let words = folded.split(|letter: char| !letter.is_ascii_lowercase()).filter(|word| !word.is_empty());
        let mut bytes = Zeroizing::new(Vec::with_capacity(WORDS));
        for (at, word) in (1..).zip(words.clone()).take(WORDS) {
            let place = LIST.binary_search(&word).map_err(|_| KitError::UnknownWord(at))?;
            bytes.push(u8::try_from(place).expect("256 words"));
        }
        let count = words.count();
        if count != WORDS {
            return Err(KitError::Count(count));
        }
        let mut content = Zeroizing::new(Vec::with_capacity(WORDS));
        for (number, row) in (1..).zip(bytes.chunks(ROW)) {
            let (said, row) = row.split_last().expect("five words");
            if check(number, row) != *said {
                return Err(KitError::WrongRow(usize::from(number)));
            }
            content.extend_from_slice(row);
        }
        Self::checked(&content)
    }

    /// The text of the QR code printed beside the words.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::to_text(NAME, self.0.as_slice())
    }

    /// The kit from its QR code.
    ///
    /// # Errors
    ///
    /// [`KitError::Text`].
    pub fn from_text(text: &str) -> Result<Self, KitError> {
        let bits = Zeroizing::new(text::from_text(NAME, text)?);
        let bits = bits.as_slice().try_into().map_err(|_| TextError::Damaged)?;
        Ok(Self(Zeroizing::new(bits)))
    }

    fn checked(content: &[u8]) -> Result<Self, KitError> {
        let (bits, name) = content.split_first_chunk::<16>().ok_or(KitError::NotOneKit)?;
        let kit = Self::new(bits);
        if kit.space().as_bytes().starts_with(name) { Ok(kit) } else { Err(KitError::NotOneKit) }
    }
}

fn check(number: u8, row: &[u8]) -> u8 {
    row.iter().chain([&number]).fold(0, |sum, byte| twice(sum) ^ byte)
}

/// Times x in the field of 256 elements.
const fn twice(byte: u8) -> u8 {
    (byte << 1) ^ if byte & 0x80 == 0 { 0 } else { 0x1d }
}

/// Sorted, so that a word's place is found by halving; its place is its byte. Never changed: kits are printed.
#[rustfmt::skip]
const LIST: [&str; 256] = [
    "anh", "ao", "bac", "ban", "bao", "bap", "bau", "be", "ben", "beo", "bep", "bien", "bo", "bon",
    "bot", "bua", "bui", "buoc", "buom", "ca", "cai", "cam", "can", "cao", "cat", "cau", "cha", "chai",
    "chao", "chat", "chau", "chi", "chieu", "chin", "cho", "choi", "chon", "chua", "chum", "chuoi", "chuong", "co",
    "coc", "com", "con", "cua", "cung", "da", "dan", "dao", "dat", "dau", "day", "den", "dep", "dia",
    "diem", "dien", "doc", "don", "dua", "dung", "ga", "gai", "gan", "gao", "gau", "ghe", "ghi", "giup",
    "go", "goi", "gom", "guong", "ha", "hai", "hat", "hau", "he", "hien", "hieu", "ho", "hoa", "hoc",
    "hoi", "hom", "hong", "hop", "hung", "huyen", "ke", "kem", "keo", "khac", "khai", "kham", "khan", "khau",
    "khen", "kheo", "khi", "khoai", "khoe", "khoi", "khu", "khung", "khuya", "kia", "kien", "kim", "kinh", "la",
    "lai", "lam", "lan", "lao", "lau", "lieu", "linh", "loai", "loc", "long", "lop", "lua", "lui", "lum",
    "luon", "luu", "mai", "mam", "man", "mao", "mat", "mau", "meo", "met", "mi", "mia", "mo", "moc",
    "moi", "mon", "mua", "mui", "mung", "nem", "nen", "neo", "nghe", "nghi", "ngo", "ngoai", "ngoc", "ngoi",
    "ngon", "ngua", "nguoi", "nha", "nhac", "nhai", "nham", "nhan", "nhau", "nhe", "nhi", "nho", "nhom", "nhua",
    "nu", "ong", "phai", "phao", "phep", "phim", "pho", "phoi", "phong", "phu", "phuc", "phuong", "qua", "quan",
    "quat", "quay", "que", "quen", "quyen", "re", "rem", "ruoc", "sa", "sach", "sai", "sam", "san", "sao",
    "sau", "sen", "som", "son", "sua", "sung", "tai", "tam", "tao", "tap", "tau", "ten", "tet", "thai",
    "thang", "thao", "thap", "the", "them", "theo", "thep", "thi", "thia", "thich", "tho", "thoi", "thom", "thon",
    "thu", "thua", "thung", "thuoc", "thuy", "thuyen", "tia", "tiem", "tien", "tiep", "tim", "tin", "to", "toan",
    "toc", "tom", "ton", "tram", "tre", "tua", "tui", "tuong", "tuyet", "uong", "xe", "xem", "xep", "xin",
    "xoai", "xuan", "yen", "yeu",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::SeededRandom;

    fn kit() -> RecoveryKit {
        RecoveryKit::new(&std::array::from_fn(|at| u8::try_from(at * 17).expect("small")))
    }

    #[test]
    fn the_list_is_sorted_plain_and_no_word_sounds_like_another() {
        assert!(LIST.windows(2).all(|pair| pair[0] < pair[1]));
        let starts =
            [("ngh", "ng"), ("gh", "g"), ("tr", "ch"), ("s", "x"), ("gi", "d"), ("r", "d"), ("v", "d"), ("l", "n")];
        let ends = [("ng", "n"), ("nh", "n"), ("ch", "t"), ("c", "t"), ("y", "i")];
        let mut sounds = std::collections::BTreeMap::new();
        for word in LIST {
            assert!(word.bytes().all(|letter| letter.is_ascii_lowercase()) && fold(word) == word, "{word}");
            let start = starts.iter().find(|(from, _)| word.starts_with(from));
            let sound = start.map_or(word.to_owned(), |(from, to)| format!("{to}{}", &word[from.len()..]));
            let end = ends.iter().find(|(from, _)| sound.ends_with(from));
            let sound = end.map_or(sound.clone(), |(from, to)| format!("{}{to}", &sound[..sound.len() - from.len()]));
            assert_eq!(sounds.insert(sound, word), None, "{word}");
        }
    }

    #[test]
    fn the_words_of_a_kit_stay_the_same_for_ever() {
        let words = kit().words().chunks(ROW).map(|row| row.join(" ")).collect::<Vec<_>>();
        assert_eq!(
            words,
            [
                "anh buoc cho dau khoi",
                "ghi hom khoe loai ten",
                "mi ngoi phai re cung",
                "tao thoi toc yeu man",
                "lua khuya gau ong tam"
            ]
        );
    }

    #[test]
    fn words_give_back_the_same_root_however_they_are_typed() {
        for seed in 0..50 {
            let kit = RecoveryKit::random(&mut SeededRandom::new(seed));
            let plain = kit.words().join(" ");
            let rows = kit.words().chunks(ROW).map(|row| row.join(", ")).collect::<Vec<_>>().join("\n").to_uppercase();
            for typed in [plain, rows] {
                let read = RecoveryKit::from_words(&typed).map(|read| read.root().id());
                assert_eq!(read, Ok(kit.root().id()), "{seed}");
            }
            let scanned = RecoveryKit::from_text(&kit.to_text()).map(|read| read.root().id());
            assert_eq!(scanned, Ok(kit.root().id()));
        }
        let marked = kit().words().join(" ").replacen("ba", "bà", 1).replacen("da", "đá", 1);
        assert!(RecoveryKit::from_words(&marked).is_ok());
    }

    #[test]
    fn any_one_wrong_word_is_noticed_and_its_row_told() {
        let right = kit().words();
        for at in 0..WORDS {
            for other in LIST.iter().filter(|other| **other != right[at]) {
                let mut words = right.clone();
                words[at] = other;
                assert_eq!(
                    RecoveryKit::from_words(&words.join(" ")).err(),
                    Some(KitError::WrongRow(at / ROW + 1)),
                    "{at} {other}"
                );
            }
            let mut words = right.clone();
            words[at] = "nonsense";
            assert_eq!(RecoveryKit::from_words(&words.join(" ")).err(), Some(KitError::UnknownWord(at + 1)));
            words.remove(at);
            assert_eq!(RecoveryKit::from_words(&words.join(" ")).err(), Some(KitError::Count(WORDS - 1)));
        }
    }

    #[test]
    fn any_two_words_or_rows_exchanged_are_noticed() {
        let right = kit().words();
        for one in 0..WORDS {
            for other in (0..one).filter(|other| right[one] != right[*other]) {
                let mut words = right.clone();
                words.swap(one, other);
                assert!(RecoveryKit::from_words(&words.join(" ")).is_err(), "{one} {other}");
            }
        }
        for one in 0..WORDS / ROW {
            for other in 0..one {
                let mut rows: Vec<&[&str]> = right.chunks(ROW).collect();
                rows.swap(one, other);
                assert!(RecoveryKit::from_words(&rows.concat().join(" ")).is_err(), "{one} {other}");
            }
        }
    }

    #[test]
    fn rows_of_two_kits_are_not_one_kit() {
        let other = RecoveryKit::random(&mut SeededRandom::new(1)).words();
        let mixed = [&kit().words()[..ROW], &other[ROW..]].concat();
        assert_eq!(RecoveryKit::from_words(&mixed.join(" ")).err(), Some(KitError::NotOneKit));
    }

    #[test]
    fn whatever_is_typed_is_an_error_and_no_panic() {
        assert_eq!(RecoveryKit::from_words("").err(), Some(KitError::Count(0)));
        assert_eq!(RecoveryKit::from_words("anh ".repeat(26).as_str()).err(), Some(KitError::Count(26)));
        assert_eq!(RecoveryKit::from_words("🍚 ١٢٣").err(), Some(KitError::Count(0)));
        assert_eq!(RecoveryKit::from_text("NEP:BB8.").err(), Some(KitError::Text(TextError::NotOurs)));
        assert_eq!(
            RecoveryKit::from_text(&text::to_text(NAME, &[0; 15])).err(),
            Some(KitError::Text(TextError::Damaged))
        );
    }
}
