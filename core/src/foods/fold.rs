//! One home for reading Vietnamese without its marks.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// `text` without diacritics and case, `đ` as `d`: `Thịt bò` and `THIT BO` both give `thit bo`.
///
/// Whatever its Unicode form, composed or not.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            decompose_canonical(letter, |part| match part {
                'đ' | 'Đ' => folded.push('d'),
                mark if is_combining_mark(mark) => {}
                other => folded.extend(other.to_lowercase()),
            });
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn marks_and_case_do_not_matter() {
        assert_eq!(fold("Thịt bò"), "thit bo");
        assert_eq!(fold("THỊT BÒ"), "thit bo");
        assert_eq!(fold("Đậu phụ rán"), "dau phu ran");
        assert_eq!(fold("ĐƯỜNG"), "duong");
    }

    #[test]
    fn decomposed_text_folds_like_composed() {
        let decomposed = "Thi\u{323}t bo\u{300}";
        assert_eq!(fold(decomposed), fold("Thịt bò"));
    }

    #[test]
    fn every_vietnamese_vowel_loses_its_marks() {
        assert_eq!(fold("ăắằẳẵặâấầẩẫậ"), "a".repeat(12));
        assert_eq!(fold("êếềểễệ"), "e".repeat(6));
        assert_eq!(fold("ôốồổỗộơớờởỡợ"), "o".repeat(12));
        assert_eq!(fold("ưứừửữự"), "u".repeat(6));
        assert_eq!(fold("ỳýỷỹỵ"), "y".repeat(5));
    }
}
