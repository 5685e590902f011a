//! The four ways out of an application, each read as strictly as its receiver would.

use std::fmt;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use http_body::Body as _;
use tower_service::Service as _;
use vestibule::Service;
use vestibule::bytes::Bytes;
use vestibule::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use vestibule::http::{self, HeaderMap, Method};
use vestibule::testing::Client;
use vestibule_tests::RunningSite;

use super::{Asked, site};
use crate::pieces::Pieces;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Http1,
    Http2,
    Client,
    Tower,
}

pub(super) const ALL: [Way; 4] = [Way::Http1, Way::Http2, Way::Client, Way::Tower];

/// One application behind all of them.
pub(super) struct Ways {
    site: RunningSite,
    service: Service,
    runtime: tokio::runtime::Runtime,
    /// What the endless streams of either have been asked.
    pub(super) asked: Asked,
}

/// What a receiver understands.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
    pub(super) trailers: Option<HeaderMap>,
    /// It did not come to its end.
    pub(super) is_broken: bool,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Status, body, and whether that was all of it.
    pub(super) fn whole(&self) -> (u16, &str, bool) {
        (self.status, &self.body, !self.is_broken)
    }
}

impl Ways {
    pub(super) fn new() -> Self {
        let asked = Asked::default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let service = runtime.block_on(site(&asked).start()).unwrap();
        Self { site: RunningSite::start(site(&asked)), service, runtime, asked }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.site.address()
    }

    pub(super) fn get(&self, way: Way, path: &str) -> Answer {
        self.ask(way, "GET", path, &[])
    }

    pub(super) fn head(&self, way: Way, path: &str) -> Answer {
        self.ask(way, "HEAD", path, &[])
    }

    /// The answer; and, where there is a connection, it serves the next request as it should.
    pub(super) fn ask(&self, way: Way, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        match way {
            Way::Http1 => self.http1(method, path, headers),
            Way::Http2 => self.runtime.block_on(http2(self.address(), method, path, headers)),
            Way::Client => self.runtime.block_on(self.client(method, path, headers)),
            Way::Tower => self.runtime.block_on(self.tower(method, path, headers)),
        }
    }

    fn http1(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let next = "GET /next/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let bytes = said(
            self.address(),
            &format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n{next}"),
        );
        let (answer, rest) = Answer::of_http1(&bytes, method);
        let is_last = answer.is_broken || answer.header("connection") == Some("close");
        let (next, left) = Answer::of_http1(rest, "GET");
        match is_last {
            true => assert!(rest.is_empty(), "{path}: {:?} after the last answer", text(rest)),
            false => assert_eq!((next.whole(), left.len()), ((200, "the next answer", true), 0), "{path}"),
        }
        answer
    }

    async fn client(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut client = Client::of(self.service.clone());
        for (name, value) in headers {
            client
                .headers_mut()
                .insert(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        // The test client takes nothing that is broken: it panics, as a test should.
        let asked = tokio::task::LocalSet::new();
        let (path, mut client) = (path.to_owned(), client);
        let answer = asked
            .run_until(async move {
                tokio::task::spawn_local(async move { client.request(method, &path, None, "").await }).await
            })
            .await;
        match answer {
            Ok(answer) => Answer {
                status: answer.status(),
                headers: answer.headers().clone(),
                body: answer.text(),
                ..Answer::default()
            },
            Err(_) => Answer { is_broken: true, ..Answer::default() },
        }
    }

    async fn tower(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = http::Request::builder().method(method).uri(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Pieces::from_iter([])).unwrap();
        let (head, body) = self.service.clone().call(request).await.unwrap().into_parts();
        let mut answer = Answer { status: head.status.as_u16(), headers: head.headers, ..Answer::default() };
        let hint = body.size_hint().exact();
        let mut body = std::pin::pin!(body);
        let mut bytes = Vec::new();
        while let Some(frame) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            match frame.map(http_body::Frame::into_data) {
                Ok(Ok(data)) => bytes.extend_from_slice(&data),
                Ok(Err(frame)) => answer.trailers = frame.into_trailers().ok(),
                Err(_) => answer.is_broken = true,
            }
        }
        assert!(answer.is_broken || hint.is_none_or(|hint| hint == bytes.len() as u64), "{hint:?}");
        answer.body = text(&bytes);
        answer.check_length(method, bytes.len());
        answer
    }
}

