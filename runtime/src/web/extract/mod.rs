//! Extractors: from a request to the arguments of a view, in the order they are written, after the
//! guard and before the view.
//!
//! An argument named like a part of the path is read from the path ([`FromPath`]); every other is
//! an extractor ([`FromRequest`]). At most one takes the body. `Option<T>` is `None` where the
//! request does not carry what `T` wants; `Result<T, Error>` gives the view whatever went wrong.

mod body;
mod elements;
mod field_error;
mod fields;
mod form;
mod json_error;
mod path;
mod refusals;
mod startup;
mod state;
mod text;

pub use form::{Form, Query};
pub use path::{FromPath, UrlWriter};
pub use startup::Startup;
pub use state::State;

pub(crate) use form::form_fields;
pub(crate) use path::path_argument;

use crate::base::error::Error;
use crate::web::request::Request;

/// An argument a view takes from the request.
///
/// `A` is the application: an extractor that needs one of its middlewares says so with a bound, and
/// a view that takes it in an application without that middleware does not compile.
///
/// ```
/// use vestibule::prelude::*;
///
/// /// The visitor's wish not to be followed.
/// struct DoNotTrack(bool);
///
/// impl<A> FromRequest<A> for DoNotTrack {
///     async fn from_request(request: &mut Request) -> Result<Self, Error> {
///         Ok(Self(request.headers().contains_key("dnt")))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be taken from a request",
    label = "not an extractor",
    note = "the request itself is taken as `&Request` or `&mut Request`; a part of the path has its name there, in braces",
    note = "otherwise write `impl<A> FromRequest<A> for {Self}`"
)]
pub trait FromRequest<A>: Sized {
    /// Whether it takes the body, which only one argument of a view can.
    const TAKES_BODY: bool = false;

    /// Whether an application can give it at all, asked once for each view that takes it, when the application starts.
    /// Nothing by default; an extractor that takes another should ask that one.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::Startup;
    /// # #[derive(Clone)] struct Pool;
    /// /// A connection of the application's pool.
    /// struct Connection(Pool);
    ///
    /// impl<A> FromRequest<A> for Connection {
    ///     fn check(app: &Startup<'_>) -> Result<()> {
    ///         <State<Pool> as FromRequest<A>>::check(app)
    ///     }
    ///
    ///     async fn from_request(request: &mut Request) -> Result<Self> {
    ///         let State(pool) = <State<Pool> as FromRequest<A>>::from_request(request).await?;
    ///         Ok(Self(pool))
    ///     }
    /// }
    /// # fn main() {}
    /// ```
    ///
    /// # Errors
    ///
    /// What it misses: the application then does not start, and says so with the view's file and line.
    fn check(_app: &Startup<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// [`Error::missing`] if the request does not carry it; anything else if it does and it is wrong.
    /// The error goes through `process_exception` like one of the view.
    fn from_request(request: &mut Request) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// `None` where the request does not carry it; what is there and wrong stays an error.
impl<A, T: FromRequest<A>> FromRequest<A> for Option<T> {
    const TAKES_BODY: bool = T::TAKES_BODY;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        match T::from_request(request).await {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whatever came of it, for the view to deal with.
impl<A, T: FromRequest<A>> FromRequest<A> for Result<T, Error> {
    const TAKES_BODY: bool = T::TAKES_BODY;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(T::from_request(request).await)
    }
}
