//! Users in one database: whoever is known to one site, logged in or out there, is so to the other.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};

use vestibule_tests::Browser;

use super::sites::Sites;
use crate::keeper::log_in;

const PASSWORD: &str = "correct horse";
const OTHER: &str = "battery staple";

/// Does the check both ways on each database, with a user whom the first of the sites has made.
fn with_somebody(check: impl Fn(&str, &mut Browser, SocketAddr, SocketAddr)) {
    for database in ["db on SQLite", "db on PostgreSQL", "db on MariaDB"] {
        println!("{database}");
        // Nobody is after these passwords.
        let sites = Sites::with_users(database, &[("VESTIBULE_PASSWORD_ITERATIONS", "1000")]);
        sites.both_ways(|browser, one, other| {
            let name = somebody(one);
            check(&name, browser, one, other);
        });
    }
}

/// The name of a new user of this site.
fn somebody(site: SocketAddr) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("gary{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let user = [("username", &*name), ("email", "gary@example.com"), ("password", PASSWORD)];
    Browser::new().get(site, "/signup/", &user);
    name
}

/// Whom the sites take the browser for, both the same.
fn seen_as(browser: &mut Browser, sites: [SocketAddr; 2]) -> String {
    let [one, other] = sites.map(|site| browser.get(site, "/whoami/", &[]));
    assert_eq!(one, other);
    one
}

#[test]
fn who_is_logged_in_at_one_is_so_at_the_other_and_logged_out() {
    with_somebody(|name, browser, one, other| {
        assert_eq!(seen_as(browser, [one, other]), "nobody");
        assert!(log_in(one, browser, name, PASSWORD));
        assert_eq!(seen_as(browser, [other, one]), name);
        let mut copy = browser.clone();

        browser.get(other, "/logout/", &[]);

        assert_eq!(seen_as(browser, [one, other]), "nobody");
        assert_eq!(seen_as(&mut copy, [one, other]), "nobody", "the session has ended, not only its cookie");
        assert!(!log_in(other, browser, name, OTHER));
        assert!(log_in(other, browser, name, PASSWORD), "the other knows the password too");
        assert_eq!(seen_as(browser, [one, other]), name);
    });
}

#[test]
fn a_password_that_is_changed_at_one_ends_all_other_sessions_at_both() {
    with_somebody(|name, browser, one, other| {
        let mut elsewhere = [Browser::new(), Browser::new()];
        assert!(log_in(one, browser, name, PASSWORD));
        assert!(log_in(one, &mut elsewhere[0], name, PASSWORD));
        assert!(log_in(other, &mut elsewhere[1], name, PASSWORD));

        browser.get(other, "/password/", &[("password", OTHER)]);

        assert_eq!(seen_as(browser, [one, other]), name, "who has changed it stays");
        assert_eq!(seen_as(&mut elsewhere[0], [one, other]), "nobody");
        assert_eq!(seen_as(&mut elsewhere[1], [other, one]), "nobody");
        for site in [one, other] {
            assert!(!log_in(site, &mut Browser::new(), name, PASSWORD));
            assert!(log_in(site, &mut Browser::new(), name, OTHER));
        }
    });
}

#[test]
fn who_is_no_longer_active_is_out_at_both() {
    with_somebody(|name, browser, one, other| {
        assert!(log_in(one, browser, name, PASSWORD));
        assert_eq!(seen_as(browser, [other, one]), name);

        browser.get(other, "/deactivate/", &[("username", name)]);

        assert_eq!(seen_as(browser, [one, other]), "nobody");
        for site in [one, other] {
            assert!(!log_in(site, &mut Browser::new(), name, PASSWORD));
        }
    });
}

#[test]
fn permissions_and_groups_given_by_one_count_at_the_other() {
    with_somebody(|name, browser, one, other| {
        const ADD: &str = "auth.add_user";
        const VIEW: &str = "sessions.view_session";
        let may = |browser: &mut Browser, permission| {
            let ask = |site| browser.get(site, "/may/", &[("permission", permission)]);
            let [one, other] = [one, other].map(ask);
            assert_eq!(one, other, "{permission}");
            one == "true"
        };
        let user = ("username", name);
        let group = ("group", &*format!("friends of {name}"));
        assert!(log_in(one, browser, name, PASSWORD));
        assert!(!may(browser, ADD) && !may(browser, VIEW));

        browser.get(one, "/grant/", &[user, ("permission", ADD)]);
        assert!(may(browser, ADD) && !may(browser, VIEW));
        browser.get(one, "/join/", &[user, group, ("permission", VIEW)]);
        assert!(may(browser, ADD) && may(browser, VIEW));
        browser.get(other, "/revoke/", &[user, ("permission", ADD)]);
        assert!(!may(browser, ADD) && may(browser, VIEW));
        browser.get(other, "/leave/", &[user, group]);
        assert!(!may(browser, ADD) && !may(browser, VIEW));
    });
}

