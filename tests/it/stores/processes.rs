//! Two processes of one site on one store: they share every session, and lose none when they are killed.

use std::collections::HashMap;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use vestibule_tests::{Browser, SiteProcess, django};

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
    assert!(pair.sites[1].log().contains("session"), "nothing is logged");
    browser.get(pair.sites[1].address(), "/set/new/", &[]);

    assert_eq!(browser.get(pair.sites[0].address(), "/keys/", &[]), "new");
    assert_eq!(browser.cookie("sessionid"), Some(cookie.as_str()));
    true
}

fn clearing(pair: &Pair) -> bool {
    let clear = || {
        let output = keeper::command(&pair.setup.settings).arg("clearsessions").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (mut living, mut expired) = (Browser::new(), Browser::new());
    living.get(pair.sites[0].address(), "/set/living/", &[]);
    expired.get(pair.sites[0].address(), "/set/expired/", &[]);
    expired.get(pair.sites[0].address(), "/expire/", &[("form", "seconds"), ("value", "-5")]);

    let (first, second) = (clear(), clear());

    let removes = pair.row.engine != "cache";
    assert_eq!(first.trim(), if removes { "Removed 1 expired session" } else { "Nothing to clear" });
    assert_eq!(second.trim(), "Nothing to clear");
    assert_eq!(living.get(pair.sites[1].address(), "/keys/", &[]), "living");
    true
}

/// Four visitors set one key after the other, and the process is killed at whatever they are doing.
fn a_kill(pair: &Pair) -> bool {
    const VISITORS: usize = 4;
    for round in 0..4 {
        let site = keeper::serve(&pair.setup.settings);
        let (address, stopped) = (site.address(), AtomicBool::new(false));
        let visits = [const { AtomicBool::new(false) }; VISITORS];
        let kept: Mutex<HashMap<usize, (Browser, Vec<String>)>> = Mutex::default();
        std::thread::scope(|scope| {
            let visitors = (0..VISITORS).map(|visitor| {
                let (kept, stopped, visits) = (&kept, &stopped, &visits);
                scope.spawn(move || {
                    let (mut browser, mut keys) = (Browser::new(), Vec::new());
                    while !stopped.load(Ordering::Relaxed) {
                        let key = format!("key{}", keys.len());
                        match browser.try_get(address, &format!("/set/{key}/"), &[]) {
                            Ok(answer) => assert_eq!(answer.status, 200, "{answer:?}"),
                            Err(_) => break,
                        }
                        keys.push(key);
                        visits[visitor].store(keys.len() > round * 3, Ordering::Relaxed);
                    }
                    kept.lock().unwrap().insert(visitor, (browser, keys));
                })
            });
            let visitors: Vec<_> = visitors.collect();
            while !visits.iter().all(|visited| visited.load(Ordering::Relaxed))
                && !visitors.iter().any(|visitor| visitor.is_finished())
            {
                std::thread::yield_now();
            }
            site.kill();
            stopped.store(true, Ordering::Relaxed);
        });

        for (mut browser, keys) in kept.into_inner().unwrap().into_values() {
            let there = browser.get(pair.sites[0].address(), "/keys/", &[]);
            let there: Vec<_> = there.split(' ').collect();
            // The one under way may have been stored too.
            assert!(
                there.len() <= keys.len() + 1 && keys.iter().all(|key| there.contains(&key.as_str())),
                "{there:?}"
            );
        }
    }
    true
}
