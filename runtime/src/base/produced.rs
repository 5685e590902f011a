//! What a function produces piece by piece, as a stream: whoever reads drives the function, and nothing is made that
//! nobody asks for.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc;

use crate::base::error::Error;
use crate::base::panics;

/// What `F` sends, until it has come to its end or failed.
pub(crate) struct Produced<T, F> {
    pieces: mpsc::Receiver<T>,
    /// `None` when it has come to its end.
    producing: Option<Pin<Box<F>>>,
    /// What it has failed with, until what was sent before has been read.
    failed: Option<Error>,
}

impl<T, F: Future<Output = Result<(), Error>>> Produced<T, F> {
    /// One piece waits, no more.
    pub(crate) fn by(produce: impl FnOnce(mpsc::Sender<T>) -> F) -> Self {
        let (sender, pieces) = mpsc::channel(1);
        Self { pieces, producing: Some(Box::pin(produce(sender))), failed: None }
    }

    /// Has the function go on, until it waits or has come to its end.
    fn poll_producing(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(producing) = &mut self.producing else { return Poll::Pending };
        // A panic is a failure like others, so that what was sent before it is read.
        let polled = panics::catch(|| producing.as_mut().poll(cx));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panic))).map(|result| {
            self.producing = None;
            self.failed = result.err();
        })
    }
}

impl<T, F: Future<Output = Result<(), Error>>> Stream for Produced<T, F> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match self.pieces.poll_recv(cx) {
                Poll::Ready(Some(piece)) => return Poll::Ready(Some(Ok(piece))),
                Poll::Ready(None) if self.producing.is_none() => {
                    return Poll::Ready(self.failed.take().map(Err));
                }
                // The sender is in a task; what the function itself has failed with does not wait for that.
                Poll::Pending if self.failed.is_some() && !self.pieces.is_closed() => {
                    self.pieces.close();
                    continue;
                }
                _ => {}
            }
            if self.poll_producing(cx).is_pending() && self.pieces.is_empty() {
                return Poll::Pending;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn};

    use futures_util::FutureExt;

    use super::*;

    fn next<S: Stream>(stream: &mut Pin<Box<S>>) -> Option<Option<S::Item>> {
        poll_fn(|cx| stream.as_mut().poll_next(cx)).now_or_never()
    }

    #[test]
    fn what_was_sent_comes_before_the_failure() {
        let mut stream = Box::pin(Produced::by(|out| async move {
            out.send(1).await?;
            out.send(2).await?;
            Err(Error::internal("on purpose"))
        }));

        assert!(matches!(next(&mut stream), Some(Some(Ok(1)))));
        assert!(matches!(next(&mut stream), Some(Some(Ok(2)))));
        assert!(matches!(next(&mut stream), Some(Some(Err(_)))));
        assert!(matches!(next(&mut stream), Some(None)));
    }

    #[test]
    fn it_goes_on_when_the_sender_is_gone() {
        let mut stream = Box::pin(Produced::<u8, _>::by(|out| async move {
            drop(out);
            pending().await
        }));

        assert!(next(&mut stream).is_none());
    }

    #[test]
    fn a_failure_does_not_wait_for_a_sender_elsewhere() {
        let mut kept = None;
        let mut stream = Box::pin(Produced::<u8, _>::by(|out| {
            kept = Some(out);
            async { Err(Error::internal("on purpose")) }
        }));

        assert!(matches!(next(&mut stream), Some(Some(Err(_)))));
        assert!(kept.is_some_and(|out| out.is_closed()));
    }

    #[test]
    fn nothing_is_made_that_nobody_asks_for() {
        let made = std::cell::Cell::new(0);
        let mut stream = Box::pin(Produced::by(|out| {
            let made = &made;
            async move {
                loop {
                    made.set(made.get() + 1);
                    out.send(made.get()).await?;
                }
            }
        }));

        assert!(matches!(next(&mut stream), Some(Some(Ok(1)))));
        assert!(made.get() <= 2, "{} were made", made.get());
    }
}
