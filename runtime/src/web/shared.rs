//! What every request of an application shares, made once at start-up.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::base::clock::Clock;
use crate::base::signing::Keys;
use crate::hosting::server::Shutdown;
use crate::web::auth::{AuthBackend, LoginUrl, SessionHashes};
use crate::web::csrf::{CsrfFailure, CsrfSettings};
use crate::web::registry::Registry;
use crate::web::request::{AcceptedHost, Unfinished};
use crate::web::router::Router;
use crate::web::sessions::Sessions;
use crate::web::settings::Settings;
use crate::web::templates::Templates;
use crate::web::trace::Traces;

/// Settings, keys, clock, stores.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    /// Views and layers, for pages that show them.
    pub(crate) registry: Registry,
    pub(crate) traces: Traces,
    pub(crate) keys: Keys,
    pub(crate) session_hashes: SessionHashes,
    pub(crate) clock: Clock,
    pub(crate) templates: Templates,
    pub(crate) sessions: Sessions,
    pub(crate) csrf: CsrfSettings,
    pub(crate) csrf_failure: Option<CsrfFailure>,
    pub(crate) accepted_host: AcceptedHost,
    pub(crate) router: Arc<Router>,
    pub(crate) users: Arc<dyn AuthBackend>,
    pub(crate) states: States,
    /// Where `#[login_auth]` sends strangers.
    pub(crate) login_url: LoginUrl,
    pub(crate) unfinished: Unfinished,
    pub(crate) shutdown: Shutdown,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Values the application was built with, one of each type.
#[derive(Default)]
pub(crate) struct States(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl States {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, state: T) {
        self.0.insert(TypeId::of::<T>(), Box::new(state));
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}
