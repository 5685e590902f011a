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
mod pointer;
mod refusals;
mod startup;
mod state;
mod text;

pub use form::{Form, Query};
pub use path::{FromPath, UrlWriter};
pub use startup::Startup;
pub use state::State;

pub(crate) use form::{Refused, read_fields, sent_form};
pub(crate) use path::path_argument;
#[cfg(feature = "validator")]
pub(crate) use pointer::Pointer;

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
/// # Which there are
///
/// | argument | is | where the request has none |
/// |---|---|---|
/// | `Request`, as `&` or `&mut` | the request itself | |
/// | [`Form<T>`](struct@crate::Form), `Form<QueryDict>`, [`FormData`](crate::FormData) | the fields and files of the form in the body | 415 |
/// | [`UploadedFile`](crate::UploadedFile) | the file of a form that has one | 415; 400 if it has none |
/// | [`BoundForm<T>`](crate::forms::BoundForm), [`BoundFormset<T>`](crate::forms::BoundFormset) | the same, to be shown again with all that is wrong | an empty one |
/// | [`Json<T>`](crate::Json) | the body, parsed | 415, or 400 if it is empty |
/// | [`Bytes`](crate::bytes::Bytes), [`RequestBody`](crate::RequestBody) | the body, read whole; as it comes | |
/// | [`Query<T>`](crate::Query), [`QueryDict`](crate::QueryDict) | the query | 400, if `T` cannot do without |
/// | [`Cookies`](crate::cookies::Cookies), [`HeaderMap`](http::HeaderMap), [`Method`](http::Method) | that of the request | |
/// | [`Session`](crate::sessions::Session) | the visitor's session, loaded | a new one |
/// | [`User`](crate::auth::User) | who is logged in | 403; 401 to a program |
/// | [`Staff`](crate::auth::Staff) | the same, if one of the staff | the same |
/// | [`Messages`](crate::messages::Messages) | the visitor's messages | |
/// | [`Cache`](crate::cache::Cache), [`Shutdown`](crate::Shutdown) | the application's | |
/// | [`Storage`](crate::storage::Storage) | where the application keeps files | it does not start |
/// | [`LastEventId`](crate::sse::LastEventId) | the last event that an `EventSource` has seen | 400 |
/// | `websocket::WebSocketUpgrade` (the feature `websocket`) | a request for a WebSocket | 426 |
/// | [`State<T>`](crate::State) | a value that the application was built with | it does not start |
///
/// `Option<T>` of an extractor is `None` where the last column names a status, and of a `State` that nobody gave;
/// `Result<T, Error>` gives the view every error to deal with:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[derive(serde::Deserialize)]
/// struct Search { page: u32 }
///
/// #[view(GET, "/strict/")]
/// async fn strict(Query(search): Query<Search>) -> String {
///     search.page.to_string()
/// }
///
/// #[view(GET, "/optional/")]
/// async fn optional(search: Option<Query<Search>>) -> String {
///     search.map_or(1, |search| search.0.page).to_string()
/// }
///
/// #[view(GET, "/lenient/")]
/// async fn lenient(search: Result<Query<Search>, Error>) -> String {
///     search.map_or(1, |search| search.0.page).to_string()
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/strict/").await.status(), 400);
/// assert_eq!(client.get("/optional/").await.text(), "1");
/// assert_eq!(client.get("/optional/?page=x").await.status(), 400, "it is there, and wrong");
/// assert_eq!(client.get("/lenient/?page=x").await.text(), "1");
/// # Ok(()) })? }
/// ```
///
/// # One of one's own
///
/// It may take others, and say by its error what the answer is where the request does not carry what it wants:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::http::StatusCode;
///
/// /// A caller who knows the key.
/// struct Partner(String);
///
/// impl<A> FromRequest<A> for Partner {
///     async fn from_request(request: &mut Request) -> Result<Self, Error> {
///         match request.header("X-Api-Key") {
///             Some("open sesame") => Ok(Self("Ali".to_owned())),
///             Some(_) => Err(Error::permission_denied("an unknown key")),
///             None => Err(Error::missing(StatusCode::UNAUTHORIZED, "no key")),
///         }
///     }
/// }
///
/// #[view(GET, "/api/")]
/// async fn api(Partner(name): Partner) -> String { name }
///
/// #[view(GET, "/api/open/")]
/// async fn open(partner: Option<Partner>) -> String {
///     partner.map_or("anyone".to_owned(), |partner| partner.0)
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/api/").await.status(), 401);
/// assert_eq!(client.get("/api/open/").await.text(), "anyone");
///
/// client.headers_mut().insert("x-api-key", "open sesame".parse()?);
/// assert_eq!(client.get("/api/").await.text(), "Ali");
/// client.headers_mut().insert("x-api-key", "please".parse()?);
/// assert_eq!(client.get("/api/open/").await.status(), 403);
/// # Ok(()) })? }
/// ```
pub trait FromRequest<A>: Sized {
    /// Whether it takes the body, which only one argument of a view can.
    const TAKES_BODY: bool = false;

    /// Whether only a GET can bring it, as a WebSocket: a view that takes it and answers another method does not compile.
    const ONLY_GET: bool = false;

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
    const ONLY_GET: bool = T::ONLY_GET;

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
    const ONLY_GET: bool = T::ONLY_GET;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(T::from_request(request).await)
    }
}
