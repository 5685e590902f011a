//! What of a file is sent, once the request is at hand: all of it, 304, 412, 416, or parts.

use std::ops::Range;

use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    LAST_MODIFIED, VARY,
};
use http::{Method, StatusCode};
use time::Duration;

use super::UnsettledFile;
use super::body::{FileBody, Source};
use super::range::Asked;
use crate::base::clock::Timestamp;
use crate::base::crypto;
use crate::base::headers::{Decimal, add_header};
use crate::base::http_date;
use crate::web::request::Request;
use crate::web::response::{Body, Conditions, Response};

/// How long after a change another one might have the same time: a file system's clock ticks in steps, of two seconds at most
/// (FAT), and RFC 9110 section 8.8.2.2 asks for one.
const TICK: Duration = Duration::seconds(2);

const BOUNDARY: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

impl Response {
    /// Decides which bytes of a file go out, if this is one whose bytes are not decided upon. What leaves a layer has been
    /// here, so that no layer outside of it sees anything else than what is sent.
    pub(crate) fn settle_file(mut self, request: &Request) -> Self {
        let Some(file) = self.parts.body.take_unsettled() else { return self };
        let is_date_strong = self.put_validators(&file, request.now());
        let is_get = *request.method() == Method::GET;
        if self.status() != StatusCode::OK || !(is_get || *request.method() == Method::HEAD) {
            return self.with_read(FileBody::whole(file.source));
        }
        let mut response = Conditions::of(request).apply(self);
        if response.status() != StatusCode::OK {
            response.parts.is_file = true;
            return response;
        }
        let size = file.source.size();
        let asked = match is_get {
            true => Asked::of(request.headers(), response.headers(), is_date_strong, size),
            false => Asked::Whole,
        };
        match asked {
            Asked::Whole if is_get => response.with_read(FileBody::whole(file.source)),
            // Nobody reads it.
            Asked::Whole => response.with_bytes(FileBody::whole(file.source)),
            Asked::Nothing => response.into_not_satisfiable(size),
            Asked::Parts(parts) => response.with_parts(file.source, parts),
        }
    }

    /// Adds what is not there; says whether the date is a strong validator (RFC 9110 section 8.8.2.2).
    fn put_validators(&mut self, file: &UnsettledFile, now: Timestamp) -> bool {
        let headers = self.layer_headers_mut();
        add_header(headers, ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let on_disk = match &file.source {
            Source::Disk(opened) => opened.modified.map(|at| (at, opened.size)),
            Source::Memory(_) => None,
        };
        let is_settled = |at: Timestamp| at.checked_add(TICK).is_some_and(|settled| settled <= now);
        if let Some((at, size)) = on_disk.filter(|_| !headers.contains_key(ETAG)) {
            let weak = if is_settled(at) { "" } else { "W/" };
            let tag = format!("{weak}\"{:x}-{size:x}\"", at.unix_timestamp_nanos());
            headers.extend(HeaderValue::try_from(tag).map(|tag| (ETAG, tag)));
        }
        let Some(modified) = file.modified.or(on_disk.map(|(at, _)| at)) else { return false };
        // None is of the future (section 8.8.2.1).
        if let Some(date) = http_date::of_second(modified.min(now).unix_timestamp())
            && let Ok(date) = HeaderValue::from_bytes(&date)
        {
            add_header(headers, LAST_MODIFIED, date);
        }
        is_settled(modified)
    }

    /// Reads at once what is at hand.
    fn with_read(self, mut body: FileBody) -> Self {
        match body.at_hand() {
            Some(bytes) => self.with_length(bytes.len() as u64, bytes.into()),
            None => self.with_bytes(body),
        }
    }

    fn with_bytes(self, body: FileBody) -> Self {
        self.with_length(body.size(), Body::new(body))
    }

    fn with_length(mut self, length: u64, body: Body) -> Self {
        self.layer_headers_mut().insert(CONTENT_LENGTH, Decimal::header(length));
        self.replace_body(body);
        self
    }

    /// 206 (RFC 9110 section 15.3.7).
    fn with_parts(mut self, source: Source, parts: Vec<Range<u64>>) -> Self {
        let size = source.size();
        let mut body = FileBody::new(source);
        if let [part] = &parts[..] {
            put(&mut self, CONTENT_RANGE, content_range(part, size));
            body.push_range(part.clone());
        } else {
            // Without randomness there is no boundary that no file has in it: it is sent whole.
            let Ok(boundary) = crypto::random_text(24, BOUNDARY) else {
                body.push_range(0..size);
                return self.with_bytes(body);
            };
            let kind = put(&mut self, CONTENT_TYPE, format!("multipart/byteranges; boundary={boundary}"));
            push_parts(&mut body, &parts, size, &boundary, kind.as_ref());
        }
        self.with_status(StatusCode::PARTIAL_CONTENT).with_read(body)
    }

    /// 416, of which only caches, and who reads how long it is, have anything.
    fn into_not_satisfiable(mut self, size: u64) -> Self {
        let mut answer = Self::html("").with_status(StatusCode::RANGE_NOT_SATISFIABLE);
        answer.parts.is_file = true;
        for name in [ACCEPT_RANGES, CACHE_CONTROL, VARY] {
            for value in self.headers().get_all(&name) {
                answer.parts.headers.append(&name, value.clone());
            }
        }
        put(&mut answer, CONTENT_RANGE, format!("bytes */{size}"));
        answer.put_cookies(self.take_cookies());
        answer
    }
}

/// The value that was there before.
fn put(response: &mut Response, name: HeaderName, text: String) -> Option<HeaderValue> {
    // Letters and digits of ours, which a header can hold.
    HeaderValue::try_from(text).ok().and_then(|value| response.layer_headers_mut().insert(name, value))
}

/// `bytes 0-499/1234`
fn content_range(part: &Range<u64>, size: u64) -> String {
    format!("bytes {}-{}/{size}", part.start, part.end - 1)
}

/// ```text
/// --4lm8…
/// Content-Type: text/plain
/// Content-Range: bytes 0-499/1234
///
/// …
/// --4lm8…--
/// ```
fn push_parts(
    body: &mut FileBody,
    parts: &[Range<u64>],
    size: u64,
    boundary: &str,
    kind: Option<&HeaderValue>,
) {
    let kind = kind.and_then(|kind| kind.to_str().ok()).map(|kind| format!("Content-Type: {kind}\r\n"));
    let kind = kind.unwrap_or_default();
    let mut break_before = "";
    for part in parts {
        let range = content_range(part, size);
        body.push_text(format!("{break_before}--{boundary}\r\n{kind}Content-Range: {range}\r\n\r\n"));
        body.push_range(part.clone());
        break_before = "\r\n";
    }
    body.push_text(format!("\r\n--{boundary}--\r\n"));
}
