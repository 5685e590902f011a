//! All five hooks, plain and async, with every answer they may give.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Plain;

#[middleware(order = 210)]
impl Plain {
    fn process_request(&self, _: &mut Request) {}

    fn process_view(&self, _: &mut Request, _: &View) -> Option<Response> {
        None
    }

    fn process_template_response(&self, _: &mut Request, response: TemplateResponse) -> TemplateResponse {
        response
    }

    fn process_exception(&self, _: &mut Request, _: &Error) -> Result<Option<Response>> {
        Ok(None)
    }

    fn process_response(&self, _: &mut Request, response: Response) -> Response {
        response
    }
}

#[derive(Default)]
struct Async;

#[middleware(order = 220, after(Plain), before(AuthenticationMiddleware))]
impl Async {
    async fn process_request(&self, _request: &mut Request) -> Result<()> {
        Ok(())
    }

    async fn process_view(&self, _request: &mut Request, _view: &View) {}

    async fn process_template_response(
        &self,
        _request: &mut Request,
        response: TemplateResponse,
    ) -> Result<TemplateResponse> {
        Ok(response)
    }

    async fn process_exception(&self, _request: &mut Request, _error: &Error) -> Option<Response> {
        None
    }

    async fn process_response(&self, _request: &mut Request, mut response: Response) -> Result {
        let _ = &mut response;
        Ok(response)
    }
}

/// One hook in two forms, of which each build has one.
#[derive(Default)]
struct Either;

#[middleware(order = 230)]
impl Either {
    #[cfg(any())]
    fn new(_settings: &Settings) -> Nothing {}

    #[cfg(not(any()))]
    fn new(_settings: &Settings) -> Option<Self> {
        Some(Self)
    }

    #[cfg(any())]
    fn process_request(&self, _request: &mut Request) -> Nothing {}

    #[cfg(not(any()))]
    fn process_request(&self, _request: &mut Request) {}
}

const _: () = assert!(<Either as vestibule::__private::Middleware>::HOOKS.process_request);

fn main() {}
