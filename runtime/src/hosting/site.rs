//! `Site`: an application being built, and what happens when it starts.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::base::clock::Clock;
use crate::base::error::{self, Error};
use crate::base::panics;
use crate::base::signing::Keys;
use crate::hosting::service::Service;
use crate::web::application::CsrfFailure;
use crate::web::application::{Application, Included};
use crate::web::auth::LoginUrl;
use crate::web::context::ContextVariables;
use crate::web::csrf_token::CsrfSettings;
use crate::web::messages;
use crate::web::middleware::{CsrfViewMiddleware, MessageMiddleware, SessionMiddleware};
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

    /// A value for the `State<T>` extractor, one of each type.
    #[must_use]
    pub fn state<T: Send + Sync + 'static>(mut self, state: T) -> Self {
        self.states.insert(state);
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

    /// The sessions alone, for a command that answers no requests; `None` if the application has none.
    pub(crate) fn sessions_alone(mut self) -> Result<Option<Sessions>, Error> {
        let mut settings = self.load_settings()?;
        settings.check()?;
        if !Registry::of::<A>()?.has::<SessionMiddleware>() {
            return Ok(None);
        }
        self.open_sessions(&settings, &keys(&settings)).map(Some)
    }

    /// The sessions where the settings or the application want them. Nothing is connected yet.
    fn open_sessions(&self, settings: &Settings, keys: &Keys) -> Result<Sessions, Error> {
        Ok(match &self.store {
            Some(store) => Sessions::of(Arc::clone(store), settings.sessions(), &self.clock, Some(keys)),
            None => Sessions::open(settings, keys, &self.clock)?,
        })
    }

    pub(crate) async fn start_with(self, mut settings: Settings) -> Result<Service, Error> {
        settings.check()?;
        panics::install_hook();
        let mut registry = Registry::of::<A>()?;
        let router = Arc::new(Router::new(&registry.views)?);
        let keys = keys(&settings);
        let sessions = self.open_sessions(&settings, &keys)?;
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
        let onion = Onion::new(&mut registry.middlewares, Arc::clone(&router), &settings);
        let templates = Templates::new(Included::of::<A>().templates())?;
        let mut states = self.states;
        let of_layers = registry.middlewares.iter().flat_map(|layer| layer.context).copied();
        states.insert(ContextVariables::new(registry.variables.iter().copied(), of_layers, &templates));
        states.insert(Traces::default());
        states.insert(login_url::<A>());
        states.insert(registry);
        states.insert(router);
        if let Some(answer) = A::csrf_failure() {
            states.insert::<CsrfFailure>(answer);
        }
        let shared = Shared {
            session_hashes: SessionHashes::new(&keys),
            keys,
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
