//! The link in the mail, and the form behind it.

use http::header::{HeaderValue, REFERRER_POLICY};
use serde::Deserialize;
use vestibule_macros::{Form, view};

use super::super::App;
use super::super::new_password;
use super::super::offers::{Offers, users};
use super::super::page::{page, uncached};
use super::super::password_change_page::{NEW_PASSWORD, check_new};
use super::mail::may_reset;
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::auth::tokens::{PasswordResetTokenGenerator, decode_uid};
use crate::web::extract::Form;
use crate::web::forms::BoundForm;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};
use crate::web::users::{User, Users};

/// Where a session keeps the token while its visitor sets a password; Django's name.
const SESSION_TOKEN: &str = "_password_reset_token";

/// What stands in the address in place of the token then.
const SET_PASSWORD: &str = "set-password";

/// A new password.
#[derive(Deserialize, Form)]
#[allow(dead_code, reason = "what was typed is judged also where only some of it is right")]
struct NewPasswordForm {
    #[form(label = "New password", widget = password, autofocus, autocomplete = "new-password")]
    new_password1: String,
    #[form(label = "The same again", widget = password, autocomplete = "new-password")]
    new_password2: String,
}

/// Where the link in the mail leads. The token goes into the session and out of the address, which browsers tell to other
/// sites, and then a form asks for a new password (`registration/password_reset_confirm.html`, with `validlink`). A
/// token that is too old, used or nobody's is told so there, with 200 as in Django.
///
/// A new password ends all sessions of the user and all tokens; it logs nobody in.
#[view(GET, POST, "/reset/{uidb64}/{token}/", app = App, public)]
pub async fn password_reset_confirm(
    request: &mut Request,
    offers: Offers,
    uidb64: String,
    token: String,
    data: Option<Form<QueryDict>>,
) -> Result<Response, Error> {
    let users = users(request)?;
    let user = user(&users, &uidb64).await?;
    let tokens = PasswordResetTokenGenerator::of(request);
    if token != SET_PASSWORD {
        return match user.filter(|user| tokens.check_token(user, &token)) {
            Some(_) => {
                request.session().await?.insert(SESSION_TOKEN, &token)?;
                let response = redirect(password_reset_confirm::url(&uidb64, SET_PASSWORD))?;
                Ok(sealed(request, response))
            }
            None => invalid(request, offers),
        };
    }
    let session = request.session().await?;
    let token = session.get::<String>(SESSION_TOKEN)?.unwrap_or_default();
    let Some(user) = user.filter(|user| tokens.check_token(user, &token)) else {
        return invalid(request, offers);
    };
    let mut form = BoundForm::<NewPasswordForm>::of(data.as_ref().map(|Form(data)| data));
    new_password::say_rules(&mut form, request.settings(), NEW_PASSWORD[0]);
    if form.is_bound() {
        check_new(&mut form, request, &user);
        if form.is_valid() {
            // Of two that come at once with one token, the first one counts.
            return match users.replace_password(&user, form.typed(NEW_PASSWORD[0])).await? {
                Some(_) => {
                    session.remove(SESSION_TOKEN);
                    Ok(sealed(request, redirect(password_reset_complete::url())?))
                }
                None => invalid(request, offers),
            };
        }
    }
    let page = page!(
        request,
        offers,
        "registration/password_reset_confirm.html",
        "Set a new password",
        { validlink: true, form, username: user.username() }
    );
    Ok(sealed(request, page))
}

/// Says that the new password is there (`registration/password_reset_complete.html`).
#[view(GET, "/reset/done/", app = App, public)]
pub async fn password_reset_complete(request: &mut Request, offers: Offers) -> Result<Response, Error> {
    users(request)?;
    Ok(page!(request, offers, "registration/password_reset_complete.html", "Password set", {}))
}

/// The user that a link names, if they may have one.
async fn user(users: &Users, uidb64: &str) -> Result<Option<User>, Error> {
    let Some(id) = decode_uid(uidb64) else { return Ok(None) };
    Ok(users.get(&id).await?.filter(may_reset))
}

fn invalid(request: &Request, offers: Offers) -> Result<Response, Error> {
    let page = page!(
        request,
        offers,
        "registration/password_reset_confirm.html",
        "This link does not work",
        { validlink: false, form: None::<BoundForm<NewPasswordForm>>, username: "" }
    );
    Ok(sealed(request, page))
}

/// No cache keeps it, and no other site is told its address, whatever the setting `secure_referrer_policy` says. This site
/// is, as the CSRF check wants it.
fn sealed(request: &Request, response: Response) -> Response {
    uncached(request, response).with_header(REFERRER_POLICY, HeaderValue::from_static("same-origin"))
}
