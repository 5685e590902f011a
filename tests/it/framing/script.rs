//! `Script`: a body that does as it is told, and need not keep what it says of its size.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};
use vestibule::bytes::Bytes;
use vestibule::http::HeaderMap;

/// What it does when it is asked.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Data(&'static str),
    Trailers(HeaderMap),
    /// It has nothing yet, and wakes at once.
    Pause,
    Failure,
    Panic,
}

pub(super) struct Script {
    steps: VecDeque<Step>,
    size: SizeHint,
}

impl Script {
    pub(super) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: steps.into_iter().collect(), size: SizeHint::default() }
    }

    /// Says that so many bytes are to come.
    pub(super) fn sized(self, bytes: u64) -> Self {
        Self { size: SizeHint::with_exact(bytes), ..self }
    }
}

impl Body for Script {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(match self.steps.pop_front() {
            None => None,
            Some(Step::Data(text)) => {
                let left = self.size.exact().map(|left| left.saturating_sub(text.len() as u64));
                self.size = left.map_or(SizeHint::default(), SizeHint::with_exact);
                Some(Ok(Frame::data(Bytes::from(text))))
            }
            Some(Step::Trailers(trailers)) => Some(Ok(Frame::trailers(trailers))),
            Some(Step::Failure) => Some(Err(io::Error::other("the source went away"))),
            Some(Step::Panic) => panic!("the producer panicked"),
            Some(Step::Pause) => {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.size
    }
}
