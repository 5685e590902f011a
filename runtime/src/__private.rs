//! All that generated code may name. Not for people: it changes without notice.

use std::any::TypeId;
use std::marker::PhantomData;
use std::process::ExitCode;

use crate::web::application;
use crate::web::templates::Context;

pub use linkme;
pub use serde::de::DeserializeOwned;

pub use crate::base::error::{Error, ErrorEntry, ErrorStatus, IsError, Meaning, VESTIBULE_ERRORS_0_1};
pub use crate::base::template_data::{
    ElementsOf, FieldOf, HasElements, HasField, HasItem, ItemOf, Known, Leads, LeadsNowhere, Otherwise,
    Right, TemplateData, TypeOf, Unknown,
};
pub use crate::base::urls::Url;
pub use crate::hosting::site::Site;
pub use crate::web::application::{
    Answer, Application, CsrfFailure, Givers, HasLoginView, IncludableIn, Include, IsView, LoginView, MetBy,
    No, NoView, Provides, VariableIsGivenOnce, Yes, gives, has_template, is_declared, is_declared_before,
    is_of_framework, is_seen, name_hash,
};
pub use crate::web::context::{
    ContextEntry, ContextProcessor, ContextValue, ContextVariable, FetchedProcessor, Fetching, RendersText,
    VESTIBULE_CONTEXT_0_1,
};
pub use crate::web::extract::{FromPath, FromRequest, UrlWriter};
pub use crate::web::forms::{
    BrokenRule, Choice, Choices, FieldInfo, FieldKind, FieldProbe, FormField, FormMember, FormType, Limit,
    Limits, UnknownField, Widget, broken_rules, members,
};
pub use crate::web::layer::{
    HookAnswer, HookResponse, HookTemplateResponse, Hooked, Hooks, Layer, MadeLayer, Middleware, Next,
    OfALibrary,
};
pub use crate::web::middleware::{
    AuthenticationMiddleware, CommonMiddleware, CsrfViewMiddleware, MessageMiddleware, SecurityMiddleware,
    SessionMiddleware, XFrameOptionsMiddleware,
};
pub use crate::web::request::Request;
pub use crate::web::response::{IntoResponse, Response, TemplateResponse};
pub use crate::web::reverse::{Literal, WrittenLink, WrittenParameter, check_link, link_to, reverse};
pub use crate::web::settings::Settings;
pub use crate::web::tables::{
    AppEntry, CountedRequest, Decorators, LimitKey, LimitKeyAnswer, MiddlewareEntry, PageEntry, StartupCheck,
    Subscriber, SubscriberAnswer, SubscriberEntry, VESTIBULE_APPS_0_1, VESTIBULE_MIDDLEWARES_0_1,
    VESTIBULE_PAGES_0_1, VESTIBULE_SUBSCRIBERS_0_1, VESTIBULE_VIEWS_0_1, Validator, ValidatorAnswer,
    ValidatorFunction, ValidatorFuture, ViewEntry, ViewFuture, counted_by, says_etag, says_last_modified,
};
pub use crate::web::templates::{
    ArgumentNames, FoundWord, FromTemplate, NoWord, TemplateFilter, TemplateFunction, TemplateTest,
    VESTIBULE_WORDS_0_1, WordAnswer, WordArguments, WordEntry, WordError, WordIsGivenOnce, WordKind, WordOf,
    Words, find_word,
};
pub use crate::web::templates::{CheckedPage, LinkArguments, LinkTo, PageLinks, TemplateFiles as Templates};
pub use crate::web::users::{Permission, User};
pub use crate::web::view::{
    Guard, PathKind, Place, RateLimit, RateLimitBy, Segment, TestAnswer, TestedUser, View, ViewFlags,
    ViewInfo, passes,
};
pub use minijinja::Value as TemplateValue;

/// What a form's rules say.
pub type BrokenRules = Vec<BrokenRule>;

/// Tells applications apart in the tables.
pub fn app_id<A: Application>() -> TypeId {
    TypeId::of::<A>()
}

/// The application of a crate's views. Where there is none, the compiler shows the name of this macro.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def, reason = "the crate that the view is in")]
macro_rules! write_vestibule_app_in_the_crate_root {
    () => {
        crate::App
    };
}
pub use crate::write_vestibule_app_in_the_crate_root;

// --- uniqueness: a second impl for one application is E0119, with both places underlined ---------

/// A claim of `#[view]`: this application serves this method and shape of path with one view. A
/// second view that claims it is error E0119, and the compiler underlines both paths.
pub trait RouteIsServedOnce<const ROUTE: u64> {}

/// Asks whether an application serves a route.
#[derive(Debug)]
pub struct RouteProbe<A, const ROUTE: u64>(PhantomData<A>);

