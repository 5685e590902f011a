//! A message is understood in one way or refused, and what follows it is never a request.

use super::site::Site;

/// Would be answered if the bytes before it were misread.
const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

#[test]
fn chunked_wins_over_a_length_in_either_order_and_the_connection_closes() {
    let chunked = "Transfer-Encoding: chunked\r\n";
    for (length, order) in [("4", [0, 1]), ("4", [1, 0]), ("400", [0, 1]), ("400", [1, 0])] {
        let site = Site::start();
        let length = format!("Content-Length: {length}\r\n");
        let fields = order.map(|which| [chunked, &length][which]).concat();

        let answer = site
            .say(format!("POST /read HTTP/1.1\r\nHost: a\r\n{fields}\r\n5\r\nhello\r\n0\r\n\r\n{SMUGGLED}"));

        assert!(answer.starts_with("HTTP/1.1 200"), "{fields}: {answer}");
        assert!(answer.contains("connection: close") && answer.ends_with("read 5"), "{fields}: {answer}");
        assert_eq!(site.calls(), 1, "{fields}");
    }
}

#[test]
fn a_length_that_is_no_single_number_is_refused() {
    for fields in [
        "Content-Length:",
        "Content-Length: ",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length: 5, 6",
        "Content-Length: five",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 18446744073709551616",
    ] {
        let site = Site::start();

        let answer = site.say(format!("POST /read HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\nhello{SMUGGLED}"));

        assert!(answer.starts_with("HTTP/1.1 400"), "{fields}: {answer}");
        assert!(answer.contains("connection: close"), "{fields}: {answer}");
        assert_eq!(site.calls(), 0, "{fields}");
    }
}

#[test]
fn a_transfer_coding_other_than_chunked_is_refused() {
    for fields in [
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \"chunked\"",
    ] {
        let site = Site::start();

        let answer =
            site.say(format!("POST /read HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n0\r\n\r\n{SMUGGLED}"));

        assert!(answer.starts_with("HTTP/1.1 400"), "{fields}: {answer}");
        assert_eq!(site.calls(), 0, "{fields}");
    }
}

#[test]
fn a_broken_chunk_ends_the_connection() {
    for body in [
        "5\nhello\r\n0\r\n\r\n",
        "x\r\n",
        "5\r\nhelloXX0\r\n\r\n",
        "-1\r\n",
        "10000000000000000\r\n",
        "5;\nx\r\n",
    ] {
        let site = Site::start();
        let head = "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

        let answer = site.say(format!("{head}{body}{SMUGGLED}"));

        assert!(
            answer.starts_with("HTTP/1.1 400") && answer.contains("connection: close"),
            "{body:?}: {answer}"
        );
        assert_eq!(site.calls(), 1, "{body:?}");
    }
}

#[test]
fn unusual_lawful_messages_are_served() {
    let site = Site::start();
    let mut client = site.connect();
    for request in [
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHOST:\t a \t\r\nX: \t\r\n\r\n",
        "GET http://other.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
    ] {
        client.send(request);

        assert!(client.response().starts_with("HTTP/1.1 200"), "{request:?}");
    }
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\nX: \xe9\xff\r\n\r\n");
    assert!(client.response().starts_with("HTTP/1.1 200"));
}

#[test]
fn a_request_may_come_in_any_number_of_pieces() {
    let site = Site::start();
    let mut client = site.connect();

    for byte in b"POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" {
        client.send([*byte]);
    }

    assert!(client.response().ends_with("read 5"));
}
