//! The states of the files, as a stream of events (HTML, section 9.2).

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::files::Files;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(150);
/// After how many looks without news something is written all the same, so that a browser that has gone is noticed.
const LOOKS_OF_SILENCE: u32 = 100;

/// Goes on until the server ends. The first event is the state as it is.
pub(super) struct Events<Over> {
    files: Files,
    looks: Interval,
    over: Pin<Box<Over>>,
    news: News,
}

impl<Over: Future<Output = ()>> Events<Over> {
    pub(super) fn new(files: Files, over: Over) -> Self {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { files, looks, over: Box::pin(over), news: News::default() }
    }
}

impl<Over: Future<Output = ()>> Stream for Events<Over> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over.as_mut().poll(cx).is_ready() {
            return Poll::Ready(None);
        }
        loop {
            ready!(self.looks.poll_tick(cx));
            let state = self.files.state();
            if let Some(event) = self.news.of(state) {
                return Poll::Ready(Some(Ok(event.into())));
            }
        }
    }
}

/// What there is to say of each look.
#[derive(Default)]
struct News {
    seen: Option<u64>,
    told: Option<u64>,
    /// Looks since something was said.
    silent: u32,
}

impl News {
    /// A state is told when it has stayed for two looks: editors write a file in several steps, between which it may be
    /// empty or gone.
    fn of(&mut self, state: u64) -> Option<String> {
        let has_stayed = self.seen.replace(state) == Some(state);
        self.silent += 1;
        if has_stayed && self.told.replace(state) != Some(state) {
            self.silent = 0;
            // The browser comes back soon after the server has gone: that is being built anew.
            return Some(format!("retry: 300\ndata: {state:x}\n\n"));
        }
        (self.silent >= LOOKS_OF_SILENCE).then(|| {
            self.silent = 0;
            ":\n\n".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_told_once_and_when_it_stays() {
        let mut news = News::default();
        let told = [10, 10, 10, 11, 12, 12, 12, 10, 10].map(|state| news.of(state));

        let told: Vec<_> = told.iter().map(|event| event.as_deref().map(|event| &event[11..])).collect();
        let [ten, twelve] = ["data: a\n\n", "data: c\n\n"].map(Some);
        assert_eq!(told, [None, ten, None, None, None, twelve, None, None, ten]);
    }

    #[test]
    fn a_long_silence_is_broken() {
        let mut news = News::default();
        let told: Vec<_> = (0..250).filter_map(|_| news.of(1)).collect();

        assert_eq!(told, ["retry: 300\ndata: 1\n\n", ":\n\n", ":\n\n"]);
    }
}
