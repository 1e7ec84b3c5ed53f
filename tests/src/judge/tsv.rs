//! A table of `data/`, read with the plain CSV reader.

use std::collections::BTreeMap;

use crate::repository;

/// One row, its cells by column; where it stands.
#[derive(Clone, Debug)]
pub struct Row {
    cells: BTreeMap<String, String>,
    /// Line in the file, the header being line 1.
    pub line: u64,
}

/// The rows of `data/<path>`.
///
/// # Panics
///
/// When the file is no table.
#[must_use]
pub fn rows(path: &str) -> Vec<Row> {
    let file = repository().join("data").join(path);
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(file).expect("a table");
    let head = reader.headers().expect("a header").clone();
    let records = reader.records().zip(2..).map(|(record, line)| {
        let record = record.expect("as many cells as columns");
        Row { cells: head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect(), line }
    });
    records.collect()
}

impl Row {
    /// The cell as printed; empty when the table has no such column.
    #[must_use]
    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The number in the cell, when there is one.
    ///
    /// # Panics
    ///
    /// When something else stands there.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<f64> {
        let cell = self.text(column);
        (!cell.is_empty()).then(|| cell.parse().expect("a number"))
    }

    /// A code, or months.
    #[must_use]
    pub fn whole(&self, column: &str) -> Option<u32> {
        let cell = self.text(column);
        (!cell.is_empty()).then(|| cell.parse().expect("a whole number"))
    }

    /// Words between semicolons.
    #[must_use]
    pub fn words(&self, column: &str) -> Vec<String> {
        self.text(column).split(';').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }
}
