//! `Offers`: which of these pages an application has. All that keep or change a password want its users in its database.

use crate::base::error::Error;
use crate::web::extract::{FromRequest, Startup};
use crate::web::request::Request;
#[cfg(feature = "sql")]
use crate::web::users::Users;

/// What a visitor is offered beside logging in and out.
#[derive(Clone, Copy, Debug)]
pub struct Offers {
    /// An account of their own.
    registration: bool,
    /// A mail with which to set a new password.
    password_reset: bool,
}

impl Offers {
    /// The address of the page to register at, if there is one.
    pub(super) fn signup_url(self) -> Option<String> {
        #[cfg(feature = "sql")]
        let url = super::signup::url().into();
        #[cfg(not(feature = "sql"))]
        let url = String::new();
        self.registration.then_some(url)
    }

    /// The address of the page for who has forgotten the password, if there is one.
    pub(super) fn password_reset_url(self) -> Option<String> {
        #[cfg(feature = "sql")]
        let url = super::password_reset::url().into();
        #[cfg(not(feature = "sql"))]
        let url = String::new();
        self.password_reset.then_some(url)
    }
}

#[cfg(feature = "sql")]
impl Offers {
    /// The users, if strangers may register.
    ///
    /// # Errors
    ///
    /// 404 if they may not.
    pub(super) fn registration(self, request: &Request) -> Result<Users, Error> {
        match self.registration {
            true => users(request),
            false => Err(Error::not_found("nobody can register here: the setting `registration` is false")),
        }
    }

    /// The users, if mails can be sent to them.
    ///
    /// # Errors
    ///
    /// 404 if they cannot.
    pub(super) fn password_reset(self, request: &Request) -> Result<Users, Error> {
        match self.password_reset {
            true => users(request),
            false => Err(Error::not_found(
                "no password is reset here: there are no users in the database, or no `email_backend`",
            )),
        }
    }
}

/// The users in the application's database.
///
/// # Errors
///
/// 404 if they are elsewhere: what is said about passwords here is not for them.
#[cfg(feature = "sql")]
pub(super) fn users(request: &Request) -> Result<Users, Error> {
    let users = request.part::<Users>().cloned();
    users.ok_or_else(|| Error::not_found("the application keeps no users in its database"))
}

#[cfg(feature = "sql")]
fn keeps_users(app: &Startup<'_>) -> bool {
    app.state::<Users>().is_some()
}

#[cfg(not(feature = "sql"))]
fn keeps_users(_: &Startup<'_>) -> bool {
    false
}

impl<A> FromRequest<A> for Offers {
    fn check(app: &Startup<'_>) -> Result<(), Error> {
        match app.settings().registration && !keeps_users(app) {
            true => Err(Error::internal(
                "the setting `registration` is true, and the application keeps no users in its database: set it to \
                 false, or add `.database_users()` after `App::build()`",
            )),
            false => Ok(()),
        }
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        #[cfg(feature = "sql")]
        let password_reset = request.part::<Users>().is_some() && request.mailer().is_ok();
        #[cfg(not(feature = "sql"))]
        let password_reset = false;
        Ok(Self { registration: request.settings().registration, password_reset })
    }
}
