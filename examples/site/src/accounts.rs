//! In and out: the login page, and logging out.

use vestibule::auth::{self, Credentials};
use vestibule::prelude::*;

use crate::views;

/// The form has no `action`, so it comes back to the address it was shown at: `?next=` is still there
/// after a failed attempt.
#[view(GET, POST, "/login/")]
pub(crate) async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
    let next = auth::safe_next(request, None, &views::home::url());
    let mut username = String::new();
    let failed = form.is_some();
    if let Some(Form(credentials)) = form {
        if let Some(user) = auth::authenticate(request, &credentials).await? {
            auth::login(request, user).await?;
            return redirect(next);
        }
        username = credentials.username;
    }
    render!(request, "login.html", { username, failed, next })
}

/// Only by POST: a link, or a picture on somebody else's page, logs nobody out.
#[view(POST, "/logout/")]
pub(crate) async fn logout(request: &mut Request) -> Result {
    auth::logout(request).await?;
    request.messages().await?.success("You are logged out. Mind the step, and come again.");
    redirect(views::index::url())
}
