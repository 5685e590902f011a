//! `StreamingResponse`: an answer whose body is made while it is sent (Django's `StreamingHttpResponse`).
//!
//! ```text
//! view ─▶ layers, with the head ─▶ line in the log ─▶ chunk ─▶ chunk ─▶ end
//! ```
//!
//! The layers are done with the answer before its first chunk is made, and the log has its line by then. `framing` has
//! another one for a body that breaks off.

mod chunk;
mod writer;

pub(super) use chunk::Chunks;
pub use chunk::IntoChunk;
pub use writer::StreamWriter;

use std::fmt;

use futures_core::Stream;
use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::{Body, HTML, IntoHeaderName, IntoHeaderValue, IntoResponse, Response};
use crate::base::error::Error;
use crate::base::produced::Produced;

/// An answer that is made while it is sent: for what is larger than memory, takes long, or has no end.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::StreamingResponse;
///
/// #[view(GET, "/export/{lines}/")]
/// async fn export(lines: u32) -> StreamingResponse {
///     StreamingResponse::write(async move |out| {
///         out.write("line,square\n").await?;
///         for line in 1..=lines {
///             out.write(format!("{line},{}\n", line * line)).await?;
///         }
///         Ok(())
///     })
///     .content_type("text/csv")
///     .with_header("Content-Disposition", "attachment; filename=\"squares.csv\"")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/export/3/").await;
/// assert_eq!(response.text(), "line,square\n1,1\n2,4\n3,9\n");
/// assert_eq!(response.header("Content-Length"), None);
/// # Ok(()) })? }
/// ```
///
/// 200, `text/html; charset=utf-8` as in Django, and no `Content-Length`, unless one is set, which the body is then held
/// to. [`Response::stream`] is the same for bytes.
///
/// **What it may hold.** A stream owns what it uses: values of the application ([`State`](crate::State), a pool of a
/// database), the path's arguments, the [`User`](crate::auth::User). The session can be read, but it has been saved when the
/// first chunk is made: what is changed after that is lost. A connection of a pool is away for as long as its client
/// reads.
///
/// **How it ends.** An error or a panic breaks the answer off, so that the client sees that it is not whole, and is a
/// line in the log that names the view: the status has been sent by then. A client that leaves drops the stream where
/// it waits. What goes on for ever should end with the server ([`Shutdown`](crate::Shutdown)); an
/// [`EventStream`](crate::sse::EventStream) does by itself.
pub struct StreamingResponse {
    response: Response,
}

impl StreamingResponse {
    /// Of a stream of bytes or text, or of `Result`s of them ([`IntoChunk`]).
    ///
    /// ```
    /// use futures_util::stream;
    /// use vestibule::StreamingResponse;
    ///
    /// let lines = stream::iter(["one\n", "two\n"]);
    /// StreamingResponse::new(lines).content_type("text/plain");
    ///
    /// let parts = stream::iter([Ok("one\n".to_owned()), Err(std::io::Error::other("the disk is gone"))]);
    /// StreamingResponse::new(parts);
    /// ```
    pub fn new<S>(chunks: S) -> Self
    where
        S: Stream<Item: IntoChunk> + Send + 'static,
    {
        Self::of(Body::stream(chunks))
    }

    /// Of a function that writes it: the body ends when the function does.
    ///
    /// It runs as far as the client reads, and is dropped where it waits if the client leaves.
    pub fn write<F, W>(write: F) -> Self
    where
        F: FnOnce(StreamWriter) -> W,
        W: Future<Output = Result<(), Error>> + Send + 'static,
    {
        Self::of(Body::stream(Produced::by(|chunks| write(StreamWriter(chunks)))))
    }

    fn of(body: Body) -> Self {
        Self { response: Response::new(HTML, body) }
    }

    /// The same with this `Content-Type`.
    #[must_use]
    pub fn content_type(self, content_type: impl IntoHeaderValue) -> Self {
        self.with_header(CONTENT_TYPE, content_type)
    }

    /// As [`Response::with_header`].
    #[must_use]
    pub fn with_header(mut self, name: impl IntoHeaderName, value: impl IntoHeaderValue) -> Self {
        self.response = self.response.with_header(name, value);
        self
    }

    /// The same answer with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.response = self.response.with_status(status);
        self
    }
}

impl From<StreamingResponse> for Response {
    fn from(streaming: StreamingResponse) -> Self {
        streaming.response
    }
}

impl IntoResponse for StreamingResponse {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.response)
    }
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StreamingResponse").field(&self.response).finish()
    }
}
