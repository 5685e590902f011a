//! What is peculiar to sessions in a database; the rules that all engines share are in `conformance`.

use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;

use sqlx::Connection as _;

use super::*;
use crate::web::sessions::conformance::{Fixture, NOW};
use crate::web::sessions::test_stores::block_on;
use crate::web::sessions::{SessionError, SessionSettings};

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
fn what_is_looked_for_is_found_beyond_the_first_batch() {
    block_on(async {
        let file = File::new();
        let (at, _) = file.open().await;
        let count = 2 * FIND_BATCH as usize + 1;
        for number in 0..count {
            let record = at.record(&format!(r#"{{"n":{}}}"#, number % 2));
            let key = SessionKey::random().unwrap();
            at.store.create(&key, &record, NOW).await.unwrap();
        }

        let odd = at.sessions.find(|data| data.get_json("n") == Some("1")).await.unwrap();
        let all = at.sessions.find(|_| true).await.unwrap();

        assert_eq!((odd.len(), all.len()), (FIND_BATCH as usize, count));
        // As many rows as fill the last batch.
        at.store.delete(&all[0].0.key().unwrap(), None, NOW).await.unwrap();
        assert_eq!(at.sessions.find(|_| true).await.unwrap().len(), count - 1);
    });
}

#[test]
fn a_row_is_as_django_writes_it() {
    block_on(async {
        let file = File::new();
        let (at, database) = file.open().await;

        let key = SessionKey::random().unwrap();
        at.store.create(&key, &at.record(r#"{"hobby":"girl"}"#), NOW).await.unwrap();
        let whole = Record { expires_at: NOW.replace_microsecond(0).unwrap(), ..at.record("{}") };
        at.store.create(&SessionKey::random().unwrap(), &whole, NOW).await.unwrap();

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
        let session = at.request(&key).load().await.unwrap();
        assert!(session.keys().is_empty());
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

        let loaded = store.load(&SessionKey::random().unwrap(), NOW).await;

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
            let before = at.request(&key).load().await.unwrap();
            let sql = format!("UPDATE django_session SET {garble}");
            let mut other = sqlx::SqliteConnection::connect(&file.url()).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut other).await.unwrap();

            let session = at.request(&key);
            let session = session.load().await.unwrap_or_else(|error| panic!("{garble}: {error}"));
            assert!(session.keys().is_empty() && session.key().is_none(), "{garble}");
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
    let first = poll_fn(|context| Poll::Ready(Pin::new(&mut *save).poll(context).map(drop)));
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

        let mut save = at.store.save(&key, &record, None, NOW);
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

        let mut save = at.store.save(&key, &record, None, NOW);
        begin(&mut save).await;
        sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();

        assert!(matches!(save.await, Ok(Save::Saved(_))));
    });
}
