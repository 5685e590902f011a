//! One request and its response: looked over, handed to the handler, and its body settled.

use std::convert::Infallible;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version};
use hyper::body::{Body, Incoming};
use tokio::sync::mpsc;

use super::body::IncomingBody;
use super::chunked::{BodyDecoder, ChunkedState, InvalidFraming};
use super::position::BodyBytes;
use super::read_buffer::track_body;
use super::reaper::Connections;
use super::refusal::{self, KnownHost, Refusal};
use super::response::ResponseBody;
use super::state::{ConnectionState, InFlight, Phase};
use super::stream::SendProgress;
use super::unread::{DrainStatus, UnreadBody};
use super::{ConnectionInfo, Handler};
#[cfg(feature = "websocket")]
use crate::web::{request::Upgradable, response::Upgrade};

type Answer<H> = Response<ResponseBody<<H as Handler>::Body>>;

/// What all requests of one connection share.
#[derive(Debug)]
pub(super) struct ConnectionContext<H> {
    pub(super) handler: H,
    pub(super) connections: Arc<Connections>,
    pub(super) state: Arc<ConnectionState>,
    pub(super) known_host: KnownHost,
    /// Tells the server, when it is dropped, that the connection is closed.
    pub(super) _open: mpsc::Sender<Infallible>,
}

impl<H> Drop for ConnectionContext<H> {
    fn drop(&mut self) {
        self.connections.burst.closed();
    }
}

/// Answers one request. That it never fails is what keeps hyper from dropping the connection.
///
/// The request is handed on before the future is made, which then is small: hyper moves the whole of it for
/// every request, and keeps room for one with every connection.
pub(super) fn answer<H: Handler>(
    context: &Arc<ConnectionContext<H>>,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Answer<H>, Infallible>> + use<H> {
    let begun = begin(context, request);
    async move {
        let Exchange { handling, rest } = match begun {
            Ok(exchange) => exchange,
            // Here and not before: on HTTP/2 this is the stream's task, which watches over what is sent.
            Err(refused) => return Ok(refused.answer()),
        };
        let mut handling = pin!(handling);
        // Unwind safety: a future that panicked is not polled again, and what handlers share among
        // requests is theirs to guard.
        let response = poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| handling.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Some),
            Err(_) => Poll::Ready(None),
        })
        .await;
        Ok(rest.finish(response))
    }
}

/// A request that the handler has.
struct Exchange<F> {
    handling: F,
    rest: Rest,
}

/// What is to be settled when the handler has answered.
struct Rest {
    /// With what bounds it; `None` for a request without a body.
    unread: Option<(Arc<UnreadBody>, Arc<Connections>)>,
    format: ResponseFormat,
    in_flight: InFlight,
}

/// Who is to read the answer.
#[derive(Clone, Copy, Debug)]
struct ResponseFormat {
    version: Version,
    is_head: bool,
}

/// A request that the handler does not get.
struct Refused<H> {
    context: Arc<ConnectionContext<H>>,
    head: Parts,
    refusal: Refusal,
    in_flight: InFlight,
}

/// Hands the request on, unless it is to be refused.
fn begin<H: Handler>(
    context: &Arc<ConnectionContext<H>>,
    request: Request<Incoming>,
) -> Result<Exchange<impl Future<Output = Response<H::Body>> + use<H>>, Box<Refused<H>>> {
    let ConnectionContext { handler, connections, state, known_host, .. } = &**context;
    let is_in_one_piece = state.position.has_head_in_one_piece();
    let in_flight = state.enter();
    // In two parts from here on: put together again they would only be copied once more.
    #[cfg(feature = "websocket")]
    let request = upgradable(request);
    let (head, incoming) = request.into_parts();
    let format = ResponseFormat::of(&head);
    let is_short = is_in_one_piece && head.version != Version::HTTP_2;
    let has_body = !incoming.is_end_stream();
    // A chunked one does not.
    let has_size = !has_body || incoming.size_hint().exact().is_some();
    let refuse = |head, refusal, in_flight| {
        Err(Box::new(Refused { context: Arc::clone(context), head, refusal, in_flight }))
    };
    if let Err(refusal) = refusal::check(&head, has_size, &connections.limits, known_host, is_short) {
        return refuse(head, refusal, in_flight);
    }
    let unread = if has_body {
        let Ok(is_seen) = track_bytes(state, head.version, &incoming) else {
            return refuse(head, Refusal::Chunked, in_flight);
        };
        Some(UnreadBody::of(&head, is_seen))
    } else {
        state.position.begin_without_body();
        None
    };
    let body = IncomingBody::new(incoming, unread.clone(), &connections.limits);
    let handling = handler.handle(head, body, ConnectionInfo::new(state.peer, state.local));
    let unread = unread.map(|unread| (unread, Arc::clone(connections)));
    Ok(Exchange { handling, rest: Rest { unread, format, in_flight } })
}

/// Marks a request of a connection that can be taken over. hyper's own way would keep the socket.
#[cfg(feature = "websocket")]
fn upgradable(mut request: Request<Incoming>) -> Request<Incoming> {
    if request.extensions_mut().remove::<hyper::upgrade::OnUpgrade>().is_some() {
        request.extensions_mut().insert(Upgradable);
    }
    request
}

