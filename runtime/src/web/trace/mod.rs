//! What a request passed on its way through the onion, for whoever develops the application.
//!
//! In a debug build with the setting `debug`, every station that a request passes (each hook, the
//! router, the guard, the view, rendering) leaves a [`Step`] with its time and what came of it. They
//! are shown in three places:
//!
//! - the header `Server-Timing` of every response, which browsers draw among their own timings;
//! - the technical error pages (`error_pages::technical`);
//! - the pages at `/__vestibule__/`: the last requests, and the walk of each through the layers.
//!
//! The pages are for the developer's own machine (`access`), and secrets are blanked before they are
//! kept (`masked`).
//!
//! Beside that the log says who has held its thread for long ([`Held`]).
//!
//! A release build has none of this: a [`Recorder`](crate::web::recorder::Recorder) is then empty and its methods do nothing, so
//! that a hook costs not even a branch. The pages' own address stays reserved: `#[view]` refuses it.

mod access;
mod held;
mod masked;
mod pages;
mod record;
mod server_timing;
mod walk;

pub(crate) use access::may_look;
pub(crate) use held::Held;
pub(crate) use pages::{POLICY, address, is_page, page, render};
pub(crate) use record::{Snapshot, Traces};
pub(crate) use walk::{HookLine, StepRow, lines, rows};

use std::borrow::Cow;

use http::StatusCode;
use http::header::HeaderName;

use crate::web::recorder::Station;
use crate::web::registry::Registry;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::tables::MiddlewareEntry;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The name of a station's hook with its layer's, `SessionMiddleware.process_request`, or the station's.
pub(crate) fn full_name(station: Station, layers: &[MiddlewareEntry]) -> Cow<'static, str> {
    match station.layer().and_then(|layer| layers.get(layer)) {
        Some(layer) => format!("{}.{}", layer.name, station.name()).into(),
        None => station.name().into(),
    }
}

/// Adds the times to the answer, and keeps the walk for its page.
pub(crate) fn finish(request: &Request, response: &mut Response) {
    let Some(trace) = request.trace.trace() else { return };
    let layers = Registry::layers_of(request);
    if let Some(value) = server_timing::header(trace, layers) {
        response.layer_headers_mut().append(SERVER_TIMING, value);
    }
    keep(request, Some(response.status()));
}

/// Keeps the walk; without a status if it ended before the answer.
pub(crate) fn keep(request: &Request, status: Option<StatusCode>) {
    if let Some(trace) = request.trace.trace()
        && let Some(traces) = request.part::<Traces>()
    {
        traces.keep(record::Record::new(request, trace, status));
    }
}
