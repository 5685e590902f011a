//! The group `stock_middleware`: three views, around which stand the middlewares that the case lists.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::Deserialize;
use serde_json::Value;
use vestibule::__private::{Hooks, Layer, Middleware, OfALibrary, Place};
use vestibule::http::header::HeaderValue;
use vestibule::http::{Method, StatusCode};
use vestibule::middleware::{
    CommonMiddleware, ConditionalGetMiddleware, ContentSecurityPolicyMiddleware, GZipMiddleware,
    LoginRequiredMiddleware, SecurityMiddleware, XFrameOptionsMiddleware,
};
use vestibule::prelude::*;
use vestibule::testing::TestResponse;

use super::framed::framed;
use super::site::{client, connect, header_name, send, with_proxy};
use super::{Meta, expect_eq, fields, or_default};

/// The application, and the one whose views may be shown in any frame.
macro_rules! site {
    ($name:ident, $($exempt:ident)?) => {
        mod $name {
            use super::{
                Authentication, Common, Conditional, ContentSecurityPolicy, Csrf, Gzip, LoginRequired, Messages,
                Security, Sessions, XFrameOptions,
            };
            use vestibule::prelude::*;

            vestibule::app! {
                name: Site,
                middleware: [
                    Security, Gzip, Sessions, Conditional, ContentSecurityPolicy, Common, Csrf, Authentication,
                    LoginRequired, Messages, XFrameOptions,
                ],
            }

            #[view(GET, POST, PUT, PATCH, DELETE, "/x/", $($exempt,)? app = self::Site)]
            async fn x(request: &Request) -> Result {
                super::view(request)
            }

            #[view(GET, POST, PUT, PATCH, DELETE, "/deep/{n}/", $($exempt,)? app = self::Site)]
            async fn deep(request: &Request, n: u128) -> Result {
                let _ = n;
                super::view(request)
            }

            #[view(GET, POST, PUT, PATCH, DELETE, "/noslash", $($exempt,)? app = self::Site)]
            async fn noslash(request: &Request) -> Result {
                super::view(request)
            }
        }
    };
}

site!(plain,);
site!(exempt, xframe_options_exempt);

type Security = Listed<SecurityMiddleware>;
type Gzip = Listed<GZipMiddleware>;
type Sessions = Listed<SessionMiddleware>;
type Conditional = Listed<ConditionalGetMiddleware>;
type ContentSecurityPolicy = Listed<ContentSecurityPolicyMiddleware>;
type Common = Listed<CommonMiddleware>;
type Csrf = Listed<CsrfViewMiddleware>;
type Authentication = Listed<AuthenticationMiddleware>;
type LoginRequired = Listed<LoginRequiredMiddleware>;
type Messages = Listed<MessageMiddleware>;
type XFrameOptions = Listed<XFrameOptionsMiddleware>;

/// The middlewares as the cases call them, with their own names, in the order in which they stand here.
const MIDDLEWARES: [(&str, &str); 11] = [
    ("security", SecurityMiddleware::NAME),
    ("gzip", GZipMiddleware::NAME),
    ("session", SessionMiddleware::NAME),
    ("conditional", ConditionalGetMiddleware::NAME),
    ("csp", ContentSecurityPolicyMiddleware::NAME),
    ("common", CommonMiddleware::NAME),
    ("csrf", CsrfViewMiddleware::NAME),
    ("auth", AuthenticationMiddleware::NAME),
    ("login_required", LoginRequiredMiddleware::NAME),
    ("messages", MessageMiddleware::NAME),
    ("xframe", XFrameOptionsMiddleware::NAME),
];

thread_local! {
    /// The middlewares of the case whose site is being started.
    static LIST: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// A stock middleware in its place, made only if the case lists it: `app!` names its middlewares before any case is
/// read.
struct Listed<M>(PhantomData<M>);

impl<M: Middleware> Middleware for Listed<M> {
    type Needs = ();
    const ORDER: i32 = M::ORDER;
    const NAME: &'static str = M::NAME;
    const HOOKS: Hooks = M::HOOKS;
    const PLACE: Place = M::PLACE;
    const IDENTITY: TypeId = M::IDENTITY;

    fn make(settings: &Settings) -> Option<Box<dyn Layer>> {
        let is_listed = LIST.with_borrow(|list| list.contains(&M::NAME));
        if is_listed { M::make(settings) } else { None }
    }
}

impl<M: Middleware> Layer for Listed<M> {}

impl<M> OfALibrary for Listed<M> {}

/// The names of the middlewares that a case lists.
fn listed(case: &Case) -> Result<Vec<&'static str>, String> {
    let at = |wanted: &String| {
        let at = MIDDLEWARES.iter().position(|(name, _)| name == wanted);
        at.ok_or_else(|| format!("the middleware `{wanted}` is not known"))
    };
    let places = case.middleware.iter().map(at).collect::<Result<Vec<_>, _>>()?;
    match places.is_sorted() {
        true => Ok(places.iter().map(|&at| MIDDLEWARES[at].1).collect()),
        false => Err(format!("the order {:?} is not supported: each has its own place", case.middleware)),
    }
}