impl Answer {
    /// Reads one as RFC 9112 section 6.3 has it; and what is behind it.
    pub(super) fn of_http1<'b>(bytes: &'b [u8], method: &str) -> (Self, &'b [u8]) {
        let broken = Self { is_broken: true, ..Self::default() };
        let Some(end) = find(bytes, b"\r\n\r\n") else { return (broken, bytes) };
        let head = text(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let mut answer = Self { status, ..Self::default() };
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            let value = HeaderValue::try_from(value.trim()).unwrap();
            answer.headers.append(HeaderName::try_from(name).unwrap(), value);
        }
        let rest = &bytes[end + 4..];
        let is_chunked = answer.headers.contains_key(TRANSFER_ENCODING);
        assert!(!(is_chunked && answer.headers.contains_key(CONTENT_LENGTH)), "{head}");
        assert!(answer.headers.get_all(CONTENT_LENGTH).iter().count() <= 1, "{head}");
        if method == "HEAD" || matches!(status, 100..200 | 204 | 304) {
            assert!(!is_chunked && (status != 204 || !answer.headers.contains_key(CONTENT_LENGTH)), "{head}");
            return (answer, rest);
        }
        let body = match answer.header("content-length").map(|length| length.parse::<usize>().unwrap()) {
            _ if is_chunked => return answer.with_chunks(rest),
            Some(length) => {
                answer.is_broken = rest.len() < length;
                &rest[..length.min(rest.len())]
            }
            None => rest,
        };
        answer.body = text(body);
        (answer, &rest[body.len()..])
    }

    fn with_chunks(mut self, mut rest: &[u8]) -> (Self, &[u8]) {
        loop {
            let size = find(rest, b"\r\n").and_then(|end| {
                Some((end, usize::from_str_radix(str::from_utf8(&rest[..end]).ok()?, 16).ok()?))
            });
            match size {
                Some((end, 0)) => {
                    let rest = &rest[end + 2..];
                    let end = if rest.starts_with(b"\r\n") {
                        Some(0)
                    } else {
                        find(rest, b"\r\n\r\n").map(|end| end + 2)
                    };
                    self.is_broken = end.is_none();
                    let end = end.map_or(rest.len(), |end| end + 2);
                    return (self, &rest[end..]);
                }
                Some((end, size)) if rest.len() >= end + 2 + size + 2 => {
                    self.body += &text(&rest[end + 2..end + 2 + size]);
                    rest = &rest[end + 2 + size + 2..];
                }
                _ => {
                    self.is_broken = true;
                    return (self, &rest[rest.len()..]);
                }
            }
        }
    }

    /// What is there is what was announced, unless it is an answer to HEAD.
    fn check_length(&self, method: &str, length: usize) {
        let announced = self.header("content-length").map(|length| length.parse::<usize>().unwrap());
        if method == "HEAD" || self.status == 304 {
            assert_eq!(self.body, "");
        } else if let Some(announced) = announced {
            assert!(self.is_broken || announced == length, "{self}");
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?}", self.status, self.headers, self.body)
    }
}

/// One request on a connection of its own, and another after it; h2 refuses what RFC 9113 calls malformed.
pub(super) async fn http2(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
    let driver = tokio::spawn(connection);
    let answer = exchange(&mut client, method, path, headers).await;
    let next = exchange(&mut client, "GET", "/next/", &[]).await;
    assert_eq!(next.whole(), (200, "the next answer", true), "{path}");
    driver.abort();
    for name in ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te"] {
        let trailers = answer.trailers.iter().any(|trailers| trailers.contains_key(name));
        assert!(!answer.headers.contains_key(name) && !trailers, "{path}: {answer}");
    }
    answer.check_length(method, answer.body.len());
    answer
}

async fn exchange(
    client: &mut h2::client::SendRequest<Bytes>,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let mut request = http::Request::builder().method(method).uri(format!("http://localhost{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let broken = Answer { is_broken: true, ..Answer::default() };
    let Ok((response, _)) = client.send_request(request.body(()).unwrap(), true) else { return broken };
    let Ok(response) = response.await else { return broken };
    let (head, mut body) = response.into_parts();
    let mut answer = Answer { status: head.status.as_u16(), headers: head.headers, ..Answer::default() };
    while let Some(data) = body.data().await {
        match data {
            Ok(data) => answer.body += &text(&data),
            Err(_) => answer.is_broken = true,
        }
        if answer.is_broken {
            return answer;
        }
    }
    match body.trailers().await {
        Ok(trailers) => answer.trailers = trailers,
        Err(_) => answer.is_broken = true,
    }
    answer
}

/// All that a site sends before it closes, in whatever way.
pub(super) fn said(address: SocketAddr, request: &str) -> Vec<u8> {
    let mut stream = connect(address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{:?}", text(&bytes));
    }
    bytes
}

pub(super) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
