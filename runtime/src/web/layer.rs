//! `Layer`: the five hooks of a middleware, as the onion calls them.
//!
//! Nobody implements these by hand: `#[middleware]` does, from the hooks that were written.

use std::any::{Any, TypeId};
use std::fmt;
use std::pin::Pin;

use crate::base::error::Error;
use crate::base::ready::MaybeReady;
use crate::web::context::ContextVariable;
use crate::web::request::Request;
use crate::web::response::{Response, TemplateResponse};
use crate::web::settings::Settings;
use crate::web::view::{Place, View};

/// What a hook gives back: at once if it was written as a plain `fn`, a boxed future if it was
/// written as an `async fn`. A plain hook therefore costs a call and no more.
///
/// A hook that has to wait now and then, and mostly not, is a plain `fn` that answers with this:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// # #[derive(Default)] struct Audit;
/// # async fn write_down(request: &Request) {}
/// #[middleware(order = 350)]
/// impl Audit {
///     fn process_response<'a>(&'a self, request: &'a mut Request, response: Response) -> Hooked<'a, Response> {
///         if request.method() == http::Method::GET {
///             return Hooked::Ready(Ok(response));
///         }
///         Hooked::later(async move {
///             write_down(request).await;
///             Ok(response.with_header("X-Audited", "yes"))
///         })
///     }
/// }
/// # #[view(GET, POST, "/")] async fn index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/").await.header("X-Audited"), None);
/// assert_eq!(client.post("/", &[]).await.header("X-Audited"), Some("yes"));
/// # Ok(()) })? }
/// ```
pub type Hooked<'a, T> = MaybeReady<'a, Result<T, Error>>;

/// What is inside a middleware written as a function.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[middleware(order = 150)]
/// async fn stopwatch(request: &mut Request, next: Next<'_>) -> Response {
///     let started = std::time::Instant::now();
///     let response = next.run(request).await;
///     response.with_header("X-Elapsed", started.elapsed().as_micros().to_string())
/// }
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert!(client.get("/").await.header("X-Elapsed").is_some());
/// # Ok(()) })? }
/// ```
///
/// It may answer without going on, as well:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::http::StatusCode;
///
/// #[middleware(order = 150)]
/// async fn maintenance(request: &mut Request, next: Next<'_>) -> Response {
///     match request.path().starts_with("/shop/") {
///         true => Response::text("back at noon").with_status(StatusCode::SERVICE_UNAVAILABLE),
///         false => next.run(request).await,
///     }
/// }
///
/// #[view(GET, "/")]
/// async fn index() -> &'static str { "welcome" }
///
/// #[view(GET, "/shop/")]
/// async fn shop() -> &'static str { "tea" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/shop/").await.text(), "back at noon");
/// assert_eq!(client.get("/").await.text(), "welcome");
/// # Ok(()) })? }
/// ```
pub struct Next<'n> {
    inside: &'n dyn Inside,
}

/// The layers inside one, and the view.
pub(crate) trait Inside: Send + Sync {
    fn run<'a>(&'a self, request: &'a mut Request) -> Pin<Box<dyn Future<Output = Response> + Send + 'a>>;
}

impl<'n> Next<'n> {
    pub(crate) fn new(inside: &'n dyn Inside) -> Self {
        Self { inside }
    }

    /// Walks the request on to the layers inside and answers what they make of it. Their errors
    /// have become responses by then.
    pub async fn run(self, request: &mut Request) -> Response {
        self.inside.run(request).await
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

/// The hooks, one method each; those that a middleware leaves out are never called.
pub trait Layer: Any + Send + Sync {
    /// On the way in, outermost first. An answer keeps the layers inside from being entered.
    fn process_request<'a>(&'a self, request: &'a mut Request) -> Hooked<'a, Option<Response>> {
        let _ = request;
        Hooked::Ready(Ok(None))
    }

    /// When the view is known, outermost first. An answer keeps the view from being called.
    fn process_view<'a>(&'a self, request: &'a mut Request, view: &'a View) -> Hooked<'a, Option<Response>> {
        let _ = (request, view);
        Hooked::Ready(Ok(None))
    }