#[test]
fn a_link_to_a_new_password_made_by_one_is_taken_by_the_other_once() {
    with_somebody(|name, browser, one, other| {
        let link = |browser: &mut Browser, site| {
            let link = browser.get(site, "/forgotten/", &[("username", name)]);
            let (uid, token) = link.split_once(' ').unwrap();
            (uid.to_owned(), token.to_owned())
        };
        let take = |browser: &mut Browser, site, (uid, token): &(String, String), password| {
            let query = [("uid", &**uid), ("token", &**token), ("password", password)];
            browser.try_get(site, "/reset/", &query).unwrap().status
        };

        // Whoever has never logged in.
        let first = link(browser, one);
        let forged = (first.0.clone(), format!("{}0", first.1));
        assert_eq!(take(browser, other, &forged, "forged"), 400);
        assert_eq!(take(browser, other, &first, OTHER), 200);
        assert_eq!([one, other].map(|site| take(browser, site, &first, "again")), [400, 400]);
        // The time of the last login is part of the token.
        let before_a_login = link(browser, one);
        assert!(log_in(other, &mut Browser::new(), name, OTHER));
        assert_eq!(take(browser, other, &before_a_login, "late"), 400);
        let second = link(browser, one);
        assert_eq!(take(browser, other, &second, PASSWORD), 200);
        assert!(log_in(one, &mut Browser::new(), name, PASSWORD));
    });
}

/// What stands in the column.
fn stored(sites: &Sites, name: &str) -> String {
    sites.python(&format!(
        "from django.contrib.auth.models import User; print(User.objects.get(username='{name}').password)"
    ))
}

#[test]
fn we_take_passwords_by_all_of_djangos_hashers() {
    let sites = Sites::with_users("db on SQLite", &[]);
    let hashers = ["pbkdf2_sha256", "pbkdf2_sha1", "argon2", "bcrypt_sha256", "bcrypt", "scrypt", "md5"];
    for hasher in hashers {
        sites.python(&format!(
            "from django.contrib.auth.models import User; \
             from django.contrib.auth.hashers import make_password; \
             User.objects.create(username='{hasher}', password=make_password('{PASSWORD}', hasher='{hasher}'))"
        ));
        let before = stored(&sites, hasher);
        assert!(before.starts_with(&format!("{hasher}$")), "{before}");

        assert!(!log_in(sites.ours(), &mut Browser::new(), hasher, OTHER), "{hasher}");
        assert!(log_in(sites.ours(), &mut Browser::new(), hasher, PASSWORD), "{hasher}");

        let is_weaker = ["pbkdf2_sha1", "md5"].contains(&hasher);
        let after = stored(&sites, hasher);
        assert_eq!(after != before, is_weaker, "{hasher}: {before} {after}");
        assert!(!is_weaker || after.starts_with("pbkdf2_sha256$"), "{hasher}: {after}");
        assert!(log_in(sites.django(), &mut Browser::new(), hasher, PASSWORD), "{hasher}");
    }
}

#[test]
fn django_takes_our_hashes_and_leaves_them_as_they_are() {
    for (hasher, start) in
        [("pbkdf2_sha256", "pbkdf2_sha256$1000000$"), ("argon2", "argon2$argon2id$v=19$m=102400,t=2,p=8$")]
    {
        let sites = Sites::with_users("db on SQLite", &[("VESTIBULE_PASSWORD_HASHER", hasher)]);
        let name = somebody(sites.ours());
        let ours = stored(&sites, &name);
        assert!(ours.starts_with(start), "{ours}");

        assert!(!log_in(sites.django(), &mut Browser::new(), &name, OTHER), "{hasher}");
        assert!(log_in(sites.django(), &mut Browser::new(), &name, PASSWORD), "{hasher}");
        assert_eq!(stored(&sites, &name), ours);

        // And the other way round.
        let name = somebody(sites.django());
        let djangos = stored(&sites, &name);
        assert!(djangos.starts_with(start), "{djangos}");
        assert!(log_in(sites.ours(), &mut Browser::new(), &name, PASSWORD), "{hasher}");
        assert_eq!(stored(&sites, &name), djangos);
    }
}
