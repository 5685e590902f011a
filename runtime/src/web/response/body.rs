//! The body of a response: whole, streamed, a template still to be rendered, or a file still to be looked into.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::file::UnsettledFile;
use super::streaming::{Chunks, IntoChunk};
use super::template::Deferred;
use crate::base::erased_body::ErasedError;
use crate::base::error::BoxError;

/// What a response carries.
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Whole(Bytes),
    Stream(Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>),
    Deferred(Box<Deferred>),
    /// A file, of which it is not known yet what is asked for.
    Unsettled(Box<UnsettledFile>),
}

impl Body {
    /// Chunks as they come.
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item: IntoChunk> + Send + 'static,
    {
        Self::new(Chunks::of(stream))
    }

    /// Any body of the `http-body` kind, such as one of axum, reqwest or tower-http. It is read as it is sent.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let mut body = Some(body);
        // One of ours is not put into another box.
        if let Some(ours) = (&mut body as &mut dyn Any).downcast_mut::<Option<Self>>() {
            return ours.take().unwrap_or_default();
        }
        body.map(|body| Self(Kind::Stream(Box::pin(ErasedError::new(body))))).unwrap_or_default()
    }

    /// The bytes, if they are all here: not for a stream, nor for a template that is not rendered.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Whole(bytes) => Some(bytes),
            Kind::Deferred(deferred) => deferred.content(),
            Kind::Stream(_) | Kind::Unsettled(_) => None,
        }
    }

    /// Whether it comes in chunks whose number is not known.
    pub fn is_stream(&self) -> bool {
        matches!(self.0, Kind::Stream(_) | Kind::Unsettled(_))
    }

    pub(super) fn deferred(deferred: Box<Deferred>) -> Self {
        Self(Kind::Deferred(deferred))
    }

    pub(super) fn is_deferred(&self) -> bool {
        matches!(self.0, Kind::Deferred(_))
    }

    pub(super) fn unsettled(file: UnsettledFile) -> Self {
        Self(Kind::Unsettled(Box::new(file)))
    }

    pub(super) fn take_unsettled(&mut self) -> Option<UnsettledFile> {
        match std::mem::take(&mut self.0) {
            Kind::Unsettled(file) => Some(*file),
            other => {
                self.0 = other;
                None
            }
        }
    }

    /// Whether it can be sent as it is: no template, and no file.
    pub(super) fn is_ready(&self) -> bool {
        !matches!(self.0, Kind::Deferred(_) | Kind::Unsettled(_))
    }

    pub(super) fn into_deferred(self) -> Result<Box<Deferred>, Self> {
        match self.0 {
            Kind::Deferred(deferred) => Ok(deferred),
            other => Err(Self(other)),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(if bytes.is_empty() { Kind::Empty } else { Kind::Whole(bytes) })
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Kind::Stream(body) => body.as_mut().poll_frame(cx),
            // Taken out of its response, or sent by other code than ours: all of it.
            Kind::Unsettled(_) => {
                let whole = self.take_unsettled().map(UnsettledFile::into_body).unwrap_or_default();
                *self = whole;
                self.poll_frame(cx)
            }
            // The onion renders every template before it lets a response go.
            Kind::Deferred(_) => {
                Poll::Ready(Some(Err("a template response was sent before it was rendered".into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Stream(body) => body.is_end_stream(),
            Kind::Unsettled(file) => file.size() == 0,
            Kind::Whole(_) | Kind::Deferred(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Stream(body) => body.size_hint(),
            Kind::Unsettled(file) => SizeHint::with_exact(file.size()),
            Kind::Deferred(_) => SizeHint::default(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Empty"),
            Kind::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Kind::Stream(_) => f.write_str("Stream"),
            Kind::Unsettled(file) => write!(f, "File({} bytes)", file.size()),
            Kind::Deferred(deferred) => write!(f, "Template({:?})", deferred.name()),
        }
    }
}
