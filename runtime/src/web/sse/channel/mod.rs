//! `Channel`: what happens, told to all who listen, and for a while to those who come back.
//!
//! ```text
//! send ─▶ kept: 41 42 43 44 (the last `capacity`) ─▶ subscriber, next: 43
//!                                                 ─▶ subscriber, next: 12: has missed 29
//! ```
//!
//! There is one list, of the last messages with their numbers, and a subscriber is a number: what it gets next. So one who
//! is slow costs nothing and holds nobody up, and one who comes back with the number it had seen goes on from there. Who
//! asks for a number that is not kept any more is told that it has missed something.
//!
//! An id is `5f3c09a1-44`: a number at random for this channel, in this process, and the message's own. After a restart
//! the first part is another, so that nobody takes the new 44 for the old.

mod events;
mod missed;
mod subscription;

pub use missed::Missed;
pub use subscription::Subscription;

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::event::IntoEvent;
use super::last_event_id::LastEventId;
use super::stream::EventStream;
use events::ToldEvents;

/// Messages for all who listen at the moment, and for those who come back soon after. Clones are of the same channel.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use vestibule::sse::Channel;
///
/// let prices = Channel::new(100);
/// let mut listener = prices.subscribe();
/// prices.send(("tea", 2.5));
/// assert_eq!(*listener.next().await.unwrap(), ("tea", 2.5));
/// # });
/// ```
///
/// An application is built with one (`App::build().state(Channel::<Price>::new(100))`), and views take it as
/// `State<Channel<Price>>`: one sends, another answers with [`events`](Self::events), a WebSocket
/// [`subscribe`](Self::subscribe)s.
///
/// **Nothing is lost unsaid.** The last `capacity` messages are kept. A client that is so slow that its next one is not
/// kept any more, or that comes back too late, is told that it has missed something, and may load anew what it shows.
///
/// It reaches this process. Where several serve a site, what one is told has to get to the others: by Redis, by
/// `LISTEN` and `NOTIFY` of PostgreSQL, by a task that [`send`](Self::send)s what comes from there.
pub struct Channel<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    capacity: usize,
    /// The first part of the ids.
    name: String,
    kept: Mutex<Kept<T>>,
    sent: watch::Sender<()>,
}

struct Kept<T> {
    messages: VecDeque<Arc<T>>,
    /// The number of the next one that is sent.
    next: u64,
}

impl<T> Kept<T> {
    fn first(&self) -> u64 {
        self.next - self.messages.len() as u64
    }
}

impl<T> Channel<T> {
    /// A channel that keeps the last `capacity` messages, one at least.
    pub fn new(capacity: usize) -> Self {
        let name = format!("{:x}", RandomState::new().build_hasher().finish());
        let kept = Mutex::new(Kept { messages: VecDeque::new(), next: 1 });
        let (capacity, sent) = (capacity.max(1), watch::Sender::new(()));
        Self { shared: Arc::new(Shared { capacity, name, kept, sent }) }
    }

    /// Tells all who listen. It never waits: whoever is slow reads it later, or has missed it.
    pub fn send(&self, message: T) {
        let mut kept = self.shared.kept();
        if kept.messages.len() == self.shared.capacity {
            kept.messages.pop_front();
        }
        kept.messages.push_back(Arc::new(message));
        kept.next += 1;
        drop(kept);
        self.shared.sent.send_replace(());
    }

    /// How many listen at the moment.
    pub fn listeners(&self) -> usize {
        self.shared.sent.receiver_count()
    }

    /// The id of the message that was sent last. A page that shows what there is, and listens from then on, is made with
    /// it: `new EventSource("/live/?last_event_id={{ last_id }}")` misses nothing that happens between the two.
    ///
    /// Asked for before what the page shows is read.
    pub fn last_id(&self) -> LastEventId {
        LastEventId(self.shared.id(self.shared.kept().next - 1))
    }

    /// Listens to what is sent from now on.
    pub fn subscribe(&self) -> Subscription<T> {
        let next = self.shared.kept().next;
        Subscription::new(&self.shared, next, None)
    }

    /// Listens to all that came after the message with this id, of which the first may be there already.
    pub fn subscribe_after(&self, last: &LastEventId) -> Subscription<T> {
        let next = self.shared.kept().next;
        match self.shared.number(last).filter(|seen| *seen < next) {
            Some(seen) => Subscription::new(&self.shared, seen + 1, None),
            // Of another process, or nobody's.
            None => Subscription::new(&self.shared, next, Some(Missed { count: None })),
        }
    }

