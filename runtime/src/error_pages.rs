//! What a client sees of an error: the status, and no more (OWASP, Error Handling Cheat Sheet).
//!
//! A template of the status's name (`404.html`, `500.html` …) is used if the application has one.
//! `404.html` sees `request_path`, percent-encoded; it and `403.html` see `exception`, the error's
//! message, and what every page sees; the others see nothing, so that nothing leaks and `500.html`
//! cannot fail for want of a variable. The message and its causes go
//! into the request's log line.

use http::StatusCode;
use http::header::{ALLOW, HeaderValue, RETRY_AFTER};

use crate::error::Error;
use crate::request::Request;
use crate::response::Response;
use crate::templates::Context;
use crate::urls;

/// Seconds after which a client may ask again when a store was away.
const RETRY_AFTER_SECONDS: u16 = 5;

/// The page for an error.
pub(crate) fn response(request: &Request, error: &Error) -> Response {
    let status = error.status_code();
    let body = from_template(request, error, status).unwrap_or_else(|| page(status));
    let mut response = Response::html(body).with_status(status);
    if let Some(allow) = error.allow().and_then(|allow| HeaderValue::from_str(allow).ok()) {
        response.headers_mut().insert(ALLOW, allow);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, RETRY_AFTER_SECONDS.into());
    }
    response
}

fn from_template(request: &Request, error: &Error, status: StatusCode) -> Option<String> {
    let name = format!("{}.html", status.as_u16());
    let templates = request.templates();
    if !templates.exists(&name) {
        return None;
    }
    let mut context = Context::new();
    let rendered = match status {
        StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => {
            if status == StatusCode::NOT_FOUND {
                context.insert("request_path", &*urls::escape_uri_path(request.path()));
            }
            context.insert("exception", &error.to_string());
            templates.render(&name, &context, request)
        }
        _ => templates.render_alone(&name, context),
    };
    rendered.inspect_err(|error| tracing::error!("the error page {name} failed: {}", error.chain())).ok()
}

fn page(status: StatusCode) -> String {
    let title = match status.as_u16() {
        400 => "Bad Request (400)".to_owned(),
        403 => "403 Forbidden".to_owned(),
        404 => "Not Found".to_owned(),
        500 => "Server Error (500)".to_owned(),
        code => format!("{} ({code})", status.canonical_reason().unwrap_or("Error")),
    };
    let more = match status.as_u16() {
        404 => "<p>The requested resource was not found on this server.</p>",
        _ => "",
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>{title}</title>\n</head>\n\
         <body>\n  <h1>{title}</h1>{more}\n</body>\n</html>\n"
    )
}
