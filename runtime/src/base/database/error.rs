//! `DatabaseError`: why the database could not be opened or asked, and whether it helps to come back later.
//!
//! | what happened | |
//! |---|---|
//! | refused or cut connections, no answer in time, too many connections, starting up, shutting down | unavailable |
//! | a lock that others held for too long | unavailable |
//! | a deadlock, two transactions that exclude each other | done again; unavailable if that goes on |
//! | a server that only reads, as one is that another has just taken over from | unavailable |
//! | no space, a full table, a write error | failed |
//! | a missing table or right, a wrong password, an unknown database, everything else | failed |
//!
//! What is unavailable is answered with 503, what failed with 500. Space belongs to the second: it does not come
//! back by itself.

use std::fmt;

use super::dialect::UrlError;

/// Why the database could not be opened or asked.
///
/// Neither its text nor its `Debug` holds a value of a row or the database's address.
pub(crate) struct DatabaseError {
    kind: Kind,
}

enum Kind {
    Url(UrlError),
    /// Some of an application's migrations are recorded, and these are not.
    Outdated {
        app: &'static str,
        missing: Vec<&'static str>,
    },
    /// There was no answer within the time that one call may take.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    Late,
    Driver(sqlx::Error),
}

impl DatabaseError {
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(super) const fn late() -> Self {
        Self { kind: Kind::Late }
    }

    pub(super) const fn outdated(app: &'static str, missing: Vec<&'static str>) -> Self {
        Self { kind: Kind::Outdated { app, missing } }
    }

    /// A column that holds something else than it should.
    pub(crate) fn unreadable(what: &'static str) -> Self {
        sqlx::Error::Decode(what.into()).into()
    }

    /// Whether it was busy or could not be reached, so that it may work later.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.nature() != Nature::Lasting
    }

    fn nature(&self) -> Nature {
        match &self.kind {
            Kind::Url(_) | Kind::Outdated { .. } => Nature::Lasting,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            Kind::Late => Nature::Passing,
            Kind::Driver(sqlx::Error::Database(error)) => nature(&**error),
            Kind::Driver(error) => {
                use sqlx::Error::{Io, PoolClosed, PoolTimedOut, WorkerCrashed};

                match error {
                    PoolTimedOut | PoolClosed | WorkerCrashed | Io(_) => Nature::Passing,
                    _ => Nature::Lasting,
                }
            }
        }
    }

    /// Whether a row of this key exists already.
    pub(crate) fn is_unique_violation(&self) -> bool {
        self.answer().is_some_and(|error| error.is_unique_violation())
    }

    /// Whether a value in a row is not of the type it should be.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self.kind, Kind::Driver(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)))
    }

    /// Whether it is a file that this process may not open or write.
    pub(crate) fn is_out_of_reach(&self) -> bool {
        #[cfg(feature = "sqlite")]
        if let Some(error) = self.answer().and_then(|error| error.try_downcast_ref()) {
            return super::sqlite::is_out_of_reach(error);
        }
        // What the file system has said of it.
        matches!(&self.kind, Kind::Driver(sqlx::Error::Configuration(cause)) if cause.is::<std::io::Error>())
    }

    /// What the database itself said, if it said anything.
    pub(super) fn answer(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match &self.kind {
            Kind::Driver(error) => error.as_database_error(),
            _ => None,
        }
    }
}

/// Whether an error will be over by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Not before somebody does something about it.
    Lasting,
    /// In a while.
    Passing,
    /// At once: the statement only stood in another's way.
    Conflict,
}

/// What each database's own words mean.
fn nature(error: &dyn sqlx::error::DatabaseError) -> Nature {
    #[cfg(feature = "sqlite")]
    if let Some(error) = error.try_downcast_ref() {
        return super::sqlite::nature(error);
    }
    #[cfg(feature = "postgres")]
    if let Some(error) = error.try_downcast_ref() {
        return super::postgres::nature(error);
    }
    #[cfg(feature = "mysql")]
    if let Some(error) = error.try_downcast_ref() {
        return super::mysql::nature(error);
    }
    Nature::Lasting
}

/// Whether the database undid a statement for the sake of another that was under way.
pub(super) fn is_conflict(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| nature(error) == Nature::Conflict)
}

impl From<sqlx::Error> for DatabaseError {
    fn from(error: sqlx::Error) -> Self {
        Self { kind: Kind::Driver(error) }
    }
}

impl From<UrlError> for DatabaseError {
    fn from(error: UrlError) -> Self {
        Self { kind: Kind::Url(error) }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Url(error) => error.fmt(f),
            Kind::Outdated { app, missing } => write!(
                f,
                "the tables of Django's application `{app}` are older than this program knows them: it has not been \
                 through {}\n\
                 help: run `manage.py migrate` of Django 5.2 or later first",
                missing.join(", ")
            ),
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            Kind::Late => f.write_str("the database gave no answer in time"),
            Kind::Driver(_) if self.is_unavailable() => f.write_str("the database is not available"),
            Kind::Driver(_) => f.write_str("the database failed"),
        }
    }
}

/// What `Display` prints and the database's own code: the details that PostgreSQL adds hold values of rows.
impl fmt::Debug for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.answer().and_then(|error| error.code());
        f.debug_struct("DatabaseError").field("message", &self.to_string()).field("code", &code).finish()
    }
}

impl std::error::Error for DatabaseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            // MySQL's text names the key that is there already.
            Kind::Driver(error) if !self.is_unique_violation() => Some(error),
            _ => None,
        }
    }
}
