//! Reading a tab-separated table, and saying exactly where it is wrong.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use unicode_normalization::is_nfc;

/// A fault in the data, told by file, row (the header is row 1) and column.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {message}", file.display(), place(*row, column.as_deref()))]
pub struct DataError {
    /// The table, as a path below `data/`.
    pub file: PathBuf,
    /// Line in the file, counted from 1; 0 when the fault is in the whole file.
    pub row: usize,
    /// Name of the column, when the fault is in one cell.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
}

fn place(row: usize, column: Option<&str>) -> String {
    match (row, column) {
        (0, None) => String::new(),
        (0, Some(column)) => format!(", column {column}"),
        (row, None) => format!(", row {row}"),
        (row, Some(column)) => format!(", row {row}, column {column}"),
    }
}

impl DataError {
    /// A fault in the whole file.
    pub fn file(file: impl Into<PathBuf>, message: impl ToString) -> Self {
        Self { file: file.into(), row: 0, column: None, message: message.to_string() }
    }
}

/// A table read whole: every cell is NFC text without control characters, every row as long as the header.
#[derive(Debug)]
pub struct Table {
    shape: Rc<Shape>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Shape {
    file: PathBuf,
    columns: HashMap<String, usize>,
}

impl Table {
    /// Reads `data`/`file`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is not UTF-8, has no rows or the same row twice, a row has too few or too many
    /// cells, a cell is not NFC or holds a control character, or a column name stands twice.
    pub fn read(data: &Path, file: &str) -> Result<Self, DataError> {
        let text = std::fs::read_to_string(data.join(file)).map_err(|e| DataError::file(file, e))?;
        Self::parse(file, &text)
    }

    /// The same from text already in memory; `file` is only what errors will say.
    ///
    /// # Errors
    ///
    /// As [`Table::read`].
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let file = PathBuf::from(file);
        let fault = |row: usize, column: Option<&str>, message: String| DataError {
            file: file.clone(),
            row,
            column: column.map(str::to_owned),
            message,
        };
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let mut columns = HashMap::new();
        for (index, name) in header.iter().enumerate() {
            if name.is_empty() || columns.insert((*name).to_owned(), index).is_some() {
                return Err(fault(1, Some(name), "column name is empty or stands twice".into()));
            }
        }
        let mut rows = Vec::new();
        let mut seen = HashMap::new();
        for (index, line) in lines.enumerate() {
            let row = index + 2;
            if let Some(first) = seen.insert(line, row) {
                return Err(fault(row, None, format!("repeats row {first}")));
            }
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if cells.len() != header.len() {
                let message = format!("{} cells, the header has {}", cells.len(), header.len());
                return Err(fault(row, None, message));
            }
            for (cell, name) in cells.iter().zip(&header) {
                if !is_nfc(cell) {
                    return Err(fault(row, Some(name), format!("“{cell}” is not in Unicode form NFC")));
                }
                if cell.chars().any(char::is_control) {
                    return Err(fault(row, Some(name), "control character".into()));
                }
                if cell.trim() != cell {
                    return Err(fault(row, Some(name), format!("white space around “{cell}”")));
                }
            }
            rows.push(cells);
        }
        if rows.is_empty() {
            return Err(fault(1, None, "no row stands under the header".into()));
        }
        drop(header);
        Ok(Self { shape: Rc::new(Shape { file, columns }), rows })
    }

