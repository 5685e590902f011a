//! The users of the database as a backend: Django's `ModelBackend`.

use super::users::Users;
use crate::base::clock::Timestamp;
use crate::base::error::Error;
use crate::web::users::{AuthBackend, BackendFuture, Credentials, User};

impl AuthBackend for Users {
    fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a> {
        BackendFuture::later(async move {
            let Credentials { username, password } = credentials;
            Users::authenticate(self, username, password).await.map_err(Error::from)
        })
    }

    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a> {
        BackendFuture::later(async move { self.get(id).await.map_err(Error::from) })
    }

    fn logged_in<'a>(&'a self, user: &'a User, at: Timestamp) -> BackendFuture<'a> {
        BackendFuture::later(async move {
            self.note_login(user, at).await?;
            Ok(Some(user.clone().with_last_login(at)))
        })
    }
}
