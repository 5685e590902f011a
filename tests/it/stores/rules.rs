//! The rules of a session store, for every engine on every store.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vestibule::clock::Clock;
use vestibule::sessions::conformance::{RULES, Rule, Subject};
use vestibule::sessions::{SessionSettings, SessionStore, Sessions};
use vestibule::signing::Keys;
use vestibule_tests::stores::Redis;

use super::rows::{Row, Setup};
use super::table;

/// A row, in a place of its own.
struct OnStore {
    setup: Setup,
    /// Kept by this process: all that is opened is one store.
    in_memory: Mutex<Option<Arc<dyn SessionStore>>>,
    is_in_memory: bool,
    engine: &'static str,
}

impl OnStore {
    fn new(row: &Row) -> Self {
        let is_in_memory = row.name == "cache in memory";
        Self { setup: row.ready(), in_memory: Mutex::default(), is_in_memory, engine: row.engine }
    }

    fn store(&self, sessions: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
        let mut settings = self.setup.of_this_process();
        settings.session_cookie_age = sessions.cookie_age;
        let keys = Keys::new(settings.secret_key.as_str(), [""; 0]);
        Arc::clone(Sessions::open(&settings, &keys, clock).unwrap().store())
    }
}

impl Subject for OnStore {
    fn open(&self, settings: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
        if !self.is_in_memory {
            return self.store(settings, clock);
        }
        let mut store = self.in_memory.lock().unwrap();
        Arc::clone(store.get_or_insert_with(|| self.store(settings, clock)))
    }

    fn pass(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let url = self.setup.settings.iter().find(|setting| setting.0 == "VESTIBULE_CACHE_URL");
        Box::pin(async move {
            if let Some((_, url)) = url
                && url.starts_with("redis")
            {
                Redis::shared().pass(url, time);
            }
        })
    }

    fn forgets_by_itself(&self) -> bool {
        self.engine == "cache"
    }
}

#[test]
fn every_engine_keeps_every_rule_on_every_store() {
    let names: Vec<_> = RULES.iter().map(Rule::name).collect();

    table::holds(
        |_| true,
        &names,
        |row| row,
        |row, line| {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            // A store of its own for each rule: some count what there is.
            let check = RULES[line].check(Arc::new(OnStore::new(row)));
            runtime.unwrap().block_on(check).unwrap_or_else(|why| panic!("{why}"))
        },
    );
}
