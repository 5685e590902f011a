//! `password_reset/` and `reset/…/`: a new password, for who reads the mails of the account.
//!
//! ```text
//! password_reset/ ─▶ password_reset/done/        a mail ─▶ reset/<uid>/<token>/ ─▶ reset/<uid>/set-password/ ─▶ reset/done/
//! ```
//!
//! The token is worth a password for as long as it lasts: it stands in no log (`request_log`), in no address that a page of
//! ours is shown under, and the session that it is put into is the visitor's own.

mod confirm;
mod mail;

pub use confirm::{password_reset_complete, password_reset_confirm};

use std::sync::Arc;

use serde::Deserialize;
use vestibule_macros::{Form, view};

use super::App;
use super::limit::RESETS;
use super::login_page::to_show;
use super::offers::Offers;
use super::page::{page, refused, uncached};
use super::signup_page::is_address;
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::extract::Form;
use crate::web::forms::BoundForm;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};
use crate::web::users::Users;
use mail::Letters;

/// Who has forgotten the password.
#[derive(Deserialize, Form)]
struct AddressForm {
    #[form(
        label = "E-mail address",
        widget = email,
        autofocus,
        autocomplete = "email",
        attrs("maxlength" = "254", "autocapitalize" = "none", "spellcheck" = "false")
    )]
    email: String,
}

/// Asks for an address (`registration/password_reset_form.html`) and has a mail sent to all active users of it who have a
/// password, with a link each (`registration/password_reset_email.html`, which is plain text, and
/// `registration/password_reset_subject.txt`).
///
/// The answer, and how long it takes, is the same whether or not there are such users. To one address there are 5 mails an
/// hour; from one client 20 forms are looked at, and more are answered with 429 and `Retry-After`.
///
/// 404 where the application has no users in its database, or the settings do not say where mails go.
#[view(GET, POST, "/password_reset/", app = App, public)]
pub async fn password_reset(
    request: &mut Request,
    offers: Offers,
    data: Option<Form<QueryDict>>,
) -> Result<Response, Error> {
    let users = offers.password_reset(request)?;
    let mut form = BoundForm::<AddressForm>::of(data.as_ref().map(|Form(data)| data));
    let mut refusal = None;
    if form.is_bound() {
        match ask(request, users, &mut form).await {
            Ok(true) => return Ok(uncached(request, redirect(password_reset_done::url())?)),
            Ok(false) => {}
            Err(error) => refusal = Some(to_show(request, &mut form, error)?),
        }
    }
    let page =
        page!(request, offers, "registration/password_reset_form.html", "Reset your password", { form });
    Ok(refused(page, refusal.as_ref()))
}

/// Says that there may be a mail (`registration/password_reset_done.html`).
#[view(GET, "/password_reset/done/", app = App, public)]
pub async fn password_reset_done(request: &mut Request, offers: Offers) -> Result<Response, Error> {
    offers.password_reset(request)?;
    Ok(page!(request, offers, "registration/password_reset_done.html", "Look at your mails", {}))
}

/// Whether mails are on their way, if there are any to send; if not, the form says why.
async fn ask(request: &Request, users: Users, form: &mut BoundForm<AddressForm>) -> Result<bool, Error> {
    let Some(AddressForm { email }) = form.valid() else { return Ok(false) };
    if !is_address(&email) {
        form.add_error("email", "This is no e-mail address.");
        return Ok(false);
    }
    RESETS.count_client(request).await?;
    let letters = Letters::of(request, users)?;
    // Beside the request, so that the time which the answer takes tells nothing.
    drop(request.finish(letters.send(Arc::clone(request.shared()), email)));
    Ok(true)
}
