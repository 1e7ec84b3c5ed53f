//! Taking it home: tables for a spreadsheet, and the tray as a picture for a chat.
//!
//! One [`Sheet`] is what both files are made of, so that a CSV and an Excel file never say different things.

pub mod csv;
pub mod files;
mod letters;
pub mod picture;
pub mod sheets;
pub mod xlsx;

/// A table with a head.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its tab in a workbook; at most 31 letters.
    pub name: String,
    /// Names of the columns, and how many letters wide each is.
    pub columns: Vec<(String, u8)>,
    /// Rows, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words, as they are.
    Text(String),
    /// A number, shown with so many decimals.
    Number(f64, u8),
    /// Nothing known, or nothing to say.
    Empty,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number when it is known.
    #[must_use]
    pub fn maybe(value: Option<f64>, decimals: u8) -> Self {
        value.map_or(Self::Empty, |value| Self::Number(value, decimals))
    }
}
