//! Sessions of every engine, on one store and in one cookie jar.

use std::net::SocketAddr;

use vestibule_tests::{Browser, SiteProcess, django};

use crate::keeper;
use crate::stores::rows::{Row, Setup};
use crate::stores::table;

/// What JSON can say: text beyond ASCII, and what Python and Rust may write in different ways.
const DATA: &str = r#"{"text":"gr\u00fc\u00dfe \u9e7d \ud83e\uddc2 \"\\\n","none":null,"yes":true,"int":-12,"big":123456789012345678901234567890,"float":1.5,"tiny":1e-09,"list":[1,[],{"a":{"b":[null]}}],"":""}"#;

struct Pair {
    row: &'static Row,
    setup: Setup,
    ours: SiteProcess,
    django: SiteProcess,
}

fn start(row: &'static Row) -> Pair {
    let setup = row.ready();
    let (ours, django) = (keeper::serve(&setup.settings), django::serve(&setup.settings));
    Pair { row, setup, ours, django }
}

/// A check with the site that writes, and the one that reads.
type Check = fn(&Pair, SocketAddr, SocketAddr) -> bool;

const CHECKS: [(&str, Check); 7] = [
    ("write what the other reads and changes", write_and_change),
    ("take turns on one cookie jar", turns),
    ("set an expiry that means the same to the other", expiry),
    ("have what the other ends", an_end),
    ("have what the other gives a new key", a_new_key),
    ("let expire what is gone for the other", expired),
    ("leave what the other clears", clearing),
];

#[test]
fn django_and_we_go_on_with_what_the_other_writes() {
    let lines: Vec<_> =
        CHECKS.iter().flat_map(|(line, _)| [format!("we: {line}"), format!("Django: {line}")]).collect();

    table::holds(Row::is_shared, &lines, start, |pair, line| {
        let (ours, django) = (pair.ours.address(), pair.django.address());
        let (writer, reader) = if line % 2 == 0 { (ours, django) } else { (django, ours) };
        CHECKS[line / 2].1(pair, writer, reader)
    });
}

fn write_and_change(_: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    let mut browser = Browser::new();
    browser.get(writer, "/put/", &[("data", DATA)]);
    assert_eq!(browser.get(reader, "/data/", &[]), DATA);

    browser.get(reader, "/put/", &[("data", r#"{"int":13,"new":[]}"#)]);
    browser.get(reader, "/remove/", &[("key", "big")]);

    let changed = DATA.replace("-12", "13").replace(r#""big":123456789012345678901234567890,"#, "");
    assert_eq!(browser.get(writer, "/data/", &[]), changed.replace(r#""":""}"#, r#""":"","new":[]}"#));
    true
}

fn turns(_: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    let mut browser = Browser::new();
    let mut wanted = Vec::new();
    for turn in 0..20 {
        let (site, other) = if turn % 2 == 0 { (writer, reader) } else { (reader, writer) };
        browser.get(site, "/put/", &[("data", &format!(r#"{{"turn{turn}":"é{turn}"}}"#))]);
        wanted.push(format!(r#""turn{turn}":"\u00e9{turn}""#));
        assert_eq!(browser.get(other, "/data/", &[]), format!("{{{}}}", wanted.join(",")));
    }
    true
}

fn expiry(_: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    let mut browser = Browser::new();
    browser.get(writer, "/put/", &[("data", r#"{"k":1}"#)]);
    for (form, value) in [
        ("seconds", "300"),
        ("seconds", "0"),
        ("duration", "86400"),
        ("instant", "2036-12-31T23:59:59+00:00"),
        ("instant", "2036-03-01T12:00:00.250000-03:30"),
        ("default", ""),
    ] {
        browser.get(writer, "/expire/", &[("form", form), ("value", value)]);

        let (end, closes) = end(&mut browser, reader);
        // What is counted from now on moves on between the two answers.
        assert!(self::end(&mut browser, writer).0 - end <= 5, "{form} {value}");
        assert_eq!(closes, value == "0", "{form} {value}");
    }
    true
}

/// When the session ends, in seconds since 1970, and whether with the browser.
fn end(browser: &mut Browser, site: SocketAddr) -> (i64, bool) {
    let said = browser.get(site, "/expiry/", &[]);
    let (instant, closes) = said.split_once(' ').unwrap();
    (instant.parse().unwrap(), closes.parse().unwrap())
}

fn an_end(pair: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    let mut browser = Browser::new();
    browser.get(writer, "/put/", &[("data", r#"{"secret":1}"#)]);
    let mut thief = browser.clone();

    browser.get(reader, "/flush/", &[]);

    assert_eq!(browser.get(writer, "/data/", &[]), "{}");
    if pair.row.is_on_server() {
        assert_eq!(thief.get(writer, "/data/", &[]), "{}");
    }
    true
}

fn a_new_key(pair: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    let mut browser = Browser::new();
    browser.get(writer, "/put/", &[("data", r#"{"kept":1}"#)]);
    let mut old = browser.clone();

    browser.get(reader, "/cycle/", &[]);

    assert_eq!(browser.get(writer, "/data/", &[]), r#"{"kept":1}"#);
    if pair.row.is_on_server() {
        assert_eq!(old.get(writer, "/data/", &[]), "{}");
    }
    true
}

/// A cookie that holds the session ends with its own age, whatever the session says.
fn expired(pair: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    if !pair.row.is_on_server() {
        return false;
    }
    let mut browser = Browser::new();
    browser.get(writer, "/put/", &[("data", r#"{"k":1}"#)]);
    browser.get(writer, "/expire/", &[("form", "instant"), ("value", "2026-01-02T03:04:05+00:00")]);

    assert_eq!(browser.clone().get(reader, "/data/", &[]), "{}");
    assert_eq!(browser.get(writer, "/data/", &[]), "{}");
    true
}

fn clearing(pair: &Pair, writer: SocketAddr, reader: SocketAddr) -> bool {
    let (mut living, mut expired) = (Browser::new(), Browser::new());
    living.get(writer, "/put/", &[("data", r#"{"living":1}"#)]);
    let mut expire = || {
        expired.get(writer, "/put/", &[("data", r#"{"expired":1}"#)]);
        expired.get(writer, "/expire/", &[("form", "instant"), ("value", "2026-01-02T03:04:05+00:00")]);
    };

    expire();
    let ours = pair.setup.clear();
    expire();
    pair.setup.clear_by_django();
    let left = pair.setup.clear();

    let removes = !["cache", "signed_cookies"].contains(&pair.row.engine);
    assert_eq!(ours.starts_with("Removed"), removes, "{ours}");
    assert_eq!(left, "Nothing to clear");
    assert_eq!(living.get(reader, "/data/", &[]), r#"{"living":1}"#);
    true
}
