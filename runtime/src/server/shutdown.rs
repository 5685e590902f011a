//! When a server ends: a handle for whoever decides, and the signals of the operating system.

use tokio::sync::watch;

/// Ends a server. Clones end the same one.
///
/// The first call of [`begin`](Self::begin) lets requests in flight finish; the second ends the
/// server at once.
#[derive(Clone, Debug)]
pub struct Shutdown {
    calls: watch::Sender<u8>,
}

impl Shutdown {
    /// A handle that nobody has called yet.
    pub fn new() -> Self {
        Self { calls: watch::Sender::new(0) }
    }

    /// Begins to shut down; called again, stops waiting for requests in flight.
    pub fn begin(&self) {
        self.calls.send_modify(|calls| *calls = calls.saturating_add(1));
    }

    /// Waits until [`begin`](Self::begin) has been called that often.
    pub(super) async fn called(&self, times: u8) {
        // Fails only if there is no sender, and `self` is one.
        let _ = self.calls.subscribe().wait_for(|calls| *calls >= times).await;
    }
}

impl Default for Shutdown {
    fn default() -> Self {
        Self::new()
    }
}

/// A handle that SIGTERM and SIGINT (elsewhere than on Unix: Ctrl-C) call. From now on they no
/// longer end the process by themselves.
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn signals() -> Shutdown {
    let shutdown = Shutdown::new();
    tokio::spawn(listen(shutdown.clone()));
    shutdown
}

#[cfg(unix)]
async fn listen(shutdown: Shutdown) {
    use std::future::poll_fn;
    use std::task::Poll;

    use tokio::signal::unix::{SignalKind, signal};

    let (mut terminate, mut interrupt) = match (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) {
        (Ok(terminate), Ok(interrupt)) => (terminate, interrupt),
        (Err(error), _) | (_, Err(error)) => {
            tracing::error!(target: "vestibule::server", %error, "cannot listen for signals; they end the process at once");
            return;
        }
    };
    loop {
        poll_fn(|cx| match (terminate.poll_recv(cx), interrupt.poll_recv(cx)) {
            (Poll::Pending, Poll::Pending) => Poll::Pending,
            _ => Poll::Ready(()),
        })
        .await;
        shutdown.begin();
    }
}

#[cfg(not(unix))]
async fn listen(shutdown: Shutdown) {
    while tokio::signal::ctrl_c().await.is_ok() {
        shutdown.begin();
    }
}
