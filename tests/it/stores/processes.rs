//! Two processes of one site on one store: they share every session, and lose none when they are killed.

use std::fs;

use vestibule_tests::{Browser, SiteProcess, django};

use super::crowd::{Crowd, Expect};
use super::rows::{Row, Setup};
use super::table;
use crate::keeper;

/// Two processes, and a second session beside the one that a check is about.
struct Pair {
    row: &'static Row,
    setup: Setup,
    sites: [SiteProcess; 2],
}

fn start(row: &'static Row) -> Pair {
    let setup = row.ready();
    let sites = [keeper::serve(&setup.settings), keeper::serve(&setup.settings)];
    Pair { row, setup, sites }
}

type Check = fn(&Pair) -> bool;

const CHECKS: [(&str, Check); 6] = [
    ("a hundred requests at once all keep their change", a_hundred_requests_at_once),
    ("what one has ended is ended for the other", an_end),
    ("a new key is known to the other, the old is not", a_new_key),
    ("corrupt contents read as an empty session", corrupt_contents),
    ("clearsessions removes what has expired", clearing),
    ("what was acknowledged survives kill -9", a_kill),
];

#[test]
fn two_processes_share_every_session_and_lose_none() {
    let lines = CHECKS.map(|check| check.0);
    let concerned = |row: &Row| row.is_shared() && row.is_on_server();

    table::holds(concerned, &lines, start, |pair, line| CHECKS[line].1(pair));
}

fn a_hundred_requests_at_once(pair: &Pair) -> bool {
    let mut browser = Browser::new();
    browser.get(pair.sites[0].address(), "/set/first/", &[]);

    std::thread::scope(|scope| {
        for number in 0..100 {
            let mut browser = browser.clone();
            let site = pair.sites[number % 2].address();
            scope.spawn(move || browser.get(site, &format!("/set/key{number}/"), &[]));
        }
    });

    let keys = browser.get(pair.sites[0].address(), "/keys/", &[]);
    assert_eq!(keys.split(' ').count(), 101, "{keys}");
    true
}

fn an_end(pair: &Pair) -> bool {
    let [one, other] = pair.sites.each_ref().map(SiteProcess::address);
    let mut browser = Browser::new();
    browser.get(one, "/set/secret/", &[]);
    assert_eq!(browser.get(other, "/keys/", &[]), "secret");
    let mut thief = browser.clone();

    browser.get(other, "/flush/", &[]);

    assert_eq!(browser.cookie("sessionid"), None);
    for site in [one, other] {
        assert_eq!(thief.clone().get(site, "/keys/", &[]), "");
    }
    thief.get(one, "/set/again/", &[]);
    assert_eq!(thief.get(other, "/keys/", &[]), "again");
    true
}

fn a_new_key(pair: &Pair) -> bool {
    let [one, other] = pair.sites.each_ref().map(SiteProcess::address);
    let mut browser = Browser::new();
    browser.get(one, "/set/kept/", &[]);
    let mut old = browser.clone();

    browser.get(other, "/cycle/", &[]);

    assert_eq!(browser.get(one, "/keys/", &[]), "kept");
    assert_eq!(old.get(one, "/keys/", &[]), "");
    true
}

/// Only where the stored text is signed: what a cache holds is believed, or is a miss.
fn corrupt_contents(pair: &Pair) -> bool {
    let mut browser = Browser::new();
    browser.get(pair.sites[0].address(), "/set/lost/", &[]);
    let cookie = browser.cookie("sessionid").unwrap().to_owned();
    match pair.row.engine {
        "db" => {
            let garble = "from django.contrib.sessions.models import Session; \
                          Session.objects.update(session_data='garbage')";
            django::run(&pair.setup.settings, garble);
        }
        "file" => {
            for file in fs::read_dir(pair.setup.setting("VESTIBULE_SESSION_FILE_PATH")).unwrap() {
                let file = file.unwrap();
                if file.file_name().to_string_lossy().starts_with("sessionid") {
                    fs::write(file.path(), "garbage").unwrap();
                }
            }
        }
        _ => return false,
    }

    assert_eq!(browser.get(pair.sites[1].address(), "/keys/", &[]), "");
    pair.sites[1].says("it counts as empty");
    browser.get(pair.sites[1].address(), "/set/new/", &[]);

    assert_eq!(browser.get(pair.sites[0].address(), "/keys/", &[]), "new");
    assert_eq!(browser.cookie("sessionid"), Some(cookie.as_str()));
    true
}

fn clearing(pair: &Pair) -> bool {
    let (mut living, mut expired) = (Browser::new(), Browser::new());
    living.get(pair.sites[0].address(), "/set/living/", &[]);
    expired.get(pair.sites[0].address(), "/set/expired/", &[]);
    expired.get(pair.sites[0].address(), "/expire/", &[("form", "seconds"), ("value", "-5")]);

    let (first, second) = (pair.setup.clear(), pair.setup.clear());

    let removes = pair.row.engine != "cache";
    assert_eq!(first, if removes { "Removed 1 expired session" } else { "Nothing to clear" });
    assert_eq!(second, "Nothing to clear");
    assert_eq!(living.get(pair.sites[1].address(), "/keys/", &[]), "living");
    true
}

fn a_kill(pair: &Pair) -> bool {
    for turns in [0, 1, 5, 20] {
        let site = keeper::serve(&pair.setup.settings);
        let visits = Crowd::run(site.address(), Expect::TheEnd, |crowd| {
            crowd.waits_for(|tally| tally.served, turns);
            site.kill();
        });
        visits.into_iter().for_each(|visit| visit.check_kept_by(pair.sites[0].address()));
    }
    true
}
