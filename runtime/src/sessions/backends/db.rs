//! `Db`: sessions in the application's database, Django's default engine.
//!
//! One row of `django_session` for each session, in Django's own form:
//!
//! | column | type | example |
//! |---|---|---|
//! | `session_key` | varchar(40), primary key | `63bbvvmx690z601yurx3gdqo5v2bg6cy` |
//! | `session_data` | text | `eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk` |
//! | `expire_date` | datetime | `2026-01-16 03:04:05.678901` |
//!
//! The text is that of [`Codec`]. The date is UTC, with a space and without a zone, and with six digits of
//! the second where they are not zero. SQLite and Django compare it as text, so a `T` or a `Z` in it would
//! keep sessions alive or end them.

use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Connection, FromRow, Row as _, Sqlite};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{PrimitiveDateTime, UtcOffset};

use crate::clock::{Clock, Timestamp};
use crate::database::{Database, DatabaseError};
use crate::sessions::SessionKey;
use crate::sessions::codec::Codec;
use crate::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version,
};
use crate::signing::Keys;

const IS_THERE: &str = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'django_session'";

const CREATE_TABLE: &str = r#"
CREATE TABLE IF NOT EXISTS "django_session" (
    "session_key" varchar(40) NOT NULL PRIMARY KEY,
    "session_data" text NOT NULL,
    "expire_date" datetime NOT NULL
);
CREATE INDEX IF NOT EXISTS "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
"#;

const SELECT_LIVING: &str =
    "SELECT session_data, expire_date FROM django_session WHERE session_key = ? AND expire_date > ?";

const SELECT: &str = "SELECT session_data, expire_date FROM django_session WHERE session_key = ?";

const EXISTS: &str = "SELECT 1 FROM django_session WHERE session_key = ?";

const INSERT: &str = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)";

const UPDATE: &str = "UPDATE django_session SET session_data = ?, expire_date = ? WHERE session_key = ?";

const UPDATE_EXPECTED: &str =
    "UPDATE django_session SET session_data = ?, expire_date = ? WHERE session_key = ? AND session_data = ?";

const DELETE: &str = "DELETE FROM django_session WHERE session_key = ?";

const DELETE_EXPECTED: &str = "DELETE FROM django_session WHERE session_key = ? AND session_data = ?";

const DELETE_EXPIRED: &str = "DELETE FROM django_session WHERE session_key IN \
     (SELECT session_key FROM django_session WHERE expire_date < ? LIMIT ?)";

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

    /// Keeps sessions in the database at `url`, such as `sqlite://db.sqlite3`, which is opened when it is
    /// first used.
    pub fn open(url: &str, keys: &Keys, clock: Clock) -> Self {
        Self::new(Database::new(url), keys, clock)
    }

    /// Makes the table if there is none. One that Django has made is left as it is.
    async fn create_table(&self) -> Result<(), DatabaseError> {
        let there = sqlx::query_scalar::<_, i64>(IS_THERE);
        if there.fetch_optional(&mut *self.database.reader().await?).await?.is_some() {
            return Ok(());
        }
        // Both or neither: a table that is there gets no index later.
        let mut connection = self.database.writer().await?;
        let mut transaction = connection.begin().await?;
        sqlx::raw_sql(CREATE_TABLE).execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    fn encode(&self, record: &Record) -> Row {
        let text = self.codec.encode(&record.data, self.clock.now());
        Row { text, date: format_date(record.expires_at) }
    }

    fn decode(&self, row: Row) -> Result<Stored, StoreError> {
        let data = self.codec.decode(&row.text, self.clock.now());
        let expires_at = parse_date(&row.date).map_err(|error| StoreError::Corrupt(error.into()))?;
        Ok(Stored { record: Record { data, expires_at }, version: Version::of_contents(row.text) })
    }

    async fn select(&self, key: &SessionKey) -> Result<Option<Row>, DatabaseError> {
        let query = sqlx::query_as(SELECT_LIVING).bind(key.as_str()).bind(format_date(self.clock.now()));
        Ok(query.fetch_optional(&mut *self.database.reader().await?).await?)
    }

    async fn insert(&self, key: &SessionKey, row: &Row) -> Result<(), DatabaseError> {
        let query = sqlx::query(INSERT).bind(key.as_str()).bind(&row.text).bind(&row.date);
        query.execute(&mut *self.database.writer().await?).await?;
        Ok(())
    }

    async fn update(
        &self,
        key: &SessionKey,
        row: &Row,
        expected: Option<&Version>,
    ) -> Result<Changed, DatabaseError> {
        let query = match expected {
            Some(_) => sqlx::query(UPDATE_EXPECTED),
            None => sqlx::query(UPDATE),
        };
        let query = query.bind(&row.text).bind(&row.date).bind(key.as_str());
        self.change(key, query, expected).await
    }

    async fn remove(&self, key: &SessionKey, expected: Option<&Version>) -> Result<Changed, DatabaseError> {
        let query = match expected {
            Some(_) => sqlx::query(DELETE_EXPECTED),
            None => sqlx::query(DELETE),
        };
        self.change(key, query.bind(key.as_str()), expected).await
    }

    /// Runs a statement that changes the row of `key` if it is the expected one. If it was not, reads what
    /// is there on the same connection, which no other writer of this process gets before.
    async fn change<'q>(
        &self,
        key: &'q SessionKey,
        query: Query<'q, Sqlite, SqliteArguments>,
        expected: Option<&'q Version>,
    ) -> Result<Changed, DatabaseError> {
        let query = match expected {
            Some(version) => {
                query.bind(version.contents().and_then(|contents| str::from_utf8(contents).ok()))
            }
            None => query,
        };
        let mut connection = self.database.writer().await?;
        if query.execute(&mut *connection).await?.rows_affected() > 0 {
            return Ok(Changed::Yes);
        }
        let current = sqlx::query_as(SELECT).bind(key.as_str()).fetch_optional(&mut *connection).await?;
        Ok(current.map_or(Changed::NoRow, Changed::No))
    }

    async fn has_row(&self, key: &SessionKey) -> Result<bool, DatabaseError> {
        let query = sqlx::query_scalar::<_, i64>(EXISTS).bind(key.as_str());
        Ok(query.fetch_optional(&mut *self.database.reader().await?).await?.is_some())
    }

    async fn delete_expired(&self, batch: u32) -> Result<u64, DatabaseError> {
        let query = sqlx::query(DELETE_EXPIRED).bind(format_date(self.clock.now())).bind(batch);
        Ok(query.execute(&mut *self.database.writer().await?).await?.rows_affected())
    }
}

