//! `Db`: sessions in the application's database, Django's default engine.
//!
//! One row of `django_session` for each session, in Django's own form:
//!
//! | column | type | example |
//! |---|---|---|
//! | `session_key` | varchar(40), primary key | `63bbvvmx690z601yurx3gdqo5v2bg6cy` |
//! | `session_data` | text; MySQL: longtext | `eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk` |
//! | `expire_date` | PostgreSQL: timestamptz; MySQL: datetime(6), in UTC; SQLite: text, in UTC | `2026-01-16 03:04:05.678901` |
//!
//! The text is that of [`Codec`]. A row that cannot be read, such as one with a date that is none, counts as none.
//! SQLite makes the table by itself when the application starts. On a server
//! the command `migrate` makes it, or Django's: whoever starts an application is not always who may make
//! tables.

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statements;
#[cfg(all(test, feature = "sqlite"))]
mod tests;

use std::fmt;

use crate::base::clock::{Clock, Timestamp};
use crate::base::database::{Database, DatabaseError, Dialect, Row, Written};
use crate::base::error::{BoxError, chain};
use crate::base::signing::Keys;
use crate::web::sessions::SessionKey;
use crate::web::sessions::codec::Codec;
use crate::web::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version, Wanted,
};

use statements::{Statement, Statements, Values};

/// The length of `session_key`, in characters.
const LONGEST_KEY: usize = 40;

/// Rows that [`SessionStore::find`] reads at once: to decode them takes a worker a few milliseconds.
const FIND_BATCH: u32 = 200;

/// Keeps sessions in the table `django_session`, which Django may share.
#[derive(Debug)]
pub struct Db {
    database: Database,
    codec: Codec,
    clock: Clock,
}

impl Db {
    /// Keeps sessions in `database`, signed with `keys`.
    pub(crate) fn new(database: Database, keys: &Keys, clock: Clock) -> Self {
        Self { database, codec: Codec::new(keys), clock }
    }

    /// Keeps sessions in the database at `url`, such as `sqlite://db.sqlite3` or
    /// `postgres://user:password@host/name`, which is opened when it is first used.
    pub fn open(url: &str, keys: &Keys, clock: Clock) -> Self {
        Self::new(Database::new(url), keys, clock)
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// An error at start-up or of a command: it names the setting, for whoever has just written it.
    fn named(&self, error: DatabaseError) -> StoreError {
        let file = self.database.file().map(str::to_owned);
        if error.is_out_of_reach() {
            let cause = chain(&Unusable { file, cause: error.into() });
            let help = "this program's user has to be able to write the file and the directory it is in";
            return StoreError::Failed(format!("{cause}\nhelp: {help}").into());
        }
        let wrap = |cause| BoxError::from(Unusable { file, cause });
        match StoreError::from(error) {
            StoreError::Unavailable(cause) => StoreError::Unavailable(wrap(cause)),
            StoreError::Corrupt(cause) => StoreError::Corrupt(wrap(cause)),
            StoreError::Failed(cause) => StoreError::Failed(wrap(cause)),
            other => other,
        }
    }

    /// The database's own words.
    fn statements(&self) -> Result<&'static Statements, DatabaseError> {
        Ok(match self.database.dialect()? {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => &sqlite::STATEMENTS,
            #[cfg(feature = "postgres")]
            Dialect::Postgres => &postgres::STATEMENTS,
            #[cfg(feature = "mysql")]
            Dialect::MySql => &mysql::STATEMENTS,
        })
    }

    async fn make_table(&self) -> Result<Vec<String>, DatabaseError> {
        self.database.migrate(&self.statements()?.migration, &[], self.clock.now()).await
    }

    /// Makes the table on SQLite, and looks for it elsewhere. One that is there is left as it is.
    async fn find_table(&self) -> Result<(), StoreError> {
        if self.has_table().await.map_err(|error| self.named(error))? {
            return self.database.check_writable().await.map_err(|error| self.named(error));
        }
        Err(StoreError::Failed(
            "the database has no table `django_session`\nhelp: run this program's command `migrate`, which makes it"
                .into(),
        ))
    }

