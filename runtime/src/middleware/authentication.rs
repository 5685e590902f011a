//! `AuthenticationMiddleware`: who is asking is known to the layers inside (Django,
//! `contrib/auth/middleware.py`). Nothing is read until one of them asks.

use vestibule_macros::middleware;

use super::{SessionMiddleware, order, templates_may_show};
use crate::onion::Hooked;
use crate::request::{Request, UserSlot};
use crate::response::TemplateResponse;
use crate::templates::Fetched;

/// Makes [`Request::user`], the `User` extractor and `user` in templates work.
#[derive(Debug, Default)]
pub struct AuthenticationMiddleware;

#[middleware(order = order::AUTHENTICATION, after(SessionMiddleware), library)]
impl AuthenticationMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.user = UserSlot::Unknown;
    }

    /// Templates cannot wait, so `user` is there before they are rendered, where they mention it.
    fn process_template_response<'a>(
        &'a self,
        request: &'a mut Request,
        response: TemplateResponse,
    ) -> Hooked<'a, TemplateResponse> {
        if !templates_may_show(request, &response, Fetched::User, order::AUTHENTICATION) {
            return Hooked::Ready(Ok(response));
        }
        Hooked::later(async move {
            request.fetch(Fetched::User).await?;
            Ok(response)
        })
    }
}
