//! The page of a refused request: the application's `403_csrf.html`, a developer's technical one, or a small
//! one; a problem or a line of text for clients that would rather have those (`error_pages`).
//!
//! The template sees `no_cookie` and `no_referer`, which a visitor can do something about, and `form_address`, where
//! the form may be loaded again. If the visitor is the developer (`trace::may_look`) it also sees `reason` and `help`:
//! the words that also go into the log.

use http::StatusCode;

use super::help;
use crate::base::error::Error;
use crate::web::application::CsrfFailure;
use crate::web::csrf_token::CsrfError;
use crate::web::error_pages::{self, form_address};
use crate::web::request::{Failure, Request};
use crate::web::response::Response;
use crate::web::templates::Context;
use crate::web::trace;

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
    let help = help::help(request, reason);
    request.note(Failure::new(error).with_help(help));
    if let Some(answer) = request.part::<CsrfFailure>().copied() {
        return answer(request, reason).await;
    }
    let given = given(request, reason);
    error_pages::prepare_page(request, TEMPLATE, &given).await;
    let own = || from_template(request, &given);
    Ok(error_pages::forbidden(request, error, FAILED, own, || small_page(request, reason)))
}

fn from_template(request: &Request, given: &Context) -> Option<String> {
    if !request.templates().exists(TEMPLATE) {
        return None;
    }
    error_pages::render_page(request, TEMPLATE, given).ok()
}

/// What the page is given.
fn given(request: &Request, reason: &CsrfError) -> Context {
    let mut context = Context::new();
    context.insert("no_cookie", &(*reason == CsrfError::NoCookie));
    context.insert("no_referer", &(*reason == CsrfError::NoReferer));
    context.insert("form_address", &form_address(request));
    if trace::may_look(request) {
        context.insert("reason", &reason.to_string());
        context.insert("help", &help::help(request, reason));
    }
    context
}

/// Our own: what happened, and what a visitor can do about it.
fn small_page(request: &Request, reason: &CsrfError) -> String {
    let form = form_address(request);
    let advice = match (reason, &form) {
        (CsrfError::NoCookie, _) => {
            "This site needs a cookie for its forms. Allow it, and load and send the form again."
        }
        (CsrfError::NoReferer, _) => {
            "Your browser does not say which page the form was on. Allow it to send the Referer within this \
             site, and send the form again."
        }
        (CsrfError::WrongToken(_), Some(_)) => {
            "This happens after a login or logout in another tab. Load the form again and send it once more; \
             going back shows what you had typed."
        }
        (_, Some(_)) => "Load the form again, and send it once more.",
        (_, None) => "Go back, load the page anew, and send the form again.",
    };
    // What stands in an address is escaped for one already, all but this.
    let link = form.map(|address| {
        format!("<p><a href=\"{}\">Load the form again</a></p>", address.replace('&', "&amp;"))
    });
    let more = format!(
        "<p>{FAILED}: this form was not sent from this site.</p><p>{advice}</p>{}",
        link.unwrap_or_default()
    );
    error_pages::small_page(request, StatusCode::FORBIDDEN, &more)
}
