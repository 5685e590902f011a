//! What a handler did not read of a request's body.
//!
//! On HTTP/1 these bytes stand between this request and the next, so that they have to be read or
//! the connection closed (RFC 9112 section 9.3). A short rest is read and thrown away while the
//! answer is on its way; for a long one that is not worth it. On HTTP/2 h2 resets the stream.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderValue;
use http::header::EXPECT;
use http::request::Parts;
use http_body::Body;
use hyper::body::Incoming;

use crate::web::settings::Limits;

/// The way back for a body: its reader leaves here what it did not want.
#[derive(Debug, Default)]
pub(super) struct UnreadBody {
    asked_for: AtomicBool,
    read: AtomicBool,
    failed: AtomicBool,
    /// Whether the client waits to be asked for it (RFC 9110 section 10.1.1).
    expects_continue: bool,
    /// Whether its bytes are looked over as they come in; where they are not, hyper is not believed to have read the
    /// trailers of a chunked one as it should.
    seen: bool,
    rest: Mutex<Option<Incoming>>,
}

/// What becomes of the connection after this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DrainStatus {
    /// The body was read, or someone still holds it.
    Settled,
    /// The rest of it is being thrown away.
    Draining,
    /// The connection closes with the answer.
    Closing,
}

impl UnreadBody {
    pub(super) fn of(head: &Parts, seen: bool) -> Arc<Self> {
        let expects = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"100-continue");
        let expects_continue = head.headers.get(EXPECT).is_some_and(expects);
        Arc::new(Self { expects_continue, seen, ..Self::default() })
    }

    pub(super) fn set_asked_for(&self) {
        self.asked_for.store(true, Relaxed);
    }

    pub(super) fn set_read(&self) {
        self.read.store(true, Relaxed);
    }

    pub(super) fn set_failed(&self) {
        self.failed.store(true, Relaxed);
    }

    pub(super) fn is_read(&self) -> bool {
        self.read.load(Relaxed)
    }

    pub(super) fn is_seen(&self) -> bool {
        self.seen
    }

    pub(super) fn leave(&self, rest: Incoming) {
        if !self.is_read() {
            *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = Some(rest);
        }
    }

    /// Decides once the handler has answered.
    pub(super) fn settle(&self, limits: &Limits) -> DrainStatus {
        if self.failed.load(Relaxed) {
            return DrainStatus::Closing;
        }
        let Some(rest) = self.rest.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return DrainStatus::Settled;
        };
        // Without an invitation, the client's next bytes may be the body or another request, and
        // nobody can tell which.
        let uninvited = self.expects_continue && !self.asked_for.load(Relaxed);
        let unseen = !self.seen && rest.size_hint().exact().is_none();
        if uninvited || unseen || rest.size_hint().lower() > limits.unread_body_size {
            return DrainStatus::Closing;
        }
        tokio::spawn(drain(rest, limits.clone()));
        DrainStatus::Draining
    }
}

/// Throws away what comes. Whatever the reason to stop early, hyper closes the connection when the
/// body is dropped before its end.
async fn drain(mut rest: Incoming, limits: Limits) {
    let discard = async {
        let mut budget = limits.unread_body_size;
        while let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await {
            let length = frame.data_ref().map_or(0, |data| data.len() as u64);
            match budget.checked_sub(length) {
                Some(left) => budget = left,
                None => return,
            }
        }
    };
    let _ = tokio::time::timeout(limits.body_stall_time, discard).await;
}
