//! Bodies that nobody reads, and bodies that do not come.

use std::time::Duration;

use super::site::Site;

const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

#[test]
fn a_short_unread_body_is_thrown_away_and_the_connection_stays() {
    let site = Site::start();
    let mut client = site.connect();
    let body = SMUGGLED.repeat(6000);
    let (first, second) = body.split_at(1000);

    client.send(format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{first}", body.len()));
    let answer = client.response();
    client.send(second);
    client.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
    let next = client.response();

    assert!(answer.ends_with("hello") && next.ends_with("read 2"), "{answer} {next}");
    assert_eq!(site.calls(), 2);
}

#[test]
fn an_unread_chunked_body_is_thrown_away_too() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    let answer = client.response();
    client.send(format!("{:x}\r\n{SMUGGLED}\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", SMUGGLED.len()));

    assert!(answer.ends_with("hello") && client.response().ends_with("hello"));
    assert_eq!(site.calls(), 2);
}

#[test]
fn a_long_unread_body_costs_the_connection() {
    let site = Site::start();
    let mut client = site.connect();
    let length = 256 * 1024 + 1;

    client.send(format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{SMUGGLED}"));
    let answer = client.response();

    assert!(answer.contains("connection: close") && answer.ends_with("hello"), "{answer}");
    assert!(client.is_closed());
    assert_eq!(site.calls(), 1);
}

#[test]
fn a_client_that_was_not_invited_is_not_listened_to() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n");
    let answer = client.response();
    client.send(SMUGGLED);

    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    assert!(client.is_closed());
    assert_eq!(site.calls(), 1);
}

#[test]
fn a_client_that_asks_is_invited_when_the_body_is_read() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    let invitation = client.response();
    client.send("hello");

    assert!(invitation.starts_with("HTTP/1.1 100"), "{invitation}");
    assert!(client.response().ends_with("read 5"));
}

#[test]
fn a_body_that_stalls_is_a_timeout() {
    let site = Site::with(|limits| limits.body_stall_time = Duration::from_millis(50));

    let answer = site.say("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello");

    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("connection: close"), "{answer}");
}

#[test]
fn a_body_that_drips_is_a_timeout() {
    let site = Site::with(|limits| {
        limits.body_grace_time = Duration::from_millis(20);
        limits.body_rate = 1_000_000_000;
    });
    let mut client = site.connect();

    client.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
    // The other half of the connection goes on reading; a late drop meets a closed door.
    let mut drip = client.stream.try_clone().unwrap();
    let dripping = std::thread::spawn(move || while std::io::Write::write_all(&mut drip, b"x").is_ok() {});
    let answer = client.response();

    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    client.stream.shutdown(std::net::Shutdown::Both).unwrap();
    dripping.join().unwrap();
}

#[test]
fn a_body_cut_short_is_never_whole() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello");
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();

    assert!(!client.rest().contains("HTTP/1.1 200"));
}
