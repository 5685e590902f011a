//! A store that is killed under load, or away when the site starts: nothing that was acknowledged is lost, what
//! cannot be served is refused in time, and all is well by itself when the store is back.

use std::time::{Duration, Instant};

use vestibule_tests::stores::{MariaDb, Postgres, Redis, Server};
use vestibule_tests::{Browser, SiteProcess, django};

use super::crowd::{Crowd, Expect};
use super::rows::{Row, Setup};
use crate::keeper;

/// Longest wait for a site to find its store again.
const PATIENCE: Duration = Duration::from_secs(30);

/// The row's settings with a store of the test's own in place of the shared one.
fn setup(row: &str, store: &'static str, url: String) -> Setup {
    let setup = Row::named(row).bare_with(store, url);
    setup.migrate();
    setup
}

fn survives_a_kill(setup: &Setup, store: &Server) {
    let site = keeper::serve(&setup.settings);

    let visits = Crowd::run(site.address(), Expect::Refusals, |crowd| {
        crowd.waits_for(|tally| tally.served, 5);
        store.kill();
        crowd.waits_for(|tally| tally.refused, 2);
        store.restart();
        crowd.waits_for(|tally| tally.served, 5);
    });

    visits.into_iter().for_each(|visit| visit.check_kept_by(site.address()));
}

fn starts_without(setup: &Setup, store: &Server) {
    store.stop();
    let site = keeper::serve(&setup.settings);
    let mut browser = Browser::new();

    assert_eq!(browser.get(site.address(), "/plain/", &[]), "plain");
    let refused = browser.try_get(site.address(), "/set/early/", &[]).unwrap();
    assert_eq!(refused.status, 503, "{refused:?}");
    assert!(refused.headers("retry-after").next().is_some(), "{refused:?}");
    let clearing = keeper::command(&setup.settings).arg("clearsessions").output().unwrap();
    // There is nothing to clear in a cache, be it there or not.
    assert_eq!(clearing.status.success(), setup.setting("VESTIBULE_SESSION_ENGINE") == "cache");

    store.restart();
    until_served(&site, &mut browser, "/set/late/");
    assert_eq!(browser.get(site.address(), "/keys/", &[]), "late");
}

/// Asks again and again, as visitors do, until the answer is 200.
fn until_served(site: &SiteProcess, browser: &mut Browser, path: &str) {
    let begun = Instant::now();
    while browser.try_get(site.address(), path, &[]).unwrap().status != 200 {
        assert!(begun.elapsed() < PATIENCE, "{path} is not served again: {}", site.log());
    }
}

#[test]
fn postgres_may_be_killed_and_be_away() {
    let store = Postgres::start();
    let setup = setup("db on PostgreSQL", "VESTIBULE_DATABASE_URL", store.database());

    survives_a_kill(&setup, &store);
    starts_without(&setup, &store);
}

#[test]
fn mariadb_may_be_killed_and_be_away() {
    let store = MariaDb::start();
    let setup = setup("db on MariaDB", "VESTIBULE_DATABASE_URL", store.database());

    survives_a_kill(&setup, &store);
    starts_without(&setup, &store);
}

#[test]
fn redis_may_be_killed_and_be_away() {
    let store = Redis::start();
    let setup = setup("cache on Redis", "VESTIBULE_CACHE_URL", store.database());

    survives_a_kill(&setup, &store);
    starts_without(&setup, &store);
}

#[test]
fn a_database_behind_a_cache_may_be_killed_and_be_away() {
    let store = Postgres::start();
    let setup = setup("cached_db on PostgreSQL and Redis", "VESTIBULE_DATABASE_URL", store.database());

    survives_a_kill(&setup, &store);
    starts_without(&setup, &store);
}

#[test]
fn a_cache_that_is_killed_costs_no_answer_and_no_change() {
    let cache = Redis::start();
    let setup = setup("cached_db on SQLite and Redis", "VESTIBULE_CACHE_URL", cache.database());
    let site = keeper::serve(&setup.settings);

    let visits = Crowd::run(site.address(), Expect::Service, |crowd| {
        crowd.waits_for(|tally| tally.served, 5);
        cache.kill();
        crowd.waits_for(|tally| tally.served, 5);
        cache.restart();
        crowd.waits_for(|tally| tally.served, 5);
    });

    visits.into_iter().for_each(|visit| visit.check_kept_by(site.address()));
}

#[test]
fn a_site_starts_without_its_cache() {
    let cache = Redis::start();
    let setup = setup("cached_db on SQLite and Redis", "VESTIBULE_CACHE_URL", cache.database());
    cache.stop();
    let site = keeper::serve(&setup.settings);
    let mut browser = Browser::new();

    browser.get(site.address(), "/set/early/", &[]);
    cache.restart();
    browser.get(site.address(), "/set/late/", &[]);

    assert_eq!(browser.get(site.address(), "/keys/", &[]), "early late");
}

#[test]
fn what_is_changed_or_ended_without_the_cache_stays_so_when_it_is_back() {
    let cache = Redis::start();
    let setup = setup("cached_db on SQLite and Redis", "VESTIBULE_CACHE_URL", cache.database());
    let (ours, other) = (keeper::serve(&setup.settings), keeper::serve(&setup.settings));
    let django = django::serve(&setup.settings);
    // Two of each are in the cache: one to be changed, one to be ended.
    let [mut changed, mut ended] = [[&ours, &django]; 2].map(|writers| {
        writers.map(|writer| {
            let mut browser = Browser::new();
            browser.get(writer.address(), "/put/", &[("data", r#"{"old":1}"#)]);
            browser
        })
    });
    let mut thieves = ended.clone();

    cache.kill();
    for (changed, ended) in changed.iter_mut().zip(&mut ended) {
        changed.get(ours.address(), "/put/", &[("data", r#"{"new":1}"#)]);
        ended.get(ours.address(), "/flush/", &[]);
    }
    cache.restart();

    let mut holds = |site: &SiteProcess| {
        changed.iter_mut().zip(&mut thieves).all(|(changed, thief)| {
            changed.get(site.address(), "/data/", &[]) == r#"{"old":1,"new":1}"#
                && thief.clone().get(site.address(), "/data/", &[]) == "{}"
        })
    };
    // What the process itself has done holds at once, and for the others when it has told the cache.
    assert!(holds(&ours));
    let begun = Instant::now();
    while !(holds(&other) && holds(&django)) {
        assert!(holds(&ours));
        assert!(begun.elapsed() < PATIENCE, "the cache is not told of what was changed without it");
    }
    assert!(holds(&ours));
}
