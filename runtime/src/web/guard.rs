//! Who may enter a view: what `#[login_auth]` left in its entry, checked before the extractors, so
//! that an anonymous upload is never read (Django, `contrib/auth/decorators.py`).
//!
//! | who asks | browsers, and all who do not say that they would rather have JSON | who would (`error_pages::negotiate`) |
//! |---|---|---|
//! | a stranger | 302 to the login view | 401 |
//! | a visitor who is logged in and may not | 302 to the login view (Django's `user_passes_test`) | 403 |

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
/// 401 or 403 for a program, to which a page with a form is of no use; those of the session and the users.
pub(crate) async fn check(guard: &Guard, request: &mut Request) -> Result<Option<Response>, Error> {
    let user = request.user_ref().await?;
    let allowed = user.is_some_and(|user| {
        guard.permission.is_none_or(|permission| user.has_permission(permission))
            && guard.test.is_none_or(|test| test(user))
    });
    if allowed {
        return Ok(None);
    }
    let is_stranger = user.is_none();
    if error_pages::is_for_a_program(request) {
        return Err(match is_stranger {
            true => Error::new(StatusCode::UNAUTHORIZED, "nobody is logged in"),
            false => Error::permission_denied("the user who is logged in may not see this view"),
        });
    }
    let login_url = request.part().map_or(LoginUrl::DEFAULT, LoginUrl::as_str);
    let response = redirect_to_login(request, login_url, Some(REDIRECT_FIELD_NAME))?;
    Ok(Some(error_pages::negotiated(request, response)))
}
