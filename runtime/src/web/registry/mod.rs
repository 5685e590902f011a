//! The tables, and the one function that reads them.
//!
//! `#[view]`, `#[middleware]`, `#[context_processor]`, `#[filter]`, `#[on]` and `app!` each add an element to a `linkme` slice
//! while the program is linked. linkme promises no order, and a slice holds every application of the binary, so
//! [`Registry::of`] takes one application's entries, sorts them, and hands on a plain struct;
//! everything after it can be tested with one made by hand.
//!
//! What linking can lose: a crate that Cargo.toml names and no code does is not linked at all, and
//! its entries are not there. Each `app!` therefore leaves a sentinel, and an application without
//! its sentinel, or without views, does not start (see dtolnay/linkme issues 31 and 36).
//!
//! A view of an application that is included under a prefix has a line of its own, made of the linked one (`below`): for
//! the router and all else it is a view whose path is that long. Two views of one route in one application do not compile;
//! of two applications neither sees the other's views when it is compiled, so that the router, at start, is the first that
//! can find them.
//!
//! The slices' names carry the version, so that two versions of this crate in one binary do not
//! read each other's entries.

mod below;
mod error;
mod pages;

pub(crate) use error::RegistryError;
pub(crate) use pages::pages;

use std::any::TypeId;

use crate::web::application::{Application, Included};
use crate::web::context::{ContextVariable, VESTIBULE_CONTEXT_0_1};
use crate::web::extract::Startup;
use crate::web::layer::Middleware;
use crate::web::request::Request;
use crate::web::settings::Settings;
use crate::web::tables::{
    MiddlewareEntry, SubscriberEntry, VESTIBULE_APPS_0_1, VESTIBULE_MIDDLEWARES_0_1,
    VESTIBULE_SUBSCRIBERS_0_1, VESTIBULE_VIEWS_0_1, ViewEntry,
};
use crate::web::templates::{VESTIBULE_WORDS_0_1, WordEntry};
use crate::web::users::Permission;
use crate::web::view::Place;
use below::below;

/// One application's entries, sorted.
#[derive(Debug)]
pub(crate) struct Registry {
    /// By path, then by method.
    pub(crate) views: Vec<&'static ViewEntry>,
    /// Outermost first.
    pub(crate) middlewares: Vec<MiddlewareEntry>,
    /// What the context processors give to pages: the application's own first, then in the order of inclusion.
    pub(crate) variables: Vec<&'static ContextVariable>,
    /// What its templates can call besides what all can, in the same order.
    pub(crate) words: Vec<&'static WordEntry>,
    /// By order; of one order those of the application first, then in the order of inclusion; then by module and line.
    pub(crate) subscribers: Vec<&'static SubscriberEntry>,
}

