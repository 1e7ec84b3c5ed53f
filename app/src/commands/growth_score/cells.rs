//! From the cells of a row to a visit. What cannot be read is named and then missing.
//!
//! Codes are those of WHO's `anthro`, in either case: sex `m f 1 2`, measure `l h`, oedema `y n 1 2`. Empty, `NA`,
//! `NaN` and a lone point are missing. A decimal comma is read where the comma does not separate the columns.

use nep_core::growth::{Age, Posture, Sex, Visit};
use nep_core::units::{Centimetres, Kilograms, Millimetres, NotAQuantity};

use super::columns::Column;
use super::records;

/// The unit of `age` where no column says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgeUnit {
    Days,
    Months,
}

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellFault {
    NotANumber,
    /// A comma that could be a decimal comma, in a file whose columns commas separate.
    DecimalComma,
    NotAboveZero,
    TooLarge,
    NegativeAge,
    UnknownCode,
    /// There is an age, and a column for its unit, but no unit.
    AgeUnitMissing,
}

impl CellFault {
    /// The message that explains it.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::NotANumber => "cli-cell-not-a-number",
            Self::DecimalComma => "cli-cell-decimal-comma",
            Self::NotAboveZero => "cli-cell-not-above-zero",
            Self::TooLarge => "cli-cell-too-large",
            Self::NegativeAge => "cli-cell-negative-age",
            Self::UnknownCode => "cli-cell-unknown-code",
            Self::AgeUnitMissing => "cli-cell-age-unit-missing",
        }
    }
}

/// No age in days, weight or length of a child has more digits: beyond this it is a slip, not a measurement.
const LARGEST: f64 = 1e6;

/// The cells of a row that we read; empty where the file has no such column.
pub(super) type Cells<'r> = [&'r [u8]; Column::ALL.len()];

/// Reads rows of one file.
pub(super) struct Reader {
    /// Given with the call, so that it holds for every row; else the column says it, else days.
    pub(super) age_unit: Option<AgeUnit>,
    pub(super) has_age_unit_column: bool,
    pub(super) comma_separates: bool,
}

impl Reader {
    /// The visit a row describes. Each bad cell is handed to `fault` and is then missing.
    pub(super) fn visit(&self, cells: &Cells<'_>, mut fault: impl FnMut(Column, CellFault)) -> Visit {
        let mut read = Row { cells, comma_separates: self.comma_separates, fault: &mut fault };
        let sex = read.code(Column::Sex, |code| match code {
            b"m" | b"M" | b"1" => Some(Sex::Boy),
            b"f" | b"F" | b"2" => Some(Sex::Girl),
            _ => None,
        });
        let posture = read.code(Column::Measure, |code| match code {
            b"l" | b"L" => Some(Posture::Lying),
            b"h" | b"H" => Some(Posture::Standing),
            _ => None,
        });
        let oedema = read.code(Column::Oedema, |code| match code {
            b"y" | b"Y" | b"1" => Some(true),
            b"n" | b"N" | b"2" => Some(false),
            _ => None,
        });
        Visit {
            sex,
            age: self.age(&mut read),
            weight: read.quantity(Column::Weight, Kilograms::new),
            length: read.quantity(Column::Lenhei, Centimetres::new),
            posture,
            head: read.quantity(Column::Headc, Centimetres::new),
            arm: read.quantity(Column::Armc, Centimetres::new),
            triceps: read.quantity(Column::Triskin, Millimetres::new),
            subscapular: read.quantity(Column::Subskin, Millimetres::new),
            oedema: oedema.unwrap_or(false),
        }
    }

    fn age<F: FnMut(Column, CellFault)>(&self, read: &mut Row<'_, F>) -> Option<Age> {
        let in_months = if self.age_unit.is_some() || !self.has_age_unit_column {
            Some(self.age_unit == Some(AgeUnit::Months))
        } else {
            read.code(Column::IsAgeInMonth, |code| match code.to_ascii_lowercase().as_slice() {
                b"true" | b"t" | b"1" | b"y" | b"yes" => Some(true),
                b"false" | b"f" | b"0" | b"n" | b"no" => Some(false),
                _ => None,
            })
        };
        let age = read.number(Column::Age)?;
        if age < 0.0 {
            (read.fault)(Column::Age, CellFault::NegativeAge);
            return None;
        }
        let Some(in_months) = in_months else {
            // An unknown code was named already.
            if is_missing(read.cells[Column::IsAgeInMonth as usize]) {
                (read.fault)(Column::IsAgeInMonth, CellFault::AgeUnitMissing);
            }
            return None;
        };
        let age = if in_months { Age::from_months(age) } else { Age::from_days(age) };
        Some(age.expect("a number from 0 to the largest is an age"))
    }
}

