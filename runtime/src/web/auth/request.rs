//! `Request::user`: who is asking, looked up once.

use super::visitor::user_of;
use crate::base::error::Error;
use crate::web::request::{Request, UserSlot};
use crate::web::users::User;

impl Request {
    /// Who is logged in, looked up once; `None` for a visitor we do not know.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[middleware(order = order::AUTHENTICATION + 1)]
    /// async fn greet(request: &mut Request, next: Next<'_>) -> Result {
    ///     let name = request.user().await?.map_or("stranger".to_owned(), |user| user.to_string());
    ///     Ok(next.run(request).await.with_header("X-Hello", name))
    /// }
    /// # #[view(GET, "/")] async fn index() -> &'static str { "" }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/").await.header("X-Hello"), Some("stranger"));
    /// # Ok(()) })? }
    /// ```
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
            self.user = UserSlot::Known(user_of(self).await?);
        }
        Ok(self.looked_up_user().flatten())
    }

    /// Who is logged in, `Some(None)` for nobody; `None` if that has not been looked up.
    pub(crate) fn looked_up_user(&self) -> Option<Option<&User>> {
        match &self.user {
            UserSlot::Known(user) => Some(user.as_ref()),
            UserSlot::Absent | UserSlot::Unknown => None,
        }
    }
}
