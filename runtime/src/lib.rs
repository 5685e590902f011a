//! A declarative web framework with Django's batteries, checked by the compiler.
//!
//! An application is annotated functions. The attributes turn into static tables while the program
//! compiles; this crate walks each request in through the middlewares, to its view, and out again.
//!
//! ```no_run
//! use vestibule::prelude::*;
//! use vestibule::auth::{self, Credentials, FixedUsers};
//!
//! vestibule::app! { login: login }
//!
//! #[view(GET, "/")]
//! async fn index() -> &'static str {
//!     "<h1>Anyone may read this</h1>"
//! }
//!
//! #[view(GET, POST, "/login/")]
//! async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
//!     if let Some(Form(credentials)) = form
//!         && let Some(user) = auth::authenticate(request, &credentials).await?
//!     {
//!         auth::login(request, user).await?;
//!         return redirect(auth::safe_next(request, None, &home::url()));
//!     }
//!     Ok(Response::html("<form method=post><input name=username><input name=password type=password><button>Log in"))
//! }
//!
//! #[view(GET, "/home/")]
//! #[login_auth]
//! async fn home(user: User, session: Session) -> Result {
//!     let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
//!     session.insert("visits", visits)?;
//!     Ok(Response::text(format!("Hello {user}, this is visit {visits}")))
//! }
//!
//! fn main() -> ExitCode {
//!     App::build().users(FixedUsers::new([("gary", "123")])).main()
//! }
//! ```
//!
//! # Where things are
//!
//! | to | see |
//! |---|---|
//! | put a function on a route | [`view`], [`login_auth`], [`FromRequest`], [`FromPath`] |
//! | answer | [`Response`], [`redirect`], [`render!`], [`IntoResponse`] |
//! | show a form, and take what was typed | [`forms`] |
//! | have the compiler know the fields that templates name | [`macro@TemplateData`] |
//! | say which status an error is | [`Error`], [`macro@ErrorStatus`] |
//! | show something on every page | [`macro@context_processor`] |
//! | have templates call a function | [`macro@filter`], [`macro@template_function`], [`macro@template_test`] |
//! | stand around every view | [`macro@middleware`], [`Next`]; those that are there: [`mod@middleware`] |
//! | say what browsers may load | [`csp`] |
//! | remember a visitor | [`sessions::Session`], [`cookies`] |
//! | know who it is | [`auth`] |
//! | tell the visitor something on the next page | [`messages`] |
//! | take forms from one's own pages only | [`csrf`] |
//! | send mails | [`mail`] |
//! | tell open pages what happens | [`sse`]; [`StreamingResponse`]; `websocket`, a feature |
//! | do what blocks a thread | [`blocking`] |
//! | end with the server | [`Shutdown`] |
//! | set things | [`Settings`] |
//! | test | [`testing::Client`] |
//! | see what a request passes | `explain GET /home/` on the command line; `/__vestibule__/` in a debug build |
//!
//! # Features
//!
//! | feature | default | what it brings |
//! |---|---|---|
//! | `cli` | yes | the command line of [`Site::main`] (clap), and the log on stderr (tracing-subscriber); without it an application sets up a subscriber of its own |
//! | `sqlite` | yes | the session engine `db` on SQLite, embedded (sqlx) |
//! | `postgres` | no | the session engine `db` on PostgreSQL (sqlx) |
//! | `mysql` | no | the session engine `db` on MySQL and MariaDB (sqlx) |
//! | `argon2` | no | passwords hashed with Argon2, read and, if `password_hasher` says so, written |
//! | `bcrypt` | no | passwords hashed with bcrypt, read |
//! | `scrypt` | no | passwords hashed with scrypt, read |
//! | `smtp` | no | mails to a mail server, encrypted or not (lettre, rustls) |
//! | `validator` | no | rules of forms and JSON bodies (validator, regex): lengths, ranges, e-mail addresses … |
//! | `websocket` | no | WebSockets (tokio-tungstenite) |
//! | `redis` | no | the session engines `cache` and `cached_db` on Redis; what is kept there is read and written as Django's pickles |

// What a feature brings says so in the documentation, where a nightly compiler makes it.
#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code says `::vestibule::…`, also for the middlewares that live in this crate.
extern crate self as vestibule;

#[doc(hidden)]
pub mod __private;
mod base;
mod hosting;
mod web;

pub use base::{base36, cache, clock, crypto, http_date, json, signing, storage, text, urls};
pub use hosting::{server, testing};
pub use web::mailer as mail;
#[cfg(feature = "websocket")]
pub use web::websocket;
pub use web::{cookies, csp, csrf, forms, messages, middleware, sessions, sse, uploads};

