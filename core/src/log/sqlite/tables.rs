//! The rows of one space inside an SQLite transaction.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::append::{NewRow, Place, SpaceTables};
use super::super::entry::{Entry, Kind};
use super::super::id::{DeviceId, EntryId, ScopeId, SpaceId};
use super::super::store::{Document, Numbered, StoreError};

/// A space, its numbering locked by the transaction around.
pub struct Rows<'a> {
    db: &'a Connection,
    pub(super) space: i64,
    peer: Option<i64>,
    scopes: HashMap<ScopeId, i64>,
    documents: HashMap<Document, i64>,
    devices: HashMap<DeviceId, i64>,
}

impl<'a> Rows<'a> {
    pub(super) fn open(db: &'a Connection, space: SpaceId, peer: Option<&str>) -> Result<Self, StoreError> {
        db.prepare_cached("INSERT OR IGNORE INTO space (id) VALUES (?1)")?.execute([space.as_bytes()])?;
        let space = key_of_space(db, space)?.expect("it was just put in");
        let peer = peer.map(|name| key_of_peer(db, space, name)).transpose()?;
        let (scopes, documents, devices) = (HashMap::new(), HashMap::new(), HashMap::new());
        Ok(Self { db, space, peer, scopes, documents, devices })
    }

    fn scope(&mut self, scope: ScopeId) -> Result<i64, StoreError> {
        if let Some(key) = self.scopes.get(&scope) {
            return Ok(*key);
        }
        let values = params![self.space, scope.as_bytes()];
        self.db.prepare_cached("INSERT OR IGNORE INTO scope (space, id) VALUES (?1, ?2)")?.execute(values)?;
        let key = self
            .db
            .prepare_cached("SELECT key FROM scope WHERE space = ?1 AND id = ?2")?
            .query_row(values, |row| row.get(0))?;
        self.scopes.insert(scope, key);
        Ok(key)
    }

    fn document(&mut self, document: Document) -> Result<i64, StoreError> {
        if let Some(key) = self.documents.get(&document) {
            return Ok(*key);
        }
        let scope = self.scope(document.scope)?;
        let values = params![scope, document.doc.as_bytes()];
        self.db.prepare_cached("INSERT OR IGNORE INTO document (scope, id) VALUES (?1, ?2)")?.execute(values)?;
        let key = self
            .db
            .prepare_cached("SELECT key FROM document WHERE scope = ?1 AND id = ?2")?
            .query_row(values, |row| row.get(0))?;
        self.documents.insert(document, key);
        Ok(key)
    }

