//! `SessionMiddleware`: a session for whoever asks for one on the way in, saved and sent on the way
//! out (Django, `contrib/sessions/middleware.py`). A page that asks for none pays for a look at its
//! cookies.

use vestibule_macros::middleware;

use super::order;
use crate::base::error::Error;
use crate::web::application::Provides;
use crate::web::extract::FromRequest;
use crate::web::layer::Hooked;
use crate::web::request::{Request, SessionSlot};
use crate::web::response::Response;
use crate::web::sessions::{CookieChange, Outcome, Session};

/// Makes [`Request::session`] and the `Session` extractor work.
///
/// It stands at [`order::SESSION`] and reads the settings `session_…`; how sessions live says [`sessions`](crate::sessions). A
/// page that asks for no session reads none.
#[derive(Debug, Default)]
pub struct SessionMiddleware;

#[middleware(order = order::SESSION, library)]
impl SessionMiddleware {
    fn process_request(&self, request: &mut Request) {
        request.session = SessionSlot::Untouched;
    }

    fn process_response<'a>(&'a self, request: &'a mut Request, response: Response) -> Hooked<'a, Response> {
        let request = &*request;
        let (sessions, session) = (&request.shared().sessions, request.begun_session());
        let (cookies, status) = (request.cookies(), response.status().as_u16());
        sessions
            .finish_unless(session, cookies, status, || request.body_is_broken())
            .map(move |outcome| carry(outcome?, request, response))
    }
}

/// The visitor's session, loaded. Fails with 503 when its store is away.
impl<A: Provides<SessionMiddleware>> FromRequest<A> for Session {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.session().await
    }
}

/// Puts what came of the session into the response.
fn carry(outcome: Outcome, request: &Request, mut response: Response) -> Result<Response, Error> {
    let settings = request.shared().sessions.settings();
    match outcome.cookie {
        CookieChange::None => {}
        CookieChange::Set(cookie, now) => {
            response.set_cookie_at(cookie, now)?;
        }
        CookieChange::Delete => {
            let same_site = settings.cookie_samesite.as_deref();
            response.delete_cookie_at(
                &settings.cookie_name,
                Some(settings.path()),
                settings.domain(),
                same_site,
            )?;
        }
    }
    if outcome.vary {
        response.vary_on("Cookie");
    }
    Ok(response)
}
