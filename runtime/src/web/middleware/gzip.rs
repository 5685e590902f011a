//! `GZipMiddleware`: answers compressed for who can read that (Django, `middleware/gzip.py`).
//!
//! It stands outside of what reads or changes bodies. An answer that shows a secret beside what a stranger can
//! put into it should not be compressed at all; the padding of [`gzip`](crate::gzip) makes guessing the secret
//! by the length slow, not impossible, and CSRF tokens are masked for that reason.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::StatusCode;
use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue,
};
use http_body::Frame;
use vestibule_macros::middleware;

use super::{has_directive, order};
use crate::base::crypto;
use crate::base::error::BoxError;
use crate::base::gzip::Encoder;
use crate::web::framing;
use crate::web::layer::Hooked;
use crate::web::request::Request;
use crate::web::response::{Body, Response, Unsent};

/// A shorter body is not worth it: the headers are longer (Django, `middleware/gzip.py`).
const SHORTEST: usize = 200;

/// The padding is shorter than this, in letters.
const PADDING: u8 = 100;

/// Bytes of a whole body that are compressed before others have their turn: some 2 ms.
const SLICE: usize = 64 * 1024;

/// Bytes of a stream that are gathered before they go out, if no pause lets them out earlier.
const GATHERED: usize = 16 * 1024;

const EVENTS: &[u8] = b"text/event-stream";

const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// What is said of the bytes themselves, and would not be true of others (RFC 9530; RFC 1864).
const DIGESTS: [HeaderName; 4] = [
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("repr-digest"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("content-md5"),
];

/// Compresses answers of 200 bytes and more, and streams, for clients whose `Accept-Encoding` names `gzip`,
/// unless they have a `Content-Encoding`. A strong `ETag` becomes weak.
///
/// Beyond Django, it leaves alone what RFC 9110 has it leave alone: parts of a representation (206, or whatever has a
/// `Content-Range`: their bytes are counted), answers whose `Cache-Control` says `no-transform`, server-sent events, those
/// with a digest of their bytes, and every [`FileResponse`](crate::FileResponse). What it compresses has no
/// `Accept-Ranges`, and a 304 has the `Vary` and the `ETag` that the
/// 200 would have had (section 15.4.5).
///
/// It stands at [`order::GZIP`], is not among the default ones, and reads no settings.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// vestibule::app! { middleware: [GZipMiddleware] }
///
/// #[view(GET, "/")]
/// async fn index() -> String { "Hello ".repeat(100) }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// client.headers_mut().insert("accept-encoding", "gzip".parse()?);
/// let response = client.get("/").await;
/// assert_eq!(response.header("Content-Encoding"), Some("gzip"));
/// assert_eq!(response.header("Vary"), Some("Accept-Encoding"));
/// assert!(response.bytes().len() < 600);
/// # Ok(()) })? }
/// ```
#[derive(Debug, Default)]
pub struct GZipMiddleware;

#[middleware(order = order::GZIP, library)]
impl GZipMiddleware {
    fn process_response<'a>(
        &'a self,
        request: &'a mut Request,
        mut response: Response,
    ) -> Hooked<'a, Response> {
        let is_unsent = response.status() == StatusCode::NOT_MODIFIED;
        let plan = if is_unsent { Plan::of_unsent(&response) } else { Plan::of_sent(&response) };
        if plan == Plan::Leave || response.is_file() {
            return Hooked::Ready(Ok(response));
        }
        response.vary_on("Accept-Encoding");
        if plan == Plan::Vary || !accepts_gzip(request.headers()) {
            return Hooked::Ready(Ok(response));
        }
        if is_unsent {
            weaken_tag(response.layer_headers_mut());
            return Hooked::Ready(Ok(response));
        }
        // A large body would keep its thread from all others.
        Hooked::later(async move { Ok(compress(response).await) })
    }
}

/// What is to be done with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// It is the same for everyone.
    Leave,
    /// It is sent as it is, beside others of its address that are compressed.
    Vary,
    Compress,
}

impl Plan {
    fn of_sent(response: &Response) -> Self {
        let length = response.body().as_bytes().map(<[u8]>::len);
        Self::of(response.status(), response.headers(), length)
    }

    /// That of the answer in whose place this 304 is. A view's own tells nothing of it but its headers.
    fn of_unsent(response: &Response) -> Self {
        match response.extensions().get::<Unsent>() {
            Some(unsent) => Self::of(unsent.status, &unsent.headers, unsent.length),
            None => Self::of(StatusCode::OK, response.headers(), None),
        }
    }

