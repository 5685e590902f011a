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

/// Chunked bodies that hyper would read otherwise than the RFC has them, and swallow what follows.
const LOOSE: [&str; 14] = [
    "0\r\n\n",
    "0\r\nX: y\r\n\n",
    "0\r\nX: y\n\r\n",
    "0\r\nX: y\n\n",
    "0\r\nX: y\nZ: z\r\n\r\n",
    "0\r\nX : y\r\n\r\n",
    "0\r\n X: y\r\n\r\n",
    "0\r\nX: y\r\n z\r\n\r\n",
    "0\r\nX\r\n\r\n",
    "0\r\n: y\r\n\r\n",
    "0\r\nX\0: y\r\n\r\n",
    "0\r\nX: \u{7f}\r\n\r\n",
    "0\r\nX: y\rz: \r\n\r\n",
    "5;\u{b}\r\nhello\r\n0\r\n\r\n",
];

#[test]
fn trailers_are_read_as_strictly_as_heads() {
    for path in ["/read", "/"] {
        for body in LOOSE {
            let site = Site::start();
            let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");

            let answer = site.say(format!("{head}{body}{SMUGGLED}{SMUGGLED}"));

            // A bare CR is what hyper refuses itself, when the body is read.
            let is_refused = answer.starts_with("HTTP/1.1 400") && answer.contains("connection: close");
            assert!(is_refused || (path == "/" && body.contains("y\rz")), "{path} {body:?}: {answer}");
            assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{path} {body:?}: {answer}");
        }
    }
}

#[test]
fn loose_trailers_are_seen_wherever_they_are_split() {
    let site = Site::start();
    let head = "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for body in ["5\r\nhello\r\n0\r\n\n", "5\r\nhello\r\n0\r\nX: y\r\n\n"] {
        let message = format!("{head}{body}{SMUGGLED}");
        for cut in 1..head.len() + body.len() {
            let mut client = site.connect();
            // A request before shows that each piece has been read before the next is sent.
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.response();
            let (first, second) = message.split_at(cut);
            client.send(first);
            client.is_read();
            client.send(second);

            let answer = client.rest();
            assert!(answer.starts_with("HTTP/1.1 400"), "{body:?} {cut}: {answer}");
            assert!(!answer.contains("hello") && answer.matches("HTTP/1.1").count() == 1, "{cut}: {answer}");
        }
    }
}

#[test]
fn a_pipelined_request_hides_nothing_among_its_trailers() {
    let chunked = "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    // More than hyper reads at a time, which then ends in the midst of a head.
    let many = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(300);
    for before in [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        &many,
    ] {
        let requests = before.matches("HTTP/1.1").count();
        for body in LOOSE.into_iter().filter(|body| body.starts_with('0')) {
            let site = Site::start();

            let answer = site.say(format!("{before}{chunked}{body}{SMUGGLED}{SMUGGLED}"));

            assert!(site.calls() <= requests + 1, "{before:?} {body:?}: {answer}");
            assert!(
                answer.contains("HTTP/1.1 400") || body.contains("y\rz"),
                "{before:?} {body:?}: {answer}"
            );
        }
        for end in ["0\r\n\r\n", "0\r\nX-Sum: 1\r\n\r\n"] {
            let site = Site::start();
            let last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            let answer = site.say(format!("{before}{before}{chunked}5\r\nhello\r\n{end}{last}"));
            assert_eq!(answer.matches("HTTP/1.1 200").count(), 2 * requests + 2, "{before:?}: {answer}");
        }
    }
}

#[test]
fn lawful_pipelines_are_served_however_they_are_split() {
    const MESSAGES: [&str; 6] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET / HTTP/1.1\nHost: a\nX: y\n\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\nGET /\r\n\r\n\r\n\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n0\r\n\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
         7;x\r\n\r\n\r\n0\n\n\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    ];
    let site = Site::start();
    // A linear congruence (Knuth, MMIX) is random enough, and the same each time.
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..100 {
        let count = 1 + random(8);
        let mut pipeline: String = (0..count).map(|_| MESSAGES[random(MESSAGES.len())]).collect();
        pipeline.push_str("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let mut client = site.connect();

        let mut rest = pipeline.as_str();
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(1 + random(rest.len().min(90)));
            client.send(piece);
            client.is_read();
            rest = behind;
        }

        let answers = client.rest();
        assert_eq!(answers.matches("HTTP/1.1 200").count(), count + 1, "{pipeline:?}: {answers}");
    }
}

#[test]
fn trailers_are_taken_after_whatever_came_before() {
    let site = Site::start();
    let mut client = site.connect();
    let request = "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
                   5;a=\"b\"\r\nhello\r\n0\r\nX-Sum: 1\r\nY:\t\r\n\r\n";
    for before in [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        request,
        "\r\n\r\nGET / HTTP/1.1\nHost: a\n\n",
    ] {
        client.send(before);
        client.response();
        client.send(request);
        let answer = client.response();
        assert!(answer.ends_with("read 5"), "{before:?}: {answer}");
    }
    // The head in pieces, and a body that comes after it.
    let (head, body) = request.split_at(request.find("\r\n\r\n").unwrap() + 3);
    client.send(head);
    client.is_read();
    client.send(body);
    assert!(client.response().ends_with("read 5"));
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
