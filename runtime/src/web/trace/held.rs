//! `Held`: for how long a view or hook keeps its thread from everyone else.
//!
//! In a debug build a turn of more than [`LIMIT`] is said in the log, with the name of whoever had it, once in a
//! while. A release build has none of this: a `Held` is then empty, and what it is told to measure is only done.

#[cfg(debug_assertions)]
pub(crate) use debug::Held;
#[cfg(not(debug_assertions))]
pub(crate) use release::Held;

#[cfg(debug_assertions)]
mod debug {
    use std::cell::Cell;
    use std::collections::HashMap;
    use std::fmt::Display;
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::sync::{LazyLock, Mutex, PoisonError};
    use std::time::{Duration, Instant};

    /// The longest turn that nobody minds.
    const LIMIT: Duration = Duration::from_millis(100);

    /// How long the same name is not told again.
    const TELL_AGAIN: Duration = Duration::from_secs(60);

    thread_local! {
        /// What others had of the turn that is being measured: a layer is not blamed for what is inside it.
        static OTHERS: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    }

    /// The longest turn of one view or hook.
    #[derive(Debug, Default)]
    pub(crate) struct Held(Duration);

    impl Held {
        /// Measures a call. It does not panic: panics are caught inside.
        pub(crate) fn during<T>(&mut self, call: impl FnOnce() -> T) -> T {
            let before = OTHERS.replace(Duration::ZERO);
            let began = Instant::now();
            let result = call();
            let took = began.elapsed();
            self.0 = self.0.max(took.saturating_sub(OTHERS.get()));
            OTHERS.set(before + took);
            result
        }

        /// Measures each turn of a future.
        pub(crate) fn over<F: Future + Unpin>(
            &mut self,
            mut future: F,
        ) -> impl Future<Output = F::Output> + Unpin {
            poll_fn(move |cx| self.during(|| Pin::new(&mut future).poll(cx)))
        }

        /// Says whose turn was too long, if one was.
        pub(crate) fn tell<N: Display>(&self, name: impl FnOnce() -> N) {
            if self.0 > LIMIT {
                tell(name().to_string(), self.0);
            }
        }
    }

    fn tell(name: String, held: Duration) {
        static TOLD: LazyLock<Mutex<HashMap<String, Instant>>> = LazyLock::new(Mutex::default);
        let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if told.get(&name).is_some_and(|last| now - *last < TELL_AGAIN) {
            return;
        }
        let millis = held.as_millis();
        tracing::warn!(
            target: "vestibule::trace",
            "{name} held its thread for {millis} ms, while other requests waited; \
             `vestibule::blocking` is for work that blocks"
        );
        told.insert(name, now);
    }
}

#[cfg(not(debug_assertions))]
mod release {
    use std::fmt::Display;

    #[derive(Debug, Default)]
    pub(crate) struct Held;

    impl Held {
        #[inline]
        pub(crate) fn during<T>(&mut self, call: impl FnOnce() -> T) -> T {
            call()
        }

        #[inline]
        pub(crate) fn over<F: Future + Unpin>(&mut self, future: F) -> F {
            future
        }

        #[inline]
        pub(crate) fn tell<N: Display>(&self, _: impl FnOnce() -> N) {}
    }
}
