//! What a client sees of an error: the status, and no more (OWASP, Error Handling Cheat Sheet).
//!
//! In which form, its `Accept` says (`negotiate`):
//!
//! - HTML: a template of the status's name (`404.html`, `500.html` …) if the application has one, else
//!   a page of our own (`small`);
//! - JSON as RFC 9457 has it (`problem`);
//! - a line of text, for who wants neither.
//!
//! `404.html` sees `request_path`, percent-encoded; it and `403.html` see `exception`, the error's
//! message, and what every page sees; the others see nothing but `retry_after`, the seconds of an error that
//! says when to come again, so that nothing leaks and `500.html` cannot fail for want of a variable. The message and its causes go
//! into the request's log line.
//!
//! A developer on the same machine as a debug build reads more (`technical`): the message, its causes
//! and the hooks that ran, in each of the forms. An application's own page stands back for that, as
//! in Django, but for its `403.html`, which is part of its conversation with visitors.

mod excerpt;
mod form_address;
mod negotiate;
mod problem;
mod small;
mod technical;

pub(crate) use form_address::form_address;

use std::time::Duration;

use http::StatusCode;
use http::header::{
    ACCEPT, ALLOW, HeaderValue, RETRY_AFTER, SEC_WEBSOCKET_VERSION, UPGRADE, WWW_AUTHENTICATE,
};

use crate::base::error::{Error, Told};
use crate::base::visible::Shown;
use crate::base::{panics, urls};
use crate::web::request::{Failure, Request};
use crate::web::response::Response;
use crate::web::templates::{Context, Rendering};
use crate::web::{context, trace};
use negotiate::Form;
use technical::Account;

/// After which a client may ask again when a store was away.
const RETRY_AFTER_DEFAULT: Duration = Duration::from_secs(5);

/// What a 401 must say (RFC 9110 section 15.5.2): that a session is wanted, which a login begins. It is none of the
/// schemes for which browsers ask for a password in a window of their own.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Session realm=\"login\"");

/// An error becomes a response here, and a note for the log there, which the layers outside cannot
/// take away with the response.
pub(crate) fn fail(request: &mut Request, error: &Error) -> Response {
    // An application's own `Display` speaks in it.
    match panics::catch(|| Failure::new(error)) {
        Ok(failure) => request.note(failure),
        Err(panic) => request.note(Failure::new(&panic)),
    }
    response(request, error)
}

/// The page for an error.
pub(crate) fn response(request: &Request, error: &Error) -> Response {
    let status = error.status();
    let form = negotiate::form(request.headers());
    // An application's own page for it is a part of its conversation with visitors.
    let own_page_goes_first =
        status == StatusCode::FORBIDDEN && form == Form::Html && request.templates().exists("403.html");
    let technical = if own_page_goes_first { None } else { technical_page(request, error, status, form) };
    let technical = technical.map(|page| page.with_status(status));
    let response = technical.unwrap_or_else(|| page(request, error, status, form));
    let mut response = negotiated(request, response);
    if let Some(allow) = error.allow().and_then(|allow| HeaderValue::from_str(allow).ok()) {
        response.layer_headers_mut().insert(ALLOW, allow);
    }
    let default = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER_DEFAULT);
    if let Some(pause) = error.retry_after().or(default) {
        response.layer_headers_mut().insert(RETRY_AFTER, seconds(pause).into());
    }
    if status == StatusCode::UPGRADE_REQUIRED {
        let headers = response.headers_mut();
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, CHALLENGE);
    }
    response
}

/// Whole seconds, rounded up: who comes then does not come too early.
fn seconds(pause: Duration) -> u64 {
    pause.as_secs().saturating_add(u64::from(pause.subsec_nanos() > 0))
}

/// Has at hand what the application's page for this error is going to show, which cannot wait when it is rendered.
/// What cannot be had is not shown: the error is what counts.
pub(crate) async fn prepare(request: &mut Request, error: &Error) {
    let status = error.status();
    if !matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) {
        return;
    }
    let given = given(request, error, status);
    prepare_page(request, &template_name(status), &given).await;
}

/// The same for a page of any name, with what it is given.
pub(crate) async fn prepare_page(request: &mut Request, name: &str, given: &Context) {
    if negotiate::form(request.headers()) != Form::Html || !request.templates().exists(name) {
        return;
    }
    context::fetch_what_there_is(request, name, given, |error| goes_without(name, error)).await;
}

/// Renders a page that the application has for an error.
///
/// # Errors
///
/// If the template does not parse or fails, of which the log is told.
pub(crate) fn render_page(request: &Request, name: &str, given: &Context) -> Result<String, Error> {
    let render = || context::render_what_there_is(request, name, given, |error| goes_without(name, error));
    // What templates show may be an application's own code.
    panics::catch(render).and_then(|rendered| rendered).inspect_err(|error| failed(name, error))
}