impl<A: RouteIsServedOnce<ROUTE>, const ROUTE: u64> RouteProbe<A, ROUTE> {
    /// It does.
    pub const IS_SERVED: bool = true;
}

/// What a [`RouteProbe`] answers otherwise.
pub trait RouteIsNotServed {
    /// It does not.
    const IS_SERVED: bool = false;
}

impl<A, const ROUTE: u64> RouteIsNotServed for RouteProbe<A, ROUTE> {}

/// A claim of `#[middleware]`: this application has one middleware of this order. A second that
/// claims it is error E0119, and the compiler underlines both.
pub trait OrderIsTakenOnce<const ORDER: i32, Listed = ()> {}

/// Every type that `app!` lists, so that a claim can say whose it is: of a name that is not found, there is no claim.
pub trait Listed {
    /// `()`: of two claims of one order, both are.
    type Here;
}

impl<T> Listed for T {
    type Here = ();
}

// --- needs: functions whose bounds are the message -------------------------------------------------

/// The application names a login view.
pub const fn needs_login_view<A: HasLoginView>() {}

/// The application knows who is asking.
pub const fn needs_authentication<A: Provides<AuthenticationMiddleware>>() {}

/// The application has a CSRF cookie.
pub const fn needs_csrf<A: Provides<CsrfViewMiddleware>>() {}

/// The application has the middleware that another comes after.
pub const fn needs_provided<A: Provides<M>, M>() {}

/// An error that says what it means can be turned into ours with `?`.
pub const fn needs_error<E: IsError + Send + Sync>() {}

/// The layer that a middleware's `new` has made.
pub fn made_layer<T: MadeLayer>(made: T) -> Option<Box<dyn Layer>> {
    made.into_layer()
}

// --- entries ------------------------------------------------------------------------------------------

/// A middleware of the application's list, which has all that this one asks for.
pub const fn listed<A: Application, M: Middleware<Needs: MetBy<A>>>() -> MiddlewareEntry {
    MiddlewareEntry::of::<A, M>()
}

/// The sentinel of an application.
pub const fn app_entry<A: Application>() -> AppEntry {
    AppEntry { app: app_id::<A>, name: A::NAME, place: A::PLACE, prefixes: application::prefixes::<A> }
}

// --- calls -------------------------------------------------------------------------------------------

/// One argument of a view, from the path's parameter of this position.
///
/// # Errors
///
/// 404 if the text is not of the argument's kind.
pub fn path_argument<T: FromPath>(request: &Request, index: usize) -> Result<T, Error> {
    crate::web::extract::path_argument(request, index)
}

/// A middleware that is made without settings: every `Default` type.
#[diagnostic::on_unimplemented(
    message = "nothing says how a `{Self}` is made",
    label = "has no `Default` and no `new`",
    note = "derive `Default`, or write `fn new(settings: &Settings) -> Option<Self>` among the hooks"
)]
pub trait MadeWithoutSettings: Sized {
    /// One.
    fn made() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> MadeWithoutSettings for T {
    fn made() -> Self {
        T::default()
    }
}

/// Makes a middleware that wants no settings.
pub fn default_layer<M: Layer + MadeWithoutSettings>(_: &Settings) -> Option<Box<dyn Layer>> {
    Some(Box::new(M::made()))
}

/// A template response for `render!`: of a page, or of one block of it, with what the compiler has seen of it.
///
/// # Errors
///
/// None yet: the template is found, or not, when it is rendered.
pub fn render(
    _: &Request,
    template: &str,
    block: Option<&str>,
    page: Option<&'static CheckedPage>,
    variables: &[(&'static str, TemplateValue)],
) -> Result<Response, Error> {
    Ok(TemplateResponse::new(page_name(template, block), Context::of(variables, page)).into())
}

/// The same as a text, for `render_to_string!`.
///
/// # Errors
///
/// If the template is missing, does not parse or fails; and that of the first variable which cannot be had.
pub fn render_to_string(
    renderer: &impl RendersText,
    template: &str,
    block: Option<&str>,
    page: Option<&'static CheckedPage>,
    variables: &[(&'static str, TemplateValue)],
) -> Result<String, Error> {
    renderer.render_text(&page_name(template, block), Context::of(variables, page))
}

fn page_name(template: &str, block: Option<&str>) -> String {
    match block {
        Some(block) => format!("{template}#{block}"),
        None => template.to_owned(),
    }
}

/// A variable for a template.
pub fn template_value<T: serde::Serialize + ?Sized>(value: &T) -> TemplateValue {
    TemplateValue::from(minijinja::value::Serde(value))
}

/// `App::main()`.
pub fn main<A: Application>() -> ExitCode {
    Site::<A>::new().main()
}

/// `App::build()`.
pub fn builder<A: Application>() -> Site<A> {
    Site::new()
}
