//! `Subscription`: one who listens.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::watch;

use super::super::last_event_id::LastEventId;
use super::{Missed, Shared};

/// Who listens to a [`Channel`](crate::sse::Channel): a stream of its messages, without an end.
pub struct Subscription<T> {
    shared: Arc<Shared<T>>,
    /// The number of the message that comes next.
    next: u64,
    missed: Option<Missed>,
    /// `None` while it is with `waiting`.
    changes: Option<watch::Receiver<()>>,
    waiting: Option<Pin<Box<dyn Future<Output = watch::Receiver<()>> + Send>>>,
}

impl<T> Subscription<T> {
    pub(super) fn new(shared: &Arc<Shared<T>>, next: u64, missed: Option<Missed>) -> Self {
        let changes = Some(shared.sent.subscribe());
        Self { shared: Arc::clone(shared), next, missed, changes, waiting: None }
    }

    /// Waits for the next message. Dropped while it waits, it loses none, so that it may stand in a `select!`.
    ///
    /// # Errors
    ///
    /// [`Missed`] if some are no longer kept that should have come first. It goes on behind that.
    pub async fn next(&mut self) -> Result<Arc<T>, Missed> {
        poll_fn(|cx| self.poll_message(cx)).await
    }

    /// The id of the message that [`next`](Self::next) has given last.
    pub fn last_id(&self) -> LastEventId {
        LastEventId(self.shared.id(self.next - 1))
    }

    pub(super) fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Result<Arc<T>, Missed>> {
        loop {
            if let Some(message) = self.take() {
                return Poll::Ready(message);
            }
            if let Some(mut changes) = self.changes.take() {
                self.waiting = Some(Box::pin(async move {
                    // Fails only if there is no sender, and `shared` has one.
                    let _ = changes.changed().await;
                    changes
                }));
            }
            if let Some(waiting) = &mut self.waiting {
                self.changes = Some(ready!(waiting.as_mut().poll(cx)));
                self.waiting = None;
            }
        }
    }

    /// What is there.
    fn take(&mut self) -> Option<Result<Arc<T>, Missed>> {
        if let Some(missed) = self.missed.take() {
            return Some(Err(missed));
        }
        let kept = self.shared.kept();
        let first = kept.first();
        if self.next < first {
            let count = Some(first - self.next);
            self.next = first;
            return Some(Err(Missed { count }));
        }
        let message = kept.messages.get(usize::try_from(self.next - first).ok()?)?;
        self.next += 1;
        Some(Ok(Arc::clone(message)))
    }
}

impl<T> Stream for Subscription<T> {
    type Item = Result<Arc<T>, Missed>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_message(cx).map(Some)
    }
}

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("next", &self.next).finish_non_exhaustive()
    }
}
