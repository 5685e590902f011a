//! HTTP/2 with prior knowledge, spoken in raw frames (RFC 9113 section 4.1).

use std::time::Duration;

use super::site::{Client, PIECE, Site};
use super::time::LATER;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

/// Of RFC 9113 section 7.
const ENHANCE_YOUR_CALM: u32 = 11;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

/// An HTTP/2 client that knows no more than frames.
struct Http2 {
    client: Client,
}

impl Http2 {
    fn new(site: &Site) -> Self {
        let mut client = site.connect();
        client.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        let mut this = Self { client };
        this.send(SETTINGS, 0, 0, &[]);
        this
    }

    fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let mut frame = (payload.len() as u32).to_be_bytes()[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.client.send(frame);
    }

    /// `fields` of a GET, pseudo-header fields first.
    fn get(&mut self, stream: u32, path: &str, authority: Option<&str>, more: &[(&str, &str)]) {
        // Static table of RFC 7541: 2 is `:method: GET`, 6 is `:scheme: http`.
        let mut block = vec![0x82, 0x86];
        field(&mut block, ":path", path);
        authority.into_iter().for_each(|authority| field(&mut block, ":authority", authority));
        more.iter().for_each(|(name, value)| field(&mut block, name, value));
        let mut pieces = block.chunks(16 * 1024).peekable();
        let (mut kind, mut flags) = (HEADERS, END_STREAM);
        while let Some(piece) = pieces.next() {
            let last = if pieces.peek().is_none() { END_HEADERS } else { 0 };
            self.send(kind, flags | last, stream, piece);
            (kind, flags) = (CONTINUATION, 0);
        }
    }

    fn frame(&mut self) -> Frame {
        let head = self.client.take(9);
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        Frame { kind: head[3], flags: head[4], stream, payload: self.client.take(length) }
    }

    /// The next frame of that kind.
    fn next(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.frame();
            if frame.kind == kind && (kind != SETTINGS || frame.flags & ACK == 0) {
                return frame;
            }
        }
    }

    /// The status of the next response and its body.
    fn response(&mut self) -> (u16, String) {
        let head = self.next(HEADERS);
        let mut body = Vec::new();
        let mut ended = head.flags & END_STREAM != 0;
        while !ended {
            let data = self.next(DATA);
            ended = data.flags & END_STREAM != 0;
            body.extend(data.payload);
        }
        (status(&head.payload), String::from_utf8(body).unwrap())
    }
}

/// A literal field without indexing (RFC 7541 section 6.2.2), its length in one or more bytes.
fn field(block: &mut Vec<u8>, name: &str, value: &str) {
    block.push(0);
    for text in [name, value] {
        let mut length = text.len();
        if length < 127 {
            block.push(length as u8);
        } else {
            block.push(127);
            length -= 127;
            while length >= 128 {
                block.push((length % 128) as u8 | 128);
                length /= 128;
            }
            block.push(length as u8);
        }
        block.extend(text.as_bytes());
    }
}

/// The status at the head of a response: indexed, or a literal under the name of entry 8.
fn status(block: &[u8]) -> u16 {
    let start = block.iter().position(|byte| byte & 0xe0 != 0x20).unwrap();
    match block[start] {
        0x88 => 200,
        0x8c => 400,
        0x8e => 500,
        0x48 | 0x08 => huffman_digits(&block[start + 1..]),
        other => panic!("status in an unknown form: {other:#x}"),
    }
}

/// Digits as HPACK codes them (RFC 7541 appendix B): 0 to 2 in five bits, the others in six.
fn huffman_digits(string: &[u8]) -> u16 {
    let length = usize::from(string[0] & 0x7f);
    if string[0] & 0x80 == 0 {
        return str::from_utf8(&string[1..=length]).unwrap().parse().unwrap();
    }
    let mut bits =
        string[1..=length].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) << (64 - 8 * length);
    let mut number = 0;
    for _ in 0..3 {
        let five = (bits >> 59) as u16;
        let (digit, width) = if five < 3 { (five, 5) } else { ((bits >> 58) as u16 - 0x19 + 3, 6) };
        number = number * 10 + digit;
        bits <<= width;
    }
    number
}

