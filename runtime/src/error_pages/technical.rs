//! The page of a developer: what failed, why, where, and what had run by then. Only for those who
//! may look (`trace::may_look`); secrets are blank.

use http::StatusCode;
use serde::Serialize;

use super::excerpt::{self, Excerpt};
use super::small;
use crate::error::Error;
use crate::registry::{Guard, View, ViewEntry};
use crate::request::Request;
use crate::response::Response;
use crate::router;
use crate::trace::{self, Snapshot, StepRow};

#[derive(Serialize)]
struct Page<'a> {
    status: u16,
    reason: &'static str,
    message: String,
    causes: Vec<String>,
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
    let shared = request.shared();
    let views = &shared.registry.views;
    // A view that answers 404 was found; for a path that has none, all routes were tried.
    let has_no_route = status == StatusCode::NOT_FOUND && request.view().is_none();
    let (near, tried) = match has_no_route {
        true => (router::near_misses(views, request.path()), router::by_exactness(views)),
        false => (Vec::new(), Vec::new()),
    };
    let trace = request.trace.trace();
    let steps =
        trace.map(|trace| trace::rows(&trace.steps, &shared.registry.middlewares, trace.began.elapsed()));
    let page = Page {
        status: status.as_u16(),
        reason: small::reason(status),
        message: error.to_string(),
        causes: causes(error),
        excerpt: excerpt::of(error, request.templates()),
        view: request.view().map(|view| (view.to_string(), view.place().short())),
        allow: error.allow(),
        near: near.into_iter().map(|miss| Near::new(miss.view, miss.why)).collect(),
        routes: tried.into_iter().map(Route::new).collect(),
        steps: steps.unwrap_or_default(),
        request: Snapshot::of(request),
        id: trace.map(|trace| trace.id),
    };
    trace::render("technical.html", page)
}

/// The same in a few lines.
pub(super) fn text(request: &Request, error: &Error, status: StatusCode) -> String {
    let mut text = small::text(status);
    text.push('\n');
    text.push_str(&error.to_string());
    for cause in causes(error) {
        text.push_str("\nbecause: ");
        text.push_str(&cause);
    }
    if let Some(view) = request.view() {
        text.push_str(&format!("\nview: {view} at {}", view.place().short()));
    }
    text.push('\n');
    text
}

/// The errors below this one, outermost first, each said once.
fn causes(error: &Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.ends_with(&text) {
            causes.push(text.clone());
        }
        said = text;
        next = cause.source();
    }
    causes
}

impl Near {
    fn new(entry: &'static ViewEntry, why: String) -> Self {
        let view = View::new(entry);
        Self { path: entry.path, why, view: view.to_string(), place: entry.place.short() }
    }
}

impl Route {
    fn new(entry: &'static ViewEntry) -> Self {
        Self {
            methods: entry.methods.join(" "),
            path: entry.path,
            view: View::new(entry).to_string(),
            place: entry.place.short(),
            guard: entry.guard.as_ref().map(Guard::to_string),
        }
    }
}
