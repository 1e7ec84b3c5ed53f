//! The log in a PostgreSQL database, which several instances may share.
//!
//! A space's numbers are given while its row is locked, so that they become visible in their order. Everything a batch needs is
//! asked in a handful of statements over arrays.

mod pool;
mod tables;

use nep_core::log::append::append;
use nep_core::log::page::{Fetched, assemble};
use nep_core::log::{
    Batch, Bound, DeviceId, EntryId, EntryStore, Head, Holdings, Judge, Lane, Numbered, Outcome, Page, SpaceId,
    StoreError, Wanted,
};
use postgres::types::ToSql;
use postgres::{Config, Row};

use pool::{Pool, Running, failed, get, pool};
use tables::{Rows, column, entries, number};

/// The steps of the tables. A released step never changes.
const STEPS: [&str; 1] = [include_str!("schema-1.sql")];
/// Instances that start at once make the tables one after the other; any number will do.
const MIGRATION_LOCK: i64 = 0x006e_6570_5f6c_6f67;

/// A log in PostgreSQL.
#[derive(Debug)]
pub struct PostgresStore {
    pool: Pool,
}

impl PostgresStore {
    /// Connects, and brings the tables up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::Away`] when nobody answers, [`StoreError::Newer`] when a newer program made the tables.
    pub fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let mut config: Config = url.parse().map_err(|_| StoreError::Other("not a PostgreSQL address".into()))?;
        config.application_name("nep-sync-server");
        let pool = pool(config, connections)?;
        migrate(&pool)?;
        Ok(Self { pool })
    }

    fn read<T>(&self, work: impl FnOnce(&mut Running<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = get(&self.pool)?;
        work(&mut connection.read()?)
    }

    fn write<T>(&self, work: impl FnOnce(&mut Running<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = get(&self.pool)?;
        let mut tx = connection.write()?;
        let done = work(&mut tx)?;
        tx.commit()?;
        Ok(done)
    }
}

fn migrate(pool: &Pool) -> Result<(), StoreError> {
    let mut connection = get(pool)?;
    let mut tx = connection.client().transaction().map_err(failed)?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK]).map_err(failed)?;
    tx.batch_execute("CREATE TABLE IF NOT EXISTS shape (part text PRIMARY KEY, version integer NOT NULL)")
        .map_err(failed)?;
    let found = tx.query_opt("SELECT version FROM shape WHERE part = 'log'", &[]).map_err(failed)?;
    let found = found.map_or(0, |row| u32::try_from(row.get::<_, i32>(0)).unwrap_or(0));
    let known = u32::try_from(STEPS.len()).expect("few steps");
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for step in &STEPS[found as usize..] {
        tx.batch_execute(step).map_err(failed)?;
    }
    let version = i32::try_from(known).expect("few steps");
    tx.execute(
        "INSERT INTO shape (part, version) VALUES ('log', $1) ON CONFLICT (part) DO UPDATE SET version = $1",
        &[&version],
    )
    .map_err(failed)?;
    tx.commit().map_err(failed)
}

