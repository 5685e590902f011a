//! The site has a new secret key: a browser that was logged in under the old one comes with all its requests at once.

use std::net::SocketAddr;
use std::sync::Barrier;

use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::clock::Clock;
use vestibule::prelude::*;
use vestibule::sessions::{SessionKey, Sessions};
use vestibule::signing::Keys;
use vestibule_tests::stores::Redis;
use vestibule_tests::{RunningSite, TempDir, exchange};

vestibule::app! { login: "/login/" }

#[view(GET, "/enter/", app = crate::key_rotation::App)]
async fn enter(request: &mut Request) -> Result<&'static str> {
    let credentials = Credentials { username: "gary".into(), password: "123".into() };
    let user = auth::authenticate(request, &credentials).await?.ok_or_else(|| Error::internal("nobody"))?;
    auth::login(request, user).await?;
    Ok("welcome")
}

/// Looks who is there, and changes the session.
#[view(GET, "/visit/{key}/", app = crate::key_rotation::App)]
#[login_auth]
async fn visit(key: String, user: User, session: Session) -> Result<String> {
    session.insert(&key, true)?;
    Ok(user.to_string())
}

/// Looks who is there, and no more.
#[view(GET, "/look/{key}/", app = crate::key_rotation::App)]
#[login_auth]
async fn look(key: String, user: User) -> String {
    let _ = key;
    user.to_string()
}

/// Changes the session, whoever is there.
#[view(GET, "/note/{key}/", app = crate::key_rotation::App)]
async fn note(key: String, session: Session) -> Result<String> {
    session.insert(&key, true)?;
    Ok("gary".into())
}

#[view(GET, "/keys/", app = crate::key_rotation::App)]
async fn keys(session: Session) -> Result<String> {
    Ok(session.keys().join(" "))
}

#[view(GET, "/leave/", app = crate::key_rotation::App)]
async fn leave(request: &mut Request) -> Result<&'static str> {
    auth::logout(request).await?;
    Ok("bye")
}

const OLD: &str = "the key of before: thirty-two bytes or more";
const NEW: &str = "the key of now: thirty-two bytes or somewhat more";

/// What is stored, and where.
struct Store {
    engine: &'static str,
    directory: TempDir,
    cache: String,
}

impl Store {
    fn new(engine: &'static str) -> Self {
        let is_cache = engine.starts_with("cache");
        let cache = if is_cache { Redis::shared().database() } else { "memory:".to_owned() };
        Self { engine, directory: TempDir::new(), cache }
    }
}

/// A site in its own right on what another has stored.
fn site(store: &Store, secret_key: &str, fallbacks: &[&str]) -> RunningSite {
    let (engine, cache) = (store.engine, store.cache.clone());
    let (database, files) = (store.directory.sqlite(), store.directory.path().to_owned());
    let secret_key = secret_key.to_owned();
    let fallbacks = fallbacks.iter().map(|key| (*key).to_owned()).collect();
    RunningSite::start(App::build().users(FixedUsers::new([("gary", "123")])).settings(move |settings| {
        settings.session_engine = engine.parse().unwrap();
        settings.session_file_path = Some(files);
        settings.database_url = database;
        settings.cache_url = cache;
        settings.secret_key = secret_key.as_str().into();
        settings.secret_key_fallbacks = fallbacks;
    }))
}

fn get(site: SocketAddr, path: &str, cookie: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n");
    exchange(site, request.as_bytes()).unwrap()
}

/// The session's cookie, if the answer sends one.
fn cookie_of(answer: &str) -> Option<String> {
    let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: sessionid="))?;
    Some(format!("sessionid={}", line.split(';').next()?))
}

/// Somebody who was logged in under the old key, and two processes that have the new one.
fn rotated(store: &Store) -> (String, [RunningSite; 2]) {
    let before = site(store, OLD, &[]);
    let cookie = cookie_of(&get(before.address(), "/enter/", "")).unwrap();
    drop(before);
    (cookie, [(); 2].map(|()| site(store, NEW, &[OLD])))
}

/// Requests with one cookie, all at the same moment, one to each process in turns.
fn at_once(sites: &[RunningSite; 2], cookie: &str, paths: &[String]) -> Vec<String> {
    let barrier = Barrier::new(paths.len());
    std::thread::scope(|scope| {
        let ask = |(number, path): (usize, &String)| {
            let (site, path, barrier) = (sites[number % 2].address(), path.clone(), &barrier);
            scope.spawn(move || {
                barrier.wait();
                get(site, &path, cookie)
            })
        };
        let asked: Vec<_> = paths.iter().enumerate().map(ask).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    })
}

