//! `Storage`: where the messages of a request come from and where those for the next one go.

mod cookie;
mod fallback;
mod session;

use crate::base::clock::Clock;
use crate::base::error::Error;
use crate::web::cookies::CookieJar;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::{MessageStorage, Settings};

use self::cookie::CookieStorage;
use self::fallback::FallbackStorage;
use self::session::SessionStorage;
use super::Message;

/// One of Django's three.
pub(super) enum Storage {
    Fallback(FallbackStorage),
    Cookie(CookieStorage),
    Session(SessionStorage),
}

/// Whether messages can be kept with these settings; asked once at start-up, before a visitor finds out.
///
/// # Errors
///
/// What is wrong with the cookie, in words for whoever starts the application.
pub(crate) fn check(settings: &Settings) -> Result<(), Error> {
    let cookie = cookie::to_send(settings, String::new());
    CookieJar::new().set(cookie, Clock::system().now()).map_err(|error| {
        Error::internal("the messages' cookie cannot be sent with these settings").caused_by(error)
    })
}

impl Storage {
    /// Looks at what the request brings, and waits for the session if messages are there.
    pub(super) async fn load(request: &mut Request) -> Result<Self, Error> {
        Ok(match request.settings().message_storage {
            MessageStorage::Fallback => Self::Fallback(FallbackStorage::load(request).await?),
            MessageStorage::Cookie => Self::Cookie(CookieStorage::read(request)),
            MessageStorage::Session => Self::Session(SessionStorage::load(request).await?),
        })
    }

    /// The messages of earlier requests. Asked once.
    ///
    /// A cookie that cannot be read is marked as used, so that the browser is told to forget it.
    pub(super) fn retrieve(&mut self, used: &mut bool) -> Vec<Message> {
        match self {
            Self::Fallback(storage) => storage.retrieve(),
            Self::Cookie(storage) => {
                *used |= storage.is_unreadable();
                storage.retrieve()
            }
            Self::Session(storage) => storage.retrieve(),
        }
    }

    /// Keeps these for the next request and no others; says for how many there is no room.
    ///
    /// # Errors
    ///
    /// If the cookie cannot be sent.
    pub(super) fn store(
        &mut self,
        messages: &[Message],
        request: &mut Request,
        response: &mut Response,
    ) -> Result<usize, Error> {
        match self {
            Self::Fallback(storage) => storage.store(messages, request, response).map(|()| 0),
            Self::Cookie(_) => {
                let dropped = cookie::store(messages, cookie::Excess::Oldest, request, response)?;
                Ok(dropped.len())
            }
            Self::Session(_) => session::store(messages, request).map(|()| 0),
        }
    }
}
