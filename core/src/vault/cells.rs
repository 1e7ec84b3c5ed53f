//! The vault's own rows: what a secret opens, the keyring, projections and summaries, each sealed by the vault's key.
//!
//! ```text
//! cell = nonce (24) ++ XChaCha20-Poly1305(vault key, deflate(plain), associated data = "nep cell 1" ++ name ++ space ++ scope ++ doc)
//! ```
//!
//! A cell opens in its own place only: nobody who can write to the file can put one person's cell in another's place unnoticed.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::VaultError;
use crate::log::seal::{open_bytes, seal_bytes};
use crate::log::{DocId, Document, DocumentKey, Random, ScopeId, SpaceId};

/// The numbered steps of the vault's tables. A released step never changes.
pub const STEPS: [&str; 1] = [include_str!("vault-1.sql")];

/// Deflating more than this out of one cell is a fault: far above the largest family.
const LARGEST_CELL: usize = 64 * 1024 * 1024;
/// Deflate's effort: cells are written at every save, so speed counts.
const EFFORT: u8 = 3;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Own,
    Keyring,
    Projection,
    Summary,
}

impl Cell {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Own => b"own",
            Self::Keyring => b"keyring",
            Self::Projection => b"projection",
            Self::Summary => b"summary",
        }
    }
}

/// Seals and opens the cells of one vault.
#[derive(Debug)]
pub struct Cells {
    key: DocumentKey,
    space: SpaceId,
}

/// Whose cell it is, for those that are no document's.
const NOBODY: Document = Document { scope: ScopeId::new([0; 16]), doc: DocId::new([0; 16]) };

impl Cells {
    pub const fn new(key: DocumentKey, space: SpaceId) -> Self {
        Self { key, space }
    }

    fn place(&self, cell: Cell, of: Document) -> Vec<u8> {
        let place: [&[u8]; 5] =
            [b"nep cell 1", cell.name(), self.space.as_bytes(), of.scope.as_bytes(), of.doc.as_bytes()];
        place.concat()
    }

    fn seal_in(&self, cell: Cell, of: Document, plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
        let deflated = Zeroizing::new(miniz_oxide::deflate::compress_to_vec(plain, EFFORT));
        seal_bytes(&self.key, &self.place(cell, of), &deflated, random)
    }

    fn open_from(&self, cell: Cell, of: Document, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let deflated = open_bytes(&self.key, &self.place(cell, of), sealed).ok_or(VaultError::Damaged)?;
        let plain = miniz_oxide::inflate::decompress_to_vec_with_limit(&deflated, LARGEST_CELL);
        plain.map(Zeroizing::new).map_err(|_| VaultError::Damaged)
    }

    /// Seals one of the vault's own cells.
    pub fn seal(&self, cell: Cell, plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
        self.seal_in(cell, NOBODY, plain, random)
    }

    /// Opens one of the vault's own cells.
    pub fn open(&self, cell: Cell, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.open_from(cell, NOBODY, sealed)
    }

    /// Seals a document's cell.
    pub fn seal_of<T: Serialize>(
        &self,
        cell: Cell,
        of: Document,
        value: &T,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, VaultError> {
        let plain = Zeroizing::new(serde_json::to_vec(value).map_err(|_| VaultError::Damaged)?);
        Ok(self.seal_in(cell, of, &plain, random))
    }

    /// Reads a document's projection.
    pub fn projection<T: DeserializeOwned>(&self, db: &Connection, of: Document) -> Result<Option<T>, VaultError> {
        let mut query = db.prepare_cached("SELECT sealed FROM projection WHERE scope = ?1 AND doc = ?2")?;
        let sealed: Option<Vec<u8>> =
            query.query_row(params![of.scope.as_bytes(), of.doc.as_bytes()], |row| row.get(0)).optional()?;
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.open_from(Cell::Projection, of, &sealed)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Damaged)
    }