    /// An answer with what is sent from now on, or after the event that the browser has seen last. `event` says what a
    /// message is as an [`Event`](crate::sse::Event), which gets the channel's id; `None` leaves it out for this client, an error ends the
    /// stream.
    ///
    /// Where something was missed there is an event `missed`, whose data is the number of messages, or nothing if nobody
    /// knows it:
    ///
    /// ```js
    /// source.addEventListener("missed", () => location.reload())
    /// ```
    ///
    /// It begins anew behind that, with what is still kept.
    pub fn events<E: IntoEvent>(
        &self,
        last: Option<LastEventId>,
        event: impl Fn(&T) -> E + Send + 'static,
    ) -> EventStream
    where
        T: Send + Sync + 'static,
    {
        let subscription = match last {
            Some(last) => self.subscribe_after(&last),
            None => self.subscribe(),
        };
        EventStream::new(ToldEvents { subscription, event })
    }
}

impl<T> Shared<T> {
    fn kept(&self) -> MutexGuard<'_, Kept<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.name)
    }

    /// The number in an id of ours.
    fn number(&self, id: &LastEventId) -> Option<u64> {
        let (name, number) = id.split_once('-')?;
        if name == self.name { number.parse().ok() } else { None }
    }
}

impl<T> Clone for Channel<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Channel<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("listeners", &self.listeners()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn all<T: Clone>(subscription: &mut Subscription<T>) -> Vec<Result<T, Option<u64>>> {
        let mut found = Vec::new();
        while let Some(message) = subscription.next().now_or_never() {
            found.push(message.map(|message| T::clone(&message)).map_err(|missed| missed.count()));
        }
        found
    }

    #[test]
    fn everyone_hears_what_is_sent_while_they_listen() {
        let channel = Channel::new(10);
        channel.send(1);
        let mut early = channel.subscribe();
        channel.send(2);
        let mut late = channel.subscribe();
        channel.clone().send(3);

        assert_eq!((all(&mut early), all(&mut late)), (vec![Ok(2), Ok(3)], vec![Ok(3)]));
        channel.send(4);
        assert_eq!(all(&mut early), [Ok(4)]);
    }

    #[test]
    fn who_is_too_slow_is_told_how_much_is_gone() {
        let channel = Channel::new(2);
        let mut slow = channel.subscribe();
        for number in 1..=5 {
            channel.send(number);
        }

        assert_eq!(all(&mut slow), [Err(Some(3)), Ok(4), Ok(5)]);
    }

    #[test]
    fn who_comes_back_goes_on_where_it_was() {
        let channel = Channel::new(3);
        let seen = channel.last_id();
        let mut first = channel.subscribe();
        channel.send("a");
        channel.send("b");
        assert_eq!(first.next().now_or_never().unwrap().as_deref(), Ok(&"a"));

        assert_eq!(all(&mut channel.subscribe_after(&first.last_id())), [Ok("b")]);
        assert_eq!(all(&mut channel.subscribe_after(&channel.last_id())), []);
        channel.send("c");
        assert_eq!(all(&mut channel.subscribe_after(&seen)), [Ok("a"), Ok("b"), Ok("c")]);
        channel.send("d");
        assert_eq!(all(&mut channel.subscribe_after(&seen)), [Err(Some(1)), Ok("b"), Ok("c"), Ok("d")]);
    }

    #[test]
    fn an_id_of_another_process_has_missed_who_knows_what() {
        let (channel, other) = (Channel::new(3), Channel::new(3));
        channel.send(1);
        other.send(1);

        let ahead = LastEventId(format!("{}-99", channel.shared.name));
        for id in [other.last_id(), ahead, LastEventId("x".into()), LastEventId("".into())] {
            let mut subscription = channel.subscribe_after(&id);
            channel.send(2);
            assert_eq!(all(&mut subscription), [Err(None), Ok(2)], "{id}");
        }
    }

    #[test]
    fn a_listener_that_has_gone_is_counted_no_longer() {
        let channel = Channel::<u8>::new(1);
        let mut listener = channel.subscribe();
        assert!(listener.next().now_or_never().is_none());
        assert_eq!(channel.listeners(), 1);

        drop(listener);

        assert_eq!(channel.listeners(), 0);
    }
}
