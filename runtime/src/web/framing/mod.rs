//! The server frames answers, whatever the application says of lengths (RFC 9112 section 6).
//!
//! Every answer passes here on its way out, whoever takes it: the server's connections, a tower stack, the test
//! client. What leaves has the length that it says, none where its status or HEAD has no content, and no field that
//! is about a connection.
//!
//! Where an answer says otherwise, it is put right if that cannot surprise:
//!
//! - The length of a whole body is counted, and of a stream that knows its size the stream is believed. A
//!   `Content-Length` that says something else is a warning in the log.
//! - A stream that does not know its size is believed to be as long as `Content-Length` says, and held to it: a
//!   longer one is cut, a shorter one breaks off; both are errors in the log. One that is no number is left out.
//! - The bodies of 204, 205 and 304 are dropped, and so is that of an answer to HEAD, which keeps the length that
//!   the answer to GET would have, as far as that is known. A stream is dropped without having been asked for anything.
//! - `Connection` and what it names, `Keep-Alive`, `Proxy-Connection`, `Upgrade`, `TE`, and a `Transfer-Encoding` of
//!   `chunked` are left out (RFC 9110 section 7.6.1, RFC 9113 section 8.2.2); a `Connection: close` is honoured on
//!   HTTP/1, and so is the `Upgrade` of a 426.
//!
//! A status below 200, other than the 101 behind which a WebSocket begins, any other transfer coding, and a header that cannot be written are mistakes that cannot be
//! guessed away: the answer is a 500 instead. A view's mistake is the view's error, which `process_exception` sees; one
//! that a layer made is answered here, outside of all layers, and keeps only the cookies. (A header that cannot be
//! written is answered where the layer is left.)

mod stream;

use http::header::{
    CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{Method, StatusCode, Version};
use http_body::Body as _;

use crate::base::error::Error;
use crate::base::headers::Decimal;
use crate::base::panics;
use crate::base::visible::Shown;
use crate::web::error_pages;
use crate::web::request::Request;
use crate::web::response::{Body, Response, ServerEnd};

/// Fields that are about one connection, besides `Connection` and what it names.
const OF_THE_CONNECTION: [HeaderName; 5] = [
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    TRANSFER_ENCODING,
    UPGRADE,
    TE,
];

/// What is wrong with an answer beyond putting right, in words that follow "answered with".
#[inline]
pub(crate) fn mistake(response: &Response) -> Option<String> {
    if response.status().is_informational() && !is_upgrade(response) {
        return Some(format!("status {}, which is no answer", response.status().as_u16()));
    }
    if !response.has_foreign_headers() {
        return None;
    }
    response.refused_header().map(str::to_owned).or_else(|| unknown_coding(response.headers()))
}

fn unknown_coding(headers: &HeaderMap) -> Option<String> {
    let is_ours = |coding: &[u8]| {
        [&b"chunked"[..], b"identity", b""].iter().any(|ours| coding.eq_ignore_ascii_case(ours))
    };
    let mut lines = headers.get_all(TRANSFER_ENCODING).iter();
    let line = lines.find(|line| {
        !line.as_bytes().split(|byte| *byte == b',').all(|coding| is_ours(coding.trim_ascii()))
    })?;
    Some(format!("{}, which is the server's to choose", shown(&TRANSFER_ENCODING, line)))
}

/// `` `Content-Length: 3` ``
fn shown(name: &HeaderName, value: &HeaderValue) -> String {
    let title = if *name == CONTENT_LENGTH { "Content-Length" } else { "Transfer-Encoding" };
    format!("`{title}: {}`", Shown(&String::from_utf8_lossy(value.as_bytes())))
}

/// The answer as it leaves. Most are as they should be: whole, with content, and with no header that was not ours.
#[inline]
pub(crate) fn settle(request: &mut Request, response: Response) -> Response {
    let is_plain = !response.has_foreign_headers()
        && !response.body().is_stream()
        && has_content(response.status())
        && *request.method() != Method::HEAD;
    if is_plain { response } else { put_right(request, response) }
}

/// Whether the status has content (RFC 9110 sections 15.2, 15.3.5, 15.3.6 and 15.4.5).
pub(crate) fn has_content(status: StatusCode) -> bool {
    status == StatusCode::OK
        || !(status.is_informational()
            || matches!(
                status,
                StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
            ))
}

#[cold]
fn put_right(request: &mut Request, mut response: Response) -> Response {
    if let Some(mistake) = mistake(&response) {
        let of_view = request.view().map(|view| format!(" of view `{view}`")).unwrap_or_default();
        let error = Error::internal(format!("the answer{of_view} left a layer with {mistake}"));
        let cookies = response.take_cookies();
        response = error_pages::fail(request, &error);
        response.put_cookies(cookies);
    }
    let protocol = protocol(&response);
    let closes = strip(response.layer_headers_mut()) && request.version() != Version::HTTP_2;
    if closes {
        response.layer_headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    } else if let Some(protocol) = protocol.filter(|_| request.version() == Version::HTTP_11) {
        let headers = response.layer_headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, protocol);
    }
    if !has_content(response.status()) {
        without_content(response)
    } else if *request.method() == Method::HEAD {
        only_the_head(request, response)
    } else {
        of_its_length(request, response)
    }
}

/// Whether a WebSocket takes over behind this answer.
#[cfg(feature = "websocket")]
fn is_upgrade(response: &Response) -> bool {
    response.is_upgrade()
}

#[cfg(not(feature = "websocket"))]
fn is_upgrade(_: &Response) -> bool {
    false
}

