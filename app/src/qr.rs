//! QR codes, as text.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

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

#[cfg(test)]
mod tests {
    use super::*;

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
