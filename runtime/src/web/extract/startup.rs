//! `Startup`: what an extractor may look at before there is a request.

use std::fmt;

use crate::web::request::States;
use crate::web::settings::Settings;

/// An application that is about to start, as [`FromRequest::check`](super::FromRequest::check) sees it.
pub struct Startup<'a> {
    settings: &'a Settings,
    states: &'a States,
}

impl<'a> Startup<'a> {
    pub(crate) fn new(settings: &'a Settings, states: &'a States) -> Self {
        Self { settings, states }
    }

    /// The settings it starts with.
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// A value that it was given (`App::build().state(…)`).
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<&'a T> {
        self.states.get()
    }
}

impl fmt::Debug for Startup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Startup").field("settings", self.settings).finish_non_exhaustive()
    }
}
