//! `Request::user`: who is asking, looked up once.

use super::user_of;
use crate::base::error::Error;
use crate::web::request::{Request, UserSlot};
use crate::web::users::User;

impl Request {
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
