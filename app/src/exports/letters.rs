//! Words as outlines, for a picture that is drawn without a browser.
//!
//! Be Vietnam Pro comes in two subsets; a letter is taken from the one that has it. Vietnamese in form NFC has a glyph for each
//! letter, so nothing is shaped: letters stand side by side by their advance. Kerning is left out: it is not seen at this size.

use std::fmt::Write as _;
use std::sync::OnceLock;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// A weight of the font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Semibold,
    Extrabold,
}

struct Faces([Face<'static>; 2]);

impl Weight {
    fn faces(self) -> &'static Faces {
        static SEMIBOLD: OnceLock<Faces> = OnceLock::new();
        static EXTRABOLD: OnceLock<Faces> = OnceLock::new();
        let read = |bytes: &'static [u8]| Face::parse(bytes, 0).expect("the font is read by a test");
        match self {
            Self::Semibold => SEMIBOLD.get_or_init(|| {
                Faces([
                    read(include_bytes!(concat!(env!("OUT_DIR"), "/letters-latin-600.ttf"))),
                    read(include_bytes!(concat!(env!("OUT_DIR"), "/letters-vietnamese-600.ttf"))),
                ])
            }),
            Self::Extrabold => EXTRABOLD.get_or_init(|| {
                Faces([
                    read(include_bytes!(concat!(env!("OUT_DIR"), "/letters-latin-800.ttf"))),
                    read(include_bytes!(concat!(env!("OUT_DIR"), "/letters-vietnamese-800.ttf"))),
                ])
            }),
        }
    }
}

impl Faces {
    fn glyph(&self, letter: char) -> Option<(&Face<'static>, GlyphId)> {
        self.0.iter().find_map(|face| Some((face, face.glyph_index(letter)?)))
    }
}

/// How wide `text` is at `size`.
pub(super) fn width(text: &str, weight: Weight, size: f64) -> f64 {
    text.chars().map(|letter| advance(weight, letter) * size).sum()
}

/// The advance of a letter at size 1; a letter the font lacks takes none.
fn advance(weight: Weight, letter: char) -> f64 {
    let found = weight.faces().glyph(letter);
    found.map_or(0.0, |(face, glyph)| {
        f64::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / f64::from(face.units_per_em())
    })
}

/// `text` from `x` on, standing on `y`, as the data of an SVG path.
pub(super) fn path(text: &str, weight: Weight, size: f64, x: f64, y: f64) -> String {
    let mut pen = Pen { out: String::new(), x, y, scale: 1.0 };
    for letter in text.chars() {
        if let Some((face, glyph)) = weight.faces().glyph(letter) {
            pen.scale = size / f64::from(face.units_per_em());
            face.outline_glyph(glyph, &mut pen);
        }
        pen.x += advance(weight, letter) * size;
    }
    pen.out
}

struct Pen {
    out: String,
    x: f64,
    y: f64,
    scale: f64,
}

impl Pen {
    fn at(&mut self, command: char, points: &[(f32, f32)]) {
        self.out.push(command);
        for (index, (x, y)) in points.iter().enumerate() {
            let between = if index > 0 { " " } else { "" };
            let (x, y) = (self.x + f64::from(*x) * self.scale, self.y - f64::from(*y) * self.scale);
            let _ = write!(self.out, "{between}{x:.2} {y:.2}");
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.at('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.at('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.out.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nep_core::foods::Database;

    #[test]
    fn every_letter_of_every_dish_can_be_written() {
        for weight in [Weight::Semibold, Weight::Extrabold] {
            for dish in Database::bundled().dishes() {
                for letter in dish.name_vi.chars().chain(dish.name_en.chars()) {
                    assert!(weight.faces().glyph(letter).is_some(), "{letter:?} of {}", dish.name_vi);
                }
            }
        }
    }

    #[test]
    fn a_longer_word_is_wider() {
        let of = |text| width(text, Weight::Semibold, 10.0);
        assert!(of("Cơm gạo lứt") > of("Cơm") && of("Cơm") > 10.0 && of("") < 1e-9);
        assert!(path("Ễ", Weight::Semibold, 10.0, 0.0, 0.0).starts_with('M'));
    }
}
