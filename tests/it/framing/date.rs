//! `Date` is that of the application's clock, whichever way that goes.

use time::macros::datetime;
use vestibule::clock::Clock;
use vestibule_tests::RunningSite;

use super::ways::{Answer, http2, said};
use super::{Asked, site};

#[test]
fn answers_are_dated_by_the_clock_back_and_forward() {
    let clock = Clock::fixed(datetime!(2026-01-02 03:04:05.9 UTC));
    let site = RunningSite::start(site(&Asked::default()).clock(clock.clone()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();

    for (now, wanted) in [
        (datetime!(2026-01-02 03:04:05.9 UTC), "Fri, 02 Jan 2026 03:04:05 GMT"),
        (datetime!(2025-12-31 23:59:59 UTC), "Wed, 31 Dec 2025 23:59:59 GMT"),
        (datetime!(2027-01-01 00:00 UTC), "Fri, 01 Jan 2027 00:00:00 GMT"),
    ] {
        clock.set(now);
        for (method, path, host) in [
            ("GET", "/answer/whole/", "localhost"),
            ("HEAD", "/answer/stream/", "localhost"),
            ("GET", "/answer/stream/?status=304", "localhost"),
            ("GET", "/nowhere/", "localhost"),
            ("GET", "/", "a,b"),
        ] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let bytes = said(site.address(), &request);
            let (answer, _) = Answer::of_http1(&bytes, method);
            assert_eq!(answer.header("date"), Some(wanted), "{path} {host}");
            assert_eq!(answer.headers.get_all("date").iter().count(), 1, "{path} {host}");
        }
        let answer = runtime.block_on(http2(site.address(), "GET", "/answer/whole/", &[]));
        assert_eq!(answer.header("date"), Some(wanted));
    }
}

#[test]
fn a_date_of_the_application_stays() {
    let site = RunningSite::start(site(&Asked::default()));

    let answer = site.get("/answer/whole/?line=Date:Fri,%2002%20Jan%202026%2003:04:05%20GMT", "");

    assert_eq!(answer.matches("date: ").count(), 1, "{answer}");
    assert!(answer.contains("date: Fri, 02 Jan 2026 03:04:05 GMT"), "{answer}");
}