impl Registry {
    /// Reads the slices for one application and those it includes.
    ///
    /// # Errors
    ///
    /// [`RegistryError`]: what start-up stops with.
    pub(crate) fn of<A: Application>() -> Result<Self, RegistryError> {
        let included = Included::checked::<A>().map_err(RegistryError::IncludedTwice)?;
        let apps: Vec<TypeId> = included.apps().collect();

        let name = || format!("{}::{}", A::PLACE.module, A::NAME);
        let krate = A::PLACE.krate;
        let linked = |id: &TypeId| VESTIBULE_APPS_0_1.iter().any(|entry| (entry.app)() == *id);
        if !apps.iter().all(linked) {
            return Err(RegistryError::NotLinked { app: name(), krate });
        }

        check_permissions(included.permissions())?;

        let placed = |entry: &'static ViewEntry| Some(below(entry, included.prefix((entry.app)())?));
        let mut views: Vec<_> = VESTIBULE_VIEWS_0_1.iter().filter_map(placed).collect();
        if views.is_empty() {
            return Err(RegistryError::NoViews { app: name(), krate });
        }
        views.sort_by_key(|entry| (entry.info.path, entry.info.methods));

        let own = VESTIBULE_MIDDLEWARES_0_1.iter().filter(|entry| apps.contains(&entry.app));
        let mut middlewares: Vec<_> = own.map(MiddlewareEntry::copy).chain(A::middlewares()).collect();
        middlewares.sort_by_key(|entry| entry.order);
        if let Some(pair) = middlewares.windows(2).find(|pair| pair[0].order == pair[1].order) {
            let show = |entry: &MiddlewareEntry| format!("`{}` at {}", entry.name, entry.place);
            let middlewares = [show(&pair[0]), show(&pair[1])];
            return Err(RegistryError::OrderTaken { order: pair[0].order, middlewares });
        }

        let processors = |app| VESTIBULE_CONTEXT_0_1.iter().filter(move |entry| (entry.app)() == app);
        let variables = apps.iter().flat_map(|app| processors(*app)).map(|entry| entry.variable).collect();

        let words = |app| VESTIBULE_WORDS_0_1.iter().filter(move |entry| (entry.app)() == app);
        let words = apps.iter().flat_map(|app| words(*app)).collect();

        let of_app = |app| VESTIBULE_SUBSCRIBERS_0_1.iter().filter(move |entry| (entry.app)() == app);
        let mut subscribers = Vec::new();
        for app in apps {
            let mut own: Vec<_> = of_app(app).collect();
            own.sort_by_key(|entry| (entry.place.module, entry.place.line));
            subscribers.extend(own);
        }
        // Stable: what came first stays first of its order.
        subscribers.sort_by_key(|entry| entry.order);
        Ok(Self { views, middlewares, variables, words, subscribers })
    }
}

/// What one application declares twice, or after one that it includes, does not compile; of two that are included side
/// by side only this sees both.
fn check_permissions(declared: &[(&'static Permission, Place)]) -> Result<(), RegistryError> {
    for (at, (permission, place)) in declared.iter().enumerate() {
        let permission = permission.permission;
        if let Some((_, first)) = declared[..at].iter().find(|(earlier, _)| earlier.permission == permission)
        {
            let places = [first.to_string(), place.to_string()];
            return Err(RegistryError::PermissionTwice { permission, places });
        }
    }
    Ok(())
}

impl Registry {
    /// The layers around a request, outermost first.
    pub(crate) fn layers_of(request: &Request) -> &[MiddlewareEntry] {
        request.part().map_or(&[], |registry: &Self| &registry.middlewares)
    }

    /// The views of the application that a request came to.
    pub(crate) fn views_of(request: &Request) -> &[&'static ViewEntry] {
        request.part().map_or(&[], |registry: &Self| &registry.views)
    }

    /// Who is told of events in the application that a request came to, in their order.
    pub(crate) fn subscribers_of(request: &Request) -> &[&'static SubscriberEntry] {
        request.part().map_or(&[], |registry: &Self| &registry.subscribers)
    }

    /// Asks the views' extractors whether the application can give what they take.
    ///
    /// # Errors
    ///
    /// [`RegistryError::NotGiven`], with all that is missing.
    pub(crate) fn check(&self, app: &Startup<'_>) -> Result<(), RegistryError> {
        let missing = self.views.iter().flat_map(|entry| {
            let errors = entry.checks.iter().filter_map(|check| check(app).err());
            errors.map(|error| format!("`{}` at {}: {error}", entry.view(), entry.info.place))
        });
        let views: Vec<_> = missing.collect();
        if views.is_empty() { Ok(()) } else { Err(RegistryError::NotGiven { views }) }
    }

    /// Takes out the layers that the settings leave out.
    pub(crate) fn leave_out(&mut self, settings: &Settings) {
        self.middlewares.retain(|entry| (entry.make)(settings).is_some());
    }

    /// Whether a built-in middleware is among the layers.
    pub(crate) fn has<M: Middleware>(&self) -> bool {
        self.middlewares.iter().any(|entry| entry.middleware == M::IDENTITY)
    }
}
