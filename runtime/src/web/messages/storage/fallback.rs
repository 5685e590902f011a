//! Messages in the cookie, and what does not fit there in the session (Django,
//! `contrib/messages/storage/fallback.py`).
//!
//! The session is read only if the cookie says that there is more, and written only if there is.

use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::response::Response;

use super::super::Message;
use super::cookie::{self, CookieStorage, Excess};
use super::session::{self, SessionStorage};

/// The cookie, the session if it is needed, and which of the two has held something.
pub(in super::super) struct FallbackStorage {
    cookie: CookieStorage,
    session: Option<SessionStorage>,
    cookie_is_used: bool,
    session_is_used: bool,
}

impl FallbackStorage {
    pub(super) async fn load(request: &mut Request) -> Result<Self, Error> {
        let cookie = CookieStorage::read(request);
        let session = match cookie.is_finished() {
            true => None,
            false => Some(SessionStorage::load(request).await?),
        };
        Ok(Self { cookie, session, cookie_is_used: false, session_is_used: false })
    }

    pub(super) fn retrieve(&mut self) -> Vec<Message> {
        let mut messages = self.cookie.retrieve();
        self.cookie_is_used = !messages.is_empty();
        let more = self.session.as_ref().map(SessionStorage::retrieve).unwrap_or_default();
        self.session_is_used = !more.is_empty();
        messages.extend(more);
        messages
    }

    /// Only what has held something is emptied, so a cookie that we cannot read stays.
    pub(super) fn store(
        &mut self,
        messages: &[Message],
        request: &mut Request,
        response: &mut Response,
    ) -> Result<(), Error> {
        let mut rest = messages;
        if !messages.is_empty() {
            rest = cookie::store(messages, Excess::Newest, request, response)?;
        } else if self.cookie_is_used {
            cookie::delete(request, response)?;
        }
        if !rest.is_empty() || self.session_is_used {
            session::store(rest, request)?;
        }
        Ok(())
    }
}
