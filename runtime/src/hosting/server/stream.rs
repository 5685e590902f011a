//! HTTP/2 streams: each is a task, and one whose client does not take its answer ends.
//!
//! On HTTP/1 such a client blocks the socket, which the reaper sees. On HTTP/2 it can keep one
//! stream's window shut while the connection goes on, so that each stream has to be watched.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::task::Poll;
use std::time::Duration;

use hyper::rt::Executor;
use tokio::time::Instant;

tokio::task_local! {
    static SEND_PROGRESS: Arc<SendProgress>;
}

/// Whether a client takes what it is offered: odd while a piece of the answer waits for its window.
#[derive(Debug, Default)]
pub(super) struct SendProgress(AtomicU32);

impl SendProgress {
    /// That of the stream whose task this is; `None` on HTTP/1.
    pub(super) fn of_this_stream() -> Option<Arc<Self>> {
        SEND_PROGRESS.try_with(Arc::clone).ok()
    }

    /// A piece of the answer has been handed to hyper.
    pub(super) fn offered(&self) {
        self.0.store(self.0.load(Relaxed) | 1, Relaxed);
    }

    /// hyper asks for the next one, so it is rid of the one before.
    pub(super) fn taken(&self) {
        let count = self.0.load(Relaxed);
        self.0.store(count.wrapping_add(count & 1), Relaxed);
    }
}

/// Runs hyper's HTTP/2 streams on tokio.
#[derive(Clone, Debug)]
pub(super) struct StreamExecutor {
    stall_time: Duration,
}

impl StreamExecutor {
    pub(super) fn new(stall_time: Duration) -> Self {
        Self { stall_time }
    }
}

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for StreamExecutor {
    fn execute(&self, stream: F) {
        let progress = Arc::<SendProgress>::default();
        tokio::spawn(
            SEND_PROGRESS.scope(Arc::clone(&progress), watch_progress(stream, progress, self.stall_time)),
        );
    }
}

/// Drives a stream. Leaving it undone resets it (RFC 9113 section 5.4.2).
async fn watch_progress(stream: impl Future<Output = ()>, progress: Arc<SendProgress>, stall_time: Duration) {
    let mut stream = pin!(stream);
    let mut timer = pin!(None);
    let mut waiting_for = 0;
    poll_fn(|cx| {
        if stream.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        let count = progress.0.load(Relaxed);
        if count & 1 == 0 {
            return Poll::Pending;
        }
        if waiting_for != count {
            waiting_for = count;
            timer.set(Some(tokio::time::sleep_until(Instant::now() + stall_time)));
        }
        match timer.as_mut().as_pin_mut() {
            Some(timer) => timer.poll(cx),
            None => Poll::Pending,
        }
    })
    .await;
}