/// The protocol that the connection changes to, or is to (RFC 9110 sections 15.2.2 and 15.5.22).
fn protocol(response: &Response) -> Option<HeaderValue> {
    match response.status() {
        StatusCode::SWITCHING_PROTOCOLS => Some(HeaderValue::from_static("websocket")),
        StatusCode::UPGRADE_REQUIRED => response.headers().get(UPGRADE).cloned(),
        _ => None,
    }
}

/// Takes out what is about a connection; says whether it is to be closed.
fn strip(headers: &mut HeaderMap) -> bool {
    let mut closes = false;
    if headers.contains_key(CONNECTION) {
        let lines: Vec<_> = headers.get_all(CONNECTION).iter().cloned().collect();
        headers.remove(CONNECTION);
        let named = lines.iter().filter_map(|line| line.to_str().ok());
        for name in named.flat_map(|line| line.split(',')).map(str::trim) {
            closes |= name.eq_ignore_ascii_case("close");
            headers.remove(name);
        }
    }
    for name in &OF_THE_CONNECTION {
        headers.remove(name);
    }
    closes
}

fn without_content(mut response: Response) -> Response {
    drop_body(&mut response);
    let is_reset = response.status() == StatusCode::RESET_CONTENT;
    let headers = response.layer_headers_mut();
    headers.remove(TRAILER);
    if is_reset {
        // 205 has no content, and no framing says so for it (RFC 9112 section 6.3).
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    } else {
        headers.remove(CONTENT_LENGTH);
    }
    response
}

fn only_the_head(request: &Request, mut response: Response) -> Response {
    // A view that knows the length need not make the body.
    let makes_none = response.body().as_bytes().is_some_and(<[u8]>::is_empty);
    let known = if makes_none { None } else { length_of(response.body()) };
    let length = agree(request, &mut response, known);
    drop_body(&mut response);
    if let Some(length) = length {
        response.layer_headers_mut().insert(CONTENT_LENGTH, Decimal::header(length));
    }
    response
}

fn of_its_length(request: &Request, mut response: Response) -> Response {
    if response.body().is_stream() && response.body().is_end_stream() {
        drop_body(&mut response);
    }
    let known = length_of(response.body());
    let length = agree(request, &mut response, known);
    if response.body().is_stream() {
        if let Some(end) = response.extensions().get::<ServerEnd>() {
            end.tell(request.shutdown());
        }
        let body = response.replace_body(Body::default());
        response.replace_body(stream::follow(body, length, request));
    } else {
        response.layer_headers_mut().remove(TRAILER);
    }
    response
}

/// How many bytes there are, if the body knows.
fn length_of(body: &Body) -> Option<u64> {
    body.as_bytes().map(|bytes| bytes.len() as u64).or_else(|| body.size_hint().exact())
}

/// Has `Content-Length` say what the body knows of itself, if it says anything; what it says of a body that does not
/// know is believed. The length, where there is one.
fn agree(request: &Request, response: &mut Response, known: Option<u64>) -> Option<u64> {
    let mut lines = response.headers().get_all(CONTENT_LENGTH).iter();
    let Some(line) = lines.next() else { return known };
    let is_single = lines.next().is_none();
    let said = said(response.headers());
    let length = known.or(said);
    if said != length || said.is_none() {
        let sent = length.map_or("none was".to_owned(), |length| format!("{length} was"));
        tracing::warn!(
            target: "vestibule::request",
            view = request.view().map(tracing::field::display),
            "{}: the answer has {}, which is not its length: {sent} sent",
            request.logged(),
            shown(&CONTENT_LENGTH, line),
        );
    } else if is_single {
        return length;
    }
    let headers = response.layer_headers_mut();
    match length {
        Some(length) => drop(headers.insert(CONTENT_LENGTH, Decimal::header(length))),
        None => drop(headers.remove(CONTENT_LENGTH)),
    }
    length
}

/// The number in `Content-Length`, if it is one; several times the same is one (RFC 9110 section 8.6).
fn said(headers: &HeaderMap) -> Option<u64> {
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { text.parse::<u64>().ok() } else { None }
    };
    let mut known = None;
    for line in headers.get_all(CONTENT_LENGTH) {
        for item in line.to_str().ok()?.split(',') {
            let length = number(item.trim())?;
            if known.is_some_and(|known| known != length) {
                return None;
            }
            known = Some(length);
        }
    }
    known
}

/// Its end may be the application's code.
fn drop_body(response: &mut Response) {
    let body = response.replace_body(Body::default());
    let _ = panics::catch(|| drop(body));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(lines: &[&'static str]) -> Option<u64> {
        said(&lines.iter().map(|line| (CONTENT_LENGTH, HeaderValue::from_static(line))).collect())
    }

    #[test]
    fn a_length_is_one_number_however_often_it_is_said() {
        assert_eq!(lengths(&["10"]), Some(10));
        assert_eq!(lengths(&["10", " 10 , 010"]), Some(10));
        for lines in [
            &[""][..],
            &["+1"],
            &["1 1"],
            &["0x1"],
            &["1", "2"],
            &["1, 2"],
            &["1,"],
            &["18446744073709551616"],
        ] {
            assert_eq!(lengths(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn what_connection_names_is_of_the_connection() {
        let lines = [
            ("connection", "x-hop, Close"),
            ("connection", "te"),
            ("x-hop", "1"),
            ("keep-alive", "timeout=5"),
            ("upgrade", "h2c"),
            ("te", "trailers"),
            ("x-end", "1"),
        ];
        let lines =
            lines.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let mut headers = HeaderMap::from_iter(lines);

        assert!(strip(&mut headers));
        assert_eq!(headers.keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["x-end"]);
    }
}
