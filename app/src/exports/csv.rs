//! CSV that Excel opens by a double click, in the reader's language.
//!
//! A Vietnamese Excel takes `;` between cells and a comma in numbers, an English one `,` and a point; the byte-order mark tells
//! both that the letters are UTF-8. What catches people out: a cell that begins with `=`, `+`, `-` or `@` is run as a formula
//! when the file is opened, and a family's own dish may be called so: such words get an apostrophe before them.

use super::{Cell, Sheet};
use crate::i18n::Language;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The sheets one under the other, an empty line between two, each under its name when there are several.
#[must_use]
pub fn write(sheets: &[Sheet], language: Language) -> String {
    let between = match language {
        Language::Vietnamese => ';',
        Language::English => ',',
    };
    let mut out = String::from(BYTE_ORDER_MARK);
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.push_str("\r\n");
        }
        if sheets.len() > 1 {
            cell(&mut out, &Cell::text(&sheet.name), language, between);
            out.push_str("\r\n");
        }
        let head = sheet.columns.iter().map(|(name, _)| Cell::text(name)).collect();
        for row in std::iter::once(&head).chain(&sheet.rows) {
            for (place, value) in row.iter().enumerate() {
                if place > 0 {
                    out.push(between);
                }
                cell(&mut out, value, language, between);
            }
            out.push_str("\r\n");
        }
    }
    out
}

fn cell(out: &mut String, cell: &Cell, language: Language, between: char) {
    match cell {
        Cell::Empty => {}
        Cell::Number(value, decimals) => {
            let plain = format!("{value:.*}", usize::from(*decimals));
            out.push_str(&if language == Language::Vietnamese { plain.replace('.', ",") } else { plain });
        }
        Cell::Text(text) => {
            let text = harmless(text);
            if text.contains([between, '"', '\n', '\r']) {
                out.push('"');
                out.push_str(&text.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&text);
            }
        }
    }
}

/// The words, so that no spreadsheet takes them for a formula.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: Vec<Cell>) -> Sheet {
        Sheet { name: "Thử".into(), columns: vec![("Tên".into(), 10), ("Lượng".into(), 8)], rows: vec![cells] }
    }

    #[test]
    fn a_vietnamese_excel_reads_it() {
        let text = write(&[sheet(vec![Cell::text("Cà rốt; củ"), Cell::Number(1.5, 1)])], Language::Vietnamese);
        assert_eq!(text, "\u{feff}Tên;Lượng\r\n\"Cà rốt; củ\";1,5\r\n");
    }

    #[test]
    fn an_english_excel_reads_it() {
        let text = write(&[sheet(vec![Cell::text("Say \"hello\""), Cell::Number(1234.5, 1)])], Language::English);
        assert_eq!(text, "\u{feff}Tên,Lượng\r\n\"Say \"\"hello\"\"\",1234.5\r\n");
    }

    #[test]
    fn no_word_is_run_as_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@A1", "\t=1", "=HYPERLINK(\"http://x\";\"y\")"] {
            let text = write(&[sheet(vec![Cell::text(evil), Cell::Empty])], Language::Vietnamese);
            let row = text.lines().nth(1).expect("a row").trim_start_matches('"');
            assert!(row.starts_with('\''), "{row}");
        }
    }

    #[test]
    fn several_sheets_stand_one_under_the_other() {
        let one = sheet(vec![Cell::text("a"), Cell::Empty]);
        let text = write(&[one.clone(), one], Language::Vietnamese);
        assert_eq!(text.matches("Thử\r\n").count(), 2);
    }
}
