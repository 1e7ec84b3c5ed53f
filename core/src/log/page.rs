//! A page put together from several lanes.

use super::entry::Entry;
use super::store::{Bound, Lane, Page, StoreError};

/// Rows of one lane in the order of their numbers.
#[derive(Debug, Default)]
pub struct Fetched {
    /// Number and bytes.
    pub rows: Vec<(u64, Vec<u8>)>,
    /// The lane goes on behind these.
    pub cut: bool,
}

/// Merges lanes read at one moment, at which `last` was the last number.
pub fn assemble(lanes: &[Lane], fetched: Vec<Fetched>, last: u64, bound: Bound) -> Result<Page, StoreError> {
    // Behind the end of a lane that was cut nothing can be said about that lane.
    let known_to = fetched.iter().filter(|lane| lane.cut).filter_map(|lane| lane.rows.last()).map(|row| row.0).min();
    let mut rows: Vec<(u64, Vec<u8>)> = fetched.into_iter().flat_map(|lane| lane.rows).collect();
    rows.sort_by_key(|row| row.0);
    rows.dedup_by_key(|row| row.0);
    let mut page = Page::default();
    let mut bytes = 0;
    let mut more = known_to.is_some();
    for (number, content) in rows {
        if known_to.is_some_and(|known_to| number > known_to) {
            break;
        }
        let first = page.entries.is_empty();
        if !first && (page.entries.len() >= bound.entries || bytes + content.len() > bound.bytes) {
            more = true;
            break;
        }
        bytes += content.len();
        page.entries.push((number, Entry::from_bytes(&content).map_err(|_| StoreError::Damaged)?));
    }
    let reached = if more { page.entries.last().map_or(0, |entry| entry.0) } else { last };
    page.after = lanes.iter().map(|lane| lane.after.max(reached)).collect();
    page.more = more;
    Ok(page)
}
