//! `AuthenticationMiddleware`: who is asking is known to the layers inside (Django,
//! `contrib/auth/middleware.py`). Nothing is read until one of them asks.

use http::StatusCode;
use vestibule_macros::middleware;

use super::{SessionMiddleware, order};
use crate::base::error::Error;
use crate::web::application::Provides;
use crate::web::auth::{Me, Profile};
use crate::web::context::{ContextProcessor, ContextVariable};
use crate::web::extract::FromRequest;
use crate::web::guard;
use crate::web::request::{Request, UserSlot};
use crate::web::users::{Staff, User};

/// Makes [`Request::user`], the extractors `User` and `Staff`, and `user` and `perms` in templates work.
///
/// It stands at [`order::AUTHENTICATION`], inside of [`SessionMiddleware`](super::SessionMiddleware), which it needs, and
/// reads no settings. Nothing is looked up before a view, a guard or a template asks; how users are known says
/// [`auth`](crate::auth).
#[derive(Debug, Default)]
pub struct AuthenticationMiddleware;

#[middleware(order = order::AUTHENTICATION, after(SessionMiddleware), context(UserVariable, PermissionsVariable), library)]
impl AuthenticationMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.user = UserSlot::Unknown;
    }
}

/// `{{ user }}`, and `request.user`.
struct UserVariable;

impl ContextProcessor for UserVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "user",
        value: |request| Ok(request.looked_up_user().map(User::to_template)),
        fetch: Some(|request| Box::pin(fetch(request))),
    };
}

/// `{{ perms }}`
struct PermissionsVariable;

impl ContextProcessor for PermissionsVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "perms",
        value: |request| Ok(request.looked_up_user().map(User::permissions_to_template)),
        fetch: Some(|request| Box::pin(fetch(request))),
    };
}

async fn fetch(request: &mut Request) -> Result<(), Error> {
    if matches!(request.user, UserSlot::Unknown) {
        request.user_ref().await?;
    }
    Ok(())
}

/// The user who is logged in. A stranger gets 403, or 401 if that is a program that asks for JSON; `None` from
/// `Option<User>`. A view below `#[login_auth]` never sees one.
impl<A: Provides<AuthenticationMiddleware>> FromRequest<A> for User {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.user().await?.ok_or_else(|| guard::stranger(request))
    }
}

/// The user who is logged in, if one of the staff. Others get 403, strangers as from `User`; `None` from `Option<Staff>`.
impl<A: Provides<AuthenticationMiddleware>> FromRequest<A> for Staff {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let user = <User as FromRequest<A>>::from_request(request).await?;
        let other = || {
            Error::missing(StatusCode::FORBIDDEN, "the user who is logged in does not belong to the staff")
        };
        Self::of(user).ok_or_else(other)
    }
}

/// The user who is logged in, with what the application knows of them. A stranger gets what [`User`] gives.
impl<A: Provides<AuthenticationMiddleware>, P: Profile> FromRequest<A> for Me<P> {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Self::of(request).await?.ok_or_else(|| guard::stranger(request))
    }
}