    /// The table, where it is not there and the start does not make it.
    async fn missing_table(&self) -> Result<Vec<String>, DatabaseError> {
        #[cfg(feature = "sqlite")]
        if self.database.dialect()? == Dialect::Sqlite {
            return Ok(Vec::new());
        }
        let missing = self.database.lacks(&self.statements()?.migration).await?;
        Ok(missing.into_iter().map(str::to_owned).collect())
    }

    async fn has_table(&self) -> Result<bool, DatabaseError> {
        if self.database.has(&self.statements()?.migration).await? {
            return Ok(true);
        }
        #[cfg(feature = "sqlite")]
        if self.database.dialect()? == Dialect::Sqlite {
            self.make_table().await?;
            return Ok(true);
        }
        Ok(false)
    }

    /// What a row holds. One whose text or date is none, whoever wrote it, is as good as no row: `None`, and a line in
    /// the log. To fail would be to answer that visitor with an error for ever.
    fn decode(&self, row: &Row, now: Timestamp) -> Result<Option<Stored>, StoreError> {
        let (text, expires_at) = match row.text(0).and_then(|text| Ok((text, row.instant(1)?))) {
            Ok(columns) => columns,
            Err(error) if error.is_unreadable() => {
                let cause = chain(&error);
                tracing::warn!(target: "vestibule::sessions", cause, "a stored session cannot be read; it counts as ended");
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let data = self.codec.decode(&text, now);
        Ok(Some(Stored { record: Record { data, expires_at }, version: Version::of_contents(text) }))
    }

    /// Batch by batch, by the index of keys: nobody waits for it, and no more is held in memory than is wanted.
    async fn find_rows(
        &self,
        wanted: Wanted,
        now: Timestamp,
    ) -> Result<Vec<(SessionKey, Stored)>, StoreError> {
        let select = &self.statements()?.select_batch;
        let mut found = Vec::new();
        let mut last = String::new();
        loop {
            let values = Values { key: &last, batch: FIND_BATCH, ..Values::new(now) };
            let rows = self.database.all((select.0, &values.for_(select))).await?;
            let is_last = rows.len() < FIND_BATCH as usize;
            for row in rows {
                last = row.text(2)?;
                let stored = self.decode(&row, now)?.filter(|stored| wanted(&stored.record.data));
                found.extend(SessionKey::from_cookie(&last).zip(stored));
            }
            if is_last {
                return Ok(found);
            }
        }
    }

    async fn first(&self, statement: &Statement, values: &Values<'_>) -> Result<Option<Row>, DatabaseError> {
        self.database.first((statement.0, &values.for_(statement))).await
    }

    async fn execute(&self, statement: &Statement, values: &Values<'_>) -> Result<u64, DatabaseError> {
        self.database.execute((statement.0, &values.for_(statement))).await
    }

    /// Changes the row of a key by the first statement if it holds the expected text, by the second whatever
    /// it holds.
    async fn change(
        &self,
        [if_expected, anyway]: [&Statement; 2],
        expected: Option<&Version>,
        values: Values<'_>,
    ) -> Result<Changed, StoreError> {
        let select = &self.statements()?.select;
        let row = match expected.map(text) {
            None => {
                return Ok(if self.execute(anyway, &values).await? > 0 {
                    Changed::Yes
                } else {
                    Changed::NoRow
                });
            }
            // A version of another kind is not the stored one.
            Some(None) => self.first(select, &values).await?,
            Some(Some(expected)) => {
                let values = Values { expected, ..values };
                let write = (if_expected.0, &*values.for_(if_expected));
                match self.database.execute_or_first(write, (select.0, &values.for_(select))).await? {
                    Written::Something => return Ok(Changed::Yes),
                    Written::Nothing(row) => row,
                }
            }
        };
        Ok(match row.map(|row| self.decode(&row, values.now)).transpose()?.flatten() {
            Some(current) => Changed::No(current),
            None => Changed::NoRow,
        })
    }
}

impl SessionStore for Db {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        StoreFuture::later(self.find_table())
    }

    fn migrate(&self) -> StoreFuture<'_, Vec<String>> {
        StoreFuture::later(async { self.make_table().await.map_err(|error| self.named(error)) })
    }