    /// `length` is that of a whole body.
    fn of(status: StatusCode, headers: &HeaderMap, length: Option<usize>) -> Self {
        let is_short = length.is_some_and(|length| length < SHORTEST);
        if is_short || !framing::has_content(status) || headers.contains_key(CONTENT_ENCODING) {
            return Self::Leave;
        }
        if has_directive(headers, "no-transform")
            || is_events(headers)
            || DIGESTS.iter().any(|name| headers.contains_key(name))
        {
            return Self::Leave;
        }
        let is_part = status == StatusCode::PARTIAL_CONTENT || headers.contains_key(CONTENT_RANGE);
        if is_part { Self::Vary } else { Self::Compress }
    }
}

/// Server-sent events: each is short, and is to be there at once.
fn is_events(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.trim_ascii_start().get(..EVENTS.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(EVENTS))
}

async fn compress(mut response: Response) -> Response {
    // Without the padding the length would tell too much: rather not compressed.
    let Ok(padding) = crypto::random_below(PADDING) else { return response };
    let encoder = Encoder::new(padding.into());
    match response.body().as_bytes() {
        Some(bytes) => {
            let whole = compressed(encoder, bytes).await;
            if whole.len() >= bytes.len() {
                return response;
            }
            response.layer_headers_mut().insert(CONTENT_LENGTH, whole.len().into());
            response.replace_body(whole.into());
        }
        None => {
            response.layer_headers_mut().remove(CONTENT_LENGTH);
            let body = response.replace_body(Body::default());
            response.replace_body(Body::new(GZipBody { body, encoder, state: State::Flushed }));
        }
    }
    let headers = response.layer_headers_mut();
    weaken_tag(headers);
    headers.insert(CONTENT_ENCODING, GZIP);
    // The ranges of these bytes are nothing that anyone could ask for again.
    headers.remove(ACCEPT_RANGES);
    response
}

async fn compressed(mut encoder: Encoder, bytes: &[u8]) -> Bytes {
    for slice in bytes.chunks(SLICE) {
        encoder.write(slice);
        if slice.len() == SLICE {
            tokio::task::yield_now().await;
        }
    }
    encoder.finish();
    encoder.take()
}

/// Whether the word is there; what weight it is given is not looked at, as in Django.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let is_separator = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
    let mut lines = headers.get_all(ACCEPT_ENCODING).iter();
    lines.any(|line| line.as_bytes().split(is_separator).any(|word| word == b"gzip"))
}

/// The bytes are others now, and mean the same (RFC 9110 section 8.8.1).
fn weaken_tag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get_mut(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\"")) else { return };
    if let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat()) {
        *tag = weak;
    }
}

/// A stream, compressed as it comes. What the stream pauses behind is sent at once: the other side may wait
/// for it.
struct GZipBody {
    body: Body,
    encoder: Encoder,
    state: State,
}

#[derive(PartialEq)]
enum State {
    /// All that came in has come out.
    Flushed,
    /// Something may still be inside the encoder.
    Holding,
    Ended,
}

impl http_body::Body for GZipBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        while this.state != State::Ended && this.encoder.ready() < GATHERED {
            match Pin::new(&mut this.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    // Trailers would speak of the bytes that are not sent any more.
                    if let Ok(data) = frame.into_data() {
                        this.encoder.write(&data);
                        this.state = State::Holding;
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    this.state = State::Ended;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => {
                    this.encoder.finish();
                    this.state = State::Ended;
                }
                Poll::Pending if this.state == State::Holding => {
                    this.encoder.flush();
                    this.state = State::Flushed;
                    break;
                }
                Poll::Pending => break,
            }
        }
        match (this.encoder.take(), &this.state) {
            (bytes, _) if !bytes.is_empty() => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            (_, State::Ended) => Poll::Ready(None),
            _ => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(value: &'static str) -> bool {
        accepts_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
    }

    #[test]
    fn the_word_is_looked_for_and_not_its_weight() {
        for value in ["gzip", "br, gzip", "deflate,gzip;q=0.5", "gzip;q=0", "x-gzip"] {
            assert!(accepts(value), "{value}");
        }
        for value in ["", "*", "br", "gzipped", "GZIP", "_gzip"] {
            assert!(!accepts(value), "{value}");
        }
    }

    #[test]
    fn a_tag_becomes_weak_once() {
        for (tag, weak) in [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\""), ("odd", "odd")] {
            let mut headers = HeaderMap::from_iter([(ETAG, HeaderValue::from_static(tag))]);
            weaken_tag(&mut headers);
            assert_eq!(headers[ETAG], weak);
        }
    }
}
