//! Messages: said on one site, shown on the other, by one template.

use std::net::SocketAddr;

use vestibule::crypto::random_text;
use vestibule_tests::Browser;

use super::sites::Sites;

/// Where messages are kept, as Django's setting names it.
const COOKIE: &str = "django.contrib.messages.storage.cookie.CookieStorage";
const SESSION: &str = "django.contrib.messages.storage.session.SessionStorage";
const FALLBACK: &str = "django.contrib.messages.storage.fallback.FallbackStorage";

/// What is said, and how `messages.html` shows it: tags, text twice, the level's tag, the other tags.
#[rustfmt::skip]
const SAID: [(&[(&str, &str)], &str); 6] = [
    (&[("level", "25"), ("text", "Saved"), ("tags", "")],
        "[success|Saved|Saved|success|]"),
    (&[("level", "20"), ("text", "<b> & \"grüße\", 'ÿ' 鹽 🧂;\\\n\t:"), ("tags", "")],
        "[info|&lt;b&gt; &amp; &quot;grüße&quot;, &#x27;ÿ&#x27; 鹽 🧂;\\\n\t:\
         |&lt;b&gt; &amp; &quot;grüße&quot;, &#x27;ÿ&#x27; 鹽 🧂;\\\n\t:|info|]"),
    (&[("level", "30"), ("text", "<a href=\"/ü/\">sic</a>"), ("safe", "1"), ("tags", "sticky größer")],
        "[sticky größer warning|<a href=\"/ü/\">sic</a>|<a href=\"/ü/\">sic</a>|warning|sticky größer|grave]"),
    (&[("level", "40"), ("text", "No tags")],
        "[error|No tags|No tags|error|None|grave]"),
    (&[("level", "35"), ("text", "A level of one's own"), ("tags", "mine")],
        "[mine|A level of one&#x27;s own|A level of one&#x27;s own||mine|grave]"),
    (&[("level", "10"), ("text", "Not said loud enough"), ("tags", "")],
        ""),
];

/// So many characters that cannot be made much shorter.
fn noise(length: usize) -> String {
    let letters = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    random_text(length, letters).unwrap()
}

/// How the template shows a plain message of level 20.
fn shown(text: &str) -> String {
    format!("[info|{text}|{text}|info|]")
}

fn say(browser: &mut Browser, site: SocketAddr, text: &str) {
    browser.get(site, "/say/", &[("level", "20"), ("text", text), ("tags", "")]);
}

fn count(browser: &mut Browser, site: SocketAddr) -> String {
    browser.get(site, "/count/", &[]).trim_end().to_owned()
}

/// The page with these messages on it.
fn assert_told(browser: &mut Browser, site: SocketAddr, shown: &[impl AsRef<str>]) {
    let page = browser.get(site, "/told/", &[]);
    let shown: Vec<_> = shown.iter().map(AsRef::as_ref).filter(|shown| !shown.is_empty()).collect();
    let wanted = match shown.len() {
        0 => "0".to_owned(),
        count => format!("{count}! {}", shown.join(" ")),
    };
    assert_eq!(page.trim_end(), wanted);
}

/// Nothing is left, neither for a page nor where it was kept.
fn assert_gone(browser: &mut Browser, sites: [SocketAddr; 2]) {
    for site in sites {
        assert_told(browser, site, &[""; 0]);
        let kept = browser.get(site, "/data/", &[]);
        assert!(!kept.contains("_messages"), "{kept}");
    }
    assert_eq!(browser.cookie("messages"), None);
}

#[test]
fn what_one_says_the_other_shows_once() {
    for storage in [COOKIE, SESSION, FALLBACK] {
        let sites = Sites::start(&[("VESTIBULE_MESSAGE_STORAGE", storage)]);
        sites.both_ways(|browser, sayer, shower| {
            for (said, shown) in SAID {
                println!("{storage}: {said:?}");
                browser.get(sayer, "/say/", said);
                assert_eq!(browser.cookie("messages").is_some(), storage != SESSION && !shown.is_empty());

                // Who only counts leaves them for the page that shows them.
                assert_eq!(count(browser, shower), if shown.is_empty() { "0" } else { "1!" });
                assert_told(browser, shower, &[shown]);
                assert_gone(browser, [sayer, shower]);
            }
        });
    }
}

#[test]
fn what_both_say_before_either_shows_is_shown_in_order() {
    for storage in [COOKIE, SESSION, FALLBACK] {
        let sites = Sites::start(&[("VESTIBULE_MESSAGE_STORAGE", storage)]);
        sites.both_ways(|browser, one, other| {
            println!("{storage}");
            for (turn, (said, _)) in SAID.iter().enumerate() {
                browser.get(if turn % 2 == 0 { one } else { other }, "/say/", said);
            }

            assert_told(browser, one, &SAID.map(|(_, shown)| shown));
            assert_gone(browser, [other, one]);
        });
    }
}

#[test]
fn what_does_not_fit_the_cookie_is_found_in_the_session_by_the_other() {
    let sites = Sites::start(&[("VESTIBULE_MESSAGE_STORAGE", FALLBACK)]);
    sites.both_ways(|browser, sayer, shower| {
        browser.get(sayer, "/put/", &[("data", r#"{"kept":1}"#)]);
        let texts = ["first".to_owned(), noise(3000), noise(700), "last".to_owned()];
        for (turn, text) in texts.iter().enumerate() {
            say(browser, if turn == 2 { shower } else { sayer }, text);
        }

        assert!(browser.cookie("messages").is_some_and(|value| value.len() <= 2048));
        let session = browser.get(shower, "/data/", &[]);
        assert!(
            !session.contains("first") && texts[1..].iter().all(|text| session.contains(text)),
            "{session}"
        );
        assert_eq!(count(browser, shower), "4!");
        assert_told(browser, shower, &texts.map(|text| shown(&text)));
        assert_gone(browser, [sayer, shower]);
        assert_eq!(browser.get(sayer, "/data/", &[]), r#"{"kept":1}"#);
    });
}

#[test]
fn one_message_too_large_for_the_cookie_is_not_lost() {
    let sites = Sites::start(&[("VESTIBULE_MESSAGE_STORAGE", FALLBACK)]);
    sites.both_ways(|browser, sayer, shower| {
        let text = noise(3000);
        say(browser, sayer, &text);

        // The cookie says no more than that there are others. It stays behind on either side, since it never
        // held a message, and goes with the next.
        let mark = browser.cookie("messages").unwrap().to_owned();
        assert!(mark.len() < 200, "{mark}");
        assert_told(browser, shower, &[shown(&text)]);
        assert_eq!(browser.cookie("messages"), Some(&*mark));
        assert_told(browser, sayer, &[""; 0]);

        say(browser, sayer, "next");
        assert_told(browser, shower, &[shown("next")]);
        assert_gone(browser, [sayer, shower]);
    });
}

#[test]
fn the_cookie_alone_keeps_the_newest() {
    let sites = Sites::start(&[
        ("VESTIBULE_MESSAGE_STORAGE", COOKIE),
        // In development either side fails instead.
        ("VESTIBULE_DEBUG", "false"),
        ("VESTIBULE_ALLOWED_HOSTS", "localhost"),
    ]);
    sites.both_ways(|browser, sayer, shower| {
        let texts = [noise(700), noise(700), noise(700)];
        texts.iter().for_each(|text| say(browser, sayer, text));

        let left = [shown(&texts[1]), shown(&texts[2])];
        assert_told(browser, shower, &left);
        assert_gone(browser, [sayer, shower]);
    });
}
