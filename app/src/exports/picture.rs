//! A meal's tray as a PNG to send by chat: the drawing of the page, a title, the dishes with their energy. It holds nothing of
//! the person who eats.
//!
//! The drawing takes its colours from custom properties, which only browsers know: here each is replaced by the colour of
//! the light theme, read from the same stylesheet. Words are outlines (`letters`), so that the renderer needs no
//! font machinery: that saves 2 MB of program.

use std::fmt::Write as _;

use maud::Escaper;
use resvg::{tiny_skia, usvg};

use super::letters::{self, Weight};
use crate::tray;

/// Pixels across.
const WIDE: u32 = 1080;
/// Where the tray's middle stands, and how much it is enlarged.
const TRAY: (f64, f64, f64) = (540.0, 640.0, 3.2);
/// Where the list of dishes begins, and the height of a line.
const LIST: (f64, f64) = (1210.0, 62.0);
const MARGIN: f64 = 60.0;

const TOKENS: &str = include_str!("../../assets/css/10-tokens.css");
const TRAY_COLOURS: &str = include_str!("../../assets/css/10-tray.css");

/// What the picture says around the tray.
#[derive(Clone, Debug)]
pub struct Words {
    /// `Mâm bữa trưa`
    pub title: String,
    /// A line under it.
    pub subtitle: String,
    /// A line for each dish: its name, and its energy.
    pub lines: Vec<(String, String)>,
    /// At the foot: where it comes from.
    pub foot: String,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    /// The drawing could not be read back.
    #[error("the tray cannot be drawn: {0}")]
    Drawing(#[from] usvg::Error),
    /// No memory for the pixels, or they could not be packed.
    #[error("the picture cannot be made")]
    Pixels,
}

/// The PNG.
///
/// # Errors
///
/// When the drawing or the pixels cannot be made.
pub fn png(dishes: &[tray::Dish<'_>], words: &Words) -> Result<Vec<u8>, NoPicture> {
    let drawing = svg(dishes, words);
    let tree = usvg::Tree::from_str(&drawing, &usvg::Options::default())?;
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or(NoPicture::Pixels)?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| NoPicture::Pixels)
}

/// The same as SVG, without any words in it but outlines.
fn svg(dishes: &[tray::Dish<'_>], words: &Words) -> String {
    let lines = f64::from(u16::try_from(words.lines.len()).unwrap_or(u16::MAX));
    let high = LIST.0 + lines * LIST.1 + 110.0;
    let symbols = tray::symbols(dishes).into_string();
    let defs = symbols.find("<defs>").zip(symbols.find("</defs>")).map_or("", |(from, to)| &symbols[from..to + 7]);
    let (drawn, names) = tray::still(dishes);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDE}\" height=\"{high}\" viewBox=\"0 0 {WIDE} {high}\">{defs}\
         <rect width=\"{WIDE}\" height=\"{high}\" fill=\"var(--rice-0)\"/>"
    );
    let room = f64::from(WIDE) - 2.0 * MARGIN;
    write(&mut out, &words.title, Weight::Extrabold, 58.0, MARGIN, 96.0, room, "var(--ink-1)");
    write(&mut out, &words.subtitle, Weight::Semibold, 34.0, MARGIN, 148.0, room, "var(--ink-2)");
    let (x, y, scale) = TRAY;
    let _ = write!(out, "<g transform=\"translate({x} {y})scale({scale})\">{drawn}");
    for named in names.iter().filter(|named| !named.name.is_empty()) {
        let (left, top) = (named.x - named.half_width, named.y - named.half_height);
        let _ = write!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{:.1}\" fill=\"var(--rice-1)\" \
             stroke=\"var(--t-glaze2)\"/>",
            2.0 * named.half_width,
            2.0 * named.half_height,
            named.half_height
        );
        let width = letters::width(named.name, Weight::Semibold, named.letters);
        let (from, base) = (named.x - width / 2.0, named.y + named.letters * 0.34);
        write(
            &mut out,
            named.name,
            Weight::Semibold,
            named.letters,
            from,
            base,
            2.0 * named.half_width,
            "var(--ink-1)",
        );
    }
    out.push_str("</g>");
    let mut base = LIST.0;
    for (name, energy) in &words.lines {
        let width = letters::width(energy, Weight::Semibold, 36.0);
        let right = f64::from(WIDE) - MARGIN - width;
        write(&mut out, name, Weight::Semibold, 36.0, MARGIN, base, right - MARGIN - 24.0, "var(--ink-1)");
        write(&mut out, energy, Weight::Semibold, 36.0, right, base, width, "var(--ink-2)");
        base += LIST.1;
    }
    write(&mut out, &words.foot, Weight::Semibold, 28.0, MARGIN, high - 44.0, room, "var(--ink-3)");
    out.push_str("</svg>");
    coloured(&out)
}