pub mod auth {
    //! Who is asking: `authenticate` turns credentials into a user, `login` ties the user to the
    //! session, `logout` ends that (Django, `contrib/auth/__init__.py`).
    //!
    //! A logged-in session holds three keys, the same as Django's, so that either framework knows the
    //! visitor:
    //!
    //! | key | value |
    //! |---|---|
    //! | `_auth_user_id` | the user's id as text: `"1"` |
    //! | `_auth_user_backend` | the backend's dotted path |
    //! | `_auth_user_hash` | 64 hex digits, a keyed hash of the stored password: changing the password ends the session |
    //!
    //! ```
    //! # use vestibule::prelude::*;
    //! # use vestibule::testing::Client;
    //! # vestibule::app! { login: login }
    //! use vestibule::auth::{self, Credentials, FixedUsers};
    //!
    //! #[view(GET, POST, "/login/")]
    //! async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
    //!     if let Some(Form(credentials)) = form
    //!         && let Some(user) = auth::authenticate(request, &credentials).await?
    //!     {
    //!         auth::login(request, user).await?;
    //!         return redirect(auth::safe_next(request, None, &home::url()));
    //!     }
    //!     Ok(Response::html("<form method=post> …"))
    //! }
    //!
    //! #[view(GET, "/home/")]
    //! #[login_auth]
    //! async fn home(user: User) -> String {
    //!     format!("Hello {user}")
    //! }
    //!
    //! #[view(POST, "/logout/")]
    //! async fn logout(request: &mut Request) -> Result {
    //!     auth::logout(request).await?;
    //!     redirect("/")
    //! }
    //! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    //!
    //! let mut client = Client::new(App::build().users(FixedUsers::new([("gary", "123")]))).await?;
    //! assert_eq!(client.get("/home/").await.location(), Some("/login/?next=/home/"));
    //!
    //! let response = client.post("/login/?next=/home/", &[("username", "gary"), ("password", "123")]).await;
    //! assert_eq!(response.location(), Some("/home/"));
    //! assert_eq!(client.get("/home/").await.text(), "Hello gary");
    //!
    //! client.post("/logout/", &[]).await;
    //! assert_eq!(client.get("/home/").await.status(), 302);
    //! # Ok(()) })? }
    //! ```
    //!
    //! Where users come from is the application's: [`AuthBackend`]. Who may enter is said above the view,
    //! [`#[login_auth]`](macro@crate::login_auth), or for all views at once by
    //! [`LoginRequiredMiddleware`](crate::middleware::LoginRequiredMiddleware). A view that shows more to those it knows takes
    //! an `Option<User>`.
    //! Pages for all of this are there to be included: [`views`].

    pub use crate::web::account_views as views;
    pub use crate::web::auth::*;
}

// Here as well, so that the compiler names them by their short names.
pub use __private::{OrderIsTakenOnce, RouteIsServedOnce, VariableIsGivenOnce, WordIsGivenOnce};
pub use base::blocking::blocking;
pub use base::choices::UnknownWord;
pub use base::clock::Timestamp;
pub use base::error::{BoxError, Error};
pub use base::query::QueryDict;
pub use base::ready::MaybeReady;
pub use hosting::service::Service;
pub use hosting::site::Site;
pub use web::application::{Application, HasLoginView, IsView, Provides};
pub use web::extract::{Form, FromPath, FromRequest, Query, Startup, State};
pub use web::layer::{HookAnswer, HookResponse, HookTemplateResponse, Hooked, Next};
pub use web::mount::{IntoMount, Mount};
pub use web::request::{Finish, HostError, OriginalUri, Request, RequestBody};
pub use web::response::{
    Body, CacheControl, FileResponse, IntoChunk, IntoHeaderName, IntoHeaderValue, IntoResponse, Json,
    PostRenderCallback, RedirectTarget, Response, Result, StreamWriter, StreamingResponse, TemplateResponse,
    redirect, redirect_permanent, redirect_with,
};
pub use web::settings::{CrossOriginOpenerPolicy, FrameOptions, Settings, SettingsError};
pub use web::shutdown::Shutdown;
pub use web::templates::{Context, Markup};
pub use web::uploads::{FormData, UploadedFile};
pub use web::view::{PathKind, Place, RateLimit, RateLimitBy, View, ViewFlags};

// The ecosystem's types that applications meet in signatures.
#[cfg(feature = "validator")]
#[cfg_attr(docsrs, doc(cfg(feature = "validator")))]
pub use validator;
pub use {bytes, cookie, http, minijinja, time, tracing};

