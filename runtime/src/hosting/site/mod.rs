//! `Site`: an application being built, and what happens when it starts.

mod state_with;

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use crate::base::clock::Clock;
use crate::base::error::{self, Error};
use crate::base::panics;
use crate::base::signing::Keys;
use crate::hosting::service::Service;
use crate::web::application::CsrfFailure;
use crate::web::application::{Application, Included};
use crate::web::auth::LoginUrl;
use crate::web::caches::Caches;
use crate::web::context::ContextVariables;
use crate::web::csrf_token::CsrfSettings;
use crate::web::extract::Startup;
use crate::web::messages;
use crate::web::middleware::{CsrfViewMiddleware, MessageMiddleware, SessionMiddleware};
use crate::web::mount::{IntoMount, Mounts};
use crate::web::onion::Onion;
use crate::web::recorder::Arrivals;
use crate::web::registry::Registry;
use crate::web::request::{AcceptedHost, Unfinished};
use crate::web::request::{Shared, States};
use crate::web::router::Router;
use crate::web::sessions::{SessionStore, Sessions, StoreError};
use crate::web::settings::Settings;
use crate::web::shutdown::Shutdown;
use crate::web::templates::Templates;
use crate::web::trace::Traces;
use crate::web::users::{AuthBackend, FixedUsers, SessionHashes};
use state_with::MadeState;

type Adjust = Box<dyn FnOnce(&mut Settings) + Send>;

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
pub struct Site<A> {
    app: PhantomData<fn() -> A>,
    adjust: Vec<Adjust>,
    states: States,
    made_states: Vec<MadeState>,
    mounts: Mounts,
    users: Arc<dyn AuthBackend>,
    clock: Clock,
    store: Option<Arc<dyn SessionStore>>,
}

impl<A: Application> Site<A> {
    pub(crate) fn new() -> Self {
        Self {
            app: PhantomData,
            adjust: Vec::new(),
            states: States::default(),
            made_states: Vec::new(),
            mounts: Mounts::default(),
            users: Arc::new(FixedUsers::default()),
            clock: Clock::system(),
            store: None,
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
    /// ([`Mount`] says otherwise). Its answers are left as they are, a 404 too; where it fails, `process_exception`
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

    /// Where users come from. Default: nobody is known.
    #[must_use]
    pub fn users(mut self, users: impl AuthBackend) -> Self {
        self.users = Arc::new(users);
        self
    }

    /// Another clock, for tests.
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

    /// Everything the settings say, before anything is opened.
    pub(crate) fn load_settings(&mut self) -> Result<Settings, Error> {
        let mut settings = Settings::load()?;
        for adjust in self.adjust.drain(..) {
            adjust(&mut settings);
        }
        Ok(settings)
    }

    /// Checks the settings, reads the tables, opens the stores: an application ready to answer.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from starting, in words for whoever starts it.
    pub async fn start(mut self) -> Result<Service, Error> {
        let settings = self.load_settings()?;
        self.start_with(settings).await
    }

    /// The tables, with what is mounted.
    pub(crate) fn registry(&self) -> Result<Registry, Error> {
        let mut registry = Registry::of::<A>()?;
        let mounts = self.mounts.entries(&registry.views, A::PLACE)?;
        registry.views.extend(mounts);
        registry.views.sort_by_key(|entry| (entry.info.path, entry.info.methods));
        Ok(registry)
    }

    /// The sessions alone, for a command that answers no requests; `None` if the application has none.
    pub(crate) fn sessions_alone(mut self) -> Result<Option<Sessions>, Error> {
        let mut settings = self.load_settings()?;
        settings.check()?;
        if !Registry::of::<A>()?.has::<SessionMiddleware>() {
            return Ok(None);
        }
        let caches = Caches::open(&settings, &self.clock)?;
        self.open_sessions(&settings, &keys(&settings), &caches).map(Some)
    }

    /// The sessions where the settings or the application want them. Nothing is connected yet.
    fn open_sessions(&self, settings: &Settings, keys: &Keys, caches: &Caches) -> Result<Sessions, Error> {
        Ok(match &self.store {
            Some(store) => Sessions::of(Arc::clone(store), settings.sessions(), &self.clock, Some(keys)),
            None => Sessions::open_in(settings, keys, &self.clock, caches)?,
        })
    }

    pub(crate) async fn start_with(mut self, mut settings: Settings) -> Result<Service, Error> {
        settings.check()?;
        panics::install_hook();
        let mut registry = self.registry()?;
        let router = Arc::new(Router::new(&registry.views)?);
        let keys = keys(&settings);
        let caches = Caches::open(&settings, &self.clock)?;
        let sessions = self.open_sessions(&settings, &keys, &caches)?;
        if registry.has::<SessionMiddleware>() {
            sessions.check_cookie().map_err(|error| {
                Error::internal("the session cookie cannot be sent with these settings").caused_by(error)
            })?;
            match sessions.prepare().await {
                // Pages without a session are served meanwhile; the others answer 503.
                Err(StoreError::Unavailable(cause)) => {
                    let cause = error::chain(&*cause);
                    tracing::error!(cause, "the session store is not available at start-up");
                }
                other => other?,
            }
        }
        if registry.has::<MessageMiddleware>() {
            messages::check(&settings)?;
        }
        let csrf = CsrfSettings::new(&settings)?;
        if registry.has::<CsrfViewMiddleware>() {
            csrf.check_start(registry.has::<SessionMiddleware>(), self.clock.now())?;
        }
        for state in self.made_states.drain(..) {
            state.make(&settings, &mut self.states).await?;
        }
        registry.check(&Startup::new(&settings, &self.states))?;
        let onion = Onion::new(&mut registry.middlewares, Arc::clone(&router), &settings);
        let templates = Templates::new(Included::of::<A>().templates())?;
        let mut states = self.states;
        let of_layers = registry.middlewares.iter().flat_map(|layer| layer.context).copied();
        states.insert(ContextVariables::new(registry.variables.iter().copied(), of_layers, &templates));
        states.insert(Traces::default());
        states.insert(login_url::<A>());
        states.insert(registry);
        states.insert(router);
        states.insert(self.mounts);
        if let Some(answer) = A::csrf_failure() {
            states.insert::<CsrfFailure>(answer);
        }
        let shared = Shared {
            session_hashes: SessionHashes::new(&keys),
            keys,
            caches,
            sessions,
            csrf,
            accepted_host: AcceptedHost::default(),
            templates,
            users: self.users,
            states,
            arrivals: Arrivals::default(),
            unfinished: Unfinished::default(),
            clock: self.clock,
            shutdown: Shutdown::new(),
            settings,
        };
        Ok(Service::new(shared, onion))
    }
}

/// Where strangers are sent: as `app!` says, or Django's default.
pub(crate) fn login_url<A: Application>() -> LoginUrl {
    LoginUrl::new(A::login_url().unwrap_or_else(|| LoginUrl::DEFAULT.to_owned()))
}

fn keys(settings: &Settings) -> Keys {
    Keys::new(settings.secret_key.as_str(), settings.secret_key_fallbacks.iter().map(String::as_str))
}

impl<A> fmt::Debug for Site<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("app", &std::any::type_name::<A>()).finish_non_exhaustive()
    }
}