/// The rows of a lane behind `after`: only as many as the bound allows, and one count of what there would be.
macro_rules! lane_sql {
    ($condition:literal) => {
        concat!(
            "SELECT number, bytes, total FROM (
               SELECT number, bytes, count(*) OVER () AS total,
                      sum(octet_length(bytes)) OVER (ORDER BY number) - octet_length(bytes) AS before
               FROM (SELECT number, bytes FROM entry WHERE space = $1 AND number > $2 AND ",
            $condition,
            " ORDER BY number LIMIT $3) AS page) AS sized WHERE before <= $4 ORDER BY number"
        )
    };
}

fn fetch(tx: &mut Running<'_>, space: &[u8], lane: &Lane, bound: Bound) -> Result<Fetched, StoreError> {
    let after = column(lane.after);
    let most = column(bound.entries.max(1) as u64);
    let (rows, bytes) = (most.saturating_add(1), column(bound.bytes as u64));
    let common: [&(dyn ToSql + Sync); 4] = [&space, &after, &rows, &bytes];
    let found: Vec<Row> = match lane.wanted {
        Wanted::All => tx.query(lane_sql!("superseded IS NULL"), &common)?,
        Wanted::Orders => tx.query(lane_sql!("kind <= 3"), &common)?,
        Wanted::Scope(scope) => {
            let scope = scope.as_bytes().as_slice();
            let values = [&common[..], &[&scope]].concat();
            tx.query(lane_sql!("scope = $5 AND superseded IS NULL"), &values)?
        }
        Wanted::Document(document) => {
            let (scope, doc) = (document.scope.as_bytes().as_slice(), document.doc.as_bytes().as_slice());
            let values = [&common[..], &[&scope, &doc]].concat();
            tx.query(lane_sql!("scope = $5 AND doc = $6 AND superseded IS NULL"), &values)?
        }
    };
    let total = found.first().map_or(0, |row| number(row, 2));
    let mut fetched = Fetched::default();
    for row in found.iter().take(usize::try_from(most).unwrap_or(usize::MAX)) {
        fetched.rows.push((number(row, 0), row.get(1)));
    }
    fetched.cut = (fetched.rows.len() as u64) < total;
    Ok(fetched)
}

impl EntryStore for PostgresStore {
    fn append(&self, batch: &Batch<'_>, judge: &mut dyn Judge) -> Result<Vec<Outcome>, StoreError> {
        let mut connection = get(&self.pool)?;
        let mut rows = Rows::lock(connection.write()?, batch.space)?;
        let outcomes = append(&mut rows, batch, judge)?;
        rows.commit()?;
        Ok(outcomes)
    }

    fn since(&self, space: SpaceId, lanes: &[Lane], bound: Bound) -> Result<Page, StoreError> {
        let space = space.as_bytes().as_slice();
        self.read(|tx| {
            let rows = tx.query("SELECT last FROM space WHERE id = $1", &[&space])?;
            let Some(last) = rows.first().map(|row| number(row, 0)) else {
                return assemble(lanes, Vec::new(), 0, bound);
            };
            let fetched: Result<Vec<Fetched>, StoreError> =
                lanes.iter().map(|lane| fetch(tx, space, lane, bound)).collect();
            assemble(lanes, fetched?, last, bound)
        })
    }

    fn head(&self, space: SpaceId) -> Result<Head, StoreError> {
        let space = space.as_bytes().as_slice();
        let sql = "SELECT last, log FROM space WHERE id = $1";
        let mut rows = self.read(|tx| tx.query(sql, &[&space]))?;
        if rows.is_empty() {
            rows = self.write(|tx| {
                tx.execute("INSERT INTO space (id) VALUES ($1) ON CONFLICT DO NOTHING", &[&space])?;
                tx.query(sql, &[&space])
            })?;
        }
        let row = rows.first().ok_or(StoreError::Damaged)?;
        let log = row.get::<_, &[u8]>(1).try_into().map_err(|_| StoreError::Damaged)?;
        Ok(Head { log, last: number(row, 0) })
    }

    fn orders(&self, space: SpaceId, after: u64) -> Result<Vec<Numbered>, StoreError> {
        self.read(|tx| tables::orders(tx, space.as_bytes(), after))
    }

    fn entry(&self, space: SpaceId, id: EntryId) -> Result<Option<Numbered>, StoreError> {
        let values: [&(dyn ToSql + Sync); 2] = [&space.as_bytes().as_slice(), &id.as_bytes().as_slice()];
        let rows = self.read(|tx| tx.query("SELECT number, bytes FROM entry WHERE space = $1 AND id = $2", &values))?;
        Ok(entries(&rows)?.pop())
    }

    fn count(&self, space: SpaceId, device: DeviceId, counter: u64) -> Result<Result<(), u64>, StoreError> {
        let (space, device) = (space.as_bytes().as_slice(), device.as_bytes().as_slice());
        self.write(|tx| {
            let grown = tx.execute(
                "INSERT INTO counter (space, device, highest) VALUES ($1, $2, $3)
                 ON CONFLICT (space, device) DO UPDATE SET highest = $3 WHERE counter.highest < $3",
                &[&space, &device, &column(counter)],
            )?;
            if grown == 1 {
                return Ok(Ok(()));
            }
            let sql = "SELECT highest FROM counter WHERE space = $1 AND device = $2";
            let rows = tx.query(sql, &[&space, &device])?;
            Ok(Err(rows.first().map_or(0, |row| number(row, 0))))
        })
    }

    fn drop_superseded(&self, before: u64) -> Result<u64, StoreError> {
        self.write(|tx| tx.execute("DELETE FROM entry WHERE superseded < $1", &[&column(before)]))
    }

    fn rename(&self) -> Result<(), StoreError> {
        self.write(|tx| tx.execute("UPDATE space SET log = uuid_send(gen_random_uuid())", &[]).map(drop))
    }

    fn holdings(&self) -> Result<Holdings, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM space), count(*), count(superseded),
                          coalesce(sum(octet_length(bytes)), 0)::bigint FROM entry";
        self.read(|tx| Ok(holdings(&tx.query(sql, &[])?)))
    }

    fn holdings_of(&self, space: SpaceId) -> Result<Holdings, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM space WHERE id = $1), count(*), count(superseded),
                          coalesce(sum(octet_length(bytes)), 0)::bigint FROM entry WHERE space = $1";
        self.read(|tx| Ok(holdings(&tx.query(sql, &[&space.as_bytes().as_slice()])?)))
    }
}

fn holdings(rows: &[Row]) -> Holdings {
    rows.first().map_or_else(Holdings::default, |row| Holdings {
        spaces: number(row, 0),
        entries: number(row, 1),
        superseded: number(row, 2),
        bytes: number(row, 3),
    })
}
