//! Every engine on every store: the rows of the tables that the tests go through.

use std::process::Output;

use vestibule::Settings;
use vestibule_tests::stores::{MariaDb, Postgres, Redis};
use vestibule_tests::{TempDir, django};

use crate::keeper;

/// An engine and the stores it stands on.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) engine: &'static str,
    database: Option<fn(&TempDir) -> String>,
    cache: Option<fn() -> String>,
    /// Whether the cookies that hold sessions are encrypted.
    encrypted: bool,
}

/// A store to be had for each kind of row.
const SQLITE: Option<fn(&TempDir) -> String> = Some(TempDir::sqlite);
const POSTGRES: Option<fn(&TempDir) -> String> = Some(|_| Postgres::shared().database());
const MARIADB: Option<fn(&TempDir) -> String> = Some(|_| MariaDb::shared().database());
const MEMORY: Option<fn() -> String> = Some(|| "memory:".to_owned());
const REDIS: Option<fn() -> String> = Some(|| Redis::shared().database());

#[rustfmt::skip]
pub(crate) const ROWS: [Row; 10] = [
    Row { name: "db on SQLite",                        engine: "db",             database: SQLITE,   cache: None,   encrypted: false },
    Row { name: "db on PostgreSQL",                    engine: "db",             database: POSTGRES, cache: None,   encrypted: false },
    Row { name: "db on MariaDB",                       engine: "db",             database: MARIADB,  cache: None,   encrypted: false },
    Row { name: "cached_db on SQLite and Redis",       engine: "cached_db",      database: SQLITE,   cache: REDIS,  encrypted: false },
    Row { name: "cached_db on PostgreSQL and Redis",   engine: "cached_db",      database: POSTGRES, cache: REDIS,  encrypted: false },
    Row { name: "cache on Redis",                      engine: "cache",          database: None,     cache: REDIS,  encrypted: false },
    Row { name: "cache in memory",                     engine: "cache",          database: None,     cache: MEMORY, encrypted: false },
    Row { name: "file",                                engine: "file",           database: None,     cache: None,   encrypted: false },
    Row { name: "signed_cookies",                      engine: "signed_cookies", database: None,     cache: None,   encrypted: false },
    Row { name: "signed_cookies, encrypted",           engine: "signed_cookies", database: None,     cache: None,   encrypted: true },
];

/// A row set up for one test: in places that no other test uses, and with its tables not made yet.
pub(crate) struct Setup {
    pub(crate) settings: Vec<(&'static str, String)>,
    pub(crate) directory: TempDir,
}

impl Row {
    /// Sets it up, without tables.
    pub(crate) fn bare(&self) -> Setup {
        let directory = TempDir::new();
        let files = directory.path().join("sessions");
        std::fs::create_dir(&files).unwrap();
        let mut settings = vec![
            ("VESTIBULE_SECRET_KEY", "the same for all of them: thirty-two bytes or more".to_owned()),
            ("VESTIBULE_SESSION_ENGINE", self.engine.to_owned()),
            ("VESTIBULE_SESSION_FILE_PATH", files.display().to_string()),
            ("VESTIBULE_SESSION_COOKIE_ENCRYPTED", self.encrypted.to_string()),
        ];
        settings.extend(self.database.map(|url| ("VESTIBULE_DATABASE_URL", url(&directory))));
        settings.extend(self.cache.map(|url| ("VESTIBULE_CACHE_URL", url())));
        Setup { settings, directory }
    }

    /// Sets it up, without tables, and with one of its stores elsewhere.
    pub(crate) fn bare_with(&self, store: &'static str, url: String) -> Setup {
        let mut setup = self.bare();
        setup.settings.retain(|setting| setting.0 != store);
        setup.settings.push((store, url));
        setup
    }

    /// Sets it up, ready for use.
    pub(crate) fn ready(&self) -> Setup {
        let setup = self.bare();
        // SQLite's tables are made by themselves when a site starts.
        if setup
            .settings
            .iter()
            .any(|(name, value)| name.ends_with("DATABASE_URL") && !value.starts_with("sqlite:"))
        {
            setup.migrate();
        }
        setup
    }

    /// The row of this name.
    pub(crate) fn named(name: &str) -> &'static Self {
        ROWS.iter().find(|row| row.name == name).expect("a row of this name")
    }

    /// Whether something is kept on the server.
    pub(crate) fn is_on_server(&self) -> bool {
        self.engine != "signed_cookies"
    }

    /// Whether several processes, and Django's, have the same sessions.
    pub(crate) fn is_shared(&self) -> bool {
        self.name != "cache in memory" && !self.encrypted
    }
}

impl Setup {
    /// Makes the tables, with our command; what it says.
    pub(crate) fn migrate(&self) -> String {
        said(&keeper::command(&self.settings).arg("migrate").output().unwrap())
    }

    /// Makes the tables, with Django's command; what it says.
    pub(crate) fn migrate_by_django(&self) -> String {
        said(&django::manage(&self.settings, &["migrate"]))
    }

    /// Removes expired sessions, with our command; what it says.
    pub(crate) fn clear(&self) -> String {
        said(&keeper::command(&self.settings).arg("clearsessions").output().unwrap())
    }

    /// Removes expired sessions, with Django's command.
    pub(crate) fn clear_by_django(&self) {
        said(&django::manage(&self.settings, &["clearsessions"]));
    }

    pub(crate) fn setting(&self, name: &str) -> &str {
        &self.settings.iter().find(|setting| setting.0 == name).expect(name).1
    }

    /// The same settings, for an application of this process.
    pub(crate) fn of_this_process(&self) -> Settings {
        let pairs = self.settings.iter().map(|(name, text)| {
            let name = name.trim_start_matches("VESTIBULE_").to_ascii_lowercase();
            (name, text.parse::<bool>().map_or_else(|_| text.as_str().into(), serde_json::Value::from))
        });
        serde_json::from_value(serde_json::Value::Object(pairs.collect())).unwrap()
    }
}

/// What a command that must succeed has said.
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
