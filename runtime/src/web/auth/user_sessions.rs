//! The sessions of a user on all their devices: listed, and ended.
//!
//! A session is found by what it holds, `_auth_user_id` and `_auth_user_backend`, and for that all sessions of the site
//! are read. An index by user would be quicker to ask; but each login, logout, new key and expiry would have to keep it,
//! a session that it has lost could not be ended any more, and those that Django begins would never be in it. To log out
//! everywhere is rare, and has to be right.

use std::fmt;

use super::absolute_age::{self, login_of};
use super::{USER_BACKEND, USER_HASH, USER_ID, logout};
use crate::base::clock::Timestamp;
use crate::base::crypto::Algorithm;
use crate::base::error::Error;
use crate::base::signing::{self, b64url};
use crate::web::request::Request;
use crate::web::sessions::{Data, Session, SessionKey};
use crate::web::users::{User, Verified};

/// How often sessions are looked for that have moved to another key while others were read.
const PASSES: usize = 4;

/// One of a user's sessions.
#[derive(Clone)]
pub struct UserSession {
    session: Session,
    id: String,
    is_current: bool,
    expires_at: Timestamp,
}

impl UserSession {
    /// What a page may call it by, such as in a button's value; from the session's key nobody can tell the one without
    /// the site's secret key, or from it the other. It is another one once the session has a new key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it is that of this request.
    pub fn is_current(&self) -> bool {
        self.is_current
    }

    /// When it ends if nothing of it is changed any more.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// When its user logged in; known where `session_absolute_age` is set.
    pub fn logged_in_at(&self) -> Option<Timestamp> {
        login_of(&self.session.data())
    }

    /// What is in it, such as what the application has noted of the device at login
    /// ([`#[on(UserLoggedIn)]`](macro@crate::on)).
    pub fn data(&self) -> Data {
        self.session.data()
    }

    /// Ends it: whoever has its key is logged out. That of the request itself is better ended by
    /// [`logout`](super::logout).
    ///
    /// # Errors
    ///
    /// Those of the session store; the session then goes on.
    pub async fn end(&self) -> Result<(), Error> {
        Ok(self.session.flush().await?)
    }
}

/// Neither the key nor the data.
impl fmt::Debug for UserSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserSession")
            .field("is_current", &self.is_current)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The sessions in which this user is logged in, those that Django has begun among them, in no order.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login }
