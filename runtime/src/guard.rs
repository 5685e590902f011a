//! Who may enter a view: what `#[login_auth]` left in its entry, checked before the extractors, so
//! that an anonymous upload is never read (Django, `contrib/auth/decorators.py`).

use crate::auth::{REDIRECT_FIELD_NAME, redirect_to_login};
use crate::error::Error;
use crate::registry::Guard;
use crate::request::Request;
use crate::response::Response;

/// `None` lets the request in; otherwise the redirect to the login view, which also a visitor gets
/// who is logged in and may not (Django's `user_passes_test`).
pub(crate) async fn check(guard: &Guard, request: &mut Request) -> Result<Option<Response>, Error> {
    let allowed = request.user_ref().await?.is_some_and(|user| {
        guard.permission.is_none_or(|permission| user.has_permission(permission))
            && guard.test.is_none_or(|test| test(user))
    });
    if allowed {
        return Ok(None);
    }
    let login_url = request.shared().login_url.as_str();
    redirect_to_login(request, login_url, Some(REDIRECT_FIELD_NAME)).map(Some)
}
