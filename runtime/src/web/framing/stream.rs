//! A body that is still being made when its request has its line in the log. It is held to its length, and if it
//! breaks off or is cut, that is a line too.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::strip;
use crate::base::error::{self, BoxError};
use crate::base::panics;
use crate::base::visible::Shown;
use crate::web::request::Request;
use crate::web::response::Body;
use crate::web::view::View;

/// The same body: of that length, if there is one, and with a line in the log if it does not come to its end. A panic
/// breaks it off as an error does: what else the connection has to send is still sent.
pub(super) fn follow(body: Body, length: Option<u64>, request: &Request) -> Body {
    let (asked, view) = (request.logged(), request.view());
    Body::new(Followed { body, asked, view, length, left: length, trailers: None })
}

struct Followed {
    body: Body,
    /// `GET /export/`
    asked: String,
    view: Option<View>,
    length: Option<u64>,
    /// Bytes that are still to come, where the length is known.
    left: Option<u64>,
    /// Trailers that were there already when the last byte was.
    trailers: Option<Frame<Bytes>>,
}

impl Followed {
    fn poll_body(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match panics::catch(|| Pin::new(&mut self.body).poll_frame(cx)) {
            Ok(frame) => frame,
            Err(panic) => Poll::Ready(Some(Err(panic.to_string().into()))),
        }
    }

    /// A piece of it, or as much of the piece as belongs to the answer.
    fn data(&mut self, mut data: Bytes, cx: &mut Context<'_>) -> Bytes {
        let Some(left) = self.left else { return data };
        let length = data.len() as u64;
        self.left = Some(left.saturating_sub(length));
        // hyper asks for nothing more once the length is reached: whether there is more is seen now or never.
        if length > left || (length == left && self.has_more(cx)) {
            tracing::error!(
                target: "vestibule::request",
                view = self.view.as_ref().map(tracing::field::display),
                "{}: the answer is longer than the {} bytes that it declared, and was cut",
                self.asked,
                self.length.unwrap_or_default(),
            );
            self.drop_body();
            // Less than what is here.
            data.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        }
        data
    }

    /// Whether another piece is there already.
    fn has_more(&mut self, cx: &mut Context<'_>) -> bool {
        while !self.body.is_end_stream() {
            match self.poll_body(cx) {
                Poll::Ready(Some(Ok(frame))) if frame.is_trailers() => self.trailers = Some(frame),
                Poll::Ready(Some(Ok(frame))) if frame.data_ref().is_some_and(Bytes::is_empty) => continue,
                Poll::Ready(Some(Ok(_))) => return true,
                Poll::Pending => return false,
                // All that was to be sent is here.
                Poll::Ready(None | Some(Err(_))) => {}
            }
            self.drop_body();
        }
        false
    }

    /// The application's code speaks here once more, in its error's words and in the end of its stream.
    fn broken_off(&mut self, error: &BoxError) {
        let cause = panics::catch(|| error::chain(&**error)).unwrap_or_else(|panic| panic.to_string());
        self.drop_body();
        tracing::error!(
            target: "vestibule::request",
            error = %Shown(&cause),
            view = self.view.as_ref().map(tracing::field::display),
            "{}: the answer broke off",
            self.asked,
        );
    }

    /// What has failed, or is not wanted, is not asked again.
    fn drop_body(&mut self) {
        let body = std::mem::take(&mut self.body);
        let _ = panics::catch(|| drop(body));
    }
}

impl http_body::Body for Followed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let frame = match this.trailers.take() {
            Some(trailers) => Some(Ok(trailers)),
            None => ready!(this.poll_body(cx)),
        };
        let frame = match frame {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => Some(Ok(Frame::data(this.data(data, cx)))),
                Err(frame) => frame.into_trailers().ok().map(|mut trailers| {
                    strip(&mut trailers);
                    Ok(Frame::trailers(trailers))
                }),
            },
            end => end,
        };
        // The end, or the trailers, which are the last there is.
        let is_over = frame.as_ref().is_none_or(|frame| frame.as_ref().is_ok_and(Frame::is_trailers));
        let frame = match (is_over, this.left) {
            (true, Some(left)) if left > 0 => Some(Err(too_short(left, this.length))),
            _ => frame,
        };
        if let Some(Err(error)) = &frame {
            this.left = None;
            this.broken_off(error);
        }
        Poll::Ready(frame)
    }

    /// What says so too early is asked nevertheless, to be seen to break off.
    fn is_end_stream(&self) -> bool {
        self.trailers.is_none() && self.left.is_none_or(|left| left == 0) && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(|| self.body.size_hint(), SizeHint::with_exact)
    }
}

fn too_short(left: u64, length: Option<u64>) -> BoxError {
    let bytes = if left == 1 { "byte" } else { "bytes" };
    format!("it is {left} {bytes} short of the {} that it declared", length.unwrap_or_default()).into()
}
