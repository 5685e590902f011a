//! `Value`, `Row` and `Driver`: what is said to a database and what it answers, whichever it is.
//!
//! SQL differs from one database to the next and stands, as constants, with whoever asks. The values that go
//! in and the columns that come out are the same for all of them; each driver says how it writes and reads
//! them.

use sqlx::ValueRef;

use crate::base::clock::Timestamp;

use super::DatabaseError;
use super::error::is_conflict;

/// What stands in the place of a parameter. It has no `Debug`: it may be a session's key or contents.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    /// An instant, kept in UTC and to the microsecond: SQLite as Django's text, PostgreSQL as `timestamptz`,
    /// MySQL as `datetime(6)`.
    Instant(Timestamp),
    Integer(i64),
    Boolean(bool),
}

/// One row of an answer.
pub(crate) enum Row {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::sqlite::SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::postgres::PgRow),
    #[cfg(feature = "mysql")]
    MySql(sqlx::mysql::MySqlRow),
}

impl Row {
    /// The text in the column of this index.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unreadable`] if it is none.
    pub(crate) fn text(&self, index: usize) -> Result<String, DatabaseError> {
        Ok(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(row) => super::sqlite::text(row, index)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => sqlx::Row::try_get(row, index)?,
            #[cfg(feature = "mysql")]
            Self::MySql(row) => sqlx::Row::try_get(row, index)?,
        })
    }

    /// The instant in the column of this index.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unreadable`] if it is none.
    pub(crate) fn instant(&self, index: usize) -> Result<Timestamp, DatabaseError> {
        Ok(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(row) => super::sqlite::instant(row, index)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => super::postgres::instant(row, index)?,
            #[cfg(feature = "mysql")]
            Self::MySql(row) => sqlx::Row::try_get(row, index)?,
        })
    }

    /// The instant in the column of this index; `None` if it is NULL.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unreadable`] if it is something else.
    pub(crate) fn instant_or_null(&self, index: usize) -> Result<Option<Timestamp>, DatabaseError> {
        let is_null = match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(row) => sqlx::Row::try_get_raw(row, index)?.is_null(),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => sqlx::Row::try_get_raw(row, index)?.is_null(),
            #[cfg(feature = "mysql")]
            Self::MySql(row) => sqlx::Row::try_get_raw(row, index)?.is_null(),
        };
        if is_null { Ok(None) } else { self.instant(index).map(Some) }
    }

    /// The yes or no in the column of this index.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::is_unreadable`] if it is none.
    pub(crate) fn boolean(&self, index: usize) -> Result<bool, DatabaseError> {
        Ok(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(row) => sqlx::Row::try_get(row, index)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => sqlx::Row::try_get(row, index)?,
            #[cfg(feature = "mysql")]
            Self::MySql(row) => sqlx::Row::try_get(row, index)?,
        })
    }
}

/// One connection, whoever's it is.
pub(super) trait Driver: sqlx::Connection {
    /// The first row of the answer.
    fn first(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<Option<Row>, sqlx::Error>> + Send;

    /// All rows of the answer.
    fn all(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<Vec<Row>, sqlx::Error>> + Send;

    /// One attempt of [`Driver::execute`].
    fn attempt(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, sqlx::Error>> + Send;

    /// How many rows were found and changed.
    fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, sqlx::Error>> + Send {
        async move {
            loop {
                match self.attempt(sql, values).await {
                    // It stood in another's way, and may go now.
                    Err(error) if is_conflict(&error) => {}
                    outcome => return outcome,
                }
            }
        }
    }

    /// Executes `write`; if it found no row, the first row of `read`.
    async fn execute_or_first(
        &mut self,
        write: (&'static str, &[Value<'_>]),
        read: (&'static str, &[Value<'_>]),
    ) -> Result<Written, sqlx::Error> {
        match self.execute(write.0, write.1).await? {
            0 => Ok(Written::Nothing(self.first(read.0, read.1).await?)),
            _ => Ok(Written::Something),
        }
    }

    /// Executes statements without values, one after the other.
    fn script(&mut self, sql: &'static str) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
}

/// Executes statements one after the other, on a connection in a transaction: one that stood in another's way has undone
/// those before it, and is not done again.
pub(super) async fn execute_each<C: Driver>(
    connection: &mut C,
    statements: &[(&'static str, &[Value<'_>])],
) -> Result<(), sqlx::Error> {
    for (sql, values) in statements {
        connection.attempt(sql, values).await?;
    }
    Ok(())
}

/// What became of a statement that changes rows if they are as expected.
pub(crate) enum Written {
    Something,
    /// No row was found; what there is instead.
    Nothing(Option<Row>),
}
