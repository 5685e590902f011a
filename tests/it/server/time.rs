//! Connections that take the server's time and give nothing.

use std::time::Duration;

use super::site::Site;

const SOON: Duration = Duration::from_millis(50);
/// For a limit within which a part of what is sent has to arrive, also on a machine with much to do.
pub(super) const LATER: Duration = Duration::from_millis(500);
/// Longer than a test may take.
pub(super) const NEVER: Duration = Duration::from_secs(3600);

#[test]
fn a_silent_connection_is_closed_without_a_word() {
    let site = Site::with(|limits| limits.head_time = SOON);

    assert_eq!(site.say(""), "");
}

#[test]
fn a_head_that_does_not_end_is_a_timeout() {
    let site = Site::with(|limits| limits.head_time = LATER);
    for begun in ["G", "PRI * HTTP", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        let answer = site.say(begun);

        assert!(
            answer.starts_with("HTTP/1.1 408") && answer.contains("connection: close"),
            "{begun:?}: {answer}"
        );
    }
}

#[test]
fn the_second_head_has_its_time_too() {
    let site = Site::with(|limits| limits.head_time = LATER);
    let mut client = site.connect();

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let first = client.response();
    client.send("GET / HT");

    assert!(first.ends_with("hello"));
    assert!(client.rest().starts_with("HTTP/1.1 408"));
}

#[test]
fn an_idle_connection_is_closed() {
    let site = Site::with(|limits| limits.idle_time = SOON);
    let mut client = site.connect();

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assert!(client.response().ends_with("hello"));
    assert_eq!(client.rest(), "");
}

#[test]
fn a_connection_at_work_is_not_idle() {
    let site = Site::with(|limits| {
        limits.idle_time = LATER;
        limits.head_time = LATER;
    });
    let mut client = site.connect();
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");

    // Another connection measures the time: it is closed well after the limit.
    assert_eq!(site.say(""), "");
    assert_eq!(site.say(""), "");
    site.lobby.gate.add_permits(1);

    assert!(client.response().ends_with("waited"));
}

#[test]
fn a_client_that_does_not_read_is_closed() {
    let mut site = Site::with(|limits| {
        limits.response_stall_time = SOON;
        limits.drain_time = NEVER;
    });
    let mut client = site.connect();

    client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    client.take(1);
    // The server ends only once its connections have, and this one is not read from.
    site.shutdown.begin();
    site.ended();

    assert_eq!(site.calls(), 1);
}
