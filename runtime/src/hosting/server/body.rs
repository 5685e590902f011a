//! The body of a request as the handler reads it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::body_rate::BodyRate;
use super::unread::UnreadBody;
use crate::web::request::BodyError;
use crate::web::settings::Limits;

/// The body of a request. It fails if it comes too slowly, and may be dropped unread.
pub struct IncomingBody {
    /// `None` once it has failed.
    incoming: Option<Incoming>,
    /// `None` for a request without a body.
    reading: Option<Box<Reading>>,
}

struct Reading {
    body_rate: BodyRate,
    unread: Arc<UnreadBody>,
}

impl IncomingBody {
    pub(super) fn new(incoming: Incoming, unread: Option<Arc<UnreadBody>>, limits: &Limits) -> Self {
        let reading = unread.map(|unread| Box::new(Reading { body_rate: BodyRate::new(limits), unread }));
        Self { incoming: Some(incoming), reading }
    }
}

impl Body for IncomingBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        let (Some(incoming), Some(reading)) = (&mut this.incoming, &mut this.reading) else {
            return Poll::Ready(None);
        };
        let Reading { body_rate, unread } = &mut **reading;
        unread.set_asked_for();
        let error = match Pin::new(&mut *incoming).poll_frame(cx) {
            // Only with trailers does hyper read more than it should.
            Poll::Ready(Some(Ok(frame))) if frame.is_trailers() && !unread.is_seen() => BodyError::Unseen,
            Poll::Ready(Some(Ok(frame))) => {
                body_rate.arrived(frame.data_ref().map_or(0, Bytes::len));
                if incoming.is_end_stream() {
                    unread.set_read();
                }
                return Poll::Ready(Some(Ok(frame)));
            }
            Poll::Ready(None) => {
                unread.set_read();
                return Poll::Ready(None);
            }
            Poll::Ready(Some(Err(error))) => BodyError::Broken(error),
            Poll::Pending => match body_rate.poll_stalled(cx) {
                Poll::Ready(()) => BodyError::Stalled,
                Poll::Pending => return Poll::Pending,
            },
        };
        unread.set_failed();
        // hyper closes the connection after the answer, now that nobody wants the rest.
        this.incoming = None;
        Poll::Ready(Some(Err(error)))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for IncomingBody {
    fn drop(&mut self) {
        if let (Some(incoming), Some(reading)) = (self.incoming.take(), self.reading.take()) {
            reading.unread.leave(incoming);
        }
    }
}

impl fmt::Debug for IncomingBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IncomingBody").field("size_hint", &self.size_hint()).finish_non_exhaustive()
    }
}
