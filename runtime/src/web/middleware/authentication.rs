//! `AuthenticationMiddleware`: who is asking is known to the layers inside (Django,
//! `contrib/auth/middleware.py`). Nothing is read until one of them asks.

use vestibule_macros::middleware;

use super::{SessionMiddleware, fetch_for_template, order};
use crate::web::onion::Hooked;
use crate::web::request::{Request, UserSlot};
use crate::web::response::TemplateResponse;
use crate::web::templates::Fetched;

/// Makes [`Request::user`], the `User` extractor and `user` in templates work.
#[derive(Debug, Default)]
pub struct AuthenticationMiddleware;

#[middleware(order = order::AUTHENTICATION, after(SessionMiddleware), library)]
impl AuthenticationMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.user = UserSlot::Unknown;
    }

    fn process_template_response<'a>(
        &'a self,
        request: &'a mut Request,
        response: TemplateResponse,
    ) -> Hooked<'a, TemplateResponse> {
        fetch_for_template(request, response, Fetched::User, order::AUTHENTICATION)
    }
}