impl SessionStore for Db {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        Box::pin(async { Ok(self.create_table().await?) })
    }

    fn load<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, Load> {
        Box::pin(async move {
            let Some(row) = self.select(key).await? else { return Ok(Load::Missing) };
            Ok(Load::Found(self.decode(row)?))
        })
    }

    fn create<'a>(&'a self, key: &'a SessionKey, record: &'a Record) -> StoreFuture<'a, Create> {
        Box::pin(async move {
            let row = self.encode(record);
            match self.insert(key, &row).await {
                Ok(()) => Ok(Create::Created(Version::of_contents(row.text))),
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
    ) -> StoreFuture<'a, Save> {
        Box::pin(async move {
            let row = self.encode(record);
            Ok(match self.update(key, &row, expected).await? {
                Changed::Yes => Save::Saved(Version::of_contents(row.text)),
                Changed::No(current) => Save::Changed(self.decode(current)?),
                Changed::NoRow => Save::Gone,
            })
        })
    }

    fn delete<'a>(&'a self, key: &'a SessionKey, expected: Option<&'a Version>) -> StoreFuture<'a, Delete> {
        Box::pin(async move {
            Ok(match self.remove(key, expected).await? {
                Changed::Yes => Delete::Deleted,
                Changed::No(current) => Delete::Changed(self.decode(current)?),
                Changed::NoRow => Delete::Gone,
            })
        })
    }

    fn exists<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, bool> {
        Box::pin(async move { Ok(self.has_row(key).await?) })
    }

    fn clear_expired(&self, batch: u32) -> StoreFuture<'_, u64> {
        Box::pin(async move { Ok(self.delete_expired(batch).await?) })
    }
}

/// The columns beside the key.
struct Row {
    text: String,
    date: String,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self { text: row.try_get(0)?, date: row.try_get(1)? })
    }
}

