//! Who a session belongs to (Django, `contrib/auth/__init__.py`, `get_user`).

use super::{USER_BACKEND, USER_HASH, USER_ID, absolute_age};
use crate::base::error::Error;
use crate::web::request::{Request, UserSlot};
use crate::web::sessions::SessionError;
use crate::web::users::{User, Verified};

/// Who is logged in, looked up once for a request; `None` for a visitor we do not know. The same as [`Request::user`].
///
/// # Errors
///
/// If the session or the user cannot be read.
pub async fn get_user(request: &mut Request) -> Result<Option<User>, Error> {
    request.user().await
}

/// Who the session of this request belongs to.
pub(super) async fn user_of(request: &mut Request) -> Result<Option<User>, Error> {
    if matches!(request.user, UserSlot::Absent) {
        return Err(Error::not_passed("AuthenticationMiddleware"));
    }
    let data = request.session_ref()?.load_data().await?;
    let Some(id) = data.text(USER_ID) else { return Ok(None) };
    let Some(backend) = data.text(USER_BACKEND) else { return Ok(None) };
    let shared = request.shared();
    let age = absolute_age::of(request);
    if age.is_some_and(|age| absolute_age::is_over(&data, age, shared.clock.now())) {
        request.session_handle()?.flush().await?;
        return Ok(None);
    }
    let users = &shared.users;
    let Some(user) = users.user(&backend, &id).await?.filter(User::is_active) else { return Ok(None) };

    let stored = data.text(USER_HASH).unwrap_or_default();
    let hashes = &request.shared().session_hashes;
    let new_hash = match hashes.verify(&user, &stored) {
        Verified::Current => {
            if age.is_some() {
                absolute_age::note_if_new(request, &data)?;
            }
            return Ok(Some(user));
        }
        Verified::Fallback => Some(hashes.json(&user)),
        Verified::No => None,
    };
    let session = request.session_handle()?;
    // A browser sends its requests by the dozen, and all of them find this out: one of them gives the session a new
    // key, and the others go on with it.
    if let Some(hash) = new_hash {
        match session.cycle_key_gently(USER_HASH, &hash).await {
            Ok(()) => return Ok(Some(user)),
            // The visitor has logged out meanwhile.
            Err(SessionError::Interrupted) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // The password has changed since, or the hash is not ours; or the session is over.
    session.flush().await?;
    Ok(None)
}
