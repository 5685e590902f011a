//! The end of a server: what is in flight finishes, nothing else begins.

use std::net::TcpStream;
use std::time::Duration;

use super::site::Site;

#[test]
fn idle_and_silent_connections_are_closed() {
    let mut site = Site::start();
    let mut silent = site.connect();
    let mut idle = site.connect();
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.response();

    site.shutdown.begin();
    site.ended();

    assert_eq!(silent.rest(), "");
    assert_eq!(idle.rest(), "");
    assert!(TcpStream::connect(site.address).is_err());
}

#[test]
fn a_request_in_flight_is_answered_and_its_connection_closed() {
    let mut site = Site::start();
    let mut client = site.connect();
    let mut idle = site.connect();
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.response();

    site.shutdown.begin();
    // Closed, so the server has begun to end before the answer is made.
    idle.rest();
    site.lobby.gate.add_permits(1);
    let answer = client.rest();
    site.ended();

    assert!(answer.contains("connection: close") && answer.ends_with("waited"), "{answer}");
}

#[test]
fn a_head_that_has_begun_is_still_a_request() {
    let mut site = Site::start();
    let mut client = site.connect();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    client.response();
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut idle = site.connect();
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.response();

    site.shutdown.begin();
    idle.rest();
    site.lobby.gate.add_permits(1);
    let answer = client.rest();
    site.ended();

    // The one behind it may be served elsewhere: the close says that it was not served here.
    assert!(answer.ends_with("waited"), "{answer}");
}

#[test]
fn the_time_to_drain_has_an_end() {
    let mut site = Site::with(|limits| limits.drain_time = Duration::from_millis(50));
    let mut client = site.connect();
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\nx");
    site.waits();

    site.shutdown.begin();
    site.ended();

    assert!(client.is_closed());
}

#[test]
fn the_second_call_does_not_wait() {
    let mut site = Site::start();
    let mut client = site.connect();
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    site.waits();

    site.shutdown.begin();
    site.shutdown.begin();
    site.ended();

    assert!(client.is_closed());
}

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[test]
fn a_request_that_came_before_is_answered_wherever_it_is() {
    let mut site = Site::start();
    let [mut used, mut half] = [site.connect(), site.connect()];
    used.send(REQUEST);
    used.response();
    half.send(REQUEST);
    half.response();
    half.send(&REQUEST[..9]);
    let mut silent = site.connect();
    // One answer on a connection that came later: that one has been accepted.
    let mut other = site.connect();
    other.send(REQUEST);
    other.response();

    let new: Vec<_> = site.held(|| {
        used.send(REQUEST);
        silent.send(REQUEST);
        half.send(&REQUEST[9..20]);
        let new = std::iter::repeat_with(|| site.connect()).take(20);
        let new = new.map(|mut client| {
            client.send(REQUEST);
            client
        });
        let new = new.collect();
        site.shutdown.begin();
        new
    });
    half.send(&REQUEST[20..]);

    for mut client in [used, half, silent].into_iter().chain(new) {
        let answer = client.rest();
        assert!(answer.ends_with("hello"), "{answer}");
    }
    site.ended();
}

#[test]
fn a_client_that_goes_on_is_told_to_go_elsewhere() {
    let mut site = Site::start();
    let mut client = site.connect();
    client.send(REQUEST);
    client.response();

    site.shutdown.begin();
    loop {
        client.send(REQUEST);
        if client.response().to_ascii_lowercase().contains("connection: close") {
            break;
        }
    }

    assert_eq!(client.rest(), "");
    drop(client);
    site.ended();
}

#[test]
fn the_answer_arrives_though_more_was_sent_than_is_read() {
    let mut site = Site::start();
    let mut client = site.connect();
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    site.waits();
    site.shutdown.begin();
    client.send(REQUEST.repeat(4000));
    site.lobby.gate.add_permits(1);

    assert!(client.response().ends_with("waited"));
    drop(client);
    site.ended();
}