/// Writes `text` from `x` on, smaller when it would not fit in `room`.
#[expect(clippy::too_many_arguments, reason = "one word in one place")]
fn write(out: &mut String, text: &str, weight: Weight, size: f64, x: f64, y: f64, room: f64, colour: &str) {
    let width = letters::width(text, weight, size);
    let size = if width > room { size * room / width } else { size };
    let _ = write!(out, "<path fill=\"{colour}\" d=\"");
    let _ = Escaper::new(out).write_str(&letters::path(text, weight, size, x, y));
    out.push_str("\"/>");
}

/// The drawing with the light theme's colour for each `var(--name)`.
fn coloured(drawing: &str) -> String {
    let mut out = String::with_capacity(drawing.len());
    let mut rest = drawing;
    while let Some((before, after)) = rest.split_once("var(--") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once(')') else { break };
        out.push_str(colour(name));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The colour of a custom property; what no stylesheet names is not drawn.
fn colour(name: &str) -> &'static str {
    let named = format!("--{name}:");
    let found = [TOKENS, TRAY_COLOURS].into_iter().find_map(|style| {
        let from = style.find(&named)? + named.len();
        let value = &style[from..];
        value.find([';', '}']).map(|to| value[..to].trim())
    });
    found.unwrap_or("none")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tray::{Bit, Dish, Vessel};

    fn lunch() -> Vec<Dish<'static>> {
        let dish = |id, short_name, vessel, group, bits, kcal| Dish {
            id,
            name: short_name,
            short_name,
            vessel,
            group,
            bits,
            kcal,
            link: String::new(),
        };
        vec![
            dish("com-trang", "Cơm", Vessel::Bowl, 1, vec![(Bit::Grain, 42)], 464.0),
            dish("tom", "Tôm rang", Vessel::Plate, 4, vec![(Bit::Shrimp, 7), (Bit::Herb, 6)], 132.0),
            dish("sua-me", "Sữa mẹ", Vessel::Leaf, 3, vec![], 90.0),
        ]
    }

    fn words() -> Words {
        Words {
            title: "Mâm bữa trưa".into(),
            subtitle: "596 kcal".into(),
            lines: vec![("Cơm trắng".into(), "464 kcal".into()), ("<b>\"&".into(), "132 kcal".into())],
            foot: "Nếp".into(),
        }
    }

    #[test]
    fn the_picture_is_a_png_as_wide_as_a_phone_shows_well() {
        let png = png(&lunch(), &words()).expect("a picture");
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(u32::from_be_bytes([png[16], png[17], png[18], png[19]]), WIDE);
        assert!(png.len() < 1_000_000, "{} bytes", png.len());
    }

    #[test]
    fn every_colour_is_known_and_no_word_stays_a_word() {
        let svg = svg(&lunch(), &words());
        assert!(!svg.contains("var("));
        assert!(!svg.contains("<text") && !svg.contains("Cơm") && !svg.contains("<b>"));
        assert!(!svg.contains("fill=\"none\" stroke=\"none\""), "a colour is missing");
        assert_eq!(colour("rice-0"), "#FBF8F0");
        assert_eq!(colour("no-such-colour"), "none");
    }
}
