//! `MaybeReady`: an answer that is there already, or one that has to be waited for.

use std::fmt;
use std::future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An answer that is there already, or one that has to be waited for.
///
/// What mostly need not wait, such as a hook or a store in memory, answers with this: a value that is there costs
/// no allocation and no state machine. To whoever does not care which it is, it is a future:
///
/// ```
/// use vestibule::MaybeReady;
///
/// /// The length of a text, or of what is at an address.
/// fn length(text: &str) -> MaybeReady<'_, usize> {
///     if !text.starts_with("http:") {
///         return MaybeReady::Ready(text.len());
///     }
///     MaybeReady::later(async move { fetch(text).await.len() })
/// }
/// # async fn fetch(_: &str) -> String { "page".to_owned() }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(length("text").into_ready(), Some(4));
/// assert_eq!(length("http://example.com").await, 4);
/// # });
/// ```
///
/// Like every future it does nothing before it is polled: a [`Later`](Self::Later) that is dropped has not begun.
pub enum MaybeReady<'a, T> {
    /// The answer.
    Ready(T),
    /// Where it comes from.
    Later(Pin<Box<dyn Future<Output = T> + Send + 'a>>),
}

impl<'a, T> MaybeReady<'a, T> {
    /// An answer that has to be waited for.
    pub fn later(answer: impl Future<Output = T> + Send + 'a) -> Self {
        Self::Later(Box::pin(answer))
    }

    /// The answer if it is there. What would have to be waited for is dropped.
    pub fn into_ready(self) -> Option<T> {
        match self {
            Self::Ready(answer) => Some(answer),
            Self::Later(_) => None,
        }
    }

    /// What `change` makes of the answer: at once if it is there.
    pub fn map<U>(self, change: impl FnOnce(T) -> U + Send + 'a) -> MaybeReady<'a, U>
    where
        T: 'a,
    {
        match self {
            Self::Ready(answer) => MaybeReady::Ready(change(answer)),
            Self::Later(answer) => MaybeReady::later(async move { change(answer.await) }),
        }
    }
}

// Nothing in it is pinned in its place: what has to be is in a box.
impl<T> Unpin for MaybeReady<'_, T> {}

impl<'a, T: 'a> Future for MaybeReady<'a, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        if let Self::Later(answer) = &mut *self {
            return answer.as_mut().poll(cx);
        }
        // A box of nothing, which is not allocated: a future is not polled after its end.
        match std::mem::replace(&mut *self, Self::later(future::pending())) {
            Self::Ready(answer) => Poll::Ready(answer),
            Self::Later(_) => Poll::Pending,
        }
    }
}

/// Prints whether it is ready.
impl<T> fmt::Debug for MaybeReady<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Ready",
            Self::Later(_) => "Later",
        })
    }
}

/// What a future answers, waited for on a thread that has time and what blocks.
#[cfg(test)]
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn poll<'a, T: 'a>(answer: &mut MaybeReady<'a, T>) -> Poll<T> {
        Pin::new(answer).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn what_is_there_is_given_once() {
        let mut answer = MaybeReady::Ready("text".to_owned());

        assert_eq!(poll(&mut answer), Poll::Ready("text".to_owned()));
        assert_eq!(poll(&mut answer), Poll::Pending);
    }

    #[test]
    fn what_has_to_be_waited_for_is_not_begun_before_it_is_polled() {
        let mut begun = false;
        let later = MaybeReady::later(async { begun = true });

        assert_eq!(later.into_ready(), None);
        assert!(!begun);
    }

    #[test]
    fn what_is_made_of_an_answer_is_there_when_the_answer_is() {
        assert_eq!(MaybeReady::Ready(2).map(|number| number + 1).into_ready(), Some(3));
        assert_eq!(poll(&mut MaybeReady::later(async { 2 }).map(|number| number + 1)), Poll::Ready(3));
    }
}
