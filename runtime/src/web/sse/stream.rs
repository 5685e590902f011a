//! `EventStream`: the answer that a browser's `EventSource` listens to.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use tokio::sync::mpsc;

use super::body::{EventBody, Events, Pauses, Progress};
use super::event::{Event, IntoEvent};
use crate::base::error::{BoxError, Error};
use crate::base::produced::Produced;
use crate::web::response::{Body, IntoResponse, Response, ServerEnd};

const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

/// Has nginx pass on each event when it comes, where it would gather them (`proxy_buffering`).
const X_ACCEL_BUFFERING: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));

/// After how much silence something is said that no script sees.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Events for a browser, as long as it listens: `new EventSource("/ticks/")`.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::sse::{Event, EventStream};
///
/// #[view(GET, "/progress/")]
/// async fn progress() -> EventStream {
///     EventStream::write(async |out| {
///         for percent in [0, 50, 100] {
///             out.send(Event::json(&percent)?.event("progress")).await?;
///         }
///         Ok(())
///     })
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let mut events = client.get_stream("/progress/").await;
/// assert_eq!(events.header("Content-Type"), Some("text/event-stream"));
/// assert_eq!(events.chunk().await.unwrap().unwrap(), "event: progress\ndata: 0\n\n");
/// # Ok(()) })? }
/// ```
///
/// What is told to many at once comes from a [`Channel`](super::Channel).
///
/// | | |
/// |---|---|
/// | its fields | `Content-Type: text/event-stream`, `Cache-Control: no-cache`, `X-Accel-Buffering: no`; [`GZipMiddleware`](crate::middleware::GZipMiddleware) leaves it alone |
/// | a pause of 15 s ([`keep_alive`](Self::keep_alive)) | a comment, so that a client that has gone is noticed, and no proxy takes it for dead |
/// | the client leaves | the stream is dropped where it waits |
/// | the server ends | clients are told when to come again, each another time (1 to 3 s, or around [`retry`](Self::retry)), and the stream ends |
/// | the stream ends by itself | the browser connects again; a script that has had enough calls `source.close()`, a view answers 204 |
/// | an error | the stream breaks off, a line in the log says why, and the browser connects again |
///
/// What it may hold is as for every [`StreamingResponse`](crate::StreamingResponse).
pub struct EventStream {
    events: Events,
    keep_alive: Option<Duration>,
    retry: Option<Duration>,
}

impl EventStream {
    /// Of a stream of [`Event`]s, or of what becomes one ([`IntoEvent`]).
    pub fn new<S>(events: S) -> Self
    where
        S: Stream<Item: IntoEvent> + Send + 'static,
    {
        Self { events: Box::pin(Each(Box::pin(events))), keep_alive: Some(KEEP_ALIVE), retry: None }
    }

    /// Of a function that sends them: the stream ends when the function does. It is dropped where it waits if the client
    /// leaves.
    pub fn write<F, W>(write: F) -> Self
    where
        F: FnOnce(EventWriter) -> W,
        W: Future<Output = Result<(), Error>> + Send + 'static,
    {
        Self::new(Produced::by(|events| write(EventWriter(events))))
    }

    /// The longest silence, after which a comment is sent; `None` for none. Default: 15 s.
    #[must_use]
    pub fn keep_alive(self, longest: impl Into<Option<Duration>>) -> Self {
        Self { keep_alive: longest.into(), ..self }
    }

    /// How long a browser waits before it connects again when the connection has ended: it is told so at once. Browsers
    /// have values of their own, some seconds.
    #[must_use]
    pub fn retry(self, pause: Duration) -> Self {
        Self { retry: Some(pause), ..self }
    }
}

impl From<EventStream> for Response {
    fn from(stream: EventStream) -> Self {
        let EventStream { events, keep_alive, retry } = stream;
        let end = ServerEnd::default();
        let pauses = Pauses::no_longer_than(keep_alive);
        let body = EventBody { events, pauses, end: end.listener(), retry, progress: Progress::Begins };
        let mut response = Response::new(EVENTS, Body::new(body));
        let headers = response.layer_headers_mut();
        headers.insert(CACHE_CONTROL, NO_CACHE);
        headers.insert(X_ACCEL_BUFFERING.0, X_ACCEL_BUFFERING.1);
        response.extensions_mut().insert(end);
        response
    }
}

impl IntoResponse for EventStream {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.into())
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("keep_alive", &self.keep_alive).finish_non_exhaustive()
    }
}

/// Where the function of [`EventStream::write`] sends its events.
///
/// One waits to be sent, no more: whoever sends faster than the client reads waits in [`send`](Self::send).
#[derive(Debug)]
pub struct EventWriter(mpsc::Sender<Event>);

impl EventWriter {
    /// Sends an event; it leaves at once.
    ///
    /// # Errors
    ///
    /// If nobody listens any more. That is seen only where the writer was moved into a task: otherwise its function has
    /// been dropped by then.
    pub async fn send(&self, event: Event) -> Result<(), Error> {
        self.0.send(event).await.map_err(|_| Error::internal("nobody listens to the events any more"))
    }
}

/// A stream's items as events.
struct Each<S>(Pin<Box<S>>);

impl<S: Stream<Item: IntoEvent>> Stream for Each<S> {
    type Item = Result<Option<Event>, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx).map(|item| item.map(IntoEvent::into_event))
    }
}