/// Puts an async function on a route.
///
/// ```
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// #[view(GET, "/articles/{year}/{slug}/")]
/// async fn article(year: u16, slug: String) -> Response {
///     Response::text(format!("{slug}, {year}"))
/// }
///
/// # fn main() {
/// assert_eq!(article::url(2026, "a b"), "/articles/2026/a%20b/");
/// # }
/// ```
///
/// In the parentheses stand one or more methods (`GET`, `POST`, `PUT`, `PATCH`, `DELETE`; HEAD
/// follows GET, OPTIONS is answered from the table), the path, and, where the application is not
/// `crate::App`, `app = path::to::App`. In the path, `{name}` is one segment and `{*name}`, last,
/// all the rest. What stands in the place of `{token}` is a secret, of which the log shows nothing.
///
/// Words after that speak to the layers around the view, called like Django's decorators but for `public`,
/// which there is `login_not_required` ([`ViewFlags`]): `csrf_exempt`, `ensure_csrf_cookie`, `no_append_slash`, `public`,
/// `xframe_options_exempt`, `xframe_options_deny`, `xframe_options_sameorigin`. Others say of the view itself what caches, robots and
/// clients are told (docs/views.md):
///
/// | word | |
/// |---|---|
/// | `never_cache` | no cache keeps the answer |
/// | `cache_control(public, max_age = 300)` | directives of `Cache-Control`; seconds may be `60 * 60` |
/// | `vary_on("Accept-Language")` | headers that the answer depends on |
/// | `robots("noindex")` | `X-Robots-Tag`, and `request.robots` in templates |
/// | `etag = function`, `last_modified = function` | of `&Request`, or of that and the path's arguments: `Option<String>`, `Option<Timestamp>`; 304 and 412 are answered before the view is called |
/// | `rate_limit("5/m", by = ip)` | 429 for who asks more often; by `user` (the default), `ip`, `path`, or a function of `&Request` |
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/price/{article}/", cache_control(public, max_age = 60), etag = price_tag, rate_limit("100/m"))]
/// async fn price(article: u32) -> String {
///     format!("article {article} costs 3")
/// }
///
/// fn price_tag(_: &Request, article: u32) -> Option<String> {
///     Some(format!("{article}-3"))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/price/7/").await;
/// assert_eq!(response.header("Cache-Control"), Some("public, max-age=60"));
/// assert_eq!(response.header("ETag"), Some("\"7-3\""));
///
/// client.headers_mut().insert("if-none-match", "\"7-3\"".parse()?);
/// assert_eq!(client.get("/price/7/").await.status(), 304);
/// # Ok(()) })? }
/// ```
///
/// Arguments named like a part of the path are read from it ([`FromPath`]; what cannot be read is
/// 404). `&mut Request` or `&Request` is the request itself. Every other argument is an extractor
/// ([`FromRequest`]), taken in the order written. The answer is anything that is [`IntoResponse`].
///
/// **A client that leaves ends the view**: what nobody waits for any more is dropped at its next `.await`, as
/// futures are, so that what comes after that is not done. What must be done all of it, such as a payment and its
/// record, goes into [`Request::finish`], or into a task that the view begins.
///
/// Beside the function stands a type of the same name, with `url(…)`, which makes the view's path
/// of arguments: a link to a view that is gone does not compile. One `use` brings both. Whatever text an argument is,
/// a browser that follows the link stays with the view ([`FromPath::Url`] says what becomes of `..`).
pub use vestibule_macros::view;

/// Lets only those in who are logged in; others are sent to the login view, and back afterwards.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # #[view(GET, "/login/")] async fn login() -> &'static str { "" }
/// vestibule::app! {
///     login: login,
///     permissions: { "blog.add_post": "Can add post" },
/// }
///
/// #[view(GET, "/home/")]
/// #[login_auth]
/// async fn home(user: User) -> String {
///     format!("Hello {user}")
/// }
///
/// #[view(GET, "/drafts/")]
/// #[login_auth(permission = "blog.add_post", test = is_writer)]
/// async fn drafts() -> &'static str {
///     "…"
/// }
///
/// fn is_writer(user: &User) -> bool {
///     user.groups().any(|group| group == "writers")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/home/?tab=2").await.location(), Some("/login/?next=/home/%3Ftab%3D2"));
/// # Ok(()) })? }
/// ```
///
/// | word | who may enter |
/// |---|---|
/// | `permission = "blog.add_post"`, `permission = ["blog.add_post", "blog.change_post"]` | who has it, or all of them: by themselves, by a group, or as a superuser. It is one that [`app!`] declares, or one of Django's (`auth.view_user` …); any other does not compile |
/// | `staff`, `superuser` | who is one |
/// | `test = is_writer` | of whom the function `fn(&User) -> bool` says so |
///
/// It is checked before the arguments are taken, so that a stranger's upload is never read. Strangers are sent to the
/// login view. **Who is logged in and may not gets 403**: another login would seldom help, and a login view that sends on
/// whoever is logged in would send them in a circle (Django's mixins do the same). `redirect` sends them to the
/// login view too, as Django's decorators do; with `raise` nobody is sent anywhere and strangers get 403 as well (Django's
/// `raise_exception`), for which the application needs no login view.
///
/// A program that would rather have JSON than a page, as its `Accept` says, is sent nowhere: a stranger gets 401 and
/// who may not gets 403, each with a problem document (RFC 9457). `Accept: */*` is no such wish, and a script that
/// calls such a view should say `Accept: application/json`.
///
/// After the login visitors come back to the page that they had asked for or, if that was a `POST`, to the one on
/// which its form was ([`auth::redirect_to_login`]).
pub use vestibule_macros::login_auth;

