//! Work that is finished whatever becomes of the request that began it.
//!
//! A view is a future, and a future is dropped where it waits when nobody wants its answer any more. What must not be
//! left half done is therefore a task of its own, which the server knows of and waits for when it ends.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use tokio::sync::{oneshot, watch};
use tracing::Instrument as _;

use super::Request;
use crate::base::error::Error;
use crate::base::panics;
use crate::base::prefixes::Within;
use crate::base::visible::Shown;

impl Request {
    /// Runs `work` to its end, even if the client leaves in the meantime and the view is dropped where it waits.
    ///
    /// It begins at once, as a task beside the request, and so has to own what it uses. The view may wait for what
    /// comes of it, or answer and leave it running: a server that is told to stop waits for it as it waits for
    /// requests, at most [`Limits::drain_time`](crate::server::Limits). A kill or a crash ends it like all else: what
    /// must survive those belongs into a database.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// # #[derive(Clone)] struct Bank;
    /// # impl Bank { async fn charge(&self) -> Result<u32> { Ok(1) } async fn record(&self, _: u32) -> Result<()> { Ok(()) } }
    /// #[view(POST, "/pay/")]
    /// async fn pay(request: &Request, State(bank): State<Bank>) -> Result {
    ///     let payment = request.finish(async move {
    ///         let payment = bank.charge().await?;
    ///         // Were the client gone by now, a view would end here.
    ///         bank.record(payment).await?;
    ///         Ok(payment)
    ///     });
    ///     Ok(Response::text(format!("payment {}", payment.await?)))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// let mut client = Client::new(App::build().state(Bank)).await?;
    /// assert_eq!(client.post("/pay/", &[]).await.text(), "payment 1");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// Waiting for it gives its own error, or that of its panic. If nobody waits any more an error is a line in the
    /// log.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Finish<T> {
        let (sender, receiver) = oneshot::channel();
        let counted = self.shared.unfinished.one_more();
        let asked = self.logged();
        let work = Within::carried(Box::pin(work));
        let task = async move {
            let _counted = counted;
            let result = panics::later(work).await;
            if let Err(Err(error)) = sender.send(result) {
                let error = panics::catch(|| error.chain()).unwrap_or_else(|panic| panic.to_string());
                tracing::error!(target: "vestibule::request", error = %Shown(&error), "{asked}: what was to be finished failed");
            }
        };
        tokio::spawn(task.in_current_span());
        Finish { receiver }
    }
}

/// What comes of [`Request::finish`]. Dropped, it leaves the work running.
#[derive(Debug)]
pub struct Finish<T> {
    receiver: oneshot::Receiver<Result<T, Error>>,
}

impl<T> Future for Finish<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(Pin::new(&mut self.receiver).poll(cx));
        // Only the end of the runtime drops a task.
        let ended = |_| Error::new(StatusCode::SERVICE_UNAVAILABLE, "the server has ended before the work");
        Poll::Ready(result.map_err(ended).and_then(|result| result))
    }
}

/// How much of it is still running.
#[derive(Clone, Debug)]
pub(crate) struct Unfinished(watch::Sender<usize>);

/// One of them.
pub(crate) struct Counted(watch::Sender<usize>);

impl Default for Unfinished {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Unfinished {
    pub(crate) fn one_more(&self) -> Counted {
        self.0.send_modify(|count| *count += 1);
        Counted(self.0.clone())
    }

    /// Waits until there is none.
    pub(crate) fn none_left(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut count = self.0.subscribe();
        async move {
            // Fails only if nobody can add to it.
            let _ = count.wait_for(|count| *count == 0).await;
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
