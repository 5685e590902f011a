//! The password that is asked for once more, before it is changed.

use super::throttle::Attempt;
use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::users::{User, Users};

/// Whether this is the user's password. Who sits down at a browser that somebody is logged in at can try no more
/// passwords than at the login page: wrong ones are counted as there.
///
/// # Errors
///
/// 429 with `Retry-After` while a pause lasts; those of the password.
pub(crate) async fn is_old_password(
    request: &Request,
    users: &Users,
    user: &User,
    password: &str,
) -> Result<bool, Error> {
    let attempt = Attempt::begin(request, user.username()).await?;
    let is_right = users.check_password(user, password).await?;
    match (attempt, is_right) {
        (Some(attempt), true) => attempt.succeeded().await?,
        (Some(attempt), false) => attempt.failed().await?,
        (None, _) => {}
    }
    Ok(is_right)
}
