//! `/sources`: where every figure comes from, down to the printed row.
//!
//! Shows the embedded tables and what their PROVENANCE files say. A page that shows a figure links to its row with
//! [`address`]; [`line()`] writes the whole source line.

use axum::response::Response;
use maud::{Markup, html};
use nep_core::growth::Reference;

use super::view::escape;
use super::{Page, Problem, Tab, View};
use crate::icons;
use crate::pregnancy_words::Reader;
use crate::tables::{self, Row, Table};

/// Columns that tell how sure a row is, in the order they are looked for.
const CONFIDENCE: [&str; 1] = ["confidence"];

/// Columns that name the document of a row.
const DOCUMENT: [&str; 2] = ["source", "source_id"];

/// The address of a row: `file` from the root of the repository, `line` counted from 1 (the header), and the column whose
/// figure is shown, if one is meant.
#[must_use]
pub fn address(file: &str, line: u32, column: Option<&str>) -> String {
    let mut address = format!("/sources/row?file={}&line={line}", escape(file));
    if let Some(column) = column {
        address.push_str("&column=");
        address.push_str(&escape(column));
    }
    address
}

/// A source line under a figure: the document (may be empty where the row says it), how sure it is unless it is certain,
/// and the way to its row.
#[must_use]
pub fn line(view: &View, document: &str, confidence: &str, address: &str) -> Markup {
    let words = view.words;
    html! {
        @if !document.is_empty() { (document) " " }
        @if confidence != "high" { "(" (words.get(confidence_id(confidence))) ") " }
        a href=(address) { (words.get("sources-see-row")) }
    }
}

/// The way to the row of a core reference, where there is no room for more.
#[must_use]
pub fn link(view: &View, reference: &Reference) -> Markup {
    line(view, "", reference.confidence.code(), &address(reference.file, reference.line, None))
}

/// The name of the document a row cites; remarks about how it was read stand with the row.
fn document(source: &str) -> &str {
    let source = source.strip_prefix("recalled: ").unwrap_or(source);
    let end = source.find(" (").into_iter().chain(source.find(';')).min();
    source[..end.unwrap_or(source.len())].trim()
}

/// The source line of a core reference: named for a health worker, the way to it for a family.
#[must_use]
pub fn reference(view: &View, reference: &Reference) -> Markup {
    let document = if view.reader() == Reader::Worker { document(reference.source) } else { "" };
    line(view, document, reference.confidence.code(), &address(reference.file, reference.line, None))
}

fn confidence_id(confidence: &str) -> &'static str {
    match confidence {
        "high" => "sources-confidence-high",
        "medium" => "sources-confidence-medium",
        _ => "sources-confidence-low",
    }
}

/// Folders of `data/`, each one source.
pub async fn list(view: View) -> Response {
    let mut folders: Vec<&str> = tables::all().iter().map(Table::folder).collect();
    folders.dedup();
    let body = html! {
        div.sec.first.stack.narrow {
            p.i2 { (view.words.get("sources-lead")) }
            ul.card.list {
                @for folder in folders {
                    @let provenance = Provenance::of(folder);
                    li { a.item href={ "/sources/folder?name=" (escape(folder)) } {
                        span.lead.ind { (icons::FILE_TEXT) }
                        span.grow {
                            span.b { (provenance.as_ref().map_or(folder, |known| known.title.as_str())) } br;
                            span.t-s.i2 { (folder) }
                        }
                        span.end { (icons::CHEVRON_RIGHT) }
                    } }
                }
            }
        }
    };
    let title = view.words.get("sources-title");
    Page { title, back: Some("/settings".into()), tab: Some(Tab::More), body, ..Page::default() }.respond(&view)
}

/// One source: what its PROVENANCE file says, and its tables.
pub async fn folder(view: View) -> Response {
    let name = view.query("name").unwrap_or_default();
    let files: Vec<&Table> = tables::all().iter().filter(|table| table.folder() == name).collect();
    if files.is_empty() {
        return Problem::NotFound.page(&view);
    }
    let provenance = Provenance::of(name);
    let title = provenance.as_ref().map_or_else(|| name.to_owned(), |known| known.title.clone());
    let body = html! {
        div.sec.first.stack.narrow {
            @if let Some(provenance) = &provenance { div.card.p { (provenance.head()) } }
            h2 { (view.words.get("sources-files")) }
            ul.card.list {
                @for table in files.iter().filter(|table| table.file.ends_with(".tsv")) {
                    li { a.item href=(address(table.file, 2, None)) {
                        span.lead { (icons::TABLE_2) }
                        span.grow { (table.file.rsplit('/').next().unwrap_or_default()) }
                        span.end { (icons::CHEVRON_RIGHT) }
                    } }
                }
            }
            @if let Some(provenance) = &provenance { @if !provenance.rest.is_empty() {
                details.more {
                    summary { (icons::FILE_TEXT) (view.words.get("sources-whole")) (icons::CHEVRON_DOWN) }
                    pre.plain { (provenance.rest) }
                }
            } }
        }
    };
    let page = Page { title, subtitle: Some(name.to_owned()), body, ..Page::default() };
    Page { back: Some("/sources".into()), tab: Some(Tab::More), ..page }.respond(&view)
}

