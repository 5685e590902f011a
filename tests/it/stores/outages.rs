//! `cached_db` when its cache fails: what was acknowledged holds for every process, whoever dies, and in whatever order.

use std::net::SocketAddr;
use std::thread::scope;

use vestibule_tests::stores::{Durability, MariaDb, Postgres, Redis};
use vestibule_tests::{Browser, Relay, SiteProcess};

use super::crowd::{Crowd, Expect};
use super::rows::{Row, Setup};
use crate::keeper;

/// What a site says when it reads from the cache.
const CACHED: &str = "sessions are read from the cache";

/// One visitor for each way to change a session, and what was in their browsers before.
struct Visitors {
    writer: Browser,
    leaver: Browser,
    deleter: Browser,
    mover: Browser,
    /// The leaver's, the deleter's and the mover's old cookies.
    thieves: Vec<Browser>,
}

impl Visitors {
    /// Sessions that are in the cache.
    fn come(site: SocketAddr) -> Self {
        let [writer, leaver, deleter, mover] = [(); 4].map(|()| {
            let mut browser = Browser::new();
            browser.get(site, "/put/", &[("data", r#"{"old":1}"#)]);
            assert_eq!(browser.get(site, "/data/", &[]), r#"{"old":1}"#);
            browser
        });
        let thieves = vec![leaver.clone(), deleter.clone(), mover.clone()];
        Self { writer, leaver, deleter, mover, thieves }
    }

    /// Everybody's change is acknowledged.
    fn change(&mut self, site: SocketAddr) {
        self.writer.get(site, "/put/", &[("data", r#"{"new":1}"#)]);
        self.leaver.get(site, "/flush/", &[]);
        self.deleter.get(site, "/delete/", &[]);
        self.mover.get(site, "/cycle/", &[]);
    }

    fn check_old(&self, site: SocketAddr) {
        for browser in [&self.writer, &self.leaver, &self.deleter, &self.mover] {
            assert_eq!(browser.clone().get(site, "/data/", &[]), r#"{"old":1}"#);
        }
    }

    fn check_changed(&self, site: SocketAddr) {
        let data = |browser: &Browser| browser.clone().get(site, "/data/", &[]);
        assert_eq!(data(&self.writer), r#"{"old":1,"new":1}"#);
        assert_eq!(data(&self.mover), r#"{"old":1}"#);
        for thief in &self.thieves {
            assert_eq!(data(thief), "{}");
        }
    }
}

/// The settings of a site that reads from the cache at this URL.
fn setup(url: String) -> Setup {
    Row::named("cached_db on SQLite and Redis").bare_with("VESTIBULE_CACHE_URL", url)
}

/// A site that reads from the cache, and visitors whose sessions are there.
fn open(setup: &Setup) -> (SiteProcess, Visitors) {
    let site = keeper::serve(&setup.settings);
    let mut first = Browser::new();
    first.get(site.address(), "/set/first/", &[]);
    assert_eq!(first.get(site.address(), "/keys/", &[]), "first");
    site.says(CACHED);
    let visitors = Visitors::come(site.address());
    (site, visitors)
}

/// What becomes of the cache.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// It is killed before anything is changed.
    Killed,
    /// It stands still before anything is changed, and does all it was told when it goes on.
    Stalled,
    /// It is killed after everything is changed, and comes back with what it had on disk.
    SetBack,
}

/// Who is back, or has ended, first.
#[derive(Clone, Copy, Debug)]
enum Order {
    SiteEndsFirst,
    CacheIsBackFirst,
}

/// A change that is acknowledged while something is wrong with the cache, and a site that ends.
fn outlives(durability: Durability, fault: Fault, order: Order, end: &str) {
    let cache = Redis::start_with(durability);
    let setup = setup(cache.database());
    let (site, mut visitors) = open(&setup);
    cache.save();

    match fault {
        Fault::Killed => cache.kill(),
        Fault::Stalled => cache.pause(),
        Fault::SetBack => {}
    }
    visitors.change(site.address());
    visitors.check_changed(site.address());
    let be_back = || match fault {
        Fault::Killed => cache.restart(),
        Fault::Stalled => cache.resume(),
        Fault::SetBack => {
            cache.kill();
            cache.restart();
        }
    };
    let end_site = |mut site: SiteProcess| {
        site.signal(end);
        site.wait();
    };
    match order {
        Order::SiteEndsFirst => {
            end_site(site);
            be_back();
        }
        Order::CacheIsBackFirst => {
            be_back();
            visitors.check_changed(site.address());
            end_site(site);
        }
    }

    let [after, other] = [(); 2].map(|()| keeper::serve(&setup.settings));
    for site in [&after, &other] {
        visitors.check_changed(site.address());
    }
    after.says(CACHED);
    for site in [&after, &other] {
        visitors.check_changed(site.address());
    }
}

#[test]
fn what_is_acknowledged_while_the_cache_is_dead_or_stalled_outlives_the_process() {
    scope(|scope| {
        for fault in [Fault::Killed, Fault::Stalled] {
            for order in [Order::SiteEndsFirst, Order::CacheIsBackFirst] {
                for end in ["KILL", "TERM"] {
                    scope.spawn(move || outlives(Durability::Always, fault, order, end));
                }
            }
        }
    });
}

#[test]
fn a_cache_that_comes_back_older_is_not_believed() {
    scope(|scope| {
        for order in [Order::SiteEndsFirst, Order::CacheIsBackFirst] {
            for durability in [Durability::Snapshots, Durability::EverySecond] {
                scope.spawn(move || outlives(durability, Fault::SetBack, order, "KILL"));
            }
        }
        scope.spawn(|| outlives(Durability::Snapshots, Fault::Killed, Order::SiteEndsFirst, "TERM"));
    });
}

#[test]
fn what_a_process_without_the_cache_acknowledges_holds_for_one_that_has_it() {
    let cache = Redis::start();
    let direct = setup(cache.database());
    let relay = Relay::to(cache.port());
    let mut relayed = direct.settings.clone();
    for (name, value) in &mut relayed {
        if *name == "VESTIBULE_CACHE_URL" {
            *value = value.replace(&cache.port().to_string(), &relay.port().to_string());
        }
    }
    let (ours, _) = open(&direct);
    let cut_off = keeper::serve(&relayed);

    for _ in 0..2 {
        let mut visitors = Visitors::come(ours.address());
        visitors.check_old(cut_off.address());
        relay.cut();
        visitors.change(cut_off.address());
        visitors.check_changed(ours.address());
        visitors.check_changed(cut_off.address());

        let mut visitors = Visitors::come(ours.address());
        visitors.change(ours.address());
        visitors.check_changed(cut_off.address());
        relay.mend();
        visitors.check_changed(cut_off.address());
    }
}

#[test]
fn a_process_that_stood_still_does_not_believe_what_was_true_before() {
    let cache = Redis::start();
    let setup = setup(cache.database());
    let (ours, mut visitors) = open(&setup);
    let sleeper = keeper::serve(&setup.settings);
    visitors.check_old(sleeper.address());

    sleeper.signal("STOP");
    cache.kill();
    visitors.change(ours.address());
    cache.restart();
    sleeper.signal("CONT");

    visitors.check_changed(sleeper.address());
    visitors.check_changed(ours.address());
}

#[test]
fn on_a_server_the_table_of_the_caches_state_is_made_by_migrate_and_may_be_missing() {
    for url in [Postgres::shared().database(), MariaDb::shared().database()] {
        let row = Row::named("cached_db on PostgreSQL and Redis");
        let setup = row.bare_with("VESTIBULE_DATABASE_URL", url);
        setup.migrate_by_django();
        let site = keeper::serve(&setup.settings);
        let mut browser = Browser::new();
        site.says("no table `vestibule_session_cache`");
        browser.get(site.address(), "/set/before/", &[]);

        assert_eq!(setup.migrate(), "Made vestibule_session_cache");
        assert_eq!(setup.migrate(), "Nothing to do");
        assert_eq!(browser.get(site.address(), "/keys/", &[]), "before");
        site.says(CACHED);
        let mut visitors = Visitors::come(site.address());
        visitors.change(site.address());
        visitors.check_changed(site.address());
    }
}

#[test]
fn cache_and_process_may_be_killed_at_once_under_load() {
    for cache_first in [true, false] {
        let cache = Redis::start_with(Durability::Snapshots);
        let setup = setup(cache.database());
        let (site, _) = open(&setup);

        let visits = Crowd::run(site.address(), Expect::TheEnd, |crowd| {
            crowd.waits_for(|tally| tally.served, 5);
            cache.save();
            crowd.waits_for(|tally| tally.served, 5);
            if cache_first {
                cache.kill();
                crowd.waits_for(|tally| tally.served, 2);
                site.kill();
            } else {
                site.kill();
                cache.kill();
            }
        });
        cache.restart();

        let after = keeper::serve(&setup.settings);
        visits.into_iter().for_each(|visit| visit.check_kept_by(after.address()));
    }
}