/// What became of a statement that changes one row.
enum Changed {
    Yes,
    /// The row was not the expected one but this.
    No(Row),
    NoRow,
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

fn format_date(instant: Timestamp) -> String {
    let instant = instant.to_offset(UtcOffset::UTC);
    let (date, time) = (instant.date(), instant.time());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let mut text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    if time.microsecond() != 0 {
        text.push_str(&format!(".{:06}", time.microsecond()));
    }
    text
}

fn parse_date(text: &str) -> Result<Timestamp, time::error::Parse> {
    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!(
        "[year]-[month]-[day][first [ ] [T]][hour]:[minute]:[second][optional [.[subsecond]]]"
    );
    PrimitiveDateTime::parse(text, FORMAT).map(PrimitiveDateTime::assume_utc)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::sessions::SessionSettings;
    use crate::sessions::conformance::{Fixture, NOW};
    use crate::sessions::test_stores::block_on;

    crate::session_store_suite!({
        let file = File::new();
        move |_: &SessionSettings, clock: &Clock| -> Arc<dyn SessionStore> {
            Arc::new(Db::open(&file.url(), &keys(), clock.clone()))
        }
    });

    fn keys() -> Keys {
        Keys::new("example-secret-key", [""; 0])
    }

    /// A database file, removed when dropped.
    struct File(PathBuf);

    impl File {
        fn new() -> Self {
            static COUNT: AtomicU32 = AtomicU32::new(0);
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("vestibule-sessions-{}-{number}.sqlite3", std::process::id());
            Self(std::env::temp_dir().join(name))
        }

        fn url(&self) -> String {
            format!("sqlite://{}", self.0.display())
        }

        /// Sessions with connections of their own, as another process has them.
        async fn open(&self) -> (Fixture, Database) {
            let database = Database::new(self.url());
            let shared = database.clone();
            let fixture =
                Fixture::new(Arc::new(move |_: &SessionSettings, clock: &Clock| -> Arc<dyn SessionStore> {
                    Arc::new(Db::new(shared.clone(), &keys(), clock.clone()))
                }));
            fixture.sessions.prepare().await.unwrap();
            (fixture, database)
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            for end in ["", "-wal", "-shm"] {
                let mut path = self.0.clone().into_os_string();
                path.push(end);
                let _ = std::fs::remove_file(path);
            }
        }
    }

    async fn column(database: &Database, sql: &'static str) -> Vec<String> {
        let query = sqlx::query_scalar(sql);
        query.fetch_all(&mut *database.reader().await.unwrap()).await.unwrap()
    }

    #[test]
    fn a_row_is_as_django_writes_it() {
        block_on(async {
            let file = File::new();
            let (at, database) = file.open().await;

            let key = SessionKey::random().unwrap();
            at.store.create(&key, &at.record(r#"{"hobby":"girl"}"#)).await.unwrap();
            let whole = Record { expires_at: NOW.replace_microsecond(0).unwrap(), ..at.record("{}") };
            at.store.create(&SessionKey::random().unwrap(), &whole).await.unwrap();

            let texts =
                column(&database, "SELECT session_data FROM django_session ORDER BY rowid LIMIT 1").await;
            assert_eq!(texts, ["eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk"]);
            let dates = column(&database, "SELECT expire_date FROM django_session ORDER BY rowid").await;
            assert_eq!(dates, ["2026-01-02 03:05:05.678901", "2026-01-02 03:04:05"]);
        });
    }

    #[test]
    fn a_table_that_is_there_is_left_alone() {
        block_on(async {
            let file = File::new();
            let database = Database::new(file.url());
            let theirs = "CREATE TABLE django_session (session_key varchar(40) PRIMARY KEY, session_data text, \
                          expire_date datetime)";
            sqlx::query(theirs).execute(&mut *database.writer().await.unwrap()).await.unwrap();

            file.open().await.0.stored().await;

            let names = column(&database, "SELECT name FROM sqlite_master WHERE sql IS NOT NULL").await;
            assert_eq!(names, ["django_session"]);
        });
    }

    #[test]
    fn stored_text_that_is_not_ours_reads_as_empty_and_is_written_over() {
        block_on(async {
            let file = File::new();
            let (at, database) = file.open().await;
            let key = at.stored().await;
            let garble = sqlx::query("UPDATE django_session SET session_data = 'garbage'");
            garble.execute(&mut *database.writer().await.unwrap()).await.unwrap();
            let session = at.request(&key);

            session.load().await.unwrap();
            assert!(session.keys().unwrap().is_empty());
            session.insert("n", 1).unwrap();
            session.save().await.unwrap();

            assert!(session.key().unwrap() == key);
            assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"n":1}"#));
        });
    }

    #[test]
    fn a_missing_table_is_a_failure_and_not_an_empty_session() {
        block_on(async {
            let store = Db::open("sqlite::memory:", &keys(), Clock::fixed(NOW));

            let loaded = store.load(&SessionKey::random().unwrap()).await;

            assert!(matches!(loaded, Err(StoreError::Failed(_))));
        });
    }
}
