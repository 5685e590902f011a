//! What goes over the wire fits its frame, whatever the application says of it: over HTTP/1.1 and HTTP/2, to the
//! test client and to a tower stack.

mod date;
mod fields;
mod lengths;
mod no_content;
mod ranges;
mod script;
mod streams;
mod ways;

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use vestibule::bytes::Bytes;
use vestibule::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use vestibule::http::{HeaderMap, StatusCode};
use vestibule::middleware::{CommonMiddleware, ConditionalGetMiddleware, GZipMiddleware};
use vestibule::prelude::*;
use vestibule::{Body, Site};

use script::{Script, Step};

vestibule::app! { middleware: [GZipMiddleware, ConditionalGetMiddleware, CommonMiddleware] }

/// What most bodies hold.
const DIGITS: &str = "0123456789";

/// How often the body of `/answer/endless/` has been asked for a piece.
#[derive(Clone, Debug, Default)]
struct Asked(Arc<AtomicUsize>);

impl Asked {
    fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

fn site(asked: &Asked) -> Site<App> {
    App::build().state(asked.clone()).settings(|settings| {
        settings.debug = false;
        settings.secret_key = "only for tests, 32 bytes or more of it".into();
        settings.database_url = "sqlite::memory:".into();
        settings.allowed_hosts = vec!["localhost".into()];
    })
}

/// A body of this kind, with the status and the header lines that the query names: `?status=204&line=ETag:"a"`.
#[view(GET, POST, "/answer/{kind}/", app = crate::framing::App)]
async fn answer(request: &Request, kind: String) -> Result {
    let mut response = Response::text("").with_status(status(request)?);
    response.set_body(body(&kind, request.state().cloned().unwrap_or_default())?);
    add_lines(request, "line", response.headers_mut())?;
    Ok(response)
}

/// Says who it is, to see that the next answer is the next.
#[view(GET, "/next/", app = crate::framing::App)]
async fn next() -> &'static str {
    "the next answer"
}

/// What a layer adds that knows no better: `?late=Content-Length:3`; and one that puts another body in place and
/// keeps the length of the old one: `?instead=body`.
#[middleware(order = 50, app = crate::framing::App)]
async fn late(request: &mut Request, next: Next<'_>) -> Result {
    let mut response = next.run(request).await;
    add_lines(request, "late", response.headers_mut())?;
    if let Some(body) = request.query().get("instead") {
        let length = response.headers().get(CONTENT_LENGTH).cloned();
        response.set_body(body.to_owned());
        response.headers_mut().extend(length.map(|length| (CONTENT_LENGTH, length)));
    }
    Ok(response)
}

fn status(request: &Request) -> Result<StatusCode> {
    let status = request.query().get("status").unwrap_or("200");
    Ok(StatusCode::from_bytes(status.as_bytes())?)
}

fn add_lines(request: &Request, field: &str, headers: &mut HeaderMap) -> Result<()> {
    for line in request.query().get_list(field) {
        let (name, value) = line.split_once(':').ok_or_else(|| Error::bad_request("no header line"))?;
        headers.append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(())
}

fn body(kind: &str, asked: Asked) -> Result<Body> {
    use Step::{Data, Failure, Panic, Pause, Trailers};

    let script = match kind {
        "whole" => return Ok(DIGITS.into()),
        "long" => return Ok("vestibule ".repeat(100).into()),
        "empty" => return Ok(Body::default()),
        "endless" => return Ok(Body::stream(Endless(asked))),
        "stream" => Script::new([Data("0123"), Data("456"), Data("789")]),
        "slow" => Script::new([Pause, Data("0123"), Pause, Data("456789"), Pause]),
        "nothing" => Script::new([]),
        // As whole bodies of tower's are, and two that do not keep what they say.
        "sized" => Script::new([Data("0123"), Data("456789")]).sized(10),
        "over" => Script::new([Data("0123"), Data("456789")]).sized(5),
        "under" => Script::new([Data("0123"), Data("456789")]).sized(15),
        "trailers" => {
            let lines = [("x-sum", "45"), ("connection", "close"), ("transfer-encoding", "chunked")];
            let lines =
                lines.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            Script::new([Data(DIGITS), Trailers(HeaderMap::from_iter(lines))])
        }
        "fails" => Script::new([Data("0123"), Pause, Failure]),
        "panics" => Script::new([Data("0123"), Pause, Panic]),
        _ => return Err(Error::not_found("no such kind")),
    };
    Ok(Body::new(script))
}

/// A stream without an end that counts how often it is asked.
struct Endless(Asked);

impl futures_core::Stream for Endless {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.0.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Bytes::from_static(b"and on "))))
    }
}
