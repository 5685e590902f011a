//! What somebody else has put in a session's place: the visitor's session is empty, and the page is there.

use vestibule_tests::django::{self, Settings};
use vestibule_tests::{Browser, SiteProcess};

use super::rows::{Row, Setup};
use super::table;
use crate::keeper;

/// What is done to all that is stored, as Python of the site's own Django; `None` where the row has no such thing.
type Garble = fn(&Row) -> Option<&'static str>;

const GARBLES: [(&str, Garble); 7] = [
    ("a date that is none", |row| match row.name {
        "db on SQLite" => Some("expire_date = 'soon'"),
        "db on PostgreSQL" => Some("expire_date = 'infinity'"),
        "db on MariaDB" => Some("expire_date = '0000-00-00 00:00:00'"),
        _ => None,
    }),
    ("a date beyond the calendar", |row| match row.name {
        "db on SQLite" => Some("expire_date = '9999-99-99 99:99:99'"),
        "db on PostgreSQL" => Some("expire_date = '20000-01-01'"),
        "db on MariaDB" => Some("expire_date = '9999-12-00 23:59:59'"),
        _ => None,
    }),
    ("a date of another type", |row| match row.name {
        "db on SQLite" => Some("expire_date = x'ff00'"),
        "db on MariaDB" => Some("TABLE MODIFY expire_date varchar(40) NULL"),
        _ => None,
    }),
    ("no date", |row| match row.name {
        "db on PostgreSQL" => Some("TABLE ALTER COLUMN expire_date DROP NOT NULL"),
        "db on MariaDB" => Some("TABLE MODIFY expire_date datetime(6) NULL"),
        _ => None,
    }),
    ("contents that are no text", |row| match row.name {
        "db on SQLite" => Some("session_data = CAST(x'ff00' AS TEXT)"),
        "db on PostgreSQL" => Some(r"TABLE ALTER COLUMN session_data TYPE bytea USING '\\xff00'::bytea"),
        "db on MariaDB" => Some("TABLE MODIFY session_data longblob"),
        _ => None,
    }),
    ("contents of another type", |row| match row.name {
        "db on SQLite" => Some("session_data = x'ff00'"),
        "db on PostgreSQL" => Some("TABLE ALTER COLUMN session_data TYPE integer USING 5"),
        "db on MariaDB" => Some("TABLE MODIFY session_data int NULL"),
        _ => None,
    }),
    ("contents of nobody", |row| match row.engine {
        "db" => Some("session_data = 'garbage'"),
        _ => Some(""),
    }),
];

#[test]
fn what_cannot_be_read_is_an_empty_session_and_a_line_in_the_log() {
    let lines = GARBLES.map(|(name, _)| name);
    let concerned = |row: &Row| ["db", "file"].contains(&row.engine) || row.name == "cache on Redis";

    table::holds(concerned, &lines, |row| row, |row, line| is_empty_and_said(row, GARBLES[line].1));
}

fn is_empty_and_said(row: &Row, garble: Garble) -> bool {
    let Some(garble) = garble(row) else { return false };
    let setup = row.ready();
    let site = keeper::serve(&setup.settings);
    let (mut browser, mut other) = (Browser::new(), Browser::new());
    browser.get(site.address(), "/put/", &[("data", r#"{"card":"hush-hush"}"#)]);
    let key = browser.cookie("sessionid").unwrap().to_owned();

    garble_all(row, &setup, garble);

    assert_eq!(browser.get(site.address(), "/keys/", &[]), "");
    says_so(&site, &mut other);
    assert!(!site.log().contains(&key), "the key in\n{}", site.log());
    if !garble.starts_with("TABLE") {
        browser.get(site.address(), "/set/again/", &[]);
        assert_eq!(browser.get(site.address(), "/keys/", &[]), "again");
    }
    true
}

/// There is one line; what has expired needs none.
fn says_so(site: &SiteProcess, other: &mut Browser) {
    other.try_get(site.address(), "/the-last-one/", &[]).unwrap();
    // Said when all that came before has been said.
    site.says("/the-last-one/");
    let log = site.log();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("; it counts as ")).collect();
    assert!(lines.len() <= 1, "{log}");
    assert!(!log.contains("hush-hush"), "{log}");
}

fn garble_all(row: &Row, setup: &Setup, garble: &str) {
    match row.engine {
        "file" => {
            let files = std::fs::read_dir(setup.setting("VESTIBULE_SESSION_FILE_PATH")).unwrap();
            for file in files {
                std::fs::write(file.unwrap().path(), b"\xff\xfe:\0").unwrap();
            }
        }
        "cache" => {
            let code = "from django.core.cache import cache; redis = cache._cache.get_client(None, write=True); \
                        [redis.set(key, b'\\xffgarbage', keepttl=True) for key in redis.keys('*sessions.cache*')]";
            django::run(&setup.settings, code);
        }
        _ => run_sql(&setup.settings, row, garble),
    }
}

fn run_sql(settings: &Settings, row: &Row, garble: &str) {
    let mut sql = vec![match garble.strip_prefix("TABLE ") {
        Some(change) => format!("ALTER TABLE django_session {change}"),
        None => format!("UPDATE django_session SET {garble}"),
    }];
    if row.name == "db on MariaDB" {
        sql.insert(0, "SET sql_mode = ''".to_owned());
    }
    // What the column now takes.
    if garble.contains("varchar(40)") {
        sql.push("UPDATE django_session SET expire_date = '2999-xx'".to_owned());
    }
    if garble.contains("longblob") {
        sql.push("UPDATE django_session SET session_data = x'ff00'".to_owned());
    }
    if garble.contains("DROP NOT NULL") || garble.contains("datetime(6) NULL") {
        sql.push("UPDATE django_session SET expire_date = NULL".to_owned());
    }
    let code = format!(
        "from django.db import connection; c = connection.cursor(); [c.execute(sql) for sql in {sql:?}]"
    );
    django::run(settings, &code);
}
