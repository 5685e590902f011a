//! The start of an application: settings, tables and stores are checked and put together, so that whatever is wrong
//! is said now.

use std::sync::Arc;

use super::Site;
#[cfg(feature = "sql")]
use crate::base::clock::Clock;
#[cfg(feature = "sql")]
use crate::base::database::Database;
use crate::base::error::{self, Error};
use crate::base::networks::Networks;
use crate::base::panics;
use crate::base::signing::Keys;
use crate::hosting::service::Service;
use crate::web::account_views;
use crate::web::application::{Application, CsrfFailure, Included};
use crate::web::auth::LoginUrl;
use crate::web::caches::Caches;
use crate::web::context::ContextVariables;
use crate::web::csrf_token::CsrfSettings;
use crate::web::extract::Startup;
use crate::web::mailer::Mailer;
use crate::web::messages;
#[cfg(feature = "sql")]
use crate::web::middleware::AuthenticationMiddleware;
use crate::web::middleware::{CsrfViewMiddleware, MessageMiddleware, SessionMiddleware};
use crate::web::onion::Onion;
use crate::web::recorder::Arrivals;
use crate::web::registry::Registry;
use crate::web::request::{AcceptedHost, Shared, Unfinished};
use crate::web::reverse;
use crate::web::router::Router;
use crate::web::sessions::{Sessions, StoreError};
use crate::web::settings::Settings;
use crate::web::shutdown::Shutdown;
use crate::web::storage;
use crate::web::templates::{Surroundings, Templates};
use crate::web::trace::Traces;
#[cfg(feature = "sql")]
use crate::web::users::{self, Permission};
use crate::web::users::{Backends, SessionHashes};

/// What keeps tables in the database.
pub(crate) struct Tables {
    sessions: Option<Sessions>,
    #[cfg(feature = "sql")]
    users: Option<Database>,
    /// What the application and those it includes declare.
    #[cfg(feature = "sql")]
    permissions: Vec<&'static Permission>,
    #[cfg(feature = "sql")]
    clock: Clock,
}

impl Tables {
    /// Makes those that are missing, and says what was made; `tell` is called before each step, with whose they are.
    pub(crate) async fn make(self, mut tell: impl FnMut(&str)) -> Result<Vec<String>, Error> {
        let mut made = Vec::new();
        #[cfg(feature = "sql")]
        if let Some(database) = &self.users {
            tell("users");
            let migrated = users::database::migrate(database, &self.permissions, self.clock.now()).await;
            made.extend(migrated.map_err(|error| {
                Error::internal("the tables of users cannot be made in `database_url`").caused_by(error)
            })?);
        }
        if let Some(sessions) = &self.sessions {
            tell("sessions");
            made.extend(sessions.migrate().await?);
        }
        Ok(made)
    }

    /// Those that are missing, and that the start does not make by itself.
    pub(crate) async fn missing(&self) -> Result<Vec<String>, Error> {
        let mut missing = Vec::new();
        #[cfg(feature = "sql")]
        if let Some(database) = &self.users {
            let tables = users::database::missing(database).await?;
            missing.extend(tables.into_iter().map(str::to_owned));
        }
        if let Some(sessions) = &self.sessions {
            missing.extend(sessions.missing().await?);
        }
        Ok(missing)
    }
}

impl<A: Application> Site<A> {
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

