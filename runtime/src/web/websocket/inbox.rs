//! Where a message waits that has come and was not asked for yet: one, so that a client that sends faster than the
//! application receives has to wait (its TCP window fills).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::close::CloseCode;
use super::message::Message;

/// The driver's side of it.
pub(super) struct Inbox(Arc<Mutex<State>>);

/// The application's side.
pub(super) struct InboxReader(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    message: Option<Message>,
    /// Why there will be no other.
    ended: Option<CloseCode>,
    is_abandoned: bool,
    /// Who waits for a message, and who for room.
    reader: Option<Waker>,
    driver: Option<Waker>,
}

fn inside(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn inbox() -> (Inbox, InboxReader) {
    let state = Arc::new(Mutex::default());
    (Inbox(Arc::clone(&state)), InboxReader(state))
}

impl Inbox {
    /// Whether another message has room.
    pub(super) fn poll_room(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = inside(&self.0);
        if state.message.is_none() {
            return Poll::Ready(());
        }
        state.driver = Some(cx.waker().clone());
        Poll::Pending
    }

    /// A message has come. Nobody may want it any more.
    pub(super) fn put(&self, message: Message) {
        let mut state = inside(&self.0);
        if !state.is_abandoned {
            state.message = Some(message);
            wake(state.reader.take(), state);
        }
    }

    /// There will be no other.
    pub(super) fn end(&self, code: CloseCode) {
        let mut state = inside(&self.0);
        state.ended.get_or_insert(code);
        wake(state.reader.take(), state);
    }
}

impl InboxReader {
    /// The next message; `None` after the last.
    pub(super) fn poll_take(&self, cx: &mut Context<'_>) -> Poll<Option<Message>> {
        let mut state = inside(&self.0);
        match state.message.take() {
            Some(message) => {
                wake(state.driver.take(), state);
                Poll::Ready(Some(message))
            }
            None if state.ended.is_some() => Poll::Ready(None),
            None => {
                state.reader = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }

    pub(super) fn ended(&self) -> Option<CloseCode> {
        inside(&self.0).ended
    }
}

impl Drop for InboxReader {
    fn drop(&mut self) {
        let mut state = inside(&self.0);
        state.is_abandoned = true;
        state.message = None;
        wake(state.driver.take(), state);
    }
}

/// Outside of the lock, since whoever is woken may come at once.
fn wake(waker: Option<Waker>, state: MutexGuard<'_, State>) {
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}
