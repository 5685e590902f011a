//! Panics caught where they happen, so that one request's misfortune is its own.
//!
//! A panic in a view, hook, guard, extractor, template or streamed body becomes an [`Error`] there and then and
//! goes the way of every error. What is left behind is dropped with the request; the state that
//! requests share is behind locks that do not mind (`AssertUnwindSafe` is for that reason sound in
//! meaning: nobody looks at half-changed request state except hooks on the way out, which must
//! cope with any error).

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Once;
use std::task::Poll;

use crate::base::error::Error;
use crate::base::log;

thread_local! {
    /// Whether this thread is inside a call that catches.
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    /// Where the last caught panic happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the standard hook from printing what the request's own log line will say, and notes the
/// place, which the payload does not carry. Panics elsewhere are printed as ever.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !CATCHING.get() {
                // It prints, and would wait for whoever does not read.
                return if log::is_stuck() {
                    tracing::error!(target: "vestibule::panics", "{info}")
                } else {
                    previous(info)
                };
            }
            let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
            PLACE.with_borrow_mut(|slot| *slot = place);
        }));
    });
}

/// Drives a future to its end, a panic being one of them.
///
/// No `async fn`: that would hold the future twice, as its argument and as what it waits for.
pub(crate) fn later<T>(
    mut future: impl Future<Output = Result<T, Error>> + Unpin,
) -> impl Future<Output = Result<T, Error>> {
    poll_fn(move |cx| match catch(|| Pin::new(&mut future).poll(cx)) {
        Ok(poll) => poll,
        Err(panic) => Poll::Ready(Err(panic)),
    })
}

/// Calls `call`; a panic in it is an error.
pub(crate) fn catch<T>(call: impl FnOnce() -> T) -> Result<T, Error> {
    let outer = CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    CATCHING.set(outer);
    result.map_err(|payload| {
        let place = PLACE.with_borrow_mut(Option::take);
        Error::panic(describe(&*payload, place.as_deref()), place)
    })
}

/// `panicked at src/accounts.rs:31: index out of bounds`
fn describe(payload: &(dyn Any + Send), place: Option<&str>) -> String {
    let place = place.unwrap_or("an unknown place");
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    match text {
        Some(text) => format!("panicked at {place}: {text}"),
        None => format!("panicked at {place}"),
    }
}
