//! The log at its loudest, of this crate and of those below it: no session's key or contents are in it.

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
