//! What is read from the record file: pages of entries for a peer, and what a device asks of its own log.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::super::page::{Fetched, assemble};
use super::super::store::{Bound, Document, Holdings, Lane, Numbered, Page, StoreError, Wanted};
use super::super::{DeviceId, DocId, Entry, ScopeId, SpaceId};
use super::SqliteStore;
use super::tables::{entries, entry, key_of_space, numbered};

/// Entries of some lanes; the caller holds a read transaction.
pub fn since(db: &Connection, space: SpaceId, lanes: &[Lane], bound: Bound) -> Result<Page, StoreError> {
    let Some(key) = key_of_space(db, space)? else {
        return Ok(Page { after: lanes.iter().map(|lane| lane.after).collect(), ..Page::default() });
    };
    let last: u64 = db.prepare_cached("SELECT last FROM space WHERE key = ?1")?.query_row([key], |row| row.get(0))?;
    let fetched: Result<Vec<Fetched>, StoreError> = lanes.iter().map(|lane| fetch(db, key, lane, bound)).collect();
    assemble(lanes, fetched?, last, bound)
}

fn fetch(db: &Connection, space: i64, lane: &Lane, bound: Bound) -> Result<Fetched, StoreError> {
    // A cursor beyond what SQLite can count is beyond everything.
    let after = i64::try_from(lane.after).unwrap_or(i64::MAX);
    match lane.wanted {
        Wanted::All => {
            let sql = "SELECT number, bytes FROM entry WHERE space = ?1 AND number > ?2 AND superseded IS NULL
                       ORDER BY number";
            take(db, sql, &[&space, &after], bound)
        }
        Wanted::Orders => {
            let sql = "SELECT number, bytes FROM entry WHERE space = ?1 AND kind <= 3 AND number > ?2 ORDER BY number";
            take(db, sql, &[&space, &after], bound)
        }
        Wanted::Scope(scope) => {
            let sql = "SELECT number, bytes FROM entry
                       WHERE scope = (SELECT key FROM scope WHERE space = ?1 AND id = ?2)
                       AND number > ?3 AND superseded IS NULL ORDER BY number";
            take(db, sql, &[&space, scope.as_bytes(), &after], bound)
        }
        Wanted::Document(Document { scope, doc }) => {
            let sql = "SELECT number, bytes FROM entry
                       WHERE document = (SELECT document.key FROM document JOIN scope ON scope.key = document.scope
                                         WHERE scope.space = ?1 AND scope.id = ?2 AND document.id = ?3)
                       AND number > ?4 AND superseded IS NULL ORDER BY number";
            take(db, sql, &[&space, scope.as_bytes(), doc.as_bytes(), &after], bound)
        }
    }
}

/// Reads until the bound is passed, and not one row further.
pub fn take(db: &Connection, sql: &str, values: &[&dyn ToSql], bound: Bound) -> Result<Fetched, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query(values)?;
    let mut fetched = Fetched::default();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let (number, content) = numbered(row)?;
        if fetched.rows.len() >= bound.entries.max(1) || bytes > bound.bytes {
            fetched.cut = true;
            break;
        }
        bytes += content.len();
        fetched.rows.push((number, content));
    }
    Ok(fetched)
}

/// Everything kept of a document, superseded or not, in the order of the log.
pub fn document(db: &Connection, space: SpaceId, document: Document) -> Result<Vec<(u64, Entry)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT number, bytes FROM entry
         WHERE document = (SELECT document.key FROM document JOIN scope ON scope.key = document.scope
                           JOIN space ON space.key = scope.space
                           WHERE space.id = ?1 AND scope.id = ?2 AND document.id = ?3)
         ORDER BY number",
    )?;
    entries(query.query_map(params![space.as_bytes(), document.scope.as_bytes(), document.doc.as_bytes()], numbered)?)
}

/// Snapshots kept of a document.
pub fn snapshots(db: &Connection, space: SpaceId, document: Document) -> Result<Vec<Entry>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT number, bytes FROM entry
         WHERE document = (SELECT document.key FROM document JOIN scope ON scope.key = document.scope
                           JOIN space ON space.key = scope.space
                           WHERE space.id = ?1 AND scope.id = ?2 AND document.id = ?3)
         AND kind = 6 ORDER BY number",
    )?;
    let values = params![space.as_bytes(), document.scope.as_bytes(), document.doc.as_bytes()];
    Ok(entries(query.query_map(values, numbered)?)?.into_iter().map(|(_, entry)| entry).collect())
}

/// What a document holds that no snapshot contains: so many changes, of so many bytes, and the snapshots themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loose {
    /// Changes.
    pub changes: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Bytes of the snapshots that stand for the others.
    pub snapshots: u64,
}