fn failed(name: &str, error: &Error) {
    tracing::error!(target: "vestibule::error_pages", "the error page {name} failed: {}", Shown(&chain(error)));
}

fn goes_without(name: &str, error: &Error) {
    tracing::error!(target: "vestibule::error_pages", "the error page {name} goes without: {}", Shown(&chain(error)));
}

/// Its causes are texts of the application's own code, which may fail.
fn chain(error: &Error) -> String {
    panics::catch(|| error.chain()).unwrap_or_else(|_| error.to_string())
}

/// 403 in the form that the client asks for: the page of the application that `own` makes, else a developer's of the
/// error, else ours, of `small` or `detail`.
pub(crate) fn forbidden(
    request: &Request,
    error: &Error,
    detail: &str,
    own: impl FnOnce() -> Option<String>,
    small: impl FnOnce() -> String,
) -> Response {
    let (status, form) = (StatusCode::FORBIDDEN, negotiate::form(request.headers()));
    let own = if form == Form::Html { own().map(Response::html) } else { None };
    let response = own.or_else(|| technical_page(request, error, status, form));
    let response = response.unwrap_or_else(|| match form {
        Form::Html => Response::html(small()),
        Form::Problem => problem::response(status, Told::new(detail.to_owned())),
        Form::Text => Response::text(format!("{}\n{detail}\n", small::text(status))),
    });
    negotiated(request, response.with_status(status))
}

/// Our small page for the status with `more`, which is HTML, below its title.
pub(crate) fn small_page(request: &Request, status: StatusCode, more: &str) -> String {
    small::page(status, more, states_accept(request))
}

fn states_accept(request: &Request) -> bool {
    request.headers().contains_key(ACCEPT)
}

/// Whether the client would rather have JSON than a page.
pub(crate) fn is_for_a_program(request: &Request) -> bool {
    negotiate::form(request.headers()) == Form::Problem
}

/// An answer that would have been another for another `Accept`. Who asks for nothing gets Django's, byte for byte.
pub(crate) fn negotiated(request: &Request, mut response: Response) -> Response {
    if states_accept(request) {
        response.vary_on("Accept");
    }
    response
}

/// What everyone sees. A template that fails is a mistake of ours: 500 takes its place, and has a page of ours if
/// its own fails too.
fn page(request: &Request, error: &Error, status: StatusCode, form: Form) -> Response {
    let response = match form {
        Form::Html => match from_template(request, error, status) {
            Ok(Some(text)) => Response::html(text),
            Err(failure) if status != StatusCode::INTERNAL_SERVER_ERROR => {
                return page(request, &failure, StatusCode::INTERNAL_SERVER_ERROR, form);
            }
            Ok(None) | Err(_) => {
                Response::html(small::html(status, error.retry_after().map(seconds), states_accept(request)))
            }
        },
        Form::Problem => problem::response(status, error.told()),
        Form::Text => Response::text(small::text(status)),
    };
    response.with_status(status)
}

/// What a developer sees; `None` for anyone else, or if the error's texts, which are the application's code,
/// panic.
fn technical_page(request: &Request, error: &Error, status: StatusCode, form: Form) -> Option<Response> {
    if !trace::may_look(request) {
        return None;
    }
    let page = || match form {
        Form::Html => technical::html(request, error, status),
        Form::Problem => problem::response(status, Account::of(request, error, status)),
        Form::Text => Response::text(technical::text(request, error, status)),
    };
    panics::catch(page).ok()
}

/// `404.html`
fn template_name(status: StatusCode) -> String {
    format!("{}.html", status.as_u16())
}

fn from_template(request: &Request, error: &Error, status: StatusCode) -> Result<Option<String>, Error> {
    let name = template_name(status);
    let templates = request.templates();
    if !templates.exists(&name) {
        return Ok(None);
    }
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) {
        return render_page(request, &name, &given(request, error, status)).map(Some);
    }
    let mut given = Context::new();
    if let Some(pause) = error.retry_after() {
        given.insert("retry_after", &seconds(pause));
    }
    templates.render(&name, given, Rendering::LENIENT).inspect_err(|error| failed(&name, error)).map(Some)
}

/// What the pages for 404 and 403 are given.
fn given(request: &Request, error: &Error, status: StatusCode) -> Context {
    let mut given = Context::new();
    if status == StatusCode::NOT_FOUND {
        given.insert("request_path", &*urls::escape_uri_path(request.path()));
    }
    given.insert("exception", &error.to_string());
    given
}
