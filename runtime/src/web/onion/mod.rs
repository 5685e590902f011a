//! The onion: middlewares around the view, exactly as Django runs them.
//!
//! ```text
//!   process_request   ──▶ outermost first ──▶ ┐
//!                                              │ route, process_view, guard, extractors, view,
//!   process_response  ◀── innermost first ◀── ┘ process_exception, process_template_response, render
//! ```
//!
//! The rules, with Django's short-circuits (Django, `core/handlers/base.py`):
//!
//! - `process_request` answers: the layers inside are never entered; `process_response` runs for
//!   that layer and those outside it. It fails: only for those outside it.
//! - `process_view` answers: the view is not called; every `process_response` runs.
//! - The path has views, but none for the method: every `process_view`, then 405, or the answer to OPTIONS.
//! - The view, its guard or an extractor fails, or rendering does: `process_exception`, innermost
//!   first, until one answers. Not for a path without a view, nor for an error in a hook.
//! - The answer is a template: every `process_template_response`, innermost first, then rendering.
//! - An error in any hook, a panic included, becomes a response at that layer; the layers outside
//!   it see that response.
//! - A template response from `process_request` or `process_response` passes no template hooks; it
//!   is rendered when it leaves the layer. (Django sends it unrendered, which fails.)

mod rings;

use std::pin::{Pin, pin};
use std::sync::Arc;

use crate::base::error::Error;
use crate::base::panics;
use crate::web::decorators::{self, Before};
use crate::web::layer::{Hooked, Inside, Next};
use crate::web::recorder::Station;
use crate::web::registry::Registry;
use crate::web::request::Request;
use crate::web::response::{Response, TemplateResponse};
use crate::web::router::{Match, Router};
use crate::web::settings::Settings;
use crate::web::tables::{MiddlewareEntry, ViewEntry};
use crate::web::trace::{self, Held};
use crate::web::view::Guard;
use crate::web::{context, error_pages, framing, guard};
use rings::{Ring, Rings};

/// All layers of an application and, at its core, the router.
#[derive(Debug)]
pub(crate) struct Onion {
    rings: Rings,
    router: Arc<Router>,
}

/// What a hook answers. A macro, since a future of its own would cost each plain hook more than the call does.
macro_rules! run {
    ($request:ident, $station:expr, $call:expr) => {{
        $request.trace.begin($station);
        let mut held = Held::default();
        let called = held.during(|| panics::catch(|| $call));
        let result = match called.unwrap_or_else(|panic| Hooked::Ready(Err(panic))) {
            Hooked::Ready(result) => result,
            Hooked::Later(future) => held.over(panics::later(future)).await,
        };
        $request.trace.end($station, &result);
        held.tell(|| format!("`{}`", trace::full_name($station, Registry::layers_of($request))));
        result.map_err(|error| named_by_hook(error, $station, $request))
    }};
}

/// How far a request got on its way in.
enum WayIn {
    /// To the inside: every layer of the ring was entered.
    Through,
    /// To a layer that answered; those less deep than `entered` run on the way out.
    Stopped { response: Response, entered: usize },
}

impl Onion {
    /// `entries` outermost first; those that the settings leave out are taken out.
    pub(crate) fn new(entries: &mut Vec<MiddlewareEntry>, router: Arc<Router>, settings: &Settings) -> Self {
        Self { rings: Rings::new(entries, settings), router }
    }

    /// Walks a request in and its response out. Never fails: every error has become a response.
    pub(crate) async fn answer(&self, request: &mut Request) -> Response {
        self.pass(0, request).await
    }

    /// One ring, and all that is inside it.
    async fn pass(&self, index: usize, request: &mut Request) -> Response {
        let ring = &self.rings.rings[index];
        let (response, entered) = match self.way_in(ring, request).await {
            WayIn::Stopped { response, entered } => (response, entered),
            WayIn::Through => {
                let response = match &ring.around {
                    None => self.core(request).await,
                    Some(member) => {
                        let inner = Inner { onion: self, index: index + 1 };
                        let next = Next::new(&inner);
                        let result =
                            run!(request, Station::Around(member.depth), member.layer.around(request, next));
                        Self::settle(request, result)
                    }
                };
                (response, usize::MAX)
            }
        };
        self.way_out(ring, entered, request, response).await
    }

