//! `password_change/`: another password, for who knows the old one.

use vestibule_macros::view;

use super::App;
use super::form::{Field, PageForm};
use super::login_page::to_show;
use super::new_password;
use super::offers::{Offers, users};
use super::page::{page, refused, uncached};
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::auth::{is_old_password, update_session_auth_hash};
use crate::web::extract::Form;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};
use crate::web::users::{AuthBackend, User, Users};

/// Django's names of the fields for another password.
pub(super) const NEW_PASSWORD: [&str; 2] = ["new_password1", "new_password2"];

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
    let [new, again] = new_password::fields(request.settings(), NEW_PASSWORD, "New password");
    let mut form =
        PageForm::new([Field::password("old_password", "Old password", "current-password"), new, again]);
    let mut refusal = None;
    if let Some(Form(data)) = &data {
        form.fill(data);
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
    form: &mut PageForm,
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
pub(super) fn check_new(form: &mut PageForm, request: &Request, user: &User) {
    let known = [
        ("username", user.username()),
        ("first name", user.first_name()),
        ("last name", user.last_name()),
        ("e-mail address", user.email()),
    ];
    new_password::check(form, request.settings(), NEW_PASSWORD, &known);
}
