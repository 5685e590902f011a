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

use std::fmt;

use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Dialect, Row, Written};
use crate::error::{BoxError, chain};
use crate::sessions::SessionKey;
use crate::sessions::codec::Codec;
use crate::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version,
};
use crate::signing::Keys;

use statements::{Statement, Statements, Values};

/// The length of `session_key`, in characters.
const LONGEST_KEY: usize = 40;

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
        self.database.migrate(&self.statements()?.migration, self.clock.now()).await
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
    fn decode(&self, row: &Row) -> Result<Option<Stored>, StoreError> {
        let (text, expires_at) = match row.text(0).and_then(|text| Ok((text, row.instant(1)?))) {
            Ok(columns) => columns,
            Err(error) if error.is_unreadable() => {
                let cause = chain(&error);
                tracing::warn!(target: "vestibule::sessions", cause, "a stored session cannot be read; it counts as ended");
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let data = self.codec.decode(&text, self.clock.now());
        Ok(Some(Stored { record: Record { data, expires_at }, version: Version::of_contents(text) }))
    }

    fn encode(&self, record: &Record) -> String {
        self.codec.encode(&record.data, self.clock.now())
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
        Ok(match row.map(|row| self.decode(&row)).transpose()?.flatten() {
            Some(current) => Changed::No(current),
            None => Changed::NoRow,
        })
    }
}

impl SessionStore for Db {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        Box::pin(self.find_table())
    }

    fn migrate(&self) -> StoreFuture<'_, Vec<String>> {
        Box::pin(async { self.make_table().await.map_err(|error| self.named(error)) })
    }

    fn load<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, Load> {
        Box::pin(async move {
            if !fits(key) {
                return Ok(Load::Missing);
            }
            let values = Values::of(key, self.clock.now());
            let row = self.first(&self.statements()?.select_living, &values).await?;
            let stored = row.map(|row| self.decode(&row)).transpose()?.flatten();
            Ok(stored.map_or(Load::Missing, Load::Found))
        })
    }

    fn create<'a>(&'a self, key: &'a SessionKey, record: &'a Record) -> StoreFuture<'a, Create> {
        Box::pin(async move {
            if !fits(key) {
                return Err(StoreError::Failed("a session's key is not one that the table takes".into()));
            }
            let text = &self.encode(record);
            let values = Values { text, date: record.expires_at, ..Values::of(key, self.clock.now()) };
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
    ) -> StoreFuture<'a, Save> {
        Box::pin(async move {
            if !fits(key) {
                return Ok(Save::Gone);
            }
            let Statements { update_expected, update, .. } = self.statements()?;
            let text = &self.encode(record);
            let values = Values { text, date: record.expires_at, ..Values::of(key, self.clock.now()) };
            Ok(match self.change([update_expected, update], expected, values).await? {
                Changed::Yes => Save::Saved(Version::of_contents(text)),
                Changed::No(current) => Save::Changed(current),
                Changed::NoRow => Save::Gone,
            })
        })
    }

    fn delete<'a>(&'a self, key: &'a SessionKey, expected: Option<&'a Version>) -> StoreFuture<'a, Delete> {
        Box::pin(async move {
            if !fits(key) {
                return Ok(Delete::Gone);
            }
            let Statements { delete_expected, delete, .. } = self.statements()?;
            let values = Values::of(key, self.clock.now());
            Ok(match self.change([delete_expected, delete], expected, values).await? {
                Changed::Yes => Delete::Deleted,
                Changed::No(current) => Delete::Changed(current),
                Changed::NoRow => Delete::Gone,
            })
        })
    }

    fn exists<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, bool> {
        Box::pin(async move {
            let values = Values::of(key, self.clock.now());
            Ok(fits(key) && self.first(&self.statements()?.exists, &values).await?.is_some())
        })
    }

    fn clear_expired(&self, batch: u32) -> StoreFuture<'_, u64> {
        Box::pin(async move {
            let values = Values { batch, ..Values::new(self.clock.now()) };
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

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use std::future::poll_fn;
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Poll;

    use sqlx::Connection as _;

    use super::*;
    use crate::sessions::conformance::{Fixture, NOW};
    use crate::sessions::test_stores::block_on;
    use crate::sessions::{SessionError, SessionSettings};

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

    async fn text(database: &Database, sql: &'static str) -> Option<String> {
        database.first((sql, &[])).await.unwrap().map(|row| row.text(0).unwrap())
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

            let stored = text(&database, "SELECT session_data FROM django_session ORDER BY rowid").await;
            assert_eq!(
                stored.as_deref(),
                Some("eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk")
            );
            let dates = "SELECT group_concat(expire_date) FROM (SELECT * FROM django_session ORDER BY rowid)";
            let dates = text(&database, dates).await;
            assert_eq!(dates.as_deref(), Some("2026-01-02 03:05:05.678901,2026-01-02 03:04:05"));
        });
    }

    #[test]
    fn a_table_that_is_there_is_left_alone() {
        block_on(async {
            let file = File::new();
            let database = Database::new(file.url());
            let theirs = "CREATE TABLE django_session (session_key varchar(40) PRIMARY KEY, session_data text, \
                          expire_date datetime)";
            database.execute((theirs, &[])).await.unwrap();

            file.open().await.0.stored().await;

            let names = "SELECT group_concat(name) FROM sqlite_master WHERE sql IS NOT NULL";
            assert_eq!(text(&database, names).await.as_deref(), Some("django_session"));
        });
    }

    #[test]
    fn stored_text_that_is_not_ours_reads_as_empty_and_is_written_over() {
        block_on(async {
            let file = File::new();
            let (at, database) = file.open().await;
            let key = at.stored().await;
            let garble = "UPDATE django_session SET session_data = 'garbage'";
            database.execute((garble, &[])).await.unwrap();
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

    #[test]
    fn a_database_that_cannot_be_opened_is_named_by_its_setting() {
        block_on(async {
            let missing = std::env::temp_dir().join("vestibule-no-such-directory").join("x.sqlite3");
            let url = format!("sqlite://{}?mode=rw", missing.display());
            let store = Db::open(&url, &keys(), Clock::fixed(NOW));

            for error in [store.prepare().await.unwrap_err(), store.migrate().await.unwrap_err()] {
                let StoreError::Failed(cause) = error else { panic!("{error}") };
                let named = "cannot use the database that `database_url` names, the file";
                let said = cause.to_string();
                assert!(said.starts_with(&format!("{named} `{}`: ", missing.display())), "{said}");
                assert!(said.contains("unable to open database file\nhelp: "), "{said}");
            }
        });
    }

    #[test]
    fn the_table_is_made_once_and_recorded_as_django_records_it() {
        block_on(async {
            let database = Database::new("sqlite::memory:");
            let store = Db::new(database.clone(), &keys(), Clock::fixed(NOW));

            let made = store.migrate().await.unwrap();
            let again = store.migrate().await.unwrap();

            assert_eq!(made, ["django_migrations", "django_session"]);
            assert!(again.is_empty(), "{again:?} was made again");
            let records = "SELECT group_concat(app || '.' || name || ' ' || applied) FROM django_migrations";
            let records = text(&database, records).await;
            assert_eq!(records.as_deref(), Some("sessions.0001_initial 2026-01-02 03:04:05.678901"));
        });
    }

    #[test]
    fn a_table_without_a_record_is_recorded() {
        block_on(async {
            let store = Db::open("sqlite::memory:", &keys(), Clock::fixed(NOW));
            store.migrate().await.unwrap();
            store.database.execute(("DELETE FROM django_migrations", &[])).await.unwrap();

            let made = store.migrate().await.unwrap();

            assert_eq!(made, ["the record of sessions.0001_initial in django_migrations"]);
        });
    }

    #[test]
    fn two_processes_that_make_the_table_at_once_both_succeed() {
        block_on(async {
            let file = File::new();
            let migrating = (0..4).map(|_| {
                let store = Db::open(&file.url(), &keys(), Clock::fixed(NOW));
                tokio::spawn(async move { store.migrate().await.unwrap().len() })
            });

            let mut made = 0;
            for migration in migrating.collect::<Vec<_>>() {
                made += migration.await.unwrap();
            }

            assert_eq!(made, 2);
        });
    }

    #[test]
    fn a_row_that_cannot_be_read_is_as_good_as_none() {
        block_on(async {
            for garble in [
                "expire_date = 'soon'",
                "expire_date = NULL",
                "expire_date = ''",
                "expire_date = '9999-99-99 99:99:99'",
                "expire_date = '20260-01-01 00:00:00'",
                "expire_date = '0000-00-00 00:00:00'",
                "expire_date = '2999-01-01'",
                "expire_date = '2999-01-01 00:00:00+00:00'",
                "expire_date = 4102444800",
                "expire_date = 1e300",
                "expire_date = x'ff00'",
                "expire_date = CAST(x'39ff' AS TEXT)",
                "session_data = NULL",
                "session_data = x'ff00'",
                "session_data = CAST(x'ff00' AS TEXT)",
            ] {
                let file = File::new();
                // As Django makes it, but that nothing must be there.
                let database = Database::new(file.url());
                let lenient = "CREATE TABLE django_session (session_key varchar(40) PRIMARY KEY, session_data text, \
                              expire_date datetime)";
                database.execute((lenient, &[])).await.unwrap();
                let (at, _) = file.open().await;
                let key = at.stored().await;
                let before = at.request(&key);
                before.load().await.unwrap();
                let sql = format!("UPDATE django_session SET {garble}");
                let mut other = sqlx::SqliteConnection::connect(&file.url()).await.unwrap();
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut other).await.unwrap();

                let session = at.request(&key);
                session.load().await.unwrap_or_else(|error| panic!("{garble}: {error}"));
                assert!(session.keys().unwrap().is_empty() && session.key().is_none(), "{garble}");
                session.insert("n", 1).unwrap();
                session.save().await.unwrap();

                assert_eq!(at.json(&session.key().unwrap()).await.as_deref(), Some(r#"{"n":1}"#), "{garble}");
                before.insert("late", 1).unwrap();
                let late = before.save().await;
                assert!(matches!(late, Ok(()) | Err(SessionError::Interrupted)), "{garble}: {late:?}");
                at.request(&key).flush().await.unwrap();
            }
        });
    }

    #[test]
    fn a_url_of_no_database_is_a_failure_that_shows_nothing_of_it() {
        block_on(async {
            let store = Db::open("oracle://user:secret@host", &keys(), Clock::fixed(NOW));

            let Err(StoreError::Failed(why)) = store.prepare().await else { panic!("it was opened") };

            let said = chain(&*why);
            assert!(said.contains("`database_url`") && said.contains("help: write `sqlite://"));
            assert!(!format!("{said} {why:?} {store:?}").contains("secret"));
        });
    }

    /// A write by somebody else that has begun and is not committed.
    async fn write_by_another(file: &File) -> sqlx::SqliteConnection {
        let mut other = sqlx::SqliteConnection::connect(&file.url()).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        other
    }

    /// Has a call begin to wait.
    async fn begin(save: &mut StoreFuture<'_, Save>) {
        let first = poll_fn(|context| Poll::Ready(save.as_mut().poll(context).map(drop)));
        assert_eq!(first.await, Poll::Pending);
    }

    #[test]
    fn a_write_that_lasts_too_long_makes_writers_give_up_and_readers_not_even_wait() {
        block_on(async {
            let file = File::new();
            let (at, _) = file.open().await;
            let key = at.stored().await;
            let _other = write_by_another(&file).await;
            let record = at.record("{}");

            let mut save = at.store.save(&key, &record, None);
            begin(&mut save).await;

            // This thread is free meanwhile: it is the only one.
            assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"k":1}"#));
            assert!(matches!(save.await, Err(StoreError::Unavailable(_))));
            assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"k":1}"#));
        });
    }

    #[test]
    fn a_write_that_ends_in_time_is_waited_for() {
        block_on(async {
            let file = File::new();
            let (at, _) = file.open().await;
            let key = at.stored().await;
            let mut other = write_by_another(&file).await;
            let record = at.record("{}");

            let mut save = at.store.save(&key, &record, None);
            begin(&mut save).await;
            sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();

            assert!(matches!(save.await, Ok(Save::Saved(_))));
        });
    }
}
