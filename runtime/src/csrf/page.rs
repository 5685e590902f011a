//! The page of a refused request: the application's `403_csrf.html`, a developer's technical one, or a small
//! one; a problem or a line of text for clients that would rather have those (`error_pages`).
//!
//! The template sees `no_cookie` and `no_referer`, which a visitor can do something about, and, if the visitor
//! is the developer (`trace::may_look`), `reason`: the words that also go into the log.

use http::StatusCode;

use super::CsrfError;
use crate::error::Error;
use crate::error_pages;
use crate::request::Request;
use crate::request_log::{Failure, Shown};
use crate::response::Response;
use crate::templates::Context;
use crate::trace;

const TEMPLATE: &str = "403_csrf.html";
const FAILED: &str = "CSRF check failed";

/// Answers what `reason` has caused: 403, unless the application does it. The reason is left for the request's
/// line in the log.
///
/// # Errors
///
/// Those of the application.
pub(crate) async fn refusal(
    request: &mut Request,
    error: &Error,
    reason: &CsrfError,
) -> Result<Response, Error> {
    request.note(Failure::new(error));
    if let Some(answer) = request.shared().csrf_failure {
        return answer(request, reason).await;
    }
    let own = || from_template(request, reason);
    Ok(error_pages::forbidden(request, error, FAILED, own, || small_page(request, reason)))
}

fn from_template(request: &Request, reason: &CsrfError) -> Option<String> {
    let templates = request.templates();
    if !templates.exists(TEMPLATE) {
        return None;
    }
    let mut context = Context::new();
    context.insert("no_cookie", &(*reason == CsrfError::NoCookie));
    context.insert("no_referer", &(*reason == CsrfError::NoReferer));
    if trace::may_look(request) {
        context.insert("reason", &reason.to_string());
    }
    let rendered = templates.render(TEMPLATE, &context, request);
    let tell = |error: &Error| tracing::error!("the page {TEMPLATE} failed: {}", Shown(&error.chain()));
    rendered.inspect_err(tell).ok()
}

/// Our own: what happened, and what a visitor can do about it.
fn small_page(request: &Request, reason: &CsrfError) -> String {
    let advice = match reason {
        CsrfError::NoCookie => "This site needs a cookie for its forms. Allow it, and send the form again.",
        CsrfError::NoReferer => {
            "Your browser does not say which page the form was on. Allow it to send the Referer within this \
             site, and send the form again."
        }
        _ => "Go back, load the page anew, and send the form again.",
    };
    let more = format!("<p>{FAILED}: this form was not sent from this site.</p><p>{advice}</p>");
    error_pages::small_page(request, StatusCode::FORBIDDEN, &more)
}
