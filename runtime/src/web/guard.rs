//! Who may enter a view: what `#[login_auth]` left in its entry, checked before the extractors, so
//! that an anonymous upload is never read (Django, `contrib/auth/decorators.py` and `mixins.py`).
//!
//! | who asks | browsers, and all who do not say that they would rather have JSON | who would (`error_pages::negotiate`) |
//! |---|---|---|
//! | a stranger | 302 to the login view | 401 |
//! | a visitor who is logged in and may not | 403 (Django's mixins) | 403 |
//! | the same, with `redirect` | 302 to the login view (Django's decorators) | 403 |
//! | either, with `raise` | 403 (Django's `raise_exception`) | 403 |

use http::StatusCode;

use crate::base::error::Error;
use crate::web::auth::{LoginUrl, REDIRECT_FIELD_NAME, redirect_to_login};
use crate::web::error_pages;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::view::Guard;

/// `None` lets the request in; otherwise the redirect to the login view.
///
/// # Errors
///
/// 403 for who may not enter, 401 for a program, to which a page with a form is of no use; those of the session and the
/// users.
pub(crate) async fn check(guard: &Guard, request: &mut Request) -> Result<Option<Response>, Error> {
    let user = request.user_ref().await?;
    if user.is_some_and(|user| guard.lets_in(user)) {
        return Ok(None);
    }
    let is_stranger = user.is_none();
    let is_program = error_pages::is_for_a_program(request);
    if is_stranger && guard.raise {
        return Err(Error::permission_denied(NOBODY));
    }
    if is_stranger && is_program {
        return Err(Error::new(StatusCode::UNAUTHORIZED, NOBODY));
    }
    if !is_stranger && (is_program || !guard.redirect) {
        return Err(Error::permission_denied("the user who is logged in may not see this view"));
    }
    let login_url = request.part().map_or(LoginUrl::DEFAULT, LoginUrl::as_str);
    let response = redirect_to_login(request, login_url, Some(REDIRECT_FIELD_NAME))?;
    Ok(Some(error_pages::negotiated(request, response)))
}

const NOBODY: &str = "nobody is logged in";

/// What an extractor of a user answers to a stranger: 403, and 401 to a program. `None` in an `Option`.
pub(crate) fn stranger(request: &Request) -> Error {
    let status = match error_pages::is_for_a_program(request) {
        true => StatusCode::UNAUTHORIZED,
        false => StatusCode::FORBIDDEN,
    };
    Error::missing(status, NOBODY)
}
