//! The tables of the record file, in numbered steps.
//!
//! Every part of the program that keeps tables in the file has its own numbers, in the table `shape`.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::super::store::StoreError;

/// The steps of the log. A released step never changes.
pub const LOG: [&str; 1] = [include_str!("log-1.sql")];

/// Brings a part's tables up to date, all steps in one transaction.
///
/// # Errors
///
/// [`StoreError::Newer`] when the file knows more steps than this program: it is then left as it is.
pub fn migrate(db: &mut Connection, part: &str, steps: &[&str]) -> Result<(), StoreError> {
    let known = u32::try_from(steps.len()).expect("few steps");
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch("CREATE TABLE IF NOT EXISTS shape (part TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT")?;
    let found: Option<u32> =
        tx.query_row("SELECT version FROM shape WHERE part = ?1", [part], |row| row.get(0)).optional()?;
    let found = found.unwrap_or(0);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found < known {
        for step in &steps[found as usize..] {
            tx.execute_batch(step)?;
        }
        tx.execute("INSERT OR REPLACE INTO shape (part, version) VALUES (?1, ?2)", (part, known))?;
    }
    tx.commit()?;
    Ok(())
}
