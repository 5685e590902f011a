//! The application's function at work, polled to its end and not beyond.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::close::Closed;
use crate::base::error::Error;
use crate::base::panics;

/// What it is, boxed.
pub(super) type Handling = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// A panic is one of its ends.
pub(super) enum Function {
    Running(Handling),
    Ended(Result<(), Error>),
}

impl Function {
    pub(super) fn begin(begin: impl FnOnce() -> Handling) -> Self {
        panics::catch(begin).map_or_else(|panic| Self::Ended(Err(panic)), Self::Running)
    }

    /// Ready when it has ended, each time.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Self::Running(handling) = self {
            let polled = panics::catch(|| handling.as_mut().poll(cx));
            let Poll::Ready(result) = polled.unwrap_or_else(|panic| Poll::Ready(Err(panic))) else {
                return Poll::Pending;
            };
            // Its end is the application's code as well.
            let handling = std::mem::replace(self, Self::Ended(result));
            let _ = panics::catch(|| drop(handling));
        }
        Poll::Ready(())
    }

    /// What it has failed with. That nothing could be sent any more is no failure.
    pub(super) fn failure(&self) -> Option<&Error> {
        let Self::Ended(Err(error)) = self else { return None };
        let is_closed = error.source().is_some_and(|cause| cause.is::<Closed>());
        if is_closed { None } else { Some(error) }
    }
}
