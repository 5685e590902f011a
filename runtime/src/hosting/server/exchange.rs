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
use super::caretaker::Registry;
use super::chunks::{Chunks, Loose, Passing};
use super::landing::watch_body;
use super::leftover::{Fate, Leftover};
use super::position::BodyBytes;
use super::refusal::{self, KnownHost, Refusal};
use super::response::ResponseBody;
use super::streams::Pace;
use super::watch::{InFlight, Phase, Watch};
use super::{ConnectionInfo, Handler};

type Answer<H> = Response<ResponseBody<<H as Handler>::Body>>;

/// What all requests of one connection share.
#[derive(Debug)]
pub(super) struct Station<H> {
    pub(super) handler: H,
    pub(super) registry: Arc<Registry>,
    pub(super) watch: Arc<Watch>,
    pub(super) known_host: KnownHost,
    /// Tells the server, when it is dropped, that the connection is closed.
    pub(super) _open: mpsc::Sender<Infallible>,
}

impl<H> Drop for Station<H> {
    fn drop(&mut self) {
        self.registry.burst.closed();
    }
}

/// Answers one request. That it never fails is what keeps hyper from dropping the connection.
///
/// The request is handed on before the future is made, which then is small: hyper moves the whole of it for
/// every request, and keeps room for one with every connection.
pub(super) fn answer<H: Handler>(
    station: &Arc<Station<H>>,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Answer<H>, Infallible>> + use<H> {
    let begun = begin(station, request);
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
    leftover: Option<(Arc<Leftover>, Arc<Registry>)>,
    asker: Asker,
    in_flight: InFlight,
}

/// Who is to read the answer.
#[derive(Clone, Copy, Debug)]
struct Asker {
    version: Version,
    is_head: bool,
}

/// A request that the handler does not get.
struct Refused<H> {
    station: Arc<Station<H>>,
    head: Parts,
    refusal: Refusal,
    in_flight: InFlight,
}

/// Hands the request on, unless it is to be refused.
fn begin<H: Handler>(
    station: &Arc<Station<H>>,
    request: Request<Incoming>,
) -> Result<Exchange<impl Future<Output = Response<H::Body>> + use<H>>, Box<Refused<H>>> {
    let Station { handler, registry, watch, known_host, .. } = &**station;
    let is_in_one_piece = watch.position.has_head_in_one_piece();
    let in_flight = watch.enter();
    // In two parts from here on: put together again they would only be copied once more.
    let (head, incoming) = request.into_parts();
    let asker = Asker::of(&head);
    let is_short = is_in_one_piece && head.version != Version::HTTP_2;
    let has_body = !incoming.is_end_stream();
    // A chunked one does not.
    let has_size = !has_body || incoming.size_hint().exact().is_some();
    let refuse = |head, refusal, in_flight| {
        Err(Box::new(Refused { station: Arc::clone(station), head, refusal, in_flight }))
    };
    if let Err(refusal) = refusal::check(&head, has_size, &registry.limits, known_host, is_short) {
        return refuse(head, refusal, in_flight);
    }
    let leftover = if has_body {
        let Ok(is_seen) = watch_bytes(watch, head.version, &incoming) else {
            return refuse(head, Refusal::Chunks, in_flight);
        };
        Some(Leftover::of(&head, is_seen))
    } else {
        watch.position.begin_without_body();
        None
    };
    let body = IncomingBody::new(incoming, leftover.clone(), &registry.limits);
    let handling = handler.handle(head, body, ConnectionInfo::new(watch.peer, watch.local));
    let leftover = leftover.map(|leftover| (leftover, Arc::clone(registry)));
    Ok(Exchange { handling, rest: Rest { leftover, asker, in_flight } })
}

/// On HTTP/1, has the body's bytes seen as they come in; whether they are.
fn watch_bytes(watch: &Watch, version: Version, body: &Incoming) -> Result<bool, Loose> {
    if version == Version::HTTP_2 {
        return Ok(true);
    }
    // One whose size is not known comes in chunks: other codings have been refused.
    let passing = body.size_hint().exact().map_or(Passing::Chunked(Chunks::new()), Passing::Length);
    let is_seen = watch_body(watch, passing)?;
    if !is_seen {
        watch.position.set_body(BodyBytes::Unknown);
    }
    Ok(is_seen)
}

impl Rest {
    /// Settles what the handler has left of the request's body. `response` is `None` if it panicked.
    fn finish<B: Body>(self, response: Option<Response<B>>) -> Response<ResponseBody<B>> {
        let Self { leftover, asker, mut in_flight } = self;
        // On HTTP/2 it is the connection that says so.
        let is_http2 = asker.version == Version::HTTP_2;
        let mut closes = in_flight.watch.is_draining() && !is_http2;
        if let Some((leftover, registry)) = leftover {
            closes |= !is_http2 && leftover.settle(&registry.limits) == Fate::Closing;
            if !leftover.is_read() {
                in_flight.after = Phase::Leftover;
            }
        }
        if closes {
            in_flight.watch.set_unread();
        }
        let mut response = match response {
            Some(response) => response.map(|body| ResponseBody::handler(body, asker.pace(), in_flight)),
            None => {
                let peer = in_flight.watch.peer;
                tracing::error!(target: "vestibule::server", %peer, "handler panicked");
                text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error", asker.pace(), in_flight)
            }
        };
        if closes {
            close_after(&mut response);
        }
        asker.fit(&mut response);
        response
    }
}

impl<H: Handler> Refused<H> {
    /// Answers in the handler's place.
    fn answer(self) -> Answer<H> {
        let Self { station, head, refusal, in_flight } = self;
        let Station { handler, watch, .. } = &*station;
        tracing::debug!(
            target: "vestibule::server",
            peer = %watch.peer,
            status = refusal.status().as_u16(),
            "refused a request: {}",
            refusal.text(),
        );
        let (asker, connection) = (Asker::of(&head), ConnectionInfo::new(watch.peer, watch.local));
        // Unwind safety: as above.
        let page = catch_unwind(AssertUnwindSafe(|| {
            handler.refuse(head, connection, refusal.status(), refusal.text())
        }));
        let mut response = match page {
            Ok(Some(page)) => page.map(|body| ResponseBody::handler(body, asker.pace(), in_flight)),
            Ok(None) | Err(_) => text(refusal.status(), refusal.text(), asker.pace(), in_flight),
        };
        match asker.version {
            // The connection says GOAWAY and ends with the streams that are open.
            Version::HTTP_2 => watch.drain(),
            _ => {
                watch.set_unread();
                close_after(&mut response);
            }
        }
        asker.fit(&mut response);
        response
    }
}

impl Asker {
    fn of(head: &Parts) -> Self {
        Self { version: head.version, is_head: head.method == Method::HEAD }
    }

    /// That of the stream, on HTTP/2.
    fn pace(self) -> Option<Arc<Pace>> {
        if self.version == Version::HTTP_2 { Pace::of_this_stream() } else { None }
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
    pace: Option<Arc<Pace>>,
    in_flight: InFlight,
) -> Response<ResponseBody<B>> {
    let mut response = Response::new(ResponseBody::text(text, pace, in_flight));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    // Also where HEAD is answered without it.
    headers.insert(CONTENT_LENGTH, text.len().into());
    response
}

/// Has hyper close the connection after this response (RFC 9112 section 9.6). As the client may still be sending,
/// its [`Watch`] has to be told ([`Watch::set_unread`]).
fn close_after<B>(response: &mut Response<B>) {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
}
