//! Two layers of this site's own, and the notes they take on each request's way in.

use std::time::Instant;

use serde::Serialize;
use vestibule::prelude::*;

/// Outermost: notes when a request came, and what it asked for.
#[derive(Default)]
pub(crate) struct Doorbell;

#[middleware(order = order::SECURITY - 50)]
impl Doorbell {
    fn process_request(&self, request: &mut Request) {
        let asked = format!("{} {}", request.method(), request.path());
        request.extensions_mut().insert(WayIn { rang: Instant::now(), asked, found: String::new() });
    }
}

/// Further in: notes which view was found.
#[derive(Default)]
pub(crate) struct Porter;

#[middleware(order = order::AUTHENTICATION + 50)]
impl Porter {
    fn process_view(&self, request: &mut Request, view: &View) {
        if let Some(way_in) = request.extensions_mut().get_mut::<WayIn>() {
            way_in.found = view.to_string();
        }
    }
}

/// The notes; a view takes them as an argument.
#[derive(Clone, Serialize, TemplateData)]
pub(crate) struct WayIn {
    #[serde(skip)]
    rang: Instant,
    asked: String,
    found: String,
}

impl WayIn {
    /// Microseconds since the bell rang.
    pub(crate) fn micros(&self) -> u128 {
        self.rang.elapsed().as_micros()
    }
}

impl<A> FromRequest<A> for WayIn {
    async fn from_request(request: &mut Request) -> Result<Self> {
        request.extensions().get().cloned().ok_or_else(|| Error::internal("nobody rang the bell"))
    }
}
