//! The body of a stream of events: the events, a sign of life in long pauses, and the end of the server.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Frame;
use tokio::time::{Instant, Sleep, sleep_until};

use super::event::Event;
use crate::base::crypto;
use crate::base::error::BoxError;
use crate::web::response::UntilServerEnd;

/// What clients are told to wait at the end of the server, on the average, where nobody has said otherwise.
const RETRY: Duration = Duration::from_secs(2);

/// A line that no script sees.
const SIGN_OF_LIFE: Bytes = Bytes::from_static(b":\n\n");

/// Events of any source, those left out that there is nothing to say of.
pub(super) type Events = Pin<Box<dyn Stream<Item = Result<Option<Event>, BoxError>> + Send>>;

pub(super) struct EventBody {
    pub(super) events: Events,
    pub(super) pauses: Pauses,
    pub(super) end: UntilServerEnd,
    pub(super) retry: Option<Duration>,
    pub(super) progress: Progress,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Begins,
    GoesOn,
    Over,
}

impl EventBody {
    /// The next event's text; the reasons for one that cannot be sent go into the log.
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            let event = match ready!(self.events.as_mut().poll_next(cx)) {
                Some(Ok(Some(event))) => event,
                Some(Ok(None)) => continue,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            match event.mistake() {
                None => return Poll::Ready(Some(Ok(event.to_string().into()))),
                Some(mistake) => {
                    tracing::error!(target: "vestibule::sse", "an event was not sent: {mistake}");
                }
            }
        }
    }

    /// What is said first: when to come again.
    fn greeting(&self) -> Option<Bytes> {
        self.retry.map(|retry| Event::default().retry(retry).to_string().into())
    }

    /// What is said last when the server ends. Each client is told another time, so that they do not all come at once.
    fn farewell(&self) -> Bytes {
        let retry = self.retry.unwrap_or(RETRY);
        let share = crypto::random_below(100).unwrap_or(50);
        Event::default().retry(retry / 2 + retry * u32::from(share) / 100).to_string().into()
    }
}

impl http_body::Body for EventBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let said = |bytes| Poll::Ready(Some(Ok(Frame::data(bytes))));
        if this.progress == Progress::Over {
            return Poll::Ready(None);
        }
        if this.progress == Progress::Begins {
            this.progress = Progress::GoesOn;
            if let Some(greeting) = this.greeting() {
                return said(greeting);
            }
        }
        if this.end.poll(cx).is_ready() {
            this.progress = Progress::Over;
            return said(this.farewell());
        }
        match this.poll_event(cx) {
            Poll::Ready(Some(Ok(event))) => {
                this.pauses.spoke();
                said(event)
            }
            Poll::Ready(end) => {
                this.progress = Progress::Over;
                Poll::Ready(end.map(|event| event.map(Frame::data)))
            }
            Poll::Pending => {
                ready!(this.pauses.poll_over(cx));
                said(SIGN_OF_LIFE)
            }
        }
    }
}

/// How long nothing is said. An event costs a look at the clock, and the timer is set once for each pause.
pub(super) struct Pauses {
    /// `None`: for as long as you like.
    longest: Option<Duration>,
    spoke: Instant,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Pauses {
    pub(super) fn no_longer_than(longest: Option<Duration>) -> Self {
        Self { longest, spoke: Instant::now(), timer: None }
    }

    fn spoke(&mut self) {
        if self.longest.is_some() {
            self.spoke = Instant::now();
        }
    }

    /// Ready when something has to be said, which then counts as said.
    fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(longest) = self.longest else { return Poll::Pending };
        loop {
            let over = self.spoke + longest;
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(over)));
            ready!(timer.as_mut().poll(cx));
            // It may have been set before the last event.
            let now = Instant::now();
            if now < over {
                timer.as_mut().reset(over);
                continue;
            }
            self.spoke = now;
            timer.as_mut().reset(now + longest);
            return Poll::Ready(());
        }
    }
}
