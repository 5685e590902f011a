//! An application: what `app!` says of it, and how it is built and started.

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::process::ExitCode;
use std::sync::Arc;

use crate::base::clock::Clock;
use crate::base::error::{self, Error};
use crate::base::panics;
use crate::base::signing::Keys;
use crate::hosting::commands;
use crate::hosting::server::Shutdown;
use crate::hosting::service::Service;
use crate::web::auth::{AuthBackend, FixedUsers, LoginUrl, SessionHashes};
use crate::web::csrf::{CsrfFailure, CsrfSettings};
use crate::web::messages;
use crate::web::middleware::{MessageMiddleware, SessionMiddleware};
use crate::web::onion::Onion;
use crate::web::registry::{MiddlewareEntry, Place, Registry};
use crate::web::request::{AcceptedHost, Unfinished};
use crate::web::router::Router;
use crate::web::sessions::{SessionStore, Sessions, StoreError};
use crate::web::settings::Settings;
use crate::web::shared::{Shared, States};
use crate::web::templates::{TemplateFiles, Templates};
use crate::web::trace::Traces;

/// An application, as `app!` makes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    label = "not an application",
    note = "`vestibule::app! {{ … }}` makes one; `app = …` names it where it is not `crate::App`"
)]
pub trait Application: Sized + 'static {
    /// The type's name.
    const NAME: &'static str;
    /// Where `app!` stands.
    const PLACE: Place;
    /// Its templates.
    fn templates() -> TemplateFiles;
    /// The middlewares that `app!` lists; the application's own are in the table.
    fn middlewares() -> Vec<MiddlewareEntry>;
    /// The URL of the login view, if one is named.
    fn login_url() -> Option<String>;
    /// What answers a request that the CSRF check has refused, if it is not the page of the framework.
    fn csrf_failure() -> Option<CsrfFailure> {
        None
    }
    /// Adds the applications it includes.
    fn include(included: &mut Included);
}

/// An application that `Outer` may include: it has the middlewares that this one lists, and a login view if this
/// one names one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    label = "not an application",
    note = "`vestibule::app! {{ … }}` makes one"
)]
pub trait IncludableIn<Outer>: Application {}

/// An application and all that it includes, directly or through one another, each once.
#[derive(Debug, Default)]
pub struct Included {
    apps: Vec<TypeId>,
    templates: Vec<TemplateFiles>,
}

impl Included {
    /// Adds an application that `Outer` includes, which must have all that it counts on.
    pub fn add_to<Outer, A: IncludableIn<Outer>>(&mut self) {
        self.add::<A>();
    }

    /// Adds an application and what it includes.
    fn add<A: Application>(&mut self) {
        let app = TypeId::of::<A>();
        if !self.apps.contains(&app) {
            self.apps.push(app);
            self.templates.push(A::templates());
            A::include(self);
        }
    }

    /// Of an application and all that it includes.
    pub(crate) fn of<A: Application>() -> Self {
        let mut included = Self::default();
        included.add::<A>();
        included
    }

    /// Where the templates of each are, in the order in which they are included.
    pub(crate) fn templates(&self) -> &[TemplateFiles] {
        &self.templates
    }

    pub(crate) fn apps(&self) -> &[TypeId] {
        &self.apps
    }
}

/// The application has the middleware `M`.
#[diagnostic::on_unimplemented(
    message = "this application has no `{M}`",
    label = "needs `{M}`",
    note = "add `{M}` to the middleware of its `app!`: `middleware: [{M}, …]`; the list names all that are wanted, \
            Django's seven too"
)]
pub trait Provides<M> {}

/// A list `(M, (N, ()))` of what the application `A` must have. (The list and not the application implements
/// it, so that the compiler speaks of the one that is missing.)
pub trait MetBy<A> {}

impl<A> MetBy<A> for () {}

impl<A: Provides<First>, First, Rest: MetBy<A>> MetBy<A> for (First, Rest) {}

/// What an application provides that names a login view.
#[derive(Debug)]
pub struct LoginView;

impl<A: HasLoginView> Provides<LoginView> for A {}

/// The application has a login view to send visitors to.
#[diagnostic::on_unimplemented(
    message = "this application has no login view",
    label = "sends visitors to the login view",
    note = "name one in its `app!`: `login: login`, or `login: \"/sso/\"` for an address outside"
)]
pub trait HasLoginView {
    /// Its address.
    fn login_url() -> String;
}

/// The type `#[view]` makes beside the function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "not a view",
    note = "a view is a function with `#[view(GET, \"…\")]` above it"
)]
pub trait IsView {
    /// The function's name.
    const NAME: &'static str;
    /// The path as written.
    const PATH: &'static str;
    /// How many parameters it has.
    const PARAMETERS: usize;
}

/// Where a guard of an included application sends strangers if the including one names no login view.
const LOGIN_URL: &str = "/accounts/login/";

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

    /// The application's command line: `serve` unless an argument says otherwise.
    pub fn main(self) -> ExitCode {
        commands::main(self)
    }

    /// Serves with settings alone, for a program whose command line is its own.
    pub fn serve(self) -> ExitCode {
        commands::serve(self)
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
        csrf.check_start(&registry, self.clock.now())?;
        let onion = Onion::new(&mut registry.middlewares, Arc::clone(&router), &settings);
        let shared = Shared {
            session_hashes: SessionHashes::new(&keys),
            registry,
            traces: Traces::default(),
            keys,
            sessions,
            csrf,
            accepted_host: AcceptedHost::default(),
            router,
            templates: Templates::new(Included::of::<A>().templates())?,
            csrf_failure: A::csrf_failure(),
            users: self.users,
            states: self.states,
            login_url: login_url::<A>(),
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
    LoginUrl::new(A::login_url().unwrap_or_else(|| LOGIN_URL.to_owned()))
}

fn keys(settings: &Settings) -> Keys {
    Keys::new(settings.secret_key.as_str(), settings.secret_key_fallbacks.iter().map(String::as_str))
}

impl<A> fmt::Debug for Site<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("app", &std::any::type_name::<A>()).finish_non_exhaustive()
    }
}
