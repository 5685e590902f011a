//! A channel's messages as the events of one client.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::super::event::{Event, IntoEvent};
use super::super::last_event_id::LastEventId;
use super::{Missed, Subscription};
use crate::base::error::BoxError;

/// What is told to one client.
pub(super) struct ToldEvents<T, F> {
    pub(super) subscription: Subscription<T>,
    pub(super) event: F,
}

/// The function is called, and never pinned.
impl<T, F> Unpin for ToldEvents<T, F> {}

impl<T, E: IntoEvent, F: Fn(&T) -> E> Stream for ToldEvents<T, F> {
    type Item = Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Item>> {
        let message = ready!(self.subscription.poll_message(cx));
        let id = self.subscription.last_id();
        let event = match message {
            Ok(message) => (self.event)(&message).into_event().map(|event| event.map(|event| event.id(id))),
            Err(missed) => Ok(Some(told_missed(missed, &id))),
        };
        Poll::Ready(Some(Item(event)))
    }
}

/// With the id before the next one, so that who comes back is not told a second time.
fn told_missed(missed: Missed, id: &LastEventId) -> Event {
    let count = missed.count.map(|count| count.to_string()).unwrap_or_default();
    Event::data(count).event("missed").id(id)
}

/// What has become an event, or not, already.
pub(super) struct Item(Result<Option<Event>, BoxError>);

impl IntoEvent for Item {
    fn into_event(self) -> Result<Option<Event>, BoxError> {
        self.0
    }
}
