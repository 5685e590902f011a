//! `Database`: the application's database, whichever its URL names.
//!
//! | URL | cargo feature | |
//! |---|---|---|
//! | `sqlite://db.sqlite3`, `sqlite::memory:` | `sqlite` (default) | a file, made if it is missing |
//! | `postgres://user:password@host:5432/name`, `postgresql://…` | `postgres` | PostgreSQL |
//! | `mysql://user:password@host:3306/name`, `mariadb://…` | `mysql` | MySQL or MariaDB |
//!
//! Statements go in as constants with their values beside them, and one row comes back or a number; what
//! differs from one database to the next, beyond the words, is a file each. Nothing here blocks an async
//! worker, and every call ends: within 2 seconds on a server, 5 on SQLite.

mod dialect;
mod error;
mod migrations;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod pool;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statement;

#[cfg(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
compile_error!("the feature `sql` is not to be asked for by itself: take `sqlite`, `postgres` or `mysql`");

use std::fmt;
use std::sync::Arc;

use sqlx::Connection;
use tokio::sync::OnceCell;

use crate::base::clock::Timestamp;

pub(crate) use dialect::{Dialect, UrlError};
pub(crate) use error::DatabaseError;
pub(crate) use migrations::{Migration, Rows, Table};
pub(crate) use statement::{Row, Value, Written};

use statement::Driver;

/// A statement and its values.
pub(crate) type Statement<'a> = (&'static str, &'a [Value<'a>]);

/// The application's database. Clones share their connections.
///
/// It is opened when it is first used.
#[derive(Clone)]
pub(crate) struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    url: String,
    dialect: Result<Dialect, UrlError>,
    connections: OnceCell<Connections>,
}

enum Connections {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Connections),
    #[cfg(feature = "postgres")]
    Postgres(pool::Pool<sqlx::PgConnection>),
    #[cfg(feature = "mysql")]
    MySql(pool::Pool<sqlx::MySqlConnection>),
}