    pub(super) fn device(&mut self, device: DeviceId) -> Result<i64, StoreError> {
        if let Some(key) = self.devices.get(&device) {
            return Ok(*key);
        }
        let id = device.as_bytes();
        self.db.prepare_cached("INSERT OR IGNORE INTO device (id) VALUES (?1)")?.execute([id])?;
        let key = self.db.prepare_cached("SELECT key FROM device WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
        self.devices.insert(device, key);
        Ok(key)
    }

    /// The key of a document that is here; asking for one that is not leaves no row behind.
    fn document_held(&self, document: Document) -> Result<Option<i64>, StoreError> {
        if let Some(key) = self.documents.get(&document) {
            return Ok(Some(*key));
        }
        Ok(self
            .db
            .prepare_cached(
                "SELECT document.key FROM document JOIN scope ON scope.key = document.scope
                 WHERE scope.space = ?1 AND scope.id = ?2 AND document.id = ?3",
            )?
            .query_row(params![self.space, document.scope.as_bytes(), document.doc.as_bytes()], |row| row.get(0))
            .optional()?)
    }
}

/// The key of a space that is here.
pub fn key_of_space(db: &Connection, space: SpaceId) -> Result<Option<i64>, StoreError> {
    let mut query = db.prepare_cached("SELECT key FROM space WHERE id = ?1")?;
    Ok(query.query_row([space.as_bytes()], |row| row.get(0)).optional()?)
}

/// The key of a peer; a row is made at the first call.
pub fn key_of_peer(db: &Connection, space: i64, name: &str) -> Result<i64, StoreError> {
    db.prepare_cached("INSERT OR IGNORE INTO peer (space, name) VALUES (?1, ?2)")?.execute(params![space, name])?;
    let mut query = db.prepare_cached("SELECT key FROM peer WHERE space = ?1 AND name = ?2")?;
    Ok(query.query_row(params![space, name], |row| row.get(0))?)
}

/// An entry read from columns `number, bytes`.
pub fn numbered(row: &Row<'_>) -> rusqlite::Result<(u64, Vec<u8>)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Bytes that the file gave back as the entry they must be.
pub fn entry(bytes: &[u8]) -> Result<Entry, StoreError> {
    Entry::from_bytes(bytes).map_err(|_| StoreError::Damaged)
}

pub fn entries(rows: impl Iterator<Item = rusqlite::Result<(u64, Vec<u8>)>>) -> Result<Vec<Numbered>, StoreError> {
    rows.map(|row| {
        let (number, bytes) = row?;
        Ok((number, entry(&bytes)?))
    })
    .collect()
}

/// A kind as the column has it: the number it has on the wire.
pub const fn kind_column(kind: Kind) -> i64 {
    match kind {
        Kind::Join => 1,
        Kind::Revoke => 2,
        Kind::Erase => 3,
        Kind::Key => 4,
        Kind::Changes => 5,
        Kind::Snapshot => 6,
    }
}

pub fn orders(db: &Connection, space: i64, after: u64) -> Result<Vec<Numbered>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT number, bytes FROM entry WHERE space = ?1 AND kind <= 3 AND number > ?2 ORDER BY number",
    )?;
    entries(query.query_map(params![space, after], numbered)?)
}

