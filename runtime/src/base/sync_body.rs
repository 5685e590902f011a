//! A body that several threads may look at, made of one that only one may.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};

/// Whoever polls it has it alone, and takes no lock; the lock is for those that look at it.
pub(crate) struct SyncBody<B>(Mutex<Pin<Box<B>>>);

impl<B: Body> SyncBody<B> {
    pub(crate) fn new(body: B) -> Self {
        Self(Mutex::new(Box::pin(body)))
    }

    fn look<T>(&self, at: impl FnOnce(&B) -> T) -> T {
        at(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<B: Body> Body for SyncBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.look(B::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.look(B::size_hint)
    }
}
