//! One request and its response: looked over, handed to the handler, and its body settled.

use std::convert::Infallible;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use http::header::{CONNECTION, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;

use super::body::RequestBody;
use super::caretaker::Registry;
use super::leftover::{Fate, expects_continue};
use super::refusal::{self, Refusal};
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
}

/// Answers one request. That it never fails is what keeps hyper from dropping the connection.
pub(super) async fn answer<H: Handler>(
    station: Arc<Station<H>>,
    request: Request<Incoming>,
) -> Result<Answer<H>, Infallible> {
    let mut in_flight = station.watch.enter();
    let limits = &station.registry.limits;
    if let Err(refusal) = refusal::check(&request, limits) {
        return Ok(refuse::<H>(refusal, request.version(), in_flight));
    }
    let request = request.map(|incoming| RequestBody::new(incoming, limits));
    let Some(leftover) = request.body().leftover() else {
        return Ok(handle(&station, request).await.into_response(in_flight));
    };

    let version = request.version();
    let (head, body) = request.into_parts();
    let expects_continue = expects_continue(&head);
    let answered = handle(&station, Request::from_parts(head, body)).await;
    let fate = match version {
        Version::HTTP_2 => Fate::Settled,
        _ => leftover.settle(expects_continue, limits),
    };
    if !leftover.is_read() {
        in_flight.after = Phase::Leftover;
    }
    let mut response = answered.into_response(in_flight);
    if fate == Fate::Closing {
        close_after(&mut response, &station.watch);
    }
    Ok(response)
}

/// What came of calling the handler.
enum Answered<B> {
    Response(Response<B>),
    Panicked,
}

impl<B> Answered<B> {
    fn into_response(self, in_flight: InFlight) -> Response<ResponseBody<B>> {
        match self {
            Self::Response(response) => {
                response.map(|body| ResponseBody::handler(body, Pace::of_this_stream(), in_flight))
            }
            Self::Panicked => text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error", in_flight),
        }
    }
}

/// Calls the handler, a panic in it being one of the answers.
async fn handle<H: Handler>(station: &Station<H>, request: Request<RequestBody>) -> Answered<H::Body> {
    let connection = ConnectionInfo::new(station.watch.peer, station.watch.local);
    let mut future = pin!(station.handler.handle(request, connection));
    poll_fn(|cx| {
        // Unwind safety: the future is not polled again, and what handlers share among requests is
        // theirs to guard.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Answered::Response),
            Err(_) => {
                tracing::error!(target: "vestibule::server", peer = %station.watch.peer, "handler panicked");
                Poll::Ready(Answered::Panicked)
            }
        }
    })
    .await
}

fn refuse<H: Handler>(refusal: Refusal, version: Version, in_flight: InFlight) -> Answer<H> {
    let watch = Arc::clone(&in_flight.watch);
    tracing::debug!(
        target: "vestibule::server",
        peer = %watch.peer,
        status = refusal.status().as_u16(),
        "refused a request: {}",
        refusal.text(),
    );
    let mut response = text(refusal.status(), refusal.text(), in_flight);
    match version {
        // The connection says GOAWAY and ends with the streams that are open.
        Version::HTTP_2 => watch.drain(),
        _ => close_after(&mut response, &watch),
    }
    response
}

fn text<B>(status: StatusCode, text: &'static str, in_flight: InFlight) -> Response<ResponseBody<B>> {
    let mut response = Response::new(ResponseBody::text(text, Pace::of_this_stream(), in_flight));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// Has hyper close the connection after this response (RFC 9112 section 9.6), with care, as the
/// client may still be sending.
fn close_after<B>(response: &mut Response<B>, watch: &Watch) {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    watch.set_unread();
}