struct Row<'r, F> {
    cells: &'r Cells<'r>,
    comma_separates: bool,
    fault: &'r mut F,
}

impl<F: FnMut(Column, CellFault)> Row<'_, F> {
    fn code<T>(&mut self, column: Column, known: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        let cell = self.cells[column as usize];
        // The usual cell is one bare letter.
        if let Some(value) = known(cell) {
            return Some(value);
        }
        if is_missing(cell) {
            return None;
        }
        let value = known(&records::text(cell));
        if value.is_none() {
            (self.fault)(column, CellFault::UnknownCode);
        }
        value
    }

    fn number(&mut self, column: Column) -> Option<f64> {
        let cell = self.cells[column as usize];
        if let Some(number) = plain_decimal(cell, if self.comma_separates { b'.' } else { b',' }) {
            return Some(number);
        }
        if is_missing(cell) {
            return None;
        }
        match number(&records::text(cell), self.comma_separates) {
            Ok(number) => Some(number),
            Err(fault) => {
                (self.fault)(column, fault);
                None
            }
        }
    }

    fn quantity<Q>(&mut self, column: Column, new: impl Fn(f64) -> Result<Q, NotAQuantity>) -> Option<Q> {
        let quantity = new(self.number(column)?).ok();
        if quantity.is_none() {
            (self.fault)(column, CellFault::NotAboveZero);
        }
        quantity
    }
}

fn is_missing(cell: &[u8]) -> bool {
    if cell.is_empty() {
        return true;
    }
    let text = records::text(cell);
    matches!(&*text, b"" | b".") || text.eq_ignore_ascii_case(b"na") || text.eq_ignore_ascii_case(b"nan")
}

/// Powers of ten that a double holds exactly, as far as they are needed here.
const TENS: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// The usual cell: digits, perhaps a decimal mark (`.` or `also`) and more digits. `None`: look closer.
///
/// Exact: digits and power of ten are each a whole number a double holds, so the one division rounds correctly.
fn plain_decimal(cell: &[u8], also: u8) -> Option<f64> {
    let (mut digits, mut decimals) = (0_u32, None);
    // Nine digits fit in 32 bits; the mark is the tenth byte.
    if cell.len() > 10 || !cell.first()?.is_ascii_digit() {
        return None;
    }
    for (at, byte) in cell.iter().enumerate() {
        match byte {
            b'0'..=b'9' if at - usize::from(decimals.is_some()) < 9 => digits = digits * 10 + u32::from(byte - b'0'),
            b'.' if decimals.is_none() => decimals = Some(at),
            mark if *mark == also && decimals.is_none() => decimals = Some(at),
            _ => return None,
        }
    }
    let places = decimals.map_or(0, |mark| cell.len() - mark - 1);
    let number = f64::from(digits) / TENS[places];
    (number <= LARGEST).then_some(number)
}

