//! `TestStream`: an answer that is read while it is made.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::header::{AsHeaderName, HeaderMap};
use http::response::Parts;
use http_body::Body as _;

use super::TestResponse;
use crate::base::error::BoxError;
use crate::web::request_log::Errors;
use crate::web::response::Body;

/// An answer whose head has come, and whose body is read chunk by chunk, as the view makes it: for streams, of
/// which some never end. Nothing is made that nobody reads, and dropping this is leaving: it drops the stream.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::{bytes::Bytes, Body};
/// # vestibule::app! {}
/// # struct Ticks(u32);
/// # impl futures_core::Stream for Ticks {
/// #     type Item = Result<Bytes, std::convert::Infallible>;
/// #     fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>)
/// #         -> std::task::Poll<Option<Self::Item>> {
/// #         self.0 += 1;
/// #         std::task::Poll::Ready(Some(Ok(Bytes::from(format!("data: {}\n\n", self.0)))))
/// #     }
/// # }
/// #[view(GET, "/events/")]
/// async fn events() -> Response {
///     Response::stream(Ticks(0)) // without an end
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// # use vestibule::testing::Client;
/// let mut client = Client::new(App::build()).await?;
/// let mut answer = client.get_stream("/events/").await;
/// assert_eq!(answer.status(), 200);
/// assert_eq!(answer.chunk().await.unwrap().unwrap(), "data: 1\n\n");
/// assert_eq!(answer.chunk().await.unwrap().unwrap(), "data: 2\n\n");
/// # Ok(()) })? }
/// ```
pub struct TestStream {
    head: Parts,
    /// `None` after its end.
    body: Option<Body>,
}

impl TestStream {
    pub(super) fn new(response: http::Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        Self { head, body: Some(body) }
    }

    /// The status, as a number.
    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    /// The headers, cookies included.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The first value of a header, if it is text.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Waits for the next piece of the body, as the view has made it; `None` after the last.
    ///
    /// # Errors
    ///
    /// What broke the body off, a panic included; it then is over.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, BoxError>> {
        loop {
            let body = self.body.as_mut()?;
            match poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
                // Trailers are no part of the body.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Some(Ok(data)),
                    Err(_) => continue,
                },
                end => {
                    self.body = None;
                    return end.and_then(Result::err).map(Err);
                }
            }
        }
    }

    /// Reads what is left of the body: the answer, to its end.
    ///
    /// # Panics
    ///
    /// If the body breaks off.
    pub async fn read(mut self) -> TestResponse {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.chunk().await {
            bytes.extend_from_slice(&chunk.expect("a body that does not fail"));
        }
        let Parts { status, headers, extensions, .. } = self.head;
        let errors = extensions.get::<Errors>().map(|errors| errors.0.clone()).unwrap_or_default();
        TestResponse { status, headers, body: bytes.freeze(), errors }
    }
}

impl fmt::Debug for TestStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestStream").field("status", &self.status()).finish_non_exhaustive()
    }
}
