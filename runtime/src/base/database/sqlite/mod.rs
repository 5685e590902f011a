//! SQLite: its connections, its words, its errors.
//!
//! SQLite has one writer at a time. Writers of this process therefore wait in a queue for one connection,
//! which is fair and costs nothing while they wait; readers have connections of their own, and in WAL mode
//! neither hinders the other. Every commit is synced to the disk before it is reported (`synchronous = FULL`),
//! so what was reported survives the process and the power. Queries run on threads of the driver, never on an
//! async worker.

mod dates;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteError, SqliteJournalMode, SqlitePool,
    SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row as _, Sqlite};

use crate::base::clock::Timestamp;

use super::error::{DatabaseError, Nature};
use super::migrations::{self, Ledger, Migration, Rows};
use super::statement::{Driver, Row, Value};

pub(super) const LEDGER: Ledger = Ledger {
    is_there: "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?",
    create: r#"CREATE TABLE "django_migrations" (
        "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
        "app" varchar(255) NOT NULL,
        "name" varchar(255) NOT NULL,
        "applied" datetime NOT NULL
    )"#,
    is_recorded: "SELECT 1 FROM django_migrations WHERE app = ? AND name = ?",
    record: "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
};

/// How long to wait for the write lock, the queue of this process included.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Steps in which the wait for other processes is shortened for a writer that has stood in the queue.
const LOCK_WAIT_STEP: Duration = Duration::from_millis(250);

/// How often to look whether another process is done with a lock that SQLite does not wait for.
const RETRY_AFTER: Duration = Duration::from_millis(20);

pub(super) struct Connections {
    reads: SqlitePool,
    /// One connection.
    writes: SqlitePool,
    /// How many milliseconds that connection waits for other processes.
    lock_wait: Arc<AtomicU64>,
    /// `None` in memory.
    file: Option<PathBuf>,
}

impl Connections {
    /// Opens the file at `url`. One that is missing is made, unless the URL says `?mode=rw` or `?mode=ro`.
    pub(super) async fn open(url: &str) -> Result<Self, DatabaseError> {
        let mut options = SqliteConnectOptions::from_str(url)?
            .busy_timeout(LOCK_WAIT)
            .synchronous(SqliteSynchronous::Full)
            .disable_statement_logging();
        if url.contains(":memory:") || url.contains("mode=memory") {
            // Readers with connections of their own would find locks that SQLite does not wait for.
            let (writes, lock_wait) = connect_writer(options).await?;
            return Ok(Self { reads: writes.clone(), writes, lock_wait, file: None });
        }
        if !url.contains("mode=") {
            options = options.create_if_missing(true);
        }
        let file = Some(options.get_filename().to_owned());
        let (writes, lock_wait) =
            connect_writer(options.clone().journal_mode(SqliteJournalMode::Wal)).await?;
        let readers = thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
        // Readers that cannot write cannot get around the queue by mistake.
        let reads = pool(readers as u32).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { reads, writes, lock_wait, file })
    }

    /// A connection for queries that change nothing.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unavailable`] if all are taken for 5 seconds.
    pub(super) async fn reader(&self) -> Result<PoolConnection<Sqlite>, DatabaseError> {
        Ok(self.reads.acquire().await?)
    }

    /// Does `work` on the connection that writes.
    ///
    /// SQLite opens a file that may not be written for reading, and leaves it at that when it may be written
    /// again. Such a connection is closed, so that the next to write opens the file anew.
    ///
    /// # Errors
    ///
    /// Those of the work, and as those of [`Connections::writer`].
    pub(super) async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, DatabaseError> {
        let mut connection = self.writer().await?;
        let outcome = work(&mut connection).await.map_err(DatabaseError::from);
        if outcome.as_ref().err().and_then(DatabaseError::answer).is_some_and(is_read_only) {
            connection.close_on_drop();
        }
        outcome
    }

    /// Fails if the file may not be written, or no other may be made beside it, which SQLite does as it goes.
    ///
    /// One that may only be read is opened all the same, and even begins a transaction to write; so something is
    /// written, and taken back.
    pub(super) async fn check_writable(&self) -> Result<(), DatabaseError> {
        self.write(async |file| {
            let mut transaction = file.begin_with("BEGIN IMMEDIATE").await?;
            transaction.script("CREATE TABLE vestibule_is_writable (a)").await?;
            transaction.rollback().await
        })
        .await?;
        self.file.as_deref().map_or(Ok(()), check_directory)
    }

    /// The connection that writes, for whoever is next in the queue.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unavailable`] if it is not free within 5 seconds. Statements on it fail in the
    /// same way if another process holds the lock until the 5 seconds, those in the queue included, are over.
    async fn writer(&self) -> Result<PoolConnection<Sqlite>, DatabaseError> {
        let started = Instant::now();
        let mut connection = self.writes.acquire().await?;
        let wait = rest_of_wait(started.elapsed());
        if self.lock_wait.load(Ordering::Relaxed) != wait {
            // Unknown until it is told: this may fail, or be dropped, half-way.
            self.lock_wait.store(u64::MAX, Ordering::Relaxed);
            let pragma = AssertSqlSafe(format!("PRAGMA busy_timeout = {wait}"));
            sqlx::raw_sql(pragma).execute(&mut *connection).await?;
            self.lock_wait.store(wait, Ordering::Relaxed);
        }
        Ok(connection)
    }

    /// Makes what is missing: all of it or, if anything fails, none.
    pub(super) async fn migrate(
        &self,
        migration: &Migration,
        rows: &[Rows<'_>],
        now: Timestamp,
    ) -> Result<Vec<String>, DatabaseError> {
        let mut connection = self.writer().await?;
        // The lock at once: looking first and writing then, two processes would be in each other's way.
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let made = migrations::make(&mut *transaction, &LEDGER, migration).await?;
        let made = migrations::record(&mut *transaction, &LEDGER, migration, rows, now, made).await?;
        transaction.commit().await?;
        Ok(made)
    }
}

