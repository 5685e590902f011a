//! Events and who is told of them: what `#[on(…)]` leaves while the program is linked.

use std::any::{Any, TypeId};
use std::fmt;
use std::pin::Pin;

use linkme::distributed_slice;

use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::view::Place;

/// Every `#[on(…)]` of the binary.
#[distributed_slice]
pub static VESTIBULE_SUBSCRIBERS_0_1: [SubscriberEntry];

/// Something that applications can be told of, by [`#[on(…)]`](macro@crate::on).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "not an event",
    note = "events are `UserLoggedIn`, `UserLoggedOut` and `UserLoginFailed`, all of `vestibule::auth`"
)]
pub trait Event: Any + Send + Sync {}

/// A function that is told of one kind of event: what `#[on(…)]` makes of it.
pub trait Subscriber: 'static {
    /// What it is told of.
    type Event: Event;
    /// The function's name.
    const NAME: &'static str;
    /// Where it stands.
    const PLACE: Place;
    /// Lower is told first.
    const ORDER: i32;

    /// Calls the function.
    ///
    /// # Errors
    ///
    /// The function's own.
    fn call(event: &Self::Event, request: &mut Request) -> impl Future<Output = Result<(), Error>> + Send;
}

/// The future of one call of a subscriber. Boxed, because the table needs one type for all.
pub(crate) type SubscriberFuture<'r> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'r>>;

/// A subscriber's line in the table.
pub struct SubscriberEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// The function's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Lower is told first.
    pub order: i32,
    event: fn() -> TypeId,
    call: for<'r> fn(&'r (dyn Any + Send + Sync), &'r mut Request) -> SubscriberFuture<'r>,
}

impl SubscriberEntry {
    /// The line of a subscriber of the application `A`.
    pub const fn of<A: 'static, S: Subscriber>() -> Self {
        Self {
            app: TypeId::of::<A>,
            name: S::NAME,
            place: S::PLACE,
            order: S::ORDER,
            event: TypeId::of::<S::Event>,
            call: |event, request| {
                Box::pin(async move {
                    match event.downcast_ref() {
                        Some(event) => S::call(event, request).await,
                        None => Ok(()),
                    }
                })
            },
        }
    }

    /// Whether it is told of these events.
    pub(crate) fn is_on<E: Event>(&self) -> bool {
        (self.event)() == TypeId::of::<E>()
    }

    /// Tells it of an event that it [is on](Self::is_on).
    pub(crate) fn call<'r, E: Event>(&self, event: &'r E, request: &'r mut Request) -> SubscriberFuture<'r> {
        (self.call)(event, request)
    }
}

impl fmt::Debug for SubscriberEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriberEntry")
            .field("name", &self.name)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// What a function with `#[on(…)]` may give back.
#[diagnostic::on_unimplemented(
    message = "a subscriber cannot give back `{Self}`",
    label = "neither nothing nor a `Result` of nothing",
    note = "return nothing, or `Result<()>` where it can fail"
)]
pub trait SubscriberAnswer {
    /// Whether it went well.
    ///
    /// # Errors
    ///
    /// The function's own.
    fn into_answer(self) -> Result<(), Error>;
}

impl SubscriberAnswer for () {
    fn into_answer(self) -> Result<(), Error> {
        Ok(())
    }
}

impl<E: Into<Error>> SubscriberAnswer for Result<(), E> {
    fn into_answer(self) -> Result<(), Error> {
        self.map_err(Into::into)
    }
}