    async fn way_in(&self, ring: &Ring, request: &mut Request) -> WayIn {
        for member in &ring.request {
            let result =
                run!(request, Station::ProcessRequest(member.depth), member.layer.process_request(request));
            match result {
                Ok(None) => {}
                Ok(Some(response)) => {
                    let response = Self::settle(request, Ok(response));
                    return WayIn::Stopped { response, entered: member.depth + 1 };
                }
                Err(error) => {
                    let response = error_pages::fail(request, &error);
                    return WayIn::Stopped { response, entered: member.depth };
                }
            }
        }
        WayIn::Through
    }

    async fn way_out(
        &self,
        ring: &Ring,
        entered: usize,
        request: &mut Request,
        mut response: Response,
    ) -> Response {
        for member in ring.response.iter().filter(|member| member.depth < entered) {
            let result = run!(
                request,
                Station::ProcessResponse(member.depth),
                member.layer.process_response(request, response)
            );
            response = Self::settle(request, result);
        }
        response
    }

    /// The inside: from the router to a finished response.
    ///
    /// A connection keeps room for the largest future that a request of it may need, and the server
    /// moves it for each request. What few requests pass through is boxed there.
    async fn core(&self, request: &mut Request) -> Response {
        let result = self.view_response(request).await;
        if let Err(error) = &result {
            Box::pin(error_pages::prepare(request, error)).await;
        }
        Self::settle(request, result)
    }

    async fn view_response(&self, request: &mut Request) -> Result<Response, Error> {
        request.check_query()?;
        request.trace.begin(Station::Route);
        // A path's parameters are read by an application's own `FromPath`.
        let found = panics::catch(|| self.router.route(request.method(), request.path()));
        let found = found.and_then(|found| found);
        request.trace.end(Station::Route, &found);
        let (entry, instead) = match found? {
            Match::View(entry, params) => {
                request.set_match(entry.view(), params);
                (entry, None)
            }
            // As in Django, where the view refuses a method: the layers have their say before it.
            Match::NotAllowed(entry, error) => (entry, Some(Err(error))),
            Match::Options(entry, response) => (entry, Some(Ok(response))),
        };
        let response = match (self.process_view(request, entry).await?, instead) {
            (Some(response), _) => response,
            (None, Some(instead)) => return instead,
            (None, None) => match call(request, entry).await {
                Ok(response) => response,
                Err(error) => Box::pin(self.process_exception(request, named(error, entry))).await?,
            },
        };
        if response.is_template() {
            Box::pin(self.template_response(request, response)).await
        } else {
            Ok(response)
        }
    }

    async fn process_view(
        &self,
        request: &mut Request,
        entry: &'static ViewEntry,
    ) -> Result<Option<Response>, Error> {
        let view = entry.view();
        for member in &self.rings.view {
            let result =
                run!(request, Station::ProcessView(member.depth), member.layer.process_view(request, &view));
            if let Some(response) = result? {
                return Ok(Some(response));
            }
        }
        Ok(None)
    }

    /// # Errors
    ///
    /// The error itself if nobody answers it, or that of a hook.
    async fn process_exception(&self, request: &mut Request, error: Error) -> Result<Response, Error> {
        for member in &self.rings.exception {
            let result = run!(
                request,
                Station::ProcessException(member.depth),
                member.layer.process_exception(request, &error)
            );
            if let Some(response) = result? {
                return Ok(response);
            }
        }
        Err(error)
    }