/// An earlier process may have left the files that this one would make, but will not always have done so.
fn check_directory(file: &Path) -> Result<(), DatabaseError> {
    let mut name = file.as_os_str().to_owned();
    name.push(format!("-{}", std::process::id()));
    match fs::File::create_new(&name) {
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            let error = io::Error::new(error.kind(), format!("cannot make a file beside it: {error}"));
            return Err(sqlx::Error::Configuration(error.into()).into());
        }
        Err(_) => {}
        Ok(_) => _ = fs::remove_file(&name),
    }
    Ok(())
}

/// What is left of the wait for the lock after so long in the queue: milliseconds, in steps, so that a
/// connection that is passed from hand to hand is seldom told a new number.
fn rest_of_wait(waited: Duration) -> u64 {
    let steps = waited.as_millis() / LOCK_WAIT_STEP.as_millis();
    let waited = LOCK_WAIT_STEP * u32::try_from(steps).unwrap_or(u32::MAX);
    let rest = LOCK_WAIT.saturating_sub(waited).max(Duration::from_millis(1));
    rest.as_millis() as u64
}

async fn connect_writer(
    options: SqliteConnectOptions,
) -> Result<(SqlitePool, Arc<AtomicU64>), DatabaseError> {
    let lock_wait = Arc::new(AtomicU64::new(0));
    let fresh = Arc::clone(&lock_wait);
    let pool = pool(1).after_connect(move |_, _| {
        fresh.store(LOCK_WAIT.as_millis() as u64, Ordering::Relaxed);
        Box::pin(async { Ok(()) })
    });
    let started = Instant::now();
    // The change to WAL needs the file for itself for a moment, and SQLite does not wait for that.
    loop {
        match pool.clone().connect_with(options.clone()).await.map_err(DatabaseError::from) {
            Ok(pool) => return Ok((pool, lock_wait)),
            Err(error) if error.is_unavailable() && started.elapsed() < LOCK_WAIT => {
                tokio::time::sleep(RETRY_AFTER).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Connections stay open: opening one costs more than all the queries of a request.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(LOCK_WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

impl Driver for SqliteConnection {
    async fn first(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<Row>, sqlx::Error> {
        Ok(query(sql, values).fetch_optional(self).await?.map(Row::Sqlite))
    }

    async fn all(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, sqlx::Error> {
        Ok(query(sql, values).fetch_all(self).await?.into_iter().map(Row::Sqlite).collect())
    }

    async fn attempt(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
        Ok(query(sql, values).execute(self).await?.rows_affected())
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(sql).execute(self).await.map(drop)
    }
}

fn query<'q>(sql: &'static str, values: &'q [Value<'q>]) -> Query<'q, Sqlite, SqliteArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match *value {
        Value::Text(text) => query.bind(text),
        Value::Instant(instant) => query.bind(dates::format(instant)),
        Value::Integer(integer) => query.bind(integer),
        Value::Boolean(boolean) => query.bind(boolean),
    })
}

/// Reads a text. The driver would read NULL as an empty one.
pub(super) fn text(row: &SqliteRow, index: usize) -> Result<String, sqlx::Error> {
    row.try_get::<Option<String>, _>(index)?.ok_or_else(|| sqlx::Error::Decode("NULL is no text".into()))
}

/// Reads a date as Django and we write it.
pub(super) fn instant(row: &SqliteRow, index: usize) -> Result<Timestamp, sqlx::Error> {
    dates::parse(row.try_get(index)?).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// SQLite's result codes for a lock that another connection holds. <https://sqlite.org/rescode.html>
const BUSY: u8 = 5;
const LOCKED: u8 = 6;

/// And for a file that was opened for reading only, because it may not be written, and for one that could not be
/// opened or made.
const READONLY: u8 = 8;
const CANTOPEN: u8 = 14;

/// What they mean, as all others: whether another process, or another connection of this one, held it for too
/// long.
pub(super) fn nature(error: &SqliteError) -> Nature {
    match primary_code(error) {
        Some(BUSY | LOCKED) => Nature::Passing,
        _ => Nature::Lasting,
    }
}

/// Whether the file, or its directory, is not one that this process may write.
pub(super) fn is_out_of_reach(error: &SqliteError) -> bool {
    matches!(primary_code(error), Some(READONLY | CANTOPEN))
}

fn is_read_only(error: &dyn sqlx::error::DatabaseError) -> bool {
    primary_code(error) == Some(READONLY)
}

fn primary_code(error: &dyn sqlx::error::DatabaseError) -> Option<u8> {
    // The low byte of an extended code is the primary one.
    error.code()?.parse::<u32>().ok().map(|code| code as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ready::block_on;

    #[test]
    fn time_in_the_queue_is_taken_off_the_wait_for_the_lock() {
        assert_eq!(rest_of_wait(Duration::from_millis(3)), 5000);
        assert_eq!(rest_of_wait(Duration::from_millis(1300)), 3750);
        assert_eq!(rest_of_wait(Duration::from_secs(5)), 1);
        assert_eq!(rest_of_wait(Duration::MAX), 1);
    }

    #[test]
    fn readers_cannot_write() {
        let path = std::env::temp_dir().join(format!("vestibule-readers-{}.sqlite3", std::process::id()));

        let refused = block_on(async {
            let connections = Connections::open(&format!("sqlite://{}", path.display())).await.unwrap();
            connections.reader().await.unwrap().script("CREATE TABLE t (a)").await
        });

        assert!(refused.unwrap_err().to_string().contains("readonly"));
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }
}
