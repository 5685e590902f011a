//! The body of a response on its way out.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::date::Dates;
use super::state::InFlight;
use super::stream::SendProgress;
use crate::base::error::BoxError;

/// What hyper sends: the handler's body, or a short text of the server's own.
///
/// hyper drops it when its last byte has been handed over. Until then the connection is busy.
#[derive(Debug)]
pub(super) struct ResponseBody<B> {
    kind: Kind<B>,
    /// Whether the client keeps up; on HTTP/2 only.
    progress: Option<Arc<SendProgress>>,
    in_flight: InFlight,
}

#[derive(Debug)]
enum Kind<B> {
    Handler(B),
    Text(&'static str),
}

impl<B> ResponseBody<B> {
    pub(super) fn handler(body: B, progress: Option<Arc<SendProgress>>, in_flight: InFlight) -> Self {
        Self { kind: Kind::Handler(body), progress, in_flight }
    }

    pub(super) fn text(text: &'static str, progress: Option<Arc<SendProgress>>, in_flight: InFlight) -> Self {
        Self { kind: Kind::Text(text), progress, in_flight }
    }

    /// Sends none of it.
    pub(super) fn leave_out(&mut self) {
        self.kind = Kind::Text("");
    }

    pub(super) fn dates(&self) -> &Dates {
        &self.in_flight.state.clock.dates
    }
}

impl<B: Body> ResponseBody<B> {
    /// Has the end of the connection tell the client that all of it has come, if nothing else does.
    #[cold]
    pub(super) fn end_with_connection(&mut self) {
        let has_length = match &self.kind {
            Kind::Handler(body) => body.is_end_stream() || body.size_hint().exact().is_some(),
            Kind::Text(_) => true,
        };
        self.in_flight.until_close = !has_length;
    }
}

type Polled = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

impl<B> ResponseBody<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    /// For a client that has to be watched, or told when all of it has been handed over.
    #[cold]
    fn poll_with_care(&mut self, cx: &mut Context<'_>) -> Polled {
        if let Some(progress) = &self.progress {
            progress.taken();
        }
        let frame = self.kind.poll_frame(cx);
        if let (Some(progress), Poll::Ready(Some(Ok(_)))) = (&self.progress, &frame) {
            progress.offered();
        }
        self.in_flight.until_close &= match &frame {
            Poll::Ready(Some(Ok(_))) => !self.kind.is_end_stream(),
            Poll::Ready(Some(Err(_))) | Poll::Pending => true,
            Poll::Ready(None) => false,
        };
        frame
    }
}

impl<B> Kind<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Polled {
        match self {
            Self::Handler(body) => Pin::new(body).poll_frame(cx).map_err(Into::into),
            Self::Text("") => Poll::Ready(None),
            Self::Text(text) => {
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(std::mem::take(text).as_bytes())))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Handler(body) => body.is_end_stream(),
            Self::Text(text) => text.is_empty(),
        }
    }
}

impl<B> Body for ResponseBody<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    type Data = Bytes;
    type Error = BoxError;

    #[inline]
    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Polled {
        let this = &mut *self;
        if this.progress.is_none() && !this.in_flight.until_close {
            return this.kind.poll_frame(cx);
        }
        this.poll_with_care(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.kind.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Handler(body) => body.size_hint(),
            Kind::Text(text) => SizeHint::with_exact(text.len() as u64),
        }
    }
}
