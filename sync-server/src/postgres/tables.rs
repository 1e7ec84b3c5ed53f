//! The rows of one space inside a PostgreSQL transaction: a batch costs a handful of statements, however many entries it has.

use std::collections::{HashMap, HashSet};

use nep_core::log::append::{NewRow, Place, SpaceTables};
use nep_core::log::{DeviceId, DocId, Document, Entry, EntryId, Kind, Numbered, ScopeId, SpaceId, StoreError};
use postgres::Row;

use super::pool::Running;

/// A space with its row locked: nobody else numbers it before the end of the transaction.
pub struct Rows<'a> {
    tx: Running<'a>,
    space: Vec<u8>,
    last: u64,
}

impl<'a> Rows<'a> {
    pub fn lock(mut tx: Running<'a>, space: SpaceId) -> Result<Self, StoreError> {
        let space = space.as_bytes().to_vec();
        let lock = "SELECT last FROM space WHERE id = $1 FOR UPDATE";
        let mut rows = tx.query(lock, &[&space])?;
        if rows.is_empty() {
            tx.execute("INSERT INTO space (id) VALUES ($1) ON CONFLICT DO NOTHING", &[&space])?;
            rows = tx.query(lock, &[&space])?;
        }
        let last = number(rows.first().ok_or(StoreError::Damaged)?, 0);
        Ok(Self { tx, space, last })
    }

    pub fn commit(self) -> Result<(), StoreError> {
        self.tx.commit()
    }
}

/// A number that is never negative.
pub fn number(row: &Row, column: usize) -> u64 {
    u64::try_from(row.get::<_, i64>(column)).unwrap_or(0)
}

/// A number as the column has it; what is larger is beyond everything.
pub fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn id<const N: usize>(row: &Row, column: usize) -> Result<[u8; N], StoreError> {
    row.get::<_, &[u8]>(column).try_into().map_err(|_| StoreError::Damaged)
}

/// Entries of rows `number, bytes`.
pub fn entries(rows: &[Row]) -> Result<Vec<Numbered>, StoreError> {
    let read = |row: &Row| {
        let entry = Entry::from_bytes(row.get(1)).map_err(|_| StoreError::Damaged)?;
        Ok((number(row, 0), entry))
    };
    rows.iter().map(read).collect()
}

pub fn orders(tx: &mut Running<'_>, space: &[u8], after: u64) -> Result<Vec<Numbered>, StoreError> {
    let sql = "SELECT number, bytes FROM entry WHERE space = $1 AND kind <= 3 AND number > $2 ORDER BY number";
    entries(&tx.query(sql, &[&space, &column(after)])?)
}

const fn kind_column(kind: Kind) -> i16 {
    match kind {
        Kind::Join => 1,
        Kind::Revoke => 2,
        Kind::Erase => 3,
        Kind::Key => 4,
        Kind::Changes => 5,
        Kind::Snapshot => 6,
    }
}

fn document_of(row: &Row) -> Result<Document, StoreError> {
    Ok(Document { scope: ScopeId::new(id(row, 0)?), doc: DocId::new(id(row, 1)?) })
}

/// Scopes and ids of documents as two arrays.
fn arrays(documents: impl Iterator<Item = Document>) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    documents.map(|document| (document.scope.as_bytes().to_vec(), document.doc.as_bytes().to_vec())).unzip()
}