/// Documents with this many changes or more that no snapshot contains.
pub fn loose(db: &Connection, space: SpaceId, least: u64) -> Result<Vec<(Document, Loose)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT scope.id, document.id, sum(kind = 5), sum(iif(kind = 5, length(bytes), 0)),
                sum(iif(kind = 6, length(bytes), 0))
         FROM entry JOIN document ON document.key = entry.document JOIN scope ON scope.key = document.scope
         WHERE entry.space = (SELECT key FROM space WHERE id = ?1) AND kind >= 5 AND superseded IS NULL
         GROUP BY document.key HAVING sum(kind = 5) >= ?2 ORDER BY min(entry.number)",
    )?;
    let least = i64::try_from(least).unwrap_or(i64::MAX);
    let rows = query.query_map(params![space.as_bytes(), least], |row| {
        let document = Document { scope: ScopeId::new(row.get(0)?), doc: DocId::new(row.get(1)?) };
        Ok((document, Loose { changes: row.get(2)?, bytes: row.get(3)?, snapshots: row.get(4)? }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl SqliteStore {
    /// Key entries of a space after a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn keys(&self, space: SpaceId, after: u64) -> Result<Vec<Numbered>, StoreError> {
        self.read(|tx| {
            let Some(space) = key_of_space(tx, space)? else { return Ok(Vec::new()) };
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            let mut query = tx.prepare_cached(
                "SELECT number, bytes FROM entry WHERE space = ?1 AND number > ?2 AND kind = 4 ORDER BY number",
            )?;
            entries(query.query_map(params![space, after], numbered)?)
        })
    }
}

/// The highest `seq` of an author in a document; 0 when there is none.
pub fn last_seq(db: &Connection, space: SpaceId, document: Document, author: DeviceId) -> Result<u64, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT max(seq) FROM entry
         WHERE document = (SELECT document.key FROM document JOIN scope ON scope.key = document.scope
                           JOIN space ON space.key = scope.space
                           WHERE space.id = ?1 AND scope.id = ?2 AND document.id = ?3)
         AND author = (SELECT key FROM device WHERE id = ?4)",
    )?;
    let values = params![space.as_bytes(), document.scope.as_bytes(), document.doc.as_bytes(), author.as_bytes()];
    let kept: Option<u64> = query.query_row(values, |row| row.get(0))?;
    Ok(kept.unwrap_or(0))
}

/// Documents with entries after a number, each with the last number it has.
pub fn documents(db: &Connection, space: SpaceId, after: u64) -> Result<Vec<(Document, u64)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT scope.id, document.id, max(entry.number) FROM entry
         JOIN document ON document.key = entry.document JOIN scope ON scope.key = document.scope
         WHERE entry.space = (SELECT key FROM space WHERE id = ?1) AND entry.number > ?2
         GROUP BY document.key ORDER BY max(entry.number)",
    )?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let rows = query.query_map(params![space.as_bytes(), after], |row| {
        Ok((Document { scope: ScopeId::new(row.get(0)?), doc: DocId::new(row.get(1)?) }, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Numbers that an author left out, as far as this log knows: held back somewhere, or not yet here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// In which document.
    pub document: Document,
    /// Whose.
    pub author: DeviceId,
    /// The first number missing.
    pub first: u64,
    /// The last number missing.
    pub last: u64,
}

/// What is missing between the entries kept, and is in no snapshot that is kept either.
pub fn gaps(db: &Connection, space: SpaceId) -> Result<Vec<Gap>, StoreError> {
    let Some(key) = key_of_space(db, space)? else { return Ok(Vec::new()) };
    let mut snapshots = db.prepare_cached("SELECT number, bytes FROM entry WHERE space = ?1 AND kind = 6")?;
    let mut reached: HashMap<(Document, DeviceId), u64> = HashMap::new();
    for (_, snapshot) in entries(snapshots.query_map([key], numbered)?)? {
        for (author, seq) in &snapshot.header().contains {
            let upto = reached.entry((Document::of(&snapshot), *author)).or_default();
            *upto = (*upto).max(*seq);
        }
    }
    let mut query = db.prepare_cached(
        "SELECT scope.id, document.id, device.id, entry.seq FROM entry
         JOIN document ON document.key = entry.document JOIN scope ON scope.key = document.scope
         JOIN device ON device.key = entry.author
         WHERE entry.space = ?1 ORDER BY entry.document, entry.author, entry.seq",
    )?;
    let mut rows = query.query([key])?;
    let mut gaps = Vec::new();
    while let Some(row) = rows.next()? {
        let document = Document { scope: ScopeId::new(row.get(0)?), doc: DocId::new(row.get(1)?) };
        let (author, seq): (_, u64) = (DeviceId::new(row.get(2)?), row.get(3)?);
        let reached = reached.entry((document, author)).or_default();
        if seq > *reached + 1 {
            gaps.push(Gap { document, author, first: *reached + 1, last: seq - 1 });
        }
        *reached = (*reached).max(seq);
    }
    Ok(gaps)
}

/// One entry.
pub fn by_id(db: &Connection, id: &[u8; 32]) -> Result<Option<(u64, Entry)>, StoreError> {
    let mut query = db.prepare_cached("SELECT number, bytes FROM entry WHERE id = ?1")?;
    let found = query.query_row([id], numbered).optional()?;
    found.map(|(number, bytes)| Ok((number, entry(&bytes)?))).transpose()
}

/// How much is held, of one space or of all.
pub fn holdings(db: &Connection, space: Option<SpaceId>) -> Result<Holdings, StoreError> {
    let key = match space {
        Some(space) => match key_of_space(db, space)? {
            Some(key) => Some(key),
            None => return Ok(Holdings::default()),
        },
        None => None,
    };
    let mut query = db.prepare_cached(
        "SELECT (SELECT count(*) FROM space WHERE ?1 IS NULL OR key = ?1), count(*), count(superseded),
                coalesce(sum(length(bytes)), 0)
         FROM entry WHERE ?1 IS NULL OR space = ?1",
    )?;
    Ok(query.query_row([key], |row| {
        Ok(Holdings { spaces: row.get(0)?, entries: row.get(1)?, superseded: row.get(2)?, bytes: row.get(3)? })
    })?)
}
