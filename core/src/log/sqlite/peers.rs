//! What a device remembers of a log it syncs with, and what that log still lacks.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::SpaceId;
use super::super::page::{Fetched, assemble};
use super::super::store::{Bound, Lane, Page, StoreError, Wanted};
use super::read::take;
use super::tables::{key_of_peer, key_of_space};

/// Entries after a number that this peer did not bring itself.
pub fn unsent(db: &Connection, space: SpaceId, peer: &str, after: u64, bound: Bound) -> Result<Page, StoreError> {
    let lane = [Lane { wanted: Wanted::All, after }];
    let Some(space) = key_of_space(db, space)? else {
        return assemble(&lane, vec![Fetched::default()], after, bound);
    };
    let last: u64 = db.prepare_cached("SELECT last FROM space WHERE key = ?1")?.query_row([space], |row| row.get(0))?;
    let sql = "SELECT number, bytes FROM entry
               WHERE space = ?1 AND number > ?2 AND superseded IS NULL
               AND peer IS NOT coalesce((SELECT key FROM peer WHERE space = ?1 AND name = ?3), -1) ORDER BY number";
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let fetched = take(db, sql, &[&space, &after, &peer], bound)?;
    assemble(&lane, vec![fetched], last, bound)
}

/// What was remembered of a peer.
pub fn remembered(db: &Connection, space: SpaceId, peer: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT remembered FROM peer WHERE space = (SELECT key FROM space WHERE id = ?1) AND name = ?2",
    )?;
    let found: Option<Option<Vec<u8>>> =
        query.query_row(params![space.as_bytes(), peer], |row| row.get(0)).optional()?;
    Ok(found.flatten())
}

/// Remembers, in place of what was remembered before.
pub fn remember(db: &Connection, space: SpaceId, peer: &str, what: &[u8]) -> Result<(), StoreError> {
    db.prepare_cached("INSERT OR IGNORE INTO space (id) VALUES (?1)")?.execute([space.as_bytes()])?;
    let space = key_of_space(db, space)?.expect("it was just put in");
    let key = key_of_peer(db, space, peer)?;
    db.prepare_cached("UPDATE peer SET remembered = ?2 WHERE key = ?1")?.execute(params![key, what])?;
    Ok(())
}

/// Forgets what a peer brought, so that all of it is offered to it again: it may have lost it.
pub fn forget_origin(db: &Connection, space: SpaceId, peer: &str) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE entry SET peer = NULL WHERE peer = (SELECT peer.key FROM peer JOIN space ON space.key = peer.space
                                                    WHERE space.id = ?1 AND name = ?2)",
    )?
    .execute(params![space.as_bytes(), peer])?;
    Ok(())
}
