//! `Storage`: where the messages of a request come from and where those for the next one go.

mod cookie;
mod fallback;
mod session;

use crate::base::clock::Clock;
use crate::base::error::Error;
use crate::web::cookies::CookieJar;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;

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

/// Which of the three.
#[derive(Clone, Copy)]
enum Kind {
    Fallback,
    Cookie,
    Session,
}

impl Kind {
    /// By our name, or by that of Django's class.
    fn named(name: &str) -> Option<Self> {
        match name.strip_prefix("django.contrib.messages.storage.").unwrap_or(name) {
            "fallback" | "fallback.FallbackStorage" => Some(Self::Fallback),
            "cookie" | "cookie.CookieStorage" => Some(Self::Cookie),
            "session" | "session.SessionStorage" => Some(Self::Session),
            _ => None,
        }
    }
}

/// Whether messages can be kept with these settings; asked once at start-up, before a visitor finds out.
///
/// # Errors
///
/// What is wrong with the storage or the cookie, in words for whoever starts the application.
pub(crate) fn check(settings: &Settings) -> Result<(), Error> {
    let name = &settings.message_storage;
    if Kind::named(name).is_none() {
        return Err(Error::internal(format!(
            "there is no message storage `{name}`\n\
             help: there are `fallback`, `cookie` and `session`"
        )));
    }
    let cookie = cookie::to_send(settings, String::new());
    CookieJar::new().set(cookie, Clock::system().now()).map_err(|error| {
        Error::internal("the messages' cookie cannot be sent with these settings").caused_by(error)
    })
}

impl Storage {
    /// Looks at what the request brings, and waits for the session if messages are there.
    pub(super) async fn load(request: &mut Request) -> Result<Self, Error> {
        // Start-up has refused every other name.
        let kind = Kind::named(&request.settings().message_storage).unwrap_or(Kind::Fallback);
        Ok(match kind {
            Kind::Fallback => Self::Fallback(FallbackStorage::load(request).await?),
            Kind::Cookie => Self::Cookie(CookieStorage::read(request)),
            Kind::Session => Self::Session(SessionStorage::load(request).await?),
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
