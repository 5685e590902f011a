//! `StateTable`: what the database says of the cache.
//!
//! One row of `vestibule_session_cache` for each cache, which all processes share:
//!
//! | column | type | example |
//! |---|---|---|
//! | `name` | varchar(255), primary key | `:1:django.contrib.sessions.cached_db`: what its entries begin with |
//! | `state` | varchar(16) | `new`, `untrusted`, `recovering` or `trusted` |
//! | `server` | varchar(64) | the [`Server`] that is recovering or trusted, else empty |
//! | `epoch` | varchar(32) | `x2b9cpe4f0qjlwam3hd7`: another with each change |
//! | `changed_at` | as `expire_date` of `django_session` | `2026-01-16 03:04:05.678901` |
//!
//! The command `migrate` makes the table, and SQLite's is made by itself. A table or row that is missing means
//! `new`.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::cache::Server;
use crate::base::clock::Clock;
use crate::base::crypto;
use crate::base::database::{Database, DatabaseError, Dialect, Migration, Table, Value};
use crate::web::sessions::StoreError;

/// What the cache is worth, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It has not been believed yet, by anybody.
    New,
    /// Nobody believes it. Rows may change without it.
    Untrusted,
    /// Nobody believes it yet, and it is being emptied. This server is told of every change of a row.
    Recovering(Server),
    /// It is believed, and this server is told of every change of a row.
    Trusted(Server),
}

impl State {
    fn word(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Untrusted => "untrusted",
            Self::Recovering(_) => "recovering",
            Self::Trusted(_) => "trusted",
        }
    }

    /// The server that must be told of every change, if there is one.
    pub(super) fn server(&self) -> Option<&Server> {
        match self {
            Self::New | Self::Untrusted => None,
            Self::Recovering(server) | Self::Trusted(server) => Some(server),
        }
    }
}

/// The row as it was read. No two states have had the same epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) state: State,
    pub(super) epoch: String,
}

/// The row of one cache.
#[derive(Debug)]
pub(super) struct StateTable {
    database: Database,
    name: String,
    clock: Clock,
    /// Whether the table has been seen.
    is_there: AtomicBool,
}

/// Characters of an epoch; 103 bits.
const EPOCH: usize = 20;

impl StateTable {
    /// That of the cache whose entries begin with `name`.
    pub(super) fn new(database: Database, name: String, clock: Clock) -> Self {
        Self { database, name, clock, is_there: AtomicBool::new(false) }
    }

