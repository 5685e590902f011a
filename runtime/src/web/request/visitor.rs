//! Who is asking: where the session and the user of a request stand, each looked up once, when something asks.

use super::Request;
use crate::base::error::Error;
use crate::web::sessions::{Session, SessionHandle};
use crate::web::users::User;

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

impl Request {
    /// The visitor's session, loaded from its store once.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/visits/")]
    /// async fn visits(request: &mut Request) -> Result<String> {
    ///     let session = request.session().await?;
    ///     let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    ///     session.insert("visits", visits)?;
    ///     Ok(visits.to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.post("/visits/", &[]).await.text(), "1");
    /// assert_eq!(client.post("/visits/", &[]).await.text(), "2");
    /// # Ok(()) })? }
    /// ```
    ///
    /// A view that always needs it takes `session: Session`.
    ///
    /// # Errors
    ///
    /// If the store cannot be read (503), or the application has no session middleware (500).
    pub async fn session(&mut self) -> Result<Session, Error> {
        Ok(self.session_handle()?.into_loaded().await?)
    }

    /// The session without loading it, for what needs no data: `flush`, `delete`, `clear`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/")]
    /// async fn index(session: Session) -> Result<String> {
    ///     let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    ///     session.insert("visits", visits)?;
    ///     Ok(visits.to_string())
    /// }
    ///
    /// #[view(POST, "/forget-me/")]
    /// async fn forget_me(request: &mut Request) -> Result<&'static str> {
    ///     request.session_handle()?.flush().await?;
    ///     Ok("Who were you?")
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.get("/").await;
    /// assert_eq!(client.get("/").await.text(), "2");
    /// client.post("/forget-me/", &[]).await;
    /// assert_eq!(client.cookie("sessionid"), None);
    /// assert_eq!(client.get("/").await.text(), "1");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// 500 if the application has no session middleware.
    pub fn session_handle(&mut self) -> Result<SessionHandle, Error> {
        self.session_ref().cloned()
    }

    /// The same, for who only looks.
    pub(crate) fn session_ref(&mut self) -> Result<&SessionHandle, Error> {
        if matches!(self.session, SessionSlot::Untouched) {
            self.session = SessionSlot::Begun(self.shared.sessions.begin(self.cookies()));
        }
        self.begun_session().ok_or_else(|| Error::not_passed("SessionMiddleware"))
    }

    /// The session, if anything asked for it.
    pub(crate) fn begun_session(&self) -> Option<&SessionHandle> {
        match &self.session {
            SessionSlot::Begun(session) => Some(session),
            SessionSlot::Untouched | SessionSlot::Absent => None,
        }
    }
}