fn number(text: &[u8], comma_separates: bool) -> Result<f64, CellFault> {
    let text = std::str::from_utf8(text).map_err(|_| CellFault::NotANumber)?;
    let one_comma = text.matches(',').count() == 1 && !text.contains('.');
    let number = if one_comma && comma_separates {
        return Err(CellFault::DecimalComma);
    } else if one_comma {
        text.replace(',', ".").parse::<f64>()
    } else {
        text.parse::<f64>()
    };
    match number {
        Ok(number) if !number.is_finite() => Err(CellFault::NotANumber),
        Ok(number) if number > LARGEST => Err(CellFault::TooLarge),
        Ok(number) => Ok(number),
        Err(_) => Err(CellFault::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[(Column, &str)], separator: u8) -> (Visit, Vec<(Column, CellFault)>) {
        let mut row: Cells<'_> = [b""; 11];
        for (column, text) in cells {
            row[*column as usize] = text.as_bytes();
        }
        let has_age_unit_column = cells.iter().any(|(column, _)| *column == Column::IsAgeInMonth);
        let reader = Reader { age_unit: None, has_age_unit_column, comma_separates: separator == b',' };
        let mut faults = Vec::new();
        let visit = reader.visit(&row, |column, fault| faults.push((column, fault)));
        (visit, faults)
    }

    #[test]
    fn usual_numbers_are_read_as_exactly_as_the_library_reads_them() {
        for text in ["0.1", "9.6", "44.3", "103.1", "1826.25", "59.99999", "0.000001", "730.4999", "12", "5.", "0"] {
            assert_eq!(plain_decimal(text.as_bytes(), b'.'), text.parse().ok(), "{text}");
        }
        for tenth in 0..1_000_000_u32 {
            let text = format!("{}.{}", tenth / 1000, tenth % 1000);
            assert_eq!(plain_decimal(text.as_bytes(), b'.'), text.parse().ok(), "{text}");
        }
        for text in ["", ".", "-1", "1e3", "1.2.3", "1234567890", "12345678901", "x", "9,6", "9999999"] {
            assert_eq!(plain_decimal(text.as_bytes(), b'.'), None, "{text}");
        }
    }

    #[test]
    fn a_decimal_comma_is_read_where_commas_do_not_separate() {
        assert_eq!(read(&[(Column::Weight, "9,6")], b';').0.weight, Kilograms::new(9.6).ok());
        assert_eq!(read(&[(Column::Weight, "\"9,6\"")], b'\t').0.weight, Kilograms::new(9.6).ok());
        let (visit, faults) = read(&[(Column::Weight, "\"9,6\"")], b',');
        assert_eq!((visit.weight, faults), (None, vec![(Column::Weight, CellFault::DecimalComma)]));
        assert_eq!(read(&[(Column::Weight, "1.234,5")], b';').1, [(Column::Weight, CellFault::NotANumber)]);
    }

    #[test]
    fn what_cannot_be_is_named_and_missing() {
        for (column, text, fault) in [
            (Column::Weight, "nine", CellFault::NotANumber),
            (Column::Weight, "inf", CellFault::NotANumber),
            (Column::Weight, "0", CellFault::NotAboveZero),
            (Column::Lenhei, "-70.1", CellFault::NotAboveZero),
            (Column::Headc, "1e9", CellFault::TooLarge),
            (Column::Headc, "10000000", CellFault::TooLarge),
            (Column::Age, "-1", CellFault::NegativeAge),
            (Column::Sex, "x", CellFault::UnknownCode),
            (Column::Sex, "3", CellFault::UnknownCode),
            (Column::Measure, "standing", CellFault::UnknownCode),
            (Column::Oedema, "maybe", CellFault::UnknownCode),
        ] {
            let (visit, faults) = read(&[(column, text)], b',');
            assert_eq!((visit, faults), (Visit::default(), vec![(column, fault)]), "{text}");
        }
    }

    #[test]
    fn empty_and_na_are_missing_without_complaint() {
        for text in ["", " ", "NA", "na", "NaN", ".", "\"\"", "\"NA\""] {
            for column in Column::ALL {
                assert_eq!(read(&[(column, text)], b','), (Visit::default(), vec![]), "{text}");
            }
        }
    }

    #[test]
    fn an_age_whose_unit_is_not_said_is_missing() {
        let age = |unit| read(&[(Column::Age, "6"), (Column::IsAgeInMonth, unit)], b',');
        for (yes, no) in [("TRUE", "FALSE"), ("true", "False"), ("1", "0"), ("y", "N"), ("T", "F")] {
            assert_eq!(age(yes).0.age, Age::from_months(6.0).ok());
            assert_eq!(age(no).0.age, Age::from_days(6.0).ok());
        }
        assert_eq!(age(""), (Visit::default(), vec![(Column::IsAgeInMonth, CellFault::AgeUnitMissing)]));
        assert_eq!(age("months"), (Visit::default(), vec![(Column::IsAgeInMonth, CellFault::UnknownCode)]));
        assert_eq!(read(&[(Column::Age, "6")], b',').0.age, Age::from_days(6.0).ok());
    }
}