    /// Reads every summary. One that cannot be read gives `None`: it is made again from its document.
    pub fn summaries<T: DeserializeOwned>(&self, db: &Connection) -> Result<Vec<(Document, Option<T>)>, VaultError> {
        let mut query = db.prepare("SELECT scope, doc, sealed FROM summary")?;
        let mut rows = query.query([])?;
        let mut summaries = Vec::new();
        while let Some(row) = rows.next()? {
            let of = Document { scope: ScopeId::new(row.get(0)?), doc: DocId::new(row.get(1)?) };
            let plain = self.open_from(Cell::Summary, of, row.get_ref(2)?.as_blob().map_err(|_| VaultError::Damaged)?);
            summaries.push((of, plain.ok().and_then(|plain| serde_json::from_slice(&plain).ok())));
        }
        Ok(summaries)
    }
}

/// Writes a document's projection and summary, sealed.
pub fn write(db: &Connection, of: Document, projection: &[u8], summary: &[u8]) -> Result<(), VaultError> {
    for (sql, sealed) in [
        ("INSERT OR REPLACE INTO projection (scope, doc, sealed) VALUES (?1, ?2, ?3)", projection),
        ("INSERT OR REPLACE INTO summary (scope, doc, sealed) VALUES (?1, ?2, ?3)", summary),
    ] {
        db.prepare_cached(sql)?.execute(params![of.scope.as_bytes(), of.doc.as_bytes(), sealed])?;
    }
    Ok(())
}

/// Drops a document's cells.
pub fn forget(db: &Connection, of: Document) -> Result<(), VaultError> {
    for sql in
        ["DELETE FROM projection WHERE scope = ?1 AND doc = ?2", "DELETE FROM summary WHERE scope = ?1 AND doc = ?2"]
    {
        db.prepare_cached(sql)?.execute(params![of.scope.as_bytes(), of.doc.as_bytes()])?;
    }
    Ok(())
}

/// The vault's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub space: SpaceId,
    pub lock: Vec<u8>,
    pub own: Vec<u8>,
    pub keyring: Vec<u8>,
}

impl Row {
    /// Writes the row, in both tables.
    pub fn write(&self, db: &Connection) -> Result<(), VaultError> {
        for sql in [
            "INSERT OR REPLACE INTO vault (one, space, lock, own, keyring) VALUES (1, ?1, ?2, ?3, ?4)",
            "INSERT OR REPLACE INTO vault_again (one, space, lock, own, keyring) VALUES (1, ?1, ?2, ?3, ?4)",
        ] {
            db.prepare_cached(sql)?.execute(params![self.space.as_bytes(), self.lock, self.own, self.keyring])?;
        }
        Ok(())
    }

    /// Reads the row, from the second table when the first cannot be read.
    pub fn read(db: &Connection) -> Result<Option<Self>, VaultError> {
        let read = |sql: &str| {
            db.prepare_cached(sql)?
                .query_row([], |row| {
                    let space = SpaceId::new(row.get(0)?);
                    Ok(Self { space, lock: row.get(1)?, own: row.get(2)?, keyring: row.get(3)? })
                })
                .optional()
        };
        match read("SELECT space, lock, own, keyring FROM vault") {
            Ok(Some(row)) => Ok(Some(row)),
            Ok(None) | Err(_) => Ok(read("SELECT space, lock, own, keyring FROM vault_again")?),
        }
    }
}

/// Writes the keyring alone.
pub fn write_keyring(db: &Connection, keyring: &[u8]) -> Result<(), VaultError> {
    for sql in ["UPDATE vault SET keyring = ?1", "UPDATE vault_again SET keyring = ?1"] {
        db.prepare_cached(sql)?.execute([keyring])?;
    }
    Ok(())
}

/// Writes what the vault keeps of itself alone.
pub fn write_own(db: &Connection, own: &[u8]) -> Result<(), VaultError> {
    for sql in ["UPDATE vault SET own = ?1", "UPDATE vault_again SET own = ?1"] {
        db.prepare_cached(sql)?.execute([own])?;
    }
    Ok(())
}

/// Up to which number the log is digested.
pub fn digested(db: &Connection) -> Result<u64, VaultError> {
    Ok(db.prepare_cached("SELECT number FROM digested WHERE one = 1")?.query_row([], |row| row.get(0))?)
}

/// Notes up to which number the log is digested.
pub fn set_digested(db: &Connection, number: u64) -> Result<(), VaultError> {
    db.prepare_cached("UPDATE digested SET number = ?1 WHERE one = 1")?.execute([number])?;
    Ok(())
}