impl Database {
    /// The database at `url`; see the [module](self). A URL that names none is an error at first use.
    pub(crate) fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let dialect = Dialect::of(&url);
        Self { inner: Arc::new(Inner { url, dialect, connections: OnceCell::new() }) }
    }

    /// Which words it understands.
    ///
    /// # Errors
    ///
    /// If the URL names no database that this program was built for.
    pub(crate) fn dialect(&self) -> Result<Dialect, DatabaseError> {
        Ok(self.inner.dialect?)
    }

    /// The file that a SQLite URL names, for whoever started the program: without the options after it.
    pub(crate) fn file(&self) -> Option<&str> {
        let file = self.inner.url.strip_prefix("sqlite:")?;
        let file = file.strip_prefix("//").unwrap_or(file);
        Some(file.split_once('?').map_or(file, |(file, _)| file))
    }

    async fn connections(&self) -> Result<&Connections, DatabaseError> {
        let Inner { url, connections, .. } = &*self.inner;
        let open = async || {
            Ok(match self.dialect()? {
                #[cfg(feature = "sqlite")]
                Dialect::Sqlite => Connections::Sqlite(sqlite::Connections::open(url).await?),
                #[cfg(feature = "postgres")]
                Dialect::Postgres => Connections::Postgres(postgres::pool(url)?),
                #[cfg(feature = "mysql")]
                Dialect::MySql => Connections::MySql(mysql::pool(url)?),
            })
        };
        connections.get_or_try_init(open).await
    }

    /// Fails if the database is a file that may not be written; servers say that when they are asked.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn check_writable(&self) -> Result<(), DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) if !self.inner.url.contains("mode=ro") => file.check_writable().await,
            _ => Ok(()),
        }
    }

    /// The first row of the answer to a query, which changes nothing.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn first(&self, (sql, values): Statement<'_>) -> Result<Option<Row>, DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) => Ok(file.reader().await?.first(sql, values).await?),
            #[cfg(feature = "postgres")]
            Connections::Postgres(pool) => pool.run(async |server| server.first(sql, values).await).await,
            #[cfg(feature = "mysql")]
            Connections::MySql(pool) => pool.run(async |server| server.first(sql, values).await).await,
        }
    }

    /// All rows of the answer to a query, which changes nothing.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn all(&self, (sql, values): Statement<'_>) -> Result<Vec<Row>, DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) => Ok(file.reader().await?.all(sql, values).await?),
            #[cfg(feature = "postgres")]
            Connections::Postgres(pool) => pool.run(async |server| server.all(sql, values).await).await,
            #[cfg(feature = "mysql")]
            Connections::MySql(pool) => pool.run(async |server| server.all(sql, values).await).await,
        }
    }

    /// How many rows a statement has found and changed.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn execute(&self, (sql, values): Statement<'_>) -> Result<u64, DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) => file.write(async |file| file.execute(sql, values).await).await,
            #[cfg(feature = "postgres")]
            Connections::Postgres(pool) => pool.run(async |server| server.execute(sql, values).await).await,
            #[cfg(feature = "mysql")]
            Connections::MySql(pool) => pool.run(async |server| server.execute(sql, values).await).await,
        }
    }

    /// Executes all statements or, if one fails, none.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn execute_all(&self, statements: &[Statement<'_>]) -> Result<(), DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) => {
                file.write(async |file| {
                    let mut transaction = file.begin_with("BEGIN IMMEDIATE").await?;
                    statement::execute_each(&mut *transaction, statements).await?;
                    transaction.commit().await
                })
                .await
            }
            #[cfg(feature = "postgres")]
            Connections::Postgres(pool) => {
                pool.run(async |server| {
                    let mut transaction = server.begin().await?;
                    statement::execute_each(&mut *transaction, statements).await?;
                    transaction.commit().await
                })
                .await
            }
            #[cfg(feature = "mysql")]
            Connections::MySql(pool) => {
                pool.run(async |server| {
                    let mut transaction = server.begin().await?;
                    statement::execute_each(&mut *transaction, statements).await?;
                    transaction.commit().await
                })
                .await
            }
        }
    }

    /// Executes `write`; if it found no row, asks `read` on the same connection what there is instead.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn execute_or_first(
        &self,
        write: Statement<'_>,
        read: Statement<'_>,
    ) -> Result<Written, DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) => {
                file.write(async |file| file.execute_or_first(write, read).await).await
            }
            #[cfg(feature = "postgres")]
            Connections::Postgres(pool) => {
                pool.run(async |server| server.execute_or_first(write, read).await).await
            }
            #[cfg(feature = "mysql")]
            Connections::MySql(pool) => {
                pool.run(async |server| server.execute_or_first(write, read).await).await
            }
        }
    }

    /// Whether the tables of a migration are all there.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn has(&self, migration: &Migration) -> Result<bool, DatabaseError> {
        Ok(self.lacks(migration).await?.is_empty())
    }

    /// The tables of a migration that are not there.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]
    pub(crate) async fn lacks(&self, migration: &Migration) -> Result<Vec<&'static str>, DatabaseError> {
        let ledger = match self.dialect()? {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => &sqlite::LEDGER,
            #[cfg(feature = "postgres")]
            Dialect::Postgres => &postgres::LEDGER,
            #[cfg(feature = "mysql")]
            Dialect::MySql => &mysql::LEDGER,
        };
        let mut missing = Vec::new();
        for table in migration.tables {
            if self.first((ledger.is_there, &[Value::Text(table.name)])).await?.is_none() {
                missing.push(table.name);
            }
        }
        Ok(missing)
    }

    /// Makes the tables of a migration that are missing, adds the rows that are, enters that in Django's records, and says
    /// what was made.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`]. SQLite and PostgreSQL have then made nothing; MySQL may have made some, and goes on
    /// from there the next time.
    pub(crate) async fn migrate(
        &self,
        migration: &Migration,
        rows: &[Rows<'_>],
        now: Timestamp,
    ) -> Result<Vec<String>, DatabaseError> {
        match self.connections().await? {
            #[cfg(feature = "sqlite")]
            Connections::Sqlite(file) => file.migrate(migration, rows, now).await,
            #[cfg(feature = "postgres")]
            Connections::Postgres(pool) => postgres::migrate(pool, migration, rows, now).await,
            #[cfg(feature = "mysql")]
            Connections::MySql(pool) => mysql::migrate(pool, migration, rows, now).await,
        }
    }
}

/// Prints the type's name only: a database's address may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Database")
    }
}
