//! Forms: the page comes from one site, and what is sent goes to the other.

use std::net::SocketAddr;

use vestibule_tests::Browser;

use super::sites::Sites;

/// What a visitor types.
const NAME: (&str, &str) = ("name", "grüße & 鹽=🧂");

/// Does the check both ways, with the secret in its cookie and with the secret in the session.
fn wherever_the_secret_is(check: fn(&mut Browser, SocketAddr, SocketAddr)) {
    for in_session in [false, true] {
        println!("with csrf_use_sessions = {in_session}");
        let sites = Sites::start(&[("VESTIBULE_CSRF_USE_SESSIONS", &in_session.to_string())]);
        sites.both_ways(|browser, page, target| {
            check(browser, page, target);
            assert_eq!(browser.cookie("csrftoken").is_none(), in_session);
        });
    }
}

/// What the site's page has in the hidden field of its form.
fn token_on(page: SocketAddr, browser: &mut Browser) -> String {
    let page = browser.get(page, "/form/", &[]);
    let field = page.split_once("<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"");
    let token = field.and_then(|(_, rest)| rest.split_once("\">")).expect(&page).0;
    assert_eq!(token.len(), 64, "{page}");
    token.to_owned()
}

/// The status of a form with this token.
fn posted(browser: &mut Browser, target: SocketAddr, token: &str) -> u16 {
    browser.post(target, "/form/", &[], &[("csrfmiddlewaretoken", token), NAME]).status
}

#[test]
fn a_form_of_one_is_taken_by_the_other() {
    wherever_the_secret_is(|browser, page, target| {
        let token = token_on(page, browser);

        let answer = browser.post(target, "/form/", &[], &[("csrfmiddlewaretoken", &token), NAME]);
        let without = browser.post(target, "/form/", &[], &[NAME]);
        let origin = [("Origin", "http://elsewhere.test")];
        let elsewhere = browser.post(target, "/form/", &origin, &[("csrfmiddlewaretoken", &token), NAME]);

        assert_eq!((answer.status, &*answer.body), (200, NAME.1));
        assert_eq!((without.status, elsewhere.status), (403, 403));
    });
}

#[test]
fn the_pages_of_both_have_tokens_of_one_secret() {
    wherever_the_secret_is(|browser, one, other| {
        let first = token_on(one, browser);
        let second = token_on(other, browser);
        let third = token_on(one, browser);

        for token in [first, second, third] {
            assert_eq!([posted(browser, one, &token), posted(browser, other, &token)], [200, 200]);
        }
    });
}

#[test]
fn a_script_sends_the_token_of_one_to_the_other_in_a_header() {
    wherever_the_secret_is(|browser, page, target| {
        let token = token_on(page, browser);
        // What a script finds in the cookie is the secret itself.
        let tokens =
            [Some(token.as_str()), browser.cookie("csrftoken")].map(|token| token.map(str::to_owned));

        for token in tokens.into_iter().flatten() {
            let header = [("X-CSRFToken", &*token)];
            assert_eq!(browser.post(target, "/form/", &header, &[NAME]).body, NAME.1);
            let deleted = browser.send(target, "DELETE", "/form/", &header, "").unwrap();
            assert_eq!((deleted.status, &*deleted.body), (200, "nothing"));
        }
        let bare = browser.send(target, "DELETE", "/form/", &[], "").unwrap();
        assert_eq!(bare.status, 403);
    });
}

#[test]
fn the_token_of_another_browser_is_worth_nothing_to_the_other() {
    wherever_the_secret_is(|browser, page, target| {
        let stolen = token_on(page, &mut Browser::new());
        token_on(page, browser);

        assert_eq!(posted(browser, target, &stolen), 403);
        let header = [("X-CSRFToken", &*stolen)];
        assert_eq!(browser.post(target, "/form/", &header, &[NAME]).status, 403);
    });
}

#[test]
fn a_login_on_one_ends_the_token_on_the_other() {
    wherever_the_secret_is(|browser, page, login| {
        let old = token_on(page, browser);
        let fields = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &old)];

        assert_eq!(browser.post(login, "/login/", &[], &fields).body, "welcome");

        assert_eq!([posted(browser, page, &old), posted(browser, login, &old)], [403, 403]);
        for site in [page, login] {
            let new = token_on(site, browser);
            assert_eq!([posted(browser, page, &new), posted(browser, login, &new)], [200, 200]);
        }
    });
}