#[test]
fn requests_are_served() {
    let site = Site::start();
    let mut http2 = Http2::new(&site);

    http2.get(1, "/", Some("example.com"), &[]);
    let first = http2.response();
    http2.get(3, "/panic", Some("example.com"), &[]);
    let second = http2.response();
    http2.get(5, "/", Some("example.com"), &[("host", "EXAMPLE.com")]);
    let third = http2.response();

    assert_eq!(first, (200, "hello".to_owned()));
    assert_eq!(second.0, 500);
    assert_eq!(third, (200, "hello".to_owned()));
}

#[test]
fn an_answer_to_head_has_no_body_whoever_gives_it() {
    let site = Site::start();
    for (path, authority, wanted) in
        [("/", "a", 200), ("/big", "a", 200), ("/panic", "a", 500), ("/", "a,b", 400)]
    {
        let mut http2 = Http2::new(&site);
        let mut block = vec![0x86];
        for (name, value) in [(":method", "HEAD"), (":path", path), (":authority", authority)] {
            field(&mut block, name, value);
        }

        http2.send(HEADERS, END_STREAM | END_HEADERS, 1, &block);

        let head = http2.next(HEADERS);
        assert_eq!(
            (status(&head.payload), head.flags & END_STREAM),
            (wanted, END_STREAM),
            "{path} {authority}"
        );
    }
}

#[test]
fn a_request_without_one_authority_is_refused_and_the_connection_ends() {
    for (authority, more) in [
        (None, &[][..]),
        (Some("user@a"), &[]),
        (Some("a:b"), &[]),
        (Some("a,b"), &[]),
        (Some("a"), &[("host", "b")]),
        (None, &[("host", "a"), ("host", "a")]),
        (None, &[("host", "a/b")]),
    ] {
        let site = Site::start();
        let mut http2 = Http2::new(&site);

        http2.get(1, "/", authority, more);

        let (mut refusal, mut goodbye) = (None, false);
        while refusal.is_none() || !goodbye {
            let frame = http2.frame();
            match frame.kind {
                HEADERS => refusal = Some(status(&frame.payload)),
                GOAWAY => goodbye = true,
                // What is no authority at all, h2 itself calls a malformed request.
                RST_STREAM => break,
                _ => {}
            }
        }
        assert!(refusal.is_none_or(|status| status == 400), "{authority:?} {more:?}: {refusal:?}");
        assert_eq!(site.calls(), 0, "{authority:?} {more:?}");
    }
}

#[test]
fn heads_have_the_same_bounds() {
    let site = Site::start();
    let long = "x".repeat(9000);
    let many: Vec<_> = (0..101).map(|_| ("x", "y")).collect();
    let large = "x".repeat(70_000);

    let mut http2 = Http2::new(&site);
    http2.get(1, &format!("/{long}"), Some("a"), &[]);
    assert_eq!(http2.response().0, 414);
    let mut http2 = Http2::new(&site);
    http2.get(1, "/", Some("a"), &many);
    assert_eq!(http2.response().0, 431);
    let mut http2 = Http2::new(&site);
    http2.get(1, "/", Some("a"), &[("x", &large)]);
    assert_eq!(http2.response().0, 431);
    assert_eq!(site.calls(), 0);
}

#[test]
fn an_idle_connection_is_told_goodbye() {
    let site = Site::with(|limits| limits.idle_time = Duration::from_millis(50));
    let mut http2 = Http2::new(&site);

    http2.get(1, "/", Some("a"), &[]);
    let answer = http2.response();

    assert_eq!(answer.0, 200);
    assert_eq!(http2.next(GOAWAY).payload[4..8], [0; 4]);
    http2.client.rest();
}

