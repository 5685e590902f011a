//! Who is asking: the session, the user and the messages of a request, each looked up once, when something asks.

use super::Request;
use crate::base::error::Error;
use crate::web::auth::User;
use crate::web::messages::Messages;
use crate::web::sessions::{Session, SessionHandle};
use crate::web::templates::Fetched;

/// Where the session of this request stands.
#[derive(Default)]
pub(crate) enum SessionSlot {
    /// No session middleware has seen this request.
    #[default]
    Absent,
    /// The middleware has; nothing has asked yet.
    Untouched,
    /// Something asked: the handle.
    Begun(SessionHandle),
}

/// Where the question who is asking stands.
#[derive(Default)]
pub(crate) enum UserSlot {
    /// No authentication middleware has seen this request.
    #[default]
    Absent,
    /// The middleware has; nothing has asked yet.
    Unknown,
    /// Asked and answered; `None` is nobody we know.
    Known(Option<User>),
}

/// Where the messages of this request stand.
#[derive(Default)]
pub(crate) enum MessagesSlot {
    /// No message middleware has seen this request.
    #[default]
    Absent,
    /// The middleware has; nothing has asked yet.
    Untouched,
    /// Something asked: the handle.
    Begun(Messages),
}

impl Request {
    /// The visitor's session, loaded from its store once.
    ///
    /// # Errors
    ///
    /// If the store cannot be read (503), or the application has no session middleware (500).
    pub async fn session(&mut self) -> Result<Session, Error> {
        Ok(self.session_handle()?.load().await?)
    }

    /// The session without loading it, for what needs no data: `flush`, `delete`, `clear`.
    ///
    /// # Errors
    ///
    /// 500 if the application has no session middleware.
    pub fn session_handle(&mut self) -> Result<SessionHandle, Error> {
        match &self.session {
            SessionSlot::Begun(session) => Ok(session.clone()),
            SessionSlot::Untouched => {
                let session = self.shared.sessions.begin(self.cookies());
                self.session = SessionSlot::Begun(session.clone());
                Ok(session)
            }
            SessionSlot::Absent => Err(Error::not_passed("SessionMiddleware")),
        }
    }

    /// The session, if anything asked for it.
    pub(crate) fn begun_session(&self) -> Option<&SessionHandle> {
        match &self.session {
            SessionSlot::Begun(session) => Some(session),
            SessionSlot::Untouched | SessionSlot::Absent => None,
        }
    }

    /// Who is logged in, looked up once; `None` for a visitor we do not know.
    ///
    /// # Errors
    ///
    /// If the session or the user cannot be read.
    pub async fn user(&mut self) -> Result<Option<User>, Error> {
        Ok(self.user_ref().await?.cloned())
    }

    /// The same, for who only looks.
    pub(crate) async fn user_ref(&mut self) -> Result<Option<&User>, Error> {
        if !matches!(self.user, UserSlot::Known(_)) {
            self.user = UserSlot::Known(crate::web::auth::user_of(self).await?);
        }
        Ok(self.looked_up_user().flatten())
    }

    /// Has at hand what a template is going to show, if its middleware has been passed and nobody has asked for it.
    ///
    /// # Errors
    ///
    /// As [`Request::user`] and [`Request::messages`].
    pub(crate) async fn fetch(&mut self, what: Fetched) -> Result<(), Error> {
        match what {
            Fetched::User if matches!(self.user, UserSlot::Unknown) => self.user_ref().await.map(drop),
            Fetched::Messages if matches!(self.messages, MessagesSlot::Untouched) => {
                self.messages().await.map(drop)
            }
            Fetched::User | Fetched::Messages => Ok(()),
        }
    }

    /// Who is logged in, `Some(None)` for nobody; `None` if that has not been looked up.
    pub(crate) fn looked_up_user(&self) -> Option<Option<&User>> {
        match &self.user {
            UserSlot::Known(user) => Some(user.as_ref()),
            UserSlot::Absent | UserSlot::Unknown => None,
        }
    }

    /// The visitor's messages, to add to and to read. What is kept in the session is loaded with it.
    ///
    /// # Errors
    ///
    /// If the session cannot be read (503), or the application has no message middleware (500).
    pub async fn messages(&mut self) -> Result<Messages, Error> {
        match &self.messages {
            MessagesSlot::Begun(messages) => Ok(messages.clone()),
            MessagesSlot::Untouched => {
                let messages = Messages::load(self).await?;
                self.messages = MessagesSlot::Begun(messages.clone());
                Ok(messages)
            }
            MessagesSlot::Absent => Err(Error::not_passed("MessageMiddleware")),
        }
    }

    /// The messages, if anything asked for them.
    pub(crate) fn begun_messages(&self) -> Option<&Messages> {
        match &self.messages {
            MessagesSlot::Begun(messages) => Some(messages),
            MessagesSlot::Untouched | MessagesSlot::Absent => None,
        }
    }
}
