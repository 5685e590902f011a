//! A body that is still being made when its request has its line: if it breaks off, that is a line too.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::Shown;
use crate::error::{self, BoxError};
use crate::panics;
use crate::request::Request;
use crate::response::Body;

/// Has a line written if this answer to the request breaks off. A panic breaks it off as an error does: what
/// else the connection has to send is still sent.
pub(crate) fn follow(body: Body, request: &Request) -> Body {
    let asked = format!("{} {}", Shown(request.method().as_str()), Shown(request.path()));
    Body::wrap(Followed { body, asked })
}

struct Followed {
    body: Body,
    /// `GET /export/`
    asked: String,
}

impl Followed {
    /// The application's code speaks here once more, in its error's words and in the end of its stream.
    fn broken_off(&mut self, error: &BoxError) {
        let cause = panics::catch(|| error::chain(&**error)).unwrap_or_else(|panic| panic.to_string());
        // What has failed is not asked again.
        let failed = std::mem::take(&mut self.body);
        let _ = panics::catch(|| drop(failed));
        tracing::error!(target: "vestibule::request", error = %Shown(&cause), "{}: the answer broke off", self.asked);
    }
}

impl http_body::Body for Followed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = match panics::catch(|| Pin::new(&mut self.body).poll_frame(cx)) {
            Ok(frame) => frame,
            Err(panic) => Poll::Ready(Some(Err(panic.to_string().into()))),
        };
        if let Poll::Ready(Some(Err(error))) = &frame {
            self.broken_off(error);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
