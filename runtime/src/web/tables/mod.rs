//! The tables: what `#[view]`, `#[middleware]`, `#[on]`, `render!` and `app!` leave while the program is linked, as plain data.
//!
//! They are `linkme` slices. Their names carry the version, so that two versions of this crate in one binary do not
//! read each other's entries.

mod decorators;
mod page;
mod subscriber;

pub use decorators::{
    CountedRequest, Decorators, LimitKey, LimitKeyAnswer, Validator, ValidatorAnswer, ValidatorFunction,
    ValidatorFuture, counted_by, says_etag, says_last_modified,
};
pub use page::{PageEntry, VESTIBULE_PAGES_0_1};
pub use subscriber::{Event, Subscriber, SubscriberAnswer, SubscriberEntry, VESTIBULE_SUBSCRIBERS_0_1};

use std::any::TypeId;
use std::pin::Pin;

use linkme::distributed_slice;

use crate::base::error::Error;
use crate::base::prefixes::Prefixes;
use crate::web::context::ContextVariable;
use crate::web::extract::Startup;
use crate::web::layer::{Hooks, Layer, Middleware};
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;
use crate::web::view::{PathKind, Place, View, ViewInfo};

/// The future of one call of a view. Boxed, because the table needs one type for all.
pub type ViewFuture<'r> = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'r>>;

/// Whether the application can give an argument; asked when it starts.
pub type StartupCheck = fn(&Startup<'_>) -> Result<(), Error>;

/// A view's line in the table.
#[derive(Debug)]
pub struct ViewEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// What was written.
    pub info: ViewInfo,
    /// For each parameter of the path, whether the view's argument can be read from a text.
    pub accepts: &'static [fn(&str) -> bool],
    /// For each of them, what is known of the texts that are read.
    pub kinds: &'static [PathKind],
    /// For each other argument, whether the application can give it, asked when that starts.
    pub checks: &'static [StartupCheck],
    /// What is done around the call, if there is anything; the words themselves stand in the view's flags.
    pub decorators: Option<&'static Decorators>,
    /// Extracts the arguments and calls the function.
    pub call: for<'r> fn(&'r mut Request) -> ViewFuture<'r>,
}

impl ViewEntry {
    /// The view as hooks see it.
    pub(crate) fn view(&'static self) -> View {
        View::new(&self.info)
    }
}

/// A middleware's line in the table.
#[derive(Debug)]
pub struct MiddlewareEntry {
    /// Whose it is.
    pub app: TypeId,
    /// Which it is.
    pub middleware: TypeId,
    /// The type's or function's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Lower is further out.
    pub order: i32,
    /// Which hooks were written.
    pub hooks: Hooks,
    /// What pages see where it stands around them.
    pub context: &'static [&'static ContextVariable],
    /// Makes it at start-up; `None` leaves it out (Django's `MiddlewareNotUsed`).
    pub make: fn(&Settings) -> Option<Box<dyn Layer>>,
}

impl MiddlewareEntry {
    /// The line of a middleware of the application `A`.
    pub const fn of<A: 'static, M: Middleware>() -> Self {
        Self {
            app: TypeId::of::<A>(),
            middleware: M::IDENTITY,
            name: M::NAME,
            place: M::PLACE,
            order: M::ORDER,
            hooks: M::HOOKS,
            context: M::CONTEXT,
            make: M::make,
        }
    }

    pub(crate) fn copy(&self) -> Self {
        Self { ..*self }
    }
}

/// What each `app!` leaves, so that one whose crate was not linked is missed.
#[derive(Debug)]
pub struct AppEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// The type's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// By what links begin in it and in all that it includes.
    pub prefixes: fn() -> Prefixes,
}

/// Every `#[view]` of the binary.
#[distributed_slice]
pub static VESTIBULE_VIEWS_0_1: [ViewEntry];

/// Every `#[middleware]` of the binary that registers itself.
#[distributed_slice]
pub static VESTIBULE_MIDDLEWARES_0_1: [MiddlewareEntry];

/// Every `app!` of the binary.
#[distributed_slice]
pub static VESTIBULE_APPS_0_1: [AppEntry];