/// # use vestibule::auth::{self, Credentials, FixedUsers};
/// #[view(GET, "/devices/")]
/// #[login_auth]
/// async fn devices(request: &mut Request, user: User) -> Result<String> {
///     let sessions = auth::sessions_of(request, &user).await?;
///     Ok(format!("{} devices, {} of them this", sessions.len(), sessions.iter().filter(|session| session.is_current()).count()))
/// }
///
/// #[view(POST, "/devices/{id}/end/")]
/// #[login_auth]
/// async fn end(request: &mut Request, user: User, id: String) -> Result {
///     for session in auth::sessions_of(request, &user).await? {
///         if session.id() == id {
///             session.end().await?;
///         }
///     }
///     redirect(devices::url())
/// }
///
/// #[view(POST, "/logout-everywhere/")]
/// #[login_auth]
/// async fn logout_everywhere(request: &mut Request) -> Result {
///     auth::logout_everywhere(request).await?;
///     redirect("/")
/// }
/// # #[view(GET, POST, "/login/")] async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
/// #     let Some(Form(credentials)) = form else { return Ok(Response::text("who are you?")) };
/// #     if let Some(user) = auth::authenticate(request, &credentials).await? { auth::login(request, user).await?; }
/// #     redirect("/")
/// # }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut phone = Client::new(App::build().users(FixedUsers::new([("gary", "123")]))).await?;
/// let mut laptop = Client::of(phone.service().clone());
/// # for client in [&mut phone, &mut laptop] { client.post("/login/", &[("username", "gary"), ("password", "123")]).await; }
/// assert_eq!(phone.get("/devices/").await.text(), "2 devices, 1 of them this");
///
/// laptop.post("/logout-everywhere/", &[]).await;
/// assert_eq!(phone.get("/devices/").await.location(), Some("/login/?next=/devices/"));
/// # Ok(()) })? }
/// ```
///
/// It reads all sessions of the site, which takes a while where there are very many: a page of a user's, not every page.
///
/// # Errors
///
/// [`StoreError::Unlisted`](crate::sessions::StoreError::Unlisted), as the error's source, where sessions are in their
/// cookies or in a store that cannot be asked; others of the store. 500 if the user is of none of the backends.
pub async fn sessions_of(request: &mut Request, user: &User) -> Result<Vec<UserSession>, Error> {
    let current = current_key(request);
    let of_user = find(request, user).await?;
    let shared = request.shared();
    let (age, now) = (absolute_age::of(request), shared.clock.now());
    let is_good = |data: &Data| {
        let hash = data.text(USER_HASH).unwrap_or_default();
        let is_over = age.is_some_and(|age| absolute_age::is_over(data, age, now));
        !is_over && shared.session_hashes.verify(user, &hash) != Verified::No
    };
    let good = of_user.into_iter().filter(|(session, _)| is_good(&session.data()));
    let described = good.map(|(session, expires_at)| UserSession {
        id: session.key().map(|key| id_of(request, &key)).unwrap_or_default(),
        is_current: session.key() == current,
        session,
        expires_at,
    });
    Ok(described.collect())
}

/// Ends all sessions of a user but that of this request, and says how many. Of a user whose device is lost, an
/// administrator ends all.
///
/// Nobody need be told of a new password by it: that ends the sessions of before by itself.
///
/// # Errors
///
/// Those of [`sessions_of`]; what was ended by then stays so.
pub async fn end_sessions_of(request: &mut Request, user: &User) -> Result<usize, Error> {
    let current = current_key(request);
    let mut ended = 0;
    for _ in 0..PASSES {
        let found = find(request, user).await?;
        let others: Vec<_> = found.into_iter().filter(|(session, _)| session.key() != current).collect();
        for (session, _) in &others {
            session.flush().await?;
        }
        ended += others.len();
        // One that got another key while they were read may have been left out.
        if others.is_empty() {
            break;
        }
    }
    Ok(ended)
}

/// Logs the visitor out on all devices, this one last, and says how many other sessions were ended. Of them
/// [`UserLoggedOut`](super::UserLoggedOut) does not tell.
///
/// # Errors
///
/// Those of [`sessions_of`], after which the visitor is still logged in here, and of [`logout`](super::logout()).
pub async fn logout_everywhere(request: &mut Request) -> Result<usize, Error> {
    let ended = match request.user().await? {
        Some(user) => end_sessions_of(request, &user).await?,
        None => 0,
    };
    logout(request).await?;
    Ok(ended)
}

async fn find(request: &Request, user: &User) -> Result<Vec<(Session, Timestamp)>, Error> {
    let shared = request.shared();
    let (id, backend) = (user.id().to_owned(), shared.users.path_of(user)?.to_owned());
    let is_of_user = move |data: &Data| {
        data.text(USER_ID).as_deref() == Some(&*id) && data.text(USER_BACKEND).as_deref() == Some(&*backend)
    };
    Ok(shared.sessions.find(is_of_user).await?)
}

fn current_key(request: &mut Request) -> Option<SessionKey> {
    request.session_handle().ok()?.key()
}

fn id_of(request: &Request, key: &SessionKey) -> String {
    const SALT: &str = "vestibule.auth.sessions";
    let hash = signing::salted_key(Algorithm::Sha256, SALT, request.shared().keys.current());
    b64url::encode(&hash.sign(key.as_str().as_bytes()).as_ref()[..18])
}
