//! The tables of `data/` as they stand in the repository, so that a figure can be followed to its row.

/// A table or a provenance file.
pub struct Table {
    /// Its path from the root of the repository.
    pub file: &'static str,
    start: usize,
    end: usize,
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A row of a table, column by column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Names of the columns, from the header.
    pub columns: Vec<String>,
    /// What stands in each; missing is empty.
    pub cells: Vec<String>,
}

impl Row {
    /// What stands in the column `name`, unless it is empty or there is no such column.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.columns.iter().position(|column| column == name)?;
        self.cells.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

/// Every table and provenance file, in order of path.
#[must_use]
pub fn all() -> &'static [Table] {
    TABLES
}

/// The table at this path.
#[must_use]
pub fn find(file: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.file == file)
}

impl Table {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        let deflated = &DEFLATED[self.start..self.end];
        let bytes = miniz_oxide::inflate::decompress_to_vec(deflated).expect("build.rs deflated it");
        String::from_utf8(bytes).expect("data/ is UTF-8 (its build checks)")
    }

    /// The folder it stands in.
    #[must_use]
    pub fn folder(&self) -> &'static str {
        self.file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The row on this line; the header is line 1. `None` for the header, an empty line or a line past the end.
    #[must_use]
    pub fn row(&self, line: usize) -> Option<Row> {
        let text = self.text();
        let mut lines = text.lines();
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
        let columns: Vec<String> = cells(lines.next()?);
        let found = lines.nth(line.checked_sub(2)?).filter(|line| !line.trim().is_empty())?;
        Some(Row { columns, cells: cells(found) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_the_line_an_editor_shows() {
        let table = find("data/growth/who-2006/weight_for_age.tsv").expect("the table is embedded");
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/growth/who-2006/weight_for_age.tsv");
        let text = std::fs::read_to_string(file).expect("the table stands in the repository");
        assert_eq!(table.text(), text);
        let row = table.row(2).expect("the first row");
        assert_eq!(row.cells.join("\t"), text.lines().nth(1).expect("a second line"));
        assert!(table.row(0).is_none() && table.row(1).is_none() && table.row(9_999_999).is_none());
    }

    #[test]
    fn every_table_can_be_read() {
        assert!(all().len() > 10);
        for table in all() {
            assert!(!table.text().is_empty(), "{}", table.file);
        }
    }
}