    pub(crate) async fn start_with(mut self, mut settings: Settings) -> Result<Service, Error> {
        settings.check()?;
        panics::install_hook();
        let mut registry = self.registry()?;
        let router = Arc::new(Router::new(&registry.views)?);
        let keys = keys(&settings);
        let caches = Caches::open(&settings, &self.clock)?;
        let sessions = self.open_sessions(&settings, &keys, &caches)?;
        let csrf = CsrfSettings::new(&settings)?;
        self.check_layers(&registry, &settings, &sessions, &csrf).await?;
        let users = self.open_users(&registry, &settings, &caches)?;
        let (unfinished, shutdown) = (Unfinished::default(), Shutdown::new());
        let mail = self.mail.take();
        self.states.insert(Mailer::open(&settings, mail, &self.clock, unfinished.clone(), shutdown.clone())?);
        if let Some(storage) = storage::open(self.storage.take(), &settings) {
            self.states.insert(storage);
        }
        for state in self.made_states.drain(..) {
            state.make(&settings, &mut self.states).await?;
        }
        registry.check(&Startup::new(&settings, &self.states))?;
        #[cfg(feature = "sql")]
        self.make_first_users().await?;

        let onion = Onion::new(&mut registry.middlewares, Arc::clone(&router), &settings);
        let surroundings = Surroundings {
            finder: Some(reverse::finder(A::PLACE, A::links(), &registry.views)),
            words: registry.words.clone(),
            clock: self.clock.clone(),
            static_url: settings.static_url.clone(),
        };
        let templates = Templates::new(Included::of::<A>().templates(), &surroundings)?;
        let mut states = self.states;
        let of_layers = registry.middlewares.iter().flat_map(|layer| {
            let is_ours = layer.place.krate == env!("CARGO_PKG_NAME");
            layer.context.iter().map(move |variable| (*variable, is_ours))
        });
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
            // Checked above with the other settings.
            trusted_proxies: Networks::new(&settings.trusted_proxies).unwrap_or_default(),
            templates,
            users,
            states,
            arrivals: Arrivals::default(),
            unfinished,
            clock: self.clock,
            shutdown,
            settings,
        };
        Ok(Service::new(shared, onion, reverse::prefixes::<A>()))
    }

    /// What the layers that are there cannot do without.
    async fn check_layers(
        &self,
        registry: &Registry,
        settings: &Settings,
        sessions: &Sessions,
        csrf: &CsrfSettings,
    ) -> Result<(), Error> {
        let has_sessions = registry.has::<SessionMiddleware>();
        if has_sessions {
            sessions.check_cookie().map_err(|error| {
                Error::internal("the session cookie cannot be sent with these settings").caused_by(error)
            })?;
            match sessions.prepare().await {
                // Pages without a session are served meanwhile; the others answer 503.
                Err(StoreError::Unavailable(cause)) => {
                    let cause = error::chain(&*cause);
                    tracing::error!(
                        target: "vestibule::app", cause, "the session store is not available at start-up"
                    );
                }
                other => other?,
            }
        }
        if registry.has::<MessageMiddleware>() {
            messages::check(settings)?;
        }
        if registry.has::<CsrfViewMiddleware>() {
            csrf.check_start(has_sessions, self.clock.now())?;
        }
        Ok(())
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
        let settings = self.settings_alone()?;
        self.sessions_of(&settings)
    }

    /// What keeps tables, for the command that makes them. Nothing is connected yet.
    pub(crate) fn tables_alone(mut self) -> Result<Tables, Error> {
        let settings = self.settings_alone()?;
        self.tables_of(&settings)
    }

    /// The same with these settings, which have been checked.
    pub(crate) fn tables_of(&self, settings: &Settings) -> Result<Tables, Error> {
        Ok(Tables {
            sessions: self.sessions_of(settings)?,
            #[cfg(feature = "sql")]
            users: self.users_of(settings)?,
            #[cfg(feature = "sql")]
            permissions: declared::<A>(),
            #[cfg(feature = "sql")]
            clock: self.clock.clone(),
        })
    }

    /// What sends mails, for a command that answers no requests. Nothing is connected yet.
    pub(crate) fn mailer_alone(mut self) -> Result<Mailer, Error> {
        let settings = self.settings_alone()?;
        let mail = self.mail.take();
        Mailer::open(&settings, mail, &self.clock, Unfinished::default(), Shutdown::new())
    }

    /// The users in the database and the settings, for a command; `None` if users are elsewhere. Nothing is connected yet.
    #[cfg(all(feature = "cli", feature = "sql"))]
    pub(crate) fn users_alone(mut self) -> Result<Option<(users::Users, Settings)>, Error> {
        let settings = self.settings_alone()?;
        let Some(database) = self.users_of(&settings)? else { return Ok(None) };
        Ok(Some((self.users_in(database, &settings), settings)))
    }

    fn settings_alone(&mut self) -> Result<Settings, Error> {
        let mut settings = self.load_settings()?;
        settings.check()?;
        Ok(settings)
    }

    /// Where users come from, in the order in which they are asked. The tables of the database are for the extractor
    /// [`Users`](users::database::Users), too.
    #[cfg_attr(
        not(feature = "sql"),
        allow(unused_variables, reason = "the users of a database alone look at them")
    )]
    fn open_users(
        &mut self,
        registry: &Registry,
        settings: &Settings,
        caches: &Caches,
    ) -> Result<Backends, Error> {
        #[cfg(feature = "sql")]
        if let Some(place) = self.place_of_database(registry) {
            let users = self.users_in(caches.database().clone(), settings);
            self.states.insert(users.clone());
            self.users.insert(place, Arc::new(users));
        }
        Backends::new(std::mem::take(&mut self.users))
    }

    #[cfg(feature = "sql")]
    async fn make_first_users(&mut self) -> Result<(), Error> {
        for make in std::mem::take(&mut self.first_users) {
            let users = self.states.get::<users::Users>().cloned();
            let users =
                users.ok_or_else(|| Error::internal("the first users have no table: users are elsewhere"))?;
            make(users)
                .await
                .map_err(|error| error.within(format_args!("the first users could not be made:")))?;
        }
        Ok(())
    }

    /// Where among the backends the database's tables are asked: where the application has named them or, if there may be
    /// users and it has named nothing, as the only one.
    #[cfg(feature = "sql")]
    fn place_of_database(&self, registry: &Registry) -> Option<usize> {
        let alone = self.users.is_empty() && registry.has::<AuthenticationMiddleware>();
        self.database_users.or(alone.then_some(0))
    }

    /// The database where the users are, unless there are none or they are elsewhere.
    #[cfg(feature = "sql")]
    fn users_of(&self, settings: &Settings) -> Result<Option<Database>, Error> {
        let place = self.place_of_database(&Registry::of::<A>()?);
        Ok(place.map(|_| Database::new(&*settings.database_url)))
    }

    /// The users whose tables are in this database.
    #[cfg(feature = "sql")]
    fn users_in(&self, database: Database, settings: &Settings) -> users::Users {
        users::Users::new(database, settings.password_hashers(), declared::<A>(), self.clock.clone())
    }

    fn sessions_of(&self, settings: &Settings) -> Result<Option<Sessions>, Error> {
        if !Registry::of::<A>()?.has::<SessionMiddleware>() {
            return Ok(None);
        }
        let caches = Caches::open(settings, &self.clock)?;
        self.open_sessions(settings, &keys(settings), &caches).map(Some)
    }

    /// The sessions where the settings or the application want them. Nothing is connected yet.
    fn open_sessions(&self, settings: &Settings, keys: &Keys, caches: &Caches) -> Result<Sessions, Error> {
        Ok(match &self.store {
            Some(store) => Sessions::of(Arc::clone(store), settings.sessions(), &self.clock, Some(keys)),
            None => Sessions::open_in(settings, keys, &self.clock, caches)?,
        })
    }
}

/// The permissions that the application declares, and those it includes.
#[cfg(feature = "sql")]
fn declared<A: Application>() -> Vec<&'static Permission> {
    Included::of::<A>().permissions().iter().map(|(permission, _)| *permission).collect()
}

/// Where strangers are sent: as `app!` says, else to the login page of `auth::views` where that is included, else to
/// Django's default.
pub(crate) fn login_url<A: Application>() -> LoginUrl {
    let find = || A::login_url().or_else(account_views::login_url_in::<A>);
    let url = match reverse::prefixes::<A>() {
        Some(prefixes) => prefixes.within(find),
        None => find(),
    };
    LoginUrl::new(url.unwrap_or_else(|| LoginUrl::DEFAULT.to_owned()))
}

fn keys(settings: &Settings) -> Keys {
    Keys::new(settings.secret_key.as_str(), settings.secret_key_fallbacks.iter().map(String::as_str))
}
