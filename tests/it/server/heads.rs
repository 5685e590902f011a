//! Heads that are too long, and methods that are not for us.

use super::site::Site;

#[test]
fn a_long_target_is_refused() {
    let site = Site::start();
    let target = |length: usize| format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(length - 1));
    let mut client = site.connect();

    client.send(target(8192));
    let longest = client.response();
    let longer = site.say(target(8193));

    assert!(longest.starts_with("HTTP/1.1 200"), "{longest}");
    assert!(longer.starts_with("HTTP/1.1 414") && longer.contains("connection: close"), "{longer}");
    assert_eq!(site.calls(), 1);
}

#[test]
fn a_large_head_is_refused() {
    let site = Site::start();
    let head = |size: usize| {
        let rest = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".len();
        format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(size - rest))
    };
    let mut client = site.connect();

    client.send(head(64 * 1024));
    let large = client.response();
    let larger = site.say(head(64 * 1024 + 1));
    let endless = site.say(head(1024 * 1024));

    assert!(large.starts_with("HTTP/1.1 200"), "{large}");
    assert!(larger.starts_with("HTTP/1.1 431") && larger.contains("connection: close"), "{larger}");
    assert!(larger.ends_with("\r\n\r\nrequest head is too large"), "{larger}");
    assert!(endless.starts_with("HTTP/1.1 431"), "{endless}");
    assert_eq!(site.calls(), 1);
}

#[test]
fn a_head_of_many_fields_is_refused() {
    let site = Site::start();
    let head = |fields: usize| format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(fields - 1));
    let mut client = site.connect();

    client.send(head(100));
    let many = client.response();
    let more = site.say(head(101));

    assert!(many.starts_with("HTTP/1.1 200"), "{many}");
    assert!(more.starts_with("HTTP/1.1 431") && more.contains("connection: close"), "{more}");
}

#[test]
fn connect_is_refused() {
    let site = Site::start();

    let answer = site.say(
        "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    );

    assert!(answer.starts_with("HTTP/1.1 501") && answer.contains("connection: close"), "{answer}");
    assert_eq!(site.calls(), 0);
}