impl SpaceTables for Rows<'_> {
    fn last(&mut self) -> Result<u64, StoreError> {
        Ok(self.last)
    }

    fn set_last(&mut self, last: u64) -> Result<(), StoreError> {
        self.last = last;
        self.tx.execute("UPDATE space SET last = $2 WHERE id = $1", &[&self.space, &column(last)]).map(drop)
    }

    fn orders(&mut self, after: u64) -> Result<Vec<Numbered>, StoreError> {
        orders(&mut self.tx, &self.space, after)
    }

    fn known(&mut self, ids: &[EntryId]) -> Result<HashMap<EntryId, u64>, StoreError> {
        let ids: Vec<&[u8]> = ids.iter().map(|id| id.as_bytes().as_slice()).collect();
        let sql = "SELECT id, number FROM entry WHERE space = $1 AND id = ANY($2)";
        let rows = self.tx.query(sql, &[&self.space, &ids])?;
        rows.iter().map(|row| Ok((EntryId::new(id(row, 0)?), number(row, 1)))).collect()
    }

    fn taken(&mut self, places: &[Place]) -> Result<HashSet<Place>, StoreError> {
        let countable: Vec<&Place> = places.iter().filter(|place| i64::try_from(place.2).is_ok()).collect();
        let (scopes, docs) = arrays(countable.iter().map(|place| place.0));
        let authors: Vec<&[u8]> = countable.iter().map(|place| place.1.as_bytes().as_slice()).collect();
        let seqs: Vec<i64> = countable.iter().map(|place| column(place.2)).collect();
        let sql = "SELECT entry.scope, entry.doc, entry.author, entry.seq
                   FROM unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::bigint[]) AS place (scope, doc, author, seq)
                   JOIN entry USING (scope, doc, author, seq) WHERE entry.space = $1";
        let rows = self.tx.query(sql, &[&self.space, &scopes, &docs, &authors, &seqs])?;
        rows.iter().map(|row| Ok((document_of(row)?, DeviceId::new(id(row, 2)?), number(row, 3)))).collect()
    }

    fn covered(&mut self, documents: &[Document]) -> Result<HashMap<(Document, DeviceId), u64>, StoreError> {
        let (scopes, docs) = arrays(documents.iter().copied());
        let sql = "SELECT scope, doc, author, seq FROM covered
                   JOIN unnest($2::bytea[], $3::bytea[]) AS wanted (scope, doc) USING (scope, doc) WHERE space = $1";
        let rows = self.tx.query(sql, &[&self.space, &scopes, &docs])?;
        rows.iter().map(|row| Ok(((document_of(row)?, DeviceId::new(id(row, 2)?)), number(row, 3)))).collect()
    }

    fn insert(&mut self, rows: &[NewRow<'_>]) -> Result<(), StoreError> {
        let headers = || rows.iter().map(|row| row.entry.header());
        let numbers: Vec<i64> = rows.iter().map(|row| column(row.number)).collect();
        let ids: Vec<Vec<u8>> = rows.iter().map(|row| row.entry.id().as_bytes().to_vec()).collect();
        let kinds: Vec<i16> = headers().map(|header| kind_column(header.kind)).collect();
        let (scopes, docs) = arrays(rows.iter().map(|row| Document::of(row.entry)));
        let authors: Vec<&[u8]> = headers().map(|header| header.author.as_bytes().as_slice()).collect();
        let seqs: Vec<i64> = headers().map(|header| column(header.seq)).collect();
        let superseded: Vec<Option<i64>> = rows.iter().map(|row| row.superseded.map(column)).collect();
        let bytes: Vec<&[u8]> = rows.iter().map(|row| row.entry.as_bytes()).collect();
        let sql = "INSERT INTO entry (space, number, id, kind, scope, doc, author, seq, superseded, bytes)
                   SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::smallint[], $5::bytea[], $6::bytea[],
                                            $7::bytea[], $8::bigint[], $9::bigint[], $10::bytea[])";
        let space = &self.space;
        self.tx
            .execute(sql, &[space, &numbers, &ids, &kinds, &scopes, &docs, &authors, &seqs, &superseded, &bytes])
            .map(drop)
    }

    fn cover(&mut self, document: Document, contains: &[(DeviceId, u64)], now: u64) -> Result<(), StoreError> {
        let (scope, doc) = (document.scope.as_bytes().to_vec(), document.doc.as_bytes().to_vec());
        let authors: Vec<&[u8]> = contains.iter().map(|(author, _)| author.as_bytes().as_slice()).collect();
        let seqs: Vec<i64> = contains.iter().map(|(_, seq)| column(*seq)).collect();
        let note = "INSERT INTO covered (space, scope, doc, author, seq)
                    SELECT $1, $2, $3, claim.author, least(max(claim.seq), max(entry.seq))
                    FROM unnest($4::bytea[], $5::bigint[]) AS claim (author, seq)
                    JOIN entry ON space = $1 AND scope = $2 AND doc = $3 AND entry.author = claim.author
                    GROUP BY claim.author HAVING least(max(claim.seq), max(entry.seq)) > 0
                    ON CONFLICT (space, scope, doc, author) DO UPDATE SET seq = greatest(covered.seq, excluded.seq)";
        self.tx.execute(note, &[&self.space, &scope, &doc, &authors, &seqs])?;
        let supersede = "UPDATE entry SET superseded = $4 FROM covered
                         WHERE entry.space = $1 AND entry.scope = $2 AND entry.doc = $3 AND entry.kind >= 5
                         AND entry.superseded IS NULL AND covered.space = $1 AND covered.scope = $2 AND covered.doc = $3
                         AND covered.author = entry.author AND entry.seq <= covered.seq";
        self.tx.execute(supersede, &[&self.space, &scope, &doc, &column(now)]).map(drop)
    }

    fn uncover(&mut self, document: Document) -> Result<(), StoreError> {
        let (scope, doc) = (document.scope.as_bytes().to_vec(), document.doc.as_bytes().to_vec());
        let sql = "DELETE FROM covered WHERE space = $1 AND scope = $2 AND doc = $3";
        self.tx.execute(sql, &[&self.space, &scope, &doc]).map(drop)
    }

    fn hand_on_again(&mut self, document: Document, last: u64) -> Result<u64, StoreError> {
        let (scope, doc) = (document.scope.as_bytes().to_vec(), document.doc.as_bytes().to_vec());
        let sql = "WITH back AS (
                     SELECT number, $4 + row_number() OVER (ORDER BY number) AS again FROM entry
                     WHERE space = $1 AND scope = $2 AND doc = $3 AND superseded IS NOT NULL AND NOT EXISTS (
                       SELECT 1 FROM covered WHERE covered.space = $1 AND covered.scope = $2 AND covered.doc = $3
                       AND covered.author = entry.author AND entry.seq <= covered.seq))
                   UPDATE entry SET number = back.again, superseded = NULL FROM back
                   WHERE entry.space = $1 AND entry.number = back.number";
        let count = self.tx.execute(sql, &[&self.space, &scope, &doc, &column(last)])?;
        Ok(last + count)
    }

    fn held(&mut self, document: Document, author: DeviceId, after: u64, upto: u64) -> Result<u64, StoreError> {
        let (scope, doc) = (document.scope.as_bytes().to_vec(), document.doc.as_bytes().to_vec());
        let sql = "SELECT count(*) FROM entry
                   WHERE space = $1 AND scope = $2 AND doc = $3 AND author = $4 AND seq > $5 AND seq <= $6";
        let author = author.as_bytes().to_vec();
        let rows = self.tx.query(sql, &[&self.space, &scope, &doc, &author, &column(after), &column(upto)])?;
        Ok(rows.first().map_or(0, |row| number(row, 0)))
    }

    fn rename(&mut self) -> Result<(), StoreError> {
        let sql = "UPDATE space SET log = uuid_send(gen_random_uuid()) WHERE id = $1";
        self.tx.execute(sql, &[&self.space]).map(drop)
    }

    fn snapshots(&mut self) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT number, bytes FROM entry WHERE space = $1 AND kind = 6
                   AND (scope, doc) IN (SELECT scope, doc FROM covered WHERE space = $1) ORDER BY number";
        let found = entries(&self.tx.query(sql, &[&self.space])?)?;
        Ok(found.into_iter().map(|(_, entry)| entry).collect())
    }

    fn erase(&mut self, document: Document) -> Result<(), StoreError> {
        let (scope, doc) = (document.scope.as_bytes().to_vec(), document.doc.as_bytes().to_vec());
        self.tx.execute(
            "DELETE FROM covered WHERE space = $1 AND scope = $2 AND doc = $3",
            &[&self.space, &scope, &doc],
        )?;
        let sql = "DELETE FROM entry WHERE space = $1 AND scope = $2 AND doc = $3";
        self.tx.execute(sql, &[&self.space, &scope, &doc]).map(drop)
    }
}
