//! `Database`: the application's SQLite database.
//!
//! SQLite has one writer at a time. Writers of this process therefore wait in a queue for one connection,
//! which is fair and costs nothing while they wait; readers have connections of their own, and in WAL mode
//! neither hinders the other. Every commit is synced to the disk before it is reported (`synchronous = FULL`),
//! so what was reported survives the process and the power. Queries run on threads of the driver, never on an
//! async worker.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Sqlite};
use tokio::sync::OnceCell;

/// How long to wait for the write lock, the queue of this process included.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Steps in which the wait for other processes is shortened for a writer that has stood in the queue.
const LOCK_WAIT_STEP: Duration = Duration::from_millis(250);

/// How often to look whether another process is done with a lock that SQLite does not wait for.
const RETRY_AFTER: Duration = Duration::from_millis(20);

/// The application's database. Clones share their connections.
///
/// It is opened when it is first used.
#[derive(Clone)]
pub(crate) struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    url: String,
    connections: OnceCell<Connections>,
}

struct Connections {
    reads: SqlitePool,
    /// One connection.
    writes: SqlitePool,
    /// How many milliseconds that connection waits for other processes.
    lock_wait: Arc<AtomicU64>,
}

impl Database {
    /// The database at `url`, such as `sqlite://db.sqlite3` or `sqlite:///var/lib/site/db.sqlite3`. A file
    /// that is missing is made, unless the URL says `?mode=rw` or `?mode=ro`.
    ///
    /// `sqlite::memory:` is one that ends with the last clone, for tests.
    pub(crate) fn new(url: impl Into<String>) -> Self {
        Self { inner: Arc::new(Inner { url: url.into(), connections: OnceCell::new() }) }
    }

    /// Opens the database, unless it is open.
    ///
    /// # Errors
    ///
    /// If the URL is none of SQLite's, or the file cannot be opened or made.
    #[cfg(test)]
    pub(crate) async fn open(&self) -> Result<(), DatabaseError> {
        self.connections().await.map(|_| ())
    }

    async fn connections(&self) -> Result<&Connections, DatabaseError> {
        self.inner.connections.get_or_try_init(|| Connections::open(&self.inner.url)).await
    }

    /// A connection for queries that change nothing.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unavailable`] if all are taken for 5 seconds.
    pub(crate) async fn reader(&self) -> Result<PoolConnection<Sqlite>, DatabaseError> {
        Ok(self.connections().await?.reads.acquire().await?)
    }

    /// The connection that writes, for whoever is next in the queue.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unavailable`] if it is not free within 5 seconds. Statements on it fail in the
    /// same way if another process holds the lock until the 5 seconds, those in the queue included, are over.
    pub(crate) async fn writer(&self) -> Result<PoolConnection<Sqlite>, DatabaseError> {
        let connections = self.connections().await?;
        let started = Instant::now();
        let mut connection = connections.writes.acquire().await?;
        let wait = rest_of_wait(started.elapsed());
        if connections.lock_wait.load(Ordering::Relaxed) != wait {
            // Unknown until it is told: this may fail, or be dropped, half-way.
            connections.lock_wait.store(u64::MAX, Ordering::Relaxed);
            let pragma = AssertSqlSafe(format!("PRAGMA busy_timeout = {wait}"));
            sqlx::raw_sql(pragma).execute(&mut *connection).await?;
            connections.lock_wait.store(wait, Ordering::Relaxed);
        }
        Ok(connection)
    }
}

/// What is left of the wait for the lock after so long in the queue: milliseconds, in steps, so that a
/// connection that is passed from hand to hand is seldom told a new number.
fn rest_of_wait(waited: Duration) -> u64 {
    let steps = waited.as_millis() / LOCK_WAIT_STEP.as_millis();
    let waited = LOCK_WAIT_STEP * u32::try_from(steps).unwrap_or(u32::MAX);
    let rest = LOCK_WAIT.saturating_sub(waited).max(Duration::from_millis(1));
    rest.as_millis() as u64
}

impl Connections {
    async fn open(url: &str) -> Result<Self, DatabaseError> {
        let mut options = SqliteConnectOptions::from_str(url)?
            .busy_timeout(LOCK_WAIT)
            .synchronous(SqliteSynchronous::Full)
            .disable_statement_logging();
        if url.contains(":memory:") || url.contains("mode=memory") {
            // Readers with connections of their own would find locks that SQLite does not wait for.
            let (writes, lock_wait) = connect_writer(options).await?;
            return Ok(Self { reads: writes.clone(), writes, lock_wait });
        }
        if !url.contains("mode=") {
            options = options.create_if_missing(true);
        }
        let (writes, lock_wait) =
            connect_writer(options.clone().journal_mode(SqliteJournalMode::Wal)).await?;
        let readers = thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
        // Readers that cannot write cannot get around the queue by mistake.
        let reads = pool(readers as u32).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { reads, writes, lock_wait })
    }
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
            Err(error) if error.is_busy() && started.elapsed() < LOCK_WAIT => {
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

/// Prints the type's name only: a database's address may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Database")
    }
}

/// Why the database could not be opened or asked.
#[derive(Debug)]
pub struct DatabaseError {
    source: sqlx::Error,
}

/// SQLite's result codes for a lock that another connection holds. <https://sqlite.org/rescode.html>
const BUSY: u8 = 5;
const LOCKED: u8 = 6;

impl DatabaseError {
    /// Whether it was busy or could not be reached, so that it may work later.
    pub fn is_unavailable(&self) -> bool {
        use sqlx::Error::{Io, PoolClosed, PoolTimedOut, WorkerCrashed};

        self.is_busy() || matches!(self.source, PoolTimedOut | PoolClosed | WorkerCrashed | Io(_))
    }

    /// Whether another process, or another connection of this one, held the lock for too long.
    fn is_busy(&self) -> bool {
        matches!(self.code(), Some(BUSY | LOCKED))
    }

    /// Whether a row of this key exists already.
    pub(crate) fn is_unique_violation(&self) -> bool {
        self.source.as_database_error().is_some_and(|error| error.is_unique_violation())
    }

    /// Whether a value in a row is not of the type it should be.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self.source, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
    }

    /// SQLite's primary result code: the low byte of the extended one.
    fn code(&self) -> Option<u8> {
        let code = self.source.as_database_error()?.code()?;
        code.parse::<u32>().ok().map(|code| code as u8)
    }
}

impl From<sqlx::Error> for DatabaseError {
    fn from(source: sqlx::Error) -> Self {
        Self { source }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_unavailable() {
            "the database is not available"
        } else {
            "the database failed"
        })
    }
}

impl std::error::Error for DatabaseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let database = Database::new(format!("sqlite://{}", path.display()));

        let refused = block_on(async {
            let mut reader = database.reader().await.unwrap();
            sqlx::query("CREATE TABLE t (a)").execute(&mut *reader).await
        });

        assert!(refused.unwrap_err().to_string().contains("readonly"));
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }

    #[test]
    fn a_url_of_another_database_is_refused_without_showing_it() {
        let database = Database::new("postgres://user:secret@host/db");

        let refused = block_on(database.open()).unwrap_err();

        assert!(!refused.is_unavailable());
        assert!(!format!("{refused} {refused:?}").contains("secret"));
    }

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }
}
