//! The command line that the driver speaks.

use std::env;

use vestibule::Settings;
use vestibule::sessions::SessionEngine;

/// What the driver asks for.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) threads: usize,
    /// Whether the plain views stand behind the middlewares too.
    pub(crate) all: bool,
    pub(crate) store: Store,
    /// The database with the table of users; without one they are a fixed list.
    pub(crate) users: Option<String>,
}

/// Where sessions lie.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) kind: String,
    pub(crate) url: String,
}

impl Store {
    pub(crate) fn apply(&self, settings: &mut Settings) {
        settings.session_engine = match &*self.kind {
            "memory" | "redis" => SessionEngine::Cache,
            "file" => SessionEngine::File,
            "cookie" => SessionEngine::SignedCookies,
            _ => SessionEngine::Db,
        };
        settings.session_cache_single_process = self.kind == "memory";
        match &*self.kind {
            "redis" => settings.cache_url.clone_from(&self.url),
            "file" => settings.session_file_path = Some(self.url.clone().into()),
            "sqlite" if self.url.is_empty() => settings.database_url = "sqlite::memory:".into(),
            "sqlite" | "postgres" | "mysql" => settings.database_url.clone_from(&self.url),
            _ => {}
        }
    }
}

impl Options {
    pub(crate) fn from_arguments() -> Result<Self, String> {
        let store = Store { kind: "memory".into(), url: String::new() };
        let mut options = Self { port: 8000, threads: 1, all: false, store, users: None };
        let mut arguments = env::args().skip(1);
        while let Some(name) = arguments.next() {
            if name == "--all" {
                options.all = true;
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("`{name}` needs a value"))?;
            let wrong = |_| format!("`{value}` is no value for `{name}`");
            match name.as_str() {
                "--port" => options.port = value.parse().map_err(wrong)?,
                "--threads" => options.threads = value.parse().map_err(wrong)?,
                "--store" => options.store.kind = value,
                "--store-url" => options.store.url = value,
                "--users" => options.users = Some(value),
                _ => return Err(format!("unknown option `{name}`")),
            }
        }
        Ok(options)
    }
}