/// Stands around every view: five hooks, or one function.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[derive(Default)]
/// struct NoSniff;
///
/// #[middleware(order = 150)]
/// impl NoSniff {
///     fn process_response(&self, _: &mut Request, response: Response) -> Response {
///         response.with_header("X-Content-Type-Options", "nosniff")
///     }
/// }
///
/// #[middleware(order = 160, after(NoSniff))]
/// async fn stopwatch(request: &mut Request, next: Next<'_>) -> Response {
///     let started = std::time::Instant::now();
///     let response = next.run(request).await;
///     response.with_header("X-Micros", started.elapsed().as_micros().to_string())
/// }
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/").await;
/// assert_eq!(response.header("X-Content-Type-Options"), Some("nosniff"));
/// assert!(response.header("X-Micros").unwrap().parse::<u64>().is_ok());
/// # Ok(()) })? }
/// ```
///
/// `order` is any `i32` constant expression; lower is further out, and each is taken once. The
/// built-in ones stand at [`middleware::order`], and `order::SESSION + 1` is one such expression.
/// `after(…)` and `before(…)` name middlewares that must stand further out and further in; those of
/// `after` are needed, so the application must have them; those of `before` may be missing.
/// `login_view` says that it sends visitors to the login view, which the application must then name.
/// `context(…)` names functions with [`macro@context_processor`] whose variables pages see behind it.
/// `library` is for crates that offer a middleware: it is used only by an application that lists it
/// in `app!`, which then must have what it needs.
///
/// | hook | when | may answer |
/// |---|---|---|
/// | `process_request(&self, &mut Request)` | before routing, outermost first | `()`, `Option<Response>` |
/// | `process_view(&self, &mut Request, &View)` | before the view, outermost first | `()`, `Option<Response>` |
/// | `process_template_response(&self, &mut Request, TemplateResponse)` | before rendering, innermost first | `TemplateResponse` |
/// | `process_exception(&self, &mut Request, &Error)` | when the view or rendering failed, innermost first | `()`, `Option<Response>` |
/// | `process_response(&self, &mut Request, Response)` | on the way out, innermost first | `Response` |
///
/// Each may be left out, each may be `async fn` (a plain `fn` is called directly and costs less),
/// and each may return a `Result` of what stands there. The type is made with `Default`, or with
/// `fn new(settings: &Settings) -> Option<Self>` among the hooks, where `None` leaves it out:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// /// Says that the site is a developer's.
/// struct Banner;
///
/// #[middleware(order = order::SESSION + 1)]
/// impl Banner {
///     fn new(settings: &Settings) -> Option<Self> {
///         settings.debug.then_some(Self)
///     }
///
///     fn process_response(&self, _: &mut Request, response: Response) -> Response {
///         response.with_header("X-Debug", "yes")
///     }
/// }
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let debug = |debug| App::build().settings(move |settings| {
///     settings.debug = debug;
///     settings.secret_key = "0123456789 0123456789 0123456789".into();
///     settings.allowed_hosts = vec!["testserver".into()];
/// });
/// assert_eq!(Client::new(debug(true)).await?.get("/").await.header("X-Debug"), Some("yes"));
/// assert_eq!(Client::new(debug(false)).await?.get("/").await.header("X-Debug"), None);
/// # Ok(()) })? }
/// ```
///
/// All five hooks at work are shown in the module [`mod@middleware`]; a hook that waits now and then is [`Hooked`].
pub use vestibule_macros::middleware;

/// Gives every page a variable of the function's name, made for those pages whose templates mention it (Django's context
/// processors).
///
/// ```
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// # #[derive(Clone)] struct Shop;
/// # impl Shop { async fn basket(&self, user: &User) -> Result<Basket> { Ok(Basket { articles: 1 }) } }
/// #[derive(serde::Serialize)]
/// struct Basket {
///     articles: u32,
/// }
///
/// // In any template: {% if basket %}{{ basket.articles }} in your basket{% endif %}
/// #[context_processor]
/// async fn basket(shop: State<Shop>, user: Option<User>) -> Result<Option<Basket>> {
///     let Some(user) = user else { return Ok(None) };
///     Ok(Some(shop.basket(&user).await?))
/// }
///
/// #[context_processor]
/// fn is_app(request: &Request) -> bool {
///     request.headers().contains_key("x-requested-with")
/// }
/// # fn main() {}
/// ```
///
/// Its arguments are those of a view without a path: the request, and extractors ([`FromRequest`]) but for those that
/// take the body. It gives back anything `Serialize`, a [`minijinja::Value`] among them, or a [`Result`] of that; an
/// `Option` that is `None` leaves the variable out.
///
/// | function | called | may be seen on |
/// |---|---|---|
/// | plain, with `request: &Request` or without arguments | while the page is rendered, each time | every page |
/// | `async`, or with any other argument | before that, once for a request | pages that views answer with, error pages and `403_csrf.html` |
///
/// The others are those that a view renders itself ([`TemplateResponse::render`]), and those that a middleware answers
/// with in place of a view; of the second kind of function they see what was fetched by then.
///
/// - A template mentions a variable if its name stands in a tag of it, or of one that it extends, includes or imports. One
///   that names another only while it runs (`{% include name %}`) is taken to mention all.
/// - What the view gives its page under the same name wins, and then the function is not called.
/// - Its error is the page's error, and goes through `process_exception`. An error page goes without the variable, and the
///   log says why.
/// - Two of one name in one application do not compile. Of those of applications that include one another, and those of
///   layers (`user`, `messages` …), the outermost application's counts, as with templates.
///
/// In the parentheses may stand `app = path::to::App`, where the application is not `crate::App`; and `library` for crates
/// that offer a middleware: pages then see it where they are behind a middleware that names it,
/// `#[middleware(…, context(basket))]`, and it takes the request alone.
pub use vestibule_macros::context_processor;

/// Makes a filter of a function: `{{ article.stars | rating }}`.
///
/// ```
/// use vestibule::prelude::*;
/// # vestibule::app! {}
///
/// // In any template: {{ book.stars | rating }}, {{ book.stars | rating(10) }}, {{ book.stars | rating(max=10) }}
/// #[filter]
/// fn rating(stars: u8, max: Option<u8>) -> String {
///     format!("{stars} of {}", max.unwrap_or(5))
/// }
///
/// // {{ article.text | excerpt }}
/// #[filter]
/// fn excerpt(text: &str) -> &str {
///     text.lines().next().unwrap_or_default()
/// }
///
/// // {{ name | badge }}: what has not been markup before is escaped on its way in.
/// #[filter]
/// fn badge(name: Markup) -> Markup {
///     Markup::new(format!("<span class=\"badge\">{name}</span>"))
/// }
/// # fn main() {}
/// ```
///
/// Its first argument is what stands before the `|`; those behind are given by position or by the name that they have in
/// the function, and one that is an `Option` need not be given. Each is anything that is
/// [`Deserialize`](serde::Deserialize), a reference to such a thing, or [`Markup`]; text also takes numbers. It gives back
/// anything that is `Serialize`, or a [`Result`] of that; what it gives back is escaped as all values are, unless it is
/// [`Markup`].
///
/// - Of a variable that is not there a debug build makes an error; in a release build nothing is written, and the function
///   is not called, unless it takes an `Option` there.
/// - An error of the function is an error of the page.
/// - It neither waits nor sees the request: what takes either is a [`macro@context_processor`].
/// - Two of one name in one application do not compile, nor does one that every page has already. Of those of
///   applications that include one another the outermost application's counts, as with templates.
///
/// In the parentheses may stand `app = path::to::App`, where the application is not `crate::App`.
pub use vestibule_macros::filter;

/// Makes a function for templates: `{{ stars(book, max=10) }}`.
///
/// ```
/// use vestibule::prelude::*;
/// # vestibule::app! {}
///
/// // In any template: {{ price(1250, "EUR") }}
/// #[template_function]
/// fn price(cents: u64, currency: &str) -> String {
///     format!("{}.{:02} {currency}", cents / 100, cents % 100)
/// }
/// # fn main() {}
/// ```
///
/// All is as with [`macro@filter`], but that there is no value before it. (It is called `template_function`, and
/// [`template_test`](macro@template_test) so, since `function` says nothing outside of a template and `test` is Rust's
/// own.)
pub use vestibule_macros::template_function;

/// Makes a test for templates: `{% if article is fresh %}`.
///
/// ```
/// use vestibule::prelude::*;
/// # vestibule::app! {}
/// # #[derive(serde::Deserialize)] struct Article { stars: u8 }
///
/// // In any template: {% if article is good %}, {{ articles | select("good") }}, {% if article is good(than=4) %}
/// #[template_test]
/// fn good(article: Article, than: Option<u8>) -> bool {
///     article.stars > than.unwrap_or(3)
/// }
/// # fn main() {}
/// ```
///
/// All is as with [`macro@filter`], but that it gives back a `bool`, or a [`Result`] of one.
pub use vestibule_macros::template_test;

/// Has a function told when somebody logs in or out, or fails to (Django's signals).
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// # use std::sync::{Arc, Mutex};
/// # use vestibule::auth::{self, Credentials, FixedUsers};
/// use vestibule::auth::{UserLoggedIn, UserLoginFailed};
///
/// # type Notes = Arc<Mutex<Vec<String>>>;
/// # fn note(request: &Request, line: String) { request.state::<Notes>().unwrap().lock().unwrap().push(line) }
/// #[on(UserLoggedIn)]
/// async fn note_login(event: &UserLoggedIn, request: &mut Request) -> Result<()> {
///     note(request, format!("{} is in", event.user));
///     Ok(())
/// }
///
/// #[on(UserLoginFailed, order = 10)]
/// async fn note_failure(event: &UserLoginFailed, request: &mut Request) {
///     note(request, format!("{} is not: {}", event.credentials.username, event.credentials.password));
/// }
/// # #[view(POST, "/login/")] async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result {
/// #     let Some(user) = auth::authenticate(request, &credentials).await? else { return redirect("/login/") };
/// #     auth::login(request, user).await?;
/// #     redirect("/")
/// # }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// # let notes = Notes::default();
/// # let mut client = Client::new(App::build().users(FixedUsers::new([("gary", "123")])).state(notes.clone())).await?;
/// client.post("/login/", &[("username", "gary"), ("password", "124")]).await;
/// client.post("/login/", &[("username", "gary"), ("password", "123")]).await;
/// assert_eq!(*notes.lock().unwrap(), ["gary is not: ********************", "gary is in"]);
/// # Ok(()) })? }
/// ```
///
/// The function is async, takes the event and, if it wants it, the request, and gives back nothing or a [`Result`] of
/// nothing. The events are [`UserLoggedIn`](auth::UserLoggedIn), [`UserLoggedOut`](auth::UserLoggedOut) and
/// [`UserLoginFailed`](auth::UserLoginFailed), each of which says when it happens.
///
/// - It is told in its own application, and in those that include it.
/// - One is told after the other, and the request waits for each: lower `order` first (default 0); of one order those of
///   the application before those of applications that it includes, and in each by module, from top to bottom.
/// - An error of one is that of `login`, `logout` or `authenticate`, as in Django, and those behind it are not told. One
///   at a login keeps the user out; one at a logout does not keep the session from ending.
///
/// In the parentheses may also stand `app = path::to::App`, where the application is not `crate::App`.
pub use vestibule_macros::on;

/// Names the application: makes the type `App`, which views and middlewares belong to.
///
/// ```
/// # use vestibule::prelude::*;
/// # #[view(GET, "/login/")] async fn login() -> &'static str { "" }
/// vestibule::app! {
///     login: login,
///     middleware: [SessionMiddleware, AuthenticationMiddleware],
/// }
/// # fn main() {}
/// ```
///
/// | word | meaning | default |
/// |---|---|---|
/// | `name: AdminApp` | the type's name | `App` |
/// | `login: login` | the login view, or an address in quotes | none |
/// | `middleware: […]` | those that come from a library, all that are wanted; one's own need no naming | Django's seven: Security, Session, Common, CsrfView, Authentication, Message and XFrameOptions |
/// | `include: [blog::App]` | applications whose views, own middlewares, context processors and templates are part of this one, which must have the middlewares that they list (Django's seven where they list none) and name a login view if they do | none |
/// | `include: ["/shop" => shop::App]` | the same, with all paths of it behind a prefix: fixed text that begins with a slash and does not end with one | none |
/// | `templates: "templates"` | their folder, beside Cargo.toml; those of included applications come behind | `templates`, if it is there |
/// | `check_templates: false` | the files in that folder are not looked at; what [`render!`] names is all the same | `true`: what is wrong with one of them, whoever renders it, does not compile, nor does an error page that asks for what it is not given |
/// | `permissions: { "blog.add_post": "Can add post" }` | the permissions that guards may ask for, each with its name for people; one of another form than `add_…`, `change_…`, `delete_…`, `view_…` says which model it is about: `"blog.publish" on post: "Can publish posts"`. `migrate` enters them in Django's tables | none, besides those of Django's own models |
/// | `csrf_failure: refused` | what answers a request that the CSRF check refuses: `async fn refused(request: &mut Request, reason: &CsrfError)` (Django's setting `csrf_failure_view`) | the framework's 403 page |
/// | `crate: vestibule` | what the application calls this crate, where Cargo.toml does not say it | found by itself |
///
/// # Under a prefix
///
/// The links of an included application follow its prefix; where prefixes are within one another, they add up.
///
/// ```
/// # use vestibule::testing::Client;
/// mod shop {
///     use vestibule::prelude::*;
///
///     vestibule::app! {}
///
///     #[view(GET, "/cart/", app = crate::shop::App)]
///     pub async fn cart() -> String {
///         cart::url().into()
///     }
/// }
///
/// vestibule::app! { include: ["/shop" => shop::App] }
///
/// # fn main() -> Result<(), vestibule::Error> { vestibule::server::run(1, async {
/// let mut site = Client::new(App::build()).await?;
/// assert_eq!(site.get("/shop/cart/").await.text(), "/shop/cart/");
///
/// let mut alone = Client::new(shop::App::build()).await?;
/// assert_eq!(alone.get("/cart/").await.text(), "/cart/");
/// # Ok(()) })? }
/// ```
///
/// In a request the prefixes are those of the application that answers. Outside of requests they are those of the
/// application whose [`main`](Site::main) or [`serve`](Site::serve) runs; where none does, as in a test, those on which all
/// applications of the program agree that no other includes, and none where they do not agree.
/// [`Service::within`] makes links as that service's application does.
///
/// An application that is included under two prefixes, by whatever ways, stops the start (E007), as do two views whose
/// prefixes and paths together are one route (E001).
pub use vestibule_macros::app;

/// A page from a template, rendered when the onion is done with it.
///
/// `render!(request, "login.html", { next, title: "Log in" })`: the request (`&Request` or
/// `&mut Request`), the template's name below the templates' folder, and its variables, each a name in
/// scope or `name: value`; values are anything `Serialize`. It is a [`Result`] of a [`Response`], on
/// which a status or a cookie is set as on any: `render!(…)?.with_status(…)`.
///
/// | | |
/// |---|---|
/// | `{ next, #[allow(unused)] title: "Log in" }` | no word is said if the template does without `title`; else what it does without is a warning |
/// | `"list.html"#rows` | the block `rows` of the page, alone |
/// | `app = crate::shop::App`, at the end | whose page it is, where the application is not `crate::App` |
///
/// The template and all that it extends, includes and imports are read while the application compiles, from the folders
/// called `templates` beside this file and above it, up to the one beside Cargo.toml. What is wrong there does not compile, and
/// is told with the line of the template: a name that the page is not given and does not ask for (`is defined`, `default`), a field
/// that a type has not ([`macro@TemplateData`]), unknown filters, tests and functions and wrong arguments of them, links to no view,
/// blocks that no parent has, all mistakes of syntax. Of a name that is no literal nothing is checked. docs/templates.md has
/// all of it, and what is left alone.
///
/// Templates are Jinja (minijinja), with Django's filters and an application's own. A debug build reads
/// them from the folder for each page; a release build carries them. **What is not there** is an error where a debug build
/// would show it, go through it or look into it, and may be asked for: `{% if user %}`, `user is defined`,
/// `name | default("")`; in a release build it is empty, and so is all that hangs on it. Error pages never fail for it.
///
/// The ending of the name says what a page is: `.txt`, `.md` and `.csv` are sent as what they are, and nothing in them is
/// escaped; in `.json` and `.js` each value is written as JSON, quotes and all; `.xml`, `.svg` and all others are escaped, and
/// the others sent as HTML. Whatever it is called, a page that is sent as HTML or XML is escaped, and so is all that it
/// includes. Besides their variables templates see
///
/// | variable | behind | what it is |
/// |---|---|---|
/// | `request` | | `request.path`, `request.full_path`, `request.method`; `request.robots`, what search engines are told: `<meta name="robots" content="{{ request.robots }}">` |
/// | `user`, `request.user` | [`AuthenticationMiddleware`](middleware::AuthenticationMiddleware) | who is logged in, looked up for pages that mention it: `user.is_authenticated`, `is_anonymous`, `username`, `id`, `is_active`, `is_staff`, `is_superuser`. A stranger is false |
/// | `perms` | the same | what that user may do: `perms.blog.add_post`; `perms.blog` is whether there is anything in `blog` |
/// | `messages` | [`MessageMiddleware`](middleware::MessageMiddleware) | the visitor's messages, fetched for pages that mention them |
/// | `csrf_input`, `csrf_token` | [`CsrfViewMiddleware`](middleware::CsrfViewMiddleware) | the field for each form, and its value |
/// | `csp_nonce` | [`ContentSecurityPolicyMiddleware`](middleware::ContentSecurityPolicyMiddleware) | for inline scripts and styles |
/// | what the application adds | | of its functions with [`macro@context_processor`], each by its name |
///
/// Templates called `400.html`, `403.html`, `404.html`, `500.html` … are the application's own error
/// pages. That for 404 is given `request_path`, it and that for 403 `exception` and what all pages see; the others
/// see nothing, so that they cannot fail. `403_csrf.html` is that for forms from elsewhere: it is given `no_cookie`,
/// `no_referer`, `form_address` (where the form may be loaded again, if that is known) and, on a developer's own
/// machine, `reason` and `help`. They are for clients that want HTML; by their `Accept`
/// others get JSON (RFC 9457) or a line of text.
pub use vestibule_macros::render;

/// A template as a text, at once: for a mail, or for a piece of an answer that is made by hand (Django's
/// `render_to_string`).
///
/// `render_to_string!(request, "mails/welcome.txt", { user })` takes what [`render!`] takes, and the compiler checks it
/// alike. It is a [`Result`] of a [`String`], escaped as the ending of the template's name says.
///
/// The template sees what every page sees as far as that is at hand: nothing is fetched for it. A user, or messages, that
/// nobody has asked for in this request are not there.
///
/// ```no_run
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// # fn main() {}
/// # async fn welcome(request: &Request, template: &str) -> Result<String> {
/// let name = "Ada";
/// // Most often the name stands here: `"mails/welcome.txt"`.
/// let text = render_to_string!(request, template, { name })?;
/// # Ok(text)
/// # }
/// ```
pub use vestibule_macros::render_to_string;

/// Says what the errors of a type mean: the status they are answered with after `?`, in a view, hook or extractor.
///
/// ```
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// #[derive(Debug, ErrorStatus)]
/// enum ShopError {
///     #[status(404)]
///     NoSuchArticle(String),
///     #[status(409)]
///     SoldOut { left: u32 },
///     #[status(transparent)]
///     Session(vestibule::sessions::SessionError),
///     Broken,
/// }
///
/// impl std::fmt::Display for ShopError {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         match self {
///             Self::NoSuchArticle(name) => write!(f, "there is no `{name}`"),
///             Self::SoldOut { left } => write!(f, "only {left} are left"),
///             Self::Session(_) => f.write_str("the basket is out of reach"),
///             Self::Broken => f.write_str("the shop is broken"),
///         }
///     }
/// }
///
/// impl std::error::Error for ShopError {}
///
/// fn price(name: &str) -> std::result::Result<u32, ShopError> {
///     Err(ShopError::NoSuchArticle(name.to_owned()))
/// }
///
/// #[view(GET, "/price/{name}/")]
/// async fn show(name: String) -> Result {
///     Ok(Response::text(price(&name)?.to_string()))
/// }
///
/// # fn main() {
/// assert_eq!(Error::from(ShopError::NoSuchArticle("hat".into())).status(), 404);
/// assert_eq!(Error::from(ShopError::Broken).status(), 500);
/// # }
/// ```
///
/// | above a variant, a struct, or the enum for those of its variants that say nothing | the error is |
/// |---|---|
/// | `#[status(409)]`, any from 400 to 599 | that; 404, 403 and 400 are as [`Error::not_found`], [`Error::permission_denied`] and [`Error::bad_request`] |
/// | `#[status(suspicious)]` | 400, and logged as an error: [`Error::suspicious`] |
/// | `#[status(transparent)]`, a variant or struct of one field | what the error in the field is, whose type derives it too |
/// | nothing | 500 |
///
/// The type is an [`std::error::Error`], by hand or by a crate such as `thiserror`, beside whose attributes these may
/// stand. Its text and its causes are treated as those of every [`Error`]: they go into the log, and the client sees the
/// status, and of a 403 or 404 the text if the application's own page shows it.
///
/// It is the type of the error in hand that counts: one that is merely another's source means nothing.
/// `#[status(crate = v)]` above the type says what the application calls this crate, where Cargo.toml does not say it.
pub use vestibule_macros::ErrorStatus;

// Last: the compiler calls things by the names that it meets first, and those of the rooms say more.
pub use hosting::prelude;

/// Says which fields templates see of a type, so that those that they name are checked while the program compiles.
///
/// ```
/// use serde::Serialize;
/// use vestibule::prelude::*;
///
/// #[derive(Serialize, TemplateData)]
/// struct Article {
///     title: String,
///     author: Option<Author>,
///     comments: Vec<Comment>,
/// }
///
/// #[derive(Serialize, TemplateData)]
/// struct Author {
///     name: String,
/// }
///
/// #[derive(Serialize, TemplateData)]
/// #[serde(rename_all = "camelCase")]
/// struct Comment {
///     by_whom: String,
/// }
/// ```
///
/// A template that [`render!`] gives an `article` of this type may now say `{{ article.author.name }}`, or
/// `{{ comment.byWhom }}` in `{% for comment in article.comments %}`; `{{ article.titel }}` does not compile, however far
/// inside of values it is, and neither does a loop over `article.author`.
///
/// It stands beside `Serialize`, which makes the values. Fields are what serde writes: `rename`, `rename_all`, `skip`,
/// `skip_serializing`, `tag`, `transparent` and `into` are read from `#[serde(…)]`.
///
/// | type | what templates see |
/// |---|---|
/// | a struct with named fields | these fields, and no elements |
/// | a struct of one field without a name, or `#[serde(transparent)]` | what they see of that field |
/// | an enum whose variants have no fields | a text |
/// | an enum with `#[serde(tag = "kind")]` | `kind`, and the fields of all variants |
/// | `&T`, `Box<T>`, `Rc<T>`, `Arc<T>`, `Cow<T>`, `Option<T>` | what they see of `T` |
/// | `Vec`, slices, arrays and the other lists of the standard library | elements |
/// | `HashMap`, `BTreeMap` | fields of any name, each a value of the map |
/// | texts, numbers, `bool` | no fields |
/// | every other type | nothing is known of it, and nothing is checked: that of another crate, one that does not derive this, tuples, other enums, a struct with `#[serde(flatten)]`, a field with `#[serde(serialize_with = "…")]` |
pub use vestibule_macros::TemplateData;

/// Says of a struct that it is a form: which fields it has, how a page shows them, what they are called in templates.
///
/// It stands beside serde's `Deserialize`, which makes the value, and reads its attributes: `rename`, `rename_all`, `default`,
/// `skip`. What is done with it is said at [`BoundForm`](forms::BoundForm).
///
/// ```
/// use serde::Deserialize;
/// use vestibule::prelude::*;
/// use vestibule::time::Date;
///
/// #[derive(Debug, Deserialize, Form)]
/// struct ArticleForm {
///     #[form(help_text = "Shown in the list", autofocus)]
///     title: String,
///     #[form(widget = textarea)]
///     body: Option<String>,
///     published: Option<Date>,
///     status: Status,
///     #[form(label = "I own the pictures", required)]
///     is_mine: bool,
/// }
///
/// #[derive(Debug, Deserialize, Choices)]
/// enum Status {
///     Draft,
///     Public,
/// }
/// ```
///
/// | in `#[form(…)]` above a field | |
/// |---|---|
/// | `label = "Title"` | what stands before it; by default its name in words |
/// | `help_text = "…"` | what is said beside it |
/// | `widget = textarea` | what it is typed into, where its type and rules do not say it: `text`, `email`, `url`, `tel`, `search`, `color`, `password`, `hidden`, `number`, `date`, `time`, `datetime`, `checkbox`, `textarea`, `select`, `radio`, `checkboxes`, `file` |
/// | `required`, `required = false` | whether it must be filled in: by default all but an `Option`, a `bool`, a list, and what has `#[serde(default)]` |
/// | `initial = "…"` | what an empty form shows in it |
/// | `strip = false` | white space around a text is kept |
/// | `autofocus`, `autocomplete = "…"`, `placeholder = "…"`, `attrs("rows" = "4")` | attributes of the element |
/// | `error_messages(required = "…", invalid = "…", invalid_choice = "…")` | own words for what is wrong |
///
/// `#[form(crate = v)]` above the struct says what the application calls this crate, where Cargo.toml does not say it.
///
/// With the feature `validator` the type may derive its `Validate` as well. Its rules are asked of what was typed, and those of
/// length and range, `email` and `url` are told to the browser.
pub use vestibule_macros::Form;

/// Says of an enum what a form offers of it: [`Choices`](forms::Choices).
pub use vestibule_macros::Choices;
