//! Connections to PostgreSQL with the statements prepared on each.

use std::collections::HashMap;
use std::time::Duration;

use nep_core::log::StoreError;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, IsolationLevel, NoTls, Row, Statement, Transaction};
use r2d2::{ManageConnection, PooledConnection};

/// A connection and what is prepared on it.
pub struct Connection {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

/// Opens connections.
#[derive(Debug)]
pub struct Manager(Config);

/// Connections kept open.
pub type Pool = r2d2::Pool<Manager>;

/// A pool of at most so many connections; none is opened yet.
pub fn pool(config: Config, most: u32) -> Result<Pool, StoreError> {
    let builder = r2d2::Pool::builder().max_size(most).min_idle(Some(0)).connection_timeout(Duration::from_secs(10));
    builder.test_on_check_out(true).build(Manager(config)).map_err(|error| StoreError::Away(error.to_string()))
}

pub fn get(pool: &Pool) -> Result<PooledConnection<Manager>, StoreError> {
    pool.get().map_err(|error| StoreError::Away(error.to_string()))
}

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Connection, postgres::Error> {
        Ok(Connection { client: self.0.connect(NoTls)?, statements: HashMap::new() })
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), postgres::Error> {
        connection.client.is_valid(Duration::from_secs(5))
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        connection.client.is_closed()
    }
}

impl Connection {
    /// Statements outside of a transaction of ours, for the making of tables.
    pub fn client(&mut self) -> &mut Client {
        &mut self.client
    }

    /// Begins to write.
    pub fn write(&mut self) -> Result<Running<'_>, StoreError> {
        let tx = self.client.transaction().map_err(failed)?;
        Ok(Running { tx, statements: &mut self.statements })
    }

    /// Begins to read one state of the database.
    pub fn read(&mut self) -> Result<Running<'_>, StoreError> {
        let builder = self.client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let tx = builder.start().map_err(failed)?;
        Ok(Running { tx, statements: &mut self.statements })
    }
}

/// A transaction.
pub struct Running<'a> {
    tx: Transaction<'a>,
    statements: &'a mut HashMap<&'static str, Statement>,
}

impl Running<'_> {
    pub fn query(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepared(sql)?;
        self.tx.query(&statement, values).map_err(failed)
    }

    pub fn execute(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql)?;
        self.tx.execute(&statement, values).map_err(failed)
    }

    pub fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().map_err(failed)
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.tx.prepare(sql).map_err(failed)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// What PostgreSQL complains of. Its words may name rows, so only the kind is kept.
pub fn failed(error: postgres::Error) -> StoreError {
    let Some(state) = error.code() else {
        return StoreError::Away("the connection broke".into());
    };
    // Connection, resources, operator intervention, rollback: it may work the next time.
    let passing = ["08", "53", "57", "40"].iter().any(|class| state.code().starts_with(class));
    match state {
        full if *full == SqlState::DISK_FULL => StoreError::Full,
        state if passing => StoreError::Away(format!("PostgreSQL says {}", state.code())),
        state if *state == SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly,
        state => StoreError::Other(format!("PostgreSQL says {}", state.code())),
    }
}
