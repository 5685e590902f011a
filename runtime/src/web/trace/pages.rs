//! The pages at `/__vestibule__/`, and the templates that they share with technical error pages.
//!
//! They need no script and nothing from elsewhere, and their policy forbids both: what a request
//! sent is on them, as text.

use std::borrow::Cow;
use std::sync::Arc;

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue};
use http::{HeaderName, Method, StatusCode};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, escape_formatter};
use serde::Serialize;

use super::access::may_look;
use super::record::{Record, Snapshot, Traces};
use super::walk::{self, Cell, Ring, StepRow, milliseconds};
use crate::base::{http_date, visible};
use crate::web::registry::Registry;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::tables::MiddlewareEntry;

/// The first segment of the pages' addresses. `#[view]` refuses it
/// (`macros/src/shared/path_pattern.rs`).
const SEGMENT: &str = "__vestibule__";

/// No script, no address but ours, in nobody's frame.
pub(crate) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
const OTHER_HEADERS: [(&str, &str); 4] = [
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

const TEMPLATES: [(&str, &str); 7] = [
    ("base.html", include_str!("templates/base.html")),
    ("style.css", include_str!("templates/style.css")),
    ("steps.html", include_str!("templates/steps.html")),
    ("request.html", include_str!("templates/request.html")),
    ("list.html", include_str!("templates/list.html")),
    ("walk.html", include_str!("templates/walk.html")),
    ("technical.html", include_str!("templates/technical.html")),
];

/// Where the walk of the request with this number is.
pub(crate) fn address(id: u64) -> String {
    format!("/{SEGMENT}/{id}/")
}

/// Whether a path is one of these pages.
pub(crate) fn is_page(path: &str) -> bool {
    rest(path).is_some()
}

/// What stands behind the segment.
fn rest(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?.strip_prefix(SEGMENT)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// The page that a request asks for; `None` if it asks for none, or may not see any.
pub(crate) fn page(request: &Request) -> Option<Response> {
    let rest = rest(request.path())?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) || !may_look(request) {
        return None;
    }
    match rest {
        "" | "/" => Some(list(request, None)),
        _ => {
            let id = rest.strip_prefix('/')?.strip_suffix('/')?.parse().ok()?;
            Some(match traces(request)?.get(id) {
                Some(record) => walk_page(request, &record),
                None => list(request, Some(id)).with_status(StatusCode::NOT_FOUND),
            })
        }
    }
}

/// Renders one of the templates above, as a response that nobody stores or frames.
pub(crate) fn render(name: &str, variables: impl Serialize) -> Response {
    let text = render_text(name, variables).unwrap_or_else(|error| {
        // Ours, and tested; if it fails all the same, the page is no reason to answer less.
        tracing::error!(target: "vestibule::trace", %error, "the page {name} failed");
        "<!doctype html><title>vestibule</title><p>This page could not be drawn; the log says why.".to_owned()
    });
    let mut response = Response::html(text);
    let headers = response.layer_headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in OTHER_HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn render_text(name: &str, variables: impl Serialize) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| match name.ends_with(".css") {
        true => AutoEscape::None,
        false => AutoEscape::Html,
    });
    environment.set_formatter(|out, state, value| match value.as_str().map(visible::lines) {
        Some(Cow::Owned(text)) => escape_formatter(out, state, &text.into()),
        _ => escape_formatter(out, state, value),
    });
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    environment.get_template(name)?.render(Value::from(Serde(&variables)))
}

#[derive(Serialize)]
struct ListPage {
    rows: Vec<ListRow>,
    /// A request that was asked for and is not kept.
    missing: Option<u64>,
}

/// One request in the list.
#[derive(Serialize)]
struct ListRow {
    id: u64,
    time: String,
    method: String,
    path: String,
    status: Option<u16>,
    view: Option<String>,
    took: String,
    /// Of the slowest request in the list, in percent.
    wide: String,
    errors: usize,
}

fn traces(request: &Request) -> Option<&Traces> {
    request.part()
}

/// Newest first.
fn all(request: &Request) -> Vec<Arc<Record>> {
    traces(request).map(Traces::all).unwrap_or_default()
}

fn list(request: &Request, missing: Option<u64>) -> Response {
    let records = all(request);
    let slowest = records.iter().map(|record| record.took).max().unwrap_or_default().as_secs_f64();
    let row = |record: &Arc<Record>| {
        let (hour, minute, second) = record.at.to_hms();
        ListRow {
            id: record.id,
            time: format!("{hour:02}:{minute:02}:{second:02}"),
            method: record.request.method.clone(),
            path: record.request.path.clone(),
            status: record.status.map(|status| status.as_u16()),
            view: record.view.as_ref().map(|view| view.0.clone()),
            took: milliseconds(record.took),
            wide: format!("{:.2}", 100.0 * record.took.as_secs_f64() / slowest.max(f64::MIN_POSITIVE)),
            errors: record.errors.len(),
        }
    };
    let rows: Vec<_> = records.iter().map(row).collect();
    render("list.html", ListPage { rows, missing })
}

#[derive(Serialize)]
struct WalkPage<'r> {
    id: u64,
    status: Option<u16>,
    reason: Option<&'static str>,
    took: String,
    at: String,
    /// Its path in the code and where it stands.
    view: &'r Option<(String, String)>,
    errors: &'r [String],
    request: &'r Snapshot,
    rings: Vec<Ring>,
    core: Vec<Cell>,
    steps: Vec<StepRow>,
    /// The requests beside it.
    older: Option<u64>,
    newer: Option<u64>,
}

fn walk_page(request: &Request, record: &Record) -> Response {
    let layers: &[MiddlewareEntry] = Registry::layers_of(request);
    let ids: Vec<u64> = all(request).iter().map(|record| record.id).collect();
    let page = WalkPage {
        id: record.id,
        status: record.status.map(|status| status.as_u16()),
        reason: record.status.and_then(|status| status.canonical_reason()),
        took: milliseconds(record.took),
        at: http_date::format(record.at),
        view: &record.view,
        errors: &record.errors,
        request: &record.request,
        rings: walk::rings(&record.steps, layers),
        core: walk::core(&record.steps, layers),
        steps: walk::rows(&record.steps, layers, record.took),
        older: ids.iter().copied().filter(|id| *id < record.id).max(),
        newer: ids.iter().copied().filter(|id| *id > record.id).min(),
    };
    render("walk.html", page)
}
