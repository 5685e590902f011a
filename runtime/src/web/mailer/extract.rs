//! The mailer at hand: an argument of views, and a method of requests.

use super::Mailer;
use crate::base::error::Error;
use crate::base::mail::MailError;
use crate::web::extract::{FromRequest, Startup};
use crate::web::request::Request;

impl Request {
    /// What sends mails: `request.mailer()?.send(email).await?`. An argument of type [`Mailer`] is the same.
    ///
    /// # Errors
    ///
    /// 500 if the settings do not say where mails go.
    pub fn mailer(&self) -> Result<&Mailer, MailError> {
        self.state::<Mailer>().filter(|mailer| mailer.0.backend.is_some()).ok_or(MailError::NoBackend)
    }
}

/// A site whose settings do not say where mails go does not start.
impl<A> FromRequest<A> for Mailer {
    fn check(app: &Startup<'_>) -> Result<(), Error> {
        match app.state::<Mailer>() {
            Some(mailer) if mailer.0.backend.is_some() => Ok(()),
            _ => Err(MailError::NoBackend.into()),
        }
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.mailer()?.clone())
    }
}