    async fn template_response(&self, request: &mut Request, response: Response) -> Result<Response, Error> {
        let mut template = match response.into_template() {
            Ok(template) => template,
            Err(response) => return Ok(response),
        };
        for member in &self.rings.template {
            let result = run!(
                request,
                Station::ProcessTemplateResponse(member.depth),
                member.layer.process_template_response(request, template)
            );
            template = result?;
        }
        request.trace.begin(Station::Render);
        let fetched = match template.is_rendered() {
            true => Ok(()),
            false => context::fetch(request, template.template_name(), template.context()).await,
        };
        let rendered = fetched.and_then(|()| panics::catch(|| template.render(request))?);
        request.trace.end(Station::Render, &rendered);
        if let Err(error) = rendered {
            let response = self.process_exception(request, error).await?;
            // Django does not render this one: it must be ready.
            return match response.into_template().map(|template| template.into_rendered()) {
                Err(response) | Ok(Ok(response)) => Ok(response),
                Ok(Err(_)) => {
                    Err(Error::internal("process_exception answered a failed rendering with a template"))
                }
            };
        }
        template.into_rendered().map_err(|_| Error::internal("a template response was not rendered"))
    }

    /// What leaves a layer: a response that is ready.
    #[inline]
    fn settle(request: &mut Request, result: Result<Response, Error>) -> Response {
        match result {
            Ok(response) if response.is_ready() && response.refused_header().is_none() => response,
            Ok(response) => {
                render_now(request, response).unwrap_or_else(|error| error_pages::fail(request, &error))
            }
            Err(error) => error_pages::fail(request, &error),
        }
    }
}

/// Guard, extractors and view; a panic in any of them is an error.
async fn call(request: &mut Request, entry: &'static ViewEntry) -> Result<Response, Error> {
    if let Some(guard) = &entry.info.guard
        && let Some(refusal) = check(guard, request).await?
    {
        return Ok(refusal);
    }
    let after = match entry.decorators {
        None => None,
        Some(decorators) => {
            match panics::later(Box::pin(decorators::before(entry, decorators, request))).await? {
                Before::Answer(answer) => return Ok(answer),
                Before::Call(after) => Some(after),
            }
        }
    };
    request.trace.begin(Station::View);
    let mut held = Held::default();
    let mut result = held.over(panics::later((entry.call)(request))).await;
    held.tell(|| format!("view `{}`", entry.view()));
    if let Ok(response) = &mut result {
        response.keep_frame_words(&entry.info.flags);
        if let Some(after) = &after {
            after.put(request, response);
        }
        if let Some(mistake) = framing::mistake(response) {
            let view = entry.view();
            result = Err(Error::internal(format!("view `{view}` answered with {mistake}")));
        }
    }
    request.trace.end(Station::View, &result);
    result
}

async fn check(guard: &Guard, request: &mut Request) -> Result<Option<Response>, Error> {
    request.trace.begin(Station::Guard);
    let result = panics::later(pin!(guard::check(guard, request))).await;
    request.trace.end(Station::Guard, &result);
    result
}

/// A panic says which hook it was in, as below.
fn named_by_hook(error: Error, station: Station, request: &Request) -> Error {
    if !error.is_panic() {
        return error;
    }
    error.within(format_args!("`{}`", trace::full_name(station, Registry::layers_of(request))))
}

/// A panic says which view it was in: the place alone may be inside a library.
fn named(error: Error, entry: &'static ViewEntry) -> Error {
    if error.is_panic() { error.within(format_args!("view `{}`", entry.view())) } else { error }
}

fn render_now(request: &mut Request, response: Response) -> Result<Response, Error> {
    if let Some(mistake) = response.refused_header() {
        return Err(Error::internal(format!("a layer answered with {mistake}")));
    }
    let mut template = match response.into_template() {
        Ok(template) => template,
        Err(response) => return Ok(response.settle_file(request)),
    };
    render(&mut template, request)?;
    template.into_rendered().map_err(|_| Error::internal("a template response was not rendered"))
}

fn render(template: &mut TemplateResponse, request: &mut Request) -> Result<(), Error> {
    request.trace.begin(Station::Render);
    let result = panics::catch(|| template.render(request)).and_then(|result| result);
    request.trace.end(Station::Render, &result);
    result
}

/// A ring and what is inside it.
struct Inner<'o> {
    onion: &'o Onion,
    index: usize,
}

impl Inside for Inner<'_> {
    fn run<'a>(&'a self, request: &'a mut Request) -> Pin<Box<dyn Future<Output = Response> + Send + 'a>> {
        Box::pin(self.onion.pass(self.index, request))
    }
}