/// On HTTP/1, has the body's bytes seen as they come in; whether they are.
fn track_bytes(state: &ConnectionState, version: Version, body: &Incoming) -> Result<bool, InvalidFraming> {
    if version == Version::HTTP_2 {
        return Ok(true);
    }
    // One whose size is not known comes in chunks: other codings have been refused.
    let decoder =
        body.size_hint().exact().map_or(BodyDecoder::Chunked(ChunkedState::new()), BodyDecoder::Length);
    let is_seen = track_body(state, decoder)?;
    if !is_seen {
        state.position.set_body(BodyBytes::Unknown);
    }
    Ok(is_seen)
}

impl Rest {
    /// Settles what the handler has left of the request's body. `response` is `None` if it panicked.
    fn finish<B: Body>(self, response: Option<Response<B>>) -> Response<ResponseBody<B>> {
        let Self { unread, format, mut in_flight } = self;
        // On HTTP/2 it is the connection that says so.
        let is_http2 = format.version == Version::HTTP_2;
        let mut closes = in_flight.state.is_draining() && !is_http2;
        if let Some((unread, connections)) = unread {
            closes |= !is_http2 && unread.settle(&connections.limits) == DrainStatus::Closing;
            if !unread.is_read() {
                in_flight.after = Phase::UnreadBody;
            }
        }
        #[cfg(feature = "websocket")]
        if let Some(upgrade) = response.as_ref().and_then(upgrade) {
            in_flight.state.set_upgrade(upgrade);
            closes = false;
        }
        if closes {
            in_flight.state.set_unread();
        }
        let mut response = match response {
            Some(response) => response.map(|body| ResponseBody::handler(body, format.progress(), in_flight)),
            None => {
                let peer = in_flight.state.peer;
                tracing::error!(target: "vestibule::server", %peer, "handler panicked");
                text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error", format.progress(), in_flight)
            }
        };
        if closes {
            close_after(&mut response);
        }
        format.fit(&mut response);
        response
    }
}

/// Who takes the connection over behind this answer.
#[cfg(feature = "websocket")]
fn upgrade<B>(response: &Response<B>) -> Option<Upgrade> {
    let is_upgrade = response.status() == StatusCode::SWITCHING_PROTOCOLS;
    if is_upgrade { response.extensions().get().cloned() } else { None }
}

impl<H: Handler> Refused<H> {
    /// Answers in the handler's place.
    fn answer(self) -> Answer<H> {
        let Self { context, head, refusal, in_flight } = self;
        let ConnectionContext { handler, state, .. } = &*context;
        tracing::debug!(
            target: "vestibule::server",
            peer = %state.peer,
            status = refusal.status().as_u16(),
            "refused a request: {}",
            refusal.text(),
        );
        let (format, connection) = (ResponseFormat::of(&head), ConnectionInfo::new(state.peer, state.local));
        // Unwind safety: as above.
        let page = catch_unwind(AssertUnwindSafe(|| {
            handler.refuse(head, connection, refusal.status(), refusal.text())
        }));
        let mut response = match page {
            Ok(Some(page)) => page.map(|body| ResponseBody::handler(body, format.progress(), in_flight)),
            Ok(None) | Err(_) => text(refusal.status(), refusal.text(), format.progress(), in_flight),
        };
        match format.version {
            // The connection says GOAWAY and ends with the streams that are open.
            Version::HTTP_2 => state.drain(),
            _ => {
                state.set_unread();
                close_after(&mut response);
            }
        }
        format.fit(&mut response);
        response
    }
}

impl ResponseFormat {
    fn of(head: &Parts) -> Self {
        Self { version: head.version, is_head: head.method == Method::HEAD }
    }

    /// That of the stream, on HTTP/2.
    fn progress(self) -> Option<Arc<SendProgress>> {
        if self.version == Version::HTTP_2 { SendProgress::of_this_stream() } else { None }
    }

    /// Makes of an answer what this client can read. In place: each time it is handed on it is copied.
    #[inline]
    fn fit<B: Body>(self, response: &mut Response<ResponseBody<B>>) {
        let is_plain = !self.is_head && self.version != Version::HTTP_10;
        if !is_plain || response.body().dates().are_ours() {
            self.fit_with_care(response);
        }
    }

    #[cold]
    fn fit_with_care<B: Body>(self, response: &mut Response<ResponseBody<B>>) {
        if self.is_head {
            response.body_mut().leave_out();
        } else if self.version == Version::HTTP_10 && !response.headers().contains_key(CONTENT_LENGTH) {
            response.body_mut().end_with_connection();
        }
        if let Some(date) = response.body().dates().ours() {
            response.headers_mut().entry(DATE).or_insert(date);
        }
    }
}

/// An answer of the server's own.
fn text<B>(
    status: StatusCode,
    text: &'static str,
    progress: Option<Arc<SendProgress>>,
    in_flight: InFlight,
) -> Response<ResponseBody<B>> {
    let mut response = Response::new(ResponseBody::text(text, progress, in_flight));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    // Also where HEAD is answered without it.
    headers.insert(CONTENT_LENGTH, text.len().into());
    response
}

/// Has hyper close the connection after this response (RFC 9112 section 9.6). As the client may still be sending,
/// its [`ConnectionState`] has to be told ([`ConnectionState::set_unread`]).
fn close_after<B>(response: &mut Response<B>) {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
}
