//! `Request::messages`: the visitor's messages, looked for once.

use super::Messages;
use crate::base::error::Error;
use crate::web::request::{Request, Slot};

impl Request {
    /// The visitor's messages, to add to and to read. What is kept in the session is loaded with it.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/save/")]
    /// async fn save(request: &mut Request) -> Result {
    ///     request.messages().await?.success("Saved.");
    ///     redirect("/")
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.post("/save/", &[]).await;
    /// assert!(client.cookie("messages").is_some(), "for the next page");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// If the session cannot be read (503), or the application has no message middleware (500).
    pub async fn messages(&mut self) -> Result<Messages, Error> {
        if let Some(messages) = self.begun_messages() {
            return Ok(messages.clone());
        }
        if matches!(self.messages, Slot::Absent) {
            return Err(Error::not_passed("MessageMiddleware"));
        }
        let messages = Messages::load(self).await?;
        self.messages = Slot::Begun(Box::new(messages.clone()));
        Ok(messages)
    }

    /// The messages, if anything asked for them.
    pub(crate) fn begun_messages(&self) -> Option<&Messages> {
        self.messages.begun()
    }
}