    /// The rows, in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().enumerate().map(|(index, cells)| Row { shape: &self.shape, number: index + 2, cells })
    }

    /// How many rows stand under the header.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing stands under the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A fault of the whole table.
    pub fn fault(&self, message: impl ToString) -> DataError {
        DataError::file(&self.shape.file, message)
    }
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    shape: &'a Shape,
    /// Line in the file; the header is 1.
    pub number: usize,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    /// The cell under `column`, which may be empty.
    ///
    /// # Errors
    ///
    /// When the table has no such column.
    pub fn cell(&self, column: &str) -> Result<&'a str, DataError> {
        match self.shape.columns.get(column) {
            Some(&index) => Ok(&self.cells[index]),
            None => Err(DataError {
                file: self.shape.file.clone(),
                row: 1,
                column: Some(column.to_owned()),
                message: "column is missing".into(),
            }),
        }
    }

    /// The table's path below `data/`.
    #[must_use]
    pub fn file(&self) -> &'a str {
        self.shape.file.to_str().unwrap_or_default()
    }

    /// Whether the table has that column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.shape.columns.contains_key(column)
    }

    /// The cell's parts between `;`, each one of `allowed` and none twice; nothing when the cell is empty.
    ///
    /// # Errors
    ///
    /// When a part is anything else or stands twice.
    pub fn some_of(&self, column: &str, allowed: &[&str]) -> Result<Vec<&'a str>, DataError> {
        let cell = self.cell(column)?;
        let parts: Vec<&str> = cell.split(';').filter(|_| !cell.is_empty()).collect();
        for (index, part) in parts.iter().enumerate() {
            if !allowed.contains(part) {
                return Err(self.fault(column, format!("“{part}” is none of {}", allowed.join(", "))));
            }
            if parts[..index].contains(part) {
                return Err(self.fault(column, format!("“{part}” stands twice")));
            }
        }
        Ok(parts)
    }

    /// The cell under `column`, which must not be empty.
    ///
    /// # Errors
    ///
    /// When it is empty or there is no such column.
    pub fn text(&self, column: &str) -> Result<&'a str, DataError> {
        match self.cell(column)? {
            "" => Err(self.fault(column, "is empty")),
            cell => Ok(cell),
        }
    }

    /// The number under `column`; `None` when the cell is empty (missing is never zero).
    ///
    /// # Errors
    ///
    /// When it is not a finite number.
    pub fn number_or_missing(&self, column: &str) -> Result<Option<f64>, DataError> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Ok(None);
        }
        match cell.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(self.fault(column, format!("“{cell}” is not a number"))),
        }
    }

    /// The number under `column`.
    ///
    /// # Errors
    ///
    /// When it is empty or not a finite number.
    pub fn number(&self, column: &str) -> Result<f64, DataError> {
        self.number_or_missing(column)?.ok_or_else(|| self.fault(column, "is empty"))
    }

    /// The whole number under `column`.
    ///
    /// # Errors
    ///
    /// When it is not a whole number.
    pub fn integer(&self, column: &str) -> Result<i64, DataError> {
        let cell = self.text(column)?;
        cell.parse().map_err(|_| self.fault(column, format!("“{cell}” is not a whole number")))
    }

    /// One of `allowed`.
    ///
    /// # Errors
    ///
    /// When the cell holds anything else.
    pub fn one_of(&self, column: &str, allowed: &[&str]) -> Result<&'a str, DataError> {
        let cell = self.cell(column)?;
        if allowed.contains(&cell) {
            Ok(cell)
        } else {
            Err(self.fault(column, format!("“{cell}” is none of {}", allowed.join(", "))))
        }
    }

    /// A fault in this row's `column`.
    pub fn fault(&self, column: &str, message: impl ToString) -> DataError {
        DataError {
            file: self.shape.file.clone(),
            row: self.number,
            column: Some(column.to_owned()),
            message: message.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        match Table::parse("t.tsv", text) {
            Ok(_) => "read without a fault".into(),
            Err(e) => e.to_string(),
        }
    }

    #[test]
    fn a_short_row_is_named() {
        assert_eq!(message("a\tb\n1\n"), "t.tsv, row 2: 1 cells, the header has 2");
    }

    #[test]
    fn decomposed_letters_are_named() {
        assert_eq!(message("a\tb\n1\te\u{301}\n"), "t.tsv, row 2, column b: “e\u{301}” is not in Unicode form NFC");
    }

    #[test]
    fn a_number_that_is_not_one_is_named() {
        let table = Table::parse("t.tsv", "a\n1,5\n").expect("well formed");
        let fault = table.rows().next().expect("one row").number("a").expect_err("comma");
        assert_eq!(fault.to_string(), "t.tsv, row 2, column a: “1,5” is not a number");
    }

    #[test]
    fn missing_is_not_zero() {
        let table = Table::parse("t.tsv", "a\tb\n\t0\n").expect("well formed");
        let row = table.rows().next().expect("one row");
        assert_eq!(row.number_or_missing("a").expect("readable"), None);
        assert_eq!(row.number_or_missing("b").expect("readable"), Some(0.0));
    }
}
