//! The rules of a session store, for every engine on every store.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vestibule::clock::Clock;
use vestibule::sessions::conformance::{NOW, RULES, Rule, Subject};
use vestibule::sessions::{SessionSettings, SessionStore, Sessions};
use vestibule::signing::Keys;
use vestibule_tests::stores::Redis;

use super::rows::{Row, Setup};
use super::table;

/// A row's stores, for one rule after the other.
struct OnStore {
    row: &'static Row,
    setup: Arc<Setup>,
    /// What this process keeps for a rule: all that the rule opens is one store.
    in_memory: Mutex<Option<Arc<dyn SessionStore>>>,
}

impl OnStore {
    fn store(&self, sessions: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
        let mut settings = self.setup.of_this_process();
        settings.session_cookie_age = sessions.cookie_age;
        let keys = Keys::new(settings.secret_key.as_str(), [""; 0]);
        Arc::clone(Sessions::open(&settings, &keys, clock).unwrap().store())
    }

    /// Removes what earlier rules have left: some rules count what there is.
    async fn clear(&self) {
        let later = Clock::fixed(NOW + Duration::from_secs(365 * 24 * 60 * 60));
        let store = self.store(&SessionSettings::default(), &later);
        store.prepare().await.unwrap();
        while store.clear_expired(1000, later.now()).await.unwrap() == 1000 {}
    }
}

impl Subject for OnStore {
    fn open(&self, settings: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
        if self.row.name != "cache in memory" {
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
        self.row.engine == "cache"
    }
}

#[test]
fn every_engine_keeps_every_rule_on_every_store() {
    let names: Vec<_> = RULES.iter().map(Rule::name).collect();

    table::holds(
        |_| true,
        &names,
        |row| (row, Arc::new(row.ready())),
        |(row, setup), line| {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            let subject = Arc::new(OnStore { row, setup: Arc::clone(setup), in_memory: Mutex::default() });
            let check = async {
                subject.clear().await;
                RULES[line].check(subject.clone()).await
            };
            runtime.unwrap().block_on(check).unwrap_or_else(|why| panic!("{why}"))
        },
    );
}
