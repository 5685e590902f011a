//! `Site`: an application being built. What happens when it starts stands in `start.rs`.

mod start;
mod state_with;

pub(crate) use start::login_url;

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
#[cfg(feature = "sql")]
use std::pin::Pin;
use std::sync::Arc;

use crate::base::clock::Clock;
use crate::base::error::Error;
use crate::base::mail::MailBackend;
use crate::base::storage::{Storage, StorageBackend};
use crate::web::application::Application;
use crate::web::mount::{IntoMount, Mounts};
use crate::web::request::States;
use crate::web::sessions::SessionStore;
use crate::web::settings::Settings;
use crate::web::users::AuthBackend;
#[cfg(feature = "sql")]
use crate::web::users::Users;
use state_with::MadeState;

type Adjust = Box<dyn FnOnce(&mut Settings) + Send>;

/// What makes users that have to be there.
#[cfg(feature = "sql")]
type FirstUsers = Box<dyn FnOnce(Users) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> + Send>;

/// An application being built: `App::build()`.
///
/// ```no_run
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// # struct Pool;
/// fn main() -> ExitCode {
///     App::build().settings(|settings| settings.threads = 4).state(Pool).main()
/// }
/// ```
///
/// | | |
/// |---|---|
/// | [`settings`](Self::settings) | settings in code |
/// | [`state`](Self::state), [`state_with`](Self::state_with) | values for [`State`](crate::State) |
/// | [`users`](Self::users), [`database_users`](Self::database_users) | where users come from |
/// | [`first_users`](Self::first_users) | users that have to be there |
/// | [`mount`](Self::mount) | services of others, below a prefix |
/// | [`session_store`](Self::session_store) | a session store of one's own |
/// | [`mail_backend`](Self::mail_backend) | what sends mails, of one's own |
/// | [`storage`](Self::storage) | where files are kept, of one's own |
/// | [`clock`](Self::clock) | another clock |
/// | [`main`](Self::main) | the command line: serves, or does what its words say |
/// | [`start`](Self::start) | the [`Service`](crate::Service), for another server |
///
/// In a test [`Client::new`](crate::testing::Client::new) takes it, so that a function which makes it serves both:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/")]
/// async fn index(request: &Request, State(motd): State<&'static str>) -> String {
///     format!("{motd} ({} threads)", request.settings().threads)
/// }
///
/// fn site() -> Site<App> {
///     App::build().settings(|settings| settings.threads = 4).state("Be kind")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// // In `main`: `site().main()`. In a test:
/// let mut client = Client::new(site()).await?;
/// assert_eq!(client.get("/").await.text(), "Be kind (4 threads)");
/// # Ok(()) })? }
/// ```
pub struct Site<A> {
    app: PhantomData<fn() -> A>,
    adjust: Vec<Adjust>,
    states: States,
    made_states: Vec<MadeState>,
    mounts: Mounts,
    /// None: the application has named no backend.
    users: Vec<Arc<dyn AuthBackend>>,
    /// Before which of them the users in the database are asked, if the application has said so.
    #[cfg(feature = "sql")]
    database_users: Option<usize>,
    #[cfg(feature = "sql")]
    first_users: Vec<FirstUsers>,
    clock: Clock,
    store: Option<Arc<dyn SessionStore>>,
    mail: Option<Arc<dyn MailBackend>>,
    storage: Option<Storage>,
}

impl<A: Application> Site<A> {
    pub(crate) fn new() -> Self {
        Self {
            app: PhantomData,
            adjust: Vec::new(),
            states: States::default(),
            made_states: Vec::new(),
            mounts: Mounts::default(),
            users: Vec::new(),
            #[cfg(feature = "sql")]
            database_users: None,
            #[cfg(feature = "sql")]
            first_users: Vec::new(),
            clock: Clock::system(),
            store: None,
            mail: None,
            storage: None,
        }
    }

