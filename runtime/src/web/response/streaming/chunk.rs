//! `IntoChunk`: what a stream may consist of.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Frame;

use crate::base::error::{BoxError, Error};

/// A piece of a body that is made while it is sent: bytes, text, or a `Result` of them whose error breaks the answer
/// off. An empty piece is left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no piece of a body",
    label = "a stream of these cannot be sent",
    note = "the stream's items are `Bytes`, `Vec<u8>`, `String`, `&'static str`, or a `Result` of one of them"
)]
pub trait IntoChunk {
    /// The bytes, or why there are no more.
    ///
    /// # Errors
    ///
    /// Whatever the stream has failed with.
    fn into_chunk(self) -> Result<Bytes, BoxError>;
}

macro_rules! chunks {
    ($($kind:ty),*) => {$(
        impl IntoChunk for $kind {
            fn into_chunk(self) -> Result<Bytes, BoxError> {
                Ok(self.into())
            }
        }
    )*};
}

chunks!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);

impl<T: IntoChunk, E: Into<Error>> IntoChunk for Result<T, E> {
    fn into_chunk(self) -> Result<Bytes, BoxError> {
        self.map_err(|error| error.into().into_boxed())?.into_chunk()
    }
}

/// The body that a stream is.
pub(in crate::web::response) struct Chunks<S>(Pin<Box<S>>);

impl<S> Chunks<S> {
    pub(in crate::web::response) fn of(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

impl<S: Stream<Item: IntoChunk>> http_body::Body for Chunks<S> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            match self.0.as_mut().poll_next(cx).map(|chunk| chunk.map(IntoChunk::into_chunk)) {
                // An empty chunk would be the last one.
                Poll::Ready(Some(Ok(chunk))) if chunk.is_empty() => continue,
                chunk => return chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data))),
            }
        }
    }
}