#[test]
fn one_moves_the_session_and_the_others_go_on() {
    for engine in ["db", "file", "cache", "cached_db", "signed_cookies"] {
        for round in 0..8 {
            let store = Store::new(engine);
            let (cookie, sites) = rotated(&store);
            let paths: Vec<_> =
                (0..12).map(|n| format!("/{}/key{n}/", ["visit", "look", "visit", "note"][n % 4])).collect();

            let answers = at_once(&sites, &cookie, &paths);

            for (answer, path) in answers.iter().zip(&paths) {
                let is_served = answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\ngary");
                assert!(is_served, "{engine} {round} {path}: {answer}");
            }
            if engine == "signed_cookies" {
                continue;
            }
            // However the answers come in, the browser goes on where the session is.
            let mut moved: Vec<_> = answers.iter().filter_map(|answer| cookie_of(answer)).collect();
            moved.retain(|key| *key != cookie);
            assert!(!moved.is_empty() && moved.iter().all(|key| *key == moved[0]), "{moved:?}");
            let kept = get(sites[0].address(), "/keys/", &moved[0]);
            for path in paths.iter().filter(|path| !path.starts_with("/look/")) {
                let key = path.split('/').nth(2).unwrap();
                assert!(kept.contains(key), "{engine} {round} {path}: {kept}");
            }
        }
    }
}

#[tokio::test]
async fn who_comes_alone_has_a_new_key_and_the_old_record_is_gone() {
    let store = Store::new("db");
    let (cookie, sites) = rotated(&store);

    let moved = cookie_of(&get(sites[0].address(), "/visit/a/", &cookie)).unwrap();

    assert_ne!(moved, cookie);
    // Nothing is left to be done.
    assert_eq!(cookie_of(&get(sites[1].address(), "/look/b/", &moved)), None);
    let mut settings = vestibule::Settings::default();
    settings.database_url = store.directory.sqlite();
    let sessions = Sessions::open(&settings, &Keys::new(NEW, [OLD]), &Clock::system()).unwrap();
    let exists = async |cookie: &str| {
        let key = SessionKey::from_cookie(cookie.trim_start_matches("sessionid=")).unwrap();
        sessions.exists(&key).await.unwrap()
    };
    assert_eq!((exists(&cookie).await, exists(&moved).await), (false, true));
}

#[test]
fn who_logs_out_meanwhile_is_logged_out() {
    for round in 0..8 {
        let store = Store::new("db");
        let (cookie, sites) = rotated(&store);
        let mut paths: Vec<_> = (0..6).map(|n| format!("/look/key{n}/")).collect();
        paths.insert(round % 6, "/leave/".to_owned());

        let answers = at_once(&sites, &cookie, &paths);

        for (answer, path) in answers.iter().zip(&paths) {
            let is_answered = answer.starts_with("HTTP/1.1 200 ") || answer.starts_with("HTTP/1.1 302 ");
            assert!(is_answered, "{path}: {answer}");
        }
        let cookies = answers.iter().filter_map(|answer| cookie_of(answer)).filter(|key| key.len() > 20);
        for cookie in cookies.chain([cookie]) {
            let later = get(sites[0].address(), "/look/later/", &cookie);
            assert!(later.starts_with("HTTP/1.1 302 "), "{round}: {later}");
        }
    }
}

#[test]
fn tabs_that_log_in_at_the_same_moment_are_all_let_in() {
    for engine in ["db", "file", "cache", "cached_db", "signed_cookies"] {
        let store = Store::new(engine);
        let sites = [(); 2].map(|()| site(&store, NEW, &[OLD]));
        let anonymous = cookie_of(&get(sites[0].address(), "/note/cart/", "")).unwrap();

        let answers = at_once(&sites, &anonymous, &["/enter/"; 6].map(str::to_owned));

        for answer in answers {
            assert!(answer.starts_with("HTTP/1.1 200 "), "{engine}: {answer}");
            let cookie = cookie_of(&answer).unwrap();
            assert!(get(sites[1].address(), "/look/a/", &cookie).ends_with("\r\n\r\ngary"), "{engine}");
        }
    }
}
