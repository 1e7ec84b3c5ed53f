//! The columns we add to a row, as text.
//!
//! z-scores with two decimals, flags 0 or 1, both empty without a score. The corrected length shows no noise of
//! binary fractions (43.9 + 0.7 is 44.6, not 44.599999999999994); the body mass index is not rounded.

use std::io::Write;

use nep_core::growth::{Assessment, Indicator, Options, Posture, Sex, Visit, ZScore, classify_visit};

use super::columns::RESULTS;

/// The columns `--classes` adds.
pub(super) const CLASSES: [&str; 7] =
    ["class_zlen", "class_zwei", "class_zwfl", "class_zbmi", "class_zhc", "class_muac", "acute_malnutrition"];

/// How results are written.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) separator: u8,
    /// `.` or `,`.
    pub(super) decimal_mark: u8,
    pub(super) with_classes: bool,
}

impl Style {
    /// Names of the columns added.
    pub(super) fn columns(self) -> Vec<&'static str> {
        let classes = if self.with_classes { CLASSES.as_slice() } else { &[] };
        RESULTS.iter().chain(classes).copied().collect()
    }

    /// Appends the results of one visit, each with a separator before it.
    pub(super) fn write(self, visit: &Visit, assessment: &Assessment, out: &mut Vec<u8>) {
        let prepared = assessment.prepared();
        out.push(self.separator);
        if let Some(length) = prepared.length() {
            self.number(without_noise(length.get()), out);
        }
        out.push(self.separator);
        if let Some(bmi) = prepared.bmi() {
            self.number(bmi, out);
        }
        out.push(self.separator);
        out.extend(visit.sex.map(|sex| match sex {
            Sex::Boy => b'1',
            Sex::Girl => b'2',
        }));
        out.push(self.separator);
        out.extend(prepared.posture().map(|posture| match posture {
            Posture::Lying => b'l',
            Posture::Standing => b'h',
        }));
        out.push(self.separator);
        out.push(b'0' + u8::from(prepared.standing_under_nine_months()));
        let scores = Indicator::ALL.map(|indicator| assessment.score(indicator).ok());
        for score in scores {
            out.push(self.separator);
            if let Some(score) = score {
                self.z(score.z, out);
            }
        }
        for score in scores {
            out.push(self.separator);
            out.extend(score.map(|score| b'0' + u8::from(score.implausible)));
        }
        if self.with_classes {
            self.classes(visit, assessment, out);
        }
    }

    /// Empty results, for a row that cannot be read.
    pub(super) fn write_none(self, out: &mut Vec<u8>) {
        out.extend(std::iter::repeat_n(self.separator, self.columns().len()));
    }

    fn classes(self, visit: &Visit, assessment: &Assessment, out: &mut Vec<u8>) {
        let classes = classify_visit(visit, assessment, Options::default());
        let named = [
            Indicator::LengthForAge,
            Indicator::WeightForAge,
            Indicator::WeightForLength,
            Indicator::BmiForAge,
            Indicator::HeadForAge,
        ];
        let codes = named.map(|indicator| classes.of(indicator).code());
        for code in codes.into_iter().chain([classes.muac_code(), classes.acute().code()]) {
            out.push(self.separator);
            out.extend_from_slice(code.as_bytes());
        }
    }

    fn z(self, z: ZScore, out: &mut Vec<u8>) {
        let hundredths = z.hundredths();
        if hundredths < 0 {
            out.push(b'-');
        }
        self.fixed(hundredths.unsigned_abs(), 2, out);
    }

    /// Appends `scaled / 10^places` with all its places.
    fn fixed(self, mut scaled: u64, places: usize, out: &mut Vec<u8>) {
        let mut text = [0_u8; 24];
        let mut at = text.len();
        let mut written = 0;
        while scaled > 0 || written <= places {
            at -= 1;
            if written == places && places > 0 {
                text[at] = self.decimal_mark;
                at -= 1;
            }
            text[at] = b'0' + u8::try_from(scaled % 10).expect("a digit");
            scaled /= 10;
            written += 1;
        }
        out.extend_from_slice(&text[at..]);
    }

    /// The shortest text that reads back as `value`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and small")]
    fn number(self, value: f64, out: &mut Vec<u8>) {
        // The usual length has one decimal or none.
        let tenths = (value * 10.0).round();
        #[expect(clippy::float_cmp, reason = "exactly what this text reads back as")]
        if (0.0..1e6).contains(&tenths) && tenths / 10.0 == value {
            let tenths = tenths as u64;
            return if tenths.is_multiple_of(10) {
                self.fixed(tenths / 10, 0, out)
            } else {
                self.fixed(tenths, 1, out)
            };
        }
        let start = out.len();
        write!(out, "{value}").expect("memory takes all");
        if self.decimal_mark != b'.' {
            for byte in &mut out[start..] {
                if *byte == b'.' {
                    *byte = self.decimal_mark;
                }
            }
        }
    }
}

/// `value`, or the decimal of at most ten places so close to it that only binary arithmetic lies between.
pub(super) fn without_noise(value: f64) -> f64 {
    // A sum with 0.7 is off by less than 1e-13 where lengths of children lie.
    const NOISE: f64 = 1e-12;
    [1e1, 1e4, 1e10]
        .into_iter()
        .map(|scale| (value * scale).round() / scale)
        .find(|decimal| (decimal - value).abs() < NOISE)
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { separator: b',', decimal_mark: b'.', with_classes: false };

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn a_corrected_length_shows_no_noise() {
        for (sum, text) in [(43.9 + 0.7, "44.6"), (103.1 - 0.7, "102.4"), (80.25 - 0.7, "79.55"), (65.0, "65")] {
            assert_eq!(written(|out| STYLE.number(without_noise(sum), out)), text);
        }
        let fine = 70.123_456_789_012_34;
        assert_eq!(written(|out| STYLE.number(without_noise(fine), out)), "70.12345678901234");
    }

    #[test]
    fn scores_have_two_decimals() {
        for (hundredths, text) in [(0, "0.00"), (-5, "-0.05"), (133, "1.33"), (-600, "-6.00"), (12_345, "123.45")] {
            assert_eq!(written(|out| STYLE.z(ZScore::from_hundredths(hundredths), out)), text);
        }
        let comma = Style { decimal_mark: b',', ..STYLE };
        assert_eq!(written(|out| comma.z(ZScore::from_hundredths(-201), out)), "-2,01");
        assert_eq!(written(|out| comma.number(15.258_789, out)), "15,258789");
    }
}
