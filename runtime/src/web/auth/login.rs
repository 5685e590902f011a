//! `authenticate`, `login`, `logout`, `update_session_auth_hash`.

use super::events::{self, UserLoggedIn, UserLoggedOut, UserLoginFailed};
use super::throttle::Attempt;
use super::{USER_BACKEND, USER_HASH, USER_ID, absolute_age};
use crate::base::error::Error;
use crate::web::request::{Request, UserSlot};
use crate::web::sessions::SessionError;
use crate::web::users::{Credentials, User, Verified};

/// The user whose name and password these are; `None` if there is none, the password is wrong or
/// the account is not active — which of the three is not told.
///
/// The application's backends are asked in turn, and the user remembers the one that has found them. If none has,
/// subscribers of [`UserLoginFailed`] are told.
///
/// After five wrong passwords for a name from one address there is a pause before the next is looked at: a second, then
/// twice as long each time, up to five minutes. There are milder ones for an address that tries many names, and for a
/// name that many addresses try. (Django has none; `login_throttle = false` turns them off.)
///
/// # Errors
///
/// 429 with `Retry-After` while such a pause lasts. Those of the backends, such as a database that is away, and of
/// subscribers.
pub async fn authenticate(request: &mut Request, credentials: &Credentials) -> Result<Option<User>, Error> {
    let attempt = Attempt::begin(request, &credentials.username).await?;
    let user = request.shared().users.authenticate(credentials).await?;
    let counted = match (attempt, &user) {
        (Some(attempt), Some(_)) => attempt.succeeded().await,
        (Some(attempt), None) => attempt.failed().await,
        (None, _) => Ok(()),
    };
    let told = match user {
        Some(_) => Ok(()),
        None => events::send(&UserLoginFailed::new(credentials), request).await,
    };
    counted.and(told).map(|()| user)
}

/// Ties the user to the visitor's session (Django, `contrib/auth/__init__.py`).
///
/// An anonymous session gets a new key and keeps its data; one that belongs to another user, or to
/// this one under an older password, is emptied first: a key that was known before login opens
/// nothing after it (OWASP, Session Fixation). For the same reason pages have another CSRF token.
///
/// The session remembers the backend that has authenticated the user, else the one that
/// [`User::with_backend`] names, else the only one there is; that backend is told
/// ([`AuthBackend::logged_in`](super::AuthBackend::logged_in)), so that a table has its `last_login`. Last,
/// subscribers of [`UserLoggedIn`] are told.
///
/// # Errors
///
/// If the session cannot be read or written, or the backend or a subscriber has an error; 500 if the user is of a
/// backend that is not the application's, or of none and it has several. The visitor is then not logged in.
pub async fn login(request: &mut Request, user: User) -> Result<(), Error> {
    let user = tie_to_session(request, user).await?;
    request.csrf.rotate()?;
    request.user = UserSlot::Known(Some(user.clone()));
    if let Err(refused) = events::send(&UserLoggedIn { user }, request).await {
        // Not every error keeps the session from being saved: one that is answered with 403 does not.
        request.session_handle()?.flush().await?;
        request.user = UserSlot::Known(None);
        return Err(refused);
    }
    Ok(())
}

/// The user as they are from this login on.
async fn tie_to_session(request: &mut Request, user: User) -> Result<User, Error> {
    let session = request.session().await?;
    let shared = request.shared();
    let (hashes, backend) = (&shared.session_hashes, shared.users.path_of(&user)?);
    let hash = hashes.of(&user);
    let data = session.data();
    if data.contains(USER_ID) {
        let stored = data.text(USER_HASH).unwrap_or_default();
        // Users of two backends may have one id, and those who have no password here one hash.
        let is_same = data.text(USER_ID).as_deref() == Some(user.id())
            && data.text(USER_BACKEND).as_deref() == Some(backend);
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
    session.insert(USER_BACKEND, user.backend())?;
    session.insert(USER_HASH, hash)?;
    if absolute_age::of(request).is_some() {
        absolute_age::note(request, &session)?;
    }
    Ok(user)
}

/// Ends the visitor's session: its record is deleted, and the browser told to forget the cookie.
/// Works without a login. Where to go next is the view's business.
///
/// Before that, subscribers of [`UserLoggedOut`] are told.
///
/// # Errors
///
/// If the record cannot be deleted; the session then still exists. Those of subscribers, after which it does not.
pub async fn logout(request: &mut Request) -> Result<(), Error> {
    let told = match events::is_awaited::<UserLoggedOut>(request) {
        true => tell_of_logout(request).await,
        false => Ok(()),
    };
    request.session_handle()?.flush().await?;
    request.user = UserSlot::Known(None);
    told
}

async fn tell_of_logout(request: &mut Request) -> Result<(), Error> {
    let user = match request.user {
        UserSlot::Absent => None,
        // Nobody is kept from logging out by a database that is away.
        _ => request.user().await.unwrap_or_else(|error| {
            let cause = error.chain();
            tracing::warn!(target: "vestibule::auth", cause, "nobody can say who is logging out");
            None
        }),
    };
    events::send(&UserLoggedOut { user }, request).await
}

/// Keeps the visitor logged in after their own password has changed, which ends all of their other sessions: gives this
/// one a new key and the hash of the new password (Django, `contrib/auth/__init__.py`).
///
/// `user` is the user with the new password, as the backend knows them now. Of a visitor who is somebody else, or nobody,
/// the session gets a new key and no more.
///
/// **Look at [`Request::user`] before the password is changed**, as a guard does or an argument `user: User`: if that is
/// asked for the first time afterwards, the session is one of an older password, and over.
///
/// # Errors
///
/// If the session or the user cannot be read or written.
pub async fn update_session_auth_hash(request: &mut Request, user: &User) -> Result<(), Error> {
    let session = request.session().await?;
    session.cycle_key().await?;
    let Some(visitor) = request.user().await? else { return Ok(()) };
    let is_of_its_backend = user.backend().is_none_or(|path| visitor.backend() == Some(path));
    if visitor == *user && is_of_its_backend {
        session.insert(USER_HASH, request.shared().session_hashes.of(user))?;
        let user = user.clone();
        request.user = UserSlot::Known(Some(match visitor.backend() {
            Some(path) => user.of_backend(path),
            None => user,
        }));
    }
    Ok(())
}
