//! The page of a developer: what failed, why, where, and what had run by then, how long each hook. Only for
//! those who may look (`trace::may_look`); secrets are blank. As HTML it also shows the routes that were tried
//! and what was asked for.

use http::StatusCode;
use serde::Serialize;

use super::excerpt::{self, Excerpt};
use super::form_address;
use super::small;
use crate::base::error::{Error, Told, Wrong};
use crate::base::visible;
use crate::web::csrf_token::CsrfError;
use crate::web::registry::Registry;
use crate::web::request::{Failure, Request};
use crate::web::response::Response;
use crate::web::router;
use crate::web::tables::ViewEntry;
use crate::web::trace::{self, HookLine, Snapshot, StepRow};
use crate::web::view::Guard;

#[derive(Serialize)]
struct Page<'a> {
    status: u16,
    reason: &'static str,
    message: String,
    causes: Vec<String>,
    help: Option<&'a str>,
    /// Where a form that the CSRF check refused may be loaded again.
    form: Option<String>,
    excerpt: Option<Excerpt>,
    /// Its path in the code and where it stands.
    view: Option<(String, String)>,
    allow: Option<&'a str>,
    near: Vec<Near>,
    routes: Vec<Route>,
    steps: Vec<StepRow>,
    request: Snapshot,
    /// Of the page of this request's walk.
    id: Option<u64>,
}

/// A route that the path nearly is.
#[derive(Serialize)]
struct Near {
    path: &'static str,
    why: String,
    view: String,
    place: String,
}

/// A route of the application.
#[derive(Serialize)]
struct Route {
    methods: String,
    path: &'static str,
    view: String,
    place: String,
    guard: Option<String>,
}

/// The page as HTML.
pub(super) fn html(request: &Request, error: &Error, status: StatusCode) -> Response {
    let has_no_route = has_no_route(request, status);
    let tried = if has_no_route { router::by_exactness(Registry::views_of(request)) } else { Vec::new() };
    let trace = request.trace.trace();
    let steps =
        trace.map(|trace| trace::rows(&trace.steps, Registry::layers_of(request), trace.began.elapsed()));
    let page = Page {
        status: status.as_u16(),
        reason: small::reason(status),
        message: error.to_string(),
        causes: error.causes(),
        help: help(request),
        form: if is_refused_form(error) { form_address(request) } else { None },
        excerpt: excerpt::of(error, request.templates()),
        view: request.view().map(|view| (view.to_string(), view.place().short())),
        allow: error.allow(),
        near: near(request, status),
        routes: tried.into_iter().map(Route::new).collect(),
        steps: steps.unwrap_or_default(),
        request: Snapshot::of(request),
        id: trace.map(|trace| trace.id),
    };
    trace::render("technical.html", page)
}

/// The most of it for a program, beside the members that RFC 9457 knows.
#[derive(Serialize)]
pub(super) struct Account<'e> {
    detail: String,
    #[serde(skip_serializing_if = "<[Wrong]>::is_empty")]
    errors: &'e [Wrong],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<Near>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hooks: Vec<HookLine>,
    /// The page of this request's walk.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
}

impl<'e> Account<'e> {
    pub(super) fn of(request: &Request, error: &'e Error, status: StatusCode) -> Self {
        let trace = request.trace.trace();
        let layers = Registry::layers_of(request);
        Self {
            detail: error.to_string(),
            errors: error.told().map(Told::errors).unwrap_or_default(),
            causes: error.causes(),
            help: help(request).map(str::to_owned),
            view: request.view().map(|view| format!("{view} at {}", view.place().short())),
            near: near(request, status),
            hooks: trace.map(|trace| trace::lines(&trace.steps, layers)).unwrap_or_default(),
            trace: trace.map(|trace| trace::address(trace.id)),
        }
    }
}

/// The same as text.
pub(super) fn text(request: &Request, error: &Error, status: StatusCode) -> String {
    let details = Account::of(request, error, status);
    let mut lines = vec![small::text(status), details.detail];
    lines.extend(details.causes.iter().map(|cause| format!("because: {cause}")));
    lines.extend(details.help.map(|help| format!("help: {help}")));
    lines.extend(details.view.map(|view| format!("view: {view}")));
    lines.extend(
        details.near.iter().map(|near| format!("nearly: {} {}, {}", near.path, near.why, near.place)),
    );
    if !details.hooks.is_empty() {
        lines.push("\nwhat had run:".to_owned());
    }
    lines.extend(details.hooks.iter().map(HookLine::to_string));
    lines.extend(details.trace.map(|address| format!("\nthe walk of this request: {address}")));
    visible::lines(&lines.join("\n")).into_owned() + "\n"
}

/// What may be done about the error, which is the last that was noted.
fn help(request: &Request) -> Option<&str> {
    request.failures().last().and_then(Failure::help)
}

fn is_refused_form(error: &Error) -> bool {
    error.source().is_some_and(|cause| cause.is::<CsrfError>())
}

/// A view that answers 404 was found; for a path that has none, all routes were tried.
fn has_no_route(request: &Request, status: StatusCode) -> bool {
    status == StatusCode::NOT_FOUND && request.view().is_none()
}

fn near(request: &Request, status: StatusCode) -> Vec<Near> {
    if !has_no_route(request, status) {
        return Vec::new();
    }
    let misses = router::near_misses(Registry::views_of(request), request.path());
    misses.into_iter().map(|miss| Near::new(miss.view, miss.why)).collect()
}

impl Near {
    fn new(entry: &'static ViewEntry, why: String) -> Self {
        let view = entry.view();
        Self { path: entry.info.path, why, view: view.to_string(), place: entry.info.place.short() }
    }
}

impl Route {
    fn new(entry: &'static ViewEntry) -> Self {
        Self {
            methods: entry.info.methods.join(" "),
            path: entry.info.path,
            view: entry.view().to_string(),
            place: entry.info.place.short(),
            guard: entry.info.guard.as_ref().map(Guard::to_string),
        }
    }
}
