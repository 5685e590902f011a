//! Who is there: the session, the user and the messages for them. Each needs its middleware, which is
//! a bound on the application.

use http::StatusCode;

use super::FromRequest;
use crate::base::error::Error;
use crate::hosting::app::Provides;
use crate::web::auth::User;
use crate::web::messages::Messages;
use crate::web::middleware::{AuthenticationMiddleware, MessageMiddleware, SessionMiddleware};
use crate::web::request::Request;
use crate::web::sessions::Session;

/// The visitor's session, loaded. Fails with 503 when its store is away.
impl<A: Provides<SessionMiddleware>> FromRequest<A> for Session {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.session().await
    }
}

/// The user who is logged in. A stranger gets 403, or `None` from `Option<User>`; a view below
/// `#[login_auth]` never sees one.
impl<A: Provides<AuthenticationMiddleware>> FromRequest<A> for User {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let stranger = || Error::missing(StatusCode::FORBIDDEN, "nobody is logged in");
        request.user().await?.ok_or_else(stranger)
    }
}

/// The visitor's messages, to add to and to read. Fails with 503 when the session is needed and its store is
/// away.
impl<A: Provides<MessageMiddleware>> FromRequest<A> for Messages {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.messages().await
    }
}
