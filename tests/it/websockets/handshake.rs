//! Who may open one, and what the answer says.

use super::{UPGRADE, ask, closed, open, start, text};

#[test]
fn the_answer_proves_that_it_was_understood() {
    let (site, _notes) = start(|_| {});

    let (head, _) = ask(&site, "/echo/", UPGRADE, b"");

    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    for line in ["upgrade: websocket", "connection: upgrade", "x-stamp: 101"] {
        assert_eq!(head.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line}: {head}");
    }
    assert!(head.contains("\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"), "{head}");
    for name in ["content-length", "transfer-encoding", "content-type", "sec-websocket-protocol"] {
        assert!(!head.contains(&format!("\r\n{name}:")), "{head}");
    }
}

#[test]
fn what_is_no_request_for_one_is_told_so() {
    let (site, _notes) = start(|_| {});
    for (without, with, status) in [
        ("Upgrade: WebSocket\r\n", "", 426),
        ("Upgrade: WebSocket", "Upgrade: h2c", 426),
        ("Connection: keep-alive, Upgrade", "Connection: keep-alive", 426),
        ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 426),
        ("Sec-WebSocket-Version: 13\r\n", "", 426),
        ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==", 400),
        ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ", 400),
        ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400),
        ("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 13\r\nContent-Length: 1\r\n", 400),
    ] {
        let headers = UPGRADE.replace(without, with);
        let more = if headers.contains("Content-Length") { &b"x"[..] } else { b"" };
        let (head, _) = ask(&site, "/echo/", &headers, more);

        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{headers} {head}");
        let lower = head.to_ascii_lowercase();
        for line in ["upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13"] {
            assert_eq!(lower.contains(&format!("\r\n{line}\r\n")), status == 426, "{headers} {head}");
        }
    }
    assert!(site.get("/optional/", "").ends_with("a page"));
    assert_eq!(text(open(&site, "/optional/").read().unwrap()), "a socket");
}

#[test]
fn an_old_client_is_not_upgraded() {
    let (site, _notes) = start(|_| {});

    let headers = UPGRADE.replace("keep-alive, ", "");
    let answer = site.exchange(format!("GET /echo/ HTTP/1.0\r\nHost: localhost\r\n{headers}\r\n"));

    assert!(answer.starts_with("HTTP/1.1 400") || answer.starts_with("HTTP/1.0 400"), "{answer}");
}

#[test]
fn a_page_of_another_site_may_not() {
    let (site, _notes) = start(|_| {});
    for (origin, status) in [
        ("", 101),
        ("Origin: http://localhost\r\n", 101),
        ("Origin: https://a.friends.example\r\n", 101),
        ("Origin: https://localhost\r\n", 403),
        ("Origin: http://localhost:81\r\n", 403),
        ("Origin: http://elsewhere.example\r\n", 403),
        ("Origin: https://friends.example.evil\r\n", 403),
        ("Origin: null\r\n", 403),
        ("Origin: http://localhost\r\nOrigin: http://localhost\r\n", 403),
    ] {
        let (head, _) = ask(&site, "/echo/", &format!("{UPGRADE}{origin}"), b"");
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{origin} {head}");
    }
}

#[test]
fn guards_stand_before_it() {
    let (site, _notes) = start(|_| {});

    let (head, _) = ask(&site, "/members/", UPGRADE, b"");

    assert!(head.starts_with("HTTP/1.1 302") && head.contains("/login/?next=/members/"), "{head}");
}

#[test]
fn the_session_is_saved_when_the_answer_leaves() {
    let (site, _notes) = start(|_| {});
    let (head, _) = ask(&site, "/visits/", UPGRADE, b"");
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: sessionid=")).unwrap();
    let cookie = cookie.split(';').next().unwrap();

    let (head, stream) = ask(&site, "/visits/", &format!("{UPGRADE}Cookie: sessionid={cookie}\r\n"), b"");

    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let role = tokio_tungstenite::tungstenite::protocol::Role::Client;
    let mut socket = tokio_tungstenite::tungstenite::WebSocket::from_raw_socket(stream, role, None);
    assert_eq!(text(socket.read().unwrap()), "2");
    assert_eq!(closed(&mut socket), Some(1000));
}

#[test]
fn the_application_chooses_among_the_protocols_that_are_offered() {
    let (site, _notes) = start(|_| {});
    for (offered, agreed) in [
        ("echo.v1, echo.v2", Some("echo.v2")),
        ("other, echo.v1", Some("echo.v1")),
        ("ECHO.V1", None),
        ("", None),
    ] {
        let (head, _) = ask(&site, "/echo/", &format!("{UPGRADE}Sec-WebSocket-Protocol: {offered}\r\n"), b"");
        let said = head.lines().find_map(|line| line.strip_prefix("sec-websocket-protocol: "));
        assert_eq!(said, agreed, "{offered}");
    }
}