/// One row of a table, with what is known about its source.
pub async fn row(view: View) -> Response {
    let file = view.query("file").unwrap_or_default();
    let line = view.query("line").and_then(|line| line.parse().ok());
    let Some((table, line)) = tables::find(file).filter(|table| table.file.ends_with(".tsv")).zip(line) else {
        return Problem::NotFound.page(&view);
    };
    let Some(row) = table.row(line) else { return Problem::NotFound.page(&view) };
    let words = view.words;
    let provenance = Provenance::of(table.folder());
    let subtitle = words.with("sources-line", &[("file", table.file), ("line", &line.to_string())]);
    let first = |names: &[&str]| names.iter().find_map(|name| row.get(name)).map(str::to_owned);
    let body = html! {
        div.sec.first.stack.narrow {
            @if let Some(document) = first(&DOCUMENT) { p { b { (document) } } }
            @if let Some(confidence) = first(&CONFIDENCE) {
                p { span.tag { (words.get(confidence_id(&confidence))) } }
            }
            div.card.p { (cells(&row, view.query("column"))) }
            @if let Some(provenance) = &provenance {
                h2 { (provenance.title) }
                div.card.p { (provenance.head()) }
            }
            p { a href={ "/sources/folder?name=" (escape(table.folder())) } { (words.get("sources-more")) } }
        }
    };
    let title = words.get("sources-row");
    let page = Page { title, subtitle: Some(subtitle), body, ..Page::default() };
    Page { back: Some("/sources".into()), tab: Some(Tab::More), ..page }.respond(&view)
}

/// The row as it is printed, column by column; the column asked for stands out.
fn cells(row: &Row, asked: Option<&str>) -> Markup {
    html! {
        dl.pairs {
            @for (column, cell) in row.columns.iter().zip(&row.cells) {
                @let here = asked == Some(column);
                dt { @if here { b { (column) } } @else { (column) } }
                dd { @if here { mark { (cell) } } @else if cell.is_empty() { "–" } @else { (cell) } }
            }
        }
    }
}

/// What a PROVENANCE file says: a title, a head of points (`- **Publisher**: …`), then sections.
struct Provenance {
    title: String,
    points: Vec<(String, String)>,
    rest: String,
}

impl Provenance {
    fn of(folder: &str) -> Option<Self> {
        tables::find(&format!("{folder}/PROVENANCE.md")).map(|table| Self::read(&table.text()))
    }

    fn read(text: &str) -> Self {
        let (title, body) = text.split_once('\n').unwrap_or((text, ""));
        let head_ends = body.find("\n## ").map_or(body.len(), |at| at + 1);
        let (head, rest) = body.split_at(head_ends);
        let mut points: Vec<(String, String)> = Vec::new();
        for line in head.lines() {
            let point = line.strip_prefix("- **").and_then(|line| line.split_once("**"));
            if let Some((name, said)) = point {
                points.push((name.trim_end_matches(':').to_owned(), said.trim_start_matches(':').trim().to_owned()));
            } else if let Some((_, said)) = points.last_mut().filter(|_| !line.trim().is_empty()) {
                said.push(' ');
                said.push_str(line.trim());
            }
        }
        Self { title: title.trim_start_matches('#').trim().to_owned(), points, rest: rest.trim().to_owned() }
    }

    fn head(&self) -> Markup {
        html! { dl.pairs { @for (name, said) in &self.points { dt { (name) } dd { (said) } } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_without_remarks_on_how_it_was_read() {
        assert_eq!(document("WHO/UNICEF 2009; QD4487/2016 (body not read)"), "WHO/UNICEF 2009");
        assert_eq!(document("WHO job aids 2008 (WHO 2006 standards); names: a lecture"), "WHO job aids 2008");
        assert_eq!(document("recalled: WHO velocity standards"), "WHO velocity standards");
        assert_eq!(document(""), "");
    }

    #[test]
    fn a_provenance_file_is_a_title_points_and_sections() {
        let read = Provenance::read("# Classes\n\n- **Terms**: facts;\n  ours\n- **Year:** 2006\n\n## Files\n\ntext\n");
        assert_eq!(read.title, "Classes");
        let points: Vec<_> = read.points.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
        assert_eq!(points, [("Terms", "facts; ours"), ("Year", "2006")]);
        assert_eq!(read.rest, "## Files\n\ntext");
    }
}
