//! `login/`: name and password.

use http::StatusCode;
use serde::Deserialize;
use vestibule_macros::{Form, view};

use super::App;
use super::next::{after_login, wanted};
use super::offers::Offers;
use super::page::{in_words, page, refused, uncached};
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::auth::{self, Credentials};
use crate::web::error_pages;
use crate::web::extract::Form;
use crate::web::forms::BoundForm;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};

/// Name and password.
#[derive(Deserialize, Form)]
pub(super) struct LoginForm {
    #[form(autofocus, autocomplete = "username", attrs("autocapitalize" = "none", "spellcheck" = "false"))]
    username: String,
    #[form(widget = password, autocomplete = "current-password")]
    password: String,
}

/// Shows a form for name and password (`registration/login.html`), and logs in who has both. Then it goes on to `next`, if
/// that is a page of this site, else to the setting `login_redirect_url`.
///
/// A wrong password is answered with 200 and the form again, as in Django. While a pause lasts
/// ([`authenticate`](crate::auth::authenticate)) the page says how long, with 429 and `Retry-After`.
#[view(GET, POST, "/login/", app = App, public)]
pub async fn login(
    request: &mut Request,
    offers: Offers,
    data: Option<Form<QueryDict>>,
) -> Result<Response, Error> {
    let data = data.map(|Form(data)| data);
    let wanted = wanted(request, data.as_ref());
    if request.settings().redirect_authenticated_user && request.user_ref().await?.is_some() {
        return Ok(uncached(request, redirect(after_login(request, wanted)?)?));
    }
    let mut form = BoundForm::<LoginForm>::of(data.as_ref());
    let mut refusal = None;
    if form.is_bound() {
        match enter(request, &mut form).await {
            Ok(true) => return Ok(uncached(request, redirect(after_login(request, wanted)?)?)),
            Ok(false) => {}
            Err(error) => refusal = Some(to_show(request, &mut form, error)?),
        }
    }
    let next = wanted.unwrap_or_default();
    let page = page!(request, offers, "registration/login.html", "Log in", { form, next });
    Ok(refused(page, refusal.as_ref()))
}

/// Whether the visitor is in; if not, the form says why.
async fn enter(request: &mut Request, form: &mut BoundForm<LoginForm>) -> Result<bool, Error> {
    let Some(LoginForm { username, password }) = form.valid() else { return Ok(false) };
    let Some(user) = auth::authenticate(request, &Credentials { username, password }).await? else {
        form.add_non_field_error("Name and password do not match. Mind capital letters in both.");
        return Ok(false);
    };
    auth::login(request, user).await?;
    Ok(true)
}

/// An error that the form tells of: that of a pause after too many attempts.
///
/// # Errors
///
/// Any other, and to a program, which has no use for a form.
pub(super) fn to_show<T>(request: &Request, form: &mut BoundForm<T>, error: Error) -> Result<Error, Error> {
    match (error.status(), error.retry_after()) {
        (StatusCode::TOO_MANY_REQUESTS, Some(pause)) if !error_pages::is_for_a_program(request) => {
            form.add_non_field_error(format!("Too many attempts. Try again in {}.", in_words(pause)));
            Ok(error)
        }
        _ => Err(error),
    }
}
