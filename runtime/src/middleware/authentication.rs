//! `AuthenticationMiddleware`: who is asking is known to the layers inside (Django,
//! `contrib/auth/middleware.py`). Nothing is read until one of them asks.

use super::{SessionMiddleware, order};
use crate::request::{Request, UserSlot};
use vestibule_macros::middleware;

/// Makes [`Request::user`] and the `User` extractor work.
#[derive(Debug, Default)]
pub struct AuthenticationMiddleware;

#[middleware(order = order::AUTHENTICATION, after(SessionMiddleware), library)]
impl AuthenticationMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.user = UserSlot::Unknown;
    }
}
