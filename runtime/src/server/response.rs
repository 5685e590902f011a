//! The body of a response on its way out.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::streams::Pace;
use super::watch::InFlight;
use crate::error::BoxError;

/// What hyper sends: the handler's body, or a short text of the server's own.
///
/// hyper drops it when its last byte has been handed over. Until then the connection is busy.
#[derive(Debug)]
pub(super) struct ResponseBody<B> {
    kind: Kind<B>,
    /// Whether the client keeps up; on HTTP/2 only.
    pace: Option<Arc<Pace>>,
    _in_flight: InFlight,
}

#[derive(Debug)]
enum Kind<B> {
    Handler(B),
    Text(&'static str),
}

impl<B> ResponseBody<B> {
    pub(super) fn handler(body: B, pace: Option<Arc<Pace>>, in_flight: InFlight) -> Self {
        Self { kind: Kind::Handler(body), pace, _in_flight: in_flight }
    }

    pub(super) fn text(text: &'static str, pace: Option<Arc<Pace>>, in_flight: InFlight) -> Self {
        Self { kind: Kind::Text(text), pace, _in_flight: in_flight }
    }
}

impl<B> Body for ResponseBody<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Some(pace) = &this.pace {
            pace.taken();
        }
        let frame = match &mut this.kind {
            Kind::Handler(body) => Pin::new(body).poll_frame(cx).map_err(Into::into),
            Kind::Text("") => Poll::Ready(None),
            Kind::Text(text) => {
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(std::mem::take(text).as_bytes())))))
            }
        };
        if let (Some(pace), Poll::Ready(Some(Ok(_)))) = (&this.pace, &frame) {
            pace.offered();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Handler(body) => body.is_end_stream(),
            Kind::Text(text) => text.is_empty(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Handler(body) => body.size_hint(),
            Kind::Text(text) => SizeHint::with_exact(text.len() as u64),
        }
    }
}
