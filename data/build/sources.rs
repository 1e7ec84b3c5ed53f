//! The head of each `PROVENANCE.md`: who published a folder's tables, and on what terms we carry them.

use std::fs;
use std::path::Path;

use crate::DataError;

/// One folder `data/<field>/<source>-<year>/`.
#[derive(Clone, Debug)]
pub struct Source {
    /// `foods/vtn-2007`
    pub id: String,
    /// Name of the work.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Year of the edition.
    pub year: String,
    /// How the figures came here.
    pub obtained: String,
    /// Terms of use.
    pub terms: String,
    /// What we changed.
    pub changes: String,
    /// How far to trust it: high, medium, low or mixed.
    pub confidence: String,
}

/// Every source under `data`, by identifier.
///
/// # Errors
///
/// When a folder has tables and no `PROVENANCE.md`, or its head lacks a key or holds an unknown one.
pub fn sources(data: &Path) -> Result<Vec<Source>, DataError> {
    let mut found = Vec::new();
    for field in folders(data, "")? {
        if field == "build" {
            continue;
        }
        for id in folders(data, &field)? {
            found.push(head(data, &id)?);
        }
    }
    Ok(found)
}

/// Folders in `data`/`below`, as paths below `data`, sorted.
fn folders(data: &Path, below: &str) -> Result<Vec<String>, DataError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(data.join(below)).map_err(|e| DataError::file(below, e))? {
        let entry = entry.map_err(|e| DataError::file(below, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') && name != "target" && name != "tests" {
            names.push(if below.is_empty() { name } else { format!("{below}/{name}") });
        }
    }
    names.sort();
    Ok(names)
}

fn head(data: &Path, id: &str) -> Result<Source, DataError> {
    let file = format!("{id}/PROVENANCE.md");
    let text = fs::read_to_string(data.join(&file)).map_err(|e| DataError::file(&file, e))?;
    let mut source = Source {
        id: id.to_owned(),
        title: String::new(),
        publisher: String::new(),
        year: String::new(),
        obtained: String::new(),
        terms: String::new(),
        changes: String::new(),
        confidence: String::new(),
    };
    let fault = |row: usize, message: String| DataError { file: (&file).into(), row, column: None, message };
    let mut lines = text.lines().enumerate();
    match lines.next() {
        Some((_, first)) if first.starts_with("# ") => {}
        _ => return Err(fault(1, "must begin with a heading".into())),
    }
    for (index, line) in lines.skip_while(|(_, line)| line.is_empty()) {
        if line.is_empty() {
            break;
        }
        let (key, value) =
            line.split_once(": ").ok_or_else(|| fault(index + 1, format!("“{line}” is not key: value")))?;
        let place = match key {
            "title" => &mut source.title,
            "publisher" => &mut source.publisher,
            "year" => &mut source.year,
            "obtained" => &mut source.obtained,
            "terms" => &mut source.terms,
            "changes" => &mut source.changes,
            "confidence" => &mut source.confidence,
            _ => return Err(fault(index + 1, format!("unknown key “{key}”"))),
        };
        value.trim().clone_into(place);
    }
    for (key, value) in [
        ("title", &source.title),
        ("publisher", &source.publisher),
        ("year", &source.year),
        ("obtained", &source.obtained),
        ("terms", &source.terms),
        ("changes", &source.changes),
        ("confidence", &source.confidence),
    ] {
        if value.is_empty() {
            return Err(fault(1, format!("the head has no “{key}: …”")));
        }
    }
    if !["high", "medium", "low", "mixed"].contains(&source.confidence.as_str()) {
        return Err(fault(1, format!("confidence “{}” is none of high, medium, low, mixed", source.confidence)));
    }
    Ok(source)
}
