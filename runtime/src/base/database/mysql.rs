//! MySQL and MariaDB: their connections, their words, their errors.

use sqlx::mysql::{MySqlArguments, MySqlConnectOptions, MySqlDatabaseError};
use sqlx::query::Query;
use sqlx::{ConnectOptions, Connection, MySql, MySqlConnection};
use time::{PrimitiveDateTime, UtcOffset};

use crate::base::clock::Timestamp;

use super::error::{DatabaseError, Nature};
use super::migrations::{self, Ledger, Migration, Rows};
use super::pool::{Greet, Pool};
use super::statement::{Driver, Row, Value};

/// Held by one process while it makes tables, on a server that commits each of them by itself. It ends with
/// the connection. One row if it is to be had within ten seconds.
const LOCK: &str =
    "SELECT 1 FROM (SELECT GET_LOCK(CONCAT('vestibule.', DATABASE()), 10) AS held) AS l WHERE held = 1";

pub(super) const LEDGER: Ledger = Ledger {
    is_there: "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
    create: "CREATE TABLE `django_migrations` (
        `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
        `app` varchar(255) NOT NULL,
        `name` varchar(255) NOT NULL,
        `applied` datetime(6) NOT NULL
    )",
    is_recorded: "SELECT 1 FROM django_migrations WHERE app = ? AND name = ?",
    record: "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
};

/// Connects when it is first used.
///
/// # Errors
///
/// If the URL makes no sense.
pub(super) fn pool(url: &str) -> Result<Pool<MySqlConnection>, DatabaseError> {
    Ok(Pool::new(url.parse::<MySqlConnectOptions>()?.disable_statement_logging()))
}

impl Greet for MySqlConnection {
    /// The server gives up when we do, and does not go on waiting for a lock on behalf of nobody. Text that is
    /// too long is refused and not cut. Rows that a statement looked at and left alone are not locked; it is
    /// Django's isolation level, too.
    const GREETING: &'static str = "SET SESSION innodb_lock_wait_timeout = 2; \
        SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES'); \
        SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
}

impl Driver for MySqlConnection {
    async fn first(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<Row>, sqlx::Error> {
        Ok(query(sql, values).fetch_optional(self).await?.map(Row::MySql))
    }

    async fn all(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, sqlx::Error> {
        Ok(query(sql, values).fetch_all(self).await?.into_iter().map(Row::MySql).collect())
    }

    /// The driver asks the server to count rows that were found, also those that were the same already.
    async fn attempt(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
        Ok(query(sql, values).execute(self).await?.rows_affected())
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(sql).execute(self).await.map(drop)
    }
}

fn query<'q>(sql: &'static str, values: &'q [Value<'q>]) -> Query<'q, MySql, MySqlArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match *value {
        Value::Text(text) => query.bind(text),
        Value::Instant(instant) => query.bind(datetime(instant)),
        Value::Integer(integer) => query.bind(integer),
        Value::Boolean(boolean) => query.bind(boolean),
    })
}

/// The instant as a `datetime` in UTC. The driver would send a `timestamp`, which MariaDB takes to the
/// connection's zone and which ends in 2038.
fn datetime(instant: Timestamp) -> PrimitiveDateTime {
    let instant = instant.to_offset(UtcOffset::UTC);
    PrimitiveDateTime::new(instant.date(), instant.time())
}

/// Makes what is missing. There is no undoing: each table is made with its indexes or not at all, and recorded last.
pub(super) async fn migrate(
    pool: &Pool<MySqlConnection>,
    migration: &Migration,
    rows: &[Rows<'_>],
    now: Timestamp,
) -> Result<Vec<String>, DatabaseError> {
    let mut connection = pool.connect_apart().await?;
    if connection.first(LOCK, &[]).await?.is_none() {
        return Err(DatabaseError::late());
    }
    let made = migrations::make(&mut connection, &LEDGER, migration).await?;
    // All names at once: with some of them the tables would be taken for older ones.
    let mut transaction = connection.begin().await?;
    let made = migrations::record(&mut *transaction, &LEDGER, migration, rows, now, made).await?;
    transaction.commit().await?;
    Ok(made)
}

/// What the servers' numbers mean.
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html>, and MariaDB's from
/// <https://mariadb.com/kb/en/mariadb-error-code-reference/>
pub(super) fn nature(error: &MySqlDatabaseError) -> Nature {
    match error.number() {
        // A deadlock; MariaDB: a row that has changed since it was read.
        1213 | 1020 => Nature::Conflict,
        // Too many connections: in all, or of this user.
        1040 | 1203 | 1226 => Nature::Passing,
        // Shutting down; a connection that was killed, or idle for too long; trouble on the way.
        1053 | 1927 | 4031 | 1152 | 1158..=1161 => Nature::Passing,
        // A lock that is not to be had; a statement that took too long, or that the operator has stopped.
        1205 | 1317 | 1969 | 3024 => Nature::Passing,
        // It only reads: another server has taken over, or is about to.
        1290 | 1792 | 1836 => Nature::Passing,
        _ => Nature::Lasting,
    }
}
