//! `CsrfViewMiddleware`: what changes something must come from a page of ours (Django,
//! `middleware/csrf.py`). A page that asks for no token pays for a look at its cookies.

use std::sync::Arc;

use vestibule_macros::middleware;

use super::order;
use crate::base::error::Error;
use crate::web::context::{ContextProcessor, ContextVariable};
use crate::web::csrf::{self, NotEnforced};
use crate::web::csrf_token::{self, CsrfError, CsrfSlot};
use crate::web::layer::Hooked;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::sessions::SessionHandle;
use crate::web::view::View;

/// Refuses requests that may come from other sites (see [`csrf`](crate::csrf)), and makes [`Request::csrf_token`] and
/// `{{ csrf_input }}` work.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// vestibule::app! { middleware: [SessionMiddleware, CsrfViewMiddleware, AuthenticationMiddleware] }
///
/// // In the page: <form method="post">{{ csrf_input }} … </form>
/// #[view(GET, POST, "/comment/")]
/// async fn comment(request: &mut Request) -> Result {
///     render!(request, "comment.html")
/// }
///
/// // For callers that are no browsers, and prove themselves in other ways.
/// #[view(POST, "/hook/", csrf_exempt)]
/// async fn hook() -> &'static str {
///     "thanks"
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let mut client = client.enforce_csrf_checks();
/// assert_eq!(client.post("/comment/", &[]).await.status(), 403);
/// assert_eq!(client.post("/hook/", &[]).await.text(), "thanks");
/// # Ok(()) })? }
/// ```
///
/// It stands at [`order::CSRF`] and reads the settings `csrf_…`; which they are, and what is checked, says [`csrf`](crate::csrf).
#[derive(Debug, Default)]
pub struct CsrfViewMiddleware;

#[middleware(order = order::CSRF, context(TokenVariable, InputVariable), library)]
impl CsrfViewMiddleware {
    fn process_request<'a>(&'a self, request: &'a mut Request) -> Hooked<'a, Option<Response>> {
        if request.shared().csrf.use_sessions {
            return Hooked::later(enter_with_session(request));
        }
        Hooked::Ready(enter(request).map(|()| None))
    }

    fn process_view<'a>(&'a self, request: &'a mut Request, view: &'a View) -> Hooked<'a, Option<Response>> {
        let flags = view.flags();
        let passes = flags.csrf_exempt
            || csrf_token::is_safe(request.method())
            || request.extensions().get::<NotEnforced>().is_some();
        if !passes {
            return Hooked::later(check(request, flags.ensure_csrf_cookie));
        }
        Hooked::Ready(ensure_cookie(request, flags.ensure_csrf_cookie).map(|()| None))
    }

    fn process_response(&self, request: &mut Request, mut response: Response) -> Result<Response, Error> {
        let Some(secret) = request.csrf.wanted() else { return Ok(response) };
        let settings = &request.shared().csrf;
        if settings.use_sessions {
            // It was loaded on the way in.
            if let Some(session) = request.begun_session().and_then(SessionHandle::loaded) {
                csrf_token::session::store(&session, secret)?;
            }
        } else {
            response.set_cookie_at(settings.cookie(secret), request.now())?;
            response.vary_on("Cookie");
        }
        Ok(response)
    }
}

/// A cookie that holds no secret is replaced, whoever asks.
fn enter(request: &mut Request) -> Result<(), Error> {
    let brought = request.shared().csrf.secret_in(request.cookies());
    let is_malformed = brought.is_err();
    request.csrf = CsrfSlot::new(brought.unwrap_or_default());
    if is_malformed { Ok(request.csrf.want()?) } else { Ok(()) }
}

/// As in Django, every request reads its session, so that a page can ask without waiting.
async fn enter_with_session(request: &mut Request) -> Result<Option<Response>, Error> {
    let session = request.session().await?;
    request.csrf = CsrfSlot::new(csrf_token::session::secret_in(&session)?);
    Ok(None)
}

async fn check(request: &mut Request, wants_cookie: bool) -> Result<Option<Response>, Error> {
    let shared = Arc::clone(request.shared());
    let Err(error) = csrf::check(request, &shared.csrf).await else {
        return ensure_cookie(request, wants_cookie).map(|()| None);
    };
    match error.source().and_then(|cause| cause.downcast_ref::<CsrfError>()) {
        Some(reason) => csrf::refusal(request, &error, reason).await.map(Some),
        None => Err(error),
    }
}

fn ensure_cookie(request: &Request, wants_cookie: bool) -> Result<(), Error> {
    if wants_cookie { Ok(request.csrf.want()?) } else { Ok(()) }
}

/// `{{ csrf_token }}`
struct TokenVariable;

impl ContextProcessor for TokenVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "csrf_token",
        value: |request| Ok(csrf::token_variable(request)),
        fetch: None,
    };
}

/// `{{ csrf_input }}`
struct InputVariable;

impl ContextProcessor for InputVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "csrf_input",
        value: |request| Ok(csrf::input_variable(request)),
        fetch: None,
    };
}