    /// Makes the table if it is missing, and says what was made.
    pub(super) async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.database.migrate(self.statements()?.0, &[], self.clock.now()).await?)
    }

    /// The table, where it is not there and the start does not make it.
    pub(super) async fn missing(&self) -> Result<Vec<String>, StoreError> {
        #[cfg(feature = "sqlite")]
        if self.database.dialect()? == Dialect::Sqlite {
            return Ok(Vec::new());
        }
        let missing = self.database.lacks(self.statements()?.0).await?;
        Ok(missing.into_iter().map(str::to_owned).collect())
    }

    /// Whether the table is there; on SQLite it is then.
    pub(super) async fn is_there(&self) -> Result<bool, StoreError> {
        if self.is_there.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let is_there = self.find_or_make().await?;
        self.is_there.store(is_there, Ordering::Relaxed);
        Ok(is_there)
    }

    async fn find_or_make(&self) -> Result<bool, StoreError> {
        if self.database.has(self.statements()?.0).await? {
            return Ok(true);
        }
        #[cfg(feature = "sqlite")]
        if self.database.dialect()? == Dialect::Sqlite {
            self.migrate().await?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Reads the row, which is made if it is missing.
    pub(super) async fn read(&self) -> Result<Reading, StoreError> {
        if !self.is_there().await? {
            return Ok(Reading { state: State::New, epoch: String::new() });
        }
        if let Some(reading) = self.select().await? {
            return Ok(reading);
        }
        let (epoch, now) = (new_epoch()?, self.clock.now());
        let values = [
            Value::Text(&self.name),
            Value::Text(State::New.word()),
            Value::Text(""),
            Value::Text(&epoch),
            Value::Instant(now),
        ];
        match self.database.execute((self.statements()?.1.insert, &values)).await {
            Err(error) if !error.is_unique_violation() => return Err(error.into()),
            _ => {}
        }
        self.select()
            .await?
            .ok_or_else(|| StoreError::Unavailable("the state of the cache has vanished".into()))
    }

    /// Has the cache believed by nobody.
    pub(super) async fn distrust(&self) -> Result<(), StoreError> {
        let epoch = new_epoch()?;
        let values = [Value::Text(&epoch), Value::Instant(self.clock.now()), Value::Text(&self.name)];
        self.database.execute((self.statements()?.1.distrust, &values)).await?;
        Ok(())
    }

    /// Takes the cache to a state, if its epoch is still this one; the new epoch.
    pub(super) async fn swap(&self, epoch: &str, state: &State) -> Result<Option<String>, StoreError> {
        let new = new_epoch()?;
        let values = [
            Value::Text(state.word()),
            Value::Text(state.server().map_or("", Server::as_str)),
            Value::Text(&new),
            Value::Instant(self.clock.now()),
            Value::Text(&self.name),
            Value::Text(epoch),
        ];
        let changed = self.database.execute((self.statements()?.1.swap, &values)).await?;
        Ok((changed > 0).then_some(new))
    }

    async fn select(&self) -> Result<Option<Reading>, StoreError> {
        let values = [Value::Text(&self.name)];
        let Some(row) = self.database.first((self.statements()?.1.select, &values)).await? else {
            return Ok(None);
        };
        let (word, server, epoch) = (row.text(0)?, Server::new(row.text(1)?), row.text(2)?);
        let state = match &*word {
            "new" => State::New,
            "recovering" => State::Recovering(server),
            "trusted" => State::Trusted(server),
            // A word of a later version, too.
            _ => State::Untrusted,
        };
        Ok(Some(Reading { state, epoch }))
    }

    /// The database's own words.
    fn statements(&self) -> Result<(&'static Migration, &'static Statements), DatabaseError> {
        Ok(match self.database.dialect()? {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => (&SQLITE, &NUMBERED),
            #[cfg(feature = "postgres")]
            Dialect::Postgres => (&POSTGRES, &NUMBERED),
            #[cfg(feature = "mysql")]
            Dialect::MySql => (&MYSQL, &UNNUMBERED),
        })
    }
}

fn new_epoch() -> Result<String, StoreError> {
    crypto::random_text(EPOCH, crypto::KEY_ALPHABET).map_err(|error| StoreError::Failed(error.into()))
}

struct Statements {
    /// Of the name: state, server and epoch.
    select: &'static str,
    /// Name, state, server, epoch and the present.
    insert: &'static str,
    /// Epoch, the present and name.
    distrust: &'static str,
    /// State, server, epoch, the present, name and the expected epoch.
    swap: &'static str,
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
const NUMBERED: Statements = Statements {
    select: "SELECT state, server, epoch FROM vestibule_session_cache WHERE name = $1",
    insert: "INSERT INTO vestibule_session_cache (name, state, server, epoch, changed_at) \
             VALUES ($1, $2, $3, $4, $5)",
    distrust: "UPDATE vestibule_session_cache SET state = 'untrusted', server = '', epoch = $1, changed_at = $2 \
               WHERE name = $3 AND state IN ('recovering', 'trusted')",
    swap: "UPDATE vestibule_session_cache SET state = $1, server = $2, epoch = $3, changed_at = $4 \
           WHERE name = $5 AND epoch = $6",
};

#[cfg(feature = "mysql")]
const UNNUMBERED: Statements = Statements {
    select: "SELECT state, server, epoch FROM vestibule_session_cache WHERE name = ?",
    insert: "INSERT INTO vestibule_session_cache (name, state, server, epoch, changed_at) VALUES (?, ?, ?, ?, ?)",
    distrust: "UPDATE vestibule_session_cache SET state = 'untrusted', server = '', epoch = ?, changed_at = ? \
               WHERE name = ? AND state IN ('recovering', 'trusted')",
    swap: "UPDATE vestibule_session_cache SET state = ?, server = ?, epoch = ?, changed_at = ? \
           WHERE name = ? AND epoch = ?",
};

/// The table, whose date is of another type in each database.
macro_rules! migration {
    ($text:literal, $date:literal) => {
        Migration {
            app: "vestibule",
            names: &["0001_session_cache"],
            tables: &[Table {
                name: "vestibule_session_cache",
                create: concat!(
                    "CREATE TABLE vestibule_session_cache (name varchar(255) ",
                    $text,
                    " NOT NULL PRIMARY KEY, state varchar(16) NOT NULL, server varchar(64) NOT NULL, \
                 epoch varchar(32) NOT NULL, changed_at ",
                    $date,
                    " NOT NULL)"
                ),
            }],
        }
    };
}

#[cfg(feature = "sqlite")]
const SQLITE: Migration = migration!("", "datetime");

#[cfg(feature = "postgres")]
const POSTGRES: Migration = migration!("", "timestamp with time zone");

/// To MySQL `A` and `a` are one name unless it is told otherwise.
#[cfg(feature = "mysql")]
const MYSQL: Migration = migration!("CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "datetime(6)");

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::*;
    use crate::web::sessions::conformance::NOW;
    use crate::web::sessions::test_stores::block_on;

    fn table() -> StateTable {
        StateTable::new(Database::new("sqlite::memory:"), ":1:name".into(), Clock::fixed(NOW))
    }

    #[test]
    fn a_cache_that_nobody_knows_is_new_and_keeps_its_epoch() {
        block_on(async {
            let table = table();

            let first = table.read().await.unwrap();

            assert_eq!(first.state, State::New);
            assert_eq!(table.read().await.unwrap(), first);
        });
    }

    #[test]
    fn every_change_has_an_epoch_of_its_own_and_wants_the_last() {
        block_on(async {
            let table = table();
            let server = Server::new("run/0");
            let first = table.read().await.unwrap().epoch;

            let second = table.swap(&first, &State::Recovering(server.clone())).await.unwrap().unwrap();
            assert_eq!(table.swap(&first, &State::Trusted(server.clone())).await.unwrap(), None);
            let state = State::Recovering(server.clone());
            assert_eq!(table.read().await.unwrap(), Reading { state, epoch: second.clone() });
            let third = table.swap(&second, &State::Trusted(server.clone())).await.unwrap().unwrap();

            assert_eq!(table.read().await.unwrap(), Reading { state: State::Trusted(server), epoch: third });
        });
    }

    #[test]
    fn distrust_wins_against_whoever_expects_what_was_before() {
        block_on(async {
            let table = table();
            let server = Server::new("run/0");
            let new = table.read().await.unwrap().epoch;
            let recovering = table.swap(&new, &State::Recovering(server.clone())).await.unwrap().unwrap();

            table.distrust().await.unwrap();
            let untrusted = table.read().await.unwrap();
            table.distrust().await.unwrap();

            assert_eq!(untrusted.state, State::Untrusted);
            assert_eq!(table.read().await.unwrap(), untrusted);
            assert_eq!(table.swap(&recovering, &State::Trusted(server)).await.unwrap(), None);
        });
    }
}