impl SpaceTables for Rows<'_> {
    fn last(&mut self) -> Result<u64, StoreError> {
        let mut query = self.db.prepare_cached("SELECT last FROM space WHERE key = ?1")?;
        Ok(query.query_row([self.space], |row| row.get(0))?)
    }

    fn set_last(&mut self, last: u64) -> Result<(), StoreError> {
        self.db.prepare_cached("UPDATE space SET last = ?2 WHERE key = ?1")?.execute(params![self.space, last])?;
        Ok(())
    }

    fn orders(&mut self, after: u64) -> Result<Vec<Numbered>, StoreError> {
        orders(self.db, self.space, after)
    }

    fn known(&mut self, ids: &[EntryId]) -> Result<HashMap<EntryId, u64>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT number FROM entry WHERE id = ?1")?;
        let mut known = HashMap::new();
        for id in ids {
            if let Some(number) = query.query_row([id.as_bytes()], |row| row.get(0)).optional()? {
                known.insert(*id, number);
            }
        }
        Ok(known)
    }

    fn taken(&mut self, places: &[Place]) -> Result<HashSet<Place>, StoreError> {
        let mut taken = HashSet::new();
        for place in places {
            let (document, author, seq) = place;
            let (Some(document), Ok(seq)) = (self.document_held(*document)?, i64::try_from(*seq)) else { continue };
            let mut query = self.db.prepare_cached(
                "SELECT 1 FROM entry WHERE document = ?1 AND author = (SELECT key FROM device WHERE id = ?2) AND seq = ?3",
            )?;
            if query.exists(params![document, author.as_bytes(), seq])? {
                taken.insert(*place);
            }
        }
        Ok(taken)
    }

    fn covered(&mut self, documents: &[Document]) -> Result<HashMap<(Document, DeviceId), u64>, StoreError> {
        let mut covered = HashMap::new();
        for document in documents {
            let Some(key) = self.document_held(*document)? else { continue };
            let mut query = self.db.prepare_cached(
                "SELECT device.id, covered.seq FROM covered JOIN device ON device.key = author WHERE document = ?1",
            )?;
            let rows = query.query_map([key], |row| Ok((DeviceId::new(row.get(0)?), row.get(1)?)))?;
            for row in rows {
                let (author, seq) = row?;
                covered.insert((*document, author), seq);
            }
        }
        Ok(covered)
    }

    fn insert(&mut self, rows: &[NewRow<'_>]) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO entry (space, number, id, kind, scope, document, author, seq, superseded, peer, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for row in rows {
            let header = row.entry.header();
            let scope = self.scope(header.scope)?;
            let document = self.document(Document::of(row.entry))?;
            let author = self.device(header.author)?;
            insert.execute(params![
                self.space,
                row.number,
                row.entry.id().as_bytes(),
                kind_column(header.kind),
                scope,
                document,
                author,
                header.seq,
                row.superseded,
                self.peer,
                row.entry.as_bytes(),
            ])?;
        }
        Ok(())
    }

    fn cover(&mut self, document: Document, contains: &[(DeviceId, u64)], now: u64) -> Result<(), StoreError> {
        let document = self.document(document)?;
        for (author, seq) in contains {
            let author = self.device(*author)?;
            let held: Option<u64> = self
                .db
                .prepare_cached("SELECT max(seq) FROM entry WHERE document = ?1 AND author = ?2")?
                .query_row([document, author], |row| row.get(0))?;
            let Some(seq) = held.map(|held| held.min(*seq)).filter(|seq| *seq > 0) else { continue };
            self.db
                .prepare_cached(
                    "INSERT INTO covered (document, author, seq) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)",
                )?
                .execute(params![document, author, seq])?;
            self.db
                .prepare_cached(
                    "UPDATE entry SET superseded = ?4
                     WHERE document = ?1 AND author = ?2 AND seq <= ?3 AND kind >= 5 AND superseded IS NULL",
                )?
                .execute(params![document, author, seq, now])?;
        }
        Ok(())
    }

    fn uncover(&mut self, document: Document) -> Result<(), StoreError> {
        let document = self.document(document)?;
        self.db.prepare_cached("DELETE FROM covered WHERE document = ?1")?.execute([document])?;
        Ok(())
    }

    fn hand_on_again(&mut self, document: Document, mut last: u64) -> Result<u64, StoreError> {
        let document = self.document(document)?;
        let mut query = self.db.prepare_cached(
            "SELECT entry.number FROM entry LEFT JOIN covered USING (document, author)
             WHERE document = ?1 AND superseded IS NOT NULL AND (covered.seq IS NULL OR entry.seq > covered.seq)
             ORDER BY entry.number",
        )?;
        let numbers: Vec<u64> = query.query_map([document], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut renumber = self.db.prepare_cached(
            "UPDATE entry SET number = ?3, superseded = NULL, peer = NULL WHERE space = ?1 AND number = ?2",
        )?;
        for number in numbers {
            last += 1;
            renumber.execute(params![self.space, number, last])?;
        }
        Ok(last)
    }

    fn held(&mut self, document: Document, author: DeviceId, after: u64, upto: u64) -> Result<u64, StoreError> {
        let (document, author) = (self.document(document)?, self.device(author)?);
        let mut query = self.db.prepare_cached(
            "SELECT count(*) FROM entry WHERE document = ?1 AND author = ?2 AND seq > ?3 AND seq <= ?4",
        )?;
        Ok(query.query_row(params![document, author, after, upto], |row| row.get(0))?)
    }

    fn rename(&mut self) -> Result<(), StoreError> {
        self.db.prepare_cached("UPDATE space SET log = randomblob(16) WHERE key = ?1")?.execute([self.space])?;
        Ok(())
    }

    fn snapshots(&mut self) -> Result<Vec<Entry>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT number, bytes FROM entry WHERE space = ?1 AND kind = 6
             AND document IN (SELECT document FROM covered) ORDER BY number",
        )?;
        let found = entries(query.query_map([self.space], numbered)?)?;
        Ok(found.into_iter().map(|(_, entry)| entry).collect())
    }

    fn erase(&mut self, document: Document) -> Result<(), StoreError> {
        let Some(key) = self.document_held(document)? else { return Ok(()) };
        self.db.prepare_cached("DELETE FROM covered WHERE document = ?1")?.execute([key])?;
        self.db.prepare_cached("DELETE FROM entry WHERE document = ?1")?.execute([key])?;
        Ok(())
    }
}