    /// When the answer is a template, innermost first: all of them, before it is rendered.
    fn process_template_response<'a>(
        &'a self,
        request: &'a mut Request,
        response: TemplateResponse,
    ) -> Hooked<'a, TemplateResponse> {
        let _ = request;
        Hooked::Ready(Ok(response))
    }

    /// When the view or rendering failed, innermost first. The first answer wins.
    fn process_exception<'a>(
        &'a self,
        request: &'a mut Request,
        error: &'a Error,
    ) -> Hooked<'a, Option<Response>> {
        let _ = (request, error);
        Hooked::Ready(Ok(None))
    }

    /// On the way out, innermost first.
    fn process_response<'a>(&'a self, request: &'a mut Request, response: Response) -> Hooked<'a, Response> {
        let _ = request;
        Hooked::Ready(Ok(response))
    }

    /// The whole layer in one piece: a middleware written as a function.
    fn around<'a>(&'a self, request: &'a mut Request, next: Next<'a>) -> Hooked<'a, Response> {
        Hooked::later(async move { Ok(next.run(request).await) })
    }
}

/// A type that `#[middleware]` stands above.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a middleware",
    label = "not a middleware",
    note = "a middleware has `#[middleware(order = …)]` above its `impl` block or its `async fn`"
)]
pub trait Middleware: Layer + Sized {
    /// What an application that has it must have besides: a list `(A, (B, ()))` of what
    /// [`Provides`](crate::Provides) is asked for.
    type Needs;
    /// Where it stands: lower is further out.
    const ORDER: i32;
    /// The type's or function's name.
    const NAME: &'static str;
    /// Which hooks were written.
    const HOOKS: Hooks;
    /// What pages see where it stands around them.
    const CONTEXT: &'static [&'static ContextVariable] = &[];
    /// Whether its attribute has a mistake, which is reported there: it only stands in, so that nobody who
    /// names it is told that it is no middleware.
    const IS_MISTAKEN: bool = false;
    /// Where it was written.
    const PLACE: Place;
    /// Which it is: itself, unless it stands for another.
    const IDENTITY: TypeId = TypeId::of::<Self>();
    /// Makes it at start-up; `None` leaves it out.
    fn make(settings: &Settings) -> Option<Box<dyn Layer>>;
}

/// What a middleware's `new` may give back.
#[diagnostic::on_unimplemented(
    message = "`new` gives back `{Self}`",
    label = "not an `Option` of the middleware",
    note = "write `fn new(settings: &Settings) -> Option<Self>`; `None` leaves the middleware out"
)]
pub trait MadeLayer {
    /// The layer; `None` leaves it out.
    fn into_layer(self) -> Option<Box<dyn Layer>>;
}

impl<T: Layer> MadeLayer for Option<T> {
    fn into_layer(self) -> Option<Box<dyn Layer>> {
        self.map(|layer| Box::new(layer) as _)
    }
}

/// A middleware that applications list in `app!`, and that does not register itself with one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no middleware of a library",
    label = "takes no naming",
    note = "an application's own is part of it without being listed; one that others are to list has the word \
            `library` in its `#[middleware(…)]`"
)]
pub trait OfALibrary {}

/// Which hooks a middleware has; one it has not costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hooks {
    /// Before routing.
    pub process_request: bool,
    /// After routing, before the view.
    pub process_view: bool,
    /// When the answer is a template.
    pub process_template_response: bool,
    /// When the view or rendering failed.
    pub process_exception: bool,
    /// On the way out.
    pub process_response: bool,
    /// The whole layer in one function.
    pub around: bool,
}

impl Hooks {
    /// None of them.
    pub const NONE: Self = Self {
        process_request: false,
        process_view: false,
        process_template_response: false,
        process_exception: false,
        process_response: false,
        around: false,
    };
}

