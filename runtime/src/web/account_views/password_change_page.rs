//! `password_change/`: another password, for who knows the old one.

use serde::Deserialize;
use vestibule_macros::{Form, view};

use super::App;
use super::login_page::to_show;
use super::new_password;
use super::offers::{Offers, users};
use super::page::{page, refused, uncached};
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::auth::{is_old_password, update_session_auth_hash};
use crate::web::extract::Form;
use crate::web::forms::BoundForm;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};
use crate::web::users::{AuthBackend, User, Users};

/// Django's names of the fields for another password.
pub(super) const NEW_PASSWORD: [&str; 2] = ["new_password1", "new_password2"];

/// The old password, and a new one.
#[derive(Deserialize, Form)]
#[allow(dead_code, reason = "what was typed is judged also where only some of it is right")]
struct PasswordChangeForm {
    #[form(widget = password, autofocus, autocomplete = "current-password")]
    old_password: String,
    #[form(label = "New password", widget = password, autocomplete = "new-password")]
    new_password1: String,
    #[form(label = "The same again", widget = password, autocomplete = "new-password")]
    new_password2: String,
}

/// Asks for the old password and for a new one (`registration/password_change_form.html`). Where that has changed, this
/// visitor stays logged in, and all other sessions of the user are over. Wrong old passwords are counted as at the login
/// page.
///
/// 404 for users who are not in the application's database.
#[view(GET, POST, "/password_change/", app = App)]
#[login_auth]
pub async fn password_change(
    request: &mut Request,
    offers: Offers,
    user: User,
    data: Option<Form<QueryDict>>,
) -> Result<Response, Error> {
    let users = users_with(request, &user)?;
    let mut form = BoundForm::<PasswordChangeForm>::of(data.as_ref().map(|Form(data)| data));
    new_password::say_rules(&mut form, request.settings(), NEW_PASSWORD[0]);
    let mut refusal = None;
    if form.is_bound() {
        match change(request, &users, &user, &mut form).await {
            Ok(true) => return Ok(uncached(request, redirect(password_change_done::url())?)),
            Ok(false) => {}
            Err(error) => refusal = Some(to_show(request, &mut form, error)?),
        }
    }
    let page =
        page!(request, offers, "registration/password_change_form.html", "Change your password", { form });
    Ok(refused(page, refusal.as_ref()))
}

/// Says that the password has changed (`registration/password_change_done.html`).
#[view(GET, "/password_change/done/", app = App)]
#[login_auth]
pub async fn password_change_done(
    request: &mut Request,
    offers: Offers,
    user: User,
) -> Result<Response, Error> {
    users_with(request, &user)?;
    Ok(page!(request, offers, "registration/password_change_done.html", "Password changed", {}))
}

/// The users in the application's database, if this one is among them: another backend may know another user of the same
/// id.
///
/// # Errors
///
/// 404 if it is not.
fn users_with(request: &Request, user: &User) -> Result<Users, Error> {
    let users = users(request)?;
    match user.backend() {
        Some(path) if path == users.path() => Ok(users),
        _ => Err(Error::not_found("the password of this user is kept elsewhere")),
    }
}

/// Whether the password has changed; if not, the form says why.
async fn change(
    request: &mut Request,
    users: &Users,
    user: &User,
    form: &mut BoundForm<PasswordChangeForm>,
) -> Result<bool, Error> {
    let old_password = form.typed("old_password").to_owned();
    if !old_password.is_empty() && !is_old_password(request, users, user, &old_password).await? {
        form.add_error("old_password", "This is not your password.");
    }
    check_new(form, request, user);
    if !form.is_valid() {
        return Ok(false);
    }
    let user = users.set_password(user, form.typed(NEW_PASSWORD[0])).await?;
    update_session_auth_hash(request, &user).await?;
    Ok(true)
}

/// Says in the form what is wrong with this user's new password.
pub(super) fn check_new<T>(form: &mut BoundForm<T>, request: &Request, user: &User) {
    let known = [
        ("username", user.username()),
        ("first name", user.first_name()),
        ("last name", user.last_name()),
        ("e-mail address", user.email()),
    ];
    new_password::check(form, request.settings(), NEW_PASSWORD, &known);
}
