//! When a server ends: a handle for whoever decides, and the signals of the operating system.

use tokio::sync::watch;

/// Ends a server, and tells those that want to know. Clones are of the same server.
///
/// The first call of [`begin`](Self::begin) lets requests in flight finish; the second ends the
/// server at once.
///
/// A view takes it as an argument, or from [`Request::shutdown`](crate::Request::shutdown). What would go on for
/// ever, such as a stream of events, ends when it [has begun](Self::begun): otherwise the server waits for it for
/// the whole of [`drain_time`](crate::server::Limits::drain_time).
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::Shutdown;
/// # async fn convert(picture: u32) {}
///
/// #[view(POST, "/convert/")]
/// async fn convert_all(shutdown: Shutdown) -> String {
///     let mut converted = 0;
///     while converted < 1000 && !shutdown.is_begun() {
///         convert(converted).await;
///         converted += 1;
///     }
///     format!("{converted} done")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.post("/convert/", &[]).await.text(), "1000 done");
/// client.service().shutdown().begin();
/// assert_eq!(client.post("/convert/", &[]).await.text(), "0 done");
/// # Ok(()) })? }
/// ```
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

    /// Begins, unless that has been done.
    pub(crate) fn begin_once(&self) {
        self.calls.send_if_modified(|calls| {
            let is_first = *calls == 0;
            *calls = (*calls).max(1);
            is_first
        });
    }

    /// Has SIGTERM and SIGINT (elsewhere than on Unix: Ctrl-C) begin it. From now on they no longer end the
    /// process by themselves.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn begin_on_signals(&self) {
        listen(self.clone());
    }

    /// Whether it has begun.
    pub fn is_begun(&self) -> bool {
        *self.calls.borrow() > 0
    }

    /// Waits until it begins: for ever where nobody calls [`begin`](Self::begin), as in a test.
    ///
    /// The future stands for itself, so that a stream or a task may hold it.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use vestibule::Shutdown;
    ///
    /// let shutdown = Shutdown::new();
    /// let ticking = tokio::spawn({
    ///     let begun = shutdown.begun();
    ///     async move {
    ///         begun.await;
    ///         "the server ends"
    ///     }
    /// });
    /// shutdown.begin();
    /// assert_eq!(ticking.await.unwrap(), "the server ends");
    /// assert!(shutdown.is_begun());
    /// # });
    /// ```
    pub fn begun(&self) -> impl Future<Output = ()> + Send + use<> {
        let shutdown = self.clone();
        async move { shutdown.called(1).await }
    }

    /// Waits until [`begin`](Self::begin) has been called that often.
    pub(crate) async fn called(&self, times: u8) {
        // Fails only if there is no sender, and `self` is one.
        let _ = self.calls.subscribe().wait_for(|calls| *calls >= times).await;
    }
}

impl Default for Shutdown {
    fn default() -> Self {
        Self::new()
    }
}

/// A handle that SIGTERM and SIGINT call: [`Shutdown::begin_on_signals`].
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn signals() -> Shutdown {
    let shutdown = Shutdown::new();
    shutdown.begin_on_signals();
    shutdown
}

/// Not only when the task is first polled: a signal that comes before that would end the process.
#[cfg(unix)]
fn listen(shutdown: Shutdown) {
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
    tokio::spawn(async move {
        loop {
            poll_fn(|cx| match (terminate.poll_recv(cx), interrupt.poll_recv(cx)) {
                (Poll::Pending, Poll::Pending) => Poll::Pending,
                _ => Poll::Ready(()),
            })
            .await;
            shutdown.begin();
        }
    });
}

#[cfg(not(unix))]
fn listen(shutdown: Shutdown) {
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            shutdown.begin();
        }
    });
}
