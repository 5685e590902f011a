//! What every request of an application shares, made once at start-up.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;

use super::{AcceptedHost, Unfinished};
use crate::base::clock::Clock;
use crate::base::networks::Networks;
use crate::base::signing::Keys;
use crate::web::caches::Caches;
use crate::web::csrf_token::CsrfSettings;
use crate::web::recorder::Arrivals;
use crate::web::sessions::Sessions;
use crate::web::settings::Settings;
use crate::web::shutdown::Shutdown;
use crate::web::templates::Templates;
use crate::web::users::{Backends, SessionHashes};

/// Settings, keys, clock, stores.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) keys: Keys,
    pub(crate) session_hashes: SessionHashes,
    pub(crate) clock: Clock,
    pub(crate) templates: Templates,
    pub(crate) caches: Caches,
    pub(crate) sessions: Sessions,
    pub(crate) csrf: CsrfSettings,
    pub(crate) accepted_host: AcceptedHost,
    pub(crate) trusted_proxies: Networks,
    pub(crate) users: Backends,
    /// What the application was built with, for views; and what rooms have left here that requests do not know.
    pub(crate) states: States,
    pub(crate) arrivals: Arrivals,
    pub(crate) unfinished: Unfinished,
    pub(crate) shutdown: Shutdown,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Values, one of each type.
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