/// What the view answers in this case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    status: Option<u16>,
    #[serde(deserialize_with = "or_default")]
    headers: BTreeMap<String, Option<String>>,
    body: Option<String>,
    #[serde(deserialize_with = "or_default")]
    cookie: bool,
    #[serde(deserialize_with = "or_default")]
    exempt_xframe: bool,
}

fn view(request: &Request) -> Result {
    let answer: &Answer = request.state().expect("the case");
    let mut response = Response::html(answer.body.as_deref().unwrap_or("view"))
        .with_status(StatusCode::from_u16(answer.status.unwrap_or(200))?);
    for (name, value) in &answer.headers {
        if let Some(value) = value {
            response = response.with_header(name, value);
        }
    }
    if answer.cookie {
        response.set_cookie(("c", "1"))?;
    }
    Ok(response)
}

#[derive(Deserialize)]
struct Case {
    #[serde(default, deserialize_with = "or_default")]
    middleware: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    version_dependent_headers: Vec<String>,
    target: Option<String>,
    query: Option<String>,
    method: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    headers: BTreeMap<String, Option<String>>,
    #[serde(default, deserialize_with = "or_default")]
    secure: bool,
    host: Option<String>,
    routes: Option<Vec<String>>,
    #[serde(default, deserialize_with = "or_default")]
    view: Answer,
    #[serde(default, deserialize_with = "or_default")]
    exempt_xframe: bool,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    status: u16,
    headers: Option<BTreeMap<String, Option<String>>>,
    body: Option<String>,
}

/// Those of `site!`, as Django writes them.
const ROUTES: [&str; 3] = ["x/", "deep/<int:n>/", "noslash"];

/// Runs one case.
pub(super) async fn case(meta: &Meta, vector: &Value) -> Result<(), String> {
    let settings = with_proxy(meta.settings(vector)?);
    let mut case: Case = fields(vector)?;
    if let Some(unknown) = case.routes.iter().flatten().find(|route| !ROUTES.contains(&route.as_str())) {
        return Err(format!("the route `{unknown}` is not known"));
    }
    LIST.set(listed(&case)?);
    let mut client = match case.exempt_xframe || case.view.exempt_xframe {
        true => client(exempt::Site::build().state(case.view.clone()), settings).await?,
        false => client(plain::Site::build().state(case.view.clone()), settings).await?,
    };
    send(&mut client, "Host", case.host.as_deref().unwrap_or("testserver"))?;
    for (name, value) in &case.headers {
        if let Some(value) = value {
            send(&mut client, &header_name(name), value)?;
        }
    }
    connect(&mut client, case.secure)?;
    let path = case.target.as_deref().unwrap_or("/x/");
    let target = match case.query.as_deref() {
        None | Some("") => path.to_owned(),
        Some(query) => format!("{path}?{query}"),
    };
    let method = case.method.as_deref().unwrap_or("GET");
    framed(method, case.expect.status, case.expect.headers.as_mut(), case.expect.body.as_mut());
    let method = Method::from_bytes(method.as_bytes()).map_err(|error| error.to_string())?;

    let answer = client.request(method, &target, None, "").await;

    expect_eq("the status", answer.status(), case.expect.status)?;
    if let Some(wanted) = &case.expect.headers {
        expect_eq("the headers", headers(&answer, &case), self::wanted(wanted, &case))?;
    }
    match &case.expect.body {
        Some(body) => expect_eq("the body", &readable(&answer)?, body),
        None => Ok(()),
    }
}

/// The text, whether or not it is compressed.
fn readable(answer: &TestResponse) -> Result<String, String> {
    if answer.header("content-encoding") != Some("gzip") {
        return Ok(answer.text());
    }
    let text = crate::stock::unzipped(answer.bytes()).ok_or("it is no gzip")?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// Ours, without those that tell of the page that only Django has, or of one version of it.
fn headers(answer: &TestResponse, case: &Case) -> BTreeMap<String, String> {
    // A header's characters are its bytes.
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    let all = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
    all.filter(|(name, _)| is_compared(name, case)).collect()
}

/// One that is `null` is one that is not there.
fn wanted(all: &BTreeMap<String, Option<String>>, case: &Case) -> BTreeMap<String, String> {
    let there = all.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
    there.filter(|(name, _)| is_compared(name, case)).collect()
}

fn is_compared(name: &str, case: &Case) -> bool {
    let is_of_another_page = name == "content-length" && case.expect.body.is_none();
    !is_of_another_page && !case.version_dependent_headers.iter().any(|other| other == name)
}