    /// Changes settings in code; wins over file and environment.
    #[must_use]
    pub fn settings(mut self, adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        self.adjust.push(Box::new(adjust));
        self
    }

    /// A value for the [`State<T>`](crate::State) extractor, one of each type. An application does not start without
    /// those that its views take.
    #[must_use]
    pub fn state<T: Send + Sync + 'static>(mut self, state: T) -> Self {
        self.states.insert(state);
        self
    }

    /// A value for the `State<T>` extractor that has to be waited for, such as a pool of connections: `make` runs once,
    /// inside the runtime, when the application starts and before it answers, with the settings as they are then.
    /// Several run in the order in which they are given.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use std::sync::Arc;
    /// # vestibule::app! {}
    /// # #[derive(Clone)] struct Pool(Arc<str>);
    /// # impl Pool {
    /// #     async fn connect(url: &str) -> std::io::Result<Self> { Ok(Self(url.into())) }
    /// #     fn name(&self) -> &str { &self.0 }
    /// # }
    /// #[view(GET, "/database/")]
    /// async fn database(State(pool): State<Pool>) -> String {
    ///     pool.name().to_owned()
    /// }
    ///
    /// fn site() -> Site<App> {
    ///     App::build().state_with(async |settings| Ok(Pool::connect(&settings.database_url).await?))
    /// }
    ///
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// // In `main`: `site().main()`. In a test:
    /// let mut client = vestibule::testing::Client::new(site()).await?;
    /// assert_eq!(client.get("/database/").await.text(), "sqlite::memory:");
    /// # Ok(()) })? }
    /// ```
    ///
    /// An error of it ends the start, and is told with the type and the place of this call.
    #[must_use]
    #[track_caller]
    pub fn state_with<T, F>(mut self, make: impl FnOnce(Settings) -> F + Send + 'static) -> Self
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        self.made_states.push(MadeState::new(make, Location::caller()));
        self
    }

    /// Answers all paths below `prefix` by another service: an axum `Router`, another application that was started,
    /// anything of tower.
    ///
    /// To the layers it is a view like others, called `mount /api`, of every method: `process_view` sees it, `routes`
    /// lists it, a request that changes something needs a CSRF token, and `LoginRequiredMiddleware` guards it
    /// ([`Mount`](crate::Mount) says otherwise). Its answers are left as they are, a 404 too; where it fails, `process_exception`
    /// sees the error. No other view may be below the prefix: then the application does not start.
    ///
    /// The service gets the request as it came, with its body unread, and its path without the prefix: `/api/users/` is
    /// `/users/`, `/api` is `/`. The address as it was is in the extensions, as [`OriginalUri`](crate::OriginalUri), and
    /// so is whatever layers have put there: a visitor's session, a user. Upgrades, such as to WebSockets, do not pass.
    ///
    /// `examples/axum_api` mounts an axum router.
    #[must_use]
    #[track_caller]
    pub fn mount(mut self, prefix: &str, service: impl IntoMount) -> Self {
        self.mounts.add(prefix, service.into_mount(), Location::caller());
        self
    }

    /// Where users come from. Default: Django's tables in the database of `database_url`, which
    /// [`auth::Users`](crate::auth::Users) keeps.
    ///
    /// Given several times, each backend is asked in this order ([`AuthBackend`]; Django's `AUTHENTICATION_BACKENDS`), and
    /// the one that has found a user is remembered in the session.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # vestibule::app! {}
    /// # use vestibule::auth::FixedUsers as Customers;
    /// # use vestibule::auth::{AuthBackend, BackendFuture, Credentials};
    /// # struct Directory;
    /// # impl AuthBackend for Directory {
    /// #     fn path(&self) -> &str { "shop.Directory" }
    /// #     fn authenticate<'a>(&'a self, _: &'a Credentials) -> BackendFuture<'a> { BackendFuture::Ready(Ok(None)) }
    /// #     fn user<'a>(&'a self, _: &'a str) -> BackendFuture<'a> { BackendFuture::Ready(Ok(None)) }
    /// # }
    /// # #[view(GET, "/")] async fn index() -> &'static str { "" }
    /// # fn main() {
    /// let site = App::build().users(Directory).users(Customers::new([("gary", "123")]));
    /// # let _ = site;
    /// # }
    /// ```
    #[must_use]
    pub fn users(mut self, users: impl AuthBackend) -> Self {
        self.users.push(Arc::new(users));
        self
    }

    /// The users in the database, where they are asked beside backends of [`users`](Self::users), in the order of the
    /// calls.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # vestibule::app! {}
    /// # use vestibule::auth::FixedUsers as Directory;
    /// # #[view(GET, "/")] async fn index() -> &'static str { "" }
    /// # fn main() {
    /// let site = App::build().users(Directory::new([("gary", "123")])).database_users();
    /// # let _ = site;
    /// # }
    /// ```
    #[cfg(feature = "sql")]
    #[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
    #[must_use]
    pub fn database_users(mut self) -> Self {
        self.database_users = Some(self.users.len());
        self
    }

    /// Makes users in the database that have to be there: `make` runs when the application starts and before it answers.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use vestibule::auth::{NewUser, Users};
    ///
    /// async fn guest(users: Users) -> Result<()> {
    ///     if users.by_username("guest").await?.is_none() {
    ///         users.create(NewUser::new("guest").password("come in")).await?;
    ///     }
    ///     Ok(())
    /// }
    ///
    /// #[view(GET, "/")]
    /// async fn index(users: Users) -> Result<String> {
    ///     Ok(users.by_username("guest").await?.map_or("nobody".to_owned(), |user| user.to_string()))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// let mut client = Client::new(App::build().first_users(guest)).await?;
    /// assert_eq!(client.get("/").await.text(), "guest");
    /// # Ok(()) })? }
    /// ```
    ///
    /// An error of it keeps the application from starting.
    #[cfg(feature = "sql")]
    #[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
    #[must_use]
    pub fn first_users<F>(mut self, make: impl FnOnce(Users) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.first_users.push(Box::new(move |users| Box::pin(make(users))));
        self
    }

    /// Another clock, for tests.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use std::time::Duration;
    /// use vestibule::clock::Clock;
    /// use vestibule::time::macros::datetime;
    ///
    /// #[view(GET, "/")]
    /// async fn index(session: Session) -> Result<String> {
    ///     let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    ///     session.insert("visits", visits)?;
    ///     session.set_expiry(Expiry::After(Duration::from_secs(60)));
    ///     Ok(visits.to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// let clock = Clock::fixed(datetime!(2026-01-02 03:04:05 UTC));
    /// let mut client = Client::new(App::build().clock(clock.clone())).await?;
    /// client.get("/").await;
    /// assert_eq!(client.get("/").await.text(), "2");
    ///
    /// clock.set(datetime!(2026-01-02 03:05:06 UTC));
    /// assert_eq!(client.get("/").await.text(), "1", "the session is over");
    /// # Ok(()) })? }
    /// ```
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// A session store of the application's own, in place of what `session_engine` names.
    #[must_use]
    pub fn session_store(mut self, store: impl SessionStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Where files are kept, in place of the directory `media_root`: what views get as a [`Storage`].
    #[must_use]
    pub fn storage(mut self, backend: impl StorageBackend) -> Self {
        self.storage = Some(Storage::new(backend));
        self
    }

    /// What sends mails, of the application's own, in place of what `email_backend` names; in a test too.
    #[must_use]
    pub fn mail_backend(mut self, backend: impl MailBackend) -> Self {
        self.mail = Some(Arc::new(backend));
        self
    }
}

impl<A> fmt::Debug for Site<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("app", &std::any::type_name::<A>()).finish_non_exhaustive()
    }
}
