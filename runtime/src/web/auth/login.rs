//! `authenticate`, `login`, `logout`, and who a session belongs to.

use super::throttle::Attempt;
use crate::base::error::Error;
use crate::web::request::{Request, UserSlot};
use crate::web::sessions::SessionError;
use crate::web::users::{Credentials, User, Verified};

const USER_ID: &str = "_auth_user_id";
const USER_BACKEND: &str = "_auth_user_backend";
const USER_HASH: &str = "_auth_user_hash";

/// The user whose name and password these are; `None` if there is none, the password is wrong or
/// the account is not active — which of the three is not told.
///
/// After five wrong passwords for a name from one address there is a pause before the next is looked at: a second, then
/// twice as long each time, up to five minutes. There are milder ones for an address that tries many names, and for a
/// name that many addresses try. (Django has none; `login_throttle = false` turns them off.)
///
/// # Errors
///
/// 429 with `Retry-After` while such a pause lasts. Those of the backend, such as a database that is away.
pub async fn authenticate(request: &mut Request, credentials: &Credentials) -> Result<Option<User>, Error> {
    let attempt = Attempt::begin(request, &credentials.username).await?;
    let user = request.shared().users.authenticate(credentials).await?;
    match (attempt, &user) {
        (Some(attempt), Some(_)) => attempt.succeeded().await?,
        (Some(attempt), None) => attempt.failed().await?,
        (None, _) => {}
    }
    Ok(user)
}

/// Ties the user to the visitor's session (Django, `contrib/auth/__init__.py`).
///
/// An anonymous session gets a new key and keeps its data; one that belongs to another user, or to
/// this one under an older password, is emptied first: a key that was known before login opens
/// nothing after it (OWASP, Session Fixation). For the same reason pages have another CSRF token.
///
/// The session remembers the backend that has authenticated the user, else the one that
/// [`User::with_backend`] names, else the only one there is; that backend is told
/// ([`AuthBackend::logged_in`](super::AuthBackend::logged_in)), so that a table has its `last_login`.
///
/// # Errors
///
/// If the session cannot be read or written, or the backend has an error; 500 if the user is of a backend that is not the
/// application's, or of none and it has several. The visitor is then not logged in.
pub async fn login(request: &mut Request, user: User) -> Result<(), Error> {
    let session = request.session().await?;
    let shared = request.shared();
    let (hashes, backend) = (&shared.session_hashes, shared.users.path_of(&user)?.to_owned());
    let hash = hashes.of(&user);
    let data = session.data();
    if data.contains(USER_ID) {
        let stored = data.text(USER_HASH).unwrap_or_default();
        // Users of two backends may have one id, and those who have no password here one hash.
        let is_same = data.text(USER_ID).as_deref() == Some(user.id())
            && data.text(USER_BACKEND).as_deref() == Some(&*backend);
        if !is_same || hashes.verify(&user, &stored) != Verified::Current {
            session.flush().await?;
        }
    } else {
        match session.cycle_key().await {
            // Another request has ended it, such as the same form sent twice: nothing of it comes
            // back, and the login begins a session of its own.
            Err(SessionError::Interrupted) => session.flush().await?,
            other => other?,
        }
    }
    let user = shared.users.logged_in(user, shared.clock.now()).await?;
    session.insert(USER_ID, user.id())?;
    session.insert(USER_BACKEND, backend)?;
    session.insert(USER_HASH, hash)?;
    request.csrf.rotate()?;
    request.user = UserSlot::Known(Some(user));
    Ok(())
}

/// Ends the visitor's session: its record is deleted, and the browser told to forget the cookie.
/// Works without a login. Where to go next is the view's business.
///
/// # Errors
///
/// If the record cannot be deleted; the session then still exists.
pub async fn logout(request: &mut Request) -> Result<(), Error> {
    request.session_handle()?.flush().await?;
    request.user = UserSlot::Known(None);
    Ok(())
}

/// Who the session of this request belongs to (Django, `contrib/auth/__init__.py`, `get_user`).
pub(crate) async fn user_of(request: &mut Request) -> Result<Option<User>, Error> {
    if matches!(request.user, UserSlot::Absent) {
        return Err(Error::not_passed("AuthenticationMiddleware"));
    }
    let data = request.session_ref()?.load_data().await?;
    let Some(id) = data.text(USER_ID) else { return Ok(None) };
    let Some(backend) = data.text(USER_BACKEND) else { return Ok(None) };
    let users = &request.shared().users;
    let Some(user) = users.user(&backend, &id).await?.filter(User::is_active) else { return Ok(None) };

    let stored = data.text(USER_HASH).unwrap_or_default();
    let hashes = &request.shared().session_hashes;
    let new_hash = match hashes.verify(&user, &stored) {
        Verified::Current => return Ok(Some(user)),
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
