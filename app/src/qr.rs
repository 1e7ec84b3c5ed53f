//! QR codes, as text and as drawings.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcode::render::unicode::Dense1x2;
use qrcode::{Color, EcLevel, QrCode};

/// The code of a text, two modules to a character: in a terminal's own white and black, or for paper as dark blocks. Nothing when no
/// code holds so much.
#[must_use]
pub fn as_text(text: &str, in_terminal: bool) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::L) else { return String::new() };
    if !in_terminal {
        return code.render::<Dense1x2>().build();
    }
    // Whatever the terminal's colours are, blocks are white here and what is between them black.
    let drawn = code.render().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
    drawn.lines().map(|line| format!("\u{1b}[97;40m{line}\u{1b}[0m\n")).collect()
}

/// The margin that scanners need, in modules.
const MARGIN: usize = 4;

/// The code of a text as a drawing, black on white whatever the page's colours are; `said`: what it is, in words. Nothing when no
/// code holds so much.
#[must_use]
pub fn drawn(text: &str, said: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut dark = String::new();
    for (at, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let _ = write!(dark, "M{} {}h1v1h-1z", at % width + MARGIN, at / width + MARGIN);
    }
    let side = width + 2 * MARGIN;
    Some(html! {
        svg.qr viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(said) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(dark) fill="#000" {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_a_margin_and_as_many_squares_as_the_code_has_dark_modules() {
        let drawing = drawn("NEP:0123", "mã").expect("short").into_string();
        let code = QrCode::with_error_correction_level("NEP:0123", EcLevel::M).expect("short");
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        assert_eq!(drawing.matches("h1v1h-1z").count(), dark);
        assert!(drawing.contains("M4 4h1v1h-1z") && !drawing.contains("M3 "), "{drawing}");
        assert!(drawn(&"x".repeat(4000), "").is_none());
    }

    #[test]
    fn on_paper_the_corners_are_dark_and_in_a_terminal_the_margin_is_white() {
        let paper = as_text("NEPKIT0123", false);
        let rows: Vec<&str> = paper.lines().collect();
        // Four modules of margin are two lines; then the seven modules of a corner begin.
        assert!(rows[0].trim().is_empty() && rows[2].trim_start().starts_with("█▀▀▀▀▀█"), "{paper}");
        let shown = as_text("NEPKIT0123", true);
        assert!(shown.starts_with("\u{1b}[97;40m████") && shown.ends_with("\u{1b}[0m\n"), "{shown}");
        assert_eq!(as_text(&"x".repeat(4000), false), "", "more than a code holds");
    }
}
