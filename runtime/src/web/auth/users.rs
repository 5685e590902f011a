//! `Users` as an argument of a view.

use http::StatusCode;

use crate::base::error::Error;
use crate::web::extract::{FromRequest, Startup};
use crate::web::request::Request;
use crate::web::users::Users;

impl<A> FromRequest<A> for Users {
    fn check(app: &Startup<'_>) -> Result<(), Error> {
        if app.state::<Self>().is_some() { Ok(()) } else { Err(missing()) }
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.part::<Self>().cloned().ok_or_else(missing)
    }
}

fn missing() -> Error {
    Error::missing(
        StatusCode::INTERNAL_SERVER_ERROR,
        "the application keeps no users in its database: it has named a backend of its own with `App::build().users(…)`, \
         or has no `AuthenticationMiddleware`",
    )
}
