//! Several requests on the way at once.

use std::time::Duration;

use super::site::{PIECE, PIECES, Site};
use super::time::NEVER;

#[test]
fn answers_come_in_the_order_of_the_requests() {
    let site = Site::start();
    let mut client = site.connect();
    let bodies: Vec<_> = (0..50).map(|length| "x".repeat(length)).collect();
    let request = |body: &String| {
        format!("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };

    client.send(bodies.iter().map(request).collect::<String>());

    for body in &bodies {
        assert!(client.response().ends_with(&format!("read {}", body.len())));
    }
}

#[test]
fn small_answers_leave_together() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(16));
    client.stream.peek(&mut [0; 1]).unwrap();
    let mut arrived = [0; 64 * 1024];
    let length = client.stream.peek(&mut arrived).unwrap();

    let answers = String::from_utf8_lossy(&arrived[..length]).matches("hello").count();
    assert_eq!(answers, 16);
}

#[test]
fn an_answer_does_not_wait_for_a_slow_one_behind_it() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /wait HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let first = client.response();
    site.lobby.gate.add_permits(1);

    assert!(first.ends_with("hello"));
    assert!(client.response().ends_with("waited") && client.response().ends_with("hello"));
}

#[test]
fn a_large_answer_arrives_whole_with_requests_behind_it() {
    let site = Site::start();
    let mut client = site.connect();

    client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assert!(client.response().len() > PIECE * PIECES);
    assert!(client.response().ends_with("hello"));
}

#[test]
fn answers_that_nobody_reads_do_not_pile_up() {
    let mut site = Site::with(|limits| {
        limits.response_stall_time = Duration::from_millis(50);
        limits.drain_time = NEVER;
    });
    let mut client = site.connect();

    client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));
    client.take(1);
    site.shutdown.begin();
    site.ended();

    assert_eq!(site.calls(), 1);
}
