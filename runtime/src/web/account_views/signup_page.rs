//! `signup/`: an account of one's own.

use serde::Deserialize;
use vestibule_macros::{Form, view};

use super::App;
use super::limit::SIGNUPS;
use super::login_page::to_show;
use super::new_password;
use super::next::{after_login, wanted};
use super::offers::Offers;
use super::page::{page, refused, uncached};
use crate::base::error::Error;
use crate::base::mail::Address;
use crate::base::query::QueryDict;
use crate::base::text::strip;
use crate::web::auth;
use crate::web::extract::Form;
use crate::web::forms::BoundForm;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};
use crate::web::users::{AuthBackend, NewUser, User, Users, UsersError};

/// Django's names of the fields for a new user's password.
const PASSWORD: [&str; 2] = ["password1", "password2"];

/// A new account.
#[derive(Deserialize, Form)]
#[allow(dead_code, reason = "what was typed is judged also where only some of it is right")]
struct SignupForm {
    #[form(
        help_text = "Up to 150 letters, digits and @ . + - _",
        autofocus,
        autocomplete = "username",
        attrs("maxlength" = "150", "autocapitalize" = "none", "spellcheck" = "false")
    )]
    username: String,
    #[form(
        label = "E-mail address",
        widget = email,
        autocomplete = "email",
        attrs("maxlength" = "254", "autocapitalize" = "none", "spellcheck" = "false")
    )]
    email: String,
    #[form(label = "Password", widget = password, autocomplete = "new-password")]
    password1: String,
    #[form(label = "The same again", widget = password, autocomplete = "new-password")]
    password2: String,
}

/// Makes an account and logs in (`registration/signup.html`), where the setting `registration` is true; elsewhere there is
/// no such page. (Django has none.)
///
/// It tells whether a name is taken, as it must, and of an address nothing. From one client 30 forms an hour are looked
/// at; more are answered with 429 and `Retry-After`.
#[view(GET, POST, "/signup/", app = App, public)]
pub async fn signup(
    request: &mut Request,
    offers: Offers,
    data: Option<Form<QueryDict>>,
) -> Result<Response, Error> {
    let users = offers.registration(request)?;
    let data = data.map(|Form(data)| data);
    let wanted = wanted(request, data.as_ref());
    let mut form = BoundForm::<SignupForm>::of(data.as_ref());
    new_password::say_rules(&mut form, request.settings(), PASSWORD[0]);
    let mut refusal = None;
    if form.is_bound() {
        match register(request, &users, &mut form).await {
            Ok(Some(user)) => {
                auth::login(request, user.with_backend(users.path())).await?;
                return Ok(uncached(request, redirect(after_login(request, wanted)?)?));
            }
            Ok(None) => {}
            Err(error) => refusal = Some(to_show(request, &mut form, error)?),
        }
    }
    let next = wanted.unwrap_or_default();
    let page = page!(request, offers, "registration/signup.html", "Sign up", { form, next });
    Ok(refused(page, refusal.as_ref()))
}

/// The new user; `None` if the form says what is wrong.
async fn register(
    request: &Request,
    users: &Users,
    form: &mut BoundForm<SignupForm>,
) -> Result<Option<User>, Error> {
    SIGNUPS.count_client(request).await?;
    let typed = |name| strip(form.typed(name)).to_owned();
    let (username, email) = (typed("username"), typed("email"));
    if !email.is_empty() && !is_address(&email) {
        form.add_error("email", "This is no e-mail address.");
    }
    let known = [("username", &*username), ("e-mail address", &*email)];
    new_password::check(form, request.settings(), PASSWORD, &known);
    if username.is_empty() {
        return Ok(None);
    }
    let created = match users.checked(NewUser::new(&username).email(&email)).await {
        Ok(_) if !form.is_valid() => return Ok(None),
        Ok(new) => users.create(new.password(form.typed(PASSWORD[0]))).await,
        Err(error) => Err(error),
    };
    match created {
        Ok(user) => Ok(Some(user)),
        Err(error) => {
            tell(form, error)?;
            Ok(None)
        }
    }
}

/// Whether mails can be sent to it: a mailbox, without a name before it.
pub(super) fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok_and(|address| address.name().is_none() && address.mailbox() == text)
}

/// Says in the form what keeps the account from being made.
///
/// # Errors
///
/// What is not the visitor's fault.
fn tell(form: &mut BoundForm<SignupForm>, error: UsersError) -> Result<(), Error> {
    match error {
        UsersError::Username(why) => form.add_error("username", format!("Nobody can be called so: {why}.")),
        UsersError::UsernameTaken => {
            form.add_error("username", "Somebody is called so already. Please choose another name.");
        }
        UsersError::Column { column, longest } => {
            form.add_error(column, format!("At most {longest} characters are possible."));
        }
        other => return Err(other.into()),
    }
    Ok(())
}
