//! By what the links of an application begin that another includes under a prefix, and which application is at work.
//!
//! A link is made by a function that is given no request (`article::url(2026)`). So whoever runs an application's code
//! says for how long it is that application: a service around each turn of a request and of its body. What goes on
//! elsewhere for the request takes it along ([`carry`], [`Within::carried`]).

use std::any::TypeId;
use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};

thread_local! {
    static AT_WORK: Cell<Option<&'static Prefixes>> = const { Cell::new(None) };
}

/// The prefixes below one application, its own empty one included.
#[derive(Debug, Default)]
pub struct Prefixes(Vec<(TypeId, String)>);

impl Prefixes {
    /// Of the applications and their prefixes, percent-encoded: `/shop`.
    pub(crate) fn new(prefixes: impl IntoIterator<Item = (TypeId, String)>) -> Self {
        Self(prefixes.into_iter().collect())
    }

    /// `None` if the application is not there.
    pub(crate) fn get(&self, app: TypeId) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == app).map(|(_, prefix)| &**prefix)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (TypeId, &str)> {
        self.0.iter().map(|(app, prefix)| (*app, &**prefix))
    }

    /// Those of the application that is at work on this thread.
    pub(crate) fn at_work() -> Option<&'static Self> {
        AT_WORK.get()
    }

    /// The application that these are of is at work until the guard is dropped.
    fn enter(&'static self) -> AtWork {
        AtWork { before: AT_WORK.replace(Some(self)) }
    }

    /// Runs `work` as the work of the application that these are of.
    pub(crate) fn within<T>(&'static self, work: impl FnOnce() -> T) -> T {
        let _at_work = self.enter();
        work()
    }
}

/// A guard, so that whoever was at work before is so again also after a panic, which others than we may catch.
struct AtWork {
    before: Option<&'static Prefixes>,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        AT_WORK.set(self.before);
    }
}

/// Work for another thread, on which it is that of the application that is at work on this one.
pub(crate) fn carry<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let prefixes = Prefixes::at_work();
    move || {
        let _at_work = prefixes.map(Prefixes::enter);
        work()
    }
}

/// A future or a body each of whose turns is the work of one application; with `None`, of whichever is at work.
pub(crate) struct Within<T> {
    prefixes: Option<&'static Prefixes>,
    inner: T,
}

impl<T> Within<T> {
    pub(crate) fn new(prefixes: Option<&'static Prefixes>, inner: T) -> Self {
        Self { prefixes, inner }
    }

    /// Of the application that is at work on this thread.
    pub(crate) fn carried(inner: T) -> Self {
        Self::new(Prefixes::at_work(), inner)
    }
}

impl<F: Future + Unpin> Future for Within<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let _at_work = self.prefixes.map(Prefixes::enter);
        Pin::new(&mut self.inner).poll(cx)
    }
}

impl<B: Body + Unpin> Body for Within<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let _at_work = self.prefixes.map(Prefixes::enter);
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop_at(prefix: &str) -> &'static Prefixes {
        Box::leak(Box::new(Prefixes::new([(TypeId::of::<u8>(), prefix.to_owned())])))
    }

    fn at_work() -> Option<&'static str> {
        Prefixes::at_work()?.get(TypeId::of::<u8>())
    }

    #[test]
    fn the_inner_application_is_at_work_and_then_the_outer_again() {
        let outside = shop_at("/shop").within(|| {
            let inside = shop_at("").within(at_work);
            assert_eq!((inside, at_work()), (Some(""), Some("/shop")));
            let panicked = std::panic::catch_unwind(|| shop_at("/other").within(|| panic!("on purpose")));
            assert!(panicked.is_err());
            at_work()
        });

        assert_eq!((outside, at_work()), (Some("/shop"), None));
    }

    #[test]
    fn work_takes_its_application_along() {
        let work = shop_at("/shop").within(|| carry(at_work));

        assert_eq!(std::thread::spawn(work).join().unwrap(), Some("/shop"));
    }

    #[test]
    fn each_turn_of_a_future_is_within() {
        let mut turns = 0;
        let future = std::future::poll_fn(|_| {
            turns += 1;
            assert_eq!(at_work(), Some("/shop"));
            if turns < 3 { Poll::Pending } else { Poll::Ready(turns) }
        });
        let mut future = Within::new(Some(shop_at("/shop")), future);

        let mut cx = Context::from_waker(std::task::Waker::noop());
        let answers: Vec<_> = (0..3).map(|_| Pin::new(&mut future).poll(&mut cx)).collect();

        assert_eq!(answers, [Poll::Pending, Poll::Pending, Poll::Ready(3)]);
        assert_eq!(at_work(), None);
    }
}
