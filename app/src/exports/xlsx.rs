//! An Excel workbook: a tab a sheet, real numbers, the head in sight.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::{Cell, Sheet};

/// Letters Excel allows in the name of a tab.
const LONGEST_NAME: usize = 31;

/// The bytes of the workbook.
///
/// # Errors
///
/// When a sheet is longer than Excel allows.
pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for sheet in sheets {
        let tab = workbook.add_worksheet();
        tab.set_name(tab_name(&sheet.name))?;
        tab.set_freeze_panes(1, 0)?;
        tab.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for (column, (name, width)) in (0_u16..).zip(&sheet.columns) {
            tab.set_column_width(column, f64::from(*width))?;
            tab.write_with_format(0, column, name, &head)?;
        }
        for (row, cells) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(words) => {
                        tab.write_string_with_format(row, column, words, &text)?;
                    }
                    Cell::Number(value, decimals) => {
                        let shown = Format::new().set_num_format(pattern(*decimals)).set_align(FormatAlign::Top);
                        tab.write_number_with_format(row, column, *value, &shown)?;
                    }
                }
            }
        }
    }
    workbook.save_to_buffer()
}

const A4: u8 = 9;

/// Excel writes the point and the group of thousands the reader's way.
fn pattern(decimals: u8) -> String {
    match decimals {
        0 => "#,##0".into(),
        decimals => format!("#,##0.{}", "0".repeat(usize::from(decimals))),
    }
}

/// A name Excel takes: short, without the letters it forbids.
fn tab_name(name: &str) -> String {
    name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part of a workbook, which is a zip: read with the crate that wrote nothing of it.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut at = 0;
        while let Some(found) = bytes[at..].windows(4).position(|four| four == b"PK\x03\x04") {
            let head = &bytes[at + found..];
            let number = |from: usize| usize::from(u16::from_le_bytes([head[from], head[from + 1]]));
            let (name_length, extra) = (number(26), number(28));
            let here = std::str::from_utf8(&head[30..30 + name_length]).expect("names are ASCII");
            let data = 30 + name_length + extra;
            if here == name {
                let inflated = miniz_oxide::inflate::decompress_to_vec(&head[data..])
                    .or_else(|failed| if failed.output.is_empty() { Err(failed) } else { Ok(failed.output) });
                return String::from_utf8(inflated.expect("deflated")).expect("XML is UTF-8");
            }
            at += found + data;
        }
        panic!("no {name} in the workbook");
    }

    #[test]
    fn numbers_are_numbers_and_words_are_no_formulas() {
        let sheet = Sheet {
            name: "Đi chợ: [thử]/1".into(),
            columns: vec![("Tên".into(), 20), ("Lượng".into(), 10)],
            rows: vec![vec![Cell::text("=1+1"), Cell::Number(1.5, 1)], vec![Cell::Empty, Cell::Number(2000.0, 0)]],
        };
        let bytes = write(&[sheet]).expect("a workbook");
        let table = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(table.contains("<v>1.5</v>") && table.contains("<v>2000</v>"), "{table}");
        assert!(!table.contains("<f>"), "no formula");
        assert!(table.contains("state=\"frozen\""));
        assert!(part(&bytes, "xl/sharedStrings.xml").contains("=1+1"));
        assert!(part(&bytes, "xl/workbook.xml").contains("name=\"Đi chợ thử1\""));
    }
}
