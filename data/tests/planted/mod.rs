//! A copy of the real tables with one fault planted in it.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

pub fn real() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn copy_tables(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.path().is_dir() {
            if !["build", "tests", "target"].contains(&&*name) {
                copy_tables(&entry.path(), &to.join(&*name));
            }
        } else if name.ends_with(".tsv") || name == "PROVENANCE.md" {
            fs::copy(entry.path(), to.join(&*name)).expect("a copy");
        }
    }
}

/// The fault the build finds when `change` is made to the lines of `file` (line 1 is the header).
pub fn fault_after(file: &str, change: impl FnOnce(&mut Vec<String>)) -> String {
    let copy = TempDir::new().expect("a folder");
    copy_tables(&real(), copy.path());
    let path = copy.path().join(file);
    let text = fs::read_to_string(&path).expect("a table");
    let mut lines: Vec<String> = text.trim_end_matches('\n').split('\n').map(str::to_owned).collect();
    change(&mut lines);
    fs::write(&path, lines.join("\n") + "\n").expect("a changed table");
    let built = nep_data::nutrition_database(copy.path()).and_then(|_| nep_data::rust_tables(copy.path()));
    match built {
        Ok(_) => panic!("a fault in {file} went unnoticed"),
        Err(fault) => fault.to_string(),
    }
}

/// Puts `value` under `column` in the given line.
pub fn set(lines: &mut [String], line: usize, column: &str, value: &str) {
    let place = lines[0].split('\t').position(|name| name == column).expect("the column");
    let mut cells: Vec<&str> = lines[line - 1].split('\t').collect();
    cells[place] = value;
    lines[line - 1] = cells.join("\t");
}

/// Line of the first row that holds `part`.
pub fn row_with(lines: &[String], part: &str) -> usize {
    lines.iter().position(|line| line.contains(part)).expect("such a row") + 1
}