    fn missing(&self) -> StoreFuture<'_, Vec<String>> {
        StoreFuture::later(async { self.missing_table().await.map_err(|error| self.named(error)) })
    }

    fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load> {
        StoreFuture::later(async move {
            if !fits(key) {
                return Ok(Load::Missing);
            }
            let values = Values::of(key, now);
            let row = self.first(&self.statements()?.select_living, &values).await?;
            let stored = row.map(|row| self.decode(&row, now)).transpose()?.flatten();
            Ok(stored.map_or(Load::Missing, Load::Found))
        })
    }

    fn create<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        now: Timestamp,
    ) -> StoreFuture<'a, Create> {
        StoreFuture::later(async move {
            if !fits(key) {
                return Err(StoreError::Failed("a session's key is not one that the table takes".into()));
            }
            let text = &self.codec.encode(&record.data, now);
            let values = Values { text, date: record.expires_at, ..Values::of(key, now) };
            match self.execute(&self.statements()?.insert, &values).await {
                Ok(_) => Ok(Create::Created(Version::of_contents(text))),
                Err(error) if error.is_unique_violation() => Ok(Create::KeyTaken),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Save> {
        StoreFuture::later(async move {
            if !fits(key) {
                return Ok(Save::Gone);
            }
            let Statements { update_expected, update, .. } = self.statements()?;
            let text = &self.codec.encode(&record.data, now);
            let values = Values { text, date: record.expires_at, ..Values::of(key, now) };
            Ok(match self.change([update_expected, update], expected, values).await? {
                Changed::Yes => Save::Saved(Version::of_contents(text)),
                Changed::No(current) => Save::Changed(current),
                Changed::NoRow => Save::Gone,
            })
        })
    }

    fn delete<'a>(
        &'a self,
        key: &'a SessionKey,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        StoreFuture::later(async move {
            if !fits(key) {
                return Ok(Delete::Gone);
            }
            let Statements { delete_expected, delete, .. } = self.statements()?;
            let values = Values::of(key, now);
            Ok(match self.change([delete_expected, delete], expected, values).await? {
                Changed::Yes => Delete::Deleted,
                Changed::No(current) => Delete::Changed(current),
                Changed::NoRow => Delete::Gone,
            })
        })
    }

    fn exists<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, bool> {
        StoreFuture::later(async move {
            let values = Values::of(key, now);
            Ok(fits(key) && self.first(&self.statements()?.exists, &values).await?.is_some())
        })
    }

    fn find(&self, wanted: Wanted, now: Timestamp) -> StoreFuture<'_, Vec<(SessionKey, Stored)>> {
        StoreFuture::later(self.find_rows(wanted, now))
    }

    fn clear_expired(&self, batch: u32, now: Timestamp) -> StoreFuture<'_, u64> {
        StoreFuture::later(async move {
            let values = Values { batch, ..Values::new(now) };
            Ok(self.execute(&self.statements()?.delete_expired, &values).await?)
        })
    }
}

/// What became of a statement that changes one row.
enum Changed {
    Yes,
    /// The row was not the expected one but this.
    No(Stored),
    NoRow,
}

/// Whether a row may have this key. Nobody is asked about others: no table holds keys so long, PostgreSQL
/// takes no NUL, and MySQL may find that its text and a stranger's cannot be compared at all.
fn fits(key: &SessionKey) -> bool {
    let key = key.as_str();
    key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The stored text that a version stands for.
fn text(version: &Version) -> Option<&str> {
    version.contents().and_then(|contents| str::from_utf8(contents).ok())
}

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        if error.is_unavailable() {
            Self::Unavailable(error.into())
        } else if error.is_unreadable() {
            Self::Corrupt(error.into())
        } else {
            Self::Failed(error.into())
        }
    }
}

/// A database that cannot be used at start-up.
#[derive(Debug)]
struct Unusable {
    /// That of SQLite. The URL of a server may hold a password.
    file: Option<String>,
    cause: BoxError,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot use the database that `database_url` names")?;
        match &self.file {
            Some(file) => write!(f, ", the file `{}`", file.escape_debug()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unusable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}