/// What `process_request`, `process_view` and `process_exception` may answer with.
#[diagnostic::on_unimplemented(
    message = "a hook cannot answer with `{Self}`",
    label = "not an answer",
    note = "return nothing, `Option<Response>`, or a `Result` of either; `None` lets the request go on"
)]
pub trait HookAnswer {
    /// The answer, if there is one.
    fn into_answer<'a>(self) -> Hooked<'a, Option<Response>>
    where
        Self: 'a;
}

impl HookAnswer for () {
    fn into_answer<'a>(self) -> Hooked<'a, Option<Response>> {
        Hooked::Ready(Ok(None))
    }
}

impl HookAnswer for Option<Response> {
    fn into_answer<'a>(self) -> Hooked<'a, Option<Response>> {
        Hooked::Ready(Ok(self))
    }
}

impl HookAnswer for Option<TemplateResponse> {
    fn into_answer<'a>(self) -> Hooked<'a, Option<Response>> {
        Hooked::Ready(Ok(self.map(Response::from)))
    }
}

impl HookAnswer for Hooked<'_, Option<Response>> {
    fn into_answer<'a>(self) -> Hooked<'a, Option<Response>>
    where
        Self: 'a,
    {
        self
    }
}

impl<T: HookAnswer, E: Into<Error>> HookAnswer for Result<T, E> {
    fn into_answer<'a>(self) -> Hooked<'a, Option<Response>>
    where
        Self: 'a,
    {
        match self {
            Ok(answer) => answer.into_answer(),
            Err(error) => Hooked::Ready(Err(error.into())),
        }
    }
}

/// What `process_response` and a middleware function may answer with.
#[diagnostic::on_unimplemented(
    message = "a response cannot be made from `{Self}`",
    label = "not a response",
    note = "return `Response`, or `Result<Response>` where it can fail"
)]
pub trait HookResponse {
    /// The response to pass on.
    fn into_hook_response<'a>(self) -> Hooked<'a, Response>
    where
        Self: 'a;
}

impl HookResponse for Response {
    fn into_hook_response<'a>(self) -> Hooked<'a, Response> {
        Hooked::Ready(Ok(self))
    }
}

impl HookResponse for TemplateResponse {
    fn into_hook_response<'a>(self) -> Hooked<'a, Response> {
        Hooked::Ready(Ok(self.into()))
    }
}

impl HookResponse for Hooked<'_, Response> {
    fn into_hook_response<'a>(self) -> Hooked<'a, Response>
    where
        Self: 'a,
    {
        self
    }
}

impl<T: HookResponse, E: Into<Error>> HookResponse for Result<T, E> {
    fn into_hook_response<'a>(self) -> Hooked<'a, Response>
    where
        Self: 'a,
    {
        match self {
            Ok(response) => response.into_hook_response(),
            Err(error) => Hooked::Ready(Err(error.into())),
        }
    }
}

/// What `process_template_response` may answer with.
#[diagnostic::on_unimplemented(
    message = "a template response cannot be made from `{Self}`",
    label = "not a template response",
    note = "return `TemplateResponse`, or `Result<TemplateResponse>` where it can fail"
)]
pub trait HookTemplateResponse {
    /// The template response to pass on; an error is answered with an error page.
    fn into_hook_template<'a>(self) -> Hooked<'a, TemplateResponse>
    where
        Self: 'a;
}

impl HookTemplateResponse for TemplateResponse {
    fn into_hook_template<'a>(self) -> Hooked<'a, TemplateResponse> {
        Hooked::Ready(Ok(self))
    }
}

impl HookTemplateResponse for Hooked<'_, TemplateResponse> {
    fn into_hook_template<'a>(self) -> Hooked<'a, TemplateResponse>
    where
        Self: 'a,
    {
        self
    }
}

impl<E: Into<Error>> HookTemplateResponse for Result<TemplateResponse, E> {
    fn into_hook_template<'a>(self) -> Hooked<'a, TemplateResponse> {
        Hooked::Ready(self.map_err(Into::into))
    }
}
