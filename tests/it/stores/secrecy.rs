//! The log at its loudest, of this crate and of those below it: no session's key or contents are in it, and no password.

use vestibule_tests::Browser;

use super::rows::Row;
use super::table;
use crate::keeper;

#[test]
fn no_log_at_any_level_holds_a_key_or_contents() {
    let lines = ["nothing secret is said"];

    table::holds(|_| true, &lines, |row| row, |row, _| nothing_secret_is_said(row));
}

fn nothing_secret_is_said(row: &Row) -> bool {
    let mut setup = row.ready();
    setup.settings.push(("LOUD", "1".to_owned()));
    let site = keeper::serve(&setup.settings);
    let (mut browser, mut keys) = (Browser::new(), Vec::new());

    for (path, query) in [
        ("/put/", &[("data", r#"{"card":"hush-hush"}"#)][..]),
        ("/data/", &[]),
        ("/set/more/", &[]),
        ("/cycle/", &[]),
        ("/keys/", &[]),
    ] {
        browser.get(site.address(), path, query);
        keys.push(browser.cookie("sessionid").unwrap().to_owned());
    }
    browser.get(site.address(), "/flush/", &[]);
    browser.set_cookie("sessionid", &keys[0]);
    browser.get(site.address(), "/keys/", &[]);
    browser.try_get(site.address(), "/the-last-one/", &[]).unwrap();

    // Said when all that came before has been said.
    site.says("/the-last-one/");
    let log = site.log();
    let secret_key = setup.setting("VESTIBULE_SECRET_KEY");
    for secret in keys.iter().map(String::as_str).chain(["hush-hush", secret_key]) {
        assert!(!log.contains(secret), "{secret} in\n{log}");
    }
    true
}

#[test]
fn no_log_at_any_level_holds_a_password() {
    const RIGHT: &str = "correct-horse-battery";
    const WRONG: &str = "wrong-horse-battery";

    for name in ["db on SQLite", "db on PostgreSQL", "db on MariaDB"] {
        let mut setup = Row::named(name).bare();
        setup.settings.push(("KEEPER_USERS", "tables".to_owned()));
        setup.settings.push(("VESTIBULE_PASSWORD_ITERATIONS", "1000".to_owned()));
        setup.migrate();
        setup.settings.push(("LOUD", "1".to_owned()));
        let mut made = keeper::command(&setup.settings);
        made.args(["createsuperuser", "--no-input", "--username", "gary", "--email", "gary@example.com"]);
        let made = made.env("VESTIBULE_SUPERUSER_PASSWORD", RIGHT).output().unwrap();
        assert!(made.status.success(), "{name}: {made:?}");
        let site = keeper::serve(&setup.settings);
        let mut browser = Browser::new();

        assert!(!keeper::log_in(site.address(), &mut browser, "gary", WRONG), "{name}");
        assert!(!keeper::log_in(site.address(), &mut browser, WRONG, RIGHT), "{name}");
        assert!(keeper::log_in(site.address(), &mut browser, "gary", RIGHT), "{name}");
        let link = browser.get(site.address(), "/forgotten/", &[("username", "gary")]);
        let token = link.split_once(' ').unwrap().1.to_owned();
        let secrets =
            [RIGHT, WRONG, &token, browser.cookie("sessionid").unwrap(), "pbkdf2_sha256$"].map(str::to_owned);
        browser.try_get(site.address(), "/the-last-one/", &[]).unwrap();

        // Said when all that came before has been said.
        site.says("/the-last-one/");
        let log = site.log() + &String::from_utf8_lossy(&made.stderr);
        for secret in secrets {
            assert!(!log.contains(&secret), "{name}: {secret} in\n{log}");
        }
    }
}