#[test]
fn resets_in_bulk_end_the_connection_and_nobody_else_notices() {
    let site = Site::start();
    let mut http2 = Http2::new(&site);
    let mut other = Http2::new(&site);

    // Sending fails where the server no longer listens.
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        for stream in (1..20_000).step_by(2) {
            http2.get(stream, "/wait", Some("a"), &[]);
            http2.send(RST_STREAM, 0, stream, &8_u32.to_be_bytes());
        }
    }));
    other.get(1, "/", Some("a"), &[]);

    assert_eq!(other.response().0, 200);
    assert_eq!(http2.next(GOAWAY).payload[4..8], ENHANCE_YOUR_CALM.to_be_bytes());
    assert!(site.calls() < 2_000, "{}", site.calls());
}

#[test]
fn a_stream_whose_window_stays_shut_is_reset_and_the_others_go_on() {
    let site = Site::with(|limits| limits.response_stall_time = Duration::from_millis(50));
    let mut http2 = Http2::new(&site);

    http2.get(1, "/big", Some("a"), &[]);
    let reset = http2.next(RST_STREAM);
    http2.send(WINDOW_UPDATE, 0, 0, &(PIECE as u32).to_be_bytes());
    http2.get(3, "/", Some("a"), &[]);

    assert_eq!(reset.stream, 1);
    assert_eq!(http2.response(), (200, "hello".to_owned()));
}

#[test]
fn a_refusal_that_is_not_taken_holds_no_connection() {
    let site = Site::with(|limits| {
        limits.response_stall_time = Duration::from_millis(50);
        limits.idle_time = LATER;
    });
    let mut http2 = Http2::new(&site);

    // SETTINGS_INITIAL_WINDOW_SIZE of 0: no byte of a body may be sent.
    http2.send(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 0]);
    http2.get(1, "/", Some("a,b"), &[]);

    assert_eq!(http2.next(RST_STREAM).stream, 1);
    http2.client.ends();
}

#[test]
fn a_body_that_stalls_is_a_timeout() {
    let site = Site::with(|limits| limits.body_stall_time = Duration::from_millis(50));
    let mut http2 = Http2::new(&site);
    let mut block = vec![0x83, 0x86];
    field(&mut block, ":path", "/read");
    field(&mut block, ":authority", "a");

    http2.send(HEADERS, END_HEADERS, 1, &block);
    http2.send(DATA, 0, 1, b"hello");

    assert_eq!(http2.response().0, 408);
}

#[test]
fn shutdown_lets_streams_finish() {
    let mut site = Site::start();
    let mut http2 = Http2::new(&site);
    http2.get(1, "/", Some("a"), &[]);
    http2.response();
    http2.get(3, "/wait", Some("a"), &[]);

    site.shutdown.begin();
    http2.next(GOAWAY);
    site.lobby.gate.add_permits(1);

    assert_eq!(http2.response(), (200, "waited".to_owned()));
    drop(http2);
    site.ended();
}

#[test]
fn a_stream_that_came_before_the_shutdown_is_answered() {
    let mut site = Site::start();
    let mut http2 = Http2::new(&site);
    http2.get(1, "/", Some("a"), &[]);
    http2.response();

    site.held(|| {
        http2.get(3, "/", Some("a"), &[]);
        site.shutdown.begin();
    });

    assert_eq!(http2.response(), (200, "hello".to_owned()));
    drop(http2);
    site.ended();
}

#[test]
fn an_idle_client_that_does_not_read_holds_no_shutdown_up() {
    let mut site = Site::with(|limits| limits.drain_time = Duration::from_secs(3600));
    let mut http2 = Http2::new(&site);
    http2.get(1, "/", Some("a"), &[]);
    http2.response();

    site.shutdown.begin();
    site.ended();
}
