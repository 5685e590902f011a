//! `Upgrade`: who takes over a connection once 101 has been answered.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite};

use super::Response;

/// A connection that is no longer HTTP's, whoever hands it over.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

pub(crate) type UpgradedIo = Box<dyn Io>;

/// What is done with it, until it is closed.
pub(crate) type TakenOver = Pin<Box<dyn Future<Output = ()> + Send>>;

type TakeOver = Box<dyn FnOnce(UpgradedIo) -> TakenOver + Send>;

/// In the extensions of an answer of status 101, for the server that sends it. Dropped with the answer if that is not
/// sent.
#[derive(Clone)]
pub(crate) struct Upgrade(Arc<Mutex<Option<TakeOver>>>);

impl Upgrade {
    pub(crate) fn new(take_over: impl FnOnce(UpgradedIo) -> TakenOver + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(take_over)))))
    }

    /// Takes it over; `None` if that has been done.
    pub(crate) fn take_over(&self, io: UpgradedIo) -> Option<TakenOver> {
        let take_over = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        take_over.map(|take_over| take_over(io))
    }
}

impl fmt::Debug for Upgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upgrade").finish_non_exhaustive()
    }
}

impl Response {
    /// Whether the connection is taken over behind it.
    pub(crate) fn is_upgrade(&self) -> bool {
        self.status() == StatusCode::SWITCHING_PROTOCOLS && self.extensions().get::<Upgrade>().is_some()
    }
}
